from __future__ import annotations

import datetime as dt

import pytest

from app.web import months
from corpus.model import Deadline, DeadlineKind, DocumentSummary, Duty, Modality, Obligation, Quote

TODAY = dt.date(2026, 11, 23)


def duty(kind: DeadlineKind | None, value: str = "", text: str = "hạn", issued: dt.date | None = dt.date(2024, 1, 10)) -> Duty:
    document = DocumentSummary("k", "Kế hoạch", "1/KH", issued, None, None)
    deadline = Deadline(text, kind, value) if kind else None
    obligation = Obligation(0, 1, "x", Modality.MUST, action="nộp báo cáo", deadline=deadline)
    return Duty(Quote(document, "khoan-1", "khoản 1", "x", 0, 1), obligation)


ONCE = duty(DeadlineKind.DATE, "2026-03-31")
YEARLY = duty(DeadlineKind.RECURRING, "--12-25")
MONTHLY = duty(DeadlineKind.RECURRING, "---31")
QUARTERLY = duty(DeadlineKind.RECURRING, "quarterly")
WEEKLY = duty(DeadlineKind.RECURRING, "weekly")
TWICE = duty(DeadlineKind.RECURRING, "--06-20, --12-20")
COUNTED = duty(DeadlineKind.WITHIN, "P10D", "trong 10 ngày kể từ ngày ký")
EVENT = duty(DeadlineKind.EVENT, "khi có yêu cầu")
NONE = duty(None)


def days(given: Duty, month: str) -> list[tuple[int, bool]]:
    first = months.first_of(month, TODAY)
    found = months.month_of([given], first, TODAY, str)
    return [(day.date.day, due.conventional) for week in found.weeks for day in week for due in day.due]


PLACED = [
    (ONCE, "2026-03", [(31, False)], "a day, in its month"),
    (ONCE, "2026-04", [], "and in no other"),
    (YEARLY, "2030-12", [(25, False)], "every year"),
    (YEARLY, "2030-11", [], "once a year only"),
    (YEARLY, "2023-12", [], "not before the document was issued"),
    (MONTHLY, "2026-02", [(28, False)], "the last day of a short month"),
    (QUARTERLY, "2026-06", [(30, True)], "a period without a day falls on its last day, and says so"),
    (QUARTERLY, "2026-07", [], "which July has not"),
    (WEEKLY, "2026-11", [(6, True), (13, True), (20, True), (27, True)], "every Friday"),
    (TWICE, "2026-06", [(20, False)], "each part of a deadline of two"),
    (TWICE, "2026-12", [(20, False)], "and the other"),
    (COUNTED, "2024-01", [(20, False)], "counted from the signing"),
    (EVENT, "2026-11", [], "an event has no day"),
    (NONE, "2026-11", [], "no deadline"),
]


@pytest.mark.parametrize(("given", "month", "expected", "reason"), PLACED, ids=[row[3] for row in PLACED])
def test_days_of_a_month(given: Duty, month: str, expected: list[tuple[int, bool]], reason: str) -> None:
    assert days(given, month) == expected, reason


FIRSTS = [
    ("2026-03", dt.date(2026, 3, 1), "a month"),
    ("", dt.date(2026, 11, 1), "none: this month"),
    ("2026-13", dt.date(2026, 11, 1), "a month that does not exist"),
    ("9999-12", dt.date(2026, 11, 1), "a year beyond calendars"),
    ("<b>", dt.date(2026, 11, 1), "no month"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), FIRSTS, ids=[row[2] for row in FIRSTS])
def test_first_of(text: str, expected: dt.date, reason: str) -> None:
    assert months.first_of(text, TODAY) == expected, reason


def test_a_month_counts_what_it_cannot_place_and_names_its_neighbours() -> None:
    month = months.month_of([ONCE, EVENT, NONE], dt.date(2026, 3, 1), TODAY, lambda text: f"/?thang={text}")
    assert (month.total, month.undated, month.title, month.previous_link, month.next_link) == (
        1,
        2,
        "Tháng 3/2026",
        "/?thang=2026-02",
        "/?thang=2026-04",
    )
    assert [week[0].date.weekday() for week in month.weeks] == [0] * len(month.weeks)


NEAREST = [
    ([ONCE], "2026-01", dt.date(2026, 3, 31), "the next one"),
    ([ONCE], "2026-06", dt.date(2026, 3, 31), "the last one, where none follows"),
    ([YEARLY], "2026-06", dt.date(2026, 12, 25), "the next day of a recurring one"),
    ([EVENT], "2026-06", None, "nothing to go to"),
    ([ONCE], "2026-03", None, "a month that has something needs no way out"),
]


@pytest.mark.parametrize(("given", "month", "expected", "reason"), NEAREST, ids=[row[3] for row in NEAREST])
def test_an_empty_month_names_the_nearest_deadline(given: list[Duty], month: str, expected: dt.date | None, reason: str) -> None:
    assert months.month_of(given, months.first_of(month, TODAY), TODAY, str).nearest == expected, reason
