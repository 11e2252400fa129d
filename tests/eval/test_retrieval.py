"""What the retrieval measure must not do: learn from what it measures."""

import random

import pytest

from eval.retrieval import LabelledQuestion, abbreviated, groups_of, in_form


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
