"""What the service keeps open and in mind: the index in use, and what was worked out from one generation of the catalogue.

1. A newer snapshot, or another reranker, is taken up without a restart: one thread opens it while the others go on with what they
   have. A model is not read again where it is the same. What was chosen and cannot be used here is logged, and the search stays as
   it was.
2. A snapshot that vanishes while it is opened, because a newer one has taken its place, is no error: the newer one is opened.
3. What is remembered belongs to one generation; readers that are still in the one before do not disturb those in the newest.
   What the next generation did not touch is carried over to it (``app.serving.carrying``).
4. The answers given last are kept: offices ask the same things, and a page asks again for each of its parts.
5. Of several threads that need the same thing at once, one works it out and the others wait for it.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast

from corpus.errors import IndexStateError, MissingLibraryError, UsageError
from corpus.settings import Home

if TYPE_CHECKING:
    from index.searcher import InUse, Searcher

log = logging.getLogger(__name__)
T = TypeVar("T")
_TRIES: Final = 3
_REMEMBERED: Final = 50_000  # summaries and names kept of one generation; some 20 MB
_GENERATIONS: Final = 2
_ANSWERS: Final = 500  # some 20 kB each


class CurrentIndex:
    """The searcher over the snapshot in use; safe to use from several threads."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._opening = threading.Lock()
        self._searcher: Searcher | None = None
        self._refused: InUse | None = None

    def searcher(self) -> Searcher:
        """Return the searcher. Raises ``IndexStateError`` when there is no usable index."""
        held = self._searcher
        if held is not None and self._is_current(held):
            return held
        if not self._opening.acquire(blocking=held is None):
            return cast("Searcher", held)
        try:
            if self._searcher is None or not self._is_current(self._searcher):
                self._searcher = self._opened(self._searcher)
            return self._searcher
        finally:
            self._opening.release()

    def _is_current(self, searcher: Searcher) -> bool:
        from index.searcher import in_use

        return in_use(self._home) in (searcher.in_use, self._refused)

    def _opened(self, before: Searcher | None) -> Searcher:
        from index.searcher import in_use

        wanted = in_use(self._home)
        try:
            return self._open()
        except (UsageError, MissingLibraryError) as error:
            if before is None:
                raise
            log.error("what was chosen cannot be used, the search stays as it was: %s", error)
            self._refused = wanted
            return before

    def _open(self) -> Searcher:
        from index.searcher import open_searcher
        from index.stores.snapshot import current_number

        for _ in range(_TRIES):
            number = current_number(self._home)
            try:
                return open_searcher(self._home, self._searcher)
            except (IndexStateError, OSError, ValueError):
                if number == current_number(self._home):
                    raise
        return open_searcher(self._home, self._searcher)


@dataclass(frozen=True, slots=True)
class OfDocument:
    """What is remembered of one document: ``what`` of the document ``key``, on a day where that matters."""

    what: str
    key: str
    day: dt.date | None = None


Carry: TypeAlias = Callable[[int, Mapping[Hashable, object]], dict[Hashable, object]]


class Memory:
    """What was worked out from the catalogue, by generation; safe to use from several threads.

    ``carry`` tells what of an older generation's memory still holds in the one that is read now.
    """

    def __init__(self, carry: Carry = lambda _generation, _kept: {}) -> None:
        self._lock = threading.Lock()
        self._carry = carry
        self._kept: dict[int, dict[Hashable, object]] = {}
        self._making: dict[tuple[int, Hashable], threading.Lock] = {}

    def get(self, generation: int, what: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, worked out once a generation."""
        kept = self._of(generation)
        if what not in kept:
            with self._lock:
                turn = self._making.setdefault((generation, what), threading.Lock())
            try:
                with turn:
                    if what not in kept:
                        kept[what] = make()
            finally:
                with self._lock:
                    self._making.pop((generation, what), None)
        return cast("T", kept[what])

    def before(self, generation: int, what: Hashable) -> object | None:
        """Return what is kept under ``what`` of the newest generation before this one."""
        older = [kept[what] for number, kept in sorted(self._kept.items()) if number < generation and what in kept]
        return older[-1] if older else None

    def _of(self, generation: int) -> dict[Hashable, object]:
        kept = self._kept.get(generation)
        if kept is not None and len(kept) <= _REMEMBERED:
            return kept
        with self._lock:
            older = [number for number in self._kept if number < generation]
            fresh = self._carry(max(older), self._kept[max(older)]) if older and kept is None else {}
            newest = sorted({*self._kept, generation})[-_GENERATIONS:]
            self._kept = {number: fresh if number == generation else self._kept[number] for number in newest}
            return fresh


class Recent:
    """The newest few of many values; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under ``what``, or what ``make`` gives now."""
        with self._lock:
            if what in self._kept:
                self._kept.move_to_end(what)
                return cast("T", self._kept[what])
        made = make()
        with self._lock:
            self._kept[what] = made
            if len(self._kept) > _ANSWERS:
                self._kept.popitem(last=False)
        return made
