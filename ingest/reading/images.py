"""Pictures of pages (PNG, JPEG, TIFF with several pages) are read as scans."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.model import Notice, PageVerdict, PdfKind, Source
from corpus.settings import Limits
from ingest.reading.pages import Leaf, compose_source, recognise_pages
from ingest.source import SourceText

# A page photographed without a stated resolution is taken as A4 height.
_A4_HEIGHT = 842.0
_SCALE_LIMITS = (72 / 72, 600 / 72)


def _frames(data: bytes, limits: Limits) -> list[tuple[bytes, int, int, float]]:
    """Every frame as a grey PGM picture with its size in pixels and pixels per point."""
    from PIL import Image, ImageOps, ImageSequence

    out: list[tuple[bytes, int, int, float]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > limits.pixels:
                raise Image.DecompressionBombError
            if getattr(image, "n_frames", 1) > limits.pages:
                raise UnreadableFileError("too-many-pages", f"Ảnh có quá {limits.pages} trang. Hãy tách tệp rồi nạp lại.")
            for frame in ImageSequence.Iterator(image):
                stated = float(frame.info.get("dpi", (0, 0))[0] or 0) / 72
                grey = ImageOps.exif_transpose(frame).convert("L")
                low, high = _SCALE_LIMITS
                scale = stated if low < stated <= high else max(grey.size) / _A4_HEIGHT
                buffer = io.BytesIO()
                grey.save(buffer, "PPM")
                out.append((buffer.getvalue(), *grey.size, scale))
    return out


def read_image(data: bytes, source: Source, limits: Limits, *, ocr: bool, cache: Path | None) -> SourceText:
    """Read a picture file given as bytes. Raises ``UnreadableFileError``."""
    from PIL import Image, UnidentifiedImageError

    try:
        frames = _frames(data, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableFileError("too-many-pixels", "Ảnh quá lớn nên bị từ chối. Hãy quét lại ở 300 dpi.") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableFileError("malformed", "Tệp ảnh bị hỏng. Hãy quét lại.") from error
    leaves = [Leaf(n, w / scale, h / scale, (), (), PageVerdict.NO_TEXT, False, 1) for n, (_, w, h, scale) in enumerate(frames, 1)]
    notices: list[Notice] = []
    if ocr:
        leaves, notices = recognise_pages(leaves, lambda n: (frames[n - 1][0], frames[n - 1][3]), limits, cache)
    return compose_source(leaves, replace(source, kind_of_pdf=PdfKind.SCAN), notices)
