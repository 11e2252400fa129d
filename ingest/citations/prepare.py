"""A working copy of a text for the citation parsers: other letters, same places.

Real text layers write "Thƣơng" for "Thương", Cyrillic "а" for "a", no-break spaces and five kinds of hyphen; the mark of a
footnote stands right behind a number ("NĐ-CP²"). The parsers see one spelling of each; offsets never move.

1. ``len(prepared(text)) == len(text)``: a span of one is a span of the other.
2. Only look-alikes are replaced, and footnote marks by spaces; no word changes for a reader.
"""

from __future__ import annotations

import datetime as dt
import re

_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_HYPHENS = "‐‑‒–—−\u00ad\ufffe\u0002"  # the last three are how PDF readers give a hyphen at the end of a line
_NOTE_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_ALIKE = {
    "ƣ": "ư",
    "Ƣ": "Ư",
    "Ð": "Đ",
    "ð": "đ",
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_NOTE_MARKS, " "),
    **dict(zip("АВЕКМНОРСТХаеорсхуі", "ABEKMHOPCTXaeopcxyi", strict=True)),
}
# Most texts hold none or few of them: looking for them is ten times as fast as translating every letter.
_ODD = re.compile("[" + "".join(re.escape(letter) for letter in _ALIKE) + "]")


def prepared(text: str) -> str:
    """Return ``text`` with look-alike letters, hyphens and spaces unified, code point by code point."""
    return _ODD.sub(lambda match: _ALIKE[match[0]], text)


def one_line(text: str) -> str:
    """Return words as they are shown: look-alikes unified, every run of white space one space."""
    return " ".join(prepared(text).split())


def written_date(date: dt.date) -> str:
    """Return a date as documents write it: zeros before days below 10 and before January and February (NĐ 30/2020/NĐ-CP)."""
    month = f"{date.month:02d}" if date.month <= _ZERO_UP_TO else str(date.month)
    return f"{date.day:02d}/{month}/{date.year}"


_ZERO_UP_TO = 2  # the last month written with a zero
