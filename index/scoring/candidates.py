"""Candidates: the few hundred rows that one of the indexes holds to be near, with what each index says of them.

1. The candidates are the union of the best rows of the lexical index and of the dense index; each row comes once.
2. Every candidate gets its exact dense score, whichever index found it.
3. What is asked for in quotation marks stands in every candidate word for word, if it stands in any; else the words count as usual.
4. With filters only admitted rows are candidates; a narrow filter never loses one (``index.stores.engine``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.encoding.static_model import Vectors
from index.stores.engine import Engine
from index.stores.lexical import Field
from index.stores.rows import Admitted
from index.understanding.query import QueryTerms

# Rows taken from each index. Measured: more adds candidates but no answers.
DEPTH: Final = 150
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


def find_candidates(
    engine: Engine,
    terms: QueryTerms,
    query: Vectors,
    admitted: Admitted,
    depth: int = DEPTH,
    phrases: Sequence[Sequence[str]] = (),
) -> Candidates:
    """Return the candidates for one question; ``query`` is its vector, ``phrases`` are the syllables asked for word for word."""
    rows = engine.lexical(lexical_terms(terms), depth, admitted, phrases) if phrases else np.empty(0, np.int64)
    if not len(rows):
        rows = np.union1d(engine.lexical(lexical_terms(terms), depth, admitted), engine.dense(query, depth, admitted))
    return Candidates(rows, engine.products(rows, query))
