"""Which duties bind a unit, and why.

A duty binds a unit that it names, a member of a class it names, a unit of a body it names, or the successor of a unit it names
(``app.duties.bound``). Lists are made of light rows; only the duties shown are read whole.

1. Every duty says why it binds (``because``) and which name matched.
2. Duties of documents that have ended by ``as_of`` are left out; documents without validity (plans, letters) stay.
3. A unit that is not understood gives no duty and a message, never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np

from app.duties.bound import OWN, Base, Bound, bound_to, ledger, standing
from app.duties.columns import DEADLINES, DUES, MODALITIES, ROLES, Mask, Rows
from app.duties.deadlines import is_due
from app.duties.ordering import ordered
from app.duties.wording import standing as words_standing
from app.duties.wording import words_in
from app.questions.passages import page_of, quote_obligation
from app.results import DutyChanges, DutyFilters, DutyList
from corpus.catalogue import Catalogue, Stored
from corpus.dates import today
from corpus.model import Deadline, DeadlineKind, Duty


def duties_of(base: Base, unit: str, filters: DutyFilters, *, limit: int | None = None, offset: int = 0) -> DutyList:
    """Return the duties of ``unit`` that pass ``filters``, in the order that these ask for.

    Of a long list ``limit`` duties from ``offset`` on are read; ``total`` counts them all.
    """
    from corpus.units import full_name

    match = base.register.resolve(unit, filters.as_of)
    name = full_name(base.register, match, filters.as_of) if match else unit.strip()
    with base.catalogue.snapshot():
        found = ordered(base, narrowed(base, unit, filters), filters)
        duties = read_whole(base, found.where(slice(offset, None if limit is None else offset + limit)), filters.as_of)
    if len(found):
        return DutyList(name, "", duties, len(found), offset)
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


def narrowed(base: Base, unit: str, filters: DutyFilters, wide_in: Collection[str] | None = None) -> Bound:
    """Return the rows that bind ``unit`` and pass ``filters``, in the list's order.

    ``wide_in`` limits duties that bind through a class or a parent to these documents (``None``: all).
    """
    documents, found = ledger(base).documents, bound_to(base, unit, filters.as_of)
    kept = standing(base, filters.as_of)[found.rows["document"]] & fitting(found.rows, filters)
    if filters.document:
        kept &= documents.mask([filters.document])[found.rows["document"]]
    elif wide_in is not None and len(found):
        kept &= documents.mask(wide_in)[found.rows["document"]] | found.binding(lambda one: one.how in OWN)
    return _speaking(base, _unrepealed(base, found.where(kept), filters), filters.topic)


def fitting(rows: Rows, filters: DutyFilters) -> Mask:
    """Return which rows pass the filters that need no words."""
    passes = np.ones(len(rows), np.bool_)
    if filters.modality:
        passes &= rows["modality"] == MODALITIES[filters.modality]
    if filters.role:
        passes &= rows["role"] == ROLES[filters.role]
    if filters.undated:
        passes &= rows["deadline"] == DEADLINES[None]
    if filters.dated:
        passes &= rows["deadline"] != DEADLINES[None]
    if filters.due_before is not None:
        passes &= _due(rows, filters.due_before, filters.as_of)
    return passes


def _due(rows: Rows, before: dt.date, as_of: dt.date | None) -> Mask:
    """Return which rows fall due, each deadline judged once."""
    times, time = np.unique(rows["deadline"].astype(np.int64) << 32 | rows["due"], return_inverse=True)
    kinds, dues = times >> 32, times & 0xFFFFFFFF
    judged = [_is_due(kind, DUES.words[due], before, as_of) for kind, due in zip(kinds.tolist(), dues.tolist(), strict=True)]
    return np.array(judged, np.bool_)[time]


def _is_due(kind: int, due: str, before: dt.date, as_of: dt.date | None) -> bool:
    return bool(due) and is_due(Deadline("", tuple(DeadlineKind)[kind - 1], due), before, as_of)


def speaking(base: Base, rows: Rows, topic: str) -> Mask:
    """Return which rows hold every word of ``topic``."""
    texts = [one.words for one in ledger(base).wordings(base.catalogue, rows["obligation"].tolist())]
    return np.asarray(words_standing(texts, words_in(topic)).all(axis=1), np.bool_)


def _speaking(base: Base, found: Bound, topic: str) -> Bound:
    """Return the rows whose words speak of ``topic``."""
    return found.where(speaking(base, found.rows, topic)) if topic else found


def _unrepealed(base: Base, found: Bound, filters: DutyFilters) -> Bound:
    """Return the rows without those of clauses that another document has repealed; a document asked for by name keeps them."""
    from app.relations.amending import clause_changes

    amended = base.remembered("amended documents", base.catalogue.bearing.documents_amended)
    if filters.document or not amended:
        return found
    held = ledger(base)
    doubtful = np.flatnonzero(held.documents.mask(amended)[found.rows["document"]])
    rows = found.rows[doubtful]
    day = filters.as_of or today()
    kept = np.ones(len(found), np.bool_)
    wordings = held.wordings(base.catalogue, rows["obligation"].tolist())
    for place, number, one in zip(doubtful.tolist(), rows["document"].tolist(), wordings, strict=True):
        changes = clause_changes(base, held.documents.light[number].key, one.path, day)
        kept[place] = not any(change.repeals(one.path) for change in changes)
    return found.where(kept)


def read_whole(base: Base, found: Bound, as_of: dt.date | None) -> tuple[Duty, ...]:
    """Read the rows of a page whole."""
    numbers = found.rows["obligation"].tolist()
    stored = base.catalogue.bearing.whole(numbers)
    duties = []
    for number, bearer, place in zip(numbers, found.bearer.tolist(), found.coverage.tolist(), strict=True):
        one, coverage = stored[number], found.coverages[place]
        document = base.summary(one.document, as_of)
        if document is None:  # pragma: no cover - the snapshot holds both
            continue
        quote = quote_obligation(one.obligation, document, page_of_stored(base.catalogue, one))
        duties.append(Duty(quote, one.obligation, found.bearers[bearer], coverage.because, coverage.how, coverage.generic))
    return tuple(duties)


def page_of_stored(catalogue: Catalogue, one: Stored) -> int | None:
    """Return on which page an obligation begins: its clause's, or of one with several the right one."""
    if not one.several:
        return one.page
    stored = catalogue.document(one.document)
    return page_of(stored.lines, one.obligation.start) if stored else one.page
