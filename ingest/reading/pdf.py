"""A PDF becomes a source text.

Each page: text layer with stamps -> furniture set aside -> verdict -> OCR where the verdict asks for it -> blocks in reading order
-> paragraphs. Paragraphs run on over page breaks; footnotes wait until the paragraph they interrupt has ended.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from corpus.errors import UnreadableFileError
from corpus.model import Notice, PageVerdict, Source
from corpus.settings import Limits
from ingest.reading.fragments import Fragment
from ingest.reading.furniture import running_heads, set_aside, watermarks
from ingest.reading.legacy import Encoding
from ingest.reading.ocr import Recogniser, Shot
from ingest.reading.pages import Leaf, compose_source, kind_of_pdf, recognise_pages
from ingest.reading.pdfium import PageText, read_page
from ingest.reading.pictures import FULL_DPI
from ingest.reading.portfolio import unpack
from ingest.reading.signatures import read_banner, read_signatures
from ingest.reading.tesseract import Results
from ingest.reading.verdict import judge
from ingest.reading.words import mend_words
from ingest.source import SourceText

_ERRORS = {
    pdfium.FPDF_ERR_PASSWORD: (
        "encrypted",
        "Tệp PDF có mật khẩu. Hãy cho mật khẩu bằng tùy chọn --password hoặc gỡ mật khẩu rồi nạp lại.",
    ),
    pdfium.FPDF_ERR_SECURITY: ("encrypted", "Tệp PDF dùng kiểu bảo vệ không hỗ trợ. Hãy gỡ bảo vệ rồi nạp lại."),
    pdfium.FPDF_ERR_FORMAT: ("malformed", "Tệp không phải PDF hợp lệ hoặc bị hỏng. Hãy tải lại bản gốc."),
}


def open_pdf(data: bytes, password: str | None) -> Any:  # noqa: ANN401
    """Return pdfium's document handle. Raises ``UnreadableFileError``."""
    pdfium.FPDF_InitLibrary()
    secret = password.encode() if password else None
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), secret)
    if not handle:
        code, message = _ERRORS.get(pdfium.FPDF_GetLastError(), _ERRORS[pdfium.FPDF_ERR_FORMAT])
        raise UnreadableFileError(code, message)
    return handle


def _page_count(handle: Any, limits: Limits) -> int:  # noqa: ANN401
    count: int = pdfium.FPDF_GetPageCount(handle)
    if count <= 0:
        raise UnreadableFileError("no-pages", "Tệp PDF không có trang nào. Hãy tải lại bản gốc.")
    if count > limits.pages:
        raise UnreadableFileError("too-many-pages", f"Tệp có {count} trang, quá giới hạn {limits.pages}. Hãy tách tệp rồi nạp lại.")
    return count


def _read_layer(handle: Any, count: int, limits: Limits) -> list[PageText]:  # noqa: ANN401
    pages: list[PageText] = []
    characters = 0
    for index in range(count):
        page = read_page(handle, index, look_inside=index == 0)
        characters += page.raw_length
        if characters > limits.characters:
            raise UnreadableFileError("too-much-text", f"Tệp có quá {limits.characters} ký tự. Hãy tách tệp rồi nạp lại.")
        pages.append(page)
    if not any(page.width for page in pages):
        raise UnreadableFileError("malformed", "Không trang nào của tệp PDF mở được. Hãy tải lại bản gốc.")
    return pages


def _mended(fragment: Fragment) -> Fragment:
    text = fragment.text if fragment.stamps else mend_words(fragment.text)
    return fragment if text == fragment.text else fragment.with_text(text)


def _leaves(pages: Sequence[PageText]) -> list[Leaf]:
    heads = running_heads([(p.height, p.fragments) for p in pages])
    marks = watermarks([(p.height, p.fragments) for p in pages])
    out: list[Leaf] = []
    for number, page in enumerate(pages, 1):
        mended = [_mended(f) for f in page.fragments]
        body, aside = set_aside(mended, page.stamps, page.height, number, heads, marks=marks)
        stamped = any(f.stamps for f in page.fragments)
        verdict = judge(body, page.stamps, page.images)
        if verdict is PageVerdict.GOOD and page.encoding is not Encoding.UNICODE:
            verdict = PageVerdict.LEGACY
        out.append(
            Leaf(
                number,
                page.width,
                page.height,
                tuple(body),
                tuple(aside),
                verdict,
                stamped,
                page.images,
                scan=page.scan,
                rules=page.rules,
            )
        )
    return out


_PRIVATE = re.compile(r"[\ue000-\uf8ff]")


def _private_glyphs(leaves: Sequence[Leaf]) -> list[Notice]:
    """Tell of pages with signs that only their font knows."""
    out: list[Notice] = []
    for leaf in leaves:
        count = sum(len(_PRIVATE.findall(f.text)) for f in leaf.body)
        if count:
            message = (
                f"Trang {leaf.number} có {count} ký hiệu riêng của phông chữ không đổi được ra chữ; hãy đối chiếu với bản gốc."
            )
            out.append(Notice("private-glyphs", message, leaf.number))
    return out


def draw(handle: Any, index: int, limits: Limits) -> Shot:  # noqa: ANN401
    """Return page ``index`` (0-based) as it looks without annotations."""
    import numpy as np

    page = pdfium.FPDF_LoadPage(handle, index)
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = min(FULL_DPI / 72, (limits.pixels / max(width * height, 1.0)) ** 0.5)
        w, h = max(1, int(width * scale)), max(1, int(height * scale))
        bitmap = pdfium.FPDFBitmap_CreateEx(w, h, pdfium.FPDFBitmap_BGRx, None, 0)
        if not bitmap:
            raise MemoryError
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, w, h, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, w, h, 0, 0)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * h)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(page)
    pixels = np.frombuffer(raw, np.uint8).reshape(h, stride)[:, : 4 * w].reshape(h, w, 4)
    return Shot(pixels[:, :, 2::-1], scale)


def read_pdf(
    data: bytes,
    source: Source,
    limits: Limits,
    *,
    recognise: Recogniser | None,
    password: str | None,
    cache: Path | None,
    read_inner: Callable[[bytes], SourceText],
) -> SourceText:
    """Read a PDF given as bytes, its scanned pages by ``recognise`` (``None``: not at all). Raises ``UnreadableFileError``.

    ``read_inner`` reads the one document of a portfolio in its place.
    """
    handle = open_pdf(data, password)
    try:
        inner, attached = unpack(handle, data, limits, password)
        if inner is not None:
            return read_inner(inner)
        count = _page_count(handle, limits)
        leaves = _leaves(_read_layer(handle, count, limits))
        kind = kind_of_pdf(leaves)
        signatures = read_signatures(handle)
        notices: list[Notice] = []
    finally:
        pdfium.FPDF_CloseDocument(handle)
    if recognise:
        # Opened afresh: reading flattened the signature banners into the pages.
        handle = open_pdf(data, password)
        try:
            results = Results(cache, source.sha256)
            leaves, notices = recognise_pages(leaves, lambda n: draw(handle, n - 1, limits), limits, results, recognise)
        finally:
            pdfium.FPDF_CloseDocument(handle)
    banner = read_banner(piece.text for leaf in leaves for piece in leaf.aside)
    if banner and not any(s.time and banner.time and abs(s.time - banner.time) < dt.timedelta(minutes=10) for s in signatures):
        signatures = (*signatures, banner)
    strange = _private_glyphs(leaves)
    broken = [
        Notice("page-broken", f"Trang {leaf.number} bị hỏng, không mở được.", leaf.number) for leaf in leaves if not leaf.width
    ]
    return compose_source(leaves, replace(source, kind_of_pdf=kind), [*attached, *notices, *broken[:20], *strange[:20]], signatures)
