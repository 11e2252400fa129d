"""The learned reader of duties: a small network that tells for every word whether it opens or continues a duty, and of which modality.

A convolution over embeddings of syllables and of pairs of syllables, four dilated ones behind it, and the lead-ins folded into one
vector; trained to read as a larger encoder does (``eval/judge``), evaluated with numpy.

1. The same words and lead-ins give the same answer, whatever stood before them.
2. Lead-ins are read once for all provisions below them.
3. A text without words has no scores; words that are not in the vocabulary are read by their shape.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from ingest.obligations.words import Words, read_line

Floats: TypeAlias = npt.NDArray[np.float32]
Codes: TypeAlias = npt.NDArray[np.int64]

WEIGHTS: Final = Path(__file__).parent / "data" / "judge.npz"
# Tags: 0 is none, 1 + 2m opens a duty of modality m, 2 + 2m continues it.
TAGS: Final = 9
_UNKNOWN, _NEW_LINE, _DIGITS, _MIXED, _FIRST_WORD = 1, 5, 6, 13, 14
_MOST_DIGITS = 6
_LEAD_WORDS, _NEAR_WORDS = 96, 32
_LAYERS = 4
_WIDTHS: Final = {"first": 5, "lead": 5, **{f"layer{k}": 3 for k in range(_LAYERS)}}  # taps of each convolution
_LEADS_KEPT = 512
_WORDS_KEPT = 50_000
_MOST_WORDS = 4000  # of one provision


class Network:
    """Weights and what is needed to read with them."""

    def __init__(self, arrays: dict[str, npt.NDArray[Any]]) -> None:
        """Take the arrays of a weights file."""
        words = bytes(arrays["vocabulary"]).decode("utf-8").split("\n")
        self._codes = {word: code for code, word in enumerate(words, _FIRST_WORD)}
        self._words = arrays["words"].astype(np.float32) * arrays["words_scale"].astype(np.float32)
        self._pairs = arrays["pairs"].astype(np.float32) * arrays["pairs_scale"].astype(np.float32)
        taken = {"vocabulary", "words", "words_scale", "pairs", "pairs_scale"}
        self._w: dict[str, Floats] = {name: value.astype(np.float32) for name, value in arrays.items() if name not in taken}
        self._taps = {name: _side_by_side(self._w.pop(name), width) for name, width in _WIDTHS.items()}
        size = self._words.shape[1]  # what each word gives to the taps of the first convolution is worked out once
        self._first_of_words: Floats = self._words @ self._taps["first"][:size]
        self._first_of_cases: Floats = self._w["cases"] @ self._taps["first"][:size]
        self._first_of_pairs: Floats = np.ascontiguousarray(self._taps["first"][size:])
        self._blas = ThreadpoolController().select(user_api="blas")  # products this small only lose by threads
        self._read_before: dict[str, tuple[int, int]] = {}
        self._leads: OrderedDict[str, Floats] = OrderedDict()

    def scores(self, words: Words, context: str) -> Floats:
        """Return the log-probability of every tag for every word."""
        count = min(len(words), _MOST_WORDS)
        if not count:
            return np.zeros((0, TAGS), np.float32)
        with self._blas.limit(limits=1):
            return self._scored(words, context, count)

    def _scored(self, words: Words, context: str, count: int) -> Floats:
        w = self._w
        h = _summed(self._first_taps(*self._read(words, count)), _WIDTHS["first"], 1)
        h += w["first_bias"] + self._lead(context)
        np.maximum(h, 0, out=h)
        for layer in range(_LAYERS):
            step = self._convolved(f"layer{layer}", h, 1 << layer)
            step += w[f"layer{layer}_bias"]
            h += np.maximum(step, 0, out=step)
            if layer == 1:
                h += np.maximum(h.max(axis=0), 0) @ w["whole"]
        out: Floats = (h @ w["head"] + w["head_bias"]).astype(np.float32, copy=False)
        out -= out.max(axis=1, keepdims=True)
        out -= np.log(np.exp(out).sum(axis=1, keepdims=True))
        return out

    def _convolved(self, name: str, values: Floats, step: int) -> Floats:
        """Return the convolution ``name`` of rows with their neighbours, ``step`` apart."""
        return _summed(values @ self._taps[name], _WIDTHS[name], step)

    def _first_taps(self, codes: Codes, cases: Codes) -> Floats:
        taps: Floats = self._pairs[_pair_codes(codes, len(self._pairs))] @ self._first_of_pairs
        taps += self._first_of_words[codes]
        taps += self._first_of_cases[cases]
        return taps

    def _lead(self, context: str) -> Floats:
        known = self._leads.get(context)
        if known is not None:
            self._leads.move_to_end(context)
            return known
        w, (codes, cases) = self._w, self._lead_words(context)
        if len(codes):
            h = self._convolved("lead", self._features(codes, cases), 1)
            h += w["lead_bias"]
            np.maximum(h, 0, out=h)
            pooled = np.concatenate((h.max(axis=0), h[-_NEAR_WORDS:].max(axis=0)))
        else:
            pooled = np.zeros(len(w["lead_out"]), np.float32)
        found: Floats = pooled @ w["lead_out"]
        self._leads[context] = found
        if len(self._leads) > _LEADS_KEPT:
            self._leads.popitem(last=False)
        return found

    def _lead_words(self, context: str) -> tuple[Codes, Codes]:
        codes: list[Codes] = [np.zeros(0, np.int64)]
        cases: list[Codes] = [np.zeros(0, np.int64)]
        for line in context.split("\n"):
            if line.strip():
                found = self._read(words := read_line(line), len(words))
                codes += [found[0], np.array([_NEW_LINE])]
                cases += [found[1], np.array([0])]
        return np.concatenate(codes)[-_LEAD_WORDS:], np.concatenate(cases)[-_LEAD_WORDS:]

    def _read(self, words: Words, count: int) -> tuple[Codes, Codes]:
        known, text, starts, ends = self._read_before, words.text, words.starts, words.ends
        if len(known) > _WORDS_KEPT:
            known.clear()
        read: list[tuple[int, int]] = []
        for i in range(count):
            word = text[starts[i] : ends[i]]
            found = known.get(word)
            if found is None:
                key = words.keys[i]
                found = known[word] = (self._codes.get(key) or word_shape(key), word_case(word))
            read.append(found)
        both = np.array(read, np.int64).reshape(count, 2)
        return both[:, 0], both[:, 1]

    def _features(self, codes: Codes, cases: Codes) -> Floats:
        pairs = self._pairs[_pair_codes(codes, len(self._pairs))]
        return np.concatenate((self._words[codes] + self._w["cases"][cases], pairs), axis=1)


def _side_by_side(weights: Floats, width: int) -> Floats:
    """Return the weights of a convolution, shape (width * inputs, outputs), as (inputs, width * outputs): one product gives every tap."""
    inputs, outputs = len(weights) // width, weights.shape[1]
    return np.ascontiguousarray(weights.reshape(width, inputs, outputs).transpose(1, 0, 2).reshape(inputs, width * outputs))


def _summed(products: Floats, width: int, step: int) -> Floats:
    """Return the sum of the taps (products of rows, side by side), each from its neighbour; beyond the ends are zeros."""
    count, middle = len(products), width // 2
    taps = products.reshape(count, width, -1)
    out: Floats = taps[:, middle].copy()
    for k in range(width):
        away = abs(k - middle) * step
        if k < middle and away < count:
            out[away:] += taps[: count - away, k]
        elif k > middle and away < count:
            out[: count - away] += taps[away:, k]
    return out


def _pair_codes(codes: Codes, size: int) -> Codes:
    before = np.zeros_like(codes)
    before[1:] = codes[:-1]
    found: Codes = (before * 31 + codes * 17) % size
    return found


def word_shape(key: str) -> int:
    """Return the code of a word that is not in the vocabulary: by its number of digits, mixed or unknown."""
    if key.isdigit():
        return _DIGITS + min(len(key), _MOST_DIGITS) - 1
    return _MIXED if any(c.isdigit() for c in key) else _UNKNOWN


def word_case(word: str) -> int:
    """Return how a word is written: 0 in lower case, 1 with a capital, 2 in capitals, 3 no letter."""
    first = word[0]
    if not first.isalpha():
        return 3
    if first.islower():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def load(path: Path = WEIGHTS) -> Network:
    """Return the network of a weights file."""
    with np.load(path) as arrays:
        return Network({name: arrays[name] for name in arrays.files})
