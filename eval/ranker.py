"""The command that trains the shipped ranker: ``python -m eval.ranker SHARED``.

It lives here and not beside the other training because it learns from labelled questions, which only evaluation reads. What it
reports comes from folds; what it writes is trained on all questions, with the curve of the folds' scores.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np

from eval.retrieval import CACHE, case_of, groups_of, open_or_build, read_questions
from index.features import FEATURES
from index.training.ranker import RankingCase, cross_validated, fit_curve, fit_trees, tree_arrays
from index.trees import RANKER, write_trees

_SEED = 7


def read_cases(shared: Path, cache: Path = CACHE) -> list[RankingCase]:
    """Return every question's head as the ranker sees it."""
    searcher, questions = open_or_build(shared, cache), read_questions(shared)
    examined = (searcher.examine(question.text) for question in questions)
    return [case_of(*parts) for parts in zip(examined, questions, groups_of(questions), strict=True)]


def train_shipped(cases: list[RankingCase], out: Path = RANKER) -> tuple[float, float, float]:
    """Train on all cases, fit the curve on scores of folds, write the ranker and return the curve."""
    order = random.Random(_SEED).sample(range(len(cases)), len(cases))  # noqa: S311
    shuffled = [cases[place] for place in order]
    learned = cross_validated(shuffled)[0]
    relevant = np.concatenate([case.relevant for case in shuffled])
    curve = fit_curve(np.concatenate(learned), np.concatenate([case.first for case in shuffled]), relevant)
    write_trees(out, tree_arrays(fit_trees(shuffled), curve), FEATURES)
    return curve


if __name__ == "__main__":
    sys.stderr.write(f"curve (learned, first step, constant): {train_shipped(read_cases(Path(sys.argv[1])))}\n")
