"""The same texts set as PDF and read back: does the outline survive pages, line breaks and hyphenless Vietnamese?

Each text of vbpl.vn (body only, tables left out) is set in justified 13 point paragraphs with page numbers, read by the PDF
reader, and its Điều, khoản and điểm are compared by address and text with those of the text itself.
"""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from corpus.model import Level, Node
from corpus.vietnamese import search_key
from eval.structure import BODY, Score, every_node
from ingest.outline import build_outline, paragraphs_of
from ingest.outline.pieces import pieces_of
from ingest.outline.regions import find_closing

_LEVELS: Final = (Level.DIEU, Level.KHOAN, Level.DIEM)
_UNPRINTED: Final = {ord(char): None for char in "\u200b\u200c\u200d\u2060\ufeff\u00ad"}
_SIZE: Final = 13.0
# Points: margins of Nghị định 30/2020/NĐ-CP, 30 mm left, 20 mm elsewhere; first lines 10 mm in.
_LEFT: Final = 85.0
_OTHER: Final = 57.0
_INDENT: Final = 28.0


def evaluate_typeset(path: Path, documents: int = 40, longest: int = 60_000) -> dict[Level, Score]:
    """Return the scores over ``documents`` texts of at most ``longest`` characters, spread evenly over the collection."""
    totals = {level: Score(0, 0, 0) for level in _LEVELS}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [text for line in lines if (text := body_of(json.loads(line)["text"])) and len(text) <= longest]
    for text in texts[:: max(1, len(texts) // documents)][:documents]:
        for level, score in compare(text).items():
            totals[level] = totals[level].plus(score)
    return totals


def body_of(text: str) -> str:
    """Return the body of a text without lines of tables; empty if no body begins."""
    start = BODY.search(text)
    if start is None:
        return ""
    end = find_closing(text, pieces_of(text, paragraphs_of(text), start.start(), len(text)), start.start())
    return "\n".join(line for line in text[start.start() : end].split("\n") if line.strip() and "|" not in line)


def compare(text: str) -> dict[Level, Score]:
    """Set, read and compare one text."""
    from ingest.reading import read_source

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.pdf"
        file.write_bytes(typeset_text(text))
        source = read_source(file)
    read = build_outline(source.text, source.paragraphs, body_end=len(source.text)).roots
    expected = build_outline(text, paragraphs_of(text), body_end=len(text)).roots
    scores: dict[Level, Score] = {}
    for level in _LEVELS:
        wanted, got = _units(text, expected, level), _units(source.text, read, level)
        scores[level] = Score((wanted & got).total(), got.total(), wanted.total())
    return scores


def _units(text: str, roots: Sequence[Node], level: Level) -> Counter[tuple[str, str]]:
    return Counter(
        (node.path, _words(text[node.heading_start : node.heading_end] + text[node.body_start : node.body_end]))
        for node in every_node(roots)
        if node.level is level
    )


def _words(text: str) -> str:
    """Return the comparison form without what prints nothing (zero-width spaces of copied web pages)."""
    return search_key(text.translate(_UNPRINTED))


def typeset_text(text: str) -> bytes:
    """Return a PDF of the text, one justified paragraph per line, page numbers at the top."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    from corpus.typeset.layout import font_files

    pdfmetrics.registerFont(TTFont("Serif", str(font_files()["Serif"])))
    style = ParagraphStyle("body", fontName="Serif", fontSize=_SIZE, leading=16.5, alignment=TA_JUSTIFY, firstLineIndent=_INDENT)
    target = io.BytesIO()
    pages = SimpleDocTemplate(target, pagesize=A4, leftMargin=_LEFT, rightMargin=_OTHER, topMargin=_OTHER, bottomMargin=_OTHER)

    def number(canvas: Canvas, _document: object) -> None:
        canvas.setFont("Serif", _SIZE)
        canvas.drawCentredString(A4[0] / 2, A4[1] - _OTHER / 2, str(canvas.getPageNumber()))

    flow = [Paragraph(escape(line), style) for line in text.split("\n")]
    pages.build(flow, onFirstPage=number, onLaterPages=number)
    return target.getvalue()
