"""An entry becomes terms: what the lexical and the forward index hold of it.

1. ``cut`` is a pure function of the entry: any process may cut any share of the entries.
2. Questions are cut by the same functions (``index.understanding.query``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from corpus.vietnamese import unmarked
from index.stores.blocks import Block, RowTerms, block_of
from index.stores.lexical import LexicalTerms
from index.tokens.entries import IndexEntry, about, body
from index.tokens.terms import hashes
from index.tokens.words import index_words_of, syllables
from ingest.orphans import die_with_parent

if TYPE_CHECKING:
    from concurrent.futures import Future

# Entries handed to a process at a time, and how many such shares may wait: bounds memory.
_SHARE: Final = 256
_WAITING: Final = 4
# Below this number of entries starting processes costs more than it saves.
_WORTH_PROCESSES: Final = 1_000


def pair_terms(terms: Sequence[str]) -> list[str]:
    """Return neighbouring syllables as one term each ("giấy", "phép" -> "giấy_phép")."""
    return [f"{left}_{right}" for left, right in pairwise(terms)]


@dataclass(frozen=True, slots=True)
class Cut:
    """The terms of some entries: words as strings for the lexical index, a block of hashes for the forward index."""

    lexical: tuple[LexicalTerms, ...]
    block: Block


def _lexical(cut: Sequence[Sequence[str]], words: Sequence[Sequence[str]]) -> LexicalTerms:
    every = " ".join(term for part in cut for term in part)
    heading, own, above = (" ".join(part) for part in words)
    pairs = " ".join(pair for part in cut for pair in pair_terms(part))
    return LexicalTerms(heading, own, above, every, pairs, unmarked(every))


def cut_entries(entries: Sequence[IndexEntry]) -> Cut:
    """Return the terms of the entries, in order."""
    texts = [(entry.heading, body(entry), about(entry)) for entry in entries]
    flat = index_words_of([text for parts in texts for text in parts])
    lexical, rows = [], []
    for number, parts in enumerate(texts):
        cut, words = [syllables(text) for text in parts], flat[3 * number : 3 * number + 3]
        lexical.append(_lexical(cut, words))
        rows.append(RowTerms(*(hashes(part) for part in (*cut, words[0], words[1]))))
    return Cut(tuple(lexical), block_of(rows))


def _shares(entries: Iterable[IndexEntry]) -> Iterator[list[IndexEntry]]:
    rest = iter(entries)
    while share := list(islice(rest, _SHARE)):
        yield share


def cut_all(entries: Iterable[IndexEntry], jobs: int) -> Iterator[tuple[list[IndexEntry], Cut]]:
    """Yield shares of the entries with their terms, in order, cut by ``jobs`` processes (in this one if few)."""
    rest = iter(entries)
    first = list(islice(rest, _WORTH_PROCESSES))
    if jobs < 2 or len(first) < _WORTH_PROCESSES:
        for share in _shares(first):
            yield share, cut_entries(share)
        for share in _shares(rest):
            yield share, cut_entries(share)
        return
    # A search cuts its question with this module and needs no processes.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=die_with_parent) as pool:
        waiting: list[tuple[list[IndexEntry], Future[Cut]]] = []
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
