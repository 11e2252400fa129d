"""Answers over real documents: the questions of the README, verbatim quotes, what is not there, days, marks."""

import datetime as dt

import pytest

from app.results import DutyFilters, SearchFilters
from corpus.model import AnswerStatus, Status

D = dt.date
NOW = D(2026, 8, 1)
PLAN = "ke-hoach/3163-kh-bct/2024-05-13"
OLD, NEW = "09/2017/NĐ-CP", "244/2026/NĐ-CP"


def ask(base, question, **more):
    return base.ask(question, **{"as_of": NOW, **more})


def test_what_must_a_department_report_and_when(base):
    answer = ask(base, "Sở Công Thương phải báo cáo gì, khi nào?")
    assert (answer.status, answer.question.unit) == (AnswerStatus.ANSWERED, "Sở Công Thương")
    first = answer.duties[0]
    assert (first.quote.document.key, first.quote.path, first.quote.page) == (PLAN, "muc-iii/khoan-6", 3)
    assert (first.obligation.deadline.kind, first.obligation.deadline.value) == ("recurring", "--12-25")
    assert "Văn phòng Bộ" in first.obligation.quote
    assert "Văn phòng Bộ" in first.obligation.recipients
    assert "Sở Công Thương" in first.because


def test_what_are_the_tasks_of_a_newspaper(base):
    answer = ask(base, "Báo Công Thương có nhiệm vụ gì?")
    assert (answer.status, answer.question.unit) == (AnswerStatus.ANSWERED, "Báo Công Thương")
    paths = {duty.quote.path for duty in answer.duties if duty.quote.document.key == PLAN}
    assert {f"muc-iii/khoan-2/diem-{letter}" for letter in ("a", "b", "c", "d", "dd")} <= paths
    assert {duty.how for duty in answer.duties if duty.quote.document.key == PLAN} <= {"named", "class", "parent"}


OUTSIDE = [
    "Công thức nấu phở bò gồm những gì?",
    "Mức lãi suất tiết kiệm kỳ hạn 12 tháng là bao nhiêu?",
    "Giá vé xem phim cuối tuần?",
    "asdf qwer zxcv",
    "???",
    "",
]


@pytest.mark.parametrize("question", OUTSIDE)
def test_a_question_outside_the_documents_says_that_nothing_was_found(base, question):
    answer = ask(base, question)
    assert (answer.status, answer.duties, answer.clauses) == (AnswerStatus.NO_MATCH, (), ())
    assert answer.message.startswith("Không tìm thấy căn cứ trả lời trong các văn bản đã nạp.")


WITHOUT_MARKS = [
    ("Sở Công Thương phải báo cáo gì, khi nào?", "So Cong Thuong phai bao cao gi, khi nao?"),
    ("Báo Công Thương có nhiệm vụ gì?", "bao cong thuong co nhiem vu gi"),
    ("Sở Công Thương phải báo cáo gì, khi nào?", "SỞ CÔNG THƯƠNG PHẢI BÁO CÁO GÌ, KHI NÀO?"),
]


@pytest.mark.parametrize(("marked", "typed"), WITHOUT_MARKS)
def test_a_question_without_marks_has_the_same_first_duty(base, marked, typed):
    first, again = ask(base, marked).duties[0], ask(base, typed).duties[0]
    assert (again.quote.document.key, again.quote.path, again.obligation) == (
        first.quote.document.key,
        first.quote.path,
        first.obligation,
    )


QUESTIONS = [
    "Sở Công Thương phải báo cáo gì, khi nào?",
    "Báo Công Thương có nhiệm vụ gì?",
    "Người phát ngôn phải cung cấp thông tin cho báo chí trong thời hạn nào?",
    "Ủy ban nhân dân cấp tỉnh tổ chức họp báo mấy tháng một lần?",
    "Bộ Tư pháp làm gì theo Quyết định 407/QĐ-TTg?",
    "cơ quan báo chí không được làm gì?",
    "hồ sơ mật lưu bao nhiêu năm",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("day", [D(2025, 1, 1), NOW], ids=str)
def test_every_quote_is_verbatim_with_its_address_and_page(base, question, day):
    answer = ask(base, question, as_of=day)
    assert answer.status is AnswerStatus.ANSWERED
    for quote in (*(duty.quote for duty in answer.duties), *answer.clauses):
        document = base.document(quote.document.key)
        assert document.text[quote.start : quote.end] == quote.text
        assert quote.text
        provision = base.catalogue.nearest_provision(quote.document.key, quote.path)
        assert provision.start <= quote.start <= quote.end <= provision.end
        pages = {page.number for page in document.pages}
        assert quote.page in pages if pages else quote.page is None
    for duty in answer.duties:
        assert duty.obligation.quote == duty.quote.text


@pytest.mark.parametrize(
    ("day", "present", "absent"), [(D(2026, 6, 25), OLD, NEW), (D(2026, 7, 1), NEW, OLD), (NOW, NEW, OLD)], ids=str
)
def test_documents_that_have_ended_or_do_not_exist_yet_are_left_out(base, day, present, absent):
    question = "Người phát ngôn phải cung cấp thông tin đột xuất cho báo chí trong bao lâu?"
    answer = ask(base, question, as_of=day)
    shown = {quote.document.number for quote in (*(duty.quote for duty in answer.duties), *answer.clauses)}
    assert present in shown
    assert absent not in shown
    hits = {hit.document.number for hit in base.search("cung cấp thông tin cho báo chí", k=50, filters=SearchFilters(as_of=day))}
    assert present in hits
    assert absent not in hits


def test_without_a_day_a_search_shows_what_has_ended_with_its_status(base):
    hits = {hit.document.number: hit.document.status for hit in base.search("cung cấp thông tin cho báo chí", k=50)}
    assert OLD in hits
    assert base.status_of("nghi-dinh/09-2017-nd-cp/2017-02-09", D(2026, 7, 1)) is Status.ENDED
    assert base.status_of("nghi-dinh/09-2017-nd-cp/2017-02-09", D(2026, 6, 30)) is Status.IN_FORCE
    assert base.status_of("nghi-dinh/09-2017-nd-cp/2017-02-09", D(2017, 3, 29)) is Status.NOT_YET


def test_every_hit_has_words_to_quote(base):
    for question in ("trách nhiệm của người phát ngôn", "phát ngôn", "hiệu lực thi hành"):
        hits = base.search(question, k=8)
        assert len(hits) == 8
        assert all(hit.provision.text for hit in hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_document_that_is_named_narrows_the_answer_to_it(base):
    answer = ask(base, "Bộ Tư pháp làm gì theo Quyết định 407/QĐ-TTg?")
    key = "quyet-dinh/407-qd-ttg/2022-03-30"
    assert answer.question.documents == (key,)
    assert {quote.document.key for quote in (*(d.quote for d in answer.duties), *answer.clauses)} == {key}


def test_every_duty_of_an_answer_binds_the_unit(base):
    answer = ask(base, "Văn phòng Bộ phải làm gì?")
    binding = {(d.quote.document.key, d.obligation) for d in base.duties("Văn phòng Bộ", DutyFilters(as_of=NOW)).duties}
    assert answer.duties
    assert {(d.quote.document.key, d.obligation) for d in answer.duties} <= binding


def test_k_bounds_duties_and_clauses(base):
    answer = ask(base, "Báo Công Thương có nhiệm vụ gì?", k=2)
    assert len(answer.duties) == 2
    assert len(answer.clauses) <= 2
    assert answer.duties == ask(base, "Báo Công Thương có nhiệm vụ gì?").duties[:2]


def test_the_same_question_has_the_same_answer(base):
    assert ask(base, QUESTIONS[0]) == ask(base, QUESTIONS[0])


def test_pages_and_boxes_of_what_is_quoted(base):
    first = ask(base, QUESTIONS[0]).duties[0].quote
    boxes = base.boxes(first.document.key, first.start, first.end)
    assert {box.page for box in boxes} == {first.page}
    assert all(box.x0 < box.x1 and box.y0 < box.y1 for box in boxes)
    image = base.page_image(first.document.key, first.page, boxes=boxes)
    assert image.startswith(b"\x89PNG")
    assert base.page_image(first.document.key, 99) is None
    assert base.page_image("thong-tu/07-2020-tt-btd/2020-01-02/bo-thi-diem", 1) is None, "an import has no pages"
    assert base.boxes("khong/co", 0, 5) == ()


def test_units_offered_are_those_with_duties_first(base):
    names = base.unit_names()
    assert len(set(names)) == len(names)
    bearers = base.catalogue.bearers()
    assert names[: len(bearers)] == bearers
    assert "Báo Công Thương" in bearers
