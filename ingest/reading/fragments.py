"""Pieces of printed lines with their place on the page: the common ground of PDF text layers and OCR.

A ``Fragment`` is what stands on one line without a wide gap: a line of running text, one column's line of a two-column head,
or one cell's line of a table. Coordinates are PDF points, origin at the top left of the page as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

# A gap wider than this many font sizes inside a line separates columns or cells; justified text stays below.
COLUMN_GAP = 1.8


@dataclass(frozen=True, slots=True)
class Placed:
    """A stamp written into a fragment's text at ``start``, over ``covered``."""

    text: str
    start: int
    covered: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """One piece of a printed line. ``first`` and ``last`` are its characters in the page's text layer, -1 elsewhere.

    ``confidence`` is OCR's own estimate in percent, ``weakest`` that of its poorest word; ``None`` for text layers.
    ``slanted`` text runs neither along nor across the page.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    font: str = ""
    first: int = -1
    last: int = -1
    stamps: tuple[Placed, ...] = ()
    confidence: float | None = None
    weakest: float | None = None
    slanted: bool = False

    @property
    def middle(self) -> float:
        """Height of the line's middle."""
        return (self.y0 + self.y1) / 2

    def with_text(self, text: str) -> Fragment:
        """Return the same place with other text."""
        return replace(self, text=text)


def same_row(a: Fragment, b: Fragment) -> bool:
    """Whether two fragments stand side by side: one's height is shared by half, and neither stands above the other."""
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    return height > 0.5 * min(a.y1 - a.y0, b.y1 - b.y0) and width < 0.3 * min(a.x1 - a.x0, b.x1 - b.x0)
