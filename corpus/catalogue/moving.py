"""Moving a catalogue between its own file and a PostgreSQL server, whole or not at all.

1. What is copied is counted table by table before anything points to the copy.
2. An interruption at any moment leaves the catalogue where it was; the next attempt replaces a half copy and takes up a whole one.
3. The file that was moved from is kept under another name, so that nobody reads it by mistake.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from corpus.catalogue.opening import server_of, store_to_read, store_to_write
from corpus.catalogue.postgres import PostgresStore
from corpus.catalogue.schema import migrate
from corpus.catalogue.sqlite import open_to_write
from corpus.catalogue.store import Row, Store, Value, writing
from corpus.catalogue.turns import note_of
from corpus.errors import CatalogueError, UsageError
from corpus.settings import Home

# In an order in which every row finds the rows that it refers to.
TABLES: Final = (
    "source_files",
    "documents",
    "pages",
    "provisions",
    "citations",
    "obligations",
    "effects",
    "amendments",
    "bearers",
    "bearer_names",
    "bearer_keys",
    "removals",
    "ingestion_log",
    "corrections",
)
_BATCH: Final = 500
_TASK: Final = "cancu catalogue"
_GENERATION: Final = "SELECT value FROM meta WHERE name = 'generation'"
# What tells one catalogue from every other.
_TELLING: Final = (
    _GENERATION,
    "SELECT key, source_sha256, generation, origin FROM documents",
    "SELECT origin, sha256, time FROM source_files",
)


def move_to_server(home: Home, address: str, told: Callable[[str, int], None]) -> dict[str, int]:
    """Move the tables of ``home`` to the server at ``address``; return the number of rows of every table.

    ``told`` hears of each table. Raises ``UsageError`` when they are on a server already or the server holds another catalogue,
    ``CatalogueError`` when one side cannot be reached.
    """
    if server_of(home):
        _set_aside(home)  # an attempt that was interrupted may not have come to it
        raise UsageError("Kho dữ liệu đã ở trên máy chủ. Hãy chuyển về tệp trước bằng 'cancu catalogue file'.")
    with store_to_write(home, _TASK) as source:
        target = PostgresStore(address)
        try:
            target.take_writer(note_of(_TASK))
            migrate(target)
            if _count(target, "documents") and not _is_copied(source, target):
                raise UsageError("Máy chủ này đã có một kho dữ liệu khác. Hãy tạo một cơ sở dữ liệu trống rồi chạy lại.")
            counts = _counts(target) if _count(target, "documents") else _copy(source, target, told)
        finally:
            target.close()
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        _name_server(home, address)
    _set_aside(home)
    return counts


def _is_copied(source: Store, target: Store) -> bool:
    """Whether the server holds just what the file does: an attempt was interrupted before the home named the server."""
    return _counts(source) == _counts(target) and all(
        sorted(tuple(row) for row in source.execute(sql)) == sorted(tuple(row) for row in target.execute(sql)) for sql in _TELLING
    )


def _set_aside(home: Home) -> None:
    """Give the file another name; its log first, which must never stand beside another file of that name."""
    for suffix in ("-wal", "-shm", ""):
        path = home.catalogue.with_name(home.catalogue.name + suffix)
        if path.exists():
            path.replace(path.with_name(path.name + ".moved"))


def move_to_file(home: Home, told: Callable[[str, int], None]) -> dict[str, int]:
    """Move the tables of ``home`` from their server into the home's own file; return the number of rows of every table.

    What the server holds stays there. Raises ``UsageError`` when they are in the file already.
    """
    if not server_of(home):
        raise UsageError("Kho dữ liệu đã ở trong tệp của thư mục này.")
    partial = home.catalogue.with_name(home.catalogue.name + ".part")
    with store_to_write(home, _TASK) as source:
        for suffix in ("-wal", "-shm", ""):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)
        target = open_to_write(partial)
        try:
            migrate(target)
            counts = _copy(source, target, told)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            target.close()
        _set_aside(home)
        partial.replace(home.catalogue)
        home.catalogue_server.unlink()
    return counts


def copy_to_file(home: Home, path: Path) -> None:
    """Write the tables that ``home`` has on a server into a new file at ``path``, as they are at one moment."""
    source = store_to_read(home)
    target = open_to_write(path)
    try:
        migrate(target)
        source.begin(writing=False)
        _copy(source, target, lambda _table, _rows: None)
        source.commit()
        target.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        target.close()
        source.close()


def _name_server(home: Home, address: str) -> None:
    partial = home.catalogue_server.with_suffix(".part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(address + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(home.catalogue_server)


def _copy(source: Store, target: Store, told: Callable[[str, int], None]) -> dict[str, int]:
    counts: dict[str, int] = {}
    with writing(target):
        for table in TABLES:
            _copy_table(source, target, table)
            counts[table] = _count(target, table)
            if counts[table] != _count(source, table):
                raise CatalogueError(f"Bảng {table} không chuyển được trọn vẹn. Kho dữ liệu vẫn ở chỗ cũ; hãy chạy lại.")
            told(table, counts[table])
        generation = source.execute(_GENERATION).fetchone()
        target.execute("UPDATE meta SET value = ? WHERE name = 'generation'", (generation[0] if generation else 0,))
    return counts


def _copy_table(source: Store, target: Store, table: str) -> None:
    names = source.columns(table)
    columns = ", ".join(f'"{name}"' for name in names)
    found = source.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - tables of our own
    sql = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
    for rows in _batches(iter(found)):
        target.executemany(sql, rows)
    if "id" in names:
        target.settle_ids(table)


def _batches(rows: Iterator[Row]) -> Iterator[list[tuple[Value, ...]]]:
    while batch := [tuple(row) for row in islice(rows, _BATCH)]:
        yield batch


def _counts(store: Store) -> dict[str, int]:
    return {table: _count(store, table) for table in TABLES}


def _count(store: Store, table: str) -> int:
    row = store.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - tables of our own
    return int(row[0]) if row else 0
