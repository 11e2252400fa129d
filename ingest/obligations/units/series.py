"""Units that share a head said once: "các Sở: Tài chính, Nội vụ", "Chủ tịch UBND các tỉnh: An Giang, Cà Mau".

A colon also leads in to what somebody must do ("Các Sở: Rà soát hồ sơ"), so only official names and names of places are read.

1. Every name behind the colon is an official one with the head ("Sở Tài chính"), or, behind a level of localities, a name of two or
   more words in capitals.
2. A name that says its own level keeps it ("UBND các tỉnh: An Giang và thành phố Cần Thơ").
3. The series ends before the first words that are no such name; without one there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.units.names import official_at
from corpus.vietnamese import one_tone_style
from ingest.obligations.words import Words

_LONGEST: Final = 14  # words of an official name
_PLURAL: Final = re.compile(r"(?:các|những)\s+(?P<level>tỉnh|thành phố|huyện|quận|thị xã|xã|phường)$", re.IGNORECASE)
_LEVELS: Final = frozenset({"tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "đặc khu"})


@dataclass(frozen=True, slots=True)
class Named:
    """One unit of a series: its full name, the head it shares (an index into those given), and the words that name it."""

    name: str
    head: int
    start: int
    end: int


def names_places(rest: str) -> bool:
    """Whether the end of a head is a level of localities in the plural ("UBND các tỉnh")."""
    return _PLURAL.search(rest) is not None


def read_series(words: Words, i: int, stop: int, heads: tuple[str, ...]) -> tuple[Named, ...]:
    """Return the units that are named from word ``i`` on with one of ``heads`` ("Sở", "UBND các tỉnh"); none: ()."""
    found: list[Named] = []
    at = i
    while at < stop:
        named = next((named for number, head in enumerate(heads) if (named := _named(words, at, stop, number, head))), None)
        if named is None:
            break
        found.append(named)
        at = named.end
        if at >= stop or words.keys[at] not in {",", ";", "và"}:
            break
        at += 1
        if at < stop and words.keys[at] == "và":
            at += 1
    return tuple(found)


def _named(words: Words, i: int, stop: int, number: int, head: str) -> Named | None:
    places = _PLURAL.search(head)
    if places:
        return _place(words, i, stop, number, head[: places.start()], places["level"].lower())
    keys = (*one_tone_style(head).lower().split(), *words.keys[i : min(stop, i + _LONGEST)])
    size, name = official_at(keys, 0)
    own = size - len(head.split())
    return Named(name, number, i, i + own) if own > 0 and words.is_capital(i) else None


def _place(words: Words, i: int, stop: int, number: int, base: str, level: str) -> Named | None:
    start = i
    for size in (2, 1):
        if words.phrase(i, size) in _LEVELS and i + size < stop:
            level, start = words.phrase(i, size), i + size
            break
    end = start
    while end < stop and words.raw(end)[0].isalpha() and words.is_capital(end):
        end += 1
    if end - start < 2:
        return None
    return Named(f"{base}{level} {words.text[words.starts[start] : words.ends[end - 1]]}", number, i, end)
