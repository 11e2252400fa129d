"""What a person typed into a form, as values: dates, lines, the filters of duties.

Every form is a mapping of field names to strings, as an address carries them, so that every state of a page is a link.

1. A date that cannot be read is said, never ignored; so is a document that is not stored.
2. Empty and unknown fields filter nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from app.results import DutyFilters
from app.web import words
from app.web.base import Base
from app.web.language import say
from corpus.dates import parse_date
from corpus.model import Modality, Role
from corpus.numbers import number_key

LONGEST_QUESTION: Final = 500  # characters; longer texts are documents, not questions
MOST_NUMBERS: Final = 50  # lines of one look-up on the page; lists belong to the command line
# The fields of the forms, in the order in which addresses carry them.
DUTY_FIELDS: Final = ("don-vi", "noi-dung", "tinh-chat", "vai-tro", "den-han", "ngay", "van-ban", "xem", "xep", "thang", "trang")
LIBRARY_FIELDS: Final = ("tim", "loai", "co-quan", "nam", "hieu-luc", "trang")


def given(values: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Return those of ``names`` that have a value, cut to what a field can hold."""
    return {name: value[:LONGEST_QUESTION] for name in names if (value := (values.get(name) or "").strip())}


def read_date(text: str) -> tuple[dt.date | None, str]:
    """Return the date written as ``text`` and a complaint: ``(None, "")`` for an empty field."""
    if not text.strip():
        return None, ""
    date = parse_date(text)
    return (date, "") if date else (None, say("Không đọc được ngày “{text}”. Hãy ghi như 25/12/2024.", text=text.strip()[:40]))


def read_filters(base: Base, values: Mapping[str, str]) -> tuple[str, DutyFilters, str]:
    """Return unit, filters and a complaint from the fields of the duties' form."""
    as_of, complaint = read_date(values.get("ngay", ""))
    due_before, other = read_date(values.get("den-han", ""))
    document, third = _document(base, values.get("van-ban", "").strip())
    filters = DutyFilters(
        topic=values.get("noi-dung", "").strip(),
        due_before=due_before,
        as_of=as_of,
        modality=next((m for m in Modality if values.get("tinh-chat", "") in {m.value, words.modality_name(m)}), None),
        role=next((r for r in Role if values.get("vai-tro", "") in {r.value, words.role_name(r)}), None),
        document=document,
        undated=values.get("xem") == "khong-han",
    )
    return values.get("don-vi", "").strip()[:LONGEST_QUESTION], filters, complaint or other or third


def _document(base: Base, text: str) -> tuple[str | None, str]:
    """Return the key of the stored document that a number or a key names, and a complaint."""
    if not text:
        return None, ""
    wanted = number_key(text)
    found = [d.key for d in base.documents() if d.key == text or (d.number and number_key(d.number) == wanted)]
    if len(found) == 1:
        return found[0], ""
    if found:
        return None, say("Có nhiều văn bản số “{text}”. Hãy ghi mã văn bản, ví dụ {key}.", text=text[:40], key=found[0])
    return None, say("Trong kho không có văn bản số “{text}”. Hãy xem lại ở thẻ “Thư viện”.", text=text[:40])


def read_lines(text: str) -> tuple[list[str], int]:
    """Return the distinct lines of a list, at most ``MOST_NUMBERS``, and how many more there were."""
    lines = list(dict.fromkeys(line.strip()[:LONGEST_QUESTION] for line in text.splitlines() if line.strip()))
    return lines[:MOST_NUMBERS], max(0, len(lines) - MOST_NUMBERS)
