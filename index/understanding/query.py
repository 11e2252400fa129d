"""A question becomes what the indexes are asked: words, syllables, pairs of syllables, and a text for the encoder.

1. ``understand`` (``index.understanding.reading``) says how a question is read; what it gives is cut here.
2. Questions are cut exactly as entries are (``index.tokens.cutting``).
3. Repeated terms count once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.vietnamese import unmarked
from index.stores.forward import Wanted
from index.tokens.cutting import pair_terms
from index.tokens.terms import Hashes, hashes, pairs
from index.tokens.words import segmenter, syllables
from index.understanding.reading import Change, ChangeKind, Kept, Understood, understand

__all__ = ["Change", "ChangeKind", "Kept", "QueryTerms", "Understood", "query_terms", "understand"]


# What somebody wants word for word: in double quotation marks of one pair.
_QUOTED: Final = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms of a question, each once, in order of first occurrence."""

    words: tuple[str, ...]
    syllables: tuple[str, ...]
    pairs: tuple[str, ...]
    plain: tuple[str, ...]
    word_hashes: Hashes
    syllable_hashes: Hashes
    pair_hashes: Hashes

    @property
    def wanted(self) -> Wanted:
        """The terms as the forward index is asked for them."""
        return Wanted(self.syllable_hashes, self.pair_hashes, self.word_hashes)


def _once(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))


def quoted_phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the syllables of each stretch of ``text`` in quotation marks, of two syllables or more."""
    cut = (tuple(syllables(match.group(1))) for match in _QUOTED.finditer(text))
    return tuple(phrase for phrase in cut if len(phrase) > 1)


def query_terms(text: str) -> QueryTerms:
    """Return the terms of ``text``."""
    single = syllables(text)
    words = _once(segmenter().index_words(text))
    unique = _once(single)
    both = hashes(single)
    return QueryTerms(
        words=words,
        syllables=unique,
        pairs=_once(pair_terms(single)),
        plain=_once([unmarked(term) for term in single]),
        word_hashes=hashes(words),
        syllable_hashes=hashes(unique),
        pair_hashes=_unique(pairs(both)),
    )


def _unique(values: Hashes) -> Hashes:
    return hashes(()) if not len(values) else values[sorted({int(v): i for i, v in reversed(list(enumerate(values)))}.values())]
