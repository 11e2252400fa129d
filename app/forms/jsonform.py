"""Values of the model in the JSON of the command line and the HTTP API: the one place where these shapes are written down.

1. Fields that the contract names are always there; what was not read is ``null`` or an empty list, never left out.
2. Dates are ISO, enumerations their values, spans count Unicode code points of the canonical text.
3. Nothing is written that the value does not hold; no path of the machine appears (``file`` is a file name).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TypeAlias

from app.forms.words import formal_citation
from app.results import BaseStatus, DutyChanges, DutyFilters, DutyList
from corpus.amendment import ClauseChange
from corpus.model import (
    Answer,
    Citation,
    Deadline,
    Document,
    DocumentSummary,
    Duty,
    Head,
    Hit,
    Notice,
    Obligation,
    PageVerdict,
    Provision,
    Question,
    Quote,
)
from ingest.source import READ_BEFORE_REPAIR

JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"


def json_line(value: JsonValue) -> str:
    """Return one line of JSON Lines, with its line feed; Vietnamese letters as they are, line separators escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def json_text(value: JsonValue) -> str:
    """Return JSON for people: indented, ending with a line feed."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


# documents


def document_json(document: DocumentSummary) -> JsonObject:
    """Return the ``document`` of a hit, with its ``key``."""
    return {
        "key": document.key,
        "kind": document.kind,
        "number": document.number,
        "date": _iso(document.date),
        "issuer": document.issuer,
        "title": document.title,
        "status": document.status.value if document.status else None,
    }


def head_json(head: Head) -> JsonObject:
    """Return the head of a document, with where each field was read."""
    return {
        "kind": head.kind,
        "number": head.number,
        "date": _iso(head.date),
        "issuer": head.issuer,
        "title": head.title,
        "signer": head.signer,
        "authority": head.authority,
        "effective_date": _iso(head.effective_date),
        "recipients": list(head.recipients),
        "evidence": {name: evidence.value for name, evidence in head.evidence},
    }


def notice_json(notice: Notice) -> JsonObject:
    """Return a warning."""
    return {"code": notice.code, "page": notice.page, "message": notice.message}


def provision_json(provision: Provision) -> JsonObject:
    """Return a provision as ``inspect`` prints it, with what a reader needs around it."""
    return {
        "id": provision.id,
        "path": provision.path,
        "label": provision.label,
        "level": provision.level.value,
        "heading": provision.heading,
        "text": provision.text,
        "page": provision.page,
        "start": provision.start,
        "end": provision.end,
        "context": provision.context,
        "breadcrumb": list(provision.breadcrumb),
        "key": provision.key,
    }


def inspect_json(document: Document) -> JsonObject:
    """Return everything that was understood of one file (``inspect --json``)."""
    return {
        "file": document.source.name,
        "sha256": document.source.sha256,
        "pages": len(document.pages),
        "kind_of_pdf": document.source.kind_of_pdf.value,
        "key": document.key,
        "head": head_json(document.head),
        "provisions": [provision_json(provision) for provision in document.provisions],
        "citations": [citation_json(citation) for citation in document.citations],
        "obligations": [obligation_json(obligation) for obligation in document.obligations],
        "ocr": _ocr_json(document),
        "warnings": [notice_json(notice) for notice in document.notices],
    }


def _ocr_json(document: Document) -> list[JsonObject]:
    """Return the confidence of each page that OCR read, and its repaired lines as they were read."""
    return [
        {
            "page": page.number,
            "confidence": page.confidence,
            "read": [
                piece.text for piece in document.furniture if piece.page == page.number and piece.reason == READ_BEFORE_REPAIR
            ],
        }
        for page in document.pages
        if page.verdict is PageVerdict.OCR
    ]


# citations and obligations


def citation_json(citation: Citation) -> JsonObject:
    """Return one mention in the shape of the gold guide, with its path."""
    return {
        "path": citation.path,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "kind": citation.kind,
        "number": citation.number,
        "date": citation.date,
        "title": citation.title,
        "issuer": citation.issuer,
        "provisions": list(citation.provisions),
        "self": citation.self_reference,
        "relation": citation.relation.value,
    }


def deadline_json(deadline: Deadline | None) -> JsonObject | None:
    """Return ``{"text", "kind", "value"}``."""
    return {"text": deadline.text, "kind": deadline.kind.value, "value": deadline.value} if deadline else None


def obligation_json(obligation: Obligation) -> JsonObject:
    """Return one obligation in the shape of the gold guide, with its path and certainty."""
    return {
        "path": obligation.path,
        "start": obligation.start,
        "end": obligation.end,
        "quote": obligation.quote,
        "modality": obligation.modality.value,
        "bearers": list(obligation.bearers),
        "role": obligation.role.value,
        "partners": list(obligation.partners),
        "recipients": list(obligation.recipients),
        "action": obligation.action,
        "deadline": deadline_json(obligation.deadline),
        "condition": obligation.condition,
        "certain": obligation.certain,
    }


# hits, answers and duties


def change_json(change: ClauseChange) -> JsonObject:
    """Return what another document did to a clause."""
    return {**asdict(change), "operation": change.operation.value, "since": _iso(change.since)}


def hit_json(hit: Hit) -> JsonObject:
    """Return a provision found by a search."""
    provision = hit.provision
    return {
        "id": provision.id,
        "key": provision.key,
        "document": document_json(hit.document),
        "path": provision.path,
        "label": provision.label,
        "heading": provision.heading,
        "text": provision.text,
        "page": provision.page,
        "start": provision.start,
        "end": provision.end,
        "score": hit.score,
        **({} if hit.reranked is None else {"reranked": hit.reranked}),
        "citation": formal_citation(hit.document, provision.label),
    }


def search_json(query: str, hits: Iterable[Hit], reading: JsonObject | None = None) -> JsonObject:
    """Return the hits of one search; ``reading`` (``app.forms.readingform``) tells how the query was read."""
    return {"query": query, **({"understood": reading} if reading else {}), "hits": [hit_json(hit) for hit in hits]}


def batch_hits_json(identifier: JsonValue, hits: Iterable[Hit]) -> JsonObject:
    """Return a line of ``search --batch``."""
    return {"id": identifier, "hits": [{"id": h.provision.id, "key": h.provision.key, "score": h.score} for h in hits]}


def quote_json(quote: Quote) -> JsonObject:
    """Return a quoted clause in the shape of a hit."""
    return {
        "id": f"{quote.document.key}#{quote.path}",
        "document": document_json(quote.document),
        "path": quote.path,
        "label": quote.label,
        "text": quote.text,
        "page": quote.page,
        "start": quote.start,
        "end": quote.end,
        "score": quote.score,
        "citation": formal_citation(quote.document, quote.label),
        "changes": [change_json(change) for change in quote.changes],
    }


def duty_json(duty: Duty) -> JsonObject:
    """Return a duty: the shape of a hit (``text`` is the clause), its own words (``quote``) and why it binds."""
    obligation = duty.obligation
    return {
        **quote_json(duty.quote),
        "quote": obligation.quote,
        "modality": obligation.modality.value,
        "bearers": list(obligation.bearers),
        "matched_unit": duty.matched_unit,
        "because": duty.because,
        "role": obligation.role.value,
        "partners": list(obligation.partners),
        "recipients": list(obligation.recipients),
        "action": obligation.action,
        "deadline": deadline_json(obligation.deadline),
        "condition": obligation.condition,
        "certain": obligation.certain,
    }


def question_json(question: Question) -> JsonObject:
    """Return what was understood of a question."""
    return {
        "unit": question.unit,
        "topic": question.topic,
        "as_of": _iso(question.as_of),
        "documents": list(question.documents),
    }


def answer_json(answer: Answer, reading: JsonObject | None = None) -> JsonObject:
    """Return the answer to a question (``ask --json``); ``reading`` (``app.forms.readingform``) tells how it was read."""
    return {
        "question": answer.question.text,
        "understood": {**question_json(answer.question), **(reading or {})},
        "status": answer.status.value,
        "message": answer.message,
        "duties": [duty_json(duty) for duty in answer.duties],
        "clauses": [quote_json(quote) for quote in answer.clauses],
        "follow_ups": list(answer.follow_ups),
    }


def filters_json(filters: DutyFilters) -> JsonObject:
    """Return the filters of a list of duties."""
    return {
        "topic": filters.topic,
        "due_before": _iso(filters.due_before),
        "as_of": _iso(filters.as_of),
        "modality": filters.modality.value if filters.modality else None,
        "role": filters.role.value if filters.role else None,
        "document": filters.document,
        "undated": filters.undated,
    }


def duty_list_json(listed: DutyList, filters: DutyFilters | None = None) -> JsonObject:
    """Return a unit's duties (``duties --format json``)."""
    return {
        "unit": listed.unit,
        "filters": filters_json(filters or DutyFilters()),
        "message": listed.message,
        "total": max(listed.total, len(listed.duties)),
        "offset": listed.offset,
        "duties": [duty_json(duty) for duty in listed.duties],
    }


def changes_json(changes: DutyChanges) -> JsonObject:
    """Return what changed for a unit between two days."""
    return {
        "unit": changes.unit,
        "since": _iso(changes.since),
        "until": _iso(changes.until),
        "message": changes.message,
        "added": [duty_json(duty) for duty in changes.added],
        "ended": [duty_json(duty) for duty in changes.ended],
    }


# the knowledge base


def status_json(status: BaseStatus) -> JsonObject:
    """Return how the knowledge base stands (``status --json``)."""
    counts = status.counts
    return {
        "documents": counts.documents,
        "provisions": counts.provisions,
        "citations": counts.citations,
        "obligations": counts.obligations,
        "failed_files": counts.failed_files,
        "generation": counts.generation,
        "model": status.model,
        "index": {
            "generation": status.index_generation,
            "entries": status.index_entries,
            "stale": status.stale,
            "engine": status.engine,
        },
        "failed": [{"file": f.name, "code": f.code, "message": f.message, "time": f.time} for f in status.failed],
        "message": status.message,
    }
