"""Lists of provisions: ``(text, words read, paths, reason)``."""

import pytest

from ingest.citations.address_list import read_address_list

CASES = [
    (
        "điểm a, b và c khoản 2 Điều 5 Nghị định",
        "điểm a, b và c khoản 2 Điều 5",
        "dieu-5/khoan-2/diem-a dieu-5/khoan-2/diem-b dieu-5/khoan-2/diem-c",
        "points",
    ),
    ("điểm c và đ khoản 1", "điểm c và đ khoản 1", "khoan-1/diem-c khoan-1/diem-dd", "đ is dd"),
    ("các khoản 1, 2 và 3 Điều 7", "các khoản 1, 2 và 3 Điều 7", "dieu-7/khoan-1 dieu-7/khoan-2 dieu-7/khoan-3", "bare ordinals"),
    ("khoản 2 và khoản 6 Điều 21", "khoản 2 và khoản 6 Điều 21", "dieu-21/khoan-2 dieu-21/khoan-6", "siblings share the Điều"),
    ("Điều 35, khoản 4 Điều 47 Luật", "Điều 35, khoản 4 Điều 47", "dieu-35 dieu-47/khoan-4", "two targets"),
    ("điểm a, khoản 2, Điều 5", "điểm a, khoản 2, Điều 5", "dieu-5/khoan-2/diem-a", "an open unit finds its Điều across commas"),
    ("khoản 3, Phụ lục số 2", "khoản 3, Phụ lục số 2", "phu-luc-2/khoan-3", "clause of an annex"),
    (
        "Mục 2 Chương IV và Phụ lục III",
        "Mục 2 Chương IV và Phụ lục III",
        "chuong-4/muc-2 phu-luc-3",
        "a complete unit stays out of the annex",
    ),
    ("khoản 2 điểm đ Điều 152 Luật", "khoản 2 điểm đ Điều 152", "dieu-152/khoan-2/diem-dd", "the clause before its point"),
    (
        "khoản 2, điểm đ Điều 152 Luật",
        "khoản 2, điểm đ Điều 152",
        "dieu-152/khoan-2 dieu-152/diem-dd",
        "with a comma they are two",
    ),
    (
        "tiết g.1, điểm g, khoản 1, Điều 3",
        "tiết g.1, điểm g, khoản 1, Điều 3",
        "dieu-3/khoan-1/diem-g/tiet-g.1",
        "tiết of its point",
    ),
    ("Chương I, Phần II", "Chương I, Phần II", "phan-2/chuong-1", "chapter of a part"),
    ("Điều 7 khoản 5 điểm a, b của", "Điều 7 khoản 5 điểm a, b", "dieu-7/khoan-5/diem-a dieu-7/khoan-5/diem-b", "reversed"),
    ("Điều 5 đến Điều 8 của", "Điều 5 đến Điều 8", "dieu-5 dieu-6 dieu-7 dieu-8", "range"),
    (
        "các khoản từ 1 đến 3 Điều 12",
        "các khoản từ 1 đến 3 Điều 12",
        "dieu-12/khoan-1 dieu-12/khoan-2 dieu-12/khoan-3",
        "range of bare ordinals",
    ),
    (
        "điểm a đến điểm e khoản 2 Điều 9",
        "điểm a đến điểm e khoản 2 Điều 9",
        " ".join(f"dieu-9/khoan-2/diem-{p}" for p in ("a", "b", "c", "d", "dd", "e")),
        "points run a b c d đ e",
    ),
    ("Chương II đến Chương IV của", "Chương II đến Chương IV", "chuong-2 chuong-3 chuong-4", "roman range"),
    (
        "Điều 22 đến Điều 24 (trừ khoản 1 Điều 23) và khoản 2 Điều 30 Luật",
        "Điều 22 đến Điều 24 (trừ khoản 1 Điều 23) và khoản 2 Điều 30",
        "dieu-22 dieu-23 dieu-24 dieu-30/khoan-2",
        "exceptions are left out",
    ),
    ("điểm a khoản này", "điểm a khoản này", "khoan-nay/diem-a", "self"),
    ("Điều này,", "Điều này", "dieu-nay", "self"),
    (
        "khoản 4; điểm a và điểm c khoản này",
        "khoản 4; điểm a và điểm c khoản này",
        "khoan-4 khoan-nay/diem-a khoan-nay/diem-c",
        "mixed",
    ),
    ("tiết b1 điểm này", "tiết b1 điểm này", "diem-nay/tiet-b1", "tiết in a point"),
    (
        "các điểm b1, b2 tiết 1.4 khoản này",
        "các điểm b1, b2 tiết 1.4 khoản này",
        "khoan-nay/tiet-1.4/diem-b1 khoan-nay/tiet-1.4/diem-b2",
        "point in a tiết",
    ),
    ("điểm b(ii) khoản 1 Điều 3", "điểm b(ii) khoản 1 Điều 3", "dieu-3/khoan-1/diem-b/tiet-ii", "tiết in brackets"),
    ("gạch đầu dòng thứ hai của điểm g", "gạch đầu dòng thứ hai của điểm g", "diem-g/gach-2", "dash item"),
    ("đoạn 2 khoản 1 Điều 27", "đoạn 2 khoản 1 Điều 27", "dieu-27/khoan-1/doan-2", "paragraph"),
    ("khoản 2đ Điều 15a", "khoản 2đ Điều 15a", "dieu-15a/khoan-2dd", "inserted units"),
    (
        "Mẫu 1m Mục II Phụ lục I.3.2 kèm",
        "Mẫu 1m Mục II Phụ lục I.3.2",
        "phu-luc-1.3.2/muc-ii/mau-1m",
        "form in a section of an annex",
    ),
    ("Mẫu số 04 quy định tại Phụ lục ban hành", "Mẫu số 04 quy định tại Phụ lục", "phu-luc/mau-4", "the only annex has no number"),
    (
        "Mẫu số 15-DS đến Mẫu số 17-DS ban hành",
        "Mẫu số 15-DS đến Mẫu số 17-DS",
        "mau-15-ds mau-16-ds mau-17-ds",
        "range of coded forms",
    ),
    ("Tên Điều 9, khoản 1 Điều 9", "Tên Điều 9, khoản 1 Điều 9", "dieu-9 dieu-9/khoan-1", "a heading counts as its Điều"),
    ("Điều 5 Chương II", "Điều 5 Chương II", "dieu-5", "levels above the Điều are left out"),
    ("Điều\n61 Luật", "Điều\n61", "dieu-61", "line break"),
    ("Điều 19Thông tư này", "Điều 19", "dieu-19", "glued text"),
    ("Điều 5, 30 ngày làm việc", "Điều 5", "dieu-5", "30 counts days"),
    ("điều kiện", None, "", "no ordinal"),
    ("khoản thu", None, "", "no ordinal"),
    ("điểm đến", None, "", "no ordinal"),
]


@pytest.mark.parametrize(("text", "words", "paths", "reason"), CASES, ids=[f"{row[3]}-{i}" for i, row in enumerate(CASES)])
def test_read_address_list(text, words, paths, reason):
    found = read_address_list(text, 0)
    read = (text[: found.end], " ".join(found.paths)) if found else (None, "")
    assert read == (words, paths), reason


def test_a_long_list_is_read_in_one_pass():
    text = ", ".join(f"khoản {n} Điều {n}" for n in range(1, 1500))
    found = read_address_list(text, 0)
    assert found is not None
    assert found.end == len(text)
    assert len(found.paths) == 1499


def test_blanks_without_end_cost_no_square():
    """Quoted text is blanked out, so that thousands of spaces may stand behind an address: a square of them would take hours."""
    found = read_address_list("khoản 1" + " " * 300_000 + "x", 0)
    assert found is not None and found.paths == ("khoan-1",)
