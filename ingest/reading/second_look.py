"""Number and date of a scanned document are read again when Tesseract was unsure of them: a wrong digit there is a wrong citation.

The line is cut out and read in three sizes. What most readings agree on is kept; where they do not agree, a notice says so and the
head takes no value from the line.

1. Lines that were read surely are not touched and cost nothing.
2. Only digits are changed, and only to what most readings say.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence

from corpus.model import Notice
from corpus.vietnamese import unmarked
from ingest.reading.fragments import Fragment
from ingest.reading.pictures import Prepared

# Readings with this much confidence in their weakest word are taken as they are.
_SURE = 85.0
_SCALES = (1.0, 1.5, 2.0)
_NUMBER = re.compile(r"\W*(?:luat\s+)?so\s*[:;.,?]?\s*(?P<digits>[^/]{0,12}?)\s*/\s*(?=[\w]{2})")
_DATE = re.compile(r"ngay\W*(?P<day>.{0,6}?)\W*th\w{1,3}ng?\W*(?P<month>.{0,5}?)\W*nam\s*(?P<year>\d{4})")
UNSURE_NUMBER, UNSURE_DATE = "number-unsure", "date-unsure"
_MESSAGES = {
    UNSURE_NUMBER: "Số, ký hiệu trên ảnh quét không đọc được chắc chắn; hãy đối chiếu với bản gốc.",
    UNSURE_DATE: "Ngày ban hành trên ảnh quét không đọc được chắc chắn; hãy đối chiếu với bản gốc.",
}


def _digits(text: str) -> str | None:
    """Digits as read, look-alikes repaired; ``None`` when something else stands among them."""
    tidy = re.sub(r"[\s.,_'’]", "", text).translate(str.maketrans("OoQlI|", "000111"))
    return tidy if tidy.isdigit() else None


def _reading(pattern: re.Pattern[str], text: str) -> tuple[str | None, ...] | None:
    match = pattern.search(unmarked(text).lower())
    if not match:
        return None
    return tuple(_digits(text[match.start(name) : match.end(name)]) for name in pattern.groupindex)


def _crop(data: bytes, box: tuple[int, int, int, int], scale: float) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as page:
        piece = page.crop(box)
        if scale != 1.0:
            piece = piece.resize((int(piece.width * scale), int(piece.height * scale)), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        ImageOps.expand(piece, 20, 255).save(out, "PPM")
        return out.getvalue()


def _vote(readings: Sequence[tuple[str | None, ...]]) -> tuple[str, ...] | None:
    """What most readings say, part by part; ``None`` unless every part has a majority of whole digits."""
    out: list[str] = []
    for part in zip(*readings, strict=True):
        best, count = Counter(part).most_common(1)[0]
        if best is None or count * 2 <= len(part):
            return None
        out.append(best)
    return tuple(out)


def _written(pattern: re.Pattern[str], text: str, parts: Sequence[str]) -> str:
    match = pattern.search(unmarked(text).lower())
    if match is None:
        return text
    for name, digits in reversed(list(zip(pattern.groupindex, parts, strict=True))):
        before, after = text[: match.start(name)].rstrip(), text[match.end(name) :]
        text = f"{before} {digits}{after if after[:1] in '/' else ' ' + after.lstrip()}"
    return text.rstrip()


def look_again(
    fragments: Sequence[Fragment], page: Callable[[], Prepared], read: Callable[[bytes, int], str]
) -> tuple[list[Fragment], list[Notice]]:
    """Read unsure number and date lines again; ``page`` gives the page, ``read`` the text of a picture of one line at so many dpi."""
    out = list(fragments)
    notices: list[Notice] = []
    for pattern, code in ((_NUMBER, UNSURE_NUMBER), (_DATE, UNSURE_DATE)):
        index = next((i for i, f in enumerate(out[:40]) if len(f.text) < 75 and pattern.search(unmarked(f.text).lower())), None)
        if index is None or (out[index].weakest or 100.0) >= _SURE:
            continue
        line = out[index]
        picture = page()
        scale = picture.scale
        margin = 0.25 * line.size
        edges = (line.x0 - margin, line.y0 - margin, line.x1 + margin, line.y1 + margin)
        box = (int(edges[0] * scale), int(edges[1] * scale), int(edges[2] * scale), int(edges[3] * scale))
        readings = [r for s in _SCALES if (r := _reading(pattern, read(_crop(picture.data, box, s), round(scale * 72))))]
        first = _reading(pattern, line.text)
        voted = _vote([*readings, first]) if first and readings else None
        if voted is None:
            notices.append(Notice(code, _MESSAGES[code], 1))
        elif voted != first:
            out[index] = line.with_text(_written(pattern, line.text, voted))
    return out, notices
