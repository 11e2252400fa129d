"""Printed lines become paragraphs.

Evidence that a line opens a paragraph, strongest first: a wider gap above it, an indent of its own, room for its first word at the
end of the line above, a change of boldness or size at such a place, a marker ("Điều 5.", "a)") after a closed line. A line
that begins with "Điều 5" in the middle of a full paragraph stays in it.

1. Lines keep their order; every line is in exactly one paragraph.
2. Centred lines of one make are one paragraph (a title over several lines); the line that names the kind stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.kinds import kind_named
from ingest.reading.fragments import Fragment

MARKER = re.compile(
    r"""(?:
      Điều\s+\d+[a-zđ]?\s*[.:]?(?=\s|$) | (?:Chương|Phần|Mục|Tiểu\s+mục|Phụ\s+lục)\s+(?:[IVXLC]+|\d+)\b
    | [IVX]{1,6}\s?[.)](?=\s) | \d{1,2}(?:\.\d{1,2}){0,3}\s?[.)](?=\s|[A-ZĐÀ-Ỹ]) | [a-zđ]\d?\s?\)(?=\s|[A-ZĐÀ-Ỹ])
    | \([ivx]{1,4}\) | [-–—+•*]\s
    | Căn\s+cứ\b | Theo\s+đề\s+nghị\b | Xét\s | Nơi\s+nhận | Kính\s+gửi | V/v\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_STRONG_MARKER = re.compile(r"(?:Điều\s+\d+[a-zđ]?\s*\.\s|(?:Chương|Phụ lục|PHỤ LỤC)\s+[IVXLC\d]+\s*$|[IVX]{1,6}\.\s+[A-ZĐÀ-Ỹ]{2})")
_CLOSED = re.compile(r"[.;:!?”\"…/]\s*$")
_HYPHENATED = re.compile(r"[a-zà-ỹđ]-$")
_STANDS_ALONE = re.compile(
    r"(?:(?:chương|phần|phụ lục|mục)\s+(?:[ivxlc]+|\d+|thứ \w+)|.{0,40}quyết (?:định|nghị)\s*:)$", re.IGNORECASE
)
_GAP = 1.35


@dataclass(frozen=True, slots=True)
class Column:
    """Left and right edge of a text column, and the usual distance from one line to the next."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class Draft:
    """A paragraph under construction: its lines with their pages. ``table`` and ``cells`` only for a table row."""

    lines: list[tuple[Fragment, int]] = field(default_factory=list)
    indent: float = 0.0
    centered: bool = False
    bold: bool = False
    table: int | None = None
    cells: tuple[tuple[Fragment, ...], ...] = ()


def column_of(lines: Sequence[Fragment], width: float) -> Column:
    """Measure a column: the edges that most long lines share."""
    long = [f for f in lines if f.x1 - f.x0 > 0.5 * width] or list(lines)
    lefts = sorted(f.x0 for f in long)
    rights = sorted(f.x1 for f in long)
    gaps = [b.middle - a.middle for a, b in pairwise(lines) if 0 < b.middle - a.middle < 3 * max(b.size, 1)]
    left = lefts[len(lefts) // 10]
    right = rights[-1 - len(rights) // 10]
    return Column(left, right, _pitch(gaps) if gaps else 0.0)


def _pitch(gaps: list[float]) -> float:
    """The usual line distance inside paragraphs: the lower half's median, since paragraphs stand further apart."""
    ordered = sorted(gaps)
    return median(ordered[: max(1, (len(ordered) * 2 + 2) // 3)])


def is_centered(line: Fragment, column: Column) -> bool:
    """Whether a line stands in the middle of its column, away from both edges."""
    inset = min(line.x0 - column.left, column.right - line.x1)
    offset = abs((line.x0 + line.x1) - (column.left + column.right)) / 2
    # A long line with a first-line indent and a ragged end is nearly centred by chance.
    long = line.x1 - line.x0 > 0.7 * (column.right - column.left)
    tolerance = 2.0 if long else max(0.025 * (column.right - column.left), 0.8 * line.size)
    return inset > 1.5 * line.size and offset < tolerance and line.x0 - column.left > 3 * offset


def _first_word_fits(before: Fragment, line: Fragment, column: Column) -> bool:
    word = line.text.split(" ", 1)[0]
    width = (line.x1 - line.x0) * (len(word) + 1) / max(len(line.text), 1)
    return before.x1 + width + 0.5 * line.size < column.right


def _is_title_case(text: str) -> bool:
    return text.upper() == text and any(c.isalpha() for c in text)


def _is_alone(text: str) -> bool:
    stripped = text.strip(" :.")
    return bool(_STANDS_ALONE.match(text.strip())) or kind_named(stripped) is not None


def _centered_pair(before: Fragment, line: Fragment, gap: float, column: Column) -> bool:
    """Whether a centred line opens a paragraph below a centred one."""
    if _is_alone(before.text) or _is_alone(line.text) or MARKER.match(line.text):
        return True
    if gap > 1.9 * max(column.pitch, line.size):
        return True
    if _is_title_case(before.text) != _is_title_case(line.text):
        return True
    return before.bold != line.bold or line.text.startswith("(")


def opens(before: Fragment, line: Fragment, column: Column, *, same_page: bool) -> bool:
    """Whether ``line`` opens a paragraph below ``before``."""
    gap = line.middle - before.middle
    centered = is_centered(line, column), is_centered(before, column)
    if all(centered):
        return _centered_pair(before, line, gap if same_page else 0.0, column)
    if same_page and column.pitch and gap > _GAP * column.pitch + 0.15 * line.size:
        return True
    if same_page and gap < 0:
        return True
    if any(centered):
        return centered[0] or _first_word_fits(before, line, column)
    marker = MARKER.match(line.text)
    indented = line.x0 - column.left > 0.8 * line.size
    if indented and (marker or line.x0 - before.x0 > 0.8 * line.size):
        return True
    if marker and (_STRONG_MARKER.match(line.text) or _CLOSED.search(before.text)):
        return True
    if abs(line.size - before.size) > 0.25 * max(line.size, before.size):
        return True
    return _first_word_fits(before, line, column)


def drafts_of(lines: Sequence[Fragment], column: Column, page: int) -> list[Draft]:
    """Cut one block's lines into paragraphs."""
    out: list[Draft] = []
    for line in lines:
        if out and not opens(out[-1].lines[-1][0], line, column, same_page=True):
            out[-1].lines.append((line, page))
            continue
        out.append(Draft([(line, page)], max(0.0, line.x0 - column.left), is_centered(line, column), line.bold))
    for draft in out:
        draft.bold = all(line.bold for line, _ in draft.lines)
        draft.centered = draft.centered and all(is_centered(line, column) for line, _ in draft.lines)
    return out


# Lines of a head or a closing block that stand for themselves.
_BLOCK_LINE = re.compile(
    r"""s[ốo]\s*: | luật\s+số | v/v\b | nơi\s+nhận | kính\s+gửi | [-–+•]\s | (?:tm|kt|tl|tuq|q|t/m)\s?\.
    | độc\s+lập | cộng\s+h[òo] | đảng\s+cộng | (?:phó|thứ|chủ\s+tịch|bộ\s+trưởng|giám\s+đốc|cục\s+trưởng|chánh|tổng|vụ\s+trưởng)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def column_drafts(lines: Sequence[Fragment], page: int) -> list[Draft]:
    """Cut one column of a head or closing block: names over several lines and subjects are joined, offices and items stand alone."""
    out: list[Draft] = []
    left = min(line.x0 for line in lines)
    for line in lines:
        before = out[-1].lines[-1][0] if out else None
        joins = (
            before is not None
            and not _BLOCK_LINE.match(line.text)
            and line.middle - before.middle < 1.7 * max(line.size, before.size)
            and before.bold == line.bold
            and (_is_title_case(before.text) == _is_title_case(line.text))
            and not re.match(r"s[ốo]\s*:", before.text, re.IGNORECASE)
        )
        if joins:
            out[-1].lines.append((line, page))
        else:
            out.append(Draft([(line, page)], line.x0 - left, False, line.bold))
    return out


_NOTE_MARK = re.compile(r"[\d⁰¹²³⁴-⁹]{1,3}(?=\s)|[*\[]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def note_drafts(lines: Sequence[Fragment], page: int) -> list[Draft]:
    """Cut footnotes into paragraphs: each opens with its mark, which is written raised so that nobody takes it for a khoản."""
    out: list[Draft] = []
    for line in lines:
        mark = _NOTE_MARK.match(line.text)
        if mark:
            line = line.with_text(line.text[: mark.end()].translate(_RAISED) + line.text[mark.end() :])
        if mark or not out:
            out.append(Draft([(line, page)]))
        else:
            out[-1].lines.append((line, page))
    return out


def joint(before: str) -> str:
    """What stands between two printed lines of a paragraph: nothing where a number or abbreviation broke at its hyphen or slash."""
    if re.search(r"[\d/][\w/]*[-/]$|[A-ZĐ]{2,}-$", before) or _HYPHENATED.search(before):
        return ""
    return " "
