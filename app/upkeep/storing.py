"""Writing jobs in a process of their own: store a file, put a stored head right, read failed files again, take a document out.

A server that answers readers must neither hold the writer's lock in its own process nor spend its own time on an index. Each job is
a function that can be sent to a process, and returns a ``Done`` or raises a ``CancuError`` whose message says what to do.

1. ``apart`` gives what the job gives; a ``CancuError`` of the job is raised here with the same words, a job that dies is one too.
2. The job gives way to those who read (it is nice), and waits as long as it is told to while another process writes.
3. What a job writes it writes in one turn: no other process comes between what was put right and the file that is read again.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path, PurePath
from typing import Final, ParamSpec

from app.serving.presence import NICENESS
from app.upkeep import uploads
from corpus.catalogue import CatalogueWriter, Patience, open_catalogue, open_writer
from corpus.corrections import Correction
from corpus.errors import CancuError, UsageError, WriterBusyError
from corpus.settings import Home

P = ParamSpec("P")
PATIENT: Final = 10.0  # seconds: as long as somebody who has pressed a button may be left without an answer
_TASK: Final = "cancu serve"
# Signs of paths and shells, controls, and marks of writing direction, which make a name read backwards.
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a job was not done; ``who`` says that another process was writing, where that is the reason."""

    message: str
    who: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to: the document concerned, a code and a message of the ingestion; ``stored`` is false for a failed file."""

    key: str = ""
    code: str = ""
    message: str = ""
    stored: bool = True


def apart(job: Callable[P, Done], *values: P.args, **named: P.kwargs) -> Done:
    """Run ``job`` in a process of its own and return what it gives.

    Raises ``CancuError`` with the job's message, ``WriterBusyError`` where it can be tried again when another process has written.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, job, values, named))
    process.start()
    sender.close()
    try:
        found: Done | _Refusal = receiver.recv()
    except EOFError as error:
        raise UsageError("Tiến trình nạp đã dừng giữa chừng; kho không hỏng. Hãy thử lại.") from error
    finally:
        receiver.close()
        process.join()
    if isinstance(found, _Refusal):
        raise WriterBusyError(found.message, found.who) if found.who else UsageError(found.message)
    return found


def _run(sender: Connection, job: Callable[..., Done], values: tuple[object, ...], named: dict[str, object]) -> None:
    os.nice(NICENESS)
    try:
        sender.send(job(*values, **named))
    except CancuError as error:
        sender.send(_Refusal(str(error), error.who if isinstance(error, WriterBusyError) else ""))
    finally:
        sender.close()


def store(home: Home, path: Path, sha256: str, correction: Correction, person: str, patience: float) -> Done:
    """Ingest a file, its head as a person put it right."""
    from app.upkeep.maintenance import ingest_and_follow
    from ingest.run import FileStatus

    def first(writer: CatalogueWriter) -> None:
        if correction.values:
            writer.correct(sha256, correction, person)

    (outcome,) = ingest_and_follow(home, [path], jobs=1, first=first, task=_TASK, patience=Patience(patience)).files
    key = outcome.documents[0] if outcome.documents else _key_of(home, path)
    return Done(key, outcome.code or str(outcome.status), outcome.message, outcome.status is not FileStatus.FAILED)


def correct(home: Home, key: str, correction: Correction, person: str, patience: float) -> Done:
    """Put the head of a stored document right and read its file again; ``key`` of the result is the one that it has then."""
    from app.upkeep.maintenance import ingest_and_follow

    with closing(open_catalogue(home)) as catalogue:
        found, document = catalogue.origin_of(key), catalogue.document(key)
    if found is None or document is None:
        raise UsageError("Văn bản này không còn trong kho. Hãy xem lại thư viện.")
    path, sha256 = Path(found[0]), found[1]
    copy = None if path.is_file() else _copy_of_source(home, sha256, document.source.name)

    def first(writer: CatalogueWriter) -> None:
        writer.correct(sha256, correction, person)
        if copy and copy.absolute() != path:
            writer.remove(key)

    report = ingest_and_follow(home, [copy or path], jobs=1, first=first, task=_TASK, patience=Patience(patience))
    if copy:
        uploads.discard(home, sha256)
    return Done(_key_of(home, copy or path) or key, message=report.files[0].message)


def retry(home: Home, patience: float) -> Done:
    """Read every file again whose last reading failed, wherever it came from."""
    from app.upkeep.maintenance import ingest_and_follow
    from ingest.run import FileStatus

    with open_writer(home, _TASK, Patience(patience)) as writer:
        paths = [path for origin in writer.failed_origins() if (path := Path(origin)).is_file()]
    still = ingest_and_follow(home, paths, jobs=1, task=_TASK, patience=Patience(patience)).count(FileStatus.FAILED)
    return Done(message=f"Đã đọc lại {len(paths)} tệp: {len(paths) - still} tệp được nạp, {still} tệp vẫn lỗi.")


def take_out(home: Home, key: str, patience: float) -> Done:
    """Take a document out of catalogue and index."""
    from app.upkeep.maintenance import remove

    remove(home, key, jobs=1, patience=Patience(patience))
    return Done(key)


def safe_name(name: str) -> str:
    """Return the last part of a file's name without what paths are made of, at most 120 letters, its suffix kept."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNSAFE.sub("_", last).strip(" .") or "tep"
    path = PurePath(clean)
    return f"{path.stem[:120]}{path.suffix[:10]}"


def _copy_of_source(home: Home, sha256: str, name: str) -> Path:
    """Return a copy under its own name of a source whose file is gone. Raises ``UsageError`` when no copy was kept."""
    kept = home.sources / sha256
    if not kept.is_file():
        raise UsageError("Không còn tệp gốc của văn bản này. Hãy nạp lại tệp rồi sửa trước khi lưu.")
    path = uploads.place_of(home, sha256, safe_name(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, path)
    return path


def _key_of(home: Home, path: Path) -> str:
    """Return the document that a stored file gave, "" when there is none."""
    with closing(open_catalogue(home)) as catalogue:
        known = catalogue.source_file(str(path.absolute()))
        found = catalogue.stored_from(str(path.absolute()), known.sha256) if known else frozenset()
    return next(iter(found), "")
