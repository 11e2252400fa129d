"""A provision as words with their place, compared by search keys; sentences and label of a provision.

1. ``text[starts[i]:ends[i]]`` is word ``i``; ``keys[i]`` is its key (lower case, one tone style), of the same text.
2. Sentences never cut a quotation, a parenthesis, an abbreviation, a number or a date; together they hold every word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

from corpus.vietnamese import one_tone_style

_WORD = re.compile(r"([^\W_]+(?:&[^\W_]+)*|[^\w\s])")
LABEL = re.compile(
    r"\s*(?:©\)|Điều\s+\d+[a-zđ]?(?:\.[\dA-ZĐ]+)*\s*[.:]|(?:\d+\.)+\d*\)?(?=\s|[^\W\d])|\d+\)|\(?[ivx]{1,5}\)\.?|"
    r"[ivxIVX]{1,5}\.(?=\s)|[a-zđ]\d?(?:\.\d+)*[.)](?=\s|[^\W\d])|[-+*•–—](?=\s|\w))\s*"
)
_BREAK = re.compile(
    r"[\n.…!?;“\"”(){}\[\]](?:"  # the set of first letters opens the pattern: such sets are found fast
    r"(?<=\n)(?:\s*\n|(?=[ \t]*(?:[-+•*–]|\d+\.|[a-zđ]\))[ \t]))"
    r"|(?<=[^\s.][.…!?])(?:(?<=\.)\.{0,2}|(?<!\.))(?:/\.)?(?=\s+[\"“'(]?[A-ZÀ-ỸĐ0-9-])"
    r"|(?<=[;“\"”(){}\[\]])|(?<=\.)/\.)"
)
_ABBREVIATED = re.compile(r"(?:\b(?:TP|Tp|ThS|TS|GS|PGS|BS|KS|St|v\.v|vv|Mr|đ/c|[A-ZĐ]|\d{1,2}))$")
_CLOSERS = {"(": ")", "“": "”", "[": "]", "{": "}", '"': '"'}


class _Lengths(dict[frozenset[str], dict[str, tuple[int, ...]]]):
    """For each set of phrases and each first word the lengths of those that begin with it, longest first."""

    def __missing__(self, phrases: frozenset[str]) -> dict[str, tuple[int, ...]]:
        table: dict[str, set[int]] = {}
        for phrase in phrases:
            parts = phrase.split()
            table.setdefault(parts[0], set()).add(len(parts))
        self[phrases] = made = {first: tuple(sorted(lengths, reverse=True)) for first, lengths in table.items()}
        return made


_LENGTHS = _Lengths()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of ``text`` in order; ``heads``, ``lists`` and ``cores`` keep what was found there: the same is looked at often."""

    text: str
    key_text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: dict[int, tuple[int, str]] = field(default_factory=dict, compare=False, repr=False)
    lists: dict[tuple[int, int], Any] = field(default_factory=dict, compare=False, repr=False)
    cores: dict[tuple[int, int], Any] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    def raw(self, i: int) -> str:
        """Return word ``i`` as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def is_capital(self, i: int) -> bool:
        """Whether word ``i`` begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def at(self, offset: int) -> int:
        """Return the index of the first word that starts at or after ``offset``."""
        return bisect_left(self.starts, offset)

    def phrase(self, i: int, count: int) -> str:
        """Return ``count`` keys from ``i`` joined by spaces."""
        return " ".join(self.keys[i : i + count])

    def longest(self, i: int, phrases: frozenset[str], most: int = 9) -> int:
        """Return how many words from ``i`` make the longest entry of ``phrases``, ``most`` at most; 0 if none."""
        keys = self.keys
        if i >= len(keys):
            return 0
        lengths = _LENGTHS[phrases].get(keys[i])
        if lengths is None:
            return 0
        for count in lengths:
            if count <= most and (count == 1 or (i + count <= len(keys) and " ".join(keys[i : i + count]) in phrases)):
                return count
        return 0


_BLANKS = "\n\t\r\u00a0"  # printed lines break inside sentences


def read_words(text: str) -> Words:
    """Return the words of ``text``; keys are compared, offsets refer to ``text``."""
    plain = text.replace("İ", "I")  # the one letter whose small form is two
    key_text = one_tone_style(plain).lower()
    if len(key_text) != len(text):
        key_text = plain.lower()
    for blank in _BLANKS:
        key_text = key_text.replace(blank, " ")
    parts = _WORD.split(key_text)  # what stands between words, and the words, by turns
    edges = tuple(accumulate(map(len, parts)))
    return Words(text, key_text, tuple(parts[1::2]), edges[:-1:2], edges[1::2])


@lru_cache(64)
def read_line(line: str) -> Words:
    """Return the words of a lead-in's line: several look at it, for every provision below it."""
    return read_words(line)


def after_label(text: str, start: int = 0) -> int:
    """Return where the words after a leading label ("a)", "2.1.", "-") begin."""
    match = LABEL.match(text, start)
    return match.end() if match else start


@dataclass(frozen=True, slots=True)
class Sentence:
    """``start:end`` without label and closing marks; ``joined`` when it follows a semicolon."""

    start: int
    end: int
    joined: bool = False
    lead: bool = False


_CLOSING = ' \t\n.;…,/:”"'


def _trim(text: str, start: int, end: int, joined: bool) -> Sentence | None:
    while start < end and text[start] in ' \t\n;,.“"':
        start += 1
    start = after_label(text, start)
    lead = text[start:end].rstrip(" \t\n;.").endswith(":")
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return Sentence(start, end, joined, lead) if end > start else None


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of ``text``, pieces after semicolons apart."""
    pieces: list[Sentence] = []
    start, joined, closer = after_label(text), False, ""
    if text[start : start + 1] in {"“", '"'} and text.rstrip(' .;”"').count(text[start]) == 1:
        start = after_label(text, start + 1)  # quoted new text of an amendment: its own sentences count
    for match in _BREAK.finditer(text, start):
        mark = match[0]
        if closer:
            closer = "" if mark == closer or mark.startswith("\n\n") else closer
            continue
        if mark in _CLOSERS:
            closer = _CLOSERS[mark] if text.find(_CLOSERS[mark], match.end()) >= 0 else ""
            continue
        if mark in ")]}”":
            continue
        if mark == "." and _ABBREVIATED.search(text[max(start, match.start() - 6) : match.start()]):
            continue
        piece = _trim(text, start, match.start(), joined)
        if piece:
            pieces.append(piece)
        start, joined = match.end(), mark == ";"
    piece = _trim(text, start, len(text), joined)
    return (*pieces, piece) if piece else tuple(pieces)
