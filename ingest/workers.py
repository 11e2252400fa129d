"""Who reads the files of a run: processes of this machine, or those of several (``ingest.cluster``).

A run gives files and takes Documents; what reads them is passed to it (``Readers``), and it does not know which it has.

1. Every file ends exactly once, as a Document or as an ``UnreadableFileError``; nothing that is in a file is raised.
2. Only so many files are read ahead of the consumer as there are hands to read them.
3. Whoever reads, the Documents are the same.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol, TypeAlias

from corpus.corrections import Correction
from corpus.errors import UnreadableFileError
from corpus.model import Document
from corpus.settings import Limits
from ingest.jsonl import Part, read_part
from ingest.orphans import die_with_parent
from ingest.reading import ReaderPool
from ingest.reading.child import Order, read_order
from ingest.understand import understand

_PARALLEL_FROM = 32  # documents of an import; below that starting processes costs more than it saves
_AHEAD = 16  # documents of an import read ahead per process


@dataclass(frozen=True, slots=True)
class ReadTask:
    """How the files of a run are read; ``cache`` keeps OCR results between runs.

    ``corrections`` are what people put right in heads, by the content of the file.
    """

    ocr: bool = True
    cache: Path | None = None
    limits: Limits = field(default_factory=Limits)
    password: str | None = None
    corrections: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileToRead:
    """One file of a run, with the SHA-256 and the size of its content."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileRead:
    """What became of one file: its Document or why there is none, and the seconds that its reading took."""

    path: Path
    result: Document | UnreadableFileError
    seconds: float = 0.0


# Told how far a file of many pages is: its name, pages read, pages to be read.
PagesTold: TypeAlias = Callable[[str, int, int], None]


class Readers(Protocol):
    """Who reads. What they give is to be closed when the run is left early, so that nobody goes on reading."""

    def read(self, files: Iterable[FileToRead], task: ReadTask, told: PagesTold) -> Generator[FileRead]:
        """Yield what became of each file, in the order in which they end."""

    def documents(self, parts: Sequence[Part]) -> Generator[Document]:
        """Yield the documents of an import, in its order."""


@dataclass(frozen=True, slots=True)
class LocalReaders:
    """``jobs`` processes of this machine, with limits on what a file may cost."""

    jobs: int = 1

    def read(self, files: Iterable[FileToRead], task: ReadTask, told: PagesTold) -> Generator[FileRead]:
        """See ``Readers``."""
        orders = (_order(file.path, task, only_of(file.sha256, task.corrections)) for file in files)
        with ReaderPool(_work, self.jobs) as pool:
            for order, result in pool.read(orders):
                if isinstance(result, UnreadableFileError):
                    yield FileRead(order.path, result)
                else:
                    yield FileRead(order.path, result.document, result.seconds)

    def documents(self, parts: Sequence[Part]) -> Generator[Document]:
        """See ``Readers``."""
        if self.jobs < 2 or len(parts) < _PARALLEL_FROM:
            yield from map(read_part, parts)
            return
        with ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"), initializer=die_with_parent) as pool:
            waiting: deque[Future[Document]] = deque()
            for part in parts:
                waiting.append(pool.submit(read_part, part))
                if len(waiting) > self.jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


def only_of(sha256: str, corrections: Mapping[str, Correction]) -> Mapping[str, Correction]:
    """Return the corrections of one content."""
    return {sha256: corrections[sha256]} if sha256 in corrections else {}


def read_file(path: Path, task: ReadTask) -> Document:
    """Read one file in a process of its own. Raises ``UnreadableFileError``, also for a crash or a time-out."""
    with ReaderPool(_work) as pool:
        ((_, result),) = pool.read([_order(path, task, task.corrections)])
    if isinstance(result, UnreadableFileError):
        raise result
    return result.document


@dataclass(frozen=True, slots=True)
class Understood:
    """What a process sends of a file that it could read."""

    document: Document
    seconds: float


@dataclass(frozen=True, slots=True)
class _CorrectedOrder(Order):
    """One file to read, with the corrections that may concern it."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)


def _order(path: Path, task: ReadTask, corrections: Mapping[str, Correction]) -> _CorrectedOrder:
    return _CorrectedOrder(path, task.limits, task.ocr, task.password, task.cache, corrections)


def _work(order: Order) -> Understood:
    began = time.monotonic()
    source = read_order(order)
    known = order.corrections if isinstance(order, _CorrectedOrder) else {}
    return Understood(understand(source, known.get(source.source.sha256)), time.monotonic() - began)
