"""How well scans are read: character error rates before and after repair on pages set from known text and made worse.

The texts are documents of ``../shared/data/vbpl`` (not among those the language model of the repair learned from); pages are drawn with the
test font, then blurred, turned, speckled and made bitonal as office scanners do. Needs Tesseract with Vietnamese data and the test font;
what is absent is reported as absent.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.reading.ocr import read_words

_A4 = (8.27, 11.69)
_WIDTH = 78


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page is made worse: dots per inch, blur radius and noise in grey levels, turn in degrees, bitonal or grey."""

    name: str
    dpi: int
    blur: float = 0.0
    noise: float = 0.0
    turn: float = 0.0
    bitonal: bool = False


CONDITIONS = (
    Condition("clean 300 dpi", 300),
    Condition("clean 200 dpi", 200),
    Condition("bitonal 200 dpi, blur, noise", 200, 0.9, 25, 0.4, bitonal=True),
    Condition("bitonal 150 dpi", 150, 0.6, 15, 0.3, bitonal=True),
    Condition("grey 120 dpi, blur, noise", 120, 0.9, 20, 0.5),
)


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Character errors of one condition over all pages."""

    condition: str
    characters: int
    raw: int
    repaired: int


@dataclass(frozen=True, slots=True)
class OcrReport:
    """Error counts by condition; ``absent`` says why there are none."""

    rates: tuple[ErrorRate, ...] = ()
    absent: str | None = None


def edit_distance(a: str, b: str) -> int:
    """Return the Levenshtein distance."""
    import numpy as np

    letters = np.frombuffer(b.encode("utf-32-le"), np.uint32)
    steps = np.arange(len(b) + 1)
    row = steps.copy()
    for number, char in enumerate(a, 1):
        best = np.minimum(row[:-1] + (letters != ord(char)), row[1:] + 1)
        row = np.minimum.accumulate(np.concatenate(([number], best)) - steps) + steps
    return int(row[-1])


def _wrapped(text: str, lines: int) -> list[str]:
    out: list[str] = []
    for paragraph in text.splitlines():
        if len(paragraph) < 60 or "|" in paragraph:
            continue
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) >= _WIDTH:
                out.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        out.append(line)
    return out[10 : 10 + lines]


def _draw(lines: list[str], condition: Condition) -> bytes:
    import font_source_serif_pro as package  # type: ignore[import-untyped]
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    size = int(13 * condition.dpi / 72)
    font = ImageFont.truetype(str(Path(package.__path__[0]) / "files" / "SourceSerifPro-Regular.ttf"), size)
    page: Any = Image.new("L", (int(_A4[0] * condition.dpi), int(_A4[1] * condition.dpi)), 255)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((condition.dpi, condition.dpi + number * size * 1.4), line, fill=0, font=font)
    if condition.blur:
        page = page.filter(ImageFilter.GaussianBlur(condition.blur))
    if condition.turn:
        page = page.rotate(condition.turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
    if condition.noise:
        grey = np.asarray(page).astype(float) + np.random.default_rng(1).normal(0, condition.noise, (page.height, page.width))
        page = Image.fromarray(np.clip(grey, 0, 255).astype("uint8"))
    if condition.bitonal:
        page = page.point(lambda value: 255 if value > 150 else 0)
    out = io.BytesIO()
    page.save(out, "PPM")
    return out.getvalue()


def evaluate(shared: Path, *, pages: int = 4, cache: Path | None = None) -> OcrReport:
    """Read ``pages`` drawn pages under every condition."""
    texts = shared / "data" / "vbpl" / "documents_vi.jsonl.gz"
    if not texts.is_file():
        return OcrReport(absent="vbpl is not there")
    if shutil.which("tesseract") is None or find_spec("font_source_serif_pro") is None:
        return OcrReport(absent="tesseract or the test font is not installed")
    with gzip.open(texts, "rt", encoding="utf-8") as file:
        documents = [json.loads(row)["text"] for row in file]
    chosen = random.Random(5).sample(documents, pages)  # noqa: S311 - a fixed sample, no secret
    rates: list[ErrorRate] = []
    for condition in CONDITIONS:
        characters = raw = repaired = 0
        for text in chosen:
            lines = _wrapped(text, 30)
            truth = " ".join(lines)
            before, after = read_words(_draw(lines, condition), condition.dpi, cache)
            characters += len(truth)
            raw += edit_distance(before, truth)
            repaired += edit_distance(after, truth)
        rates.append(ErrorRate(condition.name, characters, raw, repaired))
    return OcrReport(tuple(rates))
