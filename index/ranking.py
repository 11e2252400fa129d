"""The order of the candidates: several ways of matching, one score.

1. ``score_candidates`` returns one number in 0..1 per candidate, comparable between questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from index.candidates import Candidates
from index.cutting import Part
from index.forward import ForwardField
from index.fusion import fuse
from index.query import QueryTerms

THRESHOLD: Final = 0.35
_COLUMNS: Final = (
    (Part.BODY_WORDS, 0.35),
    (Part.HEADING_WORDS, 0.12),
    (Part.BODY_PAIRS, 0.12),
    (Part.HEADING_PAIRS, 0.1),
    (Part.ABOUT_PAIRS, 0.06),
)
_DENSE_WEIGHT: Final = 0.35


def terms_of(part: Part, terms: QueryTerms) -> npt.NDArray[np.uint32]:
    """Return the question's terms in the unit that ``part`` counts."""
    if part.value.endswith("-words"):
        return terms.word_hashes
    return terms.pair_hashes if part.value.endswith("-pairs") else terms.syllable_hashes


def score_candidates(fields: Mapping[Part, ForwardField], terms: QueryTerms, found: Candidates) -> npt.NDArray[np.float32]:
    """Return each candidate's score."""
    columns = [fields[part].bm25(found.rows, terms_of(part, terms)) for part, _weight in _COLUMNS]
    fused = fuse([*columns, found.dense], [*(weight for _part, weight in _COLUMNS), _DENSE_WEIGHT])
    # A question far from everything must not look like a match because its best candidate tops its list.
    near = np.clip(found.dense.max(initial=0.0), 0.0, 1.0)
    result: npt.NDArray[np.float32] = (fused * np.float32(near)).astype(np.float32)
    return result
