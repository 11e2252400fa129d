"""Quoted new text: which pieces an amending document quotes instead of saying them itself.

A block opens at a quotation mark that begins a piece (or follows a lead-in inside it: "như sau: “1. ...") and closes
where the marks balance at the end of a piece. Real texts mix “ ” with straight marks, forget the closing mark, or leave a
mark open inside; so a block also ends before a piece that goes on with the amending document's own numbering and an
amending verb, and that is reported.

1. Marks inside a sentence (“cụm từ”) open no block.
2. Every block lies inside one region; its pieces carry its number.
3. A block that was closed by anything but its mark is reported as ``unbalanced``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.outline.markers import BULLETS, Marker, Style, candidates
from ingest.outline.pieces import Piece, split_at
from ingest.outline.sequence import Step, step_between

_MARKS: Final = '“”„‟"«»'
_OPENING: Final = "“„«"
_TOKEN: Final = re.compile(f"[{_MARKS}]")
# What may follow the closing mark of a block at the end of its last piece.
_TAIL: Final = re.compile(rf"[{_MARKS}]\s*[.;,:]?\s*(?:\./\.)?(?:\s*và)?[\s|]*$")
_LEAD_IN: Final = re.compile(r"(?:như sau|sau đây|sau|là|thành|khoản|điểm|Điều)?\s*:\s*$")
_INLINE: Final = re.compile(rf"(?:như sau|sau đây)\s*:\s*(?=[{_MARKS}])")
AMENDING_VERB: Final = re.compile(
    r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|thay cụm từ|thay từ|bỏ (?:cụm )?từ|sửa |chuyển |đính chính)", re.IGNORECASE
)
# A lead-in that amends names what it amends soon behind its verb.
AMENDING_LEAD: Final = re.compile(
    r"(?:Sửa đổi|Bổ sung|Thay thế|Bãi bỏ|Hủy bỏ|Huỷ bỏ|Thay |Bỏ |Sửa |Chuyển |Đính chính)[^.;:]{0,80}?"
    r"(?:điểm|khoản|Điều|cụm từ|từ|Phụ lục|Mục|mục|Chương|Phần|Mẫu|mẫu|tên|đoạn|Danh mục|Biểu|biểu|nội dung)\b",
    re.IGNORECASE,
)
CLOSING_UNIT: Final = re.compile(
    r"(?:Hiệu lực|Điều khoản|Tổ chức thực hiện|Tổ chức thi hành|Trách nhiệm|Quy định chuyển tiếp)", re.IGNORECASE
)
# How many pieces before and behind a block are looked at: an article has seldom more.
_REACH: Final = 200
# "1. Điểm b khoản 1" below "Sửa đổi, bổ sung một số điểm tại Điều 16": the unit alone says what is replaced.
_NAMES_UNIT: Final = re.compile(r"(?:điểm [a-zđ]\d?|khoản \d+[a-zđ]?|Điều \d+[a-zđ]?|Điểm [a-zđ]\d?|Khoản \d+[a-zđ]?)\s*$")
_HEADINGS: Final = frozenset({Style.DIEU, Style.CHUONG, Style.MUC, Style.PHAN, Style.TIEU_MUC})


@dataclass(frozen=True, slots=True)
class Marked:
    """The pieces with their blocks, and the indexes of pieces before which an unbalanced block was ended."""

    pieces: tuple[Piece, ...]
    unbalanced: tuple[int, ...]


def depth_after(text: str, depth: int, *, at_start: bool) -> int:
    """Return how many quotation marks are open behind ``text`` when ``depth`` were before it."""
    tail = _TAIL.search(text)
    last = tail.start() if tail else -1
    for token in _TOKEN.finditer(text):
        place = token.start()
        if place == 0 and at_start:
            depth += 1
        elif place == last and depth > 0:
            depth -= 1
        elif _opens(text, place, depth):
            depth += 1
        else:
            depth = max(depth - 1, 0)
    return depth


def _opens(text: str, place: int, depth: int) -> bool:
    mark = text[place]
    if mark in _OPENING:
        return True
    if mark != '"':
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (not before or before in " (:“") and bool(after.strip()) and (depth == 0 or before != "")


def mark_quotes(text: str, pieces: Sequence[Piece]) -> Marked:
    """Number the quoted blocks of ``pieces``, dividing a piece where a block begins inside it."""
    out: list[Piece] = []
    unbalanced: list[int] = []
    block = 0
    queue = _split_inline(text, pieces)
    index = 0
    while index < len(queue):
        piece = queue[index]
        if piece.table is not None or not _begins_block(text, out, piece):
            out.append(piece)
            index += 1
            continue
        end, balanced = _block_end(text, queue, index, _open_markers(text, out))
        if end == index:
            out.append(piece)
            index += 1
            continue
        block += 1
        first = queue[index]
        out.append(replace(first, words=first.start + 1, quote=block))
        out.extend(replace(p, words=_inner_words(text, p), quote=block) for p in queue[index + 1 : end])
        if not balanced:
            unbalanced.append(first.start)
        index = end
    return Marked(tuple(out), tuple(unbalanced))


def _split_inline(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in pieces:
        if piece.table is None and (match := _INLINE.search(text, piece.start, piece.end)):
            first, second = split_at(piece, match.end())
            trimmed = replace(first, end=first.start + len(text[first.start : first.end].rstrip()))
            out.extend((trimmed, second))
        else:
            out.append(piece)
    return out


def _begins_block(text: str, before: Sequence[Piece], piece: Piece) -> bool:
    if text[piece.start] not in _MARKS:
        return False
    if not before:
        return False
    last = before[-1]
    if last.quote is not None or _LEAD_IN.search(text[max(last.start, last.end - 40) : last.end]):
        return True
    inner = candidates(text[piece.start + 1 : piece.end].lstrip()[:60])
    if any(marker.style in _HEADINGS for marker in inner):
        return True
    lead = text[last.words : last.end]
    return bool(inner) and (AMENDING_VERB.search(lead) is not None or _NAMES_UNIT.search(lead) is not None)


def _open_markers(text: str, before: Sequence[Piece]) -> list[Marker]:
    """Return the amending document's own open units above the block, innermost first."""
    found: list[Marker] = []
    outermost = max(Style) + 1
    for piece in reversed(before[-_REACH:]):
        if piece.quote is not None or piece.table is not None:
            continue
        outer = [m for m in candidates(piece.text(text)[:40]) if m.style < outermost and m.style not in BULLETS]
        if outer:
            found.append(outer[0])
            outermost = outer[0].style
            if outermost <= Style.DIEU:
                break
    return found


def _goes_on(text: str, piece: Piece, own: Sequence[Marker]) -> bool:
    """Whether a piece goes on with the amending document's own numbering and amends (or, as an Điều, ends the document)."""
    words = piece.text(text)
    for marker in candidates(words[:60]):
        if not any(m.style is marker.style and step_between(m.key, marker.key) is Step.NEXT for m in own):
            continue
        rest = words[marker.end :]
        if AMENDING_LEAD.match(rest) or (marker.style is Style.DIEU and CLOSING_UNIT.match(rest)):
            return True
    return False


def _block_end(text: str, queue: Sequence[Piece], start: int, own: Sequence[Marker]) -> tuple[int, bool]:
    """Return the index behind the block that begins at ``start`` and whether its own mark closed it."""
    depth = 0
    for index in range(start, len(queue)):
        piece = queue[index]
        words = text[piece.start : piece.end]
        goes_on = index > start and piece.table is None and _goes_on(text, piece, own)
        if goes_on and (depth == 0 or not _amends_itself(text, queue[start:index], piece)):
            return index, False
        depth = depth_after(words, depth, at_start=index == start)
        if depth == 0:
            if _TAIL.search(words):
                longer = _longer_end(text, queue, start, index + 1, own)
                return longer, longer == index + 1
            if index == start:
                return start, True
            depth = 1
    return len(queue), False


def _amends_itself(text: str, block: Sequence[Piece], following: Piece) -> bool:
    """Whether the quoted text is an amending one, and a piece goes on with its numbering rather than with the document's."""
    for piece in reversed(block):
        start = _words(text, piece)
        amending = [m for m in candidates(text[start : piece.end][:60]) if AMENDING_LEAD.match(text, start + m.end)]
        if amending and _continues(text, following, amending):
            return True
    return False


def _longer_end(text: str, queue: Sequence[Piece], start: int, end: int, own: Sequence[Marker]) -> int:
    """Return the end of a block whose closing mark came too early: its own numbering goes on behind it.

    ``end`` stays where it is when the next piece goes on with the amending document instead. Where the next piece could be
    either's, a second closing mark must follow.
    """
    if end >= len(queue) or not _inner_goes_on(text, queue[start:end], queue[end], own):
        return end
    only_inner = not _continues(text, queue[end], own)
    for index in range(end, min(end + _REACH, len(queue))):
        piece = queue[index]
        words = text[piece.start : piece.end]
        if _goes_on(text, piece, own) or words[0] in _MARKS or _is_dieu_of(text, piece, own):
            return index if only_inner else end
        if _TAIL.search(words) and not any(mark in words for mark in _OPENING):
            return index + 1
    return end


def _continues(text: str, piece: Piece, units: Sequence[Marker]) -> bool:
    """Whether a piece may carry the next ordinal of one of ``units``."""
    return any(
        m.style is marker.style and step_between(m.key, marker.key) is Step.NEXT
        for marker in candidates(piece.text(text)[:60])
        for m in units
    )


def _inner_goes_on(text: str, block: Sequence[Piece], following: Piece, own: Sequence[Marker]) -> bool:
    words = following.text(text)
    if following.table is not None or words[0] in _MARKS or _goes_on(text, following, own):
        return False
    inner = _open_markers(text, [replace(piece, quote=None, words=_words(text, piece)) for piece in block])
    found = candidates(words[:60])
    if any(AMENDING_LEAD.match(words, m.end) or CLOSING_UNIT.match(words, m.end) or m.style is Style.DIEU for m in found):
        return False
    return _continues(text, following, inner)


def _inner_words(text: str, piece: Piece) -> int:
    """Return where the words of a piece inside a block begin: a quotation mark before a marker is none of them."""
    skipped = _words(text, piece)
    return skipped if skipped > piece.words and candidates(text[skipped : piece.end][:60]) else piece.words


def _words(text: str, piece: Piece) -> int:
    return piece.words + 1 if text[piece.words] in _MARKS else piece.words


def _is_dieu_of(text: str, piece: Piece, own: Sequence[Marker]) -> bool:
    dieu = [m for m in candidates(piece.text(text)[:40]) if m.style is Style.DIEU]
    return any(step_between(m.key, d.key) is Step.NEXT for d in dieu for m in own if m.style is Style.DIEU)
