"""An entry becomes terms: what the lexical and the forward index hold of it.

1. ``cut`` is a pure function of the entry: any process may cut any share of the entries.
2. Questions are cut by the same functions (``index.query``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise
from multiprocessing import get_context
from typing import Final

from corpus.vietnamese import unmarked
from index.entries import IndexEntry, about, body
from index.forward import Hashes, hashes, pairs
from index.lexical import LexicalTerms
from index.words import index_words_of, syllables
from ingest.orphans import die_with_parent

# Entries handed to a process at a time, and how many such shares may wait: bounds memory.
_SHARE: Final = 256
_WAITING: Final = 4
# Below this number of entries starting processes costs more than it saves.
_WORTH_PROCESSES: Final = 1_000


class Part(StrEnum):
    """The fields of the forward index: a part of the entry, counted in syllables, pairs of syllables or words."""

    HEADING = "heading"
    HEADING_PAIRS = "heading-pairs"
    HEADING_WORDS = "heading-words"
    BODY = "body"
    BODY_PAIRS = "body-pairs"
    BODY_WORDS = "body-words"
    ABOUT = "about"
    ABOUT_PAIRS = "about-pairs"


def pair_terms(terms: Sequence[str]) -> list[str]:
    """Return neighbouring syllables as one term each ("giấy", "phép" -> "giấy_phép")."""
    return [f"{left}_{right}" for left, right in pairwise(terms)]


@dataclass(frozen=True, slots=True)
class Cut:
    """The terms of one entry: words as strings for the lexical index, hashes in the order of ``Part`` for the forward index."""

    lexical: LexicalTerms
    forward: tuple[Hashes, ...]


def _cut(entry: IndexEntry, heading_words: list[str], body_words: list[str], about_words: list[str]) -> Cut:
    texts = (entry.heading, body(entry), about(entry))
    cut = [syllables(text) for text in texts]
    heading, own, above = (hashes(part) for part in cut)
    every = " ".join(term for part in cut for term in part)
    lexical = LexicalTerms(
        heading=" ".join(heading_words),
        body=" ".join(body_words),
        about=" ".join(about_words),
        syllables=every,
        pairs=" ".join(pair for part in cut for pair in pair_terms(part)),
        plain=unmarked(every),
    )
    forward = (
        heading,
        pairs(heading),
        hashes(heading_words),
        own,
        pairs(own),
        hashes(body_words),
        above,
        pairs(above),
    )
    return Cut(lexical, forward)


def cut_entries(entries: Sequence[IndexEntry]) -> list[Cut]:
    """Return the terms of each entry."""
    words = index_words_of([text for entry in entries for text in (entry.heading, body(entry), about(entry))])
    return [_cut(entry, *words[3 * i : 3 * i + 3]) for i, entry in enumerate(entries)]


def _shares(entries: Iterable[IndexEntry]) -> Iterator[list[IndexEntry]]:
    rest = iter(entries)
    while share := list(islice(rest, _SHARE)):
        yield share


def cut_all(entries: Iterable[IndexEntry], jobs: int) -> Iterator[tuple[list[IndexEntry], list[Cut]]]:
    """Yield shares of the entries with their terms, in order, cut by ``jobs`` processes (in this one if few)."""
    rest = iter(entries)
    first = list(islice(rest, _WORTH_PROCESSES))
    if jobs < 2 or len(first) < _WORTH_PROCESSES:
        for share in _shares(first):
            yield share, cut_entries(share)
        for share in _shares(rest):
            yield share, cut_entries(share)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=die_with_parent) as pool:
        waiting: list[tuple[list[IndexEntry], Future[list[Cut]]]] = []
        for share in _both(first, rest):
            waiting.append((share, pool.submit(cut_entries, share)))
            if len(waiting) > jobs * _WAITING:
                done, future = waiting.pop(0)
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()


def _both(first: list[IndexEntry], rest: Iterator[IndexEntry]) -> Iterator[list[IndexEntry]]:
    yield from _shares(first)
    yield from _shares(rest)
