"""Ruling lines on the picture of a page: the tables of scans have rows and columns as those of the text layer have.

A line is a run of dark dots longer than any stroke of print: ``_LEVEL`` points along, ``_UPRIGHT`` points down, with gaps of a
tenth at most, and thin. Lines that make no table as wide as print (a rule under the motto, the boxes of a stamp) are none.

1. What is found are straight thin rules in points on the levelled page, as ``ingest.reading.tables`` takes them.
2. ``without_rules`` paints only dots of the lines themselves: letters that touch a line keep what lies beside it.
3. Pure; a picture without a table gives no rules and comes back as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.reading.tables import Grid, Rule, find_grids

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

# Points: the shortest line along and down; print of 14 points has no stroke of 20.
_LEVEL: Final = 40.0
_UPRIGHT: Final = 20.0
_DARK: Final = 160
_FILLED: Final = 0.9
# Points: a line that is thicker is a bar or a picture.
_THICK: Final = 4.0
# A table takes at least this share of the page's width; the stamp of a registry does not.
_WIDE: Final = 0.3
# Dots between two runs of one line that is a little askew, and over which its ends may lie apart.
_DRIFT: Final = 4
_ENDS: Final = 10

Run = tuple[int, int, int]  # the row, its first column and the one behind its last


def _runs(dark: Mask, length: int) -> list[Run]:
    """Return the runs of at least ``length`` dots along the rows, row by row; a row sees its two neighbours."""
    import numpy as np

    if dark.shape[0] < 3 or dark.shape[1] <= length:
        return []
    near = dark.copy()
    near[1:] |= dark[:-1]
    near[:-1] |= dark[1:]
    sums = np.zeros((near.shape[0], near.shape[1] + 1), np.int32)
    np.cumsum(near, axis=1, out=sums[:, 1:])
    full = sums[:, length:] - sums[:, :-length] >= int(_FILLED * length)
    rows, edges = np.nonzero(np.diff(np.pad(full, ((0, 0), (1, 1))).astype(np.int8), axis=1))
    ends = edges.reshape(-1, 2)
    return [(int(row), int(a), int(b) + length - 1) for row, (a, b) in zip(rows[::2], ends, strict=True)]


def _lines(runs: list[Run]) -> list[list[int]]:
    """Return what runs of neighbouring rows make together: first row, last row, first column, column behind the last."""
    done: list[list[int]] = []
    active: list[list[int]] = []
    for row, first, last in runs:
        done += [line for line in active if row - line[1] > _DRIFT]
        active = [line for line in active if row - line[1] <= _DRIFT]
        beside = [line for line in active if first <= line[3] + _ENDS and last >= line[2] - _ENDS]
        active = [line for line in active if line not in beside]
        active.append(
            [
                min([row, *(line[0] for line in beside)]),
                row,
                min([first, *(line[2] for line in beside)]),
                max([last, *(line[3] for line in beside)]),
            ]
        )
    return done + active


def find_rules(grey: Grey, scale: float) -> tuple[Rule, ...]:
    """Return the ruling lines of a picture with ``scale`` dots per point; none where they make no table."""
    import numpy as np

    dark = grey < _DARK
    along = _lines(_runs(dark, round(_LEVEL * scale)))
    down = _lines(_runs(np.ascontiguousarray(dark.T), round(_UPRIGHT * scale)))
    rules = [_level(line, scale) for line in along if line[1] - line[0] < _THICK * scale]
    rules += [_upright(line, scale) for line in down if line[1] - line[0] < _THICK * scale]
    wide = _WIDE * grey.shape[1] / scale
    grids = [grid for grid in find_grids(rules) if grid.columns[-1] - grid.columns[0] >= wide]
    return tuple(rule for rule in rules if any(_within(rule, grid) for grid in grids))


def _within(rule: Rule, grid: Grid) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2
    return grid.columns[0] - _THICK <= x <= grid.columns[-1] + _THICK and grid.rows[0] - _THICK <= y <= grid.rows[-1] + _THICK


def _level(line: list[int], scale: float) -> Rule:
    middle = (line[0] + line[1] + 1) / 2 / scale
    return Rule(line[2] / scale, middle - 0.5, line[3] / scale, middle + 0.5)


def _upright(line: list[int], scale: float) -> Rule:
    middle = (line[0] + line[1] + 1) / 2 / scale
    return Rule(middle - 0.5, line[2] / scale, middle + 0.5, line[3] / scale)


def without_rules(grey: Grey, scale: float) -> Grey:
    """Return the picture with the dots of its ruling lines painted white."""
    import numpy as np

    dark = grey < _DARK
    clean = grey.copy()
    for picture, ink, length in ((clean, dark, _LEVEL), (clean.T, np.ascontiguousarray(dark.T), _UPRIGHT)):
        for row, first, last in _runs(ink, round(length * scale)):
            picture[max(0, row - 1) : row + 2, first:last] = 255
    return clean
