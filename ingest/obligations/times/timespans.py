"""A stretch of text that gives a time, and the words by which times count: numbers and units of duration.

1. A heading in front ("Thời hạn hoàn thành:") and closing marks are outside the stretch; ``deadline.text`` is its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Deadline, DeadlineKind

_WORD_NUMBERS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười lăm": 15,
    "ba mươi": 30,
}

COUNT = r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?:\s+lăm)?|ba\s+mươi)\s*(?:\([^)]{1,14}\)\s*)?"
DURATIONS = {"ngày": "D", "ngày làm việc": "BD", "ngày lịch": "D", "tháng": "M", "năm": "Y", "tuần": "W"}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A deadline and where it stands; ``leading`` is set by the caller who knows the clause."""

    start: int
    end: int
    deadline: Deadline


def single_spaces(text: str) -> str:
    """Return ``text`` with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


_HEADING = re.compile(r"thời\s+(?:hạn|gian)[^:\d]*:\s*", re.IGNORECASE)


def span_of(text: str, start: int, end: int, kind: DeadlineKind, value: str) -> TimeSpan:
    """Return the stretch from ``start`` to ``end`` without the heading before and the marks behind it."""
    heading = _HEADING.match(text, start, end)
    start = heading.end() if heading else start
    while end > start and text[end - 1] in " ,;(\n":
        end -= 1
    return TimeSpan(start, end, Deadline(text[start:end], kind, value))


def number_of(words: str) -> int:
    """Return the number that digits or a word write. Raises ``KeyError`` for an unknown word."""
    key = single_spaces(words).lower()
    return int(key) if key.isdigit() else _WORD_NUMBERS[key]
