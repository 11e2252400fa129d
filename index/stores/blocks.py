"""Blocks of the forward index: many rows' terms in flat arrays, made share by share, appended to files, mapped back.

1. ``block_of`` is a pure function of the rows: any process may make any share.
2. ``BlockWriter`` appends; memory does not grow with the rows but by 50 bytes each, and by the vocabulary at the end.
3. ``read_block`` maps what was written; ``Block.select`` copies rows out of it, so that a segment can be written again without
   those taken out since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from index.tokens.terms import Hashes, Part, Place, Unit, as_words, pair_hashes

Rows: TypeAlias = npt.NDArray[np.int64]
Scores: TypeAlias = npt.NDArray[np.float32]
Counts: TypeAlias = npt.NDArray[np.uint8]

MOST: Final = 255
PARTS: Final = tuple(Part)
PLACES: Final = tuple(Place)
_SHIFT: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
# Terms sorted at a time when document frequencies are counted.
COUNTED: Final = 1 << 23
_FILES: Final[dict[str, npt.DTypeLike]] = {
    "starts": np.int64,
    "terms": np.uint32,
    "counts": np.uint8,
    "lengths": np.int32,
    "order.starts": np.int64,
    "order": np.uint32,
}


def mapped(path: Path, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Map a file of bare numbers, as a plain array: the subclass numpy maps files with costs a microsecond at every use."""
    return np.asarray(np.memmap(path, dtype, mode="r")) if path.stat().st_size else np.empty(0, dtype)


@dataclass(frozen=True, slots=True)
class RowTerms:
    """The terms of one row, in reading order: syllables of each place, words of heading and body (hashes as of ``hashes``)."""

    heading: Hashes
    body: Hashes
    about: Hashes
    heading_words: Hashes
    body_words: Hashes


@dataclass(frozen=True, slots=True)
class Sequences:
    """The rows' syllables in reading order; row ``i`` is ``starts[i]:starts[i+1]``."""

    starts: Rows
    terms: Hashes


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of (term, count in each of ``PLACES``): row ``i`` is ``starts[i]:starts[i+1]``, terms rising.

    ``lengths[i]`` are the row's lengths in terms, for each of ``PARTS``; ``order`` is its body as it reads.
    """

    starts: Rows
    terms: Hashes
    counts: Counts
    lengths: npt.NDArray[np.int32]
    order: Sequences

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.starts) - 1

    def select(self, rows: Rows) -> Block:
        """Return a copy of these rows, in this order."""
        starts, terms = picked(self.starts, self.terms, rows)
        counts = picked(self.starts, self.counts, rows)[1]
        return Block(starts, terms, counts, self.lengths[rows], Sequences(*picked(self.order.starts, self.order.terms, rows)))


def picked(starts: Rows, values: npt.NDArray[Any], rows: Rows) -> tuple[Rows, npt.NDArray[Any]]:
    """Return the stretches of ``rows`` in one piece, and where each starts."""
    begin, end = starts[rows], starts[rows + 1]
    where = np.concatenate([[0], np.cumsum(end - begin)]).astype(np.int64)
    pieces = [values[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
    return where, np.concatenate(pieces) if pieces else values[:0]


def _flat(rows: Sequence[Hashes]) -> tuple[Hashes, Rows]:
    """Return the rows' terms in one piece, and the row of each."""
    lengths = [len(row) for row in rows]
    return np.concatenate(rows) if rows else np.empty(0, np.uint32), np.repeat(np.arange(len(rows), dtype=np.int64), lengths)


def _pairs(flat: Hashes, owner: Rows) -> tuple[Hashes, Rows]:
    inside = owner[1:] == owner[:-1]
    return pair_hashes(flat[:-1], flat[1:])[inside], owner[1:][inside]


def _parts(rows: Sequence[RowTerms]) -> dict[Part, tuple[Hashes, Rows]]:
    out: dict[Part, tuple[Hashes, Rows]] = {}
    for part in PARTS:
        if part.unit is Unit.WORDS:
            flat, owner = _flat([getattr(row, f"{part.place.value}_words") for row in rows])
            out[part] = as_words(flat), owner
        elif part.unit is Unit.SYLLABLES:
            out[part] = _flat([getattr(row, part.place.value) for row in rows])
        else:
            out[part] = _pairs(*out[Part(part.place.value)])
    return out


def block_of(rows: Sequence[RowTerms]) -> Block:
    """Return the rows as a block."""
    parts = _parts(rows)
    keys = np.concatenate([flat | (owner.astype(np.uint64) << _SHIFT) for flat, owner in parts.values()])
    place = np.concatenate([np.full(len(flat), PLACES.index(part.place)) for part, (flat, _) in parts.items()])
    distinct, which = np.unique(keys, return_inverse=True)
    counts = [np.bincount(which[place == number], minlength=len(distinct)) for number in range(len(PLACES))]
    starts = np.searchsorted(distinct, np.arange(len(rows) + 1, dtype=np.uint64) << _SHIFT).astype(np.int64)
    lengths = np.stack([np.bincount(owner, minlength=len(rows)) for _flat, owner in parts.values()], axis=1)
    order = np.concatenate([[0], np.cumsum(lengths[:, PARTS.index(Part.BODY)])]).astype(np.int64)
    return Block(
        starts,
        (distinct & _LOW).astype(np.uint32),
        np.minimum(np.stack(counts, axis=1), MOST).astype(np.uint8),
        lengths.astype(np.int32),
        Sequences(order, parts[Part.BODY][0]),
    )


class BlockWriter:
    """Writes blocks one after the other into the files of a folder; ``close`` finishes them."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty folder, made if absent."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[str, BinaryIO] = {name: (folder / f"{name}.bin").open("wb") for name in _FILES}
        self._ends = {"starts": 0, "order.starts": 0}
        for name in self._ends:
            self._files[name].write(np.zeros(1, np.int64).tobytes())

    def add(self, block: Block) -> None:
        """Append the rows of a block."""
        self._write("terms", block.terms)
        self._write("counts", block.counts)
        self._write("lengths", block.lengths)
        self._write("order", block.order.terms)
        for name, starts in (("starts", block.starts), ("order.starts", block.order.starts)):
            self._write(name, starts[1:] + self._ends[name])
            self._ends[name] += int(starts[-1])

    def _write(self, name: str, values: npt.NDArray[Any]) -> None:
        self._files[name].write(np.ascontiguousarray(values, _FILES[name]).tobytes())

    def release(self) -> None:
        """Close the files as they are."""
        for file in self._files.values():
            file.close()

    def close(self) -> None:
        """Finish the files and count the document frequencies."""
        self.release()
        _write_frequencies(self._folder)


def _write_frequencies(folder: Path) -> None:
    """Count in how many rows each term stands, for each place."""
    terms = mapped(folder / "terms.bin", np.uint32)
    counts = mapped(folder / "counts.bin", np.uint8).reshape(-1, len(PLACES))
    for number, place in enumerate(PLACES):
        shares = (slice(start, start + COUNTED) for start in range(0, len(terms), COUNTED))
        known, frequency = frequencies(terms[share][counts[share, number] > 0] for share in shares)
        known.tofile(folder / f"{place.value}.known.bin")
        frequency.tofile(folder / f"{place.value}.frequency.bin")


def frequencies(shares: Iterable[Hashes]) -> tuple[Hashes, npt.NDArray[np.int32]]:
    """Return the distinct terms of all shares, rising, and how often each stands in them."""
    known, frequency = np.empty(0, np.uint32), np.empty(0, np.int32)
    for share in shares:
        more = np.unique(share, return_counts=True)
        known, frequency = added(known, frequency, more[0], more[1].astype(np.int32))
    return known, frequency


def added(
    known: Hashes, frequency: npt.NDArray[np.int32], more: Hashes, counted: npt.NDArray[np.int32]
) -> tuple[Hashes, npt.NDArray[np.int32]]:
    """Return the terms of two counts, rising, and the sums of both."""
    if not len(known):
        return more, counted
    both, which = np.unique(np.concatenate([known, more]), return_inverse=True)
    sums = np.bincount(which, np.concatenate([frequency, counted]), len(both)).astype(np.int32)
    return both, sums


def frequency_of(terms: Hashes, counts: Iterable[tuple[Hashes, npt.NDArray[np.int32]]]) -> npt.NDArray[np.int64]:
    """Return in how many rows each term stands, by several counts of distinct, rising terms."""
    total = np.zeros(len(terms), np.int64)
    for known, frequency in counts:
        if len(known):
            at = np.minimum(np.searchsorted(known, terms), len(known) - 1)
            total += np.where(known[at] == terms, frequency[at], 0)
    return total


def read_block(folder: Path) -> Block:
    """Map what a writer left in ``folder``."""
    held = {name: mapped(folder / f"{name}.bin", kind) for name, kind in _FILES.items()}
    return Block(
        held["starts"],
        held["terms"],
        held["counts"].reshape(-1, len(PLACES)),
        held["lengths"].reshape(-1, len(PARTS)),
        Sequences(held["order.starts"], held["order"]),
    )


def read_frequencies(folder: Path, place: Place) -> tuple[Hashes, npt.NDArray[np.int32]]:
    """Map the terms known in a place, rising, and in how many rows each stands."""
    return mapped(folder / f"{place.value}.known.bin", np.uint32), mapped(folder / f"{place.value}.frequency.bin", np.int32)
