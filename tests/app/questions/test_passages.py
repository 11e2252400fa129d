"""What is shown is what is stored: cuts, boxes, pages; the numbers are those of the module's guarantees."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.passages import boxes_of, nearest, page_of, quote_obligation, quote_provision, rescored, shorten
from corpus.model import Box, Document, DocumentSummary, Head, Level, Line, Modality, Obligation, Provision, Source
from tests.app.samples import duty

SUMMARY = DocumentSummary("k", "Kế hoạch", "1/KH-X", dt.date(2024, 1, 2), None, None)
CUTS = [
    ("Một câu.", 20, "Một câu.", "short enough"),
    ("Một câu.", 8, "Một câu.", "exactly as long"),
    ("Câu một. Câu hai. Câu ba.", 20, "Câu một. Câu hai.", "after the last whole sentence"),
    ("a) Việc một; b) Việc hai; c) Việc ba", 26, "a) Việc một; b) Việc hai;", "after a semicolon"),
    ("Các việc: một, hai, ba", 15, "Các việc:", "after a colon"),
    ("Đoạn một\nĐoạn hai\nĐoạn ba", 20, "Đoạn một\nĐoạn hai", "after a paragraph"),
    ("Đoạn một dài. Hết\nĐoạn", 19, "Đoạn một dài. Hết", "the later of the two"),
    ("Số 1.500 đồng. Hết rồi", 18, "Số 1.500 đồng.", "a dot inside a number ends nothing"),
    ("khôngcóchỗcắt", 5, "không", "nowhere to cut"),
    ("", 5, "", "nothing"),
]


@pytest.mark.parametrize(("text", "limit", "expected", "reason"), CUTS, ids=[row[3] for row in CUTS])
def test_1_long_clauses_are_cut_at_the_end_of_a_sentence(text, limit, expected, reason):
    assert shorten(text, limit) == expected, reason


@given(st.text("ab .;:\n", max_size=60), st.integers(1, 40))
def test_1_what_is_shown_is_a_beginning_within_the_limit(text, limit):
    shown = shorten(text, limit)
    assert text.startswith(shown)
    assert len(shown) <= max(limit, 0) or shown == text
    assert shorten(shown, limit) == shown


@given(st.lists(st.sampled_from(["Một câu dài.", "Hai;", "ba\n", " "]), max_size=400).map(" ".join))
def test_1_a_quote_of_a_provision_is_the_documents_text_at_its_span(text):
    document = f"Điều 1. {text}"
    start = len("Điều 1. ")
    provision = Provision("k", "dieu-1", "Điều 1", "", text, start, len(document), Level.DIEU, page=4)
    quote = quote_provision(provision, SUMMARY, 0.5)
    assert document[quote.start : quote.end] == quote.text
    assert (quote.document, quote.path, quote.label, quote.page, quote.score) == (SUMMARY, "dieu-1", "Điều 1", 4, 0.5)


def test_2_a_quote_of_an_obligation_is_its_own_span_under_its_clauses_address():
    obligation = Obligation(10, 17, "báo cáo", Modality.MUST, path="muc-iii/khoan-6")
    quote = quote_obligation(obligation, SUMMARY, 3)
    assert (quote.text, quote.start, quote.end, quote.label, quote.page) == ("báo cáo", 10, 17, "khoản 6 Mục III", 3)


def test_another_score_changes_nothing_else():
    before = duty()
    after = rescored(before, 0.9)
    assert after.quote.score == 0.9
    assert rescored(after, before.quote.score) == before


BOX = Box(1, 100.0, 10.0, 200.0, 22.0)
SECOND = Box(1, 100.0, 30.0, 180.0, 42.0)
THIRD = Box(2, 100.0, 10.0, 140.0, 22.0)
LINES = (
    Line("0123456789", 0, 10, 1, BOX),
    Line("abcdefgh", 11, 19, 1, SECOND),
    Line("không hộp", 20, 29, 1, None),
    Line("wxyz", 30, 34, 2, THIRD),
)
DOCUMENT = Document("k", Head(), "0123456789\nabcdefgh\nkhông hộp\nwxyz", Source("a.pdf", "", 0), lines=LINES)
SPANS = [
    (0, 10, (BOX,), "a whole line"),
    (2, 5, (Box(1, 120.0, 10.0, 150.0, 22.0),), "a share of a line"),
    (8, 13, (Box(1, 180.0, 10.0, 200.0, 22.0), Box(1, 100.0, 30.0, 120.0, 42.0)), "the end of one and the beginning of the next"),
    (15, 32, (Box(1, 140.0, 30.0, 180.0, 42.0), Box(2, 100.0, 10.0, 120.0, 22.0)), "over a page; lines without a box are left out"),
    (0, 34, (BOX, SECOND, THIRD), "everything"),
    (10, 11, (), "between two lines"),
    (22, 25, (), "only a line without a box"),
    (40, 50, (), "beyond the text"),
    (5, 5, (), "an empty span inside a line"),
]


@pytest.mark.parametrize(("start", "end", "expected", "reason"), SPANS, ids=[row[3] for row in SPANS])
def test_boxes_are_cut_in_proportion(start, end, expected, reason):
    assert boxes_of(DOCUMENT, start, end) == expected, reason


@pytest.mark.parametrize(
    ("start", "page", "reason"),
    [(0, 1, "first"), (19, 1, "between"), (29, 2, "before the next page"), (33, 2, "last"), (99, None, "beyond")],
)
def test_the_page_on_which_a_span_begins(start, page, reason):
    assert page_of(LINES, start) == page, reason


def test_a_source_without_lines_has_no_pages():
    assert page_of((), 0) is None


KNOWN = ("dieu-1", "dieu-1/khoan-2", "kem-theo/dieu-1")


@pytest.mark.parametrize(
    ("path", "expected", "reason"),
    [
        ("dieu-1/khoan-2", "dieu-1/khoan-2", "itself"),
        ("dieu-1/khoan-2/diem-a", "dieu-1/khoan-2", "the one above"),
        ("dieu-1/khoan-3/diem-a", "dieu-1", "two above"),
        ("dieu-12", None, "no part of a step"),
        ("dieu-2", None, "none"),
        ("", None, "the whole document is no clause"),
    ],
)
def test_the_nearest_clause(path, expected, reason):
    assert nearest(path, KNOWN) == expected, reason
