"""Segments: the rows of a snapshot lie in folders that never change once written.

An update writes the new rows as one more segment and shares the others with the snapshot before it; rows of changed or removed
documents stay where they are and are struck off. So a change costs what changed, not what is stored.

1. ``plan`` says which segments are written anew: small ones at the end together with the new rows, so that there are few (their
   number grows with the logarithm of the rows), and any of which more than ``_DEAD`` is struck off.
2. Writing anew drops struck rows and keeps order and serial numbers.
3. ``SegmentWriter`` appends share by share; memory does not grow with the rows but for a few bytes each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from index.encoding.static_model import Vectors
from index.stores.blocks import Block, BlockWriter, Rows, read_block
from index.stores.rows import DocumentRow, Mask, RowWriter, SegmentRows
from index.stores.vectors import VectorSegment, VectorWriter

FORWARD: Final = "forward"
VECTORS: Final = "vectors"
ROWS: Final = "rows"
# A segment is joined with what follows it unless it is this many times larger.
_LARGER: Final = 4
# Share of struck rows from which a segment is written anew.
_DEAD: Final = 0.25
_COPIED: Final = 4096  # rows copied at a time


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """How many rows a segment has, and how many of them are alive."""

    rows: int
    alive: int


@dataclass(frozen=True, slots=True)
class Plan:
    """``kept`` segments stay; ``renewed`` are written anew, each alone; ``joined`` (the last ones) go into the new segment."""

    kept: tuple[int, ...]
    renewed: tuple[int, ...]
    joined: tuple[int, ...]


def plan(sizes: Sequence[SegmentSize], fresh: int) -> Plan:
    """Return what becomes of the segments when ``fresh`` rows are added."""
    first, behind = len(sizes), fresh
    while first and sizes[first - 1].alive < _LARGER * behind:
        first -= 1
        behind += sizes[first].alive
    spoilt = [number for number in range(first) if sizes[number].rows - sizes[number].alive > _DEAD * sizes[number].rows]
    kept = tuple(number for number in range(first) if number not in spoilt)
    return Plan(kept, tuple(spoilt), tuple(range(first, len(sizes))))


class SegmentWriter:
    """Writes one segment; a context manager, whole when it closes without an error."""

    def __init__(self, folder: Path, dimension: int, *, codes: bool = True) -> None:
        """Begin in a folder that does not exist yet; ``codes`` says whether the vectors are to be searched here."""
        self._rows = RowWriter(folder / ROWS)
        self._blocks = BlockWriter(folder / FORWARD)
        self._vectors = VectorWriter(folder / VECTORS, dimension, codes=codes)
        self.count = 0

    def add(self, ids: Sequence[str], documents: Sequence[DocumentRow], serials: Rows, block: Block, vectors: Vectors) -> None:
        """Append rows."""
        self._rows.add(ids, documents, serials)
        self._blocks.add(block)
        self._vectors.add(vectors)
        self.count += len(ids)

    def copy(self, folder: Path, dimension: int, alive: Mask) -> None:
        """Append the living rows of a stored segment."""
        rows, block, vectors = SegmentRows(folder / ROWS), read_block(folder / FORWARD), VectorSegment(folder / VECTORS, dimension)
        living = np.flatnonzero(alive)
        for start in range(0, len(living), _COPIED):
            part = living[start : start + _COPIED]
            documents = [rows.documents[owner] for owner in rows.owners[part].tolist()]
            self.add(rows.ids_of(part), documents, rows.serials[part], block.select(part), vectors.stored[part])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for part in (self._rows, self._blocks, self._vectors):
            if kind is None:
                part.close()
            else:
                part.release()
