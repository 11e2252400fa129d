"""Boosted trees read and evaluated with numpy: the learned ranker without the library that trained it.

All comparisons of all trees are made at once; each failed comparison strikes the leaves it rules out, and the first leaf left
standing is the one reached (QuickScorer, Lucchese et al., SIGIR 2015).

1. ``Trees.scores`` equals the training library's prediction (a test compares them).
2. Trees have at most 16 leaves; a comparison sends ``value <= threshold`` to the left.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexStateError

Floats: TypeAlias = npt.NDArray[np.float32]

RANKER: Final = Path(__file__).parent / "models" / "ranker" / "ranker.npz"
_MOST_LEAVES: Final = 16
_ALL: Final = 0xFFFF
# Number of the lowest set bit of each 16-bit number.
_LOWEST: Final = np.array([0, *(((n & -n).bit_length() - 1) for n in range(1, 1 << 16))], np.int64)


class Trees:
    """A learned ranker: trees, and the curve that turns their sum into a chance."""

    def __init__(self, path: Path = RANKER) -> None:
        """Read a ranker. Raises ``IndexStateError`` if it is missing or not for these features."""
        from index.features import FEATURES

        try:
            with np.load(path) as data:
                self._feature = data["feature"].astype(np.int64)
                self._threshold = data["threshold"].astype(np.float64)
                self._strikes = data["strikes"].astype(np.uint16)
                self._starts = data["starts"].astype(np.int64)
                self._leaves = data["leaves"].astype(np.float64)
                self._curve = data["curve"].astype(np.float64)
                names = tuple(str(data["names"]).split("|"))
        except (OSError, KeyError, ValueError) as error:
            message = "Mô hình xếp hạng bị thiếu hoặc hỏng. Hãy cài lại Căn Cứ."
            raise IndexStateError(message) from error
        if names != FEATURES:
            message = "Mô hình xếp hạng thuộc phiên bản khác của Căn Cứ. Hãy cài lại Căn Cứ."
            raise IndexStateError(message)
        self._tree = np.arange(len(self._starts))

    def scores(self, features: Floats) -> Floats:
        """Return the sum of the trees for each row of features."""
        right = features[:, self._feature] > self._threshold
        standing = np.bitwise_and.reduceat(np.where(right, self._strikes, np.uint16(_ALL)), self._starts, axis=1)
        result: Floats = self._leaves[self._tree, _LOWEST[standing]].sum(axis=1).astype(np.float32)
        return result

    def chances(self, learned: Floats, first: Floats) -> Floats:
        """Return the chance that each entry answers, from the trees' sum and the first step's score."""
        slope_learned, slope_first, constant = self._curve
        result: Floats = (1 / (1 + np.exp(-(slope_learned * learned + slope_first * first + constant)))).astype(np.float32)
        return result
