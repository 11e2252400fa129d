"""Snapshots: a finished index lives in a numbered folder, and one small file says which is in use.

A build writes into ``NNNNNN.partial``; when every file is on disk the folder is renamed, then ``current`` is replaced by a
rename. A crash at any moment leaves the snapshot that was in use, whole.

1. ``publish`` makes the new snapshot visible by one atomic rename; readers that opened the old one keep reading it.
2. ``open_snapshot`` refuses a snapshot whose files are missing, of another size, or (``verify``) of another checksum.
3. Old snapshots and leftovers of crashed builds are removed at the next ``publish``.
4. One build runs at a time; a second waits for it (``building``).

Every refusal is an ``IndexStateError`` whose message holds the command that mends it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from corpus.errors import IndexStateError
from corpus.settings import Home

# Raised whenever the meaning of a snapshot's files changes.
FORMAT: Final = 4
_CURRENT: Final = "current"
_RECORD: Final = "snapshot.json"
_PARTIAL: Final = ".partial"
_LOCK: Final = "build.lock"
_DIGITS: Final = 6
_BLOCK: Final = 1 << 20
_MEND: Final = "Hãy chạy: cancu rebuild"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a snapshot."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What a snapshot was made from. ``generation`` is the catalogue's at the time; ``rows`` counts removed entries too.

    ``fingerprint`` tells the model from another of its name. ``segments`` are the folders of the rows, in order; ``issued`` is how
    many serial numbers of rows were given so far. ``engine`` says where words and vectors are searched; on a server, which
    was at ``uri`` then, they lie in ``collection``, and are all there for reads bound to ``moment``.
    """

    number: int
    generation: int
    model: str
    dimension: int
    entries: int
    documents: int
    rows: int = 0
    fingerprint: str = ""
    normalised: bool = True
    format: int = FORMAT
    segments: tuple[str, ...] = ()
    issued: int = 0
    engine: str = "local"
    uri: str = ""
    collection: str = ""
    moment: int = 1
    files: tuple[FileRecord, ...] = ()

    @property
    def where(self) -> str:
        """The engine in words for people."""
        return f"{self.engine} ({self.uri})" if self.uri else self.engine


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _name(number: int) -> str:
    return f"{number:0{_DIGITS}d}"


def _numbers(home: Home) -> list[int]:
    if not home.snapshots.is_dir():
        return []
    stems = (path.name.removesuffix(_PARTIAL) for path in home.snapshots.iterdir() if path.is_dir())
    return sorted(int(stem) for stem in stems if stem.isdigit())


@contextmanager
def building(home: Home, waiting: Callable[[], None]) -> Iterator[None]:
    """Let one process or thread at a time build; another tells ``waiting`` and waits for its turn.

    The lock goes with the process that holds it, however that ends.
    """
    home.snapshots.mkdir(parents=True, exist_ok=True)
    with (home.snapshots / _LOCK).open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def begin(home: Home) -> tuple[int, Path]:
    """Return the number of a new snapshot and the empty folder to write it into."""
    number = max(_numbers(home), default=0) + 1
    folder = home.snapshots / (_name(number) + _PARTIAL)
    folder.mkdir(parents=True)
    return number, folder


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def home_of(folder: Path) -> Home:
    """Return the home that a snapshot's folder belongs to."""
    return Home(folder.parents[1])


def _records(folder: Path, old: Path | None) -> tuple[FileRecord, ...]:
    """Return the record of each file; what is the same file as in the ``old`` snapshot was read and synced then."""
    known = {record.path: record for record in _read(old).files} if old else {}
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _RECORD and path.suffix != ".lock")
    out = []
    for path in files:
        name = path.relative_to(folder).as_posix()
        record = known.get(name)
        if record is None or old is None or not (old / name).exists() or not path.samefile(old / name):
            _sync(path)
            record = FileRecord(name, path.stat().st_size, _checksum(path))
        out.append(record)
    return tuple(out)


def publish(home: Home, folder: Path, info: SnapshotInfo, old: Path | None = None) -> SnapshotInfo:
    """Finish the snapshot written into ``folder`` and make it the one in use; return its full record.

    ``old`` is the snapshot whose files it shares.
    """
    record = replace(info, files=_records(folder, old))
    (folder / _RECORD).write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1), "utf-8")
    _sync(folder / _RECORD)
    final = home.snapshots / _name(info.number)
    folder.rename(final)
    pointer = home.snapshots / (_CURRENT + _PARTIAL)
    pointer.write_text(final.name + "\n", "utf-8")
    _sync(pointer)
    pointer.replace(home.snapshots / _CURRENT)
    _sync(home.snapshots)
    _clean(home, info.number)
    return record


def _clean(home: Home, keep: int) -> None:
    for path in home.snapshots.iterdir():
        stem = path.name.removesuffix(_PARTIAL)
        if path.is_dir() and stem.isdigit() and int(stem) < keep:
            shutil.rmtree(path, ignore_errors=True)


def discard(folder: Path) -> None:
    """Throw an unfinished snapshot away."""
    shutil.rmtree(folder, ignore_errors=True)


def current(home: Home) -> Path | None:
    """Return the folder of the snapshot in use, ``None`` if there never was one."""
    try:
        name = (home.snapshots / _CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return home.snapshots / name


def current_number(home: Home) -> int | None:
    """Return the number of the snapshot in use, ``None`` if there never was one."""
    folder = current(home)
    return int(folder.name) if folder is not None and folder.name.isdigit() else None


def _read(folder: Path) -> SnapshotInfo:
    try:
        values = json.loads((folder / _RECORD).read_text("utf-8"))
        files = tuple(FileRecord(**record) for record in values.pop("files"))
        segments = tuple(values.pop("segments", ()))
        return SnapshotInfo(**values, segments=segments, files=files)
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"Chỉ mục bị thiếu hoặc hỏng. {_MEND}"
        raise IndexStateError(message) from error


def open_snapshot(home: Home, *, verify: bool = False) -> tuple[Path, SnapshotInfo]:
    """Return folder and record of the snapshot in use; ``verify`` also compares every file's checksum.

    Raises ``IndexStateError`` if there is none, or it is damaged or of another format.
    """
    folder = current(home)
    if folder is None:
        message = f"Chưa có chỉ mục tìm kiếm. {_MEND}"
        raise IndexStateError(message)
    info = _read(folder)
    if info.format != FORMAT:
        message = f"Chỉ mục do phiên bản khác của Căn Cứ tạo ra. {_MEND}"
        raise IndexStateError(message)
    for record in info.files:
        path = folder / record.path
        whole = path.is_file() and path.stat().st_size == record.size
        if not whole or (verify and _checksum(path) != record.sha256):
            message = f"Chỉ mục bị hỏng ở tệp {record.path}. {_MEND}"
            raise IndexStateError(message)
    return folder, info
