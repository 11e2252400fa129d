"""Which English document translates which Vietnamese one, article by article and line by line.

The official translations name neither number nor date of what they translate. But figures survive translation: amounts, dates, periods,
numbers of clauses referred to. Two documents whose articles of the same number hold the same figures are the same document.

1. A pair of documents is taken only if its figures agree clearly (``_LEAST``) and clearly better than with any other (``_MARGIN``).
2. Lines are paired in order; a line may pair with nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Articles: TypeAlias = Mapping[str, str]

_LEAST, _MARGIN = 0.66, 0.15
_FEWEST_ARTICLES: Final = 3
# Translations leave articles out and annexes in; beyond these shares of each other's number of articles it is another document.
_SHARES: Final = (0.6, 1.6)
_HEAVIEST: Final = 20  # figures of one article that count
_ARTICLE: Final = re.compile(r"(?:^|\n)\s*Article\s+(?P<number>\d+\w?)\s*[.:\-–]*\s*")
_AFTER: Final = re.compile(r"\n(?:Chapter|Section|CHAPTER|SECTION|PART|Part)\s+[IVXLC\d]+")
_FIGURE: Final = re.compile(r"\d+")
_GROUPED: Final = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
# Letters of a Vietnamese line for one of its English line, and what leaving a line out costs (in log lengths).
_RATIO: Final = 0.85
_SKIP: Final = 1.2
_MARKER: Final = re.compile(r"^\s*(\d+|[a-zđ])\s*[.)/]")


@dataclass(frozen=True, slots=True)
class ArticlePair:
    """An article in both languages: ``document`` numbers the translation; headings are the first lines."""

    document: int
    number: str
    english: str
    vietnamese: str


def english_articles(text: str) -> dict[str, str]:
    """Return the articles of an English document by number, heading first."""
    found = list(_ARTICLE.finditer(text))
    out: dict[str, str] = {}
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        out.setdefault(match["number"], _AFTER.split(text[match.end() : end])[0].strip())
    return out


def figures(text: str) -> Counter[str]:
    """Return the numbers of a text, thousands joined, leading zeros dropped."""
    return Counter(figure.lstrip("0") or "0" for figure in _FIGURE.findall(_GROUPED.sub("", text)))


def _agreement(first: Mapping[str, Counter[str]], second: Mapping[str, Counter[str]]) -> float:
    shared, total = 0.0, 0
    for number, own in first.items():
        weight = min(own.total(), _HEAVIEST)
        total += weight
        other = second.get(number)
        if weight and other:
            shared += weight * (own & other).total() / (own | other).total()
    return shared / total if total else 0.0


def pair_documents(english: Sequence[Articles], vietnamese: Sequence[Articles]) -> list[tuple[int, int]]:
    """Return (English, Vietnamese) places of documents that translate each other."""
    counted = [{number: figures(text) for number, text in articles.items()} for articles in vietnamese]
    pairs = []
    for place, articles in enumerate(english):
        if len(articles) < _FEWEST_ARTICLES:
            continue
        own = {number: figures(text) for number, text in articles.items()}
        low, high = (share * len(articles) for share in _SHARES)
        ranked = sorted(
            ((_agreement(own, other), number) for number, other in enumerate(counted) if low <= len(other) <= high), reverse=True
        )
        if ranked and ranked[0][0] >= _LEAST and (len(ranked) < 2 or ranked[0][0] - ranked[1][0] >= _MARGIN):
            pairs.append((place, ranked[0][1]))
    return pairs


def pair_articles(english: Sequence[Articles], vietnamese: Sequence[Articles]) -> tuple[tuple[ArticlePair, ...], tuple[int, ...]]:
    """Return the articles of the documents that translate each other, paired by number, and the place of each one's Vietnamese document."""
    found = [
        (ArticlePair(place, number, text, vietnamese[other][number]), other)
        for place, other in pair_documents(english, vietnamese)
        for number, text in english[place].items()
        if number in vietnamese[other]
    ]
    return tuple(pair for pair, _ in found), tuple(other for _, other in found)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _distance(english: str, vietnamese: str) -> float:
    lengths = abs(math.log((len(vietnamese) + 5) / (_RATIO * len(english) + 5)))
    marks = [match[1] if (match := _MARKER.match(line)) else "" for line in (english, vietnamese)]
    return lengths + (0.0 if marks[0] == marks[1] else 0.4)


def pair_lines(pair: ArticlePair) -> list[tuple[str, str]]:
    """Return the lines of an article that translate each other, by the cheapest pairing in order."""
    left, right = _lines(pair.english), _lines(pair.vietnamese)
    cost = [[math.inf] * (len(right) + 1) for _ in range(len(left) + 1)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * (len(right) + 1) for _ in range(len(left) + 1)]
    cost[0][0] = 0.0
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            for di, dj in ((1, 1), (1, 0), (0, 1)):
                if i < di or j < dj or math.isinf(cost[i - di][j - dj]):
                    continue
                price = cost[i - di][j - dj] + (_distance(left[i - 1], right[j - 1]) if di and dj else _SKIP)
                if price < cost[i][j]:
                    cost[i][j], step[i][j] = price, (di, dj)
    return list(_walked(left, right, step))[::-1]


def _walked(left: Sequence[str], right: Sequence[str], step: Sequence[Sequence[tuple[int, int]]]) -> Iterable[tuple[str, str]]:
    i, j = len(left), len(right)
    while i or j:
        di, dj = step[i][j]
        if di and dj:
            yield left[i - 1], right[j - 1]
        i, j = i - di, j - dj
