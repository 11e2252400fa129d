"""Small PDFs for tests: words put at points of a page, ruling lines, pictures, and stamps as signature widgets draw them.

Coordinates are points from the top left corner. The font comes from an installed package (Source Serif Pro, OFL), never from the
system, so that the same test gives the same file everywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 540.0
REGULAR, BOLD = "TestSerif", "TestSerif-Bold"
_FILES = {REGULAR: "SourceSerifPro-Regular.ttf", BOLD: "SourceSerifPro-Bold.ttf"}


@dataclass(frozen=True, slots=True)
class Put:
    """Text on one line; ``x`` is its left edge, or its middle when ``centered``; ``y`` its top."""

    text: str
    x: float = LEFT
    y: float = 60.0
    size: float = 13.0
    font: str = REGULAR
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG or JPEG bytes) with its top left corner and size."""

    data: bytes
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Widget:
    """Text that a signature widget's appearance stream draws; ``font`` must be a standard PDF font (digits, ASCII)."""

    text: str
    x: float
    y: float
    page: int = 1
    size: float = 12.0


Item = Put | Rule | Picture


@cache
def register_fonts() -> None:
    """Make the test fonts known to reportlab."""
    folder = files("font_source_serif_pro") / "files"
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))


def width_of(text: str, size: float = 13.0, font: str = REGULAR) -> float:
    """Return the width of a text in points."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, font, size))


def _draw(canvas: Canvas, item: Item, height: float) -> None:
    match item:
        case Put():
            canvas.setFont(item.font, item.size)
            x = item.x - width_of(item.text, item.size, item.font) / 2 if item.centered else item.x
            canvas.drawString(x, height - item.y - item.size, item.text)
        case Rule():
            canvas.line(item.x0, height - item.y0, item.x1, height - item.y1)
        case Picture():
            reader = ImageReader(io.BytesIO(item.data))
            canvas.drawImage(reader, item.x, height - item.y - item.height, item.width, item.height)


def _upright(rotate: int, width: float, height: float) -> tuple[float, float, float, float, float, float]:
    """The matrix that lets a page with ``/Rotate`` show its items upright."""
    if rotate == 90:
        return (0, 1, -1, 0, height, 0)
    return (-1, 0, 0, -1, width, height) if rotate == 180 else (0, -1, 1, 0, 0, width)


def pdf(
    *pages: Sequence[Item],
    size: tuple[float, float] = (WIDTH, HEIGHT),
    rotate: int = 0,
    compress: bool = True,
    password: str | None = None,
) -> bytes:
    """Return a PDF with one page for each sequence of items; a turned page shows them upright."""
    register_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, pageCompression=int(compress), invariant=1, encrypt=password)
    for items in pages:
        if rotate:
            canvas.setPageRotation(rotate)
            canvas.transform(*_upright(rotate, *size))
        for item in items:
            _draw(canvas, item, size[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def justified(
    text: str, y: float, *, size: float = 13.0, left: float = LEFT, right: float = RIGHT, indent: float = 28.0
) -> list[Put]:
    """Break a paragraph into lines with a first-line indent; lines are 1.3 sizes apart."""
    out: list[Put] = []
    words, line, x = text.split(), "", left + indent
    for word in words:
        longer = f"{line} {word}".strip()
        if line and x + width_of(longer, size) > right:
            out.append(Put(line, x, y, size))
            y, x, line = y + 1.3 * size, left, word
        else:
            line = longer
    return [*out, Put(line, x, y, size)]


def flow(paragraphs: Iterable[str], y: float, *, size: float = 13.0, gap: float = 6.0) -> list[Put]:
    """Set paragraphs one below the other on one page."""
    out: list[Put] = []
    for text in paragraphs:
        lines = justified(text, y, size=size)
        out += lines
        y = lines[-1].y + 1.3 * size + gap
    return out


def letterhead(
    issuer: Sequence[str], number: str, place_and_date: str, *, flag: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
) -> list[Put]:
    """The two-column head of Nghị định 30/2020/NĐ-CP: issuer and number at the left, name of the state and date at the right."""
    left, right = 150.0, 410.0
    out = [Put(line, left, 50 + 16 * i, 12, BOLD, centered=True) for i, line in enumerate(issuer)]
    out += [Put(flag, right, 50, 11, BOLD, centered=True), Put("Độc lập - Tự do - Hạnh phúc", right, 66, 12, BOLD, centered=True)]
    row = 66 + 16 * max(len(issuer) - 1, 1) + 6
    return [*out, Put(number, left, row, 13, centered=True), Put(place_and_date, right, row, 13, centered=True)]


def closing(recipients: Sequence[str], authority: Sequence[str], name: str, y: float) -> list[Put]:
    """Recipients at the left, authority and name at the right."""
    out = [Put("Nơi nhận:", LEFT, y, 12, BOLD), *(Put(f"- {r}", LEFT, y + 14 * (i + 1), 11) for i, r in enumerate(recipients))]
    out += [Put(line, 430, y + 16 * i, 13, BOLD, centered=True) for i, line in enumerate(authority)]
    return [*out, Put(name, 430, y + 16 * len(authority) + 70, 13, BOLD, centered=True)]


def with_widgets(data: bytes, widgets: Sequence[Widget], height: float = HEIGHT) -> bytes:
    """Return the PDF with widgets whose appearance streams draw text, as signing programs stamp number and date."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for number, widget in enumerate(widgets):
        page = writer.pages[widget.page - 1]
        wide, high = 0.6 * widget.size * len(widget.text) + 4, widget.size * 1.2
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Times-Roman"),
            }
        )
        form = StreamObject()
        form.set_data(f"BT /F1 {widget.size} Tf 1 {0.3 * widget.size:.2f} Td ({widget.text}) Tj ET".encode("latin-1"))
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, wide, high))),
                NameObject("/Resources"): DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}),
            }
        )
        bottom = height - widget.y - high
        annotation = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject(f"Signature{number}"),
                NameObject("/F"): NumberObject(132),
                NameObject("/Rect"): ArrayObject(map(FloatObject, (widget.x, bottom, widget.x + wide, bottom + high))),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(form)}),
            }
        )
        annotations = page.get("/Annots")
        kept = annotations.get_object() if annotations is not None else ArrayObject()
        kept.append(writer._add_object(annotation))
        page[NameObject("/Annots")] = kept
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
