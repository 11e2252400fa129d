"""Reader processes: questions are answered in processes of their own, all on the same catalogue and snapshot.

One Python process answers on one core; an office that asks much has a reader process for each core (``serve --workers N``). The web
process keeps the pages and sessions and passes questions on; what is no question it reads itself.

1. An answer is the same as without reader processes; errors are the same errors.
2. A reader that dies or does not answer in time is replaced; its question is asked once more, then told as failed.
3. Readers end with the process that started them, also when that is killed.
4. Each reader notices newer snapshots by itself; one answer is made by one reader, so it sees one snapshot.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from functools import wraps
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from app.service import KnowledgeBase, open_knowledge_base
from corpus.errors import CatalogueError
from corpus.settings import Home

log = logging.getLogger(__name__)
_PASSED_ON: Final = frozenset({"ask", "search", "duties", "received", "changes", "references", "conflicts"})
_SECONDS: Final = 60.0  # for one answer; the slowest list of a large base takes a tenth
_TRIES: Final = 2
_WARM: Final = "báo cáo"


class Readers:
    """A knowledge base whose questions are answered by ``count`` processes; everything else is that of ``base``."""

    def __init__(self, base: KnowledgeBase, count: int, *, seconds: float = _SECONDS) -> None:
        self._base, self._seconds = base, seconds
        self._free: queue.SimpleQueue[_Reader] = queue.SimpleQueue()
        self._all = [_Reader(base.home.root) for _ in range(count)]
        for reader in self._all:
            self._free.put(reader)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the knowledge base has
        found = getattr(self._base, name)
        return self._passing_on(name, found) if name in _PASSED_ON else found

    def close(self) -> None:
        """End the reader processes."""
        for reader in self._all:
            reader.end()
        self._base.close()

    def _passing_on(self, name: str, method: Callable[..., object]) -> Callable[..., object]:
        @wraps(method)
        def asked(*args: object, **options: object) -> object:
            reader = self._free.get()
            try:
                for _ in range(_TRIES):
                    try:
                        return _opened(reader.ask(name, args, options, self._seconds))
                    except (EOFError, OSError):
                        log.warning("a reader process is replaced")
                        reader.replace()
            finally:
                self._free.put(reader)
            raise CatalogueError(
                "Câu hỏi làm dừng tiến trình trả lời. Hãy hỏi ngắn hơn, hoặc báo người quản trị xem nhật ký máy chủ."
            )

        return asked


def _opened(answer: tuple[bool, object]) -> object:
    is_right, value = answer
    if is_right or not isinstance(value, Exception):
        return value
    raise value


class _Reader:
    """One reader process, used by one thread at a time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_read, args=(self._root, theirs), name="cancu-reader", daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, name: str, args: tuple[object, ...], options: dict[str, object], seconds: float) -> tuple[bool, object]:
        """Return whether it went well, and the answer or the error. Raises ``EOFError`` or ``OSError`` when the process is lost."""
        self._pipe.send((name, args, options))
        if not self._pipe.poll(seconds):
            raise TimeoutError
        answer: tuple[bool, object] = self._pipe.recv()
        return answer

    def replace(self) -> None:
        """Put a new process in the place of a lost one."""
        self.end()
        self._start()

    def end(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.kill()
        self._process.join()


def _read(root: Path, pipe: Connection) -> None:
    """Answer questions until the other end is closed."""
    base = open_knowledge_base(Home(root))
    base.ask(_WARM)
    while True:
        try:
            name, args, options = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            pipe.send((True, getattr(base, name)(*args, **options)))
        except BrokenPipeError:
            return
        except Exception as error:
            pipe.send((False, error))
