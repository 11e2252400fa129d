"""Which duties bind a unit, and why.

A duty binds a unit that it names, a member of a class it names, a unit of a body it names, or the successor of a unit it names
(``corpus.units``). The few distinct bearers are judged first, then only the obligations of those that cover are read.

1. Every duty says why it binds (``because``) and which name matched.
2. Duties of documents that have ended by ``as_of`` are left out; documents without validity (plans, letters) stay.
3. A unit that is not understood gives no duty and a message, never a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.narrowing import ENDED
from app.passages import page_of, quote_obligation
from app.results import DutyChanges, DutyFilters, DutyList
from corpus.catalogue import Borne, Catalogue
from corpus.dates import make_date
from corpus.model import Deadline, DeadlineKind, DocumentSummary, Duty, Obligation
from corpus.vietnamese import search_key, unmarked

if TYPE_CHECKING:
    from corpus.units import Register

_WORD = re.compile(r"\w+")


T = TypeVar("T")
_HOW = ("named", "successor", "class", "parent", "one_of")  # strongest first
_OWN = frozenset({"named", "successor", "one_of"})


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

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept as long as nothing new is stored."""


def duties_of(base: Base, unit: str, filters: DutyFilters, wide_in: Collection[str] | None = None) -> DutyList:
    """Return the duties of ``unit`` that pass ``filters``, newest document first, in reading order.

    ``wide_in`` limits duties that bind through a class or a parent to these documents (``None``: all).
    """
    match = base.register.resolve(unit, filters.as_of)
    name = match.name if match else unit.strip()
    with base.catalogue.snapshot():
        found = _binding(base, unit, filters, wide_in)
    if found:
        return DutyList(name, "", tuple(found))
    if match is None:
        return DutyList(None, f"Không nhận ra đơn vị “{unit}”. Hãy ghi tên đầy đủ, ví dụ “Sở Công Thương tỉnh Lào Cai”.")
    return DutyList(name, f"Không thấy nghĩa vụ nào của {name} trong các văn bản đã nạp.")


def changes_of(base: Base, unit: str, since: dt.date, until: dt.date) -> DutyChanges:
    """Return which duties bind ``unit`` on ``until`` but not yet on ``since``, and which only then; each list newest first."""
    before, now = (duties_of(base, unit, DutyFilters(as_of=day)) for day in (since, until))
    old, new = ({_identity(duty): duty for duty in listed.duties} for listed in (before, now))
    added = tuple(duty for place, duty in new.items() if place not in old)
    ended = tuple(duty for place, duty in old.items() if place not in new)
    name = now.unit or before.unit
    message = "" if added or ended else (now.message if name is None else "Không có nhiệm vụ nào thay đổi giữa hai ngày này.")
    return DutyChanges(name, since, until, added, ended, message)


def _identity(duty: Duty) -> tuple[str, int, str]:
    return duty.quote.document.key, duty.quote.start, duty.obligation.action


def received_by(base: Base, unit: str, filters: DutyFilters) -> DutyList:
    """Return the duties to report, send or submit to ``unit``, newest document first; ``because`` names the recipient."""
    from corpus.units import covers

    match = base.register.resolve(unit, filters.as_of)
    name = match.name if match else unit.strip()
    found: list[Duty] = []
    with base.catalogue.snapshot():
        for key, obligation in base.catalogue.obligations_with_recipients():
            document = base.summary(key, filters.as_of)
            if document is None or not _passes(obligation, filters) or not _wanted(document, filters.as_of):
                continue
            if filters.document and key != filters.document:
                continue
            for recipient in obligation.recipients:
                coverage = covers(base.register, recipient, unit, as_of=filters.as_of, issued=document.date, issuer=document.issuer)
                if coverage and not coverage.generic:
                    quote = quote_obligation(obligation, document, None)
                    found.append(Duty(quote, obligation, recipient, f"Nơi nhận: “{recipient}”.", coverage.how))
                    break
    found.sort(key=lambda d: d.quote.document.date or dt.date.min, reverse=True)
    return DutyList(name, "" if found else f"Không thấy nhiệm vụ nào phải báo cáo, gửi {name}.", tuple(found))


@dataclass(frozen=True, slots=True)
class _Names:
    """The bearers' names that may bind a unit: ``own`` name it or a body it succeeds, ``wide`` a class or its parent."""

    own: frozenset[str]
    wide: frozenset[str]


def _names(base: Base, unit: str, as_of: dt.date | None) -> _Names:
    from corpus.units import covers

    own: set[str] = set()
    wide: set[str] = set()
    for name, issuer in base.remembered("bearers", base.catalogue.bearers_by_issuer):
        coverage = covers(base.register, name, unit, as_of=as_of, issuer=issuer)
        if coverage:
            (own if coverage.how in _OWN else wide).add(name)
    return _Names(frozenset(own), frozenset(wide - own))


def _binding(base: Base, unit: str, filters: DutyFilters, wide_in: Collection[str] | None) -> list[Duty]:
    as_of = filters.as_of
    names = base.remembered(("names", unit, as_of), lambda: _names(base, unit, as_of))
    within = (filters.document,) if filters.document else None
    wide = within if within is not None else wide_in
    best: dict[tuple[str, int, str], Duty] = {}
    for borne in chain(base.catalogue.borne_by(names.own, within), base.catalogue.borne_by(names.wide, wide)):
        if not _passes(borne.obligation, filters):
            continue
        document = base.summary(borne.document, as_of)
        if document is None or not _wanted(document, as_of):
            continue
        duty = _bind(base, unit, borne, document, as_of)
        place = (borne.document, borne.obligation.start, borne.obligation.action)
        if duty and (place not in best or _strength(duty, unit) > _strength(best[place], unit)):
            best[place] = duty
    ordered = sorted(best.items(), key=lambda item: (item[0][0], item[0][1]))
    return sorted((duty for _, duty in ordered), key=lambda d: d.quote.document.date or dt.date.min, reverse=True)


def _strength(duty: Duty, unit: str) -> tuple[bool, int, bool]:
    """Return how directly a duty binds: a name before a class, anything before a class that says little, "sở" before "ban"."""
    same_sort = search_key(duty.matched_unit).split(" ")[0] == search_key(unit).split(" ")[0]
    return not duty.generic, -_HOW.index(duty.how), same_sort


def _bind(base: Base, unit: str, borne: Borne, document: DocumentSummary, as_of: dt.date | None) -> Duty | None:
    from corpus.units import covers

    obligation = borne.obligation
    topic = f"{obligation.quote} {document.title or ''}"
    coverage = covers(base.register, borne.bearer, unit, as_of=as_of, issued=document.date, issuer=document.issuer, topic=topic)
    if coverage is None:
        return None
    page = _page(base.catalogue, borne) if borne.several else borne.page
    quote = quote_obligation(obligation, document, page)
    return Duty(quote, obligation, borne.bearer, coverage.because, coverage.how, coverage.generic)


def _page(catalogue: Catalogue, borne: Borne) -> int | None:
    stored = catalogue.document(borne.document)
    return page_of(stored.lines, borne.obligation.start) if stored else borne.page


def _wanted(document: DocumentSummary, as_of: dt.date | None) -> bool:
    if as_of and document.date and document.date > as_of:
        return False
    return document.status not in ENDED


def _passes(obligation: Obligation, filters: DutyFilters) -> bool:
    if filters.modality and obligation.modality is not filters.modality:
        return False
    if filters.role and obligation.role is not filters.role:
        return False
    if filters.topic and not speaks_of(obligation.quote, filters.topic):
        return False
    if filters.undated and obligation.deadline is not None:
        return False
    return filters.due_before is None or is_due(obligation.deadline, filters.due_before, filters.as_of)


def speaks_of(text: str, topic: str) -> bool:
    """Whether every word of ``topic`` stands in ``text``, without regard to case, marks and tone style."""
    words = set(_WORD.findall(unmarked(search_key(text))))
    return all(word in words for word in _WORD.findall(unmarked(search_key(topic))))


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
