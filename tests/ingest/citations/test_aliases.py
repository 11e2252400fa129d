"""Second names: ``(text, alias, number of what it stands for, reason)``."""

import pytest

from ingest.citations import extract_citations
from ingest.citations.aliases import find_aliases

CASES = [
    ("Luật Đất đai số 31/2024/QH15 (sau đây gọi là Luật Đất đai);", [("Luật Đất đai", "31/2024/QH15")], "directly behind"),
    (
        "Nghị định số 5/2020/NĐ-CP ngày 1/2/2020 của Chính phủ quy định chi tiết Luật Thư viện (sau đây viết tắt là “Nghị định 05”).",
        [("Nghị định 05", "05/2020/NĐ-CP")],
        "behind the title, not the law in it",
    ),
    ("Sở Công Thương (sau đây gọi tắt là Sở) thực hiện", [], "no citation"),
    ("Nghị định số 5/2020/NĐ-CP; hộ kinh doanh (sau đây gọi là hộ)", [], "something else behind a semicolon"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[row[2] for row in CASES])
def test_find_aliases(text, expected, reason):
    found = find_aliases(text, extract_citations(text))
    assert [(a.name, a.citation.number) for a in found] == expected, reason
    assert all(text[a.start : a.end] == a.name for a in found)
