"""The table of a snapshot's rows: which entry a row number stands for, and of which document it is.

Rows are numbered through the snapshot's segments. A compaction moves rows, so each also has a serial number that is given once and
never again; what lies outside the segments (the lexical index, an engine on another machine) knows rows by it.

1. ``RowTable.id_of`` gives the entry's id without reading the others (memory-mapped).
2. ``RowTable.admitted`` is exact: a row is admitted if it is alive and its document passes every filter.
3. Serial numbers rise with the rows; ``RowTable.rows_of`` drops those of rows that are gone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.vietnamese import search_key
from index.stores.blocks import Rows, mapped, picked
from index.stores.levels import level_of
from index.tokens.entries import Filters, IndexEntry

Mask: TypeAlias = npt.NDArray[np.bool_]

_IDS: Final = "ids.bin"
_STARTS: Final = "ids.starts.bin"
_OWNERS: Final = "owners.bin"
_SERIALS: Final = "serials.bin"
_DOCUMENTS: Final = "documents.json"
# Masks of filters kept; each is a byte a row.
_REMEMBERED: Final = 16


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What filters ask of a document."""

    key: str
    kind: str | None = None
    issuer: str | None = None
    date: str | None = None


def document_row(entry: IndexEntry) -> DocumentRow:
    """Return the document of an entry."""
    return DocumentRow(entry.document, entry.kind, entry.issuer, entry.date.isoformat() if entry.date else None)


@dataclass(frozen=True, slots=True)
class Admitted:
    """The rows that may be found: ``mask`` says it for each row, ``count`` how many.

    ``documents`` are the keys of the documents that pass the ``filters``, both ``None`` where nothing is filtered.
    """

    mask: Mask
    count: int
    documents: tuple[str, ...] | None = None
    filters: Filters | None = None


class _Sieve:
    """Filters, their names folded once."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        self._kinds = {search_key(name) for name in filters.kinds}
        self._issuers = {search_key(name) for name in filters.issuers}

    def passes(self, document: DocumentRow, folded: tuple[str | None, str | None]) -> bool:
        """Whether a document of this kind, issuer and date is admitted; a field that is unknown passes no restriction on it."""
        asked = self._filters
        if document.key in asked.without or (asked.documents is not None and document.key not in asked.documents):
            return False
        if (self._kinds and folded[0] not in self._kinds) or (self._issuers and folded[1] not in self._issuers):
            return False
        if asked.date_from is None and asked.date_to is None:
            return True
        if document.date is None:
            return False
        return (asked.date_from or dt.date.min) <= dt.date.fromisoformat(document.date) <= (asked.date_to or dt.date.max)


class RowWriter:
    """Writes the rows of one segment; ``close`` finishes it."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty folder, made if absent."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[str, BinaryIO] = {name: (folder / name).open("wb") for name in (_IDS, _STARTS, _OWNERS, _SERIALS)}
        self._files[_STARTS].write(np.zeros(1, np.int64).tobytes())
        self._end = 0
        self._documents: dict[DocumentRow, int] = {}

    def add(self, ids: Sequence[str], documents: Sequence[DocumentRow], serials: Rows) -> None:
        """Append rows."""
        encoded = [identifier.encode() for identifier in ids]
        ends = np.cumsum([len(part) for part in encoded], dtype=np.int64) + self._end
        self._end = int(ends[-1]) if len(ends) else self._end
        owners = np.array([self._documents.setdefault(document, len(self._documents)) for document in documents], np.int32)
        self._files[_IDS].write(b"".join(encoded))
        self._files[_STARTS].write(ends.tobytes())
        self._files[_OWNERS].write(owners.tobytes())
        self._files[_SERIALS].write(np.ascontiguousarray(serials, np.int64).tobytes())

    def release(self) -> None:
        """Close the files as they are."""
        for file in self._files.values():
            file.close()

    def close(self) -> None:
        """Finish the files."""
        self.release()
        documents = [asdict(document) for document in self._documents]
        (self._folder / _DOCUMENTS).write_text(json.dumps(documents, ensure_ascii=False), "utf-8")


class SegmentRows:
    """The rows of one stored segment."""

    def __init__(self, folder: Path) -> None:
        """Map the table in ``folder``."""
        # Read at once, parsed when needed: a newer snapshot may have replaced this one's files by then.
        self._listed = (folder / _DOCUMENTS).read_bytes()
        self._starts: Rows = mapped(folder / _STARTS, np.int64)
        self._ids: npt.NDArray[np.uint8] = mapped(folder / _IDS, np.uint8)
        self.owners: npt.NDArray[np.int32] = mapped(folder / _OWNERS, np.int32)
        self.serials: Rows = mapped(folder / _SERIALS, np.int64)

    def __len__(self) -> int:
        """Return the number of rows, removed ones included."""
        return len(self.owners)

    @cached_property
    def documents(self) -> tuple[DocumentRow, ...]:
        """The documents, parsed on first use."""
        return tuple(DocumentRow(**values) for values in json.loads(self._listed))

    @cached_property
    def levels(self) -> npt.NDArray[np.float32]:
        """The rank of each document's kind (``index.stores.levels``)."""
        return np.array([level_of(document.kind) for document in self.documents], np.float32)

    @cached_property
    def _folded(self) -> tuple[tuple[str | None, str | None], ...]:
        fold = {name: search_key(name) for d in self.documents for name in (d.kind, d.issuer) if name is not None}
        return tuple((fold.get(d.kind or ""), fold.get(d.issuer or "")) for d in self.documents)

    def id_of(self, row: int) -> str:
        """Return the id of the entry in ``row``."""
        return bytes(self._ids[self._starts[row] : self._starts[row + 1]]).decode()

    def ids_of(self, rows: Rows) -> list[str]:
        """Return the ids of the entries in ``rows``."""
        starts, flat = picked(self._starts, self._ids, rows)
        held = flat.tobytes()
        return [held[a:b].decode() for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)]

    def passing(self, filters: Filters) -> Mask:
        """Return for each document whether it passes."""
        sieve = _Sieve(filters)
        return np.fromiter(map(sieve.passes, self.documents, self._folded), np.bool_, len(self.documents))


class RowTable:
    """The rows of all segments, opened for reading."""

    def __init__(self, folders: Sequence[Path], alive: Mask) -> None:
        """Map the tables of the segments in ``folders``; ``alive`` has an element for each row."""
        self.segments = tuple(SegmentRows(folder) for folder in folders)
        self.alive = alive
        self._firsts = np.cumsum([0, *(len(segment) for segment in self.segments)]).astype(np.int64)
        self._everything = Admitted(alive, int(alive.sum()))
        self._masks: dict[Filters, Admitted] = {}

    def __len__(self) -> int:
        """Return the number of rows, removed ones included."""
        return int(self._firsts[-1])

    @cached_property
    def serials(self) -> Rows:
        """The serial number of each row."""
        return np.concatenate([np.empty(0, np.int64), *(segment.serials for segment in self.segments)])

    def id_of(self, row: int) -> str:
        """Return the id of the entry in ``row``."""
        number = int(np.searchsorted(self._firsts, row, side="right")) - 1
        return self.segments[number].id_of(row - int(self._firsts[number]))

    def levels_of(self, rows: Rows) -> npt.NDArray[np.float32]:
        """Return the rank of the kind of each row's document."""
        out = np.empty(len(rows), np.float32)
        number = np.searchsorted(self._firsts, rows, side="right") - 1
        for place in np.unique(number).tolist():
            own = np.flatnonzero(number == place)
            segment = self.segments[place]
            out[own] = segment.levels[segment.owners[rows[own] - self._firsts[place]]]
        return out

    def rows_of(self, serials: Rows) -> Rows:
        """Return the rows of these serial numbers, in their order, without those that have none."""
        rows, known = self.places_of(serials)
        return rows[known]

    def places_of(self, serials: Rows) -> tuple[Rows, Mask]:
        """Return the row of each serial number, and whether it has one."""
        if not len(self):
            return np.zeros(len(serials), np.int64), np.zeros(len(serials), np.bool_)
        rows: Rows = np.minimum(np.searchsorted(self.serials, serials), len(self) - 1).astype(np.int64)
        return rows, self.serials[rows] == serials

    def of_documents(self, keys: Collection[str]) -> Rows:
        """Return the living rows of these documents."""
        return np.flatnonzero(self.admitted(Filters(documents=frozenset(keys))).mask)

    def document_count(self) -> int:
        """Return how many documents have a living row."""
        living: set[str] = set()
        for segment, first in zip(self.segments, self._firsts.tolist(), strict=False):
            used = np.unique(segment.owners[self.alive[first : first + len(segment)]]).tolist()
            living.update(segment.documents[place].key for place in used)
        return len(living)

    def admitted(self, filters: Filters | None) -> Admitted:
        """Return which rows may be found."""
        if filters is None or filters.empty:
            return self._everything
        found = self._masks.get(filters)
        if found is None:
            if len(self._masks) >= _REMEMBERED:
                self._masks = {}
            found = self._masks[filters] = self._sifted(filters)
        return found

    def _sifted(self, filters: Filters) -> Admitted:
        passing = [segment.passing(filters) for segment in self.segments]
        masks = [passed[segment.owners] for segment, passed in zip(self.segments, passing, strict=True)]
        mask: Mask = self.alive & np.concatenate([np.empty(0, np.bool_), *masks])
        keys = {
            segment.documents[place].key
            for segment, passed in zip(self.segments, passing, strict=True)
            for place in np.flatnonzero(passed).tolist()
        }
        return Admitted(mask, int(mask.sum()), tuple(sorted(keys)), filters)
