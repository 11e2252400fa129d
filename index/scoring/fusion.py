"""Several scores become one: normalised within the question's candidates, then added with weights.

Reciprocal-rank fusion throws the distances between scores away and is measurably worse on legal questions; min-max
normalisation keeps them.

1. ``normalise`` maps the lowest score to 0 and the highest to 1; equal scores all become 0.
2. ``fuse`` is the weighted mean of normalised scores, in 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def normalise(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the scores stretched to 0..1."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros_like(scores)
    result: npt.NDArray[np.float32] = (scores - low) / (high - low)
    return result


def fuse(columns: Sequence[npt.NDArray[np.float32]], weights: Sequence[float]) -> npt.NDArray[np.float32]:
    """Return the weighted mean of the normalised columns (one column per way of scoring, one row per candidate)."""
    total = sum(weights)
    parts = [normalise(column) * np.float32(weight / total) for column, weight in zip(columns, weights, strict=True)]
    result: npt.NDArray[np.float32] = np.sum(parts, axis=0, dtype=np.float32)
    return result
