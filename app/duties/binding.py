"""Which duties bind a unit, and why.

A duty binds a unit that it names, a member of a class it names, a unit of a body it names, or the successor of a unit it names
(``app.duties.bound``). Lists are made of light rows; only the duties shown are read whole.

1. Every duty says why it binds (``because``) and which name matched.
2. Duties of documents that have ended by ``as_of`` are left out; documents without validity (plans, letters) stay.
3. A unit that is not understood gives no duty and a message, never a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from app.duties.bound import OWN, Base, Bound, bound_to, documents_of, standing
from app.duties.deadlines import is_due
from app.questions.narrowing import ENDED
from app.questions.passages import page_of, quote_obligation
from app.results import DutyChanges, DutyFilters, DutyList
from corpus.catalogue import Catalogue, LightDuty, Stored
from corpus.model import Deadline, DeadlineKind, DocumentSummary, Duty, Obligation
from corpus.vietnamese import search_key, unmarked

_WORD = re.compile(r"\w+")


def duties_of(
    base: Base,
    unit: str,
    filters: DutyFilters,
    wide_in: Collection[str] | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> DutyList:
    """Return the duties of ``unit`` that pass ``filters``, newest document first, in reading order.

    ``wide_in`` limits duties that bind through a class or a parent to these documents (``None``: all). Of a long list
    ``limit`` duties from ``offset`` on are read; ``total`` counts them all.
    """
    from corpus.units import full_name

    match = base.register.resolve(unit, filters.as_of)
    name = full_name(base.register, match, filters.as_of) if match else unit.strip()
    with base.catalogue.snapshot():
        found = _listed(base, unit, filters, wide_in)
        page = found[offset : None if limit is None else offset + limit]
        duties = _whole(base, page, filters.as_of)
    if found:
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


def received_by(base: Base, unit: str, filters: DutyFilters) -> DutyList:
    """Return the duties to report, send or submit to ``unit``, newest document first; ``because`` names the recipient."""
    from corpus.units import covers, full_name

    match = base.register.resolve(unit, filters.as_of)
    name = full_name(base.register, match, filters.as_of) if match else unit.strip()
    found: list[Duty] = []
    with base.catalogue.snapshot():
        for key, obligation in base.catalogue.bearing.with_recipients():
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


def _listed(base: Base, unit: str, filters: DutyFilters, wide_in: Collection[str] | None) -> list[Bound]:
    """Return the rows that bind ``unit`` and pass ``filters``, in the list's order."""
    documents, stands = documents_of(base), standing(base, filters.as_of)
    within = {filters.document} if filters.document else None
    wide = within if within is not None else None if wide_in is None else set(wide_in)
    found = [
        bound
        for bound in bound_to(base, unit, filters.as_of)
        if (within is None or documents[bound.light.document].key in within)
        and (wide is None or bound.coverage.how in OWN or documents[bound.light.document].key in wide)
        and _fits(bound.light, filters)
        and stands(bound.light)
    ]
    return _spoken(base, _unrepealed(base, found, filters), filters.topic)


def _fits(light: LightDuty, filters: DutyFilters) -> bool:
    """Whether a row passes the filters that need no words."""
    if filters.modality and light.modality != filters.modality:
        return False
    if filters.role and light.role != filters.role:
        return False
    if filters.undated and light.deadline is not None:
        return False
    if filters.due_before is None:
        return True
    return light.due is not None and is_due(
        Deadline("", DeadlineKind(light.deadline or ""), light.due), filters.due_before, filters.as_of
    )


def _spoken(base: Base, found: list[Bound], topic: str) -> list[Bound]:
    """Return the rows whose words speak of ``topic``."""
    if not topic or not found:
        return found
    words = base.catalogue.bearing.quotes([bound.light.obligation for bound in found])
    wanted = _WORD.findall(unmarked(search_key(topic)))
    return [bound for bound in found if _speaks(words[bound.light.obligation][0], wanted)]


def _unrepealed(base: Base, found: list[Bound], filters: DutyFilters) -> list[Bound]:
    """Return the rows without those of clauses that another document has repealed; a document asked for by name keeps them."""
    from app.relations.amending import clause_changes

    if filters.document or not found:
        return found
    documents = documents_of(base)
    amended = base.remembered("amended documents", base.catalogue.bearing.documents_amended)
    doubtful = [b.light.obligation for b in found if documents[b.light.document].key in amended]
    if not doubtful:
        return found
    day = filters.as_of or dt.datetime.now().astimezone().date()
    paths = {number: path for number, (_, path) in base.catalogue.bearing.quotes(doubtful).items()}

    def repealed(bound: Bound) -> bool:
        path = paths.get(bound.light.obligation)
        if path is None:
            return False
        changes = clause_changes(base, documents[bound.light.document].key, path, day)
        return any(change.repeals(path) for change in changes)

    return [bound for bound in found if not repealed(bound)]


def _whole(base: Base, found: Sequence[Bound], as_of: dt.date | None) -> tuple[Duty, ...]:
    """Read the rows of a page whole."""
    stored = base.catalogue.bearing.whole([bound.light.obligation for bound in found])
    duties = []
    for bound in found:
        one = stored[bound.light.obligation]
        document = base.summary(one.document, as_of)
        if document is None:  # pragma: no cover - the snapshot holds both
            continue
        page = _page(base.catalogue, one) if one.several else one.page
        quote, coverage = quote_obligation(one.obligation, document, page), bound.coverage
        duties.append(Duty(quote, one.obligation, bound.light.bearer, coverage.because, coverage.how, coverage.generic))
    return tuple(duties)


def _page(catalogue: Catalogue, one: Stored) -> int | None:
    stored = catalogue.document(one.document)
    return page_of(stored.lines, one.obligation.start) if stored else one.page


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
    return _speaks(text, _WORD.findall(unmarked(search_key(topic))))


def _speaks(text: str, wanted: Sequence[str]) -> bool:
    plain = unmarked(search_key(text))
    if not all(word in plain for word in wanted):
        return False
    words = set(_WORD.findall(plain))
    return all(word in words for word in wanted)
