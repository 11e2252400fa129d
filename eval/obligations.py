"""Obligations against hand-made labels: detection, modality, bearers, role, recipients, deadline, each apart.

A predicted duty matches a labelled one when their spans share at least half of the words of both together and the modality
is right; matches are made greedily, best overlap first. Names are compared without case and in one tone style.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Obligation
from corpus.vietnamese import search_key
from ingest.obligations import extract_obligations

MIN_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts over a set of provisions; rates are derived."""

    gold: int
    predicted: int
    matched: int
    bearers_gold: int
    bearers_predicted: int
    bearers_right: int
    bearers_exact: int
    deadline_right: int
    role_right: int
    recipients_right: int
    recipients_gold: int
    recipients_predicted: int
    recipients_hit: int
    empty: int
    false_on_empty: int

    @property
    def detection_f1(self) -> float:
        """F1 of spans with the right modality."""
        return _f1(self.matched, self.predicted, self.gold)

    @property
    def bearers_f1(self) -> float:
        """F1 of bearer names over matched duties."""
        return _f1(self.bearers_right, self.bearers_predicted, self.bearers_gold)

    @property
    def recipients_f1(self) -> float:
        """F1 of recipient names over matched duties."""
        return _f1(self.recipients_hit, self.recipients_predicted, self.recipients_gold)


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference: where, of which field, what was labelled and what was read; ``quote`` is the labelled duty, if any."""

    provision: str
    document: str
    field: str
    expected: str
    found: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ObligationReport:
    """Scores over all labels and per document, with the misses."""

    total: Scores
    per_document: tuple[tuple[str, Scores], ...]
    misses: tuple[Miss, ...]

    def __str__(self) -> str:
        s, share = self.total, max(self.total.matched, 1)
        precision, recall = s.matched / max(s.predicted, 1), s.matched / max(s.gold, 1)
        return "\n".join(
            (
                f"detection F1 {s.detection_f1:.3f} (P {precision:.3f} R {recall:.3f}; {s.gold} labelled, {s.predicted} read)",
                f"bearers F1 {s.bearers_f1:.3f} (whole sets {s.bearers_exact / share:.3f})",
                f"deadline {s.deadline_right / share:.3f}  role {s.role_right / share:.3f}",
                f"recipients F1 {s.recipients_f1:.3f} (whole sets {s.recipients_right / share:.3f})",
                f"empty provisions with a false duty: {s.false_on_empty}/{s.empty}",
            )
        )


def _f1(right: int, predicted: int, gold: int) -> float:
    return 2 * right / (predicted + gold) if predicted + gold else 1.0


def _words(text: str, start: int, end: int) -> set[int]:
    found, position = set(), start
    for word in text[start:end].split():
        position = text.index(word, position)
        found.add(position)
        position += len(word)
    return found


def _pairs(text: str, gold: list[dict[str, object]], read: tuple[Obligation, ...]) -> list[tuple[int, int]]:
    scored = []
    for g, label in enumerate(gold):
        for r, duty in enumerate(read):
            a, b = _words(text, int(str(label["start"])), int(str(label["end"]))), _words(text, duty.start, duty.end)
            share = len(a & b) / max(len(a | b), 1)
            if share >= MIN_OVERLAP and label["modality"] == duty.modality.value:
                scored.append((-share, g, r))
    pairs, used_g, used_r = [], set(), set()
    for _, g, r in sorted(scored):
        if g not in used_g and r not in used_r:
            pairs.append((g, r))
            used_g.add(g)
            used_r.add(r)
    return pairs


def _names(value: object) -> set[str]:
    return {search_key(str(name)) for name in value} if isinstance(value, list | tuple) else set()


def _told(value: object) -> str:
    """Return a value as a miss tells it, names in one order: misses are compared with those of another run by their words."""
    return f"{{{', '.join(map(repr, sorted(value)))}}}" if isinstance(value, set) and value else str(value)


def _deadline(value: object) -> tuple[str, str] | None:
    return (str(value["kind"]), search_key(str(value["value"]))) if isinstance(value, dict) else None


def evaluate_rows(rows: Iterable[dict[str, object]], *, judge: bool = True) -> ObligationReport:
    """Return the report over labelled rows of the gold guide's shape; ``judge`` false: of the rules alone."""
    total: dict[str, int] = {}
    documents: dict[str, dict[str, int]] = {}
    misses: list[Miss] = []
    for row in rows:
        counts = _row(row, misses, judge=judge)
        for target in (total, documents.setdefault(str(row["doc"]), {})):
            for name, count in counts.items():
                target[name] = target.get(name, 0) + count
    return ObligationReport(Scores(**total), tuple((name, Scores(**c)) for name, c in documents.items()), tuple(misses))


def _row(row: dict[str, object], misses: list[Miss], *, judge: bool) -> dict[str, int]:
    text, gold = str(row["text"]), _labels(row)
    read = extract_obligations(text, context=str(row["context"] or ""), judge=judge)
    pairs = _pairs(text, gold, read)
    counts = dict.fromkeys(Scores.__dataclass_fields__, 0)
    false = int(not gold and bool(read))
    counts |= {"gold": len(gold), "predicted": len(read), "matched": len(pairs), "empty": int(not gold), "false_on_empty": false}
    place = (str(row["id"]), str(row["doc"]))
    kept_g, kept_r = {g for g, _ in pairs}, {r for _, r in pairs}
    for g, label in enumerate(gold):
        if g not in kept_g:
            misses.append(Miss(*place, "missed", f"{label['modality']} {label['quote']}", "", str(label["quote"])))
    misses += [Miss(*place, "false", "", f"{o.modality.value} {o.quote}") for r, o in enumerate(read) if r not in kept_r]
    for g, r in pairs:
        for field, want, got in _compare(gold[g], read[r], counts):
            misses.append(Miss(*place, field, _told(want), _told(got), str(gold[g]["quote"])))
    return counts


def _labels(row: dict[str, object]) -> list[dict[str, object]]:
    value = row["obligations"]
    return [dict(label) for label in value] if isinstance(value, list) else []


def _compare(label: dict[str, object], duty: Obligation, counts: dict[str, int]) -> list[tuple[str, object, object]]:
    """Count what agrees and return the differences of one matched pair."""
    due = (duty.deadline.kind.value, search_key(duty.deadline.value)) if duty.deadline else None
    rows: list[tuple[str, object, object]] = [
        ("bearers", _names(label["bearers"]), _names(duty.bearers)),
        ("recipients", _names(label["recipients"]), _names(duty.recipients)),
        ("deadline", _deadline(label["deadline"]), due),
        ("role", label["role"], duty.role.value),
        ("partners", _names(label["partners"]), _names(duty.partners)),
        ("action", search_key(str(label["action"])), search_key(duty.action)),
    ]
    for field, right in (("bearers", "bearers_right"), ("recipients", "recipients_hit")):
        names, read_names = _names(label[field]), _names(getattr(duty, field))
        counts[f"{field}_gold"] += len(names)
        counts[f"{field}_predicted"] += len(read_names)
        counts[right] += len(names & read_names)
    same = {field: want == got for field, want, got in rows}
    counts["bearers_exact"] += same["bearers"]
    counts["recipients_right"] += same["recipients"]
    counts["deadline_right"] += same["deadline"]
    counts["role_right"] += same["role"]
    return [(field, want, got) for field, want, got in rows if want != got]


def evaluate(shared: Path, *, judge: bool = True) -> ObligationReport:
    """Return the report on ``gold/obligations_dev.jsonl`` below ``shared``."""
    lines = (shared / "gold" / "obligations_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return evaluate_rows((json.loads(line) for line in lines if line.strip()), judge=judge)
