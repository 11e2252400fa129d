"""Names for the unit picker, found as a person types.

A large knowledge base names tens of thousands of bodies, too many to send to the page; it gets those that fit what was typed.

1. Typing without marks finds names with marks; a name that begins with the words comes before one that contains them, a short
   one before a long one.
2. Names are read again after ``KEPT_SECONDS``, so that newly stored documents count; never more than one thread reads them.
"""

from __future__ import annotations

import threading
import time
from typing import Final

from app.web.base import Base
from corpus.errors import CancuError
from corpus.vietnamese import search_key, unmarked

OFFERED: Final = 200  # names in the list at one time
KEPT_SECONDS: Final = 300.0


def key_of(name: str) -> str:
    """Return the form under which names are compared: lower case, no marks."""
    return unmarked(search_key(name))


def best(names: list[tuple[str, str]], typed: str, limit: int = OFFERED) -> list[str]:
    """Return the names, given as (key, name), that fit ``typed`` best; without words the shortest proper names."""
    words = key_of(typed)
    if not words:
        first = sorted(names, key=lambda pair: (not pair[1][:1].isupper(), len(pair[1])))[:limit]
        return sorted((name for _, name in first), key=key_of)
    fitting = [(not key.startswith(words), f" {words}" not in f" {key}", len(name), name) for key, name in names if words in key]
    return [name for *_, name in sorted(fitting)[:limit]]


class UnitNames:
    """The names of one knowledge base, kept for a while."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._lock = threading.Lock()
        self._names: list[tuple[str, str]] = []
        self._read_at = float("-inf")

    def suggest(self, typed: str) -> list[str]:
        """Return at most ``OFFERED`` names for what was typed; none when the knowledge base cannot be read."""
        return best(self._current(), typed)

    def _current(self) -> list[tuple[str, str]]:
        with self._lock:
            if time.monotonic() - self._read_at > KEPT_SECONDS:
                try:
                    self._names = [(key_of(name), name) for name in self._base.unit_names()]
                except CancuError:
                    self._names = []
                else:
                    self._read_at = time.monotonic()
            return self._names
