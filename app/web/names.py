"""Names for the unit picker.

A large knowledge base names tens of thousands of bodies, too many to send to a page; the picker gets the shortest proper names,
which are those of the bodies themselves rather than of their parts and classes. Any other name is found while it is typed.

1. At most ``OFFERED`` names, in the order of the alphabet without marks.
2. Names are read again after ``KEPT_SECONDS``, so that newly stored documents count; never more than one thread reads them.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Iterable
from typing import Final

from app.web.base import Base
from corpus.errors import CancuError
from corpus.vietnamese import search_key, unmarked

OFFERED: Final = 3000  # about 100 KiB
SUGGESTED: Final = 20
KEPT_SECONDS: Final = 300.0


def offered(names: Iterable[str], limit: int = OFFERED) -> list[str]:
    """Return the names that a picker offers: proper names before classes, short before long, then in order."""
    first = sorted(set(names), key=lambda name: (not name[:1].isupper(), len(name), name))[:limit]
    return sorted(first, key=lambda name: (not name[:1].isupper(), unmarked(search_key(name)), name))


class UnitNames:
    """The names of one knowledge base, kept for a while."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._lock = threading.Lock()
        self._offered: list[str] = []
        self._keys: list[tuple[str, str]] = []
        self._read_at = float("-inf")

    def offer(self) -> list[str]:
        """Return the names to offer; none when the knowledge base cannot be read."""
        self._read()
        return self._offered

    def matching(self, typed: str, limit: int = SUGGESTED) -> list[str]:
        """Return at most ``limit`` names with every word typed, marks and case aside; those that begin so first, short ones first."""
        wanted = unmarked(search_key(typed)).split()
        if not wanted:
            return []
        self._read()
        start = " ".join(wanted)
        found = [(not key.startswith(start), len(key), name) for key, name in self._keys if all(word in key for word in wanted)]
        return [name for *_, name in heapq.nsmallest(limit, found)]

    def _read(self) -> None:
        with self._lock:
            if time.monotonic() - self._read_at <= KEPT_SECONDS:
                return
            try:
                names = self._base.unit_names()
            except CancuError:
                self._offered, self._keys = [], []
                return
            self._offered = offered(names)
            self._keys = [(unmarked(search_key(name)), name) for name in dict.fromkeys(names)]
            self._read_at = time.monotonic()
