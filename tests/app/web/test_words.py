from __future__ import annotations

import datetime as dt

import pytest

from app.duties.ordering import due_order
from app.web.words import PDF_KIND, STATUS_TONE, capitalised, date_words, document_name, due_words, is_past, number_words
from corpus.model import Deadline, DeadlineKind, DocumentSummary, Duty, Modality, Obligation, PdfKind, Quote, Status


def test_vocabularies_are_complete() -> None:
    assert (set(PDF_KIND), set(STATUS_TONE)) == (set(PdfKind), set(Status))


NAMES = [
    (("Nghị định", "09/2017/NĐ-CP", None), "Nghị định số 09/2017/NĐ-CP", "kind and number"),
    (("Luật", "103/2016/QH13", "Báo chí"), "Luật Báo chí số 103/2016/QH13", "a law goes by its name"),
    ((None, "12/ABC", None), "Văn bản số 12/ABC", "unknown kind"),
    ((None, None, None), "Văn bản không rõ số hiệu", "nothing known"),
]


@pytest.mark.parametrize(("head", "expected", "reason"), NAMES, ids=[row[2] for row in NAMES])
def test_document_name(head: tuple[str | None, str | None, str | None], expected: str, reason: str) -> None:
    kind, number, title = head
    assert document_name(DocumentSummary("k", kind, number, None, None, title)) == expected, reason


def duty(deadline: Deadline | None) -> Duty:
    document = DocumentSummary("k", "Kế hoạch", "1/KH", dt.date(2024, 1, 10), None, None)
    return Duty(Quote(document, "khoan-1", "khoản 1", "x", 0, 1), Obligation(0, 1, "x", Modality.MUST, deadline=deadline))


DATED = Deadline("trước ngày 30/6/2024", DeadlineKind.DATE, "2024-06-30")
DEADLINES = [
    (DATED, "Trước ngày 30/06/2024", "12024-06-30", True, "a day"),
    (Deadline("trong 10 ngày kể từ ngày ký", DeadlineKind.WITHIN, "P10D"), None, "12024-01-20", True, "counted from the signing"),
    (Deadline("hằng năm", DeadlineKind.RECURRING, "yearly"), "Hằng năm", "2yearly", False, "a rhythm has no single day"),
    (Deadline("khi có yêu cầu", DeadlineKind.EVENT, "khi có yêu cầu"), "Khi có yêu cầu", "2khi có yêu cầu", False, "an event"),
    (None, "", "9", False, "no deadline"),
]


@pytest.mark.parametrize(("deadline", "words", "order", "past", "reason"), DEADLINES, ids=[row[4] for row in DEADLINES])
def test_deadlines(deadline: Deadline | None, words: str | None, order: str, past: bool, reason: str) -> None:
    given = duty(deadline)
    assert (due_order(given.obligation.deadline, given.quote.document.date), is_past(given, dt.date(2024, 7, 1))) == (
        order,
        past,
    ), reason
    if words is not None:
        assert due_words(given) == words, reason


def test_a_deadline_is_not_past_on_its_own_day() -> None:
    assert not is_past(duty(DATED), dt.date(2024, 6, 30))


def test_small_words() -> None:
    assert (capitalised("điểm đ"), capitalised(""), date_words(None), date_words(dt.date(2024, 2, 9)), number_words(62294)) == (
        "Điểm đ",
        "",
        "không rõ ngày",
        "09/02/2024",
        "62.294",
    )
