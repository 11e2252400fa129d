from __future__ import annotations

import datetime as dt

import pytest

from corpus.corrections import Correction, corrected, read_correction, written
from corpus.errors import UsageError
from corpus.model import Evidence, Head

READ = Head(
    kind="Quyết định",
    number="12/QĐ-UBND",
    date=dt.date(2026, 3, 2),
    issuer="Ủy ban nhân dân tỉnh Giả Định",
    evidence=(("kind", Evidence.TEXT), ("number", Evidence.OCR), ("date", Evidence.OCR)),
)

TYPED = [
    ({}, (), "nothing typed"),
    ({"number": "12/QĐ-UBND", "kind": "Quyết định", "date": "02/03/2026"}, (), "typed as it was read"),
    ({"number": " 21/qđ-ubnd "}, (("number", "21/QĐ-UBND"),), "a number in any spelling"),
    ({"date": "5/3/2026"}, (("date", "2026-03-05"),), "a date as people write"),
    ({"date": ""}, (("date", ""),), "a field that was read and is not there"),
    ({"signer": ""}, (), "a field that was not read and is not there"),
    ({"kind": "kế hoạch"}, (("kind", "Kế hoạch"),), "a kind in lower case"),
    ({"title": "Về  việc\nmẫu"}, (("title", "Về việc mẫu"),), "white space of a paste"),
    ({"recipients": "x", "evidence": "y"}, (), "fields that nobody may set are not looked at"),
]


@pytest.mark.parametrize(("values", "expected", "reason"), TYPED, ids=[row[2] for row in TYPED])
def test_what_was_changed_is_a_correction(values: dict[str, str], expected: tuple[tuple[str, str], ...], reason: str) -> None:
    assert read_correction(READ, values) == Correction(expected), reason


REFUSED = [
    ({"date": "mai"}, "Không đọc được ngày “mai”", "a word for a date"),
    ({"date": "31/2/2026"}, "Không đọc được ngày", "a day that does not exist"),
    ({"number": "không số"}, "Không đọc được số hiệu", "a sentence for a number"),
    ({"kind": "Bài hát"}, "Không có loại văn bản", "no kind of document"),
    ({"title": "a" * 1001}, "Chữ quá dài", "a page for a title"),
]


@pytest.mark.parametrize(("values", "message", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_a_field_cannot_hold_is_refused_with_advice(values: dict[str, str], message: str, reason: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_correction(READ, values)


def test_a_corrected_head_says_who_said_so() -> None:
    correction = Correction((("number", "21/QĐ-UBND"), ("date", ""), ("signer", "Nguyễn Văn Mẫu")))
    assert corrected(READ, correction) == Head(
        kind="Quyết định",
        number="21/QĐ-UBND",
        issuer="Ủy ban nhân dân tỉnh Giả Định",
        signer="Nguyễn Văn Mẫu",
        evidence=(("kind", Evidence.TEXT), ("number", Evidence.PERSON), ("signer", Evidence.PERSON)),
    )


@pytest.mark.parametrize("correction", [None, Correction()])
def test_without_correction_a_head_is_itself(correction: Correction | None) -> None:
    assert corrected(READ, correction) is READ


def test_written() -> None:
    assert [written(READ, field) for field in ("number", "date", "signer")] == ["12/QĐ-UBND", "2026-03-02", ""]
