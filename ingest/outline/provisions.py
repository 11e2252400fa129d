"""Nodes become provisions: what is searched, cited and shown.

1. Every unit that is not quoted and has words (heading or own text) is one provision.
2. ``provision.text == text[provision.start:provision.end]``: the unit's own text without marker and heading.
3. Provisions never overlap: a parent's text ends where its first child begins. New text that an amending unit quotes is
   part of that unit's text and never a provision by itself; a quotation that is longer than ``LONGEST_QUOTATION`` is divided
   at its own units, addressed as paragraphs of the amending unit.
4. ``context`` is what a reader needs from above: the lines of the parents that lead in (they end with ":" or are
   headings), outermost first, joined by a line feed; also an unnumbered lead-in that stands before the item, and the head of a
   table, which holds for the pages on which the table goes on.
5. ``breadcrumb`` are the headings above, outermost first ("Chương II. QUY ĐỊNH CỤ THỂ").
6. Boxes are the union of the line boxes per page, those of heading and marker included.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from corpus.addresses import as_printed, print_address
from corpus.model import Box, Level, Line, Node, Provision

# Characters; a replaced article with its clauses is mostly shorter, a replaced chapter is not.
LONGEST_QUOTATION: Final = 4000
# Rows; a head and one row at least.
_SMALLEST_TABLE: Final = 2
# The name of a first column that counts the rows.
_ORDINALS: Final = re.compile(r"\W*(?:S?TT|Số\s+(?:TT|thứ\s+tự)|Thứ\s+tự)\b", re.IGNORECASE)
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
    return " ".join(text.split())


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


def _table_head(text: str, node: Node, before: str) -> str:
    """Return the row that names a table's columns; ``before`` is that of the table right above, which may go on here."""
    if node.level is not Level.BANG or not node.children:
        return ""
    first = node.children[0]
    row = one_line(text[first.start : first.body_end])
    numbered = len(node.children) >= _SMALLEST_TABLE and node.children[1].level is Level.KHOAN
    if first.level is Level.DOAN and (numbered or _ORDINALS.match(row)):
        return row if len(node.children) >= _SMALLEST_TABLE else ""
    return before if before.count("|") == row.count("|") else ""


def provisions_of(document_key: str, text: str, outline: Sequence[Node], lines: Sequence[Line] = ()) -> tuple[Provision, ...]:
    """Return the provisions of a document in reading order."""
    found = _walk(outline, _Around(document_key, text, _Places(lines)))
    return tuple(sorted(found, key=lambda provision: (provision.start, provision.end)))


@dataclass(frozen=True, slots=True)
class _Around:
    """What is the same for a unit and everything below it."""

    key: str
    text: str
    places: _Places
    context: tuple[str, ...] = ()
    crumbs: tuple[str, ...] = ()


def _walk(nodes: Sequence[Node], around: _Around) -> Iterator[Provision]:
    before = head = ""
    for node in nodes:
        if node.quoted:
            continue
        leads = (*around.context, before) if before and node.level is not Level.DOAN else around.context
        here = _Around(around.key, around.text, around.places, leads, around.crumbs)
        yield from _provisions(node, here)
        if not node.children and node.level is not Level.DOAN:
            continue
        head = _table_head(around.text, node, head)
        own = _lead_in(around.text, node) if node.level in _LEADS else head
        heading = around.text[node.heading_start : node.heading_end].strip()
        inner = (*around.crumbs, title_of(around.text, node)) if heading else around.crumbs
        below = _Around(around.key, around.text, around.places, (*leads, own) if own else leads, inner)
        yield from _walk(node.children, below)
        if node.level is Level.DOAN:
            before = own if not node.children else ""


def _provisions(node: Node, around: _Around) -> Iterator[Provision]:
    """Yield the provision of one unit, and those of quotations that are too long to be part of it."""
    text = around.text
    runs = _quotations(node)
    end = node.body_end
    paragraphs = sum(child.level is Level.DOAN and not child.quoted for child in node.children)
    if runs and runs[0][0] is node.children[0] and _length(runs[0]) <= LONGEST_QUOTATION:
        end = runs.pop(0)[-1].end
    if text[node.body_start : end].strip() or text[node.heading_start : node.heading_end].strip():
        yield _provision(node, around, node.path, node.body_start, end)
    for run in runs:
        for part in [run] if _length(run) <= LONGEST_QUOTATION else [[one] for one in run]:
            paragraphs += 1
            yield _provision(node, around, f"{node.path}/doan-{paragraphs}", part[0].start, part[-1].end)


def _quotations(node: Node) -> list[list[Node]]:
    """Return the runs of quoted children."""
    return [list(run) for quoted, run in groupby(node.children, key=lambda child: child.quoted) if quoted]


def _length(run: Sequence[Node]) -> int:
    return run[-1].end - run[0].start


def _provision(node: Node, around: _Around, path: str, start: int, end: int) -> Provision:
    text, own = around.text, path == node.path
    page, boxes = around.places.of(node.start if own else start, max(end, node.heading_end))
    return Provision(
        document=around.key,
        path=path,
        label=print_address(as_printed(path)),
        heading=one_line(text[node.heading_start : node.heading_end]) if own else "",
        text=text[start:end],
        start=start,
        end=end,
        level=node.level if own else Level.DOAN,
        page=page,
        context="\n".join(around.context),
        breadcrumb=around.crumbs,
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
