"""The command that trains the shipped ranker: ``python -m eval.ranker SHARED``.

It lives here and not beside the other training because it learns from labelled questions, which only evaluation reads. What it
writes is trained on all questions; how good it is, ``eval.retrieval`` says from folds.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from eval.retrieval import CACHE, case_of, groups_of, open_or_build, read_questions
from index.scoring.features import FEATURES
from index.scoring.trees import RANKER, write_trees
from index.training.ranker import RankingCase, fit_trees, tree_arrays

_SEED = 7


def read_cases(shared: Path, cache: Path = CACHE) -> list[RankingCase]:
    """Return every question's head as the ranker sees it."""
    searcher, questions = open_or_build(shared, cache), read_questions(shared)
    examined = (searcher.examine(question.text) for question in questions)
    return [case_of(*parts) for parts in zip(examined, questions, groups_of(questions), strict=True)]


def train_shipped(cases: list[RankingCase], out: Path = RANKER) -> None:
    """Train on all cases and write the ranker."""
    order = random.Random(_SEED).sample(range(len(cases)), len(cases))  # noqa: S311
    write_trees(out, tree_arrays(fit_trees([cases[place] for place in order])), FEATURES)


if __name__ == "__main__":
    train_shipped(read_cases(Path(sys.argv[1])))
