"""Heads of the full texts of vbpl.vn against the site's own data: number, kind, date, title, day of effect, and who signed.

The texts are exports without geometry ("QUỐC HỘI | CỘNG HÒA ..."), so that this measures the words of heads, not their layout.
The site's title begins with kind and number, which are cut; the signer is the name below the one "(Đã ký)", without rank.

1. Only what the site states is counted; a field that the text does not hold (no date line) counts as missed.
2. ``half`` divides the texts by the digest of their number, so that one half can stay unlooked at.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.dates import parse_date
from corpus.numbers import canonical
from eval.heads import FieldScore, Miss, same_value
from ingest.head.closing import name_of
from ingest.reading import read_source
from ingest.understand import understand

FIELDS = ("number", "kind", "date", "title", "effective_date", "signer")
_SIGNED = re.compile(r"\([ĐđDd]ã\s+ký\)[\s|]*\n[\s|]*([^\n|]{4,40}?)[\s|]*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class TextReport:
    """Scores per field over the texts looked at, and every value that is not the site's."""

    documents: int
    scores: tuple[FieldScore, ...]
    misses: tuple[Miss, ...]


def half_of(number: str) -> int:
    """Return 0 or 1: the half of the texts that a number belongs to."""
    return hashlib.sha256(number.encode()).digest()[0] & 1


def _rows(shared: Path) -> Iterator[dict[str, str]]:
    with gzip.open(shared / "data/vbpl/documents_vi.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _iso(text: str | None) -> str | None:
    date = parse_date(text) if text else None
    return date.isoformat() if date else None


def _labels(row: dict[str, str]) -> dict[str, str | None]:
    title = re.sub(rf"^{re.escape(row['type'])}\s*(?:số:?\s*)?{re.escape(row['number'])}\s*", "", row["title"], flags=re.IGNORECASE)
    signed = _SIGNED.findall(row["text"])
    return {
        "number": canonical(row["number"]) or row["number"],
        "kind": row["type"],
        "date": _iso(row.get("date")),
        "title": title if title != row["title"] else None,
        "effective_date": _iso(row.get("effective")),
        "signer": name_of(signed[0]) if len(signed) == 1 else None,
    }


def _read(row: dict[str, str], folder: Path) -> dict[str, str | None]:
    path = folder / "text.txt"
    path.write_text(row["text"], encoding="utf-8")
    head = understand(read_source(path, ocr=False)).head
    return {
        "number": head.number,
        "kind": head.kind,
        "date": head.date.isoformat() if head.date else None,
        "title": head.title,
        "effective_date": head.effective_date.isoformat() if head.effective_date else None,
        "signer": head.signer,
    }


def evaluate(shared: Path, half: int | None = None) -> TextReport:
    """Read the texts (of one half, if given) and compare."""
    counts = {field: [0, 0, 0, 0] for field in FIELDS}
    misses: list[Miss] = []
    documents = 0
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(shared):
            if half is not None and half_of(row["number"]) != half:
                continue
            documents += 1
            labels, values = _labels(row), _read(row, Path(folder))
            for field in FIELDS:
                expected, got = labels[field], values[field]
                if expected is None:
                    continue
                right = got is not None and same_value(field, expected, got)
                for place, counted in enumerate((True, right, got is not None, got is not None and not right)):
                    counts[field][place] += counted
                if not right:
                    misses.append(Miss(row["number"], field, expected, got))
    scores = tuple(FieldScore(field, *counts[field]) for field in FIELDS)
    return TextReport(documents, scores, tuple(misses))
