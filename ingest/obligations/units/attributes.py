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

from ingest.obligations.units.known import data_lines
from ingest.obligations.vocabulary import ACTS, ADVERBS, SHORT_VERBS, VERBS
from ingest.obligations.words import Words

_FARTHEST = 25
_QUANTIFIERS = frozenset({"các", "những", "mọi", "mỗi", "từng"})
_BREAKS = frozenset({";", ":", "thì", "“", "”"})
_SCALE = 10.0
_MARGIN = 1.0  # of two places that are nearly as good the first is taken: the other is a second act
_LONG = 12  # words; all longer attributes are alike


_KINDS = ("p1", "p2", "n1", "n2", "pn", "0", "0H", "A", "AH", "")


@cache
def _weights() -> dict[str, dict[str, int]]:
    """Return the weights by the kind of a feature, then by its words; features without words stand under ""."""
    tables: dict[str, dict[str, int]] = {kind: {} for kind in _KINDS}
    for line in data_lines("attributes.tsv"):
        feature, weight = line.split("\t")
        kind, blank, words = feature.partition(" ")
        tables[kind if blank else ""][words if blank else feature] = int(weight)
    return tables


def _around(keys: Sequence[str], start: int, head: int, k: int) -> int:
    """Return what the words before and behind place ``k`` weigh, for a head that goes from ``start`` to ``head``."""
    w, before, one, two = _weights(), keys[k - 1], keys[k], f"{keys[k]} {keys[k + 1]}"
    found = w["p1"].get(before, 0) + w["n1"].get(one, 0) + w["n2"].get(two, 0) + w["pn"].get(f"{before}|{one}", 0)
    found += w["p2"].get(f"{keys[k - 2]} {before}" if k - 2 >= start else "", 0)
    shape = two in VERBS, two in ADVERBS, one in SHORT_VERBS
    found += (
        _shape_weight("V", *shape) + _plain_weight("act", two in ACTS or one in ACTS) + _plain_weight("d", min(k - head, _LONG))
    )
    if k == head:
        found += w["0"].get(two, 0) + w["0H"].get(f"{_name(keys, start, head)}|{one}", 0) + _shape_weight("0V", *shape)
    return found


@cache
def _shape_weight(kind: str, *shape: bool) -> int:
    return _weights()[""].get(kind + "".join(f"{one:d}" for one in shape), 0)


@cache
def _plain_weight(kind: str, value: int) -> int:
    return _weights()[""].get(f"{kind}{value:d}", 0)


def _behind(keys: Sequence[str], start: int, head: int) -> int:
    """Return what the words right behind the head weigh for every place further on."""
    w, first, second = _weights(), keys[head], keys[head + 1]
    told = w["A"].get(f"{first} {second}", 0) + w["AH"].get(f"{_name(keys, start, head)}|{first}", 0)
    return told + (w[""].get(f"A,{second}", 0) if first == "," else 0)


def _name(keys: Sequence[str], start: int, head: int) -> str:
    return keys[head - 1] if head - start < 2 else f"{keys[head - 2]} {keys[head - 1]}"


def _may_act(keys: Sequence[str], k: int) -> bool:
    """Whether an act may begin at word ``k``: a known verb or adverb, or two words that began one where the model learned."""
    two = f"{keys[k]} {keys[k + 1]}"
    return two in VERBS or keys[k] in SHORT_VERBS or two in ADVERBS or two in _weights()["n2"]


def act_begins(words: Words, start: int, head: int, end: int) -> tuple[int, float]:
    """Return the word at which the act of the bearer with its head at ``start:head`` begins, and the belief in it; (0, 0.0) if nowhere."""
    return act_place(words.keys, start, head, end)


def act_place(keys: Sequence[str], start: int, head: int, end: int) -> tuple[int, float]:
    """Do the same for ``keys``, from which a modal word may have been taken out."""
    scores: list[tuple[float, int]] = []
    behind: int | None = None
    for k in range(head, min(end - 2, head + _FARTHEST + 1)):
        if keys[k] in _BREAKS:
            break
        if keys[k][0].isalpha() and keys[k] not in _QUANTIFIERS and (k == head or _may_act(keys, k)):
            weight = _around(keys, start, head, k)
            if k > head:
                behind = _behind(keys, start, head) if behind is None else behind
                weight += behind
            scores.append((weight / _SCALE, k))
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
