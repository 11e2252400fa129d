"""BM25 as a product of sparse vectors: one number for each term of a field, so that any store of sparse vectors ranks words as we do.

A server's own BM25 cuts texts by its own rules, counts rarity segment by segment and adds fields after scaling each; its answers are
others. So the weights are made here: what a row holds of a term (frequency against length) is stored, what the collection says of it
(rarity) comes with the question, and their product is the score of the embedded lexical index (``index.stores.lexical``).

1. ``document_vectors`` times ``query_vector`` is BM25 (k1 1.2, b 0.75) summed over ``FIELDS`` with the question's weights; lengths are
   rounded as the embedded index rounds them, so that both give the same scores.
2. ``TermSpool`` keeps the terms of rows in files until all lengths are known; memory does not grow with the rows.
3. ``Statistics`` adds up several parts; rows that were taken out since stay counted until the index is built anew, and rows keep the
   mean lengths of the time they were written at.
4. Fields share one space of 32-bit numbers; two of some millions of terms collide now and then, which moves no ranking.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from index.stores.blocks import COUNTED, added, frequencies, frequency_of, mapped
from index.stores.lexical import Field, LexicalTerms
from index.tokens.terms import Hashes

Weights: TypeAlias = npt.NDArray[np.float32]

FIELDS: Final = (Field.HEADING, Field.BODY, Field.ABOUT, Field.PAIRS)
# The folder of a snapshot with the parts of its statistics.
TERMS: Final = "terms"
_K1: Final = 1.2
_B: Final = 0.75
# Stands in rows without any term, because a stored vector may not be empty; no term has it.
_NOTHING: Final = (1 << 32) - 2
_BATCH: Final = 256  # rows whose terms are counted at a time
_SHIFT: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_MOST: Final = 65_535
_FILES: Final[dict[str, npt.DTypeLike]] = {
    "starts": np.int64,
    "dimensions": np.uint32,
    "fields": np.uint8,
    "counts": np.uint16,
    "lengths": np.int32,
}
# Lengths that fit one byte, exact up to 40, then in steps of an eighth: the embedded index knows no others.
_FREE: Final = 24


def _stored_lengths() -> npt.NDArray[np.int64]:
    small = np.arange(256 - _FREE, dtype=np.int64)
    mantissa, shift = small & 7, (small >> 3) - 1
    spread = np.where(shift < 0, mantissa, (mantissa | 8) << np.maximum(shift, 0))
    return np.concatenate([np.arange(_FREE, dtype=np.int64), _FREE + spread])


_LENGTHS: Final = _stored_lengths()


def rounded(lengths: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Return the lengths as the embedded lexical index remembers them: the greatest it knows that is not greater."""
    out: npt.NDArray[np.int64] = _LENGTHS[np.searchsorted(_LENGTHS, lengths, side="right") - 1]
    return out


@lru_cache(maxsize=1 << 20)
def dimension_of(field: Field, term: str) -> int:
    """Return the number under which a term of a field is stored."""
    return zlib.crc32(f"{field.value}:{term}".encode()) % _NOTHING


@dataclass(frozen=True, slots=True)
class SparseRow:
    """One row as a sparse vector: dimensions, rising, and their weights."""

    dimensions: Hashes
    weights: Weights


class Statistics:
    """What the collection says of its terms, from the parts in ``folders``."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Map the parts."""
        totals = [mapped(folder / "totals.bin", np.int64) for folder in folders]
        self._parts = [(mapped(folder / "known.bin", np.uint32), mapped(folder / "frequency.bin", np.int32)) for folder in folders]
        self._totals: npt.NDArray[np.int64] = sum(totals, np.zeros(1 + len(FIELDS), np.int64))

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return int(self._totals[0])

    @property
    def means(self) -> npt.NDArray[np.float64]:
        """The mean length of each of ``FIELDS``."""
        means: npt.NDArray[np.float64] = self._totals[1:] / max(self.rows, 1)
        return np.where(means > 0, means, 1.0)

    def frequency(self, dimensions: Hashes) -> npt.NDArray[np.int64]:
        """Return in how many rows each stands."""
        return frequency_of(dimensions, self._parts)

    def query_vector(self, terms: Mapping[Field, Mapping[str, float]]) -> dict[int, float]:
        """Return the question as a sparse vector: rarity times weight of each term that the collection knows."""
        asked = {dimension_of(field, term): weight for field, weights in terms.items() for term, weight in weights.items()}
        dimensions = np.fromiter(asked, np.uint32, len(asked))
        held = self.frequency(dimensions)
        idf = np.log1p((self.rows - held + 0.5) / (held + 0.5))
        both = zip(asked, held.tolist(), idf.tolist(), strict=True)
        return {dimension: weight * asked[dimension] for dimension, count, weight in both if count and weight > 0}


def statistics_of(folder: Path) -> Statistics:
    """Return the statistics of a snapshot."""
    return Statistics(sorted((folder / TERMS).iterdir()))


def write_statistics(folder: Path, spool: Path | None, others: Sequence[Path] = ()) -> None:
    """Write one part of the statistics: of a spool's rows, and of ``others`` that it takes in."""
    folder.mkdir(parents=True, exist_ok=True)
    known, frequency = np.empty(0, np.uint32), np.empty(0, np.int32)
    totals = np.zeros(1 + len(FIELDS), np.int64)
    if spool is not None:
        lengths = mapped(spool / "lengths.bin", np.int32).reshape(-1, len(FIELDS))
        dimensions = mapped(spool / "dimensions.bin", np.uint32)
        known, frequency = frequencies(dimensions[start : start + COUNTED] for start in range(0, len(dimensions), COUNTED))
        totals += np.array([len(lengths), *lengths.sum(axis=0, dtype=np.int64).tolist()], np.int64)
    for other in others:
        more, counted = mapped(other / "known.bin", np.uint32), mapped(other / "frequency.bin", np.int32)
        known, frequency = added(known, frequency, more, counted)
        totals += mapped(other / "totals.bin", np.int64)
    for name, values in (("known", known), ("frequency", frequency), ("totals", totals)):
        np.ascontiguousarray(values).tofile(folder / f"{name}.bin")


class TermSpool:
    """Writes the terms of rows into files, in the order in which they come; a context manager."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty folder, made if absent."""
        folder.mkdir(parents=True, exist_ok=True)
        self._files: dict[str, BinaryIO] = {name: (folder / f"{name}.bin").open("wb") for name in _FILES}
        self._files["starts"].write(np.zeros(1, np.int64).tobytes())
        self._end = 0
        self._waiting: list[LexicalTerms] = []

    def remove(self, documents: Iterable[str]) -> None:
        """Do nothing: what is struck off is told to the server by serial number."""

    def add(self, row: int, document: str, terms: LexicalTerms) -> None:
        """Append a row."""
        del row, document
        self._waiting.append(terms)
        if len(self._waiting) >= _BATCH:
            self._write()

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []
        cut = [[getattr(row, field.value).split() for field in FIELDS] for row in rows]
        lengths = np.array([[len(terms) for terms in parts] for parts in cut], np.int32).reshape(-1, len(FIELDS))
        flat = np.array(
            [dimension_of(f, t) for parts in cut for f, terms in zip(FIELDS, parts, strict=True) for t in terms], np.uint64
        )
        owner = np.repeat(np.arange(lengths.size), lengths.ravel())
        keys, first, counts = np.unique(
            flat | ((owner // len(FIELDS)).astype(np.uint64) << _SHIFT), return_index=True, return_counts=True
        )
        ends = np.searchsorted(keys, np.arange(1, len(rows) + 1, dtype=np.uint64) << _SHIFT).astype(np.int64)
        written = {
            "starts": ends + self._end,
            "dimensions": keys & _LOW,
            "fields": owner[first] % len(FIELDS),
            "counts": np.minimum(counts, _MOST),
            "lengths": lengths,
        }
        for name, values in written.items():
            self._files[name].write(np.ascontiguousarray(values, _FILES[name]).tobytes())
        self._end += len(keys)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None and self._waiting:
            self._write()
        for file in self._files.values():
            file.close()


def document_vectors(spool: Path, means: npt.NDArray[np.float64]) -> Iterator[SparseRow]:
    """Yield the rows of a spool as sparse vectors; ``means`` are the mean lengths of ``FIELDS``."""
    held = {name: mapped(spool / f"{name}.bin", kind) for name, kind in _FILES.items()}
    norms = _K1 * (1 - _B + _B * rounded(held["lengths"].reshape(-1, len(FIELDS))) / means)
    for row, (start, end) in enumerate(zip(held["starts"][:-1].tolist(), held["starts"][1:].tolist(), strict=True)):
        if start == end:
            yield SparseRow(np.array([_NOTHING], np.uint32), np.ones(1, np.float32))
            continue
        counts = held["counts"][start:end].astype(np.float64)
        weights = counts * (_K1 + 1) / (counts + norms[row][held["fields"][start:end]])
        yield SparseRow(np.asarray(held["dimensions"][start:end]), weights.astype(np.float32))
