"""Under which keys a bearer's name is filed, and which keys a unit looks under: the index of who may be bound.

``covers`` judges one bearer against one unit; a collection names tens of thousands of bearers, of which a few hundred can bind
a unit at all. Both sides are reduced to short keys: the body's name, its kind for committees of a province, the kinds of a
class, the wording itself.

1. If ``covers`` binds a unit by a bearer, their keys meet: looking under the unit's keys loses nothing.
2. Keys follow from the register alone; ``mark_of`` changes when the register or this module's rules change.
"""

from __future__ import annotations

import zlib

from corpus.units.bearers import read_bearer
from corpus.units.coverage import takes_over
from corpus.units.register import Register
from corpus.vietnamese import search_key

_RULES = 1  # raise when the keys of a name change although the register does not


def bearer_keys(register: Register, name: str) -> tuple[str, ...]:
    """Return the keys under which the bearer ``name`` is filed."""
    bearer = read_bearer(register, name)
    keys = [f"w:{bearer.key}", f"w:{search_key(bearer.name)}"]
    if bearer.unit is not None:
        keys.append(f"u:{search_key(bearer.unit.name)}")
        if bearer.unit.kind.endswith("_tinh"):
            keys.append(f"t:{bearer.unit.kind}")
    keys.extend(f"k:{kind}" for one in bearer.classes for kind in one.kinds)
    return tuple(dict.fromkeys(keys))


def unit_keys(register: Register, unit: str) -> tuple[str, ...]:
    """Return the keys under which the bearers that may bind ``unit`` are filed."""
    target = register.resolve(unit)
    if target is None or target.candidates:
        return (f"w:{search_key(unit)}",)
    keys = [f"u:{search_key(target.name)}", "k:*"]
    if target.kind.endswith("_tinh"):
        keys.append(f"t:{target.kind}")
    if target.parent:
        keys.append(f"u:{search_key(target.parent)}")
    keys.extend(f"k:{kind}" for kind in {target.kind, *target.kinds})
    lines = (line for lines in register.successors_of.values() for line in lines)
    keys.extend(f"u:{search_key(line.of)}" for line in lines if takes_over(line, target))
    return tuple(dict.fromkeys(keys))


def mark_of(register: Register) -> int:
    """Return a number that tells registers with different keys apart."""
    key = ("mark",)
    if key not in register.memory:
        parts = (_RULES, register.units, register.departments, register.provinces, register.classes, register.successors)
        register.memory[key] = zlib.crc32(repr(parts).encode())
    mark: int = register.memory[key]
    return mark
