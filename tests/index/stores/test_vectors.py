"""Dense search against brute force."""

from pathlib import Path

import numpy as np
import pytest

from index.encoding.static_model import normalised
from index.stores.vectors import DenseIndex, VectorWriter

COLUMNS = 32


def _random(rows: int, seed: int, columns: int = COLUMNS) -> np.ndarray:
    return normalised(np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32))


def _index(folder: Path, *segments: np.ndarray, exact_limit: int = 10_000) -> DenseIndex:
    folders = [folder / str(number) for number in range(len(segments))]
    for place, vectors in zip(folders, segments, strict=True):
        writer = VectorWriter(place, vectors.shape[1])
        writer.add(vectors[: len(vectors) // 2])
        writer.add(vectors[len(vectors) // 2 :])
        writer.close(exact_limit)
    return DenseIndex(folders, segments[0].shape[1])


def _best(stored: np.ndarray, query: np.ndarray, mask: np.ndarray, limit: int) -> list[int]:
    products = np.where(mask, stored @ query, -np.inf)
    return [row for row in np.argsort(-products, kind="stable")[:limit].tolist() if mask[row]]


@pytest.mark.parametrize("cuts", [(500,), (400, 480), (1, 2)], ids=["one segment", "three", "two of one row"])
@pytest.mark.parametrize("alive", [1.0, 0.5, 0.0])
def test_exact_search_equals_brute_force(tmp_path: Path, cuts: tuple[int, ...], alive: float) -> None:
    stored = _random(500, 1)
    index = _index(tmp_path, *(part for part in np.split(stored, cuts) if len(part)))
    mask = np.random.default_rng(9).random(500) < alive
    assert index.exact
    for query in _random(20, 2):
        rows, scores = index.nearest(query, 7, mask)
        assert rows.tolist() == _best(stored, query, mask, 7)
        np.testing.assert_allclose(scores, stored[rows] @ query, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("alive", [1.0, 0.9])
def test_codes_find_what_brute_force_finds(tmp_path: Path, alive: float) -> None:
    stored, queries = _random(30_000, 3), _random(50, 4)
    index = _index(tmp_path, stored[:25_000], stored[25_000:])
    mask = np.random.default_rng(9).random(30_000) < alive
    assert not index.exact
    shared = 0
    for query in queries:
        rows, scores = index.nearest(query, 10, mask)
        shared += len(set(rows.tolist()) & set(_best(stored, query, mask, 10)))
        np.testing.assert_allclose(scores, stored[rows] @ query, rtol=1e-5, atol=1e-6)
        assert mask[rows].all()
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    assert shared / 500 >= 0.98
    assert index.recall(mask) >= 0.98


def test_few_admitted_rows_are_searched_exactly_beside_codes(tmp_path: Path) -> None:
    stored = _random(21_000, 5)
    index, mask = _index(tmp_path, stored), np.zeros(21_000, np.bool_)
    mask[[7, 20_999, 300]] = True
    query = _random(1, 6)[0]
    assert index.nearest(query, 10, mask)[0].tolist() == _best(stored, query, mask, 10)


def test_recall_notices_codes_that_lose_rows(tmp_path: Path) -> None:
    stored = _random(2_000, 7)
    index = _index(tmp_path, stored, exact_limit=1_000)
    everything = np.ones(len(stored), np.bool_)
    index._segments[0]._near = lambda _query, limit: np.arange(0, len(stored), 2)  # type: ignore[method-assign]
    import index.stores.vectors as vectors

    limit, vectors.EXACT_LIMIT = vectors.EXACT_LIMIT, 100
    try:
        assert index.recall(everything) < 0.9
    finally:
        vectors.EXACT_LIMIT = limit


def test_an_odd_number_of_columns_is_searched_exactly(tmp_path: Path) -> None:
    assert _index(tmp_path, _random(300, 8, 5), exact_limit=100).exact


@pytest.mark.parametrize(("count", "limit", "columns"), [(3, 10, 3), (0, 10, 0), (5, 0, 0)])
def test_limit_is_bounded_by_the_rows(tmp_path: Path, count: int, limit: int, columns: int) -> None:
    index = _index(tmp_path, _random(count, 5))
    rows, scores = index.nearest(_random(1, 6)[0], limit, np.ones(count, np.bool_))
    assert rows.shape == scores.shape == (columns,)


def test_products_are_those_of_the_rows_in_their_order(tmp_path: Path) -> None:
    stored, query = _random(30, 1), _random(1, 2)[0]
    rows = np.array([29, 3, 3, 11])
    np.testing.assert_allclose(_index(tmp_path, stored[:10], stored[10:]).products(rows, query), stored[rows] @ query, rtol=1e-6)
