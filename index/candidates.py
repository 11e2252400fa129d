"""Candidates: the few hundred rows that one of the indexes holds to be near, with what each index says of them.

1. The candidates are the union of the best rows of the lexical index and of the dense index; each row comes once.
2. Every candidate gets its exact dense score, whichever index found it.
3. With filters only admitted rows are candidates; a narrow filter never loses one (the indexes are asked deeper until enough
   admitted rows are found or every row was seen).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.lexical import Field, LexicalIndex
from index.query import QueryTerms
from index.rows import Mask
from index.static_model import Vectors
from index.vectors import VectorIndex

# Rows taken from each index. Measured: more adds candidates but no answers.
DEPTH: Final = 150
_DEEPER: Final = 8
# Weights of the fields in the lexical candidate search.
_HEADING_WEIGHT: Final = 1.0
_BODY_WEIGHT: Final = 1.0
_ABOUT_WEIGHT: Final = 0.4
_PAIRS_WEIGHT: Final = 1.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows with their dense scores (inner products with the question)."""

    rows: npt.NDArray[np.int64]
    dense: npt.NDArray[np.float32]


def lexical_terms(terms: QueryTerms) -> dict[Field, dict[str, float]]:
    """Return the terms and weights that the lexical index is asked for."""
    return {
        Field.HEADING: dict.fromkeys(terms.words, _HEADING_WEIGHT),
        Field.BODY: dict.fromkeys(terms.words, _BODY_WEIGHT),
        Field.ABOUT: dict.fromkeys(terms.words, _ABOUT_WEIGHT),
        Field.PAIRS: dict.fromkeys(terms.pairs, _PAIRS_WEIGHT),
    }


def _admitted_lexical(index: LexicalIndex, terms: QueryTerms, admitted: Mask, wanted: int) -> npt.NDArray[np.int64]:
    limit = wanted
    while True:
        rows, _scores = index.search(lexical_terms(terms), limit)
        kept = rows[admitted[rows]]
        if len(kept) >= wanted or len(rows) < limit or limit >= len(admitted):
            return kept[:wanted]
        limit = min(limit * _DEEPER, len(admitted))


def _admitted_dense(index: VectorIndex, query: Vectors, admitted: Mask, wanted: int) -> npt.NDArray[np.int64]:
    limit = wanted
    while True:
        rows = index.search(query[None, :], limit)[0][0]
        kept = rows[admitted[rows]]
        if len(kept) >= wanted or limit >= len(index):
            result: npt.NDArray[np.int64] = kept[:wanted]
            return result
        limit = min(limit * _DEEPER, len(index))


def find_candidates(
    lexical: LexicalIndex, vectors: VectorIndex, terms: QueryTerms, query: Vectors, admitted: Mask, depth: int = DEPTH
) -> Candidates:
    """Return the candidates for one question; ``query`` is its vector."""
    rows = _admitted_lexical(lexical, terms, admitted, depth)
    if query.any():
        rows = np.union1d(rows, _admitted_dense(vectors, query, admitted, depth))
    rows = np.unique(rows)
    return Candidates(rows, (vectors.rows(rows) @ query).astype(np.float32))
