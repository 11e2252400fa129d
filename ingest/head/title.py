"""Kind and title: the centred name of the document with its trích yếu below, or "V/v ..." under the number of an official letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.kinds import KINDS, kind_named
from corpus.vietnamese import search_key, unmarked
from ingest.head.lines import HeadLine, below, is_capitals, joined

_NAMES = sorted((k.name for k in KINDS if k.name not in {"Khác", "Công văn"}), key=len, reverse=True)
_KIND_KEYS = {unmarked(search_key(name)): name for name in _NAMES}
_KINDS = "|".join(re.escape(k) for k in sorted(_KIND_KEYS, key=len, reverse=True))
# Text layers break the words of the kind ("QUYẾT Đ ỊNH"); without blanks they are whole again.
_WITHOUT_BLANKS = {key.replace(" ", ""): name for key, name in _KIND_KEYS.items()}
_KIND_LINE = re.compile(rf"(?P<kind>{_KINDS})(?P<rest>\s+lien (?:tich|nganh|bo))?[\s:.*_]*$")
_NUMBER_LINE = re.compile(r"so\s?[:.]?\s?[\d.]*\s?[/-]|so\s?:")
_SUBJECT = re.compile(r"^v\s*/\s*v\b\s*[:.]?\s*", re.IGNORECASE)
# What never belongs to a title: the recitals, the enacting words, the first units of the body.
_STOP = re.compile(
    r"""can\ cu\b | kinh\ gui | dieu\ 1\b | chuong\ [i1]\b | phan\ (?:thu|[i1])\b | i\s?\.\s | 1\s?\.\s | theo\ de\ nghi
    | quyet\ (?:dinh|nghi)\s?: | \(kem\ theo | \(ban\ hanh | noi\ nhan | so\s?: | luat\ so\s?:
    """,
    re.VERBOSE,
)
# Words that open the running text of documents without recitals.
_OPENING = re.compile(
    r"xet\b|thuc hien\b|thi hanh\b|trien khai\b|nham\b|trong thoi gian|ngay \d|de (?:thuc|trien|tang|bao)\b|tren co so|thoi gian qua"
)
# OCR measures lines of small letters too low; print of a head is at least this high, in points.
_LEAST_PITCH = 11.0
_CHAIRS = "bo truong|chu tich|chu nhiem|tong|giam doc|cuc truong|vien truong|chanh an|thong doc"
_AUTHORITY = re.compile(
    rf"(?:chinh phu|thu tuong chinh phu|quoc hoi|uy ban thuong vu quoc hoi|(?:{_CHAIRS})\b.*"
    r"|uy ban nhan dan .*|hoi dong nhan dan .*|bo [a-z ,-]+)$"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """Kind and title with the index of the first line below them; ``line`` is where the kind or subject stands."""

    kind: str | None
    title: str | None
    line: int | None
    end: int


def is_enacting_authority(line: HeadLine) -> bool:
    """Whether a line names who decides ("BỘ TRƯỞNG BỘ ...", "ỦY BAN NHÂN DÂN TỈNH ...") above the legal bases."""
    return bool(_AUTHORITY.match(line.key)) and is_capitals(line.text)


def kind_of_line(line: HeadLine) -> str | None:
    """Return the kind that a line names by itself ("NGHỊ ĐỊNH", "HƯỚNG DẪN LIÊN NGÀNH"), or ``None``."""
    if not (is_capitals(line.text) or line.centered):
        return None
    match = _KIND_LINE.fullmatch(line.key)
    if match is None:
        return _WITHOUT_BLANKS.get(line.key.replace(" ", "")) if is_capitals(line.text) else None
    name = _KIND_KEYS[match["kind"]]
    if match["rest"] and "tich" in match["rest"]:
        joint = kind_named(f"{name} liên tịch")
        return joint.name if joint else name
    return name


def _subject(lines: Sequence[HeadLine], index: int) -> Naming:
    """The subject of an official letter: "V/v ..." and what goes on below it in its column."""
    taken = [lines[index]]
    for line in lines[index + 1 : index + 12]:
        pitch = 1.2 * max(line.size, taken[-1].size, _LEAST_PITCH)
        if _STOP.match(line.key) or not below(line, taken[-1]) or line.y0 - taken[-1].y1 > pitch:
            break
        if line.left is None and line.paragraph != taken[0].paragraph and not _greets_soon(lines, line, index):
            break
        if re.search(r"ng[aà]y\s*\d*\s*th[aá]ng", line.text) and line.left is False:
            break
        taken.append(line)
    title = _SUBJECT.sub("", joined(taken))
    return Naming("Công văn", title.rstrip(" ./"), index, index + len(taken))


_GREETING_REACH = 5  # lines of a subject above "Kính gửi"


def _greets_soon(lines: Sequence[HeadLine], line: HeadLine, index: int) -> bool:
    """Without geometry: whether a line below "V/v ..." stands between it and the addressees, so that it goes on with the subject."""
    if line.y1 or STATE_OR_DATE.match(line.key):
        return False
    return any(after.key.startswith("kinh gui") for after in lines[index + 1 : index + 1 + _GREETING_REACH])


# What may stand between the two columns of a text without geometry.
STATE_OR_DATE = re.compile(r"cong hoa xa hoi|doc lap|.{2,40}, ?ngay\b")


def _goes_on(line: HeadLine, taken: Sequence[HeadLine], kind_line: HeadLine) -> bool:
    same = bool(taken) and line.paragraph == taken[0].paragraph
    if _STOP.match(line.key) or re.fullmatch(r"[\W_]*", line.text):
        return False
    goes_on = bool(taken) and _is_open(taken[-1])
    if _OPENING.match(line.key) and not (line.centered or same or goes_on or is_capitals(line.text) or _is_titled(line, kind_line)):
        return False
    if not kind_line.centered and same:
        return True
    if taken and _AUTHORITY.match(line.key) and is_capitals(line.text) and not _is_open(taken[-1]):
        return False
    if not kind_line.centered:
        return not taken or _same_make(taken[-1], line)
    if line.page != kind_line.page:
        return False
    if not taken:
        return True
    if line.y0 - taken[-1].y1 > 1.6 * max(line.size, taken[-1].size, _LEAST_PITCH):
        return False
    if line.centered or line.paragraph == taken[-1].paragraph:
        return True
    return taken[0].centered and _shift(line, kind_line) < 2 * max(kind_line.size, _LEAST_PITCH)


def _shift(line: HeadLine, kind_line: HeadLine) -> float:
    """Return how far the middles of two lines are apart, in points."""
    return abs(line.x0 + line.x1 - kind_line.x0 - kind_line.x1) / 2


def _is_titled(line: HeadLine, kind_line: HeadLine) -> bool:
    """Whether a line too wide to be seen as centred is set as a title: bold like the kind above it, around the same middle."""
    return kind_line.centered and kind_line.bold and line.bold and _shift(line, kind_line) < kind_line.size


def _same_make(before: HeadLine, line: HeadLine) -> bool:
    """Without geometry: a title's next line is like the one before, capitals below capitals, or it goes on in the middle."""
    if before.y1 or line.y1:
        return False
    if is_capitals(before.text) and is_capitals(line.text):
        return True
    return line.text[:1].islower() or _is_open(before)


def _is_open(line: HeadLine) -> bool:
    return bool(re.search(r"(?:,|\b(?:cua|ve|va|do|giua|thuoc|voi|cho|so \S+/\S+))$", line.key))


# A title without geometry has at most so many lines; an unmarked line longer than this is running text.
_TITLE_LINES = 14
_TITLE_LINE = 400


def _bounded(lines: Sequence[HeadLine], index: int) -> int | None:
    """Without geometry: the end of the title when a rule, a recital, the enacting body or the first unit closes it.

    What stands between the kind and such a line is the title, wherever its lines were broken; a sentence is none.
    """
    taken: list[HeadLine] = []
    for place in range(index + 1, min(len(lines), index + 1 + _TITLE_LINES)):
        line = lines[place]
        if re.fullmatch(r"[\W_]*", line.text):
            if taken:
                return place
            continue
        goes_on = bool(taken) and (_is_open(taken[-1]) or line.text[:1].islower())
        if _STOP.match(line.key) or (_AUTHORITY.match(line.key) and is_capitals(line.text) and not goes_on):
            return place if taken else None
        if _OPENING.match(line.key) and taken and not goes_on and not is_capitals(line.text):
            return place
        if taken and line.text.endswith(":") and not goes_on:
            return place
        if len(line.text) > _TITLE_LINE or (re.search(r"[;:]$", line.text) and not goes_on):
            return None
        taken.append(line)
    return None


def _below_kind(lines: Sequence[HeadLine], index: int, kind: str) -> Naming:
    if index + 1 < len(lines) and _NUMBER_LINE.match(lines[index + 1].key) and not _NUMBER_LINE.match(lines[index].key):
        # Minutes and contracts print their number between the kind and the title.
        below = _below_kind([*lines[: index + 1], *lines[index + 2 :]], index, kind)
        return replace(below, end=below.end + 1)
    if not (lines[index].y1 or lines[index].x1) and (bound := _bounded(lines, index)) is not None:
        return Naming(kind, joined(lines[index + 1 : bound]).strip(" .*_-") or None, index, bound)
    taken: list[HeadLine] = []
    end = index + 1
    for line in lines[index + 1 : index + 20]:
        if lines[index].centered and line.left and not _STOP.match(line.key):
            # Beside a centred title stands what was stamped or written into the margin.
            end += 1
            continue
        if not re.fullmatch(r"[\W_]*", line.text) and not _goes_on(line, taken, lines[index]):
            break
        end += 1
        if not re.fullmatch(r"[\W_]*", line.text):
            taken.append(line)
    title = joined(taken).strip(" .*_-") or None
    return Naming(kind, title, index, end)


def read_naming(lines: Sequence[HeadLine], first: int) -> Naming:
    """Read kind and title; ``first`` is the first line below the letterhead (0 without one)."""
    subject = next((i for i, line in enumerate(lines[: first + 14]) if _SUBJECT.match(line.text)), None)
    named = next(((i, k) for i, line in enumerate(lines[:60]) if i >= max(0, first - 3) and (k := kind_of_line(line))), None)
    greeting = next((i for i, line in enumerate(lines[:60]) if line.key.startswith("kinh gui")), None)
    if subject is not None and (named is None or (greeting is not None and greeting < named[0]) or subject < named[0]):
        return _subject(lines, subject)
    if named is not None and (named[0] <= first + 25):
        return _below_kind(lines, *named)
    return Naming(None, None, None, first)
