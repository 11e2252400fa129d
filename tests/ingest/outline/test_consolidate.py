"""Consolidated text: the base, changed by what amending documents quote."""

import datetime as dt

from corpus.amendment import Operation
from ingest.outline import build_outline, paragraphs_of
from ingest.outline.consolidate import UNOFFICIAL, Act, Consolidation, Due, consolidate

BASE = (
    "Điều 1. Phạm vi\n1. Sổ của huyện.\n2. Sổ của xã.\nĐiều 2. Hồ sơ\n1. Hồ sơ gồm:\na) Đơn;\nb) Bản sao.\n2. Nộp tại huyện.\n"
    "Điều 3. Hiệu lực\nTừ ngày ký."
)
AMENDING = (
    "Chính phủ ban hành Nghị định sửa đổi, bổ sung một số điều của Nghị định số 15/2020/NĐ-CP.\n"
    "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 15/2020/NĐ-CP\n"
    "1. Sửa đổi khoản 2 Điều 1 như sau:\n“2. Sổ của phường.”.\n"
    "2. Bổ sung điểm a1 vào sau điểm a khoản 1 Điều 2 như sau:\n“a1) Ảnh;”.\n"
    "3. Bãi bỏ khoản 2 Điều 2.\n"
    "4. Bổ sung Điều 2a vào sau Điều 2 như sau:\n“Điều 2a. Thời hạn\n1. Năm ngày.\n2. Mười ngày.”.\n"
    "5. Thay thế cụm từ “huyện” bằng cụm từ “tỉnh” tại khoản 1 Điều 1.\n"
    "6. Bãi bỏ Điều 9.\n"
    "Điều 2. Hiệu lực\nTừ ngày 01 tháng 3 năm 2024."
)
DAY = dt.date(2024, 3, 1)


def act(name: str, text: str) -> Act:
    return Act(name, name, text, build_outline(text, paragraphs_of(text), body_end=len(text)).roots)


def consolidated(at: dt.date, effective: dt.date | None = DAY) -> Consolidation:
    amending = act("Nghị định 20/2024", AMENDING)
    records = build_outline(AMENDING, paragraphs_of(AMENDING), body_end=len(AMENDING)).amendments
    return consolidate(act("Nghị định 15/2020", BASE), [Due(amending, record, effective) for record in records], at)


def plain(result: Consolidation) -> list[tuple[str, str, str]]:
    return [(unit.path, unit.heading, unit.text) for unit in result.units]


UNCHANGED = [
    ("dieu-1", "Phạm vi", ""),
    ("dieu-1/khoan-1", "", "Sổ của huyện."),
    ("dieu-1/khoan-2", "", "Sổ của xã."),
    ("dieu-2", "Hồ sơ", ""),
    ("dieu-2/khoan-1", "", "Hồ sơ gồm:"),
    ("dieu-2/khoan-1/diem-a", "", "Đơn;"),
    ("dieu-2/khoan-1/diem-b", "", "Bản sao."),
    ("dieu-2/khoan-2", "", "Nộp tại huyện."),
    ("dieu-3", "Hiệu lực", "Từ ngày ký."),
]


def test_before_the_amendment_takes_effect_the_base_stands() -> None:
    result = consolidated(DAY - dt.timedelta(days=1))
    assert plain(result) == UNCHANGED
    assert (result.notices, result.note) == ((), UNOFFICIAL)


def test_from_the_day_of_effect_every_change_is_made() -> None:
    assert plain(consolidated(DAY)) == [
        ("dieu-1", "Phạm vi", ""),
        ("dieu-1/khoan-1", "", "Sổ của tỉnh."),
        ("dieu-1/khoan-2", "", "Sổ của phường."),
        ("dieu-2", "Hồ sơ", ""),
        ("dieu-2/khoan-1", "", "Hồ sơ gồm:"),
        ("dieu-2/khoan-1/diem-a", "", "Đơn;"),
        ("dieu-2/khoan-1/diem-a1", "", "Ảnh;"),
        ("dieu-2/khoan-1/diem-b", "", "Bản sao."),
        ("dieu-2/khoan-2", "", ""),
        ("dieu-2a", "Thời hạn", ""),
        ("dieu-2a/khoan-1", "", "Năm ngày."),
        ("dieu-2a/khoan-2", "", "Mười ngày."),
        ("dieu-3", "Hiệu lực", "Từ ngày ký."),
    ]


def test_every_unit_says_where_its_words_come_from() -> None:
    units = {unit.path: unit for unit in consolidated(DAY).units}
    texts = {"Nghị định 15/2020": BASE, "Nghị định 20/2024": AMENDING}
    for unit in units.values():
        if not unit.rephrased:
            assert texts[unit.sources[-1].act][unit.start : unit.end] == unit.text
    changed = [(path, [s.operation for s in unit.sources]) for path, unit in units.items() if len(unit.sources) > 1]
    assert changed == [
        ("dieu-1/khoan-1", [None, Operation.REPLACE_PHRASE]),
        ("dieu-1/khoan-2", [None, Operation.REPLACE]),
        ("dieu-2/khoan-2", [None, Operation.REPEAL]),
    ]
    assert units["dieu-2a/khoan-1"].sources[0].path == "dieu-1/khoan-4"
    assert [path for path, unit in units.items() if unit.repealed] == ["dieu-2/khoan-2"]
    assert [path for path, unit in units.items() if unit.rephrased] == ["dieu-1/khoan-1"]


def test_a_target_that_is_not_there_is_reported_and_changes_nothing() -> None:
    assert [notice.code for notice in consolidated(DAY).notices] == ["consolidate-target"]


def test_an_amendment_without_a_date_is_reported_and_left_out() -> None:
    result = consolidated(DAY, effective=None)
    assert plain(result) == UNCHANGED
    assert [notice.code for notice in result.notices] == ["consolidate-undated"]


def test_an_amending_document_keeps_what_it_quotes() -> None:
    """Its own instructions are amended in turn, and the new text that they quote is what they say."""
    result = consolidate(act("Nghị định 20/2024", AMENDING), [], DAY)
    assert [unit.text for unit in result.units if unit.path == "dieu-1/khoan-1"] == [
        "Sửa đổi khoản 2 Điều 1 như sau:\n“2. Sổ của phường.”."
    ]


def test_clauses_that_take_effect_later_are_made_later() -> None:
    amending = act("Nghị định 20/2024", AMENDING)
    records = build_outline(AMENDING, paragraphs_of(AMENDING), body_end=len(AMENDING)).amendments
    due = [Due(amending, r, DAY if r.path == "dieu-1/khoan-1" else DAY.replace(year=2025)) for r in records]
    changed = [u.path for u in consolidate(act("Nghị định 15/2020", BASE), due, DAY).units if len(u.sources) > 1]
    assert changed == ["dieu-1/khoan-2"]
