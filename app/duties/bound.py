"""Which obligations bind a unit on a day, as light rows: the list that pages, filters and counts are made of.

The names that may bind the unit are looked up under its keys, each is judged once for each issuer, and every obligation keeps
the strongest of its bearers. Only a successor chosen by topic needs the words of the obligation.

1. A list is the same whether it is made from filed names or by judging every name.
2. Obligations of documents that have ended by the day, came after it, or of clauses since repealed bind nobody; of a
   document that is asked for by name the repealed ones stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, TypeVar

from corpus.catalogue import Catalogue, LightDocument, LightDuty
from corpus.model import DocumentSummary
from corpus.units import Coverage, Register, covers, mark_of, unit_keys
from corpus.vietnamese import search_key

T = TypeVar("T")
HOW = ("named", "successor", "class", "parent", "one_of")  # strongest first
OWN = frozenset({"named", "successor", "one_of"})
_LISTS = 48  # units whose lists are kept; a list of 16,000 rows takes some 3 MB


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    @property
    def register(self) -> Register:
        """The register of units."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept as long as nothing new is stored."""


@dataclass(frozen=True, slots=True)
class Bound:
    """An obligation that binds the unit, by its strongest bearer; ``light`` names them both."""

    light: LightDuty
    coverage: Coverage


def documents_of(base: Base) -> dict[int, LightDocument]:
    """Return what lists need of every document, by its row's number."""
    return base.remembered("light documents", base.catalogue.bearing.documents)


def bound_to(base: Base, unit: str, as_of: dt.date | None) -> tuple[Bound, ...]:
    """Return every obligation that binds ``unit``, newest document first, in reading order (guarantee 2 is the caller's)."""
    lists: dict[tuple[str, dt.date | None], tuple[Bound, ...]] = base.remembered("lists of duties", dict)
    place = (unit, as_of)
    found = lists.get(place)
    if found is None:
        found = _judged(base, unit, as_of)
        if len(lists) >= _LISTS:
            lists.clear()
        lists[place] = found
    return found


def standing(base: Base, as_of: dt.date | None) -> Callable[[LightDuty], bool]:
    """Return whether a row's document was there on the day and had not ended."""
    documents = documents_of(base)
    day = as_of or dt.datetime.now().astimezone().date()
    gone = base.remembered(("gone", day), lambda: _gone(base, day))

    def stands(light: LightDuty) -> bool:
        document = documents[light.document]
        return document.key not in gone and not (as_of and document.date and document.date > as_of)

    return stands


def _gone(base: Base, day: dt.date) -> frozenset[str]:
    """Return the documents that had ended or were suspended on the day; only those that some words ended need be judged."""
    from app.questions.narrowing import ENDED

    asked = ((key, base.summary(key, day)) for key in base.catalogue.bearing.documents_ended_by_words())
    return frozenset(key for key, summary in asked if summary is not None and summary.status in ENDED)


def _judged(base: Base, unit: str, as_of: dt.date | None) -> tuple[Bound, ...]:
    register, catalogue = base.register, base.catalogue
    documents = documents_of(base)
    names = catalogue.bearing.filed_under(unit_keys(register, unit), mark_of(register))
    target = register.resolve(unit)
    judge = _Judge(register, unit, as_of, target.valid_to if target else None)
    kept = [(light, found) for light in catalogue.bearing.light(names) if (found := judge.of(light, documents[light.document]))]
    kept = _by_topic(base, judge, kept, documents)
    best: dict[int, Bound] = {}
    for light, coverage in kept:
        before = best.get(light.obligation)
        if before is None or judge.strength(light, coverage) > judge.strength(before.light, before.coverage):
            best[light.obligation] = Bound(light, coverage)
    return _in_order(best.values(), documents)


def _in_order(found: Iterable[Bound], documents: dict[int, LightDocument]) -> tuple[Bound, ...]:
    reading = sorted(found, key=lambda b: (documents[b.light.document].key, b.light.start, b.light.obligation))
    return tuple(sorted(reading, key=lambda b: documents[b.light.document].date or dt.date.min, reverse=True))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges bearers for one unit and day, each once for each issuer and side of the unit's ``end``."""

    register: Register
    unit: str
    as_of: dt.date | None
    end: dt.date | None
    known: dict[tuple[str, str | None, bool], Coverage | None] = field(default_factory=dict)

    def of(self, light: LightDuty, document: LightDocument) -> Coverage | None:
        """Return why a row binds the unit, its topic left open."""
        place = (light.bearer, document.issuer, self._is_late(document))
        if place not in self.known:
            self.known[place] = self._remembered(light.bearer, document)
        return self.known[place]

    def judged(self, bearer: str, document: LightDocument, topic: str) -> Coverage | None:
        """Return why a bearer binds the unit in a document and for a topic."""
        issued, issuer = document.date, document.issuer
        return covers(self.register, bearer, self.unit, as_of=self.as_of, issued=issued, issuer=issuer, topic=topic)

    def _is_late(self, document: LightDocument) -> bool:
        return bool(self.end and document.date and document.date > self.end)

    def _remembered(self, bearer: str, document: LightDocument) -> Coverage | None:
        """Return what the register's memory holds, which outlives what is stored."""
        memory = self.register.memory
        key = ("binds", bearer, self.unit, self.as_of, document.issuer, self._is_late(document), "")
        if key not in memory:
            memory[key] = self.judged(bearer, document, "")
        kept: Coverage | None = memory[key]
        return kept

    def strength(self, light: LightDuty, coverage: Coverage) -> tuple[bool, int, bool]:
        """Return how directly a row binds: a name before a class, anything before a class that says little, "sở" before "ban"."""
        return not coverage.generic, -HOW.index(coverage.how), _sort(light.bearer) == _sort(self.unit)


@lru_cache(maxsize=16_384)
def _sort(name: str) -> str:
    """Return the word that tells sorts of units apart ("so", "ban")."""
    return search_key(name).split(" ")[0]


def _by_topic(
    base: Base, judge: _Judge, found: list[tuple[LightDuty, Coverage]], documents: dict[int, LightDocument]
) -> list[tuple[LightDuty, Coverage]]:
    """Decide successors that depend on the function by the words of each obligation and its document's title."""
    open_ones = [light.obligation for light, coverage in found if coverage.how == "one_of"]
    if not open_ones:
        return found
    words = base.catalogue.bearing.quotes(open_ones)
    decided = []
    for light, coverage in found:
        if coverage.how == "one_of":
            document = documents[light.document]
            again = judge.judged(light.bearer, document, f"{words[light.obligation][0]} {document.title or ''}")
            if again is None:
                continue
            coverage = again
        decided.append((light, coverage))
    return decided
