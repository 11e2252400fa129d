from __future__ import annotations

import datetime as dt

import pytest

from app.results import DutyFilters
from app.web import asking
from corpus.model import Modality
from tests.app.web.fake import HOSTILE, PLAN, RULE, FakeBase

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
    assert asking.read_date(text) == expected, reason


QUESTIONS = [
    ("", "", "", "Hãy ghi câu hỏi", None, "nothing asked"),
    ("a" * 501, "", "", "dài quá 500", None, "a text instead of a question"),
    ("báo cáo", "", "mai", "Không đọc được ngày", None, "a date that cannot be read"),
    (" báo cáo ", " Sở A ", "2/1/2024", "nhiệm vụ", ("báo cáo", "Sở A", dt.date(2024, 1, 2)), "all fields, trimmed"),
    ("báo cáo", "", "", "nhiệm vụ", ("báo cáo", None, None), "empty fields are not given on"),
]


@pytest.mark.parametrize(("question", "unit", "day", "shown", "given", "reason"), QUESTIONS, ids=[row[5] for row in QUESTIONS])
def test_ask(
    question: str, unit: str, day: str, shown: str, given: tuple[str, str | None, dt.date | None] | None, reason: str
) -> None:
    base = FakeBase()
    fragment = asking.ask(base, question, unit, day)
    assert (shown in fragment, base.asked) == (True, [given] if given else []), reason


FILTERS = [
    ({}, ("", DutyFilters(), ""), "nothing given"),
    (
        {"don-vi": " Sở A ", "noi-dung": " x ", "den-han": "1/2/2024", "ngay": "2/2/2024", "tinh-chat": "Không được"},
        ("Sở A", DutyFilters("x", dt.date(2024, 2, 1), dt.date(2024, 2, 2), Modality.MUST_NOT), ""),
        "everything given",
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
    assert asking.read_filters(values) == expected, reason


def test_duties_with_a_date_come_first() -> None:
    fragment = asking.duties(FakeBase(), {"don-vi": "Sở Công Thương"})
    assert 0 < fragment.index("Trước ngày 25/12 hằng năm") < fragment.index("lập danh mục chính sách")


TABLES = [
    ({"don-vi": ""}, "Hãy chọn hoặc ghi tên đơn vị", "no unit"),
    ({"don-vi": "abc"}, "Chưa nhận ra đơn vị", "a unit that is not understood"),
    ({"don-vi": "Sở Công Thương", "noi-dung": "không có từ này"}, "Không có nhiệm vụ nào khớp", "nothing passes"),
    ({"don-vi": "Báo Ví Dụ"}, "/xuat/nhiem-vu.ics?don-vi=B%C3%A1o+V%C3%AD+D%E1%BB%A5", "files of the same table"),
]


@pytest.mark.parametrize(("values", "expected", "reason"), TABLES, ids=[row[2] for row in TABLES])
def test_duties(values: dict[str, str], expected: str, reason: str) -> None:
    assert expected in asking.duties(FakeBase(), values), reason


MATCHES = [
    ("", "", [PLAN, RULE, HOSTILE], "no words"),
    ("01/2023", "", [RULE], "a number"),
    ("NGHI DINH", "", [RULE], "without marks, in capitals"),
    ("truyen thong", "", [PLAN], "words of the title"),
    ("bộ ví dụ", "Kế hoạch", [PLAN], "issuer and kind"),
    ("", asking.ALL_KINDS, [PLAN, RULE, HOSTILE], "every kind"),
    ("", "Luật", [], "a kind that is not there"),
    ("truyền xyz", "", [], "every word must be there"),
]


@pytest.mark.parametrize(("words", "kind", "expected", "reason"), MATCHES, ids=[row[3] for row in MATCHES])
def test_matching(words: str, kind: str, expected: list[str], reason: str) -> None:
    assert [document.key for document in asking.matching(FakeBase().documents(), words, kind)] == expected, reason


def test_library_says_how_many_of_how_many() -> None:
    fragment = asking.library(FakeBase(), "01/2023")
    assert ("1 trên 3 văn bản" in fragment, f"/vb/{RULE}" in fragment, f"/vb/{PLAN}" in fragment) == (True, True, False)


LINES = [
    ("", ([], 0), "nothing"),
    (" 1/A \n\n1/A\n2/B\r\n", (["1/A", "2/B"], 0), "blank and repeated lines are dropped"),
    ("\n".join(str(i) for i in range(53)), ([str(i) for i in range(50)], 3), "a long list is cut, and it is said"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LINES, ids=[row[2] for row in LINES])
def test_read_lines(text: str, expected: tuple[list[str], int], reason: str) -> None:
    assert asking.read_lines(text) == expected, reason


LOOK_UPS = [
    ("", ["Chưa có số hiệu nào"], "nothing given"),
    (
        "01/2023/NĐ-CP",
        ["1 chỗ dẫn chiếu", '<mark class="cc-mention">báo cáo Bộ trưởng</mark>', "Căn cứ"],
        "found, the mention marked",
    ),
    ("9/9", ["Không có văn bản này trong kho."], "unknown"),
    ("<b>x</b>", ["&lt;b&gt;x&lt;/b&gt;"], "markup stays text"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LOOK_UPS, ids=[row[2] for row in LOOK_UPS])
def test_look_up(text: str, expected: list[str], reason: str) -> None:
    fragment = asking.look_up(FakeBase(), text)
    assert [part for part in expected if part not in fragment] == [], reason


def test_state_lists_counts_model_and_failed_files() -> None:
    fragment = asking.state(FakeBase())
    expected = ("static-256", "&lt;b&gt;hong&lt;/b&gt;.pdf", "Tệp bị cụt; hãy xin lại tệp.", "1.234")
    assert [part for part in expected if part not in fragment] == []


ERRORS = [
    ("documents", lambda base: asking.library(base), "the library"),
    ("documents", lambda base: asking.welcome(base), "the first screen"),
    ("duties", lambda base: asking.duties(base, {"don-vi": "A"}), "duties"),
    ("references", lambda base: asking.look_up(base, "1/A"), "look-ups"),
    ("status", lambda base: asking.state(base), "the state"),
    ("ask", lambda base: asking.ask(base, "x"), "a question"),
]


@pytest.mark.parametrize(("broken", "call", "reason"), ERRORS, ids=[row[2] for row in ERRORS])
def test_a_program_error_becomes_a_sentence(broken: str, call, reason: str) -> None:
    fragment = call(FakeBase(broken=broken))
    assert (asking.FAILED in fragment, "secret" in fragment) == (True, False), reason


def test_a_known_error_keeps_its_own_sentence() -> None:
    assert "Chưa có chỉ mục; chạy &#39;cancu rebuild&#39;." in asking.state(FakeBase(unindexed=True))
