"""Provisions: own texts, lead-ins, breadcrumbs, pages and boxes; quotations stay with the unit that quotes."""

from dataclasses import replace

import pytest

from corpus.model import Box, Level, Line, Provision
from ingest.outline import build_outline, paragraphs_of
from ingest.outline import provisions as module
from ingest.outline.provisions import find_node, provisions_of, title_of

ACT = (
    "Chương II\nQUY ĐỊNH CỤ THỂ\nĐiều 5. Trách nhiệm thi hành\n1. Bộ Công Thương:\na) Báo cáo hằng năm;\nb) Gửi hồ sơ:\n- Bản chính;\n"
    "- Bản sao.\n2. Sở Tài chính\nCấp kinh phí."
)
LETTER = "Bộ đề nghị các Sở:\n1. Rà soát hồ sơ.\n2. Báo cáo kết quả.\nTrân trọng./."
KEY = "nghi-dinh/1-2026-nd-cp/2026-01-01"


def read(text: str, lines: tuple[Line, ...] = ()) -> tuple[Provision, ...]:
    return provisions_of(KEY, text, build_outline(text, paragraphs_of(text), body_end=len(text)).roots, lines)


def test_text_context_and_breadcrumb_of_an_act() -> None:
    crumbs = ("Chương II. QUY ĐỊNH CỤ THỂ", "Điều 5. Trách nhiệm thi hành")
    lead = "Điều 5. Trách nhiệm thi hành\n1. Bộ Công Thương:"
    rows = [(p.path, p.label, p.heading, p.text, p.context, p.breadcrumb) for p in read(ACT)]
    assert rows == [
        ("chuong-2", "Chương II", "QUY ĐỊNH CỤ THỂ", "", "", ()),
        ("dieu-5", "Điều 5", "Trách nhiệm thi hành", "", "", crumbs[:1]),
        ("dieu-5/khoan-1", "khoản 1 Điều 5", "", "Bộ Công Thương:", "Điều 5. Trách nhiệm thi hành", crumbs),
        ("dieu-5/khoan-1/diem-a", "điểm a khoản 1 Điều 5", "", "Báo cáo hằng năm;", lead, crumbs),
        ("dieu-5/khoan-1/diem-b", "điểm b khoản 1 Điều 5", "", "Gửi hồ sơ:", lead, crumbs),
        (
            "dieu-5/khoan-1/diem-b/gach-1",
            "gạch đầu dòng thứ 1 điểm b khoản 1 Điều 5",
            "",
            "Bản chính;",
            f"{lead}\nb) Gửi hồ sơ:",
            crumbs,
        ),
        (
            "dieu-5/khoan-1/diem-b/gach-2",
            "gạch đầu dòng thứ 2 điểm b khoản 1 Điều 5",
            "",
            "Bản sao.",
            f"{lead}\nb) Gửi hồ sơ:",
            crumbs,
        ),
        ("dieu-5/khoan-2", "khoản 2 Điều 5", "Sở Tài chính", "Cấp kinh phí.", "Điều 5. Trách nhiệm thi hành", crumbs),
    ]


def test_a_lead_in_of_the_document_is_context_of_its_items_only() -> None:
    assert [(p.path, p.context) for p in read(LETTER)] == [
        ("doan-1", ""),
        ("khoan-1", "Bộ đề nghị các Sở:"),
        ("khoan-2", "Bộ đề nghị các Sở:"),
        ("doan-2", ""),
    ]


def test_pages_and_boxes_cover_the_unit_per_page() -> None:
    text = "Điều 1. Phạm vi\nThông tư này quy định sổ theo dõi."
    lines = (
        Line("Điều 1. Phạm vi", 0, 15, 3, Box(3, 50, 700, 300, 712)),
        Line("Thông tư này quy", 16, 32, 3, Box(3, 40, 715, 500, 727)),
        Line("định sổ theo dõi.", 33, 50, 4, Box(4, 40, 60, 200, 72)),
    )
    (provision,) = read(text, lines)
    assert (provision.page, provision.boxes) == (3, (Box(3, 40, 700, 500, 727), Box(4, 40, 60, 200, 72)))


def test_without_lines_there_is_no_page() -> None:
    assert {(p.page, p.boxes) for p in read(ACT)} == {(None, ())}


AMENDING = "Điều 1. Sửa đổi Điều 7 như sau:\n“Điều 7. Hồ sơ\n1. Đơn.\n2. Bản sao.”.\nĐiều 2. Hiệu lực\nTừ ngày ký."


def test_quoted_text_is_part_of_the_unit_that_quotes_it() -> None:
    assert [(p.path, p.text) for p in read(AMENDING)] == [
        ("dieu-1", "Sửa đổi Điều 7 như sau:\n“Điều 7. Hồ sơ\n1. Đơn.\n2. Bản sao.”."),
        ("dieu-2", "Từ ngày ký."),
    ]


def test_a_long_quotation_is_divided_at_its_own_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_QUOTATION", 20)
    text = "Điều 1. Bổ sung các Điều 7a, 7b vào sau Điều 7 như sau:\n“Điều 7a. Hồ sơ\nĐơn và ảnh.\nĐiều 7b. Thời hạn\nNăm ngày.”."
    assert [(p.path, p.level, p.text) for p in read(text)] == [
        ("dieu-1", Level.DIEU, "Bổ sung các Điều 7a, 7b vào sau Điều 7 như sau:"),
        ("dieu-1/doan-1", Level.DOAN, "“Điều 7a. Hồ sơ\nĐơn và ảnh."),
        ("dieu-1/doan-2", Level.DOAN, "Điều 7b. Thời hạn\nNăm ngày.”."),
    ]


def test_a_repeated_address_has_its_own_path_and_the_printed_label() -> None:
    text = "Điều 1. Hồ sơ\n1. Đơn.\n2. Ảnh.\n2. Bản sao gồm:\na) Sổ;\nb) Thẻ."
    assert [(p.path, p.label) for p in read(text)][3:5] == [
        ("dieu-1/khoan-2~2", "khoản 2 Điều 1"),
        ("dieu-1/khoan-2~2/diem-a", "điểm a khoản 2 Điều 1"),
    ]


def test_a_node_is_found_with_all_below_it_and_its_title() -> None:
    roots = build_outline(ACT, paragraphs_of(ACT), body_end=len(ACT)).roots
    node = find_node(roots, "dieu-5/khoan-1/diem-b")
    assert node is not None
    assert ACT[node.start : node.end].strip() == "b) Gửi hồ sơ:\n- Bản chính;\n- Bản sao."
    article = find_node(roots, "dieu-5")
    assert article is not None and title_of(ACT, article) == "Điều 5. Trách nhiệm thi hành"
    assert find_node(roots, "dieu-6") is None


HEADS = [
    ("TT | Việc | Ai\nBước 1 | Nhận | Sở A", (2,), ["TT | Việc | Ai"] * 2, "the first column counts the rows"),
    ("Việc | Ai\n1 | Sở A", (2,), ["Việc | Ai"] * 2, "the rows are numbered"),
    ("Nhận | Sở A\nTrả | Sở B", (2,), ["", ""], "a row like the others names no columns"),
    ("TT | Việc | Ai\nI | Nhận | Sở A\nII | Trả | Sở B", (2, 1), ["TT | Việc | Ai"] * 3, "a table goes on on the next page"),
    ("TT | Việc | Ai\nI | Nhận | Sở A\nKho | Sở B", (2, 1), ["TT | Việc | Ai"] * 2 + [""], "other columns: another table"),
]


@pytest.mark.parametrize(("text", "sizes", "contexts", "reason"), HEADS, ids=[row[3] for row in HEADS])
def test_the_head_of_a_table_is_context_of_its_rows(text: str, sizes: tuple[int, ...], contexts: list[str], reason: str) -> None:
    tables = [number for number, size in enumerate(sizes) for _ in range(size)]
    rows = [replace(row, table=table) for row, table in zip(paragraphs_of(text), tables, strict=True)]
    provisions = provisions_of(KEY, text, build_outline(text, rows, body_end=len(text)).roots)
    assert [p.context for p in provisions if p.text] == contexts, reason
