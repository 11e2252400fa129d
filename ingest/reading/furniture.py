"""What is printed on the page but is not the author's running text, each piece with its reason.

1. A page number stands alone in the top or bottom margin zone and is a number (with dashes or "Trang").
2. A running head repeats, digits aside, in the margin zone of at least three pages and of every third page.
3. A line in the outer 15 mm of the page, clearly smaller than the page's text, is a footer or header even on a single page:
   margins are 20 mm at least (Nghị định 30/2020/NĐ-CP, annex I).
4. Signature banners and rules made of underscores are furniture wherever they stand.
5. A watermark runs aslant, or stands at the same place of every third page in print much larger than the text's.
6. Line numbers stand in a column of their own left of the text and count in even steps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from corpus.model import Box, Furniture
from ingest.reading.fragments import Fragment
from ingest.reading.pictures import Turn
from ingest.reading.stamps import is_banner, is_banner_part

_PAGE_NUMBER = re.compile(
    r"(?:trang\s*)?[-–—(]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—)]?(?:\s*(?:/|of|trên)\s*\d{1,4})?", re.IGNORECASE
)
_RULE = re.compile(r"[_\-–—=*.~¯\s]{3,}")
_ZONE = 0.1
_OUTER = 42.5  # points: 15 mm
_SMALLER = 0.8  # of the page's median size
BANNER = "khối chữ ký số"
# Lines of one banner stand within so many points.
_BANNER_REACH = 40.0


def box_of(fragment: Fragment, page: int, turn: Turn | None = None) -> Box:
    """Return a fragment's box as the model keeps it: on the page as shown, when the page was levelled for reading."""
    edges = (fragment.x0, fragment.y0, fragment.x1, fragment.y1)
    return Box(page, *(round(edge, 1) for edge in (turn.back(*edges) if turn else edges)))


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def running_heads(pages: Sequence[tuple[float, Sequence[Fragment]]]) -> frozenset[str]:
    """Return the shapes of lines that repeat in the margin zones of ``(height, fragments)`` pages."""
    seen: Counter[str] = Counter()
    for height, fragments in pages:
        zone = {_shape(f.text) for f in fragments if f.y1 < _ZONE * height or f.y0 > (1 - _ZONE) * height}
        seen.update(s for s in zone if len(s) > 2)
    return frozenset(s for s, n in seen.items() if n >= max(3, len(pages) // 3))


WATERMARK = "chữ chìm"
LINE_NUMBER = "số dòng"
_LARGER = 1.4
# Fewer numbers in a column may be a list.
_LEAST_NUMBERS = 5


def watermarks(pages: Sequence[tuple[float, Sequence[Fragment]]]) -> frozenset[tuple[str, int, int]]:
    """Return text and place (in tens of points) of large print that stands at the same place of many pages."""
    seen: Counter[tuple[str, int, int]] = Counter()
    for _, fragments in pages:
        if fragments:
            usual = median(f.size for f in fragments)
            seen.update({_place(f) for f in fragments if f.size > _LARGER * usual})
    return frozenset(key for key, n in seen.items() if n >= max(3, len(pages) // 3))


def _place(fragment: Fragment) -> tuple[str, int, int]:
    return fragment.text, round(fragment.x0 / 10), round(fragment.y0 / 10)


def line_numbers(fragments: Sequence[Fragment]) -> frozenset[Fragment]:
    """Return the fragments that number a page's lines."""
    numbers = sorted((f for f in fragments if f.text.isdigit() and len(f.text) <= 4), key=lambda f: f.middle)
    others = sorted(f.x0 for f in fragments if not f.text.isdigit())
    if len(numbers) < _LEAST_NUMBERS or not others:
        return frozenset()
    left = others[len(others) // 10]
    column = [f for f in numbers if f.x1 < left - 0.3 * f.size]
    steps = {int(b.text) - int(a.text) for a, b in pairwise(column)}
    return frozenset(column) if len(column) >= _LEAST_NUMBERS and len(steps) == 1 and steps <= {1, 5, 10} else frozenset()


def _alone(fragment: Fragment, fragments: Sequence[Fragment]) -> bool:
    """Whether nothing else stands on the fragment's line."""
    return not any(o is not fragment and abs(o.middle - fragment.middle) < 2 for o in fragments)


def _reason(fragment: Fragment, height: float, heads: frozenset[str], fragments: Sequence[Fragment]) -> str | None:
    text = fragment.text
    if is_banner(text):
        return BANNER
    if _RULE.fullmatch(text):
        return "đường kẻ"
    if fragment.y1 < _ZONE * height or fragment.y0 > (1 - _ZONE) * height:
        if _PAGE_NUMBER.fullmatch(text) and _alone(fragment, fragments):
            return "số trang"
        if _shape(text) in heads:
            return "đầu trang, chân trang lặp lại"
        outside = fragment.y1 < _OUTER or fragment.y0 > height - _OUTER
        if outside and fragment.size < _SMALLER * median(f.size for f in fragments):
            return "chữ nhỏ ngoài lề trang"
    return None


def set_aside(
    fragments: Sequence[Fragment],
    stamps: Sequence[Fragment],
    height: float,
    page: int,
    heads: frozenset[str],
    turn: Turn | None = None,
    marks: frozenset[tuple[str, int, int]] = frozenset(),
) -> tuple[list[Fragment], list[Furniture]]:
    """Split a page's fragments into running text and furniture; unplaced stamps are furniture."""
    banners = [f.middle for f in fragments if is_banner(f.text)]
    numbers = line_numbers(fragments)
    # A page that lies askew as a whole carries no watermark on every line.
    upright = sum(f.slanted for f in fragments) * 2 < len(fragments)
    body: list[Fragment] = []
    aside: list[Furniture] = []
    for fragment in fragments:
        banner = is_banner_part(fragment.text) and any(abs(b - fragment.middle) < _BANNER_REACH for b in banners)
        if banner:
            reason: str | None = BANNER
        elif (fragment.slanted and upright) or (marks and _place(fragment) in marks):
            reason = WATERMARK
        else:
            reason = LINE_NUMBER if fragment in numbers else _reason(fragment, height, heads, fragments)
        if reason:
            aside.append(Furniture(fragment.text, page, reason, box_of(fragment, page, turn)))
        else:
            body.append(fragment)
    for stamp in stamps:
        reason = BANNER if is_banner(stamp.text) or is_banner_part(stamp.text) else "chữ trong chú thích của tệp PDF"
        aside.append(Furniture(stamp.text, page, reason, box_of(stamp, page)))
    return body, aside
