"""Reader processes: questions are answered in processes of their own, all on the same catalogue and snapshot.

One Python process answers on one core; an office that asks much has a reader process for each core (``serve --workers N``). The web
process keeps the pages and sessions and passes questions on; what is no question it reads itself.

1. An answer is the same as without reader processes; errors are the same errors.
2. A reader that dies or does not answer in time is replaced; its question is asked once more, then told as failed.
3. Readers end with the process that started them, also when that is killed.
4. A reader stays at one generation and one snapshot. When something was stored or chosen, at most every ``_FRESH`` seconds, a spare
   one goes on to it, works out what was asked for lately, and takes the place of one that answers, and so on until all are relieved:
   no question waits for an ingest, and a bulk of documents does not make every question start anew.
5. Long lists never take all readers: one is left for what is answered at once, where there are several.
6. ``is_settled`` tells whether all readers are where the catalogue is; only then may an answer be kept by its entity tag.
"""

from __future__ import annotations

import gc
import logging
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from contextlib import nullcontext
from functools import wraps
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.results import DutyList
from app.service import KnowledgeBase, open_knowledge_base
from corpus.errors import CatalogueError
from corpus.model import Answer
from corpus.settings import Home

if TYPE_CHECKING:
    from app.questions.addressed import Addressed
    from index.searcher import InUse
    from index.understanding.query import Kept, Understood

log = logging.getLogger(__name__)
_PASSED_ON: Final = frozenset({"ask", "search", "duties", "received", "changes", "references", "conflicts"})
_SECONDS: Final = 60.0  # for one answer; the slowest list of a large base takes a tenth
_TRIES: Final = 2
_WARM: Final = "báo cáo"
_FRESH: Final = 10.0  # seconds between two rounds: working out ten units takes two or three
_UNITS: Final = 12  # units asked for lately, worked out before they are asked for again
_QUESTIONS: Final = 12  # questions asked more than once lately, answered anew before they are asked again
_NOTED: Final = 300  # questions remembered, to tell which come again
_PLAIN: Final[dict[str, Any]] = {"unit": None, "as_of": None, "k": 10}
_LONG: Final = frozenset({"conflicts", "changes"})  # read all of a unit's duties
_REST: Final = 4.0  # times as long as the last round took: a busy machine spends a fifth of its readers' time on rounds at most
_TURN: Final = 0.05  # seconds until another reader is likely to be free
_RENEW: Final = "renew"


class Readers:
    """A knowledge base whose questions are answered by ``count`` processes; everything else is that of ``base``."""

    def __init__(self, base: KnowledgeBase, count: int, *, seconds: float = _SECONDS, fresh: float = _FRESH) -> None:
        self._base, self._seconds, self._fresh = base, seconds, fresh
        self._free: queue.SimpleQueue[_Reader] = queue.SimpleQueue()
        self._all = [_Reader(base.home.root) for _ in range(count)]
        self._spare = _Reader(base.home.root)
        self._long = threading.BoundedSemaphore(max(1, count - 1))
        self._seen = self._stored()
        self._ended = threading.Event()
        for reader in self._all:
            self._free.put(reader)
        threading.Thread(target=self._keep_fresh, name="readers", daemon=True).start()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the knowledge base has
        found = getattr(self._base, name)
        return self._passing_on(name, found) if name in _PASSED_ON else found

    @property
    def in_use(self) -> InUse:
        """The snapshot and the choices with which the readers answer; the web process opens no index of its own for it."""
        return self._seen[1]

    def understood(self, question: str, keep: Collection[Kept] = ()) -> Understood:
        """Return how ``question`` is read, which needs no index."""
        from index.understanding.query import understand

        return understand(question, keep)

    def addressed(self, question: str, keep: Collection[Kept] = ()) -> Addressed | None:
        """Return the clause that ``question`` names by its address."""
        from app.questions.addressed import addressed

        return None if "address" in keep else addressed(self._base, question, self.understood(question, keep).text)

    @property
    def is_settled(self) -> bool:
        """Whether every reader is at what is stored now."""
        return self._stored() == self._seen

    def _stored(self) -> tuple[int, InUse]:
        from index.searcher import in_use

        return self._base.catalogue.generation(), in_use(self._base.home)

    def _keep_fresh(self) -> None:
        pause = self._fresh
        while not self._ended.wait(pause):
            began = time.monotonic()
            try:
                stored = self._stored()
                if stored != self._seen:
                    self._renew_all()
                    self._seen = stored
            except Exception:
                log.exception("readers were not renewed")
            pause = max(self._fresh, _REST * (time.monotonic() - began))

    def _renew_all(self) -> None:
        """Put a reader that is at what is stored now in the place of each that answers; those that answer go on meanwhile."""
        waiting = set(self._all)
        while waiting and not self._ended.is_set():
            fresh = self._spare
            try:
                fresh.ask(_RENEW, (), {}, self._seconds)
            except (EOFError, OSError):
                fresh.replace()
            self._spare = self._relieved(waiting)
            waiting.discard(self._spare)
            self._all = [fresh if reader is self._spare else reader for reader in self._all]
            self._free.put(fresh)

    def _relieved(self, waiting: Collection[_Reader]) -> _Reader:
        """Return one of those that wait to be relieved, as soon as it is free."""
        while True:
            reader = self._free.get()
            if reader in waiting:
                return reader
            self._free.put(reader)
            self._ended.wait(_TURN)

    def close(self) -> None:
        """End the reader processes."""
        self._ended.set()
        for reader in (*self._all, self._spare):
            reader.end()
        self._base.close()

    def _passing_on(self, name: str, method: Callable[..., object]) -> Callable[..., object]:
        @wraps(method)
        def asked(*args: object, **options: object) -> object:
            with self._long if _is_long(name, options) else nullcontext():
                return answered(args, options)

        def answered(args: tuple[object, ...], options: dict[str, object]) -> object:
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


def _is_long(name: str, options: dict[str, object]) -> bool:
    """Whether an answer may take a second or more: a list without end, or what is made of one."""
    return name in _LONG or (name in {"duties", "received"} and options.get("limit") is None)


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
    base.hold()
    base.ask(_WARM)
    gc.freeze()  # what was loaded stays: it need not be looked through again
    lately = _Lately()
    while True:
        try:
            name, args, options = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            answer = lately.renew(base) if name == _RENEW else getattr(base, name)(*args, **options)
            pipe.send((True, answer))
            lately.note(name, args, options, answer)
        except BrokenPipeError:
            return
        except Exception as error:
            pipe.send((False, error))


class _Lately:
    """What a reader was asked lately: the units, and the questions that were asked more than once."""

    def __init__(self) -> None:
        self._units: OrderedDict[str, int] = OrderedDict()
        self._questions: OrderedDict[str, int] = OrderedDict()

    def note(self, name: str, args: tuple[object, ...], options: dict[str, object], answer: object) -> None:
        """Note a question that was answered."""
        unit = answer.question.unit if isinstance(answer, Answer) else answer.unit if isinstance(answer, DutyList) else None
        if unit:
            _count(self._units, unit, _UNITS)
        if name == "ask" and _is_plain(args, options):
            _count(self._questions, str(args[0]), _NOTED)

    def renew(self, base: KnowledgeBase) -> int:
        """Go on to what is stored now, and work out what was asked for lately."""
        generation = base.hold()
        base.ask(_WARM)
        for unit in self._units:
            base.duties(unit, limit=1)
        again = [question for question, times in self._questions.items() if times > 1]
        for question in again[-_QUESTIONS:]:
            base.ask(question, **_PLAIN)
        return generation


def _count(counts: OrderedDict[str, int], what: str, most: int) -> None:
    counts[what] = counts.get(what, 0) + 1
    counts.move_to_end(what)
    while len(counts) > most:
        counts.popitem(last=False)


def _is_plain(args: tuple[object, ...], options: dict[str, object]) -> bool:
    """Whether a question was asked as the page and the API ask by themselves."""
    return len(args) == 1 and options == _PLAIN
