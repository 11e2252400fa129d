"""Where a list of units goes on with another unit, and where a mark only joins units inside an attribute.

"người khai thác tàu bay, hãng hàng không" are two; "dịch vụ cho cơ quan, tổ chức" and "nơi đặt trụ sở chi nhánh, phòng giao dịch" tell
about one.
"""

from __future__ import annotations

from ingest.obligations.units.heads import head_at, is_verb, starts_unit
from ingest.obligations.vocabulary import QUANTIFIERS
from ingest.obligations.words import Words

_JOINS = frozenset({",", "và", "hoặc"})
_INNER = frozenset("của cho với tại giữa đến từ do bởi về thuộc trong bị được".split())
_LONGEST_HEAD = 7


def next_unit(words: Words, start: int, k: int) -> bool:
    """Whether the mark at ``k`` ends the unit that begins at ``start`` and another one of the list begins behind it."""
    return words.keys[k] in _JOINS and k + 2 < len(words) and starts_unit(words, k + 1) and not _inside(words, start, k)


def _inside(words: Words, start: int, k: int) -> bool:
    """Whether the mark at ``k`` joins units of an attribute: behind "nơi", or one stands right before it behind a preposition or a verb."""
    if "nơi" in words.keys[start:k] and not words.is_capital(k + 1):
        return True
    for size in range(1, min(_LONGEST_HEAD, k - start)):
        p = k - size
        if head_at(words, p)[0] == size:
            before = p - 1 - (words.longest(p - 1, QUANTIFIERS, 1) > 0)
            if before < start:
                return False
            if words.keys[before] == "thuộc":
                return not words.is_capital(p) or words.keys[k + 1] in _OF_MINISTRY
            return words.keys[before] in _INNER or is_verb(words, before - 1) == 2
    return False


_OF_MINISTRY = frozenset({"ngành", "địa"})
