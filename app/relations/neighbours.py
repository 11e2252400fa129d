"""The documents around a document, by relation: its table of authorities (out), who rests on it (in), and the graph of both.

1. A neighbour is a stored document, or an absent one under its number or name as cited; each stands once per relation and
   direction, with the places that state it and how often.
2. Groups go from the relation that binds most (can_cu) to plain mention; within one, stored documents by legal rank, then
   number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.forms.render import document_line
from app.results import Direction, Reference
from app.service import KnowledgeBase
from corpus.errors import UsageError
from corpus.kinds import kind_named
from corpus.model import DocumentSummary, Relation

_ORDER = tuple(Relation)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One edge: ``name`` as cited, ``document`` if stored; ``places`` are labels of the clauses that state it."""

    direction: Direction
    relation: Relation
    name: str
    document: DocumentSummary | None
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A stored document with its neighbours."""

    document: DocumentSummary
    neighbours: tuple[Neighbour, ...]


def neighbourhood(base: KnowledgeBase, asked: str, directions: Iterable[Direction] = ("out", "in")) -> Neighbourhood:
    """Return the documents around the one named. Raises ``UsageError`` when it is not stored or not clear."""
    found: list[Neighbour] = []
    document: DocumentSummary | None = None
    for direction in directions:
        looked_up = base.references(asked, direction=direction)
        if looked_up.target is None:
            raise UsageError(looked_up.message or f"Không có “{asked}” trong kho. Xem mã bằng 'cancu list'.")
        document = looked_up.target
        found += _grouped(looked_up.references, direction)
    if document is None:
        raise UsageError("Chưa chọn chiều quan hệ.")
    return Neighbourhood(document, tuple(sorted(found, key=_rank)))


def _grouped(references: Iterable[Reference], direction: Direction) -> Iterator[Neighbour]:
    groups: dict[tuple[Relation, str], list[Reference]] = {}
    for reference in references:
        other = reference.target if direction == "out" else reference.quote.document
        name = other.key if other else _name(reference)
        groups.setdefault((reference.citation.relation, name), []).append(reference)
    for (relation, _), group in groups.items():
        other = group[0].target if direction == "out" else group[0].quote.document
        name = document_line(other) if other else _name(group[0])
        places = tuple(dict.fromkeys(reference.quote.label for reference in group))
        yield Neighbour(direction, relation, name, other, len(group), places)


def _name(reference: Reference) -> str:
    citation = reference.citation
    return " ".join(part for part in (citation.kind, citation.number or citation.title) if part) or citation.quote


def _rank(neighbour: Neighbour) -> tuple[bool, int, int, str]:
    kind = neighbour.document.kind if neighbour.document else None
    known = kind_named(kind) if kind else None
    rank = known.rank if known and known.rank else len(_ORDER) + 1
    return neighbour.direction == "in", _ORDER.index(neighbour.relation), rank, neighbour.name
