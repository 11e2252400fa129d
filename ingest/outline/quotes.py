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

from ingest.outline.markers import Marker, Style, candidates
from ingest.outline.pieces import Piece, split_at

_MARKS: Final = '“”„‟"«»'
_OPENING: Final = "“„«"
_TOKEN: Final = re.compile(f"[{_MARKS}]")
# What may follow the closing mark of a block at the end of its last piece.
_TAIL: Final = re.compile(rf"[{_MARKS}]\s*[.;,:]?\s*(?:\./\.)?(?:\s*và)?\s*$")
_LEAD_IN: Final = re.compile(r"(?:như sau|sau đây|sau|là|thành|khoản|điểm|Điều)?\s*:\s*$")
_INLINE: Final = re.compile(rf"(?:như sau|sau đây)\s*:\s*(?=[{_MARKS}])")
AMENDING_VERB: Final = re.compile(
    r"(?:Sửa đổi|Bổ sung|Thay thế|Bãi bỏ|Hủy bỏ|Huỷ bỏ|Thay cụm|Thay |Bỏ |Sửa |Chuyển |Đính chính|Hiệu lực|Điều khoản|Tổ chức thực hiện|"
    r"Trách nhiệm|Quy định chuyển tiếp)",
    re.IGNORECASE,
)
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
        end, balanced = _block_end(text, queue, index, _own_marker(text, out))
        if end == index:
            out.append(piece)
            index += 1
            continue
        block += 1
        first = queue[index]
        out.append(replace(first, words=first.start + 1, quote=block))
        out.extend(replace(p, quote=block) for p in queue[index + 1 : end])
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
    return bool(inner) and AMENDING_VERB.search(text, last.words, last.end) is not None


def _own_marker(text: str, before: Sequence[Piece]) -> list[Marker]:
    """Return the markers that the amending document's own numbering would go on from, nearest first."""
    found: list[Marker] = []
    for piece in reversed(before[-60:]):
        if piece.quote is None and piece.table is None:
            found.extend(m for m in candidates(piece.text(text)[:40]) if m.style not in {f.style for f in found})
    return found


def _goes_on(text: str, piece: Piece, own: Sequence[Marker]) -> bool:
    words = piece.text(text)
    for marker in candidates(words[:60]):
        follows = any(m.style is marker.style and marker.key[0] == m.key[0] + 1 for m in own)
        if follows and AMENDING_VERB.match(words, marker.end):
            return True
    return False


def _block_end(text: str, queue: Sequence[Piece], start: int, own: Sequence[Marker]) -> tuple[int, bool]:
    """Return the index behind the block that begins at ``start`` and whether its own mark closed it."""
    depth = 0
    for index in range(start, len(queue)):
        piece = queue[index]
        words = text[piece.start : piece.end]
        if index > start and piece.table is None and _goes_on(text, piece, own):
            return index, False
        depth = depth_after(words, depth, at_start=index == start)
        if depth == 0:
            if _TAIL.search(words):
                return index + 1, True
            if index == start:
                return start, True
            depth = 1
    return len(queue), False
