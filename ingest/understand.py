"""From a file's text to a Document: head, outline, provisions, citations, obligations.

The order is fixed because each step rests on the one before: the head gives kind and date, the outline needs to know where
the body begins, citations and obligations are read provision by provision, so that each has an address and none runs over
the edge of a clause.

1. ``document.text[x.start:x.end] == x.quote`` for every citation and obligation, and ``== x.text`` for every provision.
2. A document without a readable head is still stored, with nulls and a notice; nothing is made up.
3. Pure: same input, same Document; no file is touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from corpus.corrections import Correction, corrected
from corpus.model import Citation, Document, Evidence, Head, Notice, Obligation, PageVerdict, Provision
from corpus.numbers import document_key
from ingest.citations import extract_citations
from ingest.citations.effects import effective_date, read_effects
from ingest.head import read_head
from ingest.head.checks import impossible_order
from ingest.obligations.extract import Draft, Setting, judged, read_by_rules, settled
from ingest.outline import build_outline
from ingest.outline.amendments import without_quotations
from ingest.outline.provisions import provisions_of
from ingest.source import SourceText

if TYPE_CHECKING:
    from ingest.obligations.judge_network import Floats


def understand(source: SourceText, correction: Correction | None = None) -> Document:
    """Return what ``source`` says, its head as ``correction`` puts it right.

    Never raises for odd content: what was not understood is a notice.
    """
    reading = read_head(source)
    head = corrected(reading.head, correction)
    key = document_key(head, source.source.name)
    outline = build_outline(
        source.text,
        source.paragraphs,
        kind=head.kind,
        body_start=reading.body_start,
        body_end=reading.body_end,
        closing_end=reading.closing_end,
    )
    provisions = provisions_of(key, source.text, outline.roots, source.lines)
    readings = read_provisions(provisions, head)
    own_words = without_quotations(source.text, outline.roots)
    effects = tuple(
        replace(e, quote=source.text[e.start : e.end]) for e in read_effects(own_words, head.date, body_end=reading.closing_end)
    )
    if head.effective_date is None and "effective_date" not in dict(correction.values if correction else ()):
        head = _with_effective_date(head, effective_date(effects), source)
    return Document(
        key=key,
        head=head,
        text=source.text,
        source=source.source,
        pages=source.pages,
        lines=source.lines,
        outline=outline.roots,
        provisions=provisions,
        citations=readings.citations,
        obligations=readings.obligations,
        effects=effects,
        amendments=outline.amendments,
        furniture=source.furniture,
        notices=(*source.notices, *reading.notices, *outline.notices, *readings.notices, *_missing(head), *impossible_order(head)),
    )


def _with_effective_date(head: Head, date: dt.date | None, source: SourceText) -> Head:
    """Return the head with the day of effect that the clauses state, and where that was read."""
    if date is None:
        return head
    scanned = bool(source.pages) and source.pages[0].verdict is PageVerdict.OCR
    evidence = (*head.evidence, ("effective_date", Evidence.OCR if scanned else Evidence.TEXT))
    return replace(head, effective_date=date, evidence=evidence)


@dataclass(frozen=True, slots=True)
class Readings:
    """What the provisions of a document say, with spans of the document; ``notices`` name clauses that could not be read."""

    citations: tuple[Citation, ...]
    obligations: tuple[Obligation, ...]
    notices: tuple[Notice, ...] = ()


_AT_ONCE = 64  # provisions whose duties are judged together


def read_provisions(provisions: Iterable[Provision], head: Head) -> Readings:
    """Return citations and obligations of ``provisions``, each read by itself.

    A clause on which a reader fails is reported and left without them, so that one odd sentence never costs a document.
    """
    citations: list[Citation] = []
    obligations: list[Obligation] = []
    notices: list[Notice] = []
    waiting = iter(provisions)
    above: Draft | None = None
    while some := tuple(islice(waiting, _AT_ONCE)):
        drafts: list[tuple[Provision, Draft]] = []
        for provision in some:
            try:
                citations += _citations(provision)
                above = draft = _draft(provision, head, above)
            except Exception as error:
                notices.append(_unread(provision, error))
                continue
            drafts += [(provision, draft)] if draft else []
        for (provision, draft), scores in zip(drafts, judged([draft for _, draft in drafts]), strict=True):
            try:
                obligations += _obligations(provision, draft, scores)
            except Exception as error:
                notices.append(_unread(provision, error))
    return Readings(tuple(citations), tuple(obligations), tuple(notices))


def _unread(provision: Provision, error: Exception) -> Notice:
    message = f"Không đọc được dẫn chiếu và nhiệm vụ ở {provision.label} ({type(error).__name__}); hãy đọc nguyên văn."
    return Notice("clause-unread", message, provision.page)


def _citations(provision: Provision) -> list[Citation]:
    return [
        replace(found, start=found.start + provision.start, end=found.end + provision.start, path=provision.path)
        for found in extract_citations(provision.text, context=provision.context)
    ]


def _draft(provision: Provision, head: Head, above: Draft | None) -> Draft | None:
    context = "\n".join(part for part in (provision.context, provision.heading) if part)
    return read_by_rules(provision.text, Setting(context, head.date, head.kind, head.issuer, provision.path), above=above)


def _obligations(provision: Provision, draft: Draft, scores: Floats | None) -> list[Obligation]:
    return [
        replace(found, start=found.start + provision.start, end=found.end + provision.start, path=provision.path)
        for found in settled(draft, scores)
    ]


def _missing(head: Head) -> tuple[Notice, ...]:
    names = {"kind": "loại văn bản", "number": "số, ký hiệu", "date": "ngày ban hành", "issuer": "cơ quan ban hành"}
    missing = [name for field, name in names.items() if getattr(head, field) is None]
    if not missing:
        return ()
    return (Notice("head-incomplete", f"Không đọc được {', '.join(missing)}; hãy kiểm tra văn bản gốc trước khi trích dẫn."),)
