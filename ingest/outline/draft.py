"""The tree while it grows: one mutable draft per unit, private to ``ingest.outline``; frozen at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Level
from ingest.outline.markers import Key, Style


@dataclass(slots=True)
class Draft:
    """A unit being read. ``line_end`` ends the marker's paragraph; ``heading_end``/``body_end`` are settled by ``shape``."""

    level: Level
    style: Style | None
    ordinal: str
    key: Key
    start: int
    marker_end: int
    line_end: int
    heading_end: int = -1
    body_start: int = -1
    body_end: int = -1
    line: int = 0
    page: int = 1
    quoted: bool = False
    container: str | None = None
    children: list[Draft] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The end of the unit with everything below it."""
        own = max(self.line_end, self.heading_end, self.body_end)
        return max(own, self.children[-1].end) if self.children else own

    @property
    def numbered(self) -> bool:
        """Whether the unit has a printed marker."""
        return self.style is not None
