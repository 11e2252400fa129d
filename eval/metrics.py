"""Measures of rankings: hit@k, MRR@10, nDCG@10, and which questions gained or lost.

The measures are those of ``ir_measures``; what is added is that a question has alternatives ("one list of alternatives per
relevant article") and that a question without results counts as zero.

1. ``rank_of_first`` counts from 1; ``None`` means not found.
2. Aggregates are means over all questions asked, found or not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

HITS = (1, 5, 10, 100)


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's ranking (ids, best first) and its relevant articles, each a set of equally good ids."""

    question: str
    ranking: tuple[str, ...]
    relevant: tuple[frozenset[str], ...]

    @property
    def rank_of_first(self) -> int | None:
        """The rank of the first relevant id."""
        wanted = frozenset[str]().union(*self.relevant)
        return next((place for place, found in enumerate(self.ranking, 1) if found in wanted), None)


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the questions."""

    questions: int
    mrr10: float
    ndcg10: float
    hits: tuple[tuple[int, float], ...]

    def hit(self, k: int) -> float:
        """Return hit@k."""
        return dict(self.hits)[k]


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose first relevant rank moved; ``None`` is not found."""

    question: str
    before: int | None
    after: int | None


def _collapsed(judged: Judged) -> tuple[list[str], list[str]]:
    """Return ranking and relevant articles with alternatives named alike, each once."""
    name = {alternative: f"relevant article {number}" for number, group in enumerate(judged.relevant) for alternative in group}
    ranking = list(dict.fromkeys(name.get(found, found) for found in judged.ranking))
    return ranking, [f"relevant article {number}" for number in range(len(judged.relevant))]


def score(judged: Collection[Judged]) -> Scores:
    """Return the means over ``judged``."""
    import ir_measures
    from ir_measures import RR, nDCG

    qrels: list[ir_measures.Qrel] = []
    run: list[ir_measures.ScoredDoc] = []
    for number, case in enumerate(judged):
        ranking, relevant = _collapsed(case)
        qrels += [ir_measures.Qrel(str(number), article, 1) for article in relevant]
        run += [ir_measures.ScoredDoc(str(number), article, -float(place)) for place, article in enumerate(ranking)]
    means: Mapping[object, float] = ir_measures.calc_aggregate([RR @ 10, nDCG @ 10], qrels, run)
    ranks = [case.rank_of_first for case in judged]
    hits = tuple((k, sum(rank is not None and rank <= k for rank in ranks) / max(len(ranks), 1)) for k in HITS)
    return Scores(len(ranks), float(means[RR @ 10]), float(means[nDCG @ 10]), hits)


def changes(before: Sequence[Judged], after: Sequence[Judged]) -> tuple[Change, ...]:
    """Return the questions whose first relevant rank differs, greatest loss first."""
    old = {case.question: case.rank_of_first for case in before}
    moved = [
        Change(case.question, old[case.question], case.rank_of_first)
        for case in after
        if case.question in old and old[case.question] != case.rank_of_first
    ]
    return tuple(sorted(moved, key=lambda change: (_inverse(change.after) - _inverse(change.before), change.question)))


def _inverse(rank: int | None) -> float:
    return 1 / rank if rank else 0.0
