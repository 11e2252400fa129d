"""The search itself: a question in, provisions with a score out.

Stages: understand, cut, candidates of both indexes, features of each candidate, one score. A searcher is opened on one snapshot
and stays on it; it may be used by several threads.

1. ``search`` returns at most ``k`` entries, best first, ties by row, each entry once, only admitted ones.
2. ``Scored.score`` is in 0..1 and means the same for every question; below ``threshold`` nothing was found that answers.
3. Opening checks the snapshot against its record; a mismatch is an ``IndexStateError`` with the command that mends it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from corpus.choices import choices_stamp
from corpus.settings import Home
from index.encoding.encoders import Encoder
from index.encoding.static_model import Vectors
from index.scoring.candidates import DEPTH, find_candidates
from index.scoring.features import FEATURES
from index.scoring.ranking import Floats, first_step, head_features, rank, threshold
from index.scoring.reranking import RERANKED, Reranking, reranking_of
from index.scoring.trees import RANKER, read_trees
from index.stores.build import SEGMENTS, encoder_of, row_table
from index.stores.choice import refuse_another
from index.stores.engine import open_engine
from index.stores.forward import Forward
from index.stores.segments import FORWARD
from index.stores.snapshot import SnapshotInfo, current_number, open_snapshot
from index.tokens.entries import Filters, Scored
from index.tokens.terms import Part, hashes
from index.understanding.query import Kept, Understood, query_terms, quoted_phrases, understand


@dataclass(frozen=True, slots=True)
class Examined:
    """A question's candidates in the first step's order, and the features of the first of them."""

    ids: tuple[str, ...]
    first: Floats
    features: Floats


@dataclass(frozen=True, slots=True)
class InUse:
    """What a search rests on: the snapshot, and what the knowledge base was told to use (``corpus.choices.choices_stamp``)."""

    snapshot: int | None
    chosen: int


class Searcher:
    """Search over one snapshot; make it with ``open_searcher``."""

    def __init__(
        self, folder: Path, info: SnapshotInfo, encoder: Encoder, reranking: Reranking | None = None, chosen: int = 0
    ) -> None:
        """Open the indexes in ``folder``."""
        self.info = info
        self.in_use = InUse(info.number, chosen)
        self._reranking = reranking
        self._encoder = encoder
        self._rows = row_table(folder, info)
        self._engine = open_engine(folder, info, self._rows)
        self._forward = Forward([folder / SEGMENTS / name / FORWARD for name in info.segments])
        self._trees = read_trees(RANKER, FEATURES) if RANKER.exists() else None

    @property
    def threshold(self) -> float:
        """The score below which an entry does not answer (it grows with the size of the collection)."""
        return threshold(self.info.entries)

    def is_match(self, scored: Scored) -> bool:
        """Whether a found entry is near enough to answer."""
        return scored.score >= self.threshold

    def understand(self, text: str, keep: Collection[Kept] = ()) -> Understood:
        """Return the question as it is searched with; what ``keep`` names stays as it was typed."""
        return understand(text, keep)

    def weigh(self, text: str) -> tuple[tuple[str, float], ...]:
        """Return the words of a question, each once, with how rare each is in the collection (idf; words it lacks weigh most)."""
        words = query_terms(text).words
        weights = self._forward.idf(Part.BODY_WORDS, hashes(words))
        return tuple((word.replace("_", " "), float(weight)) for word, weight in zip(words, weights, strict=True))

    def search(self, text: str, k: int = 10, *, filters: Filters | None = None, keep: Collection[Kept] = ()) -> tuple[Scored, ...]:
        """Return the ``k`` best entries for the question, best first; what ``keep`` names is searched for as it was typed."""
        understood = understand(text, keep).text
        return self._ranked(understood, self._encoder.encode_queries([understood])[0], k, filters)

    def examine(self, text: str) -> Examined:
        """Return what the ranker sees for ``text``, for training and evaluation."""
        understood = understand(text).text
        terms = query_terms(understood)
        vector = self._encoder.encode_queries([understood])[0]
        found = find_candidates(self._engine, terms, vector, self._rows.admitted(None))
        first = first_step(self._forward, terms, found)
        ids = tuple(self._rows.id_of(row) for row in first.ranked.rows.tolist())
        return Examined(ids, first.ranked.scores, head_features(self._forward, terms, first, self._rows.levels_of))

    def _ranked(self, text: str, vector: Vectors, k: int, filters: Filters | None) -> tuple[Scored, ...]:
        terms, wanted = query_terms(text), max(k, 0) if self._reranking is None else max(k, RERANKED)
        depth = max(DEPTH, wanted)
        found = find_candidates(self._engine, terms, vector, self._rows.admitted(filters), depth, quoted_phrases(text))
        if not len(found.rows):
            return ()
        ranked = rank(self._forward, terms, found, self._trees, self._rows.levels_of)
        best = zip(ranked.rows[:wanted].tolist(), ranked.scores.tolist(), strict=False)
        scored = tuple(Scored(self._rows.id_of(row), score) for row, score in best)
        return scored if self._reranking is None else self._reranking.apply(text, scored)[: max(k, 0)]


def open_searcher(home: Home, before: Searcher | None = None) -> Searcher:
    """Return a searcher over the snapshot in use; the models of ``before``, one that was in use, serve on where they are the same.

    Raises ``IndexStateError`` if there is none, it is damaged, or its model is not the one installed; ``UsageError`` if the chosen
    reranker cannot be had, or the command names another engine than that of the snapshot.
    """
    chosen = choices_stamp(home)
    folder, info = open_snapshot(home)
    refuse_another(home, info.engine)
    encoder = before._encoder if before is not None and model_of(before.info) == model_of(info) else encoder_of(info)
    reranking = before._reranking if before is not None and before.in_use.chosen == chosen else reranking_of(home)
    return Searcher(folder, info, encoder, reranking, chosen)


def in_use(home: Home) -> InUse:
    """Return what a searcher that is opened now rests on."""
    return InUse(current_number(home), choices_stamp(home))


def model_of(info: SnapshotInfo) -> tuple[object, ...]:
    """Return what tells the models of two snapshots apart."""
    return info.model, info.dimension, info.fingerprint, info.normalised


def dense_recall(home: Home) -> float:
    """Return the share of the ten rows nearest in meaning that a search finds, against a scan of all rows; measured on a sample.

    Raises ``IndexStateError`` if there is no usable snapshot.
    """
    folder, info = open_snapshot(home)
    table = row_table(folder, info)
    return open_engine(folder, info, table).recall(table.admitted(None))
