"""What is known of documents that are cited but not stored."""

import pytest

from app.relations.absent import Absent, absent_words, gather
from corpus.model import Citation


def cited(date=None, title=None, issuer=None):
    return Citation(0, 1, "x", "Quyết định", "407/QĐ-TTg", date, title, issuer)


def test_every_value_is_counted_once_a_document_and_none_is_chosen():
    pairs = [
        ("a", cited("2022-03-30", "phê duyệt Đề án", "Thủ tướng Chính phủ")),
        ("a", cited("2022-03-30")),
        ("b", cited("2027-03-30")),
        ("c", cited("2022-03-30")),
        ("d", cited("2022")),
    ]
    assert gather("407/QĐ-TTg", pairs) == Absent(
        "407/QĐ-TTg",
        mentions=5,
        documents=4,
        kinds=(("Quyết định", 4),),
        dates=(("2022-03-30", 2), ("2027-03-30", 1)),
        titles=(("phê duyệt Đề án", 1),),
        issuers=(("Thủ tướng Chính phủ", 1),),
    )


SETTLED = [
    ((("2022-03-30", 3), ("2027-03-30", 1)), "2022-03-30", "most agree"),
    ((("2022-03-30", 2), ("2027-03-30", 1)), "2022-03-30", "twice as many"),
    ((("2022-03-30", 2), ("2027-03-30", 2)), None, "as many on both sides"),
    ((("2022-03-30", 2),), None, "too few to agree"),
    ((("2020-01-01", 1), ("2021-01-01", 1), ("2022-01-01", 1)), None, "all differ"),
    ((), None, "nothing stated"),
]


@pytest.mark.parametrize(("dates", "settled", "why"), SETTLED, ids=[row[2] for row in SETTLED])
def test_a_date_is_settled_only_by_clear_agreement(dates, settled, why):
    assert Absent("n", 1, 1, dates=dates).settled_date == settled, why


def test_the_words_name_the_most_stated_and_count_the_rest():
    titles = tuple((f"tên {n}", 6 - n) for n in range(1, 6))
    told = "Trích yếu: tên 1 (5 văn bản); tên 2 (4 văn bản); tên 3 (3 văn bản); và 2 cách ghi khác."
    assert absent_words(Absent("n", 5, 3, titles=titles)) == f"3 văn bản trong kho nhắc đến 5 lần. {told}"


def test_the_words_name_every_value_with_its_count():
    words = absent_words(Absent("n", 5, 3, dates=(("2022-03-30", 2), ("2027-03-30", 1)), issuers=(("Bộ Mẫu", 1),)))
    assert words == (
        "3 văn bản trong kho nhắc đến 5 lần. Ngày: 30/03/2022 (2 văn bản); 30/03/2027 (1 văn bản). Cơ quan ban hành: Bộ Mẫu (1 văn bản)."
    )
