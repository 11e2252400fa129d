"""The bundled tokenizer for one question, without the half second that loading it into the tokenizers library costs.

A unigram model cuts a text into the pieces of its vocabulary whose log probabilities sum highest (Kudo, ACL 2018,
"Subword Regularization"). The library builds a trie of 41,000 pieces at every start; a question needs a dictionary.

1. ``UnigramReader.ids`` equals the library's encoding, or is ``None`` (a test compares them on random texts).
2. ``read_unigram`` gives ``None`` for a tokenizer of another make; the library then reads it.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

_SPACE: Final = "▁"
_HEAD: Final = 3  # letters by which pieces are grouped
_UNKNOWN_PENALTY: Final = 10.0  # below the least likely piece, as in sentencepiece
# What questions are written in. On other letters two regex engines, or two versions of Unicode, may differ.
_PLAIN: Final = re.compile(r"[\x00-\x7fÀ-ÖØ-öø-įı-ɏẠ-ỹ–—‘’“”…]*")
_CUT: Final = {"Regex": " *[^\\w ]+ *|  +"}
_CUT_PATTERN: Final = re.compile(r" *[^\w ]+ *|  +")
_NORMALIZER: Final = [
    {"type": "NFC"},
    {"type": "Lowercase"},
    {"type": "Replace", "pattern": _CUT, "content": "\n"},
    {"type": "Strip", "strip_left": True, "strip_right": True},
]
_PRE_TOKENIZER: Final = [
    {"type": "Split", "pattern": {"String": "\n"}, "behavior": "Removed", "invert": False},
    {"type": "Metaspace", "replacement": _SPACE, "prepend_scheme": "always", "split": False},
]


class UnigramReader:
    """Cuts short texts; made by ``read_unigram``."""

    def __init__(self, vocabulary: list[list[Any]], unknown: int) -> None:
        """Take the pieces with their log probabilities, in the order of their ids."""
        self._pieces: dict[str, tuple[int, float]] = {piece: (number, score) for number, (piece, score) in enumerate(vocabulary)}
        # Lengths of the pieces with the same first letters: most stretches of a text begin none, and need not be looked up.
        lengths: dict[str, set[int]] = {}
        for piece in self._pieces:
            lengths.setdefault(piece[:_HEAD], set()).add(len(piece))
        self._lengths = {head: tuple(sorted(found)) for head, found in lengths.items()}
        self._unknown = unknown
        self._unknown_score = min(score for _, score in vocabulary) - _UNKNOWN_PENALTY

    def ids(self, text: str) -> list[int] | None:
        """Return the ids of the pieces of ``text``; ``None`` for a text of other letters, which is the library's."""
        text = unicodedata.normalize("NFC", text)
        if _PLAIN.fullmatch(text) is None:
            return None
        clean = _CUT_PATTERN.sub("\n", text.lower()).strip()
        found: list[int] = []
        for part in clean.split("\n"):
            if part:
                found += self._best(_metaspaced(part))
        return found

    def _best(self, text: str) -> list[int]:
        """Return the best cut of one stretch; neighbouring unknown characters are one unknown piece."""
        scores = [-math.inf] * (len(text) + 1)
        scores[0] = 0.0
        back: list[tuple[int, int]] = [(0, self._unknown)] * (len(text) + 1)
        for start in range(len(text)):
            known_letter = False
            for end in self._ends(text, start):
                piece = self._pieces.get(text[start:end])
                if piece is None:
                    continue
                known_letter = known_letter or end == start + 1
                if scores[start] + piece[1] > scores[end]:
                    scores[end], back[end] = scores[start] + piece[1], (start, piece[0])
            if not known_letter and scores[start] + self._unknown_score > scores[start + 1]:
                scores[start + 1], back[start + 1] = scores[start] + self._unknown_score, (start, self._unknown)
        return self._path(back)

    def _ends(self, text: str, start: int) -> list[int]:
        """Return where pieces that begin at ``start`` may end, rising."""
        least = min(_HEAD, len(text) - start)
        shorter = [start + length for length in range(1, least) if text[start : start + length] in self._lengths]
        return shorter + [start + n for n in self._lengths.get(text[start : start + least], ()) if start + n <= len(text)]

    def _path(self, back: list[tuple[int, int]]) -> list[int]:
        end, found = len(back) - 1, list[int]()
        while end > 0:
            end, number = back[end]
            if not (number == self._unknown and found and found[-1] == self._unknown):
                found.append(number)
        return found[::-1]


def _metaspaced(part: str) -> str:
    spaced = part.replace(" ", _SPACE)
    return spaced if spaced.startswith(_SPACE) else _SPACE + spaced


def read_unigram(path: Path) -> UnigramReader | None:
    """Return the reader of a ``tokenizer.json`` of the bundled make, ``None`` for any other. Raises ``OSError``, ``ValueError``."""
    made = json.loads(path.read_text("utf-8"))
    model, normalizer, pre = made.get("model") or {}, made.get("normalizer") or {}, made.get("pre_tokenizer") or {}
    ours = (
        model.get("type") == "Unigram"
        and not model.get("byte_fallback")
        and model.get("unk_id") is not None
        and normalizer.get("normalizers") == _NORMALIZER
        and pre.get("pretokenizers") == _PRE_TOKENIZER
        and not made.get("added_tokens")
    )
    return UnigramReader(model["vocab"], model["unk_id"]) if ours else None
