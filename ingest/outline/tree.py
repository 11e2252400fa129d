"""Pieces become a tree: each marker finds its place by what stands before it.

Order of evidence for a piece with possible markers: (1) it continues an open list of the same style, nearest list first;
(2) it begins a list (a lead-in that ends with ":" lets it nest deeper); (3) it continues a list that was closed by a
heading (numbering that runs across sections); (4) it skips a few ordinals; (5) it repeats or restarts. A reading that
needs (4) or (5) is reported, and is taken only behind a finished sentence. What fits nowhere is an unnumbered paragraph.

1. Every piece becomes part of exactly one draft, in order.
2. Gaps, repeats and jumps are reported with page and line.
3. Work per piece is bounded by the depth of the tree and the number of readings, so the whole is linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.model import Level, Notice
from ingest.outline.draft import Draft
from ingest.outline.markers import BULLETS, HEADING_STYLES, LEVEL_OF, Marker, Style, candidates
from ingest.outline.pieces import BLANK, DRAWING, Piece, ends_terminal, split_at
from ingest.outline.sequence import LARGEST_GAP, Step, is_first, skipped, step_between

_PEEK: Final = 4
# What stands before a unit that follows a table: nothing that could run on into it.
_AFTER_TABLE: Final = "."
# A row whose first cell is its number: people cite it ("số thứ tự 12 Phụ lục II").
_ROW_NUMBER: Final = re.compile(r"\|?\s*(\d{1,4})\s*\.?\s*\|")
# A unit that begins behind a finished sentence of the same paragraph.
_GLUED: Final = re.compile(
    r"(?<=[.;:”] )(?=(?:\d{1,3}[a-zđ]?\. |\d{1,2}(?:\.\d{1,2}){1,3}\.? |[a-zđ]\d?\) |[a-zđ]\.\d{1,2}\) )[A-ZĐÀ-Ỹ])"
)
_NAMES: Final = {
    Style.PHAN: "Phần",
    Style.CHUONG: "Chương",
    Style.MUC: "Mục",
    Style.TIEU_MUC: "Tiểu mục",
    Style.DIEU: "Điều",
    Style.CAPITAL: "mục",
    Style.ROMAN: "mục",
    Style.ARABIC: "khoản",
    Style.DECIMAL: "khoản",
    Style.BRACKET_ARABIC: "khoản",
    Style.LETTER: "điểm",
    Style.SUB_LETTER: "điểm",
    Style.TIET: "tiết",
}


@dataclass(frozen=True, slots=True)
class _Fit:
    """A reading with the depth of the stack at which it hangs and what it costs to believe it."""

    cost: float
    depth: int
    marker: Marker
    step: Step | None = None
    before: Marker | None = None


class TreeBuilder:
    """Builds the units of one region (the body, an attachment, a quoted block) below ``root``."""

    def __init__(self, text: str, root: Draft, *, quoted: bool = False) -> None:
        self.text = text
        self.root = root
        self.quoted = quoted
        self.stack: list[Draft] = [root]
        self.last: dict[Style, Draft] = {}
        self.notices: list[Notice] = []
        self.before = ""
        self.before_marked = False
        self.await_heading: Draft | None = None
        self.bare: frozenset[str] = frozenset()

    def add(self, pieces: Sequence[Piece]) -> None:
        """Place ``pieces`` in order; quoted ones become a quoted subtree of what stands before them."""
        self.bare = _bare_numbers(self.text, pieces)
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            if piece.quote is not None and not self.quoted:
                end = index
                while end < len(pieces) and pieces[end].quote == piece.quote:
                    end += 1
                self._add_quoted(pieces[index:end])
                self.before = self.text[max(pieces[end - 1].start, pieces[end - 1].end - 80) : pieces[end - 1].end]
                index = end
                continue
            self._place(piece, pieces[index + 1 : index + 1 + _PEEK])
            self.before = self.text[max(piece.words, piece.end - 80) : piece.end] if piece.table is None else _AFTER_TABLE
            index += 1

    def _add_quoted(self, pieces: Sequence[Piece]) -> None:
        self.await_heading = None
        holder = Draft(Level.DOAN, None, "", (0, ()), pieces[0].start, pieces[0].words, pieces[0].words)
        builder = TreeBuilder(self.text, holder, quoted=True)
        builder.add(pieces)
        for child in holder.children:
            _mark_quoted(child)
        holder.children[0].start = pieces[0].start
        self.stack[-1].children.extend(holder.children)

    # Placing -------------------------------------------------------------------------------------------------------

    def _place(self, piece: Piece, following: Sequence[Piece]) -> None:
        if piece.table is not None:
            self._add_row(piece)
            return
        words = piece.text(self.text)
        fit = self._best(words, following)
        if fit is None:
            self._add_paragraph(piece, words)
            self.before_marked = False
            return
        self.before_marked = True
        glued = self._glued(fit, piece, words, following)
        if glued is not None:
            first, second = split_at(piece, glued)
            self._hang(fit, replace(first, end=first.start + len(self.text[first.start : first.end].rstrip(BLANK))))
            self.before = self.text[max(piece.words, glued - 80) : glued].rstrip(BLANK)
            self._place(second, following)
            return
        self._hang(fit, piece)

    def _hang(self, fit: _Fit, piece: Piece) -> None:
        self._report(fit, piece)
        del self.stack[fit.depth + 1 :]
        marker = fit.marker
        draft = Draft(
            LEVEL_OF[marker.style],
            marker.style,
            marker.ordinal,
            marker.key,
            piece.start,
            piece.words + marker.end,
            piece.end,
            line=piece.line,
            page=piece.page,
        )
        if marker.style in {Style.BRACKET_ARABIC} and self.stack[-1].style is Style.LETTER:
            draft.level = Level.TIET
        self.stack[-1].children.append(draft)
        self.stack.append(draft)
        self.last[marker.style] = draft
        heading = marker.style in HEADING_STYLES
        self.await_heading = draft if heading else None

    def _glued(self, fit: _Fit, piece: Piece, words: str, following: Sequence[Piece]) -> int | None:
        """Return where the next unit begins inside ``piece``, when a reader lost the line break before it.

        It must continue the piece's own list or one that is open above, behind a finished sentence, and none of the
        following pieces may carry the same number.
        """
        opened = [(fit.marker.style, fit.marker.ordinal, fit.marker.key)]
        opened += [(n.style, n.ordinal, n.key) for n in self.stack[1 : fit.depth + 1] if n.style is not None]
        for match in _GLUED.finditer(words, fit.marker.end):
            for marker in candidates(words[match.start() : match.start() + 60]):
                for style, ordinal, key in opened:
                    same = style is marker.style and _prefix(style, ordinal) == _prefix(style, marker.ordinal)
                    if (
                        same
                        and step_between(key, marker.key) is Step.NEXT
                        and not marker.bare
                        and not self._comes(marker, following)
                    ):
                        return piece.words + match.start()
        return None

    def _comes(self, marker: Marker, following: Sequence[Piece]) -> bool:
        return any(
            m.style is marker.style and m.ordinal == marker.ordinal
            for piece in following
            for m in candidates(piece.text(self.text)[:40])
        )

    def _add_paragraph(self, piece: Piece, words: str) -> None:
        waiting = self.await_heading
        if waiting is not None:
            empty = waiting.marker_end >= waiting.line_end and waiting.heading_end < 0
            if empty or (words.isupper() and not ends_terminal(words)):
                waiting.heading_end = piece.end
                return
            self.await_heading = None
        draft = Draft(Level.DOAN, None, "", (0, ()), piece.start, piece.words, piece.end, line=piece.line, page=piece.page)
        self.stack[-1].children.append(draft)

    def _add_row(self, piece: Piece) -> None:
        self.await_heading = None
        siblings = self.stack[-1].children
        number = _ROW_NUMBER.match(self.text, piece.start, piece.end)
        if number is not None and not self.text[number.end(1) : piece.end].strip(DRAWING):
            number = None  # a blank row of a form: there is nothing to cite
        level = Level.KHOAN if number else Level.DOAN
        ordinal = str(int(number[1])) if number else ""
        row = Draft(level, None, ordinal, (0, ()), piece.start, piece.words, piece.end, line=piece.line, page=piece.page)
        if siblings and siblings[-1].level is Level.BANG and siblings[-1].key[0] == piece.table:
            siblings[-1].children.append(row)
            return
        key = (piece.table or 0, ())
        table = Draft(Level.BANG, None, "", key, piece.start, piece.start, piece.start, line=piece.line, page=piece.page)
        table.children.append(row)
        siblings.append(table)

    # Choosing ------------------------------------------------------------------------------------------------------

    def _best(self, words: str, following: Sequence[Piece]) -> _Fit | None:
        fits = [fit for marker in candidates(words) for fit in self._fits(marker, words)]
        if not fits:
            return None
        best = min(fits, key=lambda fit: fit.cost)
        rivals = [fit for fit in fits if fit.marker.style is not best.marker.style]
        if rivals and {fit.marker.style for fit in fits} >= {Style.LETTER, Style.TIET}:
            return self._letter_or_roman(best, rivals, following)
        return best

    def _letter_or_roman(self, best: _Fit, rivals: list[_Fit], following: Sequence[Piece]) -> _Fit:
        """Settle "i)" by what comes next: "ii)" makes it roman, "k)" a letter."""
        both = [best, min(rivals, key=lambda fit: fit.cost)]
        for piece in following:
            if piece.table is not None:
                continue
            for marker in candidates(piece.text(self.text)[:20]):
                for fit in both:
                    if fit.marker.style is marker.style and step_between(fit.marker.key, marker.key) is Step.NEXT:
                        return fit
        return best

    def _fits(self, marker: Marker, words: str) -> list[_Fit]:
        if marker.style in BULLETS:
            return [self._bullet_fit(marker)]
        if marker.bare and marker.ordinal not in self.bare:
            return []
        found: list[_Fit] = []
        finished = ends_terminal(self.before) or not self.before or self.before.isupper()
        open_same = False
        for depth in range(len(self.stack) - 1, 0, -1):
            node = self.stack[depth]
            if node.style is marker.style and _same_list(node, marker):
                open_same = True
                found.extend(self._continuation(marker, node, depth - 1, 0.01 * (len(self.stack) - depth), finished=finished))
        if marker.style in {Style.DIEU, Style.CHUONG, Style.PHAN} and not open_same and marker.style in self.last:
            depth = self._parent_depth(marker)
            found.extend(self._continuation(marker, self.last[marker.style], depth, 0.0, finished=finished))
            open_same = True
        found.extend(self._beginning(marker, open_same=open_same, finished=finished))
        return found

    def _continuation(self, marker: Marker, node: Draft, depth: int, base: float, *, finished: bool) -> list[_Fit]:
        step = step_between(node.key, marker.key)
        before = Marker(marker.style, node.ordinal, node.key, 0)
        if step is Step.NEXT:
            return [_Fit(base, depth, marker)]
        if marker.weak or not finished:
            return []
        if step is Step.GAP:
            gap = skipped(node.key, marker.key)
            if gap > LARGEST_GAP[marker.style] and not self.quoted:
                return []
            return [_Fit(base + 2 + gap * 0.1, depth, marker, step, before)]
        return [_Fit(base + (5 if step is Step.SAME else 6), depth, marker, step, before)]

    def _beginning(self, marker: Marker, *, open_same: bool, finished: bool) -> list[_Fit]:
        depth = self._parent_depth(marker)
        if marker.style is Style.DECIMAL:
            return self._beginning_decimal(marker, depth, open_same=open_same, finished=finished)
        lead_in = self.before.rstrip().endswith(":") and (self.before_marked or self.stack[-1].style not in BULLETS)
        if is_first(marker.key):
            if open_same and not lead_in:
                return []
            if lead_in and marker.style >= Style.CAPITAL:
                return [_Fit(0.6, len(self.stack) - 1, marker)]
            if marker.weak and not finished and self.stack[-1] is not self.root:
                return [] if marker.style is not Style.DIEU else [_Fit(1.0, depth, marker)]
            return [_Fit(1.0, depth, marker)]
        if open_same:
            return []
        last = self.last.get(marker.style)
        if (
            last is not None
            and step_between(last.key, marker.key) is Step.NEXT
            and marker.style < Style.DECIMAL
            and not marker.weak
        ):
            return [_Fit(1.5, depth, marker)]
        at_start = not self.before or (marker.style is Style.DIEU and marker.style not in self.last and not marker.weak)
        if at_start and (self.quoted or marker.style is Style.DIEU):
            return [_Fit(2.0, depth, marker)]
        if marker.weak or not finished:
            return []
        return [_Fit(8.0, depth, marker, Step.GAP, None)]

    def _beginning_decimal(self, marker: Marker, depth: int, *, open_same: bool, finished: bool) -> list[_Fit]:
        if open_same:
            return []
        if self._decimal_parent(marker):
            return [_Fit(1.0, depth, marker)]
        return [_Fit(1.5, depth, marker)] if is_first(marker.key) and not marker.weak and finished else []

    def _decimal_parent(self, marker: Marker) -> bool:
        prefix = marker.ordinal.rsplit(".", 1)[0]
        return any(node.ordinal == prefix for node in self.stack[1:])

    def _bullet_fit(self, marker: Marker) -> _Fit:
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].style is marker.style:
                return _Fit(0.0, depth - 1, marker)
        return _Fit(0.0, len(self.stack) - 1, marker)

    def _parent_depth(self, marker: Marker) -> int:
        """Return the depth of the deepest open unit that may hold a new list of this style."""
        if marker.style is Style.DECIMAL:
            prefix = marker.ordinal.rsplit(".", 1)[0]
            for depth in range(len(self.stack) - 1, 0, -1):
                if self.stack[depth].ordinal == prefix:
                    return depth
        if marker.style is Style.BRACKET_ARABIC:
            for depth in range(len(self.stack) - 1, 0, -1):
                if self.stack[depth].style is Style.LETTER:
                    return depth
        depth = len(self.stack) - 1
        while depth > 0:
            style = self.stack[depth].style
            if style is not None and style < marker.style:
                break
            depth -= 1
        return depth

    # Reporting -----------------------------------------------------------------------------------------------------

    def _report(self, fit: _Fit, piece: Piece) -> None:
        if fit.step is None or self.quoted:
            return
        name = f"{_NAMES[fit.marker.style]} {fit.marker.ordinal}"
        where = f"trang {piece.page}, dòng {piece.line}"
        before = fit.before.ordinal if fit.before else None
        if fit.step is Step.GAP:
            said = f"{name} đứng sau {before}" if before else f"{name} không có mục liền trước"
            self.notices.append(
                Notice("outline-gap", f"Đánh số nhảy cách: {said} ({where}). Hãy đối chiếu với bản gốc.", piece.page)
            )
        elif fit.step is Step.SAME:
            self.notices.append(
                Notice("outline-repeat", f"Đánh số lặp lại: {name} ({where}). Hãy đối chiếu với bản gốc.", piece.page)
            )
        else:
            message = f"Đánh số quay lại: {name} đứng sau {before} ({where}). Hãy đối chiếu với bản gốc."
            self.notices.append(Notice("outline-restart", message, piece.page))


def _bare_numbers(text: str, pieces: Sequence[Piece]) -> frozenset[str]:
    """Return the numbers that may head a section without a full stop: those with sections 1.1 below, where none has one."""
    sections: set[str] = set()
    for piece in pieces:
        words = text[piece.words : piece.end][:20]
        if piece.table is not None or not words[:1].isdigit():
            continue
        for marker in candidates(words):
            if marker.style is Style.DECIMAL:
                sections.add(marker.ordinal.split(".")[0])
            elif marker.style is Style.ARABIC and not marker.bare and not marker.weak:
                return frozenset()
    numbers = {str(n) for n in range(1, max((int(s) for s in sections), default=0) + 1)}
    return frozenset(numbers) if len(sections) > 1 else frozenset()


def _same_list(node: Draft, marker: Marker) -> bool:
    """Whether a node of the marker's style can be of its list: 2.1 and 3.1 are not, nor are a.1 and b.1."""
    if marker.style not in {Style.DECIMAL, Style.SUB_LETTER}:
        return True
    return _prefix(node.style, node.ordinal) == _prefix(marker.style, marker.ordinal)


def _prefix(style: Style | None, ordinal: str) -> str:
    return ordinal.rsplit(".", 1)[0] if style in {Style.DECIMAL, Style.SUB_LETTER} else ""


def _mark_quoted(draft: Draft) -> None:
    draft.quoted = True
    for child in draft.children:
        _mark_quoted(child)
