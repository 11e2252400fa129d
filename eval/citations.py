"""How well citations are read: spans, targets and relations against the hand-made labels, and the sources of Bộ pháp điển.

A prediction counts as a hit on *span and target* when start, end and target are those of a label, on *target* alone when an
unused label of the same passage has the target. The target is the number (or, without one, the law's name and year), the
provisions, and whether the citing document itself is meant. Relations are compared on the pairs of equal spans. Trap passages
(labels of form "trap") carry no citation unless one is labelled.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.model import Citation
from corpus.numbers import number_key
from corpus.vietnamese import search_key
from ingest.citations import extract_citations

Target = tuple[str, str, str, frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one comparison."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of predictions that are right; 1 when nothing was predicted."""
        return self.hits / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of labels found; 1 when there is none."""
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class CitationReport:
    """Figures over all passages; ``by_form`` holds span-and-target scores, ``misses`` readable lines."""

    passages: int
    span_and_target: Score
    target: Score
    span: Score
    relation: Score
    date: Score
    issuer: Score
    title: Score
    false_on_traps: int
    by_form: tuple[tuple[str, Score], ...]
    by_relation: tuple[tuple[str, Score], ...]
    misses: tuple[str, ...]


def evaluate(shared: Path) -> CitationReport:
    """Return the report on ``gold/citations_dev.jsonl``. Raises ``FileNotFoundError`` where the data is absent."""
    return evaluate_file(shared / "gold" / "citations_dev.jsonl")


def evaluate_file(path: Path) -> CitationReport:
    """Return the report on one file of labels in the shape of the gold guide."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    sums: dict[str, Score] = dict.fromkeys(("both", "target", "span", "relation", "date", "issuer", "title"), Score())
    forms: Counter[str] = Counter()
    by_form: dict[str, Score] = {}
    by_relation: dict[str, Score] = {}
    misses: list[str] = []
    traps = 0
    for row in rows:
        found = extract_citations(row["text"])
        gold = row["citations"]
        scores = _compare(found, gold)
        for name, score in scores.items():
            sums[name] += score
        for form in row.get("forms", ()):
            forms[form] += 1
            by_form[form] = by_form.get(form, Score()) + scores["both"]
        for name, score in _relations(found, gold):
            by_relation[name] = by_relation.get(name, Score()) + score
        if "trap" in row.get("forms", ()) and not gold:
            traps += len(found)
        misses += _diff(row, found)
    return CitationReport(
        passages=len(rows),
        span_and_target=sums["both"],
        target=sums["target"],
        span=sums["span"],
        relation=sums["relation"],
        date=sums["date"],
        issuer=sums["issuer"],
        title=sums["title"],
        false_on_traps=traps,
        by_form=tuple(sorted(by_form.items())),
        by_relation=tuple(sorted(by_relation.items())),
        misses=tuple(misses),
    )


def _name_key(title: str | None) -> str:
    return search_key(title or "").replace(",", "")


def target_of(citation: Citation) -> Target:
    """Return what a citation points to, in comparable form."""
    return _target(citation.number, citation.kind, citation.date, citation.title, citation.provisions, citation.self_reference)


def _target(number: str | None, kind: str | None, date: str | None, title: str | None, paths: Iterable[str], own: bool) -> Target:
    named = number is None and not own and kind is not None
    return (
        search_key(kind or ""),
        number_key(number) if number else "",
        f"{_name_key(title)}|{date or ''}" if named else "",
        frozenset(paths),
        own,
    )


def _gold_target(label: dict[str, Any]) -> Target:
    return _target(label["number"], label["kind"], label["date"], label["title"], label["provisions"], label["self"])


def _overlap(left: Sequence[object], right: Sequence[object]) -> Score:
    a, b = Counter(left), Counter(right)
    return Score(sum((a & b).values()), len(left), len(right))


def _compare(found: Sequence[Citation], gold: Sequence[dict[str, Any]]) -> dict[str, Score]:
    spans = {(label["start"], label["end"]): label for label in gold}
    pairs = [(citation, spans[citation.start, citation.end]) for citation in found if (citation.start, citation.end) in spans]
    return {
        "both": _overlap([(c.start, c.end, target_of(c)) for c in found], [(g["start"], g["end"], _gold_target(g)) for g in gold]),
        "target": _overlap([target_of(c) for c in found], [_gold_target(g) for g in gold]),
        "span": _overlap([(c.start, c.end) for c in found], list(spans)),
        "relation": Score(sum(c.relation == g["relation"] for c, g in pairs), len(pairs), len(pairs)),
        "date": Score(sum(c.date == g["date"] for c, g in pairs), len(pairs), len(pairs)),
        "issuer": Score(sum(_same(c.issuer, g["issuer"]) for c, g in pairs), len(pairs), len(pairs)),
        "title": Score(sum(_same(c.title, g["title"]) for c, g in pairs), len(pairs), len(pairs)),
    }


def _same(left: str | None, right: str | None) -> bool:
    return search_key(left or "") == search_key(right or "")


def _relations(found: Sequence[Citation], gold: Sequence[dict[str, Any]]) -> list[tuple[str, Score]]:
    spans = {(label["start"], label["end"]): label for label in gold}
    out = []
    for citation in found:
        label = spans.get((citation.start, citation.end))
        if label is None:
            continue
        right = citation.relation == label["relation"]
        out.append((label["relation"], Score(int(right), 0, 1)))
        out.append((citation.relation.value, Score(0, 1, 0)))
    return out


def _diff(row: dict[str, Any], found: Sequence[Citation]) -> list[str]:
    lines = []
    gold = {(g["start"], g["end"], _gold_target(g)): g for g in row["citations"]}
    mine = {(c.start, c.end, target_of(c)): c for c in found}
    for key, label in gold.items():
        if key not in mine:
            what = {k: label[k] for k in ("kind", "number", "date", "title", "provisions", "self") if label[k]}
            lines.append(f"{row['id']} - {label['quote']!r} {what}")
        elif mine[key].relation != label["relation"]:
            lines.append(f"{row['id']} r {label['quote']!r} {mine[key].relation} instead of {label['relation']}")
        elif not _same(mine[key].issuer, label["issuer"]) or mine[key].date != label["date"]:
            lines.append(
                f"{row['id']} i {label['quote']!r} {mine[key].issuer} {mine[key].date} instead of {label['issuer']} {label['date']}"
            )
        elif not _same(mine[key].title, label["title"]):
            lines.append(f"{row['id']} t {label['quote']!r} {mine[key].title!r} instead of {label['title']!r}")
    for key, citation in mine.items():
        if key not in gold:
            what = {
                k: getattr(citation, k)
                for k in ("kind", "number", "date", "title", "provisions", "self_reference")
                if getattr(citation, k)
            }
            lines.append(f"{row['id']} + {citation.quote!r} {what}")
    return lines
