"""What other stored documents did to a stored document, clause by clause.

The amendment records of all documents are looked up by number and name of the target; a record counts only if the words by
which it names its target resolve to this document. It holds from the day that the amending document states for the
instruction, else from the day on which that document takes effect.

Quotes in answers are marked with what was done to their clauses.

1. A record whose target is not exactly one stored document changes nothing.
2. A record without a known day is kept without one; nobody is told that it holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from app.forms.words import formal_citation
from app.serving.current import OfDocument
from corpus.addresses import lies_in, overlap, print_address
from corpus.amendment import Amendment, ClauseChange
from corpus.catalogue import Catalogue
from corpus.model import Answer, Citation, Duty, Effect, EffectKind, Head, Quote, Relation
from corpus.numbers import number_key
from corpus.vietnamese import search_key

T = TypeVar("T")


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept as long as nothing new is stored."""


@dataclass(frozen=True, slots=True)
class Amended:
    """A record that changes the document asked about: made by the document ``by``, in force from ``since``."""

    by: str
    record: Amendment
    since: dt.date | None


def amendments_to(base: Base, key: str) -> tuple[Amended, ...]:
    """Return what other stored documents change in the document ``key``, oldest document first."""
    return base.remembered(OfDocument("amended", key), lambda: amendments_in(base.catalogue, key))


def clause_changes(base: Base, key: str, path: str, as_of: dt.date) -> tuple[ClauseChange, ...]:
    """Return what holds at ``as_of`` of the changes of the clause at ``path``, of what it lies in and of what lies in it."""
    return tuple(
        ClauseChange(one.record.operation, one.by, one.record.path, one.record.target, one.since, _citation(base.catalogue, one))
        for one in amendments_to(base, key)
        if one.since is not None and one.since <= as_of and (not one.record.target or overlap((one.record.target,), (path,)))
    )


def marked(base: Base, quote: Quote, as_of: dt.date) -> Quote:
    """Return a quote with what other documents did to its clause by ``as_of``."""
    changes = clause_changes(base, quote.document.key, quote.path, as_of)
    return replace(quote, changes=changes) if changes else quote


def marked_duties(base: Base, duties: Iterable[Duty], as_of: dt.date, named: Collection[str] = ()) -> tuple[Duty, ...]:
    """Return duties with marked quotes; a duty of a repealed clause binds nobody and is left out, but for ``named`` documents."""
    found = (replace(duty, quote=marked(base, duty.quote, as_of)) for duty in duties)
    return tuple(duty for duty in found if duty.quote.document.key in named or not is_repealed(duty.quote))


def marked_answer(base: Base, answer: Answer, as_of: dt.date) -> Answer:
    """Return an answer with marked quotes; repealed clauses are left out where others answer, and where none is named."""
    named = answer.question.documents
    duties = marked_duties(base, answer.duties, as_of, named)
    clauses = tuple(marked(base, quote, as_of) for quote in answer.clauses)
    standing = tuple(quote for quote in clauses if quote.document.key in named or not is_repealed(quote))
    return replace(answer, duties=duties, clauses=standing if standing or duties else clauses)


def is_repealed(quote: Quote) -> bool:
    """Whether a marked clause is gone."""
    return any(change.repeals(quote.path) for change in quote.changes)


def _citation(catalogue: Catalogue, one: Amended) -> str:
    summary = catalogue.summary(one.by)
    return formal_citation(summary, print_address(one.record.path)) if summary else print_address(one.record.path)


def amendments_in(catalogue: Catalogue, key: str) -> tuple[Amended, ...]:
    """Return what other documents of a catalogue change in the document ``key``, oldest document first."""
    head = catalogue.head(key)
    if head is None:
        return ()
    number = number_key(head.number) if head.number else None
    found = [(by, record) for by, record in catalogue.amendments_on(number, _names(head)) if by != key]
    meant: dict[tuple[str, str], bool] = {}
    starts: dict[str, _Starts] = {}
    amended = []
    for by, record in found:
        named = (by, record.target_document)
        if named not in meant:
            meant[named] = _means(catalogue, record.target_document, by, key)
        if meant[named]:
            if by not in starts:
                starts[by] = _starts(catalogue, by)
            amended.append(Amended(by, record, starts[by].of(record.path)))
    return tuple(amended)


def _names(head: Head) -> tuple[str, ...]:
    """Return the keys of the names by which a law is cited, with and without its kind."""
    if not head.title:
        return ()
    return tuple(dict.fromkeys((search_key(head.title), search_key(f"{head.kind or ''} {head.title}".strip()))))


def _means(catalogue: Catalogue, words: str, by: str, key: str) -> bool:
    from ingest.citations import extract_citations

    return any(is_meant(catalogue, citation, by, key) for citation in extract_citations(words)[:1])


def is_meant(catalogue: Catalogue, citation: Citation, by: str, key: str) -> bool:
    """Whether what the stored document ``by`` changes resolves to the document ``key``; it is never the later one."""
    from ingest.citations.resolve import match_citation

    changed = replace(citation, relation=Relation.SUA_DOI)
    whole = citation.number is not None and citation.date is not None  # then nothing is asked of the citations beside it
    context = () if whole else catalogue.citations_of(by)
    match = match_citation(changed, catalogue, catalogue.head(by), key=by, context=context)
    return match.resolution.target == key


@dataclass(frozen=True, slots=True)
class _Starts:
    """When a document takes effect, as a whole and provision by provision."""

    whole: dt.date | None
    parts: tuple[tuple[str, dt.date], ...]

    def of(self, path: str) -> dt.date | None:
        """Return the day from which the unit at ``path`` holds."""
        own = [day for part, day in self.parts if lies_in(path, part)]
        return own[-1] if own else self.whole


def _starts(catalogue: Catalogue, by: str) -> _Starts:
    from ingest.citations.effects import effective_date

    head, effects = catalogue.head(by), catalogue.effects_of(by)
    whole = (head.effective_date if head else None) or effective_date(effects)
    return _Starts(whole, tuple(sorted(_dated_parts(effects), key=lambda pair: len(pair[0]))))


def _dated_parts(effects: Sequence[Effect]) -> list[tuple[str, dt.date]]:
    return [(path, e.date) for e in effects if e.kind is EffectKind.STARTS and e.date for path in e.provisions]
