"""Where an index is searched: what a build writes beside its segments, and what must happen around its publication.

1. ``begin`` fails before the slow work if what is written to cannot be reached.
2. ``load`` returns when everything can be found under the new record; nothing of it is found under the old one.
3. ``published`` follows the moment at which the new snapshot is in use and fails nothing; what it could not clear away the next
   write clears away.
4. ``abandon`` follows a build that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from corpus.settings import Home
from index.stores.blocks import Rows
from index.stores.choice import EngineName, chosen_engine
from index.stores.lexical import LexicalTerms, LexicalWriter, link_tree
from index.stores.snapshot import SnapshotInfo

LEXICAL: Final = "lexical"

Progress = Callable[[int, str], None]


class WordWriter(Protocol):
    """Takes the words of rows."""

    def remove(self, documents: Iterable[str]) -> None:
        """Take the rows of these documents out."""
        ...

    def add(self, row: int, document: str, terms: LexicalTerms) -> None:
        """Add a row under its serial number."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """A snapshot that is written but for its record.

    ``segment`` holds the ``added`` new rows as its last ones; ``struck`` are the serial numbers of the rows that it struck off.
    """

    folder: Path
    info: SnapshotInfo
    segment: Path
    added: int
    struck: Rows


class Outlet(Protocol):
    """One engine, seen from a build."""

    @property
    def codes(self) -> bool:
        """Whether the vectors are searched in the segments."""
        ...

    def begin(self, folder: Path, progress: Progress) -> None:
        """Get ready to write a snapshot in ``folder``."""
        ...

    def words(self) -> AbstractContextManager[WordWriter]:
        """Return what takes the words of the new rows."""
        ...

    def load(self, written: Written) -> SnapshotInfo:
        """Make what was written findable; return its record."""
        ...

    def published(self, info: SnapshotInfo) -> None:
        """The snapshot is in use."""
        ...

    def abandon(self) -> None:
        """The snapshot will never be."""
        ...


class LocalOutlet:
    """The embedded engine: everything is in the snapshot's own files."""

    codes = True

    def __init__(self, base: Path | None) -> None:
        """Go on from the snapshot in ``base``, if there is one."""
        self._base = base
        self._folder = Path()

    def begin(self, folder: Path, progress: Progress) -> None:
        """Take over the files of the lexical index."""
        del progress
        self._folder = folder / LEXICAL
        if self._base is not None:
            link_tree(self._base / LEXICAL, self._folder)

    def words(self) -> AbstractContextManager[WordWriter]:
        """Return a writer of the lexical index."""
        return LexicalWriter(self._folder)

    def load(self, written: Written) -> SnapshotInfo:
        """Return the record as it is."""
        return written.info

    def published(self, info: SnapshotInfo) -> None:
        """Do nothing."""

    def abandon(self) -> None:
        """Do nothing."""


def outlet_of(home: Home, base: tuple[Path, SnapshotInfo] | None) -> Outlet:
    """Return where a new snapshot goes: where the one in ``base`` is, else where the home chooses."""
    engine = EngineName(base[1].engine) if base else chosen_engine(home).name
    if engine is EngineName.LOCAL:
        return LocalOutlet(base[0] if base else None)
    from index.stores.milvus.outlet import MilvusOutlet

    return MilvusOutlet(home, base)
