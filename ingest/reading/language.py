"""A small syllable language model: how likely one syllable follows another in Vietnamese legal text.

Counts of syllables and syllable pairs, lower case, learned from the texts of the Bộ pháp điển (half of its 62,294 articles, 9 million
syllables; pairs seen less than five times left out). ``build`` makes the file from any texts, so that an office can rebuild it from
its own.

1. Log-probabilities are natural logarithms; unseen pairs fall back to the single syllable with a fixed discount.
2. Loading costs some tens of milliseconds and happens at the first page that needs it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from math import log
from pathlib import Path

from corpus.vietnamese import unmarked

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
START = "<s>"
_NUMBER = "#"
# Stupid backoff (Brants et al. 2007): unseen pairs cost this factor.
_BACKOFF = log(0.4)
_LEAST_PAIRS = 5
_LEAST_SINGLES = 5
# Candidates for repair must be at least this frequent in nine million syllables.
_COMMON = 60


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Counts by syllable and by pair; ``by_skeleton`` lists the common syllables that share letters without marks."""

    total: int
    single: dict[str, int]
    pairs: dict[tuple[str, str], int]
    by_skeleton: dict[str, tuple[str, ...]]

    def log_probability(self, before: str, word: str) -> float:
        """Return ln P(word | before)."""
        both = self.pairs.get((before, word))
        if both:
            return log(both / self.single.get(before, both))
        return _BACKOFF + log((self.single.get(word, 0) + 0.5) / self.total)


def fold(token: str) -> str:
    """Return the token as it is counted: lower case, digits as one sign."""
    return _NUMBER if token.isdigit() else token.lower()


def count(texts: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Count syllables and pairs line by line."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for line in text.splitlines():
            tokens = [START, *(fold(t) for t in TOKEN.findall(line))]
            single.update(tokens)
            pairs.update(pairwise(tokens))
    return single, pairs


def build(texts: Iterable[str], path: Path) -> None:
    """Count texts and write the model to ``path`` (NumPy archive)."""
    import numpy as np

    single, pairs = count(texts)
    words = sorted(w for w, n in single.items() if n >= _LEAST_SINGLES)
    place = {word: i for i, word in enumerate(words)}
    kept = sorted((place[a], place[b], n) for (a, b), n in pairs.items() if n >= _LEAST_PAIRS and a in place and b in place)
    np.savez_compressed(
        path,
        words=np.array("\n".join(words)),
        counts=np.array([single[w] for w in words], np.uint32),
        total=np.array(sum(single.values())),
        left=np.array([k[0] for k in kept], np.uint16),
        right=np.array([k[1] for k in kept], np.uint16),
        together=np.array([k[2] for k in kept], np.uint32),
    )


@cache
def load() -> LanguageModel:
    """Return the bundled model."""
    import numpy as np

    with as_file(files("ingest.reading") / "data" / "syllables.npz") as path, np.load(path) as data:
        words = str(data["words"]).split("\n")
        counts = [int(c) for c in data["counts"]]
        ends = zip(data["left"].tolist(), data["right"].tolist(), data["together"].tolist(), strict=True)
        pairs = {(words[a], words[b]): n for a, b, n in ends}
        total = int(data["total"])
    skeletons: dict[str, list[str]] = {}
    for word, n in zip(words, counts, strict=True):
        if n >= _COMMON and word.isalpha():
            skeletons.setdefault(unmarked(word), []).append(word)
    single = dict(zip(words, counts, strict=True))
    return LanguageModel(total, single, pairs, {key: tuple(found) for key, found in skeletons.items()})
