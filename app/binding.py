"""Which duties bind a unit, and why.

A duty binds a unit that it names, a member of a class it names, a unit of a body it names, or the successor of a unit it names
(``corpus.units``). The few distinct bearers are judged first, then only the obligations of those that cover are read.

1. Every duty says why it binds (``because``) and which name matched.
2. Duties of documents that have ended by ``as_of`` are left out; documents without validity (plans, letters) stay.
3. A unit that is not understood gives no duty and a message, never a guess.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from app.passages import page_of, quote_obligation
from app.results import DutyFilters, DutyList
from corpus.catalogue import Catalogue
from corpus.dates import make_date
from corpus.model import Deadline, DeadlineKind, DocumentSummary, Duty, Obligation, Status
from corpus.vietnamese import search_key, unmarked

if TYPE_CHECKING:
    from corpus.units import Register

ENDED = frozenset({Status.ENDED, Status.NO_LONGER_FITTING, Status.SUSPENDED})


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    @property
    def register(self) -> Register:
        """The register of units."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""


def duties_of(base: Base, unit: str, filters: DutyFilters) -> DutyList:
    """Return the duties of ``unit`` that pass ``filters``, newest document first, in reading order."""
    match = base.register.resolve(unit, filters.as_of)
    if match is None:
        return DutyList(None, f"Không nhận ra đơn vị “{unit}”. Hãy ghi tên đầy đủ, ví dụ “Sở Công Thương tỉnh Lào Cai”.")
    with base.catalogue.snapshot():
        found = _binding(base, unit, filters)
    message = "" if found else f"Không thấy nghĩa vụ nào của {match.name} trong các văn bản đã nạp."
    return DutyList(match.name, message, tuple(found))


def _binding(base: Base, unit: str, filters: DutyFilters) -> list[Duty]:
    from corpus.units import may_cover

    names = [name for name in base.catalogue.bearers() if may_cover(base.register, name, unit)]
    documents: dict[str, DocumentSummary | None] = {}
    best: dict[tuple[str, int, str], Duty] = {}
    for name, key, obligation in base.catalogue.obligations_of_bearers(names):
        if not _passes(obligation, filters):
            continue
        if key not in documents:
            documents[key] = base.summary(key, filters.as_of)
        document = documents[key]
        if document is None or not _wanted(document, filters):
            continue
        duty = _bind(base, unit, name, obligation, document, filters)
        if duty and _place(duty) not in best:
            best[_place(duty)] = duty
    return _located(base.catalogue, best)


def _bind(base: Base, unit: str, name: str, obligation: Obligation, document: DocumentSummary, filters: DutyFilters) -> Duty | None:
    from corpus.units import covers

    coverage = covers(
        base.register,
        name,
        unit,
        as_of=filters.as_of,
        issued=document.date,
        issuer=document.issuer,
        topic=f"{obligation.quote} {document.title or ''}",
    )
    if coverage is None:
        return None
    return Duty(quote_obligation(obligation, document, None), obligation, name, coverage.because)


def _place(duty: Duty) -> tuple[str, int, str]:
    return duty.quote.document.key, duty.quote.start, duty.obligation.action


def _located(catalogue: Catalogue, found: dict[tuple[str, int, str], Duty]) -> list[Duty]:
    """Return the duties with their pages, newest document first, in reading order."""
    by_document: dict[str, list[Duty]] = {}
    for duty in found.values():
        by_document.setdefault(duty.quote.document.key, []).append(duty)
    located = []
    for key, duties in by_document.items():
        stored = catalogue.document(key)
        lines = stored.lines if stored else ()
        for duty in sorted(duties, key=lambda d: d.quote.start):
            page = page_of(lines, duty.quote.start)
            quote = quote_obligation(duty.obligation, duty.quote.document, page)
            located.append(Duty(quote, duty.obligation, duty.matched_unit, duty.because))
    located.sort(key=lambda d: d.quote.document.date or dt.date.min, reverse=True)
    return located


def _wanted(document: DocumentSummary, filters: DutyFilters) -> bool:
    if filters.document and document.key != filters.document:
        return False
    if filters.as_of and document.date and document.date > filters.as_of:
        return False
    return document.status not in ENDED


def _passes(obligation: Obligation, filters: DutyFilters) -> bool:
    if filters.modality and obligation.modality is not filters.modality:
        return False
    if filters.role and obligation.role is not filters.role:
        return False
    if filters.topic and not speaks_of(obligation.quote, filters.topic):
        return False
    return filters.due_before is None or is_due(obligation.deadline, filters.due_before, filters.as_of)


def speaks_of(text: str, topic: str) -> bool:
    """Whether every word of ``topic`` stands in ``text``, without regard to case, marks and tone style."""
    words = set(unmarked(search_key(text)).replace(",", " ").replace(".", " ").replace(";", " ").split())
    return all(word in words for word in unmarked(search_key(topic)).split())


def is_due(deadline: Deadline | None, before: dt.date, as_of: dt.date | None) -> bool:
    """Whether a dated deadline falls up to ``before``, or a recurring one between ``as_of`` (today) and ``before``."""
    if deadline is None or deadline.kind in {DeadlineKind.EVENT, DeadlineKind.WITHIN}:
        return False
    if deadline.kind is DeadlineKind.DATE:
        return deadline.value <= before.isoformat()
    start = as_of or dt.datetime.now().astimezone().date()
    dates = [d for value in deadline.value.split(",") if (d := next_date(value, start))]
    return not dates or min(dates) <= before


def next_date(value: str, start: dt.date) -> dt.date | None:
    """Return the first day from ``start`` on which ``--MM-DD`` or ``---DD`` falls; ``None`` for other rhythms."""
    if not value.startswith("--"):
        return None
    numbers = [int(part) for part in value.lstrip("-").split("-")]
    day, month = numbers[-1], numbers[0] if len(numbers) > 1 else None
    for ahead in range(_MONTHS_AHEAD):
        year, offset = divmod(start.month - 1 + ahead, 12)
        if month in {None, offset + 1}:
            found = make_date(start.year + year, offset + 1, day)
            if found and found >= start:
                return found
    return None


_MONTHS_AHEAD = 12 * 8 + 1  # 29 February is at most eight years away
