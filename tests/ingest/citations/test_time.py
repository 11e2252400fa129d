"""Effects and validity: ``(text, effects, reason)`` and statuses at dates."""

import datetime as dt

import pytest

from corpus.model import Status
from ingest.citations.effects import EffectKind, effective_date, read_effects
from ingest.citations.validity import Change, status_at

ISSUED = dt.date(2024, 5, 13)
CASES = [
    ("Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2026.", [("starts", dt.date(2026, 7, 1), (), None)], "a date"),
    ("Quyết định này có hiệu lực kể từ ngày ký.", [("starts", ISSUED, (), None)], "the day of issue"),
    (
        "Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký ban hành.",
        [("starts", dt.date(2024, 6, 27), (), None)],
        "days after signing",
    ),
    (
        "Thông tư này có hiệu lực sau bốn mươi lăm ngày kể từ ngày ký.",
        [("starts", dt.date(2024, 6, 27), (), None)],
        "days in words",
    ),
    ("Thông tư này có hiệu lực sau 6 tháng, kể từ ngày ký.", [("starts", dt.date(2024, 11, 13), (), None)], "months after signing"),
    ("Quyết định này có hiệu lực sau 15 ngày, kể từ ngày đăng Công báo.", [], "the gazette's day is not known"),
    (
        "Nghị quyết này có hiệu lực từ ngày 01/3/2025 đến hết ngày 28/02/2027.",
        [("ends", dt.date(2027, 2, 28), (), None), ("starts", dt.date(2025, 3, 1), (), None)],
        "an end date",
    ),
    (
        "Luật này có hiệu lực từ ngày 01/01/2025.\nĐiều 5 và Điều 7 Luật này có hiệu lực từ ngày 01/7/2025.",
        [("starts", dt.date(2025, 1, 1), (), None), ("starts", dt.date(2025, 7, 1), ("dieu-5", "dieu-7"), None)],
        "staggered",
    ),
    ("2. Bãi bỏ Điều 4 Thông tư số 24/2020/TT-BNV.", [("repeals", None, (), "24/2020/TT-BNV")], "repeal of a provision"),
    (
        "Thông tư số 24/2020/TT-BNV hết hiệu lực kể từ ngày 01/8/2024.",
        [("repeals", dt.date(2024, 8, 1), (), "24/2020/TT-BNV")],
        "loses effect on a date",
    ),
    (
        "Thông tư này có hiệu lực từ ngày 01/8/2024 và thay thế Thông tư số 24/2020/TT-BNV.",
        [("replaces", None, (), "24/2020/TT-BNV"), ("starts", dt.date(2024, 8, 1), (), None)],
        "both in one sentence",
    ),
    ("Nghị định số 1/2020/NĐ-CP có hiệu lực từ ngày 01/3/2020.", [], "another document's effect"),
    (
        "Kể từ ngày Thông tư này có hiệu lực thi hành đến hết ngày 31/12/2027, mức thu phí là 8%.",
        [],
        "a period that begins with the document's effect is not its end",
    ),
    (
        "Cơ sở vận hành trước ngày Thông tư này có hiệu lực được tiếp tục đến hết ngày 31/12/2031.",
        [],
        "a transition is not the document's end",
    ),
    (
        "1. Luật này có hiệu lực từ ngày 01/7/2026.\n2. Điều 6; khoản 7 và khoản 8 Điều 21 của Luật này có hiệu lực từ ngày 20/01/2026.",
        [
            ("starts", dt.date(2026, 7, 1), (), None),
            ("starts", dt.date(2026, 1, 20), ("dieu-6", "dieu-21/khoan-7", "dieu-21/khoan-8"), None),
        ],
        "a list of provisions over a semicolon is one subject",
    ),
    (
        "Điều 2. Bãi bỏ một số điều, khoản của Luật Thư viện số 46/2019/QH14",
        [("amends", None, (), "46/2019/QH14")],
        "a part that is named below ends, not the law",
    ),
    (
        "Các quy định về ngạch viên chức tại Thông tư số 24/2020/TT-BNV hết hiệu lực kể từ ngày 01/8/2024.",
        [("amends", dt.date(2024, 8, 1), (), "24/2020/TT-BNV")],
        "what stands in a document ends, not the document",
    ),
    (
        "Hội đồng nhân dân đình chỉ việc thi hành văn bản quy định tại khoản 5 Điều 4 của Luật Thư viện số 46/2019/QH14.",
        [],
        "a power to suspend what others issue",
    ),
    (
        "Căn cứ Nghị quyết số 9/2026/NQ-CP về việc tạm ngưng hiệu lực Nghị định số 46/2026/NĐ-CP;",
        [],
        "a basis that suspends is told of",
    ),
    (
        "Tạm ngưng hiệu lực của Nghị định số 46/2026/NĐ-CP đến hết ngày 15/4/2026.",
        [("suspends", None, (), "46/2026/NĐ-CP")],
        "a suspension",
    ),
    ("| Số văn bản thi hành Luật Thư viện\n| Số văn bản bị bãi bỏ", [], "the next cell of a table"),
    ("Điều 9 Quy tắc tố tụng trọng tài có hiệu lực từ ngày 01/3/2017.", [], "a clause of another text"),
    ("Hợp đồng có hiệu lực kể từ ngày 01/3/2020.", [], "a contract's effect"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[row[2] for row in CASES])
def test_read_effects(text, expected, reason):
    found = read_effects(text, ISSUED)
    assert [(e.kind.value, e.date, e.provisions, e.target.number if e.target else None) for e in found] == expected, reason
    assert all(text[e.start : e.end] == e.quote for e in found)


FORM = "Thông tư này có hiệu lực từ ngày 01/8/2024.\nNơi nhận:\nMẫu số 01\nQuyết định này có hiệu lực kể từ ngày ký."
ANNEX = FORM + "\n2. Bãi bỏ Thông tư số 24/2020/TT-BNV."


def test_forms_behind_the_signature_state_no_time_but_annexes_what_is_repealed():
    found = read_effects(ANNEX, ISSUED, body_end=ANNEX.index("Nơi nhận"))
    assert [(e.kind.value, e.date) for e in found] == [("starts", dt.date(2024, 8, 1)), ("repeals", None)]


def test_effective_date_is_that_of_the_whole_document():
    text = "Luật này có hiệu lực từ ngày 01/01/2025.\nĐiều 5 Luật này có hiệu lực từ ngày 01/7/2025."
    assert effective_date(read_effects(text, ISSUED)) == dt.date(2025, 1, 1)
    assert effective_date(()) is None


START = read_effects("Nghị định này có hiệu lực từ ngày 30/3/2017.", None)
ENDED = read_effects("Nghị định số 9/2017/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.", None)
PARTLY = read_effects("Bãi bỏ Điều 4 Nghị định số 9/2017/NĐ-CP.", None)
AMENDED = read_effects("Sửa đổi, bổ sung Điều 4 Nghị định số 9/2017/NĐ-CP như sau:", None)
STOPPED = read_effects("Ngưng hiệu lực thi hành Nghị định số 9/2017/NĐ-CP đến hết ngày 31/12/2023.", None)
LIMITED = read_effects("Nghị định này có hiệu lực từ ngày 30/3/2017 đến hết ngày 31/12/2020.", None)


def change(effects, day):
    return Change("other", next(e for e in effects if e.target), day)


DAY = dt.date(2024, 5, 13)
STATUSES = [
    ("Nghị định", "09/2017/NĐ-CP", START, (), DAY, Status.IN_FORCE, None, "begun, nothing against it"),
    ("Nghị định", "09/2017/NĐ-CP", START, (), dt.date(2017, 3, 29), Status.NOT_YET, None, "the day before"),
    ("Nghị định", "09/2017/NĐ-CP", START, (), dt.date(2017, 3, 30), Status.IN_FORCE, None, "the first day"),
    ("Nghị định", "09/2017/NĐ-CP", START, (change(ENDED, dt.date(2026, 7, 1)),), DAY, Status.IN_FORCE, None, "ends later"),
    (
        "Nghị định",
        "09/2017/NĐ-CP",
        START,
        (change(ENDED, dt.date(2026, 7, 1)),),
        dt.date(2026, 7, 1),
        Status.ENDED,
        "other",
        "ended by another",
    ),
    (
        "Nghị định",
        "09/2017/NĐ-CP",
        (),
        (change(ENDED, dt.date(2020, 1, 1)),),
        DAY,
        Status.ENDED,
        "other",
        "an ending needs no beginning",
    ),
    (
        "Nghị định",
        "09/2017/NĐ-CP",
        START,
        (change(PARTLY, dt.date(2020, 1, 1)),),
        DAY,
        Status.PARTLY_ENDED,
        "other",
        "one article gone",
    ),
    ("Nghị định", "09/2017/NĐ-CP", START, (change(AMENDED, dt.date(2020, 1, 1)),), DAY, Status.PARTLY_ENDED, "other", "amended"),
    (
        "Nghị định",
        "09/2017/NĐ-CP",
        START,
        (change(STOPPED, dt.date(2020, 1, 1)),),
        dt.date(2023, 12, 31),
        Status.SUSPENDED,
        "other",
        "suspended",
    ),
    (
        "Nghị định",
        "09/2017/NĐ-CP",
        START,
        (change(STOPPED, dt.date(2020, 1, 1)),),
        DAY,
        Status.IN_FORCE,
        None,
        "the suspension is over",
    ),
    ("Nghị định", "09/2017/NĐ-CP", LIMITED, (), dt.date(2020, 12, 31), Status.IN_FORCE, None, "the last day"),
    ("Nghị định", "09/2017/NĐ-CP", LIMITED, (), DAY, Status.ENDED, None, "past its end"),
    ("Nghị định", "09/2017/NĐ-CP", (), (), DAY, None, None, "no day known: no status"),
    ("Chỉ thị", "07/CT-TTg", START, (), DAY, None, None, "a directive has no validity"),
    ("Quyết định", "407/QĐ-TTg", START, (), DAY, None, None, "an individual decision has none"),
]


@pytest.mark.parametrize(
    ("kind", "number", "own", "changes", "day", "status", "by", "reason"), STATUSES, ids=[row[7] for row in STATUSES]
)
def test_status_at(kind, number, own, changes, day, status, by, reason):
    statement = status_at(kind, number, own, changes, day)
    assert (statement.status, statement.by) == (status, by), reason
    assert statement.reason


def test_a_known_day_of_effect_serves_where_no_clause_was_read():
    statement = status_at("Nghị định", "09/2017/NĐ-CP", (), (), DAY, effective=dt.date(2017, 3, 30))
    assert (statement.status, statement.because) == (Status.IN_FORCE, None)


def test_a_change_has_a_date_only_where_one_is_stated():
    text = "Bãi bỏ Thông tư số 24/2020/TT-BNV; Thông tư số 25/2020/TT-BNV hết hiệu lực kể từ ngày 01/8/2024."
    found = read_effects(text, ISSUED)
    assert [(e.target.number, e.date) for e in found] == [
        ("24/2020/TT-BNV", None),
        ("25/2020/TT-BNV", dt.date(2024, 8, 1)),
    ]


def test_every_kind_of_effect_is_told_apart():
    assert {e.value for e in EffectKind} == {"starts", "ends", "amends", "adds", "replaces", "repeals", "corrects", "suspends"}
