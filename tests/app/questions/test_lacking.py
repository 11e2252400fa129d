"""What is said where the named document does not answer: it charges others, it is not stored, it has ended."""

import datetime as dt

import pytest

from corpus.model import AnswerStatus

NOW = dt.date(2026, 8, 1)
PLAN = "ke-hoach/3163-kh-bct/2024-05-13"
RULES = "quyet-dinh/1575-qd-bct/2021-06-15"


def ask(base, question, **more):
    return base.ask(question, **{"as_of": NOW, **more})


REFUSED = [
    (
        "Bộ Y tế phải làm gì theo Quyết định 1908/QĐ-BCT?",
        "Kho có Quyết định số 1908/QĐ-BCT ngày 25/07/2023 của Bộ Công Thương, nhưng trong đó không thấy nhiệm vụ nào của Bộ Y tế, "
        "kể cả qua tên chung như “các sở, ban, ngành”. Văn bản này giao việc cho: ",
        "stored, charges others",
    ),
    (
        "Sở Y tế phải làm gì theo Nghị định 999/2031/NĐ-CP?",
        "Kho không có văn bản số 999/2031/NĐ-CP và không văn bản nào trong kho nhắc đến.",
        "nobody stored or cites it",
    ),
    (
        "Chỉ thị 07/CT-TTg năm 2012 giao Bộ Nội vụ làm gì?",
        "Kho không có Chỉ thị 07/CT-TTg năm 2012. Cùng số này kho có: Chỉ thị số 07/CT-TTg ngày 21/03/2023 của Thủ tướng Chính phủ.",
        "stored with another year",
    ),
]


@pytest.mark.parametrize(("question", "message", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_a_document_that_does_not_answer_is_named(base, question, message, reason):
    answer = ask(base, question)
    assert (answer.status, answer.duties, answer.clauses) == (AnswerStatus.NO_MATCH, (), ()), reason
    assert answer.message.startswith(message), reason


def test_general_names_are_told_to_be_general_and_stand_without_other_clauses(base):
    answer = ask(base, "Bộ Quốc phòng phải làm gì theo Quyết định 1575/QĐ-BCT?")
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.clauses == ()
    assert {(duty.quote.document.key, duty.generic) for duty in answer.duties} == {(RULES, True)}
    assert answer.message.startswith(
        "Quyết định số 1575/QĐ-BCT ngày 15/06/2021 của Bộ Công Thương không nêu đích danh Bộ Quốc phòng;"
    )


def test_what_carries_the_named_document_out_is_shown_as_such(base):
    answer = ask(base, "Sở Công Thương phải làm gì theo Chỉ thị 07/CT-TTg?")
    assert PLAN in {duty.quote.document.key for duty in answer.duties if not duty.generic}
    assert "Sở Công Thương có nhiệm vụ trong văn bản triển khai hoặc dẫn văn bản này: Kế hoạch số 3163/KH-BCT" in answer.message


def test_a_unit_that_the_named_document_charges_is_answered_without_a_remark(base):
    answer = ask(base, "Vụ Pháp chế phải làm gì theo Quyết định 1908/QĐ-BCT?")
    assert answer.message == ""
    assert {duty.quote.document.number for duty in answer.duties} == {"1908/QĐ-BCT"}


def test_of_a_document_that_nobody_stored_the_clauses_that_cite_it_answer(base):
    cited = ask(base, "Quyết định số 25/2013/QĐ-TTg quy định gì?", as_of=dt.date(2020, 1, 1))
    assert cited.message.startswith("Văn bản số 25/2013/QĐ-TTg chưa có trong kho; câu trả lời lấy từ những nơi nhắc đến.")
    assert all("25/2013/QĐ-TTg" in clause.text for clause in cited.clauses)
    assert cited.clauses


ACTED = [
    ("Nghị định nào thay nghị định 09/2017?", "244/2026/NĐ-CP", "dieu-5/khoan-2", "what ends it"),
    ("Nghị định 09/2017/NĐ-CP bị bãi bỏ bởi văn bản nào?", "244/2026/NĐ-CP", "dieu-5/khoan-2", "the passive"),
    ("Nghị định 244/2026/NĐ-CP thay thế nghị định nào?", "244/2026/NĐ-CP", "dieu-5/khoan-2", "what the document named does"),
    ("Nghị định 244/2026/NĐ-CP bãi bỏ những gì?", "244/2026/NĐ-CP", "dieu-5/khoan-2", "asked without a kind"),
]


@pytest.mark.parametrize(("question", "number", "path", "reason"), ACTED, ids=[row[3] for row in ACTED])
def test_what_ends_a_document(base, question, number, path, reason):
    answer = ask(base, question)
    assert [(clause.document.number, clause.path) for clause in answer.clauses] == [(number, path)], reason


@pytest.mark.parametrize(
    ("day", "status"), [(dt.date(2026, 6, 1), "Còn hiệu lực"), (dt.date(2026, 7, 1), "Hết hiệu lực toàn bộ")], ids=str
)
def test_whether_a_document_holds(base, day, status):
    answer = ask(base, "Nghị định 09/2017/NĐ-CP còn hiệu lực không?", as_of=day)
    shown = f"{day.day:02}/{day.month:02}/{day.year}"
    assert answer.message == f"Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ: {status} (tính đến ngày {shown})."
    assert [(clause.document.number, clause.path) for clause in answer.clauses[:2]] == [
        ("09/2017/NĐ-CP", "dieu-11/khoan-1"),
        ("244/2026/NĐ-CP", "dieu-5/khoan-2"),
    ]


def test_a_document_that_changes_nothing_gives_no_clause_for_it(base):
    assert ask(base, "Nghị định 244/2026/NĐ-CP đính chính văn bản nào?").status is AnswerStatus.NO_MATCH
