"""Tables with ruling lines: the rules say where rows and columns are, whatever the text in the cells looks like.

1. A table needs at least two columns and two rows of rules; a frame around text is no table.
2. A horizontal rule divides rows when it covers at least half of the table's width (cells joined over several rows stay one row).
3. Every fragment inside the table's area is in exactly one cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.reading.fragments import Fragment

# Rules nearer than this are one; Word draws each side of a border as a thin box.
_NEAR = 3.0
_THIN = 2.5
_LEAST_LENGTH = 8.0
_ROW_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line or box on the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def flat(self) -> bool:
        """Whether the rule runs from left to right."""
        return self.y1 - self.y0 <= _THIN and self.x1 - self.x0 >= _LEAST_LENGTH

    @property
    def upright(self) -> bool:
        """Whether the rule runs from top to bottom."""
        return self.x1 - self.x0 <= _THIN and self.y1 - self.y0 >= _LEAST_LENGTH


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rows and columns as the positions of their edges, first and last included."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]

    def holds(self, fragment: Fragment) -> bool:
        """Whether a fragment's middle lies inside."""
        x = (fragment.x0 + fragment.x1) / 2
        return self.rows[0] - 1 <= fragment.middle <= self.rows[-1] + 1 and self.columns[0] - 2 <= x <= self.columns[-1] + 2


def _levels(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _touch(a: Rule, b: Rule) -> bool:
    return a.x0 <= b.x1 + _NEAR and b.x0 <= a.x1 + _NEAR and a.y0 <= b.y1 + _NEAR and b.y0 <= a.y1 + _NEAR


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, directly or through others."""
    groups: list[tuple[Rule, list[Rule]]] = []
    for rule in rules:
        hull, members = rule, [rule]
        rest = []
        for other, others in groups:
            if _touch(hull, other):
                hull = Rule(min(hull.x0, other.x0), min(hull.y0, other.y0), max(hull.x1, other.x1), max(hull.y1, other.y1))
                members += others
            else:
                rest.append((other, others))
        groups = [*rest, (hull, members)]
    return [members for _, members in groups]


def _covered(rules: Sequence[Rule], level: float) -> float:
    spans = sorted((r.x0, r.x1) for r in rules if r.flat and abs((r.y0 + r.y1) / 2 - level) <= _NEAR)
    total, reach = 0.0, float("-inf")
    for x0, x1 in spans:
        total += max(0.0, x1 - max(x0, reach))
        reach = max(reach, x1)
    return total


def _grid(rules: Sequence[Rule]) -> Grid | None:
    columns = _levels([(r.x0 + r.x1) / 2 for r in rules if r.upright])
    if len(columns) < 3:
        return None
    width = columns[-1] - columns[0]
    levels = _levels([(r.y0 + r.y1) / 2 for r in rules if r.flat])
    ends = [r.y0 for r in rules if r.upright], [r.y1 for r in rules if r.upright]
    rows = [y for y in levels if _covered(rules, y) >= _ROW_SHARE * width]
    rows = _levels([min(ends[0]), *rows, max(ends[1])])
    return Grid(tuple(rows), tuple(columns)) if len(rows) >= 3 else None


# So many rules are a drawing, not a table.
_MOST = 3000


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables that rules draw, top down."""
    useful = [r for r in rules if r.flat or r.upright]
    if not 5 <= len(useful) <= _MOST:
        return []
    grids = [grid for group in _groups(useful) if len(group) >= 5 and (grid := _grid(group))]
    return sorted(grids, key=lambda g: g.rows[0])


def _place(edges: Sequence[float], value: float) -> int:
    return max(0, min(len(edges) - 2, sum(edge <= value for edge in edges) - 1))


def cells_of(grid: Grid, fragments: Sequence[Fragment]) -> tuple[tuple[tuple[Fragment, ...], ...], ...]:
    """Return rows of cells with their lines top down; a cell joined over columns stands in its first one."""
    rows: list[list[list[Fragment]]] = [[[] for _ in grid.columns[1:]] for _ in grid.rows[1:]]
    for f in sorted(fragments, key=lambda f: (f.middle, f.x0)):
        column = _place(grid.columns, min(f.x0 + 3.0, (f.x0 + f.x1) / 2))
        rows[_place(grid.rows, f.middle)][column].append(f)
    return tuple(tuple(tuple(cell) for cell in row) for row in rows if any(row))
