"""Where a citation may begin: ``(text, words found there, reason)``."""

import re
from itertools import permutations

import pytest

from ingest.citations import find
from ingest.citations.find import OPENER, OPENERS, find_starts

CASES = [
    ("theo điểm a khoản 2 Điều 5", ["điểm a", "khoản", "Điều 5"], "every level"),
    ("Nghị định số 3/2020/NĐ-CP", ["Nghị đ", "số 3/2"], "kind with number; the grammar steps over its own words"),
    ("các Tờ trình: số 5/TTr-CP", ["số 5/T"], "lone số"),
    ("Luật Đất đai và Hiến pháp", ["Luật Đ", "Hiến p"], "names"),
    ("Quy chế phối hợp", ["Quy ch"], "attached regulation"),
    ("tạikhoản 3 Điều này", ["khoản", "Điều n"], "glued text"),
    ("Điều 12. Tổ chức thực hiện", [], "heading of a provision"),
    ("1. Tên.\nĐiều 13: Kinh phí", [], "heading on a later line"),
    ("quy định tại\nĐiều 7. Sau đó", ["Điều 7"], "a cross-reference broken over the line is no heading"),
    ("theo khoản 2 Điều 35    Điều 35. Nguyên tắc", ["khoản", "Điều 3"], "a heading behind blanks of a copied page"),
    ('theo khoản 2 Điều 35. "Điều 35. Nguyên tắc."', ["khoản", "Điều 3"], "a heading that is quoted"),
    ("theo khoản 2 Điều 35. Điều 36. Sau", ["khoản", "Điều 3", "Điều 3"], "sentences in running text"),
    ("tài khoản 111, các khoản thu", [], "accounts and sums"),
    ("điều kiện, điều chỉnh, điểm đến, 40 điểm", [], "common words"),
    ("một số điều, phụ lục của Thông tư", [], "no annex is named"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[row[2] for row in CASES])
def test_find_starts(text, expected, reason):
    found = [text[start.position : start.position + 6].rstrip() for start in find_starts(text)]
    assert [word[: len(found[i]) if i < len(found) else None] for i, word in enumerate(expected)] == found, reason


_NAMES = (
    "điều|khoản|điểm|tiết|gạch đầu dòng|đoạn|chương|phần|tiểu mục|mục|phụ lục|mẫu|bộ luật|luật|pháp lệnh|hiến pháp|BLHS|BLTTDS|số"
    "|quy chế|quy định|điều lệ|nội quy|thể lệ|quy chuẩn|danh mục|chương trình|đề án|chiến lược|quy trình|biểu mức|biểu thuế"
    "|thông tư liên tịch|nghị định thư|sắc lệnh|thông tri|kết luận|án lệ|lệnh|phương án|nghị quyết|quyết định|chỉ thị|kế hoạch"
    "|công văn|công điện|thông báo|báo cáo|tờ trình|hướng dẫn|văn bản hợp nhất|TTLT|VBHN|NĐ|NQ|QĐ"
)
_BEHIND = (" 5", " này", " số 5/2020", " thứ nhất", " II", " a,", " Đất đai", " đầu", " của Bộ")


@pytest.mark.parametrize("name", _NAMES.split("|"))
def test_every_opening_begins_with_an_opener(name):
    for written in (name, name[0].upper() + name[1:], name.upper()):
        for behind in _BEHIND:
            text = f"theo {written}{behind} "
            everywhere = [match.start() for match in find._START.finditer(text)]
            assert [position for position in everywhere if OPENER.match(text, position) is None] == [], text


def test_no_opener_hides_another():
    """Scanning for openers steps over the letters of each; another one must not begin inside it behind a glued word."""
    glued = ("tại", "theo", "sung", "của")
    words = {re.match(r"\w+", pattern)[0] for pattern in OPENERS}
    inside = [
        (first, second)
        for first, second in permutations(words, 2)
        for at in range(1, len(first))
        if second.startswith(first[at:]) or first.startswith(second, at)
        if any(word.endswith(first[:at]) or first[:at].endswith(word) for word in glued)
    ]
    assert inside == []
