"""Clauses asked for by their address, as officers type it."""

import pytest

from app.questions.addressed import addressed
from corpus.model import AnswerStatus
from index.understanding.reading import understand

OLD, NEW = "nghi-dinh/09-2017-nd-cp/2017-02-09", "nghi-dinh/244-2026-nd-cp/2026-06-26"
NAMED = [
    ("k2 đ5 nđ 09/2017", (f"{OLD}#dieu-5/khoan-2",), "short forms"),
    ("khoan 2 dieu 5 nd 09", (f"{OLD}#dieu-5/khoan-2",), "without marks, a number in part"),
    ("khoản 1 Điều 5 Nghị định số 244/2026/NĐ-CP quy định gì?", (f"{NEW}#dieu-5/khoan-1",), "in a question"),
    ("điều 3 nghị định số 09/2017/NĐ-CP và báo chí", (f"{OLD}#dieu-3",), "with a topic"),
]
NOT_NAMED = [
    ("Nghị định 09/2017/NĐ-CP quy định gì?", "a document without an address"),
    ("khoản 2 Điều 5", "an address without a document"),
    ("khoản 2 Điều 5 Nghị định 99/1999/NĐ-CP", "a document that is not stored"),
    ("trong 5 ngày, mức 3 triệu đ", "numbers that are no address"),
    ("Sở Công Thương phải báo cáo gì?", "no address at all"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), NAMED, ids=[row[2] for row in NAMED])
def test_the_clause_named_by_its_address_is_found(base, text, expected, reason):
    found = addressed(base, text, understand(text).text)
    assert found is not None
    assert (tuple(p.id for p in found.provisions)[:1], found.note) == (expected, ""), reason


@pytest.mark.parametrize(("text", "reason"), NOT_NAMED, ids=[row[1] for row in NOT_NAMED])
def test_what_names_no_stored_clause_is_left_to_the_search(base, text, reason):
    assert addressed(base, text, understand(text).text) is None, reason


def test_a_clause_that_is_not_there_gives_the_one_above_it_and_says_so(base):
    found = addressed(base, "điểm x khoản 2 Điều 5 Nghị định 09/2017/NĐ-CP")
    assert [p.id for p in found.provisions] == [f"{OLD}#dieu-5/khoan-2"]
    assert found.note.startswith("Không có đúng điều khoản này; gần nhất là khoản 2 Điều 5")
    absent = addressed(base, "Điều 99 Nghị định 09/2017/NĐ-CP")
    assert (absent.provisions, absent.note[:4]) == ((), "Kho ")


def test_search_and_ask_put_it_first_and_can_be_told_not_to(base):
    text = "k2 đ5 nđ 09/2017"
    assert base.search(text, k=3)[0].provision.id == f"{OLD}#dieu-5/khoan-2"
    assert len({hit.provision.id for hit in base.search(text, k=5)}) == 5, "each clause once"
    answer = base.ask(text)
    assert (answer.status, answer.clauses[0].path) == (AnswerStatus.ANSWERED, "dieu-5/khoan-2")
    assert base.addressed(text, ["address"]) is None
    assert base.ask("Điều 99 Nghị định 09/2017/NĐ-CP xyzzy", keep=["address"]).message.startswith("Không tìm thấy")


def test_json_tells_how_the_question_was_read(cancu):
    read = cancu("search", "k2 d5 nd 09/2017", "--json").json["understood"]
    assert read["address"]["ids"] == [f"{OLD}#dieu-5/khoan-2"]
    read = cancu("ask", "giay phpe bao chi", "--json", "--keep", "typos").json["understood"]
    assert (read["language"], read["address"]) == ("vi", None)
    assert [change["undo"] for change in read["changes"]] == ["marks:giay phpe bao chi"]
