"""English questions read in Vietnamese: "conditions for work permits" becomes "điều kiện giấy phép lao động".

A table of phrases learned from official translations (``models/english``, its README says from which) gives the readings of every run
of words; the search for the best ones prefers long phrases, frequent readings, and syllables that stand beside each other in legal
texts; neighbouring phrases may change places, as an adjective and its noun do.

1. ``is_english`` is false for any text with Vietnamese marks, and for unmarked Vietnamese: most of its words must be built unlike
   Vietnamese syllables.
2. ``Translator.pieces`` cover the words of the text in order, each by one piece; what no phrase knows stays as it is.
3. Nothing is loaded before the first English question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from corpus.vietnamese import unmarked
from index.understanding.marks import restorer
from index.understanding.typos import speller

DATA: Final = Path(__file__).parents[1] / "models" / "english" / "phrases.npz"
_WORD: Final = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d[\d.,/]*")
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_LONGEST: Final = 5
_BEAM: Final = 6
# Costs, in log likelihood: a further piece, an exchange of two pieces, a word left out, a word left as it is.
_PIECE, _SWAP, _DROPPED, _UNKNOWN = 1.2, 0.6, 0.9, 9.0
_NEIGHBOURS: Final = 0.35  # weight of how well syllables stand beside each other
# Words that English needs and a Vietnamese title does not.
_FUNCTION: Final = frozenset(
    "the a an of to in on at by for with from is are be been was were do does did can could may must shall should will would have has "
    "had what which who whom whose how when where why that this these those it its their there and or any some i you we they my your "
    "our as if under upon about into than then instead long have has had".split()
)
_ENDINGS: Final = (
    ("ies", "y"),
    ("sses", "ss"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
)
# British and other spellings of words of the translations.
_SPELLINGS: Final = (("labour", "labor"), ("centre", "center"), ("isation", "ization"), ("ise", "ize"), ("licence", "license"))

Readings: TypeAlias = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` is read as ``read`` (empty: left out); pieces come in the order of the reading."""

    start: int
    end: int
    read: str


@dataclass(frozen=True, slots=True)
class _Option:
    """One reading of the words ``start:end``."""

    start: int
    end: int
    read: str
    cost: float


@dataclass(frozen=True, slots=True)
class _Path:
    cost: float
    last: str
    taken: tuple[_Option, ...]


def is_english(text: str) -> bool:
    """Whether ``text`` is English rather than Vietnamese, with or without marks."""
    words = [word.lower() for word in _LETTERS.findall(text)]
    if not words or unmarked(text) != text:
        return False
    foreign = [word for word in words if not speller().is_vietnamese(word)]
    if len(foreign) * 3 < len(words):
        return False
    known = translator()
    own = sum(not known.knows(word) and word not in _FUNCTION for word in words if word not in foreign)
    return own * 2 <= len(foreign) and any(known.knows(word) or word in _FUNCTION for word in foreign)


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word.lower())


def _forms(word: str) -> Iterator[str]:
    """Yield a word, then what it may be a form or another spelling of."""
    yield word
    for old, new in _SPELLINGS:
        if old in word:
            word = word.replace(old, new)
            yield word
    for ending, stem in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[: -len(ending)] + stem
    yield f"{word}s"


@lru_cache(maxsize=50_000)
def _beside(left: str, right: str) -> float:
    """Return how much likelier ``right`` is after ``left`` than anywhere (log, bounded); 0 where unknown."""
    return max(-4.0, min(4.0, restorer().tie(left, right)))


class Translator:
    """Reads English text in Vietnamese; made once."""

    def __init__(self, readings: Readings) -> None:
        """Take for each English phrase its readings with their shares."""
        self._readings = readings
        self._words = frozenset(word for phrase in readings for word in phrase.split())

    def knows(self, word: str) -> bool:
        """Whether some phrase holds the word, or a form of it."""
        return any(form in self._words for form in _forms(word))

    def _look_up(self, words: Sequence[str]) -> list[tuple[str, float]]:
        found = self._readings.get(" ".join(words))
        if found is None:
            last = words[-1]
            found = next((r for form in _forms(last) if (r := self._readings.get(" ".join([*words[:-1], form])))), None)
        return found or []

    def _options(self, words: Sequence[str]) -> list[list[_Option]]:
        """Return for each place the readings that begin there."""
        out: list[list[_Option]] = []
        for start, word in enumerate(words):
            here = []
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                found = self._look_up(words[start:end])
                if _FUNCTION.issuperset(words[start:end]):
                    continue
                here += [_Option(start, end, read, _PIECE - math.log(share)) for read, share in found]
            if word in _FUNCTION:
                here.append(_Option(start, start + 1, "", _DROPPED))
            elif not any(option.end == start + 1 for option in here):
                here.append(_Option(start, start + 1, word, _UNKNOWN))
            out.append(here)
        return out

    def _taken(self, words: Sequence[str]) -> tuple[_Option, ...]:
        """Return the cheapest reading, its options in the order of the reading."""
        options = self._options(words)
        paths: list[list[_Path]] = [[] for _ in range(len(words) + 1)]
        paths[0] = [_Path(0.0, "", ())]
        for place in range(len(words)):
            for path in sorted(paths[place], key=lambda p: p.cost)[:_BEAM]:
                for first in options[place]:
                    paths[first.end].append(_followed(path, (first,), 0.0))
                    if first.end < len(words) and first.read:
                        for second in options[first.end]:
                            if second.read:
                                paths[second.end].append(_followed(path, (second, first), _SWAP))
        return min(paths[-1], key=lambda p: p.cost).taken

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Return the pieces of ``text`` with their readings, in the order of the reading."""
        places = [match.span() for match in _WORD.finditer(text)]
        if not places:
            return ()
        words = [_plain(text[start:end]) for start, end in places]
        return tuple(Piece(places[option.start][0], places[option.end - 1][1], option.read) for option in self._taken(words))


def _followed(path: _Path, options: tuple[_Option, ...], cost: float) -> _Path:
    last = path.last
    for option in options:
        cost += option.cost
        syllables = option.read.split()
        if syllables:
            if last:
                cost -= _NEIGHBOURS * _beside(last, syllables[0])
            last = syllables[-1]
    return _Path(path.cost + cost, last, path.taken + options)


def read_phrases(path: Path = DATA) -> Readings:
    """Return the stored phrases."""
    readings: Readings = {}
    with np.load(path) as data:
        columns = (str(data["english"]).split("\n"), str(data["vietnamese"]).split("\n"), data["shares"].tolist())
    for english, vietnamese, share in zip(*columns, strict=True):
        readings.setdefault(english, []).append((vietnamese, share / 255))
    return readings


@cache
def translator() -> Translator:
    """Return the shipped translator, loaded on first use."""
    return Translator(read_phrases())
