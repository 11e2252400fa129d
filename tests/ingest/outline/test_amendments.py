"""Amendment records of whole documents: target document, target, operation, quoted text."""

import pytest

from corpus.amendment import Operation
from ingest.outline import OutlineReading, build_outline, paragraphs_of

ENACTS = "Chính phủ ban hành Nghị định sửa đổi, bổ sung một số điều của Nghị định số 15/2020/NĐ-CP.\n"
DECREE = "Nghị định số 15/2020/NĐ-CP"
ROW = tuple[str, str, str, str, str]


def read(text: str) -> OutlineReading:
    return build_outline(text, paragraphs_of(text), body_end=len(text))


def rows(text: str) -> list[ROW]:
    return [
        (a.path, a.target_document, a.operation.value, a.target, text[a.quoted[0] : a.quoted[1]] if a.quoted else "")
        for a in read(text).amendments
    ]


CASES: list[tuple[str, list[ROW], str]] = [
    (
        ENACTS + "Điều 1. Sửa đổi, bổ sung Điều 5 như sau:\n“Điều 5. Hồ sơ\n1. Đơn.\n2. Ảnh.”.",
        [("dieu-1", DECREE, "replace", "dieu-5", "Điều 5. Hồ sơ\n1. Đơn.\n2. Ảnh.")],
        "the document stands in the enacting sentence",
    ),
    (
        ENACTS + "Điều 1. Sửa đổi, bổ sung một số khoản của Điều 5\n1. Sửa đổi khoản 2 như sau:\n“2. Ảnh.”.\n2. Bãi bỏ khoản 3.",
        [
            ("dieu-1/khoan-1", DECREE, "replace", "dieu-5/khoan-2", "2. Ảnh."),
            ("dieu-1/khoan-2", DECREE, "repeal", "dieu-5/khoan-3", ""),
        ],
        "the article stands above",
    ),
    (
        "Điều 1. Sửa đổi điểm a và điểm b khoản 1 Điều 5 Thông tư số 2/2019/TT-BXD như sau:\n“a) Đơn;\nb) Ảnh.”.",
        [
            ("dieu-1", "Thông tư số 2/2019/TT-BXD", "replace", "dieu-5/khoan-1/diem-a", "a) Đơn;"),
            ("dieu-1", "Thông tư số 2/2019/TT-BXD", "replace", "dieu-5/khoan-1/diem-b", "b) Ảnh."),
        ],
        "two targets share one quotation",
    ),
    (
        ENACTS
        + "Điều 1. Sửa đổi khoản 1 Điều 5 (đã được sửa đổi theo khoản 3 Điều 1 Nghị định số 8/2021/NĐ-CP) như sau:\n“1. Đơn.”.",
        [("dieu-1", DECREE, "replace", "dieu-5/khoan-1", "1. Đơn.")],
        "the history of a unit names no target",
    ),
    (
        "Điều 1. Sửa đổi khoản 2 Điều 8 Quy chế làm việc ban hành kèm theo Quyết định số 4/2019/QĐ-TTg như sau:\n“2. Họp hằng quý.”.",
        [("dieu-1", "Quyết định số 4/2019/QĐ-TTg", "replace", "kem-theo/dieu-8/khoan-2", "2. Họp hằng quý.")],
        "a regulation issued with a decision",
    ),
    (
        "Điều 1. Bãi bỏ toàn bộ các thông tư sau đây:\n1. Thông tư số 2/2019/TT-BXD ngày 01/3/2019.\n2. Thông tư số 3/2019/TT-BXD.",
        [
            ("dieu-1/khoan-1", "Thông tư số 2/2019/TT-BXD", "repeal", "", ""),
            ("dieu-1/khoan-2", "Thông tư số 3/2019/TT-BXD", "repeal", "", ""),
        ],
        "whole documents in a list",
    ),
    (
        "Điều 1. Bãi bỏ các quyết định sau đây:\n1. Quyết định số 5/2019/QĐ-BXD sửa đổi Điều 15 Quyết định số 1/2018/QĐ-BXD.",
        [("dieu-1/khoan-1", "Quyết định số 5/2019/QĐ-BXD", "repeal", "", "")],
        "what the repealed document did is no target",
    ),
    (
        "Điều 1. Sửa đổi khoản 1 Điều 9 của Quy chế thi kèm theo Thông tư số 7/2023/TT-BXD như sau:\n“1. Đơn.”.\n"
        "Điều 2. Bãi bỏ Điều 4 của Quy chế thi.",
        [
            ("dieu-1", "Thông tư số 7/2023/TT-BXD", "replace", "kem-theo/dieu-9/khoan-1", "1. Đơn."),
            ("dieu-2", "", "repeal", "kem-theo/dieu-4", ""),
        ],
        "a regulation by its short name",
    ),
    (
        "Bộ trưởng ban hành Thông tư sửa đổi một số điều của Quy chế thi ban hành kèm theo Thông tư số 7/2023/TT-BXD.\n"
        "Điều 1. Sửa đổi khoản 1 Điều 9 như sau:\n“1. Đơn.”.",
        [("dieu-1", "Thông tư số 7/2023/TT-BXD", "replace", "kem-theo/dieu-9/khoan-1", "1. Đơn.")],
        "the enacting sentence names a regulation that was issued with a document",
    ),
    (
        "Điều 1. Sửa đổi, bãi bỏ một số khoản của Bảng giá thuê đò ngang, đò dọc; bến bãi, nhà chờ ban hành kèm theo Quyết định"
        " số 4/2019/QĐ-TTg như sau:\n1. Sửa đổi khoản 2 Mục I như sau:\n“2. Đò máy.”.\n2. Bãi bỏ khoản 3 và khoản 5 Mục I.",
        [
            ("dieu-1/khoan-1", "Quyết định số 4/2019/QĐ-TTg", "replace", "kem-theo/muc-i/khoan-2", "2. Đò máy."),
            ("dieu-1/khoan-2", "Quyết định số 4/2019/QĐ-TTg", "repeal", "kem-theo/muc-i/khoan-3", ""),
            ("dieu-1/khoan-2", "Quyết định số 4/2019/QĐ-TTg", "repeal", "kem-theo/muc-i/khoan-5", ""),
        ],
        "the name of what was issued with a decision holds a semicolon",
    ),
    (
        ENACTS + "Điều 1. Bãi bỏ Mục I của Bảng giá đò; bãi bỏ đơn ban hành kèm theo văn bản này.",
        [("dieu-1", DECREE, "repeal", "muc-i", "")],
        "behind the semicolon another verb rules: what was issued is no part of the name",
    ),
    (
        ENACTS + "Điều 1. Sửa đổi một số mục của Phụ lục số 02\n1. Sửa đổi mục số 7 như sau:\n“7. Than.”.",
        [("dieu-1/khoan-1", DECREE, "replace", "phu-luc-2/muc-7", "7. Than.")],
        "the appendix stands above",
    ),
    (
        ENACTS + "Điều 1. Thay thế một số cụm từ và phụ lục của Nghị định số 15/2020/NĐ-CP\n1. Bỏ cụm từ “huyện” tại Điều 3.",
        [("dieu-1/khoan-1", DECREE, "replace_phrase", "dieu-3", "")],
        "some appendices are no appendix",
    ),
    (
        ENACTS
        + "Điều 1. Sửa đổi một số điểm của khoản 9 Điều 5 như sau:\na) Sửa đổi điểm a khoản 9 Điều 5 như sau:\n"
        + "“a) Sửa đổi khoản 1 Điều 7 Quy chế thi như sau:\n“1. Đơn.”;\nb) Sửa đổi khoản 2 Điều 8 Quy chế thi như sau:\n“2. Ảnh.””\n"
        + "b) Bãi bỏ điểm g khoản 9 Điều 5.",
        [
            (
                "dieu-1/diem-a",
                DECREE,
                "replace",
                "dieu-5/khoan-9/diem-a",
                "a) Sửa đổi khoản 1 Điều 7 Quy chế thi như sau:\n“1. Đơn.”;",
            ),
            ("dieu-1/diem-b", DECREE, "repeal", "dieu-5/khoan-9/diem-g", ""),
        ],
        "the new text amends another document in its turn",
    ),
    (
        "Điều 1. Phạm vi\nThông tư này quy định việc sửa đổi hồ sơ.\nĐiều 2. Quyền\n1. Sửa đổi, bổ sung điều lệ theo Điều 5 của Luật này.",
        [],
        "a document that amends nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES)
def test_amendments(text: str, expected: list[ROW], reason: str) -> None:
    assert rows(text) == expected, reason


def test_the_instruction_is_a_span_of_the_text() -> None:
    text = ENACTS + "Điều 1. Sửa đổi khoản 2 Điều 7 như sau:\n“2. Ảnh.”."
    (record,) = read(text).amendments
    assert text[record.start : record.end] == "Sửa đổi khoản 2 Điều 7 như sau:"
    assert record.operation is Operation.REPLACE
