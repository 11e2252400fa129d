"""Plain text: one line is one paragraph, unless a program wrapped the lines or laid out columns with spaces.

Encodings are tried in the order of what they can prove: a byte order mark, UTF-8 (which random bytes are not), UTF-16 without a
mark (every second byte empty), then Windows-1258, the Vietnamese code page, whose combining marks are composed.

1. Lines of a file wrapped at a fixed width are joined where neither a blank line, an indent nor a marker parts them.
2. Two columns laid out with spaces (the head, the closing block) are read left, then right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from statistics import median

from corpus.errors import UnreadableFileError
from corpus.model import Furniture, PageVerdict, Source
from corpus.settings import Limits
from ingest.reading.assemble import Builder, PageInfo
from ingest.reading.paragraphs import MARKER, joint
from ingest.source import SourceText

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Bars and dashes that exports leave of frames and rules.
_RULE = re.compile(r"[|\s]+|[-–—_=*|\s]{3,}")
# Columns are at least this many spaces apart.
_GUTTER = re.compile(r"(?<=\S) {4,}(?=\S)")
_COLUMN_WORDS = re.compile(r"C[ỘO]NG H[ÒO][ÀA]? ?X|CỘNG HOÀ|ĐẢNG CỘNG SẢN|Nơi nhận|\b(?:TM|KT|TL|TUQ)\.")
_BLOCK_REACH = 24
# Wrapped files have lines of one width; nobody types a paragraph of law into one such line.
_WIDTHS = (55, 125)
_FULL = 0.75


def decode(data: bytes) -> str:
    """Return the text of a file. Raises ``UnreadableFileError`` for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return unicodedata.normalize("NFC", data.decode(encoding, "replace"))
    for encoding in ("utf-8", *(["utf-16-le"] if data[1::2].count(0) * 3 > len(data) else [])):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return unicodedata.normalize("NFC", text)
    if b"\0" in data:
        raise UnreadableFileError("not-text", "Tệp không phải văn bản. Hãy nạp tệp PDF, DOCX hoặc TXT.")
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


def _columns(lines: Sequence[str]) -> list[str]:
    """The lines of a two-column block, left column first."""
    starts = [match.end() for line in lines if (match := _GUTTER.search(line))]
    edge = min(starts) - 3 if starts else 0
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        match = _GUTTER.search(line)
        if match:
            left.append(line[: match.start()])
            right.append(line[match.end() :])
        elif len(line) - len(line.lstrip()) >= edge:
            right.append(line)
        else:
            left.append(line)
    return [*_whole(left), *_whole(right)]


_OPENS = re.compile(r"\s*(?:V/v|Số\s*:|Nơi nhận|Kính gửi|[-–+•]\s|(?:TM|KT|TL|TUQ|Q)\.)", re.IGNORECASE)


def _whole(lines: Sequence[str]) -> list[str]:
    """Join the lines of a subject ("V/v ...") or an item; what stands in capitals stays line by line."""
    out: list[str] = []
    for line in lines:
        tidy = line.strip()
        if not tidy:
            continue
        goes_on = out and not _OPENS.match(tidy) and not tidy.isupper() and re.match(r"(?:V/v|[-–+•]\s)", out[-1])
        if goes_on:
            out[-1] = f"{out[-1]} {tidy}"
        else:
            out.append(tidy)
    return out


def _block_end(lines: Sequence[str], start: int) -> int | None:
    """The end of the two-column block that opens at ``start``; ``None`` when none does."""
    window = lines[start : start + _BLOCK_REACH]
    if not _GUTTER.search(lines[start]) or not any(_COLUMN_WORDS.search(line) for line in window[:3]):
        return None
    edge = next(m.end() for m in [_GUTTER.search(lines[start])] if m) - 6
    end = start + 1
    for index, line in enumerate(window[1:], start + 1):
        indent = len(line) - len(line.lstrip())
        crosses = line.strip() and not _GUTTER.search(line) and indent < edge < len(line.rstrip()) - 8
        if crosses:
            break
        if line.strip():
            end = index + 1
    return end


def _wrap_width(lines: Sequence[str]) -> int | None:
    """The width at which a program wrapped the file; ``None`` for files of whole paragraphs."""
    lengths = [len(line.rstrip()) for line in lines if len(line.strip()) > 30]
    if len(lengths) < 10:
        return None
    width = sorted(lengths)[int(0.95 * (len(lengths) - 1))]
    low, high = _WIDTHS
    return width if low <= width <= high and median(lengths) > _FULL * width else None


def _goes_on(before: str, line: str, width: int) -> bool:
    if not before.strip() or not line.strip() or len(before.rstrip()) < _FULL * width:
        return False
    indent = len(line) - len(line.lstrip())
    deeper = indent > len(before) - len(before.lstrip()) + 2
    return not deeper and not (MARKER.match(line.strip()) and before.rstrip().endswith((".", ";", ":")))


def paragraphs_of(text: str) -> list[str]:
    """Cut the text of one page into paragraphs."""
    lines = text.expandtabs(8).splitlines()
    width = _wrap_width(lines)
    out: list[str] = []
    index = 0
    before = ""
    while index < len(lines):
        end = _block_end(lines, index)
        if end is not None:
            out += _columns(lines[index:end])
            index, before = end, ""
            continue
        line = lines[index]
        if width and out and _goes_on(before, line, width):
            out[-1] = f"{out[-1]}{joint(out[-1])}{line.strip()}"
        elif line.strip():
            out.append(line.strip())
        before = line
        index += 1
    return out


def _with_row_ends(paragraphs: Sequence[str]) -> list[str]:
    """Put a bar that stands alone behind the cell before it: it ends the row of a table that is drawn with bars."""
    out: list[str] = []
    for paragraph in paragraphs:
        if paragraph.strip(" |") or not out or "|" not in paragraph:
            out.append(paragraph)
        elif not out[-1].endswith("|"):
            out[-1] += " |"
    return out


def read_plain(data: bytes, source: Source, limits: Limits) -> SourceText:
    """Read a text file given as bytes."""
    text = decode(data)
    if len(text) > limits.characters:
        raise UnreadableFileError("too-much-text", f"Tệp có quá {limits.characters} ký tự. Hãy tách tệp rồi nạp lại.")
    if not text.strip():
        raise UnreadableFileError("empty", "Tệp không có chữ nào.")
    builder = Builder()
    aside: list[Furniture] = []
    pages = text.split("\f")
    for page, part in enumerate(pages, 1):
        for paragraph in _with_row_ends(paragraphs_of(part)):
            if _RULE.fullmatch(paragraph):
                aside.append(Furniture(paragraph, page, "đường kẻ"))
            else:
                builder.add_text(paragraph, page=page)
    infos = [PageInfo(n, 0.0, 0.0, PageVerdict.GOOD) for n in range(1, len(pages) + 1)]
    return builder.build(source, infos, aside)
