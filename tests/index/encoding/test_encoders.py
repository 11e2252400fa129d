"""Any model by name: what each family wants, what is recorded of it, what an interruption leaves, and models that are not there."""

import json
from collections.abc import Sequence
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest

from corpus.errors import IndexStateError, UsageError
from corpus.settings import Home
from index.encoding import embedding
from index.encoding.embedding import KeptEncoder
from index.encoding.encoders import Encoder, SentenceEncoder, load_encoder, same_model
from index.encoding.habits import PLAIN, Habit, habit_of
from index.searcher import open_searcher
from index.stores.build import build_index, update_index
from index.stores.snapshot import open_snapshot
from index.tokens.entries import IndexEntry
from tests.index.tiny import tiny_model

TEXT = "cấp giấy phép xây dựng nhà"


@pytest.mark.parametrize(
    ("name", "query", "passage", "segmented", "reason"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: ", False, "prefixes of the family"),
        ("/srv/models/multilingual-e5-base/", "query: ", "passage: ", False, "a folder is known by its name"),
        ("/home/e5/vietnamese-sbert", "", "", False, "the folder above is not the model"),
        ("BAAI/bge-m3", "", "", False, "no prefix"),
        ("AITeamVN/Vietnamese_Embedding", "", "", False, "no prefix, no segmentation"),
        ("dangvantuan/vietnamese-embedding", "", "", True, "another model, built on PhoBERT"),
        ("dangvantuan/vietnamese-document-embedding", "", "", False, "built on gte"),
        ("bkai-foundation-models/vietnamese-bi-encoder", "", "", True, "words joined"),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", "", False, "a prefix for questions only"),
        ("somebody/anything", "", "", False, "unknown: as it is"),
    ],
)
def test_habits(name: str, query: str, passage: str, segmented: bool, reason: str) -> None:
    habit = habit_of(name)
    assert (habit.query, habit.passage, habit.segmented) == (query, passage, segmented), reason


def test_instructed_questions_stand_before_the_plain_family() -> None:
    habit = habit_of("intfloat/multilingual-e5-large-instruct")
    assert habit.query.startswith("Instruct: ")
    assert habit.query.endswith("Query: ")
    assert habit.passage == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"query": "hỏi: ", "tokens": 99}', Habit("m", query="hỏi: ", tokens=99)),
        ("{}", Habit("m")),
        ('{"querry": "x"}', None),
        ('{"segmented": "yes"}', None),
        ('{"tokens": "many"}', None),
        ("[", None),
        ("[]", None),
    ],
)
def test_a_folder_may_say_it_itself(tmp_path: Path, content: str, expected: Habit | None) -> None:
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "cancu.json").write_text(content, "utf-8")
    if expected is None:
        with pytest.raises(UsageError, match=r"cancu\.json"):
            habit_of(str(folder))
    else:
        assert habit_of(str(folder)) == expected
    (folder / "cancu.json").unlink()
    assert habit_of(str(folder)) == PLAIN


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_model(folder / "plain")
    for name in ("multilingual-e5-tiny", "vietnamese-bi-encoder"):
        (folder / name).symlink_to(folder / "plain", target_is_directory=True)
    tiny_model(folder / "own-e5", prompts={"query": "báo cáo ", "document": ""})
    tiny_model(folder / "other", seed=2)
    return folder


def _raw(folder: Path, text: str) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu").encode([text], normalize_embeddings=True)[0]


@pytest.mark.parametrize(
    ("name", "question", "passage", "tokens", "reason"),
    [
        ("plain", TEXT, TEXT, 600, "as it is"),
        ("multilingual-e5-tiny", f"query: {TEXT}", f"passage: {TEXT}", 512, "with prefixes, cut at what it reads"),
        ("vietnamese-bi-encoder", "cấp giấy_phép xây_dựng nhà", "cấp giấy_phép xây_dựng nhà", 256, "words joined"),
        ("own-e5", f"báo cáo {TEXT}", f"passage: {TEXT}", 512, "its own prompt, not the family's"),
    ],
)
def test_a_model_gets_what_its_family_wants(models: Path, name: str, question: str, passage: str, tokens: int, reason: str) -> None:
    encoder = load_encoder(str(models / name))
    np.testing.assert_allclose(encoder.encode_queries([TEXT])[0], _raw(models / "plain", question), atol=1e-5, err_msg=reason)
    np.testing.assert_allclose(encoder.encode_passages([TEXT])[0], _raw(models / "plain", passage), atol=1e-5, err_msg=reason)
    assert isinstance(encoder, SentenceEncoder)
    assert (encoder.dimension, encoder._model.max_seq_length) == (32, tokens)


@pytest.mark.parametrize(
    ("recorded", "now", "expected", "reason"),
    [
        ("0a1b", "0a1b", True, "checksums alike"),
        ("0a1b", "0a1c", False, "checksums differ"),
        ("probe:0a64", "probe:0b62", True, "a step or two between machines"),
        ("probe:0a64", "probe:0a5a", False, "another model"),
        ("probe:0a64", "probe:0a", False, "another dimension"),
        ("probe:0a64", "", False, "nothing to compare"),
        ("probe:zz", "probe:0a", False, "a damaged record"),
    ],
)
def test_same_model(recorded: str, now: str, expected: bool, reason: str) -> None:
    assert same_model(recorded, now) is expected, reason


def _entries(count: int) -> list[IndexEntry]:
    return [IndexEntry(f"luat/{n}#dieu-1", f"luat/{n}", f"Điều {n}", f"giấy phép xây dựng {n}") for n in range(count)]


def test_other_weights_of_the_same_name_are_refused(models: Path, tmp_path: Path) -> None:
    home, name = Home(tmp_path / "home"), tmp_path / "model"
    name.symlink_to(models / "plain", target_is_directory=True)
    info = build_index(home, _entries(4), generation=1, model=str(name), jobs=1)
    assert (info.model, info.dimension, info.normalised) == (str(name), 32, True)
    assert open_searcher(home).search("giấy phép xây dựng 2", 1)
    name.unlink()
    name.symlink_to(models / "other", target_is_directory=True)
    for work in (lambda: open_searcher(home), lambda: update_index(home, _entries(1), (), 2)):
        with pytest.raises(IndexStateError, match="cancu rebuild"):
            work()


class _Counting:
    """An encoder that counts the texts it embeds and can be told when to fail."""

    def __init__(self, encoder: Encoder, fails_after: int | None = None) -> None:
        self.name, self.dimension, self.fingerprint, self.slow = encoder.name, encoder.dimension, encoder.fingerprint, True
        self._encoder, self._fails_after = encoder, fails_after
        self.texts: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        if self._fails_after is not None and len(self.texts) >= self._fails_after:
            raise KeyboardInterrupt
        self.texts += texts
        return self._encoder.encode_passages(texts)


def test_an_interrupted_build_goes_on_where_it_stopped(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, encoder = Home(tmp_path / "home"), load_encoder(str(models / "plain"))
    first, second = _Counting(encoder, fails_after=64), _Counting(encoder)
    with monkeypatch.context() as patched:
        patched.setattr("index.stores.build.load_encoder", lambda _name: first)
        with pytest.raises(KeyboardInterrupt):
            build_index(home, _entries(150), generation=1, model="x", jobs=1)
        patched.setattr("index.stores.build.load_encoder", lambda _name: second)
        build_index(home, _entries(150), generation=1, model="x", jobs=1)
    assert (len(first.texts), len(second.texts)) == (64, 150 - 64)
    assert set(first.texts).isdisjoint(second.texts)
    build_index(tmp := Home(tmp_path / "fresh"), _entries(150), generation=1, model=str(models / "plain"), jobs=1)
    stored = [next(open_snapshot(place)[0].rglob("vectors.bin")).read_bytes() for place in (home, tmp)]
    np.testing.assert_allclose(*(np.frombuffer(rows, np.float32) for rows in stored), atol=1e-6)
    assert not any((home.cache / "embeddings").iterdir()), "what is in the snapshot is not kept twice"


def test_a_half_written_row_is_dropped_and_another_model_s_rows_are_not_taken(models: Path, tmp_path: Path) -> None:
    home, encoder, texts = Home(tmp_path), load_encoder(str(models / "plain")), [f"giấy phép {n}" for n in range(5)]
    expected = KeptEncoder(encoder, home).encode_passages(texts)
    rows = next((home.cache / "embeddings").rglob("rows.bin"))
    with rows.open("r+b") as file:
        file.truncate(rows.stat().st_size - 7)
    again = _Counting(encoder)
    assert KeptEncoder(again, home).encode_passages([*texts, texts[0]]).tolist()[:5] == pytest.approx(expected)
    assert again.texts == texts[4:]
    other = _Counting(load_encoder(str(models / "other")))
    KeptEncoder(other, home).encode_passages(texts)
    assert other.texts == texts


def test_the_bundled_model_keeps_nothing(tmp_path: Path) -> None:
    encoder = load_encoder()
    assert embedding.kept(encoder, Home(tmp_path)) is encoder
    assert list(tmp_path.iterdir()) == []


class _Hub:
    """Stands in for the hub: answers every question with one error and counts them."""

    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, 0

    def __call__(self, *_: object, **__: object) -> None:
        self.asked += 1
        raise self.error


@pytest.mark.parametrize(
    ("name", "error", "expected", "asked"),
    [
        ("nobody/nothing", OSError("no route"), "không hỏi được kho mô hình", 1),
        ("nobody/nothing", RuntimeError("odd"), "không hỏi được kho mô hình", 1),
        ("./models/missing", OSError(), "Không có thư mục mô hình", 0),
        ("a/b/c", OSError(), "Không có thư mục mô hình", 0),
        ("Alibaba-NLP/gte-multilingual-base", OSError(), "CANCU_TRUST_MODEL_CODE=1", 0),
    ],
)
def test_a_model_that_is_not_there_is_said_once(
    name: str, error: Exception, expected: str, asked: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    hub = _Hub(error)
    monkeypatch.delenv("CANCU_TRUST_MODEL_CODE", raising=False)
    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", hub)
    with pytest.raises(UsageError, match=expected):
        load_encoder(name)
    assert hub.asked == asked
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_is_no_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "nothing known"}))
    with pytest.raises(UsageError, match="thiếu tệp"):
        load_encoder(str(tmp_path))
