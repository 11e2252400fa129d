"""What is measured of each candidate before it is scored: matches by field and unit, lengths, meaning, the rank of its document.

1. ``feature_matrix`` is a pure function of the question's terms, the forward index and the dense scores; no label, no identity of a
   document or of a question enters.
2. Columns are ``FEATURES``, in that order; raw values first, then each of ``RELATIVE`` less the best of the list.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from index.scoring.windows import window_coverage
from index.stores.blocks import Sequences
from index.stores.forward import Matches
from index.tokens.terms import Part
from index.understanding.query import QueryTerms

Matrix: TypeAlias = npt.NDArray[np.float32]

_UNION: Final = ((Part.HEADING, Part.BODY, Part.ABOUT), (Part.HEADING_PAIRS, Part.BODY_PAIRS, Part.ABOUT_PAIRS))
# Sizes of the windows in syllables: about a sentence, about a clause.
WINDOWS: Final = (32, 96)
_RAW: Final = (
    *(f"bm25 {part.value}" for part in Part),
    *(f"coverage {part.value}" for part in Part),
    "coverage anywhere",
    "coverage anywhere pairs",
    "heading asked",
    "heading asked pairs",
    "length heading",
    "length body",
    "length about",
    "question syllables",
    "question weight",
    "dense",
    *(f"window {size}{unit}" for size in WINDOWS for unit in ("", " pairs")),
)
RELATIVE: Final = (
    "bm25 heading-words",
    "bm25 heading-pairs",
    "bm25 body",
    "bm25 body-words",
    "bm25 body-pairs",
    "coverage heading",
    "coverage body",
    "coverage anywhere",
    "coverage anywhere pairs",
    "dense",
    "window 32 pairs",
    "window 96",
    "window 96 pairs",
)
FEATURES: Final = (*_RAW, *(f"{name} below best" for name in RELATIVE), "level of document")
_COLUMN: Final = {name: number for number, name in enumerate(FEATURES)}
# What the first step of the ranking looks at.
SHARES: Final = ("coverage anywhere pairs", "coverage anywhere", "dense")


def _share(found: npt.NDArray[np.bool_], weights: Matrix) -> Matrix:
    total = float(weights.sum())
    result: Matrix = (found @ weights / total if total else np.zeros(len(found))).astype(np.float32)
    return result


def share_matrix(matches: Matches, dense: Matrix) -> Matrix:
    """Return the three ``SHARES`` of each candidate."""
    columns = []
    for parts in (_UNION[1], _UNION[0]):
        anywhere = np.any([matches.counts[part] > 0 for part in parts], axis=0)
        columns.append(_share(anywhere, matches.idf[parts[1]]))
    return np.stack([*columns, dense], axis=1)


def feature_matrix(matches: Matches, bodies: Sequences, terms: QueryTerms, dense: Matrix, levels: Matrix) -> Matrix:
    """Return one row of ``FEATURES`` per candidate; ``matches``, ``bodies``, ``dense`` and ``levels`` (``index.stores.levels``) are the
    candidates', in one order."""
    counts, idf = matches.counts, matches.idf
    out = np.zeros((len(dense), len(FEATURES)), np.float32)
    for part in Part:
        out[:, _COLUMN[f"bm25 {part.value}"]] = matches.bm25(part)
        out[:, _COLUMN[f"coverage {part.value}"]] = _share(counts[part] > 0, idf[part])
    for name, parts in zip(("coverage anywhere", "coverage anywhere pairs"), _UNION, strict=True):
        anywhere = np.any([counts[part] > 0 for part in parts], axis=0)
        out[:, _COLUMN[name]] = _share(anywhere, idf[parts[1]])
    for name, part in (("heading asked", Part.HEADING), ("heading asked pairs", Part.HEADING_PAIRS)):
        lengths = np.maximum(matches.lengths[part], 1.0)
        out[:, _COLUMN[name]] = np.minimum(counts[part].sum(axis=1) / lengths, 1.0)
    for part in (Part.HEADING, Part.BODY, Part.ABOUT):
        out[:, _COLUMN[f"length {part.value}"]] = np.log1p(matches.lengths[part])
    out[:, _COLUMN["question syllables"]] = len(terms.syllables)
    out[:, _COLUMN["question weight"]] = float(idf[Part.BODY].sum())
    out[:, _COLUMN["dense"]] = dense
    best = window_coverage(bodies, terms.syllable_hashes, idf[Part.BODY], terms.pair_hashes, idf[Part.BODY_PAIRS], WINDOWS)
    for number, name in enumerate(f"window {size}{unit}" for size in WINDOWS for unit in ("", " pairs")):
        out[:, _COLUMN[name]] = best[:, number]
    raw = [_COLUMN[name] for name in RELATIVE]
    out[:, len(_RAW) : -1] = out[:, raw] - out[:, raw].max(axis=0, initial=-np.inf)
    out[:, -1] = levels
    return out
