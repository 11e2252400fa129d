"""Where the attribute of a class bearer ends and its act begins, when no modal word stands between them.

"Cơ quan giao nhiệm vụ tổ chức thẩm định", "Tổ chức đề nghị cấp phép gửi hồ sơ": which of the verbs is the act no list tells. A log-linear
model over the words around each place answers; it learned from clauses of the codified law whose modal word was taken out (provenance in
``data/attributes.tsv``).

1. The answer is a word behind the head, with the model's share of belief in it; punctuation and quantifiers begin no act.
2. Beyond ``_FARTHEST`` words nothing is looked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.obligations.vocabulary import ACTS, ADVERBS, SHORT_VERBS, VERBS
from ingest.obligations.words import Words

_FARTHEST = 25
_QUANTIFIERS = frozenset({"các", "những", "mọi", "mỗi", "từng"})
_BREAKS = frozenset({";", ":", "thì", "“", "”"})
_SCALE = 10.0
_MARGIN = 1.0  # of two places that are nearly as good the first is taken: the other is a second act
_LONG = 12  # words; all longer attributes are alike


@cache
def _weights() -> dict[str, int]:
    lines = (Path(__file__).parent / "data" / "attributes.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {feature: int(weight) for feature, weight in pairs}


def _features(keys: Sequence[str], start: int, head: int, k: int) -> list[str]:
    """Return what the model sees of place ``k`` behind a head that goes from ``start`` to ``head``."""
    before, one = keys[k - 1], keys[k]
    two, pair = " ".join(keys[k : k + 2]), " ".join(keys[max(start, k - 2) : k])
    shape = f"{two in VERBS:d}{two in ADVERBS:d}{one in SHORT_VERBS:d}"
    found = [
        f"p1 {before}",
        f"p2 {pair}" if k - 2 >= start else "p2 ",
        f"n1 {one}",
        f"n2 {two}",
        f"pn {before}|{one}",
        f"V{shape}",
        f"act{two in ACTS or one in ACTS:d}",
        f"d{min(k - head, _LONG)}",
    ]
    name = keys[head - 1] if head - start < 2 else f"{keys[head - 2]} {keys[head - 1]}"
    if k == head:
        return [*found, f"0 {two}", f"0H {name}|{one}", f"0V{shape}"]
    first = keys[head]
    return [*found, f"A {first} {keys[head + 1]}", f"AH {name}|{first}", *([f"A,{keys[head + 1]}"] if first == "," else ())]


def _may_act(keys: Sequence[str], k: int) -> bool:
    """Whether an act may begin at word ``k``: a known verb or adverb, or two words that began one where the model learned."""
    two = f"{keys[k]} {keys[k + 1]}"
    return two in VERBS or keys[k] in SHORT_VERBS or two in ADVERBS or f"n2 {two}" in _weights()


def act_begins(words: Words, start: int, head: int, end: int) -> tuple[int, float]:
    """Return the word at which the act of the bearer with its head at ``start:head`` begins, and the belief in it; (0, 0.0) if nowhere."""
    keys, weights = words.keys, _weights()
    scores: list[tuple[float, int]] = []
    for k in range(head, min(end - 2, head + _FARTHEST + 1)):
        if keys[k] in _BREAKS:
            break
        if keys[k][0].isalpha() and keys[k] not in _QUANTIFIERS and (k == head or _may_act(keys, k)):
            scores.append((sum(weights.get(f, 0) for f in _features(keys, start, head, k)) / _SCALE, k))
    if not scores:
        return 0, 0.0
    best = max(scores)[0]
    place = next(k for score, k in scores if score >= best - _MARGIN)
    near = sum(math.exp(score - best) for score, k in scores if k >= place and score >= best - _MARGIN)
    return place, near / sum(math.exp(score - best) for score, _ in scores)


_PROVIDES = re.compile(
    r"tổ chức (?:cung cấp|cung ứng|khai thác|đấu giá|vận hành|đánh giá|tiếp nhận|thu|kiểm tra|giám sát|điều tra|đào tạo|"
    r"bồi dưỡng|nghiên cứu|thẩm định)"
    r"(?=(?P<rest> [^,.;:]{3,140}? (?:phải|có trách nhiệm|có nghĩa vụ|có quyền|không được|chịu trách nhiệm)(?!\w))?)"
)
_SURELY = 0.85  # the belief in an act further on that makes "tổ chức" a body
_DESCRIBED = 4  # words of "tổ chức cung cấp" at least before that act


def provides(words: Words, i: int) -> bool:
    """Whether "tổ chức cung cấp ..." opens a clause as a body: what it must do, or another act, follows."""
    opens = i == 0 or words.keys[i - 1] in {".", ";", ",", "thì", "các", ")", "-"}
    match = _PROVIDES.match(words.key_text, words.starts[i]) if opens else None
    if match is None:
        return False
    if match["rest"]:
        return True
    act, belief = act_begins(words, i, i + 2, len(words))
    return (
        belief >= _SURELY
        and act - i > _DESCRIBED
        and (words.longest(act, VERBS, 3) > 0 or words.keys[act] in SHORT_VERBS)
        and words.keys[act - 1] not in {"việc", "và", ",", "để"}
    )
