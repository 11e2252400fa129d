"""Text becomes vectors: the bundled static model, or any sentence-transformers model by name or path.

1. ``load_encoder(None)`` is the bundled model and needs neither torch nor a network.
2. Rows are normalised float32; questions and passages get the prefix or the word segmentation that their model was trained with.
3. A missing library or model is a ``CancuError`` that says what to do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from corpus.errors import MissingLibraryError, UsageError
from index.encoding.habits import Habit, habit_of
from index.encoding.hub import MISSING, find_model, not_opened, quiet
from index.encoding.static_model import StaticModel, Vectors, normalised

MODELS: Final = Path(__file__).parents[1] / "models"
BUNDLED: Final = "cancu-static"
_STATIC: Final = "StaticEmbedding"
_BATCH: Final = 32
# The fixed text, how many columns of its vector are kept, in how many steps each way, and by how many they may differ.
_PROBE: Final = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; điểm đ khoản 2 Điều 5."
_PROBE_MARK: Final = "probe:"
_PROBED: Final = 64
_STEPS: Final = 100
_TOLERATED: Final = 3


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
        """What tells the model from another of its name, recorded in the snapshot; compare with ``same_model``."""
        ...

    @property
    def slow(self) -> bool:
        """Whether embedding takes so long that what is done is worth keeping when it is interrupted."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per passage."""
        ...


@dataclass(frozen=True, slots=True)
class StaticEncoder:
    """A static model; questions and passages are treated alike."""

    model: StaticModel
    name: str
    slow: bool = False

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
    from index.tokens.words import segmenter

    cut = segmenter()
    return [prefix + " ".join(word.replace(" ", "_") for word in cut.words(text)) for text in texts]


class SentenceEncoder:
    """A sentence-transformers model with its habit."""

    slow = True

    def __init__(self, model: Any, name: str, habit: Habit) -> None:  # noqa: ANN401  (the library ships no types)
        """Take a loaded model; it reads no more of a text than its habit allows."""
        self.name = name
        self._model = model
        self._habit = habit
        if habit.tokens and (model.max_seq_length is None or model.max_seq_length > habit.tokens):
            model.max_seq_length = habit.tokens
        prompts: dict[str, str] = getattr(model, "prompts", None) or {}
        # Prompts of the model's own are added by the library itself.
        self._query = "" if prompts.get("query") else habit.query
        self._passage = "" if prompts.get("document") or prompts.get("passage") else habit.passage

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    @cached_property
    def fingerprint(self) -> str:
        """What the model makes of a fixed text, coarsely: the weights lie where the library keeps them and may be gigabytes."""
        row = self.encode_passages([_PROBE])[0][:_PROBED]
        coarse = np.rint(row / max(float(np.abs(row).max()), 1e-9) * _STEPS).astype(np.int8)
        made: str = coarse.tobytes().hex()
        return _PROBE_MARK + made

    def _encode(self, encode: Callable[..., Any], texts: list[str]) -> Vectors:
        rows = encode(texts, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
        return normalised(np.asarray(rows, np.float32))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per question."""
        return self._encode(self._model.encode_query, _prepared(texts, self._query, self._habit.segmented))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per passage."""
        return self._encode(self._model.encode_document, _prepared(texts, self._passage, self._habit.segmented))


def same_model(recorded: str, now: str) -> bool:
    """Whether two fingerprints are one model's; what is measured may differ by a step between machines."""
    if not (recorded.startswith(_PROBE_MARK) and now.startswith(_PROBE_MARK)):
        return recorded == now
    try:
        before, after = (
            np.frombuffer(bytes.fromhex(text.removeprefix(_PROBE_MARK)), np.int8).astype(int) for text in (recorded, now)
        )
    except ValueError:
        return False
    return len(before) == len(after) and bool(np.abs(before - after).max(initial=0) <= _TOLERATED)


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
    habit = habit_of(name)
    found = find_model(name, code=habit.code)
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingLibraryError(MISSING) from error
    try:
        with quiet():
            model = SentenceTransformer(name, local_files_only=found.local, trust_remote_code=found.code)
    except Exception as error:  # the library raises whatever the files make it stumble over
        raise UsageError(not_opened(name)) from error
    return SentenceEncoder(model, name, habit)
