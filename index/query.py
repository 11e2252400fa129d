"""A question becomes what the indexes are asked: words, syllables, pairs of syllables, and a text for the encoder.

1. What was typed is kept (``Understood.typed``); ``text`` is what is searched with, and is what the UI shows.
2. Questions are cut exactly as entries are (``index.cutting``).
3. Repeated terms count once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from corpus.vietnamese import nfc, search_key, unmarked
from index.abbreviations import expand
from index.cutting import pair_terms
from index.forward import Hashes, hashes, pairs
from index.marks import restorer
from index.words import segmenter, syllables

# A question longer than this is searched by its beginning (letters; some five hundred syllables).
_MOST_LETTERS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as searched with. ``restored`` says whether marks were added, ``expanded`` which abbreviations were read."""

    typed: str
    text: str
    restored: bool = False
    expanded: tuple[tuple[str, str], ...] = ()


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


Kept: TypeAlias = Literal["marks", "abbreviations"]


def understand(text: str, keep: Collection[Kept] = ()) -> Understood:
    """Return the question as it will be searched with: abbreviations written out, missing marks restored.

    What ``keep`` names stays as it was typed.
    """
    typed = nfc(text).strip()[:_MOST_LETTERS]
    written, expanded = (typed, ()) if "abbreviations" in keep else expand(typed)
    restored = written if "marks" in keep else restorer().restore(written)
    return Understood(text, restored, search_key(restored) != search_key(written), expanded)


def _once(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))


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
