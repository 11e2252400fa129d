"""Tables as XLSX, ready for an office to sort, filter, assign and print.

1. The first sheet has one header row, frozen, with a filter over all rows; columns have their widths, texts are wrapped.
2. Texts are stored as texts: what begins with "=" is shown, never run.
3. The citation of a row links to its clause where an address of the server is known.
4. A second sheet says what the table is, when it was made and how much it holds.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.export.output import settled
from app.export.rows import Cell, Column, Row, plain

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST: Final = 32_767  # characters in a cell of the format
_LONGEST_LINK: Final = 2_079  # characters in a hyperlink of the format
_HEADER_FILL: Final = "FFD9E2F3"
_LINK_COLOUR: Final = "FF0563C1"
_LINE_COLOUR: Final = "FF999999"
_FONT: Final = "Times New Roman"
_SIZE: Final = 12  # points


def xlsx_bytes(
    sheet_name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    facts: Sequence[tuple[str, Cell]],
    *,
    link_column: int,
    now: dt.datetime,
) -> bytes:
    """Return the table as an XLSX file; ``facts`` fill the second sheet, ``link_column`` (from 0) carries the links."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name
    look = _look()
    _write_header(sheet, columns, look)
    for number, row in enumerate(rows, 2):
        _write_row(sheet, number, row, columns, link_column, look)
    _arrange(sheet, columns, len(rows))
    _write_facts(book.create_sheet("Thông tin"), facts, look)
    book.properties.creator = "Căn Cứ"
    book.properties.title = sheet_name
    buffer = io.BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue(), now)


@dataclass(frozen=True, slots=True)
class _Look:
    """The styles of a sheet, made once: a style object costs more than the cell it dresses."""

    font: Font
    bold: Font
    link: Font
    fill: PatternFill
    border: Border
    wrapped: Alignment
    single: Alignment
    header: Alignment


def _look() -> _Look:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side(style="thin", color=_LINE_COLOUR)
    return _Look(
        font=Font(name=_FONT, size=_SIZE),
        bold=Font(name=_FONT, size=_SIZE, bold=True),
        link=Font(name=_FONT, size=_SIZE, underline="single", color=_LINK_COLOUR),
        fill=PatternFill("solid", fgColor=_HEADER_FILL),
        border=Border(left=side, right=side, top=side, bottom=side),
        wrapped=Alignment(vertical="top", horizontal="left", wrap_text=True),
        single=Alignment(vertical="top", horizontal="center"),
        header=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )


def _write_header(sheet: Worksheet, columns: Sequence[Column], look: _Look) -> None:
    for position, column in enumerate(columns, 1):
        cell = sheet.cell(row=1, column=position, value=column.title)
        cell.font, cell.fill, cell.alignment, cell.border = look.bold, look.fill, look.header, look.border


def _write_row(sheet: Worksheet, number: int, row: Row, columns: Sequence[Column], link_column: int, look: _Look) -> None:
    for position, (value, column) in enumerate(zip(row.cells, columns, strict=True), 1):
        linked = row.link if position - 1 == link_column and len(row.link) <= _LONGEST_LINK else ""
        cell = sheet.cell(row=number, column=position)
        _fill(cell, value)
        cell.alignment = look.wrapped if column.wrap else look.single
        cell.border = look.border
        if linked:
            cell.hyperlink = linked
        cell.font = look.link if linked else look.font


def _fill(cell: SheetCell, value: Cell) -> None:
    """Put a value into a cell; a text is one whatever it begins with."""
    if isinstance(value, str):
        text = plain(value)
        cell.value = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        if text:
            cell.data_type = "s"
        cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}
    else:
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"


def _arrange(sheet: Worksheet, columns: Sequence[Column], rows: int) -> None:
    from openpyxl.utils import get_column_letter

    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.row_dimensions[1].height = 33
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _write_facts(sheet: Worksheet, facts: Sequence[tuple[str, Cell]], look: _Look) -> None:
    for number, (name, value) in enumerate(facts, 1):
        label = sheet.cell(row=number, column=1, value=name)
        label.font, label.alignment = look.bold, look.wrapped
        cell = sheet.cell(row=number, column=2)
        _fill(cell, value)
        cell.font, cell.alignment = look.font, look.wrapped
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
