"""The order of the candidates, in two steps: a sum of three shares for all, then learned trees for the best of them.

The first step is a plain sum, readable and untrained: the share of the question's neighbouring syllables found in the entry, the
share of its syllables, and the similarity of meaning. It alone finds nearly everything; the trees settle the order of the first
``RANKED``.

1. ``rank`` returns every candidate once, best first, with falling scores in 0..1; the order does not depend on the order given.
2. Scores are the first step's, so they mean the same for every question and every collection; ``threshold`` parts questions that a
   collection answers from those it does not.
3. Without a trees file the first step's order stands.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from index.candidates import Candidates
from index.features import SHARES, feature_matrix, share_matrix
from index.forward import Forward, Matches
from index.query import QueryTerms
from index.trees import Trees

Floats: TypeAlias = npt.NDArray[np.float32]

# Candidates that the trees see: 98.5% of the answers are among the first 80 of the first step.
RANKED: Final = 80
# Of SHARES: pairs anywhere, syllables anywhere, similarity. Set by hand; small changes change nothing.
_FIRST_WEIGHTS: Final = np.array([1.0, 0.5, 1.0], np.float32)
# Chosen on 1,100 questions that the codified law (62,294 entries) answers and 40 of our own that it does not: 96.5% of the former
# have an entry above it, 85% of the latter have none.
_THRESHOLD: Final = 0.38
_THRESHOLD_ENTRIES: Final = 62_294
# The best of more entries is nearer by chance: for the same 40 questions the nearest of 468 entries scored .15 where that of 62,294
# scored .39 (nine tenths of them below). A little less than that line, so that small collections keep some distance.
_THRESHOLD_SLOPE: Final = 0.041
_LEAST_THRESHOLD: Final = 0.12


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows, best first, with their scores."""

    rows: npt.NDArray[np.int64]
    scores: Floats


def threshold(entries: int) -> float:
    """Return the score below which nothing in a collection of this size answers."""
    return max(_LEAST_THRESHOLD, _THRESHOLD + _THRESHOLD_SLOPE * math.log(max(entries, 1) / _THRESHOLD_ENTRIES))


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


def head_features(forward: Forward, terms: QueryTerms, first: FirstStep) -> Floats:
    """Return what the trees see: the features of the first ``RANKED`` candidates."""
    bodies = forward.orders(first.ranked.rows[:RANKED])
    return feature_matrix(first.matches, bodies, terms, first.shares[:RANKED, SHARES.index("dense")])


def rank(forward: Forward, terms: QueryTerms, found: Candidates, trees: Trees | None) -> Ranked:
    """Return the candidates in their final order."""
    first = first_step(forward, terms, found)
    if trees is None or not len(first.ranked.rows):
        return first.ranked
    return settled(first.ranked, trees.scores(head_features(forward, terms, first)))


def settled(first: Ranked, learned: Floats) -> Ranked:
    """Return the first step's candidates with the head put in the order of the trees' scores."""
    head = first.rows[:RANKED]
    order = best_first(head, learned)
    rows = np.concatenate([head[order], first.rows[RANKED:]])
    scores = np.concatenate([first.scores[:RANKED][order], first.scores[RANKED:]])
    # An entry is as near as the nearest at or below its place: scores fall with the order the trees chose.
    return Ranked(rows, np.maximum.accumulate(scores[::-1])[::-1])
