"""Names for the unit picker: those of the knowledge base and its register, found while they are typed.

1. Every word typed must stand in the name, marks and case aside; names that begin so come first, short before long.
2. Names are read again after ``KEPT_SECONDS``, so that newly stored documents count; never more than one thread reads them.
"""

from __future__ import annotations

import heapq
import threading
import time
from typing import Final

from app.web.base import Base
from corpus.errors import CancuError
from corpus.vietnamese import search_key, unmarked

SUGGESTED: Final = 20
KEPT_SECONDS: Final = 300.0


class UnitNames:
    """The names of one knowledge base, kept for a while."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._lock = threading.Lock()
        self._keys: list[tuple[str, str]] = []
        self._read_at = float("-inf")

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
                self._keys = []
                return
            self._keys = [(unmarked(search_key(name)), name) for name in dict.fromkeys(names)]
            self._read_at = time.monotonic()
