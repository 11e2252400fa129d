"""Nodes become provisions: what is searched, cited and shown.

1. Every unit that is not quoted and has words (heading or own text) is one provision; quoted new text is part of none.
2. ``provision.text == text[provision.start:provision.end]``: the unit's own text without marker and heading.
3. Provisions never overlap: a parent's text ends where its first child begins.
4. ``context`` is what a reader needs from above: the lines of the parents that lead in (they end with ":" or are
   headings), outermost first, joined by a line feed; also an unnumbered lead-in that stands before the item.
5. ``breadcrumb`` are the headings above, outermost first ("Chương II. QUY ĐỊNH CỤ THỂ").
6. Boxes are the union of the line boxes per page, those of heading and marker included.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.addresses import print_address
from corpus.model import Box, Level, Line, Node, Provision

_SPACES: Final = re.compile(r"\s+")
_LEADS: Final = frozenset({Level.DIEU, Level.KHOAN, Level.DIEM, Level.TIET, Level.GACH, Level.MUC, Level.DOAN})
# A lead-in longer than this is a paragraph of its own; its last sentence leads in.
_LEAD_LENGTH: Final = 600


class _Places:
    """Looks up pages and boxes of spans in the lines, by binary search."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.starts = [line.start for line in lines]

    def of(self, start: int, end: int) -> tuple[int | None, tuple[Box, ...]]:
        """Return the page on which a span begins and its boxes, one per page."""
        low = max(bisect_right(self.starts, start) - 1, 0)
        high = bisect_left(self.starts, max(end, start + 1))
        touched = [line for line in self.lines[low:high] if line.end > start]
        if not touched:
            return None, ()
        pages: dict[int, Box] = {}
        for line in touched:
            if line.box is not None:
                known = pages.get(line.page)
                pages[line.page] = _union(known, line.box) if known else line.box
        return touched[0].page, tuple(pages[page] for page in sorted(pages))


def _union(left: Box, right: Box) -> Box:
    return Box(left.page, min(left.x0, right.x0), min(left.y0, right.y0), max(left.x1, right.x1), max(left.y1, right.y1))


def one_line(text: str) -> str:
    """Return ``text`` with single spaces."""
    return _SPACES.sub(" ", text).strip()


def title_of(text: str, node: Node) -> str:
    """Return marker and heading as one line ("Điều 5. Trách nhiệm thi hành", "Chương II. QUY ĐỊNH CỤ THỂ")."""
    marker = one_line(node.marker)
    heading = one_line(text[node.heading_start : node.heading_end])
    if not heading:
        return marker
    if not marker:
        return heading
    dot = "" if marker[-1] in ".:)/-" else "."
    return f"{marker}{dot} {heading}"


def _lead_in(text: str, node: Node) -> str:
    """Return the line by which a parent leads in to its items; empty if it does not."""
    heading = text[node.heading_start : node.heading_end]
    body = text[node.body_start : node.body_end].rstrip()
    lines: list[str] = []
    if heading.strip():
        lines.append(title_of(text, node))
    if body.endswith(":"):
        words = one_line(body)
        if len(words) > _LEAD_LENGTH:
            words = words[words.rfind(". ", 0, len(words) - 1) + 1 :].strip()
        lines.append(words if heading.strip() else one_line(f"{node.marker} {words}"))
    return "\n".join(lines)


def provisions_of(document_key: str, text: str, outline: Sequence[Node], lines: Sequence[Line] = ()) -> tuple[Provision, ...]:
    """Return the provisions of a document in reading order."""
    places = _Places(lines)
    return tuple(_walk(document_key, text, outline, places, (), ()))


def _walk(
    key: str, text: str, nodes: Sequence[Node], places: _Places, context: tuple[str, ...], crumbs: tuple[str, ...]
) -> Iterator[Provision]:
    before = ""
    for node in nodes:
        if node.quoted:
            continue
        leads = (*context, before) if before and node.level is not Level.DOAN else context
        provision = _provision(key, text, node, places, leads, crumbs)
        if provision is not None:
            yield provision
        own = _lead_in(text, node) if node.level in _LEADS else ""
        heading = text[node.heading_start : node.heading_end].strip()
        inner = (*crumbs, title_of(text, node)) if heading else crumbs
        yield from _walk(key, text, node.children, places, (*leads, own) if own else leads, inner)
        if node.level is Level.DOAN:
            before = own if not node.children else ""


def _provision(
    key: str, text: str, node: Node, places: _Places, context: tuple[str, ...], crumbs: tuple[str, ...]
) -> Provision | None:
    body = text[node.body_start : node.body_end]
    heading = text[node.heading_start : node.heading_end]
    if not body.strip() and not heading.strip():
        return None
    page, boxes = places.of(node.start, max(node.body_end, node.heading_end))
    return Provision(
        document=key,
        path=node.path,
        label=print_address(node.path.split("~")[0]) if "~" in node.path else print_address(node.path),
        heading=one_line(heading),
        text=body,
        start=node.body_start,
        end=node.body_end,
        level=node.level,
        page=page,
        context="\n".join(context),
        breadcrumb=crumbs,
        boxes=boxes,
    )


def find_node(outline: Sequence[Node], path: str) -> Node | None:
    """Return the node of this document with exactly this path (quoted ones are not of this document)."""
    for node in outline:
        if node.quoted:
            continue
        if node.path == path:
            return node
        found = find_node(node.children, path)
        if found is not None:
            return found
    return None


def full_text(text: str, node: Node) -> str:
    """Return the words of a unit with everything below it, marker and heading included, as the document has them."""
    return text[node.start : node.end].strip()
