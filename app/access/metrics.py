"""Figures for Prometheus: requests, questions, logins, the state of the knowledge base.

A registry of its own for each site, so that several sites in one process (tests) do not count together.
Labels are few and fixed: groups of addresses, never an address, a name or a question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.results import BaseStatus

# Seconds; an answer should stay below one.
_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_GROUPS: Final = re.compile(r"/(?:api/v1/(?P<api>[a-z]+)|(?P<top>[a-z_-]+))?")
_KNOWN: Final = frozenset(
    {
        "gradio_api",
        "vb",
        "hoi",
        "trang",
        "tinh",
        "xuat",
        "api",
        "mcp",
        "health",
        "metrics",
        "dang-nhap",
        "dang-xuat",
        "assets",
        "config",
    }
)
_API: Final = frozenset(
    {"search", "ask", "duties", "received", "refs", "check", "documents", "provisions", "relations", "changes", "impact", "status"}
)


def group_of(path: str) -> str:
    """Return the group of an address: ``api/ask``, ``vb``, ``other``."""
    found = _GROUPS.match(path)
    if path == "/" or found is None:
        return "page"
    if found["api"]:
        return f"api/{found['api']}" if found["api"] in _API else "api"
    return found["top"] if found["top"] in _KNOWN else "other"


class Metrics:
    """Counts and times of one site."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry = CollectorRegistry()
        registry = self.registry
        self.requests = Counter("cancu_requests", "Answered requests", ["group", "status"], registry=registry)
        self.seconds = Histogram(
            "cancu_request_seconds", "Time to answer a request", ["group"], buckets=_BUCKETS, registry=registry
        )
        self.questions = Histogram(
            "cancu_question_seconds", "Time of a question", ["kind", "status"], buckets=_BUCKETS, registry=registry
        )
        self.logins = Counter("cancu_logins", "Logins", ["result"], registry=registry)
        self.refused = Counter("cancu_refused", "Refused requests", ["reason"], registry=registry)
        self._stored = Gauge("cancu_stored", "What the catalogue holds", ["what"], registry=registry)
        self._generation = Gauge("cancu_generation", "Generation of catalogue and index", ["of"], registry=registry)

    def text(self, status: BaseStatus | None) -> bytes:
        """Return the exposition, with the state of the knowledge base where it can be read."""
        from prometheus_client import generate_latest

        if status is not None:
            counts = status.counts
            for what in ("documents", "provisions", "citations", "obligations", "failed_files"):
                self._stored.labels(what).set(getattr(counts, what))
            self._generation.labels("catalogue").set(counts.generation)
            self._generation.labels("index").set(status.index_generation or 0)
        return generate_latest(self.registry)
