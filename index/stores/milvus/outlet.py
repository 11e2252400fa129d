"""Building on a Milvus server: a whole index is a collection of its own, an update adds rows to the one in use.

The moment at which a new generation is in use is the same as for the embedded engine: one rename of a small file on this machine. The
snapshot names its collection, so whoever opened the one before stays with rows and collection of before; the server's alias follows for
people and other programs, and nothing here depends on it.

1. ``begin`` reaches the server before the slow work, takes away what interrupted builds have left, and what no reader can hold any more.
2. Rows that an update strikes off are taken out by the next write after the last reader of an older snapshot has gone; until then new
   readers pass over them. An older collection is dropped under the same condition.
3. A kill at any moment leaves the snapshot in use with all its rows: new rows have numbers that it does not know.
4. A snapshot whose collection carries another home's mark is built anew, never written into.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from corpus.errors import IndexStateError
from corpus.settings import Home
from index.stores import leases
from index.stores.blocks import Rows
from index.stores.choice import mark_of
from index.stores.lexical import LexicalWriter, link_tree
from index.stores.milvus import collection
from index.stores.milvus.collection import Differences, Record
from index.stores.milvus.server import Server, server_of
from index.stores.outlets import LEXICAL, Progress, WordWriter, Written
from index.stores.rows import RowTable, SegmentRows
from index.stores.segments import ROWS, VECTORS, SegmentSize, plan
from index.stores.snapshot import SnapshotInfo, open_snapshot
from index.stores.vectors import VectorSegment
from index.stores.weights import TERMS, TermSpool, document_vectors, statistics_of, write_statistics

log = logging.getLogger(__name__)

STRUCK: Final = "struck.bin"
_SPOOL: Final = "spool"
# New rows from which on the server seals and indexes what it got before it is searched; fewer are scanned.
_SEALED: Final = 5_000
_COPIED: Final = "Chỉ mục này thuộc một bản sao khác của kho. Hãy chạy: cancu rebuild"
_WHAT: Final = "máy chủ"


def struck_of(folder: Path) -> Rows:
    """Return the serial numbers of rows that a snapshot has struck off and that may still be on the server."""
    return np.fromfile(folder / STRUCK, np.int64)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the new snapshot goes: its folder, its collection, whether the server holds words."""

    folder: Path
    name: str
    words: bool
    progress: Progress


class MilvusOutlet:
    """One build; used once."""

    def __init__(self, home: Home, base: tuple[Path, SnapshotInfo] | None) -> None:
        """Go on from ``base``, or build a whole index."""
        self._home, self._base = home, base
        self.codes = False
        self._server = server_of(home, base[1].uri if base else "")
        self._mark = mark_of(home)
        self._struck = np.empty(0, np.int64)
        self._place: _Place | None = None

    def begin(self, folder: Path, progress: Progress) -> None:
        """Reach the server and clear up. Raises ``EngineAwayError``, or ``IndexStateError`` where only a new build helps."""
        if self._base is None:
            clear(self._home, self._server)
            words = collection.holds_words(self._server)
            self._place = _Place(folder, f"{self._mark}_{folder.stem}", words, progress)
            return
        old, info = self._base
        if not info.collection.startswith(f"{self._mark}_"):
            raise IndexStateError(_COPIED)
        clear(self._home, self._server)
        self._place = _Place(folder, info.collection, not (old / LEXICAL).exists(), progress)
        collection.take_out_from(self._server, info.collection, info.issued)
        self._struck = struck_of(old)
        if info.collection not in leases.held(self._home, info.number).values():
            collection.take_out(self._server, info.collection, self._struck)
            self._struck = self._struck[:0]
        for name in () if self._place.words else (LEXICAL,):
            link_tree(old / name, folder / name)

    @property
    def _target(self) -> _Place:
        if self._place is None:
            raise RuntimeError
        return self._place

    def words(self) -> AbstractContextManager[WordWriter]:
        """Return what keeps the words until they are sent; on a server without sparse vectors the lexical index."""
        folder = self._target.folder
        return TermSpool(folder / _SPOOL) if self._target.words else LexicalWriter(folder / LEXICAL)

    def load(self, written: Written) -> SnapshotInfo:
        """Send the new rows and wait until they can be found."""
        place, info = self._target, written.info
        if self._base is None:
            collection.create(self._server, place.name, info.dimension, words=place.words)
        if place.words:
            self._count(written)
        if written.added:
            fresh = self._base is None
            collection.fill(self._server, place.name, self._records(written), lambda n: place.progress(n, _WHAT), fresh=fresh)
        struck = np.concatenate([self._struck, written.struck])
        struck.tofile(place.folder / STRUCK)
        seal = self._base is None or written.added >= _SEALED
        moment = collection.settle(self._server, place.name, info.entries + len(struck), seal=seal)
        shutil.rmtree(place.folder / _SPOOL, ignore_errors=True)
        return replace(info, engine="milvus", uri=self._server.uri, collection=place.name, moment=moment)

    def _count(self, written: Written) -> None:
        """Write the statistics of the new rows, joined with those of earlier updates as segments are."""
        place = self._target
        old = sorted((self._base[0] / TERMS).iterdir()) if self._base else []
        sizes = [SegmentSize(part, part) for part in ((path / "known.bin").stat().st_size for path in old)]
        spool = place.folder / _SPOOL
        todo = plan(sizes, (spool / "dimensions.bin").stat().st_size)
        for number in todo.kept:
            link_tree(old[number], place.folder / TERMS / old[number].name)
        if written.added or todo.joined or not old:
            write_statistics(place.folder / TERMS / place.folder.stem, spool, [old[number] for number in todo.joined])

    def _records(self, written: Written) -> Iterator[Record]:
        rows, place = SegmentRows(written.segment / ROWS), self._target
        vectors = VectorSegment(written.segment / VECTORS, written.info.dimension).stored
        first = len(rows) - written.added
        words = document_vectors(place.folder / _SPOOL, statistics_of(place.folder).means) if place.words else None
        for row in range(first, len(rows)):
            sparse = next(words) if words is not None else None
            pairs = dict(zip(sparse.dimensions.tolist(), sparse.weights.tolist(), strict=True)) if sparse else None
            yield collection.record(int(rows.serials[row]), rows.documents[rows.owners[row]], vectors[row], pairs)

    def published(self, info: SnapshotInfo) -> None:
        """Let the alias follow and take away what nobody searches any more; what cannot be done now the next write does."""
        try:
            collection.name_it(self._server, info.collection, self._mark)
            clear(self._home, self._server)
        except IndexStateError:
            log.info("Milvus: the alias or older collections were left as they are")

    def abandon(self) -> None:
        """Take away the half collection of a whole build, if the server can be reached."""
        if self._base is None and self._place is not None:
            with suppress(IndexStateError):
                collection.drop(self._server, self._place.name)


def leave(home: Home, before: SnapshotInfo) -> None:
    """Take away what a home had on a server that it does not use any more, but for what readers still search."""
    with suppress(IndexStateError):
        clear(home, server_of(home, before.uri))


def clear(home: Home, server: Server) -> None:
    """Drop the home's collections that are neither in use nor searched by readers of an older snapshot."""
    keep = set()
    number = None
    with suppress(IndexStateError):
        info = open_snapshot(home)[1]
        number = info.number
        keep.add(info.collection)
    keep.update(leases.held(home, number if number is not None else 1 << 62).values())
    for name in collection.collections_of(server, mark_of(home)):
        if name not in keep:
            collection.drop(server, name)


def compare(home: Home, folder: Path, info: SnapshotInfo, table: RowTable) -> Differences:
    """Compare a snapshot's collection with its rows. Raises ``EngineAwayError``, or ``IndexStateError`` where it is gone."""
    living = table.serials[table.alive]
    return collection.differences(server_of(home, info.uri), info.collection, living, struck_of(folder), info.issued)
