"""The plan annex read back with python-docx."""

import io

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from app.export import export_duties
from app.export.annex import ANNEX_COLUMNS, EMPTY
from app.results import DutyList
from corpus.model import Modality, Role
from tests.app.samples import NOW, PLAN, SINGLE, YEARLY, duties, duty


def annex(listed: DutyList):
    out = io.BytesIO()
    export_duties(listed, "docx", out, now=NOW)
    return docx.Document(io.BytesIO(out.getvalue()))


def cells(document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


HEADER = ["TT", "Nhiệm vụ", "Căn cứ", "Vai trò", "Thời hạn", "Đơn vị phối hợp", "Phân công"]


def test_1_the_table_reads_back():
    listed = duties(
        duty(deadline=YEARLY),
        duty("quét\x00 đường", SINGLE, document=PLAN, label="khoản 1 Mục II", path="muc-ii/khoan-1", role=Role.PHOI_HOP),
    )
    assert cells(annex(listed)) == [
        HEADER,
        [
            "1",
            "báo cáo Bộ Công Thương kết quả dọn đường",
            "điểm đ khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ, trang 3 (Còn hiệu lực)",
            "Chủ trì",
            "trước ngày 25/12 hằng năm",
            "Sở Xây dựng; Sở Tài chính",
            "",
        ],
        [
            "2",
            "quét đường",
            "khoản 1 Mục II Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu, trang 3",
            "Phối hợp",
            "trước ngày 30/06/2026",
            "Sở Xây dựng; Sở Tài chính",
            "",
        ],
    ]


def test_1_and_2_the_page_is_as_the_decree_asks():
    document = annex(duties(duty()))
    section = document.sections[0]
    assert section.orientation is WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin)] == [20, 20]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [30, 20]
    style = document.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(13))
    table = document.tables[0]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [width for _, width in ANNEX_COLUMNS]
    free = (section.page_width - section.left_margin - section.right_margin) / Mm(1)
    assert sum(width for _, width in ANNEX_COLUMNS) == round(free)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert section.first_page_header.paragraphs[0].text == ""


def test_title():
    document = annex(duties(duty(), message="Có 1 nhiệm vụ đã hết hạn."))
    label, title, carrier = document.paragraphs[:3]
    assert (label.text, title.text) == ("Phụ lục", "NHIỆM VỤ CỦA SỞ CÔNG THƯƠNG TỈNH MẪU")
    assert [(p.runs[0].bold, p.runs[0].font.size.pt) for p in (label, title)] == [(True, 14)] * 2
    assert carrier.text.startswith("(Kèm theo")
    assert carrier.runs[0].italic
    assert document.paragraphs[-1].text == "Có 1 nhiệm vụ đã hết hạn."


def test_3_what_a_reader_must_know_is_said():
    rows = cells(annex(duties(duty("Lấn đường", modality=Modality.MUST_NOT, certain=False))))
    assert rows[1][1] == "[Không được] Lấn đường [cần đối chiếu nguyên văn]"


def test_4_an_empty_list_says_so():
    assert cells(annex(duties())) == [HEADER, [EMPTY] * len(HEADER)]
    assert annex(DutyList(None)).paragraphs[1].text == "NHIỆM VỤ CỦA ĐƠN VỊ CHƯA XÁC ĐỊNH"
