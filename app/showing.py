"""One document or one provision, named by its id or as people cite it.

1. An id (``chi-thi/07-ct-ttg/2023-03-21#khoan-1``) names one thing; a citation that fits several documents names none, and the
   message lists them.
2. A provision is shown with everything below it, in the words of the stored text.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.jsonform import JsonObject, document_json, head_json, notice_json, provision_json
from app.referring import address_of
from app.render import document_text, provision_text
from app.service import KnowledgeBase
from app.words import formal_citation
from corpus.addresses import print_address
from corpus.errors import UsageError
from corpus.model import Document, DocumentSummary, Provision


@dataclass(frozen=True, slots=True)
class Shown:
    """A document, or the part of it at ``path``; ``provisions`` are those shown, in reading order."""

    summary: DocumentSummary
    document: Document
    path: str
    provisions: tuple[Provision, ...]

    @property
    def text(self) -> str:
        """The stored words, from the first provision shown to the end of the last."""
        if not self.path:
            return self.document.text
        return self.document.text[self.provisions[0].start : self.provisions[-1].end]


def find_shown(base: KnowledgeBase, reference: str) -> Shown:
    """Return what ``reference`` names. Raises ``UsageError`` when it names nothing here, or more than one thing."""
    key, _, path = reference.strip().partition("#")
    if base.catalogue.summary(key) is None:
        found = base.references(reference)
        if found.target is None:
            listed = "; ".join(candidate.key for candidate in found.candidates)
            raise UsageError(f"{found.message} {listed}".strip())
        key, path = found.target.key, address_of(reference)
    document, summary = base.document(key), base.summary(key)
    if document is None or summary is None:
        raise UsageError(f"Không có văn bản mã “{key}” trong kho. Xem mã bằng 'cancu list'.")
    provisions = tuple(p for p in document.provisions if not path or p.path == path or p.path.startswith(f"{path}/"))
    if path and not provisions:
        raise UsageError(
            f"{formal_citation(summary)} không có {_named(path)} trong kho. Xem các điều khoản bằng 'cancu show {key}'."
        )
    return Shown(summary, document, path, provisions)


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
    value |= {"text": shown.text, "provisions": [provision_json(p) for p in shown.provisions]}
    value |= {"warnings": [notice_json(notice) for notice in shown.document.notices]}
    return value


def shown_text(shown: Shown) -> str:
    """Return what is shown for the terminal."""
    if not shown.path:
        return document_text(shown.document)
    return "\n".join(provision_text(provision, shown.summary) for provision in shown.provisions)
