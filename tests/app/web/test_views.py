from __future__ import annotations

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from app.web import asking, views
from corpus.model import Answer, AnswerStatus, Question
from tests.app.web.fake import EVIL, HOSTILE, PLAN, FakeBase

MARKED = [
    ("báo cáo trước ngày 5", "trước ngày 5", 'báo cáo <mark class="m">trước ngày 5</mark>', "once"),
    ("a b a", "a", "a b a", "twice: no guess"),
    ("a b", "c", "a b", "not there"),
    ("a b", "", "a b", "nothing to mark"),
    ("<b> & c", "&", '&lt;b&gt; <mark class="m">&amp;</mark> c', "everything is escaped"),
    ("x <i>y</i>", "<i>y</i>", 'x <mark class="m">&lt;i&gt;y&lt;/i&gt;</mark>', "the marked part too"),
]


@pytest.mark.parametrize(("text", "part", "expected", "reason"), MARKED, ids=[row[3] for row in MARKED])
def test_emphasised(text: str, part: str, expected: str, reason: str) -> None:
    assert str(views.emphasised(text, part, "m")) == expected, reason


def test_duties_are_grouped_in_the_order_of_their_documents() -> None:
    duties = FakeBase().duties("Sở Công Thương").duties
    other = replace(duties[0], quote=FakeBase().quote(HOSTILE, "dieu-1"))
    grouped = views.by_document((duties[0], other, duties[1]))
    assert [(document.key, group) for document, group in grouped] == [(PLAN, [duties[0], duties[1]]), (HOSTILE, [other])]


def test_a_fragment_holds_nothing_for_a_template_engine() -> None:
    fragment = asking.ask(FakeBase(), "script")
    assert [sign for sign in "{}$" if sign in fragment] == []
    assert "&#123;&#123; value &#125;&#125;&#36;&#123;1+1&#125;" in fragment


def test_a_name_unknown_to_a_template_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        views.render("failure.html")


FLOWING = [
    ("thi hành Nghị định\nnày./.", "thi hành Nghị định này./.", "a line that goes on small"),
    ("chính sách (qua\nVăn phòng Bộ) để\ntổng hợp", "chính sách (qua Văn phòng Bộ) để tổng hợp", "a bracket that is still open"),
    ("như sau:\na) một;\nb) hai.", "như sau:\na) một;\nb) hai.", "points"),
    ("gồm\nđ) năm\n- sáu\n1.2. bảy", "gồm\nđ) năm\n- sáu\n1.2. bảy", "points and dashes without a colon before"),
    ("Điều 5. Tên\nPhạm vi của điều", "Điều 5. Tên\nPhạm vi của điều", "a line that begins with a capital"),
    ("kết thúc.\nnhưng chưa", "kết thúc.\nnhưng chưa", "a sentence that ended"),
    ("(mở mãi;\n1. Một\n2. Hai", "(mở mãi;\n1. Một\n2. Hai", "a bracket that nobody closed ends with its line"),
    ("a\n\nb", "a\n\nb", "an empty line"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), FLOWING, ids=[row[2] for row in FLOWING])
def test_line_breaks_within_a_sentence_are_not_shown(text: str, expected: str, reason: str) -> None:
    assert (views.flowing(text), len(expected)) == (expected, len(text)), reason


STATES = [
    (
        Answer(Question("x"), AnswerStatus.UNAVAILABLE, message="Chạy lệnh A."),
        ["Chưa tra cứu được", "Chạy lệnh A."],
        "could not look",
    ),
    (Answer(Question("x"), AnswerStatus.UNAVAILABLE), ["Chưa tra cứu được", "cancu status"], "could not look, no message"),
    (
        Answer(Question("x"), AnswerStatus.NO_MATCH, message="Không có B."),
        ["Không tìm thấy", "Không có B.", "Thư viện"],
        "nothing found",
    ),
    (Answer(Question("x"), AnswerStatus.ANSWERED), ["Không tìm thấy"], "answered without a quote is no answer"),
    (
        FakeBase().ask("báo cáo"),
        ["2 nhiệm vụ đúng câu hỏi nhất", "1 điều khoản khác có liên quan", "Chưa chắc chắn, cần đọc lại"],
        "answered, one duty uncertain",
    ),
    (Answer(Question(EVIL, EVIL, EVIL), AnswerStatus.NO_MATCH, message=EVIL), ["&lt;script&gt;"], "hostile words"),
]


@pytest.mark.parametrize(("answer", "expected", "reason"), STATES, ids=[row[2] for row in STATES])
def test_the_outcomes_of_a_question(answer: Answer, expected: list[str], reason: str) -> None:
    fragment = asking.answered(asking.Asked(answer.question.text), answer)
    assert ([words for words in expected if words not in fragment], "<script" in fragment) == ([], False), reason


def test_a_card_has_quote_citation_page_and_permalink() -> None:
    fragment = asking.ask(FakeBase(), "báo cáo")
    expected = (
        'data-copy="khoản 2 Mục II Kế hoạch số 15/KH-BVD ngày 01/02/2024 của Bộ Ví Dụ"',
        f'href="/vb/{PLAN}/muc-ii/khoan-2"',
        f'href="/trang/{PLAN}/1.png?tu=',
        '<mark class="cc-when">trước ngày 25 tháng 12 hằng năm</mark>',
        "Nêu đích danh: Sở Công Thương",
        "Còn hiệu lực",
        "Bộ trưởng; Văn phòng Bộ",
    )
    assert [part for part in expected if part not in fragment] == []
