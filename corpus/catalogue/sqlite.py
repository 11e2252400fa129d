"""The tables in one SQLite file of the home: the default, needs nothing to be installed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.catalogue.store import Value


class SqliteStore:
    """See ``corpus.catalogue.store.Store``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._db.row_factory = sqlite3.Row

    @property
    def in_transaction(self) -> bool:
        """See ``Store``."""
        return self._db.in_transaction

    def execute(self, sql: str, parameters: Sequence[Value] = (), /) -> sqlite3.Cursor:
        """See ``Store``."""
        return self._db.execute(sql, parameters)

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]], /) -> None:
        """See ``Store``."""
        self._db.executemany(sql, rows)

    def insert(self, sql: str, parameters: Sequence[Value]) -> int:
        """See ``Store``."""
        return self._db.execute(sql, parameters).lastrowid or 0

    def begin(self, *, writing: bool) -> None:
        """See ``Store``."""
        self._db.execute("BEGIN IMMEDIATE" if writing else "BEGIN")

    def commit(self) -> None:
        """See ``Store``."""
        self._db.execute("COMMIT")

    def rollback(self) -> None:
        """See ``Store``."""
        if self._db.in_transaction:  # a full disk has rolled it back already
            self._db.execute("ROLLBACK")

    def version(self) -> int:
        """See ``Store``."""
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def upgrade(self, number: int, script: str) -> None:
        """See ``Store``."""
        self._db.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")

    def columns(self, table: str) -> tuple[str, ...]:
        """See ``Store``."""
        return tuple(row[1] for row in self._db.execute(f"PRAGMA table_info({table})"))

    def settle_ids(self, table: str) -> None:
        """See ``Store``; SQLite goes on from the highest id by itself."""

    def integrity_errors(self) -> tuple[str, ...]:
        """See ``Store``."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"dangling row in {row[0]}" for row in self._db.execute("PRAGMA foreign_key_check")]
        return tuple(found)

    def close(self) -> None:
        """See ``Store``."""
        self._db.close()


def open_to_read(path: Path) -> SqliteStore:
    """Open an existing file for reading. Raises ``sqlite3.DatabaseError`` for what is no such file."""
    return SqliteStore(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False))


def open_to_write(path: Path) -> SqliteStore:
    """Open a file for writing, made if it is not there. Raises ``sqlite3.DatabaseError`` for what is no such file."""
    connection = sqlite3.connect(path, isolation_level=None)
    # FULL: what was reported as stored survives a power cut, not only a crash of the process.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return SqliteStore(connection)
