"""The text of a document at a date, clause by clause, each with its source: the base text or the amendment that made it.

The result is unofficial: a consolidated text has legal force only as a văn bản hợp nhất signed by its body (Pháp lệnh
01/2012/UBTVQH13). Nothing is composed: a unit's words are those of the base or of the quotation in the amending document,
except where an amendment changes a phrase, and then the unit says so.

Amendments are applied in the order of the day they take effect. (1) Replace: the target with everything below it gives way
to the quoted unit; only its heading or its lead-in where the instruction says so. (2) Insert: behind the anchor, else behind
the last unit of the same parent. (3) Repeal: the address stays, its words go. (4) Phrase: in every unit below the target.

1. Without amendments the result is the base, unit by unit.
2. Every unit has at least one source; ``source.text[unit.start:unit.end] == unit.text`` unless ``rephrased``.
3. An amendment whose target or phrase is not there changes nothing and is reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from corpus.addresses import lies_in, print_address
from corpus.amendment import Amendment, Operation, Part
from corpus.model import Level, Node, Notice
from ingest.outline.provisions import find_node, one_line

UNOFFICIAL: Final = "Văn bản hợp nhất do phần mềm lập để tham khảo, không có giá trị pháp lý; hãy đối chiếu với bản gốc."


@dataclass(frozen=True, slots=True)
class Act:
    """A document with its outline; traces carry its ``key``, notices its ``name``."""

    key: str
    name: str
    text: str
    roots: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """An amendment of the base: the act that makes it and the day from which it holds (``None``: not known)."""

    act: Act
    record: Amendment
    since: dt.date | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a unit's words come from: the act, the unit in it, and what it did (``None`` for the base)."""

    act: str
    path: str
    operation: Operation | None = None
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ConsolidatedUnit:
    """One unit of the consolidated text; ``start:end`` is the place of ``text`` in the act that ``sources[-1]`` names."""

    path: str
    level: Level
    marker: str
    heading: str
    text: str
    start: int
    end: int
    sources: tuple[Trace, ...]
    repealed: bool = False
    rephrased: bool = False


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The units of the act ``key`` in reading order; ``note`` says that the text is unofficial."""

    key: str
    at: dt.date
    units: tuple[ConsolidatedUnit, ...]
    notices: tuple[Notice, ...] = ()
    note: str = UNOFFICIAL


def consolidate(base: Act, amending: Sequence[Due], at: dt.date) -> Consolidation:
    """Return the text of ``base`` at ``at``; ``amending`` are the changes that name it, in any order."""
    units = list(_units(base.text, base.roots, Trace(base.key, ""), quoted=False))
    due = sorted((d for d in amending if d.since and d.since <= at), key=lambda d: (d.since or at, d.act.key, d.record.start))
    notices = [
        Notice("consolidate-undated", f"Chưa rõ ngày có hiệu lực của {name}; chưa đưa vào bản hợp nhất.")
        for name in dict.fromkeys(d.act.name for d in amending if d.since is None)
    ]
    for one in due:
        changed = _apply(units, one)
        if changed is None:
            where = print_address(one.record.target)
            told = f"{print_address(one.record.path)} của {one.act.name}"
            message = f"Không tìm thấy {where} để thực hiện {told}. Hãy đối chiếu với bản gốc."
            notices.append(Notice("consolidate-target", message))
        else:
            units = changed
    return Consolidation(base.key, at, tuple(units), tuple(notices))


def _units(text: str, nodes: Sequence[Node], trace: Trace, *, quoted: bool) -> Iterator[ConsolidatedUnit]:
    for node in nodes:
        if node.quoted is not quoted:
            continue
        heading = one_line(text[node.heading_start : node.heading_end])
        marker = one_line(node.marker).lstrip('“"„«”')
        end = node.body_end if quoted else _own_end(node)
        own = text[node.body_start : end]
        if own.strip() or heading or marker:
            source = replace(trace, path=trace.path or node.path)
            yield ConsolidatedUnit(node.path, node.level, marker, heading, own, node.body_start, end, (source,))
        yield from _units(text, node.children, trace, quoted=quoted)


def _own_end(node: Node) -> int:
    """Return where a unit's own text ends: new text that it quotes is part of what it says."""
    end = node.body_end
    for child in takewhile(lambda child: child.quoted, node.children):
        end = child.end
    return end


def _below(path: str, target: str) -> bool:
    return not target or lies_in(path, target)


def _apply(units: Sequence[ConsolidatedUnit], due: Due) -> list[ConsolidatedUnit] | None:
    act, record = due.act, due.record
    trace = Trace(act.key, record.path, record.operation, due.since)
    if record.operation is Operation.REPEAL:
        return _repeal(units, record, trace)
    if record.operation is Operation.REPLACE_PHRASE:
        return _rephrase(units, record, trace)
    if record.quoted is None:
        return None
    new = _new_units(act, record, trace)
    if not new:
        return None
    return _insert(units, record, new) if record.operation is Operation.INSERT else _replace(units, record, new)


def _new_units(act: Act, record: Amendment, trace: Trace) -> list[ConsolidatedUnit]:
    """Return the quoted units of the instruction that lie at or below its target, without the closing quotation mark."""
    instruction = find_node(act.roots, record.path)
    if instruction is None or record.quoted is None:
        return []
    found: list[ConsolidatedUnit] = []
    for unit in _units(act.text, instruction.children, trace, quoted=True):
        if not record.quoted[0] <= unit.start <= record.quoted[1] or not _below(unit.path, record.target):
            continue
        end = max(min(unit.end, record.quoted[1]), unit.start)
        found.append(replace(unit, text=act.text[unit.start : end], end=end))
    return found


def _replace(units: Sequence[ConsolidatedUnit], record: Amendment, new: list[ConsolidatedUnit]) -> list[ConsolidatedUnit] | None:
    places = [index for index, unit in enumerate(units) if _below(unit.path, record.target)]
    if not places:
        return None
    old, first = units[places[0]], new[0]
    sources = (*old.sources, *first.sources)
    if record.part is Part.HEADING:
        title = first.heading or one_line(first.text)
        return _swap(units, places[0], replace(old, heading=title, sources=sources))
    if record.part is Part.LEAD_IN:
        return _swap(units, places[0], replace(old, text=first.text, start=first.start, end=first.end, sources=sources))
    if first.path != record.target and old.path == record.target:
        kept = replace(old, text="", start=old.start, end=old.start)
        new = [kept, *new]
    new = [replace(unit, sources=(*old.sources, *unit.sources)) if unit.path == record.target else unit for unit in new]
    gone = set(places)
    rest = [unit for index, unit in enumerate(units) if index not in gone]
    before = sum(index not in gone for index in range(places[0]))
    return [*rest[:before], *new, *rest[before:]]


def _swap(units: Sequence[ConsolidatedUnit], place: int, unit: ConsolidatedUnit) -> list[ConsolidatedUnit]:
    return [*units[:place], unit, *units[place + 1 :]]


def _insert(units: Sequence[ConsolidatedUnit], record: Amendment, new: list[ConsolidatedUnit]) -> list[ConsolidatedUnit] | None:
    holder = record.target.rpartition("/")[0]
    anchor = record.anchor if any(_below(unit.path, record.anchor) for unit in units) else holder
    places = [index for index, unit in enumerate(units) if anchor and _below(unit.path, anchor)]
    if not places:
        return None
    place = places[-1] + 1
    while place < len(units) and _between(units[place].path, record):
        place += 1
    return [*units[:place], *new, *units[place:]]


def _between(path: str, record: Amendment) -> bool:
    """Whether a unit was inserted behind the same anchor before: a letter behind the anchor's number, and not this one's."""
    stem = record.anchor
    return bool(stem) and path != record.target and path.startswith(stem) and path[len(stem) : len(stem) + 1].isalpha()


def _repeal(units: Sequence[ConsolidatedUnit], record: Amendment, trace: Trace) -> list[ConsolidatedUnit] | None:
    if not any(_below(unit.path, record.target) for unit in units):
        return None
    return [
        replace(unit, text="", end=unit.start, repealed=True, sources=(*unit.sources, trace))
        if _below(unit.path, record.target)
        else unit
        for unit in units
    ]


def _rephrase(units: Sequence[ConsolidatedUnit], record: Amendment, trace: Trace) -> list[ConsolidatedUnit] | None:
    found = False
    changed: list[ConsolidatedUnit] = []
    for unit in units:
        if record.old and _below(unit.path, record.target) and (record.old in unit.text or record.old in unit.heading):
            found = True
            text, heading = unit.text.replace(record.old, record.new), unit.heading.replace(record.old, record.new)
            changed.append(replace(unit, text=text, heading=heading, rephrased=True, sources=(*unit.sources, trace)))
        else:
            changed.append(unit)
    return changed if found else None
