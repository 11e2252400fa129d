"""The desk at which files are handed in: each is read and shown, put right where needed, then stored.

A file waits in a folder of the knowledge base under the hash of its content. It is read by a thread that leaves the reading to
child processes; storing runs in a process of its own, which holds the writer's lock, so that nobody who reads waits for it.

1. Nothing is stored before somebody says so; what was put right is kept with the file's content and survives reading anew.
2. One file is read and one stored at a time, in the order in which they came; a file that fails says why and can be tried again.
   While another process writes, files wait to be stored and say for whom; others are read meanwhile.
3. A name of a file is shown as text and never used as a path (``storing.safe_name``).
4. The list holds the newest ``REMEMBERED`` files; it is lost with the server, what is stored and the log of ingestion are not.
5. A file goes when it was stored, when it left the list, and when it waited too long (``app.upkeep.uploads``).
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from app.upkeep import storing, uploads
from corpus.catalogue import has_catalogue, open_catalogue
from corpus.corrections import Correction, read_correction
from corpus.errors import CancuError, UnreadableFileError, UsageError, WriterBusyError
from corpus.model import Document, Head
from corpus.settings import Home
from ingest.workers import ReadTask, read_file

log = logging.getLogger(__name__)
SUFFIXES: Final = frozenset({".pdf", ".docx", ".doc", ".txt", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
LARGEST: Final = 64 * 1024 * 1024  # bytes of one file handed in by a page
REMEMBERED: Final = 200
LONGEST_WAIT: Final = 6 * 3600.0  # seconds that a file waits to be stored while others write
_BLOCK: Final = 1 << 20
_WAITS: Final = "Tệp này đang xếp hàng và sẽ tự được lưu."
_FAILED: Final = "Có lỗi ngoài dự kiến. Hãy thử lại; nếu vẫn lỗi, hãy xem nhật ký máy chủ."


class Stage(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    QUEUED = "queued"
    STORING = "storing"
    STORED = "stored"
    FAILED = "failed"


BUSY: Final = frozenset({Stage.WAITING, Stage.READING, Stage.QUEUED, Stage.STORING})
_NEED_FILE: Final = frozenset({Stage.READ, Stage.FAILED})


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file at the desk. ``document`` is what was read of it, ``key`` the document that it became, ``person`` who brought it."""

    number: int
    name: str
    sha256: str
    size: int
    stage: Stage
    person: str = ""
    document: Document | None = None
    key: str = ""
    code: str = ""
    message: str = ""

    @property
    def busy(self) -> bool:
        """Whether something is being done with it."""
        return self.stage in BUSY


class _Lane:
    """Jobs done one after the other by a thread that starts with the first."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.Queue[Callable[[], None]] = queue.Queue()
        self._lock = threading.Lock()
        self._started = False

    def put(self, job: Callable[[], None]) -> None:
        with self._lock:
            if not self._started:
                threading.Thread(target=self._work, name=self._name, daemon=True).start()
                self._started = True
        self._jobs.put(job)

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            except Exception:
                log.exception("%s failed", self._name)


class Desk:
    """The desk of one knowledge base; safe to use from several threads."""

    def __init__(self, home: Home, patience: float = storing.PATIENT) -> None:
        """Open it; ``patience`` is how many seconds one attempt to write waits while another process does."""
        self._home, self._patience = home, patience
        self._lock = threading.Lock()
        self._items: dict[int, HandedIn] = {}
        self._numbers = itertools.count(1)
        self._prune()
        self._reading, self._storing = _Lane("intake reading"), _Lane("intake storing")

    def items(self) -> tuple[HandedIn, ...]:
        """Return the files at the desk, newest first."""
        with self._lock:
            return tuple(reversed(self._items.values()))

    def item(self, number: int) -> HandedIn | None:
        """Return a file at the desk, or ``None``."""
        with self._lock:
            return self._items.get(number)

    def hand_in(self, name: str, stream: BinaryIO, person: str = "") -> HandedIn:
        """Take a file in and have it read.

        Raises ``UsageError`` for a kind of file that is not read here, for one that is empty or larger than ``LARGEST``.
        """
        safe = storing.safe_name(name)
        if PurePath(safe).suffix.lower() not in SUFFIXES:
            raise UsageError(f"Không nhận tệp “{safe}”. Hãy nạp PDF, DOCX, TXT hoặc ảnh của văn bản.")
        sha256, size = self._keep(safe, stream)
        with self._lock:
            item = HandedIn(next(self._numbers), safe, sha256, size, Stage.WAITING, person)
            self._items[item.number] = item
            for old in [n for n, one in self._items.items() if not one.busy][: max(0, len(self._items) - REMEMBERED)]:
                del self._items[old]
        self._reading.put(lambda: self._read(item.number))
        self._prune()
        return item

    def retry(self, number: int) -> None:
        """Read a file again that failed. Raises ``UsageError`` when it is not at the desk any more."""
        item = self._known(number)
        if item.stage is Stage.FAILED:
            self._set(number, stage=Stage.WAITING, code="", message="")
            self._reading.put(lambda: self._read(number))

    def store(self, number: int, values: Mapping[str, str], person: str = "") -> None:
        """Have a file stored that was read, its head as ``values`` put it right.

        Raises ``UsageError`` for a value that its field cannot hold, and when the file is not at the desk any more.
        """
        item = self._known(number)
        if item.stage is not Stage.READ or item.document is None:
            raise UsageError("Tệp này chưa đọc xong hoặc đã được nạp. Hãy xem lại danh sách.")
        correction = read_correction(item.document.head, values)
        self._set(number, stage=Stage.QUEUED, message="")
        self._storing.put(lambda: self._store(number, correction, person))

    def remove(self, key: str) -> None:
        """Take a document out of the knowledge base, in a process of its own. Raises ``CancuError`` as ``maintenance.remove``."""
        storing.apart(storing.take_out, self._home, key, self._patience)

    def correct(self, key: str, head: Head, values: Mapping[str, str], person: str = "") -> str:
        """Put the head of a stored document right, have its file read again, and return the key that it has now.

        Raises ``UsageError`` for a value that its field cannot hold, ``CancuError`` when it cannot be stored.
        """
        correction = read_correction(head, values)
        if not correction.values:
            return key
        return storing.apart(storing.correct, self._home, key, correction, person, self._patience).key

    def retry_failed(self) -> str:
        """Have every file read again whose last reading failed, wherever it came from; return what came of it."""
        return storing.apart(storing.retry, self._home, self._patience).message

    def _known(self, number: int) -> HandedIn:
        item = self.item(number)
        if item is None:
            raise UsageError("Tệp này không còn ở danh sách chờ. Hãy nạp lại tệp.")
        return item

    def _set(self, number: int, **changes: object) -> None:
        with self._lock:
            self._items[number] = replace(self._items[number], **changes)  # type: ignore[arg-type]

    def _path(self, item: HandedIn) -> Path:
        return uploads.place_of(self._home, item.sha256, item.name)

    def _prune(self) -> None:
        """Delete the files that wait no more, and forget those of the list that are gone."""
        uploads.prune(self._home, {item.sha256 for item in self.items() if item.busy})
        gone = [item.number for item in self.items() if item.stage in _NEED_FILE and not self._path(item).is_file()]
        with self._lock:
            for number in gone:
                self._items.pop(number, None)

    def _discard(self, item: HandedIn) -> None:
        """Delete a file that was stored, unless it waits under another name too."""
        if not any(one.sha256 == item.sha256 and one.stage is not Stage.STORED for one in self.items()):
            uploads.discard(self._home, item.sha256)

    def _keep(self, name: str, stream: BinaryIO) -> tuple[str, int]:
        """Write a file under its hash and return hash and size; whole or not at all."""
        folder = self._home.root / uploads.FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{os.getpid()}-{next(self._numbers)}{uploads.PARTIAL}"
        digest, size = hashlib.sha256(), 0
        try:
            with partial.open("wb") as out:
                while block := stream.read(_BLOCK):
                    size += len(block)
                    if size > LARGEST:
                        raise UsageError(f"Tệp “{name}” lớn hơn {LARGEST // 2**20} MiB. Hãy nạp bằng lệnh “cancu ingest”.")
                    digest.update(block)
                    out.write(block)
            if not size:
                raise UsageError(f"Tệp “{name}” rỗng. Hãy chọn lại tệp.")
            target = uploads.place_of(self._home, digest.hexdigest(), name)
            target.parent.mkdir(exist_ok=True)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return digest.hexdigest(), size

    # the work, one thing after the other

    def _read(self, number: int) -> None:
        item = self._known(number)
        self._set(number, stage=Stage.READING)
        try:
            task = ReadTask(cache=self._home.cache, corrections=_corrections(self._home))
            found = read_file(self._path(item), task)
        except UnreadableFileError as error:
            self._set(number, stage=Stage.FAILED, code=error.code, message=str(error))
            return
        except Exception:
            log.exception("reading failed")
            self._set(number, stage=Stage.FAILED, code="unexpected", message=_FAILED)
            return
        self._set(number, stage=Stage.READ, document=found)

    def _store(self, number: int, correction: Correction, person: str) -> None:
        item = self._known(number)
        self._set(number, stage=Stage.STORING)
        try:
            done = self._in_turn(item, correction, person)
        except CancuError as error:
            self._set(number, stage=Stage.READ, message=str(error))
            return
        except Exception:
            log.exception("storing failed")
            self._set(number, stage=Stage.READ, message=_FAILED)
            return
        stage = Stage.STORED if done.stored else Stage.FAILED
        self._set(number, stage=stage, key=done.key, code=done.code, message=done.message, document=None)
        if done.stored:
            self._discard(item)

    def _in_turn(self, item: HandedIn, correction: Correction, person: str) -> storing.Done:
        """Store a file; while another process writes, say so and try again. Raises ``CancuError`` when it cannot be stored."""
        until, path = time.monotonic() + LONGEST_WAIT, self._path(item)
        while True:
            try:
                return storing.apart(storing.store, self._home, path, item.sha256, correction, person, self._patience)
            except WriterBusyError as error:
                if time.monotonic() > until:
                    raise
                self._set(item.number, message=f"{error.who} {_WAITS}")


def _corrections(home: Home) -> Mapping[str, Correction]:
    if not has_catalogue(home):
        return {}
    with closing(open_catalogue(home)) as catalogue:
        return catalogue.corrections()
