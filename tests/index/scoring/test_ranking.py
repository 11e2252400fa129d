"""The ranker: trees against the library that trains them, windows by hand, scores that fall, folds that do not leak."""

import math
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexStateError
from index.scoring.ranking import RANKED, Ranked, first_scores, rarity_of, settled, strangeness, threshold
from index.scoring.trees import Trees, read_trees, write_trees
from index.scoring.windows import window_coverage
from index.stores.forward import sequences
from index.tokens.terms import hashes, pairs
from index.training.ranker import RankingCase, cross_validated, fit_trees, tree_arrays


def _cases(count: int, seed: int) -> list[RankingCase]:
    rng = np.random.default_rng(seed)
    cases = []
    for number in range(count):
        features = rng.standard_normal((30, 5)).astype(np.float32)
        relevant = np.zeros(30, np.bool_)
        relevant[np.argmax(features[:, 0] + 0.5 * features[:, 3] ** 2)] = True
        cases.append(RankingCase(f"g{number // 2}", features, relevant, features[:, 0]))
    return cases


def test_trees_equal_the_library(tmp_path: Path) -> None:
    lightgbm = pytest.importorskip("lightgbm")
    cases = _cases(60, 1)
    rows = np.concatenate([case.features for case in cases])
    data = lightgbm.Dataset(rows, np.concatenate([case.relevant for case in cases]).astype(int), group=[30] * 60)
    model = lightgbm.train({"objective": "lambdarank", "num_leaves": 15, "verbose": -1, "num_threads": 1}, data, 25)
    write_trees(tmp_path / "r.npz", tree_arrays(model.dump_model()), ("a", "b", "c", "d", "e"))
    trees = read_trees(tmp_path / "r.npz", ("a", "b", "c", "d", "e"))
    np.testing.assert_allclose(trees.scores(rows), model.predict(rows), rtol=1e-5, atol=1e-6)


def test_a_ranker_for_other_features_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    write_trees(tmp_path / "r.npz", tree_arrays(fit_trees(_cases(30, 2))), ("a",))
    for path, names in ((tmp_path / "r.npz", ("b",)), (tmp_path / "none.npz", ("a",))):
        with pytest.raises(IndexStateError):
            read_trees(path, names)


def test_no_case_is_scored_by_trees_that_saw_its_group() -> None:
    cases, seen = _cases(41, 3), []

    def train(chosen: list[RankingCase]) -> Trees:
        groups = {case.group for case in chosen}
        seen.append(groups)

        class Spy(Trees):
            def __init__(self) -> None: ...

            def scores(self, features: np.ndarray) -> np.ndarray:
                own = next(case for case in cases if case.features is features)
                assert own.group not in groups
                return np.full(len(features), len(seen), np.float32)

        return Spy()

    scores, again = cross_validated(cases, [cases], train=train, count=4)
    assert len(seen) == 4
    assert {case.group for case in cases} == set().union(*seen)
    assert sorted({int(own[0]) for own in scores}) == [1, 2, 3, 4]
    assert [own.tolist() for own in scores] == [own.tolist() for own in again]
    by_group: dict[str, set[float]] = {}
    for case, own in zip(cases, scores, strict=True):
        by_group.setdefault(case.group, set()).add(float(own[0]))
    assert all(len(folds) == 1 for folds in by_group.values())


def test_first_scores_are_the_weighted_mean_of_the_shares() -> None:
    shares = np.array([[1, 1, 1], [0, 0, 0], [0.5, 1.0, 0.2], [0, 0, -1]], np.float32)
    np.testing.assert_allclose(first_scores(shares), [1.0, 0.0, (0.5 + 0.5 + 0.2) / 2.5, 0.0], rtol=1e-6)


@pytest.mark.parametrize(
    ("entries", "expected", "reason"),
    [
        (62_294, 0.30, "where it was chosen"),
        (468, 0.30 + 0.0248 * math.log(468 / 62_294), "less to be near by chance"),
        (1, 0.12, "never nothing"),
        (0, 0.12, "an empty collection"),
    ],
)
def test_the_threshold_grows_with_the_collection(entries: int, expected: float, reason: str) -> None:
    assert threshold(entries) == pytest.approx(expected), reason


@pytest.mark.parametrize(
    ("rarity", "entries", "expected", "reason"),
    [
        (0.18, 62_294, 0.0, "words that a large collection knows"),
        (0.38, 62_294, 0.3, "words that a large collection hardly knows"),
        (0.38, 468, 0.0, "of a small collection most words are rare"),
        (1.0, 468, 1.5 * (1 - 0.18 - 0.085 * math.log(62_294 / 468)), "words that even a small one should hold"),
        (0.0, 0, 0.0, "an empty collection"),
    ],
)
def test_strange_questions_lose_of_their_scores(rarity: float, entries: int, expected: float, reason: str) -> None:
    assert strangeness(rarity, entries) == pytest.approx(expected), reason


def test_rarity_is_one_where_no_entry_holds_a_term() -> None:
    unknown = np.log1p(np.float32((100 + 0.5) / 0.5))
    assert rarity_of(np.array([unknown, unknown], np.float32), 100) == pytest.approx(1.0)
    assert rarity_of(np.array([unknown, 0.0], np.float32), 100) == pytest.approx(0.5)
    assert rarity_of(np.empty(0, np.float32), 100) == 0.0


def test_settled_keeps_every_candidate_once_with_falling_scores() -> None:
    count = RANKED + 20
    first = Ranked(np.arange(count), np.linspace(0.9, 0.1, count).astype(np.float32))
    learned = np.random.default_rng(6).standard_normal(RANKED).astype(np.float32)
    ranked = settled(first, learned)
    assert ranked.rows[:RANKED].tolist() == np.argsort(-learned).tolist()
    assert ranked.rows[RANKED:].tolist() == list(range(RANKED, count))
    assert ranked.scores.tolist() == [max(first.scores[row] for row in ranked.rows[place:]) for place in range(count)]


@pytest.mark.parametrize(
    ("body", "size", "expected", "reason"),
    [
        ("a b c d", 4, (1.0, 1.0), "everything in one window"),
        ("a x x x x x x x b x x x x x x x c d", 4, (0.5, 1 / 3), "c and d are together, the others alone"),
        ("x x a b x x", 4, (0.5, 1 / 3), "the shifted windows count too"),
        ("b a d c", 4, (1.0, 0.0), "pairs in another order are no pairs"),
        ("", 4, (0.0, 0.0), "nothing to find"),
    ],
)
def test_windows_by_hand(body: str, size: int, expected: tuple[float, float], reason: str) -> None:
    asked = hashes("a b c d".split())
    bodies = sequences([hashes(["other"] * 3), hashes(body.split()), hashes(["d"])])
    found = window_coverage(bodies, asked, np.ones(4, np.float32), pairs(asked), np.ones(3, np.float32), [size])
    np.testing.assert_allclose(found[1], expected, rtol=1e-6, err_msg=reason)
    np.testing.assert_allclose(found[0], (0.0, 0.0))
    np.testing.assert_allclose(found[2], (0.25, 0.0))
