"""The documents around a document as a picture: what it rests on to the left, what rests on it to the right.

Drawn by us as SVG from the references that the page lists anyway; the list below it says the same in words.

1. A neighbour stands once on each side, under the relation that binds most, with how many clauses state it.
2. At most ``MOST`` neighbours a side, those that bind most first; how many are left out is said.
3. Without neighbours there is no picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.results import LookedUp, Reference
from app.web import links
from app.web.words import document_name
from corpus.model import DocumentSummary, Relation

MOST: Final = 9
WIDTH: Final = 1000  # units of the drawing; its size on the page is the sheet's business
_BOX, _HEIGHT, _STEP, _TOP = 290, 46, 62, 44
_CENTRE = 240
_LONGEST: Final = 36  # letters of a name in its box
_ORDER: Final = tuple(Relation)


@dataclass(frozen=True, slots=True)
class Place:
    """A box of the picture with its upper left corner; ``curve`` leads from it to the document in the middle."""

    x: int
    y: int
    name: str
    full: str
    link: str
    relation: Relation
    count: int
    curve: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of ``width`` by ``height`` units; ``left`` and ``right`` are the numbers of neighbours left out."""

    width: int
    height: int
    name: str
    middle: tuple[int, int, int, int]
    places: tuple[Place, ...]
    left_title: bool
    right_title: bool
    more_left: int
    more_right: int
    more_y: int


@dataclass(frozen=True, slots=True)
class _Neighbour:
    name: str
    link: str
    relation: Relation
    count: int


def draw(summary: DocumentSummary, outgoing: LookedUp, incoming: LookedUp) -> Picture | None:
    """Return the picture of a document's neighbours, ``None`` when it has none."""
    left = _neighbours(outgoing.references, summary.key, out=True)
    right = _neighbours(incoming.references, summary.key, out=False)
    if not left and not right:
        return None
    rows = max(min(len(left), MOST), min(len(right), MOST), 1)
    height = _TOP + rows * _STEP + (24 if max(len(left), len(right)) > MOST else 0)
    middle_y = _TOP + (rows * _STEP - _STEP + _HEIGHT) // 2
    middle = ((WIDTH - _CENTRE) // 2, middle_y - 32, _CENTRE, 64)
    places = (*_placed(left[:MOST], 0, rows, middle), *_placed(right[:MOST], WIDTH - _BOX, rows, middle))
    return Picture(
        WIDTH,
        height,
        document_name(summary),
        middle,
        places,
        bool(left),
        bool(right),
        max(0, len(left) - MOST),
        max(0, len(right) - MOST),
        _TOP + rows * _STEP + 8,
    )


def _neighbours(references: Iterable[Reference], own: str, *, out: bool) -> list[_Neighbour]:
    found: dict[str, list[tuple[Relation, DocumentSummary | None]]] = {}
    for reference in references:
        other = reference.target if out else reference.quote.document
        name = other.key if other else (reference.citation.number or reference.citation.title or reference.citation.quote)
        if name != own:
            found.setdefault(name, []).append((reference.citation.relation, other))
    neighbours = [_neighbour(name, group) for name, group in found.items()]
    return sorted(neighbours, key=lambda n: (_ORDER.index(n.relation), -n.count, n.name))


def _neighbour(name: str, group: Sequence[tuple[Relation, DocumentSummary | None]]) -> _Neighbour:
    relation = min((relation for relation, _ in group), key=_ORDER.index)
    document = next((document for _, document in group if document), None)
    shown = document_name(document) if document else name
    return _Neighbour(shown, links.document_link(document.key) if document else "", relation, len(group))


def _placed(neighbours: Sequence[_Neighbour], x: int, rows: int, middle: tuple[int, int, int, int]) -> Iterable[Place]:
    offset = (rows - len(neighbours)) * _STEP // 2
    for i, neighbour in enumerate(neighbours):
        y = _TOP + offset + i * _STEP
        short = neighbour.name if len(neighbour.name) <= _LONGEST else neighbour.name[: _LONGEST - 1].rstrip() + "…"
        curve = _curve(x, y + _HEIGHT // 2, middle)
        yield Place(x, y, short, neighbour.name, neighbour.link, neighbour.relation, neighbour.count, curve)


def _curve(x: int, y: int, middle: tuple[int, int, int, int]) -> str:
    left, top, width, height = middle
    to_y = top + height // 2
    begin, end = (x + _BOX, left) if x < left else (x, left + width)
    bend = (begin + end) // 2
    return f"M{begin} {y}C{bend} {y} {bend} {to_y} {end} {to_y}"
