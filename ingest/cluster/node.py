"""What a machine of the cluster does: one step of a file, some documents of an import, telling its versions.

A file is read in a child of the worker process with the limits of one machine's pool, so that it ends here as it would end there:
with the same Document, or with the same code and message.

1. Nothing stays on the machine: content and results of pages lie in a folder that goes with the job; what a killed process left is
   taken away by the next one.
2. A file that is read by its path is the file that was meant: its content has the hash that the job names.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.errors import UnreadableFileError
from corpus.model import Document
from ingest import versions as reading_versions
from ingest.cluster.jobs import Answer, Batch, FileJob, Step
from ingest.jsonl import read_lines
from ingest.reading import ReaderPool
from ingest.reading.apart import Kept, PagesRead, PagesWanted, ask, in_turn, only, pack, unpack
from ingest.reading.child import Failure, Order, read_order
from ingest.understand import understand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.corrections import Correction

_FOLDER: Final = "cancu-job-"
_ELSEWHERE: Final = (
    "Máy đọc không thấy đúng tệp này theo đường dẫn ở đây. Hãy dùng ổ chung có cùng đường dẫn trên mọi máy, hoặc bỏ --shared-files."
)


def examine() -> reading_versions.Versions:
    """Return what reads on this machine."""
    return reading_versions.versions()


def carry_out(job: FileJob, content: bytes | None, kept: Kept) -> Answer:
    """Do one step of a file. Raises ``OSError`` when this machine cannot, whatever the file."""
    _sweep()
    with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-") as folder:
        cache_ = Path(folder) / "cache"
        unpack(cache_, kept)
        try:
            path = _place(job, content, Path(folder))
        except UnreadableFileError as error:
            return Answer(failure=Failure(error.code, str(error)))
        order = _StepOrder(path, job.limits, job.ocr, job.password, cache_, job.step, job.pages, job.corrections)
        ((_, found),) = _pool().read([order])
        if isinstance(found, UnreadableFileError):
            return Answer(failure=Failure(found.code, str(found)), kept=pack(cache_, kept))
        return Answer(found.document, None, found.wanted, pack(cache_, kept), found.seconds)


def read_batch(batch: Batch) -> tuple[Document, ...]:
    """Return documents of an import from their lines."""
    return tuple(read_lines(part, lines) for part, lines in batch)


def _place(job: FileJob, content: bytes | None, folder: Path) -> Path:
    """Return where the file lies. Raises ``UnreadableFileError`` when it does not lie where all machines should see it."""
    if job.path is None:
        path = folder / "file" / job.name
        path.parent.mkdir()
        path.write_bytes(content or b"")
        return path
    try:
        with job.path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFileError("not-shared", _ELSEWHERE) from error
    if found != job.sha256:
        raise UnreadableFileError("not-shared", _ELSEWHERE)
    return job.path


@cache
def _sweep() -> None:
    """Take away folders of processes that are no more; once in a process."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        owner = re.match(rf"{_FOLDER}(\d+)-", folder.name)
        if owner and not Path(f"/proc/{owner[1]}").exists():
            with contextlib.suppress(OSError):
                shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class _StepOrder(Order):
    step: Step = Step.WHOLE
    pages: tuple[int, ...] = ()
    corrections: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    document: Document | None
    wanted: tuple[int, ...]
    seconds: float


@cache
def _pool() -> ReaderPool[_Read]:
    """The child of this process; it ends with it."""
    return ReaderPool(_work)


def _work(order: Order) -> _Read:
    assert isinstance(order, _StepOrder)  # noqa: S101 - there are no others here
    began = time.monotonic()
    recognise = {Step.ASK: ask, Step.PAGES: only(order.pages), Step.WHOLE: in_turn}[order.step]
    document: Document | None = None
    wanted: tuple[int, ...] = ()
    try:
        source = read_order(order, recognise)
        document = understand(source, order.corrections.get(source.source.sha256))
    except PagesWanted as stopped:
        wanted = stopped.pages
    except PagesRead:
        pass
    return _Read(document, wanted, time.monotonic() - began)
