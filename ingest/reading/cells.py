"""The tables of scanned pages, read cell by cell: Tesseract takes the lines of neighbouring cells for one line of print.

The page is read with its tables painted white, and the cells of all tables are put one under the other in a picture of one
column, which is read in one call: as fast as the page was and without a line that runs over two cells.

1. Every cell with print is in the column once; its words come back with their place on the page and a line of their own cell.
2. A page without ruled tables is handed on as it is.
3. ``words`` of a table of words (TSV) are moved, never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ingest.reading.pictures import Prepared, to_pgm
from ingest.reading.ruling import find_rules, without_rules
from ingest.reading.tables import Grid, Rule, find_grids

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_INSET: Final = 0.6  # points between a line and what is taken of the cell
_AROUND: Final = 3.0  # points around a table that are painted white with it
_GAP: Final = 11.0  # points between two cells of the column
_MARGIN: Final = 10.0
_INK: Final = 128
_LEAST_INK: Final = 30  # dots: less is dirt
_TALLEST: Final = 20_000  # dots: Tesseract reads no picture of more than 32,767
_LEVEL_WORD: Final = "5"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell in the column: its rows ``top`` to ``bottom`` (gaps shared), and how far its words move to stand on the page."""

    top: float
    bottom: float
    right: float
    down: float


@dataclass(frozen=True, slots=True)
class Column:
    """Cells one under the other as a PGM picture."""

    data: bytes
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """A page's ruled tables: the page without them as a PGM picture, their cells in columns, and their rules in points."""

    page: bytes
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]


def find_tables(picture: Prepared) -> Tables | None:
    """Return the ruled tables of a page; ``None`` where there are none (guarantee 2)."""
    grey = _grey_of(picture.data)
    rules = find_rules(grey, picture.scale) if grey is not None else ()
    if grey is None or not rules:
        return None
    grids = find_grids(rules)
    clean = without_rules(grey, picture.scale)
    page = clean.copy()
    for grid in grids:
        top, bottom, left, right = _box(grid.rows[0], grid.rows[-1], grid.columns[0], grid.columns[-1], picture.scale, -_AROUND)
        page[top:bottom, left:right] = 255
    cells = [cell for grid in grids for cell in _cells(clean, grid, picture.scale)]
    return Tables(to_pgm(page), tuple(_columns(cells, picture.scale)), rules) if cells else None


def _grey_of(data: bytes) -> Grey | None:
    import numpy as np

    head, _, pixels = data.partition(b" 255\n")
    size = head.split()
    if len(size) != 3 or len(pixels) != int(size[1]) * int(size[2]):
        return None
    return np.frombuffer(pixels, np.uint8).reshape(int(size[2]), int(size[1]))


def _box(y0: float, y1: float, x0: float, x1: float, scale: float, inset: float) -> tuple[int, int, int, int]:
    """Return an area in dots: first row, row behind the last, first column, column behind the last."""
    edges = (y0 + inset, y1 - inset, x0 + inset, x1 - inset)
    top, bottom, left, right = (max(0, round(edge * scale)) for edge in edges)
    return top, bottom, left, right


def _cells(clean: Grey, grid: Grid, scale: float) -> list[tuple[Grey, int, int]]:
    """Return the cells with print, trimmed to it, with the row and column of the page where they begin."""
    import numpy as np

    found = []
    for y0, y1 in pairwise(grid.rows):
        for x0, x1 in pairwise(grid.columns):
            top, bottom, left, right = _box(y0, y1, x0, x1, scale, _INSET)
            ink = clean[top:bottom, left:right] < _INK
            if int(ink.sum()) < _LEAST_INK:
                continue
            rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
            first, last = int(rows[0]), int(columns[0])
            piece = clean[top + first : top + int(rows[-1]) + 1, left + last : left + int(columns[-1]) + 1]
            found.append((piece, top + first, left + last))
    return found


def _columns(cells: Sequence[tuple[Grey, int, int]], scale: float) -> list[Column]:
    """Put cells under each other, in as many pictures as they need."""
    import numpy as np

    gap, margin = round(_GAP * scale), round(_MARGIN * scale)
    columns: list[Column] = []
    start = 0
    while start < len(cells):
        end, height = start, gap
        while end < len(cells) and (end == start or height + cells[end][0].shape[0] + gap <= _TALLEST):
            height += cells[end][0].shape[0] + gap
            end += 1
        picture = np.full((height, max(cell.shape[1] for cell, _, _ in cells[start:end]) + 2 * margin), 255, np.uint8)
        places, at = [], gap
        for cell, row, column in cells[start:end]:
            rows, width = cell.shape
            picture[at : at + rows, margin : margin + width] = cell
            places.append(Place(at - gap / 2, at + rows + gap / 2, column - margin, row - at))
            at += rows + gap
        columns.append(Column(to_pgm(picture), tuple(places)))
        start = end
    return columns


def on_the_page(tsv: str, places: Sequence[Place], number: int) -> str:
    """Return the rows of the words that Tesseract read in a column, as they stand on the page (guarantees 1 and 3).

    ``number`` is that of the column; block and paragraph become those of the cell, so that no line or paragraph runs over two.
    """
    out = []
    at = 0
    for row in tsv.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != _LEVEL_WORD:
            continue
        x, y, _, height = (float(field) for field in fields[6:10])
        middle = y + height / 2
        at = next((n for n in (*range(at, len(places)), *range(at)) if places[n].top <= middle < places[n].bottom), len(places))
        if at == len(places):
            at = 0
            continue
        fields[2], fields[3] = f"cells{number}", str(at)
        fields[6], fields[7] = f"{x + places[at].right:g}", f"{y + places[at].down:g}"
        out.append("\t".join(fields))
    return "".join(f"\n{row}" for row in out)
