"""Passages that hold a heading's words without answering it: what the static model must learn to tell apart.

Found by BM25 over words, as the search finds its lexical candidates, in an index of the training texts that is thrown away afterwards.

1. The same texts give the same places.
2. The first few are left out: where laws are copied into decrees they are often answers too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.lexical import Field, LexicalIndex, LexicalTerms, LexicalWriter
from index.training.sampling import TrainingText, groups_of
from index.words import index_words_of

_SKIPPED: Final = 2
_KEPT: Final = 20
_WEIGHTS: Final = {Field.HEADING: 1.0, Field.BODY: 1.0, Field.ABOUT: 0.4}


def near_texts(texts: Sequence[TrainingText]) -> npt.NDArray[np.int64]:
    """Return for each text the places of others that hold the words of its heading, nearest first, -1 where there are fewer."""
    _, common = groups_of(texts)
    words = index_words_of([part for text in texts for part in (text.heading, text.text, text.title)])
    found = np.full((len(texts), _KEPT), -1, np.int64)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "lexical"
        with LexicalWriter(folder) as writer:
            for place in range(len(texts)):
                heading, body, title = (" ".join(part) for part in words[3 * place : 3 * place + 3])
                writer.add(place, str(place), LexicalTerms(heading, body, title, "", "", ""))
        index = LexicalIndex(folder)
        for place in range(len(texts)):
            asked = words[3 * place] + (words[3 * place + 2] if common[place] else [])
            terms = {field: dict.fromkeys(asked, weight) for field, weight in _WEIGHTS.items()}
            rows = index.search(terms, _SKIPPED + _KEPT + 1)[0]
            kept = rows[rows != place][_SKIPPED:][:_KEPT]
            found[place, : len(kept)] = kept
    return found
