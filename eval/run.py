"""``make eval``: every measure in one table, against its target and against the recorded baseline.

1. Data that is absent is reported as absent, never as a pass.
2. Gains and losses are told per item (by a fingerprint of the miss, so that no label enters the baseline), then the aggregate.
3. ``--record`` writes the new baseline; nothing else does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import amendments, citations, citations_resolution, coverage, heads, heads_texts, obligations, questions, structure

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "eval/baseline.json"
_SHOWN = 12  # misses shown a topic; all of them with --all


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: its value and what it must reach (``at_least`` false: at most)."""

    name: str
    value: float
    target: float | None = None
    at_least: bool = True

    @property
    def reached(self) -> bool:
        """Whether the value meets the target; true without one."""
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one topic and a readable line for every miss."""

    figures: tuple[Figure, ...]
    misses: tuple[str, ...] = ()


def _heads(shared: Path) -> Outcome:
    report = heads.evaluate(shared, cache=ROOT / ".cache")
    targets = {
        "digital": {"number": 0.98, "date": 0.98, "kind": 0.98, "issuer": 0.98, "title": 0.95, "signer": 0.90},
        "scans": {"number": 0.90, "date": 0.90, "kind": 0.98, "issuer": 0.95},
    }
    figures = []
    for group, scores in (("digital", report.digital), ("scans", report.scans)):
        for score in scores:
            figures.append(Figure(f"{group} {score.field}", score.recall or 0.0, targets[group].get(score.field)))
            figures.append(Figure(f"{group} {score.field}, precision", 1.0 if score.precision is None else score.precision, 0.99))
    return Outcome(tuple(figures), tuple(f"{m.file} {m.field}: {m.expected!r} read as {m.got!r}" for m in report.misses))


def _heads_texts(shared: Path) -> Outcome:
    report = heads_texts.evaluate(shared)
    # The site's own slips (numbers cut short, another document's data) keep a field from reaching one.
    targets = {"number": 0.9, "kind": 0.98, "date": 0.95, "title": 0.93, "effective_date": 0.93, "signer": 0.95}
    figures = tuple(Figure(f"{s.field}, full texts", s.recall or 0.0, targets[s.field]) for s in report.scores)
    return Outcome(figures, tuple(f"{m.file} {m.field}: {m.expected!r} read as {m.got!r}" for m in report.misses))


def _coverage(shared: Path) -> Outcome:
    files = coverage.evaluate((shared / "pdfs", ROOT / "corpus/documents"))
    lost = sum(file.missing for file in files) / max(1, sum(file.characters for file in files))
    figures = (
        Figure("characters of born-digital PDFs that are told", 1 - lost, coverage.TARGET),
        Figure("  the same, poorest file", min(1 - file.missing / max(1, file.characters) for file in files)),
    )
    return Outcome(figures, tuple(f"{file.file}: {piece!r}" for file in files for piece in file.lost))


def _structure(shared: Path) -> Outcome:
    report = structure.evaluate(shared, cache=ROOT / ".cache")
    figures: list[Figure] = []
    misses: list[str] = []
    if report.texts:
        pairs = (("Điều", report.texts.dieu, 0.999), ("khoản", report.texts.khoan, 0.995), ("điểm", report.texts.diem, 0.99))
        figures += [Figure(f"{name} F1, full texts", score.f1, target) for name, score, target in pairs]
        figures.append(Figure("texts with the site's number of Điều", report.texts.same_number_of_dieu / report.texts.documents))
        misses += [f"{d.document} {d.field}: {d.expected} read as {d.read}" for d in report.texts.disagreements]
    if report.labels:
        figures.append(Figure("labelled fields of PDFs", report.labels.right / max(1, report.labels.fields), 0.97))
        misses += [f"{d.document} {d.field}: {d.expected} read as {d.read}" for d in report.labels.disagreements]
    texts = shared / "data/vbpl/documents_vi.jsonl.gz"
    if texts.exists():
        more = _structure_of_texts(shared, texts)
        figures += more.figures
        misses += more.misses
    return Outcome(tuple(figures), tuple(misses))


_TYPESET = 12  # texts set as PDF and read back: more say no more, and each costs seconds


def _structure_of_texts(shared: Path, texts: Path) -> Outcome:
    from eval import structure_gold, structure_typeset

    targets = dict(zip(structure_gold.LEVELS, (0.999, 0.995, 0.99), strict=True))
    judged, wrong = structure_gold.evaluate_gold(shared)
    figures = [Figure(f"{level.value} F1, labelled by hand", score.f1, targets[level]) for level, score in judged.items()]
    typeset = structure_typeset.evaluate_typeset(texts, _TYPESET)
    figures += [Figure(f"{level.value} F1, set as PDF and read back", score.f1, targets[level]) for level, score in typeset.items()]
    characters, lost = structure_gold.evaluate_texts_covered(texts)
    figures.append(Figure("characters of full texts that a part of the reading holds", 1 - lost / max(1, characters), 1.0))
    changed = amendments.evaluate_amendments(texts)
    figures += [Figure(f"targets of amendments, precision, {name}", score.precision, 0.97) for name, score in changed.counts]
    figures += [Figure(f"targets of amendments, F1, {name}", score.f1) for name, score in changed.counts]
    misses = tuple(f"{d.document} {d.field}: {d.expected} read as {d.read}" for d in wrong)
    return Outcome(tuple(figures), (*misses, *changed.misses))


def _citations(shared: Path) -> Outcome:
    report = citations.evaluate(shared)
    judged, sources = citations_resolution.evaluate_resolution(shared), citations_resolution.evaluate_sources(shared)
    figures = (
        Figure("exact span and target F1", report.span_and_target.f1, 0.97),
        Figure("target F1", report.target.f1, 0.98),
        Figure("relation accuracy", report.relation.recall, 0.93),
        Figure("false citations on trap passages", report.false_on_traps, 0, at_least=False),
        Figure("resolution precision on judged references", judged.right / max(1, judged.resolved), 0.98),
        Figure("judged references resolved", judged.resolved / max(1, judged.judged)),
        Figure("source lines of the codified law, cut fields met", sources.right / max(1, sources.articles), 0.995),
        Figure("source lines of the codified law, strict", sources.strict / max(1, sources.articles)),
    )
    return Outcome(figures, report.misses)


def _obligations(shared: Path) -> Outcome:
    report, rules = obligations.evaluate(shared), obligations.evaluate(shared, judge=False).total
    total = report.total
    figures = (
        Figure("detection F1", total.detection_f1, 0.92),
        Figure("bearers F1", total.bearers_f1, 0.90),
        Figure("bearers exact", total.bearers_exact / max(1, total.matched), 0.90),
        Figure("deadline exact", total.deadline_right / max(1, total.matched), 0.93),
        Figure("role", total.role_right / max(1, total.matched), 0.93),
        Figure("recipients exact", total.recipients_right / max(1, total.matched), 0.90),
        Figure("empty provisions with a false duty", total.false_on_empty / max(1, total.empty), 0.04, at_least=False),
        Figure("rules alone: detection F1", rules.detection_f1),
        Figure("rules alone: empty provisions with a false duty", rules.false_on_empty / max(1, rules.empty)),
    )
    return Outcome(figures, tuple(f"{m.provision} {m.field}: {m.expected} read as {m.found}" for m in report.misses))


def _questions(shared: Path) -> Outcome:
    marked, unmarked = questions.evaluate(shared), questions.evaluate(shared, marks=False)
    binding = ("unit_duty", "deadline")
    figures = (
        Figure("unit and deadline questions, right in the first five", marked.share_first(binding), 0.95),
        Figure("all gold clauses in the first twenty", marked.share_all(), 0.85),
        Figure("unanswerable refused", marked.share_refused(), 0.90),
        Figure("typed without marks, right in the first five", unmarked.share_first(binding), 0.95),
    )
    misses = [f"{a.identifier} ({a.kind}): rank {a.rank}, {a.found} of {a.gold}, {a.status}" for a in marked.asked if not a.right]
    return Outcome(figures, (*misses, *(f"{a.identifier} without marks: rank {a.rank}" for a in unmarked.asked if not a.right)))


def _retrieval(shared: Path) -> Outcome:
    from eval.retrieval import evaluate, figures_of

    report = evaluate(shared)
    return Outcome(tuple(Figure(name, value, target) for name, value, target in figures_of(report)), report.misses)


def _english(shared: Path) -> Outcome:
    from eval.english import evaluate

    report = evaluate(shared)
    scores = report.scores
    figures = (
        Figure("documents asked about", float(report.documents)),
        Figure("taken for English", report.detected, 0.98),
        *(Figure(f"hit@{k}", scores.hit(k), 0.60 if k == 10 else None) for k in (1, 10, 100)),
        Figure("MRR@10", scores.mrr10),
    )
    return Outcome(figures, report.misses)


def _provisions(shared: Path) -> Outcome:
    from eval.provisions import evaluate

    report = evaluate(shared)
    figures = [Figure("questions labelled with an address", float(report.provisions.questions))]
    for name, scores in (("provision", report.provisions), ("article", report.articles)):
        figures += [Figure(f"hit@{k}, {name}, words alone", scores.hit(k)) for k in (1, 10, 100)]
    return Outcome(tuple(figures), report.misses)


def _ocr(shared: Path) -> Outcome:
    from eval.ocr import evaluate, figures_of

    report = evaluate(shared, pages=3, cache=ROOT / ".cache")
    figures = [] if report.absent else figures_of(report)
    return Outcome(tuple(Figure(name, value, most, at_least=False) for name, value, most in figures))


TOPICS: dict[str, Callable[[Path], Outcome]] = {
    "ocr": _ocr,
    "heads": _heads,
    "heads_texts": _heads_texts,
    "coverage": _coverage,
    "structure": _structure,
    "citations": _citations,
    "obligations": _obligations,
    "questions": _questions,
    "retrieval": _retrieval,
    "english": _english,
    "provisions": _provisions,
}


def _fingerprint(miss: str) -> str:
    return hashlib.sha256(miss.encode()).hexdigest()[:12]


def _print_topic(name: str, outcome: Outcome, before: dict[str, object], shown: int) -> None:
    old_values = before.get("figures", {})
    print(f"\n{name}")
    for figure in outcome.figures:
        sign = "≥" if figure.at_least else "≤"
        target = f"{sign} {figure.target:g}" if figure.target is not None else ""
        old = old_values.get(figure.name) if isinstance(old_values, dict) else None
        change = f"{figure.value - old:+.4f}" if isinstance(old, float | int) else "new"
        print(f"  {figure.name:58} {figure.value:8.4f}  {target:8} {'' if figure.reached else 'SHORT':6} {change}")
    known = before.get("misses", ())
    old_misses = set(known) if isinstance(known, list) else set()
    new = [miss for miss in outcome.misses if _fingerprint(miss) not in old_misses]
    gained = len(old_misses - {_fingerprint(miss) for miss in outcome.misses})
    print(f"  gains {gained}, losses {len(new)}, misses {len(outcome.misses)}")
    for miss in new[:shown]:
        print(f"    - {miss[:400]}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=f"one or more of {', '.join(TOPICS)} (default: all)")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the labels and corpora")
    parser.add_argument("--record", action="store_true", help="write what was measured as the new baseline")
    parser.add_argument("--all", action="store_true", help="show every new miss")
    args = parser.parse_args(arguments)
    unknown = set(args.topics) - set(TOPICS)
    if unknown:
        parser.error(f"unknown topic {', '.join(sorted(unknown))}")
    return args


def _measured(topics: Iterable[str], shared: Path) -> Iterable[tuple[str, Outcome | None, float]]:
    for name in topics:
        began = time.monotonic()
        try:
            outcome: Outcome | None = TOPICS[name](shared)
        except FileNotFoundError:
            outcome = None
        if outcome is not None and not outcome.figures:
            outcome = None
        yield name, outcome, time.monotonic() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return 1 when a target is missed, else 0."""
    args = _parse(arguments)
    baseline = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    short = False
    for name, outcome, seconds in _measured(args.topics or TOPICS, args.shared):
        if outcome is None:
            print(f"\n{name}\n  ABSENT: its data is not in {args.shared.name}/")
            continue
        _print_topic(name, outcome, baseline.get(name, {}), sys.maxsize if args.all else _SHOWN)
        print(f"  {seconds:.0f} s")
        short = short or not all(figure.reached for figure in outcome.figures)
        baseline[name] = {
            "figures": {figure.name: round(figure.value, 4) for figure in outcome.figures},
            "misses": sorted(map(_fingerprint, outcome.misses)),
        }
    if args.record:
        BASELINE.write_text(json.dumps(baseline, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
