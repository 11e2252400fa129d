"""The table of a snapshot's rows: which entry a row number stands for, and of which document it is.

1. ``RowTable.id_of`` gives the entry's id without reading the others (memory-mapped).
2. ``RowTable.admitted`` is exact: a row is admitted if it is alive and its document passes every filter.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.vietnamese import search_key
from index.entries import Filters
from index.forward import mapped

Mask: TypeAlias = npt.NDArray[np.bool_]

_IDS: Final = "ids.bin"
_STARTS: Final = "ids.starts.npy"
_OWNERS: Final = "owners.npy"
_ALIVE: Final = "alive.npy"
_DOCUMENTS: Final = "documents.json"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What filters ask of a document."""

    key: str
    kind: str | None = None
    issuer: str | None = None
    date: str | None = None

    def passes(self, filters: Filters) -> bool:
        """Whether a document of this kind, issuer and date is admitted; a field that is unknown passes no restriction on it."""
        if self.key in filters.without or (filters.documents is not None and self.key not in filters.documents):
            return False
        if filters.kinds and not _among(self.kind, filters.kinds):
            return False
        if filters.issuers and not _among(self.issuer, filters.issuers):
            return False
        if filters.date_from is None and filters.date_to is None:
            return True
        if self.date is None:
            return False
        day = dt.date.fromisoformat(self.date)
        return (filters.date_from or dt.date.min) <= day <= (filters.date_to or dt.date.max)


def _among(value: str | None, wanted: frozenset[str]) -> bool:
    return value is not None and search_key(value) in {search_key(name) for name in wanted}


@dataclass(frozen=True, slots=True)
class RowContents:
    """The rows in memory, as a build has them. ``owners[row]`` indexes ``documents``."""

    ids: tuple[str, ...]
    owners: tuple[int, ...]
    documents: tuple[DocumentRow, ...]
    alive: tuple[bool, ...]


def write_rows(folder: Path, rows: RowContents) -> None:
    """Store the table."""
    folder.mkdir(parents=True, exist_ok=True)
    encoded = [identifier.encode() for identifier in rows.ids]
    (folder / _IDS).write_bytes(b"".join(encoded))
    np.save(folder / _STARTS, np.concatenate([[0], np.cumsum([len(part) for part in encoded])]).astype(np.int64))
    np.save(folder / _OWNERS, np.array(rows.owners, np.int32))
    np.save(folder / _ALIVE, np.array(rows.alive, np.bool_))
    documents = [asdict(document) for document in rows.documents]
    (folder / _DOCUMENTS).write_text(json.dumps(documents, ensure_ascii=False), "utf-8")


class RowTable:
    """A stored table, opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Map the table in ``folder``."""
        # Read at once, parsed when needed: a newer snapshot may have replaced this one's files by then.
        self._listed = (folder / _DOCUMENTS).read_bytes()
        self._starts: npt.NDArray[np.int64] = mapped(folder / _STARTS)
        self._ids: npt.NDArray[np.uint8] = (
            np.memmap(folder / _IDS, np.uint8, mode="r") if (folder / _IDS).stat().st_size else np.empty(0, np.uint8)
        )
        self._owners: npt.NDArray[np.int32] = mapped(folder / _OWNERS)
        self.alive: Mask = np.load(folder / _ALIVE)
        self._documents: tuple[DocumentRow, ...] | None = None

    def __len__(self) -> int:
        """Return the number of rows, removed ones included."""
        return len(self._owners)

    @property
    def documents(self) -> tuple[DocumentRow, ...]:
        """The documents, parsed on first use."""
        if self._documents is None:
            self._documents = tuple(DocumentRow(**values) for values in json.loads(self._listed))
        return self._documents

    def id_of(self, row: int) -> str:
        """Return the id of the entry in ``row``."""
        return bytes(self._ids[self._starts[row] : self._starts[row + 1]]).decode()

    def admitted(self, filters: Filters | None) -> Mask:
        """Return for each row whether it may be found."""
        if filters is None or filters.empty:
            return self.alive
        passing = np.fromiter((document.passes(filters) for document in self.documents), np.bool_, len(self.documents))
        result: Mask = self.alive & passing[self._owners]
        return result

    def contents(self) -> RowContents:
        """Return the whole table in memory."""
        ids: Sequence[str] = [self.id_of(row) for row in range(len(self))]
        return RowContents(tuple(ids), tuple(self._owners.tolist()), self.documents, tuple(self.alive.tolist()))
