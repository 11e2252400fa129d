"""Retrieval on public questions: 1,100 questions of Zalo AI 2021 over the 62,294 articles of Bộ pháp điển.

1. Nothing that is measured was trained on the question that measures it: the static model saw none of the questions, and the ranker
   is trained anew for each fold on the questions of the other folds (``folds`` puts questions that share an article together).
2. Questions are also asked without marks, with half of them, with abbreviations, and with slips of the keyboard; these forms are
   scored, not trained on.
3. The index is built once into ``cache`` and used again while the bundled model and the format stay the same.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.errors import IndexStateError, MissingLibraryError
from corpus.settings import Home
from corpus.vietnamese import nfc, unmarked
from eval.datasets import write_provisions
from eval.metrics import Judged, Scores, score
from eval.outside import OUTSIDE
from index.scoring.ranking import RANKED
from index.searcher import Examined, Searcher, open_searcher
from index.stores.build import build_index
from index.tokens.entries import IndexEntry
from index.training.ranker import RankingCase, cross_validated, train_trees
from index.understanding.abbreviations import ABBREVIATIONS

CACHE: Final = Path(__file__).resolve().parents[1] / ".cache" / "retrieval"
_QUESTIONS: Final = "data/zalo2021/questions.jsonl"
_SEED: Final = 11
_DROPPED: Final = 0.5
FORMS: Final = ("marked", "unmarked", "half-marked", "abbreviated", "typos")
# Words of a question typed with one slip for each slip.
_WORDS_A_SLIP: Final = 12
_LONG_ENOUGH: Final = 4


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and its relevant articles, each a set of equally good ids."""

    id: str
    text: str
    relevant: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class SliceScores:
    """The scores of one form of the questions. ``changed`` of them differ from the marked form."""

    form: str
    changed: int
    first_step: Scores
    ranked: Scores | None


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """What was measured; ``ranked`` scores are ``None`` where lightgbm is not installed.

    ``refused`` is the share of questions outside the collection that get no match, ``kept`` that of the labelled ones that get one.
    """

    articles: int
    slices: tuple[SliceScores, ...]
    refused: float
    kept: float
    misses: tuple[str, ...]

    def of(self, form: str) -> SliceScores:
        """Return the scores of one form."""
        return next(part for part in self.slices if part.form == form)


def read_questions(shared: Path) -> tuple[LabelledQuestion, ...]:
    """Return the labelled questions."""
    with (shared / _QUESTIONS).open(encoding="utf-8") as file:
        rows: list[dict[str, Any]] = [json.loads(line) for line in file]
    return tuple(LabelledQuestion(row["qid"], row["text"], tuple(frozenset(ids) for ids in row["phapdien_ids"])) for row in rows)


def entries(shared: Path, scratch: Path) -> Iterator[IndexEntry]:
    """Yield the articles as the import of provisions-JSONL indexes them, each under its own id."""
    path = scratch / "provisions.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_provisions(shared, path)
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            document = row["document"]
            yield IndexEntry(
                id=row["key"],
                document=f"{document['kind']} {document['number']} {document['date']}",
                heading=nfc(row["heading"]),
                text=nfc(row["text"]),
                title=nfc(document["title"] or ""),
                kind=document["kind"],
                issuer=document["issuer"],
                date=dt.date.fromisoformat(document["date"]) if document["date"] else None,
            )
    path.unlink()


def open_or_build(shared: Path, cache: Path, jobs: int = 2) -> Searcher:
    """Return a searcher over the articles, building the index where the cached one does not serve."""
    home = Home(cache)
    try:
        return open_searcher(home)
    except IndexStateError:
        build_index(home, entries(shared, cache), generation=1, jobs=jobs)
        return open_searcher(home)


def abbreviated(text: str) -> str:
    """Return ``text`` with whatever has a listed abbreviation abbreviated."""
    for short, full in sorted(ABBREVIATIONS.items(), key=lambda pair: -len(pair[1])):
        text = re.sub(rf"(?<!\w){re.escape(full)}(?!\w)", short, text, flags=re.IGNORECASE)
    return text


def in_form(text: str, form: str, rng: random.Random) -> str:
    """Return the question as somebody in a hurry types it."""
    if form == "unmarked":
        return unmarked(text)
    if form == "half-marked":
        return " ".join(unmarked(word) if rng.random() < _DROPPED else word for word in nfc(text).split(" "))
    if form == "typos":
        return mistyped(nfc(text), rng)
    return abbreviated(nfc(text)) if form == "abbreviated" else text


def mistyped(text: str, rng: random.Random) -> str:
    """Return ``text`` with a key doubled, missed or swapped with the next in about one word of twelve, at least in one."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) >= _LONG_ENOUGH and word.isalpha()]
    for place in rng.sample(long, min(len(long), max(1, len(words) // _WORDS_A_SLIP))):
        word, at = words[place], rng.randrange(len(words[place]) - 1)
        kinds = (word[:at] + word[at] + word[at:], word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :])
        words[place] = kinds[rng.randrange(len(kinds))]
    return " ".join(words)


def groups_of(questions: Sequence[LabelledQuestion]) -> tuple[str, ...]:
    """Return a group for each question: those that share an article, directly or through others, share the group."""
    leader: dict[str, str] = {}

    def root(article: str) -> str:
        while leader.setdefault(article, article) != article:
            article = leader[article]
        return article

    for question in questions:
        ids = sorted(frozenset[str]().union(*question.relevant))
        for other in ids[1:]:
            leader[root(other)] = root(ids[0])
    return tuple(root(min(frozenset[str]().union(*question.relevant))) for question in questions)


def case_of(examined: Examined, question: LabelledQuestion, group: str) -> RankingCase:
    """Return the question's head as the ranker is trained and tested on it."""
    wanted = frozenset[str]().union(*question.relevant)
    head = examined.ids[:RANKED]
    return RankingCase(group, examined.features, np.array([name in wanted for name in head], np.bool_), examined.first[:RANKED])


def _judged(question: LabelledQuestion, ids: Sequence[str]) -> Judged:
    return Judged(question.id, tuple(ids[: max(100, RANKED)]), question.relevant)


def _reordered(examined: Examined, learned: np.typing.NDArray[np.float32]) -> list[str]:
    order = np.lexsort((np.arange(len(learned)), -learned)).tolist()
    return [examined.ids[place] for place in order] + list(examined.ids[RANKED:])


def _learned(forms: Sequence[Sequence[RankingCase]]) -> list[list[np.typing.NDArray[np.float32]]] | None:
    try:
        return cross_validated(forms[0], forms[1:], train=train_trees)
    except MissingLibraryError:
        return None


def _matched(searcher: Searcher, texts: Sequence[str]) -> float:
    found = [searcher.search(text, 1) for text in texts]
    return sum(bool(hits) and searcher.is_match(hits[0]) for hits in found) / max(len(texts), 1)


def evaluate(shared: Path, cache: Path = CACHE, forms: Sequence[str] = FORMS) -> RetrievalReport:
    """Ask all questions in all ``forms`` (the first is the one trained on) and return the scores."""
    searcher, questions = open_or_build(shared, cache), read_questions(shared)
    groups = groups_of(questions)
    rng = random.Random(_SEED)  # noqa: S311
    texts = [[in_form(question.text, form, rng) for question in questions] for form in forms]
    examined = [[searcher.examine(text) for text in asked] for asked in texts]
    cases = [[case_of(*parts) for parts in zip(seen, questions, groups, strict=True)] for seen in examined]
    learned = _learned(cases)
    slices, misses = [], []
    for number, form in enumerate(forms):
        first = [_judged(q, seen.ids) for q, seen in zip(questions, examined[number], strict=True)]
        ranked = None
        if learned is not None:
            ranked = [
                _judged(q, _reordered(seen, own)) for q, seen, own in zip(questions, examined[number], learned[number], strict=True)
            ]
        changed = sum(a != b for a, b in zip(texts[number], texts[0], strict=True))
        slices.append(SliceScores(form, changed, score(first), score(ranked) if ranked else None))
        if number == 0:
            best = ranked or first
            misses = [f"{case.question} rank {case.rank_of_first}" for case in best if (case.rank_of_first or 99) > 10]
    refused = 1 - _matched(searcher, OUTSIDE)
    return RetrievalReport(searcher.info.entries, tuple(slices), refused, _matched(searcher, texts[0]), tuple(misses))


def figures_of(report: RetrievalReport) -> tuple[tuple[str, float, float | None], ...]:
    """Return (name, value, target) of every measure."""
    marked = report.of("marked")
    best = marked.ranked or marked.first_step
    figures: list[tuple[str, float, float | None]] = [
        ("articles", float(report.articles), None),
        ("MRR@10", best.mrr10, 0.82),
        ("nDCG@10", best.ndcg10, None),
        ("hit@1", best.hit(1), None),
        ("hit@5", best.hit(5), None),
        ("hit@10", best.hit(10), 0.95),
        ("hit@100", best.hit(100), 0.99),
        ("MRR@10, untrained first step", marked.first_step.mrr10, 0.65),
        ("hit@10, untrained first step", marked.first_step.hit(10), 0.85),
    ]
    figures += [("questions outside refused", report.refused, 0.90), ("labelled questions kept", report.kept, 0.97)]
    for part, allowed in ((form, 0.015 if form == "unmarked" else 0.01) for form in FORMS[1:]):
        own = report.of(part)
        figures.append((f"hit@10, {part}", (own.ranked or own.first_step).hit(10), best.hit(10) - allowed))
    return tuple(figures)
