"""Boosted trees read and evaluated with numpy: the learned ranker without the library that trained it.

All comparisons of all trees are made at once; each comparison that fails strikes the leaves it rules out, and the first leaf left
standing is the one reached (QuickScorer, Lucchese et al., SIGIR 2015).

1. ``Trees.scores`` equals the training library's prediction (a test compares them).
2. Trees have at most 16 leaves; a comparison sends ``value <= threshold`` to the left.
3. A file for other features than the program's is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexStateError

Floats: TypeAlias = npt.NDArray[np.float32]

RANKER: Final = Path(__file__).parents[1] / "models" / "ranker" / "ranker.npz"
MOST_LEAVES: Final = 16
_ALL: Final = (1 << MOST_LEAVES) - 1
# Number of the lowest set bit of each 16-bit number.
_NUMBERS: Final = np.arange(1 << MOST_LEAVES, dtype=np.int64)
_LOWEST: Final = np.log2(np.maximum(_NUMBERS & -_NUMBERS, 1)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class TreeArrays:
    """Trees laid out flat: one entry of ``feature``, ``threshold``, ``strikes`` a comparison, ``starts`` where each tree begins.

    ``leaves[tree, leaf]`` are values, leaves numbered from the left.
    """

    feature: npt.NDArray[Any]
    threshold: npt.NDArray[Any]
    strikes: npt.NDArray[Any]
    starts: npt.NDArray[Any]
    leaves: npt.NDArray[Any]


class Trees:
    """A learned ranker."""

    def __init__(self, arrays: TreeArrays) -> None:
        """Take the trees."""
        count, sizes = len(arrays.starts), np.diff(arrays.starts, append=len(arrays.feature))
        # Every tree gets as many comparisons as the largest; those added strike nothing.
        self._shape = (count, int(sizes.max(initial=1)))
        place = np.repeat(np.arange(count) * self._shape[1] - arrays.starts, sizes) + np.arange(len(arrays.feature))
        self._feature = np.zeros(self._shape[0] * self._shape[1], np.intp)
        self._feature[place] = arrays.feature
        self._threshold = np.full((len(self._feature), 1), np.inf, np.float32)
        self._threshold[place, 0] = _not_above(arrays.threshold)
        self._strikes = np.full((len(self._feature), 1), _ALL, np.uint16)
        self._strikes[place, 0] = arrays.strikes
        self._leaves = np.ascontiguousarray(arrays.leaves).ravel()
        self._first_leaf = (np.arange(count) * arrays.leaves.shape[1])[:, None]

    def scores(self, features: Floats) -> Floats:
        """Return the sum of the trees for each row of features."""
        # One line a comparison, the candidates beside each other: every step runs along whole lines.
        values = np.ascontiguousarray(features.T, np.float32).take(self._feature, axis=0)
        struck = (values > self._threshold).astype(np.uint16)
        struck -= np.uint16(1)
        struck |= self._strikes
        standing = np.bitwise_and.reduce(struck.reshape(*self._shape, len(features)), axis=1)
        result: Floats = self._leaves.take(_LOWEST.take(standing) + self._first_leaf).sum(axis=0).astype(np.float32)
        return result


def _not_above(thresholds: npt.NDArray[Any]) -> Floats:
    """Return 32-bit thresholds that part 32-bit values as these do: the nearest that are not above them."""
    near = thresholds.astype(np.float32)
    below: Floats = np.where(near > thresholds, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)
    return below


def write_trees(path: Path, arrays: TreeArrays, features: tuple[str, ...]) -> None:
    """Store a ranker for these features."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Any] = {field.name: getattr(arrays, field.name) for field in fields(arrays)}
    np.savez_compressed(path, names=np.array("|".join(features)), **kept)


def read_trees(path: Path, features: tuple[str, ...]) -> Trees:
    """Return the ranker stored in ``path``.

    Raises ``IndexStateError`` if it is missing, damaged, or made for other features.
    """
    try:
        with np.load(path) as data:
            names = tuple(str(data["names"]).split("|"))
            arrays = TreeArrays(*(data[field.name] for field in fields(TreeArrays)))
    except (OSError, KeyError, ValueError) as error:
        message = "Mô hình xếp hạng bị thiếu hoặc hỏng. Hãy cài lại Căn Cứ."
        raise IndexStateError(message) from error
    if names != features:
        message = "Mô hình xếp hạng thuộc phiên bản khác của Căn Cứ. Hãy cài lại Căn Cứ."
        raise IndexStateError(message)
    return Trees(arrays)
