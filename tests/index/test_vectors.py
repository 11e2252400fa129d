"""Dense search against brute force."""

from pathlib import Path

import numpy as np
import pytest

from index.static_model import normalised
from index.vectors import VectorIndex, write_vectors


def _random(rows: int, seed: int) -> np.ndarray:
    return normalised(np.random.default_rng(seed).standard_normal((rows, 32)).astype(np.float32))


def test_exact_search_equals_brute_force(tmp_path: Path) -> None:
    stored, queries = _random(500, 1), _random(20, 2)
    write_vectors(tmp_path, stored)
    index = VectorIndex(tmp_path)
    rows, scores = index.search(queries, 7)
    products = queries @ stored.T
    expected = np.argsort(-products, axis=1, kind="stable")[:, :7]
    assert index.exact
    assert rows.tolist() == expected.tolist()
    np.testing.assert_allclose(scores, np.take_along_axis(products, expected, 1), rtol=1e-5, atol=1e-6)


def test_graph_search_finds_what_brute_force_finds(tmp_path: Path) -> None:
    stored, queries = _random(3000, 3), _random(50, 4)
    write_vectors(tmp_path, stored, exact_limit=1000)
    index = VectorIndex(tmp_path)
    assert not index.exact
    rows, scores = index.search(queries, 10)
    expected = np.argsort(-(queries @ stored.T), axis=1, kind="stable")[:, :10]
    shared = [len(set(found) & set(best)) for found, best in zip(rows.tolist(), expected.tolist(), strict=True)]
    assert sum(shared) / (10 * len(queries)) >= 0.98
    np.testing.assert_allclose(scores, np.einsum("qkd,qd->qk", stored[rows], queries), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("count", "limit", "columns"), [(3, 10, 3), (0, 10, 0), (5, 0, 0)])
def test_limit_is_bounded_by_the_rows(tmp_path: Path, count: int, limit: int, columns: int) -> None:
    write_vectors(tmp_path, _random(count, 5).reshape(count, 32))
    rows, scores = VectorIndex(tmp_path).search(_random(2, 6), limit)
    assert rows.shape == scores.shape == (2, columns)
