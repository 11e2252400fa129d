"""Marks restored: "dieu kien cap giay phep" becomes "điều kiện cấp giấy phép".

Officers type without marks, or with some of them. A syllable bigram model of legal text reads the question as a noisy channel:
somebody meant marked syllables and dropped the marks of a share of them. The share is estimated from the question itself, so a
question written with its marks stays as it is, and one without any is restored throughout.

1. ``Restorer.restore`` changes only letters of syllables: length in code points, order and everything between stay.
2. A syllable that carries marks keeps them: one that is known stays, one that is unknown may get further marks ("đuoc" -> "được") or
   stays ("phở", which no law mentions).
3. A plain syllable that is a word of its own ("ngon") stays in a question written with marks, whatever the law says more often.
4. Capitals stay capitals.

Data: ``models/marks/marks.npz`` (its README says from what it was counted).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus.vietnamese import nfc, one_tone_style, unmarked

DATA: Final = Path(__file__).parents[1] / "models" / "marks" / "marks.npz"
_SYLLABLE: Final = re.compile(r"[^\W\d_]+")
# Share of the bigram estimate in the interpolation with single syllables (tuned on held-out articles).
_BIGRAM_SHARE: Final = 0.95
# A marked form this much likelier than the plain one makes a plain syllable suspicious of having lost its marks.
_SUSPICIOUS: Final = 10.0
# Chance that a known marked syllable lost marks although its question shows no other sign of it.
_LEAST_DROPPED: Final = 0.0005
# Times that legal texts hold a plain syllable from which on it is a word of its own.
_PLAIN_WORD: Final = 250
_MISSING_MARKS: Final = 0.01
_MOST_FORMS: Final = 12
# Everyday words without marks that legal texts seldom hold: no sign by themselves that marks were dropped. Our own list.
_PLAIN_WORDS: Final = frozenset(
    "bong bu bung cam canh cau cay chanh chao che chua chum cua deo gan ghe gom gon heo khoe lan lau len linh lung mai me mun nai nem "
    "ngon nhau nhen nho nong om ong rang ren rong sen seo son su tim to tre tro tui ve voi vui xanh xinh xoan xu yen".split()
)
_EDGE: Final = 0


class Restorer:
    """A syllable bigram model and the search for the likeliest marks."""

    def __init__(self, path: Path = DATA) -> None:
        """Load the model's counts."""
        with np.load(path) as data:
            names = str(data["syllables"]).split(" ")
            self._single: npt.NDArray[np.float64] = data["single"].astype(np.float64)
            self._keys: npt.NDArray[np.uint32] = np.cumsum(data["steps"], dtype=np.uint64).astype(np.uint32)
            self._counts: npt.NDArray[np.float64] = data["counts"].astype(np.float64)
        # Number 0 is the edge of a sentence.
        self._number = {name: number for number, name in enumerate(names)}
        self._names = names
        self._chance = self._single / self._single.sum()
        forms: dict[str, list[int]] = defaultdict(list)
        for name, number in self._number.items():
            if number != _EDGE:
                forms[unmarked(name)].append(number)
        self._forms = {base: sorted(found, key=lambda n: -self._single[n])[:_MOST_FORMS] for base, found in forms.items()}

    def _log_pairs(self, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return log p(right | left) for every combination, shape (left, right)."""
        keys = (left[:, None] * len(self._names) + right[None, :]).astype(np.uint32)
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        counts = np.where(self._keys[place] == keys, self._counts[place], 0.0)
        share = counts / np.maximum(self._single[left], 1.0)[:, None]
        result: npt.NDArray[np.float64] = np.log(_BIGRAM_SHARE * share + (1 - _BIGRAM_SHARE) * self._chance[right][None, :] + 1e-12)
        return result

    def _suspicious(self, syllable: str) -> bool:
        """Whether a syllable without marks is far likelier to have lost some."""
        forms = self._forms.get(syllable)
        if forms is None or unmarked(syllable) != syllable:
            return False
        plain = self._number.get(syllable)
        return bool(self._single[forms[0]] > _SUSPICIOUS * (self._single[plain] if plain is not None else 0.1))

    def _dropped(self, typed: list[str]) -> float:
        """Return the estimated chance that a marked syllable of this question was typed without its marks."""
        marked = sum(unmarked(syllable) != syllable for syllable in typed)
        lost = [syllable for syllable in typed if self._suspicious(syllable)]
        certain = [syllable for syllable in lost if not marked or not self._is_plain_word(syllable)]
        if lost and not certain:
            return _LEAST_DROPPED
        return len(lost) / (marked + len(lost)) if lost else 0.0

    def _is_plain_word(self, syllable: str) -> bool:
        """Whether a syllable without marks is a word as it stands ("nay", "xa"), so that it need not have lost any."""
        return syllable in _PLAIN_WORDS or self.count(syllable) >= _PLAIN_WORD

    def _candidates(self, syllable: str, dropped: float) -> tuple[list[int], list[float]]:
        """Return the forms that may have been meant, with the log chance of typing ``syllable`` for each."""
        known = self._number.get(syllable)
        base = unmarked(syllable)
        if base != syllable:
            if known is not None:
                return [known], [0.0]
            fuller = [form for form in self._forms.get(base, []) if has_all_marks(self._names[form], syllable)]
            return fuller, [math.log(_MISSING_MARKS)] * len(fuller)
        if known is None and dropped <= _LEAST_DROPPED and syllable in _PLAIN_WORDS:
            return [], []
        forms = self._forms.get(base, [])
        return forms, [0.0 if form == known else math.log(dropped) for form in forms]

    def _likeliest(self, typed: list[str], dropped: float) -> list[str]:
        numbers, score = np.array([_EDGE]), np.zeros(1)
        trail: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
        for syllable in typed:
            forms, chances = self._candidates(syllable, dropped)
            if not forms:
                # Unknown to the model: stays, and what follows starts afresh.
                best = int(score.argmax())
                trail.append((np.array([-1]), np.array([best])))
                numbers, score = np.array([_EDGE]), score[best : best + 1]
                continue
            after = np.array(forms)
            table = score[:, None] + self._log_pairs(numbers, after)
            back = table.argmax(axis=0)
            score = table[back, np.arange(len(after))] + np.array(chances)
            numbers = after
            trail.append((after, back))
        out: list[str] = []
        place = int(score.argmax())
        for syllable, (forms_at, back) in zip(reversed(typed), reversed(trail), strict=True):
            number = int(forms_at[place])
            out.append(syllable if number < 0 else self._names[number])
            place = int(back[place])
        return out[::-1]

    def knows(self, syllable: str) -> bool:
        """Whether legal texts hold this syllable (lower case, one tone style), or one that lost no more than marks to become it."""
        if syllable in self._number:
            return True
        base = unmarked(syllable)
        return any(has_all_marks(self._names[form], syllable) for form in self._forms.get(base, []))

    @property
    def syllables(self) -> tuple[str, ...]:
        """The known syllables, the edge of a sentence left out."""
        return tuple(self._names[_EDGE + 1 :])

    def count(self, syllable: str) -> int:
        """Return how often a syllable (lower case, one tone style) was counted."""
        number = self._number.get(syllable)
        return 0 if number is None else int(self._single[number])

    def seen(self, left: str, right: str) -> int:
        """Return how often two syllables were neighbours, in the most frequent of their marked forms."""
        sides = self._numbers(left), self._numbers(right)
        return self._seen(*sides) if len(sides[0]) and len(sides[1]) else 0

    def tie(self, left: str, right: str) -> float:
        """Return log p(right | left) / p(right); 0 if one of the syllables is unknown."""
        if left not in self._number or right not in self._number:
            return 0.0
        one, other = np.array([self._number[left]]), np.array([self._number[right]])
        return float(self._log_pairs(one, other)[0, 0] - np.log(self._chance[other[0]] + 1e-12))

    def weigh(self, before: str | None, syllable: str, after: str | None) -> tuple[float, int]:
        """Return how likely a known ``syllable`` is between its neighbours (log), and how often it stood beside one of them.

        Neighbours that are unknown or ``None`` say nothing.
        """
        own = np.array([self._number[syllable]])
        total, seen = float(np.log(self._chance[own[0]] + 1e-12)), 0
        for left, right in ((self._numbers(before), own), (own, self._numbers(after))):
            if len(left) and len(right):
                total += float((self._log_pairs(left, right) - np.log(self._chance[right] + 1e-12)[None, :]).max())
                seen += self._seen(left, right)
        return total, seen

    def _numbers(self, syllable: str | None) -> npt.NDArray[np.int64]:
        """Return what a neighbour may stand for: itself, or all its marked forms if it has no marks."""
        if syllable is None:
            return np.empty(0, np.int64)
        if unmarked(syllable) == syllable:
            return np.array(self._forms.get(syllable, []), np.int64)
        return np.array([self._number[syllable]] if syllable in self._number else [], np.int64)

    def _seen(self, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> int:
        keys = (left[:, None] * len(self._names) + right[None, :]).astype(np.uint32)
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return int(np.where(self._keys[place] == keys, self._counts[place], 0.0).max(initial=0.0))

    def restore(self, text: str) -> str:
        """Return ``text`` with the likeliest marks."""
        text = nfc(text)
        places = list(_SYLLABLE.finditer(text))
        typed = [one_tone_style(match.group().lower()) for match in places]
        dropped = self._dropped(typed)
        if not dropped and all(syllable in self._number or not self.knows(syllable) for syllable in typed):
            return text
        out, end = [], 0
        for match, before, after in zip(places, typed, self._likeliest(typed, max(dropped, _LEAST_DROPPED)), strict=True):
            written = match.group()
            out += [text[end : match.start()], written if after == before else _cased(after, written)]
            end = match.end()
        return "".join([*out, text[end:]])


def _marks(letter: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFD", letter)[1:]) | ({"đ"} if letter == "đ" else frozenset())


def has_all_marks(form: str, syllable: str) -> bool:
    """Whether ``form`` is ``syllable`` with further marks (both in lower case, of the same letters)."""
    return all(_marks(old) <= _marks(new) for new, old in zip(form, syllable, strict=True))


def _cased(syllable: str, like: str) -> str:
    return "".join(new.upper() if old.isupper() else new for new, old in zip(syllable, like, strict=True))


@cache
def restorer() -> Restorer:
    """Return the shipped restorer, loaded on first use."""
    return Restorer()
