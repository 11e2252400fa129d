"""The knowledge base as every surface uses it: search, ask, duties, references, documents, pages.

Reads only; writing is ``app.upkeep.maintenance``. One object serves many threads: each thread reads the catalogue over a connection of
its own, and all share the index snapshot, which is opened when first needed and exchanged when a newer one has been swapped in.

The parts are loaded when first needed: a cold search needs none of them but the index.

1. Whatever is shown is a quote of the stored text with its address.
2. "Nothing found" and "could not look" are different answers; a missing index is the latter, with the command that mends it.
3. One answer is read from one generation of the catalogue and one snapshot of the index, whatever is stored meanwhile.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Literal, ParamSpec, TypeVar, cast

from app.results import BaseStatus, ConflictList, DutyChanges, DutyFilters, DutyList, LookedUp, SearchFilters
from app.serving.current import CurrentIndex, Memory, OfDocument, Recent
from corpus.catalogue import Catalogue, open_catalogue
from corpus.dates import today
from corpus.errors import CancuError, IndexStateError
from corpus.kinds import is_normative
from corpus.model import Answer, AnswerStatus, Box, Document, DocumentSummary, Hit, Provision, Question, Relation, Status
from corpus.settings import Home

if TYPE_CHECKING:
    from pathlib import Path

    from app.drafts.findings import CheckedDraft
    from app.questions.addressed import Addressed
    from app.relations.consolidated import Comparison, Consolidated
    from app.upkeep.quality import FoundAgain, Warned
    from corpus.amendment import ClauseChange
    from corpus.catalogue.reader import LogLine, SourceFile
    from corpus.units import Register
    from index.searcher import InUse, Searcher
    from index.understanding.query import Kept, Understood

P = ParamSpec("P")
T = TypeVar("T")


def _at_one_moment(method: Callable[Concatenate[KnowledgeBase, P], T]) -> Callable[Concatenate[KnowledgeBase, P], T]:
    """Make a method of the knowledge base see one generation and one snapshot."""

    @wraps(method)
    def whole(self: KnowledgeBase, *args: P.args, **kwargs: P.kwargs) -> T:
        with self.at_one_moment():
            return method(self, *args, **kwargs)

    return cast("Callable[Concatenate[KnowledgeBase, P], T]", whole)


@dataclass(slots=True)
class _Moment:
    """What a thread reads while it answers one question."""

    generation: int
    searcher: Searcher | None = None


class KnowledgeBase:
    """Reads one knowledge base; made by ``open_knowledge_base``."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._local = threading.local()
        self._lock = threading.Lock()
        self._index = CurrentIndex(home)
        self._register: Register | None = None
        self._memory = Memory(self._carried)
        self._recent = Recent()

    def close(self) -> None:
        """Release this thread's connection."""
        self._let_go()
        if catalogue := getattr(self._local, "catalogue", None):
            catalogue.close()
            del self._local.catalogue

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader. Raises ``CatalogueError`` when there is no catalogue."""
        found: Catalogue | None = getattr(self._local, "catalogue", None)
        if found is None:
            found = self._local.catalogue = open_catalogue(self.home)
        return found

    @property
    def searcher(self) -> Searcher:
        """The searcher over the snapshot in use. Raises ``IndexStateError`` when there is none."""
        moment: _Moment | None = getattr(self._local, "moment", None)
        if moment is None:
            return self._index.searcher()
        if moment.searcher is None:
            moment.searcher = self._index.searcher()
        return moment.searcher

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Make all reads of this thread within the block see one generation of the catalogue and one snapshot of the index."""
        if getattr(self._local, "moment", None) is not None:
            yield
            return
        with self.catalogue.snapshot() as generation:
            self._local.moment = _Moment(generation)
            try:
                yield
            finally:
                self._local.moment = None

    @property
    def register(self) -> Register:
        """The register of units, with the office's own additions."""
        from corpus.units import register_of

        with self._lock:
            if self._register is None:
                self._register = register_of(self.home)
            return self._register

    # questions

    @_at_one_moment
    def search(
        self,
        text: str,
        *,
        k: int = 10,
        filters: SearchFilters | None = None,
        keep: Collection[Kept] = (),
    ) -> tuple[Hit, ...]:
        """Return at most ``k`` provisions by relevance, a clause that ``text`` names by its address first.

        What ``keep`` names is searched for as it was typed. Raises ``IndexStateError`` when there is no usable index.
        """
        from app.questions import searching

        return searching.found(self, text, k, filters or SearchFilters(), keep)

    def addressed(self, question: str, keep: Collection[Kept] = ()) -> Addressed | None:
        """Return the clause that ``question`` names by its address; ``None`` when it names none of a stored document."""
        from app.questions import addressed

        return None if "address" in keep else addressed.addressed(self, question, self.searcher.understand(question, keep).text)

    def understood(self, question: str, keep: Collection[Kept] = ()) -> Understood:
        """Return how ``question`` is read; what ``keep`` names stays as it was typed. Raises ``IndexStateError``."""
        return self.searcher.understand(question, keep)

    def ask(
        self,
        question: str,
        *,
        unit: str | None = None,
        as_of: dt.date | None = None,
        k: int = 10,
        keep: Collection[Kept] = (),
    ) -> Answer:
        """Return the duties and clauses that answer; never raises for an odd question or a missing index.

        ``unit`` "" asks for no unit, whatever the question names; what ``keep`` names is read as it was typed.
        """
        from app.questions import asking, suggesting
        from app.relations import amending

        def made() -> Answer:
            answer = asking.answer(self, question, unit=unit, as_of=as_of, k=k, keep=keep)
            answer = amending.marked_answer(self, answer, answer.question.as_of or today())
            return replace(answer, follow_ups=suggesting.with_follow_ups(self, answer))

        try:
            with self.at_one_moment():
                now = (self._generation(), self.in_use, today())
                return self._recent.get((*now, question, unit, as_of, k, frozenset(keep)), made)
        except CancuError as error:
            return Answer(Question(question, unit, as_of=as_of), AnswerStatus.UNAVAILABLE, message=str(error))

    def hold(self) -> int:
        """Stay, in this thread, at what is stored now until called again; return the generation."""
        self._let_go()
        self._local.held = stack = ExitStack()
        self._local.moment = moment = _Moment(stack.enter_context(self.catalogue.snapshot()))
        return moment.generation

    def _let_go(self) -> None:
        if held := getattr(self._local, "held", None):
            self._local.held = self._local.moment = None
            held.close()

    @property
    def in_use(self) -> InUse:
        """The snapshot and the choices in use. Raises ``IndexStateError`` when there is no usable index."""
        return self.searcher.in_use

    @_at_one_moment
    def duties(self, unit: str, filters: DutyFilters | None = None, *, limit: int | None = None, offset: int = 0) -> DutyList:
        """Return what ``unit`` must, must not, may or should do, in documents' order, newest document first.

        Of a long list only ``limit`` duties from ``offset`` on are read. Duties of clauses that another document has repealed
        are left out.
        """
        from app.duties import binding
        from app.relations import amending

        asked = filters or DutyFilters()
        found = binding.duties_of(self, unit, asked, limit=limit, offset=offset)
        named = (asked.document,) if asked.document else ()
        return replace(found, duties=amending.marked_duties(self, found.duties, asked.as_of or today(), named))

    @_at_one_moment
    def conflicts(self, unit: str, filters: DutyFilters | None = None) -> ConflictList:
        """Return the duties of ``unit`` that two documents give differently, those of the newest documents first."""
        from app.duties import conflicting

        return conflicting.conflicts_of(self, unit, filters or DutyFilters())

    @_at_one_moment
    def changes(self, unit: str, since: dt.date, until: dt.date) -> DutyChanges:
        """Return which duties of ``unit`` came and went between two days."""
        from app.duties import binding

        return binding.changes_of(self, unit, since, until)

    @_at_one_moment
    def received(self, unit: str, filters: DutyFilters | None = None, *, limit: int | None = None, offset: int = 0) -> DutyList:
        """Return the duties of others to report, send or submit to ``unit``; of a long list only ``limit`` from ``offset`` on."""
        from app.duties import received

        return received.received_by(self, unit, filters or DutyFilters(), limit=limit, offset=offset)

    @_at_one_moment
    def references(
        self, asked: str, *, direction: Literal["in", "out"] = "in", relation: Relation | None = None, chain: bool = False
    ) -> LookedUp:
        """Return the clauses that cite what ``asked`` names (``in``), or that it cites (``out``); ``chain`` follows on."""
        from app.relations import referring

        return referring.look_up(self, asked, direction=direction, relation=relation, chain=chain)

    def check_draft(self, path: Path, as_of: dt.date | None = None) -> CheckedDraft:
        """Return what a check finds in a draft. Raises ``UnreadableFileError`` when it cannot be read."""
        from app.drafts import checking

        return checking.check_file(self, path, as_of)

    # documents

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Return every stored document, newest first."""
        return self.catalogue.summaries()

    def document(self, key: str) -> Document | None:
        """Return a stored document, or ``None``."""
        return self.catalogue.document(key)

    def key_now(self, key: str) -> str | None:
        """Return the key that a document has now that had ``key`` before its head was put right."""
        return self.catalogue.key_now(key)

    def provision(self, identifier: str) -> Provision | None:
        """Return the provision of ``<document key>#<path>``, or ``None``."""
        return self.catalogue.provision(identifier)

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """Return a document's summary with its status at ``as_of`` (today if not given)."""
        day = as_of or today()

        def made() -> DocumentSummary | None:
            found = self.catalogue.summary(key)
            return replace(found, status=self.status_of(key, day)) if found else None

        return self.remembered(OfDocument("summary", key, day), made)

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, kept until something new is stored, or for ``OfDocument`` until it touches the document."""
        return self._memory.get(self._generation(), what, make)

    def followed(self, what: Hashable, make: Callable[[int, T | None], T]) -> T:
        """Return what ``make`` gives from the generation and from what it gave for the one before, kept likewise."""
        now, memory = self._generation(), self._memory
        return memory.get(now, what, lambda: make(now, cast("T | None", memory.before(now, what))))

    def _carried(self, generation: int, kept: Mapping[Hashable, object]) -> dict[Hashable, object]:
        from app.serving.carrying import carried

        return carried(self.catalogue, generation, kept)

    def _generation(self) -> int:
        moment = getattr(self._local, "moment", None)
        return cast("_Moment", moment).generation if moment else self.catalogue.generation()

    def status_of(self, key: str, as_of: dt.date | None = None) -> Status | None:
        """Return a document's validity at a date, ``None`` for kinds that have none."""
        head = self.catalogue.summary(key)
        if head is None or not is_normative(head.kind, head.number):
            return None
        from app.relations import validity

        return validity.statement_of(self.catalogue, key, as_of or today()).status

    def consolidated(self, key: str, at: dt.date | None = None) -> Consolidated | None:
        """Return the text of a document at a date (today if not given), clause by clause with its sources; unofficial."""
        from app.relations import consolidated

        return consolidated.consolidated(self, key, at or today())

    def compare(self, key: str, before: dt.date, after: dt.date) -> Comparison | None:
        """Return what differs between a document at two dates."""
        from app.relations import consolidated

        return consolidated.compare(self, key, before, after)

    def clause_changes(self, key: str, path: str, as_of: dt.date | None = None) -> tuple[ClauseChange, ...]:
        """Return what other stored documents did to a clause by a date (today if not given)."""
        from app.relations import amending

        return amending.clause_changes(self, key, path, as_of or today())

    def boxes(self, key: str, start: int, end: int) -> tuple[Box, ...]:
        """Return where a span of a document stands on its pages; empty for sources without geometry."""
        from app.questions import passages

        document = self.catalogue.document(key)
        return passages.boxes_of(document, start, end) if document else ()

    def page_image(self, key: str, page: int, *, boxes: Sequence[Box] = (), width: int = 1000) -> bytes | None:
        """Return a page as PNG with ``boxes`` highlighted; ``None`` when the source has no such page."""
        from app.documents.pages import render_page

        document = self.catalogue.document(key)
        if document is None or not any(p.number == page for p in document.pages):
            return None
        source = self.home.sources / document.source.sha256
        return render_page(source, page, boxes, width, cache=self.home.cache / "pages") if source.exists() else None

    def unit_names(self) -> tuple[str, ...]:
        """Return the names offered by a unit picker: those that bear duties here, then the register's."""
        named = self.catalogue.bearers()
        known = {unit.name for unit in (*self.register.units, *self.register.departments)}
        return (*named, *sorted(known - set(named)))

    def warnings(self) -> tuple[Warned, ...]:
        """Return what of the stored documents should be looked at."""
        from app.upkeep import quality

        return self.remembered("warnings", lambda: quality.warnings_of(self.catalogue))

    def found_again(self) -> FoundAgain:
        """Return how many sampled clauses are found by their own headings. Raises ``IndexStateError``."""
        from app.upkeep import quality

        return quality.found_again(self)

    def log_lines(self, limit: int = 100) -> tuple[LogLine, ...]:
        """Return the newest lines of the ingestion log, newest first."""
        return self.catalogue.log_lines(limit)

    def failed_files(self) -> tuple[SourceFile, ...]:
        """Return the files whose last reading failed."""
        return self.catalogue.failed_files()

    def is_behind(self) -> bool:
        """Whether the index is older than the catalogue; false where there is no usable index to be behind."""
        try:
            return self.searcher.info.generation < self.catalogue.generation()
        except IndexStateError:
            return False

    def status(self) -> BaseStatus:
        """Return how much is stored and whether the index follows it."""
        counts, failed = self.catalogue.counts(), self.catalogue.failed_files()
        try:
            info = self.searcher.info
        except IndexStateError as error:
            return BaseStatus(counts, None, None, 0, stale=True, failed=failed, message=str(error))
        stale = info.generation < counts.generation
        message = "Chỉ mục cũ hơn kho dữ liệu; chạy 'cancu rebuild' để cập nhật." if stale else ""
        return BaseStatus(counts, info.model, info.generation, info.entries, stale, failed, message, info.where)


def open_knowledge_base(home: Home) -> KnowledgeBase:
    """Open the knowledge base of ``home``. Raises ``CatalogueError`` when there is none."""
    base = KnowledgeBase(home)
    base.catalogue.counts()
    return base
