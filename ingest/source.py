"""What every reader gives the parsers: one canonical text with its lines, paragraphs and evidence.

Readers differ by format (PDF, DOCX, TXT); from here on nothing does. ``SourceText.text`` is NFC. Paragraphs are joined
by one line feed, printed lines inside a paragraph by one space (or nothing where a word was hyphenated). Furniture (page
numbers, running heads, signature banners) is not in the text but kept beside it with the reason.

1. Paragraphs are in reading order, do not overlap, and are separated by exactly one ``\\n``.
2. Every line lies inside one paragraph; ``text[line.start:line.end] == line.text``.
3. Stamped text that the reader placed on the page (number and date of a digitally signed document) is part of the text, and
   each such insertion is listed in ``stamps`` with what it replaced.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from corpus.model import Box, Furniture, Line, Notice, Page, Source

# Reason of furniture: a line of a scan that was repaired, as it was read.
READ_BEFORE_REPAIR = "chữ nhận dạng trước khi sửa"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of lines that belong together. ``indent`` is in points from the text block's left edge.

    ``table`` numbers the table that the paragraph is a row of (cells joined by " | "), ``None`` outside tables.
    """

    start: int
    end: int
    page: int
    indent: float = 0.0
    centered: bool = False
    bold: bool = False
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Text of a signature widget or annotation that was placed on the page at ``start:end``, over ``covered``."""

    text: str
    start: int
    end: int
    page: int
    covered: str = ""
    box: Box | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature's own statement; time is that of signing."""

    signer: str | None
    organisation: str | None
    time: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SourceText:
    """One source file as read."""

    text: str
    source: Source
    paragraphs: tuple[Paragraph, ...]
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    signatures: tuple[Signature, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()
