"""Files inside a PDF: portfolios, whose own page only says that a better reader is wanted, and plain attachments.

1. A portfolio that holds one readable file is read as that file.
2. A portfolio that holds several is refused with their names: each is a document of its own and wants a file of its own.
3. Attachments of an ordinary PDF are named in a notice, never silently dropped.
4. Nothing is written to disk; names are shown without folders and control characters; unpacked sizes are limited.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pypdfium2.raw as pdfium

from corpus.errors import UnreadableFileError
from corpus.model import Notice
from corpus.settings import Limits
from ingest.reading.sniff import Format, sniff

_MOST = 200
_NAMED = 10
_LONGEST_NAME = 80
_DOCUMENTS = frozenset({Format.PDF, Format.DOCX, Format.DOC})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF: its bare name, and its bytes (``None``: they cannot be unpacked within the limits)."""

    name: str
    data: bytes | None

    @property
    def is_document(self) -> bool:
        """Whether it can be read as a document of its own."""
        return self.data is not None and sniff(self.data, PurePosixPath(self.name).suffix) in _DOCUMENTS


def bare_name(name: str) -> str:
    """Return the last part of a path, without control characters and not too long."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", last)[:_LONGEST_NAME].strip() or "không tên"


def _name(handle: Any) -> str:  # noqa: ANN401
    size = pdfium.FPDFAttachment_GetName(handle, None, 0)
    if not 0 < size < 100_000:
        return bare_name("")
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAttachment_GetName(handle, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return bare_name(buffer.raw.decode("utf-16-le", "replace").rstrip("\0"))


def _data(handle: Any, limits: Limits) -> bytes | None:  # noqa: ANN401
    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(handle, None, 0, ctypes.byref(size)) or not 0 < size.value <= limits.archive_bytes:
        return None
    buffer = ctypes.create_string_buffer(size.value)
    if not pdfium.FPDFAttachment_GetFile(handle, buffer, size.value, ctypes.byref(size)):
        return None
    return buffer.raw


def attachments(document: Any, limits: Limits) -> Iterator[Attachment]:  # noqa: ANN401
    """Yield the files inside an open pdfium document."""
    left = limits.archive_bytes
    for index in range(min(pdfium.FPDFDoc_GetAttachmentCount(document), _MOST)):
        handle = pdfium.FPDFDoc_GetAttachment(document, index)
        if not handle:
            continue
        data = _data(handle, limits)
        left -= len(data or b"")
        yield Attachment(_name(handle), data if left >= 0 else None)


def _is_portfolio(data: bytes, password: str | None) -> bool:
    """Whether the PDF says of itself that it is a collection of files."""
    from pypdf import PdfReader

    with contextlib.suppress(Exception):
        reader = PdfReader(io.BytesIO(data), password=password)
        return "/Collection" in reader.trailer["/Root"].get_object()  # type: ignore[operator]
    return False


def _named(found: list[Attachment]) -> str:
    names = ", ".join(a.name for a in found[:_NAMED])
    return f"{names}, ..." if len(found) > _NAMED else names


def unpack(document: Any, data: bytes, limits: Limits, password: str | None) -> tuple[bytes | None, tuple[Notice, ...]]:  # noqa: ANN401
    """Return the one file of a portfolio that is to be read in its place, or notices of what is attached.

    Raises ``UnreadableFileError`` for a portfolio of several documents.
    """
    if not pdfium.FPDFDoc_GetAttachmentCount(document):
        return None, ()
    found = list(attachments(document, limits))
    documents = [a for a in found if a.is_document]
    if documents and _is_portfolio(data, password):
        if len(documents) > 1:
            message = f"Tệp là tập hợp gồm {len(documents)} văn bản ({_named(documents)}). Hãy tách ra rồi nạp từng tệp."
            raise UnreadableFileError("portfolio", message)
        return documents[0].data, ()
    if not found:
        return None, ()
    message = f"Tệp PDF có {len(found)} tệp đính kèm chưa được đọc: {_named(found)}. Nếu cần, hãy lưu ra rồi nạp riêng."
    return None, (Notice("attachments", message),)
