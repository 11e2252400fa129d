"""Duties in new text that an amending clause quotes: the guarantees of ``ingest.obligations.quoted`` by number."""

import pytest

from ingest.obligations.extract import extract_obligations
from ingest.obligations.quoted import new_text

ABOVE = "Điều 1. Sửa đổi, bổ sung một số điều của Quy chế bến bãi"

CLAUSES = [
    (
        "Sửa đổi khoản 2 Điều 8 như sau:\n“2. Trong thời hạn 05 ngày, Sở Nội vụ gửi huyện danh sách bến”.",
        [("must", ("Sở Nội vụ",), "Trong thời hạn 05 ngày, Sở Nội vụ gửi huyện danh sách bến")],
        "1: new text behind the instruction",
    ),
    (
        'Khoản 1 Điều 4 được sửa đổi như sau: "1. Huyện phải lập sổ."',
        [("must", ("huyện",), "Huyện phải lập sổ")],
        "1: straight marks",
    ),
    ("Thay thế cụm từ “phải nộp phí” bằng cụm từ “huyện phải nộp lệ phí”.", [], "1: phrases that are replaced"),
    ("Phê duyệt khẩu hiệu của năm như sau: “Huyện phải lập sổ”.", [], "1: no amendment"),
    ("Sửa đổi mẫu như sau:\n“Mẫu số 1. Chủ đò phải ghi tên”.", [], "1: a form"),
    (
        "1. Sửa đổi khoản 1 như sau:\n“1. Huyện phải lập sổ.”;\n2. Bổ sung khoản 1a như sau:\n“1a. Xã phải coi bến.”.",
        [("must", ("huyện",), "Huyện phải lập sổ"), ("must", ("xã",), "Xã phải coi bến")],
        "2: two instructions in one clause, an inserted number",
    ),
    ("Sửa đổi khoản 1 như sau:\n“1. Huyện phải lập sổ.” và Điều 7 thành Điều 8.", [], "2: more than new text"),
    ("Sửa đổi khoản 1 như sau:\n“1. Huyện phải lập sổ.", [], "2: marks that never close"),
    (
        "Sửa đổi khoản 1 như sau:\n“1. Xã phải treo biển “Bến đò” ở cổng.”",
        [("must", ("xã",), "Xã phải treo biển “Bến đò” ở cổng")],
        "2: marks inside the new text",
    ),
    (
        "Sửa đổi Điều 9 như sau:\n“Điều 9. Trách nhiệm của chủ đò\n1. Lập sổ khách.\n2. Được miễn phí khi có lũ.”",
        [("must", ("chủ đò",), "Lập sổ khách"), ("may", ("chủ đò",), "Được miễn phí khi có lũ")],
        "3: the quoted heading leads in",
    ),
    (
        "Sửa đổi Điều 3 như sau:\n“Điều 3. Giải thích từ ngữ\nNgười lái phải có bằng.”",
        [],
        "3: the quoted heading tells that nothing binds",
    ),
    ("Bổ sung các điều như sau:\n“Điều 5a. Sổ bến\nXã phải lập sổ.\nĐiều 5b. Từ ngữ\nBến là nơi đỗ.”", [], "3: several Điều"),
    ("Sửa đổi điểm a như sau:\n“a) Người có bằng lái đăng ký học nghề đò;”.", [], "4: a điểm may be a condition"),
    (
        "Sửa đổi điểm a như sau:\n“a) Người lái phải có phao;”.",
        [("must", ("người lái",), "Người lái phải có phao")],
        "4: a modal word binds",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CLAUSES, ids=[row[2] for row in CLAUSES])
def test_duties_of_quoted_new_text(text, expected, reason):
    found = extract_obligations(text, context=ABOVE)
    assert [(o.modality.value, o.bearers, o.quote) for o in found] == expected, reason
    assert all(text[o.start : o.end] == o.quote for o in found), "places are those of the clause"


def test_2_everything_else_is_blanked():
    text = "Sửa đổi khoản 1 như sau:\n“1. Huyện phải lập sổ.”."
    quoted = new_text(text)
    assert len(quoted.text) == len(text)
    assert quoted.text.strip() == "1. Huyện phải lập sổ."
    assert quoted.lead == "Sửa đổi khoản 1 như sau:"
