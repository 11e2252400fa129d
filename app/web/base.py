"""What the pages need of the knowledge base (``app.service.KnowledgeBase``), as a Protocol, so that tests can give a small one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from app.results import BaseStatus, ConflictList, DutyFilters, DutyList, LookedUp
from corpus.amendment import ClauseChange
from corpus.catalogue.reader import LogLine, SourceFile
from corpus.model import Answer, Box, Document, DocumentSummary, Relation

if TYPE_CHECKING:
    from pathlib import Path

    from app.drafts.findings import CheckedDraft
    from app.relations.consolidated import Comparison, Consolidated
    from app.upkeep.quality import FoundAgain, Warned
    from index.understanding.query import Understood


class ReadDuties(Protocol):
    """A list of a unit's duties, part by part."""

    def __call__(self, unit: str, filters: DutyFilters | None = None, *, limit: int | None = None, offset: int = 0) -> DutyList:
        """Return the part of the list."""


class Base(Protocol):
    """A knowledge base to read from; safe to use from several threads."""

    def understood(self, question: str, keep: Collection[str] = ()) -> Understood:
        """How a question is read; what ``keep`` names stays as it was typed."""

    def ask(
        self,
        question: str,
        *,
        unit: str | None = None,
        as_of: dt.date | None = None,
        k: int = 10,
        keep: Collection[str] = (),
    ) -> Answer:
        """The duties and clauses that answer; never raises for an odd question. ``unit`` "" is no unit."""

    def duties(self, unit: str, filters: DutyFilters | None = None, *, limit: int | None = None, offset: int = 0) -> DutyList:
        """Everything a unit must, must not, may or should do; of a long list ``limit`` duties from ``offset`` on."""

    def received(self, unit: str, filters: DutyFilters | None = None, *, limit: int | None = None, offset: int = 0) -> DutyList:
        """What others must report, send or submit to a unit; likewise."""

    def conflicts(self, unit: str, filters: DutyFilters | None = None) -> ConflictList:
        """Duties of a unit that say different things about the same work."""

    def references(self, asked: str, *, direction: Literal["in", "out"] = "in", relation: Relation | None = None) -> LookedUp:
        """The clauses that cite what ``asked`` names, or that it cites."""

    def check_draft(self, path: Path, as_of: dt.date | None = None) -> CheckedDraft:
        """What a check finds in a draft. Raises ``UnreadableFileError``."""

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every stored document, newest first."""

    def document(self, key: str) -> Document | None:
        """A stored document."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""

    def key_now(self, key: str) -> str | None:
        """The key that a document has now that had ``key`` before its head was put right."""

    def clause_changes(self, key: str, path: str, as_of: dt.date | None = None) -> tuple[ClauseChange, ...]:
        """What other documents did to a clause by a date."""

    def consolidated(self, key: str, at: dt.date | None = None) -> Consolidated | None:
        """A document as it stood at a date."""

    def compare(self, key: str, before: dt.date, after: dt.date) -> Comparison | None:
        """What differs between a document at two dates."""

    def boxes(self, key: str, start: int, end: int) -> tuple[Box, ...]:
        """Where a span stands on its pages."""

    def page_image(self, key: str, page: int, *, boxes: Sequence[Box] = (), width: int = 1000) -> bytes | None:
        """A page as PNG with boxes highlighted; ``None`` when there is none."""

    def warnings(self) -> tuple[Warned, ...]:
        """What of the stored documents should be looked at."""

    def found_again(self) -> FoundAgain:
        """How many sampled clauses are found by their own headings."""

    def log_lines(self, limit: int = 100) -> tuple[LogLine, ...]:
        """The newest lines of the ingestion log."""

    def failed_files(self) -> tuple[SourceFile, ...]:
        """The files whose last reading failed."""

    def unit_names(self) -> tuple[str, ...]:
        """Names for a unit picker."""

    def status(self) -> BaseStatus:
        """How the knowledge base stands."""
