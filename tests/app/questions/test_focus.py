"""Near misses are told from answers."""

import pytest

from app.questions.focus import speaks_of_it
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
