"""Trains the reader of single digits (``ingest/reading/data/digits.npz``) that checks what Tesseract reads in numbers and dates of scans.

Learned from the "Optical Recognition of Handwritten Digits" set of the UCI repository (1,797 digits of 43 writers, as shipped with
scikit-learn) and from printed digits of the serif fonts on the machine, all turned, thickened and blurred at random. Needs scikit-learn.

``python -m eval.digits`` writes the weights and prints how many held-out digits are read rightly.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.reading.digits import SIDE, square

OUT = Path(__file__).resolve().parents[1] / "ingest/reading/data/digits.npz"
_FONTS = ("liberation2/LiberationSerif-*.ttf", "liberation2/LiberationSans-Regular.ttf", "dejavu/DejaVuSerif*.ttf")
_COPIES = 14


def _varied(picture: Any, dice: random.Random) -> Any:  # noqa: ANN401
    """A grey picture (ink light on dark) turned, slanted, thickened or thinned, and blurred."""
    from PIL import Image, ImageFilter

    out = picture.rotate(dice.uniform(-12, 12), Image.Resampling.BICUBIC)
    slant, narrow = dice.uniform(-0.35, 0.35), dice.uniform(0.85, 1.2)
    out = out.transform(
        out.size, Image.Transform.AFFINE, (narrow, slant, (1 - narrow - slant) * out.height / 2, 0, 1, 0), Image.Resampling.BICUBIC
    )
    thicker = (ImageFilter.MaxFilter(3), ImageFilter.MaxFilter(5), ImageFilter.MinFilter(3), ImageFilter.GaussianBlur(0.5))
    out = out.filter(dice.choice(thicker))
    return out.filter(ImageFilter.GaussianBlur(dice.uniform(0.3, 1.5)))


def _handwritten() -> Iterator[tuple[Any, int, bool]]:
    """Yield enlarged digits of the UCI set, their values, and whether they are held out (the last 500)."""
    import numpy as np
    from PIL import Image
    from sklearn.datasets import load_digits  # type: ignore[import-untyped]

    pictures, values = load_digits(return_X_y=True)
    for number, (dots, value) in enumerate(zip(pictures, values, strict=True)):
        small = Image.fromarray((dots.reshape(8, 8) * 255 / 16).astype(np.uint8))
        big = Image.new("L", (48, 48), 0)
        big.paste(small.resize((32, 32), Image.Resampling.BICUBIC), (8, 8))
        yield big, int(value), number >= len(values) - 500


def _printed() -> Iterator[tuple[Any, int, bool]]:
    from PIL import Image, ImageDraw, ImageFont

    paths = [path for pattern in _FONTS for path in sorted(Path("/usr/share/fonts/truetype").glob(pattern))]
    for path in paths:
        font = ImageFont.truetype(str(path), 40)
        for value in range(10):
            picture = Image.new("L", (48, 48), 0)
            ImageDraw.Draw(picture).text((24, 24), str(value), fill=255, font=font, anchor="mm")
            for _ in range(3):
                yield picture, value, False


def train() -> tuple[dict[str, Any], float]:
    """Return the weights and the share of held-out handwritten digits read rightly."""
    import numpy as np
    from sklearn.neural_network import MLPClassifier  # type: ignore[import-untyped]

    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    rows: list[Any] = []
    values: list[int] = []
    held: list[tuple[Any, int]] = []
    for picture, value, out in (*_handwritten(), *_printed()):
        if out:
            held.append((square(np.asarray(picture)), value))
            continue
        for _ in range(_COPIES):
            rows.append(square(np.asarray(_varied(picture, dice))))
            values.append(value)
    model = MLPClassifier((128,), alpha=1e-2, max_iter=30, random_state=1)
    model.fit(np.stack(rows), values)
    right = float((model.predict(np.stack([row for row, _ in held])) == [value for _, value in held]).mean())
    names = ("hidden", "out")
    weights = {name: w.astype(np.float16) for name, w in zip(names, model.coefs_, strict=True)}
    weights |= {f"{name}_bias": b.astype(np.float16) for name, b in zip(names, model.intercepts_, strict=True)}
    return weights, right


def main() -> int:
    """Train and write."""
    import numpy as np

    weights, right = train()
    np.savez_compressed(OUT, **weights)
    sys.stdout.write(f"{SIDE}x{SIDE} dots, held-out handwritten digits right: {right:.4f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
