"""A unit's duties as the annex of a plan, laid out as Nghị định 30/2020/NĐ-CP annex I asks: A4, Times New Roman, its margins.

1. Landscape A4; a table of TT, Nhiệm vụ, Căn cứ, Vai trò, Thời hạn, Đơn vị phối hợp, Phân công; the header row repeats on every page.
2. The page number stands centred in the top margin, from the second page on.
3. Every duty's words are the document's own; what is uncertain or a ban without its marker says so in brackets.
4. An empty list gives an annex that says so.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from app.export.output import settled
from app.export.rows import plain
from app.forms.words import deadline_words, duty_words, formal_citation, role_words, status_words
from app.results import DutyList
from corpus.model import Duty

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.table import CT_Row
    from docx.section import Section
    from docx.table import Table
    from docx.text.paragraph import Paragraph

FONT: Final = "Times New Roman"
SIZE: Final = 13  # points (Nghị định 30/2020/NĐ-CP annex I: text 13 to 14)
# Title and width in millimetres; together the 247 mm between the margins of a landscape A4.
ANNEX_COLUMNS: Final = (
    ("TT", 12),
    ("Nhiệm vụ", 85),
    ("Căn cứ", 45),
    ("Vai trò", 20),
    ("Thời hạn", 30),
    ("Đơn vị phối hợp", 30),
    ("Phân công", 25),
)
_LABEL: Final = "Phụ lục"
_LABEL_SIZE: Final = 14  # points, as the decree gives for the word "Phụ lục" and the annex's name
EMPTY: Final = "Không có nhiệm vụ nào phù hợp trong kho dữ liệu."
_VALUE: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"
_UNCERTAIN: Final = "[cần đối chiếu nguyên văn]"


def annex_bytes(listed: DutyList, now: dt.datetime) -> bytes:
    """Return the annex as a DOCX file."""
    from docx import Document

    document = Document()
    _set_page(document.sections[0])
    _set_font(document)
    _write_title(document, listed)
    _write_table(document, listed.duties)
    if listed.message:
        _write(document.add_paragraph(), listed.message, italic=True)
    properties = document.core_properties
    properties.title = _title(listed)
    properties.author = "Căn Cứ"
    properties.comments = ""
    properties.last_modified_by = "Căn Cứ"
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue(), now)


def annex_cells(number: int, duty: Duty) -> tuple[str, ...]:
    """Return the texts of one row of the annex; the last is left for the office to fill in."""
    obligation, document = duty.obligation, duty.quote.document
    words = duty_words(obligation)
    status = status_words(document.status)
    page = f", trang {duty.quote.page}" if duty.quote.page else ""
    return (
        str(number),
        words if obligation.certain else f"{words} {_UNCERTAIN}",
        f"{formal_citation(document, duty.quote.label)}{page}{f' ({status})' if status else ''}",
        role_words(obligation.role).capitalize(),
        deadline_words(obligation.deadline, document.date),
        "; ".join(obligation.partners),
        "",
    )


def _title(listed: DutyList) -> str:
    return plain(f"NHIỆM VỤ CỦA {(listed.unit or 'đơn vị chưa xác định').upper()}")


def _set_page(section: Section) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.different_first_page_header_footer = True
    _add_page_number(section.header.paragraphs[0])


def _add_page_number(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _set_font(document: WordDocument) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(0)


def _write(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, centred: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    run = paragraph.add_run(plain(text))
    run.bold, run.italic = bold, italic
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _write_title(document: WordDocument, listed: DutyList) -> None:
    """Write "Phụ lục" on a line of its own, the annex's name in capitals, and the document that carries it (annex I, part II)."""
    from docx.shared import Pt

    for text in (_LABEL, _title(listed)):
        paragraph = document.add_paragraph()
        _write(paragraph, text, bold=True, centred=True)
        paragraph.runs[0].font.size = Pt(_LABEL_SIZE)
    carrier = "(Kèm theo ................ số ....../........ ngày ... tháng ... năm ...... của ................................)"
    _write(document.add_paragraph(), carrier, italic=True, centred=True)
    document.add_paragraph()


def _write_table(document: WordDocument, duties: Sequence[Duty]) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement

    table = document.add_table(rows=2, cols=len(ANNEX_COLUMNS))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_widths(table)
    for cell, (title, _) in zip(table.rows[0].cells, ANNEX_COLUMNS, strict=True):
        _write(cell.paragraphs[0], title, bold=True, centred=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    empty = table.rows[1]._tr
    if not duties:
        cells = table.rows[1].cells
        _write(cells[0].merge(cells[-1]).paragraphs[0], EMPTY, italic=True, centred=True)
        return
    for number, duty in enumerate(duties, 1):
        _append_row(table, empty, annex_cells(number, duty))
    table._tbl.remove(empty)


def _append_row(table: Table, empty: CT_Row, texts: Sequence[str]) -> None:
    """Append a copy of the empty row: asking a table for its rows again and again takes quadratic time."""
    row = deepcopy(empty)
    for cell, text in zip(row.tc_lst, texts, strict=True):
        if text:
            cell.p_lst[0].add_r().text = plain(text)
    row.tc_lst[0].p_lst[0].get_or_add_pPr().get_or_add_jc().set(_VALUE, "center")
    table._tbl.append(row)


def _set_widths(table: Table) -> None:
    from docx.shared import Mm

    for column, (_, width) in zip(table.columns, ANNEX_COLUMNS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
