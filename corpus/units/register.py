"""The register of units: bodies by name, abbreviation and date; provinces and districts; classes; who took over what.

Data are the files beside this module, stated from public law, and one extra file of an office in the same form (sections
``unit``, ``department``, ``successor``, ``class``). Keys are compared with marks and without.

1. Every unit, province and district resolves by its old and new name, by abbreviation and without marks.
2. A successor depends on function and date; a plain rename is never assumed.
3. What fits two entries equally is reported as candidates, never guessed.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus.model import Unit
from corpus.settings import Home
from corpus.units.entries import District, Province, Successor, UnitClass, UnitMatch, place_key
from corpus.units.names import DATA
from corpus.units.resolve import resolve
from corpus.vietnamese import search_key, slug

# Names understood and kept; some 400 bytes each. A collection of 62,000 articles names 24,000 bearers, each worth two or three.
_REMEMBERED: Final = 400_000


@dataclass(frozen=True, slots=True)
class Register:
    """Everything known of units; made by ``load_register`` and never changed."""

    units: tuple[Unit, ...]
    departments: tuple[Unit, ...]
    provinces: tuple[Province, ...]
    districts: tuple[District, ...]
    successors: tuple[Successor, ...]
    classes: tuple[UnitClass, ...]
    by_key: Mapping[str, tuple[Unit, ...]] = field(repr=False, compare=False, hash=False)
    places: Mapping[str, tuple[Province | District, ...]] = field(repr=False, compare=False, hash=False)
    class_of: Mapping[str, tuple[UnitClass, ...]] = field(repr=False, compare=False, hash=False)
    successors_of: Mapping[str, tuple[Successor, ...]] = field(repr=False, compare=False, hash=False)
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def resolve(self, text: str, as_of: dt.date | None = None) -> UnitMatch | None:
        """Return what ``text`` names (see ``corpus.units.resolve``); ``None`` if no unit is recognised."""
        key = (text, as_of)
        if key not in self.memory:
            if len(self.memory) > _REMEMBERED:
                self.memory.clear()
            self.memory[key] = resolve(self, text, as_of)
        found: UnitMatch | None = self.memory[key]
        return found

    def names(self) -> tuple[str, ...]:
        """Return the names a person may pick from: central bodies, departments, committees of today's provinces."""
        provinces = [f"Ủy ban nhân dân {p.title()}" for p in self.provinces if p.merged_into is None]
        return (*(u.name for u in self.units), *(u.name for u in self.departments), *provinces)

    def province(self, name: str) -> Province | None:
        """Return the province called ``name`` exactly."""
        return next((p for p in self.places.get(place_key(name), ()) if isinstance(p, Province)), None)


def full_name(register: Register, match: UnitMatch, as_of: dt.date | None = None) -> str:
    """Return the name by which a unit is told from its likes: with its province, with the body it belongs to, with its head's title."""
    province = register.province(match.province) if match.province and match.kind == "so" else None
    name = f"{match.name} {province.title(as_of)}" if province else match.name
    if match.parent and search_key(match.parent) not in search_key(name):
        name = f"{name} {match.parent}"
    return f"{match.title} {name}" if match.title and not match.candidates else name


def _unit(entry: Mapping[str, Any], kind: str) -> Unit:
    return Unit(
        id=slug(entry["name"]),
        name=entry["name"],
        kind=entry.get("kind", kind),
        abbreviations=tuple(entry.get("abbr", ())),
        parent=entry.get("parent"),
        classes=tuple(entry.get("classes", ())),
        valid_from=entry.get("from"),
        valid_to=entry.get("to"),
    )


def _successor(entry: Mapping[str, Any]) -> Successor:
    return Successor(
        entry["of"], entry["to"], entry["on"], entry.get("function", ""), tuple(entry.get("words", ())), entry.get("source", "")
    )


def _class(entry: Mapping[str, Any]) -> UnitClass:
    return UnitClass(tuple(entry["names"]), tuple(entry["kinds"]), bool(entry.get("generic", False)))


def _read_toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream)


def _provinces(data: Mapping[str, Any]) -> tuple[Province, ...]:
    aliases = {old["name"]: tuple(old["abbr"]) for old in data.get("old", ())}
    found: list[Province] = []
    for entry in data["province"]:
        merged = tuple(entry.get("merged", ()))
        found.append(
            Province(
                entry["name"],
                entry["kind"],
                tuple(entry.get("abbr", ())),
                None,
                merged,
                entry.get("kind_before"),
                entry.get("kind_from"),
            )
        )
        found.extend(Province(old, "tỉnh", aliases.get(old, ()), entry["name"]) for old in merged)
    return tuple(found)


_DISTRICT_KINDS = ("thành phố", "thị xã", "quận", "huyện")


def _districts(data: Mapping[str, Any]) -> tuple[District, ...]:
    found = []
    for province, names in data["districts"].items():
        for full in names:
            kind = next(k for k in _DISTRICT_KINDS if full.startswith(k))
            found.append(District(full[len(kind) + 1 :], kind, province))
    return tuple(found)


def _index_units(units: Iterable[Unit]) -> dict[str, tuple[Unit, ...]]:
    table: dict[str, list[Unit]] = {}
    for unit in units:
        for form in (unit.name, *unit.abbreviations):
            for key in {search_key(form), place_key(form)}:
                entries = table.setdefault(key, [])
                if unit not in entries:
                    entries.append(unit)
    return {key: tuple(value) for key, value in table.items()}


def _index_places(provinces: Iterable[Province], districts: Iterable[District]) -> dict[str, tuple[Province | District, ...]]:
    table: dict[str, list[Province | District]] = {}
    for province in provinces:
        for form in (province.name, *province.aliases):
            table.setdefault(place_key(form), []).append(province)
    for district in districts:
        table.setdefault(place_key(district.name), []).append(district)
    return {key: tuple(value) for key, value in table.items()}


def _index_classes(classes: Iterable[UnitClass]) -> dict[str, tuple[UnitClass, ...]]:
    table: dict[str, list[UnitClass]] = {}
    for one in classes:
        for name in one.names:
            table.setdefault(search_key(name), []).append(one)
    return {key: tuple(value) for key, value in table.items()}


def _index_successors(successors: Iterable[Successor]) -> dict[str, tuple[Successor, ...]]:
    table: dict[str, list[Successor]] = {}
    for one in successors:
        table.setdefault(one.of, []).append(one)
    return {key: tuple(value) for key, value in table.items()}


@cache
def _bundled() -> Register:
    return _load(None)


def load_register(extra: Path | None = None) -> Register:
    """Return the register, with the entries of an office's own TOML file ``extra`` added; the bundled one is cached.

    Raises ``OSError`` when ``extra`` cannot be opened and ``ValueError`` when it is no TOML of the register's form.
    """
    return _bundled() if extra is None else _load(extra)


def register_of(home: Home) -> Register:
    """Return the register with the office's own additions in ``home``. Raises as ``load_register``."""
    return load_register(home.own_units if home.own_units.exists() else None)


def _load(extra: Path | None) -> Register:
    state, offices = _read_toml(DATA / "state.toml"), _read_toml(DATA / "departments.toml")
    classes_data = _read_toml(DATA / "classes.toml")
    own = _read_toml(extra) if extra is not None else {}
    try:
        units = tuple(_unit(e, "khac") for e in (*state["unit"], *own.get("unit", ())))
        departments = tuple(_unit(e, "so") for e in (*offices["department"], *own.get("department", ())))
        successors = tuple(_successor(e) for e in (*state["successor"], *offices["successor"], *own.get("successor", ())))
        classes = tuple(_class(e) for e in (*classes_data["class"], *own.get("class", ())))
    except (KeyError, TypeError) as error:
        raise ValueError(f"Tệp đơn vị bổ sung thiếu mục bắt buộc: {error}. Xem mẫu trong corpus/units/data.") from error
    provinces = _provinces(_read_toml(DATA / "provinces.toml"))
    districts = _districts(json.loads((DATA / "districts.json").read_text(encoding="utf-8")))
    return Register(
        units,
        departments,
        provinces,
        districts,
        successors,
        classes,
        _index_units((*units, *departments)),
        _index_places(provinces, districts),
        _index_classes(classes),
        _index_successors(successors),
    )
