"""Terms as numbers: the units an entry is counted in, the places they stand in, and their hashes.

A term is a 32-bit hash, so that the vocabulary need not be loaded; with a few hundred thousand terms a handful collide, which moves
no ranking.

1. ``hashes`` is stable between runs and machines.
2. ``pairs`` depends on the order of its two syllables; ``as_words`` keeps words apart from syllables spelt alike.
3. ``Lookup.find`` finds every wanted term and nothing else.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Hashes: TypeAlias = npt.NDArray[np.uint32]
Places: TypeAlias = npt.NDArray[np.int64]

_MIX: Final = np.uint64(0x9E3779B1)
_LOW: Final = np.uint64(0xFFFFFFFF)
_SEVEN: Final = np.uint64(7)
# An odd factor: distinct words stay distinct.
_WORD_FACTOR: Final = np.uint32(0x85EBCA6B)
_WORD_SHIFT: Final = np.uint32(0x2C1B3C6D)
_TABLE: Final = 1 << 16


class Unit(StrEnum):
    """What is counted."""

    SYLLABLES = "syllables"
    PAIRS = "pairs"
    WORDS = "words"


class Place(StrEnum):
    """Where it stands: the heading, the lead-in and own text, or what the entry stands under."""

    HEADING = "heading"
    BODY = "body"
    ABOUT = "about"


class Part(StrEnum):
    """A place counted in a unit."""

    HEADING = "heading"
    HEADING_PAIRS = "heading-pairs"
    HEADING_WORDS = "heading-words"
    BODY = "body"
    BODY_PAIRS = "body-pairs"
    BODY_WORDS = "body-words"
    ABOUT = "about"
    ABOUT_PAIRS = "about-pairs"

    @property
    def place(self) -> Place:
        """Where."""
        return Place(self.value.partition("-")[0])

    @property
    def unit(self) -> Unit:
        """In which unit."""
        return Unit(self.value.partition("-")[2] or "syllables")


@lru_cache(maxsize=1 << 18)
def term_hash(term: str) -> int:
    """Return the stable 32-bit hash of a term."""
    return zlib.crc32(term.encode())


def hashes(terms: Sequence[str]) -> Hashes:
    """Return the terms' hashes in order."""
    return np.fromiter(map(term_hash, terms), np.uint32, len(terms))


def pair_hashes(left: Hashes, right: Hashes) -> Hashes:
    """Return the hash of each pair of syllables."""
    wide = left.astype(np.uint64)
    return (((wide * _MIX) ^ (right.astype(np.uint64) + (wide >> _SEVEN))) & _LOW).astype(np.uint32)


def pairs(single: Hashes) -> Hashes:
    """Return the hashes of neighbouring pairs, one fewer than the terms."""
    return pair_hashes(single[:-1], single[1:])


def as_words(words: Hashes) -> Hashes:
    """Return the hashes under which words are kept beside syllables."""
    return words * _WORD_FACTOR + _WORD_SHIFT


class Lookup:
    """Finds wanted terms in long arrays by a small table over their low bits."""

    def __init__(self, wanted: Hashes) -> None:
        """Prepare for distinct terms, fewer than 65,535."""
        self._wanted = wanted
        self._tables: list[npt.NDArray[np.uint16]] = []
        left = np.arange(len(wanted), dtype=np.int64)
        while len(left):
            table = np.zeros(_TABLE, np.uint16)
            low = wanted[left].astype(np.uint16)
            table[low] = left + 1
            self._tables.append(table)
            # Terms with the same low bits need a table of their own; rare.
            left = left[table[low] != left + 1]

    def find(self, terms: Hashes) -> tuple[Places, Places]:
        """Return where in ``terms`` a wanted one stands, rising, and which."""
        low = terms.astype(np.uint16)
        found = [self._among(terms, low, table) for table in self._tables]
        if len(found) == 1:
            return found[0]
        if not found:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        places, which = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.argsort(places, kind="stable")
        return places[order], which[order]

    def _among(self, terms: Hashes, low: npt.NDArray[np.uint16], table: npt.NDArray[np.uint16]) -> tuple[Places, Places]:
        marks = table.take(low)
        near = np.flatnonzero(marks != 0)
        which = marks[near].astype(np.int64) - 1
        same = self._wanted[which] == terms[near]
        return near[same], which[same]
