"""When duties are due, what they speak of, and which bind a unit."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.duties.deadlines import is_due, next_date
from app.duties.wording import coded, standing, words_in
from app.results import DutyFilters
from corpus.model import Deadline, DeadlineKind, Modality, Role, Status

D = dt.date
NEXT = [
    ("--12-25", D(2024, 3, 1), D(2024, 12, 25), "later this year"),
    ("--12-25", D(2024, 12, 25), D(2024, 12, 25), "on the day itself"),
    ("--12-25", D(2024, 12, 26), D(2025, 12, 25), "next year"),
    ("--01-05", D(2024, 12, 31), D(2025, 1, 5), "over the new year"),
    ("---15", D(2024, 3, 15), D(2024, 3, 15), "on the day of the month"),
    ("---15", D(2024, 3, 16), D(2024, 4, 15), "next month"),
    ("---15", D(2024, 12, 16), D(2025, 1, 15), "next month, next year"),
    ("---31", D(2024, 4, 1), D(2024, 5, 31), "months without a 31st are passed over"),
    ("---30", D(2023, 2, 1), D(2023, 3, 30), "February has no 30th"),
    ("--02-29", D(2023, 1, 1), D(2024, 2, 29), "the next leap year"),
    ("--02-29", D(2096, 3, 1), D(2104, 2, 29), "eight years over 2100"),
    ("--02-30", D(2024, 1, 1), None, "a day that never comes"),
    ("yearly", D(2024, 1, 1), None, "a rhythm without a day"),
    ("R/P3Y", D(2024, 1, 1), None, "a repeated duration"),
    ("", D(2024, 1, 1), None, "nothing"),
]


@pytest.mark.parametrize(("value", "start", "expected", "reason"), NEXT, ids=[row[3] for row in NEXT])
def test_the_next_day_of_a_recurring_deadline(value, start, expected, reason):
    assert next_date(value, start) == expected, reason


@given(st.dates(D(2000, 1, 1), D(2090, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_the_next_day_is_the_first_that_fits(start, month, day):
    yearly, monthly = next_date(f"--{month:02d}-{day:02d}", start), next_date(f"---{day:02d}", start)
    days = [start + dt.timedelta(n) for n in range(367)]
    assert yearly == next(d for d in days if (d.month, d.day) == (month, day))
    assert monthly == next(d for d in days if d.day == day)


def deadline(kind, value):
    return Deadline("…", kind, value)


DATE, RECURRING, WITHIN, EVENT = DeadlineKind.DATE, DeadlineKind.RECURRING, DeadlineKind.WITHIN, DeadlineKind.EVENT
AS_OF = D(2024, 6, 1)
DUE = [
    (None, D(2030, 1, 1), False, "no deadline is never due"),
    (deadline(DATE, "2024-06-30"), D(2024, 6, 30), True, "on the day itself"),
    (deadline(DATE, "2024-06-30"), D(2024, 6, 29), False, "the day before"),
    (deadline(DATE, "2020-01-01"), D(2024, 6, 30), True, "long past is still owed"),
    (deadline(RECURRING, "--12-25"), D(2024, 12, 25), True, "this year's day"),
    (deadline(RECURRING, "--12-25"), D(2024, 12, 24), False, "too early this year"),
    (deadline(RECURRING, "--05-01"), D(2024, 12, 31), False, "this year's has passed, next year's is too late"),
    (deadline(RECURRING, "--05-01"), D(2025, 5, 1), True, "next year's"),
    (deadline(RECURRING, "---15"), D(2024, 6, 14), False, "not yet this month"),
    (deadline(RECURRING, "---15"), D(2024, 6, 15), True, "this month"),
    (deadline(RECURRING, "quarterly"), D(2024, 6, 2), True, "a rhythm without a day is always near"),
    (deadline(RECURRING, "half-yearly,--12-25"), D(2024, 12, 1), False, "of two, the one with a day counts"),
    (deadline(RECURRING, "--07-15,--12-25"), D(2024, 8, 1), True, "the nearer of two"),
    (deadline(WITHIN, "P30D"), D(2030, 1, 1), False, "a term has no day of its own"),
    (deadline(EVENT, "khi có yêu cầu"), D(2030, 1, 1), False, "nor has an event"),
]


@pytest.mark.parametrize(("given", "before", "expected", "reason"), DUE, ids=[row[3] for row in DUE])
def test_what_is_due_up_to_a_day(given, before, expected, reason):
    assert is_due(given, before, AS_OF) is expected, reason


SPEAKS = [
    ("báo cáo Bộ kết quả (qua Văn phòng Bộ) để tổng hợp", "văn phòng bộ", True, "in brackets"),
    ("báo cáo Bộ kết quả", "BAO CAO", True, "capitals without marks"),
    ("gửi “thông cáo báo chí”;", "báo chí", True, "in quotation marks"),
    ("tài chính-ngân sách", "ngân sách", True, "behind a hyphen"),
    ("hoà giải ở cơ sở", "hòa giải", True, "either tone style"),
    ("báo cáo kết quả", "kết quả, báo cáo", True, "every word in any order"),
    ("báo cáo kết quả", "báo cáo tuần", False, "one word is missing"),
    ("báo cáo", "áo", False, "no part of a word"),
    ("báo cáo", "", True, "no topic narrows nothing"),
]


@pytest.mark.parametrize(("text", "topic", "expected", "reason"), SPEAKS, ids=[row[3] for row in SPEAKS])
def test_what_a_duty_speaks_of(text, topic, expected, reason):
    assert bool(standing([coded(text)], words_in(topic)).all()) is expected, reason


UNITS = ("Sở Công Thương", "Văn phòng Bộ", "Bộ Tư pháp", "Báo Công Thương", "Ủy ban nhân dân cấp xã", "Vụ Tổ chức cán bộ")
NOW = D(2026, 8, 1)


@pytest.mark.parametrize("unit", UNITS)
def test_1_every_duty_says_why_it_binds_in_words_that_name_the_bearer(base, unit):
    listed = base.duties(unit, DutyFilters(as_of=NOW))
    assert listed.duties
    for one in listed.duties:
        assert one.because
        assert one.matched_unit in one.obligation.bearers
        assert one.how in {"named", "class", "parent", "successor", "one_of"}


def test_2_duties_of_documents_that_have_ended_are_left_out(base):
    before, after = (base.duties("Ủy ban nhân dân cấp xã", DutyFilters(as_of=day)) for day in (D(2026, 6, 30), D(2026, 7, 1)))
    statuses = [{duty.quote.document.number: duty.quote.document.status for duty in listed.duties} for listed in (before, after)]
    assert statuses[0]["09/2017/NĐ-CP"] is Status.IN_FORCE
    assert statuses[0].get("244/2026/NĐ-CP") in {Status.NOT_YET, None}
    assert "09/2017/NĐ-CP" not in statuses[1]
    assert statuses[1]["244/2026/NĐ-CP"] is Status.IN_FORCE


def test_2_documents_issued_later_bind_nobody_yet(base):
    listed = base.duties("Sở Công Thương", DutyFilters(as_of=D(2024, 5, 12)))
    assert "3163/KH-BCT" not in {duty.quote.document.number for duty in listed.duties}


def test_3_a_unit_that_is_not_understood_gives_no_duty_and_says_so(base):
    listed = base.duties("Đơn vị Không Có Thật")
    assert (listed.unit, listed.duties) == (None, ())
    assert "Không nhận ra đơn vị “Đơn vị Không Có Thật”" in listed.message


def test_duties_come_newest_document_first_in_reading_order_without_repeats(base):
    listed = base.duties("Sở Công Thương", DutyFilters(as_of=NOW)).duties
    dates = [duty.quote.document.date or D.min for duty in listed]
    assert dates == sorted(dates, reverse=True)
    for _, group in itertools.groupby(listed, key=lambda duty: duty.quote.document.key):
        starts = [duty.quote.start for duty in group]
        assert starts == sorted(starts)
    assert len({(d.quote.document.key, d.obligation.start, d.obligation.action) for d in listed}) == len(listed)


def test_filters_leave_exactly_what_they_name(base):
    everything = base.duties("Sở Công Thương", DutyFilters(as_of=NOW)).duties
    key = "ke-hoach/3163-kh-bct/2024-05-13"
    filters = {
        "document": (DutyFilters(as_of=NOW, document=key), lambda d: d.quote.document.key == key),
        "modality": (DutyFilters(as_of=NOW, modality=Modality.MUST), lambda d: d.obligation.modality is Modality.MUST),
        "role": (DutyFilters(as_of=NOW, role=Role.THUC_HIEN), lambda d: d.obligation.role is Role.THUC_HIEN),
        "topic": (DutyFilters(as_of=NOW, topic="báo cáo"), lambda d: {"bao", "cao"} <= set(words_in(d.obligation.quote))),
        "due": (
            DutyFilters(as_of=NOW, due_before=D(2026, 12, 31)),
            lambda d: is_due(d.obligation.deadline, D(2026, 12, 31), NOW),
        ),
    }
    for name, (narrowed, keeps) in filters.items():
        kept = base.duties("Sở Công Thương", narrowed).duties
        assert kept == tuple(filter(keeps, everything)), name
        assert 0 < len(kept) <= len(everything), name
    yearly = base.duties("Sở Công Thương", filters["due"][0]).duties
    assert "--12-25" in {duty.obligation.deadline.value for duty in yearly}
