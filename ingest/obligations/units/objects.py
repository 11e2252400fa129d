"""Where the words end that tell which body an addressee or partner is: "gửi cơ quan quản lý nhà nước về đất đai để tổng hợp".

Behind a class noun in the place of an object neither a marker nor a verb shows the end. A log-linear model over the words around each
place answers (provenance in ``data/objects.tsv``): what may stand inside a description was learned from bearers, whose end a modal word
shows; what may follow an object, from the words behind full names.

1. The answer is a place between the head and ``_FARTHEST`` words behind it, with the model's belief; no mark but a comma is crossed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from ingest.obligations import cues
from ingest.obligations.units.heads import is_verb, starts_unit
from ingest.obligations.units.known import data_lines
from ingest.obligations.units.lists import next_unit
from ingest.obligations.vocabulary import ADVERBS, ATTRIBUTES, QUANTIFIERS, SHORT_VERBS, VERBS
from ingest.obligations.words import Words

_FARTHEST = 22
_ENDS = frozenset({"để", "theo"})  # nothing behind them tells which body is meant
_BREAKS = frozenset(';:."“”()?!')
_SEPARATORS = frozenset({",", "và", "hoặc", "/", "cùng"})
_SCALE = 10.0
_FEW = 2
_LONG = 10  # words; all longer descriptions are alike


@cache
def _weights() -> dict[str, int]:
    pairs = (line.split("\t") for line in data_lines("objects.tsv"))
    return {feature: int(weight) for feature, weight in pairs}


def features(link: str, keys: Sequence[str], start: int, head: int, k: int, unit: bool) -> list[str]:
    """Return what the model sees of place ``k``; ``link``: P behind "phối hợp với", D directly behind a verb, L behind "cho", "đến"."""
    one = keys[k] if k < len(keys) else "$"
    two, three = " ".join(keys[k : k + 2]), " ".join(keys[k : k + 3])
    before, pair = keys[k - 1], " ".join(keys[max(start, k - 2) : k])
    name = " ".join(keys[max(start, head - 2) : head])
    told = k - head >= _FEW and (pair in ATTRIBUTES or " ".join(keys[k - 3 : k]) in ATTRIBUTES)
    shape = f"{pair in VERBS or before in SHORT_VERBS:d}{two in VERBS:d}{one in SHORT_VERBS:d}{two in ADVERBS:d}{told:d}"
    found = [
        f"n1 {one}",
        f"n2 {two}",
        f"n3 {three}",
        f"{link}n1 {one}",
        f"{link}n2 {two}",
        f"u{one in _SEPARATORS:d}{unit:d}",
        f"p1 {before}",
        f"p2 {pair}",
        f"pn {before}|{one}",
        f"pnn {before}|{two}",
        f"d{min(k - head, _LONG)}",
        f"c{min(2, sum(key == ',' for key in keys[head:k]))}",
        f"s{shape}{link}",
        f"s{shape}{one}",
        f"sd{shape}{k == head:d}{min(k - head, 4)}",
    ]
    if k == head:
        return [*found, f"0 {name}|{one}", f"0n {two}", f"0{link}", f"0H {name}"]
    return [*found, f"A {name}|{keys[head]}", f"A2 {' '.join(keys[head : head + 2])}", f"A{link}"]


def _leaves(words: Words, k: int) -> bool:
    """Whether another thing or a new part of the sentence begins behind the mark at ``k``: "và các phương thức", ", căn cứ Luật"."""
    if words.keys[k] not in _SEPARATORS:
        return False
    return words.longest(k + 1, QUANTIFIERS, 2) > 0 or cues.ADJUNCT.match(words.key_text, words.ends[k - 1]) is not None


def object_end(words: Words, start: int, head: int, limit: int, link: str) -> tuple[int, float]:
    """Return where the description of the class noun at ``start:head`` ends, and the belief in it."""
    keys, weights = words.keys[:limit], _weights()
    scores: list[tuple[float, int]] = []
    for k in range(head, min(len(keys), head + _FARTHEST) + 1):
        unit = k < len(keys) - 1 and keys[k] in _SEPARATORS and starts_unit(words, k + 1)
        scores.append((sum(weights.get(f, 0) for f in features(link, keys, start, head, k, unit)) / _SCALE, k))
        if k < len(keys) and (keys[k] in _BREAKS or keys[k] in _ENDS or next_unit(words, start, k) or _leaves(words, k)):
            break
    best = max(scores)[0]
    place = next(k for score, k in scores if score == best)
    return place, 1 / sum(math.exp(score - best) for score, _ in scores)


_CITED = re.compile(
    r" quy định tại (?:(?:các |(?:điểm|khoản|điều) )[\w,]+(?: [\w,]+)*? )??"
    r"(?:[\w,]+ ){0,9}?(?:này|điều \d+[a-zđ]?(?! (?:của|và|hoặc|,)))(?!\w)"
)
_CLAUSES = frozenset({"đã", "đang"})
_CLAUSE_WORDS = 14
_CLAUSE_ENDS = frozenset("để theo trong về qua kèm bằng xem trước sau nhằm đồng biết".split())


def told_end(words: Words, i: int, limit: int) -> int:
    """Return where the words end that tell which body is meant: "đã ra quyết định", "quy định tại khoản 2 Điều này"."""
    if i >= limit:
        return i
    if words.phrase(i, 3) == "quy định tại" and (match := _CITED.match(words.key_text, words.ends[i - 1])):
        return min(limit, words.at(match.end()))
    if words.keys[i] not in _CLAUSES:
        return i
    for k in range(i + 2, min(limit, i + _CLAUSE_WORDS) + 1):
        if k == limit or words.keys[k] in _BREAKS or words.keys[k] in _CLAUSE_ENDS:
            return k
        if words.keys[k] in _SEPARATORS and not is_verb(words, k + 1):
            return k
    return i
