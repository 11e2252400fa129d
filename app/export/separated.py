"""Tables as CSV that spreadsheet programs open with Vietnamese letters right and nothing executed.

1. UTF-8 with a byte order mark, commas, CRLF (RFC 4180); every row has as many cells as there are columns.
2. A cell that a spreadsheet would run as a formula (it begins with = + - @, their full-width forms, a tab or a line break,
   white space before them or not) gets an apostrophe in front (OWASP, "CSV Injection"). Numbers and dates need none.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Final

from app.export.rows import Cell, Column, Row, plain

_FORMULA: Final = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


def safe_cell(cell: Cell) -> str:
    """Return a cell as text that no spreadsheet runs as a formula."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    text = plain(cell)
    return f"'{text}" if _FORMULA.match(text) else text


def csv_bytes(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """Return the table as a CSV file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    writer.writerows([safe_cell(cell) for cell in row.cells] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
