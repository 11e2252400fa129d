"""Deadlines as days, against tables and against dateutil's reading of the same rules."""

import datetime as dt

import pytest
from dateutil.rrule import rrulestr

from app.duties.deadlines import Recurrence, add_months, due_date, recurrences
from app.export.calendar_file import rule_parts
from corpus.model import Deadline, DeadlineKind

ISSUED = dt.date(2024, 1, 31)
WITHIN, DATE, EVENT, RECURRING = DeadlineKind.WITHIN, DeadlineKind.DATE, DeadlineKind.EVENT, DeadlineKind.RECURRING
DUE = [
    ("trước ngày 5/4/2024", DATE, "2024-04-05", dt.date(2024, 4, 5), "a day"),
    ("trước ngày 31/2/2024", DATE, "2024-02-31", None, "no such day"),
    ("trong 10 ngày kể từ ngày ký", WITHIN, "P10D", dt.date(2024, 2, 10), "from the signing"),
    ("trong 1 tháng kể từ ngày ban hành Chỉ thị này", WITHIN, "P1M", dt.date(2024, 2, 29), "a short month ends on its last day"),
    ("trong 2 tuần tính từ ngày ký ban hành.", WITHIN, "P2W", dt.date(2024, 2, 14), "weeks, with a full stop"),
    ("trong 10 ngày kể từ ngày ký hợp đồng", WITHIN, "P10D", None, "another signing"),
    ("trong 10 ngày kể từ ngày nhận đơn", WITHIN, "P10D", None, "an event that nobody stored"),
    ("trong 5 ngày làm việc kể từ ngày ký", WITHIN, "P5BD", dt.date(2024, 2, 7), "over a weekend, up to the eve of Tết"),
    ("trong 6 ngày làm việc kể từ ngày ký", WITHIN, "P6BD", dt.date(2024, 2, 15), "over Tết"),
    ("trong 5 ngày làm việc kể từ ngày nhận đơn", WITHIN, "P5BD", None, "working days from an event that nobody stored"),
    ("sau 10 ngày kể từ ngày ký", WITHIN, "P10D", None, "after is no deadline"),
    ("trong nhiều năm kể từ ngày ký", WITHIN, "P99999Y", None, "beyond the calendar"),
    ("khi có yêu cầu", EVENT, "khi có yêu cầu", None, "an event"),
    ("hằng năm", RECURRING, "yearly", None, "no single day"),
]


@pytest.mark.parametrize(("text", "kind", "value", "expected", "reason"), DUE, ids=[row[4] for row in DUE])
def test_1_due_date(text, kind, value, expected, reason):
    assert due_date(Deadline(text, kind, value), ISSUED) == expected, reason


def test_1_without_a_document_date_or_a_deadline_there_is_no_day():
    assert due_date(Deadline("trong 10 ngày kể từ ngày ký", WITHIN, "P10D"), None) is None
    assert due_date(None, ISSUED) is None


SINCE = dt.date(2026, 5, 4)
RULES = [
    ("--12-25", (Recurrence("--12-25", "YEARLY", dt.date(2026, 12, 25), months=(12,), month_days=(25,)),)),
    ("--02-29", (Recurrence("--02-29", "YEARLY", dt.date(2027, 2, 28), months=(2,), month_days=(-1,)),)),
    ("--05-04", (Recurrence("--05-04", "YEARLY", dt.date(2026, 5, 4), months=(5,), month_days=(4,)),)),
    ("---15", (Recurrence("---15", "MONTHLY", dt.date(2026, 5, 15), month_days=(15,)),)),
    ("---30", (Recurrence("---30", "MONTHLY", dt.date(2026, 5, 30), month_days=(28, 29, 30)),)),
    ("quarterly", (Recurrence("quarterly", "YEARLY", dt.date(2026, 6, 30), 1, (3, 6, 9, 12), (-1,), (), True),)),
    ("half-yearly", (Recurrence("half-yearly", "YEARLY", dt.date(2026, 6, 30), 1, (6, 12), (-1,), (), True),)),
    ("yearly", (Recurrence("yearly", "YEARLY", dt.date(2026, 12, 31), 1, (12,), (-1,), (), True),)),
    ("monthly", (Recurrence("monthly", "MONTHLY", dt.date(2026, 5, 31), 1, (), (-1,), (), True),)),
    ("weekly", (Recurrence("weekly", "WEEKLY", dt.date(2026, 5, 8), 1, (), (), ("FR",), True),)),
    ("daily", (Recurrence("daily", "DAILY", SINCE, conventional=True),)),
    ("R/P3Y", (Recurrence("R/P3Y", "YEARLY", dt.date(2027, 1, 31), 3, (1,), (-1,)),)),
    ("R/P2W", (Recurrence("R/P2W", "WEEKLY", dt.date(2026, 5, 6), 2),)),
    ("--13-01", ()),
    ("---45", ()),
    ("seasonal", ()),
    ("R/P0D", ()),
    ("---15, seasonal", (Recurrence("---15", "MONTHLY", dt.date(2026, 5, 15), month_days=(15,)),)),
]


@pytest.mark.parametrize(("value", "expected"), RULES, ids=[row[0] for row in RULES])
def test_2_recurrences(value, expected):
    assert recurrences(Deadline("định kỳ", RECURRING, value), ISSUED, SINCE) == expected


@pytest.mark.parametrize("rule", [rule for _, rules in RULES for rule in rules], ids=lambda rule: rule.value)
def test_2_the_rule_starts_where_another_reader_starts_it(rule):
    parts = ";".join(
        f"{name.upper()}={','.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in rule_parts(rule).items()
    )
    start = dt.datetime.combine(rule.first, dt.time())
    assert rrulestr(parts, dtstart=start)[0] == start


def test_2_a_repetition_without_an_anchor_or_of_another_kind_gives_nothing():
    assert recurrences(Deadline("3 năm một lần", RECURRING, "R/P3Y"), None, SINCE) == ()
    assert recurrences(Deadline("khi có yêu cầu", EVENT, "yearly"), ISSUED, SINCE) == ()
    assert recurrences(None, ISSUED, SINCE) == ()


def test_2_nothing_falls_due_before_the_document_is_issued():
    later = dt.date(2027, 3, 1)
    assert recurrences(Deadline("hằng năm", RECURRING, "--02-01"), later, SINCE)[0].first == dt.date(2028, 2, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2024, 12, 15), 1, dt.date(2025, 1, 15)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
    ],
)
def test_add_months(day, months, expected):
    assert add_months(day, months) == expected
