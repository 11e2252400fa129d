"""The lines of a document's head and closing as its reader sees them, each with its column and the marks-free key.

Keys drop marks and case, because OCR and capital letters lose marks first; offsets always refer to the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Line
from corpus.vietnamese import unmarked
from ingest.source import Paragraph, SourceText

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
    """Return text without marks and case, single spaces, nothing but letters and digits at its start."""
    key = " ".join(unmarked(text).lower().split())
    return key if key[:1].isalnum() else _NOT_LETTERS.sub("", key)


_NOT_LETTERS = re.compile(r"^[\W_]+(?=\w)")


def _paragraph_numbers(source: SourceText) -> list[int]:
    """For each line, the index of its paragraph."""
    out: list[int] = []
    index = 0
    for line in source.lines:
        while index + 1 < len(source.paragraphs) and source.paragraphs[index].end < line.end:
            index += 1
        out.append(index)
    return out


def _pieces(source: SourceText, paragraph: Paragraph, text: str, start: int) -> list[tuple[str, int, int]]:
    """The pieces of a line between "|" with their offsets; one piece in tables and elsewhere."""
    if paragraph.table is not None or "|" not in text:
        return [(text, start, start + len(text))]
    out = []
    at = start
    for piece in text.split("|"):
        tidy = piece.strip()
        if tidy:
            begin = source.text.index(tidy, at)
            out.append((tidy, begin, begin + len(tidy)))
        at += len(piece) + 1
    return out


def _column(line: Line, width: float) -> tuple[bool | None, bool]:
    """Whether a line stands in the left column (``None``: in neither), and whether it is centred on the page."""
    box = line.box
    if box is None or not width:
        return None, False
    centered = abs(box.x0 + box.x1 - width) < 0.12 * width and box.x0 > 0.15 * width
    if centered:
        return None, True
    if box.x1 < 0.56 * width and (box.x0 + box.x1) / 2 < 0.42 * width:
        return True, False
    return (False if box.x0 > 0.4 * width else None), False


def lines_of(source: SourceText, first: int = 0, last: int | None = None) -> list[HeadLine]:
    """Return lines ``first:last`` of a source; paragraphs that text exports write as "left | right" are cut there."""
    widths = {page.number: page.width for page in source.pages}
    numbers = _paragraph_numbers(source)
    out: list[HeadLine] = []
    cut = {i for i, p in enumerate(source.paragraphs) if p.table is None and source.text.find("|", p.start, p.end) >= 0}
    # A paragraph that is cut is given as a whole at its first line.
    whole = numbers[first - 1] if 0 < first <= len(numbers) and numbers[first - 1] in cut else None
    for index in range(first, len(source.lines) if last is None else min(last, len(source.lines))):
        line, number = source.lines[index], numbers[index]
        if number == whole:
            continue
        paragraph = source.paragraphs[number]
        left, middle = _column(line, widths.get(line.page, 0.0))
        place = (line.box.x0, line.box.y0, line.box.x1, line.box.y1) if line.box else (0.0, 0.0, 0.0, 0.0)
        text, start = line.text, line.start
        if number in cut:
            text, start, whole, left = source.text[paragraph.start : paragraph.end], paragraph.start, number, None
        centered = paragraph.centered or middle
        for piece, begin, end in _pieces(source, paragraph, text, start):
            made = HeadLine(piece, key_of(piece), begin, end, line.page, left, *place, line.size, line.bold, centered, number)
            out += _columns(made)
    return out


# The right column of a head, where the text layer ran it together with the left one: the national title or the Party's name, the
# motto, and beside the number the place and date. Where the left column is wide, nothing but a space may be between.
_TITLES = re.compile(
    r"(?<=\S)\s+(?=CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM\W*$|Độc\s+lập\s*[-–]\s*Tự\s+do)",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(
    r"(?<=\S)\s+(?=(?:(?:[Tt]hành\s+phố|[Tt]ỉnh)\s+)?[^\W\d_a-zđ][^\W\d_]*(?:[\s.-]+[^\W\d_a-zđ][^\W\d_]*){0,5}\s*,?\s*n\s?g\s?[àa]\s?y\s[\d\s]*th)"
)


def _cut(line: HeadLine) -> re.Match[str] | None:
    """Return the gap between two columns that stand in one line."""
    key = line.key
    if key.startswith(("cong hoa xa hoi", "dang cong san")):
        return None
    if "xa hoi chu nghia" in key or "dang cong san" in key or "tu do" in key:
        found = _TITLES.search(line.text)
        # "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam" is running text.
        return found if found and is_capitals(line.text[: found.start()]) else None
    if key.startswith(("so", "luat so", "nghi quyet so")):
        return _PLACE_AND_DATE.search(line.text)
    return None


def _columns(line: HeadLine) -> tuple[HeadLine, ...]:
    """Return a line, cut in two where it runs from the issuer's column into the right one."""
    cut = _cut(line)
    if cut is None:
        return (line,)
    left, right = line.text[: cut.start()], line.text[cut.end() :]
    edge = line.x0 + (line.x1 - line.x0) * cut.start() / len(line.text)
    known = True if line.x1 else None
    return (
        replace(line, text=left, key=key_of(left), end=line.start + cut.start(), x1=edge, left=known, centered=False),
        replace(
            line,
            text=right,
            key=key_of(right),
            start=line.start + cut.end(),
            x0=edge,
            left=None if known is None else False,
            centered=False,
        ),
    )


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
