"""Whether what was found speaks of what was asked, or only of something near it.

A search always finds the nearest clause; "Lãi suất cho vay mua nhà ở xã hội là bao nhiêu?" finds one on buying such homes that says
nothing of interest. So (1) a question that asks for a quantity by name ("mức phạt", "số điện thoại") needs that name in an item;
(2) the words of the question, weighed by how rare they are in the collection, must be covered at least by half in one item.

1. Words are compared without marks and case; words of asking, of kinds of documents, and numbers count nothing.
2. A question that has no words of its own left passes: its unit or its document is all it asks about.
3. A stretch that the segmenter joined and no document has ("ai phát ngôn", "sự cố trang") counts by its known pieces.
4. An everyday word is met by the terms that legal texts have for it ("sáp nhập": sắp xếp, hợp nhất), listed in ``_TERMS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from app.questions.question import is_asking
from corpus.kinds import kind_named, kind_of_symbol
from corpus.vietnamese import search_key, unmarked

# Chosen on the development questions and our own: right items cover .55 and more, near misses .5 and less; where the search itself
# found little, near misses cover up to .81.
_ENOUGH: Final = 0.51
_ENOUGH_OF_LITTLE: Final = 0.85
_QUANTITY: Final = re.compile(
    r"^(?:(?:mức|tỷ lệ|tỉ lệ|số|lệ phí|phí|giá|định mức|hạn mức|lãi suất|kinh phí|chi phí|tiền)\s+\w+)(?=.*\b(?:bao nhiêu|là gì|mấy)\b)"
)
_WORD: Final = re.compile(r"\w+")
# Everyday words and what legal texts say for them, without marks.
_TERMS: Final = {
    "sap nhap": ("sap xep", "hop nhat", "tiep nhan", "nhap"),
    "nhap": ("sap xep", "hop nhat", "tiep nhan"),
    "hit": ("ho hap", "duong ho hap"),
    "cam": ("nghiem cam", "khong duoc"),
    "chan": ("ngan chan",),
    "sua": ("sua doi", "khac phuc"),
    "doi ten": ("hop nhat", "sap xep", "tiep nhan"),
    "tre em": ("chua du", "nguoi chua thanh nien", "hoc sinh"),
    "duoi": ("chua du",),
    "tien": ("kinh phi", "chi phi", "muc chi", "dong"),
    "han": ("thoi han",),
    "sap": ("sap xep",),
    "bo": ("bai bo",),
    "giay to": ("ho so", "thanh phan ho so"),
    "cong bo": ("cong khai", "thong bao"),
    "nop": ("gui", "trinh", "bao cao"),
    "canh sat": ("cong an",),
    "tai khoan vneid": ("tai khoan dinh danh",),
    "vneid": ("dinh danh dien tu", "dinh danh quoc gia"),
}
Weigh: TypeAlias = Callable[[str], Sequence[tuple[str, float]]]
_UNHEARD: Final = "qzxqwv"  # stands in no document: weighs what any word weighs that the collection lacks


def weighed(text: str, weigh: Weigh) -> list[tuple[str, float]]:
    """Return the words of ``text`` with their rarity, stretches that no document has cut into pieces that some have."""
    words = list(weigh(text))
    ceiling = max((weight for _, weight in weigh(_UNHEARD)), default=0.0)
    found: list[tuple[str, float]] = []
    for word, weight in words:
        found += [(word, weight)] if weight < ceiling or " " not in word else _pieces(word, weight, weigh, ceiling)
    return list(dict(found).items())


def _pieces(word: str, weight: float, weigh: Weigh, ceiling: float) -> list[tuple[str, float]]:
    syllables = [syllable for syllable in word.split() if not syllable.isdigit()] or word.split()
    while len(syllables) > 1 and is_asking(syllables[0]):
        syllables = syllables[1:]
    while len(syllables) > 1 and is_asking(syllables[-1]):
        syllables = syllables[:-1]
    cuts = [(" ".join(syllables[:at]), " ".join(syllables[at:])) for at in range(len(syllables) - 1, 0, -1)]
    for pieces in ((" ".join(syllables),), *cuts):
        told = [one for piece in pieces if piece for one in weigh(piece)]
        if len(told) == len(pieces) and all(value < ceiling for _, value in told) and len(syllables) > len(pieces) - 1:
            if len(pieces) == len(syllables) == 2:
                break  # two syllables that are a word nowhere: taken apart they would be met by chance
            return told
    return [(" ".join(syllables), weight)]


def speaks_of_it(question: str, weights: Iterable[tuple[str, float]], items: Sequence[str], *, weak: bool = False) -> bool:
    """Whether one of ``items`` (the words of a clause with what stands above it) speaks of what ``question`` asks.

    ``weights`` are the question's words without its unit, each with its rarity; ``weak`` says that the search found little.
    """
    enough = _ENOUGH_OF_LITTLE if weak else _ENOUGH
    keys = [_key(item) for item in items]
    quantity = _QUANTITY.match(search_key(question))
    if quantity and not any(_key(quantity[0]) in key for key in keys):
        return False
    asked = [(f" {_key(word).strip()} ", weight) for word, weight in weights if _counts(word)]
    total = sum(weight for _, weight in asked)
    if total <= 0:
        return True
    return any(sum(weight for word, weight in asked if _stands(word, key)) >= enough * total for key in keys)


def _stands(word: str, key: str) -> bool:
    """Whether a word or a term for it stands in an item; both as ``_key`` makes them."""
    return word in key or any(f" {term} " in key for term in _TERMS.get(word.strip(), ()))


def _key(text: str) -> str:
    return f" {' '.join(_WORD.findall(unmarked(search_key(text))))} "


def _counts(word: str) -> bool:
    if word[:1].isdigit() or kind_named(word) is not None:
        return False
    parts = word.split()
    if parts[0] == "liên" and parts[1:] in (["ngành"], ["tịch"]):
        return False  # "hướng dẫn liên ngành": who issued it, not what it is about
    return not all(is_asking(part) or kind_of_symbol(part) is not None for part in parts)
