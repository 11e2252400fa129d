"""How well citations find their documents: 200 references of Bộ pháp điển judged by hand, and the sources of its articles.

The judged references (``citations_judged.jsonl``: article, span, target number, addresses, verdict; no text) were drawn at
random, one an article, from those that resolved; a person read each with its words, the citing document's date and the target.
``precision`` counts, among the judged ones that still resolve, those that resolve to a target judged right.

``evaluate_sources`` reads the source line of every article ("(Điều 5 Nghị định số ...)") and compares article, kind and number
with the fields beside it. Some fields are cut at a space inside the number; such a field counts as met when the number read goes
on where it was cut, and ``strict`` counts it as a miss.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.addresses import ascii_ordinal
from corpus.dates import parse_date
from corpus.model import Citation, DocumentSummary, Head
from corpus.numbers import number_key
from corpus.vietnamese import search_key
from ingest.citations import extract_citations
from ingest.citations.resolve import match_citation

_JUDGED = Path(__file__).with_name("citations_judged.jsonl")
_LAW_NAME = re.compile(r"(?:Luật|Bộ luật|Pháp lệnh) số \S+ (?:(?:Bộ [Ll]uật|Luật|Luât|Pháp lệnh) )?(.*?) ngày \d")
_CUT = re.compile(r"\s+[-/]|\s?-")


@dataclass(frozen=True, slots=True)
class ResolutionReport:
    """Counts over the judged references."""

    judged: int
    resolved: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the resolved ones that are right; 1 where none resolves."""
        return self.right / self.resolved if self.resolved else 1.0


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Counts over the source lines; ``misses`` shows some of them."""

    articles: int
    right: int
    strict: int
    misses: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of source lines read as their fields say."""
        return self.right / self.articles if self.articles else 0.0


class Collection:
    """The documents of Bộ pháp điển by number and by name; addresses are not checked."""

    def __init__(self, documents: Path) -> None:
        self._numbers: dict[str, list[DocumentSummary]] = defaultdict(list)
        self._titles: dict[str, list[DocumentSummary]] = defaultdict(list)
        for line in documents.read_text("utf-8").splitlines():
            self._add(json.loads(line))

    def _add(self, row: dict[str, Any]) -> None:
        name = _LAW_NAME.search(row["first_source"]) if row["type"] in {"Luật", "Bộ luật", "Pháp lệnh"} else None
        title = name[1] if name else None
        found = DocumentSummary(row["number"], row["type"], row["number"], parse_date(row["date"]), None, title)
        self._numbers[number_key(row["number"])].append(found)
        if title:
            self._titles[search_key(title)].append(found)

    def by_number(self, number_key: str) -> Sequence[DocumentSummary]:
        """Documents with this number."""
        return self._numbers.get(number_key, [])

    def by_title(self, title_key: str) -> Sequence[DocumentSummary]:
        """Laws of this name."""
        return self._titles.get(title_key, [])

    def has_provision(self, document_key: str, path: str) -> bool:
        """Every address counts as there."""
        return bool(document_key and path)


def evaluate_resolution(shared: Path) -> ResolutionReport:
    """Return the report on the judged references. Raises ``FileNotFoundError`` where the collection is absent."""
    folder = shared / "data" / "phapdien"
    targets = Collection(folder / "documents.jsonl")
    judged = [json.loads(line) for line in _JUDGED.read_text("utf-8").splitlines()]
    wanted = {row["article"]: row for row in judged if row["right"] is not None}
    resolved = right = 0
    for article in _articles(folder / "articles.jsonl.gz"):
        row = wanted.get(article["id"])
        if row is None:
            continue
        target = _target(article, row, targets)
        resolved += target is not None
        right += target == row["target"] and bool(row["right"])
    return ResolutionReport(len(wanted), resolved, right)


def _target(article: dict[str, Any], row: dict[str, Any], targets: Collection) -> str | None:
    citations = extract_citations(article["text"])
    head = Head(date=parse_date(article.get("src_date")))
    for citation in citations:
        if (citation.start, citation.end) == (row["start"], row["end"]):
            same = list(citation.provisions) == row["provisions"]
            return match_citation(citation, targets, head, context=citations).resolution.target if same else None
    return None


def _articles(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


_SHOWN = 40  # misses kept for reading


def evaluate_sources(shared: Path) -> SourceReport:
    """Return the report on the source lines. Raises ``FileNotFoundError`` where the collection is absent."""
    articles = right = strict = 0
    misses: list[str] = []
    for article in _articles(shared / "data" / "phapdien" / "articles.jsonl.gz"):
        if not article.get("src_number"):
            continue
        articles += 1
        exact, met = _source_is_read(article)
        strict += exact
        right += met
        if not met and len(misses) < _SHOWN:
            misses.append(article["source"])
    return SourceReport(articles, right, strict, tuple(misses))


def _source_is_read(article: dict[str, Any]) -> tuple[bool, bool]:
    """Return whether number, kind and article are exactly the fields, and whether they are but for a field cut short."""
    found = next(iter(extract_citations(article["source"])), None)
    if found is None or not found.number:
        return False, False
    label = article["src_number"]
    place = "dieu-" + ascii_ordinal(article["src_article"].lstrip("(").removeprefix("Điều ").strip())
    kind = article["src_type"].removesuffix(" liên tịch") if article["src_type"].startswith("Nghị quyết") else article["src_type"]
    rest = found.kind == kind and found.provisions == (place,)
    exact = number_key(found.number) == number_key(label)
    return rest and exact, rest and (exact or _is_cut(article["source"], label, found))


def _is_cut(source: str, label: str, found: Citation) -> bool:
    """Whether the label breaks off where the source's number has a space, and the number read goes on from there."""
    behind = source[source.find(label) + len(label) :]
    broken = label.endswith(("-", "/")) or " " in label or _CUT.match(behind) is not None
    return broken and number_key(found.number or "").startswith(number_key(label.rstrip("-/")))
