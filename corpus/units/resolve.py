"""From the words for a unit to the unit: what kind of body, which province, single or class, with the reasons.

Order of evidence: a name or abbreviation of the register; such a name followed by a province; a committee or council with a
place; a title with a unit behind it; a class; a unit inside a ministry; a press body; a place alone. Marked text is matched
with its marks; only text without any mark is matched without. What is none of these is ``None``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.model import Unit
from corpus.units.entries import UnitMatch, place_key
from corpus.units.names import COMMON
from corpus.units.places import province_of, read_committee, read_place
from corpus.vietnamese import nfc, search_key, unmarked

if TYPE_CHECKING:
    from corpus.units.register import Register

_QUANTIFIER = re.compile(
    r"^(?:các|những|mọi|tất cả|toàn bộ|toàn thể|mỗi|từng|cac|nhung|moi|tat ca)\s+(?:các\s+|cac\s+)?", re.IGNORECASE
)
_TITLE = re.compile(
    r"^(?P<t>thủ trưởng|phó giám đốc|tổng giám đốc|giám đốc|phó chủ tịch|chủ tịch|lãnh đạo|người đứng đầu|"
    r"chánh|bộ trưởng|thứ trưởng|cục trưởng|vụ trưởng|tổng cục trưởng|trưởng ban|trưởng|hiệu trưởng|"
    r"viện trưởng|tổng biên tập|thống đốc|tổng thanh tra|chi cục trưởng)\s+(?P<u>.+)$"
)
_TITLE_PLAIN = re.compile(
    r"^(?P<t>thu truong|pho giam doc|tong giam doc|giam doc|pho chu tich|chu tich|lanh dao|nguoi dung dau|"
    r"chanh|bo truong|thu truong|cuc truong|vu truong|truong ban|hieu truong|vien truong|"
    r"tong bien tap)\s+(?P<u>.+)$"
)
_INTERNAL = re.compile(
    r"^(?:vụ|cục|tổng cục|văn phòng bộ|thanh tra bộ|văn phòng|thanh tra|viện|học viện|trường|đại học|"
    r"trung tâm|ban quản lý|nhà xuất bản|văn phòng ban cán sự|đảng ủy bộ|công đoàn|chi cục|phòng|ban)\b"
)
_INTERNAL_PLAIN = re.compile(r"^(?:vu|cuc|tong cuc|van phong bo|thanh tra bo|vien|hoc vien|truong|trung tam)\b")
_PRESS = re.compile(
    r"^(?:báo(?! cáo| chí| hiệu| hỏng)|tạp chí|đài (?:phát thanh|truyền hình|tiếng nói|truyền thanh)|"
    r"thời báo|trung tâm truyền thông|cổng thông tin điện tử|nhà báo)\b"
)
_PRESS_PLAIN = re.compile(
    r"^(?:bao(?! cao| chi| hieu| nhieu| gio| lau)|tap chi|dai (?:phat thanh|truyen hinh|tieng noi)|trung tam truyen thong)\b"
)
_BUSINESS = re.compile(
    r"^(?:tập đoàn|tổng công ty|công ty|doanh nghiệp|ngân hàng thương mại|hợp tác xã|tap doan|tong cong ty|cong ty|doanh nghiep)\b"
)
_OF = re.compile(
    r"\s+(?:thuộc|trực thuộc|của|thuoc|truc thuoc|cua|[-–,])\s+(?=(?:bộ|sở|ủy ban|ubnd|ngân hàng|"
    r"thanh tra|bo|so|uy ban|chính phủ|tổng cục|cục|vụ|b[a-zđ&]{2,})(?![a-z]))|\s*\((?=\s*(?:bộ|sở|ubnd|"
    r"bo|so|b))",
    re.IGNORECASE,
)


def _expand(text: str) -> str:
    return " ".join(
        COMMON.get(word, COMMON.get(word.upper(), word) if word.upper() in {"UBND", "HĐND"} or word in {"ubnd", "hdnd"} else word)
        for word in text.replace("hdnd", "HĐND").replace("ubnd", "UBND").split(" ")
    )


def _exact(register: Register, text: str, marked: bool) -> tuple[Unit, ...]:
    key = search_key(text)
    found = register.by_key.get(key, ())
    if not found and (not marked or " " not in key):
        found = register.by_key.get(place_key(text), ())
    if marked and found:
        same = tuple(u for u in found if any(search_key(form) == key for form in (u.name, *u.abbreviations)))
        found = same or found
    return found


def resolve(register: Register, text: str, as_of: dt.date | None = None) -> UnitMatch | None:
    """Return what ``text`` names, or ``None``."""
    plain = _QUANTIFIER.sub("", " ".join(nfc(text).strip(" .,;:()").split()))
    if not plain:
        return None
    marked = unmarked(plain) != plain
    found = _known(register, plain, marked, as_of) or _resolve(register, _expand(plain), marked, as_of)
    return replace(found, text=text) if found else None


def _resolve(register: Register, text: str, marked: bool, as_of: dt.date | None) -> UnitMatch | None:
    return (
        _titled(register, text, marked, as_of)
        or _known(register, text, marked, as_of)
        or read_committee(register, text, marked, as_of)
        or _class(register, text, marked)
        or _department_there(register, text, marked, as_of)
        or _inside(register, text, marked, as_of)
        or read_place(register, text, as_of)
    )


def _match(unit: Unit, text: str, reason: str, **more: object) -> UnitMatch:
    single = unit.kind != "so" or bool(more.get("province"))
    base = UnitMatch(
        text,
        unit.kind,
        unit.name,
        parent=unit.parent,
        single=single,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        kinds=(unit.kind, *unit.classes),
        reasons=(reason,),
    )
    return replace(base, **more)  # type: ignore[arg-type]


def _known(register: Register, text: str, marked: bool, as_of: dt.date | None) -> UnitMatch | None:
    found = _exact(register, text, marked)
    if not found:
        return None
    if len({u.name for u in found}) > 1:
        return UnitMatch(
            text,
            found[0].kind,
            text,
            single=False,
            candidates=tuple(u.name for u in found),
            reasons=("Có nhiều đơn vị trùng tên hoặc viết tắt; cần ghi rõ.",),
        )
    unit = found[0]
    how = (
        "tên" if search_key(unit.name) == search_key(text) or place_key(unit.name) == place_key(text) else "viết tắt hoặc tên khác"
    )
    return _match(unit, text, f"“{text}” là {how} của {unit.name}.")


def _known_prefix(register: Register, text: str, marked: bool) -> tuple[Unit, str] | None:
    """Return the department with which ``text`` begins and the rest (a place)."""
    words = text.split(" ")
    for count in range(min(len(words) - 1, 12), 0, -1):
        head = " ".join(words[:count])
        found = [u for u in _exact(register, head, marked) if u.kind == "so"]
        if len(found) == 1:
            return found[0], " ".join(words[count:])
    return None


def _department_there(register: Register, text: str, marked: bool, as_of: dt.date | None) -> UnitMatch | None:
    split = _known_prefix(register, text, marked)
    if split is None:
        return None
    unit, rest = split
    rest = re.sub(r"^(?:của|thuộc|-|–|cua)\s+", "", rest)
    if place_key(rest) in {
        "tinh",
        "thanh pho",
        "cac tinh",
        "cap tinh",
        "cac tinh thanh pho",
        "cac tinh, thanh pho truc thuoc trung uong",
        "cac tinh, thanh pho",
    }:
        return _match(unit, text, f"“{text}” là {unit.name} ở mọi tỉnh, thành phố.")
    province = province_of(register, rest)
    if province is None:
        return None
    reasons = (
        f"“{unit.name}” là cơ quan chuyên môn cấp tỉnh.",
        f"“{rest}” là {province.title(as_of)}."
        + (f" (từ 01/7/2025 nhập vào {province.merged_into})" if province.merged_into else ""),
    )
    ends = [day for day in (unit.valid_to, province.until) if day]
    return replace(_match(unit, text, "", province=province.name), reasons=reasons, valid_to=min(ends) if ends else None)


def _titled(register: Register, text: str, marked: bool, as_of: dt.date | None) -> UnitMatch | None:
    match = (_TITLE if marked else _TITLE_PLAIN).match(search_key(text)) or (
        _TITLE_PLAIN.match(place_key(text)) if not marked else None
    )
    if match is None or search_key(text) in register.by_key or search_key(text) in register.class_of:
        return None
    rest = text[len(text) - len(match["u"]) :]
    if match["t"] in {"bộ trưởng", "bo truong"} and not search_key(rest).startswith("bộ"):
        rest = f"Bộ {rest}"
    inner = _resolve(register, rest, unmarked(rest) != rest, as_of)
    if inner is None:
        return None
    title = text[: match.end("t")]
    return replace(inner, title=title, reasons=(f"“{title}” là người đứng đầu hoặc đại diện của {inner.name}.", *inner.reasons))


def _class(register: Register, text: str, marked: bool) -> UnitMatch | None:
    key = search_key(text)
    found = register.class_of.get(key, ())
    if not found and not marked:
        found = next((c for name, c in register.class_of.items() if unmarked(name) == key), ())
    if not found:
        return None
    kinds = tuple(dict.fromkeys(kind for one in found for kind in one.kinds))
    return UnitMatch(text, "lop", text, single=False, kinds=kinds, reasons=(f"“{text}” là tên chung của nhiều đơn vị.",))


def _inside(register: Register, text: str, marked: bool, as_of: dt.date | None) -> UnitMatch | None:
    key = search_key(text)
    press = (_PRESS if marked else _PRESS_PLAIN).match(key)
    internal = (_INTERNAL if marked else _INTERNAL_PLAIN).match(key)
    if not press and not internal:
        if _BUSINESS.match(key):
            return UnitMatch(text, "doanh_nghiep", text, kinds=("doanh_nghiep",), reasons=(f"“{text}” là doanh nghiệp.",))
        return None
    parts = _OF.split(text, maxsplit=1)
    name, parent = parts[0].strip(), None
    if len(parts) > 1:
        above = _resolve(register, parts[1].strip(" )"), marked, as_of)
        parent = above.name + (f" {above.province}" if above and above.province and above.kind == "so" else "") if above else None
    elif (tail := _ministry_tail(register, text, marked)) is not None:
        name, parent = tail
    kinds = (("bao_chi",) if press else ()) + (("noi_bo",) if internal or parent or press else ())
    kind = "bao_chi" if press else "noi_bo"
    reason = f"“{name}” là {'cơ quan báo chí' if press else 'đơn vị bên trong một bộ, ngành'}" + (
        f" thuộc {parent}." if parent else "."
    )
    return UnitMatch(text, kind, name, parent=parent, kinds=kinds, reasons=(reason,))


def _ministry_tail(register: Register, text: str, marked: bool) -> tuple[str, str] | None:
    """Split "Vụ Pháp chế Bộ Công Thương" into the unit and its ministry."""
    words = text.split(" ")
    for i in range(2, len(words)):
        if unmarked(words[i]).lower() in {"bo", "so", "ngan", "thanh"} or words[i].isupper():
            found = [
                u for u in _exact(register, " ".join(words[i:]), marked) if u.kind in {"bo", "ngang_bo", "so", "thuoc_chinh_phu"}
            ]
            if len(found) == 1:
                return " ".join(words[:i]), found[0].name
    return None
