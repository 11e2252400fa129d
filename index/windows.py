"""The best passage of a candidate: how much of the question stands close together.

A long article holds many of any question's syllables somewhere; the one that answers holds them in one place. Each body is laid out
in windows of a fixed number of syllables, once from its start and once from the middle of the first window, and the fullest counts.

1. ``window_coverage`` is in 0..1: the largest idf-weighted share of the question's terms found inside one window.
2. Terms are counted once per window; pairs must be neighbours in the text as in the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.forward import Hashes, Sequences, pairs

Matrix: TypeAlias = npt.NDArray[np.float32]


def _places(terms: Hashes, wanted: Hashes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return where in ``terms`` a wanted one stands, and which."""
    if not len(wanted) or not len(terms):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.argsort(wanted)
    ranked = wanted[order]
    place = np.minimum(np.searchsorted(ranked, terms), len(ranked) - 1)
    hit = np.flatnonzero(ranked[place] == terms)
    return hit, order[place[hit]]


def _fullest(
    hit: npt.NDArray[np.int64], which: npt.NDArray[np.int64], owner: npt.NDArray[np.int64], inner: npt.NDArray[np.int64],
    weights: Matrix, rows: int, size: int,
) -> Matrix:  # fmt: skip
    best = np.zeros(rows, np.float32)
    total = float(weights.sum())
    if not len(hit) or not total:
        return best
    for shift in (0, size // 2):
        window = (inner[hit] + shift) // size
        # One number per (row, window, term); windows and terms stay far below these factors.
        keys = np.sort((owner[hit] << 32) | (window << 10) | which)
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
        spans = keys >> 10
        start = np.flatnonzero(np.concatenate([[True], spans[1:] != spans[:-1]]))
        spans = spans[start]
        sums = np.add.reduceat(weights[keys & 1023], start)
        np.maximum.at(best, spans >> 22, (sums / total).astype(np.float32))
    return best


def window_coverage(
    bodies: Sequences, terms: Hashes, weights: Matrix, pair_terms: Hashes, pair_weights: Matrix, windows: Sequence[int]
) -> Matrix:
    """Return for each body (rows) and each size of window the fullest one's share of the terms, then of the pairs (columns)."""
    rows = len(bodies.starts) - 1
    sizes = np.diff(bodies.starts)
    owner = np.repeat(np.arange(rows, dtype=np.int64), sizes)
    inner = np.arange(len(bodies.terms), dtype=np.int64) - np.repeat(bodies.starts[:-1], sizes)
    hit, which = _places(bodies.terms, terms)
    pair_hit, pair_which = _places(pairs(bodies.terms), pair_terms)
    inside = owner[pair_hit] == owner[pair_hit + 1] if len(pair_hit) else np.empty(0, np.bool_)
    pair_hit, pair_which = pair_hit[inside], pair_which[inside]
    columns = []
    for size in windows:
        columns.append(_fullest(hit, which, owner, inner, weights, rows, size))
        columns.append(_fullest(pair_hit, pair_which, owner, inner, pair_weights, rows, size))
    return np.stack(columns, axis=1)
