"""Number and date of a scanned document are read again when Tesseract was unsure of them: a wrong digit there is a wrong citation.

Three readings: the line as Tesseract reads it in three sizes; the blank between the printed words ("Số:" and "/", "ngày", "tháng", "năm")
cut out and read by Tesseract with digits alone allowed; the same blank read digit by digit by a network of its own (``digits``),
because number and day are written by hand or stamped more often than printed.

1. Lines that were read surely and say a number or a possible date are not touched and cost nothing.
2. Only digits are changed, only to what at least two of the three readings say and the third does not deny.
3. Where they do not agree, a notice says so and the head takes no value from the line.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.model import Notice
from corpus.vietnamese import unmarked
from ingest.reading.digits import read_digits
from ingest.reading.fragments import Fragment
from ingest.reading.pictures import Prepared
from ingest.reading.tesseract import ONE_LINE, Word, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

# Readings with this much confidence in their weakest word are taken as they are.
_SURE = 85.0
_SCALES = (1.5, 2.0)
_DIGITS_ONLY = ("tessedit_char_whitelist=0123456789",)
# Head lines are short and stand in the upper part of the page.
_LONGEST = 75
_UPPER = 40
# Shares of the line's height: what handwriting sticks out above and below, and the white that Tesseract wants around a line.
_REACH = 0.3
_MARGIN = 0.25
_NUMBER = re.compile(r"\W*(?:luat\s+)?so\s*[:;.,?]?\s*(?P<digits>/?[^/]{0,12}?)\s*/\s*(?=[a-z]|\d{4}\s*/)")
_DATE = re.compile(r".{0,40}ngay\W*?(?P<day>.{0,6}?)\W*?th\w{1,3}?ng?\W*?(?P<month>.{0,5}?)\W*?nam\s*(?P<year>\d{4})")
UNSURE_NUMBER, UNSURE_DATE = "number-unsure", "date-unsure"
_MESSAGES = {
    UNSURE_NUMBER: "Số, ký hiệu trên ảnh quét không đọc được chắc chắn; hãy đối chiếu với bản gốc.",
    UNSURE_DATE: "Ngày ban hành trên ảnh quét không đọc được chắc chắn; hãy đối chiếu với bản gốc.",
}

# The table of words that Tesseract reads on a picture: the picture, its dpi, the page mode, settings.
Read = Callable[[bytes, int, int, tuple[str, ...]], str]


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as it was read: its words and their pixels per point, its picture (drawn when asked for), and Tesseract."""

    words: Sequence[Word]
    scale: float
    page: Callable[[], Prepared]
    read: Read


def _digits(text: str) -> str | None:
    """Digits as read, look-alikes repaired; ``None`` when something else stands among them."""
    tidy = re.sub(r"[\s.,_'’]", "", text).translate(str.maketrans("OoQlI|", "000111"))
    return tidy if tidy.isdigit() else None


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.match(unmarked(text).lower())


def _reading(pattern: re.Pattern[str], text: str) -> tuple[str | None, ...] | None:
    match = _match(pattern, text)
    return tuple(_digits(text[match.start(name) : match.end(name)]) for name in pattern.groupindex) if match else None


def _possible(pattern: re.Pattern[str], parts: Sequence[str | None]) -> bool:
    """Whether the parts are a number, or a day of a month."""
    if None in parts:
        return False
    values = [int(part or 0) for part in parts]
    return values[0] > 0 if pattern is _NUMBER else 1 <= values[0] <= 31 and 1 <= values[1] <= 12


def _picture(grey: Grey, scale: float) -> bytes:
    from PIL import Image, ImageOps

    piece = Image.fromarray(grey)
    if scale != 1.0:
        piece = piece.resize((int(piece.width * scale), int(piece.height * scale)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    ImageOps.expand(piece, 20, 255).save(out, "PPM")
    return out.getvalue()


def _text(tsv: str) -> str:
    return " ".join(word.text for word in words_of(tsv))


def _edges(words: Sequence[Word]) -> list[tuple[float, float]]:
    """Left and right edge of every character of the words joined by single spaces; inside a word by equal shares."""
    out: list[tuple[float, float]] = []
    for word, following in pairwise([*words, None]):
        assert word is not None  # noqa: S101 - only the last is
        step = (word.x1 - word.x0) / max(1, len(word.text))
        out += [(word.x0 + i * step, word.x0 + (i + 1) * step) for i in range(len(word.text))]
        if following is not None:
            out.append((word.x1, following.x0))
    return out


def _to_gap(profile: Grey, x: float, reach: float) -> int:
    """The empty column nearest to ``x``, where the cut touches no ink."""
    columns = sorted(range(max(0, int(x - reach)), min(len(profile), int(x + reach) + 1)), key=lambda column: abs(column - x))
    return next((column for column in columns if not profile[column]), int(x))


@dataclass(frozen=True, slots=True)
class _Line:
    """A head line on the picture of its page, with its words."""

    grey: Grey
    words: tuple[Word, ...]
    top: int
    bottom: int

    @property
    def height(self) -> float:
        return float(self.bottom - self.top)

    def whole(self) -> Grey:
        margin = int(_MARGIN * self.height)
        left, right = int(min(w.x0 for w in self.words)), int(max(w.x1 for w in self.words))
        return self.grey[max(0, self.top - margin) : self.bottom + margin, max(0, left - margin) : right + margin]

    def blank(self, start: int, end: int) -> Grey | None:
        """The stretch between the characters before ``start`` and from ``end`` on; ``None`` when nothing can stand there."""
        edges = _edges(self.words)
        if not 0 < start <= end < len(edges):
            return None
        before = start - 1
        left, right = edges[before][1], edges[end][0]
        if edges[before][0] == edges[before][1] or left > right:
            return None
        reach = int(_REACH * self.height)
        band = self.grey[max(0, self.top - reach) : self.bottom + reach]
        profile = (self.grey[self.top : self.bottom] < 140).any(axis=0).astype("uint8")
        share = 0.5 * (edges[before][1] - edges[before][0])
        first, last = _to_gap(profile, left, share), _to_gap(profile, right, share)
        return band[:, first:last] if last - first > 4 else None


def _line_of(fragment: Fragment, scan: Scan) -> _Line | None:
    import numpy as np

    x0, y0, x1, y1 = (edge * scan.scale for edge in (fragment.x0, fragment.y0, fragment.x1, fragment.y1))
    words = [w for w in scan.words if x0 - 1 <= w.x0 and w.x1 <= x1 + 1 and y0 - 1 <= w.y0 and w.y1 <= y1 + 1]
    if not words:
        return None
    data = scan.page().data
    header = data[:40].split(None, 4)
    width, height = int(header[1]), int(header[2])
    grey = np.frombuffer(data[-width * height :], np.uint8).reshape(height, width)
    tops, bottoms = sorted(w.y0 for w in words), sorted(w.y1 for w in words)
    return _Line(grey, tuple(words), int(tops[len(tops) // 2]), int(bottoms[len(bottoms) // 2]))


def _agreed(line: str | None, boxed: str | None, drawn: str | None, first: str) -> str | None:
    """What at least two of three readings say and the third does not deny; the network alone may deny two of Tesseract's.

    ``first`` is what stood in the line; where it has signs for some of the digits ("2#"), its other digits agree or deny.
    """
    if drawn and line is None and re.fullmatch(_partly(first), drawn) and boxed in {None, drawn}:
        return drawn
    votes = Counter(reading for reading in (line, boxed, drawn) if reading)
    if not votes:
        return None
    best, count = votes.most_common(1)[0]
    return best if count >= 2 and (drawn is None or drawn == best) else None


def _partly(read: str) -> str:
    """A pattern of the digits that were read, any digit for a sign between or behind them; nothing when there is no digit."""
    tidy = re.sub(r"[\s.,]", "", read)
    if tidy == "0":
        # Days and months below ten carry a zero (Nghị định 30/2020/NĐ-CP): a zero alone is half a reading.
        return r"0\d"
    return "".join(sign if sign.isdigit() else r"\d" for sign in tidy) if re.search(r"\d", tidy) else r"(?!)"


def _majority(readings: Sequence[str | None]) -> str | None:
    best, count = Counter(readings).most_common(1)[0]
    return best if count * 2 > len(readings) else None


def _look(pattern: re.Pattern[str], fragment: Fragment, scan: Scan) -> tuple[str, ...] | None:
    """Return the digits of a line by several readings; ``None`` where they do not agree."""
    line = _line_of(fragment, scan)
    if line is None:
        return None
    dpi = round(scan.scale * 72)
    text = " ".join(word.text for word in line.words)
    match = _match(pattern, text)
    first = _reading(pattern, text)
    if match is None or first is None:
        return None
    again = [_reading(pattern, _text(scan.read(_picture(line.whole(), s), dpi, ONE_LINE, ()))) for s in _SCALES]
    out: list[str] = []
    for index, name in enumerate(pattern.groupindex):
        whole = _majority([first[index], *(reading[index] if reading else None for reading in again)])
        if name == "year":
            agreed = whole
        else:
            blank = line.blank(match.start(name), match.end(name))
            boxed = drawn = None
            if blank is not None:
                boxed = _digits(_text(scan.read(_picture(blank, _SCALES[0]), dpi, ONE_LINE, _DIGITS_ONLY)))
                drawn = read_digits(blank, line.height)
            whole, boxed = (None if reading == "0" else reading for reading in (whole, boxed))
            agreed = _agreed(whole, boxed, drawn, text[match.start(name) : match.end(name)])
        if agreed is None:
            return None
        out.append(agreed)
    return tuple(out) if _possible(pattern, out) else None


def _written(pattern: re.Pattern[str], text: str, parts: Sequence[str]) -> str:
    match = _match(pattern, text)
    if match is None:
        return text
    for name, digits in reversed(list(zip(pattern.groupindex, parts, strict=True))):
        before, after = text[: match.start(name)].rstrip(" ,.;/'’"), text[match.end(name) :]
        text = f"{before} {digits}{after.lstrip() if after.lstrip()[:1] == '/' else ' ' + after.lstrip()}"
    return text.rstrip()


def look_again(fragments: Sequence[Fragment], scan: Scan) -> tuple[list[Fragment], list[Notice]]:
    """Read unsure number and date lines of a first page again."""
    out = list(fragments)
    notices: list[Notice] = []
    for pattern, code in ((_NUMBER, UNSURE_NUMBER), (_DATE, UNSURE_DATE)):
        index = next((i for i, f in enumerate(out[:_UPPER]) if len(f.text) < _LONGEST and _match(pattern, f.text)), None)
        if index is None:
            continue
        line = out[index]
        first = _reading(pattern, line.text) or ()
        if (line.weakest or 100.0) >= _SURE and _possible(pattern, first):
            continue
        agreed = _look(pattern, line, scan)
        if agreed is None:
            notices.append(Notice(code, _MESSAGES[code], 1))
        else:
            out[index] = line.with_text(_written(pattern, line.text, agreed))
    return out, notices
