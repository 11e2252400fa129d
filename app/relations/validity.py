"""The validity of stored documents at a date, from what they say of themselves and what others say of them.

Order of evidence and guarantees are those of ``ingest.citations.validity``; here the changes by other documents are gathered:
an effect counts for a document only if its target resolves to it, and begins when it says, else when its own document does.
Amendment records stand in for effects that were not read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from app.relations.amending import amendments_in, is_meant
from corpus.amendment import Operation
from corpus.catalogue import Catalogue
from corpus.model import Citation, Effect, EffectKind, Head
from corpus.numbers import number_key
from corpus.vietnamese import search_key
from ingest.citations.validity import Change, ValidityStatement, status_at


def statement_of(catalogue: Catalogue, key: str, as_of: dt.date) -> ValidityStatement:
    """Return the validity of a stored document at ``as_of``; status ``None`` for unknown keys and kinds without validity."""
    head = catalogue.head(key)
    if head is None:
        return ValidityStatement(None, "Không có văn bản này trong kho.")
    changes = changes_on(catalogue, key, head)
    return status_at(head.kind, head.number, catalogue.effects_of(key), changes, as_of, effective=head.effective_date)


def changes_on(catalogue: Catalogue, key: str, head: Head) -> tuple[Change, ...]:
    """Return what other stored documents do to this one, oldest document first."""
    number = number_key(head.number) if head.number else None
    title = search_key(head.title) if head.title else None
    found = []
    for by, effect in catalogue.effects_on(number, title):
        if by != key and effect.target and is_meant(catalogue, effect.target, by, key):
            found.append(Change(by, effect, effect.date or _start(catalogue, by)))
    known = {change.by for change in found}
    found += [change for change in _amended(catalogue, key) if change.by not in known]
    return tuple(found)


def _amended(catalogue: Catalogue, key: str) -> Iterator[Change]:
    """Yield one change for each document whose amendment records change this one, where its own words were read as none."""
    told: set[str] = set()
    for one in amendments_in(catalogue, key):
        if one.by in told:
            continue
        told.add(one.by)
        record, words = one.record, catalogue.text_of(one.by) or ""
        kind = EffectKind.REPEALS if record.operation is Operation.REPEAL else EffectKind.AMENDS
        quote = words[record.start : record.end]
        target = Citation(record.start, record.end, quote, provisions=(record.target,) if record.target else (), path=record.path)
        yield Change(one.by, Effect(kind, record.start, record.end, quote, one.since, (), target), one.since)


def _start(catalogue: Catalogue, key: str) -> dt.date | None:
    head = catalogue.head(key)
    if head and head.effective_date:
        return head.effective_date
    from ingest.citations.effects import effective_date

    return effective_date(catalogue.effects_of(key))
