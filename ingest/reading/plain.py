"""Plain text: one line is one paragraph, unless the file was wrapped by a machine.

Encodings are tried in the order of what they can prove: a byte order mark, UTF-8 (which random bytes are not), UTF-16 without a
mark (every second byte empty), then Windows-1258, the Vietnamese code page, whose combining marks are composed.
"""

from __future__ import annotations

import unicodedata

from corpus.errors import UnreadableFileError
from corpus.model import PageVerdict, Source
from corpus.settings import Limits
from ingest.reading.assemble import Builder, PageInfo
from ingest.source import SourceText

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


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


def read_plain(data: bytes, source: Source, limits: Limits) -> SourceText:
    """Read a text file given as bytes."""
    text = decode(data)
    if len(text) > limits.characters:
        raise UnreadableFileError("too-much-text", f"Tệp có quá {limits.characters} ký tự. Hãy tách tệp rồi nạp lại.")
    if not text.strip():
        raise UnreadableFileError("empty", "Tệp không có chữ nào.")
    builder = Builder()
    for page, part in enumerate(text.split("\f"), 1):
        for line in part.splitlines():
            builder.add_text(line, page=page)
    count = text.count("\f") + 1
    infos = [PageInfo(n, 0.0, 0.0, PageVerdict.GOOD) for n in range(1, count + 1)]
    return builder.build(source, infos)
