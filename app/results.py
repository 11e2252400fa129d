"""What the service returns to every surface (command line, web page, exports) beside the values of ``corpus.model``.

Plain frozen values without behaviour, so that the service, the renderers and the exports can all import them without a
cycle. "Nothing found" and "could not look" stay different: a list with an empty ``duties`` carries a ``message``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from app.relations.absent import Absent
from corpus.catalogue.reader import Counts, SourceFile
from corpus.model import Citation, DocumentSummary, Duty, Modality, Quote, Resolution, Role, Status

DutyOrder = Literal["", "deadline", "act", "force", "reason", "source"]
Differs = Literal["deadline", "modality", "recipients"]
Direction = Literal["in", "out"]
LookUpState = Literal["found", "unknown", "ambiguous", "unreadable"]


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What narrows a search; ``None`` means no restriction. Dates are the documents' own and include both ends.

    ``as_of`` leaves out what did not exist or had ended on that day.
    """

    kind: str | None = None
    issuer: str | None = None
    status: Status | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DutyFilters:
    """What narrows a unit's duties, and their order; the default lets everything through, newest document first.

    ``due_before`` is inclusive, ``as_of`` is the day on which documents and units are judged, ``document`` a document's key,
    ``undated`` keeps only duties without a deadline, ``dated`` only those with one.
    """

    topic: str = ""
    due_before: dt.date | None = None
    as_of: dt.date | None = None
    modality: Modality | None = None
    role: Role | None = None
    document: str | None = None
    undated: bool = False
    dated: bool = False
    order: DutyOrder = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class DutyList:
    """The duties of a unit. ``unit`` is its full name, ``None`` when the question's unit was not understood.

    ``duties`` are those of the page asked for, which begins behind ``offset`` others; ``total`` counts the whole list.
    """

    unit: str | None
    message: str = ""
    duties: tuple[Duty, ...] = ()
    total: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two duties of different documents that lay the same act on a unit differently; ``first`` is of the newer document."""

    first: Duty
    second: Duty
    differs: Differs
    because: str


@dataclass(frozen=True, slots=True)
class ConflictList:
    """The duties of a unit that two documents give differently."""

    unit: str | None
    message: str = ""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyChanges:
    """What changed for a unit between two days: duties that bind it only since, and those that no longer do."""

    unit: str | None
    since: dt.date
    until: dt.date
    added: tuple[Duty, ...] = ()
    ended: tuple[Duty, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One clause that cites a document: its words, the mention in it, and what the mention points to.

    ``via`` are the keys of the documents between it and the one asked for, nearest first; empty for a direct reference.
    """

    quote: Quote
    citation: Citation
    target: DocumentSummary | None
    resolution: Resolution
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The answer to one look-up of a number or address; ``candidates`` are the documents of an ambiguous one.

    ``absent`` is what is known of a document that is cited but not stored.
    """

    asked: str
    state: LookUpState
    target: DocumentSummary | None = None
    candidates: tuple[DocumentSummary, ...] = ()
    references: tuple[Reference, ...] = ()
    message: str = ""
    absent: Absent | None = None


@dataclass(frozen=True, slots=True)
class BaseStatus:
    """How the knowledge base stands. ``stale``: the index is older than the catalogue. ``engine`` says where it is searched."""

    counts: Counts
    model: str | None
    index_generation: int | None
    index_entries: int
    stale: bool
    failed: tuple[SourceFile, ...] = ()
    message: str = ""
    engine: str = "local"
