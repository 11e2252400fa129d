from __future__ import annotations

import datetime as dt

import pytest

from app.results import DutyFilters
from app.web import fields
from corpus.model import Modality, Role
from tests.app.web.fake import HOSTILE, PLAN, FakeBase

DATES = [
    ("", (None, ""), "an empty field is no complaint"),
    ("  ", (None, ""), "nor are spaces"),
    ("25/12/2024", (dt.date(2024, 12, 25), ""), "as people write"),
    ("2024-12-25", (dt.date(2024, 12, 25), ""), "as links carry it"),
    ("31/2/2024", (None, "Không đọc được ngày “31/2/2024”. Hãy ghi như 25/12/2024."), "a day that does not exist"),
    ("mai", (None, "Không đọc được ngày “mai”. Hãy ghi như 25/12/2024."), "a word"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), DATES, ids=[row[2] for row in DATES])
def test_read_date(text: str, expected: tuple[dt.date | None, str], reason: str) -> None:
    assert fields.read_date(text) == expected, reason


FILTERS = [
    ({}, ("", DutyFilters(), ""), "nothing given"),
    (
        {"don-vi": " Sở A ", "noi-dung": " x ", "den-han": "1/2/2024", "ngay": "2/2/2024", "tinh-chat": "Không được"},
        ("Sở A", DutyFilters("x", dt.date(2024, 2, 1), dt.date(2024, 2, 2), Modality.MUST_NOT), ""),
        "everything given",
    ),
    (
        {"don-vi": "A", "tinh-chat": "must", "vai-tro": "chu_tri", "van-ban": "15/kh-bvd", "xem": "khong-han"},
        ("A", DutyFilters(modality=Modality.MUST, role=Role.CHU_TRI, document=PLAN, undated=True), ""),
        "as the form sends it",
    ),
    ({"don-vi": "A", "van-ban": HOSTILE}, ("A", DutyFilters(document=HOSTILE), ""), "a document by its key"),
    (
        {"don-vi": "A", "van-ban": "9/9"},
        ("A", DutyFilters(), "Trong kho không có văn bản số “9/9”. Hãy xem lại ở thẻ “Thư viện”."),
        "a document that is not stored is said",
    ),
    ({"don-vi": "A", "tinh-chat": "lạ"}, ("A", DutyFilters(), ""), "an unknown modality filters nothing"),
    (
        {"don-vi": "A", "den-han": "lạ"},
        ("A", DutyFilters(), "Không đọc được ngày “lạ”. Hãy ghi như 25/12/2024."),
        "a bad date is said",
    ),
]


@pytest.mark.parametrize(("values", "expected", "reason"), FILTERS, ids=[row[2] for row in FILTERS])
def test_read_filters(values: dict[str, str], expected: tuple[str, DutyFilters, str], reason: str) -> None:
    assert fields.read_filters(FakeBase(), values) == expected, reason


LINES = [
    ("", ([], 0), "nothing"),
    (" 1/A \n\n1/A\n2/B\r\n", (["1/A", "2/B"], 0), "blank and repeated lines are dropped"),
    ("\n".join(str(i) for i in range(53)), ([str(i) for i in range(50)], 3), "a long list is cut, and it is said"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LINES, ids=[row[2] for row in LINES])
def test_read_lines(text: str, expected: tuple[list[str], int], reason: str) -> None:
    assert fields.read_lines(text) == expected, reason
