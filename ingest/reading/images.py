"""Pictures of pages (PNG, JPEG, TIFF with several pages) are read as scans."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFileError
from corpus.model import Notice, PageVerdict, PdfKind, Source
from corpus.settings import Limits
from ingest.reading.ocr import Recogniser, Shot
from ingest.reading.pages import Leaf, compose_source, recognise_pages
from ingest.reading.tesseract import Results
from ingest.source import SourceText

# A page photographed without a stated resolution is taken as A4 height.
_A4_HEIGHT = 842.0
_SCALE_LIMITS = (72 / 72, 600 / 72)
# Exif: the orientations that lie on their side.
_ORIENTATION = 0x0112
_SIDEWAYS = frozenset({5, 6, 7, 8})


@dataclass(frozen=True, slots=True)
class _Frame:
    """One page of the file: its size in pixels and its pixels per point."""

    width: int
    height: int
    scale: float


def _frames(image: Any, limits: Limits) -> list[_Frame]:  # noqa: ANN401
    """Measure every page without unpacking it. Raises ``UnreadableFileError`` for what is beyond the limits."""
    out: list[_Frame] = []
    low, high = _SCALE_LIMITS
    count = getattr(image, "n_frames", 1)
    if count > limits.pages:
        raise UnreadableFileError("too-many-pages", f"Ảnh có quá {limits.pages} trang. Hãy tách tệp rồi nạp lại.")
    for number in range(count):
        image.seek(number)
        width, height = image.size
        if width * height > limits.pixels:
            raise UnreadableFileError("too-many-pixels", "Ảnh quá lớn nên bị từ chối. Hãy quét lại ở 300 dpi.")
        if image.getexif().get(_ORIENTATION, 1) in _SIDEWAYS:
            width, height = height, width
        stated = float(image.info.get("dpi", (0, 0))[0] or 0) / 72
        out.append(_Frame(width, height, stated if low < stated <= high else max(width, height) / _A4_HEIGHT))
    return out


def _draw(image: Any, number: int, scale: float) -> Shot:  # noqa: ANN401
    """Unpack page ``number`` as it is shown; what is transparent becomes paper."""
    import numpy as np
    from PIL import Image, ImageOps

    image.seek(number - 1)
    shown = ImageOps.exif_transpose(image)
    if shown.mode in {"RGBA", "LA", "PA"} or "transparency" in shown.info:
        shown = shown.convert("RGBA")
        shown = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    return Shot(np.asarray(shown.convert("RGB")), scale)


def read_image(data: bytes, source: Source, limits: Limits, *, recognise: Recogniser | None, cache: Path | None) -> SourceText:
    """Read a picture file given as bytes; without ``recognise`` no words. Raises ``UnreadableFileError``."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Pillow's own bounds are wider than ours; every frame is measured above.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                return _read(image, source, limits, Results(cache, source.sha256), recognise)
    except Image.DecompressionBombError as error:
        raise UnreadableFileError("too-many-pixels", "Ảnh quá lớn nên bị từ chối. Hãy quét lại ở 300 dpi.") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFileError("malformed", "Tệp ảnh bị hỏng. Hãy quét lại.") from error


def _read(image: Any, source: Source, limits: Limits, results: Results, recognise: Recogniser | None) -> SourceText:  # noqa: ANN401
    frames = _frames(image, limits)
    leaves = [
        Leaf(n, f.width / f.scale, f.height / f.scale, (), (), PageVerdict.NO_TEXT, False, 1) for n, f in enumerate(frames, 1)
    ]
    notices: list[Notice] = []
    if recognise:
        leaves, notices = recognise_pages(leaves, lambda n: _draw(image, n, frames[n - 1].scale), limits, results, recognise)
    return compose_source(leaves, replace(source, kind_of_pdf=PdfKind.SCAN), notices)
