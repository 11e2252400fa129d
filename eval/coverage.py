"""Where every character of a born-digital PDF ends up: in a provision, in the head, in the closing block, or set aside with a reason.

The text layer is read once more by pdfium alone, so that what reading drops is seen. Letters and digits are counted, look-alikes of
other scripts as what they stand for; not blanks and dashes, which are mended.

1. A character of the text layer that is neither in the document's text nor in its furniture is lost on the way in.
2. A character of the body or of an attachment that is in no unit of the outline (marker, heading or own text) is lost.
3. A line above the body or in the closing block counts only if its words are those of a field of the head or of the formal lines
   that Nghị định 30/2020/NĐ-CP prescribes; the others are listed.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from corpus.model import Document, Head, Node
from corpus.vietnamese import search_key, unmarked
from eval.reading_speed import born_digital
from ingest.citations.prepare import prepared
from ingest.head import HeadReading, bodies, read_head
from ingest.head.closing import is_authority
from ingest.head.letterhead import MOTTO, PARTY, STATE
from ingest.head.lines import HeadLine, lines_of
from ingest.reading import read_source
from ingest.reading.legacy import mend_font_map
from ingest.source import SourceText
from ingest.understand import understand

TARGET = 0.995
# Words of the formal lines, without marks: date line, recipients' heading, file copy, addressing.
_FORMAL = frozenset("so ngay thang nam noi nhan nhu tren luu vt kinh gui da ky tm kt tl tuq q dong chi ong ba ve viec v".split())
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Coverage:
    """Letters and digits of one file: all of them, and the pieces that ended up nowhere."""

    file: str
    characters: int
    missing: int = 0
    lost: tuple[str, ...] = ()


def _letters(text: str) -> Counter[str]:
    # A raised figure ("m²", the mark of a footnote) is a figure here, before the parsers of citations take it for a blank.
    return Counter(c for c in prepared(unicodedata.normalize("NFKC", mend_font_map(text))) if c.isalnum())


def _layer(path: Path) -> str:
    """Return the text of all pages as pdfium alone gives it, without what annotations draw."""
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    data = path.read_bytes()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    pages = []
    for index in range(pdfium.FPDF_GetPageCount(handle)):
        page = pdfium.FPDF_LoadPage(handle, index)
        text = pdfium.FPDFText_LoadPage(page)
        count = max(pdfium.FPDFText_CountChars(text), 0)
        buffer = (ctypes.c_ushort * (count + 1))()
        pdfium.FPDFText_GetText(text, 0, count, buffer)
        pages.append(bytes(buffer).decode("utf-16-le", "replace")[:count])
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(handle)
    return "\n".join(pages)


def _spans(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    for node in nodes:
        if node.quoted:
            yield node.start, node.end
            continue
        yield from ((node.start, node.marker_end), (node.heading_start, node.heading_end), (node.body_start, node.body_end))
        yield from _spans(node.children)


def _outside(text: str, spans: Sequence[tuple[int, int]], covered: bytearray) -> list[str]:
    """Return the runs of letters inside ``spans`` that are not covered."""
    out = []
    for start, end in spans:
        for free, run in groupby(range(start, end), key=lambda i: not covered[i]):
            places = list(run)
            piece = text[places[0] : places[-1] + 1]
            if free and _letters(piece):
                out.append(piece)
    return out


def _words(text: str) -> list[str]:
    return unmarked(search_key("".join(c if c.isalnum() else " " for c in text))).split()


def _known(head: Head) -> frozenset[str]:
    values = (head.kind, head.number, head.issuer, head.title, head.signer, *head.recipients)
    day = head.date
    date = {f"{day.day:02d}", str(day.day), f"{day.month:02d}", str(day.month), str(day.year)} if day else set()
    return _FORMAL | {word for value in values if value for word in _words(value)} | date


def _is_told(line: HeadLine, known: frozenset[str]) -> bool:
    """Whether a line of head or closing block says what a field says, or is one of the formal lines."""
    key = line.key
    if STATE.match(key) or PARTY.match(key) or MOTTO.search(key) or is_authority(line) or bodies.begins_body(key, ""):
        return True
    words = _words(line.text)
    # A place name stands before the date, a file copy names its desk: most words must be known, not all.
    return sum(word in known or word.isdigit() for word in words) * 2 >= len(words)


def _formal(source: SourceText, reading: HeadReading) -> list[str]:
    known = _known(reading.head)
    before = [line for line in lines_of(source) if line.start < reading.body_start]
    closing = [line for line in lines_of(source) if reading.body_end <= line.start < reading.closing_end]
    return [line.text for line in (*before, *closing) if _letters(line.text) and not _is_told(line, known)]


def cover(path: Path) -> Coverage:
    """Return what of one file ended up nowhere."""
    source = read_source(path, ocr=False)
    document: Document = understand(source)
    reading = read_head(source)
    layer = _letters(_layer(path))
    kept = sum((_letters(piece.text) for piece in document.furniture), _letters(document.text))
    dropped = "".join((layer - kept).elements())
    covered = bytearray(len(document.text))
    for start, end in _spans(document.outline):
        covered[start:end] = b"\1" * (end - start)
    body = ((reading.body_start, reading.body_end), (max(reading.closing_end, reading.body_end), len(document.text)))
    lost = [*([dropped] if dropped else []), *_outside(document.text, body, covered), *_formal(source, reading)]
    missing = sum(_letters(piece).total() for piece in lost)
    return Coverage(path.name, layer.total(), missing, tuple(piece[:_SHOWN] for piece in lost))


def evaluate(folders: Sequence[Path]) -> tuple[Coverage, ...]:
    """Return the coverage of every born-digital PDF below ``folders``."""
    files = sorted(path for folder in folders for path in folder.rglob("*.pdf"))
    return tuple(cover(path) for path in born_digital(files))
