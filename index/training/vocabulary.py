"""The static model's vocabulary: syllables, and runs of two to four syllables that belong together.

A static model sees a bag of tokens, so what is one thing should be one token ("giấy phép xây dựng"). Runs are chosen by how much
likelier they are than their parts (count times pointwise mutual information); a unigram model cuts a text into its likeliest tokens,
in Rust, for questions and passages alike.

1. The same texts give the same tokenizer.
2. Case and tone style do not matter: both tone styles of a run are tokens and share one vector (``twins``).
3. Any text can be cut; what is unknown falls into letters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.vietnamese import one_tone_style

Ints: TypeAlias = npt.NDArray[np.int64]

_SPACE: Final = "▁"
_UNKNOWN: Final = "<unk>"
# Chosen only where nothing longer fits.
_LETTER_SCORE: Final = -25.0
_LONGEST_RUN: Final = 4
_LEAST_SYLLABLE: Final = 5
_LEAST_RUN: Final = 20
_LEAST_LETTER: Final = 3
# Pointwise mutual information below which a run is just neighbours.
_LEAST_TIE: Final = 1.0
_BREAKS: Final = r" *[^\w ]+ *|  +"
# Function words join anything; a run that begins or ends with one is no unit.
_FUNCTION_WORDS: Final = frozenset(
    "của và các những được cho là theo tại trong có không này đó do từ với về để khi phải bị đã mà ở thì hoặc trên như một số đến "
    "bằng vào việc".split()
)
# fmt: off
_OLD_TONES: Final = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}
# fmt: on
_NEW_TONE: Final = re.compile(rf"(?<!q)(?:{'|'.join(_OLD_TONES)})(?!\w)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A tokenizer (``tokenizers.Tokenizer``) and the pairs of token numbers (new, old tone style) that share a vector."""

    tokenizer: Any
    twins: tuple[tuple[int, int], ...]


def _normalizer() -> Any:  # noqa: ANN401  (tokenizers' classes are untyped)
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [normalizers.NFC(), normalizers.Lowercase(), normalizers.Replace(Regex(_BREAKS), "\n"), normalizers.Strip()]
    )


def _pre_tokenizer() -> Any:  # noqa: ANN401
    from tokenizers import pre_tokenizers

    joined = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always", split=False)
    return pre_tokenizers.Sequence([pre_tokenizers.Split("\n", "removed"), joined])


def _numbered(texts: Iterable[str]) -> tuple[Ints, list[str]]:
    """Return all syllables as numbers, -1 between pieces, and the syllables' spellings."""
    normalizer, break_ = _normalizer(), re.compile(r"[^\n ]+|\n")
    numbers: dict[str, int] = {}
    flat: list[int] = []
    for text in texts:
        for part in break_.findall(one_tone_style(normalizer.normalize_str(text))):
            flat.append(-1 if part == "\n" else numbers.setdefault(part, len(numbers)))
        flat.append(-1)
    return np.array(flat, np.int64), list(numbers)


def _runs(flat: Ints, names: list[str]) -> Iterator[tuple[float, int, tuple[str, ...]]]:
    """Yield (gain, count, syllables) of every run that holds together, longest last."""
    single = np.bincount(flat[flat >= 0], minlength=len(names))
    total, size = float(single.sum()), len(names)
    runs: list[tuple[str, ...]] = [(name,) for name in names]
    counts, current = single.astype(np.float64), flat
    for length in range(2, _LONGEST_RUN + 1):
        last = flat[length - 1 :]
        begin = current[: len(last)]
        keys = np.where((begin >= 0) & (last >= 0), begin * size + last, -1)
        known, place, number = np.unique(keys, return_inverse=True, return_counts=True)
        kept = (number >= _LEAST_RUN) & (known >= 0)
        heads, tails, number = known[kept] // size, known[kept] % size, number[kept]
        renumbered = np.full(len(known), -1)
        renumbered[kept] = np.arange(len(number))
        current = renumbered[place]
        tie = np.log(number * total / (counts[heads] * single[tails]))
        runs = [(*runs[head], names[tail]) for head, tail in zip(heads.tolist(), tails.tolist(), strict=True)]
        counts = number.astype(np.float64)
        for run, count, bond in zip(runs, number.tolist(), tie.tolist(), strict=True):
            if bond > _LEAST_TIE and run[0] not in _FUNCTION_WORDS and run[-1] not in _FUNCTION_WORDS:
                yield count * bond, count, run


def build_vocabulary(texts: Iterable[str], size: int) -> Vocabulary:
    """Return a vocabulary of about ``size`` tokens for the texts."""
    from tokenizers import Tokenizer, models

    flat, names = _numbered(texts)
    counts = np.bincount(flat[flat >= 0], minlength=len(names)).tolist()
    total = float(sum(counts))
    syllables = {f"{_SPACE}{name}": count for name, count in zip(names, counts, strict=True) if count >= _LEAST_SYLLABLE}
    letters = Counter({_SPACE: _LEAST_LETTER})
    for name, count in zip(names, counts, strict=True):
        letters.update(dict.fromkeys(name, count))
    runs = sorted(_runs(flat, names), key=lambda found: (-found[0], found[2]))
    room = max(0, size - len(syllables) - len(letters) - 1)
    scores = {token: math.log(count / total) for token, count in syllables.items()}
    scores |= {"".join(_SPACE + part for part in run): math.log(count / total) for _gain, count, run in runs[:room]}
    twins = {token: twin for token in scores if (twin := _NEW_TONE.sub(lambda found: _OLD_TONES[found.group()], token)) != token}
    scores |= {twin: scores[token] for token, twin in twins.items()}
    for letter, count in sorted(letters.items()):
        if count >= _LEAST_LETTER and letter not in scores:
            scores[letter] = _LETTER_SCORE
    tokenizer: Any = Tokenizer(models.Unigram([(_UNKNOWN, 0.0), *scores.items()], unk_id=0, byte_fallback=False))
    tokenizer.normalizer, tokenizer.pre_tokenizer = _normalizer(), _pre_tokenizer()
    number = tokenizer.token_to_id
    return Vocabulary(tokenizer, tuple((number(token), number(twin)) for token, twin in twins.items()))
