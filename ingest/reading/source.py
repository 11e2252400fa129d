"""One file is read by its content: the reader of its format is chosen by magic bytes, the suffix only helps with text."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.model import Source
from corpus.settings import MIB, Limits
from ingest.reading.ocr import Recogniser, recognise_all
from ingest.reading.sniff import Format, sniff
from ingest.source import SourceText

_DEFAULT_LIMITS = Limits()
# Portfolios inside portfolios are opened this deep.
_DEEPEST = 3


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
    path: Path,
    *,
    limits: Limits = _DEFAULT_LIMITS,
    ocr: bool = True,
    password: str | None = None,
    cache: Path | None = None,
    recognise: Recogniser = recognise_all,
) -> SourceText:
    """Read one file in this process. Raises ``UnreadableFileError``.

    ``ocr`` reads scanned pages, by ``recognise``; ``cache`` keeps their results so that an interrupted scan goes on where it stopped.
    """
    data = _load(path, limits)
    if not data.strip():
        raise UnreadableFileError("empty", "Tệp rỗng. Hãy tải lại bản gốc.")
    name = unicodedata.normalize("NFC", path.name)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data))
    return _read(data, path.suffix, source, _How(limits, recognise if ocr else None, password, cache))


@dataclass(frozen=True, slots=True)
class _How:
    """How one file is read; ``depth`` counts the portfolios it was taken out of."""

    limits: Limits
    recognise: Recogniser | None
    password: str | None
    cache: Path | None
    depth: int = 0


def _read(data: bytes, suffix: str, source: Source, how: _How) -> SourceText:
    """Read a file's bytes by what they are."""
    found = sniff(data, suffix)
    if found is Format.PDF:
        from ingest.reading.pdf import read_pdf

        def read_inner(inner: bytes) -> SourceText:
            if how.depth >= _DEEPEST:
                raise UnreadableFileError(
                    "nested", "Tệp chứa tệp lồng nhau quá sâu nên bị từ chối. Hãy lưu riêng văn bản bên trong."
                )
            return _read(inner, "", source, replace(how, depth=how.depth + 1))

        return read_pdf(
            data, source, how.limits, recognise=how.recognise, password=how.password, cache=how.cache, read_inner=read_inner
        )
    if found is Format.IMAGE:
        from ingest.reading.images import read_image

        return read_image(data, source, how.limits, recognise=how.recognise, cache=how.cache)
    if found in {Format.DOCX, Format.DOC}:
        from ingest.reading.word import convert_doc, read_docx

        return read_docx(convert_doc(data, how.limits) if found is Format.DOC else data, source, how.limits)
    if found is Format.TEXT:
        from ingest.reading.plain import read_plain

        return read_plain(data, source, how.limits)
    raise UnreadableFileError("unknown-format", "Không nhận ra loại tệp. Các loại đọc được: PDF, DOCX, DOC, TXT, PNG, JPEG, TIFF.")
