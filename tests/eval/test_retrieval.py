"""What the retrieval measure must not do: learn from what it measures."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from eval.retrieval import LabelledQuestion, abbreviated, case_of, groups_of, in_form, mistyped
from index.scoring.trees import Trees
from index.searcher import Examined
from index.training.ranker import RankingCase, cross_validated


def _question(name: str, *relevant: str) -> LabelledQuestion:
    return LabelledQuestion(name, name, tuple(frozenset(ids.split()) for ids in relevant))


def test_questions_that_share_an_article_share_a_group() -> None:
    groups = groups_of(
        [_question("1", "a"), _question("2", "b"), _question("3", "a", "c"), _question("4", "c d"), _question("5", "e", "b")]
    )
    assert groups[0] == groups[2] == groups[3]
    assert groups[1] == groups[4]
    assert groups[0] != groups[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ủy ban nhân dân cấp huyện", "UBND cấp huyện"),
        ("đóng bảo hiểm xã hội và bảo hiểm y tế", "đóng BHXH và BHYT"),
        ("bảo hiểm xã hộix", "bảo hiểm xã hộix"),
    ],
)
def test_abbreviated(text: str, expected: str) -> None:
    assert abbreviated(text) == expected


def test_forms() -> None:
    text = "Điều kiện cấp giấy phép"
    assert in_form(text, "marked", random.Random(1)) == text  # noqa: S311
    assert in_form(text, "unmarked", random.Random(1)) == "Dieu kien cap giay phep"  # noqa: S311
    half = in_form(text, "half-marked", random.Random(1))  # noqa: S311
    assert half not in (text, "Dieu kien cap giay phep")
    assert len(half) == len(text)


def test_mistyped() -> None:
    text = "Điều kiện cấp giấy phép xây dựng nhà ở riêng lẻ là gì"
    slipped = mistyped(text, random.Random(2))  # noqa: S311
    assert slipped == mistyped(text, random.Random(2))  # noqa: S311
    changed = [(old, new) for old, new in zip(text.split(), slipped.split(), strict=True) if old != new]
    assert len(changed) == 1
    assert abs(len(changed[0][0]) - len(changed[0][1])) <= 1
    assert mistyped("là gì", random.Random(2)) == "là gì", "no word is long enough"  # noqa: S311


def test_no_labelled_question_trains_what_scores_it() -> None:
    rng = np.random.default_rng(4)
    questions = [_question(str(n), f"a{n % 9}", *([f"b{n % 4}"] if n % 3 == 0 else [])) for n in range(40)]
    groups = groups_of(questions)
    examined = [
        Examined(tuple(f"a{i}" for i in range(9)), np.linspace(1, 0, 9, dtype=np.float32), rng.random((9, 3)).astype(np.float32))
        for _ in questions
    ]
    cases = [case_of(*parts) for parts in zip(examined, questions, groups, strict=True)]
    trained: list[set[int]] = []

    def train(chosen: Sequence[RankingCase]) -> Trees:
        trained.append({place for place, case in enumerate(cases) if any(case is one for one in chosen)})

        def scores(features: np.ndarray) -> np.ndarray:
            asked = next(place for place, case in enumerate(cases) if case.features is features)
            articles = frozenset[str]().union(*questions[asked].relevant)
            for other in trained[-1]:
                assert other != asked
                assert articles.isdisjoint(frozenset[str]().union(*questions[other].relevant)), "no shared article either"
            return features[:, 0]

        return type("Spy", (Trees,), {"__init__": lambda _self: None, "scores": staticmethod(scores)})()

    cross_validated(cases, train=train)
    assert len(trained) == 5
    assert set.intersection(*trained) == set(), "every question is left out once"
