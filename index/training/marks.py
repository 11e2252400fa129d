"""Count the syllable bigram model that restores marks (``index.understanding.marks``).

1. The same texts give the same file, byte for byte.
2. Only syllables seen ``LEAST_SYLLABLE`` times and pairs seen ``LEAST_PAIR`` times are kept: counts, no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from corpus.vietnamese import nfc, one_tone_style

LEAST_SYLLABLE: Final = 4
LEAST_PAIR: Final = 3
_MOST_LETTERS: Final = 7
_SYLLABLE: Final = re.compile(r"[^\W\d_]+")
_BREAK: Final = re.compile(r"[.;:!?\n]")
_EDGE: Final = "|"


def count_marks(texts: Iterable[str], out: Path) -> int:
    """Count the texts' syllables and pairs, write them to ``out`` (npz) and return the number of pairs kept."""
    single: Counter[str] = Counter()
    double: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for sentence in _BREAK.split(one_tone_style(nfc(text)).lower()):
            found = [_EDGE, *(part for part in _SYLLABLE.findall(sentence) if len(part) <= _MOST_LETTERS)]
            if len(found) > 1:
                single.update(found)
                double.update(pairwise(found))
    names = [_EDGE, *sorted(name for name, count in single.items() if count >= LEAST_SYLLABLE and name != _EDGE)]
    number = {name: place for place, name in enumerate(names)}
    kept = sorted(
        (number[a] * len(names) + number[b], count)
        for (a, b), count in double.items()
        if count >= LEAST_PAIR and a in number and b in number
    )
    keys = np.array([key for key, _count in kept], np.uint64)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out,
        syllables=np.array(" ".join(names)),
        single=np.array([single[name] for name in names], np.uint32),
        steps=np.diff(keys, prepend=np.uint64(0)).astype(np.uint32),
        counts=np.array([count for _key, count in kept], np.uint32),
    )
    return len(kept)
