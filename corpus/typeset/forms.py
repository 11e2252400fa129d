"""The two hard forms that real files come in: number and date stamped by signature widgets, and a scanned page.

A digitally signed document of a Vietnamese office has blanks where number, day and month belong; the signing program draws
them as appearance streams of signature widgets laid over the blanks. A scan has no text at all.

1. The stamps stand exactly over the blanks: places are read from the typeset page, not assumed.
2. A scan is one bilevel image per page, a little turned, with specks; the same input gives the same image.
3. The widgets hold no signature: nothing here can be taken for a signed document.
"""

from __future__ import annotations

import io
import random
import time

import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from corpus.typeset.manuscript import Manuscript

STAMP_SIZE = 13  # points: the size of the line the stamp completes
STAMP_HEIGHT = 17.0
BASELINE = 4.5  # of the stamp's text above its lower edge
GAP = 4.0  # between a word and the stamp after it
SCAN_DPI = 200  # what office scanners are set to
SCAN_TURN = 0.35  # degrees
SCAN_SPECKS = 350  # per page
SCAN_THRESHOLD = 150
WIDGET_FLAGS = 132  # print and locked, as signing programs set them
EPOCH = time.gmtime(0)

Rectangle = tuple[float, float, float, float]


def _boxes(page: pdfium.PdfTextPage, text: str) -> Rectangle:
    found = page.search(text).get_next()
    if found is None:
        raise ValueError(f"the typeset page lacks {text!r}")
    boxes = [page.get_charbox(index) for index in range(found[0], found[0] + len(text.rstrip()))]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _blanks(plain: bytes, manuscript: Manuscript) -> list[tuple[str, Rectangle]]:
    """What to stamp and where: the number between "Số:" and its slash, day and month between the words around them."""
    date = manuscript.known_date
    if date is None or manuscript.known_number is None:
        raise ValueError(f"{manuscript.name}: a stamped document needs its number and full date")
    document = pdfium.PdfDocument(plain)
    page = document[0].get_textpage()
    number, _, symbol = manuscript.number.partition("/")
    before, after = _boxes(page, "Số:"), _boxes(page, f"/{symbol}")
    day, month, year = _boxes(page, ", ngày"), _boxes(page, "tháng"), _boxes(page, f"năm {date.year}")
    document.close()
    low, base = before[1] - BASELINE, year[1] - BASELINE
    month_text = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return [
        (number, (before[2] + GAP, low, after[0], low + STAMP_HEIGHT)),
        (f"{date.day:02d}", (day[2] + GAP, base, month[0], base + STAMP_HEIGHT)),
        (month_text, (month[2] + GAP, base, year[0], base + STAMP_HEIGHT)),
    ]


def _appearance(text: str, width: float) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(f"BT\n/F1 {STAMP_SIZE} Tf\n1 0 0 1 0.5 {BASELINE} Tm\n({text})Tj\nET\n".encode("ascii"))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Times-Roman"),
        }
    )
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(
                [FloatObject(0), FloatObject(0), FloatObject(round(width, 2)), FloatObject(STAMP_HEIGHT)]
            ),
            NameObject("/Resources"): DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}),
        }
    )
    return stream


def stamped(plain: bytes, manuscript: Manuscript) -> bytes:
    """``plain`` with number, day and month drawn by signature fields over its blanks."""
    writer = PdfWriter(clone_from=io.BytesIO(plain))
    fields = ArrayObject()
    for index, (text, box) in enumerate(_blanks(plain, manuscript), 1):
        appearance = writer._add_object(_appearance(text, box[2] - box[0]))
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject(f"Signature{index}"),
                NameObject("/F"): NumberObject(WIDGET_FLAGS),
                NameObject("/Rect"): ArrayObject([FloatObject(round(side, 2)) for side in box]),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): appearance}),
                NameObject("/P"): writer.pages[0].indirect_reference,
            }
        )
        fields.append(writer._add_object(widget))
    writer.pages[0][NameObject("/Annots")] = ArrayObject(fields)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): fields, NameObject("/NeedAppearances"): BooleanObject(False)}
    )
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _degraded(image: Image.Image, seed: int) -> Image.Image:
    chance = random.Random(seed)  # noqa: S311 (specks of dirt, no secret)
    grey = image.convert("L").rotate(SCAN_TURN, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    for _ in range(SCAN_SPECKS):
        grey.putpixel((chance.randrange(grey.width), chance.randrange(grey.height)), 0)
    return grey.point(lambda value: 255 if value > SCAN_THRESHOLD else 0).convert("1")


def scanned(plain: bytes, subject: str) -> bytes:
    """The pages of ``plain`` as a scanner would give them: bilevel images, no text; ``subject`` goes to the metadata."""
    document = pdfium.PdfDocument(plain)
    pages = [_degraded(page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil(), seed) for seed, page in enumerate(document)]
    document.close()
    target = io.BytesIO()
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=SCAN_DPI,
        subject=subject,
        creationDate=EPOCH,
        modDate=EPOCH,
    )
    return target.getvalue()
