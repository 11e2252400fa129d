"""Repair of what OCR confuses: marks ("bố sung", "sô điêu", "chỉ tiết") and letters that look alike ("l" for "i"), by context.

A noisy channel: each word competes with the syllables that Tesseract may have read as it. What counts is how likely the two words
before and after make each of them (``language``), against how often such letters are confused and how sure Tesseract was
(``confusions``). A change is made only where it is far likelier than what was read.

1. Numbers, abbreviations and words with other signs inside are never touched; a name's word only when it is no syllable.
2. A word is changed only when the text becomes likelier by at least ``_MARGIN`` (natural logarithm) with it than without.
3. Case is kept: small, Capital, ALL CAPITALS.
4. A sign that stands alone between two words, or a full stop before a small letter, is a speck and goes where the words run on
   without it far likelier than with it ("được. hưởng").
5. A section sign among digits, or alone before a full stop, is an 8: documents number with "Điều", never with "§" ("Điều §").
6. An apostrophe that opens a word without closing one after it is a speck and goes ("'Thẩm quyền").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.vietnamese import unmarked
from ingest.reading.confusions import Confusions
from ingest.reading.language import START, LanguageModel, tokens
from ingest.reading.syllables import is_syllable

# Natural logarithm: a change must be e^2.5, twelve times, likelier than what was read.
_MARGIN = 2.5
# What is added for a word that looks like part of a name: names know no context.
_NAME_COST = 6.0
# Changes dearer than this are never worth their price; leaving them out saves most of the work.
_DEAREST = 11.0
# What is no syllable of the language was hardly printed, so that two rare confusions in one word are believed too.
_DEAREST_FOR_NO_WORD = 20.0
_MOST = 8
_WORD = re.compile(r"(?P<open>[“\"(\[]*)(?P<core>[^\W\d_]+)(?P<close>[.,;:!?”\")\]/]*)")
_EIGHT = re.compile(r"(?=[\d.,/]*§)[\d§.,/]*[.,;:)\]]*")
_SPECK = re.compile(r"['’‘`](?=[^\W\d_]{2,}[^'’]*$)")


@dataclass(frozen=True, slots=True)
class Repair:
    """One word changed, with what was read."""

    read: str
    written: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """One word of the text on its way: its place among the tokens, if it may be changed, and what it may stand for."""

    token: int
    choices: tuple[tuple[str, float], ...]


# Specks are more frequent than misread letters, and dropping a sign that was printed costs a reader little.
_SPECK_COST = 4.0
_LONE_SIGN = re.compile(r"[-–.,'’`:;^*_]")


def _case_like(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _spellings(word: str, language: LanguageModel, confusions: Confusions) -> Iterator[str]:
    """Common syllables that differ from ``word`` by marks, or by one letter that is known to be confused."""
    key = unmarked(word)
    yield from language.by_skeleton.get(key, ())
    for at, letter in enumerate(word):
        for origin in confusions.origins.get(letter, ()):
            if unmarked(origin) != key[at]:
                other = word[:at] + origin + word[at + 1 :]
                if language.count(other):
                    yield other


def _choices(
    core: str, confidence: float, language: LanguageModel, confusions: Confusions, *, name: bool
) -> list[tuple[str, float]]:
    word = core.lower()
    known = is_syllable(word)
    extra = _NAME_COST if name and known else 0.0
    dearest = _DEAREST if known or language.count(word) else _DEAREST_FOR_NO_WORD
    found: dict[str, float] = {}
    for other in _spellings(word, language, confusions):
        cost = confusions.cost(other, word, confidence)
        if other != word and cost is not None and cost + extra < dearest and is_syllable(other):
            found[other] = cost + extra
    return sorted(found.items(), key=lambda f: f[1])[:_MOST]


def _is_name(words: Sequence[tuple[str, float]], index: int) -> bool:
    """Whether a word is one of several capitalised ones in a row: names of people and places know no context."""
    if not words[index][0][:1].isupper() or words[index][0].isupper():
        return False
    beside = [words[i][0] for i in (index - 1, index + 1) if 0 <= i < len(words)]
    return any(word[:1].isupper() and not word.isupper() for word in beside)


def _parts(token: str) -> re.Match[str] | None:
    match = _WORD.fullmatch(token)
    if match is None or (match["core"].isupper() and len(match["core"]) < 3 and is_syllable(match["core"].lower()) is False):
        return None
    return match


class _Text:
    """The tokens of a run of words, two starts before it and two ends behind it, with the words that may be changed."""

    def __init__(self, words: Sequence[tuple[str, float]], language: LanguageModel, confusions: Confusions) -> None:
        self.language = language
        self.tokens: list[str] = [START, START]
        self.slots: list[_Slot | None] = []
        # The last token of each word.
        self.ends: list[int] = []
        for index, (word, confidence) in enumerate(words):
            match = _parts(word)
            if match is None:
                self.slots.append(None)
                self.tokens += tokens(word)
                self.ends.append(len(self.tokens) - 1)
                continue
            self.tokens += tokens(match["open"])
            choices = _choices(match["core"], confidence, language, confusions, name=_is_name(words, index))
            self.slots.append(_Slot(len(self.tokens), tuple(choices)) if choices else None)
            self.tokens += [match["core"].lower(), *tokens(match["close"])]
            self.ends.append(len(self.tokens) - 1)
        self.tokens += [START, START]

    def window(self, at: int) -> float:
        """How likely the tokens are whose context or self is the one at ``at``."""
        probability, words = self.language.log_probability, self.tokens
        return sum(probability(words[i - 2], words[i - 1], words[i]) for i in range(at, at + 3))

    def settle(self, slot: _Slot) -> bool:
        """Put the best choice at a slot when it beats the word that stands there by the margin."""
        read = self.tokens[slot.token]
        best, best_score = read, self.window(slot.token) + _MARGIN
        for word, cost in slot.choices:
            self.tokens[slot.token] = word
            score = self.window(slot.token) - cost
            if score > best_score:
                best, best_score = word, score
        self.tokens[slot.token] = best
        return best != read


def _runs_on(text: _Text, at: int) -> bool:
    """Whether the tokens around the one at ``at`` are far likelier without it."""
    words = text.tokens
    if at + 2 >= len(words) or not words[at + 1].isalpha():
        return False
    without = [*words[at - 2 : at], *words[at + 1 : at + 3]]
    gain = text.language.score(without, 2) - text.language.score(words[at - 2 : at + 3], 2)
    return gain > _SPECK_COST + _MARGIN


def _without_speck(word: str, following: str, text: _Text, ends: int) -> str:
    """The word without the sign behind it, or nothing for a lone sign, where the text runs on without it; ``ends`` is its last token."""
    if not following[:1].islower():
        return word
    if _LONE_SIGN.fullmatch(word):
        return "" if _runs_on(text, ends) else word
    if word.endswith(".") and word[:-1].isalpha() and is_syllable(word[:-1]) and _runs_on(text, ends):
        return word[:-1]
    return word


def repair_words(
    words: Sequence[tuple[str, float]], language: LanguageModel, confusions: Confusions
) -> tuple[list[str], list[Repair]]:
    """Return the words of one paragraph with repairs; ``words`` come with Tesseract's confidence in percent."""
    clean = [(_SPECK.sub("", word, count=1) if word[:1] in "'’‘`" else word, sure) for word, sure in words]
    text = _Text(clean, language, confusions)
    open_slots = [slot for slot in text.slots if slot]
    for _ in range(2):
        # Twice: a neighbour put right makes its neighbour's repair plain.
        open_slots = [slot for slot in open_slots if not text.settle(slot)]
    out: list[str] = []
    repairs: list[Repair] = []
    following = [*(word for word, _ in clean[1:]), ""]
    for (word, _), (tidy, _), slot, after, end in zip(words, clean, text.slots, following, text.ends, strict=True):
        written = tidy
        match = _parts(tidy)
        if slot and match and text.tokens[slot.token] != match["core"].lower():
            core = _case_like(text.tokens[slot.token], match["core"])
            written = f"{match['open']}{core}{match['close']}"
        written = _without_speck(written, after, text, end)
        if "§" in written and _EIGHT.fullmatch(written):
            written = written.replace("§", "8")
        if written != word:
            repairs.append(Repair(word, written))
        out.append(written)
    return out, repairs
