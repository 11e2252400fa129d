"""Questions about what cites what: "Công văn A dẫn Nghị định B ở những chỗ nào?", "văn bản nào căn cứ vào Quyết định C?".

Order of evidence: a stored document that the question names as the one that cites, narrowed by the other number or the kind
it asks for; else the clauses that cite the document named.

1. Each answer is a clause that holds such a citation; there is none without.
2. A question without a word of citing, or without a document's number, is no such question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Protocol

from app.questions.passages import quote_provision
from app.questions.question import Asked
from corpus.catalogue import Catalogue
from corpus.model import Citation, DocumentSummary, Quote
from corpus.numbers import number_key
from corpus.vietnamese import search_key

_CITES = re.compile(r"\b(?:viện dẫn|dẫn chiếu|trích dẫn|dẫn|nhắc (?:lại|đến|tới)|căn cứ|dựa (?:vào|trên)|thực hiện theo)\b")
_WHO_CITES = re.compile(
    r"\b(?:văn bản|quyết định|nghị định|thông tư|kế hoạch|điều khoản|chỗ|nơi|tài liệu) nào\b.{0,30}\b(?:dẫn|nhắc|căn cứ|dựa)"
)
_KIND_ASKED = re.compile(
    r"(?:những |các )?(?P<kind>công điện|quyết định|nghị định|nghị quyết|thông tư|luật|chỉ thị|công văn|kế hoạch)\s+(?:\w+ ){0,3}?nào"
)


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""


def is_citing(asked: Asked) -> bool:
    """Whether the question asks which clauses or documents cite, and names a document."""
    return bool(asked.mentions) and bool(_CITES.search(search_key(asked.text)))


def citing_clauses(base: Base, asked: Asked, k: int) -> tuple[Quote, ...]:
    """Return at most ``k`` clauses that answer a question about citations, in reading order; empty when there is none."""
    key = search_key(asked.text)
    stored = asked.question.documents
    numbers = tuple(dict.fromkeys(number_key(c.number or "") for c in asked.mentions))
    if stored and not _WHO_CITES.search(key):
        own = {number_key(d.number or "") for s in stored[:1] if (d := base.catalogue.summary(s))}
        wanted = [n for n in numbers if n not in own]
        asked_kind = _KIND_ASKED.search(key)
        kind = asked_kind["kind"] if asked_kind else ""
        found = ((stored[0], c) for c in base.catalogue.citations_of(stored[0]) if _is_wanted(c, wanted, kind))
    else:
        found = (pair for number in numbers for pair in base.catalogue.citations_to(number))
    return _quotes(base, found, asked.question.as_of, k)


def _is_wanted(citation: Citation, numbers: list[str], kind: str) -> bool:
    if citation.self_reference or not citation.number:
        return False
    if numbers:
        return number_key(citation.number) in numbers
    return not kind or search_key(citation.kind or "") == kind


def _quotes(base: Base, found: Iterable[tuple[str, Citation]], as_of: dt.date | None, k: int) -> tuple[Quote, ...]:
    quotes: dict[tuple[str, str], Quote] = {}
    for key, citation in found:
        provision = base.catalogue.nearest_provision(key, citation.path)
        document = base.summary(key, as_of)
        if provision and document and (key, provision.path) not in quotes:
            quotes[key, provision.path] = quote_provision(provision, document, 1.0)
        if len(quotes) == k:
            break
    return tuple(quotes.values())
