"""Dense search: FAISS, exact while that is fast enough.

1. ``write_vectors`` stores rows in order; row ``i`` of the file is row ``i`` of the snapshot.
2. ``VectorIndex.search`` returns inner products in falling order; for normalised rows that is the cosine.
3. ``VectorIndex.rows`` gives stored vectors back without loading the others (memory-mapped).
4. Up to ``EXACT_LIMIT`` rows the search is exact; beyond, a graph over 8-bit codes finds candidates and exact products order them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.forward import mapped
from index.static_model import Vectors

# Rows up to which the exact scan stays within some 5 ms on one core (256 dimensions).
EXACT_LIMIT: Final = 150_000
_VECTORS: Final = "vectors.npy"
_GRAPH: Final = "graph.faiss"
_GRAPH_LINKS: Final = 32
_GRAPH_BUILD: Final = 80
_GRAPH_SEARCH: Final = 128
# Candidates taken from the graph for each wanted row, before exact products order them.
_OVERSAMPLING: Final = 2


def write_vectors(folder: Path, vectors: Vectors, exact_limit: int = EXACT_LIMIT) -> None:
    """Write the vectors, and above ``exact_limit`` rows the graph that searches them."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / _VECTORS, np.ascontiguousarray(vectors, np.float32))
    if len(vectors) <= exact_limit:
        return
    import faiss

    make: Any = faiss
    make.omp_set_num_threads(os.cpu_count() or 1)
    graph = make.IndexHNSWSQ(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, _GRAPH_LINKS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = _GRAPH_BUILD
    graph.train(vectors)
    graph.add(vectors)
    faiss.write_index(graph, str(folder / _GRAPH))


def _one_thread() -> None:
    """Keep FAISS to one thread: for one question the others cost more than they bring, and spin where cores are busy."""
    import faiss

    faiss.omp_set_num_threads(1)


class VectorIndex:
    """The vectors of a snapshot, opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open the vectors in ``folder``; ``exact`` says whether every search looks at every row."""
        self._stored: npt.NDArray[np.float32] = mapped(folder / _VECTORS)
        self.exact = not (folder / _GRAPH).exists()
        # The graph is opened at once: a newer snapshot may have replaced this one's files by the first search.
        self._index: Any = None if self.exact else self._graph(folder)

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._stored.shape[0])

    @property
    def dimension(self) -> int:
        """Return the number of columns."""
        return int(self._stored.shape[1])

    def rows(self, rows: npt.NDArray[np.int64]) -> Vectors:
        """Return the stored vectors of ``rows``."""
        return np.asarray(self._stored[rows], np.float32)

    def _graph(self, folder: Path) -> Any:  # noqa: ANN401  (faiss ships no types)
        import faiss

        graph: Any = faiss.read_index(str(folder / _GRAPH), faiss.IO_FLAG_MMAP_IFC)
        graph.hnsw.efSearch = _GRAPH_SEARCH
        return graph

    def _faiss(self) -> Any:  # noqa: ANN401
        if self._index is None:
            import faiss

            self._index = faiss.IndexFlatIP(self.dimension)
            self._index.add(np.asarray(self._stored))
        return self._index

    def search(self, queries: Vectors, limit: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Return rows and inner products, both of shape (queries, min(limit, rows)), best first."""
        limit = min(limit, len(self))
        if limit < 1 or not len(queries):
            return np.empty((len(queries), 0), np.int64), np.empty((len(queries), 0), np.float32)
        _one_thread()
        if self.exact:
            scores, rows = self._faiss().search(np.ascontiguousarray(queries, np.float32), limit)
            return rows.astype(np.int64), scores
        return self._rescored(queries, limit)

    def _rescored(self, queries: Vectors, limit: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        wanted = min(len(self), limit * _OVERSAMPLING)
        _approximate, found = self._faiss().search(np.ascontiguousarray(queries, np.float32), wanted)
        scores = np.einsum("qkd,qd->qk", self._stored[np.maximum(found, 0)], queries)
        scores[found < 0] = -np.inf
        order = np.argsort(-scores, axis=1, kind="stable")[:, :limit]
        return np.take_along_axis(found, order, 1).astype(np.int64), np.take_along_axis(scores, order, 1).astype(np.float32)
