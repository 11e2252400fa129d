"""The outline of a document: every điểm at its address.

``build_outline`` turns paragraphs into trees: one run of roots for the body, one root for each attached regulation,
appendix and form. Markers are read without deciding (``markers``), quoted new text is set apart (``quotes``), regions are
cut (``regions``), the sequence decides where each marker hangs (``tree``), headings and unnumbered paragraphs are settled
(``shape``), and addresses are given (``freeze``).

1. No character of body and attachments is lost: the nodes' own spans cover all that is not white space.
2. Quoted new text is a ``quoted`` subtree with addresses of the document that is amended, never a provision of this one.
3. What looks wrong in the numbering is reported as a notice with page and line, never repaired in silence.
4. Work is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.addresses import step
from corpus.amendment import Amendment
from corpus.model import Level, Node, Notice
from ingest.outline.amendments import read_amendments, readdress
from ingest.outline.draft import Draft
from ingest.outline.freeze import Freezer
from ingest.outline.markers import BULLETS, Style, candidates
from ingest.outline.pieces import Piece, paragraphs_of, pieces_of
from ingest.outline.preamble import skip_addressees, take_preamble
from ingest.outline.quotes import mark_quotes
from ingest.outline.regions import (
    Region,
    find_attachments,
    find_closing,
    heading_before,
    names_office,
    nested_letterhead,
    split_regions,
)
from ingest.outline.shape import shape
from ingest.outline.tree import TreeBuilder
from ingest.source import Paragraph

__all__ = ["OutlineReading", "build_outline", "paragraphs_of"]

# Characters; a regulation or plan is never shorter.
_SHORTEST_ATTACHMENT = 400


@dataclass(frozen=True, slots=True)
class OutlineReading:
    """The trees of a document in reading order, what looked wrong, and what it changes in other documents."""

    roots: tuple[Node, ...]
    notices: tuple[Notice, ...] = ()
    amendments: tuple[Amendment, ...] = ()


def build_outline(
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    kind: str | None = None,
    body_start: int = 0,
    body_end: int | None = None,
    closing_end: int | None = None,
) -> OutlineReading:
    """Return the outline of ``text``.

    ``text[body_start:body_end]`` is the body, up to ``closing_end`` stand recipients and signature, behind it the
    attachments; boundaries that are not given are looked for. ``kind`` is the document's kind, if known.
    """
    if body_end is None or closing_end is None:
        every = pieces_of(text, paragraphs, body_start, len(text))
        body_end = find_closing(text, every, body_start) if body_end is None else body_end
        closing_end = find_attachments(text, every, body_end)
    reader = _Reader(text)
    body = pieces_of(text, paragraphs, body_start, body_end)
    heading = heading_before(text, pieces_of(text, paragraphs, 0, body_start)) if body_start else []
    addressed = 0 if heading else skip_addressees(text, body)
    reader.read([*heading, *body[addressed:]], attached=False)
    reader.read(pieces_of(text, paragraphs, closing_end, len(text)), attached=True)
    roots = tuple(reader.roots)
    notices = (*reader.notices, *reader.freezer.notices)
    amendments = read_amendments(text, roots)
    return OutlineReading(readdress(roots, amendments), tuple(sorted(notices, key=lambda n: n.page or 0)), amendments)


class _Reader:
    """Reads regions one after the other into ``roots``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.freezer = Freezer(text)
        self.roots: list[Node] = []
        self.notices: list[Notice] = []

    def read(self, pieces: Sequence[Piece], *, attached: bool) -> None:
        marked = mark_quotes(self.text, pieces)
        pages = {piece.start: (piece.page, piece.line) for piece in marked.pieces}
        for place in marked.unbalanced:
            page, line = pages[place]
            message = f"Dấu ngoặc kép mở ở trang {page}, dòng {line} không được đóng. Hãy đối chiếu phần trích với bản gốc."
            self.notices.append(Notice("outline-quote", message, page))
        holder: str | None = None
        for region in split_regions(self.text, marked.pieces, attached=attached):
            run = marked.pieces[region.first : region.last]
            if attached and region.titles == 0 and _is_remnant(self.text, run):
                continue
            if region.level is None:
                self._body(run)
                continue
            nested = region.level is Level.MAU and holder is not None
            path = self._attachment(region, run, holder if nested else None)
            if region.level is not Level.MAU:
                holder = path

    def _body(self, pieces: Sequence[Piece]) -> None:
        root = Draft(Level.DOAN, None, "", (0, ()), 0, 0, 0)
        builder = TreeBuilder(self.text, root)
        builder.add(pieces)
        has_dieu = _has_dieu(root)
        take_preamble(self.text, root, has_dieu=has_dieu or bool(builder.bare))
        shape(self.text, root, has_dieu=has_dieu)
        self.notices.extend(builder.notices)
        self.roots.extend(self.freezer.children(root, "", ""))

    def _attachment(self, region: Region, pieces: Sequence[Piece], holder: str | None) -> str:
        """Read one attachment; returns its path, which forms that follow are addressed below."""
        assert region.level is not None  # noqa: S101 - the body has been dealt with
        first, titles = pieces[0], pieces[: max(region.titles, 1)]
        root = Draft(region.level, None, region.ordinal, (0, ()), first.start, region.marker_end or first.words, first.end)
        root.line, root.page = first.line, first.page
        if region.titles == 0:
            root.line_end = root.marker_end = first.start
            titles = ()
        elif titles:
            root.heading_end = titles[-1].end
        root.body_start = root.body_end = max(root.heading_end, root.line_end)
        rest = pieces[len(titles) :]
        letterhead = nested_letterhead(self.text, rest)
        if letterhead:
            root.body_start, root.body_end = rest[0].start, rest[letterhead - 1].end
        builder = TreeBuilder(self.text, root)
        builder.add(rest[letterhead:])
        shape(self.text, root, has_dieu=_has_dieu(root), letter=False)
        self.notices.extend(builder.notices)
        own = step(region.level, region.ordinal)
        node = self.freezer.root(root, f"{holder}/{own}" if holder else own)
        self.roots.append(node)
        return node.path


def _is_remnant(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether text behind the signature without a heading is the rest of the closing part (names, seals), no attachment."""
    if sum(p.end - p.start for p in pieces) >= _SHORTEST_ATTACHMENT:
        return False
    marked = any(m.style not in BULLETS for p in pieces for m in candidates(text[p.words : p.end][:40]))
    return not marked or any(names_office(text[p.start : p.end]) for p in pieces)


def _has_dieu(draft: Draft) -> bool:
    above = {Style.PHAN, Style.CHUONG, Style.MUC, Style.TIEU_MUC, Style.CAPITAL, Style.ROMAN}
    return any(c.style is Style.DIEU or (c.style in above and _has_dieu(c)) for c in draft.children)
