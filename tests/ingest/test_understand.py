"""From text to a Document; the numbers are those of the module's guarantees."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingest.understand as understanding
from corpus.model import Head, Level, Provision, Source
from corpus.settings import Limits
from ingest.reading.plain import read_plain
from ingest.understand import read_provisions, understand
from tests.app.commands import DECISION

LETTER = DECISION.format(number=77, topic="ký số").replace("2. Các", "2. Căn cứ Nghị định số 09/2017/NĐ-CP, các")


def source_text(text, name="a.txt"):
    data = text.encode()
    return read_plain(data, Source(name, "ab" * 32, len(data)), Limits())


def assert_spans(document):
    assert [document.text[p.start : p.end] for p in document.provisions] == [p.text for p in document.provisions]
    inside = [*document.citations, *document.obligations, *document.effects]
    assert [document.text[x.start : x.end] for x in inside] == [x.quote for x in inside]


def test_1_everything_read_stands_in_the_text():
    document = understand(source_text(LETTER))
    assert (document.key, document.head.date) == ("quyet-dinh/77-qd-btd/2024-03-05/bo-thi-diem", dt.date(2024, 3, 5))
    assert [p.path for p in document.provisions if p.text and p.level in {Level.DIEU, Level.KHOAN}] == [
        "dieu-1",
        "dieu-2/khoan-1",
        "dieu-2/khoan-2",
    ]
    assert [(c.path, c.number) for c in document.citations if not c.self_reference] == [("dieu-2/khoan-2", "09/2017/NĐ-CP")]
    assert ("dieu-2/khoan-1", ("Văn phòng Bộ",), "--12-25") in [
        (o.path, o.bearers, o.deadline.value if o.deadline else None) for o in document.obligations
    ]
    assert_spans(document)


def test_1_citations_and_duties_never_run_over_the_edge_of_a_clause():
    document = understand(source_text(LETTER))
    edges = {p.path: (p.start, p.end) for p in document.provisions}
    for found in (*document.citations, *document.obligations):
        start, end = edges[found.path]
        assert start <= found.start <= found.end <= end


@pytest.mark.parametrize(
    ("text", "missing", "reason"),
    [
        ("Ghi chép.\nPhòng Một họp.", ["loại văn bản", "số, ký hiệu", "ngày ban hành", "cơ quan ban hành"], "no head at all"),
        (LETTER.replace("Số: 77/QĐ-BTĐ\n", ""), ["số, ký hiệu"], "no number"),
        (LETTER.replace("Hà Nội, ngày 05 tháng 3 năm 2024\n", ""), ["ngày ban hành"], "no date"),
    ],
)
def test_2_what_cannot_be_read_is_null_with_a_notice(text, missing, reason):
    document = understand(source_text(text))
    (notice,) = (n for n in document.notices if n.code == "head-incomplete")
    assert notice.message.startswith(f"Không đọc được {', '.join(missing)};"), reason
    assert document.text.strip() == text.strip()


def test_2_a_whole_head_has_no_such_notice():
    assert [n for n in understand(source_text(LETTER)).notices if n.code == "head-incomplete"] == []


WORDS = st.sampled_from(
    [
        *"aàđ1.-)(:;,\n",
        "Điều 1.",
        "1.",
        "a)",
        "Chương I",
        "Căn cứ",
        "Nghị định số 09/2017/NĐ-CP",
        "Sở Mẫu phải",
        "“",
        "”",
        " ",
        "Phụ lục",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30).map("".join).filter(lambda text: text.strip()))
def test_3_any_text_gives_a_document_and_the_same_one_twice(text):
    source = source_text(text)
    document = understand(source)
    assert_spans(document)
    assert understand(source) == document


def test_a_clause_on_which_a_reader_fails_is_told_and_costs_no_other(monkeypatch):
    def read(text, **_more):
        if "hỏng" in text:
            raise RuntimeError
        return []

    monkeypatch.setattr(understanding, "extract_citations", read)
    texts = ["Văn phòng Bộ phải nộp báo cáo.", "Câu hỏng.", "Cục Mẫu phải nộp báo cáo."]
    provisions = [
        Provision("k", f"dieu-{n}", f"Điều {n}", "", text, n * 100, n * 100 + len(text), Level.DIEU, page=n)
        for n, text in enumerate(texts, 1)
    ]
    readings = read_provisions(provisions, Head())
    assert [o.bearers for o in readings.obligations] == [("Văn phòng Bộ",), ("Cục Mẫu",)]
    (notice,) = readings.notices
    assert (notice.code, notice.page) == ("clause-unread", 2)
    assert "Điều 2" in notice.message


AMENDING = (
    "CHÍNH PHỦ\nSố: 20/2024/NĐ-CP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Hà Nội, ngày 05 tháng 01 năm 2024\nNGHỊ ĐỊNH\nSửa đổi Nghị định số 15/2020/NĐ-CP\nCăn cứ Luật Tổ chức Chính phủ;\n"
    "Điều 1. Sửa đổi, bổ sung Điều 9 Nghị định số 15/2020/NĐ-CP như sau:\n"
    "“Điều 9. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2020.\n2. Thay thế Nghị định số 3/2011/NĐ-CP.”.\n"
    "Điều 2. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 3 năm 2024.\n"
)


def test_what_an_amending_document_quotes_is_not_its_own_effect():
    document = understand(source_text(AMENDING))
    assert document.head.effective_date == dt.date(2024, 3, 1)
    assert {e.target.number for e in document.effects if e.target} == {"15/2020/NĐ-CP"}
    assert [(a.target, a.operation.value) for a in document.amendments] == [("dieu-9", "replace")]
    assert_spans(document)
