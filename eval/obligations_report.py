"""Obligations by kind of document, each score apart and together, with a readable diff of every miss.

``python -m eval.obligations_report [--labels FILE] [--misses]`` reads labels of the gold guide's shape: those beside the project by
default, or a file of one's own. ``together`` is the share of labelled duties that are right in every field at once.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.kinds import kind_of_symbol
from corpus.vietnamese import search_key, unmarked
from eval.obligations import Miss, ObligationReport, Scores, evaluate_rows

ROOT = Path(__file__).resolve().parents[1]
_FIELDS = frozenset({"missed", "bearers", "recipients", "deadline", "role", "partners"})
_NAMED = (
    ("chi thi", "Chỉ thị"),
    ("ke hoach", "Kế hoạch"),
    ("cong van", "Công văn"),
    ("quyet dinh", "Quyết định"),
    ("nghi quyet", "Nghị quyết"),
    ("thong tu", "Thông tư"),
    ("nghi dinh", "Nghị định"),
    ("luat", "Luật"),
)
_SHORT = {"ct": "Chỉ thị", "cv": "Công văn", "qd": "Quyết định", "nd": "Nghị định", "tt": "Thông tư", "kh": "Kế hoạch"}


@dataclass(frozen=True, slots=True)
class KindRow:
    """The scores of the documents of one kind; ``together`` is the share of duties right in every field."""

    kind: str
    scores: Scores
    together: float


def kind_of_document(name: str) -> str:
    """Return the kind that a document's number or file name tells; "Khác" when neither does."""
    last = name.rpartition("/")[2] if re.search(r"\.\w{2,4}$", name) else name
    for part in re.split(r"[/-]", name):
        if not re.search(r"\.\w{2,4}$", name) and (kind := kind_of_symbol(part)) is not None and not part.isdigit():
            return kind.name
    if re.search(r"/QH\d+$", name):
        return "Luật"
    key = unmarked(search_key(re.sub(r"[-_.]+", " ", last)))
    for start, kind_name in _NAMED:
        if key.startswith(start):
            return kind_name
    return _SHORT.get(key.split(" ")[0], "Khác")


def by_kind(report: ObligationReport) -> tuple[KindRow, ...]:
    """Return one row for each kind of document, most duties first."""
    counts: dict[str, dict[str, int]] = {}
    wrong: dict[str, set[str]] = {}
    for document, scores in report.per_document:
        target = counts.setdefault(kind_of_document(document), {})
        for field in Scores.__dataclass_fields__:
            target[field] = target.get(field, 0) + getattr(scores, field)
    for number, miss in enumerate(report.misses):
        if miss.field in _FIELDS:
            wrong.setdefault(kind_of_document(miss.document), set()).add(f"{miss.provision} {miss.quote or number}")
    rows = (
        KindRow(kind, found, 1 - len(wrong.get(kind, ())) / max(1, found.gold))
        for kind, found in ((kind, Scores(**one)) for kind, one in counts.items())
    )
    return tuple(sorted(rows, key=lambda row: (-row.scores.gold, row.kind)))


def table(rows: Iterable[KindRow]) -> str:
    """Return the rows as a text table."""
    heads = ("kind", "duties", "detect", "bearers", "deadline", "role", "recip.", "together", "false on empty")
    lines = ["{:18} {:>6} {:>7} {:>8} {:>9} {:>6} {:>7} {:>9} {:>15}".format(*heads)]
    for row in rows:
        s, share = row.scores, max(row.scores.matched, 1)
        lines.append(
            f"{row.kind:18} {s.gold:6d} {s.detection_f1:7.3f} {s.bearers_exact / share:8.3f} {s.deadline_right / share:9.3f} "
            f"{s.role_right / share:6.3f} {s.recipients_right / share:7.3f} {row.together:9.3f} {f'{s.false_on_empty}/{s.empty}':>15}"
        )
    return "\n".join(lines)


def diff(misses: Sequence[Miss]) -> str:
    """Return every miss as people read it: where, what was labelled, what was read."""
    lines = []
    for miss in misses:
        lines.append(f"{miss.provision} ({miss.document}) {miss.field}")
        if miss.quote:
            lines.append(f"    in   {miss.quote}")
        lines += [f"    {sign} {words}" for sign, words in (("-", miss.expected), ("+", miss.found)) if words]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and, if asked, the diff."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, default=ROOT.parent / "shared/gold/obligations_dev.jsonl")
    parser.add_argument("--misses", action="store_true", help="show every miss")
    args = parser.parse_args(arguments)
    if not args.labels.exists():
        sys.stderr.write(f"no labels at {args.labels}\n")
        return 2
    lines = args.labels.read_text(encoding="utf-8").splitlines()
    report = evaluate_rows(json.loads(line) for line in lines if line.strip())
    parts = (table(by_kind(report)), str(report), diff(report.misses) if args.misses else "")
    sys.stdout.write("\n".join(part for part in parts if part) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
