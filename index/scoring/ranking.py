"""The order of the candidates, in two steps: a sum of three shares for all, then learned trees for the best of them.

The first step is a plain sum, readable and untrained: the share of the question's neighbouring syllables found in the entry, the
share of its syllables, and the similarity of meaning. It alone finds nearly everything; the trees settle the order of the first
``RANKED``.

1. ``rank`` returns every candidate once, best first, with falling scores in 0..1; the order does not depend on the order given.
2. Scores are the first step's, lowered for questions in words that the collection hardly knows (``strangeness``), so they mean the same
   for every question and every collection; ``threshold`` parts questions that a collection answers from those it does not.
3. Without a trees file the first step's order stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from index.scoring.candidates import Candidates
from index.scoring.features import SHARES, feature_matrix, share_matrix
from index.scoring.trees import Trees
from index.stores.forward import Forward, Matches
from index.stores.levels import LOWEST
from index.tokens.terms import Part
from index.understanding.query import QueryTerms

Floats: TypeAlias = npt.NDArray[np.float32]

Levels: TypeAlias = Callable[[npt.NDArray[np.int64]], Floats]

# Candidates that the trees see: more cost time and gain nothing.
RANKED: Final = 50
# Of SHARES: pairs anywhere, syllables anywhere, similarity. Set by hand; small changes change nothing.
_FIRST_WEIGHTS: Final = np.array([1.0, 0.5, 1.0], np.float32)
# Chosen on 1,100 questions that the codified law (62,294 entries) answers and 90 of our own that it does not: with the two constants
# below, 98% of the former have an entry above it, 91% of the latter have none.
_THRESHOLD: Final = 0.30
_THRESHOLD_ENTRIES: Final = 62_294
# The best of more entries is nearer by chance: of the questions of our own the nearest of 468 entries scored .15 where that of 62,294
# scored .39 (nine tenths of them below). A little less than that line, so that small collections keep some distance.
_THRESHOLD_SLOPE: Final = 0.0248
_LEAST_THRESHOLD: Final = 0.12
# Share of the greatest rarity that the syllables of a question have on average, up to which a large collection knows what is spoken
# of; what lies above is taken off its scores, with this weight. Of a small collection most of any question is rare.
_KNOWN_RARITY: Final = 0.18
_KNOWN_RARITY_SLOPE: Final = 0.085
_RARITY_WEIGHT: Final = 1.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows, best first, with their scores."""

    rows: npt.NDArray[np.int64]
    scores: Floats


def lowest(rows: npt.NDArray[np.int64]) -> Floats:
    """Return the lowest rank for each row: nothing is known of the documents."""
    return np.full(len(rows), LOWEST, np.float32)


def threshold(entries: int) -> float:
    """Return the score below which nothing in a collection of this size answers."""
    return max(_LEAST_THRESHOLD, _THRESHOLD + _THRESHOLD_SLOPE * math.log(max(entries, 1) / _THRESHOLD_ENTRIES))


def strangeness(rarity: float, entries: int) -> float:
    """Return what is taken off the scores of a question whose syllables are of this ``rarity`` (0..1) in a collection of this size."""
    smaller = max(0.0, math.log(_THRESHOLD_ENTRIES / max(entries, 1)))
    return _RARITY_WEIGHT * max(0.0, rarity - _KNOWN_RARITY - _KNOWN_RARITY_SLOPE * smaller)


def rarity_of(weights: Floats, entries: int) -> float:
    """Return the mean of a question's ``weights`` (idf) as a share of that of a term that no entry holds."""
    return float(weights.mean()) / math.log1p((entries + 0.5) / 0.5) if len(weights) else 0.0


def first_scores(shares: Floats) -> Floats:
    """Return the first step's score of each candidate, in 0..1."""
    scores: Floats = np.clip(shares @ _FIRST_WEIGHTS / _FIRST_WEIGHTS.sum(), 0.0, 1.0).astype(np.float32)
    return scores


def best_first(rows: npt.NDArray[np.int64], scores: Floats) -> npt.NDArray[np.intp]:
    """Return the order by falling score, equal scores by row."""
    return np.lexsort((rows, -scores))


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The candidates in the first step's order, with the shares it looked at and what the first
    ``RANKED`` hold of the question's terms."""

    ranked: Ranked
    shares: Floats
    matches: Matches


def first_step(forward: Forward, terms: QueryTerms, found: Candidates) -> FirstStep:
    """Return the candidates in the first step's order."""
    matches = forward.match(found.rows, terms.wanted)
    shares = share_matrix(matches, found.dense)
    scores = first_scores(shares)
    order = best_first(found.rows, scores)
    return FirstStep(Ranked(found.rows[order], scores[order]), shares[order], matches.take(order[:RANKED]))


def head_features(forward: Forward, terms: QueryTerms, first: FirstStep, levels: Levels = lowest) -> Floats:
    """Return what the trees see: the features of the first ``RANKED`` candidates. ``levels`` gives the rank of each row's document."""
    head = first.ranked.rows[:RANKED]
    dense = first.shares[:RANKED, SHARES.index("dense")]
    return feature_matrix(first.matches, forward.orders(head), terms, dense, levels(head))


def rank(forward: Forward, terms: QueryTerms, found: Candidates, trees: Trees | None, levels: Levels = lowest) -> Ranked:
    """Return the candidates in their final order; ``levels`` gives the rank of each row's document."""
    first = first_step(forward, terms, found)
    off = strangeness(rarity_of(first.matches.idf[Part.BODY], len(forward)), len(forward))
    lowered = Ranked(first.ranked.rows, np.maximum(first.ranked.scores - np.float32(off), 0.0))
    if trees is None or not len(first.ranked.rows):
        return lowered
    return settled(lowered, trees.scores(head_features(forward, terms, first, levels)))


def settled(first: Ranked, learned: Floats) -> Ranked:
    """Return the first step's candidates with the head put in the order of the trees' scores."""
    head = first.rows[:RANKED]
    order = best_first(head, learned)
    rows = np.concatenate([head[order], first.rows[RANKED:]])
    scores = np.concatenate([first.scores[:RANKED][order], first.scores[RANKED:]])
    # An entry is as near as the nearest at or below its place: scores fall with the order the trees chose.
    return Ranked(rows, np.maximum.accumulate(scores[::-1])[::-1])
