"""Paragraph drafts become the one canonical text with its lines, pages and stamps (guarantees of ``ingest.source``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import Box, Furniture, Line, Notice, Page, PageVerdict, Source
from ingest.reading.fragments import Fragment
from ingest.reading.furniture import box_of
from ingest.reading.paragraphs import Draft, joint
from ingest.reading.pictures import Turn
from ingest.source import Paragraph, Signature, SourceText, Stamp

CELL_JOINT = " | "


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What is known of a page besides its text."""

    number: int
    width: float
    height: float
    verdict: PageVerdict
    confidence: float | None = None


@dataclass(slots=True)
class Builder:
    """Collects paragraphs; ``build`` gives the source text. ``turns``: pages that were levelled for reading."""

    turns: Mapping[int, Turn] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _line(self, fragment: Fragment, page: int) -> None:
        start = self.length
        self._put(fragment.text)
        box = box_of(fragment, page, self.turns.get(page))
        self.lines.append(Line(fragment.text, start, self.length, page, box, round(fragment.size, 1), fragment.bold))
        for s in fragment.stamps:
            box = Box(page, round(s.x0, 1), round(s.y0, 1), round(s.x1, 1), round(s.y1, 1))
            self.stamps.append(Stamp(s.text, start + s.start, start + s.start + len(s.text), page, s.covered, box))
        first, _ = self.spans.get(page, (start, start))
        self.spans[page] = (first, self.length)

    def add(self, draft: Draft) -> None:
        """Append a paragraph or a table row."""
        if self.parts:
            self._put("\n")
        start = self.length
        if draft.cells:
            self._cells(draft)
        else:
            before = ""
            for fragment, page in draft.lines:
                if before:
                    self._put(joint(before))
                self._line(fragment, page)
                before = fragment.text
        page = draft.lines[0][1]
        self.paragraphs.append(Paragraph(start, self.length, page, round(draft.indent, 1), draft.centered, draft.bold, draft.table))

    def _cells(self, draft: Draft) -> None:
        page = draft.lines[0][1]
        for number, cell in enumerate(draft.cells):
            if number:
                self._put(CELL_JOINT)
            for index, fragment in enumerate(cell):
                if index:
                    self._put(joint(cell[index - 1].text))
                self._line(fragment, page)

    def add_text(
        self, text: str, *, page: int = 1, bold: bool = False, centered: bool = False, indent: float = 0.0, table: int | None = None
    ) -> None:
        """Append a paragraph of a source without geometry; white space is made single."""
        tidy = " ".join(unicodedata.normalize("NFC", text).split())
        if not tidy:
            return
        if self.parts:
            self._put("\n")
        start = self.length
        self._put(tidy)
        self.lines.append(Line(tidy, start, self.length, page, None, 0.0, bold))
        self.paragraphs.append(Paragraph(start, self.length, page, indent, centered, bold, table))
        first, _ = self.spans.get(page, (start, start))
        self.spans[page] = (first, self.length)

    def build(
        self,
        source: Source,
        pages: Sequence[PageInfo] = (),
        furniture: Sequence[Furniture] = (),
        signatures: Sequence[Signature] = (),
        metadata: Sequence[tuple[str, str]] = (),
        notices: Sequence[Notice] = (),
    ) -> SourceText:
        """Return everything as one source text."""
        at = 0
        kept: list[Page] = []
        for info in pages:
            start, end = self.spans.get(info.number, (at, at))
            kept.append(Page(info.number, info.width, info.height, start, end, info.verdict, info.confidence))
            at = end
        return SourceText(
            "".join(self.parts),
            source,
            tuple(self.paragraphs),
            tuple(kept),
            tuple(self.lines),
            tuple(furniture),
            tuple(self.stamps),
            tuple(signatures),
            tuple(metadata),
            tuple(notices),
        )
