"""Which obligations bind a unit on a day, as light rows: the list that pages, filters and counts are made of.

The names that may bind the unit are looked up under its keys, each is judged once for each issuer, and every obligation keeps
the strongest of its bearers. Only a successor chosen by topic needs the words of the obligation.

1. A list is the same whether it is made from filed names or by judging every name, from rows carried over or read anew.
2. Obligations of documents that have ended by the day, came after it, or of clauses since repealed bind nobody; of a
   document that is asked for by name the repealed ones stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Protocol, TypeVar

import numpy as np

from app.duties.columns import ROW, Documents, Mask, Numbers, Rows, joined
from app.duties.ledger import LEDGER, Ledger, ledger_of
from corpus.catalogue import Catalogue, LightDocument
from corpus.dates import today
from corpus.model import DocumentSummary
from corpus.units import Coverage, Register, covers, mark_of, unit_keys
from corpus.vietnamese import search_key

T = TypeVar("T")
HOW: Final = ("named", "successor", "class", "parent", "one_of")  # strongest first
OWN: Final = frozenset({"named", "successor", "one_of"})
_LISTS: Final = 48  # units whose lists are kept; a list of 16,000 rows takes some .7 MB


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

    def followed(self, what: Hashable, make: Callable[[int, T | None], T]) -> T:
        """What ``make`` gives from the generation and what it gave for the one before, kept as long as nothing new is stored."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Obligations that bind a unit: a row each, with places in ``bearers`` (by its strongest bearer) and ``coverages``."""

    rows: Rows
    bearer: Numbers
    coverage: Numbers
    bearers: tuple[str, ...] = ()
    coverages: tuple[Coverage, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, which: Mask | Numbers | slice) -> Bound:
        """Return the rows of a mask, of places or of a part."""
        return replace(self, rows=self.rows[which], bearer=self.bearer[which], coverage=self.coverage[which])

    def binding(self, accepts: Callable[[Coverage], bool]) -> Mask:
        """Return which rows bind in a way that ``accepts``."""
        accepted: Mask = np.array([accepts(one) for one in self.coverages], np.bool_)[self.coverage]
        return accepted


_NOBODY: Final = Bound(joined(()), np.empty(0, np.int64), np.empty(0, np.int64))


def ledger(base: Base) -> Ledger:
    """Return the rows of who bears what."""
    return base.followed(LEDGER, lambda generation, before: ledger_of(base.catalogue, generation, before))


def bound_to(base: Base, unit: str, as_of: dt.date | None) -> Bound:
    """Return every obligation that binds ``unit``, newest document first, in reading order (guarantee 2 is the caller's)."""
    lists: dict[tuple[str, dt.date | None], Bound] = base.remembered("lists of duties", dict)
    place = (unit, as_of)
    found = lists.get(place)
    if found is None:
        found = _judged(base, unit, as_of)
        if len(lists) >= _LISTS:
            lists.clear()
        lists[place] = found
    return found


def standing(base: Base, as_of: dt.date | None) -> Mask:
    """Return which documents, by their rows' numbers, were there on the day and had not ended."""
    documents = ledger(base).documents
    day = as_of or today()
    stands = ~documents.mask(base.remembered(("gone", day), lambda: _gone(base, day)))
    return stands & (documents.day <= as_of.toordinal()) if as_of else stands


def _gone(base: Base, day: dt.date) -> frozenset[str]:
    """Return the documents that had ended or were suspended on the day; only those that some words ended need be judged."""
    from app.questions.narrowing import ENDED

    asked = ((key, base.summary(key, day)) for key in base.catalogue.bearing.documents_ended_by_words())
    return frozenset(key for key, summary in asked if summary is not None and summary.status in ENDED)


def addressed_to(base: Base, unit: str, as_of: dt.date | None) -> Bound:
    """Return every obligation to report to ``unit``, each by the first recipient that is meant, newest document first."""
    held = ledger(base)
    received = held.received(base.catalogue)
    names = sorted(received)
    found = _judge(base, unit, as_of).all(names, [received[name] for name in names], held.documents)
    found = found.where(found.binding(lambda one: not one.generic)) if len(found) else found
    first = _first_of_each(found.rows["obligation"], found.rows["place"])
    return _in_order(found.where(first), held.documents)


def _judged(base: Base, unit: str, as_of: dt.date | None) -> Bound:
    held, judge = ledger(base), _judge(base, unit, as_of)
    names = base.catalogue.bearing.filed_under(unit_keys(base.register, unit), mark_of(base.register))
    found = judge.all(names, held.borne(base.catalogue, names), held.documents)
    found = _by_topic(base, judge, found, held.documents)
    return _in_order(_strongest(found, unit), held.documents)


def _judge(base: Base, unit: str, as_of: dt.date | None) -> _Judge:
    target = base.register.resolve(unit)
    return _Judge(base.register, unit, as_of, target.valid_to if target else None)


def _in_order(found: Bound, documents: Documents) -> Bound:
    """Return rows newest document first, then in reading order."""
    rows = found.rows
    return found.where(np.lexsort((rows["obligation"], rows["start"], documents.order[rows["document"]])))


def _first_of_each(obligations: Numbers, rank: Numbers) -> Numbers:
    """Return the place of the lowest rank of each obligation, of two alike the earlier one."""
    ranked = np.lexsort((np.arange(len(rank)), rank, obligations))
    ordered = obligations[ranked]
    found: Numbers = ranked[np.concatenate((ordered[:1] == ordered[:1], ordered[1:] != ordered[:-1]))]
    return found


def _strongest(found: Bound, unit: str) -> Bound:
    """Return every obligation once: by a name before a class, by anything before a class that says little, by "sở" before "ban"."""
    if not len(found):
        return found
    ways = np.array([(0 if one.generic else 100) - 2 * HOW.index(one.how) for one in found.coverages], np.int64)
    sorts = np.array([_sort(name) == _sort(unit) for name in found.bearers], np.int64)
    strength = ways[found.coverage] + sorts[found.bearer]
    return found.where(_first_of_each(found.rows["obligation"], -strength))


@lru_cache(maxsize=16_384)
def _sort(name: str) -> str:
    """Return the word that tells sorts of units apart ("so", "ban")."""
    return search_key(name).split(" ")[0]


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges bearers for one unit and day, each once for each issuer and side of the unit's ``end``."""

    register: Register
    unit: str
    as_of: dt.date | None
    end: dt.date | None

    def all(self, names: Sequence[str], parts: Sequence[bytes], documents: Documents) -> Bound:
        """Return the rows of all names that bind the unit, the topic left open."""
        if not names:
            return _NOBODY
        rows = joined(parts)
        bearer = np.repeat(np.arange(len(names)), [len(part) // ROW.itemsize for part in parts])
        late = documents.day[rows["document"]] > (self.end or dt.date.max).toordinal()
        cases = (bearer * len(documents.issuers) + documents.issuer[rows["document"]]) * 2 + late
        _, first, case = np.unique(cases, return_index=True, return_inverse=True)
        told = zip(bearer[first].tolist(), rows["document"][first].tolist(), strict=True)
        judged = [self.judged(names[name], documents.light[number]) for name, number in told]
        coverages = tuple(dict.fromkeys(one for one in judged if one is not None))
        places = {one: place for place, one in enumerate(coverages)}
        coverage = np.array([-1 if one is None else places[one] for one in judged], np.int64)[case]
        return Bound(rows, bearer, coverage, tuple(names), coverages).where(coverage >= 0)

    def judged(self, bearer: str, document: LightDocument, topic: str = "") -> Coverage | None:
        """Return why a bearer binds the unit in a document, as the register's memory holds it, which outlives what is stored."""
        memory, issued, issuer = self.register.memory, document.date, document.issuer
        is_late = bool(self.end and issued and issued > self.end)
        key = ("binds", bearer, self.unit, self.as_of, issuer, is_late, topic)
        if key not in memory:
            memory[key] = covers(self.register, bearer, self.unit, as_of=self.as_of, issued=issued, issuer=issuer, topic=topic)
        kept: Coverage | None = memory[key]
        return kept


def _by_topic(base: Base, judge: _Judge, found: Bound, documents: Documents) -> Bound:
    """Decide successors that depend on the function by the words of each obligation and its document's title."""
    if not found.coverages:
        return found
    open_ones = np.flatnonzero(found.binding(lambda one: one.how == "one_of"))
    obligations = found.rows["obligation"][open_ones].tolist()
    words = {one.obligation: one.quote for one in base.catalogue.bearing.words(obligations)}
    places = {one: place for place, one in enumerate(found.coverages)}
    decided = found.coverage.copy()
    bearers, numbers = found.bearer[open_ones].tolist(), found.rows["document"][open_ones].tolist()
    for place, obligation, bearer, number in zip(open_ones.tolist(), obligations, bearers, numbers, strict=True):
        document = documents.light[number]
        again = judge.judged(found.bearers[bearer], document, f"{words[obligation]} {document.title or ''}")
        decided[place] = -1 if again is None else places.setdefault(again, len(places))
    return replace(found, coverage=decided, coverages=tuple(places)).where(decided >= 0)
