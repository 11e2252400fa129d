"""The torch-free reader against sentence-transformers, on tiny models built on the spot."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from corpus.errors import IndexStateError
from index.encoding.encoders import is_static, load_encoder
from index.encoding.static_model import StaticModel

WORDS = ("giấy", "phép", "xây", "dựng", "lái", "xe", "báo", "cáo")
TEXTS = ("Giấy phép xây dựng", "báo cáo báo cáo giấy", "không có từ nào", "", "xe")


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(("[UNK]", *WORDS))}, "[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def _folder(folder: Path, kind: str) -> Path:
    folder.mkdir()
    weights = np.random.default_rng(7).standard_normal((len(WORDS) + 1, 16)).astype(np.float32)
    weights[0] = 0.0
    if kind == "int8":
        factors = np.maximum(np.abs(weights).max(axis=1), 1e-9) / 127
        tensors = {"embeddings": np.round(weights / factors[:, None]).astype(np.int8), "weights": factors.astype(np.float32)}
    else:
        tensors = {"embedding.weight": weights}
    save_file(tensors, folder / "model.safetensors")
    _tokenizer().save(str(folder / "tokenizer.json"))
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder


@pytest.mark.parametrize("kind", ["float32", "int8"])
def test_equals_sentence_transformers(tmp_path: Path, kind: str) -> None:
    from sentence_transformers import SentenceTransformer

    folder = _folder(tmp_path / kind, kind)
    expected = SentenceTransformer(str(folder), device="cpu").encode(list(TEXTS), normalize_embeddings=True)
    assert is_static(folder)
    encoder = load_encoder(str(folder))
    assert encoder.dimension == 16
    np.testing.assert_allclose(encoder.encode_queries(TEXTS), expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS))


def test_rows_are_normalised_and_unknown_texts_are_zero(tmp_path: Path) -> None:
    lengths = np.linalg.norm(StaticModel(_folder(tmp_path / "m", "int8")).encode(TEXTS), axis=1)
    np.testing.assert_allclose(lengths, [1.0, 1.0, 0.0, 0.0, 1.0], atol=1e-6)


@pytest.mark.parametrize("missing", ["tokenizer.json", "model.safetensors"])
def test_a_damaged_folder_is_refused(tmp_path: Path, missing: str) -> None:
    folder = _folder(tmp_path / "m", "int8")
    (folder / missing).write_bytes(b"x")
    with pytest.raises(IndexStateError, match="--model"):
        StaticModel(folder)
