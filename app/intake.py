"""The desk at which files are handed in: each is read and shown, put right where needed, then stored.

A file waits in a folder of the knowledge base under the hash of its content. It is read by a thread that leaves the reading to
child processes; storing runs in a process of its own, which holds the writer's lock, so that nobody who reads waits for it.

1. Nothing is stored before somebody says so; what was put right is kept with the file's content and survives reading anew.
2. One file is read and one stored at a time, in the order in which they came; a file that fails says why and can be tried again.
3. A name of a file is shown as text and never used as a path: only its last part, without signs that paths are made of.
4. The list holds the newest ``REMEMBERED`` files; it is lost with the server, what is stored and the log of ingestion are not.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import queue
import re
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from corpus.catalogue import has_catalogue, open_catalogue, open_writer
from corpus.corrections import Correction, read_correction
from corpus.errors import CancuError, UnreadableFileError, UsageError
from corpus.model import Document, Head
from corpus.settings import Home
from ingest.workers import ReadTask, read_files

log = logging.getLogger(__name__)
SUFFIXES: Final = frozenset({".pdf", ".docx", ".doc", ".txt", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
LARGEST: Final = 64 * 1024 * 1024  # bytes of one file handed in by a page
REMEMBERED: Final = 200
_BLOCK: Final = 1 << 20
_UNSAFE: Final = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_NICENESS: Final = 5  # storing gives way to those who read
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


class Desk:
    """The desk of one knowledge base; safe to use from several threads."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._items: dict[int, HandedIn] = {}
        self._numbers = itertools.count(1)
        self._work: queue.Queue[Callable[[], None]] = queue.Queue()
        self._started = False

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
        safe = safe_name(name)
        if PurePath(safe).suffix.lower() not in SUFFIXES:
            raise UsageError(f"Không nhận tệp “{safe}”. Hãy nạp PDF, DOCX, TXT hoặc ảnh của văn bản.")
        sha256, size = self._keep(safe, stream)
        with self._lock:
            item = HandedIn(next(self._numbers), safe, sha256, size, Stage.WAITING, person)
            self._items[item.number] = item
            for old in [n for n, one in self._items.items() if not one.busy][: max(0, len(self._items) - REMEMBERED)]:
                del self._items[old]
        self._do(lambda: self._read(item.number))
        return item

    def retry(self, number: int) -> None:
        """Read a file again that failed. Raises ``UsageError`` when it is not at the desk any more."""
        item = self._known(number)
        if item.stage is Stage.FAILED:
            self._set(number, stage=Stage.WAITING, code="", message="")
            self._do(lambda: self._read(number))

    def store(self, number: int, values: Mapping[str, str], person: str = "") -> None:
        """Have a file stored that was read, its head as ``values`` put it right.

        Raises ``UsageError`` for a value that its field cannot hold, and when the file is not at the desk any more.
        """
        item = self._known(number)
        if item.stage is not Stage.READ or item.document is None:
            raise UsageError("Tệp này chưa đọc xong hoặc đã được nạp. Hãy xem lại danh sách.")
        correction = read_correction(item.document.head, values)
        self._set(number, stage=Stage.QUEUED, message="")
        self._do(lambda: self._store(number, correction, person))

    def remove(self, key: str) -> None:
        """Take a document out of the knowledge base, in a process of its own. Raises ``CancuError`` as ``maintenance.remove``."""
        _apart(_remove, self._home, key)

    def correct(self, key: str, head: Head, values: Mapping[str, str], person: str = "") -> str:
        """Put the head of a stored document right, have its file read again, and return the key that it has now.

        Raises ``UsageError`` for a value that its field cannot hold, ``CancuError`` when it cannot be stored.
        """
        correction = read_correction(head, values)
        return _apart(_correct, self._home, key, correction, person)[0] if correction.values else key

    def retry_failed(self) -> str:
        """Have every file read again whose last reading failed, wherever it came from; return what came of it."""
        return _apart(_retry, self._home)[2]

    def _known(self, number: int) -> HandedIn:
        item = self.item(number)
        if item is None:
            raise UsageError("Tệp này không còn ở danh sách chờ. Hãy nạp lại tệp.")
        return item

    def _set(self, number: int, **changes: object) -> None:
        with self._lock:
            self._items[number] = replace(self._items[number], **changes)  # type: ignore[arg-type]

    def _path(self, item: HandedIn) -> Path:
        return self._home.root / "uploads" / item.sha256[:16] / item.name

    def _keep(self, name: str, stream: BinaryIO) -> tuple[str, int]:
        """Write a file under its hash and return hash and size; whole or not at all."""
        folder = self._home.root / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{os.getpid()}-{next(self._numbers)}.part"
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
            target = folder / digest.hexdigest()[:16]
            target.mkdir(exist_ok=True)
            shutil.move(partial, target / name)
        finally:
            partial.unlink(missing_ok=True)
        return digest.hexdigest(), size

    # the work, one thing after the other

    def _do(self, job: Callable[[], None]) -> None:
        with self._lock:
            if not self._started:
                threading.Thread(target=self._serve, name="intake", daemon=True).start()
                self._started = True
        self._work.put(job)

    def _serve(self) -> None:
        while True:
            job = self._work.get()
            try:
                job()
            except Exception:
                log.exception("intake failed")

    def _read(self, number: int) -> None:
        item = self._known(number)
        self._set(number, stage=Stage.READING)
        try:
            task = ReadTask(cache=self._home.cache, corrections=_corrections(self._home))
            ((_, found, _),) = read_files((self._path(item),), task, jobs=1)
        except Exception:
            log.exception("reading failed")
            self._set(number, stage=Stage.FAILED, code="unexpected", message=_FAILED)
            return
        if isinstance(found, UnreadableFileError):
            self._set(number, stage=Stage.FAILED, code=found.code, message=str(found))
        else:
            self._set(number, stage=Stage.READ, document=found)

    def _store(self, number: int, correction: Correction, person: str) -> None:
        item = self._known(number)
        self._set(number, stage=Stage.STORING)
        try:
            key, code, message, done = _apart(_ingest, self._home, self._path(item), item.sha256, correction, person)
        except CancuError as error:
            self._set(number, stage=Stage.READ, message=str(error))
            return
        except Exception:
            log.exception("storing failed")
            self._set(number, stage=Stage.READ, message=_FAILED)
            return
        stage = Stage.STORED if done else Stage.FAILED
        self._set(number, stage=stage, key=key, code=code, message=message, document=None)


def safe_name(name: str) -> str:
    """Return the last part of a file's name without what paths are made of, at most 120 letters, its suffix kept."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNSAFE.sub("_", last).strip(" .") or "tep"
    path = PurePath(clean)
    return f"{path.stem[:120]}{path.suffix[:10]}"


def _corrections(home: Home) -> Mapping[str, Correction]:
    if not has_catalogue(home):
        return {}
    catalogue = open_catalogue(home)
    try:
        return catalogue.corrections()
    finally:
        catalogue.close()


# what runs in a process of its own


@dataclass(frozen=True, slots=True)
class _Raised:
    """An error that says itself what to do, sent instead of a result."""

    message: str


def _apart(work: Callable[..., Sequence[object]], *values: object) -> tuple[str, str, str, bool]:
    """Run ``work`` in a process of its own and return what it gives. Raises ``CancuError`` with its message."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, work, values))
    process.start()
    sender.close()
    try:
        found = receiver.recv()
    except EOFError as error:
        raise UsageError("Tiến trình nạp đã dừng giữa chừng; kho không hỏng. Hãy thử lại.") from error
    finally:
        receiver.close()
        process.join()
    if isinstance(found, _Raised):
        raise UsageError(found.message)
    key, code, message, done = found
    return str(key), str(code), str(message), bool(done)


def _run(sender: Connection, work: Callable[..., Sequence[object]], values: Sequence[object]) -> None:
    os.nice(_NICENESS)
    try:
        sender.send(work(*values))
    except CancuError as error:
        sender.send(_Raised(str(error)))
    finally:
        sender.close()


def _ingest(home: Home, path: Path, sha256: str, correction: Correction, person: str) -> Sequence[object]:
    from app.maintenance import ingest_and_follow
    from ingest.run import FileStatus

    if correction.values:
        with open_writer(home) as writer:
            writer.correct(sha256, correction, person)
    (outcome,) = ingest_and_follow(home, [path], jobs=1).files
    key = outcome.documents[0] if outcome.documents else _key_of(home, path)
    return key, outcome.code or str(outcome.status), outcome.message, outcome.status is not FileStatus.FAILED


def _key_of(home: Home, path: Path) -> str:
    """Return the document that an unchanged file gave before, "" when there is none."""
    catalogue = open_catalogue(home)
    try:
        known = catalogue.source_file(str(path.absolute()))
        found = catalogue.stored_from(str(path.absolute()), known.sha256) if known else frozenset()
    finally:
        catalogue.close()
    return next(iter(found), "")


def _correct(home: Home, key: str, correction: Correction, person: str) -> Sequence[object]:
    from app.maintenance import ingest_and_follow

    catalogue = open_catalogue(home)
    try:
        found, document = catalogue.origin_of(key), catalogue.document(key)
    finally:
        catalogue.close()
    if found is None or document is None:
        raise UsageError("Văn bản này không còn trong kho. Hãy xem lại thư viện.")
    path, sha256 = Path(found[0]), found[1]
    with open_writer(home) as writer:
        writer.correct(sha256, correction, person)
        if not path.is_file():
            path = _copy_of_source(home, sha256, document.source.name)
            writer.remove(key)
    report = ingest_and_follow(home, [path], jobs=1)
    return _key_of(home, path) or key, "", report.files[0].message, True


def _copy_of_source(home: Home, sha256: str, name: str) -> Path:
    """Return a copy under its own name of a source whose file is gone. Raises ``UsageError`` when no copy was kept."""
    kept = home.sources / sha256
    if not kept.is_file():
        raise UsageError("Không còn tệp gốc của văn bản này. Hãy nạp lại tệp rồi sửa trước khi lưu.")
    path = home.root / "uploads" / sha256[:16] / safe_name(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, path)
    return path


def _retry(home: Home) -> Sequence[object]:
    from app.maintenance import ingest_and_follow
    from ingest.run import FileStatus

    with open_writer(home) as writer:
        paths = [path for origin in writer.failed_origins() if (path := Path(origin)).is_file()]
    report = ingest_and_follow(home, paths, jobs=1)
    still = report.count(FileStatus.FAILED)
    return "", "", f"Đã đọc lại {len(paths)} tệp: {len(paths) - still} tệp được nạp, {still} tệp vẫn lỗi.", True


def _remove(home: Home, key: str) -> Sequence[object]:
    from app.maintenance import remove

    remove(home, key, jobs=1)
    return key, "", "", True
