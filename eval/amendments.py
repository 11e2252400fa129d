"""How well amendment records name what is amended: targets of judged instructions of amending documents.

``tests/gold/amendments.jsonl`` holds what each judged instruction does (operation, address and document of its targets), written
by reading the instruction and what stands above it (``tests/gold/METHOD.md``). The documents of the set ``unseen`` were judged once,
on records made before anybody had looked at them; those of ``tuned`` served to mend the reader.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.amendment import Amendment
from corpus.catalogue.structure_rows import target_keys
from corpus.model import Source
from corpus.settings import Limits
from eval.structure import Score
from ingest.head import read_head
from ingest.outline import OutlineReading, build_outline
from ingest.reading.plain import read_plain

GOLD: Final = Path(__file__).resolve().parents[1] / "tests/gold/amendments.jsonl"
Target = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class AmendmentReport:
    """Score of targets by set, and a line for each instruction that was read otherwise."""

    counts: tuple[tuple[str, Score], ...]
    misses: tuple[str, ...]


def read_text(text: str) -> tuple[str, OutlineReading]:
    """Read a plain text as the pipeline does, head first; return it as read, with its outline."""
    data = text.encode()
    source = read_plain(data, Source("text.txt", "0" * 64, len(data)), Limits())
    head = read_head(source)
    reading = build_outline(
        source.text,
        source.paragraphs,
        kind=head.head.kind,
        body_start=head.body_start,
        body_end=head.body_end,
        closing_end=head.closing_end,
    )
    return source.text, reading


def evaluate_amendments(texts: Path, gold: Path = GOLD) -> AmendmentReport:
    """Compare the records of the judged instructions with what they were judged to do."""
    judged: dict[str, list[dict[str, Any]]] = {}
    for line in gold.read_text("utf-8").splitlines():
        label = json.loads(line)
        judged.setdefault(label["document"], []).append(label)
    counts: dict[str, Score] = {}
    misses: list[str] = []
    for number, text in _texts(texts, judged):
        records = read_text(text)[1].amendments
        for label in judged[number]:
            expected = Counter((operation, target, document) for operation, target, document in label["records"])
            found = _targets(records, label["instruction"])
            one = Score((expected & found).total(), found.total(), expected.total())
            counts[label["set"]] = counts.get(label["set"], Score(0, 0, 0)).plus(one)
            if expected != found:
                misses.append(f"{number} {label['instruction']}: {_told(expected - found)} read as {_told(found - expected)}")
    return AmendmentReport(tuple(sorted(counts.items())), tuple(misses))


def _texts(path: Path, wanted: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["number"] in wanted:
                yield record["number"], record["text"]


def _targets(records: Sequence[Amendment], instruction: str) -> Counter[Target]:
    """Return the distinct targets of an instruction."""
    found: dict[Target, None] = {}
    for record in records:
        if record.path == instruction:
            document = next((key for key in target_keys(record.target_document) if key is not None), "")
            found[str(record.operation), record.target, document] = None
    return Counter(found.keys())


def _told(targets: Counter[Target]) -> str:
    return ", ".join(" ".join(target) for target in targets) or "nothing"
