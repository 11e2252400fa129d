"""What the pages need of the knowledge base (``app.service.KnowledgeBase``), as a Protocol, so that tests can give a small one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, Protocol

from app.results import BaseStatus, DutyFilters, DutyList, LookedUp
from corpus.model import Answer, Box, Document, DocumentSummary, Relation


class Base(Protocol):
    """A knowledge base to read from; safe to use from several threads."""

    def ask(self, question: str, *, unit: str | None = None, as_of: dt.date | None = None, k: int = 10) -> Answer:
        """The duties and clauses that answer; never raises for an odd question."""

    def duties(self, unit: str, filters: DutyFilters | None = None) -> DutyList:
        """Everything a unit must, must not, may or should do."""

    def references(self, asked: str, *, direction: Literal["in", "out"] = "in", relation: Relation | None = None) -> LookedUp:
        """The clauses that cite what ``asked`` names, or that it cites."""

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every stored document, newest first."""

    def document(self, key: str) -> Document | None:
        """A stored document."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""

    def boxes(self, key: str, start: int, end: int) -> tuple[Box, ...]:
        """Where a span stands on its pages."""

    def page_image(self, key: str, page: int, *, boxes: Sequence[Box] = (), width: int = 1000) -> bytes | None:
        """A page as PNG with boxes highlighted; ``None`` when there is none."""

    def unit_names(self) -> tuple[str, ...]:
        """Names for a unit picker."""

    def status(self) -> BaseStatus:
        """How the knowledge base stands."""
