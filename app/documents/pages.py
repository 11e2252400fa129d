"""A page of a source file as a picture, with the quoted words marked.

The picture is what convinces a reader that a quote is real: the page as it was issued, seal and stamped number included, with
the clause highlighted. Only pypdfium2 and Pillow are needed, and only here.

1. The picture is ``width`` pixels wide whatever the page's size; no picture has more pixels than ``Limits.pixels``.
2. Boxes of other pages are left out; boxes are in PDF points from the top left of the page as shown.
3. With ``cache``, the same request is drawn once; a cached picture is whole or absent, and the folder stays below
   ``CACHE_BYTES``. It may be deleted at any time.

4. A hostile file costs its child process, not the server: drawing has limits of memory and time.

It refuses pages that do not exist and files that are no PDF, with a sentence and never with a path.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFileError
from corpus.model import Box
from corpus.settings import Limits
from ingest.reading.child import Order, ReaderPool

if TYPE_CHECKING:
    from PIL.Image import Image

NARROWEST, WIDEST = 200, 2400  # pixels: below nothing is legible, above nothing is gained
WIDTHS = (700, 1000, 1400, 2000)  # pixels that pages and programs get: few, so that pictures are found in the cache
CACHE_BYTES = 256 * 1024 * 1024
_UNREADABLE = "Không mở được tệp nguồn của văn bản này; hãy nạp lại tệp."
_LOOK = "2"  # raise when the drawing changes, so that cached pictures of the old look are not used
_MARKER = (255, 236, 139)  # felt-tip yellow; multiplied onto the page, so that the print stays black
_EDGE = (178, 92, 0)
_PADDING = 1.5  # points around a line's box
_HAIR = 0.01  # pixels: pdfium rounds sizes up, and a hair of floating point too much would add a column
_PRUNE_EVERY = "0"  # one key in sixteen starts with it: the folder is measured that often

# Drawing one page in a child of its own costs about a third of a second, once for each picture that is kept.
_LIMITS = Limits(memory_bytes=1024 * 1024 * 1024, seconds=20.0)
_at_once = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class _PageOrder(Order):
    """One page to draw."""

    page: int = 1
    boxes: tuple[Box, ...] = ()
    width: int = NARROWEST


def prepare() -> None:
    """Have children start with their libraries loaded: a picture then takes a fifth of the time. Call once, before the first."""
    get_context("forkserver").set_forkserver_preload(
        ["__main__", "app.documents.pages", "pypdfium2", "PIL.Image", "PIL.PngImagePlugin"]
    )


def render_page(source: Path, page: int, boxes: Sequence[Box], width: int, *, cache: Path | None = None) -> bytes:
    """Return page ``page`` (from 1) of the PDF ``source`` as PNG, with ``boxes`` marked.

    Raises ``UnreadableFileError`` when there is no such page or the file is no readable PDF.
    """
    width = min(max(width, NARROWEST), WIDEST)
    marked = tuple(box for box in boxes if box.page == page)
    kept = cache / _cache_name(source, page, marked, width) if cache else None
    found = _read(kept) if kept else None
    if found is not None:
        return found
    picture = _drawn_apart(_PageOrder(source, _LIMITS, ocr=False, page=page, boxes=marked, width=width))
    if kept:
        _keep(kept, picture)
    return picture


def _drawn_apart(order: _PageOrder) -> bytes:
    with _at_once, ReaderPool(draw) as pool:
        for _, result in pool.read([order]):
            if isinstance(result, UnreadableFileError):
                raise result
            return result
    raise UnreadableFileError("page-unreadable", _UNREADABLE)


def draw(order: Order) -> bytes:
    """Return the picture that an order asks for; runs in the child. Raises ``UnreadableFileError``."""
    import pypdfium2 as pdfium

    if not isinstance(order, _PageOrder):
        raise UnreadableFileError("page-unreadable", _UNREADABLE)
    try:
        document = pdfium.PdfDocument(order.path)
    except (pdfium.PdfiumError, OSError) as error:
        raise UnreadableFileError("page-unreadable", _UNREADABLE) from error
    try:
        if not 1 <= order.page <= len(document):
            raise UnreadableFileError("no-page", f"Văn bản này không có trang {order.page}; có {len(document)} trang.")
        # Stamped numbers of digitally signed documents live in form widgets, drawn only with forms at hand.
        document.init_forms()
        image, scale = _bitmap(document[order.page - 1], order.width)
    finally:
        document.close()
    for box in order.boxes:
        _mark(image, box, scale)
    _edge(image, order.boxes, scale)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _bitmap(page: object, width: int) -> tuple[Image, float]:
    points_wide, points_high = page.get_size()  # type: ignore[attr-defined]
    scale = (width - _HAIR) / points_wide
    if scale * points_high * width > Limits().pixels:
        raise UnreadableFileError("page-too-large", "Trang này quá lớn để hiển thị.")
    bitmap = page.render(scale=scale)  # type: ignore[attr-defined]
    return bitmap.to_pil().convert("RGB"), scale


def _mark(image: Image, box: Box, scale: float) -> None:
    """Lay marker over ``box``."""
    from PIL import Image as Images
    from PIL import ImageChops

    left, top, right, bottom = _pixels(box, scale)
    right, bottom = min(right, image.width), min(bottom, image.height)
    if left >= right or top >= bottom:
        return
    piece = image.crop((left, top, right, bottom))
    image.paste(ImageChops.multiply(piece, Images.new("RGB", piece.size, _MARKER)), (left, top))


def _pixels(box: Box, scale: float) -> tuple[int, int, int, int]:
    left, top = int((box.x0 - _PADDING) * scale), int((box.y0 - _PADDING) * scale)
    return max(left, 0), max(top, 0), int((box.x1 + _PADDING) * scale) + 1, int((box.y1 + _PADDING) * scale) + 1


def _edge(image: Image, boxes: Sequence[Box], scale: float) -> None:
    """Draw one bar left of all marked lines that follow each other, for readers who do not see the colour."""
    width = max(2, round(1.5 * scale))
    for group in _runs(boxes):
        places = [_pixels(box, scale) for box in group]
        left = max(min(place[0] for place in places) - 2 * width, 0)
        image.paste(_EDGE, (left, places[0][1], left + width, min(places[-1][3], image.height)))


def _runs(boxes: Sequence[Box]) -> list[list[Box]]:
    """Group boxes from top to bottom wherever the next begins less than a line below the last."""
    groups: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (b.y0, b.x0)):
        last = groups[-1][-1] if groups else None
        if last is not None and box.y0 - last.y1 < last.y1 - last.y0:
            groups[-1].append(box)
        else:
            groups.append([box])
    return groups


def _cache_name(source: Path, page: int, boxes: Sequence[Box], width: int) -> str:
    try:
        about = source.stat()
        stamp = f"{about.st_size}.{about.st_mtime_ns}"
    except OSError:
        stamp = "missing"
    places = ";".join(f"{b.x0:.1f},{b.y0:.1f},{b.x1:.1f},{b.y1:.1f}" for b in boxes)
    return hashlib.sha256(f"{_LOOK}|{source.name}|{stamp}|{page}|{width}|{places}".encode()).hexdigest() + ".png"


def _read(kept: Path) -> bytes | None:
    try:
        return kept.read_bytes()
    except OSError:
        return None


def _keep(kept: Path, picture: bytes) -> None:
    """Store a picture whole; a full or read-only disk only costs the drawing next time."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=kept.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
        Path(name).replace(kept)
        if kept.name.startswith(_PRUNE_EVERY):
            prune(kept.parent)
    except OSError:
        return


def prune(folder: Path, limit: int = CACHE_BYTES) -> None:
    """Delete the oldest pictures of ``folder`` until it holds at most ``limit`` bytes."""
    files = sorted(((f.stat().st_mtime, f.stat().st_size, f) for f in folder.glob("*.png")), reverse=True)
    total = 0
    for _, size, file in files:
        total += size
        if total > limit:
            file.unlink(missing_ok=True)
