"""Pictures of pages made ready for OCR: red ink of seals lifted off, lines made level, small pictures enlarged.

Measured on pages set from known text (``python -m eval.ocr``): Tesseract loses half of a page that lies three degrees askew, most of what a
seal covers, and a third more letters at 100 dpi than at 300.

1. Red ink becomes as light as its red channel, so that print under a seal stays; blue ink and black print keep their darkness.
2. A page is turned only by an angle that its own lines show, at most ``_MOST_SKEW`` degrees; a level page is handed on as it is.
3. ``Turn.back`` gives the place on the page as it is shown for a place on the levelled picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

# Tesseract is trained at about 300 dpi; pictures below this are enlarged.
_LEAST_DPI = 200
FULL_DPI = 300
# The angle is measured at about this resolution: lines are still several dots high.
_SKEW_DPI = 75
_MOST_SKEW = 5.0
_LEAST_SKEW = 0.15
_LEAST_INK = 400
_MOST_INK = 60_000


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of ``width`` x ``height`` points that was turned ``degrees`` counter-clockwise about its middle to make it level."""

    degrees: float
    width: float
    height: float

    def back(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return the box around a levelled line (in points) on the page as it is shown."""
        middle, half = (y0 + y1) / 2, (y1 - y0) / 2
        (ax, ay), (bx, by) = self._point(x0, middle), self._point(x1, middle)
        return ax, min(ay, by) - half, bx, max(ay, by) + half

    def _point(self, x: float, y: float) -> tuple[float, float]:
        angle = math.radians(self.degrees)
        x, y = x - self.width / 2, y - self.height / 2
        cos, sin = math.cos(angle), math.sin(angle)
        return self.width / 2 + x * cos - y * sin, self.height / 2 + x * sin + y * cos


@dataclass(frozen=True, slots=True)
class Prepared:
    """A grey picture as PGM bytes, its pixels per point, and how it was turned (``None``: not at all)."""

    data: bytes
    scale: float
    turn: Turn | None = None


def lift_red(red: Grey, green: Grey, blue: Grey) -> Grey:
    """Return the grey picture on which red ink is as light as its red channel.

    Red ink on white reflects nearly all red light and little else; black print under it reflects none.
    """
    import numpy as np

    # Luma in 256ths, so that 16 bits suffice.
    grey = (29 * blue.astype(np.uint16) + 150 * green.astype(np.uint16) + 77 * red.astype(np.uint16)) >> 8
    return np.maximum(grey.astype(np.uint8), red)


def _ink(grey: Grey, dpi: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the dark dots of a small copy of the picture."""
    import numpy as np

    step = max(1, round(dpi / _SKEW_DPI))
    height, width = grey.shape[0] // step * step, grey.shape[1] // step * step
    if not height or not width:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    from PIL import Image

    small = np.asarray(Image.fromarray(grey[:height, :width]).reduce(step))
    rows, columns = np.nonzero(small < min(160.0, float(small.mean()) - 20))
    if len(rows) > _MOST_INK:
        every = len(rows) // _MOST_INK + 1
        rows, columns = rows[::every], columns[::every]
    return rows, columns


def skew_of(grey: Grey, dpi: float) -> float:
    """Return by how many degrees counter-clockwise the page must be turned for its lines to be level; 0 when they do not say.

    The projection of the dots onto the upright axis is sharpest along the lines (Postl 1986).
    """
    import numpy as np

    rows, columns = _ink(grey, dpi)
    if len(rows) < _LEAST_INK:
        return 0.0

    def sharpness(degrees: float) -> float:
        shifted = np.round(rows - columns * math.tan(math.radians(degrees))).astype(np.int64)
        profile = np.bincount(shifted - shifted.min()).astype(np.float64)
        return float((np.diff(profile) ** 2).sum())

    rough = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, 0.5).tolist(), key=sharpness)
    fine: float = max(np.arange(rough - 0.4, rough + 0.41, 0.1).tolist(), key=sharpness)
    return fine if abs(fine) >= _LEAST_SKEW and sharpness(fine) > sharpness(0.0) else 0.0


def to_pgm(grey: Grey) -> bytes:
    """Return a grey picture as a PGM file."""
    return f"P5 {grey.shape[1]} {grey.shape[0]} 255\n".encode() + grey.tobytes()


def prepare(grey: Grey, scale: float) -> Prepared:
    """Make a grey picture with ``scale`` pixels per point ready for OCR."""
    import numpy as np
    from PIL import Image

    dpi = scale * 72
    degrees = skew_of(grey, dpi)
    size = (grey.shape[1] / scale, grey.shape[0] / scale)
    if degrees:
        turned = Image.fromarray(grey).rotate(degrees, Image.Resampling.BILINEAR, fillcolor=255)
        grey = np.asarray(turned)
    if dpi < _LEAST_DPI:
        factor = FULL_DPI / dpi
        big = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
        grey = np.asarray(Image.fromarray(grey).resize(big, Image.Resampling.LANCZOS))
        scale *= factor
    return Prepared(to_pgm(grey), scale, Turn(degrees, *size) if degrees else None)
