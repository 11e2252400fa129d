"""One file is read by its content: the reader of its format is chosen by magic bytes, the suffix only helps with text."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.model import Source
from corpus.settings import MIB, Limits
from ingest.reading.sniff import Format, sniff
from ingest.source import SourceText

_DEFAULT_LIMITS = Limits()


def _load(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFileError("missing", "Không có tệp này, hoặc đó là thư mục.")
        if path.stat().st_size > limits.file_bytes:
            raise UnreadableFileError("too-big", f"Tệp lớn hơn {limits.file_bytes // MIB} MiB. Hãy tách tệp rồi nạp lại.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError("unreadable", "Không mở được tệp. Hãy kiểm tra quyền đọc.") from error


def read_source(
    path: Path, *, limits: Limits = _DEFAULT_LIMITS, ocr: bool = True, password: str | None = None, cache: Path | None = None
) -> SourceText:
    """Read one file in this process. Raises ``UnreadableFileError``.

    ``ocr`` reads scanned pages, ``cache`` keeps their results so that an interrupted scan goes on where it stopped.
    """
    data = _load(path, limits)
    if not data.strip():
        raise UnreadableFileError("empty", "Tệp rỗng. Hãy tải lại bản gốc.")
    name = unicodedata.normalize("NFC", path.name)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data))
    found = sniff(data, path.suffix)
    if found is Format.PDF:
        from ingest.reading.pdf import read_pdf

        return read_pdf(data, source, limits, ocr=ocr, password=password, cache=cache)
    if found is Format.IMAGE:
        from ingest.reading.images import read_image

        return read_image(data, source, limits, ocr=ocr, cache=cache)
    if found in {Format.DOCX, Format.DOC}:
        from ingest.reading.word import convert_doc, read_docx

        return read_docx(convert_doc(data, limits) if found is Format.DOC else data, source, limits)
    if found is Format.TEXT:
        from ingest.reading.plain import read_plain

        return read_plain(data, source, limits)
    raise UnreadableFileError("unknown-format", "Không nhận ra loại tệp. Các loại đọc được: PDF, DOCX, DOC, TXT, PNG, JPEG, TIFF.")
