"""A table of English phrases and their Vietnamese counterparts, learned from lines that translate each other.

Words are aligned by a log-linear variant of IBM model 2 (Dyer et al., NAACL 2013, "A Simple, Fast, and Effective Reparameterization"),
in both directions; alignments that agree, and their neighbours, are kept; phrases are what is aligned with nothing outside
(Och and Ney, 2004).

1. The same lines give the same table.
2. What is kept is counts of phrases, no running text: at most ``LONGEST`` English words, seen at least ``_LEAST`` times (words once).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Pair: TypeAlias = tuple[Sequence[str], Sequence[str]]
Links: TypeAlias = set[tuple[int, int]]
Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

LONGEST: Final = 5
_LONGEST_VIETNAMESE: Final = 6
_LEAST: Final = 2
_READINGS: Final = 4
_LEAST_SHARE: Final = 0.04
_ROUNDS: Final = 6
_TENSION: Final = 4.0  # how near the diagonal words are expected
_FREE: Final = 2.0  # places off the diagonal that cost nothing: adjectives and nouns stand the other way round
_NOTHING: Final = 0.06  # chance that a word translates nothing
_LONGEST_LINE: Final = 90
_ENGLISH: Final = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d.,/]*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """``english`` is read as ``vietnamese`` in this ``share`` of ``count`` places."""

    english: str
    vietnamese: str
    share: float
    count: int


def english_words(text: str) -> list[str]:
    """Return the words of an English text in lower case; a possessive is its word."""
    return [re.sub(r"['’]s?$", "", word) for word in _ENGLISH.findall(text.lower())]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Every (source word, target word) of every pair: numbers of the kind of cell, of the target place, and the prior's log."""

    kind: Ints
    target: Ints
    prior: Floats
    kinds: Ints
    sources: Ints
    shapes: tuple[tuple[int, int], ...]


def _cells(pairs: Sequence[Pair], sources: dict[str, int], targets: dict[str, int]) -> _Cells:
    keys, owner, prior, shapes, place = [], [], [], [], 0
    for source, target in pairs:
        rows = np.array([0, *(sources[word] for word in source)], np.int64)
        columns = np.array([targets[word] for word in target], np.int64)
        keys.append((rows[:, None] * len(targets) + columns[None, :]).ravel())
        owner.append(np.broadcast_to(place + np.arange(len(columns)), (len(rows), len(columns))).ravel())
        far = np.abs(np.arange(len(source))[:, None] / len(source) - np.arange(len(target))[None, :] / len(target))
        near = np.exp(-_TENSION * np.maximum(far - _FREE / max(len(source), len(target)), 0.0))
        near = (1 - _NOTHING) * near / near.sum(axis=0, keepdims=True)
        prior.append(np.concatenate([np.full((1, len(target)), _NOTHING), near]).ravel())
        shapes.append((len(rows), len(columns)))
        place += len(columns)
    known, kind = np.unique(np.concatenate(keys), return_inverse=True)
    return _Cells(kind, np.concatenate(owner), np.concatenate(prior), known, known // len(targets), tuple(shapes))


def align(pairs: Sequence[Pair]) -> list[Ints]:
    """Return for each pair, for each target word, the place of the source word it translates; -1 for none."""
    sources = {word: number for number, word in enumerate(sorted({w for s, _ in pairs for w in s}), 1)}
    targets = {word: number for number, word in enumerate(sorted({w for _, t in pairs for w in t}))}
    cells = _cells(pairs, sources, targets)
    chance: Floats = np.full(len(cells.kinds), 1.0 / max(len(targets), 1))
    for _ in range(_ROUNDS):
        weight = cells.prior * chance[cells.kind]
        weight /= np.bincount(cells.target, weight)[cells.target]
        counts = np.bincount(cells.kind, weight, len(cells.kinds))
        chance = counts / np.bincount(cells.sources, counts)[cells.sources]
    weight = cells.prior * chance[cells.kind]
    out, place = [], 0
    for rows, columns in cells.shapes:
        out.append(weight[place : place + rows * columns].reshape(rows, columns).argmax(axis=0) - 1)
        place += rows * columns
    return out


def _agreed(forth: Ints, back: Ints) -> Links:
    """Return the links of both directions, grown from those they share into neighbours that either has.

    ``forth[j]`` is the English place of Vietnamese word ``j``, ``back[i]`` the Vietnamese place of English word ``i``.
    """
    one = {(int(i), j) for j, i in enumerate(forth) if i >= 0}
    other = {(i, int(j)) for i, j in enumerate(back) if j >= 0}
    links, either = one & other, one | other
    grown = True
    while grown:
        grown = False
        for i, j in sorted(links):
            for near in (
                (i + 1, j),
                (i - 1, j),
                (i, j + 1),
                (i, j - 1),
                (i + 1, j + 1),
                (i - 1, j - 1),
                (i + 1, j - 1),
                (i - 1, j + 1),
            ):
                free = all(near[0] != a for a, _ in links) or all(near[1] != b for _, b in links)
                if near in either and near not in links and free:
                    links.add(near)
                    grown = True
    return links


def _phrases(english: Sequence[str], vietnamese: Sequence[str], links: Links) -> Iterator[tuple[str, str]]:
    by_english: dict[int, list[int]] = defaultdict(list)
    by_vietnamese: dict[int, list[int]] = defaultdict(list)
    for i, j in links:
        by_english[i].append(j)
        by_vietnamese[j].append(i)
    for start in range(len(english)):
        for end in range(start + 1, min(start + LONGEST, len(english)) + 1):
            inside = [j for i in range(start, end) for j in by_english[i]]
            if not by_english[start] or not by_english[end - 1]:
                continue
            low, high = min(inside), max(inside) + 1
            if high - low > _LONGEST_VIETNAMESE or any(not start <= i < end for j in range(low, high) for i in by_vietnamese[j]):
                continue
            yield " ".join(english[start:end]), " ".join(vietnamese[low:high])


def _worth(english: str, count: int) -> bool:
    return count >= _LEAST or " " not in english


def learn_phrases(pairs: Iterable[Pair]) -> list[Phrase]:
    """Return the phrases of the pairs (English words, Vietnamese words), most frequent readings first."""
    kept = [(e, v) for e, v in pairs if 0 < len(e) <= _LONGEST_LINE and 0 < len(v) <= _LONGEST_LINE]
    forth = align(kept)
    back = align([(v, e) for e, v in kept])
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (english, vietnamese), one, other in zip(kept, forth, back, strict=True):
        for left, right in _phrases(english, vietnamese, _agreed(one, other)):
            counts[left][right] += 1
    out = []
    for english, found in sorted(counts.items()):
        total = found.total()
        for vietnamese, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_READINGS]:
            if _worth(english, count) and count / total >= _LEAST_SHARE and not math.isclose(count, 0):
                out.append(Phrase(english, vietnamese, count / total, count))
    return out
