"""How one ordinal of a list follows another.

1. ``step_between`` is total: every pair of keys has one answer.
2. Next are: the next number (4 after 3), the next letter (đ after d), an inserted one (15a after 15, a1 after a) and the
   next number behind inserted ones (16 after 15b).
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from ingest.outline.markers import Key, Style


class Step(Enum):
    """Where an ordinal stands to the one before it in its list."""

    NEXT = "next"
    GAP = "gap"
    SAME = "same"
    BACK = "back"


# How many ordinals a list may skip and still be the same list (lost lines, repealed units); articles skip whole chapters.
LARGEST_GAP: Final[dict[Style, int]] = {
    Style.DIEU: 60,
    Style.CHUONG: 5,
    Style.MUC: 5,
    Style.TIEU_MUC: 5,
    Style.PHAN: 3,
    Style.ROMAN: 3,
    Style.CAPITAL: 2,
    Style.ARABIC: 4,
    Style.BRACKET_ARABIC: 3,
    Style.DECIMAL: 4,
    Style.LETTER: 3,
    Style.SUB_LETTER: 3,
    Style.TIET: 2,
}


def step_between(before: Key, after: Key) -> Step:
    """Return how ``after`` follows ``before``."""
    (number, inserted), (new_number, new_inserted) = before, after
    if before == after:
        return Step.SAME
    if new_number == number + 1 and not new_inserted:
        return Step.NEXT
    if new_number == number and new_inserted:
        if not inserted and new_inserted == (1,):
            return Step.NEXT
        if inserted and new_inserted[:-1] == inserted[:-1] and new_inserted[-1] == inserted[-1] + 1:
            return Step.NEXT
        if inserted and new_inserted == (*inserted, 1):
            return Step.NEXT
    return Step.GAP if after > before else Step.BACK


def is_first(key: Key) -> bool:
    """Whether a list may begin with this ordinal."""
    return key == (1, ())


def skipped(before: Key, after: Key) -> int:
    """Return how many ordinals lie between two keys."""
    return max(after[0] - before[0] - 1, 0)
