"""What OCR reads on a scanned page beside the author's text: specks, handwriting, stamps of incoming mail.

A registry stamps incoming documents in the left margin ("ĐẾN", "Giờ", "Ngày", the registry's name); its date is not the document's.

1. Only fragments in or beside the left margin of the first page are taken for an incoming stamp.
2. What is dropped is kept as furniture with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from corpus.vietnamese import unmarked
from ingest.reading.fragments import Fragment

SPECK = "vết bẩn hoặc nét viết tay"
INCOMING = "dấu văn bản đến"
# Print of a document is never smaller than this; specks and banners are.
_MIN_SIZE = 4.5
_POOR = 35.0
_STAMP_WORDS = re.compile(
    r"""\b(?:c\w\ ?ng\ ?th[o0]ng\ ?t\w?n?\ ?[dđ]i\w?n | cong\ van\ den | kinh\ chuyen | so\ den)\b
    | ^\W*(?:den|ben)\b.{0,6}\s*(?:gi\w|ng\w) | ^\W*den\W*$""",
    re.VERBOSE,
)
_STAMP_LINES = re.compile(r"^\W*(?:gi[o0o]\s?[:.]|ngay\s?[:.]|chuyen\s?[:.]|so\s?[:.]\s*$|luu\s?[:.]|den\b)")
# Names on the stamps of registries that are read poorly but often.
_REGISTRIES = ("congthongtindientuchinhphu", "vanphongchinhphu" + "congvanden")
_ALNUM = re.compile(r"\w")


def _key(fragment: Fragment) -> str:
    return unmarked(fragment.text).lower()


def _is_speck(fragment: Fragment) -> bool:
    letters = len(_ALNUM.findall(fragment.text))
    confidence = 100.0 if fragment.confidence is None else fragment.confidence
    if letters == 0:
        return not re.fullmatch(r"[-–—_.…]{3,}", fragment.text) or confidence < 50
    return fragment.y1 - fragment.y0 < _MIN_SIZE or (letters <= 4 and confidence < _POOR) or (letters <= 2 and fragment.size < 6)


def _names_registry(fragment: Fragment) -> bool:
    letters = re.sub(r"[^a-z]", "", _key(fragment))
    return any(SequenceMatcher(None, letters, name, autojunk=False).ratio() > 0.72 for name in _REGISTRIES)


def _stamp_area(fragments: Sequence[Fragment], width: float) -> tuple[float, float, float, float] | None:
    """The area of an incoming stamp: around its surest lines, within the left 40% of the page."""
    seeds = [f for f in fragments if f.x1 < 0.4 * width and (_STAMP_WORDS.search(_key(f)) or _names_registry(f))]
    if not seeds:
        return None
    x0, x1 = min(f.x0 for f in seeds) - 15, max(f.x1 for f in seeds) + 10
    y0, y1 = min(f.y0 for f in seeds) - 4, max(f.y1 for f in seeds) + 40
    return x0, y0, x1, y1


def sort_out(fragments: Sequence[Fragment], width: float, *, first: bool) -> tuple[list[Fragment], list[tuple[Fragment, str]]]:
    """Split what OCR read on a page into text and the rest with reasons; ``first`` marks the document's first page."""
    area = _stamp_area(fragments, width) if first else None
    kept: list[Fragment] = []
    aside: list[tuple[Fragment, str]] = []
    for fragment in fragments:
        if area and fragment.x1 < 0.42 * width and _inside(fragment, area) and _is_stamp_line(fragment):
            aside.append((fragment, INCOMING))
        elif _is_speck(fragment):
            aside.append((fragment, SPECK))
        else:
            kept.append(fragment)
    return kept, aside


def _inside(fragment: Fragment, area: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = area
    middle = (fragment.x0 + fragment.x1) / 2
    return x0 <= middle <= x1 and y0 <= fragment.middle <= y1


def _is_stamp_line(fragment: Fragment) -> bool:
    if re.match(r"\W*(?:so\s*:|v\s?/\s?v)", _key(fragment)) and len(fragment.text) > 6:
        return False
    confidence = 100.0 if fragment.confidence is None else fragment.confidence
    return (
        bool(_STAMP_WORDS.search(_key(fragment)) or _names_registry(fragment) or _STAMP_LINES.search(_key(fragment)))
        or confidence < 75
    )
