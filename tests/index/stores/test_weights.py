"""Sparse vectors against the embedded lexical index: the same scores, term by term."""

from pathlib import Path

import numpy as np
import pytest

from index.stores.lexical import Field, LexicalIndex, LexicalTerms, LexicalWriter
from index.stores.weights import FIELDS, Statistics, TermSpool, document_vectors, rounded, write_statistics

_VOCABULARY = [f"từ{number}" for number in range(60)]
_WEIGHTS = {Field.HEADING: 1.0, Field.BODY: 1.0, Field.ABOUT: 0.4, Field.PAIRS: 1.0}


def _rows(count: int, seed: int) -> list[LexicalTerms]:
    rng = np.random.default_rng(seed)

    def some(most: int) -> str:
        return " ".join(_VOCABULARY[int(60 * n**3)] for n in rng.random(int(rng.integers(0, most))))

    return [LexicalTerms(some(6), some(400 if n % 9 == 0 else 60), some(12), "", some(50), "") for n in range(count)]


def _spooled(folder: Path, rows: list[LexicalTerms]) -> Path:
    with TermSpool(folder) as spool:
        for number, row in enumerate(rows):
            spool.add(number, "", row)
    return folder


def _scores(spool: Path, statistics: Statistics, asked: dict[Field, dict[str, float]]) -> np.ndarray:
    question = statistics.query_vector(asked)
    return np.array(
        [
            sum(
                weight * question.get(dimension, 0.0)
                for dimension, weight in zip(row.dimensions.tolist(), row.weights, strict=True)
            )
            for row in document_vectors(spool, statistics.means)
        ],
        np.float32,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_products_are_the_scores_of_the_embedded_index(tmp_path: Path, seed: int) -> None:
    rows = _rows(300, seed)
    with LexicalWriter(tmp_path / "tantivy") as writer:
        for number, row in enumerate(rows):
            writer.add(number, "luat/1", row)
    spool = _spooled(tmp_path / "spool", rows)
    write_statistics(tmp_path / "part", spool)
    words = [_VOCABULARY[n] for n in (0, 3, 17, 40, 59)] + ["lạ"]
    asked = {field: dict.fromkeys(words, weight) for field, weight in _WEIGHTS.items()}
    found, scores = LexicalIndex(tmp_path / "tantivy").search(asked, 300)
    expected = np.zeros(300, np.float32)
    expected[found] = scores
    assert len(found) > 200
    np.testing.assert_allclose(_scores(spool, Statistics([tmp_path / "part"]), asked), expected, rtol=2e-5, atol=1e-5)


def test_parts_add_up_to_the_whole(tmp_path: Path) -> None:
    rows = _rows(90, 4)
    for name, part in (("all", rows), ("one", rows[:50]), ("two", rows[50:70]), ("three", rows[70:])):
        write_statistics(tmp_path / name, _spooled(tmp_path / "spools" / name, part))
    write_statistics(tmp_path / "joined", tmp_path / "spools" / "three", [tmp_path / "two"])
    asked = {field: dict.fromkeys(_VOCABULARY, 1.0) for field in FIELDS}
    whole = Statistics([tmp_path / "all"])
    for parts in (["one", "two", "three"], ["one", "joined"]):
        several = Statistics([tmp_path / name for name in parts])
        assert several.rows == whole.rows == 90
        assert several.means.tolist() == whole.means.tolist()
        assert several.query_vector(asked) == whole.query_vector(asked)


@pytest.mark.parametrize(
    ("length", "expected", "reason"),
    [
        (0, 0, "nothing"),
        (39, 39, "short ones are exact"),
        (41, 40, "then by two"),
        (57, 56, "by four"),
        (1000, 984, "an eighth of it"),
    ],
)
def test_lengths_are_rounded_as_tantivy_rounds_them(length: int, expected: int, reason: str) -> None:
    assert rounded(np.array([length], np.int32)).tolist() == [expected], reason


def test_a_row_without_terms_is_found_by_nothing(tmp_path: Path) -> None:
    spool = _spooled(tmp_path / "spool", [LexicalTerms("", "", "", "", "", ""), *_rows(5, 7)])
    write_statistics(tmp_path / "part", spool)
    statistics = Statistics([tmp_path / "part"])
    assert _scores(spool, statistics, {field: dict.fromkeys(_VOCABULARY, 1.0) for field in FIELDS})[0] == 0.0
    assert all(len(row.dimensions) for row in document_vectors(spool, statistics.means)), "a stored vector may not be empty"
    assert Statistics([]).query_vector({Field.BODY: {"từ1": 1.0}}) == {}
