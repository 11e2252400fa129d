"""Files are read and understood in child processes with limits; only finished Documents come back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.corrections import Correction
from corpus.errors import UnreadableFileError
from corpus.model import Document
from corpus.settings import Limits
from ingest.reading import ReaderPool
from ingest.reading.child import Order, read_order
from ingest.understand import understand


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
class _CorrectedOrder(Order):
    """One file to read, with the corrections that may concern it."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Understood:
    document: Document
    seconds: float


def _work(order: Order) -> _Understood:
    began = time.monotonic()
    source = read_order(order)
    known = order.corrections if isinstance(order, _CorrectedOrder) else {}
    document = understand(source, known.get(source.source.sha256))
    return _Understood(document, time.monotonic() - began)


def read_files(paths: Sequence[Path], task: ReadTask, *, jobs: int) -> Iterator[tuple[Path, Document | UnreadableFileError, float]]:
    """Yield each path with its Document or its error and the seconds it took, in the order of completion.

    Never raises for what is in a file; a file that crashes or hangs its child is an ``UnreadableFileError``.
    """
    orders = [_CorrectedOrder(path, task.limits, task.ocr, task.password, task.cache, task.corrections) for path in paths]
    with ReaderPool(_work, min(jobs, len(orders))) as pool:
        for order, result in pool.read(orders):
            if isinstance(result, UnreadableFileError):
                yield order.path, result, 0.0
            else:
                yield order.path, result.document, result.seconds
