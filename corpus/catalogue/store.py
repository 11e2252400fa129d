"""Where the tables live: the little that SQLite and PostgreSQL do differently, behind one interface.

Statements are written once, in the SQL that both speak, with ``?`` for parameters:

1. ``ON CONFLICT`` for what is there already, ``NULLS FIRST`` and ``NULLS LAST`` wherever a sorted column may be empty, ``marks`` for
   lists that may be empty, named columns in every insert.
2. Rows answer to the names and to the places of their columns.
3. What the engine refuses ends as a ``CatalogueError`` whose message says what to do (``words_for_disk``, ``corpus.catalogue.postgres``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Protocol, TypeAlias, TypeVar

T = TypeVar("T")
Value: TypeAlias = str | int | float | bytes | None
_CHUNK: Final = 500  # parameters in one statement, well below SQLite's limit


class Row(Protocol):
    """One row of an answer: ``row["name"]``, ``row[0]``, and its values in order."""

    def __getitem__(self, column: str | int, /) -> Any: ...  # noqa: ANN401 - values of any column

    def __iter__(self) -> Iterator[Any]: ...


class Answer(Protocol):
    """The rows that a statement gives."""

    def __iter__(self) -> Iterator[Row]: ...

    def fetchone(self) -> Row | None:
        """Return the next row or ``None``."""

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""


class Store(Protocol):
    """One connection to the tables. Every statement outside ``begin`` and ``commit`` is a transaction of its own."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Sequence[Value] = (), /) -> Answer:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]], /) -> None:
        """Run one statement for each row of parameters."""

    def insert(self, sql: str, parameters: Sequence[Value]) -> int:
        """Insert one row into a table with an ``id`` and return the id."""

    def begin(self, *, writing: bool) -> None:
        """Open a transaction; one that reads sees a single state of the tables, one that writes is the only one that does."""

    def commit(self) -> None:
        """End the transaction and keep it."""

    def rollback(self) -> None:
        """End the transaction as if it had never been; nothing when the engine has done so already."""

    def version(self) -> int:
        """Return the version of the schema (0: no tables yet)."""

    def upgrade(self, number: int, script: str) -> None:
        """Run one migration, which leads to version ``number``, whole or not at all."""

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns, in their order."""

    def settle_ids(self, table: str) -> None:
        """Let new rows of ``table`` get ids above those that were written with theirs."""

    def integrity_errors(self) -> tuple[str, ...]:
        """Return what the engine finds wrong with its own files and references."""

    def close(self) -> None:
        """Release the connection."""


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """Make what the block writes one transaction: kept when the block ends, undone when it fails."""
    store.begin(writing=True)
    try:
        yield
        store.commit()
    except BaseException:
        store.rollback()
        raise


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield ``values`` in parts that one statement takes."""
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))


def marks(count: int) -> str:
    """Return the inside of ``IN (...)`` for this many parameters; no value is in an empty list."""
    return ", ".join("?" * count) if count else "NULL"
