"""Whole outlines: text -> addresses with own texts."""

import pytest

from corpus.model import Node
from ingest.outline import build_outline, paragraphs_of


def rows(text: str, nodes: tuple[Node, ...]) -> list[tuple[str, str, str]]:
    """Return (path, heading, own text) of every node, quoted ones marked with "»"."""
    found: list[tuple[str, str, str]] = []
    for node in nodes:
        mark = "»" if node.quoted else ""
        found.append((mark + node.path, text[node.heading_start : node.heading_end], text[node.body_start : node.body_end]))
        found.extend(rows(text, node.children))
    return found


def outline(text: str) -> list[tuple[str, str, str]]:
    return rows(text, build_outline(text, paragraphs_of(text), body_end=len(text)).roots)


CASES = [
    (
        "Điều 4. Hồ sơ\nNộp theo khoản 2\nĐiều 5. Trường hợp khác thì thôi.\nĐiều 5. Hạn nộp\nNăm ngày.",
        [
            ("dieu-4", "Hồ sơ", "Nộp theo khoản 2\nĐiều 5. Trường hợp khác thì thôi."),
            ("dieu-5", "Hạn nộp", "Năm ngày."),
        ],
        "a clause number waits for its article: the next line is the sentence's rest, full stop or not",
    ),
    (
        "Điều l. Hồ sơ\nĐơn.\nĐiêu 2, Hạn nộp\nNăm ngày.",
        [("dieu-1", "Hồ sơ", "Đơn."), ("dieu-2", "Hạn nộp", "Năm ngày.")],
        "text recognition read the one as a letter",
    ),
    (
        "Điều 1. Hồ sơ\n1. Theo quy định tại\nĐiều 5 của Luật này và số 104.042 đồng.\nđ) Bỏ.\n2. Hạn nộp\nNăm ngày.\n3. Lệ phí:\nMiễn.",
        [
            ("dieu-1", "Hồ sơ", ""),
            ("dieu-1/khoan-1", "", "Theo quy định tại\nĐiều 5 của Luật này và số 104.042 đồng."),
            ("dieu-1/khoan-1/diem-dd", "", "Bỏ."),
            ("dieu-1/khoan-2", "Hạn nộp", "Năm ngày."),
            ("dieu-1/khoan-3", "", "Lệ phí:\nMiễn."),
        ],
        "a reference at a line's start is the sentence's rest; an only paragraph below a heading or lead-in is the clause's text",
    ),
    (
        "Điều 1. Hồ sơ\n1. Gồm:\na) Đơn;\nb) Ảnh.\nHồ sơ nộp tại Sở.\n2. Năm ngày.\nQuá hạn thì trả lại.",
        [
            ("dieu-1", "Hồ sơ", ""),
            ("dieu-1/khoan-1", "", "Gồm:"),
            ("dieu-1/khoan-1/diem-a", "", "Đơn;"),
            ("dieu-1/khoan-1/diem-b", "", "Ảnh."),
            ("dieu-1/khoan-1/doan-1", "", "Hồ sơ nộp tại Sở."),
            ("dieu-1/khoan-2", "", "Năm ngày."),
            ("dieu-1/khoan-2/doan-1", "", "Quá hạn thì trả lại."),
        ],
        "a paragraph behind the last point belongs to the clause",
    ),
    (
        "Điều 1. Hồ sơ\n1. Gồm:\ng) Sổ;\nh) Thẻ;\ni) Giấy;\nk) Ảnh.\n2. Gồm:\na) Đơn:\ni) Một;\nii) Hai.",
        [
            ("dieu-1", "Hồ sơ", ""),
            ("dieu-1/khoan-1", "", "Gồm:"),
            ("dieu-1/khoan-1/diem-g", "", "Sổ;"),
            ("dieu-1/khoan-1/diem-h", "", "Thẻ;"),
            ("dieu-1/khoan-1/diem-i", "", "Giấy;"),
            ("dieu-1/khoan-1/diem-k", "", "Ảnh."),
            ("dieu-1/khoan-2", "", "Gồm:"),
            ("dieu-1/khoan-2/diem-a", "", "Đơn:"),
            ("dieu-1/khoan-2/diem-a/tiet-i", "", "Một;"),
            ("dieu-1/khoan-2/diem-a/tiet-ii", "", "Hai."),
        ],
        "i is a letter behind h and a numeral before ii",
    ),
    (
        "1 Phạm vi\n1.1 Áp dụng\nMọi nơi.\n1.2 Không áp dụng\n1.2.1 Nhà tạm.\n2 Thuật ngữ\n2.1 Hồ sơ.",
        [
            ("khoan-1", "Phạm vi", ""),
            ("khoan-1/khoan-1.1", "Áp dụng", "Mọi nơi."),
            ("khoan-1/khoan-1.2", "Không áp dụng", ""),
            ("khoan-1/khoan-1.2/khoan-1.2.1", "", "Nhà tạm."),
            ("khoan-2", "Thuật ngữ", ""),
            ("khoan-2/khoan-2.1", "", "Hồ sơ."),
        ],
        "technical documents number without full stops",
    ),
    (
        "Điều 1. Hồ sơ\na) Đơn; b) Ảnh;\nc) Sổ.",
        [("dieu-1", "Hồ sơ", ""), ("dieu-1/diem-a", "", "Đơn;"), ("dieu-1/diem-b", "", "Ảnh;"), ("dieu-1/diem-c", "", "Sổ.")],
        "a point glued to the one before it",
    ),
    (
        "Căn cứ Luật Thư viện;\n- Căn cứ Luật Lưu trữ;\nThực hiện Bản ghi nhớ năm 2023;\nBộ trưởng ban hành Thông tư về sổ.\n"
        "Điều 1. Phạm vi\nThông tư này quy định việc lưu sổ.",
        [
            (
                "can-cu",
                "",
                "Căn cứ Luật Thư viện;\n- Căn cứ Luật Lưu trữ;\nThực hiện Bản ghi nhớ năm 2023;\nBộ trưởng ban hành Thông tư về sổ.",
            ),
            ("dieu-1", "Phạm vi", "Thông tư này quy định việc lưu sổ."),
        ],
        "a basis printed with a dash is one of the block, and what follows it up to the first Điều",
    ),
    (
        "Căn cứ Luật Tổ chức Chính phủ;\nĐiều 1. Phạm vi\nThông tư này quy định việc lưu sổ.\nĐiều 2. Hồ sơ\n1. Hồ sơ gồm:\n"
        "a) Đơn;\nđ) Bản sao.\n2.Nộp hồ sơ tại Sở.",
        [
            ("can-cu", "", "Căn cứ Luật Tổ chức Chính phủ;"),
            ("dieu-1", "Phạm vi", "Thông tư này quy định việc lưu sổ."),
            ("dieu-2", "Hồ sơ", ""),
            ("dieu-2/khoan-1", "", "Hồ sơ gồm:"),
            ("dieu-2/khoan-1/diem-a", "", "Đơn;"),
            ("dieu-2/khoan-1/diem-dd", "", "Bản sao."),
            ("dieu-2/khoan-2", "", "Nộp hồ sơ tại Sở."),
        ],
        "điểm đ is no d; a number without a space is a marker; an only paragraph has its parent's address",
    ),
    (
        "Điều 1. Sửa đổi khoản 2 Điều 7 như sau:\n“2. Văn bản mới.\na) Một;\nb) Hai.”.\nĐiều 2. Hiệu lực\nTừ ngày ký.",
        [
            ("dieu-1", "", "Sửa đổi khoản 2 Điều 7 như sau:"),
            ("»dieu-7/khoan-2", "", "Văn bản mới."),
            ("»dieu-7/khoan-2/diem-a", "", "Một;"),
            ("»dieu-7/khoan-2/diem-b", "", "Hai.”."),
            ("dieu-2", "Hiệu lực", "Từ ngày ký."),
        ],
        "quoted new text is no clause of the amending document",
    ),
    (
        "Sở báo cáo như sau:\nI. Kết quả\n1. Về đất đai\n- Đã đo đạc;\n- Đã cấp giấy.\nII. Kiến nghị\n1. Bổ sung vốn.\n2. Bổ sung người.\n"
        "Trên đây là báo cáo của Sở./.",
        [
            ("doan-1", "", "Sở báo cáo như sau:"),
            ("muc-i", "Kết quả", ""),
            ("muc-i/khoan-1", "Về đất đai", ""),
            ("muc-i/khoan-1/gach-1", "", "Đã đo đạc;"),
            ("muc-i/khoan-1/gach-2", "", "Đã cấp giấy."),
            ("muc-ii", "Kiến nghị", ""),
            ("muc-ii/khoan-1", "", "Bổ sung vốn."),
            ("muc-ii/khoan-2", "", "Bổ sung người."),
            ("doan-2", "", "Trên đây là báo cáo của Sở./."),
        ],
        "roman, arabic, dashes; the closing formula belongs to the document",
    ),
]


NOTICES = [
    ("Điều 1. Hồ sơ\n1. Đơn.\n3. Ảnh.", [("outline-gap", "khoản 3 đứng sau 1 (trang 1, dòng 3)")], "a gap"),
    (
        "Điều 1. Hồ sơ\n1. Đơn.\n2. Ảnh.\n2. Sổ.",
        [("outline-repeat", "khoản 2 (trang 1, dòng 4)"), ("outline-duplicate", "dieu-1/khoan-2~2")],
        "a repeat",
    ),
    ("Điều 4. Hồ sơ\nĐơn.\nĐiều 9. Ảnh\nSổ.", [("outline-gap", "Điều 9 đứng sau 4 (trang 1, dòng 3)")], "a jump of articles"),
    ("Điều 1. Hồ sơ\n1. Đơn.\n2. Ảnh.\n10. Sổ.", [], "too far: not of this list, so no clause and no notice"),
    ("Điều 1. Sửa đổi khoản 1 Điều 5 như sau:\n“1. Không đóng.", [("outline-quote", "trang 1, dòng 2")], "an open quotation"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), NOTICES)
def test_what_looks_wrong_is_reported_with_page_and_line(text: str, expected: list[tuple[str, str]], reason: str) -> None:
    notices = build_outline(text, paragraphs_of(text), body_end=len(text)).notices
    assert [notice.code for notice in notices] == [code for code, _ in expected], reason
    assert all(words in notice.message for notice, (_, words) in zip(notices, expected, strict=True)), reason


TABLE = "Điều 1. Danh mục\nTT | Tên\n1 | Đơn\n2 | Ảnh\n3.5 triệu đồng mỗi năm.\nPhụ lục II\nDANH MỤC\nTT | Tên\n1 | Sổ\n2 | Thẻ"


def test_a_row_with_nothing_but_its_number_is_no_unit() -> None:
    text = "Điều 1. Danh mục\nTT | Tên |\n1 | Đơn |\n2 | | |"
    rows_below = ["dieu-1/bang-1/doan-1", "dieu-1/bang-1/khoan-1", "dieu-1/bang-1/doan-2"]
    assert [path for path, _, _ in outline(text)] == ["dieu-1", "dieu-1/bang-1", *rows_below]


def test_rows_of_tables_are_kept_and_never_clauses_of_the_body() -> None:
    assert [(path, own) for path, _, own in outline(TABLE)] == [
        ("dieu-1", ""),
        ("dieu-1/bang-1", ""),
        ("dieu-1/bang-1/doan-1", "TT | Tên"),
        ("dieu-1/bang-1/khoan-1", "1 | Đơn"),
        ("dieu-1/bang-1/khoan-2", "2 | Ảnh"),
        ("dieu-1/doan-1", "3.5 triệu đồng mỗi năm."),
        ("phu-luc-2", ""),
        ("phu-luc-2/bang-1", ""),
        ("phu-luc-2/bang-1/doan-1", "TT | Tên"),
        ("phu-luc-2/khoan-1", "1 | Sổ"),
        ("phu-luc-2/khoan-2", "2 | Thẻ"),
    ]


DRAWN = "Điều 2. Mức\n1. Như sau:\na) Xe con:\n| Hạng\n| Phí\n|\nA\n| 5\n|\n"
ROWS = [
    ("dieu-2", ""),
    ("dieu-2/khoan-1", "Như sau:"),
    ("dieu-2/khoan-1/diem-a", "Xe con:"),
    ("dieu-2/khoan-1/diem-a/bang-1", ""),
    ("dieu-2/khoan-1/diem-a/bang-1/doan-1", "| Hạng\n| Phí\n|"),
    ("dieu-2/khoan-1/diem-a/bang-1/doan-2", "A\n| 5\n|"),
]
BEHIND_ROWS = [
    (
        "b) Xe tải\nXem bảng.\n| Phí\n|\n",
        [
            ("dieu-2/khoan-1/diem-b", "Xem bảng."),
            ("dieu-2/khoan-1/diem-b/bang-1", ""),
            ("dieu-2/khoan-1/diem-b/bang-1/doan-1", "| Phí\n|"),
        ],
        "a point between two tables is no cell of either",
    ),
    (
        "Mức cho xe tải như sau:\n| Hạng\n| Phí\n|\n",
        [
            ("dieu-2/khoan-1/diem-a/doan-1", "Mức cho xe tải như sau:"),
            ("dieu-2/khoan-1/diem-a/bang-2", ""),
            ("dieu-2/khoan-1/diem-a/bang-2/doan-1", "| Hạng\n| Phí\n|"),
        ],
        "a lead-in is no first cell, though a bar follows",
    ),
    (
        "- Xe khách\n- Xe buýt\n| 7\n|\n",
        [("dieu-2/khoan-1/diem-a/bang-1/doan-3", "- Xe khách\n- Xe buýt\n| 7\n|")],
        "a first cell may have several lines",
    ),
    (
        "b) Xe tải\n| 9\n|\n",
        [("dieu-2/khoan-1/diem-a/bang-1/doan-3", "b) Xe tải\n| 9\n|")],
        "a cell with a letter, closed by its bar",
    ),
]


@pytest.mark.parametrize(("behind", "expected", "reason"), BEHIND_ROWS)
def test_what_stands_behind_the_rows_of_a_drawn_table(behind: str, expected: list[tuple[str, str]], reason: str) -> None:
    assert [(path, own) for path, _, own in outline(DRAWN + behind)] == ROWS + expected, reason


@pytest.mark.parametrize(("text", "expected", "reason"), CASES)
def test_outline(text: str, expected: list[tuple[str, str, str]], reason: str) -> None:
    assert outline(text) == expected, reason
