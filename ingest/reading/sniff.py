"""What a file is, by its content; the suffix only decides where the content does not."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Formats that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    IMAGE = "image"
    TEXT = "text"


_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")


def sniff(data: bytes, suffix: str) -> Format | None:
    """Return the format of a file's first bytes; ``None`` for what cannot be read."""
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return Format.DOCX if b"word/" in data or suffix.lower() in {".docx", ".docm", ".dotx"} else None
    if data.startswith(b"\xd0\xcf\x11\xe0") or data.startswith(b"{\\rtf"):
        return Format.DOC
    if data.startswith(_IMAGES) or data[8:12] == b"WEBP":
        return Format.IMAGE
    if suffix.lower() == ".pdf":
        return None
    return Format.TEXT
