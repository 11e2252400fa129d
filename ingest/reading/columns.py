"""Words that OCR read become fragments: pieces of lines between wide gaps, in PDF points, as the text layer's are.

1. Every word but lone specks is in exactly one fragment; words keep Tesseract's order.
2. A gap of ``_CUT`` line heights parts columns, and so do words that open the right column of a head, whatever the gap before them.
3. A fragment whose words were repaired comes a second time with the words as read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from statistics import median_high

from ingest.reading.fragments import Fragment
from ingest.reading.pdfium import clean
from ingest.reading.tesseract import Word

_CUT = 1.35
_RIGHT_COLUMN = re.compile(r"(?:C[ỘO]NG\s+H[ÒO]|C[ỘO]NG\s+H[OÒ][AÀ]|Đ[ẢA]NG\s+C[ỘO]NG|Đ[ộo]c\s+l[ậa]p\s*-)")


# Signs that specks of dirt are taken for; print of them is wider than this share of the line's height.
_SPECK = re.compile(r"[-–—_.,'’`·:;~^*]+")
_SPECK_WIDTH = 0.25


def without_specks(words: Sequence[Word]) -> list[Word]:
    """Leave out signs that stand alone and are too small to be print."""
    out: list[Word] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        height = median_high([word.y1 - word.y0 for word in line])
        out += [w for w in line if not _SPECK.fullmatch(w.text) or w.x1 - w.x0 >= _SPECK_WIDTH * height]
    return out


def _line_heights(words: Sequence[Word]) -> dict[tuple[str, ...], float]:
    """The usual height of the words of each line."""
    return {line: median_high([w.y1 - w.y0 for w in group]) for line, group in groupby(words, key=lambda word: word.line)}


def _parts_columns(run: Sequence[Word], word: Word, following: str, usual: float) -> bool:
    """Whether a word stands in another column than the run before it; ``usual`` is the height of its line's words."""
    if word.line != run[-1].line or _RIGHT_COLUMN.match(f"{word.text} {following}"):
        return True
    # Signs are low, dirt is high: neither says how high the print is.
    height = median_high([w.y1 - w.y0 for w in run])
    return word.x0 - run[-1].x1 > _CUT * max(height, min(word.y1 - word.y0, 2 * height), min(usual, word.y1 - word.y0))


def _piece(run: Sequence[Word], texts: Sequence[str], scale: float) -> Fragment:
    letters = sum(len(w.text) for w in run)
    return Fragment(
        clean(" ".join(texts)),
        min(w.x0 for w in run) / scale,
        min(w.y0 for w in run) / scale,
        max(w.x1 for w in run) / scale,
        max(w.y1 for w in run) / scale,
        median_high([w.y1 - w.y0 for w in run]) / scale,
        confidence=sum(w.confidence * len(w.text) for w in run) / letters,
        weakest=min(w.confidence for w in run),
    )


def fragments_of(words: Sequence[Word], written: Sequence[str], scale: float) -> tuple[list[Fragment], list[Fragment]]:
    """Return the fragments with the words as repaired (``written``), and those that were changed as they were read."""
    out: list[Fragment] = []
    raw: list[Fragment] = []
    first = 0
    heights = _line_heights(words)
    for at in range(1, len(words) + 1):
        if at < len(words):
            following = words[at + 1].text if at + 1 < len(words) else ""
            if not _parts_columns(words[first:at], words[at], following, heights[words[at].line]):
                continue
        run, texts = words[first:at], written[first:at]
        piece = _piece(run, texts, scale)
        if piece.text:
            out.append(piece)
            if [w.text for w in run] != list(texts):
                raw.append(piece.with_text(clean(" ".join(w.text for w in run))))
        first = at
    return out, raw
