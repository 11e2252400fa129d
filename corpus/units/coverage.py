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
from dataclasses import dataclass
from typing import Final, Literal

from corpus.units.bearers import MINISTERIAL, Bearer, read_bearer
from corpus.units.entries import Successor, UnitMatch
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
    source, target = read_bearer(register, bearer), register.resolve(unit)
    if any(covers(register, one, unit, as_of=as_of, issued=issued, issuer=issuer, topic=topic) for one in source.excluded):
        return None
    if target is None or target.candidates:
        return _plain(source, unit)
    case = _Case(register, source, target, as_of, issued, issuer)
    return _named(case) or _through_class(case) or _through_successor(case, topic) or _through_parent(case)


@dataclass(frozen=True, slots=True)
class _Case:
    """A bearer (``source``) and a unit (``target``), with the day asked about and the document's date and issuer."""

    register: Register
    source: Bearer
    target: UnitMatch
    as_of: dt.date | None
    issued: dt.date | None
    issuer: str | None

    @property
    def issuing_body(self) -> UnitMatch | None:
        """The body that issued the document, ``None`` where it is not known."""
        return self.register.resolve(self.issuer) if self.issuer else None

    @property
    def issuing_province(self) -> str | None:
        """The province whose body issued the document."""
        body = self.issuing_body
        return body.province if body else None

    @property
    def existed(self) -> bool:
        """Whether the unit existed on the day asked for and when the document was issued."""
        end, day = self.target.valid_to, self.as_of
        if end and ((day and day > end) or (self.issued and self.issued > end)):
            return False
        return not (self.target.valid_from and day and day < self.target.valid_from)

    def same_place(self, province: str | None) -> bool | None:
        """``True`` same province or none said, ``None`` through a merger, ``False`` another province."""
        if province is None or self.target.province is None or province == self.target.province:
            return True
        return None if _merged_into(self.register, province, self.target.province, self.as_of) else False


def _plain(source: Bearer, unit: str) -> Coverage | None:
    """A unit the register does not know is bound only by its own words."""
    key = search_key(unit)
    if key == source.key or key == search_key(source.name):
        return Coverage(f"Văn bản nêu đích danh “{source.name}”.", "named", (source.name,))
    return None


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


# Kinds that exist once in every province, and of them those whose province a document of a province leaves unsaid.
_PROVINCIAL: Final = frozenset({"so", "ubnd_tinh", "cong_an_tinh"})
_OF_THE_ISSUER: Final = _PROVINCIAL | {"hdnd_tinh", "mttq_tinh"}
_WITH_INNER_UNITS: Final = ("bộ ", "ngân hàng", "thanh tra")


def _named(case: _Case) -> Coverage | None:
    source, target, unit = case.source, case.target, case.source.unit
    if unit is None or not _is_same(case, unit):
        return None
    here = unit.province or (case.issuing_province if unit.kind in _OF_THE_ISSUER else None)
    same = case.same_place(here)
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
    if target.province and unit.kind in _PROVINCIAL and here is None:
        if not case.existed:
            return None
        because = f"“{source.name}” chỉ {unit.name} ở mọi tỉnh, thành phố, trong đó có {target.text}."
        return Coverage(because, "class", (source.name, target.text))
    return Coverage(f"Văn bản nêu đích danh “{source.name}”.", "named", (source.name,))


def _is_same(case: _Case, unit: UnitMatch) -> bool:
    """Whether the bearer's words and the unit's mean one body, wherever it is."""
    target = case.target
    if search_key(unit.name) != search_key(target.name) and not _same_body(case.register, unit, target, case.as_of):
        return False
    if unit.parent and target.parent:
        return search_key(unit.parent) == search_key(target.parent)
    # "Vụ Pháp chế" in a ministry's own document is that ministry's.
    inner = unit.kind == "noi_bo" and target.parent and not unit.parent
    issuer = search_key(case.issuer or "")
    return not (inner and issuer.startswith(_WITH_INNER_UNITS) and issuer != search_key(target.parent or ""))


def _same_body(register: Register, unit: UnitMatch, target: UnitMatch, as_of: dt.date | None) -> bool:
    """Whether two wordings mean one committee of a province, or that of a province that is now part of the other's."""
    if unit.kind != target.kind or not unit.kind.endswith("_tinh"):
        return False
    if unit.province is not None:
        return _merged_into(register, unit.province, target.province, as_of)
    return unit.name.split()[0] == target.name.split()[0]


def _through_class(case: _Case) -> Coverage | None:
    source, target = case.source, case.target
    if not source.classes or not case.existed:
        return None
    kinds = set(target.kinds) or {target.kind}
    fitting = [c for c in source.classes if kinds & set(c.kinds) or "*" in c.kinds]
    if not fitting or (target.kind == "lop" and fitting[0].generic):
        return None
    if not _inside(case):
        return None
    generic = all(c.generic for c in fitting)
    text = (
        f"“{source.name}” là tên chung cho nhiều đơn vị, có thể gồm {target.text}."
        if generic
        else f"“{source.name}” gồm {target.text}."
    )
    return Coverage(text, "class", (source.name, target.text), generic)


def _inside(case: _Case) -> bool:
    """Whether a class bound to a body or a place ("thuộc Bộ Công Thương", a province's letter) holds the unit."""
    source, target = case.source, case.target
    if source.within is not None:
        if source.within.kind in {"tinh", "ubnd_tinh"} or source.within.province:
            return target.province is None or source.within.province in {None, target.province}
        return bool(target.parent and search_key(target.parent) == search_key(source.within.name)) or (
            target.parent is None and "noi_bo" in target.kinds
        )
    own = case.issuing_body
    if own is None:
        return True
    if source.key == "bộ trưởng" and own.kind in MINISTERIAL:
        return own.name == target.name
    if source.own_ministry and own.kind in {"bo", "ngang_bo"} and target.parent:
        return search_key(target.parent) == search_key(own.name)
    if own.province and target.province and own.province != target.province:
        return _merged_into(case.register, own.province, target.province, None)
    return not (own.province and target.kind in MINISTERIAL)


def _through_parent(case: _Case) -> Coverage | None:
    unit, target = case.source.unit, case.target
    if unit is None or not target.parent or search_key(unit.name) != search_key(target.parent):
        return None
    because = f"{target.name} là đơn vị thuộc {unit.name}, nơi được giao nhiệm vụ."
    return Coverage(because, "parent", (case.source.name, target.text))


def _through_successor(case: _Case, topic: str) -> Coverage | None:
    source, target, unit = case.source, case.target, case.source.unit
    lines = case.register.successors_of.get(unit.name, ()) if unit else ()
    if unit is None or not lines:
        return None
    here = unit.province or case.issuing_province
    same = case.same_place(here)
    if same is False:
        return None
    for line in lines:
        if not takes_over(line, target) or (case.as_of is not None and case.as_of < line.on):
            continue
        how = _by_function(lines, line, topic)
        return _succession(source, target, line, how, here if same is None else None) if how else None
    return None


def takes_over(line: Successor, target: UnitMatch) -> bool:
    """Whether ``target`` is the body that took over; the police of a province is written without its name."""
    return search_key(line.to) == search_key(target.name) or (line.to == "Công an tỉnh" and target.kind == "cong_an_tinh")


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
