"""The forward index: for each row the terms it holds, so that candidates can be scored exactly and cheaply.

An inverted index answers "which rows hold this term"; the ranker asks "how often does this candidate hold each term of the
question, in its heading, in its body". Terms are 32-bit hashes (the vocabulary need not be loaded; with a few hundred thousand
terms a handful collide, which moves no ranking), arrays are memory-mapped, and a query touches only its candidates' rows.

1. ``ForwardField.counts`` is exact up to ``MOST`` occurrences.
2. ``ForwardField.bm25`` equals the textbook formula on these counts (k1, b as given; idf = log(1 + (N - n + .5) / (n + .5))).
3. ``without`` and ``joined`` make a new snapshot from an old one; row numbers never change.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Hashes: TypeAlias = npt.NDArray[np.uint32]
Rows: TypeAlias = npt.NDArray[np.int64]
Matrix: TypeAlias = npt.NDArray[np.float32]

MOST: Final = 255
_MIX: Final = np.uint64(0x9E3779B1)
_LOW: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)


def mapped(path: Path) -> npt.NDArray[Any]:
    """Map a stored array, as a plain array: the subclass numpy maps files with costs a microsecond at every use."""
    return np.asarray(np.load(path, mmap_mode="r"))


@lru_cache(maxsize=1 << 18)
def term_hash(term: str) -> int:
    """Return the stable 32-bit hash of a term."""
    return zlib.crc32(term.encode())


def hashes(terms: Sequence[str]) -> Hashes:
    """Return the terms' hashes in order."""
    return np.fromiter(map(term_hash, terms), np.uint32, len(terms))


def pairs(single: Hashes) -> Hashes:
    """Return the hashes of neighbouring pairs, one fewer than the terms."""
    wide = single.astype(np.uint64)
    return (((wide[:-1] * _MIX) ^ (wide[1:] + (wide[:-1] >> np.uint64(7)))) & _LOW).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class ForwardArrays:
    """Rows of (term, count) in compressed form: row ``i`` is ``starts[i]:starts[i+1]``, terms rising; ``lengths`` in terms."""

    starts: Rows
    terms: Hashes
    counts: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.int32]

    def without(self, rows: Rows) -> ForwardArrays:
        """Return all rows, these ones emptied."""
        sizes = np.diff(self.starts)
        kept = np.ones(len(sizes), np.bool_)
        kept[rows] = False
        inside = np.repeat(kept, sizes)
        starts = np.concatenate([[0], np.cumsum(np.where(kept, sizes, 0))]).astype(np.int64)
        return ForwardArrays(starts, self.terms[inside], self.counts[inside], np.where(kept, self.lengths, 0).astype(np.int32))


@dataclass(frozen=True, slots=True)
class Sequences:
    """The rows' terms in reading order; row ``i`` is ``starts[i]:starts[i+1]``."""

    starts: Rows
    terms: Hashes

    def without(self, rows: Rows) -> Sequences:
        """Return all rows, these ones emptied."""
        sizes = np.diff(self.starts)
        kept = np.ones(len(sizes), np.bool_)
        kept[rows] = False
        starts = np.concatenate([[0], np.cumsum(np.where(kept, sizes, 0))]).astype(np.int64)
        return Sequences(starts, self.terms[np.repeat(kept, sizes)])

    def then(self, other: Sequences) -> Sequences:
        """Return these rows, then those of ``other``."""
        starts = np.concatenate([self.starts, other.starts[1:] + self.starts[-1]])
        return Sequences(starts, np.concatenate([self.terms, other.terms]))

    def select(self, rows: Rows) -> Sequences:
        """Return these rows, in this order."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        flat = np.arange(starts[-1], dtype=np.int64) + np.repeat(self.starts[rows] - starts[:-1], sizes)
        return Sequences(starts, self.terms[flat])


def sequences(rows: Sequence[Hashes]) -> Sequences:
    """Return the rows' terms in one piece."""
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)]).astype(np.int64)
    return Sequences(starts, np.concatenate(rows) if len(rows) else np.empty(0, np.uint32))


def write_sequences(folder: Path, name: str, rows: Sequences) -> None:
    """Store the rows."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{name}.sequence.starts.npy", rows.starts)
    np.save(folder / f"{name}.sequence.npy", rows.terms)


def read_sequences(folder: Path, name: str) -> Sequences:
    """Map stored rows."""
    starts, terms = (mapped(folder / f"{name}.sequence{part}.npy") for part in (".starts", ""))
    return Sequences(starts, terms)


def forward_arrays(rows: Sequence[Hashes]) -> ForwardArrays:
    """Return the compressed form of each row's terms."""
    lengths = np.array([len(row) for row in rows], np.int32)
    if not len(rows):
        return ForwardArrays(np.zeros(1, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint8), lengths)
    flat = np.concatenate(rows).astype(np.uint64)
    flat |= np.repeat(np.arange(len(rows), dtype=np.uint64), lengths) << _SHIFT
    keys, counts = np.unique(flat, return_counts=True)
    starts = np.searchsorted(keys, np.arange(len(rows) + 1, dtype=np.uint64) << _SHIFT).astype(np.int64)
    return ForwardArrays(starts, (keys & _LOW).astype(np.uint32), np.minimum(counts, MOST).astype(np.uint8), lengths)


def joined(first: ForwardArrays, second: ForwardArrays) -> ForwardArrays:
    """Return the rows of ``first``, then those of ``second``."""
    return ForwardArrays(
        np.concatenate([first.starts, second.starts[1:] + first.starts[-1]]),
        np.concatenate([first.terms, second.terms]),
        np.concatenate([first.counts, second.counts]),
        np.concatenate([first.lengths, second.lengths]),
    )


def write_field(folder: Path, name: str, arrays: ForwardArrays) -> None:
    """Store one field and the document frequencies of its terms."""
    folder.mkdir(parents=True, exist_ok=True)
    known, frequency = np.unique(arrays.terms, return_counts=True)
    parts: dict[str, npt.NDArray[Any]] = {
        "starts": arrays.starts,
        "terms": arrays.terms,
        "counts": arrays.counts,
        "lengths": arrays.lengths,
        "known": known,
        "frequency": frequency.astype(np.int32),
    }
    for part, values in parts.items():
        np.save(folder / f"{name}.{part}.npy", values)


def read_arrays(folder: Path, name: str) -> ForwardArrays:
    """Map a stored field's arrays."""
    read = [mapped(folder / f"{name}.{part}.npy") for part in ("starts", "terms", "counts", "lengths")]
    return ForwardArrays(*read)


class ForwardField:
    """One stored field, opened for reading."""

    def __init__(self, folder: Path, name: str) -> None:
        """Map the field ``name`` in ``folder``."""
        self.arrays = read_arrays(folder, name)
        self._known = mapped(folder / f"{name}.known.npy")
        self._frequency = mapped(folder / f"{name}.frequency.npy")
        self._mean = float(self.arrays.lengths.mean()) if len(self.arrays.lengths) else 0.0

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.arrays.lengths)

    def lengths(self, rows: Rows) -> Matrix:
        """Return the rows' lengths in terms."""
        return self.arrays.lengths[rows].astype(np.float32)

    def idf(self, terms: Hashes) -> Matrix:
        """Return log(1 + (N - n + .5) / (n + .5)) of each term."""
        if not len(self._known):
            return np.zeros(len(terms), np.float32)
        place = np.minimum(np.searchsorted(self._known, terms), len(self._known) - 1)
        frequency = np.where(self._known[place] == terms, self._frequency[place], 0)
        return np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)

    def counts(self, rows: Rows, terms: Hashes) -> Matrix:
        """Return how often each row (first axis) holds each term (second axis); ``terms`` are distinct."""
        out = np.zeros((len(rows), len(terms)), np.float32)
        begin = self.arrays.starts[rows]
        sizes = self.arrays.starts[rows + 1] - begin
        ends = np.cumsum(sizes)
        if not len(terms) or not len(rows) or not ends[-1]:
            return out
        flat = np.arange(ends[-1], dtype=np.int64) + np.repeat(begin - ends + sizes, sizes)
        held = self.arrays.terms[flat]
        order = np.argsort(terms)
        ranked = terms[order]
        place = np.minimum(np.searchsorted(ranked, held), len(ranked) - 1)
        hit = np.flatnonzero(ranked[place] == held)
        out[np.searchsorted(ends, hit, side="right"), order[place[hit]]] = self.arrays.counts[flat[hit]]
        return out

    def bm25(self, rows: Rows, terms: Hashes, k1: float = 1.2, b: float = 0.75) -> Matrix:
        """Return each row's BM25 for the terms (each counted once)."""
        counts = self.counts(rows, terms)
        return self.bm25_of(counts, rows, self.idf(terms), k1, b)

    def bm25_of(self, counts: Matrix, rows: Rows, weights: Matrix, k1: float = 1.2, b: float = 0.75) -> Matrix:
        """Return each row's BM25 from counts already looked up; ``weights`` are the terms' idf."""
        norm = k1 * (1 - b + b * self.lengths(rows) / (self._mean or 1.0))
        score: Matrix = ((counts * (k1 + 1) / (counts + norm[:, None])) @ weights).astype(np.float32)
        return score
