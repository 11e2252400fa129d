"""Điều, khoản and điểm of documents that were labelled by hand, by address and by the words that stand there.

``tests/gold/structure.jsonl`` holds, for each unit, its address and a hash of its first words (``tests/gold/METHOD.md``); the
texts are those of ``../shared``. A unit counts as found only where both agree. Units inside attachments count where the label says so.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from corpus.model import Level, Node
from corpus.vietnamese import search_key
from corpus.vocabulary import ATTACHMENTS
from eval.amendments import read_text
from eval.structure import Disagreement, Score, every_node
from ingest.outline.pieces import DRAWING

GOLD: Final = Path(__file__).resolve().parents[1] / "tests/gold/structure.jsonl"
LEVELS: Final = (Level.DIEU, Level.KHOAN, Level.DIEM)
_WORDS: Final = 8
_ROW: Final = f"/{Level.BANG.value}-"  # numbered rows of tables are no clauses
Unit = tuple[str, str]


def evaluate_gold(shared: Path, gold: Path = GOLD) -> tuple[dict[Level, Score], tuple[Disagreement, ...]]:
    """Return the scores by level over the labelled documents that are there, and what disagrees."""
    totals = {level: Score(0, 0, 0) for level in LEVELS}
    wrong: list[Disagreement] = []
    for label in map(json.loads, gold.read_text("utf-8").splitlines()):
        text = _text(shared, label)
        if text is None:
            continue
        expected = Counter((path, words) for path, words in label["units"])
        read, reading = read_text(text)
        found = _found(read, reading.roots, attachments=label["attachments"])
        for level in LEVELS:
            wanted, got = _of(expected, level), _of(found, level)
            totals[level] = totals[level].plus(Score((wanted & got).total(), got.total(), wanted.total()))
            told = (_told(wanted - got), _told(got - wanted))
            if any(told):
                wrong.append(Disagreement(label["document"], level.value, *told))
    return totals, tuple(wrong)


def evaluate_texts_covered(texts: Path) -> tuple[int, int]:
    """Return how many printing characters the full texts have, and how many of them no part of the reading holds.

    Parts are head, units with their markers and headings, and the closing part with what stands before the first attachment.
    """
    characters = lost = 0
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            one, gone = _covered(record["text"])
            characters, lost = characters + one, lost + gone
    return characters, lost


def _covered(text: str) -> tuple[int, int]:
    read, reading = read_text(text)
    held = bytearray(len(read))
    for node in every_node(reading.roots):
        spans = (node.start, node.marker_end), (node.heading_start, node.heading_end), (node.body_start, node.body_end)
        for start, end in spans:
            held[start:end] = b"\1" * (end - start)
    main = [root for root in reading.roots if root.level not in ATTACHMENTS]
    first = min((root.start for root in main), default=len(read))
    end = max((root.end for root in main), default=first)
    behind = min((root.start for root in reading.roots if root.start >= end), default=len(read))
    for start, stop in ((0, first), (end, behind)):
        held[start:stop] = b"\1" * (stop - start)
    printing = [place for place, char in enumerate(read) if char not in DRAWING]
    return len(printing), sum(not held[place] for place in printing)


def fingerprint(line: str) -> str:
    """Return the hash by which a label knows the first words of a unit."""
    return hashlib.sha256(" ".join(search_key(line).split()[:_WORDS]).encode()).hexdigest()[:12]


def _text(shared: Path, label: dict[str, Any]) -> str | None:
    if label["source"] == "e2e":
        file = shared / "gold/e2e_dev_docs" / f"{label['document']}.txt"
        return file.read_text("utf-8") if file.exists() else None
    texts = shared / "data/vbpl/documents_vi.jsonl.gz"
    if not texts.exists():
        return None
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["number"] == label["document"] and len(record["text"]) == label["characters"]:
                return str(record["text"])
    return None


def _found(text: str, roots: Sequence[Node], *, attachments: bool) -> Counter[Unit]:
    main = [root for root in roots if attachments or root.level not in ATTACHMENTS]
    units: Counter[Unit] = Counter()
    for node in every_node(main):
        if node.level in LEVELS and not node.quoted and _ROW not in node.path:
            own = text[node.heading_start : node.heading_end].strip() or text[node.body_start : node.body_end].strip()
            units[node.path, fingerprint(own.split("\n", 1)[0])] += 1
    return units


def _of(units: Counter[Unit], level: Level) -> Counter[Unit]:
    return Counter({unit: n for unit, n in units.items() if unit[0].rsplit("/", 1)[-1].startswith(f"{level.value}-")})


def _told(units: Counter[Unit]) -> str:
    return ", ".join(path for path, _ in units)
