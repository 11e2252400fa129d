"""Text becomes vectors: the bundled static model, or any sentence-transformers model by name or path.

1. ``load_encoder(None)`` is the bundled model and needs neither torch nor a network.
2. Rows are normalised float32; questions and passages get the prefix or the word segmentation that their model was trained with.
3. A missing library or model is a ``CancuError`` that says what to do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from corpus.errors import MissingLibraryError, UsageError
from index.static_model import StaticModel, Vectors, normalised

MODELS: Final = Path(__file__).parent / "models"
BUNDLED: Final = "cancu-static"
_STATIC: Final = "StaticEmbedding"
_BATCH: Final = 32


class Encoder(Protocol):
    """What the index needs of a model."""

    @property
    def name(self) -> str:
        """The name the model is asked for by, recorded in the snapshot."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """A checksum of the weights, recorded in the snapshot; empty where it cannot be had cheaply."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per passage."""
        ...


@dataclass(frozen=True, slots=True)
class Habit:
    """How a family of models wants its input: prefixes, and words joined by ``_``."""

    family: str
    query: str = ""
    passage: str = ""
    segmented: bool = False


# From the model cards of these families; a name that holds the family's word follows its habit.
HABITS: Final = (
    Habit("e5", "query: ", "passage: "),
    Habit("bkai", segmented=True),
    Habit("phobert", segmented=True),
)
_PLAIN: Final = Habit("")


def habit_of(name: str) -> Habit:
    """Return how the model called ``name`` wants its input."""
    folded = name.lower()
    return next((habit for habit in HABITS if habit.family in folded), _PLAIN)


@dataclass(frozen=True, slots=True)
class StaticEncoder:
    """A static model; questions and passages are treated alike."""

    model: StaticModel
    name: str

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.model.dimension

    @property
    def fingerprint(self) -> str:
        """Checksum of the weights."""
        return self.model.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per question."""
        return self.model.encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per passage."""
        return self.model.encode(texts)


def _prepared(texts: Sequence[str], prefix: str, segmented: bool) -> list[str]:
    if not segmented:
        return [prefix + text for text in texts]
    from index.words import segmenter

    cut = segmenter()
    return [prefix + " ".join(word.replace(" ", "_") for word in cut.words(text)) for text in texts]


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """A sentence-transformers model with its habit."""

    model: Any
    name: str
    habit: Habit

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.model.get_sentence_embedding_dimension())

    @property
    def fingerprint(self) -> str:
        """Empty: the weights lie where sentence-transformers keeps them."""
        return ""

    def _encode(self, encode: Callable[..., Any], texts: list[str]) -> Vectors:
        rows = encode(texts, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
        return normalised(np.asarray(rows, np.float32))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per question."""
        return self._encode(self.model.encode_query, _prepared(texts, self.habit.query, self.habit.segmented))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per passage."""
        return self._encode(self.model.encode_document, _prepared(texts, self.habit.passage, self.habit.segmented))


def is_static(folder: Path) -> bool:
    """Whether ``folder`` holds a sentence-transformers model made of one static embedding."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(modules) and str(modules[0].get("type", "")).endswith(_STATIC) and modules[0].get("path", "") == ""


def load_encoder(name: str | None = None) -> Encoder:
    """Return the encoder called ``name``: the bundled one by default, a folder, or a sentence-transformers name.

    Raises ``MissingLibraryError`` if sentence-transformers is needed and absent, ``UsageError`` if the model cannot be had.
    """
    if name is None or name == BUNDLED:
        return StaticEncoder(StaticModel(MODELS / BUNDLED), BUNDLED)
    folder = Path(name)
    if folder.is_dir() and is_static(folder):
        return StaticEncoder(StaticModel(folder), name)
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        message = "Mô hình này cần thư viện sentence-transformers. Hãy cài: pip install 'cancu[models]'"
        raise MissingLibraryError(message) from error
    try:
        model = SentenceTransformer(name)
    except Exception as error:
        message = f"Không mở được mô hình “{name}”. Hãy kiểm tra tên, đường dẫn hoặc kết nối mạng, rồi chạy lại."
        raise UsageError(message) from error
    return SentenceEncoder(model, name, habit_of(name))
