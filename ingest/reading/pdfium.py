"""The text layer of a PDF page with its geometry, at the least number of calls into pdfium.

pdfium gives the page's characters in content order with line breaks of its own making. Asking for every character's box costs
more than all the rest, so only the ends of each line are asked for; the inside of a line is looked at when it is spaced wider
than its neighbours (columns, cells) or when the page opens a document.

1. Every character of the text layer is in exactly one fragment, or is a control character.
2. Text drawn by annotations (signature widgets, stamps, typewritten notes) comes separately, word by word.
3. Coordinates have their origin at the top left of the page as shown, whatever its rotation.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from ingest.reading.fragments import COLUMN_GAP, Fragment
from ingest.reading.legacy import Encoding, encoding_of, needs_look, to_unicode
from ingest.reading.stamps import Character, place_stamps
from ingest.reading.tables import Rule

_TEXT_ANNOTATIONS = frozenset({pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_FREETEXT})
# pdfium writes these for a hyphen at the end of a line and then runs on without a line break.
_BREAKS = re.compile("\r\n|\n|\r|\ufffe|\x02")
_HYPHENS = ("\ufffe", "\x02")
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 65535, 173, 8203, 8204, 8205, 8288, 65279))
_SPACE_LIKE = dict.fromkeys(map(ord, "\t\xa0\u2002\u2003\u2009\u202f"), " ")
# Signs of the fonts Symbol and Wingdings, which keep them in the private area.
_SIGNS = {
    0xF02D: "-", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF076: "❖", 0xF0FC: "✓", 0xF0FE: "☒", 0xF0A8: "☐", 0xF06F: "☐", 0xF0E0: "→",
    0xF0B0: "°", 0xF0B1: "±", 0xF0B3: "≥", 0xF0A3: "≤", 0xF0B4: "×", 0xF0D7: "·", 0xF061: "α", 0xF062: "β", 0xF06D: "μ", 0xF053: "Σ",
}  # fmt: skip
_CLEAN: dict[int, str | None] = {**_CONTROLS, **_SPACE_LIKE, **_SIGNS}
_UNCLEAN = re.compile("[" + "".join(re.escape(chr(code)) for code in _CLEAN) + "]")
_SPACES = re.compile(r" {2,}")
_BOLD_WEIGHT = 600
# Sine of twice the angle: text that runs neither along nor across the page, by more than some degrees.
_SLANTED = 0.2
# A line whose mean advance exceeds the page's by this factor may hold a column gap.
_WIDE_LINE = 1.12


_View = Callable[[float, float, float, float], tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page's text layer holds. ``stamps`` are the words that annotations draw beside its lines;
    ``scan``: the text is the OCR layer of a picture (looked at on the first page only)."""

    width: float
    height: float
    fragments: tuple[Fragment, ...]
    stamps: tuple[Fragment, ...]
    images: int
    raw_length: int
    encoding: Encoding = Encoding.UNICODE
    scan: bool = False
    rules: tuple[Rule, ...] = ()


def clean(text: str) -> str:
    """Return text as it is kept: NFC, plain single spaces, no control characters."""
    if _UNCLEAN.search(text):
        text = text.translate(_CLEAN)
    text = unicodedata.normalize("NFC", text).strip()
    return _SPACES.sub(" ", text) if "  " in text else text


class _Reader:
    """Character access of one loaded text page; closes it."""

    def __init__(self, page: Any, to_view: _View) -> None:  # noqa: ANN401
        self.handle = pdfium.FPDFText_LoadPage(page)
        self.count = max(pdfium.FPDFText_CountChars(self.handle), 0)
        self.to_view = to_view
        self._rect = pdfium.FS_RECTF()
        self._ref = ctypes.byref(self._rect)
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self.text = self._read()
        self.odd = needs_look(self.text)
        self.around = encoding_of(self.text) if self.odd else Encoding.UNICODE

    def _read(self) -> str:
        if not self.count:
            return ""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        pdfium.FPDFText_GetText(self.handle, 0, self.count, buffer)
        text = bytes(buffer).decode("utf-16-le", "replace")[: self.count]
        # Characters beyond the basic plane take two units, so that the buffer's closing zero slips into the text.
        if "\0" not in text and len(text) == self.count:
            return text
        units = (pdfium.FPDFText_GetUnicode(self.handle, i) for i in range(self.count))
        return "".join(chr(u) if u < 0x110000 and not 0xD800 <= u < 0xE000 else "\ufffd" for u in units)

    def box(self, index: int) -> tuple[float, float, float, float]:
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self.handle, index, self._ref)
        return self.to_view(rect.left, rect.top, rect.right, rect.bottom)

    def characters(self, fragment: Fragment) -> list[Character]:
        """The characters of a fragment with their left and right edges."""
        boxes = ((i, self.box(i)) for i in range(fragment.first, fragment.last + 1))
        return [Character(self.text[i], box[0], box[2]) for i, box in boxes]

    def font(self, index: int) -> tuple[str, bool]:
        size = pdfium.FPDFText_GetFontInfo(self.handle, index, self._name, 128, ctypes.byref(self._flags))
        name = self._name.value.decode("utf-8", "replace") if 0 < size <= 128 else ""
        bold = "bold" in name.lower() or pdfium.FPDFText_GetFontWeight(self.handle, index) >= _BOLD_WEIGHT
        return name, bold

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self.handle)


def _view(page: Any) -> _View:  # noqa: ANN401
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
    left, top, right, bottom = rect.left, rect.top, rect.right, rect.bottom
    turn = pdfium.FPDFPage_GetRotation(page)
    if turn == 1:
        return lambda x0, y1, x1, y0: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if turn == 2:
        return lambda x0, y1, x1, y0: (right - x1, y0 - bottom, right - x0, y1 - bottom)
    if turn == 3:
        return lambda x0, y1, x1, y0: (top - y1, right - x1, top - y0, right - x0)
    return lambda x0, y1, x1, y0: (x0 - left, top - y1, x1 - left, top - y0)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the bounds of printed lines in ``text[start:end]`` without outer white space, and whether a hyphen was cut."""
    at = start
    for match in _BREAKS.finditer(text, start, end):
        yield at, match.start(), match[0] in _HYPHENS
        at = match.end()
    yield at, end, False


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or ord(text[start]) < 32):
        start += 1
    while end > start and (text[end - 1].isspace() or ord(text[end - 1]) < 32):
        end -= 1
    return start, end


# A footnote's mark sticks to the word before it: "QH15" with a raised "1" reads as "QH151" and cites a wrong law.
_MARK = re.compile(r"(?<=[^\W_])(?<!^)\d{1,2}(?![\w/])|(?<=[”\").,;:])\d{1,2}(?![\w/.,])")
_DIGIT = re.compile(r"\d")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Raised digits are set at two thirds of the size; anything below this share of the neighbour's height is one.
_RAISED_SHARE = 0.8


def _raise_marks(reader: _Reader, start: int, raw: str) -> str:
    """Write raised small digits behind a word as superscript characters."""
    out = list(raw)
    for match in _MARK.finditer(raw):
        for at in range(match.end() - 1, match.start() - 1, -1):
            own, before = reader.box(start + at), reader.box(start + match.start() - 1)
            if raw[match.start() - 1].isspace() or own[3] - own[1] >= _RAISED_SHARE * (before[3] - before[1]) or own[3] > before[3]:
                break
            out[at] = raw[at].translate(_RAISED)
    return "".join(out)


def _by_fonts(reader: _Reader, start: int, raw: str) -> str:
    """Convert a line run by run: old and new fonts stand side by side in forms and in lines that were edited later."""
    if not needs_look(raw):
        return raw if reader.around is Encoding.UNICODE else to_unicode(raw, reader.font(start)[0], reader.around)[0]
    out: list[str] = []
    words = ((match, reader.font(start + match.start())[0]) for match in re.finditer(r"\s*\S+\s*", raw))
    for font, group in groupby(words, key=itemgetter(1)):
        out.append(to_unicode("".join(match[0] for match, _ in group), font, reader.around)[0])
    return "".join(out)


def _fragment(reader: _Reader, start: int, end: int, hyphen: bool = False) -> Fragment | None:
    text = clean(reader.text[start:end])
    if not text:
        return None
    raw = reader.text[start:end]
    if _DIGIT.search(raw) and _MARK.search(raw):
        raw = _raise_marks(reader, start, raw)
        text = clean(raw)
    if reader.odd:
        text = clean(_by_fonts(reader, start, raw))
    x0, y0, a1, b1 = reader.box(start)
    c0, d0, x1, y1 = reader.box(end - 1) if end - start > 1 else (x0, y0, a1, b1)
    slanted = abs(math.sin(2 * pdfium.FPDFText_GetCharAngle(reader.handle, start))) > _SLANTED
    name, bold = reader.font(start)
    if bold and end - start > 3:
        bold = reader.font(end - 1)[1] and reader.font((start + end) // 2)[1]
    top, bottom = min(y0, d0), max(b1, y1)
    return Fragment(
        text + "-" * hyphen, min(x0, c0), top, max(x1, a1), bottom, b1 - y0, bold, name, start, end - 1, slanted=slanted
    )


def _gaps(reader: _Reader, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a line between gaps wider than ``COLUMN_GAP`` font sizes."""
    at = start
    for match in re.finditer(r"\s+", reader.text[start:end]):
        before, after = start + match.start(), start + match.end()
        left, right = reader.box(before - 1), reader.box(after)
        if right[0] - left[2] > COLUMN_GAP * (left[3] - left[1]) and not _is_blank(reader.text[at:before], reader.text[after:end]):
            yield at, before
            at = after
    yield at, end


_BEFORE_BLANK = re.compile(r"(?:số\s*:?|ngày|tháng|năm|no\.?)\s*$", re.IGNORECASE)
_AFTER_BLANK = re.compile(r"\s*(?:/|tháng\b|năm\b)", re.IGNORECASE)


def _is_blank(before: str, after: str) -> bool:
    """Whether the gap is a blank to be filled in ("Số:      /QĐ-UBND, ngày     tháng"), not the space between columns."""
    return bool(_AFTER_BLANK.match(after) or (_BEFORE_BLANK.search(before) and re.match(r"\s*(?:/|\d|tháng|năm)", after)))


def _lines(reader: _Reader, start: int, end: int, look_inside: bool) -> list[Fragment]:
    spans = [(*_trim(reader.text, s, e), hyphen) for s, e, hyphen in _spans(reader.text, start, end)]
    whole = [(f, s, e, h) for s, e, h in spans if s < e and (f := _fragment(reader, s, e, h))]
    advances = [(f.x1 - f.x0) / (e - s) / max(f.size, 1.0) for f, s, e, _ in whole if e - s > 20]
    usual = median(advances) if advances else 0.0
    out: list[Fragment] = []
    for fragment, s, e, hyphen in whole:
        advance = (fragment.x1 - fragment.x0) / (e - s) / max(fragment.size, 1.0)
        if " " not in fragment.text or not (look_inside or advance > usual * _WIDE_LINE):
            out.append(fragment)
            continue
        pieces = list(_gaps(reader, s, e))
        if len(pieces) == 1:
            out.append(fragment)
            continue
        out += [f for a, b in pieces if (f := _fragment(reader, a, b, hyphen and b == e))]
    return out


def _words(reader: _Reader, start: int, end: int) -> list[Fragment]:
    """Fragments of stamped text: lines, cut at every gap wider than 0.6 font sizes, so that each stamp is one."""
    out: list[Fragment] = []
    for begin, stop, _ in _spans(reader.text, start, end):
        at, stop = _trim(reader.text, begin, stop)
        first = at
        for match in re.finditer(r"\s+", reader.text[at:stop]):
            before, after = first + match.start(), first + match.end()
            left, right = reader.box(before - 1), reader.box(after)
            if right[0] - left[2] > 0.6 * (left[3] - left[1]) or right[0] < left[0]:
                out += [f for f in [_fragment(reader, at, before)] if f]
                at = after
        out += [f for f in [_fragment(reader, at, stop)] if f and at < stop]
    return out


def _annotations(page: Any) -> bool:  # noqa: ANN401
    """Whether the page carries annotations that draw text."""
    for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if subtype in _TEXT_ANNOTATIONS:
            return True
    return False


# So many ruling lines and shapes may be text drawn as outlines; fewer are borders.
_MANY_PATHS = 60


# A picture over this share of the page is the page's scan.
_SCAN_SHARE = 0.7
_ENDS = 40


def _is_scan(page: Any, width: float, height: float) -> bool:  # noqa: ANN401
    """Whether one picture covers the page and its text is invisible or lies beneath it: a scan with an OCR layer."""
    count = pdfium.FPDFPage_CountObjects(page)
    box = [ctypes.c_float() for _ in range(4)]
    seen_text = covered = False
    for at in sorted({*range(min(count, _ENDS)), *range(max(0, count - _ENDS), count)}):
        thing = pdfium.FPDFPage_GetObject(page, at)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, box))
            left, bottom, right, top = (value.value for value in box)
            big = (right - left) * (top - bottom) > _SCAN_SHARE * width * height
            if big and seen_text:
                return True
            covered = covered or big
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            seen_text = True
            if covered:
                return bool(pdfium.FPDFTextObj_GetTextRenderMode(thing) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    return False


_MOST_OBJECTS = 6000


def _rules(page: Any, fragments: Sequence[Fragment], to_view: _View) -> tuple[Rule, ...]:  # noqa: ANN401
    """Thin lines and boxes of a page on which something stands side by side; other pages have no tables to find."""
    beside = any(b.middle < a.middle + 0.4 * a.size and b.middle > a.middle - 400 for a, b in pairwise(fragments))
    count = pdfium.FPDFPage_CountObjects(page)
    if not beside or count > _MOST_OBJECTS:
        return ()
    out: list[Rule] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    edges = tuple(map(ctypes.byref, (left, bottom, right, top)))
    for at in range(count):
        thing = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH and pdfium.FPDFPageObj_GetBounds(thing, *edges):
            box = (left.value, bottom.value, right.value, top.value)
            shape = Rule(*to_view(box[0], box[3], box[2], box[1]))
            if shape.flat or shape.upright:
                out.append(shape)
            elif _is_stroked(thing):
                out += _sides(shape)
    return tuple(out)


def _is_stroked(path: Any) -> bool:  # noqa: ANN401
    """Whether a path's outline is drawn; filled ones are the paper behind words."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)) and stroke.value)


def _sides(shape: Rule) -> list[Rule]:
    """The four sides of a rectangle that is a table's cell."""
    if shape.x1 - shape.x0 < 15 or shape.y1 - shape.y0 < 8:
        return []
    x0, y0, x1, y1 = shape.x0, shape.y0, shape.x1, shape.y1
    return [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]


def _pictures(page: Any) -> int:  # noqa: ANN401
    """How many pictures stand on the page; text drawn as outlines counts as one."""
    objects = range(min(pdfium.FPDFPage_CountObjects(page), 400))
    kinds = [pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, i)) for i in objects]
    images = kinds.count(pdfium.FPDF_PAGEOBJ_IMAGE) + kinds.count(pdfium.FPDF_PAGEOBJ_FORM)
    return images + (kinds.count(pdfium.FPDF_PAGEOBJ_PATH) >= _MANY_PATHS)


def read_page(document: Any, index: int, *, look_inside: bool) -> PageText:  # noqa: ANN401
    """Read page ``index`` (0-based); ``look_inside`` searches every line for column gaps, not only wide ones.

    The page is flattened in memory when annotations draw text on it; the file is not changed.
    """
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return PageText(0.0, 0.0, (), (), 0, 0)
    try:
        reader = _Reader(page, _view(page))
        own = reader.count
        if _annotations(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            plain = reader.text
            reader.close()
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document, index)
            reader = _Reader(page, _view(page))
            own = own if reader.text.startswith(plain) else reader.count
        try:
            fragments = _lines(reader, 0, own, look_inside)
            stamps = _words(reader, own, reader.count)
            fragments, loose = place_stamps(fragments, stamps, reader.characters)
        finally:
            reader.close()
        encoding = reader.around
        images = _pictures(page) if own < 400 else 0
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        rules = _rules(page, fragments, reader.to_view)
        scan = index == 0 and own > 0 and _is_scan(page, width, height)
        return PageText(width, height, tuple(fragments), tuple(loose), images, own, encoding, scan, rules)
    finally:
        pdfium.FPDF_ClosePage(page)
