"""A long list in pages: which rows a page shows, and where the others are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pages:
    """Page ``number`` of a list of ``total`` rows, ``size`` a page; ``address`` gives the address of another page."""

    number: int
    size: int
    total: int
    address: Callable[[int], str]

    @property
    def last(self) -> int:
        """The number of the last page, 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        """How many rows stand before the page."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """The first row of the page, counted from 1; 0 for an empty list."""
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def end(self) -> int:
        """The last row of the page."""
        return min(self.number * self.size, self.total)

    def link(self, number: int) -> str:
        """Return the address of another page."""
        return self.address(number)

    def cut(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of this page."""
        return rows[max(self.first - 1, 0) : self.end]


def page_of(wanted: str, size: int, total: int, address: Callable[[int], str]) -> Pages:
    """Return the page that a field asks for: the first for what is no number, the last for what is too high."""
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 1
    last = max(1, -(-total // size))
    return Pages(min(max(number, 1), last), size, total, address)
