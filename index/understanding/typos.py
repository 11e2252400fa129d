"""Slips of the keyboard mended: "giấp phép", "đựơc", "phpe", "giaays phesp" typed with the input method off.

Only what cannot stand is looked at: syllables that legal texts do not hold. What may have been meant is searched in the order of
evidence: the same letters with the mark on another vowel; Telex keys left undecoded; two syllables run together; one key wrong,
missing, doubled or swapped, where the syllable bigram model has seen the result beside the word's neighbours.

1. ``Speller.slips`` never touches a syllable that legal texts hold, numbers, words in capitals, or parts of document numbers.
2. A syllable that can be Vietnamese ("phở") is changed only where its neighbour makes the other all but certain.
3. Where two readings are near each other in likelihood nothing is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from corpus.vietnamese import one_tone_style, unmarked
from index.understanding.marks import Restorer, restorer

Key: TypeAlias = tuple[str, tuple[str, ...]]

# A run of letters that is no part of a number, an address of a page, or a name with signs in it.
_TOKEN: Final = re.compile(r"(?<![\w/&@.-])[^\W\d_]{2,12}(?![\w/&@-]|\.\w)")
_ONSET: Final = re.compile(r"ngh|ng|nh|ch|gh|gi(?=[^\W])|kh|ph|qu|th|tr|[bcdđghklmnprstvx]|")
# Times that the mended syllable must have stood beside its neighbour: for what is no syllable, and for what may be one.
_SEEN, _SEEN_VALID = 5, 300
_MARGIN: Final = 1.0  # of log likelihood, over the second reading
_SHORTEST: Final = 3
_SPLIT_SEEN: Final = 50
_RARE: Final = 500  # a form this much rarer than a fuller one, and no possible syllable, is a slip of whoever typed the law
_RIME_ONSETS: Final = 3
_TONES: Final = {"f": "̀", "s": "́", "r": "̉", "x": "̃", "j": "̣"}
_SHAPES: Final = (
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
    ("w", "ư"),
)
_TELEX: Final = re.compile(r"[a-z]*[fsrxjw][a-z]*|[a-z]*(?:dd|aa|ee|oo)[a-z]*")


@dataclass(frozen=True, slots=True)
class Slip:
    """``text[start:end]`` was meant as ``read``."""

    start: int
    end: int
    read: str


def _key(syllable: str) -> Key:
    parts = unicodedata.normalize("NFD", syllable)
    return unmarked(syllable), tuple(sorted(c for c in parts if unicodedata.combining(c) or c == "đ"))


def _rime(syllable: str) -> tuple[str, str]:
    onset = _ONSET.match(syllable)
    cut = onset.end() if onset else 0
    return syllable[:cut], syllable[cut:]


def telex(word: str) -> str | None:
    """Return what the keys of ``word`` give with a Telex input method; ``None`` if they are no Telex."""
    if _TELEX.fullmatch(word) is None:
        return None
    tone, letters = "", ""
    for letter in word:
        if letter in _TONES and letters and any(c in "aeiouyâêôăơưw" for c in letters):
            tone = _TONES[letter]
        else:
            letters += letter
    # Keys for shapes may come at the end of the word ("nguoiw", "dieenf").
    letters = re.sub(r"(u)(o[a-z]*?)w$|uow", lambda m: "ươ" + (m[2][1:] if m[2] else ""), letters)
    letters = re.sub(r"^d([a-z]+)d$", r"đ\1", letters)
    letters = re.sub(r"([aeo])([a-z]+)\1$", r"\1\1\2", letters)
    for keys, shape in _SHAPES:
        letters = letters.replace(keys, shape)
    return letters + tone


def _variants(word: str) -> Iterator[str]:
    """Yield ``word`` with one letter left out."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


class Speller:
    """Finds slips in questions; made once (about 30 ms)."""

    def __init__(self, model: Restorer) -> None:
        """Index the syllables of ``model``."""
        self._model = model
        self._by_key: dict[Key, list[str]] = defaultdict(list)
        self._by_base: dict[str, list[str]] = defaultdict(list)
        rimes: dict[str, set[str]] = defaultdict(set)
        for syllable in model.syllables:
            self._by_key[_key(syllable)].append(syllable)
            self._by_base[unmarked(syllable)].append(syllable)
            onset, rime = _rime(syllable)
            rimes[rime].add(onset)
        self._rimes = frozenset(rime for rime, onsets in rimes.items() if len(onsets) >= _RIME_ONSETS)
        self._near: dict[str, list[str]] = defaultdict(list)
        for base in self._by_base:
            for short in {base, *_variants(base)}:
                self._near[short].append(base)

    def slips(self, text: str) -> tuple[Slip, ...]:
        """Return the slips of ``text`` in order."""
        places = list(_TOKEN.finditer(text))
        typed = [one_tone_style(match.group().lower()) for match in places]
        found = []
        for number, (match, syllable) in enumerate(zip(places, typed, strict=True)):
            written = match.group()
            if not written[1:].islower() or self._stands(syllable):
                continue
            before = typed[number - 1] if number else None
            after = typed[number + 1] if number + 1 < len(typed) else None
            read = self._meant(syllable, before, after)
            if read is not None and read != syllable:
                found.append(Slip(match.start(), match.end(), read.capitalize() if written[0].isupper() else read))
        return tuple(found)

    def is_vietnamese(self, word: str) -> bool:
        """Whether a word (lower case) is built like a Vietnamese syllable, marks aside, and legal texts hold such a one."""
        base = unmarked(word)
        return any(self._possible(form) for form in self._by_base.get(base, []))

    def _stands(self, syllable: str) -> bool:
        if not self._model.knows(syllable):
            return False
        if self._possible(syllable) or unmarked(syllable) == syllable:
            return True
        fuller = max((self._model.count(form) for form in self._by_base[unmarked(syllable)]), default=0)
        return self._model.count(syllable) * _RARE > fuller

    def _possible(self, syllable: str) -> bool:
        """Whether ``syllable`` is built like a Vietnamese one: a rime that several onsets go with."""
        return _rime(syllable)[1] in self._rimes

    def _meant(self, syllable: str, before: str | None, after: str | None) -> str | None:
        moved = [form for form in self._by_key.get(_key(syllable), []) if form != syllable]
        if len(moved) == 1:
            return moved[0]
        decoded = telex(syllable)
        if decoded is not None:
            marked = one_tone_style(unicodedata.normalize("NFC", _toned(decoded)))
            if self._model.knows(marked) and marked in self._by_base.get(unmarked(marked), []):
                return marked
        if len(syllable) < _SHORTEST:
            return None
        return self._split(syllable) or self._nearest(syllable, before, after)

    def _split(self, word: str) -> str | None:
        """Return two known syllables that ``word`` is made of and that are often neighbours."""
        best: Counter[str] = Counter()
        for place in range(2, len(word) - 1):
            left, right = word[:place], word[place:]
            if self._model.knows(left) and self._model.knows(right):
                best[f"{left} {right}"] = self._model.seen(left, right)
        found = best.most_common(1)
        return found[0][0] if found and found[0][1] >= _SPLIT_SEEN else None

    def _nearest(self, syllable: str, before: str | None, after: str | None) -> str | None:
        """Return the likeliest syllable one key away, if it is likely enough."""
        least = _SEEN_VALID if self._possible(syllable) else _SEEN
        marked = _key(syllable)[1]
        ranked: list[tuple[float, str]] = []
        for base in self._bases(unmarked(syllable)):
            for form in self._by_base[base]:
                # Marks that were typed were meant, unless the letter under them is the slip.
                if marked and not self._keeps_marks(form, marked, base == unmarked(syllable)):
                    continue
                score, seen = self._model.weigh(before, form, after)
                if seen >= least:
                    ranked.append((score, form))
        ranked.sort(reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
            return None
        return ranked[0][1]

    def _keeps_marks(self, form: str, marked: tuple[str, ...], same_letters: bool) -> bool:
        held = Counter(_key(form)[1])
        missing = Counter(marked) - held
        return sum(missing.values()) <= (1 if same_letters else 0)

    def _bases(self, word: str) -> set[str]:
        """Return the known bases within one insertion, omission, exchange or swap of ``word``."""
        found = {base for short in (word, *_variants(word)) for base in self._near.get(short, [])}
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
        return {base for base in found if _one_away(base, word)} | {base for base in swapped if base in self._by_base}


def _toned(letters: str) -> str:
    """Return letters followed by a combining tone with the tone on its vowel."""
    if not letters or not unicodedata.combining(letters[-1]):
        return letters
    tone, word = letters[-1], letters[:-1]
    onset, rime = _rime(word)
    vowels = [place for place, letter in enumerate(rime) if unmarked(letter) in "aeiouy"]
    if not vowels:
        return word
    shaped = [place for place in vowels if unmarked(rime[place]) != rime[place]]
    if shaped:
        place = shaped[-1]
    elif len(vowels) > 1 and vowels[-1] == len(rime) - 1:
        place = vowels[-2]
    else:
        place = vowels[-1]
    return onset + rime[: place + 1] + tone + rime[place + 1 :]


def _one_away(first: str, second: str) -> bool:
    """Whether the words are equal or one letter was put in, left out or exchanged."""
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    place = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
    return first[place + (len(first) == len(second)) :] == second[place + 1 :] or first == second


@cache
def speller() -> Speller:
    """Return the shipped speller, made on first use."""
    return Speller(restorer())
