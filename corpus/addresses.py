"""Addresses of provisions: ``dieu-5/khoan-2/diem-dd`` in keys, "điểm đ khoản 2 Điều 5" for people.

The vocabulary is the gold guide's: outside in, ASCII, lower case, levels that a citation does not need left out. ``đ`` is
written ``dd`` because it has no Unicode decomposition and would collide with ``d``.

1. ``print_address(path)`` names every step, inner first, and ``parse_step``/``step`` are inverse to each other.
2. The 23 point letters are exactly those that Vietnamese drafting uses (no f, j, w, z; no ă, â, ê, ô, ơ, ư).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from corpus.vocabulary import Level

# Nghị định 78/2025/NĐ-CP: points run through the Vietnamese alphabet without ă, â, ê, ô, ơ, ư.
POINT_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"

LEVEL_NAMES: Final[dict[Level, str]] = {
    Level.KEM_THEO: "văn bản kèm theo",
    Level.PHU_LUC: "Phụ lục",
    Level.MAU: "Mẫu số",
    Level.PHAN: "Phần",
    Level.CHUONG: "Chương",
    Level.MUC: "Mục",
    Level.TIEU_MUC: "Tiểu mục",
    Level.DIEU: "Điều",
    Level.KHOAN: "khoản",
    Level.DIEM: "điểm",
    Level.TIET: "tiết",
    Level.GACH: "gạch đầu dòng thứ",
    Level.DOAN: "đoạn",
    Level.CAN_CU: "phần căn cứ",
    Level.BANG: "bảng",
}
_ROMAN_VALUES: Final = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_END: Final = 400  # no document has that many chapters; larger numbers stay as they are
_LEVELS_LONGEST_FIRST: Final = sorted((level.value for level in Level), key=len, reverse=True)
_STEP: Final = re.compile(rf"(?P<level>{'|'.join(_LEVELS_LONGEST_FIRST)})(?:-(?P<ordinal>[\w.~-]+))?")


def ascii_ordinal(ordinal: str) -> str:
    """Return an ordinal as it stands in a path: lower case, ``đ`` as ``dd`` ("2Đ" -> "2dd")."""
    return ordinal.lower().replace("đ", "dd")


def printed_ordinal(ordinal: str) -> str:
    """Inverse of ``ascii_ordinal``: ``dd`` is ``đ``."""
    return ordinal.replace("dd", "đ")


def step(level: Level, ordinal: str = "") -> str:
    """Return one step of a path: ``step(Level.DIEM, "đ") == "diem-dd"``."""
    return f"{level.value}-{ascii_ordinal(ordinal)}" if ordinal else level.value


def parse_step(text: str) -> tuple[Level, str]:
    """Return level and printed ordinal of a step. Raises ``ValueError`` for what is no step."""
    match = _STEP.fullmatch(text)
    if match is None:
        message = f"not a step of an address: {text!r}"
        raise ValueError(message)
    return Level(match["level"]), printed_ordinal(match["ordinal"] or "")


def print_step(text: str) -> str:
    """Return a step as people write it ("diem-dd" -> "điểm đ", "muc-ii" -> "Mục II")."""
    level, ordinal = parse_step(text)
    if level in {Level.KEM_THEO, Level.CAN_CU}:
        return LEVEL_NAMES[level]
    if level in {Level.PHAN, Level.CHUONG, Level.PHU_LUC} and ordinal.isdecimal() and 0 < int(ordinal) < _ROMAN_END:
        ordinal = to_roman(int(ordinal))
    elif level is Level.MUC and not ordinal.isdecimal():
        ordinal = ordinal.upper()
    return f"{LEVEL_NAMES[level]} {ordinal}".strip()


_REPEAT: Final = re.compile(r"~\d+")


def as_printed(path: str) -> str:
    """Return a path without the marks that tell units of one printed address apart ("dieu-5/khoan-2~2" -> "dieu-5/khoan-2")."""
    return _REPEAT.sub("", path)


@lru_cache(maxsize=65_536)
def print_address(path: str) -> str:
    """Return a path as people cite it, inner first ("dieu-5/khoan-2/diem-dd" -> "điểm đ khoản 2 Điều 5")."""
    if not path:
        return "toàn văn bản"
    words = " ".join(print_step(part) for part in reversed(path.split("/")))
    return words[0].upper() + words[1:] if words.startswith("văn bản") else words


def lies_in(path: str, outer: str) -> bool:
    """Whether the unit at ``path`` is that at ``outer`` or stands below it."""
    return path == outer or path.startswith(f"{outer}/")


def overlap(paths: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of ``paths`` is one of ``others``, lies in it, or contains it."""
    known = tuple(others)
    return any(lies_in(path, other) or lies_in(other, path) for path in paths for other in known)


def to_roman(value: int) -> str:
    """Return 1..399 as capital roman numerals."""
    if not 0 < value < _ROMAN_END:
        message = f"no roman numeral here for {value}"
        raise ValueError(message)
    table = (("C", 100), ("XC", 90), ("L", 50), ("XL", 40), *((s.upper(), v) for s, v in _ROMAN_VALUES))
    out = ""
    for symbol, worth in table:
        out += symbol * (value // worth)
        value %= worth
    return out


def from_roman(text: str) -> int | None:
    """Return the value of a well-formed roman numeral in either case, else ``None``."""
    lower = text.lower()
    if not lower or any(c not in _ROMAN for c in lower):
        return None
    values = [_ROMAN[c] for c in lower]
    total = sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
    return total if 0 < total < _ROMAN_END and to_roman(total) == text.upper() else None
