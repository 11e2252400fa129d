"""Training on texts of our own: the vocabulary, the pairs, and a model that learned something and can be read."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UsageError
from index.encoding.static_model import StaticModel
from index.training import bundled
from index.training.marks import count_marks
from index.training.sampling import Sampler, Tokenised, TrainingText, groups_of
from index.training.train import train
from index.training.vocabulary import build_vocabulary

THINGS = ("giấy phép xây dựng", "giấy phép lái xe", "hộ chiếu", "thẻ căn cước", "đăng ký kết hôn", "bảo hiểm y tế")
ACTS = ("cấp", "thu hồi", "gia hạn", "đổi", "tước")
PLACES = ("cấp xã", "cấp huyện", "cấp tỉnh")


def _texts() -> list[TrainingText]:
    return [
        TrainingText(
            f"Thẩm quyền {act} {thing} {place}",
            f"Cơ quan {place} hòa giải và {act} {thing} cho công dân khi có đơn xin {act} {thing} gửi tới cơ quan {place} nơi ở.",
            "Quy định thử",
        )
        for thing in THINGS
        for act in ACTS
        for place in PLACES
    ]


def _all_words() -> list[str]:
    return [part for text in _texts() for part in (text.heading, text.text)]


def test_runs_that_belong_together_are_one_token() -> None:
    tokenizer = build_vocabulary(_all_words(), 200).tokenizer
    assert tokenizer.encode("Giấy phép xây dựng").tokens == ["▁giấy▁phép▁xây▁dựng"]
    assert tokenizer.encode("giấy phép, xây dựng").tokens == ["▁giấy▁phép", "▁xây▁dựng"]
    assert tokenizer.encode("  và  ").tokens == ["▁và"]


def test_both_tone_styles_are_twins() -> None:
    vocabulary = build_vocabulary(_all_words(), 200)
    new, old = (vocabulary.tokenizer.encode(text).ids for text in ("hoà giải", "hòa giải"))
    assert len(new) == len(old)
    assert all(pair[0] == pair[1] or pair in vocabulary.twins for pair in zip(new, old, strict=True))
    assert new != old


def test_the_same_texts_give_the_same_vocabulary() -> None:
    assert build_vocabulary(_all_words(), 150).tokenizer.to_str() == build_vocabulary(_all_words(), 150).tokenizer.to_str()


def _tokenised() -> Tokenised:
    tokenizer = build_vocabulary(_all_words(), 200).tokenizer
    texts = [*_texts(), *[TrainingText("Hiệu lực", "Có hiệu lực từ ngày ký.", f"Quy định {n}") for n in range(5)]]

    def cut(parts: list[str]) -> list[np.ndarray]:
        return [np.array(tokenizer.encode(part).ids, np.int64) for part in parts]

    groups, common = groups_of(texts)
    return Tokenised(
        cut([t.heading for t in texts]), cut([t.text for t in texts]), cut([t.title for t in texts]), groups, common,
        np.array([[0, 1], [2, 3]]), cut(["là gì?"]), [],
    )  # fmt: skip


def test_pairs_repeat_with_the_seed_and_groups_protect_their_own() -> None:
    data = _tokenised()
    first, again, other = (Sampler(data, seed).epoch() for seed in (3, 3, 4))
    assert [sample.question.tolist() for sample in first] == [sample.question.tolist() for sample in again]
    assert [sample.question.tolist() for sample in first] != [sample.question.tolist() for sample in other]
    by_source: dict[int, set[int]] = {}
    for sample in first:
        by_source.setdefault(sample.source, set()).add(sample.group)
    assert all(len(groups) == 1 for groups in by_source.values())
    common = {sample.group for sample in first if sample.source >= len(_texts())}
    assert len(common) == 5, "articles that share a common heading are negatives of each other: their titles tell them apart"


def test_training_learns_and_adapting_goes_on_from_it(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    texts = _texts()
    report = train(texts, tmp_path / "first", seed=1, epochs=40, vocabulary_size=200)
    assert (report.texts, report.before) == (81, None)
    assert report.after > 0.2
    model = StaticModel(tmp_path / "first")
    nearest = model.encode(["thu hồi hộ chiếu ở cấp tỉnh"]) @ model.encode([text.text for text in texts]).T
    assert texts[int(nearest.argmax())].heading == "Thẩm quyền thu hồi hộ chiếu cấp tỉnh"
    adapted = train(texts, tmp_path / "second", base=tmp_path / "first", seed=1, epochs=1)
    assert adapted.before == report.after
    assert adapted.tokens == report.tokens
    assert adapted.after >= adapted.before - 0.05


def test_too_little_to_learn_from_is_said(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    with pytest.raises(UsageError, match="Quá ít văn bản"):
        train(_texts()[:10], tmp_path / "none")


def test_marks_are_counts_and_repeat(tmp_path: Path) -> None:
    texts = _all_words()
    assert count_marks(texts, tmp_path / "a.npz") == count_marks(texts, tmp_path / "b.npz") > 10
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_small_collection_is_learned_in_several_steps(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    first = train(_texts() * 3, tmp_path / "first", vocabulary_size=200, epochs=1)
    adapted = train(_texts() * 3, tmp_path / "second", base=tmp_path / "first", epochs=2)
    assert first.steps > 1
    assert adapted.steps > first.steps


def test_the_command_reads_no_evaluation_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = {
        "id": "a",
        "title": "Điều 1.1.LQ.1. Phạm vi",
        "text": "Nội dung",
        "source": "(Điều 1 Luật X ngày 1/1/2020)",
        "links": [],
    }
    (tmp_path / "phapdien").mkdir()
    with gzip.open(tmp_path / "phapdien" / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(article) + "\n")
    (tmp_path / "land_qa").mkdir()
    with gzip.open(tmp_path / "land_qa" / "questions.json.gz", "wt", encoding="utf-8") as file:
        json.dump([{"query": "hỏi", "positive": "đáp"}], file)
    (tmp_path / "zalo2021").mkdir()
    (tmp_path / "zalo2021" / "questions.jsonl").write_text('{"text": "CÂU ĐO", "phapdien_ids": [["a"]]}', "utf-8")
    seen: list[object] = []
    monkeypatch.setattr(bundled, "train", lambda texts, out, **more: seen.append((list(texts), more["questions"], more["links"])))
    bundled.main(tmp_path, tmp_path / "out")
    assert seen == [([TrainingText("Phạm vi", "Nội dung", "Luật X")], [("hỏi", "đáp")], [])]
