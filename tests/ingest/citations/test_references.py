"""References as people type them: ``(text, fields, reason)``."""

import pytest

from ingest.citations.references import Reference, read_reference


def ref(**fields):
    return Reference(**fields)


CASES = [
    ("qđ 407 ttg", ref(number="407/QĐ-TTg", kind="Quyết định", body="TTg"), "words without marks"),
    ("407/qd-ttg", ref(number="407/QĐ-TTg", kind="Quyết định", body="TTg"), "lower case"),
    ("07/cttTg", ref(number="07/CT-TTg", kind="Chỉ thị", body="TTg"), "hyphen lost"),
    ("18-NQ/TW", ref(number="18-NQ/TW", kind="Nghị quyết", body="TW"), "a Party number stays one"),
    ("kh 3163 bct", ref(number="3163/KH-BCT", kind="Kế hoạch", body="BCT"), "plan"),
    ("cv 2595 btttt-cbc", ref(number="2595/BTTTT-CBC", kind="Công văn", body="BTTTT"), "letter"),
    ("nđ 09/2017", ref(number="09/2017/NĐ-CP", kind="Nghị định", body="CP"), "a decree with its year is the Government's"),
    ("nđ 244", ref(partial="244", kind="Nghị định"), "no year"),
    ("3163", ref(partial="3163"), "a bare number"),
    (
        "điểm a khoản 2 Điều 5 09/2017/NĐ-CP",
        ref(number="09/2017/NĐ-CP", kind="Nghị định", body="CP", paths=("dieu-5/khoan-2/diem-a",)),
        "address before a bare number",
    ),
    (
        "đ b k2 đ5 nđ 09/2017",
        ref(number="09/2017/NĐ-CP", kind="Nghị định", body="CP", paths=("dieu-5/khoan-2/diem-b",)),
        "everything shortened",
    ),
    ("09/2017/NĐ-CP Điều 5", ref(number="09/2017/NĐ-CP", kind="Nghị định", body="CP", paths=("dieu-5",)), "address behind"),
    (
        "Quyết định số 407/QĐ-TTg ngày 30/3/2022",
        ref(number="407/QĐ-TTg", kind="Quyết định", date="2022-03-30"),
        "as documents write it",
    ),
    ("luật báo chí 2016", ref(kind="Luật", title="Luật báo chí", date="2016"), "law by name"),
    (
        "chi-thi/07-ct-ttg/2023-03-21#khoan-1",
        ref(kind="Chỉ thị", date="2023-03-21", paths=("khoan-1",), key="chi-thi/07-ct-ttg/2023-03-21"),
        "a key with an address",
    ),
    ("xin chào", None, "nothing"),
    ("", None, "empty"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[row[2] for row in CASES])
def test_read_reference(text, expected, reason):
    assert read_reference(text) == expected, reason
