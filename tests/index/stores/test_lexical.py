"""The lexical index against the textbook formula of BM25."""

import math
from pathlib import Path

import pytest

from index.stores.lexical import Field, LexicalIndex, LexicalTerms, LexicalWriter, link_tree

BODIES = ("cấp giấy_phép xây_dựng", "giấy_phép lái xe xe", "thu_hồi giấy_phép", "báo_cáo hằng năm")


def _terms(body: str, heading: str = "") -> LexicalTerms:
    return LexicalTerms(heading, body, "", body, "", body)


def _written(folder: Path) -> LexicalIndex:
    with LexicalWriter(folder) as writer:
        for row, body in enumerate(BODIES):
            writer.add(row, f"văn bản {row}", _terms(body))
    return LexicalIndex(folder)


def _bm25(term: str, body: str) -> float:
    holding = sum(term in other.split() for other in BODIES)
    idf = math.log(1 + (len(BODIES) - holding + 0.5) / (holding + 0.5))
    count, length = body.split().count(term), len(body.split())
    mean = sum(len(other.split()) for other in BODIES) / len(BODIES)
    return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))


def test_scores_are_bm25(tmp_path: Path) -> None:
    rows, scores = _written(tmp_path).search({Field.BODY: {"giấy_phép": 1.0, "xe": 2.0}}, 10)
    expected = {row: _bm25("giấy_phép", body) + 2 * _bm25("xe", body) for row, body in enumerate(BODIES) if "giấy_phép" in body}
    assert sorted(rows.tolist()) == sorted(expected)
    assert scores.tolist() == pytest.approx([expected[row] for row in rows.tolist()], rel=1e-4)
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)


@pytest.mark.parametrize(
    ("terms", "limit", "expected", "reason"),
    [
        ({Field.BODY: {"không_có": 1.0}}, 10, [], "an unknown term finds nothing"),
        ({}, 10, [], "no term, no row"),
        ({Field.BODY: {"xe": 1.0}}, 0, [], "nothing asked for"),
        ({Field.HEADING: {"xe": 1.0}}, 10, [], "the term is in another field"),
        ({Field.BODY: {"xe": 1.0}}, 10, [1], "found in its field"),
    ],
)
def test_search_edges(tmp_path: Path, terms: dict[Field, dict[str, float]], limit: int, expected: list[int], reason: str) -> None:
    assert _written(tmp_path).search(terms, limit)[0].tolist() == expected, reason


@pytest.mark.parametrize(
    ("documents", "phrases", "expected", "reason"),
    [
        (None, [], [0, 1, 2], "nothing asked but the term"),
        (["văn bản 2", "văn bản 0"], [], [0, 2], "only rows of these documents"),
        ([], [], [], "no document, no row"),
        (["văn bản 3"], [], [], "the document lacks the term"),
        (None, [["thu_hồi", "giấy_phép"]], [2], "the phrase stands there"),
        (None, [["giấy_phép", "thu_hồi"]], [], "the phrase in another order"),
        (None, [["giấy_phép"], ["lái"]], [1], "both phrases, of one syllable too"),
        (["văn bản 0"], [["lái", "xe"]], [], "both the document and the phrase"),
    ],
)
def test_limits_inside_the_engine(
    tmp_path: Path, documents: list[str] | None, phrases: list[list[str]], expected: list[int], reason: str
) -> None:
    index, asked = _written(tmp_path), {Field.BODY: {"giấy_phép": 1.0}}
    rows, scores = index.search(asked, 10, documents=documents, phrases=phrases)
    assert sorted(rows.tolist()) == expected, reason
    free = dict(zip(*(part.tolist() for part in index.search(asked, 10)), strict=True))
    assert scores.tolist() == pytest.approx([free[row] for row in rows.tolist()]), "limits do not change scores"


def test_a_linked_index_is_updated_and_the_original_is_not(tmp_path: Path) -> None:
    original = _written(tmp_path / "old")
    link_tree(tmp_path / "old", tmp_path / "new")
    with LexicalWriter(tmp_path / "new") as writer:
        writer.remove(["văn bản 0"])
        writer.add(4, "văn bản 0", _terms("giấy_phép mới"))
    asked = {Field.BODY: {"giấy_phép": 1.0}}
    assert sorted(LexicalIndex(tmp_path / "new").search(asked, 10)[0].tolist()) == [1, 2, 4]
    assert sorted(original.search(asked, 10)[0].tolist()) == [0, 1, 2]
    assert sorted(LexicalIndex(tmp_path / "old").search(asked, 10)[0].tolist()) == [0, 1, 2]
    kept = {path.name for path in (tmp_path / "old").iterdir() if path.stat().st_nlink > 1}
    assert any(name.endswith(".idx") for name in kept), "segment files are shared, not copied"
