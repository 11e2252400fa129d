"""What the searcher asks of the stores that hold words and vectors: an engine, here FAISS and Tantivy on local files.

The searcher understands the question, the engine finds candidates, and the forward index and the ranker, always local, order them.
A Milvus server (``index.stores.milvus``) takes the place of this engine by giving the same answers.

1. ``Engine.lexical`` and ``Engine.dense`` return distinct rows, best first, only admitted ones, and as many as asked for wherever
   that many admitted rows are there to be found.
2. ``Engine.products`` is the exact inner product for each row given, in the order given.
3. Rows are the snapshot's numbers. What is stored outside the snapshot is stored under serial numbers, which never change;
   ``RowTable.rows_of`` and ``RowTable.serials`` translate, and drop what the snapshot does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from index.encoding.static_model import Vectors
from index.stores.blocks import Rows, Scores
from index.stores.build import SEGMENTS
from index.stores.choice import EngineName
from index.stores.lexical import Field, LexicalIndex
from index.stores.outlets import LEXICAL
from index.stores.rows import Admitted, RowTable
from index.stores.segments import VECTORS
from index.stores.snapshot import SnapshotInfo
from index.stores.vectors import DenseIndex

# Up to this many documents a filter is handed to Tantivy; wider ones let so much through that asking deeper is cheaper.
_NARROW: Final = 2_000
_DEEPER: Final = 8


class Engine(Protocol):
    """Finds candidates for one question."""

    def lexical(
        self, terms: Mapping[Field, Mapping[str, float]], wanted: int, admitted: Admitted, phrases: Sequence[Sequence[str]] = ()
    ) -> Rows:
        """Return the ``wanted`` best admitted rows by BM25, fields added with the weights of their terms.

        ``phrases`` (syllables) must stand in a row word for word.
        """
        ...

    def dense(self, query: Vectors, wanted: int, admitted: Admitted) -> Rows:
        """Return the ``wanted`` admitted rows nearest to the question's vector (shape (dimension,), length 1)."""
        ...

    def products(self, rows: Rows, query: Vectors) -> Scores:
        """Return the exact inner product of each row's vector with the question's."""
        ...

    def recall(self, admitted: Admitted) -> float:
        """Return the share of the ten nearest rows that a dense search finds, against a scan of all; measured on a sample."""
        ...


def open_engine(folder: Path, info: SnapshotInfo, table: RowTable) -> Engine:
    """Open the engine of a snapshot. Raises ``IndexStateError`` if it has been replaced meanwhile."""
    vectors = DenseIndex([folder / SEGMENTS / name / VECTORS for name in info.segments], info.dimension)
    if info.engine == EngineName.LOCAL:
        return LocalEngine(LocalWords(folder / LEXICAL, table), vectors)
    from index.stores.milvus.engine import open_milvus

    words = LocalWords(folder / LEXICAL, table) if (folder / LEXICAL).exists() else None
    return open_milvus(folder, info, table, vectors, words)


class LocalWords:
    """Tantivy over the files of a snapshot."""

    def __init__(self, folder: Path, table: RowTable) -> None:
        """Open the lexical index."""
        self._lexical = LexicalIndex(folder)
        self._table = table

    def lexical(
        self, terms: Mapping[Field, Mapping[str, float]], wanted: int, admitted: Admitted, phrases: Sequence[Sequence[str]] = ()
    ) -> Rows:
        """Return the ``wanted`` best admitted rows by BM25."""
        named = admitted.documents
        documents = named if named is not None and len(named) <= _NARROW else None
        limit = wanted
        while True:
            serials, _scores = self._lexical.search(terms, limit, documents=documents, phrases=phrases)
            rows = self._table.rows_of(serials)
            kept = rows[admitted.mask[rows]]
            if len(kept) >= wanted or len(serials) < limit or limit >= len(admitted.mask):
                return kept[:wanted]
            limit = min(limit * _DEEPER, len(admitted.mask))


class LocalEngine:
    """FAISS and Tantivy over the files of a snapshot."""

    def __init__(self, words: LocalWords, vectors: DenseIndex) -> None:
        """Take the opened indexes."""
        self._words, self._dense = words, vectors

    def lexical(
        self, terms: Mapping[Field, Mapping[str, float]], wanted: int, admitted: Admitted, phrases: Sequence[Sequence[str]] = ()
    ) -> Rows:
        """Return the ``wanted`` best admitted rows by BM25."""
        return self._words.lexical(terms, wanted, admitted, phrases)

    def dense(self, query: Vectors, wanted: int, admitted: Admitted) -> Rows:
        """Return the nearest admitted rows."""
        return self._dense.nearest(query, wanted, admitted.mask)[0] if query.any() else np.empty(0, np.int64)

    def products(self, rows: Rows, query: Vectors) -> Scores:
        """Return the exact inner products."""
        return self._dense.products(rows, query)

    def recall(self, admitted: Admitted) -> float:
        """Return the share of the ten nearest rows that a dense search finds, measured on a sample."""
        return self._dense.recall(admitted.mask)
