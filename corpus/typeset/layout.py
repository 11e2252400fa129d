"""A manuscript on A4 pages as Nghị định 30/2020/NĐ-CP has it: its appendix I numbers the places, its margins and sizes rule.

Two-column head, kind and title centred, body in 13 points, page numbers from page 2 at the top, closing block in two columns.

1. The same manuscript, font and library give the same bytes (no clock, no random identifier).
2. Every page carries the demonstration mark in its bottom margin.
3. A document form with stamped number leaves exactly the blanks that the stamps will fill.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from corpus.typeset.manuscript import Manuscript, ManuscriptError

MARK = "VĂN BẢN MINH HỌA - không thay thế văn bản gốc"
RESTATED = "Diễn đạt lại và rút gọn cho mục đích trình diễn phần mềm; cách chia điều, khoản, điểm là của bản minh họa."
INVENTED = "Ví dụ giả định: cơ quan, số hiệu, con người và nội dung đều không có thật."

FACES = {"Serif": "Regular", "Serif-Bold": "Bold", "Serif-Italic": "Italic", "Serif-BoldItalic": "BoldItalic"}
# Liberation 2 (SIL Open Font License) has the Vietnamese letters, Liberation 1 of older systems has not.
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/liberation2"), Path("/usr/share/fonts/truetype/liberation"))
PROBE = "ế"

# Margins of Nghị định 30/2020/NĐ-CP, appendix I: top and bottom 20-25 mm, left 30-35 mm, right 15-20 mm.
TOP, BOTTOM, LEFT, RIGHT = 22 * mm, 22 * mm, 30 * mm, 18 * mm
WIDTH = A4[0] - LEFT - RIGHT
HEAD_COLUMNS = (WIDTH * 0.40, WIDTH * 0.60)
SIGN_COLUMNS = (WIDTH * 0.48, WIDTH * 0.52)
BREAK = "\\n"  # written in a source where a line of the head must end
BLANK = "\u00a0" * 10
DAY_BLANK = "\u00a0" * 6

_ARTICLE = re.compile(r"^(Điều \d+[a-z]?\.)(.*)$")
_FLUSH = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


def font_files() -> dict[str, Path]:
    """The Liberation Serif files by face name. Raises ``ManuscriptError`` with the line that installs them."""
    for folder in FONT_FOLDERS:
        files = {name: folder / f"LiberationSerif-{face}.ttf" for name, face in FACES.items()}
        if all(path.is_file() and ord(PROBE) in TTFont(name, str(path)).face.charToGlyph for name, path in files.items()):
            return files
    raise ManuscriptError("Chưa có phông Liberation Serif 2; hãy cài: apt-get install fonts-liberation2")


def _style(name: str, size: float, **options: object) -> ParagraphStyle:
    base: dict[str, object] = {"fontName": "Serif", "fontSize": size, "leading": size * 1.2, "keepWithNext": 0}
    return ParagraphStyle(name, **(base | options))


STYLES = {
    "body": _style("body", 13, leading=16.5, alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=5),
    "bold": _style("bold", 13, leading=16.5, firstLineIndent=10 * mm, spaceAfter=5, fontName="Serif-Bold", keepWithNext=1),
    "italic": _style(
        "italic", 13, leading=16.5, alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=5, fontName="Serif-Italic"
    ),
    "centre": _style("centre", 13, alignment=TA_CENTER, spaceAfter=3, fontName="Serif-Bold", keepWithNext=1),
    "aside": _style("aside", 13, alignment=TA_CENTER, spaceAfter=9, fontName="Serif-Italic", keepWithNext=1),
    "kind": _style("kind", 14, alignment=TA_CENTER, spaceBefore=12, fontName="Serif-Bold"),
    "title": _style("title", 13.5, alignment=TA_CENTER, fontName="Serif-Bold"),
    "head": _style("head", 12.5, alignment=TA_CENTER),
    "head-bold": _style("head-bold", 12.5, alignment=TA_CENTER, fontName="Serif-Bold"),
    "motto": _style("motto", 13, alignment=TA_CENTER, fontName="Serif-Bold"),
    "place": _style("place", 13, alignment=TA_CENTER, fontName="Serif-Italic", spaceBefore=4),
    "about": _style("about", 12, alignment=TA_CENTER, spaceBefore=2),
    "to": _style("to", 13.5, alignment=TA_LEFT, leftIndent=30 * mm, firstLineIndent=0),
    "to-item": _style("to-item", 13.5, alignment=TA_LEFT, leftIndent=45 * mm, firstLineIndent=-4 * mm),
    "copies": _style("copies", 12, fontName="Serif-BoldItalic"),
    "copy": _style("copy", 11),
    "sign": _style("sign", 13, alignment=TA_CENTER, fontName="Serif-Bold"),
    "cell": _style("cell", 11.5, alignment=TA_LEFT),
    "cell-head": _style("cell-head", 11.5, alignment=TA_CENTER, fontName="Serif-Bold"),
}


def _paragraph(text: str, style: str) -> Paragraph:
    chosen = STYLES[style]
    if text.endswith(":") and not chosen.keepWithNext:
        chosen = ParagraphStyle(f"{style}-lead", chosen, keepWithNext=1)
    return Paragraph("<br/>".join(escape(part) for part in text.split(BREAK)), chosen)


class _Rule(Flowable):  # type: ignore[misc]
    """A centred line under issuer, motto or title; ``share`` of the column's width."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width and six points of height."""
        self.width = width
        return width, 6

    def draw(self) -> None:
        """Draw the line."""
        self.canv.setLineWidth(0.7)
        self.canv.line(self.width * (1 - self.share) / 2, 2, self.width * (1 + self.share) / 2, 2)


def number_line(manuscript: Manuscript) -> str:
    """Box 3: "Số: 07/CT-TTg"; a law and a resolution of the National Assembly name their kind; blanks where stamped."""
    number = manuscript.number
    if manuscript.form == "stamped" or number.startswith("/"):
        return f"Số:{BLANK}/{number.partition('/')[2]}"
    label = f"{manuscript.kind} số" if "/QH" in number else "Số"
    return f"{label}: {number}"


def date_line(manuscript: Manuscript) -> str:
    """Box 4: place and date of issue, with two digits for days below 10 and for January and February."""
    place = manuscript.place or "................"
    date = manuscript.known_date
    if date is None or manuscript.form == "stamped":
        return f"{place}, ngày{DAY_BLANK}tháng{DAY_BLANK}năm {manuscript.date[:4]}"
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"{place}, ngày {date.day:02d} tháng {month} năm {date.year}"


def _columns(rows: list[list[list[Flowable]]], widths: tuple[float, float]) -> Table:
    return Table(rows, colWidths=list(widths), style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *_FLUSH])


def _head(manuscript: Manuscript) -> list[Flowable]:
    left: list[Flowable] = [_paragraph(manuscript.parent.upper(), "head")] if manuscript.parent else []
    left += [_paragraph(line.upper(), "head-bold") for line in manuscript.issuer.split(BREAK)]
    left.append(_Rule(0.3))
    right: list[Flowable] = [
        _paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "head-bold"),
        _paragraph("Độc lập - Tự do - Hạnh phúc", "motto"),
        _Rule(0.58),
    ]
    below: list[Flowable] = [_paragraph(number_line(manuscript), "head")]
    if manuscript.is_letter:
        below.append(_paragraph(f"V/v {manuscript.title}", "about"))
    flow: list[Flowable] = [_columns([[left, right], [below, [_paragraph(date_line(manuscript), "place")]]], HEAD_COLUMNS)]
    if not manuscript.is_letter:
        flow += [_paragraph(manuscript.kind.upper(), "kind"), _paragraph(manuscript.title, "title"), _Rule(0.22)]
    return [*flow, Spacer(1, 10), *_addressees(manuscript)]


def _addressees(manuscript: Manuscript) -> list[Flowable]:
    if not manuscript.to:
        return []
    if len(manuscript.to) == 1:
        return [_paragraph(f"Kính gửi: {manuscript.to[0]}", "to"), Spacer(1, 10)]
    items = [_paragraph(f"- {name}", "to-item") for name in manuscript.to]
    return [_paragraph("Kính gửi:", "to"), *items, Spacer(1, 10)]


def _closing(manuscript: Manuscript, last: list[Flowable]) -> Flowable:
    left: list[Flowable] = []
    if manuscript.recipients:
        left = [_paragraph("Nơi nhận:", "copies"), *(_paragraph(f"- {name}", "copy") for name in manuscript.recipients)]
    lines = [part for text in (manuscript.authority, manuscript.position) for part in text.split(BREAK) if part]
    right: list[Flowable] = [_paragraph(line.upper(), "sign") for line in lines]
    right += [Spacer(1, 52), _paragraph(manuscript.signer or "\u00a0", "sign")]
    return KeepTogether([*last, Spacer(1, 8), _columns([[left, right]], SIGN_COLUMNS)])


def _table(rows: list[str]) -> Table:
    cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in rows]
    grid = [[_paragraph(cell, "cell-head" if not index else "cell") for cell in row] for index, row in enumerate(cells)]
    weights = [max(len(row[column]) for row in cells) ** 0.5 for column in range(len(cells[0]))]
    widths = [max(WIDTH * weight / sum(weights), 13 * mm) for weight in weights]
    scale = WIDTH / sum(widths)
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return Table(grid, colWidths=[width * scale for width in widths], style=style, repeatRows=1, spaceAfter=8, spaceBefore=4)


def _line(line: str) -> Flowable:
    for prefix, style in (("#~ ", "aside"), ("# ", "centre"), ("! ", "bold"), ("~ ", "italic")):
        if line.startswith(prefix):
            return _paragraph(line.removeprefix(prefix), style)
    if found := _ARTICLE.match(line):
        return Paragraph(f'<font name="Serif-Bold">{found[1]}</font>{escape(found[2])}', STYLES["body"])
    return _paragraph(line, "body")


def _body(manuscript: Manuscript) -> list[Flowable]:
    flow: list[Flowable] = []
    rows: list[str] = []
    signed = False
    for line in (*manuscript.body, ""):
        if rows and not line.startswith("| "):
            flow.append(_table(rows))
            rows = []
        if line.startswith("| "):
            rows.append(line)
        elif line == "@page":
            flow.append(PageBreak())
        elif line == "@sign":
            flow.append(_closing(manuscript, [flow.pop()]))
            signed = True
        elif line:
            flow.append(_line(line))
    return flow if signed else [*flow[:-1], _closing(manuscript, flow[-1:])]


class _Pages(BaseDocTemplate):  # type: ignore[misc]
    """A4 pages with number and mark; ``note`` is the second line of the mark."""

    def __init__(self, target: io.BytesIO, manuscript: Manuscript) -> None:
        super().__init__(
            target,
            pagesize=A4,
            invariant=1,
            title=f"{manuscript.kind} {manuscript.number}".strip(),
            author="Căn Cứ",
            subject=MARK,
            lang="vi",
        )
        self.note = INVENTED if manuscript.invented else RESTATED
        frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate(frames=[frame])])

    def afterPage(self) -> None:
        """Draw the page number (from page 2) and the mark in the margins."""
        if self.page > 1:
            self.canv.setFont("Serif", 13)
            self.canv.drawCentredString(A4[0] / 2, A4[1] - 15 * mm, str(self.page))
        self.canv.setFont("Serif-Bold", 8.5)
        self.canv.drawCentredString(A4[0] / 2, 11.5 * mm, MARK)
        self.canv.setFont("Serif-Italic", 8)
        self.canv.drawCentredString(A4[0] / 2, 8 * mm, self.note)


def typeset(manuscript: Manuscript) -> bytes:
    """The PDF of ``manuscript``: text and lines only, fonts embedded as subsets."""
    for name, path in font_files().items():
        pdfmetrics.registerFont(TTFont(name, str(path)))
    target = io.BytesIO()
    _Pages(target, manuscript).build([*_head(manuscript), *_body(manuscript)])
    return target.getvalue()
