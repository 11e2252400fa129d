"""From what is stored to what is shown: quotes that are verbatim, with their place.

1. ``quote.text`` equals the stored document's text at ``quote.start:quote.end``; it is cut only at the end of a paragraph or
   sentence, never inside.
2. An obligation's quote is the obligation's own span; its label is that of the clause it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from corpus.addresses import print_address
from corpus.model import Box, Document, DocumentSummary, Duty, Line, Obligation, Provision, Quote

_SHOWN = 1_500  # characters of one quoted clause: what an officer reads without scrolling; the page shows the rest
_ENDS = re.compile(r"(?<=[.;:])\s|\n")


def shorten(text: str, limit: int = _SHOWN) -> str:
    """Return ``text`` or its beginning up to the last paragraph or sentence end within ``limit``."""
    if len(text) <= limit:
        return text
    ends = [match.start() for match in _ENDS.finditer(text, 0, limit)]
    return text[: ends[-1]] if ends else text[:limit]


def quote_provision(provision: Provision, document: DocumentSummary, score: float = 0.0) -> Quote:
    """Return the quote of a provision's own text, long ones cut at the end of a paragraph or sentence."""
    text = shorten(provision.text)
    end = provision.start + len(text)
    return Quote(document, provision.path, provision.label, text, provision.start, end, provision.page, score)


def quote_obligation(obligation: Obligation, document: DocumentSummary, page: int | None, score: float = 0.0) -> Quote:
    """Return the quote of an obligation's span."""
    label = print_address(obligation.path)
    return Quote(document, obligation.path, label, obligation.quote, obligation.start, obligation.end, page, score)


def rescored(duty: Duty, score: float) -> Duty:
    """Return ``duty`` with another score."""
    return replace(duty, quote=replace(duty.quote, score=score))


def boxes_of(document: Document, start: int, end: int) -> tuple[Box, ...]:
    """Return where a span stands: one box a printed line it touches, cut to the share of the line it covers."""
    found = []
    for line in document.lines:
        if line.box is None or start >= end or line.end <= start or line.start >= end:
            continue
        found.append(_cut(line, line.box, start, end))
    return tuple(found)


def _cut(line: Line, box: Box, start: int, end: int) -> Box:
    length = max(1, line.end - line.start)
    width = box.x1 - box.x0
    left = box.x0 + width * max(0, start - line.start) / length
    right = box.x1 - width * max(0, line.end - end) / length
    return Box(box.page, left, box.y0, right, box.y1)


def page_of(document_lines: Sequence[Line], start: int) -> int | None:
    """Return the page on which a span begins, ``None`` for sources without lines."""
    for line in document_lines:
        if line.end > start:
            return line.page
    return None


def nearest(path: str, known: Collection[str]) -> str | None:
    """Return ``path`` or the closest address above it that is among ``known``."""
    while path:
        if path in known:
            return path
        path = path.rpartition("/")[0]
    return None
