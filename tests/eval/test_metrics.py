"""Measures by hand."""

import math

import pytest

from eval.metrics import Change, Judged, changes, score


def _judged(question: str, ranking: str, *relevant: str) -> Judged:
    return Judged(question, tuple(ranking.split()), tuple(frozenset(group.split()) for group in relevant))


CASES = (
    _judged("first", "a b c", "a"),
    _judged("second", "x a b", "a"),
    _judged("alternative", "x y a2 b", "a1 a2"),
    _judged("nothing", "", "a"),
    _judged("eleventh", "1 2 3 4 5 6 7 8 9 10 a", "a"),
    _judged("two", "b x c", "b", "c"),
)


def test_scores_by_hand() -> None:
    found = score(CASES)
    ndcg = [1, 1 / math.log2(3), 1 / math.log2(4), 0, 0, (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))]
    assert found.questions == 6
    assert found.mrr10 == pytest.approx((1 + 1 / 2 + 1 / 3 + 0 + 0 + 1) / 6)
    assert found.ndcg10 == pytest.approx(sum(ndcg) / 6)
    assert found.hits == ((1, 2 / 6), (5, 4 / 6), (10, 4 / 6), (100, 5 / 6))


def test_changes_are_told_worst_first() -> None:
    after = (_judged("first", "b a", "a"), _judged("second", "a", "a"), _judged("nothing", "", "a"), _judged("new", "a", "a"))
    assert changes(CASES, after) == (Change("first", 1, 2), Change("second", 2, 1))
