"""Files are read in child processes, so that a hostile one costs one error line.

A child reads many files, one after the other, and is replaced when it dies, hangs, or has read enough. It limits its own memory;
the parent limits its time. OCR pages add to the time that a file may take.

1. Every file ends as a ``SourceText`` or an ``UnreadableFileError``; the parent never crashes, never waits beyond the limit.
2. A file that kills its child harms no other file.
3. Messages carry no path of the machine.
4. A child ends when its parent has died, also in the middle of a file.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from corpus.errors import UnreadableFileError
from corpus.settings import Limits
from ingest.orphans import die_with_parent
from ingest.reading.ocr import Recogniser, recognise_all
from ingest.reading.source import read_source
from ingest.source import SourceText

T = TypeVar("T")
_FILES_PER_CHILD = 200
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Order:
    """One file to read and how."""

    path: Path
    limits: Limits
    ocr: bool = True
    password: str | None = None
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What a child sends instead of a result."""

    code: str
    message: str


def read_order(order: Order, recognise: Recogniser = recognise_all) -> SourceText:
    """Carry out an order in this process. Raises ``UnreadableFileError``."""
    return read_source(
        order.path, limits=order.limits, ocr=order.ocr, password=order.password, cache=order.cache, recognise=recognise
    )


def _limit_memory(limits: Limits) -> None:
    import resource

    soft = limits.memory_bytes + _address_space()
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (soft, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Bytes of address space already in use; libraries map much that they never touch."""
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * 4096
    return 0


def _serve(pipe: Connection, work: Callable[[Order], object]) -> None:
    die_with_parent()
    limited = False
    while True:
        try:
            order: Order | None = pipe.recv()
        except EOFError:
            return
        if order is None:
            return
        if not limited:
            _limit_memory(order.limits)
            limited = True
        try:
            answer: object = work(order)
        except UnreadableFileError as error:
            answer = Failure(error.code, str(error))
        except MemoryError:
            answer = Failure("memory", "Tệp cần quá nhiều bộ nhớ nên bị từ chối. Hãy tách tệp hoặc xuất lại thành PDF.")
        except RecursionError:
            answer = Failure("malformed", "Cấu trúc của tệp lồng nhau quá sâu. Hãy xuất lại thành PDF.")
        except Exception as error:
            answer = Failure("malformed", f"Không đọc được tệp ({type(error).__name__}). Hãy mở tệp và lưu lại, rồi nạp lại.")
        pipe.send(answer)


class _Child(Generic[T]):
    """One child process with the pipe to it."""

    def __init__(self, work: Callable[[Order], T]) -> None:
        context = get_context("forkserver")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()
        self.order: Order | None = None
        self.deadline = 0.0
        self.served = 0

    def give(self, order: Order, seconds: float) -> None:
        self.order = order
        self.deadline = time.monotonic() + seconds + (START_SECONDS if not self.served else 0.0)
        self.served += 1
        self.pipe.send(order)

    def stop(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class ReaderPool(Generic[T]):
    """Reads many files in ``jobs`` children; a context manager that leaves no process behind.

    ``work`` is what a child does with an order; it must be a function of a module.
    """

    def __init__(self, work: Callable[[Order], T], jobs: int = 1) -> None:
        self._work = work
        self._jobs = max(1, jobs)
        self._children: list[_Child[T]] = []

    def __enter__(self) -> ReaderPool[T]:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._children:
            child.stop()
        self._children.clear()

    def _idle(self) -> _Child[T] | None:
        for child in self._children:
            if child.order is None:
                return child
        if len(self._children) < self._jobs:
            self._children.append(_Child(self._work))
            return self._children[-1]
        return None

    def _drop(self, child: _Child[T]) -> None:
        self._children.remove(child)
        child.stop()

    def _finish(self, child: _Child[T]) -> tuple[Order, T | UnreadableFileError]:
        order = child.order
        assert order is not None  # noqa: S101 - only busy children are waited for
        try:
            answer = child.pipe.recv()
        except (EOFError, OSError):
            self._drop(child)
            message = "Tệp làm hỏng tiến trình đọc nên bị bỏ qua. Hãy mở tệp và lưu lại, rồi nạp lại."
            return order, UnreadableFileError("crash", message)
        child.order = None
        if child.served >= _FILES_PER_CHILD:
            self._drop(child)
        if isinstance(answer, Failure):
            return order, UnreadableFileError(answer.code, answer.message)
        return order, answer

    def _expire(self, child: _Child[T]) -> tuple[Order, UnreadableFileError]:
        order = child.order
        assert order is not None  # noqa: S101 - only busy children expire
        self._drop(child)
        message = f"Đọc tệp quá {order.limits.seconds:.0f} giây nên đã dừng. Hãy tách tệp rồi nạp lại."
        return order, UnreadableFileError("timeout", message)

    def read(self, orders: Iterable[Order]) -> Iterator[tuple[Order, T | UnreadableFileError]]:
        """Yield each order with its result or its error, in the order of completion."""
        waiting = iter(orders)
        exhausted = False
        while True:
            while not exhausted and (child := self._idle()) is not None:
                order = next(waiting, None)
                if order is None:
                    exhausted = True
                    break
                child.give(order, _seconds(order))
            busy = [child for child in self._children if child.order is not None]
            if not busy:
                return
            timeout = max(0.0, min(child.deadline for child in busy) - time.monotonic())
            ready = wait([child.pipe for child in busy], timeout)
            for child in busy:
                if child.pipe in ready:
                    yield self._finish(child)
                elif time.monotonic() > child.deadline:
                    yield self._expire(child)


def _seconds(order: Order) -> float:
    """Time for one file: the limit, and with OCR the time of as many pages as its size lets one expect."""
    if not order.ocr:
        return order.limits.seconds
    with contextlib.suppress(OSError):
        return order.limits.seconds + min(order.limits.pages, order.path.stat().st_size // 10_000) * 5.0
    return order.limits.seconds
