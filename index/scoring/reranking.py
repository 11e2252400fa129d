"""Cross-encoders: a model that reads question and clause together orders the best of what was found; optional, by name.

It costs tens of milliseconds a clause without a graphics card, so only the first ``RERANKED`` are read.

1. ``rerank`` keeps every entry once; those it has read come first, by its score, which is recorded in ``Scored.reranked``.
2. ``Scored.score`` keeps its meaning (``index.scoring.ranking``): falling, and below the threshold nothing answers.
3. Which one is used: ``$CANCU_RERANKER`` (what ``--reranker`` sets), else what the knowledge base has stored; ``none`` is none.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.catalogue import open_catalogue
from corpus.choices import store_choice, stored_choice
from corpus.errors import MissingLibraryError, UsageError
from corpus.settings import Home
from index.encoding.hub import MISSING, find_model, not_opened, quiet
from index.tokens.entries import Scored, entry_of, passage

Floats: TypeAlias = npt.NDArray[np.float32]

RERANKED: Final = 30
VARIABLE: Final = "CANCU_RERANKER"
NONE: Final = "none"
_SETTING: Final = "reranker"
_TOKENS: Final = 512  # question and clause together: what these models were trained to read
_LETTERS: Final = 4_000  # of a clause; more than fits those tokens
_BATCH: Final = 8


class Reranker(Protocol):
    """Says how well each passage answers a question."""

    @property
    def name(self) -> str:
        """The name it is asked for by."""
        ...

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """Return one score a passage, in 0..1, more is better."""
        ...


@dataclass(frozen=True, slots=True)
class CrossEncoderReranker:
    """A sentence-transformers ``CrossEncoder``."""

    name: str
    model: Any

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """Return one score a passage, in 0..1."""
        if not passages:
            return np.empty(0, np.float32)
        import torch

        pairs = [(question, text[:_LETTERS]) for text in passages]
        made = self.model.predict(pairs, batch_size=_BATCH, show_progress_bar=False, activation_fn=torch.nn.Sigmoid())
        return np.asarray(made, np.float32).reshape(len(passages))


def load_reranker(name: str) -> Reranker:
    """Return the cross-encoder called ``name`` (a folder or a name on the model hub).

    Raises ``MissingLibraryError`` without sentence-transformers, ``UsageError`` if it cannot be had or gives more than one score.
    """
    found = find_model(name)
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise MissingLibraryError(MISSING) from error
    try:
        with quiet():
            model = CrossEncoder(name, max_length=_TOKENS, local_files_only=found.local)
    except Exception as error:  # the library raises whatever the files make it stumble over
        raise UsageError(not_opened(name)) from error
    if model.num_labels != 1:
        raise UsageError(f"Mô hình “{name}” không phải mô hình xếp lại (cross-encoder một điểm số).")
    return CrossEncoderReranker(name, model)


def rerank(reranker: Reranker, question: str, found: Sequence[Scored], passages: Sequence[str]) -> tuple[Scored, ...]:
    """Return ``found`` with the first ones, whose ``passages`` are given, in the order of the reranker."""
    head, rest = found[: len(passages)], found[len(passages) :]
    own = reranker.scores(question, passages)
    order = np.lexsort((np.arange(len(own)), -own)).tolist()
    # As in ``index.scoring.ranking``: an entry is as near as the nearest at or below its place.
    scores = np.array([head[place].score for place in order], np.float64)
    falling = np.maximum.accumulate(scores[::-1])[::-1].tolist()
    best = [replace(head[place], score=score, reranked=float(own[place])) for place, score in zip(order, falling, strict=True)]
    return (*best, *rest)


@dataclass(frozen=True, slots=True)
class Reranking:
    """A reranker with the knowledge base whose clauses it reads."""

    home: Home
    reranker: Reranker

    def apply(self, question: str, found: Sequence[Scored]) -> tuple[Scored, ...]:
        """Return ``found``, the first ``RERANKED`` reordered; one that is no longer stored has nothing to be read."""
        with closing(open_catalogue(self.home)) as catalogue:
            read = [(catalogue.provision(scored.id), scored) for scored in found[:RERANKED]]
            texts = []
            for provision, _scored in read:
                document = catalogue.summary(provision.document) if provision else None
                texts.append(passage(entry_of(provision, document)) if provision and document else "")
        return rerank(self.reranker, question, found, texts)


def stored_reranker(home: Home) -> str | None:
    """Return the name that the knowledge base has stored, ``None`` for none. Raises ``UsageError`` if it cannot be read."""
    name = stored_choice(home, _SETTING)
    return name if isinstance(name, str) and name else None


def store_reranker(home: Home, name: str | None) -> None:
    """Store which reranker the knowledge base uses from now on, ``None`` for none."""
    store_choice(home, _SETTING, name)


def chosen_reranker(home: Home) -> str | None:
    """Return the name of the reranker in use, ``None`` for none."""
    name = os.environ.get(VARIABLE) or stored_reranker(home)
    return None if name == NONE else name


def reranking_of(home: Home) -> Reranking | None:
    """Return the reranker in use, loaded; ``None`` where there is none."""
    name = chosen_reranker(home)
    return Reranking(home, load_reranker(name)) if name else None
