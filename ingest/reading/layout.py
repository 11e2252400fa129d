"""Reading order of a page: two-column heads and closing blocks column by column, tables row by row, the rest top down.

Evidence, in this order: fragments that stand side by side, the vertical gutter that keeps them apart over several lines, words
that only heads and closing blocks have. Content order of the file is only used where geometry is silent.

1. Every fragment is in exactly one block.
2. A block is one column (lines top down) or one table (rows of cells).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

from ingest.reading.fragments import Fragment, same_row
from ingest.reading.tables import Grid, Rule, cells_of, find_grids

# Fragments nearer than this many sizes are one line that the text layer broke.
_JOIN_GAP = 1.2
_SPACE_GAP = 0.12
# Lines of one region are at most this many line heights apart.
_REGION_REACH = 9.0
_COLUMN_WORDS = re.compile(
    r"""C[ỘO]NG\s+H[ÒÕO]?[ÀA]?A?\s+X | Đ[ẢA]NG\s+C[ỘO]NG\s+S | Độc\s+lập\s*- | Nơi\s+nhận | ^\s*Số\s*: | THAY\s+MẶT
    | \b(?:TM|KT|TL|TUQ|T/M|Q)\s?\. | BỘ\s+TRƯỞNG | CHỦ\s+TỊCH | GIÁM\s+ĐỐC | ĐÃ\s+KÝ | XÁC\s+THỰC""",
    re.VERBOSE | re.IGNORECASE,
)


# Name of the state or the Party and motto open the right column of a head, however near the left one comes.
_OPENS_COLUMN = re.compile(r"C[ỘO]NG\s+H[ÒOÕ]|Đ[ẢA]NG\s+C[ỘO]NG\s+S|Độc\s+lập\s*-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One column of lines, or (``rows`` not empty) one table whose cells hold lines."""

    lines: tuple[Fragment, ...] = ()
    rows: tuple[tuple[tuple[Fragment, ...], ...], ...] = ()
    column: bool = False


def _join(left: Fragment, right: Fragment) -> Fragment:
    gap = right.x0 - left.x1
    space = " " if gap > _SPACE_GAP * max(left.size, right.size) else ""
    shift = len(left.text) + len(space)
    stamps = left.stamps + tuple(replace(s, start=s.start + shift) for s in right.stamps)
    confidence = left.confidence if right.confidence is None else min(left.confidence or 100.0, right.confidence)
    return replace(
        left,
        text=f"{left.text}{space}{right.text}",
        x1=max(left.x1, right.x1),
        y0=min(left.y0, right.y0),
        y1=max(left.y1, right.y1),
        bold=left.bold and right.bold,
        last=right.last,
        stamps=stamps,
        confidence=confidence,
    )


def _bands(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Group fragments that stand side by side, top down; broken pieces of one line are joined."""
    bands: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.middle, f.x0)):
        if bands and any(same_row(other, fragment) for other in bands[-1]):
            bands[-1].append(fragment)
        else:
            bands.append([fragment])
    return [_mend(sorted(band, key=lambda f: f.x0)) for band in bands]


def _mend(band: list[Fragment]) -> list[Fragment]:
    out = band[:1]
    for fragment in band[1:]:
        size = max(out[-1].size, fragment.size)
        if (
            not _OPENS_COLUMN.match(fragment.text)
            and -0.3 * size <= fragment.x0 - out[-1].x1 < _JOIN_GAP * size
            and same_row(out[-1], fragment)
        ):
            out[-1] = _join(out[-1], fragment)
        else:
            out.append(fragment)
    return out


def _widest_gap(band: list[Fragment]) -> tuple[float, float]:
    gaps = [(b.x0 - a.x1, a.x1, b.x0) for a, b in pairwise(band)]
    _, lo, hi = max(gaps)
    return lo, hi


def _fits(band: list[Fragment], lo: float, hi: float) -> tuple[float, float] | None:
    """Narrow the gutter by a band; ``None`` when a fragment crosses it."""
    for f in band:
        if (f.x0 + f.x1) / 2 < (lo + hi) / 2:
            lo = max(lo, f.x1)
        else:
            hi = min(hi, f.x0)
    return (lo, hi) if lo < hi + 1.0 else None


def _region(bands: list[list[Fragment]], first: int) -> tuple[int, float]:
    """Return the end (exclusive) of the region that opens with the multi-band ``first``, and its gutter."""
    lo, hi = _widest_gap(bands[first])
    end, gutter = first + 1, (lo + hi) / 2
    for index in range(first + 1, len(bands)):
        band = bands[index]
        distance = band[0].y0 - max(f.y1 for f in bands[index - 1])
        fitted = _fits(band, lo, hi)
        if fitted is None or distance > _REGION_REACH * band[0].size:
            break
        lo, hi = fitted
        if len(band) > 1 or band[0].x1 <= lo + 0.1:
            end, gutter = index + 1, (lo + hi) / 2
    return end, gutter


def _gutters(bands: list[list[Fragment]]) -> list[float]:
    """Middles of the vertical strips that no fragment of a region touches."""
    spans = sorted((f.x0, f.x1) for band in bands for f in band)
    out: list[float] = []
    reach = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 > reach + 2.0:
            out.append((reach + x0) / 2)
        reach = max(reach, x1)
    return out


def _columns(bands: list[list[Fragment]], gutter: float) -> list[Block]:
    flat = [f for band in bands for f in band]
    left = tuple(f for f in flat if (f.x0 + f.x1) / 2 < gutter)
    right = tuple(f for f in flat if (f.x0 + f.x1) / 2 >= gutter)
    return [Block(lines, column=True) for lines in (left, right) if lines]


def _is_new_row(band: list[Fragment], before: list[Fragment], gutters: list[float], pitch: float) -> bool:
    if any(f.x1 < gutters[0] for f in band):
        return True
    return band[0].y0 - max(f.y1 for f in before) > pitch


def _table(bands: list[list[Fragment]], gutters: list[float]) -> Block:
    """Rows open where the first column has text or after a wide vertical gap."""
    rows: list[list[list[Fragment]]] = []
    for index, band in enumerate(bands):
        if not rows or _is_new_row(band, bands[index - 1], gutters, band[0].size):
            rows.append([[] for _ in range(len(gutters) + 1)])
        for f in band:
            rows[-1][sum(g < (f.x0 + f.x1) / 2 for g in gutters)].append(f)
    return Block(rows=tuple(tuple(tuple(cell) for cell in row) for row in rows))


def order_page(fragments: Sequence[Fragment], rules: Sequence[Rule] = ()) -> list[Block]:
    """Return the page's blocks in reading order; ``rules`` are its ruling lines."""
    out: list[Block] = []
    rest = list(fragments)
    for grid in find_grids(rules):
        inside = [f for f in rest if grid.holds(f)]
        above = [f for f in rest if f.middle < grid.rows[0] and f not in inside]
        if _is_frame(grid, inside):
            continue
        rest = [f for f in rest if f not in inside and f not in above]
        out += _order(above)
        out.append(Block(rows=cells_of(grid, inside)))
    return out + _order(rest)


def _is_frame(grid: Grid, inside: Sequence[Fragment]) -> bool:
    """Whether rules only frame text: a head or closing block set in a table, a box around a formula or paragraph."""
    if not any(len(band) > 1 for band in _bands(inside)):
        return True
    return len(grid.columns) <= 4 and any(_COLUMN_WORDS.search(f.text) for f in inside)


# Without ruling lines, fewer lines side by side than this are a formula or a form's blanks, not a table.
_LEAST_ROWS = 3


def _order(fragments: Sequence[Fragment]) -> list[Block]:
    """Blocks of a part of the page without ruled tables."""
    bands = _bands(fragments)
    blocks: list[Block] = []
    plain: list[Fragment] = []
    beside: list[Fragment] = []
    index = 0
    while index < len(bands):
        if len(bands[index]) == 1:
            plain.append(bands[index][0])
            index += 1
            continue
        end, gutter = _region(bands, index)
        region = bands[index:end]
        gutters = _gutters(region)
        words = any(_COLUMN_WORDS.search(f.text) for band in region for f in band)
        if (words and len(gutters) < 3) or (not gutters and len(region) > 1):
            while plain and (plain[-1].x1 < gutter or plain[-1].x0 > gutter) and _near(plain[-1], region[0]) and not blocks:
                region.insert(0, [plain.pop()])
            blocks += [Block(tuple(plain))] if plain else []
            plain = []
            blocks += _columns(region, gutter)
        elif sum(len(band) > 1 for band in region) >= _LEAST_ROWS:
            last = max(i for i, band in enumerate(region) if len(band) > 1)
            region, end = region[: last + 1], index + last + 1
            blocks += [Block(tuple(plain))] if plain else []
            plain = []
            blocks.append(_table(region, _gutters(region)))
        elif _is_beside_recipients(bands[index], plain):
            plain.append(bands[index][0])
            beside += bands[index][1:]
            end = index + 1
        else:
            plain.append(reduce(_join, bands[index]))
            end = index + 1
        index = end
    return blocks + [Block(tuple(lines), column=column) for lines, column in ((plain, False), (beside, True)) if lines]


# A name stands at least this many sizes to the right of the recipients.
_BESIDE = 5.0
_RECIPIENTS = re.compile(r"\s*Nơi\s+nhận\s*:?", re.IGNORECASE)


def _is_beside_recipients(band: Sequence[Fragment], above: Sequence[Fragment]) -> bool:
    """Whether what stands right of a line is the signer's name beside the list of recipients: the seal hid the rest of its column."""
    gap = band[1].x0 - band[0].x1
    return gap > _BESIDE * band[0].size and any(_RECIPIENTS.match(line.text) for line in above[-40:])


def _near(line: Fragment, band: list[Fragment]) -> bool:
    return band[0].y0 - line.y1 < 2.0 * line.size
