"""Fusion by hand."""

import numpy as np
import pytest

from index.scoring.fusion import fuse, normalise


@pytest.mark.parametrize(
    ("scores", "expected", "reason"),
    [
        ([2.0, 4.0, 3.0], [0.0, 1.0, 0.5], "stretched between lowest and highest"),
        ([5.0, 5.0], [0.0, 0.0], "equal scores say nothing"),
        ([-1.0, 1.0], [0.0, 1.0], "negative scores are scores"),
        ([], [], "no candidate"),
    ],
)
def test_normalise(scores: list[float], expected: list[float], reason: str) -> None:
    assert normalise(np.array(scores, np.float32)).tolist() == expected, reason


def test_fuse_is_the_weighted_mean() -> None:
    lexical = np.array([10.0, 0.0, 5.0], np.float32)
    dense = np.array([0.2, 0.6, 0.5], np.float32)
    # normalised: 1, 0, .5 and 0, 1, .75; weights 1:3
    np.testing.assert_allclose(fuse([lexical, dense], [1, 3]), [0.25, 0.75, 0.6875], rtol=1e-6)
