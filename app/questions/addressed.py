"""A clause asked for by its address: "đ b k2 đ5 nđ 09/2017" is answered by that clause, before anything that is only alike.

1. Only what names an address and a stored document counts; a topic beside it changes nothing ("điều 5 nghị định 09/2017 nói gì?").
2. A number that several stored documents bear gives the clause of each, at most ``_MOST``.
3. A clause whose words stand in its parts (a khoản of points) is given with these parts.
4. Where the document is stored and the clause is not, the clause above it is given, and ``note`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from app.forms.words import formal_citation
from app.relations.referring import stored_documents
from corpus.catalogue import Catalogue
from corpus.model import DocumentSummary, Provision
from corpus.vietnamese import unmarked
from ingest.citations.references import Reference, read_reference

_MOST: Final = 5  # documents of one number
_PARTS: Final = 10  # parts shown of a clause that has no words of its own
# An address has a level with a number or a letter; what has none is not read at all.
_LEVEL: Final = re.compile(r"(?<!\w)(?:dieu|khoan|diem|chuong|muc|phu luc|d|k)\.?\s?(?:\d|[ivx]+(?!\w)|[a-z](?!\w))")


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """What an address in a question leads to. ``written`` is how the question was read, ``label`` what people call the clause."""

    written: str
    label: str
    provisions: tuple[Provision, ...] = ()
    note: str = ""


def addressed(base: Base, *texts: str) -> Addressed | None:
    """Return what the first of ``texts`` (as typed, as understood) that names an address leads to; ``None`` if none does."""
    notes: list[Addressed] = []
    for text in dict.fromkeys(texts):
        if not _LEVEL.search(unmarked(text.lower())):
            continue
        reference = read_reference(text)
        if reference is None or not reference.paths:
            continue
        found = _found(base.catalogue, text, reference)
        if found is not None and found.provisions:
            return found
        notes += [found] if found else []
    return notes[0] if notes else None


def _found(catalogue: Catalogue, text: str, reference: Reference) -> Addressed | None:
    documents = stored_documents(catalogue, reference)[:_MOST]
    if not documents:
        return None
    places = [(document, path) for document in documents for path in reference.paths]
    provisions = tuple(part for document, path in places for part in _clause(catalogue, document, path))
    if provisions:
        return Addressed(text, formal_citation(_owner(documents, provisions[0]), provisions[0].label), provisions)
    named = ", ".join(formal_citation(document) for document in documents)
    above = [found for document, path in places if (found := catalogue.nearest_provision(document.key, path)) is not None]
    if not above:
        return Addressed(text, named, note=f"Kho có {named} nhưng không có điều khoản này. Hãy kiểm tra lại điều, khoản, điểm.")
    label = formal_citation(_owner(documents, above[0]), above[0].label)
    return Addressed(text, label, tuple(dict.fromkeys(above)), f"Không có đúng điều khoản này; gần nhất là {label}.")


def _owner(documents: Sequence[DocumentSummary], provision: Provision) -> DocumentSummary:
    return next(document for document in documents if document.key == provision.document)


def _clause(catalogue: Catalogue, document: DocumentSummary, path: str) -> Iterator[Provision]:
    own = catalogue.provision(f"{document.key}#{path}")
    if own is None:
        return
    yield own
    if own.text and len(own.text) > len(own.heading or ""):
        return
    parts = (part for part in catalogue.provisions_of(document.key) if part.path.startswith(f"{path}/"))
    yield from list(parts)[:_PARTS]
