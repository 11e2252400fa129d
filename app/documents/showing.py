"""One document or one provision, named by its id or as people cite it.

1. An id (``chi-thi/07-ct-ttg/2023-03-21#khoan-1``) names one thing; a citation that fits several documents names none, and the
   message lists them.
2. A provision is shown with everything below it, in the words of the stored text.
3. What other stored documents did to a clause stands beside it; as it stands at a date it is shown consolidated, marked unofficial.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from app.forms.jsonform import JsonObject, change_json, document_json, head_json, notice_json, provision_json
from app.forms.render import document_text, provision_text, wrapped
from app.forms.words import formal_citation
from app.relations.consolidated import Comparison, Consolidated
from app.relations.referring import address_of
from app.service import KnowledgeBase
from corpus.addresses import lies_in, print_address
from corpus.amendment import ClauseChange
from corpus.dates import print_date
from corpus.errors import UsageError
from corpus.model import Document, DocumentSummary, Provision

_UNKNOWN: Final = "Không có văn bản mã “{}” trong kho. Xem mã bằng 'cancu list'."


@dataclass(frozen=True, slots=True)
class Shown:
    """A document, or the part of it at ``path``; ``provisions`` are those shown, in reading order.

    ``changes`` are what other stored documents did to each of them by today, in the same order.
    """

    summary: DocumentSummary
    document: Document
    path: str
    provisions: tuple[Provision, ...]
    changes: tuple[tuple[ClauseChange, ...], ...]

    @property
    def text(self) -> str:
        """The stored words, from the first provision shown to the end of the last."""
        if not self.path:
            return self.document.text
        return self.document.text[self.provisions[0].start : self.provisions[-1].end]


def find_named(base: KnowledgeBase, reference: str) -> tuple[str, str]:
    """Return key and address that ``reference`` names. Raises ``UsageError`` when it names nothing here, or several things."""
    key, _, path = reference.strip().partition("#")
    if base.catalogue.summary(key) is not None:
        return key, path
    found = base.references(reference)
    if found.target is None:
        listed = "; ".join(candidate.key for candidate in found.candidates)
        raise UsageError(f"{found.message} {listed}".strip())
    return found.target.key, address_of(reference)


def find_shown(base: KnowledgeBase, reference: str) -> Shown:
    """Return what ``reference`` names. Raises ``UsageError`` when it names nothing here, or more than one thing."""
    key, path = find_named(base, reference)
    document, summary = base.document(key), base.summary(key)
    if document is None or summary is None:
        raise UsageError(_UNKNOWN.format(key))
    provisions = tuple(p for p in document.provisions if not path or lies_in(p.path, path))
    if path and not provisions:
        raise UsageError(
            f"{formal_citation(summary)} không có {_named(path)} trong kho. Xem các điều khoản bằng 'cancu show {key}'."
        )
    changes = tuple(base.clause_changes(key, provision.path) for provision in provisions)
    return Shown(summary, document, path, provisions, changes)


def _named(path: str) -> str:
    """Return an address in words, as it was given where it is none."""
    try:
        return print_address(path)
    except ValueError:
        return f"“{path}”"


def shown_json(shown: Shown) -> JsonObject:
    """Return what is shown as JSON."""
    value: JsonObject = {"id": f"{shown.summary.key}#{shown.path}" if shown.path else shown.summary.key}
    value |= {"document": document_json(shown.summary), "head": head_json(shown.document.head)}
    value |= {"citation": formal_citation(shown.summary, print_address(shown.path) if shown.path else "")}
    pairs = zip(shown.provisions, shown.changes, strict=True)
    provisions: list[JsonObject] = [{**provision_json(p), "changes": [change_json(c) for c in changes]} for p, changes in pairs]
    value |= {"text": shown.text, "provisions": provisions}
    value |= {"warnings": [notice_json(notice) for notice in shown.document.notices]}
    return value


def shown_text(shown: Shown) -> str:
    """Return what is shown for the terminal."""
    if not shown.path:
        return document_text(shown.document) + _changed_words(shown)
    pairs = zip(shown.provisions, shown.changes, strict=True)
    return "\n".join(provision_text(provision, shown.summary, changes=changes) for provision, changes in pairs)


def _changed_words(shown: Shown) -> str:
    """Return how many clauses of a whole document others have changed, and how to read them as they stand."""
    count = sum(map(bool, shown.changes))
    if not count:
        return ""
    return (
        "\n"
        + wrapped(
            f"{count} điều khoản đã được văn bản khác sửa đổi, bổ sung hoặc bãi bỏ; xem bản hợp nhất (không chính thức): "
            f"cancu show {shown.summary.key} --consolidated"
        )
        + "\n"
    )


def narrowed(text: Consolidated, path: str) -> Consolidated:
    """Return the part of a consolidated text at ``path`` and below. Raises ``UsageError`` when it is not there."""
    clauses = tuple(c for c in text.clauses if not path or lies_in(c.path, path))
    if not clauses:
        raise UsageError(f"{formal_citation(text.document)} không có {_named(path)} vào ngày {print_date(text.at)}.")
    return replace(text, clauses=clauses)


def consolidated_at(base: KnowledgeBase, reference: str, at: dt.date) -> Consolidated:
    """Return the text of what ``reference`` names as it stood at ``at``. Raises ``UsageError`` as ``find_shown`` does."""
    key, path = find_named(base, reference)
    text = base.consolidated(key, at)
    if text is None:
        raise UsageError(_UNKNOWN.format(key))
    return narrowed(text, path)


def compared(base: KnowledgeBase, reference: str, before: dt.date, after: dt.date) -> Comparison:
    """Return what differs between two dates in the document that ``reference`` names. Raises ``UsageError``."""
    key, _ = find_named(base, reference)
    comparison = base.compare(key, before, after)
    if comparison is None:
        raise UsageError(_UNKNOWN.format(key))
    return comparison
