"""A small syllable language model: how likely a syllable follows two others in Vietnamese legal text.

Counts of syllables, pairs and triples, lower case, learned from the texts of the Bộ pháp điển (62,000 articles, 19 million syllables,
without the documents that ``eval.ocr`` measures on; pairs seen less than three times and triples seen less than twelve left out).
``build`` makes the file from any texts, so that an office can rebuild it from its own.

1. Log-probabilities are natural logarithms; unseen triples fall back to the pair, unseen pairs to the syllable, each at a fixed discount
   (stupid backoff, Brants et al. 2007).
2. Loading costs some hundred milliseconds and happens at the first page that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.vietnamese import unmarked

if TYPE_CHECKING:
    import numpy as np

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
START = "<s>"
_NUMBER = "#"
_BACKOFF = log(0.4)
_LEAST = {1: 5, 2: 3, 3: 12}
# Candidates for repair must be at least this frequent in nineteen million syllables.
_COMMON = 60


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Counts by syllable number, and by key of pair and triple; ``by_skeleton``: common syllables that share letters without marks."""

    total: int
    number: dict[str, int]
    single: tuple[int, ...]
    pairs: dict[int, int]
    triples: dict[int, int]
    by_skeleton: dict[str, tuple[str, ...]]

    def count(self, word: str) -> int:
        """Return how often a syllable was seen."""
        at = self.number.get(word)
        return 0 if at is None else self.single[at]

    def log_probability(self, first: str, second: str, word: str) -> float:
        """Return ln P(word | first, second)."""
        size, number = len(self.single), self.number
        c = number.get(word)
        if c is None:
            return 2 * _BACKOFF + log(0.5 / self.total)
        b = number.get(second)
        if b is None:
            return 2 * _BACKOFF + log(self.single[c] / self.total)
        pair = b * size + c
        a = number.get(first)
        if a is not None:
            together = self.triples.get(a * size * size + pair)
            if together:
                return log(together / max(together, self.pairs.get(a * size + b, together)))
        together = self.pairs.get(pair)
        if together:
            return _BACKOFF + log(together / self.single[b])
        return 2 * _BACKOFF + log(self.single[c] / self.total)

    def score(self, words: Sequence[str], start: int) -> float:
        """Return the sum of the logarithms of ``words`` from ``start`` (at least 2) on, each after the two before it."""
        return sum(self.log_probability(words[i - 2], words[i - 1], words[i]) for i in range(start, len(words)))


def fold(token: str) -> str:
    """Return the token as it is counted: lower case, digits as one sign."""
    return _NUMBER if token.isdigit() else token.lower()


def tokens(line: str) -> list[str]:
    """Return a line's tokens as they are counted, without the signs for its start."""
    return [fold(t) for t in TOKEN.findall(line)]


def _grams(numbers: np.ndarray, size: int, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Keys and counts of the frequent runs of ``length`` known tokens."""
    import numpy as np

    end = len(numbers) - length + 1
    known = np.ones(end, bool)
    keys = np.zeros(end, np.int64)
    for shift in range(length):
        part = numbers[shift : end + shift]
        known &= part >= 0
        keys = keys * size + np.maximum(part, 0)
    unique, counts = np.unique(keys[known], return_counts=True)
    often = counts >= _LEAST[length]
    return unique[often], counts[often]


def build(texts: Iterable[str], path: Path) -> None:
    """Count texts and write the model to ``path`` (NumPy archive; keys as differences, which pack well)."""
    import numpy as np

    place: dict[str, int] = {}
    met = [
        place.setdefault(token, len(place))
        for text in texts
        for line in text.splitlines()
        for token in (START, START, *tokens(line))
    ]
    sequence = np.array(met, np.int64)
    counts = np.bincount(sequence, minlength=len(place))
    words = sorted(word for word, at in place.items() if counts[at] >= _LEAST[1])
    renumber = np.full(len(place), -1)
    renumber[[place[word] for word in words]] = np.arange(len(words))
    numbers = renumber[sequence]
    pairs, together = _grams(numbers, len(words), 2)
    triples, all_three = _grams(numbers, len(words), 3)
    np.savez_compressed(
        path,
        words=np.array("\n".join(words)),
        counts=np.array([counts[place[word]] for word in words], np.uint32),
        total=np.array(len(met)),
        pairs=np.diff(pairs, prepend=0).astype(np.uint32),
        pair_counts=together.astype(np.uint32),
        triples=np.diff(triples, prepend=0),
        triple_counts=all_three.astype(np.uint32),
    )


def _skeletons(words: Sequence[str], counts: Sequence[int]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word, n in zip(words, counts, strict=True):
        if n >= _COMMON and word.isalpha():
            found.setdefault(unmarked(word), []).append(word)
    return {key: tuple(same) for key, same in found.items()}


def read_model(path: Path) -> LanguageModel:
    """Return the model that ``build`` wrote."""
    import numpy as np

    with np.load(path) as data:
        words = str(data["words"]).split("\n")
        counts = data["counts"].tolist()
        pairs, triples = (np.cumsum(data[name].astype(np.int64)).tolist() for name in ("pairs", "triples"))
        two, three = data["pair_counts"].tolist(), data["triple_counts"].tolist()
        total = int(data["total"])
    number = {word: at for at, word in enumerate(words)}
    return LanguageModel(
        total,
        number,
        tuple(counts),
        dict(zip(pairs, two, strict=True)),
        dict(zip(triples, three, strict=True)),
        _skeletons(words, counts),
    )


@cache
def load() -> LanguageModel:
    """Return the bundled model."""
    with as_file(files("ingest.reading") / "data" / "syllables.npz") as path:
        return read_model(path)
