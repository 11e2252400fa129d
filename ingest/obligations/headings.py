"""How a heading names its bearer (where the unit's attribute ends, levels that are bearers of their own) or a task."""

from __future__ import annotations

import re

from ingest.obligations.predicates import verb_here
from ingest.obligations.words import read_line

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
        if keys[j] == "trong" and j > i and keys[j + 1 : j + 2] not in _PLACES_INSIDE:
            return j
        if keys[j] in {":", "(", ";"} or keys[j : j + 2] in (
            ("trong", "việc"),
            ("đối", "với"),
            ("về", "việc"),
            ("khi", "thực"),
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


_NO_ORDER = re.compile(
    r"(?:yêu cầu|quy định|giải thích|phân loại|phân cấp|xử phạt|xử lý|căn cứ|thẩm định|xác định|đánh giá|tổ chức|thống kê|báo cáo|"
    r"ký hiệu|sử dụng|tiếp nhận|thanh toán|cấp|thu|chi) "
)


def names_task(line: str, key: str) -> bool:
    """Whether a heading names a task ("Đổi mới nội dung, phương thức ..."): below it go the acts by which it is done."""
    words = read_line(line)
    return not key.endswith(":") and words.is_capital(0) and verb_here(words, 0, len(words)) and _NO_ORDER.match(key) is None
