"""What the index holds of a provision: enough to find and filter it, never its only copy.

The catalogue stays the truth. An entry is built from a stored provision and its document; everything here can be thrown away
and made again (``cancu rebuild``).

1. ``entry_of`` keeps the provision's id, so that a hit can always be looked up.
2. ``passage`` is the one text an encoder sees of an entry: heading, lead-in, own text, document's title, in that order.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corpus.model import DocumentSummary, Provision


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One provision as it is indexed; ``document`` is the document's key, ``title`` its title."""

    id: str
    document: str
    heading: str
    text: str
    context: str = ""
    breadcrumb: tuple[str, ...] = ()
    title: str = ""
    kind: str | None = None
    issuer: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit's document must be; empty or ``None`` means no restriction. Dates include both ends.

    ``documents`` admits only these document keys; ``without`` shuts these out.
    """

    kinds: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    documents: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing is restricted."""
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Scored:
    """A found entry. ``score`` is in 0..1 and comparable between queries: the chance that this entry answers.

    ``reranked`` is the score of a cross-encoder, where one has read the entry.
    """

    id: str
    score: float
    reranked: float | None = None


def entry_of(provision: Provision, document: DocumentSummary) -> IndexEntry:
    """Return the entry under which ``provision`` of ``document`` is found."""
    return IndexEntry(
        id=provision.id,
        document=provision.document,
        heading=provision.heading or (provision.breadcrumb[-1] if provision.breadcrumb else ""),
        text=provision.text,
        context=provision.context,
        breadcrumb=provision.breadcrumb,
        title=document.title or "",
        kind=document.kind,
        issuer=document.issuer,
        date=document.date,
    )


def about(entry: IndexEntry) -> str:
    """Return what the entry stands under: its document's title and the headings above it."""
    return "\n".join(part for part in (entry.title, *entry.breadcrumb) if part)


def body(entry: IndexEntry) -> str:
    """Return the entry's lead-in and own text."""
    return f"{entry.context}\n{entry.text}" if entry.context else entry.text


def passage(entry: IndexEntry) -> str:
    """Return the text that encoders see."""
    return "\n".join(part for part in (entry.heading, entry.context, entry.text, entry.title) if part)
