"""The search for people: clauses by relevance, narrowed by kind, issuer, status and dates, those named by address first.

1. Narrowing happens inside the indexes: a narrow search gives as many clauses as a wide one, wherever there are as many.
2. A status is that of the day asked about (today if none is named); documents that have no status pass no demand for one.
3. A heading without words of its own is no hit: there is nothing to quote; the clauses below it are.
4. The first hits are the same however many are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from app.questions.narrowing import filters_of, usable
from app.results import SearchFilters
from corpus.errors import UsageError
from corpus.model import DocumentSummary, Hit, Status
from corpus.vietnamese import search_key, unmarked

if TYPE_CHECKING:
    from app.questions.addressed import Addressed
    from corpus.catalogue import Catalogue
    from index.searcher import Searcher
    from index.tokens.entries import Filters, Scored
    from index.understanding.query import Kept

_DEPTH: Final = 5  # times k: how deep to look, as headings without words and ended documents are left out afterwards
_STAGES: Final = (150, 1000, 5005)  # how deep a ranking goes at once: the order of one depends on its depth


class Base(Protocol):
    """What searching asks of the knowledge base."""

    @property
    def searcher(self) -> Searcher:
        """The searcher over the snapshot in use."""

    @property
    def catalogue(self) -> Catalogue:
        """The reader of what is stored."""

    def addressed(self, question: str, keep: Collection[Kept] = ()) -> Addressed | None:
        """The clause that a question names by its address."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status on a day."""


def status_named(text: str) -> Status:
    """Return the status that a person names, with or without marks. Raises ``UsageError`` for any other words."""
    asked = unmarked(search_key(text))
    for status in Status:
        if unmarked(search_key(status.value)) == asked:
            return status
    names = "; ".join(f"“{status.value}”" for status in Status)
    raise UsageError(f"Không có tình trạng “{text}”. Hãy chọn một trong: {names}.")


def found(base: Base, text: str, k: int, asked: SearchFilters, keep: Collection[Kept] = ()) -> tuple[Hit, ...]:
    """Return at most ``k`` clauses, best first. Raises ``IndexStateError`` when there is no usable index."""
    filters = filters_of(asked.kind, asked.issuer, date_from=asked.date_from, date_to=asked.date_to)
    named = base.addressed(text, keep)
    first = [(clause, base.summary(clause.document, asked.as_of)) for clause in (named.provisions if named else ())]
    hits = [Hit(clause, document, 1.0) for clause, document in first if document][:k]
    if asked.status is not None:
        return _filled(base, text, k, asked, keep, hits, _among_documents(base, asked, filters))
    full = _filled(base, text, k, asked, keep, hits, filters)
    if len(full) >= k or asked.as_of is None:
        return full
    # What had ended took the places: look only among documents that had not.
    return _filled(base, text, k, asked, keep, hits, _among_documents(base, asked, filters))


def _among_documents(base: Base, asked: SearchFilters, filters: Filters | None) -> Filters:
    from index.tokens.entries import Filters

    keys = (document.key for document in base.catalogue.summaries())
    chosen = (base.summary(key, asked.as_of) for key in keys)
    passing = frozenset(document.key for document in chosen if document and _passes(document, asked))
    given = filters or Filters()
    return Filters(kinds=given.kinds, issuers=given.issuers, date_from=given.date_from, date_to=given.date_to, documents=passing)


def _filled(
    base: Base, text: str, k: int, asked: SearchFilters, keep: Collection[Kept], hits: list[Hit], filters: Filters | None
) -> tuple[Hit, ...]:
    """Return ``hits`` followed by what the index finds, ``k`` in all."""
    out, shown = list(hits), {hit.provision.id for hit in hits}
    for scored in islice(_in_order(base, text, filters, keep), k * _DEPTH):
        if len(out) >= k:
            break
        hit = _hit(base, scored, asked) if scored.id not in shown else None
        if hit:
            out.append(hit)
    return tuple(out)


def _in_order(base: Base, text: str, filters: Filters | None, keep: Collection[Kept]) -> Iterator[Scored]:
    """Yield what the index finds, best first, in one order however far it is read: what only a deeper ranking finds comes after."""
    seen: set[str] = set()
    least = 1.0
    for depth in _STAGES:
        found = base.searcher.search(text, depth, filters=filters, keep=keep)
        for scored in found:
            if scored.id not in seen:
                seen.add(scored.id)
                least = min(least, scored.score)
                yield replace(scored, score=least)
        if len(found) < depth:
            return


def _passes(document: DocumentSummary, asked: SearchFilters) -> bool:
    """Whether a document is one of the status and day asked for."""
    return (asked.as_of is None or usable(document, asked.as_of)) and asked.status in (None, document.status)


def _hit(base: Base, scored: Scored, asked: SearchFilters) -> Hit | None:
    provision = base.catalogue.provision(scored.id)
    document = base.summary(provision.document, asked.as_of) if provision and provision.text else None
    if provision is None or document is None or not _passes(document, asked):
        return None
    return Hit(provision, document, scored.score, scored.reranked)
