"""The lines of a document's head and closing as its reader sees them, each with its column and the marks-free key.

Keys drop marks and case, because OCR and capital letters lose marks first; offsets always refer to the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.vietnamese import unmarked
from ingest.source import SourceText

_SPLIT = re.compile(r"\s*\|\s*")
# Heads are over by then; what follows is body.
HEAD_LINES = 90


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line. ``left`` is true in the left column of a two-column page, ``None`` without geometry."""

    text: str
    key: str
    start: int
    end: int
    page: int
    left: bool | None
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    centered: bool
    paragraph: int


def key_of(text: str) -> str:
    """Return text without marks and case, single spaces."""
    return " ".join(unmarked(text).lower().split())


def _paragraph_numbers(source: SourceText) -> list[int]:
    """For each line, the index of its paragraph."""
    out: list[int] = []
    index = 0
    for line in source.lines:
        while index + 1 < len(source.paragraphs) and source.paragraphs[index].end < line.end:
            index += 1
        out.append(index)
    return out


def lines_of(source: SourceText, first: int = 0, last: int | None = None) -> list[HeadLine]:
    """Return lines ``first:last`` of a source; lines written as "left | right" by text exports are split."""
    widths = {page.number: page.width for page in source.pages}
    numbers = _paragraph_numbers(source)
    out: list[HeadLine] = []
    for index in range(first, len(source.lines) if last is None else min(last, len(source.lines))):
        line, paragraph = source.lines[index], source.paragraphs[numbers[index]]
        box, width = line.box, widths.get(line.page, 0.0)
        left = None if box is None or not width else (box.x0 + box.x1) / 2 < 0.47 * width
        place = (box.x0, box.y0, box.x1, box.y1) if box else (0.0, 0.0, 0.0, 0.0)
        middle = box is not None and bool(width) and abs(box.x0 + box.x1 - width) < 0.12 * width and box.x0 > 0.15 * width
        at = line.start
        pieces = _SPLIT.split(line.text) if paragraph.table is None else [line.text]
        for piece in pieces:
            start = source.text.index(piece, at) if piece else at
            at = start + len(piece)
            if piece:
                centered = paragraph.centered or middle
                out.append(
                    HeadLine(
                        piece, key_of(piece), start, at, line.page, left, *place, line.size, line.bold, centered, numbers[index]
                    )
                )
    return out


def is_capitals(text: str) -> bool:
    """Whether most letters are capitals (names in parentheses and small words of OCR aside)."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def below(line: HeadLine, before: HeadLine) -> bool:
    """Whether ``line`` goes on below ``before`` in the same column (always, without geometry)."""
    if line.left is None or before.left is None:
        return True
    if line.page != before.page or line.y0 < before.y0:
        return False
    overlap = min(line.x1, before.x1) - max(line.x0, before.x0)
    return overlap > 0.3 * min(line.x1 - line.x0, before.x1 - before.x0)


def joined(lines: Sequence[HeadLine]) -> str:
    """Return lines as one line."""
    return " ".join(" ".join(line.text for line in lines).split())
