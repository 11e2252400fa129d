"""Where a citation may begin: ``(text, words found there, reason)``."""

import pytest

from ingest.citations.find import find_starts

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
    ("tài khoản 111, các khoản thu", [], "accounts and sums"),
    ("điều kiện, điều chỉnh, điểm đến, 40 điểm", [], "common words"),
    ("một số điều, phụ lục của Thông tư", [], "no annex is named"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[row[2] for row in CASES])
def test_find_starts(text, expected, reason):
    found = [text[start.position : start.position + 6].rstrip() for start in find_starts(text)]
    assert [word[: len(found[i]) if i < len(found) else None] for i, word in enumerate(expected)] == found, reason
