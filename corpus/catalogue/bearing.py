"""Who bears what: the rows from which lists of duties are made, read in two steps.

A unit may be bound by tens of thousands of obligations of which fifty are shown. So a list is made of light rows, read from one
table in the order of the bearers' names, and only what is shown is read whole.

1. ``filed_under`` gives every name that may bind: those filed under the keys, and those not yet filed by this register.
2. A catalogue of an earlier version is read too, more slowly: every name may bind there.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from corpus.catalogue import rows
from corpus.catalogue.store import Row, Store, Value, marks, parts
from corpus.model import Deadline, DeadlineKind, Obligation
from corpus.vietnamese import search_key

_BEARING = 6  # the schema version from which light rows are stored
_LIGHT = "SELECT b.name, b.obligation, b.document, b.start, b.modality, b.role, b.deadline, b.due FROM bearers b WHERE"
_LIGHT_BEFORE = (
    "SELECT b.name, b.obligation, o.document, o.start, o.modality, o.role, o.deadline_kind, o.deadline_value "
    "FROM bearers b JOIN obligations o ON o.id = b.obligation WHERE"
)
_BY_NAME = "{light} b.name IN ({marks}) ORDER BY b.name, b.obligation"
_BY_DOCUMENT = "{light} b.obligation IN (SELECT id FROM obligations WHERE document IN ({marks})) ORDER BY b.name, b.obligation"
_RECEIVED = (
    "SELECT recipients, id, document, start, modality, role, deadline_kind, "
    "CASE WHEN deadline_kind IN ('date', 'recurring') THEN deadline_value END FROM obligations WHERE recipients != '[]'"
)
_WHOLE = (
    "SELECT o.*, d.key AS document_key, p.page AS page, p.boxes AS boxes FROM obligations o JOIN documents d ON d.id = o.document "
    "LEFT JOIN provisions p ON p.document = o.document AND p.path = o.path WHERE o.id IN ({marks})"
)

_AT = (
    "SELECT o.*, p.page AS page, p.boxes AS boxes FROM documents d JOIN obligations o ON o.document = d.id "
    "LEFT JOIN provisions p ON p.document = o.document AND p.path = o.path WHERE d.key = ? AND o.path = ? ORDER BY o.start, o.id"
)


class LightDuty(NamedTuple):
    """What narrows a list of duties: ``obligation`` and ``document`` are the rows' numbers, ``due`` a date or a rhythm."""

    bearer: str
    obligation: int
    document: int
    start: int
    modality: str
    role: str
    deadline: str | None
    due: str | None


class Words(NamedTuple):
    """The words of an obligation; ``reports`` whether it names to whom one reports."""

    obligation: int
    path: str
    quote: str
    action: str
    reports: bool


@dataclass(frozen=True, slots=True)
class LightDocument:
    """What lists of duties need of a document."""

    key: str
    date: dt.date | None
    issuer: str | None
    title: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """An obligation read whole; ``page`` is its clause's first, ``several`` whether the clause has more."""

    document: str
    page: int | None
    several: bool
    obligation: Obligation


class Bearing:
    """Reads who bears what of one catalogue; made by ``Catalogue``."""

    def __init__(self, store: Store, version: int) -> None:
        self._db = store
        self._filed = version >= _BEARING

    def names(self) -> tuple[str, ...]:
        """Return every distinct bearer's name, without whom it leaves out."""
        found = (row[0].partition(" (")[0] for row in self._db.execute("SELECT DISTINCT name FROM bearers ORDER BY name"))
        return tuple(dict.fromkeys(found))

    def filed_under(self, keys: Collection[str], mark: int) -> tuple[str, ...]:
        """Return the names filed under one of ``keys`` by the register ``mark``, and those that it has not filed."""
        if not self._filed:
            return self.names()
        unfiled = {row[0] for row in self._db.execute("SELECT name FROM bearer_names WHERE filed != ?", (mark,))}
        sql = f"SELECT DISTINCT name FROM bearer_keys WHERE key IN ({marks(len(keys))})"  # noqa: S608
        return tuple(sorted(unfiled.union(row[0] for row in self._db.execute(sql, tuple(keys)))))

    def light(self, names: Collection[str]) -> Iterator[LightDuty]:
        """Yield a light row for every obligation that one of these names bears, in the order of names and obligations."""
        return self._light(_BY_NAME, sorted(names))

    def light_in(self, documents: Collection[int]) -> Iterator[LightDuty]:
        """Yield the light rows of the documents of these numbers."""
        return self._light(_BY_DOCUMENT, sorted(documents))

    def _light(self, sql: str, values: Sequence[Value]) -> Iterator[LightDuty]:
        light = _LIGHT if self._filed else _LIGHT_BEFORE
        for part in parts(values):
            yield from map(LightDuty._make, self._db.execute(sql.format(light=light, marks=marks(len(part))), part))

    def whole(self, numbers: Collection[int]) -> dict[int, Stored]:
        """Return the obligations of these numbers with document and page."""
        found: dict[int, Stored] = {}
        for part in parts(list(numbers)):
            for row in self._db.execute(_WHOLE.format(marks=marks(len(part))), part):
                found[row["id"]] = Stored(row["document_key"], row["page"], _several(row), rows.obligation_of(row))
        return found

    def stated_at(self, key: str, path: str) -> tuple[Stored, ...]:
        """Return the obligations that a document states in its clause at ``path``, in reading order."""
        found = self._db.execute(_AT, (key, path))
        return tuple(Stored(key, row["page"], _several(row), rows.obligation_of(row)) for row in found)

    def words(self, numbers: Collection[int]) -> Iterator[Words]:
        """Yield the words of these obligations."""
        for part in parts(list(numbers)):
            sql = f"SELECT id, path, quote, action, recipients != '[]' FROM obligations WHERE id IN ({marks(len(part))})"  # noqa: S608
            yield from map(Words._make, self._db.execute(sql, part))

    def deadlines(self, numbers: Collection[int]) -> dict[int, Deadline | None]:
        """Return the deadline of each of these obligations."""
        found: dict[int, Deadline | None] = {}
        for part in parts(list(numbers)):
            sql = "SELECT id, deadline_text, deadline_kind, deadline_value FROM obligations WHERE id IN ({marks})"
            for number, text, kind, value in self._db.execute(sql.format(marks=marks(len(part))), part):
                found[number] = Deadline(text, DeadlineKind(kind), value) if kind else None
        return found

    def documents(self, since: int = -1) -> dict[int, LightDocument]:
        """Return what lists need of every document stored after the generation ``since``, by its row's number."""
        found = self._db.execute("SELECT id, key, date, issuer, title, kind FROM documents WHERE generation > ?", (since,))
        return {row[0]: LightDocument(row[1], rows.date_or_none(row[2]), row[3], row[4], row[5]) for row in found}

    def documents_ended_by_words(self) -> frozenset[str]:
        """Return the keys of documents that some stored words may have ended or suspended, by others' words or their own."""
        sql = (
            "SELECT d.key FROM documents d WHERE d.id IN (SELECT document FROM effects WHERE kind = 'ends') OR d.number_key IN "
            "(SELECT target_number FROM effects WHERE kind IN ('repeals', 'replaces', 'suspends')) OR d.title_key IN "
            "(SELECT target_title FROM effects WHERE target_number IS NULL AND kind IN ('repeals', 'replaces', 'suspends'))"
        )
        return frozenset(row[0] for row in self._db.execute(sql))

    def documents_amended(self) -> frozenset[str]:
        """Return the keys of documents some clause of which the records of another may have repealed."""
        if not self._filed:
            return frozenset()
        numbers = {row[0] for row in self._db.execute("SELECT DISTINCT target_number FROM amendments")} - {None}
        titles = {row[0] for row in self._db.execute("SELECT DISTINCT target_title FROM amendments")} - {None}
        if not numbers and not titles:
            return frozenset()
        found = self._db.execute("SELECT key, number_key, title_key, kind FROM documents")
        return frozenset(
            row[0]
            for row in found
            if row[1] in numbers or (row[2] and (row[2] in titles or f"{_kind_key(row[3])} {row[2]}".strip() in titles))
        )

    def received(self, documents: Collection[int] | None = None) -> Iterator[LightDuty]:
        """Yield a light row for every name to whom an obligation is to be reported, of all documents or of these.

        The name stands in the place of the bearer's; the names of one obligation come in its order.
        """
        if documents is None:
            yield from _to_whom(self._db.execute(f"{_RECEIVED} ORDER BY document, start, id"))
            return
        for part in parts(sorted(documents)):
            yield from _to_whom(
                self._db.execute(f"{_RECEIVED} AND document IN ({marks(len(part))}) ORDER BY document, start, id", part)
            )


@lru_cache(maxsize=256)
def _kind_key(kind: str | None) -> str:
    return search_key(kind or "")


def _to_whom(found: Iterable[Row]) -> Iterator[LightDuty]:
    for names, *rest in found:
        for name in json.loads(names):
            yield LightDuty(name, *rest)


def _several(row: Row) -> bool:
    return bool(row["boxes"]) and rows.page_count(row["boxes"]) > 1
