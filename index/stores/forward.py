"""The forward index: for each row the terms it holds, so that candidates can be scored exactly and cheaply.

An inverted index answers "which rows hold this term"; the ranker asks "how often does this candidate hold each term of the
question, in its heading, in its body". Each row is one stretch of terms of all units with a count for each place, so that a
candidate costs one read; arrays are memory-mapped, and a question touches only its candidates' rows.

1. ``Matches.counts`` is exact up to ``MOST`` occurrences.
2. ``Matches.bm25`` equals the textbook formula on these counts (k1, b as given; idf = log(1 + (N - n + .5) / (n + .5))).
3. Several folders read as one: the rows of the first, then those of the next. Statistics are sums over all of them, rows that were
   taken out since included, as in the lexical index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from index.stores.blocks import PARTS, PLACES, Block, Rows, Sequences, frequency_of, picked, read_block, read_frequencies
from index.tokens.terms import Hashes, Lookup, Part, Place, Unit, as_words

Matrix: TypeAlias = npt.NDArray[np.float32]

_K1: Final = 1.2
_B: Final = 0.75


@dataclass(frozen=True, slots=True)
class Wanted:
    """The distinct terms of a question, by unit."""

    syllables: Hashes
    pairs: Hashes
    words: Hashes

    def spans(self) -> dict[Unit, slice]:
        """Return where each unit's terms stand when all are laid side by side."""
        first, second = len(self.syllables), len(self.syllables) + len(self.pairs)
        return {Unit.SYLLABLES: slice(0, first), Unit.PAIRS: slice(first, second), Unit.WORDS: slice(second, None)}


@dataclass(frozen=True, slots=True)
class Matches:
    """What some rows hold of a question's terms. By part: counts (rows, terms), idf (terms), lengths of the rows, mean length."""

    counts: Mapping[Part, Matrix]
    idf: Mapping[Part, Matrix]
    lengths: Mapping[Part, Matrix]
    means: Mapping[Part, float]

    def take(self, places: npt.NDArray[np.intp] | slice) -> Matches:
        """Return the same of some of the rows, in this order."""
        counts = {part: held[places] for part, held in self.counts.items()}
        lengths = {part: held[places] for part, held in self.lengths.items()}
        return Matches(counts, self.idf, lengths, self.means)

    def bm25(self, part: Part, k1: float = _K1, b: float = _B) -> Matrix:
        """Return each row's BM25 for the terms (each counted once)."""
        counts = self.counts[part]
        norm = k1 * (1 - b + b * self.lengths[part] / (self.means[part] or 1.0))
        score: Matrix = ((counts * (k1 + 1) / (counts + norm[:, None])) @ self.idf[part]).astype(np.float32)
        return score


class Forward:
    """The forward index of a snapshot's segments, opened for reading."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Map the segments in ``folders``, whose rows follow each other."""
        self._blocks = [read_block(folder) for folder in folders]
        self._known = {place: [read_frequencies(folder, place) for folder in folders] for place in PLACES}
        self._firsts = np.cumsum([0, *(len(block) for block in self._blocks)]).astype(np.int64)
        sums = sum((block.lengths.sum(axis=0, dtype=np.int64) for block in self._blocks), np.zeros(len(PARTS), np.int64))
        self._means = {part: float(total) / max(len(self), 1) for part, total in zip(PARTS, sums.tolist(), strict=True)}

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._firsts[-1])

    def _by_block(self, rows: Rows) -> list[tuple[Block, npt.NDArray[np.intp], Rows]]:
        """Return for each block that holds some of the rows: which of them, and their numbers inside it."""
        if len(self._blocks) == 1:
            return [(self._blocks[0], np.arange(len(rows)), rows)]
        place = np.searchsorted(self._firsts, rows, side="right") - 1
        return [
            (self._blocks[number], chosen, rows[chosen] - self._firsts[number])
            for number in np.unique(place).tolist()
            for chosen in [np.flatnonzero(place == number)]
        ]

    def _idf(self, place: Place, terms: Hashes) -> Matrix:
        frequency = frequency_of(terms, self._known[place])
        return np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)

    def idf(self, part: Part, terms: Hashes) -> Matrix:
        """Return log(1 + (N - n + .5) / (n + .5)) of each term."""
        return self._idf(part.place, as_words(terms) if part.unit is Unit.WORDS else terms)

    def match(self, rows: Rows, wanted: Wanted) -> Matches:
        """Return what the rows hold of the wanted terms."""
        keys = np.concatenate([wanted.syllables, wanted.pairs, as_words(wanted.words)])
        counts = np.zeros((len(PLACES), len(rows), len(keys)), np.float32)
        lengths = np.zeros((len(PARTS), len(rows)), np.float32)
        lookup = Lookup(keys)
        for block, chosen, inner in self._by_block(rows):
            starts, held = picked(block.starts, block.terms, inner)
            hit, which = lookup.find(held)
            owner = np.searchsorted(starts, hit, side="right") - 1
            counts[:, chosen[owner], which] = block.counts[block.starts[inner[owner]] + hit - starts[owner]].T
            lengths[:, chosen] = block.lengths[inner].T
        spans = wanted.spans()
        idf = {place: self._idf(place, keys) for place in PLACES}
        return Matches(
            {part: counts[PLACES.index(part.place)][:, spans[part.unit]] for part in PARTS},
            {part: idf[part.place][spans[part.unit]] for part in PARTS},
            dict(zip(PARTS, lengths, strict=True)),
            self._means,
        )

    def orders(self, rows: Rows) -> Sequences:
        """Return the bodies of the rows as they read."""
        parts = self._by_block(rows)
        if len(parts) == 1:
            block, _chosen, inner = parts[0]
            return Sequences(*picked(block.order.starts, block.order.terms, inner))
        pieces: list[Hashes] = [np.empty(0, np.uint32)] * len(rows)
        for block, chosen, inner in parts:
            begin, end = block.order.starts[inner], block.order.starts[inner + 1]
            for place, first, last in zip(chosen.tolist(), begin.tolist(), end.tolist(), strict=True):
                pieces[place] = block.order.terms[first:last]
        return sequences(pieces)


def sequences(rows: Sequence[Hashes]) -> Sequences:
    """Return the rows' terms in one piece."""
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)]).astype(np.int64)
    return Sequences(starts, np.concatenate(rows) if len(rows) else np.empty(0, np.uint32))
