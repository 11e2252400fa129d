"""Phrases without positions on the server: found by their rarest pair of syllables, read in the forward index.

1. ``rarest_pair`` says what to ask the server for: every row that holds the phrases holds it.
2. ``holding`` keeps the rows in which each phrase stands within the heading, the body or what is above, never across two of them. In
   the body it is read syllable by syllable; headings keep no order here, there all its pairs must stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from index.stores.blocks import Rows
from index.stores.forward import Forward, Wanted
from index.stores.lexical import Field
from index.stores.rows import Mask
from index.stores.weights import Statistics, dimension_of
from index.tokens.terms import Hashes, Part, hashes, pairs


def rarest_pair(statistics: Statistics, phrases: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return the dimension of the rarest pair of the phrases, and in how many rows it stands."""
    asked = [dimension_of(Field.PAIRS, f"{left}_{right}") for phrase in phrases for left, right in pairwise(phrase)]
    stand = statistics.frequency(np.array(asked, np.uint32))
    place = int(np.argmin(stand))
    return asked[place], int(stand[place])


def holding(forward: Forward, rows: Rows, phrases: Sequence[Sequence[str]]) -> Rows:
    """Return those of ``rows`` in which every phrase stands."""
    for phrase in phrases:
        rows = rows[_stands(forward, rows, hashes(list(phrase)))] if len(rows) else rows
    return rows


def _stands(forward: Forward, rows: Rows, phrase: Hashes) -> Mask:
    nothing = np.empty(0, np.uint32)
    matches = forward.match(rows, Wanted(nothing, np.unique(pairs(phrase)), nothing))
    parts = (Part.HEADING_PAIRS, Part.BODY_PAIRS, Part.ABOUT_PAIRS)
    heading, inside, above = (np.asarray((matches.counts[part] > 0).all(axis=1), np.bool_) for part in parts)
    near = np.flatnonzero(inside)
    order = forward.orders(rows[near])
    bounds = zip(near.tolist(), order.starts[:-1].tolist(), order.starts[1:].tolist(), strict=True)
    for place, start, end in bounds:
        inside[place] = _reads(order.terms[start:end], phrase)
    return heading | inside | above


def _reads(text: Hashes, phrase: Hashes) -> bool:
    if len(text) < len(phrase):
        return False
    windows = np.lib.stride_tricks.sliding_window_view(text, len(phrase))
    return bool((windows == phrase).all(axis=1).any())
