"""What a bearer's words name: a unit, a class of units, the body or the place that they lie in, and whom they leave out.

Order of evidence: the name as the register knows it; a title before it ("giám đốc Sở Y tế"); a class, attributes taken off its end one by
one ("cơ quan có liên quan"); a class inside a body ("các vụ thuộc Bộ Công Thương").

1. ``read_bearer`` understands a wording once and keeps it in the register's memory.
2. "trừ X" names X as left out; what X names is for ``corpus.units.coverage`` to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.units.entries import UnitClass, UnitMatch
from corpus.units.register import Register
from corpus.vietnamese import search_key

MINISTERIAL: Final = frozenset({"bo", "ngang_bo", "thuoc_chinh_phu"})
_CLASS: Final = "lop"  # the kind of what names many units at once
_INSIDE_A_MINISTRY: Final = "đơn vị thuộc bộ"
# Words for a body behind "thuộc" by which a ministry's own document means itself.
_ITSELF: Final = frozenset({"bộ", "cơ quan", "cơ quan bộ"})
# Bodies that names of classes hold already ("đơn vị thuộc bộ", "cơ quan thuộc chính phủ").
_PART_OF_THE_NAME: Final = frozenset({"bộ", "chính phủ"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """A bearer as understood. ``within`` is the body or place that its classes lie in, ``own_ministry`` that of the document's issuer."""

    name: str
    key: str
    unit: UnitMatch | None
    classes: tuple[UnitClass, ...]
    within: UnitMatch | None
    own_ministry: bool
    excluded: tuple[str, ...]
    title: str


_EXCEPT = re.compile(r"[\s,(]*\(?(?:trừ|ngoại trừ|không bao gồm)\s+(?P<names>[^)]+)\)?", re.IGNORECASE)
_TITLES = re.compile(
    r"^(?:thủ trưởng|giám đốc|chủ tịch|lãnh đạo|người đứng đầu|chánh|bộ trưởng(?=,| bộ)|phó chủ tịch|"
    r"phó giám đốc|cục trưởng|vụ trưởng|trưởng)\s+(?:các\s+)?"
)
_ATTRIBUTE = re.compile(
    r"\s+(?:có liên quan|liên quan|khác|có thẩm quyền|trên địa bàn.*|trực thuộc trung ương(?=$)|"
    r"trung ương|các cấp|cấp tỉnh(?=$)|thuộc tỉnh|thuộc thành phố|của tỉnh|ở địa phương|các tỉnh.*|"
    r"tỉnh, thành phố.*|quản lý chuyên ngành|quản lý ngành.*|nơi .*|được giao.*|được phân công.*|"
    r"theo chức năng.*|chức năng|ở trung ương|và địa phương|cả nước|trong cả nước|thuộc phạm vi.*)$"
)
_WITHIN = re.compile(
    r"^(?P<class>.+?)\s+(?:(?:trực\s+)?thuộc(?:, trực thuộc| và trực thuộc)?|của|liên quan trực thuộc|"
    r"trong)\s+(?P<parent>bộ|sở|cơ quan|bộ .+|sở .+|ngân hàng .+|ủy ban .+|tỉnh|tổng cục .+|cục .+|"
    r"chính phủ|thanh tra chính phủ|văn phòng chính phủ|ngành .+|.+)$"
)


def read_bearer(register: Register, bearer: str) -> Bearer:
    """Return what a bearer's words name, understood once and kept."""
    key = ("bearer", bearer)
    if key not in register.memory:
        register.memory[key] = _read(register, bearer)
    found: Bearer = register.memory[key]
    return found


def _read(register: Register, bearer: str) -> Bearer:
    name, excluded = _without_exceptions(bearer)
    key, unit, title = search_key(name), register.resolve(name), ""
    titled = _TITLES.match(key) if unit is None or unit.kind == _CLASS else None
    if titled:
        title, key = name[: titled.end()].strip(), key[titled.end() :]
        unit = unit or register.resolve(key)
    classes, within = _classes_of(register, key), None
    inner = _WITHIN.match(key)
    if inner and _is_open(unit) and (not classes or inner["parent"] not in _PART_OF_THE_NAME):
        above = register.resolve(inner["parent"])
        if above and above.kind != _CLASS:
            within, classes = above, _classes_in(register, above, inner["class"]) or classes
            unit = None if classes else unit
    own = _classes_of_itself(register, inner, classes)
    own_ministry = bool(own) or any("noi_bo" in one.kinds for one in classes)
    return Bearer(name, key, unit if unit and unit.kind != _CLASS else None, own or classes, within, own_ministry, excluded, title)


def _without_exceptions(bearer: str) -> tuple[str, tuple[str, ...]]:
    """Return a bearer's words without "trừ ...", and the names of whom it leaves out."""
    match = _EXCEPT.search(bearer)
    if match is None:
        return bearer.strip(" ,"), ()
    between = ";" if ";" in match["names"] else r",| và "
    return bearer[: match.start()].strip(" ,"), tuple(part.strip() for part in re.split(between, match["names"]))


def _classes_of(register: Register, key: str) -> tuple[UnitClass, ...]:
    """Return the classes a bearer's key names, attributes taken off one by one."""
    while True:
        found = register.class_of.get(key)
        if found:
            return found
        shorter = _ATTRIBUTE.sub("", key)
        if shorter == key:
            return ()
        key = shorter


def _is_open(unit: UnitMatch | None) -> bool:
    """Whether the words alone name no single unit, so that what stands behind "thuộc" may tell which are meant."""
    return unit is None or unit.kind == _CLASS or (unit.kind == "noi_bo" and unit.parent is None)


def _classes_in(register: Register, above: UnitMatch, name: str) -> tuple[UnitClass, ...]:
    """Return the classes that ``name`` means inside a body: of a ministry, its units."""
    inside = register.class_of.get(_INSIDE_A_MINISTRY, ()) if above.kind in MINISTERIAL else ()
    return inside or _classes_of(register, name)


def _classes_of_itself(register: Register, inner: re.Match[str] | None, classes: tuple[UnitClass, ...]) -> tuple[UnitClass, ...]:
    """Return the classes of a ministry's own units ("các vụ thuộc bộ"); empty where the words say nothing of the kind."""
    if inner is None or inner["parent"] not in _ITSELF:
        return ()
    named = register.class_of.get(f"{inner['class']} thuộc bộ", ())
    return named or (register.class_of.get(_INSIDE_A_MINISTRY, classes) if classes else ())
