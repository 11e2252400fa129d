"""Lead-ins in which one body passes the duty on: whom it asks ("X yêu cầu Y có trách nhiệm:"), whom it directs ("Chỉ đạo Y:")."""

from __future__ import annotations

from ingest.obligations.units.names import read_units, with_attribute
from ingest.obligations.words import Words, read_line

_ATTRIBUTE_WORDS = 3  # behind the units that another asks


def asked(words: Words, stop: int) -> tuple[str, ...]:
    """Return those whom another asks: "Bộ Y tế có văn bản yêu cầu cơ sở sản xuất có trách nhiệm:"; empty if nobody is asked."""
    for j in range(1, stop - 2):
        if words.phrase(j, 2) not in {"yêu cầu", "đề nghị"} or (units := read_units(words, j + 2, stop)) is None:
            continue
        if stop - units.end <= _ATTRIBUTE_WORDS and all(key.isalpha() for key in words.keys[units.end : stop]):
            return (with_attribute(words, units, stop) if stop > units.end else units).names
    return ()


def delegated(line: str, keys: str, verb: int, end: int) -> tuple[str, ...]:
    """Return the units below: "Chỉ đạo Sở X thực hiện:" binds Sở X; empty if it is no delegation."""
    words = read_line(line)
    if words.phrase(verb, 2) not in {"chỉ đạo", "giao cho", "yêu cầu"} and words.keys[verb : verb + 1] != ("giao",):
        return ()
    i = verb + (1 if words.keys[verb] == "giao" and words.keys[verb + 1 : verb + 2] != ("cho",) else 2)
    units = read_units(words, i) if i < end else None
    return units.names if units and line.rstrip().endswith(":") else ()
