"""The best passage of a candidate: how much of the question stands close together.

A long article holds many of any question's syllables somewhere; the one that answers holds them in one place. Each body is laid out
in windows of a fixed number of syllables, once from its start and once from the middle of the first window, and the fullest counts.

1. ``window_coverage`` is in 0..1: the largest idf-weighted share of the question's terms found inside one window.
2. Terms are counted once per window; pairs must be neighbours in the text as in the question. Pairs are of the question's syllables:
   only two neighbouring hits can be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from index.stores.blocks import Sequences
from index.tokens.terms import Hashes, Lookup, Places, pair_hashes

Matrix: TypeAlias = npt.NDArray[np.float32]

# Terms that share a machine word, a bit each, and those that share a byte of it.
_LANE: Final = 64
_BYTE: Final = 8
# The bits of each byte, lowest first.
_BITS: Final = ((np.arange(1 << _BYTE)[:, None] >> np.arange(_BYTE)) & 1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Hits:
    """Found terms in the order of the bodies: the body, the place in it, and which term."""

    owner: Places
    inner: Places
    which: Places


def _hits(bodies: Sequences, terms: Hashes, pair_terms: Hashes) -> tuple[_Hits, _Hits]:
    """Return the found terms and the found pairs."""
    place, which = Lookup(terms).find(bodies.terms)
    owner = np.searchsorted(bodies.starts, place, side="right") - 1
    inner = place - bodies.starts[owner]
    next_to = np.flatnonzero((place[1:] == place[:-1] + 1) & (owner[1:] == owner[:-1]))
    both = pair_hashes(terms[which[next_to]], terms[which[next_to + 1]])
    found, pair = Lookup(pair_terms).find(both)
    first = next_to[found]
    return _Hits(owner, inner, which), _Hits(owner[first], inner[first], pair)


def _lanes(which: Places, weights: Matrix) -> list[tuple[npt.NDArray[np.uint64], Matrix]]:
    """Return for each 64 terms: the hits' bits, and for each byte of a word what each of its values weighs."""
    out = []
    for first in range(0, len(weights), _LANE):
        bit = which - first
        inside = (bit >= 0) & (bit < _LANE)
        bits = np.where(inside, np.uint64(1) << np.where(inside, bit, 0).astype(np.uint64), np.uint64(0))
        own = np.zeros(_LANE, np.float32)
        own[: len(weights) - first] = weights[first : first + _LANE]
        out.append((bits, (own.reshape(-1, _BYTE) @ _BITS.T).astype(np.float32)))
    return out


def _fullest(hits: _Hits, lanes: Sequence[tuple[npt.NDArray[np.uint64], Matrix]], total: float, rows: int, size: int) -> Matrix:
    best = np.zeros(rows, np.float32)
    if not len(hits.owner) or not total:
        return best
    for shift in (0, size // 2):
        window = (hits.owner << 32) | ((hits.inner + shift) // size)
        start = np.flatnonzero(np.concatenate([[True], window[1:] != window[:-1]]))
        sums = np.zeros(len(start), np.float32)
        for bits, table in lanes:
            held = np.bitwise_or.reduceat(bits, start).astype("<u8").view(np.uint8).reshape(-1, _BYTE)
            for byte, weights in enumerate(table):
                if weights.any():
                    sums += weights.take(held[:, byte])
        np.maximum.at(best, hits.owner[start], sums / np.float32(total))
    return best


def window_coverage(
    bodies: Sequences, terms: Hashes, weights: Matrix, pair_terms: Hashes, pair_weights: Matrix, windows: Sequence[int]
) -> Matrix:
    """Return for each body (rows) and each size of window the fullest one's share of the terms, then of the pairs (columns)."""
    rows = len(bodies.starts) - 1
    single, both = _hits(bodies, terms, pair_terms)
    columns = []
    held = [(hits, _lanes(hits.which, own), float(own.sum())) for hits, own in ((single, weights), (both, pair_weights))]
    for size in windows:
        columns += [_fullest(hits, lanes, total, rows, size) for hits, lanes, total in held]
    return np.stack(columns, axis=1)
