"""References between documents: who cites what.

1. A citation counts for a stored document only where it resolves to it, or where nothing but a slip of date, issuer or title
   stands against that (then the resolution says so).
2. Every reference is a clause with its words, address and page.
3. A document that is cited but not stored can be looked up too: its references are those of its number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeAlias, TypeVar

from app.questions.passages import quote_provision
from app.relations.absent import Absent, absent_words, gather
from app.results import Direction, LookedUp, LookUpState
from app.results import Reference as Found
from app.serving.current import OfDocument
from corpus.addresses import overlap
from corpus.catalogue import Catalogue
from corpus.kinds import NAMED_KINDS, kind_named
from corpus.model import Citation, DocumentSummary, Head, Relation, Resolution
from corpus.numbers import number_key, parse_number
from corpus.vietnamese import unmarked
from ingest.citations.references import Reference, read_reference
from ingest.citations.resolve import match_citation, title_keys

T = TypeVar("T")
# The relations by which one document rests on another, so that what befalls the one concerns the other.
RESTING = frozenset({Relation.CAN_CU, Relation.THUC_HIEN, Relation.HUONG_DAN})


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept as long as nothing new is stored."""


def look_up(base: Base, asked: str, *, direction: Direction, relation: Relation | None, chain: bool = False) -> LookedUp:
    """Return the references of what ``asked`` names; never raises for an unreadable text.

    ``chain`` adds, for direction ``in``, what rests on the documents that rest on it, and so on.
    """
    reference = read_reference(asked)
    if reference is None:
        return LookedUp(
            asked, "unreadable", message=f"Không đọc được số hiệu “{asked}”. Hãy viết như 09/2017/NĐ-CP hoặc “qđ 407 ttg”."
        )
    with base.catalogue.snapshot():
        stored = stored_documents(base.catalogue, reference)
        if len(stored) > 1:
            message = f"Có {len(stored)} văn bản khớp “{asked}”. Hãy ghi thêm ngày ban hành hoặc mã văn bản."
            return LookedUp(asked, "ambiguous", None, stored, message=message)
        target = base.summary(stored[0].key) if stored else None
        if direction == "out":
            found = tuple(_outgoing(base, target, reference, relation)) if target else ()
        else:
            found = tuple(_incoming(base, target, reference, relation))
            if chain and target:
                found += tuple(_chained(base, target, found))
        absent = _absent(base.catalogue, reference) if target is None and found else None
    state: LookUpState = "found" if target or found else "unknown"
    message = _message(asked, target, found, direction)
    if absent:
        message = f"{message} {absent_words(absent)}"
    return LookedUp(asked, state, target, (), found, message, absent)


def _absent(catalogue: Catalogue, reference: Reference) -> Absent | None:
    if reference.number is None:
        return None
    pairs = catalogue.citations_to(number_key(reference.number))
    return gather(reference.number, pairs) if pairs else None


_Step: TypeAlias = tuple[DocumentSummary, tuple[str, ...]]


def _chained(base: Base, target: DocumentSummary, direct: Sequence[Found]) -> Iterator[Found]:
    """Yield the references to the documents that rest on ``target``, and so on; each document is followed once."""
    seen = {target.key}
    level: list[_Step] = [(found.quote.document, ()) for found in direct if found.citation.relation in RESTING]
    while level:
        following: list[_Step] = []
        for document, way in level:
            if document.key in seen:
                continue
            seen.add(document.key)
            for found in _incoming(base, document, Reference(number=document.number), None):
                if found.quote.document.key in seen:
                    continue
                via = (document.key, *way)
                yield replace(found, via=via)
                if found.citation.relation in RESTING:
                    following.append((found.quote.document, via))
        level = following


def _message(asked: str, target: DocumentSummary | None, found: Sequence[Found], direction: Direction) -> str:
    if target is None and not found:
        return f"Không thấy “{asked}” trong kho, cũng không văn bản nào trong kho nhắc đến."
    if target is None:
        return "Văn bản này chưa có trong kho; dưới đây là những nơi nhắc đến."
    if found:
        return ""
    return (
        "Không điều khoản nào trong kho dẫn chiếu văn bản này." if direction == "in" else "Văn bản này không dẫn chiếu văn bản nào."
    )


def stored_documents(catalogue: Catalogue, reference: Reference) -> tuple[DocumentSummary, ...]:
    """Return the stored documents that a reference may mean; one when it is clear."""
    if reference.key:
        found = catalogue.summary(reference.key) or catalogue.summary(catalogue.key_now(reference.key) or "")
        return (found,) if found else ()
    if reference.number:
        candidates = catalogue.by_number(number_key(reference.number))
    elif reference.partial:
        candidates = _partial(catalogue, reference)
    else:
        named = [d for key in title_keys(reference.title or "") for d in catalogue.by_title(key)]
        candidates = tuple(dict.fromkeys(named))
    fitting = tuple(d for d in candidates if _fits(reference, d))
    return fitting or (candidates if len(candidates) > 1 and reference.date is None else ())


def _partial(catalogue: Catalogue, reference: Reference) -> tuple[DocumentSummary, ...]:
    """Return the documents whose number begins as given ("407", "09/2017") and is of the kind and body given."""
    wanted = parse_parts(reference.partial or "")
    body = unmarked(reference.body or "").upper()
    found = []
    for document in catalogue.numbered_from(wanted[0].lstrip("0")):
        number = parse_number(document.number or "")
        if number is None or (len(wanted) > 1 and number.year != wanted[1]):
            continue
        if not body or body in unmarked(number.symbol).upper():
            found.append(document)
    return tuple(found)


def parse_parts(partial: str) -> list[str]:
    """Return serial and, if given, year of an incomplete number."""
    return [part.strip() for part in partial.replace("-", "/").split("/") if part.strip()]


def _fits(reference: Reference, document: DocumentSummary) -> bool:
    if reference.kind and document.kind and kind_named(reference.kind) != kind_named(document.kind):
        return False
    if not reference.date or document.date is None:
        return True
    return document.date.isoformat().startswith(reference.date)


def _incoming(base: Base, target: DocumentSummary | None, reference: Reference, relation: Relation | None) -> Iterator[Found]:
    number = (target.number if target else None) or reference.number
    titles = _titles(target, reference)
    if number is None and not titles:
        return
    for key, citation in base.catalogue.citations_to(number_key(number) if number else "", titles):
        if relation is not None and citation.relation is not relation:
            continue
        if reference.paths and not overlap(citation.provisions, reference.paths):
            continue
        head, context = base.remembered(OfDocument("citing", key), lambda key=key: _citing(base.catalogue, key))  # type: ignore[misc]
        match = match_citation(citation, base.catalogue, head, key=key, context=context)
        if target and not _about(citation, match.resolution, target.key):
            continue
        if target is None and match.resolution.target:
            continue
        if target is None and reference.date and (citation.date or reference.date)[: len(reference.date)] != reference.date:
            continue
        found = _found(base, key, citation, target, match.resolution)
        if found:
            yield found


def _citing(catalogue: Catalogue, key: str) -> tuple[Head | None, tuple[Citation, ...]]:
    """Return what tells a document's citations apart: its head and all its citations."""
    return catalogue.head(key), catalogue.citations_of(key)


def _titles(target: DocumentSummary | None, reference: Reference) -> tuple[str, ...]:
    """Return the names under which a law is cited without its number."""
    title = reference.title
    if target and target.kind in NAMED_KINDS:
        title = target.title
    return title_keys(title) if title else ()


def _about(citation: Citation, resolution: Resolution, key: str) -> bool:
    """Whether a mention is of the document: a number with a slip beside it still is, a law's name with another date is not."""
    slip = citation.number is not None and resolution.target is None and resolution.candidates == (key,)
    return resolution.target == key or slip


def _outgoing(base: Base, target: DocumentSummary, reference: Reference, relation: Relation | None) -> Iterator[Found]:
    citations = base.catalogue.citations_of(target.key)
    head = base.catalogue.head(target.key)
    for citation in citations:
        if citation.self_reference or (relation is not None and citation.relation is not relation):
            continue
        if reference.paths and not overlap((citation.path,), reference.paths):
            continue
        resolution = match_citation(citation, base.catalogue, head, key=target.key, context=citations).resolution
        cited = base.summary(resolution.target) if resolution.target else None
        found = _found(base, target.key, citation, cited, resolution)
        if found:
            yield found


def _found(base: Base, key: str, citation: Citation, target: DocumentSummary | None, resolution: Resolution) -> Found | None:
    document = base.summary(key)
    provision = base.catalogue.nearest_provision(key, citation.path)
    if document is None or provision is None:
        return None
    return Found(quote_provision(provision, document), citation, target, resolution)


def address_of(asked: str) -> str:
    """Return the address that a reference names, empty for the whole document."""
    reference = read_reference(asked)
    return reference.path if reference else ""
