"""The text of a stored document at a date, clause by clause with its sources, and what differs between two dates.

The consolidation itself is ``ingest.outline.consolidate``; here the stored documents that amend the one asked about are found
(``app.relations.amending``), and every source is told in the words of a citation.

1. Every clause has its sources, oldest first: the base, then each amending clause that made it what it is.
2. The text is unofficial and says so (``note``): only a văn bản hợp nhất signed by its body has force (Pháp lệnh 01/2012/UBTVQH13).
3. Two versions differ only in clauses that an amendment touched; ``pieces`` joined without the added ones are the earlier
   words, without the removed ones the later words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from app.forms.words import formal_citation
from app.relations.amending import Base, amendments_to
from corpus.addresses import as_printed, print_address
from corpus.amendment import Operation
from corpus.catalogue import Catalogue
from corpus.model import DocumentSummary, Level, Node, Notice

if TYPE_CHECKING:
    from ingest.outline.consolidate import ConsolidatedUnit, Consolidation

State = Literal["base", "replaced", "inserted", "repealed", "rephrased"]
_STATES: Final[dict[Operation | None, State]] = {
    None: "base",
    Operation.REPLACE: "replaced",
    Operation.INSERT: "inserted",
    Operation.REPEAL: "repealed",
    Operation.REPLACE_PHRASE: "rephrased",
}
_WORD: Final = re.compile(r"\s*\S+")


@dataclass(frozen=True, slots=True)
class ClauseSource:
    """Where words come from: a clause of a stored document, what it did (``None``: it is the base), and since when."""

    document: DocumentSummary
    path: str
    label: str
    operation: Operation | None
    since: dt.date | None
    citation: str


@dataclass(frozen=True, slots=True)
class ConsolidatedClause:
    """A clause as it stands at the date; ``sources`` are oldest first, a repealed clause has no words."""

    path: str
    label: str
    level: Level
    marker: str
    heading: str
    text: str
    state: State
    sources: tuple[ClauseSource, ...]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A document at a date. ``amending`` are the documents whose changes are in it; ``note`` says that it is unofficial."""

    document: DocumentSummary
    at: dt.date
    clauses: tuple[ConsolidatedClause, ...]
    amending: tuple[DocumentSummary, ...]
    notices: tuple[Notice, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both versions have, or only the earlier (``removed``) or the later one (``added``)."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """A clause that differs; ``sources`` are the amending clauses that made the difference."""

    path: str
    label: str
    kind: Literal["added", "removed", "changed"]
    before: ConsolidatedClause | None
    after: ConsolidatedClause | None
    pieces: tuple[Piece, ...]
    sources: tuple[ClauseSource, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two dates, in the order of the text; ``unchanged`` counts the other clauses."""

    document: DocumentSummary
    before: dt.date
    after: dt.date
    differences: tuple[ClauseDifference, ...]
    unchanged: int
    notices: tuple[Notice, ...]
    note: str


def consolidated(base: Base, key: str, at: dt.date) -> Consolidated | None:
    """Return the document ``key`` as it stood at ``at``; ``None`` when there is none."""
    summary = base.catalogue.summary(key)
    if summary is None:
        return None
    result = _consolidation(base, key, at)
    names = _Names(base.catalogue)
    clauses = tuple(_clause(unit, names) for unit in result.units)
    amending = tuple(dict.fromkeys(s.document for c in clauses for s in c.sources if s.operation is not None))
    return Consolidated(summary, at, clauses, amending, (*result.notices, *_without_outline(base.catalogue, key)), result.note)


def compare(base: Base, key: str, before: dt.date, after: dt.date) -> Comparison | None:
    """Return what differs between the document at ``before`` and at ``after``; ``None`` when there is none."""
    old, new = consolidated(base, key, before), consolidated(base, key, after)
    if old is None or new is None:
        return None
    differences = tuple(_differences(old.clauses, new.clauses))
    paths = {clause.path for clause in (*old.clauses, *new.clauses)}
    notices = tuple(dict.fromkeys((*old.notices, *new.notices)))
    return Comparison(old.document, before, after, differences, len(paths) - len(differences), notices, new.note)


def words_of(clause: ConsolidatedClause | None) -> str:
    """Return heading and text of a clause as they are compared; empty for none and for a repealed one."""
    return "\n".join(part for part in (clause.heading, clause.text.strip()) if part) if clause else ""


# Consolidating ---------------------------------------------------------------------------------------------------------


def _consolidation(base: Base, key: str, at: dt.date) -> Consolidation:
    from ingest.outline.consolidate import Act, Due, consolidate

    catalogue = base.catalogue
    acts: dict[str, Act] = {}
    for name in (key, *(one.by for one in amendments_to(base, key))):
        if name not in acts:
            summary = catalogue.summary(name)
            acts[name] = Act(
                name, formal_citation(summary) if summary else name, catalogue.text_of(name) or "", _roots(catalogue, name)
            )
    due = [Due(acts[one.by], one.record, one.since) for one in amendments_to(base, key)]
    return consolidate(acts[key], due, at)


def _roots(catalogue: Catalogue, key: str) -> tuple[Node, ...]:
    """Return the outline; of a collection that came split it is read from the text, which has its addresses in words."""
    stored = catalogue.outline_of(key)
    if stored:
        return stored
    from ingest.outline import build_outline, paragraphs_of

    text = catalogue.text_of(key) or ""
    return build_outline(text, paragraphs_of(text), body_end=len(text)).roots


def _without_outline(catalogue: Catalogue, key: str) -> tuple[Notice, ...]:
    if catalogue.outline_of(key):
        return ()
    message = "Văn bản này được nạp từ trước khi kho lưu cấu trúc, hoặc từ tệp điều khoản rời; địa chỉ được đọc lại từ lời văn."
    return (Notice("consolidate-outline", message),)


class _Names:
    """Summaries and citations of the acts of one consolidation, each looked up once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.known: dict[str, DocumentSummary] = {}

    def summary(self, key: str) -> DocumentSummary:
        """Return the summary of a stored document."""
        if key not in self.known:
            self.known[key] = self.catalogue.summary(key) or DocumentSummary(key, None, None, None, None, None)
        return self.known[key]


def _clause(unit: ConsolidatedUnit, names: _Names) -> ConsolidatedClause:
    sources = []
    for trace in unit.sources:
        summary, label = names.summary(trace.act), print_address(as_printed(trace.path))
        sources.append(ClauseSource(summary, trace.path, label, trace.operation, trace.since, formal_citation(summary, label)))
    state = "repealed" if unit.repealed else _STATES[unit.sources[-1].operation]
    label = print_address(as_printed(unit.path))
    return ConsolidatedClause(unit.path, label, unit.level, unit.marker, unit.heading, unit.text, state, tuple(sources))


# Comparing -------------------------------------------------------------------------------------------------------------


def _differences(old: Sequence[ConsolidatedClause], new: Sequence[ConsolidatedClause]) -> Iterator[ClauseDifference]:
    """Yield what differs in the order of the later text, clauses that are gone behind the one they stood after."""
    later = {clause.path: clause for clause in new}
    earlier = {clause.path: clause for clause in old}
    for path in _merged([c.path for c in old], [c.path for c in new]):
        before, after = earlier.get(path), later.get(path)
        if words_of(before) == words_of(after):
            continue
        kind: Literal["added", "removed", "changed"] = "changed"
        if not words_of(before):
            kind = "added"
        elif not words_of(after):
            kind = "removed"
        known = set(before.sources) if before else set()
        sources = tuple(s for s in (after.sources if after else ()) if s not in known and s.operation is not None)
        label = next(clause.label for clause in (after, before) if clause is not None)
        yield ClauseDifference(path, label, kind, before, after, difference(words_of(before), words_of(after)), sources)


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the addresses of both versions in reading order, each once."""
    merged: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        merged += old[a:b]
        if tag != "equal":
            merged += new[c:d]
    return list(dict.fromkeys(merged))


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of two texts as runs that both have or only one of them."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)
