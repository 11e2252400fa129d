"""Whole mentions: ``(text, expected citations, reason)``; a citation is ``quote -> number or title, provisions, relation``."""

import pytest

from ingest.citations import extract_citations

Row = tuple[str, str | None, tuple[str, ...], str]

CASES: list[tuple[str, list[Row], str]] = [
    (
        "Căn cứ Luật Thư viện số 46/2019/QH14; Nghị định số 93/2020/NĐ-CP ngày 18/8/2020 của Chính phủ quy định chi tiết Luật Thư viện;",
        [
            ("Luật Thư viện số 46/2019/QH14", "46/2019/QH14", (), "can_cu"),
            ("Nghị định số 93/2020/NĐ-CP ngày 18/8/2020 của Chính phủ", "93/2020/NĐ-CP", (), "can_cu"),
            ("Luật Thư viện", None, (), "dan_chieu"),
        ],
        "the recital holds over the semicolon, what stands in a title is only referred to",
    ),
    (
        "theo quy định tại điểm a, b khoản 2 và khoản 4 Điều 7 Thông tư số 12/2021/TT-BCT",
        [
            (
                "điểm a, b khoản 2 và khoản 4 Điều 7 Thông tư số 12/2021/TT-BCT",
                "12/2021/TT-BCT",
                ("dieu-7/khoan-2/diem-a", "dieu-7/khoan-2/diem-b", "dieu-7/khoan-4"),
                "dan_chieu",
            )
        ],
        "one list with one closing document is one citation",
    ),
    ("tài khoản 111 và điều kiện tại điểm đến", [], "no provision among them"),
    ("Điều 5. Hiệu lực thi hành", [], "a heading is no citation"),
    ("Giấy phép số 12/GP-UBND và TCVN 4054:2005", [], "licences and standards are none"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[case[2] for case in CASES])
def test_extract(text, expected, reason):
    found = extract_citations(text)
    assert [(c.quote, c.number, c.provisions, c.relation.value) for c in found] == expected, reason
    assert all(text[c.start : c.end] == c.quote for c in found)
