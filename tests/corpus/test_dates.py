"""Dates as Vietnamese documents write them: (text, date, reason)."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import DATE, date_of, make_date, parse_date, print_date

D = dt.date
DATES = [
    ("21/3/2023", D(2023, 3, 21), "short"),
    ("21/03/2023", D(2023, 3, 21), "with zeros"),
    ("21-3-2023", D(2023, 3, 21), "hyphens"),
    ("21.3.2023", D(2023, 3, 21), "dots"),
    ("21 / 3 / 2023", D(2023, 3, 21), "broken by spaces"),
    ("2023-03-21", D(2023, 3, 21), "ISO"),
    ("ngày 21 tháng 3 năm 2023", D(2023, 3, 21), "in words"),
    ("Hà Nội, ngày 05 tháng 12 năm 2024", D(2024, 12, 5), "in a letterhead"),
    ("NGÀY 21 THÁNG 3 NĂM 2023", D(2023, 3, 21), "capitals"),
    ("ngày  21\ntháng 3\nnăm 2023", D(2023, 3, 21), "over lines"),
    (unicodedata.normalize("NFD", "ngày 21 tháng 3 năm 2023"), D(2023, 3, 21), "decomposed letters"),
    ("từ 1/7/2026 đến 31/12/2026", D(2026, 7, 1), "the first of two"),
    ("ngày 29/02/2024", D(2024, 2, 29), "a leap day"),
    ("29/2/2023", None, "no leap year"),
    ("31/4/2023", None, "no such day"),
    ("ngày 30 tháng 2 năm 2023", None, "no such day in words"),
    ("0/1/2023", None, "no day nought"),
    ("12/13/2023", None, "no thirteenth month"),
    ("2023-13-01", None, "nor in ISO"),
    ("121/3/2023", None, "part of a longer number"),
    ("21/3/20235", None, "part of a longer number"),
    ("21/3/23", None, "a year has four digits"),
    ("tháng 3 năm 2023", None, "no day"),
    ("09/2017/NĐ-CP", None, "a number is no date"),
    ("", None, "nothing"),
    (None, None, "nothing at all"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), DATES, ids=[row[2] for row in DATES])
def test_dates_are_read(text, expected, reason):
    assert parse_date(text) == expected, reason


@given(st.dates(min_value=D(1900, 1, 1), max_value=D(2100, 12, 31)))
def test_what_is_printed_is_read_again(day):
    forms = (
        print_date(day),
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
    )
    assert [parse_date(f"({form});") for form in forms] == [day] * len(forms)


def test_dates_are_printed_as_documents_do():
    assert print_date(D(2017, 2, 9)) == "09/02/2017"


@pytest.mark.parametrize(
    ("parts", "expected"), [(("2024", "2", "29"), D(2024, 2, 29)), ((2023, 2, 29), None), ((0, 1, 1), None), ((10_000, 1, 1), None)]
)
def test_a_day_that_does_not_exist_is_none(parts, expected):
    assert make_date(*parts) == expected


def test_every_date_of_a_text_is_found_with_its_place():
    text = "Nghị định ngày 09 tháng 02 năm 2017, sửa ngày 1/7/2026 và 2025-03-01"
    assert [(text[m.start() : m.end()], date_of(m)) for m in DATE.finditer(text)] == [
        ("ngày 09 tháng 02 năm 2017", D(2017, 2, 9)),
        ("1/7/2026", D(2026, 7, 1)),
        ("2025-03-01", D(2025, 3, 1)),
    ]
