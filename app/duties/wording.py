"""The words of obligations as numbers, so that thousands of them are held against a question at once.

1. A word stands in a wording exactly when it is one of the words of the obligation's quote, without regard to case, marks and
   tone style.
2. ``standing`` tells for each wording and each word whether it stands there; words that were never met stand nowhere.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.duties.columns import Codes, Mask
from corpus.catalogue import Words
from corpus.vietnamese import unmarked

_WORD: Final = re.compile(r"\w+")
REPORT: Final = re.compile(r"báo cáo|gửi|trình|thông báo")
_VOCABULARY: Final = Codes()
_EVERYWHERE: Final = ""  # stands in every wording, so that none is empty
_BITS: Final = 63  # words held against wordings at once


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of an obligation: ``path`` is its address, ``reports`` whether it is a duty to report."""

    path: str
    words: bytes
    reports: bool


def wording_of(words: Words) -> Wording:
    """Return the words of a stored obligation."""
    reports = bool(words.reports) or REPORT.search(" ".join(words.action.lower().split())) is not None
    return Wording(words.path, coded(words.quote), reports)


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return _WORD.findall(unmarked(text.lower()))


def coded(text: str) -> bytes:
    """Return the distinct words of a text as numbers."""
    return array("i", _VOCABULARY.all_of((_EVERYWHERE, *words_in(text)))).tobytes()


def standing(texts: Sequence[bytes], words: Sequence[str]) -> Mask:
    """Return which of ``words`` (as ``words_in`` gives them) stand in which of the coded texts; one row a text."""
    found = np.zeros((len(texts), len(words)), np.bool_)
    if not len(texts):
        return found
    flat = np.frombuffer(b"".join(texts), np.int32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) // 4
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    for first in range(0, len(words), _BITS):
        some = words[first : first + _BITS]
        together: NDArray[np.uint64] = np.bitwise_or.reduceat(_bits(some)[flat], begins)
        places = np.arange(len(some), dtype=np.uint64)
        found[:, first : first + len(some)] = (together[:, None] >> places) & np.uint64(1)
    return found


def _bits(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return for each word of the vocabulary the bits of those of ``words`` that it is."""
    bits = np.zeros(len(_VOCABULARY), np.uint64)
    for place, word in enumerate(words):
        code = _VOCABULARY.known(word)
        if code is not None:
            bits[code] |= np.uint64(1 << place)
    return bits
