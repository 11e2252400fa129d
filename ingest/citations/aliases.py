"""Second names that a document gives to what it cites: "(sau đây gọi là Luật Đất đai)", "(viết tắt là Quy chế 1575)".

1. An alias belongs to the citation directly before it, its title between them at most.
2. ``text[a.start:a.end] == a.name``; the cue and quotation marks are outside.
3. A name of more than twelve words is no alias.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.model import Citation
from ingest.citations.prepare import prepared

_CUE: Final = re.compile(
    r"\((?:sau\s+đây|dưới\s+đây|từ\s+đây)?\s*(?:được\s+)?(?:gọi|viết)(?:\s+(?:tắt|chung|gọn))?(?:\s+là)?\s*:?\s*[“\"]?(?P<name>[^()“”\"]+?)[”\"]?\s*\)"
)
_MOST_WORDS: Final = 12
_REACH: Final = 900  # code points between a citation and its alias: its title


@dataclass(frozen=True, slots=True)
class Alias:
    """A second name at ``start:end`` for what ``citation`` names."""

    name: str
    start: int
    end: int
    citation: Citation


def find_aliases(text: str, citations: Sequence[Citation]) -> tuple[Alias, ...]:
    """Return the second names defined in ``text`` for its ``citations`` (in order), each with the citation it stands for."""
    found = []
    for match in _CUE.finditer(prepared(text)):
        start, end = match.span("name")
        if len(match["name"].split()) > _MOST_WORDS:
            continue
        before = [c for c in citations if c.end <= match.start() and not c.self_reference]
        owner = _owner(text, before, match.start())
        if owner is not None:
            found.append(Alias(text[start:end], start, end, owner))
    return tuple(found)


def _owner(text: str, before: Sequence[Citation], stop: int) -> Citation | None:
    """Return the outermost citation whose title runs up to ``stop``; the nearest one where none has a title."""
    near = [c for c in before if stop - c.end <= _REACH and ";" not in text[c.end : stop]]
    titled = [c for c in near if c.title and c.number and prepared(text[c.end : stop]).strip(" ,").startswith(c.title[:20])]
    if titled:
        return titled[0]
    return near[-1] if near else None
