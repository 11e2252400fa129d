"""Cross-encoders: the order they give, the scores they leave, and where the choice is kept."""

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UsageError
from corpus.settings import Home
from index.scoring.reranking import VARIABLE, chosen_reranker, load_reranker, rerank, store_reranker
from index.tokens.entries import Scored
from tests.index.tiny import tiny_cross_encoder

FOUND = (Scored("a", 0.9), Scored("b", 0.7), Scored("c", 0.5), Scored("d", 0.2))


class _By:
    """Scores passages as a table says."""

    name = "by hand"

    def __init__(self, **scores: float) -> None:
        self._scores = scores

    def scores(self, question: str, passages: list[str]) -> np.ndarray:
        assert question == "hỏi"
        return np.array([self._scores[passage] for passage in passages], np.float32)


@pytest.mark.parametrize(
    ("scores", "read", "expected", "reason"),
    [
        ({"a": 0.25, "b": 0.75, "c": 0.5}, 3, [("b", 0.9, 0.75), ("c", 0.9, 0.5), ("a", 0.9, 0.25), ("d", 0.2, None)], "reordered"),
        ({"a": 0.75, "b": 0.5}, 2, [("a", 0.9, 0.75), ("b", 0.7, 0.5), ("c", 0.5, None), ("d", 0.2, None)], "agreed"),
        ({"a": 0.5, "b": 0.5}, 2, [("a", 0.9, 0.5), ("b", 0.7, 0.5), ("c", 0.5, None), ("d", 0.2, None)], "equal: as found"),
        ({}, 0, [("a", 0.9, None), ("b", 0.7, None), ("c", 0.5, None), ("d", 0.2, None)], "nothing read"),
    ],
)
def test_order_and_scores(
    scores: dict[str, float], read: int, expected: list[tuple[str, float, float | None]], reason: str
) -> None:
    made = rerank(_By(**scores), "hỏi", FOUND, [scored.id for scored in FOUND[:read]])
    assert [(scored.id, scored.score, scored.reranked) for scored in made] == expected, reason


def test_a_cross_encoder_reads_question_and_clause_together(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    path = tiny_cross_encoder(tmp_path / "xếp")
    passages = ["giấy phép xây dựng", "báo cáo", ""]
    scores = load_reranker(path).scores("cấp giấy phép", passages)
    logits = CrossEncoder(path, max_length=512).predict([("cấp giấy phép", text) for text in passages], activation_fn=lambda x: x)
    np.testing.assert_allclose(scores, 1 / (1 + np.exp(-logits.reshape(3))), atol=1e-5)
    assert load_reranker(path).scores("x", []).tolist() == []


def test_what_is_no_cross_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"không phải mô hình xếp lại|Không mở được"):
        load_reranker(str(tmp_path))
    with pytest.raises(UsageError, match="Không có thư mục"):
        load_reranker("./nowhere")


def test_the_choice_is_stored_and_one_run_may_choose_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert chosen_reranker(home) is None
    store_reranker(home, "mô-hình")
    assert chosen_reranker(home) == "mô-hình"
    monkeypatch.setenv(VARIABLE, "khác")
    assert chosen_reranker(home) == "khác"
    monkeypatch.setenv(VARIABLE, "none")
    assert chosen_reranker(home) is None
    monkeypatch.delenv(VARIABLE)
    store_reranker(home, None)
    assert chosen_reranker(home) is None
    home.choices.write_text("{", "utf-8")
    with pytest.raises(UsageError, match=r"settings\.json"):
        chosen_reranker(home)
