"""Which tables a knowledge base has, and how they are opened: its own SQLite file, or a PostgreSQL server that it names.

The server stands in the file ``catalogue.url`` of the home (written by ``cancu catalogue server``), readable by its owner only.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from corpus.catalogue.schema import READABLE, SCHEMA_VERSION, migrate
from corpus.catalogue.store import Store
from corpus.catalogue.turns import AT_ONCE, Patience, Queue, note_of
from corpus.disk import words_for_disk
from corpus.errors import CatalogueError
from corpus.settings import Home

_NONE: Final = "Chưa có kho dữ liệu ở đây. Hãy nạp văn bản bằng 'cancu ingest THƯ_MỤC', hoặc chỉ đúng nơi bằng --home."
_HALF_RESTORED: Final = "Lần khôi phục ở đây chưa xong hoặc bị ngắt. Hãy đợi, hoặc chạy lại 'cancu restore TỆP'."
_DAMAGED: Final = "Không mở được kho dữ liệu: tệp bị hỏng. Hãy khôi phục từ bản sao lưu."


def server_of(home: Home) -> str | None:
    """Return the address of the PostgreSQL server that holds the tables, ``None`` when they are in the home's own file."""
    try:
        return home.catalogue_server.read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def has_catalogue(home: Home) -> bool:
    """Whether anything was ever stored in ``home``."""
    return home.catalogue.exists() or server_of(home) is not None


def store_to_read(home: Home) -> Store:
    """Open the tables of ``home`` for reading.

    Raises ``CatalogueError`` when there are none, they cannot be reached or are damaged, or their schema is not this program's.
    """
    store = _reach(home)
    version = store.version()
    if version == 0:
        store.close()
        raise CatalogueError(_NONE)
    if not READABLE <= version <= SCHEMA_VERSION:
        store.close()
        raise CatalogueError(
            f"Kho dữ liệu có phiên bản {version}, chương trình cần {SCHEMA_VERSION}. "
            "Bản cũ hơn được nâng cấp khi chạy 'cancu ingest'; bản mới hơn cần chương trình mới hơn."
        )
    return store


def _reach(home: Home) -> Store:
    from corpus.catalogue.sqlite import open_to_read

    address = server_of(home)
    if address:
        from corpus.catalogue.postgres import PostgresStore

        return PostgresStore(address)
    if not home.catalogue.exists():
        raise CatalogueError(_HALF_RESTORED if home.restoring.exists() else _NONE)
    try:
        store = open_to_read(home.catalogue)
        store.version()
    except sqlite3.DatabaseError as error:
        raise CatalogueError(_DAMAGED) from error
    return store


def _lock(path: Path, note: str, queue: Queue) -> IO[bytes]:
    """Hold the lock of this machine's writers and leave a note about it."""
    handle = path.open("ab")

    def take() -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        queue.wait(take, lambda: path.read_text("utf-8", "replace"))
    except BaseException:
        handle.close()
        raise
    _leave(handle, note)
    return handle


def _leave(handle: IO[bytes], note: str) -> None:
    """Write the note of the lock's holder, which a full disk may keep from being written."""
    with suppress(OSError):
        os.ftruncate(handle.fileno(), 0)
        os.write(handle.fileno(), note.encode())


@contextmanager
def store_to_write(home: Home, task: str = "cancu", patience: Patience = AT_ONCE) -> Iterator[Store]:
    """Open the tables of ``home`` as their only writer, making or upgrading them; ``task`` is what others are told of it.

    Raises ``WriterBusyError`` when another process writes for longer than ``patience`` lasts, ``CatalogueError`` when the folder cannot
    be written or the tables are damaged or newer.
    """
    note, queue = note_of(task), Queue(patience)
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        lock = _lock(home.root / "writer.lock", note, queue)
    except OSError as error:
        raise CatalogueError("Không tạo được thư mục kho dữ liệu. Hãy chọn thư mục khác bằng --home.") from error
    store: Store | None = None
    try:
        store = _writing(home, note, queue)
        migrate(store)
        yield store
    except (sqlite3.DatabaseError, OSError) as error:
        words = words_for_disk(error)
        if words is None:
            raise
        raise CatalogueError(words) from error
    finally:
        if store:
            store.close()
        _leave(lock, "")
        lock.close()


def _writing(home: Home, note: str, queue: Queue) -> Store:
    from corpus.catalogue.sqlite import open_to_write

    address = server_of(home)
    if address is None:
        if home.restoring.exists() and not home.catalogue.exists():
            raise CatalogueError(_HALF_RESTORED)
        return open_to_write(home.catalogue)
    from corpus.catalogue.postgres import PostgresStore

    store = PostgresStore(address)
    try:
        queue.wait(lambda: store.try_writer(note), store.note_of_writer)
    except BaseException:
        store.close()
        raise
    return store
