"""Who bears what: the rows from which lists of duties are made, read in two steps.

A unit may be bound by tens of thousands of obligations of which fifty are shown. So a list is made of light rows, read from one
table in the order of the bearers' names, and only what is shown is read whole.

1. ``filed_under`` gives every name that may bind: those filed under the keys, and those not yet filed by this register.
2. A catalogue of an earlier version is read too, more slowly: every name may bind there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from corpus.catalogue import rows
from corpus.catalogue.store import Row, Store, marks
from corpus.model import Obligation
from corpus.vietnamese import search_key

T = TypeVar("T")
_BEARING = 6  # the schema version from which light rows are stored
_CHUNK = 500  # parameters in one statement, well below SQLite's limit
_LIGHT = (
    "SELECT name, obligation, document, start, modality, role, deadline, due FROM bearers WHERE name IN ({marks}) "
    "ORDER BY name, obligation"
)
_LIGHT_BEFORE = (
    "SELECT b.name, b.obligation, o.document, o.start, o.modality, o.role, o.deadline_kind, o.deadline_value "
    "FROM bearers b JOIN obligations o ON o.id = b.obligation WHERE b.name IN ({marks}) ORDER BY b.name, b.obligation"
)
_WHOLE = (
    "SELECT o.*, d.key AS document_key, p.page AS page, p.boxes AS boxes FROM obligations o JOIN documents d ON d.id = o.document "
    "LEFT JOIN provisions p ON p.document = o.document AND p.path = o.path WHERE o.id IN ({marks})"
)

_AT = (
    "SELECT o.*, p.page AS page, p.boxes AS boxes FROM documents d JOIN obligations o ON o.document = d.id "
    "LEFT JOIN provisions p ON p.document = o.document AND p.path = o.path WHERE d.key = ? AND o.path = ? ORDER BY o.start, o.id"
)


@dataclass(frozen=True, slots=True)
class LightDuty:
    """What narrows a list of duties: ``obligation`` and ``document`` are the rows' numbers, ``due`` a date or a rhythm."""

    bearer: str
    obligation: int
    document: int
    start: int
    modality: str
    role: str
    deadline: str | None
    due: str | None


@dataclass(frozen=True, slots=True)
class LightDocument:
    """What lists of duties need of a document."""

    key: str
    date: dt.date | None
    issuer: str | None
    title: str | None


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
        """Yield a light row for every obligation that one of these names bears."""
        sql = _LIGHT if self._filed else _LIGHT_BEFORE
        for part in _parts(sorted(names)):
            for row in self._db.execute(sql.format(marks=marks(len(part))), part):
                yield LightDuty(*row)

    def whole(self, numbers: Collection[int]) -> dict[int, Stored]:
        """Return the obligations of these numbers with document and page."""
        found: dict[int, Stored] = {}
        for part in _parts(list(numbers)):
            for row in self._db.execute(_WHOLE.format(marks=marks(len(part))), part):
                found[row["id"]] = Stored(row["document_key"], row["page"], _several(row), rows.obligation_of(row))
        return found

    def stated_at(self, key: str, path: str) -> tuple[Stored, ...]:
        """Return the obligations that a document states in its clause at ``path``, in reading order."""
        found = self._db.execute(_AT, (key, path))
        return tuple(Stored(key, row["page"], _several(row), rows.obligation_of(row)) for row in found)

    def quotes(self, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
        """Return ``(words, address)`` of these obligations."""
        found: dict[int, tuple[str, str]] = {}
        for part in _parts(list(numbers)):
            for row in self._db.execute(f"SELECT id, quote, path FROM obligations WHERE id IN ({marks(len(part))})", part):  # noqa: S608
                found[row[0]] = (row[1], row[2])
        return found

    def documents(self) -> dict[int, LightDocument]:
        """Return what lists need of every document, by its row's number."""
        found = self._db.execute("SELECT id, key, date, issuer, title FROM documents")
        return {row[0]: LightDocument(row[1], rows.date_or_none(row[2]), row[3], row[4]) for row in found}

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
        found = self._db.execute("SELECT key, number_key, title_key, kind FROM documents")
        return frozenset(
            row[0]
            for row in found
            if row[1] in numbers or (row[2] and (row[2] in titles or search_key(f"{row[3] or ''} {row[2]}".strip()) in titles))
        )

    def with_recipients(self) -> Iterator[tuple[str, Obligation]]:
        """Yield ``(document key, obligation)`` of every obligation that names to whom one reports, in reading order."""
        sql = (
            "SELECT o.*, d.key AS document_key FROM obligations o JOIN documents d ON d.id = o.document "
            "WHERE o.recipients != '[]' ORDER BY o.document, o.start"
        )
        for row in self._db.execute(sql):
            yield row["document_key"], rows.obligation_of(row)


def _several(row: Row) -> bool:
    return bool(row["boxes"]) and rows.page_count(row["boxes"]) > 1


def _parts(values: list[T]) -> Iterator[list[T]]:
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))
