"""The conditions that questions set beside their topic, and what they leave of a list of duties."""

import datetime as dt

import pytest

from app.questions.conditions import Conditions, conditions_in
from corpus.model import AnswerStatus, Role

D = dt.date
DAY = D(2026, 8, 1)

READ = [
    ("Còn việc nào phải xong trước 31/12/2026?", (DAY, D(2026, 12, 31), None), "what is left until a day"),
    ("phải gửi gì trước ngày 15 tháng 6 năm 2026?", (None, D(2026, 6, 15), None), "a day in words"),
    ("Đến 20/11 nộp gì?", (None, D(2026, 11, 20), None), "a day without its year"),
    ("việc gì trong tháng 2", (D(2026, 2, 1), D(2026, 2, 28), None), "a month of this year"),
    ("việc gì trong quý IV/2025", (D(2025, 10, 1), D(2025, 12, 31), None), "a quarter"),
    ("chủ trì những việc gì?", (None, None, Role.CHU_TRI), "what it leads"),
    ("phối hợp việc gì trước 30/6/2026", (None, D(2026, 6, 30), Role.PHOI_HOP), "a role and a day"),
    ("công điện tháng 7/2026 giao gì?", (None, None, None), "a month that dates a document"),
    ("phối hợp với ai?", (None, None, None), "a partner is asked for"),
    ("trước ngày 31/2/2026", (None, None, None), "no such day"),
    ("trước khi họp", (None, None, None), "no day"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), READ, ids=[row[2] for row in READ])
def test_conditions(text, expected, reason):
    found = conditions_in(text, DAY)
    assert (found.since, found.until, found.role) == expected, reason
    assert found.any is (expected != (None, None, None))


REST = [
    ("Còn việc nào phải xong trước 31/12/2026?", "việc nào ?", "the day and what leads to it"),
    ("chủ trì những việc gì?", "những việc gì?", "the role"),
    ("hồ sơ còn thiếu thì làm gì", "hồ sơ còn thiếu thì làm gì", "nothing is set"),
]


@pytest.mark.parametrize(("text", "rest", "reason"), REST, ids=[row[2] for row in REST])
def test_what_is_left_of_the_question(text, rest, reason):
    assert " ".join(conditions_in(text, DAY).rest.split()) == rest, reason


def test_no_condition_is_none():
    assert Conditions("x") == Conditions("x", None, None, None)
    assert not Conditions("x").any


def test_only_duties_that_meet_the_conditions_are_shown_where_nothing_else_is_asked(base):
    answer = base.ask("Sở Công Thương còn việc nào phải xong trước 31/12/2026?", as_of=DAY)
    assert answer.clauses == ()
    assert {duty.obligation.deadline.value for duty in answer.duties} == {"--12-25"}
    assert answer.message == (
        "Chỉ gồm nhiệm vụ của Sở Công Thương có thời hạn từ ngày 01/08/2026 đến hết ngày 31/12/2026; "
        "nhiệm vụ không ghi như vậy không có ở đây."
    )
    leading = base.ask("Vụ Pháp chế chủ trì những việc gì?", as_of=DAY)
    assert leading.duties
    assert {duty.obligation.role for duty in leading.duties} == {Role.CHU_TRI}


def test_nothing_that_meets_them_is_said_so(base):
    answer = base.ask("Báo Công Thương chủ trì những việc gì?", as_of=DAY)
    assert (answer.status, answer.duties, answer.clauses) == (AnswerStatus.NO_MATCH, (), ())
    assert answer.message == "Không thấy nhiệm vụ nào của Báo Công Thương có vai trò chủ trì trong các văn bản đã nạp."
