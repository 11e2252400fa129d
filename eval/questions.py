"""Whole questions, end to end: documents ingested as files, questions asked as an officer would, answers held against labels.

A gold clause counts as shown when an item of the answer comes from its file and shares its words: one contains the other, or at
least half of the shorter one's words are in the longer one in order. A question without any item counts as zero.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from app.service import KnowledgeBase, open_knowledge_base
from app.upkeep.maintenance import ingest_and_follow
from corpus.model import Answer, AnswerStatus
from corpus.settings import Home
from corpus.vietnamese import search_key, unmarked

_FIRST, _DEEP = 5, 20
_SAME = 0.5  # share of the shorter text's words that must be in the longer one
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """How one question went: ``rank`` of the first right item (0: none), ``found`` gold clauses of ``gold`` in the first 20."""

    identifier: str
    kind: str
    rank: int
    found: int
    gold: int
    status: str
    right: bool


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """How all questions went."""

    asked: tuple[Asked, ...]

    def share_first(self, kinds: tuple[str, ...]) -> float:
        """Return the share of questions of these kinds with a right item among the first five."""
        chosen = [a for a in self.asked if a.kind in kinds]
        return sum(0 < a.rank <= _FIRST for a in chosen) / max(1, len(chosen))

    def share_all(self) -> float:
        """Return the share of answerable questions whose every gold clause is among the first twenty."""
        chosen = [a for a in self.asked if a.gold]
        return sum(a.found == a.gold for a in chosen) / max(1, len(chosen))

    def share_refused(self) -> float:
        """Return the share of unanswerable questions that are refused."""
        chosen = [a for a in self.asked if not a.gold]
        return sum(a.right for a in chosen) / max(1, len(chosen))


def evaluate(shared: Path, *, marks: bool = True) -> QuestionReport:
    """Ingest the development documents into a new knowledge base and ask every question; ``marks=False`` strips them."""
    questions = [json.loads(line) for line in (shared / "gold/e2e_dev_questions.jsonl").read_text("utf-8").splitlines()]
    files = {d["slug"]: Path(d["file"]).name for d in map(json.loads, (shared / "gold/e2e_dev_docs.jsonl").open(encoding="utf-8"))}
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        ingest_and_follow(home, [shared / "gold/e2e_dev_docs"], jobs=2)
        base = open_knowledge_base(home)
        try:
            return QuestionReport(tuple(_ask(base, q, files, marks) for q in questions))
        finally:
            base.close()


def _ask(base: KnowledgeBase, question: dict[str, object], files: dict[str, str], marks: bool) -> Asked:
    text = str(question["question"])
    answer = base.ask(text if marks else unmarked(text), as_of=dt.date.fromisoformat(str(question["as_of"])), k=_DEEP)
    items = _items(base, answer)
    gold = [(files[g["slug"]], str(g["quote"])) for g in question["gold"]]  # type: ignore[attr-defined]
    also = [(files[g["slug"]], str(g["quote"])) for g in question.get("also_ok") or ()]  # type: ignore[attr-defined]
    rank = next((i for i, item in enumerate(items, 1) if any(_same(item, g) for g in (*gold, *also))), 0)
    found = sum(any(_same(item, g) for item in items[: 2 * _DEEP]) for g in gold)
    refused = answer.status is AnswerStatus.NO_MATCH
    right = refused if not gold else 0 < rank <= _FIRST
    return Asked(str(question["qid"]), str(question["type"]), rank, found, len(gold), answer.status.value, right)


def _items(base: KnowledgeBase, answer: Answer) -> list[tuple[str, str]]:
    """Return ``(file name, words)`` of what is shown: duties and clauses in turn, each list in its own order."""
    duties = [(d.quote.document.key, d.quote.text) for d in answer.duties]
    clauses = [(c.document.key, c.text) for c in answer.clauses]
    names = {key: doc.source.name for key, _ in (*duties, *clauses) if (doc := base.document(key))}
    return [(names[key], text) for key, text in (*duties, *clauses)]


def _same(item: tuple[str, str], gold: tuple[str, str]) -> bool:
    if item[0] != gold[0]:
        return False
    left, right = _WORDS.findall(search_key(item[1])), _WORDS.findall(search_key(gold[1]))
    short, long = sorted((left, right), key=len)
    if not short:
        return False
    if " ".join(short) in " ".join(long):
        return True
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks) >= _SAME * len(short)
