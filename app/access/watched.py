"""A knowledge base that writes down who asks it what and how long it takes; everything else it passes on.

Every surface (page, links, HTTP API, MCP) asks through it, so that nothing is asked unseen and no surface has to think of it.
The person is the one of the context (``app.access.people.acting``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from app.access.people import current
from app.access.policy import Access

B = TypeVar("B")
# Methods that answer a question, with the name of the event.
_WATCHED: Final = {
    "ask": "ask",
    "search": "search",
    "duties": "duties",
    "received": "duties",
    "changes": "changes",
    "references": "refs",
}


def watched(base: B, access: Access) -> B:
    """Return ``base`` watched over by ``access``."""
    return cast("B", _Watched(base, access))


class _Watched:
    def __init__(self, base: object, access: Access) -> None:
        self._base, self._access = base, access

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the knowledge base has
        found = getattr(self._base, name)
        event = _WATCHED.get(name)
        return found if event is None else self._watching(event, found)

    def _watching(self, event: str, ask: Callable[..., object]) -> Callable[..., object]:
        @wraps(ask)
        def asked(what: str, *args: object, **options: object) -> object:
            began = time.perf_counter()
            status = "error"
            try:
                answer = ask(what, *args, **options)
                status = _status(answer)
                return answer
            finally:
                seconds = time.perf_counter() - began
                self._access.metrics.questions.labels(event, status).observe(seconds)
                unit = options.get("unit")
                told = f"{what} [{unit}]" if unit else what
                self._access.record(current(), event, told, status=status, ms=round(seconds * 1000))

        return asked


def _status(answer: object) -> str:
    """Return in one word how a question ended; the words are few and fixed."""
    for name in ("status", "state"):
        found = getattr(answer, name, None)
        if found is not None:
            return str(getattr(found, "value", found))
    return "answered" if getattr(answer, "duties", answer) else "no_match"
