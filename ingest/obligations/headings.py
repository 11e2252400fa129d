"""How a heading or lead-in names its bearer (where the unit's attribute ends, levels that are bearers of their own) or a task."""

from __future__ import annotations

import re

from ingest.obligations import cues
from ingest.obligations.syntax.predicates import marker_at, verb_here
from ingest.obligations.units.names import read_units
from ingest.obligations.words import Words, read_line

_LEVEL = re.compile(r"cấp (?:tỉnh|xã|huyện|bộ|ngành|trung ương|cơ sở)$")


def levels_named(parts: list[str]) -> tuple[str, ...]:
    """Write out the further levels of one bearer: "Kiến trúc sư trưởng cấp bộ, cấp tỉnh" are two."""
    names: list[str] = []
    for part in parts:
        before = names[-1] if names and _LEVEL.match(part) else ""
        names.append(_LEVEL.sub("", before) + part if _LEVEL.search(before) else part)
    return tuple(names)


# "trong Công an nhân dân", "trong nước": where the body is, not what its duty is about.
_PLACES_INSIDE = (("nước",), ("và",), ("công",), ("quân",), ("khu",), ("doanh",), ("cơ",), ("tổ",), ("ngành",), ("hệ",), ("các",))


def heading_end(keys: tuple[str, ...], i: int) -> int:
    """Return where the attribute of a heading's unit ends: at "trong việc", "đối với", a colon, or the line's end."""
    for j in range(i, len(keys)):
        if keys[j] == "trong" and keys[j + 1 : j + 2] not in _PLACES_INSIDE:
            return j
        if keys[j] in {":", "(", ";", "khi"} or keys[j : j + 2] in (
            ("trong", "việc"),
            ("đối", "với"),
            ("về", "việc"),
            ("trong", "công"),
            ("trong", "hoạt"),
            ("trong", "quản"),
            ("như", "sau"),
            (",", "các"),
            (",", "bộ"),
            (",", "uỷ"),
            (",", "sở"),
            (",", "trong"),
            (",", "khi"),
        ):
            return j
    return len(keys)


def further_owners(words: Words, i: int) -> tuple[str, ...]:
    """Return those whom a heading goes on to name at ``i`` with "của" of their own: "Trách nhiệm của A; của B"."""
    names: list[str] = []
    while words.keys[i : i + 1] in _JOINS and words.keys[i + 1 : i + 2] == ("của",) and (more := read_units(words, i + 2)):
        names += more.names
        i = more.end
    return tuple(names)


_JOINS = ((";",), (",",), ("và",))
_NO_ATTRIBUTE = frozenset({"là", "theo", "khi", "sau", "trước", "căn"})


def ends_attribute(words: Words, keys: str, k: int) -> bool:
    """Whether what stands at ``k`` tells no longer who is bound: another marker, a right, a time, a case."""
    key = words.keys[k]
    if key == "," or key == "trong":
        return cues.ADJUNCT.match(keys, words.ends[k - 1]) is not None or words.keys[k + 1 : k + 2] in (
            ("trong",),
            ("theo",),
            ("khi",),
        )
    right = key == "được" and words.keys[k + 1 : k + 2] in (("hưởng",), ("quyền",), ("phép",))
    return key in _NO_ATTRIBUTE or right or (k > 0 and marker_at(words, keys, k) is not None)


_NO_ORDER = re.compile(
    r"(?:yêu cầu|quy định|giải thích|phân loại|phân cấp|xử phạt|xử lý|căn cứ|thẩm định|xác định|đánh giá|tổ chức|thống kê|báo cáo|"
    r"ký hiệu|sử dụng|tiếp nhận|thanh toán|cấp|thu|chi) "
)


def names_task(line: str, key: str) -> bool:
    """Whether a heading names a task ("Đổi mới nội dung, phương thức ..."): below it go the acts by which it is done."""
    words = read_line(line)
    return not key.endswith(":") and words.is_capital(0) and verb_here(words, 0, len(words)) and _NO_ORDER.match(key) is None
