"""Embedding that can be interrupted: what a slow model has made is on disk at once, and a second try goes on from there.

A transformer model embeds some tens of passages a second on an office PC: hours for a collection. The rows are kept under the hash of
their text until the snapshot that holds them is in use.

1. ``KeptEncoder.encode_passages`` equals the encoder's own; each text is embedded once, also over several tries.
2. A kill at any moment costs at most one batch; a half-written row is dropped when the store is opened again.
3. Rows of another model, or of the same model with other weights, are never taken.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from typing import Final

import numpy as np

from corpus.settings import Home
from index.encoding.encoders import Encoder
from index.encoding.static_model import Vectors

_KEY: Final = 16  # bytes of a text's hash
_BATCH: Final = 32
_FOLDER: Final = "embeddings"


class KeptEncoder:
    """An encoder whose passages are kept in a folder until ``forget``."""

    def __init__(self, encoder: Encoder, home: Home) -> None:
        """Open what an earlier try has left."""
        self._encoder = encoder
        self.name, self.dimension, self.fingerprint, self.slow = encoder.name, encoder.dimension, encoder.fingerprint, encoder.slow
        which = hashlib.blake2b(f"{self.name}\n{self.dimension}\n{self.fingerprint}".encode(), digest_size=8).hexdigest()
        self._folder = home.cache / _FOLDER / which
        self._folder.mkdir(parents=True, exist_ok=True)
        self._keys, self._rows = self._folder / "keys.bin", self._folder / "rows.bin"
        self._known = self._open()

    def _open(self) -> dict[bytes, int]:
        for path in (self._keys, self._rows):
            path.touch()
        whole = min(self._keys.stat().st_size // _KEY, self._rows.stat().st_size // (4 * self.dimension))
        for path, size in ((self._keys, _KEY), (self._rows, 4 * self.dimension)):
            with path.open("r+b") as file:
                file.truncate(whole * size)
        held = self._keys.read_bytes()
        return {held[place : place + _KEY]: place // _KEY for place in range(0, len(held), _KEY)}

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per question."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised row per passage, made now or kept from an earlier try."""
        keys = [hashlib.blake2b(text.encode(), digest_size=_KEY).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        for start in range(0, len(new), _BATCH):
            part = list(new)[start : start + _BATCH]
            self._keep(part, self._encoder.encode_passages([new[key] for key in part]))
        stored = np.memmap(self._rows, np.float32, mode="r").reshape(-1, self.dimension) if keys else np.empty((0, self.dimension))
        return np.asarray(stored[[self._known[key] for key in keys]], np.float32)

    def _keep(self, keys: Sequence[bytes], rows: Vectors) -> None:
        with self._rows.open("ab") as file:
            file.write(np.ascontiguousarray(rows, np.float32).tobytes())
        with self._keys.open("ab") as file:
            file.write(b"".join(keys))
        for key in keys:
            self._known[key] = len(self._known)

    def forget(self) -> None:
        """Throw away what was kept: it is in a snapshot now."""
        shutil.rmtree(self._folder, ignore_errors=True)


def kept(encoder: Encoder, home: Home) -> Encoder:
    """Return an encoder that goes on where an earlier try stopped, for a slow model; a fast one as it is."""
    return KeptEncoder(encoder, home) if encoder.slow else encoder


def forget(encoder: Encoder) -> None:
    """Throw away what was kept for this encoder, if anything."""
    if isinstance(encoder, KeptEncoder):
        encoder.forget()
