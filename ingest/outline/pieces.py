"""From paragraphs to pieces: what the tree is built of.

A piece is a paragraph, a row of a table, or a part of a paragraph where quoted new text begins inside it. Plain text has
no paragraphs of its own: there every line is one, and the rows of the text form of tables (cells divided by "|") are
recognised by their bars.

1. Pieces are in order and do not overlap; every character that is no white space and no bar by itself lies in exactly one.
2. ``paragraphs_of`` gives one paragraph per line that is not empty.
3. Rows of one run of a text table share a table number; each row is one piece.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.outline.markers import BULLETS, candidates
from ingest.source import Paragraph

# White space and what prints nothing (zero-width spaces, byte order marks, soft hyphens of copied web pages).
BLANK: Final = " \t\r\n\f\v\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u200e\u2060\ufeff\u00ad"
# What a piece must hold more of: bars that draw a table say nothing.
DRAWING: Final = BLANK + "|"
TERMINAL: Final = ".;:!?…”\"'»"
_BAR: Final = re.compile(r"\s*\||.*\|\s*$|.*\s\|\s")
# "... quy định tại" / "Điều 62 Luật Khoáng sản": the reading of the number as a heading has been refused before.
_DIEU_REFERENCE: Final = re.compile(r"Điều \d")
# What is left open before it: "... theo khoản 2" / "Điều 5. Trường hợp khác ..." is one sentence.
_REFERS: Final = re.compile(r"\b(?:khoản\s+\d+[a-zđ]?|điểm\s+[a-zđ]\d?|quy định tại)\s*$")
# Paragraphs begin 1 cm or more to the right of their following lines (Nghị định 30/2020/NĐ-CP, annex I), in points.
_FIRST_LINE_INDENT: Final = 15.0
_UNIT: Final = re.compile(r"Điều\s+\d+[a-zđ]?[.:]|(?:Chương|CHƯƠNG)\s+[IVX]+\b|(?:Phụ lục|PHỤ LỤC)(?:\s+[IVX\d]+)?$")
_FORM_HEADING: Final = re.compile(r"(?:Mẫu|MẪU|Biểu|BIỂU|Phụ lục|PHỤ LỤC)\s(?:[^.;:]{0,30}$|(?:số|SỐ)\s*\S{1,12}[.:]\s)")
_OPENING_QUOTES: Final = ("“", '"', "„", "«")
# A first cell stands on lines of its own before its row's first bar; longer runs are text.
_CELL_LINES: Final = 3
_ROW_LINES: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """``words`` is where the marker is looked for (behind an opening quotation mark); ``quote`` numbers quoted blocks."""

    start: int
    words: int
    end: int
    page: int
    line: int
    table: int | None = None
    centered: bool = False
    bold: bool = False
    quote: int | None = None

    def text(self, document: str) -> str:
        """Return the words, without an opening quotation mark."""
        return document[self.words : self.end]


def pieces_of(text: str, paragraphs: Sequence[Paragraph], start: int, end: int) -> list[Piece]:
    """Return the non-empty pieces of ``text[start:end]``, white space trimmed; a row of a table is one piece."""
    found: list[Piece] = []
    for number, paragraph in enumerate(paragraphs, 1):
        low, high = max(paragraph.start, start), min(paragraph.end, end)
        raw = text[low:high] if low < high else ""
        low += len(raw) - len(raw.lstrip(BLANK))
        high = low + len(raw.strip(BLANK))
        if low < high:
            found.append(
                Piece(low, low, high, paragraph.page, number, paragraph.table, paragraph.centered, paragraph.bold),
            )
    rows = [piece for piece in _with_text_tables(text, found) if text[piece.start : piece.end].strip(DRAWING)]
    return _join_broken(text, rows, {p.start: p.indent for p in paragraphs})


def _join_broken(text: str, pieces: Sequence[Piece], indents: Mapping[int, float]) -> list[Piece]:
    """Join paragraphs that a reader cut in the middle of a sentence.

    The second part begins in lower case, or at the block's left edge below an indented line, and the first does not end as
    a sentence; a part that may carry a marker stands by itself.
    """
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and last.table is None and piece.table is None and _continues(text, last, piece, indents):
            found[-1] = replace(last, end=piece.end)
        else:
            found.append(piece)
    return found


def _continues(text: str, last: Piece, piece: Piece, indents: Mapping[int, float]) -> bool:
    tail = text[last.end - 1]
    if tail in TERMINAL or tail == "|" or piece.centered != last.centered:
        return False
    first = text[piece.start]
    if _DIEU_REFERENCE.match(text, piece.start, piece.end) and _REFERS.search(text, max(last.start, last.end - 40), last.end):
        return True
    if candidates(text[piece.start : piece.end][:60]):
        return False
    if _DIEU_REFERENCE.match(text, piece.start, piece.end):
        return True
    if first.islower():
        return True
    hanging = not piece.centered and indents.get(last.start, 0.0) - indents.get(piece.start, 0.0) > _FIRST_LINE_INDENT
    return hanging and not piece.bold and not text[last.start : last.end].isupper() and tail not in "…_-./"


def _with_text_tables(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Number the tables that are drawn with bars, and make one piece of each of their rows."""
    if all("|" not in text[piece.start : piece.end] for piece in pieces):
        return list(pieces)
    rows = _table_rows(["" if piece.table is not None else text[piece.start : piece.end] for piece in pieces])
    last = max((piece.table for piece in pieces if piece.table is not None), default=0)
    found: list[Piece] = []
    open_row = False
    for piece, row in zip(pieces, rows, strict=True):
        if row.table is None or piece.table is not None:
            found.append(piece)
            open_row = False
            continue
        if open_row and found[-1].table == last + row.table:
            found[-1] = replace(found[-1], end=piece.end)
        else:
            found.append(replace(piece, table=last + row.table))
        open_row = row.open
    return found


def split_at(piece: Piece, offset: int) -> tuple[Piece, Piece]:
    """Divide a piece before ``offset``; the second part begins there."""
    return replace(piece, end=offset), replace(piece, start=offset, words=offset)


def ends_terminal(text: str) -> bool:
    """Whether a paragraph ends as a sentence or a lead-in does."""
    return text.rstrip()[-1:] in TERMINAL


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of plain text, one per line that is not empty."""
    return tuple(Paragraph(a, b, 1) for a, b in _lines(text) if text[a:b].strip(BLANK))


@dataclass(frozen=True, slots=True)
class _Row:
    """The table a line belongs to (``None``: none), and whether its row goes on in the next line."""

    table: int | None
    open: bool


def _table_rows(lines: Sequence[str]) -> list[_Row]:
    """Return each line's row: a row runs from its first bar to a line that ends with one.

    A single line with a bar inside ("Thứ ba | 14:33") is no table.
    """
    rows: list[_Row] = []
    number, inside, open_row = 0, False, False
    for index, line in enumerate(lines):
        barred = _BAR.match(line) is not None and (inside or bool(line.strip(DRAWING)))
        cell = open_row or barred or (inside and _first_cell(lines, index))
        if cell and not inside:
            number += 1
        inside = cell
        if barred or open_row:
            open_row = not line.rstrip().endswith("|") and _closes_soon(lines, index)
        rows.append(_Row(number if cell else None, open_row or (cell and not barred)))
    runs = Counter(row.table for row in rows)
    lone = {row.table for row, line in zip(rows, lines, strict=True) if runs[row.table] == 1 and not line.strip().startswith("|")}
    return [_Row(None, False) if row.table in lone else row for row in rows]


def _first_cell(lines: Sequence[str], index: int) -> bool:
    """Whether the line behind a finished row opens the next one: a first cell, with nothing up to its bar that is text."""
    for place in range(index, min(index + 1 + _CELL_LINES, len(lines))):
        if place > index and lines[place].lstrip().startswith("|"):
            return True
        barred = place + 1 < len(lines) and lines[place + 1].lstrip().startswith("|")
        if _is_apart(lines[place], barred=barred):
            return False
    return False


def _is_apart(line: str, *, barred: bool) -> bool:
    """Whether a line without bars is a unit, a heading, a lead-in or new text; ``barred``: the next one begins with a bar."""
    if _UNIT.match(line) or line.rstrip().endswith(":"):
        return True
    if barred:
        return False
    if line.startswith(_OPENING_QUOTES) or _FORM_HEADING.match(line):
        return True
    return any(marker.style not in BULLETS for marker in candidates(line[:60]))


def _closes_soon(lines: Sequence[str], index: int) -> bool:
    """Whether the row that is open goes on: a bar at a line's edge comes before a heading or a row of one line."""
    for line in lines[index + 1 : index + 1 + _ROW_LINES]:
        edge = line.strip()
        if _UNIT.match(line):
            return False
        if edge.startswith("|") or edge.endswith("|"):
            return True
        if "|" in edge:
            return False
    return False
