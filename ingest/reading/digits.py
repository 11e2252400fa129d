"""Digits that a pen or a stamp put into a blank, read one by one: a second opinion on what Tesseract makes of them.

The blank is cut out of the page, its ink parted into signs that do not touch, and each shown to a small network (``data/digits.npz``,
made by ``python -m eval.digits`` from the handwritten digits of the UCI repository and printed ones; 16 by 16 dots, one hidden layer).

1. A reading is given only when every piece is one digit beyond doubt (``_SURE``); else ``None``.
2. Ink that is no digit by its size (specks, dotted lines, strokes of the seal) is left out or ends the reading, never guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

SIDE = 16
_SURE = 0.9
# Shares of the line's height: lower pieces are specks or dots, pieces wider than high are two digits that touch.
_LEAST_HEIGHT = 0.5
_SPECK_HEIGHT = 0.3
_WIDEST = 1.15
_SAME_SIGN = 0.4
_MOST_DIGITS = 6
_MOST_INK = 60_000


@dataclass(frozen=True, slots=True)
class _Network:
    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    out_bias: NDArray[np.float32]


@cache
def _network() -> _Network:
    import numpy as np

    with as_file(files("ingest.reading") / "data" / "digits.npz") as path, np.load(path) as data:
        return _Network(*(data[name].astype(np.float32) for name in ("hidden", "hidden_bias", "out", "out_bias")))


def square(ink: Grey) -> NDArray[np.float32]:
    """Return a digit (ink light on dark) as ``SIDE`` by ``SIDE`` values of 0 to 1 in a row: cut out, middled in a square, made small."""
    import numpy as np
    from PIL import Image

    rows, columns = (np.nonzero((ink > 96).any(axis=axis))[0] for axis in (1, 0))
    if not len(rows):
        return np.zeros(SIDE * SIDE, np.float32)
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    side = max(cut.shape)
    whole = np.zeros((side, side), np.uint8)
    top, left = (side - cut.shape[0]) // 2, (side - cut.shape[1]) // 2
    whole[top : top + cut.shape[0], left : left + cut.shape[1]] = cut
    small = np.asarray(Image.fromarray(whole).resize((SIDE, SIDE), Image.Resampling.BOX), np.float32)
    return (small / max(1.0, float(small.max()))).ravel()


def read_digit(ink: Grey) -> tuple[int, float]:
    """Return the likeliest digit and its probability."""
    import numpy as np

    net = _network()
    hidden = np.maximum(square(ink) @ net.hidden + net.hidden_bias, 0)
    scores = hidden @ net.out + net.out_bias
    odds = np.exp(scores - scores.max())
    best = int(odds.argmax())
    return best, float(odds[best] / odds.sum())


def _components(dark: NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
    """Dots (row, column) that touch each other, corners included, as groups."""
    import numpy as np

    left = set(zip(*(axis.tolist() for axis in np.nonzero(dark)), strict=True))
    out: list[list[tuple[int, int]]] = []
    while left:
        group = [left.pop()]
        for y, x in group:
            near = [(y + i, x + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (y + i, x + j) in left]
            left.difference_update(near)
            group += near
        out.append(group)
    return out


def _together(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two pieces stand over each other: most of the narrower one's width is shared."""
    return min(a[1], b[1]) - max(a[0], b[0]) > _SAME_SIGN * (min(a[1] - a[0], b[1] - b[0]) + 1)


def _pieces(ink: Grey, height: float) -> list[Grey]:
    """Part ink into signs from left to right: what touches, and what stands over each other (the bar of a 5)."""
    import numpy as np

    signs: list[list[tuple[int, int]]] = []
    for group in sorted(_components(ink > 96), key=lambda g: min(x for _, x in g)):
        columns, rows = [x for _, x in group], [y for y, _ in group]
        edge = min(rows) == 0 or max(rows) == ink.shape[0] - 1
        if len(group) < 4 or (edge and max(rows) - min(rows) < _LEAST_HEIGHT * height):
            # Specks, and what belongs to the lines above and below.
            continue
        own = (min(columns), max(columns))
        if signs and _together(own, (min(x for _, x in signs[-1]), max(x for _, x in signs[-1]))):
            signs[-1] += group
        else:
            signs.append(group)
    out = []
    for sign in signs:
        rows, columns = [y for y, _ in sign], [x for _, x in sign]
        piece = np.zeros((max(rows) - min(rows) + 1, max(columns) - min(columns) + 1), np.uint8)
        at = (np.array(rows), np.array(columns))
        piece[at[0] - min(rows), at[1] - min(columns)] = ink[at]
        out.append(piece)
    return out


def read_digits(grey: Grey, height: float) -> str | None:
    """Return the digits in a piece of a page whose line is ``height`` dots high; ``None`` unless all are sure."""
    import numpy as np

    if grey.size > _MOST_INK:
        return None
    low, high = float(grey.min()), float(np.percentile(grey, 95))
    if high - low < 60:
        return None
    ink = np.clip((high - grey.astype(np.float32)) * 255 / (high - low), 0, 255).astype(np.uint8)
    out: list[str] = []
    for piece in _pieces(ink, height):
        tall = piece.shape[0]
        if tall < _SPECK_HEIGHT * height:
            continue
        if tall < _LEAST_HEIGHT * height or piece.shape[1] > _WIDEST * tall:
            return None
        digit, sure = read_digit(piece)
        if sure < _SURE:
            return None
        out.append(str(digit))
    return "".join(out) if 0 < len(out) <= _MOST_DIGITS else None
