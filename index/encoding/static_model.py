"""The bundled static model without torch: a table of token vectors, a tokenizer, a mean.

A sentence-transformers ``StaticEmbedding`` folder holds ``tokenizer.json`` and ``model.safetensors``: either the tensor
``embedding.weight``, or ``embeddings`` (8-bit) with one factor a token in ``weights``, as sentence-transformers reads them. What
the model computes is the mean of the vectors of a text's tokens. numpy does that in well under a
millisecond, where importing sentence-transformers takes seconds and half a gigabyte.

1. ``StaticModel.encode`` equals ``SentenceTransformer(folder).encode(..., normalize_embeddings=True)`` up to rounding.
2. The table is memory-mapped: a query touches only the rows of its tokens.
3. A single question is cut by ``index.encoding.unigram`` where the tokenizer is of the bundled make; many texts by the library.
4. A text without a known token has the zero vector, which is similar to nothing.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexStateError
from index.encoding.unigram import read_unigram

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors: TypeAlias = npt.NDArray[np.float32]

_TYPES: Final[dict[str, npt.DTypeLike]] = {"I8": np.int8, "F16": np.float16, "F32": np.float32}
# Texts tokenised at a time: bounds memory, keeps the tokenizer's threads busy.
_BATCH: Final = 512


def _tensors(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Map the tensors of a safetensors file (8 bytes length, JSON header, data)."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    return {
        name: np.asarray(
            np.memmap(
                path,
                dtype=_TYPES[entry["dtype"]],
                mode="r",
                offset=8 + length + entry["data_offsets"][0],
                shape=tuple(entry["shape"]),
            )
        )
        for name, entry in header.items()
        if name != "__metadata__"
    }


def normalised(vectors: Vectors) -> Vectors:
    """Return rows of length 1; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return result


class StaticModel:
    """A static embedding model read from a sentence-transformers folder."""

    def __init__(self, folder: Path) -> None:
        """Open the model. Raises ``IndexStateError`` if the folder does not hold one."""
        self.name = folder.name
        self._folder = folder
        try:
            tensors = _tensors(folder / "model.safetensors")
            self._table = tensors["embedding.weight"] if "embedding.weight" in tensors else tensors["embeddings"]
            self._factors = tensors.get("weights")
            self._reader = read_unigram(folder / "tokenizer.json")
            self.dimension = int(self._table.shape[1])
        except Exception as error:  # safetensors and the tokenizer's file may fail in many ways
            raise self._damaged() from error
        self.fingerprint = f"{zlib.crc32((folder / 'model.safetensors').read_bytes()):08x}"
        if self._reader is None:
            self.tokenizer  # noqa: B018 - a damaged file is told now, not at the first question

    def _damaged(self) -> IndexStateError:
        message = f"Mô hình nhúng “{self.name}” bị thiếu hoặc hỏng. Hãy cài lại Căn Cứ hoặc chọn mô hình khác bằng --model."
        return IndexStateError(message)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The library's tokenizer, for many texts at once; loaded when first needed."""
        from tokenizers import Tokenizer

        try:
            made = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises bare Exception
            raise self._damaged() from error
        made.no_padding()
        made.no_truncation()
        return made

    def _mean(self, ids: list[int]) -> Vectors:
        rows = self._table[ids].astype(np.float32)
        if self._factors is not None:
            rows *= self._factors[ids][:, None]
        mean: Vectors = rows.mean(axis=0)
        return mean

    def table(self) -> Vectors:
        """Return the vectors of all tokens, as training goes on from them."""
        rows: Vectors = self._table.astype(np.float32)
        return rows if self._factors is None else rows * self._factors[:, None]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per text."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        if len(texts) == 1 and self._reader is not None:
            ids = self._reader.ids(texts[0])
            if ids is not None:
                out[0] = self._mean(ids) if ids else 0.0
                return normalised(out)
        for start in range(0, len(texts), _BATCH):
            batch = self.tokenizer.encode_batch(list(texts[start : start + _BATCH]), add_special_tokens=False)
            for row, encoding in enumerate(batch, start):
                if encoding.ids:
                    out[row] = self._mean(encoding.ids)
        return normalised(out)
