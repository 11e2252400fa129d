"""Near misses are told from answers."""

import pytest

from app.questions.focus import speaks_of_it, weighed
from app.questions.question import is_asking

CLAUSE = "Người có đất bị thu hồi được mua nhà ở xã hội không phải bốc thăm."
REPORT = "Các đơn vị định kỳ báo cáo kết quả truyền thông chính sách về Ủy ban nhân dân tỉnh."
HOME = (("mua", 2.0), ("nhà ở", 2.0), ("xã hội", 1.0), ("bốc thăm", 6.0))
FINE = "Mức phạt khi chậm báo cáo là bao nhiêu?"
QUESTIONS = [
    ("Mua nhà ở xã hội có phải bốc thăm không?", HOME, CLAUSE, True, "all of it"),
    ("mua nha o xa hoi co phai boc tham khong", (("mua", 2.0), ("nha o", 2.0), ("boc tham", 6.0)), CLAUSE, True, "without marks"),
    (
        "Người vay mua nhà trả lãi thế nào?",
        (("vay", 6.0), ("mua", 2.0), ("nhà", 2.0), ("lãi", 6.0)),
        CLAUSE,
        False,
        "the rare half misses",
    ),
    (FINE, (("mức", 0.1), ("phạt", 0.1), ("kết quả", 9.0)), REPORT, False, "the quantity asked for is missing"),
    (FINE, (("mức", 1.0), ("phạt", 1.0), ("kết quả", 1.0)), f"Mức phạt: 5%. {REPORT}", True, "the quantity is there"),
    ("Sở phải làm gì theo Kế hoạch 3163?", (("kế hoạch", 3.0), ("3163", 9.0)), REPORT, True, "only a document is asked for"),
    ("Bốc thăm thế nào?", (("bốc thăm", 1.0),), "", False, "an empty item"),
]


@pytest.mark.parametrize(("question", "weights", "item", "speaks", "why"), QUESTIONS, ids=[row[4] for row in QUESTIONS])
def test_an_item_must_speak_of_what_is_asked(question, weights, item, speaks, why):
    assert speaks_of_it(question, weights, [item]) is speaks, why


def test_little_found_needs_nearly_all_of_the_words():
    weights = (("bốc thăm", 7.0), ("lãi suất", 3.0))
    assert speaks_of_it("?", weights, [CLAUSE])
    assert not speaks_of_it("?", weights, [CLAUSE], weak=True)
    assert speaks_of_it("?", (("bốc thăm", 9.0), ("lãi suất", 1.0)), [CLAUSE], weak=True)


TERMS = [
    ("sáp nhập", "Sắp xếp các tỉnh để hình thành đơn vị mới.", True, "the term of the law"),
    ("hít", "Sử dụng qua đường hô hấp.", True, "the term of the law"),
    ("sáp nhập", "Các tỉnh báo cáo hằng năm.", False, "nothing of it"),
    ("n2o", "Khí N2O dùng trong y tế.", True, "a word with a digit is a word"),
]


@pytest.mark.parametrize(("word", "item", "speaks", "why"), TERMS, ids=[f"{row[0]}: {row[3]}" for row in TERMS])
def test_everyday_words_are_met_by_terms(word, item, speaks, why):
    assert speaks_of_it("?", ((word, 5.0),), [item]) is speaks, why


KNOWN = {"phát ngôn": 2.0, "sự cố": 3.0, "trang": 2.5, "báo cáo": 1.0}
CUT = {"ai phát ngôn ở xã": ["ai phát ngôn"], "sự cố trang": ["sự cố trang"], "lãi suất": ["lãi suất"], "báo cáo": ["báo cáo"]}
PIECES = [
    ("ai phát ngôn ở xã", [("phát ngôn", 2.0)], "an asking word that was joined falls away"),
    ("sự cố trang", [("sự cố", 3.0), ("trang", 2.5)], "two known pieces"),
    ("lãi suất", [("lãi suất", 9.0)], "a word that the collection lacks is not taken apart"),
    ("báo cáo", [("báo cáo", 1.0)], "a known word stays"),
]


@pytest.mark.parametrize(("text", "expected", "why"), PIECES, ids=[row[2] for row in PIECES])
def test_stretches_that_no_document_has_are_cut(text, expected, why):
    assert weighed(text, lambda one: [(word, KNOWN.get(word, 9.0)) for word in CUT.get(one, [one])]) == expected, why


def test_one_item_must_cover_it_alone():
    weights = (("bốc thăm", 1.0), ("truyền thông", 1.0), ("chính sách", 1.0), ("thu hồi", 1.0))
    assert not speaks_of_it("?", (("bốc thăm", 1.0), ("truyền thông", 1.0)), [CLAUSE, REPORT])
    assert not speaks_of_it("?", weights, [CLAUSE, REPORT])
    assert speaks_of_it("?", weights, [CLAUSE, REPORT, CLAUSE + REPORT])


@pytest.mark.parametrize(
    ("word", "expected", "reason"),
    [
        ("gì", True, "an asking word"),
        ("khong", True, "an asking word without its marks"),
        ("vì", True, "an asking word"),
        ("vi", False, "the first half of 'vi phạm'"),
        ("nam", False, "'Việt Nam' has it"),
        ("báo", False, "what is asked about"),
    ],
)
def test_is_asking(word, expected, reason):
    assert is_asking(word) is expected, reason
