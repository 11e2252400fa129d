"""Whether what was found speaks of what was asked, or only of something near it.

A search always finds the nearest clause; "Lãi suất cho vay mua nhà ở xã hội là bao nhiêu?" finds one on buying such homes that says
nothing of interest. So (1) a question that asks for a quantity by name ("mức phạt", "số điện thoại") needs that name in an item;
(2) the words of the question, weighed by how rare they are in the collection, must be covered at least by half in one item.

1. Words are compared without marks and case; words of asking, of kinds of documents, and numbers count nothing.
2. A question that has no words of its own left passes: its unit or its document is all it asks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from app.questions.question import is_asking
from corpus.kinds import kind_named, kind_of_symbol
from corpus.vietnamese import search_key, unmarked

# Chosen on the development questions and our own: right items cover .55 and more, near misses .5 and less.
_ENOUGH: Final = 0.51
_QUANTITY: Final = re.compile(
    r"^(?:(?:mức|tỷ lệ|tỉ lệ|số|lệ phí|phí|giá|định mức|hạn mức|lãi suất|kinh phí|chi phí|tiền)\s+\w+)(?=.*\b(?:bao nhiêu|là gì|mấy)\b)"
)
_WORD: Final = re.compile(r"\w+")


def speaks_of_it(question: str, weights: Iterable[tuple[str, float]], items: Sequence[str]) -> bool:
    """Whether one of ``items`` (the words of a clause with what stands above it) speaks of what ``question`` asks.

    ``weights`` are the question's words without its unit, each with its rarity.
    """
    keys = [_key(item) for item in items]
    quantity = _QUANTITY.match(search_key(question))
    if quantity and not any(_key(quantity[0]) in key for key in keys):
        return False
    asked = [(f" {_key(word).strip()} ", weight) for word, weight in weights if _counts(word)]
    total = sum(weight for _, weight in asked)
    if total <= 0:
        return True
    return any(sum(weight for word, weight in asked if word in key) >= _ENOUGH * total for key in keys)


def _key(text: str) -> str:
    return f" {' '.join(_WORD.findall(unmarked(search_key(text))))} "


def _counts(word: str) -> bool:
    if any(c.isdigit() for c in word) or kind_named(word) is not None:
        return False
    parts = word.split()
    return not all(is_asking(part) or kind_of_symbol(part) is not None for part in parts)
