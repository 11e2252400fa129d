"""How well heads of documents are read: exact fields against the hand-made labels, born digital and scanned apart.

Needs ``../shared/pdfs`` and ``../shared/gold/heads_dev.jsonl``; absent data is reported as absent, never as a pass.
A value in ``also_accept``
counts as right. Titles count from a character similarity of .95, compared without case; the other fields are exact.
Precision is taken over the values that were given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.model import Head
from corpus.numbers import canonical
from corpus.vietnamese import search_key
from ingest.head import read_head
from ingest.reading import read_source

FIELDS = ("kind", "number", "date", "issuer", "title", "signer")
TITLE_SIMILARITY = 0.95
_SCANS = frozenset({"scan", "scan+ocr-layer"})


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Counts for one field: ``right`` of ``labelled`` values found; ``given`` values, of which ``wrong`` are not the label's."""

    field: str
    labelled: int
    right: int
    given: int
    wrong: int

    @property
    def recall(self) -> float | None:
        """Share of labelled values that were read exactly."""
        return self.right / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        """Share of given values that are right."""
        return 1 - self.wrong / self.given if self.given else None


@dataclass(frozen=True, slots=True)
class Miss:
    """One value that is not the label's."""

    file: str
    field: str
    expected: str | None
    got: str | None


@dataclass(frozen=True, slots=True)
class HeadReport:
    """Scores per field for both kinds of files; ``absent`` says why there are none."""

    digital: tuple[FieldScore, ...] = ()
    scans: tuple[FieldScore, ...] = ()
    misses: tuple[Miss, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    absent: str | None = None


@dataclass(frozen=True, slots=True)
class _Judged:
    field: str
    scanned: bool
    labelled: bool
    given: bool
    right: bool


def _values(head: Head) -> dict[str, str | None]:
    date = head.date.isoformat() if head.date else None
    return {
        "kind": head.kind,
        "number": head.number,
        "date": date,
        "issuer": head.issuer,
        "title": head.title,
        "signer": head.signer,
    }


def same_value(field: str, expected: str, got: str) -> bool:
    """Whether ``got`` is what the label says."""
    if field == "title":
        return SequenceMatcher(None, search_key(expected), search_key(got), autojunk=False).ratio() >= TITLE_SIMILARITY
    if field == "number":
        return (canonical(expected) or expected) == got
    if field == "issuer":
        return expected == got
    return expected == got


def _judge(label: dict[str, object], values: dict[str, str | None]) -> Iterable[tuple[_Judged, Miss | None]]:
    accept = label.get("also_accept")
    for field in FIELDS:
        expected, got = label.get(field), values[field]
        also = accept.get(field, []) if isinstance(accept, dict) else []
        choices = [str(v) for v in (expected, *also) if v is not None]
        if field == "kind" and expected == "Khác":
            choices = choices if got is not None else []
        right = (not choices and got is None) or any(same_value(field, choice, got) for choice in choices if got is not None)
        judged = _Judged(field, label["kind_of_pdf"] in _SCANS, bool(choices), got is not None, right)
        yield judged, None if right else Miss(str(label["file"]), field, None if expected is None else str(expected), got)


def _score(judged: Sequence[_Judged], scanned: bool) -> tuple[FieldScore, ...]:
    out = []
    for field in FIELDS:
        rows = [j for j in judged if j.field == field and j.scanned == scanned]
        labelled = [j for j in rows if j.labelled]
        given = [j for j in rows if j.given]
        out.append(FieldScore(field, len(labelled), sum(j.right for j in labelled), len(given), sum(not j.right for j in given)))
    return tuple(out)


def evaluate(shared: Path, *, cache: Path | None = None, ocr: bool = True) -> HeadReport:
    """Read every labelled file below ``shared`` and compare."""
    labels = shared / "gold" / "heads_dev.jsonl"
    if not labels.is_file():
        return HeadReport(absent="heads_dev.jsonl is not there")
    judged: list[_Judged] = []
    misses: list[Miss] = []
    unread: list[tuple[str, str]] = []
    for row in labels.read_text(encoding="utf-8").splitlines():
        label: dict[str, object] = json.loads(row)
        try:
            head = read_head(read_source(shared / "pdfs" / str(label["file"]), ocr=ocr, cache=cache)).head
        except UnreadableFileError as error:
            unread.append((str(label["file"]), error.code))
            head = Head()
        for judgement, miss in _judge(label, _values(head)):
            judged.append(judgement)
            misses += [miss] if miss else []
    return HeadReport(_score(judged, scanned=False), _score(judged, scanned=True), tuple(misses), tuple(unread))
