"""Whether a bearer binds a unit, and through which steps: named, class, parent, successor, one of several successors.

1. ``covers`` gives ``None`` or one ``Coverage`` with the strongest way; ``because`` is a Vietnamese sentence.
2. A class exists only with its members' dates: a unit that has ended by ``as_of``, or had ended when the document was issued,
   is not bound through a class.
3. A function-dependent successor is chosen by the words of ``topic``; without such words the main successor is meant, and
   without any topic every successor is one of several.
4. "trừ X" excludes X and whatever X names.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from corpus.units.entries import Successor, UnitClass, UnitMatch
from corpus.units.register import Register
from corpus.vietnamese import search_key

How = Literal["named", "class", "parent", "successor", "one_of"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Why a bearer binds a unit. ``steps`` lead from the bearer to the unit.

    ``generic`` marks a class that says little about who is meant ("cơ quan liên quan").
    """

    because: str
    how: How
    steps: tuple[str, ...] = ()
    generic: bool = False


_MINISTERIAL = frozenset({"bo", "ngang_bo", "thuoc_chinh_phu"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """A bearer as understood once and kept."""

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


def _read(register: Register, bearer: str) -> Bearer:
    match = _EXCEPT.search(bearer)
    between = ";" if match and ";" in match["names"] else r",| và "
    excluded = tuple(part.strip() for part in re.split(between, match["names"])) if match else ()
    name = (bearer[: match.start()] if match else bearer).strip(" ,")
    key = search_key(name)
    unit = register.resolve(name)
    title = ""
    if unit is None or unit.kind == "lop":
        titled = _TITLES.match(key)
        if titled:
            title, key = name[: titled.end()].strip(), key[titled.end() :]
            unit = unit or register.resolve(key)
    classes, within, own = _classes_of(register, key), None, False
    inner = _WITHIN.match(key)
    if inner and (not classes or inner["parent"] not in {"bộ", "chính phủ"}):
        above = register.resolve(inner["parent"])
        if (
            above
            and above.kind not in {"lop"}
            and (unit is None or unit.kind in {"lop"} or (unit.kind == "noi_bo" and unit.parent is None))
        ):
            inside = register.class_of.get("đơn vị thuộc bộ", ()) if above.kind in _MINISTERIAL else ()
            classes = inside or _classes_of(register, inner["class"]) or classes
            within = above
            unit = None if classes else unit
    if (
        inner
        and inner["parent"] in {"bộ", "cơ quan", "cơ quan bộ"}
        and register.class_of.get(f"{inner['class']} thuộc bộ", classes)
    ):
        classes, own = (
            register.class_of.get(f"{inner['class']} thuộc bộ") or register.class_of.get("đơn vị thuộc bộ", classes),
            True,
        )
    elif classes and any("noi_bo" in c.kinds for c in classes):
        own = True
    return Bearer(name, key, unit if unit and unit.kind != "lop" else None, classes, within, own, excluded, title)


def read_bearer(register: Register, bearer: str) -> Bearer:
    """Return what a bearer's words name, understood once and kept."""
    key = ("bearer", bearer)
    if key not in register.memory:
        register.memory[key] = _read(register, bearer)
    found: Bearer = register.memory[key]
    return found


def covers(
    register: Register,
    bearer: str,
    unit: str,
    *,
    as_of: dt.date | None = None,
    issued: dt.date | None = None,
    issuer: str | None = None,
    topic: str = "",
) -> Coverage | None:
    """Return why ``bearer`` binds ``unit`` on ``as_of`` (``None``: at any time), or ``None``.

    ``issued`` and ``issuer`` are the document's; ``topic`` is the duty's wording, which decides function-dependent successors.
    """
    target = register.resolve(unit)
    source = read_bearer(register, bearer)
    if any(covers(register, one, unit, as_of=as_of, issued=issued, issuer=issuer, topic=topic) for one in source.excluded):
        return None
    if target is None:
        return _plain(source, unit)
    if target.candidates:
        return _plain(source, unit)
    return (
        _named(register, source, target, as_of, issued, issuer)
        or _through_class(register, source, target, as_of, issued, issuer)
        or _through_successor(register, source, target, as_of, issuer, topic)
        or _through_parent(source, target, as_of)
    )


def _plain(source: Bearer, unit: str) -> Coverage | None:
    """A unit the register does not know is bound only by its own words."""
    key = search_key(unit)
    if key == source.key or key == search_key(source.name):
        return Coverage(f"Văn bản nêu đích danh “{source.name}”.", "named", (source.name,))
    return None


def _issuing_province(register: Register, issuer: str | None) -> str | None:
    if not issuer:
        return None
    found = register.resolve(issuer)
    return found.province if found else None


def _merged_into(register: Register, old: str | None, new: str | None, as_of: dt.date | None) -> bool:
    """Whether the province ``old`` is part of ``new`` on the day."""
    if not old or not new or old == new:
        return False
    province = register.province(old)
    return (
        province is not None
        and province.merged_into == new
        and (as_of is None or (province.until is not None and as_of > province.until))
    )


def _same_place(register: Register, source: str | None, target: UnitMatch, as_of: dt.date | None) -> bool | None:
    """``True`` same province or none said, ``None`` through a merger, ``False`` another province."""
    if source is None or target.province is None or source == target.province:
        return True
    return None if _merged_into(register, source, target.province, as_of) else False


def _named(
    register: Register, source: Bearer, target: UnitMatch, as_of: dt.date | None, issued: dt.date | None, issuer: str | None
) -> Coverage | None:
    unit = source.unit
    if unit is None or (search_key(unit.name) != search_key(target.name) and not _same_body(register, unit, target, as_of)):
        return None
    if unit.parent and target.parent and search_key(unit.parent) != search_key(target.parent):
        return None
    if (
        unit.kind == "noi_bo"
        and target.parent
        and not unit.parent
        and issuer
        and search_key(issuer).startswith(("bộ ", "ngân hàng", "thanh tra"))
        and search_key(issuer) != search_key(target.parent)
    ):
        return None
    here = unit.province or (
        _issuing_province(register, issuer) if unit.kind in {"so", "ubnd_tinh", "cong_an_tinh", "hdnd_tinh", "mttq_tinh"} else None
    )
    same = _same_place(register, here, target, as_of)
    if same is False:
        return None
    steps = (source.name, target.name)
    if same is None:
        where = "" if here and here in source.name else f" ({here})"
        return Coverage(
            f"{source.name}{where} được kế tục bởi {target.text} từ 01/7/2025, khi {here} nhập vào {target.province}.",
            "successor",
            (source.name, f"{here} → {target.province}", target.text),
        )
    if target.title and not (unit.title or source.title):
        return Coverage(f"Văn bản giao cho {source.name}, nơi {target.title.lower()} đứng đầu.", "parent", steps)
    if (unit.title or source.title) and not target.title:
        return Coverage(f"Văn bản giao cho {source.name}, người đứng đầu của {target.name}.", "named", steps)
    if target.province and not unit.province and unit.kind in {"so", "ubnd_tinh", "cong_an_tinh"} and here is None:
        if not _exists(target, as_of, issued):
            return None
        return Coverage(
            f"“{source.name}” chỉ {unit.name} ở mọi tỉnh, thành phố, trong đó có {target.text}.",
            "class",
            (source.name, target.text),
        )
    return Coverage(f"Văn bản nêu đích danh “{source.name}”.", "named", (source.name,))


def _same_body(register: Register, unit: UnitMatch, target: UnitMatch, as_of: dt.date | None) -> bool:
    """Whether two wordings mean one committee of a province, or that of a province that is now part of the other's."""
    if unit.kind != target.kind or not unit.kind.endswith("_tinh"):
        return False
    if unit.province is not None:
        return _merged_into(register, unit.province, target.province, as_of)
    return unit.name.split()[0] == target.name.split()[0]


def _exists(target: UnitMatch, as_of: dt.date | None, issued: dt.date | None) -> bool:
    """Whether the unit existed on the day asked for and when the document was issued."""
    if target.valid_to and ((as_of and as_of > target.valid_to) or (issued and issued > target.valid_to)):
        return False
    return not (target.valid_from and as_of and as_of < target.valid_from)


def _through_class(
    register: Register, source: Bearer, target: UnitMatch, as_of: dt.date | None, issued: dt.date | None, issuer: str | None
) -> Coverage | None:
    if not source.classes or not _exists(target, as_of, issued):
        return None
    kinds = set(target.kinds) or {target.kind}
    fitting = [c for c in source.classes if kinds & set(c.kinds) or "*" in c.kinds]
    if not fitting or (target.kind == "lop" and fitting[0].generic):
        return None
    if not _inside(register, source, target, issuer):
        return None
    generic = all(c.generic for c in fitting)
    text = (
        f"“{source.name}” là tên chung cho nhiều đơn vị, có thể gồm {target.text}."
        if generic
        else f"“{source.name}” gồm {target.text}."
    )
    return Coverage(text, "class", (source.name, target.text), generic)


def _inside(register: Register, source: Bearer, target: UnitMatch, issuer: str | None) -> bool:
    """Whether a class bound to a body or a place ("thuộc Bộ Công Thương", a province's letter) holds the unit."""
    if source.within is not None:
        if source.within.kind in {"tinh", "ubnd_tinh"} or source.within.province:
            return target.province is None or source.within.province in {None, target.province}
        return bool(target.parent and search_key(target.parent) == search_key(source.within.name)) or (
            target.parent is None and "noi_bo" in target.kinds
        )
    own = register.resolve(issuer) if issuer else None
    if source.key == "bộ trưởng" and own is not None and own.kind in _MINISTERIAL:
        return own.name == target.name
    if source.own_ministry and own is not None and own.kind in {"bo", "ngang_bo"} and target.parent:
        return search_key(target.parent) == search_key(own.name)
    if own is not None and own.province and target.province and own.province != target.province:
        return _merged_into(register, own.province, target.province, None)
    return not (own is not None and own.province and target.kind in {"bo", "ngang_bo", "thuoc_chinh_phu"})


def _through_parent(source: Bearer, target: UnitMatch, as_of: dt.date | None) -> Coverage | None:
    if source.unit is None or not target.parent or search_key(source.unit.name) != search_key(target.parent):
        return None
    return Coverage(
        f"{target.name} là đơn vị thuộc {source.unit.name}, nơi được giao nhiệm vụ.", "parent", (source.name, target.text)
    )


def _through_successor(
    register: Register, source: Bearer, target: UnitMatch, as_of: dt.date | None, issuer: str | None, topic: str
) -> Coverage | None:
    unit = source.unit
    if unit is None:
        return None
    lines = register.successors_of.get(unit.name, ())
    if not lines:
        return None
    here = unit.province or _issuing_province(register, issuer)
    same = _same_place(register, here, target, as_of)
    if same is False:
        return None
    for line in lines:
        if not _is_target(line, target) or (as_of is not None and as_of < line.on):
            continue
        how = _by_function(lines, line, topic)
        if how is None:
            return None
        return _succession(source, target, line, how, here if same is None else None)
    return None


def _is_target(line: Successor, target: UnitMatch) -> bool:
    if search_key(line.to) == search_key(target.name):
        return True
    return line.to == "Công an tỉnh" and target.kind == "cong_an_tinh"


def _by_function(lines: tuple[Successor, ...], line: Successor, topic: str) -> How | None:
    """Decide between successors by the words of the topic; ``None`` when another one took this function over."""
    if len(lines) == 1:
        return "successor"
    key = search_key(topic)
    if not key:
        return "one_of"
    by_topic = [one for one in lines if any(word in key for word in one.words)]
    if not by_topic:
        return "successor" if not line.words else None
    if line in by_topic:
        return "successor" if len(by_topic) == 1 else "one_of"
    return None


def _succession(source: Bearer, target: UnitMatch, line: Successor, how: How, merged: str | None) -> Coverage:
    day = f"{line.on.day:02d}/{line.on.month}/{line.on.year}"
    function = f" về {line.function}" if line.function else ""
    steps = [source.name, f"{line.of} → {line.to} ({day}, {line.source})"]
    if merged:
        steps.append(f"{merged} → {target.province} (01/7/2025)")
    if how == "one_of":
        text = (
            f"{target.name} là một trong các cơ quan tiếp nhận chức năng của {line.of} từ {day}{function}; "
            f"cần xem nội dung nhiệm vụ."
        )
    else:
        text = f"{target.name} tiếp nhận chức năng{function} của {line.of} từ {day} ({line.source})."
    return Coverage(text, how, (*steps, target.text))
