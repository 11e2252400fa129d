"""Repair of what OCR confuses: marks ("bồ sung", "sô điêu", "chỉ tiết") and letters that look alike ("l" for "i"), by context.

Each word competes with the syllables that differ from it by marks or by one look-alike letter. A change costs the more the surer
Tesseract was of the word; a path through the line is kept only where context outweighs that cost by a clear margin.

1. Numbers, abbreviations, names in capitals and words with other signs are never touched.
2. A word is changed only when the whole line becomes likelier by at least ``_MARGIN`` (natural logarithm) with it than without.
3. Case is kept: small, Capital, ALL CAPITALS.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.vietnamese import unmarked
from ingest.reading.language import START, LanguageModel, fold
from ingest.reading.syllables import is_syllable

_MARGIN = 0.5
# Cost of changing a word that Tesseract was sure of, and how it falls with its confidence.
_SURE_COST, _UNSURE_COST = 5.0, 1.5
# What is added for a word that looks like part of a name.
_NAME_COST = 5.0
_MOST = 12
_WORD = re.compile(r"(?P<open>[“\"(\[]*)(?P<core>[^\W\d_]+)(?P<close>[.,;:!?”\")\]]*)")
# Letters without marks that Tesseract's Vietnamese model takes for each other.
_ALIKE = {"l": "i", "i": "l", "c": "e", "e": "c", "h": "b", "b": "h", "n": "u", "u": "n", "t": "f", "y": "v", "v": "y", "o": "c"}


@dataclass(frozen=True, slots=True)
class Repair:
    """One word changed, with what was read."""

    read: str
    written: str


def _case_like(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _candidates(word: str, language: LanguageModel) -> list[tuple[str, float]]:
    """Syllables that ``word`` may stand for, with the extra cost of a changed letter."""
    key = unmarked(word.lower())
    found = [(w, 0.0) for w in language.by_skeleton.get(key, ())]
    if len(key) > 1 and not is_syllable(word):
        for at, letter in enumerate(key):
            other = key[:at] + _ALIKE[letter] + key[at + 1 :] if letter in _ALIKE else ""
            found += [(w, 1.5) for w in language.by_skeleton.get(other, ())]
    return sorted(found, key=lambda f: -language.single.get(f[0], 0))[:_MOST]


def _change_cost(word: str, confidence: float) -> float:
    if not is_syllable(word):
        return 1.0
    return _UNSURE_COST + (_SURE_COST - _UNSURE_COST) * max(0.0, min(1.0, (confidence - 50) / 46))


def _is_name(words: Sequence[tuple[str, float]], index: int) -> bool:
    """Whether a word is one of several capitalised ones in a row: names of people and places know no context."""
    if not words[index][0][:1].isupper() or words[index][0].isupper():
        return False
    beside = [words[i][0] for i in (index - 1, index + 1) if 0 <= i < len(words)]
    return any(word[:1].isupper() and not word.isupper() for word in beside)


def _options(token: str, confidence: float, language: LanguageModel, *, name: bool) -> list[tuple[str, float]]:
    match = _WORD.fullmatch(token)
    if match is None or (match["core"].isupper() and len(match["core"]) < 3):
        return [(fold(token), 0.0)]
    core = match["core"]
    own = fold(core)
    cost = _change_cost(core, confidence) + (_NAME_COST if name and is_syllable(core) else 0.0)
    return [(own, 0.0), *((w, cost + extra) for w, extra in _candidates(core, language) if w != own)]


def _best_path(options: Sequence[Sequence[tuple[str, float]]], language: LanguageModel) -> list[str]:
    """Viterbi over the line."""
    scores: dict[str, tuple[float, tuple[str, ...]]] = {START: (0.0, ())}
    for choices in options:
        following: dict[str, tuple[float, tuple[str, ...]]] = {}
        for word, cost in choices:
            best = max(((s + language.log_probability(before, word) - cost, path) for before, (s, path) in scores.items()))
            if word not in following or best[0] > following[word][0]:
                following[word] = (best[0], (*best[1], word))
        scores = following
    return list(max(scores.values())[1])


def _gain(before: str, read: str, written: str, after: str, language: LanguageModel) -> float:
    """How much likelier the neighbourhood is with the change, its cost aside."""
    score = language.log_probability
    new = score(before, written) + (score(written, after) if after else 0.0)
    old = score(before, read) + (score(read, after) if after else 0.0)
    return new - old


def repair_line(words: Sequence[tuple[str, float]], language: LanguageModel) -> tuple[list[str], list[Repair]]:
    """Return the words of one line with repairs; ``words`` come with Tesseract's confidence in percent."""
    options = [_options(token, sure, language, name=_is_name(words, i)) for i, (token, sure) in enumerate(words)]
    if all(len(choices) < 2 for choices in options):
        return [token for token, _ in words], []
    path = _best_path(options, language)
    out: list[str] = []
    repairs: list[Repair] = []
    for index, (token, _) in enumerate(words):
        match = _WORD.fullmatch(token)
        own, chosen = options[index][0][0], path[index]
        if match is None or chosen == own:
            out.append(token)
            continue
        cost = next(c for w, c in options[index] if w == chosen)
        after = path[index + 1] if index + 1 < len(path) else ""
        if _gain(path[index - 1] if index else START, own, chosen, after, language) < cost + _MARGIN:
            out.append(token)
            continue
        written = _case_like(chosen, match["core"])
        repairs.append(Repair(match["core"], written))
        out.append(f"{match['open']}{written}{match['close']}")
    return out, repairs
