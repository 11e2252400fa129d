"""Pages of scans with known text: set as offices set them, then made worse as their scanners and copiers do.

Everything follows from a seed, so that a figure can be repeated. The font is Liberation Serif (the shapes of Times New Roman), else the
serif of the tests.
"""

from __future__ import annotations

import io
import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_INCHES = (8.27, 11.69)
_LIBERATION = Path("/usr/share/fonts/truetype/liberation2")
_HEADING = re.compile(r"(?:Điều \d+\.|Chương |Mục )")
_POINTS = 13.5
_RED, _BLUE = (214, 40, 50), (30, 50, 170)


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page is made worse: dots per inch, blur radius in dots, noise in grey levels, turn in degrees, one bit or grey, JPEG
    quality (0: none), seal and signature over the text, share of specks, shade at the right edge."""

    name: str
    dpi: int
    blur: float = 0.0
    noise: float = 0.0
    turn: float = 0.0
    bitonal: bool = False
    jpeg: int = 0
    seal: bool = False
    specks: float = 0.0
    shade: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether the page is as good as a scan can be."""
        return not (self.blur or self.noise or self.turn)


CONDITIONS = (
    Condition("clean 300 dpi", 300),
    Condition("clean 200 dpi", 200),
    Condition("grey 200 dpi, shaded, JPEG", 200, 0.7, 10, 0.5, jpeg=40, shade=0.15),
    Condition("bitonal 200 dpi, specks", 200, 0.8, 25, 0.4, bitonal=True, specks=0.0005),
    Condition("bitonal 150 dpi copy", 150, 0.6, 15, 0.3, bitonal=True),
    Condition("grey 120 dpi, JPEG", 120, 0.6, 12, 0.5, jpeg=50),
    Condition("grey 100 dpi, JPEG", 100, 0.5, 8, 0.3, jpeg=60),
    Condition("seal and signature, 200 dpi", 200, 0.6, 8, 0.3, jpeg=60, seal=True),
    Condition("3 degrees askew, 200 dpi", 200, 0.6, 8, 3.0, jpeg=60),
)


@cache
def _font(bold: bool, size: int) -> Any:  # noqa: ANN401
    from PIL import ImageFont

    name = "Bold" if bold else "Regular"
    path = _LIBERATION / f"LiberationSerif-{name}.ttf"
    if not path.is_file():
        import font_source_serif_pro as package  # type: ignore[import-untyped]

        path = Path(package.__path__[0]) / "files" / f"SourceSerifPro-{name}.ttf"
    return ImageFont.truetype(str(path), size)


def _lines(paragraph: str, font: Any, width: float, indent: float) -> list[tuple[list[str], float]]:  # noqa: ANN401
    """Break a paragraph into lines of words, each with its indent."""
    out: list[tuple[list[str], float]] = []
    line: list[str] = []
    for word in paragraph.split():
        if line and indent + font.getlength(" ".join([*line, word])) > width:
            out.append((line, indent))
            line, indent = [], 0.0
        line.append(word)
    return [*out, (line, indent)]


def _write(pen: Any, words: Sequence[str], x: float, y: float, font: Any, width: float | None) -> None:  # noqa: ANN401
    """Write one line, spaced out to ``width`` when that is given."""
    if width is None or len(words) < 2:
        pen.text((x, y), " ".join(words), fill=(20, 20, 20), font=font)
        return
    gap = (width - sum(font.getlength(word) for word in words)) / (len(words) - 1)
    for word in words:
        pen.text((x, y), word, fill=(20, 20, 20), font=font)
        x += font.getlength(word) + gap


def draw(paragraphs: Sequence[str], dpi: int) -> tuple[Any, str]:
    """Return an A4 page filled with the paragraphs, in colour, and the text that stands on it."""
    from PIL import Image, ImageDraw

    scale = dpi / 72
    size = round(_POINTS * scale)
    page = Image.new("RGB", (int(_INCHES[0] * dpi), int(_INCHES[1] * dpi)), "white")
    pen = ImageDraw.Draw(page)
    left, right, y, bottom = 85 * scale, page.width - 50 * scale, 60 * scale, page.height - 60 * scale
    truth: list[str] = []
    for paragraph in paragraphs:
        font = _font(bool(_HEADING.match(paragraph)) or paragraph.isupper(), size)
        lines = _lines(paragraph, font, right - left, 28 * scale)
        for number, (words, indent) in enumerate(lines):
            if y + size * 1.25 > bottom:
                return page, " ".join(truth)
            _write(pen, words, left + indent, y, font, right - left - indent if number < len(lines) - 1 else None)
            truth += words
            y += int(size * 1.25)
        y += int(6 * scale)
    return page, " ".join(truth)


def _seal(page: Any, scale: float, dice: random.Random) -> Any:  # noqa: ANN401
    """Put a round red seal and a blue signature over the text; ink darkens paper, print stays black under it."""
    from PIL import Image, ImageChops, ImageDraw

    ink = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(ink)
    x, y, radius = dice.uniform(0.35, 0.7) * page.width, dice.uniform(0.4, 0.7) * page.height, 52 * scale
    for share in (1.0, 0.95, 0.62):
        pen.ellipse(
            (x - radius * share, y - radius * share, x + radius * share, y + radius * share), outline=_RED, width=int(1.6 * scale)
        )
    star = radius * 0.45
    pen.rectangle((x - star / 2, y - star / 2, x + star / 2, y + star / 2), fill=(232, 120, 120))
    for turn in range(0, 360, 12):
        letter = Image.new("RGB", (int(14 * scale), int(14 * scale)), "white")
        ImageDraw.Draw(letter).text((2, 0), dice.choice("BỘTHƯƠNGVIỆM"), font=_font(True, int(9 * scale)), fill=_RED)
        spun = letter.rotate(-turn, expand=True, fillcolor="white")
        out, up = 0.78 * radius * math.cos(math.radians(turn)), 0.78 * radius * math.sin(math.radians(turn))
        ink.paste(spun, (int(x + out - spun.width / 2), int(y + up - spun.height / 2)))
    strokes = [(x + i * 5 * scale, y + dice.uniform(-1, 1) * 25 * scale) for i in range(18)]
    pen.line(strokes, fill=_BLUE, width=int(1.4 * scale), joint="curve")
    return ImageChops.multiply(page, ink)


def degrade(page: Any, condition: Condition, seed: int) -> bytes:  # noqa: ANN401
    """Return the page as a PNG file of a scanner of that condition."""
    import numpy as np
    from PIL import Image, ImageFilter

    dice = random.Random(seed)  # noqa: S311 - a fixed sample, no secret
    if condition.seal:
        page = _seal(page, condition.dpi / 72, dice)
    if condition.turn:
        page = page.rotate(condition.turn * dice.choice((-1, 1)), fillcolor="white", resample=Image.Resampling.BICUBIC)
    if condition.blur:
        page = page.filter(ImageFilter.GaussianBlur(condition.blur))
    noise = np.random.default_rng(seed)
    dots = np.asarray(page).astype(np.float32)
    dots *= np.linspace(1, 1 - condition.shade, page.width, dtype=np.float32)[None, :, None]
    if condition.noise:
        dots += noise.normal(0, condition.noise, dots.shape[:2]).astype(np.float32)[..., None]
    if condition.specks:
        chance = noise.random(dots.shape[:2])
        dots[chance < condition.specks] = 0
        dots[chance > 1 - condition.specks] = 255
    page = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
    if condition.bitonal:
        page = page.convert("L").point(lambda value: 255 if value > 150 else 0)
    if condition.jpeg:
        packed = io.BytesIO()
        page.save(packed, "JPEG", quality=condition.jpeg)
        page = Image.open(packed)
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(condition.dpi, condition.dpi), compress_level=1)
    return out.getvalue()
