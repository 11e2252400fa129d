"""How well duties meet a question, all of a list at once: what the search says of their clauses, their own words, cues.

1. The same duty gets the same score whether it is weighed alone or among thousands.
2. A score is at least 0; ``best`` keeps those that speak of what was asked, the better before the worse, of two alike the earlier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.duties.columns import Mask, Numbers
from app.duties.wording import REPORT, Wording, coded, standing, words_in
from app.questions.passages import nearest
from app.questions.question import Asked
from corpus.catalogue import LightDocument
from corpus.model import DocumentSummary
from corpus.vietnamese import search_key

Floats: TypeAlias = NDArray[np.float64]
_SEARCH_SHARE, _WORDS_SHARE, _CUE_SHARE = 0.55, 0.35, 0.10  # weights of a duty's score, chosen on the development questions
_DUTY_FLOOR: Final = 0.12  # below it a duty does not speak of what was asked
# A duty that names the unit comes before an equally fitting one of a class, that before one of "cơ quan liên quan".
_WEIGHTS: Final = {"named": 1.0, "successor": 0.95, "class": 0.75, "parent": 0.75, "one_of": 0.7}
_GENERIC: Final = 0.6
_HINT: Final = 1.3  # for each hint (kind, time of the document) that the question gives and the document meets
_HINTS: Final = np.array([1.0, _HINT, _HINT**2])
_QUESTIONS: Final = 256  # questions of which what a score needs is kept while it is made
_TITLES: Final = 16_384

_WHEN = re.compile(r"khi nào|bao giờ|trước ngày nào|thời hạn|hạn chót|chậm nhất|ngày nào|bao lâu")
_BAN = re.compile(r"không được|cấm|nghiêm cấm")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Duties to be weighed: a wording each, the place of its document in ``documents``, and what their rows tell."""

    wordings: Sequence[Wording]
    documents: Sequence[LightDocument | DocumentSummary]
    document: Numbers
    dated: Mask
    forbids: Mask
    weight: Floats


def weight_of(how: str, *, generic: bool) -> float:
    """Return how much a duty counts by the way in which it binds."""
    return _GENERIC if generic else _WEIGHTS.get(how, 1.0)


def scores(asked: Asked, candidates: Candidates, found: Mapping[str, Mapping[str, float]]) -> Floats:
    """Return the score of each duty; ``found`` holds the scores of the clauses found by document and address."""
    search = _searched(candidates, found)
    words = _words(asked.words, candidates)
    score = _SEARCH_SHARE * search + _WORDS_SHARE * words + _CUE_SHARE * _cues(asked.text, candidates)
    hints = np.array([asked.hinted(one) for one in candidates.documents], np.int64)[candidates.document]
    weighed: Floats = score * candidates.weight * _HINTS[hints]
    return weighed


def best(asked: Asked, score: Floats, k: int) -> list[int]:
    """Return the places of the ``k`` best that speak of what was asked."""
    speaking = np.flatnonzero(score >= _DUTY_FLOOR) if asked.words else np.arange(len(score))
    ordered: list[int] = speaking[np.argsort(-score[speaking], kind="stable")][:k].tolist()
    return ordered


def _searched(candidates: Candidates, found: Mapping[str, Mapping[str, float]]) -> Floats:
    clauses = [found.get(one.key, {}) for one in candidates.documents]
    score = np.zeros(len(candidates.wordings))
    for place, (wording, document) in enumerate(zip(candidates.wordings, candidates.document.tolist(), strict=True)):
        near = nearest(wording.path, clauses[document])
        if near:
            score[place] = clauses[document][near]
    return score


def _words(words: tuple[str, ...], candidates: Candidates) -> Floats:
    """Return which share of ``words`` stands in each duty or its document's title, marks and case aside."""
    if not words:
        return np.zeros(len(candidates.wordings))
    asked = _plain(words)
    own = standing([one.words for one in candidates.wordings], asked)
    named = standing([_titled(one.title or "") for one in candidates.documents], asked)
    shares: Floats = (own | named[candidates.document]).sum(axis=1) / len(words)
    return shares


@lru_cache(maxsize=_QUESTIONS)
def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without marks; one that is none any more without them stays as it was and stands nowhere."""
    return tuple(plain[0] if len(plain := words_in(word)) == 1 else word for word in words)


@lru_cache(maxsize=_TITLES)
def _titled(title: str) -> bytes:
    return coded(title)


@lru_cache(maxsize=_QUESTIONS)
def _asked_for(text: str) -> tuple[bool, bool, bool]:
    """Return whether a question asks for a time, for a report, for what is forbidden."""
    asked = search_key(text)
    return bool(_WHEN.search(asked)), bool(REPORT.search(asked)), bool(_BAN.search(asked))


def _cues(text: str, candidates: Candidates) -> Floats:
    when, report, ban = _asked_for(text)
    points = np.zeros(len(candidates.wordings))
    if when:
        points += candidates.dated
    if report:
        points += np.array([one.reports for one in candidates.wordings], np.bool_)
    if ban:
        points += candidates.forbids
    cues: Floats = points / max(1, when + report + ban)
    return cues
