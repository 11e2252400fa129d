"""Training of the learned ranker: LambdaMART over the features of each question's best candidates.

1. Nothing but ``index.scoring.features`` is seen; the dense scores among them come from a model that saw none of the questions.
2. The same cases give the same trees.
3. ``cross_validated`` never scores a case with trees that saw it or a case of its group.

Needs lightgbm: ``pip install 'cancu[train]'``. What is trained is evaluated without it (``index.scoring.trees``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.errors import MissingLibraryError
from index.scoring.trees import MOST_LEAVES, TreeArrays, Trees

Floats: TypeAlias = npt.NDArray[np.float32]

_TREES: Final = 120
_PARAMETERS: Final[dict[str, object]] = {
    "objective": "lambdarank",
    "num_leaves": MOST_LEAVES - 1,
    "learning_rate": 0.1,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.6,
    "lambda_l2": 5.0,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambdarank_truncation_level": 20,
    "label_gain": [0, 1],
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
}


@dataclass(frozen=True, slots=True)
class RankingCase:
    """One question: its candidates' features, which of them answer, and the first step's scores. Cases of a group stay together."""

    group: str
    features: Floats
    relevant: npt.NDArray[np.bool_]
    first: Floats


Train = Callable[[Sequence[RankingCase]], Trees]


def _walk(node: dict[str, Any], leaves: list[float], tests: list[tuple[int, float, int, int]]) -> None:
    """Gather leaves from the left, and tests as (feature, threshold, first leaf, end leaf of the left side)."""
    if "leaf_value" in node:
        leaves.append(node["leaf_value"])
        return
    begin, place = len(leaves), len(tests)
    tests.append((0, 0.0, 0, 0))
    _walk(node["left_child"], leaves, tests)
    tests[place] = (node["split_feature"], node["threshold"], begin, len(leaves))
    _walk(node["right_child"], leaves, tests)


def tree_arrays(model: dict[str, Any]) -> TreeArrays:
    """Return lightgbm's dumped model laid out flat."""
    tests: list[tuple[int, float, int, int]] = []
    starts: list[int] = []
    values = np.zeros((len(model["tree_info"]), MOST_LEAVES))
    for number, info in enumerate(model["tree_info"]):
        starts.append(len(tests))
        leaves: list[float] = []
        _walk(info["tree_structure"], leaves, tests)
        if len(leaves) == 1:
            # A tree that never split: a comparison nobody fails.
            tests.append((0, float("inf"), 0, 0))
        values[number, : len(leaves)] = leaves
    every = (1 << MOST_LEAVES) - 1
    strikes = [every & ~(((1 << end) - 1) ^ ((1 << begin) - 1)) for _feature, _threshold, begin, end in tests]
    return TreeArrays(
        feature=np.array([test[0] for test in tests], np.int16),
        threshold=np.array([test[1] for test in tests], np.float64),
        strikes=np.array(strikes, np.uint16),
        starts=np.array(starts, np.int32),
        leaves=values,
    )


def fit_trees(cases: Sequence[RankingCase]) -> dict[str, Any]:
    """Return lightgbm's model of the cases, dumped. Raises ``MissingLibraryError`` without lightgbm."""
    try:
        import lightgbm
    except ImportError as error:
        message = "Huấn luyện mô hình xếp hạng cần thư viện lightgbm. Hãy cài: pip install 'cancu[train]'"
        raise MissingLibraryError(message) from error
    data = lightgbm.Dataset(
        np.concatenate([case.features for case in cases]),
        np.concatenate([case.relevant for case in cases]).astype(np.int32),
        group=[len(case.relevant) for case in cases],
    )
    dumped: dict[str, Any] = lightgbm.train(dict(_PARAMETERS), data, _TREES).dump_model()
    return dumped


def train_trees(cases: Sequence[RankingCase]) -> Trees:
    """Return a ranker trained on the cases."""
    return Trees(tree_arrays(fit_trees(cases)))


def folds_of(cases: Sequence[RankingCase], count: int, seed: int) -> npt.NDArray[np.int64]:
    """Return each case's fold; cases of one group share theirs."""
    groups = sorted({case.group for case in cases})
    order = np.random.default_rng(seed).permutation(len(groups))
    fold = {group: int(place) % count for group, place in zip(groups, order.tolist(), strict=True)}
    return np.array([fold[case.group] for case in cases], np.int64)


def cross_validated(
    cases: Sequence[RankingCase],
    others: Sequence[Sequence[RankingCase]] = (),
    *,
    train: Train = train_trees,
    count: int = 5,
    seed: int = 0,
) -> list[list[Floats]]:
    """Return each case's scores by trees that saw no case of its group; then the same for each list of ``others``.

    ``others`` are the same questions in other forms (typed without marks ...), in the same order: they are scored, not trained on.
    """
    folds = folds_of(cases, count, seed)
    out: list[list[Floats]] = [[np.empty(0, np.float32)] * len(cases) for _ in range(1 + len(others))]
    for fold in range(count):
        trees = train([case for case, own in zip(cases, folds, strict=True) if own != fold])
        for form, asked in enumerate((cases, *others)):
            for place in np.flatnonzero(folds == fold).tolist():
                out[form][place] = trees.scores(asked[place].features)
    return out
