"""The forward index against counting by hand and the textbook BM25."""

import math
from collections import Counter
from pathlib import Path

import numpy as np

from index.forward import ForwardField, forward_arrays, hashes, joined, pairs, read_arrays, write_field

TEXTS = (
    "cấp giấy phép xây dựng nhà ở riêng lẻ",
    "giấy phép giấy phép lái xe",
    "",
    "thu hồi giấy phép xây dựng",
)
QUESTION = ("giấy", "phép", "xây", "biển")


def _field(folder: Path) -> ForwardField:
    write_field(folder, "body", forward_arrays([hashes(text.split()) for text in TEXTS]))
    return ForwardField(folder, "body")


def _textbook(text: str, k1: float = 1.2, b: float = 0.75) -> float:
    mean = sum(len(other.split()) for other in TEXTS) / len(TEXTS)
    counts, length, score = Counter(text.split()), len(text.split()), 0.0
    for term in QUESTION:
        holding = sum(term in other.split() for other in TEXTS)
        idf = math.log(1 + (len(TEXTS) - holding + 0.5) / (holding + 0.5))
        score += idf * counts[term] * (k1 + 1) / (counts[term] + k1 * (1 - b + b * length / mean))
    return score


def test_counts_are_those_of_the_texts(tmp_path: Path) -> None:
    rows = np.array([3, 1, 2, 0])
    expected = [[TEXTS[row].split().count(term) for term in QUESTION] for row in rows]
    assert _field(tmp_path).counts(rows, hashes(QUESTION)).tolist() == expected


def test_bm25_is_the_textbook_formula(tmp_path: Path) -> None:
    scores = _field(tmp_path).bm25(np.arange(4), hashes(QUESTION))
    np.testing.assert_allclose(scores, [_textbook(text) for text in TEXTS], rtol=1e-5)


def test_a_field_without_terms_scores_nothing(tmp_path: Path) -> None:
    write_field(tmp_path, "body", forward_arrays([hashes(())] * 2))
    assert ForwardField(tmp_path, "body").bm25(np.arange(2), hashes(QUESTION)).tolist() == [0.0, 0.0]


def test_pairs_depend_on_order() -> None:
    there, back = pairs(hashes(("giấy", "phép"))), pairs(hashes(("phép", "giấy")))
    assert len(there) == len(back) == 1
    assert there.tolist() != back.tolist()
    assert pairs(hashes(("giấy",))).tolist() == []


def test_without_and_joined_equal_a_fresh_build(tmp_path: Path) -> None:
    rows = [hashes(text.split()) for text in TEXTS]
    write_field(tmp_path, "old", forward_arrays(rows[:3]))
    updated = joined(read_arrays(tmp_path, "old").without(np.array([1])), forward_arrays(rows[3:]))
    fresh = forward_arrays([rows[0], hashes(()), rows[2], rows[3]])
    for name in ("starts", "terms", "counts", "lengths"):
        assert getattr(updated, name).tolist() == getattr(fresh, name).tolist(), name
