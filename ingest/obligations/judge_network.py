"""The learned reader of duties: a small network that tells for every word whether it opens or continues a duty, and of which modality.

A convolution over embeddings of syllables and of pairs of syllables, four dilated ones behind it, and the lead-ins folded into one
vector; trained to read as a larger encoder does (``eval/judge``), evaluated with numpy.

1. The same words and lead-ins give the same answer, whatever stood before them; read beside others they give it but for rounding.
2. Lead-ins are read once for all provisions below them.
3. A text without words has no scores; words that are not in the vocabulary are read by their shape.

Provisions of a block stand end to end with rows of zeros between them, as far as the widest convolution reaches: nothing is padded to the
longest, and each product is one for all.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from ingest.obligations.words import Words, read_line

Floats: TypeAlias = npt.NDArray[np.float32]
Codes: TypeAlias = npt.NDArray[np.int64]
Asked: TypeAlias = tuple[Words, str]  # a provision and its lead-ins

WEIGHTS: Final = Path(__file__).parent / "data" / "judge.npz"
# Tags: 0 is none, 1 + 2m opens a duty of modality m, 2 + 2m continues it.
TAGS: Final = 9
_UNKNOWN, _NEW_LINE, _DIGITS, _MIXED, _FIRST_WORD = 1, 5, 6, 13, 14
_MOST_DIGITS = 6
_CASE_BITS = 13  # of a code: the word below, how it is written above
_NOTHING: Final = 5 << _CASE_BITS  # the code of a row of zeros: no word, no way of writing
_LEAD_WORDS, _NEAR_WORDS = 96, 32
_LAYERS = 4
_WIDE, _NARROW = 5, 3  # taps of the first convolution and of that over lead-ins, taps of a layer
_APART: Final = 1 << (_LAYERS - 1)  # rows of zeros between provisions: how far the last layer reaches
_LEADS_KEPT = 512
_LINES_KEPT = 2048
_WORDS_KEPT = 50_000
_MOST_WORDS = 4000  # of one provision
_BLOCK = 640  # words read at once: what a layer works on stays in the processor's cache
_ROOM = 1024  # rows that are kept for it


class Network:
    """Weights and what is needed to read with them."""

    def __init__(self, arrays: dict[str, npt.NDArray[Any]]) -> None:
        """Take the arrays of a weights file."""
        words = bytes(arrays["vocabulary"]).decode("utf-8").split("\n")
        self._codes = {word: code for code, word in enumerate(words, _FIRST_WORD)}
        self._words = arrays["words"].astype(np.float32) * arrays["words_scale"].astype(np.float32)
        self._words[0] = 0
        self._pairs = _with_zeros(arrays["pairs"].astype(np.float32) * arrays["pairs_scale"].astype(np.float32))
        taken = {"vocabulary", "words", "words_scale", "pairs", "pairs_scale"}
        w: dict[str, Floats] = {name: value.astype(np.float32) for name, value in arrays.items() if name not in taken}
        self._w, self._cases = w, _with_zeros(w["cases"])
        size, first = self._words.shape[1], _side_by_side(w["first"], _WIDE)
        self._first_of_words: Floats = self._words @ first[:size]  # what each word gives to the taps is worked out once
        self._first_of_rest: Floats = np.concatenate((first[size:], w["cases"] @ first[:size]))
        self._is_case: Floats = _with_zeros(np.eye(len(w["cases"]), dtype=np.float32))
        self._lead_taps = _side_by_side(w["lead"], _WIDE)
        self._layers = [np.concatenate((w[f"layer{k}"], w[f"layer{k}_bias"][None])) for k in range(_LAYERS)]
        self._head, self._head_bias = np.ascontiguousarray(w["head"].T), w["head_bias"][:, None]
        self._blas = ThreadpoolController().select(user_api="blas").lib_controllers
        self._lock, self._room = Lock(), _Room()
        self._read_before: dict[str, int] = {}
        self._leads: OrderedDict[str, Floats] = OrderedDict()
        self._line_codes = lru_cache(_LINES_KEPT)(self._codes_of_line)

    def scores_of(self, asked: Sequence[Asked]) -> list[Floats]:
        """Return for each provision the log-probability of every tag for every word, many read at once."""
        with self._lock, self._on_one_core():
            return [scores for block in _blocks(asked) for scores in self._of_block(block)]

    @contextmanager
    def _on_one_core(self) -> Iterator[None]:
        """Products this small only lose by threads."""
        before = [library.num_threads for library in self._blas]
        try:
            for library in self._blas:
                library.set_num_threads(1)
            yield
        finally:
            for library, count in zip(self._blas, before, strict=True):
                library.set_num_threads(count)

    def _of_block(self, asked: Sequence[Asked]) -> list[Floats]:
        codes, spans, gaps = _end_to_end([self._read(words, min(len(words), _MOST_WORDS)) for words, _ in asked], _APART)
        h = self._first(codes)
        for span, (_, context) in zip(spans, asked, strict=True):
            h[span] += self._lead(context)
        np.maximum(h, self._room.of("zeros", len(h), h.shape[1]), out=h)  # an array of zeros: three times as fast as a number
        for layer in range(_LAYERS):
            _clear(h, gaps)
            self._add_layer(h, layer)
            if layer == 1:
                for span in spans:
                    if span.stop > span.start:
                        h[span] += h[span].max(axis=0) @ self._w["whole"]
        out: Floats = self._head @ h.T + self._head_bias  # a row a tag: sums over tags are sums of rows
        out -= out.max(axis=0)
        out -= np.log(np.exp(out).sum(axis=0))
        return [out[:, span].T for span in spans]

    def _first(self, codes: Codes) -> Floats:
        """Return the first convolution of the words, without what is added to all."""
        words, cases = codes & (1 << _CASE_BITS) - 1, codes >> _CASE_BITS
        known = self._room.of("known", len(codes), len(self._first_of_rest))
        size = self._pairs.shape[1]
        known[:, :size] = self._pairs[_pair_codes(words, len(self._pairs) - 1)]
        known[:, size:] = self._is_case[cases]
        taps = np.matmul(known, self._first_of_rest, out=self._room.of("taps", len(codes), self._first_of_rest.shape[1]))
        taps += self._first_of_words[words]
        return _summed(taps)

    def _add_layer(self, h: Floats, layer: int) -> None:
        """Add to the rows what a layer makes of them and of their neighbours; a last column of ones carries the bias."""
        size, step, count = h.shape[1], 1 << layer, len(h) - 2 * _APART
        side = self._room.of("side by side", count, _NARROW * size + 1, np.ones)
        for tap in range(_NARROW):
            first = _APART + (tap - 1) * step
            side[:, tap * size : (tap + 1) * size] = h[first : first + count]
        made = np.matmul(side, self._layers[layer], out=self._room.of("made", count, size))
        np.maximum(made, self._room.of("zeros", count, size), out=made)
        h[_APART : _APART + count] += made

    def _lead(self, context: str) -> Floats:
        """Return the vector of the lead-ins; each is read by itself, so that it never depends on what stood beside it."""
        known = self._leads.get(context)
        if known is not None:
            self._leads.move_to_end(context)
            return known
        w, lead = self._w, self._lead_words(context)
        pooled = np.zeros(len(w["lead_out"]), np.float32)
        if lead:
            codes, (span,), _ = _end_to_end([lead], _WIDE // 2)
            h = _summed(self._features(codes) @ self._lead_taps)[span]
            h += w["lead_bias"]
            np.maximum(h, 0, out=h)
            np.concatenate((h.max(axis=0), h[-_NEAR_WORDS:].max(axis=0)), out=pooled)
        found: Floats = pooled @ w["lead_out"]
        found += w["first_bias"]
        self._leads[context] = found
        if len(self._leads) > _LEADS_KEPT:
            self._leads.popitem(last=False)
        return found

    def _features(self, codes: Codes) -> Floats:
        words, cases = codes & (1 << _CASE_BITS) - 1, codes >> _CASE_BITS
        pairs = self._pairs[_pair_codes(words, len(self._pairs) - 1)]
        return np.concatenate((self._words[words] + self._cases[cases], pairs), axis=1)

    def _lead_words(self, context: str) -> list[int]:
        codes: list[int] = []
        for line in context.split("\n"):
            if line.strip():
                codes += self._line_codes(line)
        return codes[-_LEAD_WORDS:]

    def _codes_of_line(self, line: str) -> tuple[int, ...]:
        return *self._read(words := read_line(line), len(words)), _NEW_LINE

    def _read(self, words: Words, count: int) -> list[int]:
        """Return the codes of the first ``count`` words."""
        known, text = self._read_before, words.text
        written = [text[start:end] for start, end in zip(words.starts[:count], words.ends, strict=False)]
        codes = [known.get(word, 0) for word in written]
        if not all(codes):
            if len(known) > _WORDS_KEPT:
                known.clear()
            for i, (word, code) in enumerate(zip(written, codes, strict=True)):
                if not code:
                    key = words.keys[i]
                    codes[i] = known[word] = (self._codes.get(key) or word_shape(key)) | word_case(word) << _CASE_BITS
        return codes


class _Room:
    """Arrays that are written anew for every block: fetching memory for each would cost more than some of the products."""

    def __init__(self) -> None:
        self._arrays: dict[str, Floats] = {}

    def of(self, name: str, rows: int, columns: int, fill: Callable[..., Floats] = np.zeros) -> Floats:
        """Return the array of this name; it holds what was last written there, at first what ``fill`` writes."""
        kept = self._arrays.get(name)
        if kept is None or len(kept) < rows:
            kept = fill((max(rows, _ROOM), columns), np.float32)
            if rows <= _ROOM:
                self._arrays[name] = kept
        return kept[:rows]


def _blocks(asked: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    """Yield the provisions in their order, about ``_BLOCK`` words a time."""
    first = held = 0
    for place, (words, _) in enumerate(asked):
        if place > first and held + len(words) > _BLOCK:
            yield asked[first:place]
            first, held = place, 0
        held += len(words)
    if asked:
        yield asked[first:]


def _end_to_end(parts: Sequence[Sequence[int]], apart: int) -> tuple[Codes, list[slice], list[slice]]:
    """Return the parts with rows of nothing before, between and behind them, where each stands, and where nothing does."""
    codes, spans = [_NOTHING] * apart, []
    for part in parts:
        first = len(codes)
        codes += part
        spans.append(slice(first, len(codes)))
        codes += [_NOTHING] * apart
    gaps = [slice(0, apart), *(slice(span.stop, span.stop + apart) for span in spans)]
    return np.array(codes, np.int64), spans, gaps


def _clear(rows: Floats, gaps: Sequence[slice]) -> None:
    for gap in gaps:
        rows[gap] = 0


def _with_zeros(table: Floats) -> Floats:
    """Return the table with a row of zeros behind it."""
    return np.concatenate((table, np.zeros_like(table[:1])))


def _side_by_side(weights: Floats, width: int) -> Floats:
    """Return the weights of a convolution, shape (width * inputs, outputs), as (inputs, width * outputs): one product gives every tap."""
    inputs, outputs = len(weights) // width, weights.shape[1]
    return np.ascontiguousarray(weights.reshape(width, inputs, outputs).transpose(1, 0, 2).reshape(inputs, width * outputs))


def _summed(products: Floats) -> Floats:
    """Return the sums of the taps (products of rows, side by side), each from its neighbour; the outermost rows are zeros."""
    reach = _WIDE // 2
    taps = products.reshape(len(products), _WIDE, -1)
    out = np.zeros_like(taps[:, 0])
    inner, count = out[reach:-reach], len(products) - 2 * reach
    np.add(taps[:count, 0], taps[1 : count + 1, 1], out=inner)
    for tap in range(2, _WIDE):
        inner += taps[tap : count + tap, tap]
    return out


def _pair_codes(words: Codes, size: int) -> Codes:
    """Return the code of each word with the one before it; ``size`` where there is no word."""
    before = np.zeros_like(words)
    before[1:] = words[:-1]
    found: Codes = np.where(words == 0, size, (before * 31 + words * 17) % size)
    return found


def word_shape(key: str) -> int:
    """Return the code of a word that is not in the vocabulary: by its number of digits, mixed or unknown."""
    if key.isdigit():
        return _DIGITS + min(len(key), _MOST_DIGITS) - 1
    return _MIXED if any(c.isdigit() for c in key) else _UNKNOWN


def word_case(word: str) -> int:
    """Return how a word is written: 0 in lower case, 1 with a capital, 2 in capitals, 3 no letter."""
    first = word[:1]
    if not first.isalpha():
        return 3
    if first.islower():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def load(path: Path = WEIGHTS) -> Network:
    """Return the network of a weights file."""
    with np.load(path) as arrays:
        return Network({name: arrays[name] for name in arrays.files})
