"""Rows of a table that shares out tasks: "TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian".

Plans and action programmes lay most of their duties on somebody in such a table, and no cell of it is a sentence. What a cell
means is told by the head of its column.

Guarantees, each with a test of its number in ``tests/ingest/obligations/test_table_rows.py``:

1. A table shares out tasks when one column names the task and a later one who does it; the rows of other tables are left alone.
2. A row is one duty: the words of its task cell, bound on the units of the column of those who do it; a row without a task or
   without them is a heading and none.
3. A row without number and doers is merged with the one above and binds the same; a sum or a title in capitals is none.
4. A time that is written as in a column ("2026", "2024 - 2026", "Tháng 6", "10 ngày") is a deadline there, though not in a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from corpus.model import Deadline, DeadlineKind, Modality, Obligation, Role
from corpus.vietnamese import search_key
from ingest.obligations.times.deadlines import find_deadlines, strongest
from ingest.obligations.units.names import read_units
from ingest.obligations.words import read_words

BAR: Final = "|"
_LEAST_COLUMNS: Final = 3
_LEAST_TASK: Final = 8  # characters: a shorter cell is a number or a sign

_TASK: Final = re.compile(
    r"(?!.*(?:kết quả|sản phẩm|thời gian|thời hạn|ghi chú|căn cứ|kinh phí|thủ tục hành chính|tthc|biểu mẫu|mức ))"
    r".*(?:nhiệm vụ|nội dung|công việc|hoạt động|giải pháp|đề án|dự án|chương trình|tên văn bản|tên chuyên đề|yêu cầu)"
)
_DOERS: Final = re.compile(
    r"(?!.*(?:thời gian|thời hạn|nội dung|kết quả|sản phẩm|kinh phí|địa điểm|phối hợp))"
    r"(?:.*chủ trì|(?:cơ quan|đơn vị|bộ phận|cá nhân|người|phòng|tổ chức|trách nhiệm|phân công).*"
    r"(?:thực hiện|chịu trách nhiệm|tham mưu|xử lý|giải quyết|soạn thảo|đầu mối|được giao)|phân công)"
)
_LEADS: Final = re.compile(r".*chủ trì")
_PARTNERS: Final = re.compile(r".*phối hợp")
_TIME: Final = re.compile(r".*(?:thời gian|thời hạn|tiến độ|thời điểm|hạn hoàn thành|hoàn thành)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table of ``width`` columns holds what; ``None``: no column does."""

    width: int
    task: int
    doers: int
    partners: int | None = None
    time: int | None = None
    leads: bool = False


@lru_cache(64)
def read_columns(context: str) -> Columns | None:
    """Return the columns that the innermost line with bars of a lead-in names; ``None``: it shares out no tasks (guarantee 1)."""
    line = next((line for line in reversed(context.split("\n")) if line.count(BAR) >= _LEAST_COLUMNS - 1), None)
    if line is None:
        return None
    names = [search_key(cell) for cell in line.strip().strip(BAR).split(BAR)]
    doers = _first(_DOERS, names)
    tasks = [i for i, name in enumerate(names[:doers]) if _TASK.match(name)] if doers else []
    if doers is None or not tasks:
        return None
    return Columns(len(names), tasks[-1], doers, _first(_PARTNERS, names), _first(_TIME, names), bool(_LEADS.match(names[doers])))


def _first(pattern: re.Pattern[str], names: list[str]) -> int | None:
    return next((i for i, name in enumerate(names) if pattern.match(name.strip())), None)


def is_row(text: str) -> bool:
    """Whether a provision is a row of cells."""
    return text.count(BAR) >= _LEAST_COLUMNS - 1


def read_row(text: str, columns: Columns, issued: dt.date | None = None, above: tuple[str, ...] = ()) -> Obligation | None:
    """Return the duty that a row states (guarantee 2); ``None`` for a heading or a row that does not fit the columns.

    ``above``: who is bound by the row above it in the same table (guarantee 3).
    """
    cells = None if read_columns(text) else _cells(text, columns.width)
    if cells is None:
        return None
    start, end = cells[columns.task]
    doers = _units(text[slice(*cells[columns.doers])]) or (above if _is_merged(text, cells, columns) else ())
    if end - start < _LEAST_TASK or not doers:
        return None
    return Obligation(
        start,
        end,
        text[start:end],
        Modality.MUST,
        doers,
        Role.CHU_TRI if columns.leads else Role.THUC_HIEN,
        () if columns.partners is None else _units(text[slice(*cells[columns.partners])]),
        action=text[start:end],
        deadline=None if columns.time is None else column_time(text[slice(*cells[columns.time])], issued),
    )


def _cells(text: str, width: int) -> list[tuple[int, int]] | None:
    """Return the places of a row's ``width`` cells; bars around the row and a number that was taken for its marker are made up for."""
    edges = [-1, *(match.start() for match in re.finditer(re.escape(BAR), text)), len(text)]
    cells = [_trimmed(text, a + 1, b) for a, b in pairwise(edges)]
    if len(cells) > width and cells[-1][0] == cells[-1][1]:
        del cells[-1]
    if len(cells) > width and cells[0][0] == cells[0][1]:
        del cells[0]
    if len(cells) == width - 1:
        cells.insert(0, (0, 0))
    return cells if len(cells) == width else None


_SUM: Final = re.compile(r"(?:tổng|cộng)(?!\w)(?! hợp| kết| rà)", re.IGNORECASE)


def _is_merged(text: str, cells: list[tuple[int, int]], columns: Columns) -> bool:
    """Whether a row shares its number and those who do it with the row above, and says more than a heading does."""
    filled = [n for n, (start, end) in enumerate(cells) if end > start]
    start, end = cells[columns.task]
    return (
        0 < columns.task in filled
        and len(filled) > 1
        and filled[0] == columns.task
        and not _SUM.match(text, start)
        and not text[start:end].isupper()
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" \t\n-+"))
    right = len(piece.rstrip(" \t\n;.,"))
    return (start + left, start + right) if right > left else (start, start)


_SEPARATORS: Final = frozenset({",", "và", "-", "+"})


def _units(cell: str) -> tuple[str, ...]:
    """Return the units that a cell names; what stands between semicolons and names none that is known stands as written."""
    found = [name for part in cell.split(";") for name in _known(part) or ((" ".join(part.split()),) if part.strip() else ())]
    return tuple(dict.fromkeys(found))


def _known(part: str) -> tuple[str, ...]:
    words = read_words(part)
    names: list[str] = []
    at = 0
    while at < len(words):
        while at < len(words) and words.keys[at] in _SEPARATORS:
            at += 1
        found = read_units(words, at)
        if found is None or found.end <= at:
            break
        names += found.names
        at = found.end
        while at < len(words) and words.keys[at] not in _SEPARATORS:
            at += 1
    return tuple(names)


_SPAN: Final = re.compile(r"\D*(?:19|20)\d{2}\s*[-–]\s*(?P<last>20\d{2})\D*")
_YEAR: Final = re.compile(r"(?:năm\s+)?(?P<last>20\d{2})", re.IGNORECASE)
_WITHIN: Final = re.compile(r"\d{1,3}\s+(?:ngày(?:\s+làm\s+việc)?|tháng|tuần|giờ)(?=\W*$|\W+(?:kể|tính))", re.IGNORECASE)
_OF_THE_YEAR: Final = re.compile(
    r"(?:tháng\s+\d{1,2}|quý\s+(?:IV|I{1,3}|[1-4]))(?![\w/])(?!\s*[-/\d])(?!\s+(?:năm|hằng|hàng))", re.IGNORECASE
)
# "Quý I, II/2026", "tháng 5 và tháng 6": the last one counts.
_SEVERAL: Final = re.compile(r"(tháng|quý)\s+[\dIV]+(?:\s*(?:[-–,]|và|đến)\s*(?:\1\s+)?([\dIV]+))+(?![\w])", re.IGNORECASE)


def column_time(cell: str, issued: dt.date | None = None) -> Deadline | None:
    """Return the deadline that a cell of a column of times gives (guarantee 4)."""
    shown = " ".join(cell.split())
    if whole := (_SPAN.fullmatch(shown) or _YEAR.fullmatch(shown)):
        return Deadline(shown, DeadlineKind.DATE, f"{whole['last']}-12-31")
    words = _SEVERAL.sub(r"\1 \2", shown)
    told = find_deadlines(words, issued)
    if not told and issued and _OF_THE_YEAR.search(words):
        told = find_deadlines(_OF_THE_YEAR.sub(lambda match: f"trong {match[0]} năm {issued.year}", words, count=1), issued)
    if not told:
        lead = "trong thời hạn " if _WITHIN.match(words) else "trong "
        told = find_deadlines(lead + words[:1].lower() + words[1:], issued)
    best = strongest(told)
    return replace(best.deadline, text=shown) if best else None
