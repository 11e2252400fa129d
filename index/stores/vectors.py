"""Dense search: FAISS, exact while that is fast enough, then 4-bit codes and exact products.

Product quantisation to 4 bits is scanned in registers (André, Kermarrec, Le Scouarnec, "Quicker ADC"): all of a million rows in a few
milliseconds, more than a graph saves at this size, and unlike a graph it is made in seconds. What the codes hold near is ordered by
exact products with the memory-mapped vectors.

1. A segment's vectors lie in order; row ``i`` of the file is row ``i`` of the segment.
2. ``DenseIndex.nearest`` returns admitted rows in falling inner product (for normalised rows the cosine); products are exact.
3. Segments of up to ``EXACT_LIMIT`` rows, and searches among few admitted rows, look at every row.
4. ``DenseIndex.recall`` measures what the codes lose, against a scan of everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from index.encoding.static_model import Vectors
from index.stores.blocks import Rows, Scores, mapped
from index.stores.rows import Mask

# Rows up to which a segment is scanned exactly: about a millisecond on one core (256 dimensions).
EXACT_LIMIT: Final = 20_000
_VECTORS: Final = "vectors.bin"
_CODES: Final = "codes.faiss"
_TRAINED: Final = 40_000  # rows that the codes are learned from
_ADDED: Final = 50_000  # rows coded at a time
_BITS: Final = 4
# Numbers coded together: two a code keep recall high without a rotation.
_TOGETHER: Final = 2
# Rows taken from the codes for each wanted row, and at least, before exact products order them.
_OVERSAMPLING: Final = 8
_LEAST: Final = 400
# With filters: how many admitted rows the codes must give for each wanted one, and how much deeper to look for them.
_ENOUGH: Final = 4
_DEEPER: Final = 4
_SAME: Final = 1e-6  # products nearer than this are equal
_SCANNED: Final = 1 << 16  # rows compared at a time when recall is measured
_SEED: Final = 5


class VectorWriter:
    """Writes the vectors of one segment; ``close`` adds the codes where they are worth it."""

    def __init__(self, folder: Path, dimension: int, *, codes: bool = True) -> None:
        """Begin in an empty folder, made if absent; without ``codes`` the vectors are only kept."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._dimension, self._codes = folder, dimension, codes
        self._file: BinaryIO = (folder / _VECTORS).open("wb")

    def add(self, vectors: Vectors) -> None:
        """Append rows."""
        self._file.write(np.ascontiguousarray(vectors, np.float32).tobytes())

    def release(self) -> None:
        """Close the file as it is."""
        self._file.close()

    def close(self, exact_limit: int = EXACT_LIMIT) -> None:
        """Finish the file and write the codes."""
        self.release()
        stored = _stored(self._folder, self._dimension)
        # Codes of pairs need an even number of columns.
        if self._codes and len(stored) > exact_limit and self._dimension % _TOGETHER == 0:
            _write_codes(self._folder / _CODES, stored)


def _stored(folder: Path, dimension: int) -> Vectors:
    return mapped(folder / _VECTORS, np.float32).reshape(-1, dimension)


def _write_codes(path: Path, stored: Vectors) -> None:
    import faiss

    make: Any = faiss
    make.omp_set_num_threads(os.cpu_count() or 1)
    dimension = stored.shape[1]
    codes = make.IndexPQFastScan(dimension, dimension // _TOGETHER, _BITS, faiss.METRIC_INNER_PRODUCT)
    sample = np.random.default_rng(_SEED).permutation(len(stored))[:_TRAINED]
    codes.train(np.ascontiguousarray(stored[np.sort(sample)]))
    for start in range(0, len(stored), _ADDED):
        codes.add(np.ascontiguousarray(stored[start : start + _ADDED]))
    make.write_index(codes, str(path))


def _one_thread() -> None:
    """Keep FAISS to one thread: for one question the others cost more than they bring, and spin where cores are busy."""
    import faiss

    faiss.omp_set_num_threads(1)


class VectorSegment:
    """The vectors of one segment, opened for reading."""

    def __init__(self, folder: Path, dimension: int) -> None:
        """Open the vectors in ``folder``."""
        self.stored = _stored(folder, dimension)
        # Opened at once: a newer snapshot may have replaced this one's files by the first search.
        self._codes: Any = self._read(folder / _CODES)

    def _read(self, path: Path) -> Any:  # noqa: ANN401  (faiss ships no types)
        if not path.exists():
            return None
        import faiss

        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)

    @property
    def exact(self) -> bool:
        """Whether every search looks at every row."""
        return self._codes is None

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.stored.shape[0])

    def nearest(self, query: Vectors, wanted: int, mask: Mask) -> tuple[Rows, Scores]:
        """Return the best admitted rows, in falling product, and the products."""
        admitted = int(mask.sum())
        if self._codes is None or admitted <= max(EXACT_LIMIT, wanted):
            return self._scanned(query, wanted, mask, admitted)
        limit = max(wanted * _OVERSAMPLING, _LEAST)
        while True:
            near = self._near(query, min(limit, len(self)))
            kept = near[mask[near]]
            if len(kept) >= wanted * _ENOUGH or limit >= len(self):
                return best_of(kept, self.stored[kept] @ query, wanted)
            limit *= _DEEPER

    def _near(self, query: Vectors, limit: int) -> Rows:
        _one_thread()
        _approximate, found = self._codes.search(np.ascontiguousarray(query[None, :], np.float32), limit)
        return np.sort(found[0][found[0] >= 0]).astype(np.int64)

    def _scanned(self, query: Vectors, wanted: int, mask: Mask, admitted: int) -> tuple[Rows, Scores]:
        if admitted < len(self):
            rows = np.flatnonzero(mask)
            return best_of(rows, self.stored[rows] @ query, wanted)
        if not len(self):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        import faiss

        _one_thread()
        scores, found = faiss.knn(
            np.ascontiguousarray(query[None, :], np.float32), self.stored, min(wanted, len(self)), metric=faiss.METRIC_INNER_PRODUCT
        )
        return found[0].astype(np.int64), scores[0]


def best_of(rows: Rows, scores: Scores, wanted: int) -> tuple[Rows, Scores]:
    """Return the ``wanted`` best rows by falling score, equal scores by row, and their scores."""
    order = np.lexsort((rows, -scores))[:wanted]
    return rows[order], np.asarray(scores[order], np.float32)


class DenseIndex:
    """The vectors of a snapshot's segments, opened for reading."""

    def __init__(self, folders: Sequence[Path], dimension: int) -> None:
        """Open the segments in ``folders``, whose rows follow each other."""
        self.dimension = dimension
        self._segments = [VectorSegment(folder, dimension) for folder in folders]
        self._firsts = np.cumsum([0, *(len(segment) for segment in self._segments)]).astype(np.int64)

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._firsts[-1])

    @property
    def exact(self) -> bool:
        """Whether every search looks at every row."""
        return all(segment.exact for segment in self._segments)

    def nearest(self, query: Vectors, wanted: int, mask: Mask) -> tuple[Rows, Scores]:
        """Return the best admitted rows, in falling product, and the products; ``mask`` has an element for each row."""
        found = [
            (rows + first, scores)
            for segment, first in zip(self._segments, self._firsts.tolist(), strict=False)
            for rows, scores in [segment.nearest(query, wanted, mask[first : first + len(segment)])]
        ]
        if len(found) == 1:
            return found[0]
        rows = np.concatenate([np.empty(0, np.int64), *(part[0] for part in found)])
        scores = np.concatenate([np.empty(0, np.float32), *(part[1] for part in found)])
        return best_of(rows, scores, wanted)

    def rows(self, rows: Rows) -> Vectors:
        """Return the stored vectors of ``rows``."""
        if len(self._segments) == 1:
            return np.asarray(self._segments[0].stored[rows])
        out = np.zeros((len(rows), self.dimension), np.float32)
        place = np.searchsorted(self._firsts, rows, side="right") - 1
        for number in np.unique(place).tolist():
            chosen = place == number
            out[chosen] = self._segments[number].stored[rows[chosen] - self._firsts[number]]
        return out

    def products(self, rows: Rows, query: Vectors) -> Scores:
        """Return the exact inner product of each of ``rows`` with the query."""
        return np.asarray(self.rows(rows) @ query, np.float32)

    def recall(self, mask: Mask, wanted: int = 10, sample: int = 100) -> float:
        """Return the share of the ``wanted`` nearest rows that a search finds, for some of the rows as questions; 1.0 if exact."""
        return 1.0 if self.exact else self.recall_of(lambda query: self.nearest(query, wanted, mask)[1], mask, wanted, sample)

    def recall_of(self, nearest: Callable[[Vectors], Scores], mask: Mask, wanted: int = 10, sample: int = 100) -> float:
        """Return the same of another search over these rows, which gives the products of what it finds, falling."""
        living = np.flatnonzero(mask)
        if not len(living):
            return 1.0
        asked = self.rows(np.sort(np.random.default_rng(_SEED).permutation(living)[:sample]))
        # Where fewer rows live than are wanted, all of them are the nearest.
        truth = [best[np.isfinite(best)] for best in self._scan(asked, wanted, mask)]
        found = (nearest(query) for query in asked)
        # By product, not by row: of rows with equal vectors any is right.
        enough = [np.sum(scores >= best[-1] - _SAME) / len(best) for scores, best in zip(found, truth, strict=True)]
        return float(np.mean(np.minimum(enough, 1.0)))

    def _scan(self, asked: Vectors, wanted: int, mask: Mask) -> Scores:
        """Return the products of the nearest rows of each question, falling, by looking at every row."""
        best = np.full((len(asked), 0), -np.inf, np.float32)
        for segment, first in zip(self._segments, self._firsts.tolist(), strict=False):
            for start in range(0, len(segment), _SCANNED):
                share = segment.stored[start : start + _SCANNED]
                products = asked @ share.T
                products[:, ~mask[first + start : first + start + len(share)]] = -np.inf
                best = -np.sort(-np.concatenate([best, products], axis=1), axis=1)[:, :wanted]
        return best
