"""What the judge is trained on: provisions with their lead-ins as codes of words, tags of duties, fold by document.

1. A code holds the word (13 bits) and how it is written (above); the words of the lead-ins come first, lines apart.
2. Labels are the gold guide's (``obligations`` with ``start``, ``end``, ``modality``); rows without them are read by the rules alone,
   and what the rules are not certain of is left out of the loss.
3. The provisions of one document stand in one fold.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ingest.obligations import extract_obligations
from ingest.obligations.judge import MODALITIES
from ingest.obligations.judge_network import word_case, word_shape
from ingest.obligations.words import Words, read_words

VOCABULARY: Final = 8192
UNKNOWN, OPENING, CLOSING, HIDDEN, NEW_LINE, FIRST_WORD = 1, 2, 3, 4, 5, 14
CASE_BITS: Final = 13
HIDDEN_CASE: Final = 4
FOLDS: Final = 5
IGNORED: Final = -1
_LEAD, _TEXT = 128, 256  # words


@dataclass(frozen=True, slots=True)
class Rows:
    """Provisions end to end: row ``i`` is ``codes[starts[i]:starts[i + 1]]``, its text begins behind ``leads[i]`` codes."""

    codes: npt.NDArray[np.int32]
    tags: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    leads: npt.NDArray[np.int64]
    folds: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.leads)

    def sequence(self, i: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return codes and tags of one row; tags of the lead-ins are ignored ones."""
        part = slice(self.starts[i], self.starts[i + 1])
        return self.codes[part], self.tags[part]


class Coder:
    """Words to codes."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Take the words in the order of their codes."""
        self._known = {word: code for code, word in enumerate(vocabulary, FIRST_WORD)}

    def codes(self, words: Words) -> list[int]:
        """Return one code a word."""
        known = self._known.get
        return [(known(key) or word_shape(key)) | word_case(words.raw(i)) << CASE_BITS for i, key in enumerate(words.keys)]

    def lead(self, context: str) -> list[int]:
        """Return the codes of the lead-ins, the nearest words of them."""
        codes: list[int] = []
        for line in context.split("\n"):
            if line.strip():
                codes += [*self.codes(read_words(line)), NEW_LINE]
        return codes[-_LEAD:]


def vocabulary_of(texts: Iterable[str]) -> list[str]:
    """Return the most frequent words; numbers of more than two digits are known by their length alone."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(read_words(text).keys)
    words = (word for word, _ in counts.most_common() if not (word.isdigit() and len(word) > 2))
    return [word for word, _ in zip(words, range(VOCABULARY - FIRST_WORD), strict=False)]


def read_jsonl(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the rows of files of provisions."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def rows_of(coder: Coder, provisions: Iterable[dict[str, Any]]) -> Rows:
    """Return provisions (``text``, ``context``, ``doc``, perhaps ``obligations``) ready for training."""
    codes: list[int] = []
    tags: list[int] = []
    starts, leads, folds = [0], [], []
    for row in provisions:
        words, lead = read_words(row["text"]), coder.lead(row.get("context") or "")
        codes += [OPENING, *lead, CLOSING, *coder.codes(words)[:_TEXT], CLOSING]
        tags += [IGNORED] * (len(lead) + 2) + tags_of(words, row)[:_TEXT] + [IGNORED]
        starts.append(len(codes))
        leads.append(len(lead) + 2)
        folds.append(zlib.crc32(str(row.get("doc", "")).encode()) % FOLDS)
    return Rows(np.array(codes, np.int32), np.array(tags), np.array(starts), np.array(leads), np.array(folds))


def tags_of(words: Words, row: dict[str, Any]) -> list[int]:
    """Return one tag a word from a row's labels, or from the rules where it has none."""
    if "obligations" in row:
        duties = [(o["start"], o["end"], o["modality"], True) for o in row["obligations"]]
    else:
        read = extract_obligations(row["text"], context=row.get("context") or "", judge=False)
        duties = [(o.start, o.end, o.modality.value, o.certain) for o in read]
    names = [modality.value for modality in MODALITIES]
    tags = [0] * len(words)
    for start, end, modality, certain in duties:
        inside = [i for i in range(len(words)) if words.starts[i] >= start and words.ends[i] <= end]
        for place, i in enumerate(inside):
            tags[i] = 1 + 2 * names.index(modality) + (place > 0) if certain else IGNORED
    return tags
