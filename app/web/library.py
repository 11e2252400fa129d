"""The library: stored documents by words, kind, issuer, year and validity.

1. Words are found in citation, title and issuer, case and marks aside; every word must be there.
2. A choice is offered with how many documents it has, those with most first (years: newest first).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.forms.words import formal_citation
from app.web import links, views
from app.web.base import Base
from app.web.fields import LIBRARY_FIELDS, given
from app.web.language import say, told
from app.web.paging import page_of
from app.web.problems import sentence_for_errors
from corpus.model import DocumentSummary, Status
from corpus.vietnamese import search_key, unmarked

_LISTED: Final = 50
_MOST_CHOICES: Final = 300
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LibraryChoices:
    """What the library can be narrowed by: (value, words) pairs, the first of each choosing nothing."""

    kinds: tuple[Option, ...]
    issuers: tuple[Option, ...]
    years: tuple[Option, ...]
    statuses: tuple[Option, ...]


def choices_of(documents: Sequence[DocumentSummary]) -> LibraryChoices:
    """Return the choices that these documents give."""
    years = Counter(str(d.date.year) for d in documents if d.date)
    return LibraryChoices(
        kinds=(("", say("Mọi loại")), *_counted(Counter(d.kind for d in documents if d.kind))),
        issuers=(("", say("Mọi cơ quan")), *_counted(Counter(d.issuer for d in documents if d.issuer))),
        years=(("", say("Mọi năm")), *((year, f"{year} ({years[year]})") for year in sorted(years, reverse=True))),
        statuses=(("", say("Mọi trạng thái")), *((status.value, told(status.value)) for status in Status)),
    )


def _counted(counts: Counter[str]) -> Iterable[Option]:
    return ((value, f"{value} ({count})") for value, count in counts.most_common(_MOST_CHOICES))


def matching(documents: Sequence[DocumentSummary], values: Mapping[str, str]) -> list[DocumentSummary]:
    """Return the documents that have every word of ``tim`` and the kind, issuer and year given."""
    wanted = unmarked(search_key(values.get("tim", ""))).split()
    kind, issuer, year = values.get("loai", ""), values.get("co-quan", ""), values.get("nam", "")
    return [
        document
        for document in documents
        if (not kind or document.kind == kind)
        and (not issuer or document.issuer == issuer)
        and (not year or (document.date is not None and str(document.date.year) == year))
        and all(word in _searchable(document) for word in wanted)
    ]


@lru_cache(maxsize=20_000)
def _searchable(document: DocumentSummary) -> str:
    return unmarked(search_key(f"{formal_citation(document)} {document.title or ''} {document.issuer or ''}"))


@sentence_for_errors
def library(base: Base, values: Mapping[str, str]) -> str:
    """Return the documents that match the fields ``LIBRARY_FIELDS``."""
    fields = given(values, LIBRARY_FIELDS)
    documents = base.documents()
    found = matching(documents, fields)
    status = fields.get("hieu-luc", "")
    if status:
        found = [one for document in found if (one := base.summary(document.key)) and one.status and one.status.value == status]
    pages = page_of(fields.get("trang", ""), _LISTED, len(found), lambda n: links.library_link({**fields, "trang": str(n)}))
    shown = [base.summary(document.key) or document for document in pages.cut(found)]
    return views.fragment("library.html", total=len(documents), pages=pages, shown=shown)
