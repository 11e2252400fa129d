"""Number and date of digitally signed documents: text of signature widgets, put where it stands on the page.

The draft leaves blanks ("Số:      /QĐ-UBND, ngày    tháng 4 năm 2026"); the signing program stamps "1696", "15" and "5" over them as
appearances of signature widgets. A stamp belongs to the line whose height it shares, between the characters it stands between.

1. A stamp covers only digits, dots and underscores that lie under it; letters are never covered.
2. The line reads as a person reads it: stamps are set off by spaces, except before a slash.
3. A stamp that stands on no line is given back unplaced.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.reading.fragments import Fragment, Placed

_BANNER = re.compile(r"(?:người\s+ký|ký\s+bởi|signed\s+by|thời\s+gian\s+ký|ngày\s+ký|ký\s+ngày)\s*:", re.IGNORECASE)
# Only beside lines of a banner: "Cơ quan:" may open a line of running text as well.
_BANNER_PART = re.compile(r"(?:Email|Cơ\s+quan|Chức\s+vụ|Đơn\s+vị|Tổ\s+chức|Lý\s+do|Nơi\s+ký)\s*:")
_COVERABLE = re.compile(r"[\d._…\s]")
# A stamp's middle may lie this many line heights above or below the line's.
_REACH = 0.75
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"


@dataclass(frozen=True, slots=True)
class Character:
    """One character with its left and right edge."""

    char: str
    x0: float
    x1: float


def is_banner(text: str) -> bool:
    """Whether text is a line of a digital signature's banner ("Người ký: ...", "Thời gian ký: ...")."""
    return bool(_BANNER.match(text.strip()))


def is_banner_part(text: str) -> bool:
    """Whether text may be a line of a banner when others stand beside it ("Cơ quan: ...", "Email: ...")."""
    return bool(_BANNER_PART.match(text.strip()))


def _target(fragments: list[Fragment], stamp: Fragment) -> int | None:
    """The line a stamp stands on: same height, and the stamp's middle within the line's reach."""
    middle = (stamp.x0 + stamp.x1) / 2
    best: tuple[float, int] | None = None
    for index, fragment in enumerate(fragments):
        height = fragment.y1 - fragment.y0
        distance = abs(fragment.middle - stamp.middle)
        if (
            distance > _REACH * max(height, stamp.y1 - stamp.y0)
            or not fragment.x0 - 2 * height <= middle <= fragment.x1 + 3 * height
        ):
            continue
        outside = max(fragment.x0 - middle, middle - fragment.x1, 0.0)
        rank = distance + outside
        if best is None or rank < best[0]:
            best = (rank, index)
    return best[1] if best else None


def _run_class(char: str) -> int:
    return 1 if char.isdigit() else 2 if char in "._…" else 0


def _whole_runs(characters: list[Character], under: set[int]) -> set[int]:
    """Extend what is covered to the whole number or the whole row of dots it belongs to."""
    out = set(under)
    for index in sorted(under):
        kind = _run_class(characters[index].char)
        for step in (-1, 1):
            at = index + step
            while kind and 0 <= at < len(characters) and _run_class(characters[at].char) == kind:
                out.add(at)
                at += step
    return out


def _write(characters: list[Character], stamps: list[Fragment]) -> tuple[str, list[str]]:
    """Return the line's characters with each stamp between sentinels, and what each stamp covered."""
    covers: list[set[int]] = []
    places: list[int] = []
    for stamp in stamps:
        under = {
            i
            for i, c in enumerate(characters)
            if _COVERABLE.match(c.char) and min(c.x1, stamp.x1) - max(c.x0, stamp.x0) > 0.4 * max(c.x1 - c.x0, 0.1)
        }
        under = _whole_runs(characters, under)
        covers.append(under)
        middle = (stamp.x0 + stamp.x1) / 2
        places.append(min(under) if under else sum((c.x0 + c.x1) / 2 < middle for c in characters))
    gone = set().union(*covers) if covers else set()
    out: list[str] = []
    for i in range(len(characters) + 1):
        out += [f" {_OPEN}{s.text}{_CLOSE} " for s, place in zip(stamps, places, strict=True) if place == i]
        if i < len(characters) and i not in gone:
            out.append(characters[i].char)
    covered = ["".join(characters[i].char for i in sorted(under)).strip() for under in covers]
    return "".join(out), covered


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\xa0", " "))
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(rf"{_CLOSE} (?=/)", _CLOSE, text)


def write_stamps(fragment: Fragment, characters: list[Character], stamps: list[Fragment]) -> Fragment:
    """Return the fragment with the stamps written into its text."""
    ordered = sorted(stamps, key=lambda s: s.x0)
    raw, covered = _write(characters, ordered)
    text = _tidy(raw)
    placed: list[Placed] = []
    for stamp, under in zip(ordered, covered, strict=True):
        start = text.index(_OPEN)
        text = text.replace(_OPEN, "", 1).replace(_CLOSE, "", 1)
        placed.append(Placed(stamp.text, start, under, stamp.x0, stamp.y0, stamp.x1, stamp.y1))
    x0, x1 = min(fragment.x0, ordered[0].x0), max(fragment.x1, ordered[-1].x1)
    return replace(fragment, text=text, stamps=tuple(placed), x0=x0, x1=x1)


def place_stamps(
    fragments: list[Fragment], stamps: list[Fragment], characters: Callable[[Fragment], list[Character]]
) -> tuple[list[Fragment], list[Fragment]]:
    """Write short stamps into the lines they stand on; return the lines and the stamps that stand on none.

    Banner lines and everything longer than a number or a date are left unplaced.
    """
    by_line: dict[int, list[Fragment]] = {}
    loose: list[Fragment] = []
    for stamp in stamps:
        target = None if is_banner(stamp.text) or is_banner_part(stamp.text) or len(stamp.text) > 40 else _target(fragments, stamp)
        if target is None:
            loose.append(stamp)
        else:
            by_line.setdefault(target, []).append(stamp)
    out = list(fragments)
    for index, group in by_line.items():
        out[index] = write_stamps(fragments[index], characters(fragments[index]), group)
    return out, loose
