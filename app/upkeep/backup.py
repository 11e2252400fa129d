"""Backup and restore of a knowledge base in one file, while it is in use.

The file is a tar archive: the catalogue, the kept source files, the index in use, the users, the office's units, what was chosen
(engine, reranker), and last a manifest with the checksum of each. The index can be made again, but on a large base that takes minutes.

1. A backup is consistent while others read and write: the catalogue is copied by SQLite's own online backup, or in one transaction
   from its server, so that it holds one committed state, and checked before it goes into the archive; the index is one snapshot,
   never younger than the catalogue.
2. The archive is read again and compared with its manifest before it gets its name; what an interrupted backup leaves, the next one
   of that name clears away.
3. A restore checks every file before anything is put in place, and refuses a home that already holds a knowledge base, unless
   told to replace it; what was there before is kept beside. The catalogue goes first and comes last, so that one interrupted half way
   shows no knowledge base instead of a mixed one, and is begun anew by the same command.
4. Session keys, the audit log and secrets of servers stay where they are: a restored home signs sessions with a key of its own.
5. What lies on a server is not in the file, but for the catalogue, which a restore puts into the home's own file. A restored home keeps
   the choice of its search server and writes there under a name of its own, never into what the first one searches.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import itertools
import json
import os
import re
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeAlias

from corpus.catalogue import Catalogue, open_catalogue, open_writer
from corpus.catalogue.moving import copy_to_file
from corpus.catalogue.opening import server_of
from corpus.choices import brought_to, to_take_along
from corpus.errors import IndexStateError, UsageError
from corpus.settings import Home

_FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_OWN: Final = ("users.json", "units.toml")
_CHOICES: Final = "settings.json"
_PLACES: Final = ("catalogue.sqlite3", "catalogue.sqlite3-wal", "catalogue.sqlite3-shm", "index", "sources", _CHOICES, *_OWN)
_NAME: Final = re.compile(
    r"catalogue\.sqlite3|users\.json|units\.toml|settings\.json|index/current|index/\d{6}/[\w./-]+|sources/[0-9a-f]{64}"
)
_BLOCK: Final = 1 << 20
_TRIES: Final = 5  # a snapshot that is replaced while it is copied is begun anew
_DAMAGED: Final = "Tệp sao lưu bị hỏng hoặc không phải bản sao lưu của Căn Cứ. Hãy dùng bản sao lưu khác."
Sums: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: ``index`` is whether a usable index is in it, ``search_server`` and ``reranker`` what was chosen ("" for none).

    ``on_server`` is whether the catalogue was on a server when it was made.
    """

    documents: int
    generation: int
    files: int
    size: int
    index: bool
    search_server: str = ""
    reranker: str = ""
    on_server: bool = False


def backup(home: Home, target: Path, *, index: bool = True) -> BackedUp:
    """Write a backup of ``home`` to ``target`` and read it again. Raises ``CatalogueError`` when there is no knowledge base."""
    open_catalogue(home).close()
    with _folder_alone(target.with_name(f"{target.name}.partial")) as work:
        if index:
            _copy_index(home, work)
        (work / _CHOICES).write_text(json.dumps(to_take_along(home), ensure_ascii=False), "utf-8")
        _copy_catalogue(home, work / home.catalogue.name)
        partial, on_server = work / "archive", server_of(home) is not None
        with closing(_opened(work / home.catalogue.name)) as copy:
            sums = _write(partial, home, work, copy, on_server)
        if _sums_of(partial) != sums:
            raise UsageError("Bản sao lưu đọc lại không khớp. Hãy kiểm tra ổ đĩa rồi chạy lại.")
        made = _held(Home(work), sums, partial, on_server)
        partial.replace(target)
    return made


def _held(unpacked: Home, sums: Sums, archive: Path, on_server: bool) -> BackedUp:
    """Return what a backup holds, from its files before they are packed or after they were unpacked."""
    from index.scoring.reranking import stored_reranker
    from index.stores.choice import stored_address

    with closing(_opened(unpacked.catalogue)) as copy:
        counts = copy.counts()
    return BackedUp(
        documents=counts.documents,
        generation=counts.generation,
        files=len(sums),
        size=archive.stat().st_size,
        index="index/current" in sums,
        search_server=stored_address(unpacked),
        reranker=stored_reranker(unpacked) or "",
        on_server=on_server,
    )


@contextmanager
def _folder_alone(folder: Path) -> Iterator[Path]:
    """A folder to work in, without what an interrupted run left there. Raises ``UsageError`` while another process works in it."""
    if folder.is_file():
        folder.unlink()
    folder.mkdir(exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise UsageError("Một lần sao lưu hoặc khôi phục khác đang chạy ở đây. Hãy đợi xong rồi chạy lại.") from error
    try:
        for left in folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _opened(path: Path) -> Catalogue:
    """Open a copied catalogue and check it."""
    copy = open_catalogue(Home(path.parent))
    damage = copy.integrity_errors()
    if damage:
        copy.close()
        raise UsageError(f"Kho dữ liệu bị hỏng nên chưa sao lưu: {damage[0]}. Hãy khôi phục từ bản sao lưu trước.")
    return copy


def _copy_catalogue(home: Home, path: Path) -> None:
    if server_of(home):
        copy_to_file(home, path)
        return
    with closing(sqlite3.connect(f"file:{home.catalogue}?mode=ro", uri=True)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")


def _copy_index(home: Home, work: Path) -> None:
    """Copy the snapshot in use, if there is a usable one here."""
    from index.stores.snapshot import current, open_snapshot

    for _ in range(_TRIES):
        try:
            folder, info = open_snapshot(home)
            if info.uri:
                return  # its rows are on a server: a copy would write into them
            for name in (*(record.path for record in info.files), "snapshot.json"):
                copy = work / "index" / folder.name / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / name, copy)
            (work / "index" / "current").write_text(f"{folder.name}\n", "utf-8")
            return
        except (IndexStateError, FileNotFoundError):
            shutil.rmtree(work / "index", ignore_errors=True)
            if current(home) is None:
                return


def _write(partial: Path, home: Home, work: Path, copy: Catalogue, on_server: bool) -> Sums:
    """Write the archive; return the checksum of each file in it."""
    sums: Sums = {}
    with tarfile.open(partial, "w") as archive:
        for path, name in _members(home, work, copy):
            with path.open("rb") as file:
                member = archive.gettarinfo(arcname=name, fileobj=file)
                member.uid = member.gid = 0
                member.uname = member.gname = ""
                summing = _Summing(file)
                archive.addfile(member, summing)
                sums[name] = summing.digest()
        manifest = json.dumps({"format": _FORMAT, "on_server": on_server, "files": sums}, indent=1).encode()
        member = tarfile.TarInfo(_MANIFEST)
        member.size, member.mtime = len(manifest), int(time.time())
        archive.addfile(member, io.BytesIO(manifest))
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    return sums


def _members(home: Home, work: Path, copy: Catalogue) -> Iterator[tuple[Path, str]]:
    yield work / home.catalogue.name, home.catalogue.name
    for path in sorted((work / "index").rglob("*")):
        if path.is_file():
            yield path, path.relative_to(work).as_posix()
    yield work / _CHOICES, _CHOICES
    for name in _OWN:
        if (home.root / name).exists():
            yield home.root / name, name
    for sha256 in sorted(copy.kept_sources()):
        if (home.sources / sha256).exists():
            yield home.sources / sha256, f"sources/{sha256}"


class _Summing:
    """A file that is summed up while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and sum up."""
        data = self._file.read(size)
        self._sum.update(data)
        return data

    def digest(self) -> str:
        """Return the checksum of what was read."""
        return self._sum.hexdigest()


def _sums_of(path: Path) -> Sums:
    """Return the checksums of an archive's files, read again. Raises ``UsageError`` for an archive that is none of ours."""
    sums: Sums = {}
    told: Sums | None = None
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member)
                if file is None or (member.name != _MANIFEST and not _is_ours(member.name)):
                    raise UsageError(_DAMAGED)
                if member.name == _MANIFEST:
                    told = json.loads(file.read())["files"]
                else:
                    sums[member.name] = _sum(file)
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(_DAMAGED) from error
    if told != sums or "catalogue.sqlite3" not in sums:
        raise UsageError(_DAMAGED)
    return sums


def _is_ours(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and ".." not in name.split("/")


def _sum(file: IO[bytes]) -> str:
    summing = _Summing(file)
    while summing.read(_BLOCK):
        pass
    return summing.digest()


def restore(home: Home, source: Path, *, replace: bool = False) -> BackedUp:
    """Put a backup in the place of ``home``. Raises ``UsageError`` for a damaged one, or where a knowledge base is already."""
    if not source.is_file():
        raise UsageError(f"Không thấy tệp sao lưu {source.name}.")
    if server_of(home):
        raise UsageError(
            "Kho này ở trên máy chủ. Hãy khôi phục vào một thư mục mới, rồi chuyển lên một cơ sở dữ liệu trống bằng "
            "'cancu catalogue server'."
        )
    if home.catalogue.exists() and not replace:
        raise UsageError("Ở đây đã có kho dữ liệu. Hãy chọn thư mục khác bằng --home, hoặc thêm --replace để thay nó.")
    sums = _sums_of(source)
    home.root.mkdir(parents=True, exist_ok=True)
    with _folder_alone(home.restoring) as work:
        with tarfile.open(source) as archive:
            archive.extractall(work, filter="data")
        manifest = json.loads((work / _MANIFEST).read_bytes())
        (work / _MANIFEST).unlink()
        made = _held(Home(work), sums, source, bool(manifest.get("on_server")))
        with _alone(home):
            _bring_choices(home, work / _CHOICES)
            _put_in_place(home, work)
    return made


def _bring_choices(home: Home, brought: Path) -> None:
    """Let the choices of a backup be those of ``home``; one that was made before choices were backed up leaves what was chosen here."""
    if brought.exists():
        chosen = brought_to(home, json.loads(brought.read_bytes()))
        brought.write_text(json.dumps(chosen, ensure_ascii=False) + "\n", "utf-8")


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Hold the writer's lock of a knowledge base that is being replaced. Raises ``CatalogueError`` when another process writes."""
    if not home.catalogue.exists():
        yield
        return
    with open_writer(home, "cancu restore"):
        yield


def _unused(folder: Path) -> Path:
    """Return ``folder``, with a number behind its name when there is one of that name."""
    names = (folder.with_name(f"{folder.name}-{n}") if n > 1 else folder for n in itertools.count(1))
    return next(path for path in names if not path.exists())


def _put_in_place(home: Home, work: Path) -> None:
    before = _unused(home.root / f"before-restore-{time.strftime('%Y%m%d-%H%M%S')}")
    for name in _PLACES:
        old = home.root / name
        if old.exists() and ((work / name).exists() or name.startswith("catalogue") or name == "index"):
            before.mkdir(exist_ok=True)
            old.rename(before / name)
    for name in reversed(_PLACES):
        if (work / name).exists():
            (work / name).rename(home.root / name)
    if (home.root / _OWN[0]).exists():
        (home.root / _OWN[0]).chmod(0o600)
