"""What a person put right in the head of a file, kept by the file's content so that it survives every reading anew.

A correction names fields of ``corpus.model.Head``; an empty value says that the document has none. Everything that rests on the
head (key, outline, deadlines counted from the date) is read again with it.

1. ``corrected`` changes the named fields only, and their evidence is ``Evidence.PERSON``.
2. ``read_correction`` refuses what the field cannot hold and says how to write it; what was not changed is no correction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from corpus.dates import parse_date
from corpus.errors import UsageError
from corpus.kinds import kind_named
from corpus.model import Evidence, Head
from corpus.numbers import canonical
from corpus.vietnamese import nfc

# The fields that a person may put right, in the order in which a form shows them.
FIELDS: Final = ("kind", "number", "date", "issuer", "title", "signer", "effective_date")
_DATES: Final = frozenset({"date", "effective_date"})
_LONGEST: Final = 1_000  # letters; titles of real documents stay below


@dataclass(frozen=True, slots=True)
class Correction:
    """The fields of a head that a person set, as (field, value) pairs; dates are ISO, "" is none."""

    values: tuple[tuple[str, str], ...] = ()


def written(head: Head, field: str) -> str:
    """Return a field of a head as text: "" for none, dates as ISO."""
    value = getattr(head, field)
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


def read_correction(head: Head, values: Mapping[str, str]) -> Correction:
    """Return what ``values``, as a person typed them, change in ``head``.

    Raises ``UsageError`` for a value that its field cannot hold.
    """
    found = []
    for field in FIELDS:
        if field in values:
            value = _checked(field, " ".join(nfc(values[field]).split()))
            if value != written(head, field):
                found.append((field, value))
    return Correction(tuple(found))


def _checked(field: str, value: str) -> str:
    if not value:
        return ""
    if len(value) > _LONGEST:
        raise UsageError(f"Chữ quá dài: mỗi ô nhận nhiều nhất {_LONGEST} chữ cái.")
    if field in _DATES:
        date = parse_date(value)
        if date is None:
            raise UsageError(f"Không đọc được ngày “{value[:40]}”. Hãy ghi như 25/12/2024.")
        return date.isoformat()
    if field == "number":
        number = canonical(value)
        if number is None:
            raise UsageError(f"Không đọc được số hiệu “{value[:40]}”. Hãy ghi như 09/2017/NĐ-CP.")
        return number
    if field == "kind":
        kind = kind_named(value)
        if kind is None:
            raise UsageError(f"Không có loại văn bản “{value[:40]}”. Hãy ghi như Nghị định, Quyết định, Công văn.")
        return kind.name
    return value


def corrected(head: Head, correction: Correction | None) -> Head:
    """Return ``head`` with what a person put right."""
    if correction is None or not correction.values:
        return head
    changed = dict(correction.values)
    evidence = tuple((field, where) for field, where in head.evidence if field not in changed)
    evidence += tuple((field, Evidence.PERSON) for field, value in correction.values if value)
    fields = {field: _value(field, value) for field, value in correction.values}
    return replace(head, **fields, evidence=evidence)  # type: ignore[arg-type]


def _value(field: str, value: str) -> str | dt.date | None:
    if not value:
        return None
    return dt.date.fromisoformat(value) if field in _DATES else value
