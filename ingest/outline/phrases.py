"""Changes of words: which phrase gives way to which, in which places.

"cụm từ “a” bằng cụm từ “b” tại X", "“a” tại X và “c” tại Y bằng “b”", "bỏ cụm từ “a” tại X". The new phrase is the one behind
"bằng" or "thành"; an old phrase is changed in the places named behind it, before the next old one. One without places of its
own shares those of the next.

1. Each pair is read with its own places; a phrase without a new one is none, except where phrases are deleted.
2. Places of several documents are told apart by the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.outline.named import by_document
from ingest.outline.targets import addresses_in, inside

PHRASE: Final = re.compile(r"(?:cụm từ|các từ|từ|số hiệu|cụm số|dấu|đoạn)\s*:?\s*(?=[“\"])", re.IGNORECASE)
QUOTE: Final = re.compile(r"[“\"]([^“”\"]*)[”\"]")
_BY: Final = re.compile(r"\b(?:bằng|thành)\s+(?:các\s+)?(?:cụm\s+)?(?:từ|số|số hiệu|dấu|đoạn)?\s*:?\s*$", re.IGNORECASE)
_PHRASE_WORDS: Final = re.compile(r"cụm từ|các từ|từ|bằng|thành|và|toàn bộ|toàn văn|trong|[\s,.;:]", re.IGNORECASE)
_ANCHOR: Final = re.compile(r"(?P<where>sau|trước)\s+(?:các\s+)?(?:cụm\s+)?(?:từ|dấu|số)?\s*:?\s*$", re.IGNORECASE)
# What stands before a phrase; other quoted words are names ("mục 2 “Phương pháp tính”").
_OPENS: Final = re.compile(r"(?:^|từ|số|hiệu|dấu|đoạn|bằng|thành|và|hoặc|[,;:/])\s*$", re.IGNORECASE)
_INNER: Final = ("khoan-", "diem-", "tiet-", "gach-", "doan-", "muc-")


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """``old`` becomes ``new`` (empty: is deleted) at ``place`` of ``document`` (empty: the one that is known from elsewhere)."""

    old: str
    new: str
    place: str
    document: str = ""


@dataclass(slots=True)
class _Old:
    """An old phrase with the words behind it, before the next phrase."""

    phrase: str
    behind: str
    new: str | None = None


def phrases_in(verb: str, words: str, base: str, shared: Sequence[str]) -> Iterator[PhraseChange]:
    """Yield what the words behind ``verb`` change; ``shared`` are the places of phrases that name none."""
    if verb == "bổ sung":
        yield from _added(words, base, shared)
        return
    deletes = verb.startswith(("bỏ", "bãi", "hủy", "huỷ"))
    olds = _olds(words, deletes=deletes)
    rest = "".join(old.behind for old in olds)
    fallback = list(shared) or ([base] if base or not _PHRASE_WORDS.sub("", rest) else [])
    places: list[tuple[str, str]] = []
    found: list[PhraseChange] = []
    for old in reversed(olds):
        own = [(_whole(place, places), document) for place, document in _places(old.behind, base)]
        places = own or places or [(place, "") for place in fallback]
        if old.new is not None:
            found = [PhraseChange(old.phrase, old.new, place, document) for place, document in places] + found
    yield from found


def _olds(words: str, *, deletes: bool) -> list[_Old]:
    """Return the old phrases in order, each with its new one: the next phrase behind "bằng"."""
    olds: list[_Old] = []
    waiting: list[_Old] = []
    matches = _phrases(words)
    for index, match in enumerate(matches):
        before = words[matches[index - 1].end() if index else 0 : match.start()]
        behind = words[match.end() : matches[index + 1].start() if index + 1 < len(matches) else len(words)]
        if not deletes and waiting and _BY.search(before):
            for old in waiting:
                old.new = match[1]
            waiting[-1].behind += f" {behind}"
            waiting = []
            continue
        old = _Old(match[1], _BY.sub("", behind), "" if deletes else None)
        olds.append(old)
        waiting.append(old)
    return olds


def _whole(place: str, following: Sequence[tuple[str, str]]) -> str:
    """Return a place that lacks its outer units with those of the next one ("“a” tại khoản 2 và “b” tại khoản 3 Điều 4")."""
    return inside(place, following[0][0]) if following and place.startswith(_INNER) else place


def _places(words: str, base: str) -> Iterator[tuple[str, str]]:
    for part, document in by_document(words):
        for address in addresses_in(part):
            yield inside(address, "" if document else base), document


def _added(words: str, base: str, shared: Sequence[str]) -> Iterator[PhraseChange]:
    """Read "cụm từ “a” vào sau cụm từ “b” tại X; vào sau cụm từ “c” tại Y": b and c become themselves with a behind them."""
    matches = _phrases(words)
    new, between = "", ""
    for index, match in enumerate(matches):
        behind = words[match.end() : matches[index + 1].start() if index + 1 < len(matches) else len(words)]
        anchor = _ANCHOR.search(words, matches[index - 1].end() if index else 0, match.start())
        if anchor is None:
            new, between = match[1], behind
            continue
        old, behind = match[1], between + behind
        both = f"{new} {old}" if anchor["where"].lower() == "trước" else f"{old}{'' if new[:1] in ',;' else ' '}{new}"
        places = list(_places(behind, base)) or [(place, "") for place in (shared or ([base] if base else []))]
        yield from (PhraseChange(old, both, place, document) for place, document in places if new)


def _phrases(words: str) -> list[re.Match[str]]:
    """Return the quotations that are phrases."""
    found: list[re.Match[str]] = []
    for match in QUOTE.finditer(words):
        if _OPENS.search(words, found[-1].end() if found else 0, match.start()):
            found.append(match)
    return found
