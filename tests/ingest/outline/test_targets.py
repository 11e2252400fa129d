"""Addresses named by amending sentences, and the sentences themselves."""

import pytest

from corpus.amendment import Operation, Part
from ingest.outline.instructions import Change, changes_in
from ingest.outline.named import document_words
from ingest.outline.targets import addresses_in, common, holder_of, inside

ADDRESSES = [
    (
        "điểm a, b khoản 2 và khoản 4 Điều 7",
        ["dieu-7/khoan-2/diem-a", "dieu-7/khoan-2/diem-b", "dieu-7/khoan-4"],
        "a shared article",
    ),
    ("khoản 3 Điều 37 và khoản 3 Điều 39", ["dieu-37/khoan-3", "dieu-39/khoan-3"], "each has its own article"),
    ("các khoản 1, 2 và 3 Điều 7", ["dieu-7/khoan-1", "dieu-7/khoan-2", "dieu-7/khoan-3"], "a list of clauses"),
    ("điểm đ khoản 1 Điều 15a", ["dieu-15a/khoan-1/diem-dd"], "đ is dd"),
    ("khoản 2, Điều 5", ["dieu-5/khoan-2"], "a comma before the article"),
    ("điểm a khoản 4 Mục I", ["muc-i/khoan-4/diem-a"], "a text without articles"),
    ("Mẫu số 01 tại Phụ lục II", ["phu-luc-2/mau-1"], "a form of an appendix"),
    ("Chương IIIa", ["chuong-3a"], "an inserted chapter"),
    ("khoản 5 Điều 8 Chương II", ["dieu-8/khoan-5", "chuong-2"], "numbering of articles runs through chapters"),
    (
        "điểm a khoản 1 mục V, mẫu số 5i, 7k mục IX Phụ lục I",
        ["phu-luc-1/muc-v/khoan-1/diem-a", "phu-luc-1/muc-ix/mau-5i", "phu-luc-1/muc-ix/mau-7k"],
        "a form of a section holds no section",
    ),
    ("điểm 11.3 khoản 11 Mục I", ["muc-i/khoan-11/diem-11.3"], "a point that is numbered"),
    (
        "gạch đầu dòng thứ nhất và gạch đầu dòng thứ hai thuộc điểm b khoản 1 Điều 12",
        ["dieu-12/khoan-1/diem-b/gach-1", "dieu-12/khoan-1/diem-b/gach-2"],
        "dashes of a point",
    ),
    ("đoạn thứ hai khoản 1 Điều 4", ["dieu-4/khoan-1/doan-2"], "a paragraph"),
    ("đoạn mở đầu khoản 1 Điều 4", ["dieu-4/khoan-1"], "the lead-in is no paragraph of its own"),
    ("điểm a quy định chi tiết và", ["diem-a"], "details are no tiết"),
    ("điều kiện, tài khoản, điểm đến", [], "words that only look like units"),
    ("cụm từ “khoản 2 Điều 3” tại Điều 9", ["dieu-9"], "quoted words are not looked at"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ADDRESSES)
def test_addresses_in(text: str, expected: list[str], reason: str) -> None:
    assert addresses_in(text) == expected, reason


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("khoan-2", "dieu-5", "dieu-5/khoan-2"),
        ("diem-a", "dieu-5/khoan-2", "dieu-5/khoan-2/diem-a"),
        ("khoan-3", "dieu-5/khoan-2", "dieu-5/khoan-3"),
        ("dieu-9", "dieu-5", "dieu-9"),
        ("dieu-9", "kem-theo", "kem-theo/dieu-9"),
        ("phu-luc-1", "kem-theo", "phu-luc-1"),
        ("dieu-9", "chuong-2", "dieu-9"),
        ("", "dieu-5", "dieu-5"),
        ("dieu-5", "", "dieu-5"),
    ],
)
def test_inside(address: str, base: str, expected: str) -> None:
    assert inside(address, base) == expected


def test_common_and_holder() -> None:
    assert common(["dieu-5/khoan-1", "dieu-5/khoan-2/diem-a"]) == "dieu-5"
    assert common(["dieu-5", "dieu-6"]) == common([]) == ""
    assert holder_of("dieu-5/khoan-2", "khoan-2") == "dieu-5"
    assert holder_of("dieu-5", "khoan-1") == "dieu-5"
    assert holder_of("dieu-5", "dieu-5") == ""
    assert holder_of("kem-theo/dieu-3a", "dieu-3a") == "kem-theo"


CHANGES = [
    ("Sửa đổi, bổ sung khoản 1 Điều 5 như sau:", "", [Change(Operation.REPLACE, "dieu-5/khoan-1")], "replace"),
    ("Bãi bỏ khoản 2.", "dieu-5", [Change(Operation.REPEAL, "dieu-5/khoan-2")], "repeal, the article from above"),
    (
        "Bổ sung khoản 1b vào sau khoản 1 Điều 4 như sau:",
        "",
        [Change(Operation.INSERT, "dieu-4/khoan-1b", "dieu-4/khoan-1")],
        "insert behind an anchor",
    ),
    (
        "Sửa đổi, bổ sung điểm b và bổ sung điểm k1 vào sau điểm k khoản 1 như sau:",
        "dieu-9",
        [
            Change(Operation.REPLACE, "dieu-9/khoan-1/diem-b"),
            Change(Operation.INSERT, "dieu-9/khoan-1/diem-k1", "dieu-9/khoan-1/diem-k"),
        ],
        "the outer unit stands in the second clause",
    ),
    (
        "Thay thế cụm từ “cấp huyện” bằng cụm từ “cấp xã” tại Điều 3 và khoản 1 Điều 4",
        "",
        [
            Change(Operation.REPLACE_PHRASE, "dieu-3", old="cấp huyện", new="cấp xã"),
            Change(Operation.REPLACE_PHRASE, "dieu-4/khoan-1", old="cấp huyện", new="cấp xã"),
        ],
        "a phrase in two places",
    ),
    (
        "Bỏ cụm từ “và huyện” tại Điều 3",
        "",
        [Change(Operation.REPLACE_PHRASE, "dieu-3", old="và huyện", new="")],
        "a phrase is deleted",
    ),
    (
        "Bổ sung cụm từ “và xã” vào sau cụm từ “cấp tỉnh” tại Điều 3",
        "",
        [Change(Operation.REPLACE_PHRASE, "dieu-3", old="cấp tỉnh", new="cấp tỉnh và xã")],
        "a phrase is added",
    ),
    ("Sửa đổi tên Điều 7 như sau:", "", [Change(Operation.REPLACE, "dieu-7", part=Part.HEADING)], "the heading alone"),
    (
        "Sửa đổi đoạn mở đầu khoản 2 như sau:",
        "dieu-7",
        [Change(Operation.REPLACE, "dieu-7/khoan-2", part=Part.LEAD_IN)],
        "the lead-in alone",
    ),
    ("Bãi bỏ Thông tư số 11/2020/TT-BTC ngày 05/5/2020.", "", [Change(Operation.REPEAL, "")], "a whole document"),
    (
        "Bãi bỏ Điều 8, 9 của Nghị định số 17/2020/NĐ-CP của Chính phủ sửa đổi, bổ sung một số điều của các Nghị định về giá; "
        "điểm a khoản 1 Điều 4 của Nghị định số 33/2024/NĐ-CP.",
        "",
        [
            Change(Operation.REPEAL, "dieu-8", document="Nghị định số 17/2020/NĐ-CP"),
            Change(Operation.REPEAL, "dieu-9", document="Nghị định số 17/2020/NĐ-CP"),
            Change(Operation.REPEAL, "dieu-4/khoan-1/diem-a", document="Nghị định số 33/2024/NĐ-CP"),
        ],
        "units of several documents; what a document did stands in its title",
    ),
    (
        "Bãi bỏ Thông tư số 1/2019/TT-BXD, Thông tư số 2/2019/TT-BXD ngày 01 tháng 3 năm 2019 và Điều 3 Thông tư số 3/2019/TT-BXD.",
        "",
        [
            Change(Operation.REPEAL, "", document="Thông tư số 1/2019/TT-BXD"),
            Change(Operation.REPEAL, "", document="Thông tư số 2/2019/TT-BXD"),
            Change(Operation.REPEAL, "dieu-3", document="Thông tư số 3/2019/TT-BXD"),
        ],
        "several documents",
    ),
    (
        "Bãi bỏ Thông tư số 13/2017/TT-BCT sửa đổi một số điều của Thông tư số 56/2014/TT-BCT; Thông tư số 30/2014/TT-BCT.",
        "",
        [Change(Operation.REPEAL, "", document="Thông tư số 13/2017/TT-BCT")],
        "documents in the title of the one that is repealed",
    ),
    (
        "Bãi bỏ Thông tư số 1/2019/TT-BXD công bố vùng nước Kiên Giang và Thông tư số 2/2016/TT-BXD công bố vùng nước An Giang.",
        "",
        [
            Change(Operation.REPEAL, "", document="Thông tư số 1/2019/TT-BXD"),
            Change(Operation.REPEAL, "", document="Thông tư số 2/2016/TT-BXD"),
        ],
        "a second document behind the title of the first",
    ),
    (
        "Bãi bỏ điểm b khoản 8 Điều 74; cụm từ “Điều 16” tại khoản 3a Điều 74.",
        "",
        [
            Change(Operation.REPLACE_PHRASE, "dieu-74/khoan-3a", old="Điều 16"),
            Change(Operation.REPEAL, "dieu-74/khoan-8/diem-b"),
        ],
        "a unit and a phrase",
    ),
    (
        "Thay thế cụm từ “A” bằng cụm từ “B”, thay thế cụm từ “C” bằng cụm từ “D” tại Điều 1, Điều 2.",
        "",
        [
            Change(Operation.REPLACE_PHRASE, "dieu-1", old="A", new="B"),
            Change(Operation.REPLACE_PHRASE, "dieu-2", old="A", new="B"),
            Change(Operation.REPLACE_PHRASE, "dieu-1", old="C", new="D"),
            Change(Operation.REPLACE_PHRASE, "dieu-2", old="C", new="D"),
        ],
        "the places stand behind the last phrase",
    ),
    (
        "Thay thế cụm từ “A” tại Điều 1, cụm từ “B” tại Điều 2 và cụm từ “C” tại khoản 3 Điều 3 bằng cụm từ “D”;",
        "",
        [
            Change(Operation.REPLACE_PHRASE, "dieu-1", old="A", new="D"),
            Change(Operation.REPLACE_PHRASE, "dieu-2", old="B", new="D"),
            Change(Operation.REPLACE_PHRASE, "dieu-3/khoan-3", old="C", new="D"),
        ],
        "each phrase has places of its own",
    ),
    (
        "Thay thế cụm từ “A” bằng cụm từ “B” tại Điều 1 Thông tư số 13/2015/TT-BTC, khoản 7, khoản 9 Điều 1 Thông tư số 13/2020/TT-BTC.",
        "",
        [
            Change(Operation.REPLACE_PHRASE, "dieu-1", old="A", new="B", document="Thông tư số 13/2015/TT-BTC"),
            Change(Operation.REPLACE_PHRASE, "dieu-1/khoan-7", old="A", new="B", document="Thông tư số 13/2020/TT-BTC"),
            Change(Operation.REPLACE_PHRASE, "dieu-1/khoan-9", old="A", new="B", document="Thông tư số 13/2020/TT-BTC"),
        ],
        "a phrase in two documents",
    ),
    (
        "Bổ sung cụm từ “, A” vào sau cụm từ “B” tại Điều 6; vào trước cụm từ “C” tại khoản 3 Điều 8;",
        "",
        [
            Change(Operation.REPLACE_PHRASE, "dieu-6", old="B", new="B, A"),
            Change(Operation.REPLACE_PHRASE, "dieu-8/khoan-3", old="C", new=", A C"),
        ],
        "one phrase is added in two places",
    ),
    (
        "Bỏ cụm từ “A” tại mục 2 “Phương pháp tính” của Phụ lục II;",
        "",
        [Change(Operation.REPLACE_PHRASE, "phu-luc-2/muc-2", old="A")],
        "the name of a section is no phrase",
    ),
    (
        "Bỏ cụm từ “A” tại khoản 2 và cụm từ “B” tại khoản 3 Điều 4.",
        "",
        [
            Change(Operation.REPLACE_PHRASE, "dieu-4/khoan-2", old="A"),
            Change(Operation.REPLACE_PHRASE, "dieu-4/khoan-3", old="B"),
        ],
        "the article stands behind the last place",
    ),
    ("Thay thế cụm từ “A” và cụm từ “B” tại Điều 1.", "", [], "nothing stands in for them"),
    ("Bãi bỏ Thông tư số 9/2015/TT-BYT, trừ các nội dung sau:", "", [], "with exceptions that stand elsewhere"),
    ("Bãi bỏ một phần văn bản trái với Điều 4 của Luật.", "", [], "no unit behind the verb: a power, not an amendment"),
    ("Hủy bỏ việc tạm dừng quy định tại điểm b khoản này", "", [], "an act, not a text"),
]


@pytest.mark.parametrize(("text", "base", "expected", "reason"), CHANGES)
def test_changes_in(text: str, base: str, expected: list[Change], reason: str) -> None:
    assert changes_in(text, base) == expected, reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("một số điều của Luật Giá như sau", "Luật Giá"),
        ("SỬA ĐỔI MỘT SỐ ĐIỀU CỦA NGHỊ ĐỊNH\nSỐ 15/2018/NĐ-CP NGÀY 01", "Nghị định số 15/2018/NĐ-CP"),
        ("Thông tư số 01/2020/TT- BXD ngày", "Thông tư số 01/2020/TT-BXD"),
        ("Luật Nhập cảnh, xuất cảnh số 47/2014/QH13 đã", "Luật Nhập cảnh, xuất cảnh số 47/2014/QH13"),
        ("một số điều của Luật Phòng, chống thiên tai như sau", "Luật Phòng, chống thiên tai"),
        ("một số điều của Luật Giá, Luật Phí và lệ phí như sau", "Luật Giá"),
        ("đại học ngành luật tại Phụ lục I kèm theo Thông tư số 2/2023/TT-BTP", "Thông tư số 2/2023/TT-BTP"),
        ("Quyết định số 37-BYT/QĐ ngày 29/01/1972", "Quyết định số 37-BYT/QĐ"),
        ("theo quy định của Luật này", ""),
    ],
)
def test_document_words(text: str, expected: str) -> None:
    assert document_words(text) == expected
