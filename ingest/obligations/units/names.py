"""Bearers, partners and recipients: reading a list of units off running words.

A unit is a head ("Sở", "cơ quan", "Chủ tịch") with a name ("Công Thương") or an attribute ("có liên quan"). Lists share
heads and attributes: "Thủ trưởng các sở, ban" are two officers, "các cơ quan, đơn vị liên quan" two classes.

Guarantees, each with a test of its number in ``tests/ingest/obligations/test_names.py``:

1. A list ends where a verb, a modal word or any word begins that belongs to no unit.
2. Quantifiers are dropped, abbreviations written out, class nouns lower case, names as in the text.
3. A comma or "và" inside an official name does not split it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from corpus.units.names import expand_abbreviation, official_at, official_name_at
from ingest.obligations.units.heads import head_at, is_modal, is_verb, item_end, level_at, starts_unit
from ingest.obligations.units.lists import next_unit
from ingest.obligations.units.naming import Item, names_of, spell
from ingest.obligations.units.objects import object_end, told_end
from ingest.obligations.units.series import names_places, read_series
from ingest.obligations.vocabulary import QUANTIFIERS
from ingest.obligations.words import Words

_SEPARATORS = {",", ";", "và", "hoặc", "/", "cùng"}


@dataclass(frozen=True, slots=True)
class UnitList:
    """The units read between word ``start`` and word ``end`` (exclusive)."""

    names: tuple[str, ...]
    start: int
    end: int
    generic: bool = False


def read_units(words: Words, i: int, limit: int | None = None) -> UnitList | None:
    """Return the units listed from word ``i`` on; ``None`` if none begins there."""
    stop = len(words) if limit is None else limit
    place, lists = (i, stop), words.lists
    if place not in lists:
        lists[place] = _read_units(words, i, stop, item_end)
    found: UnitList | None = lists[place]
    return found


def read_objects(words: Words, i: int, limit: int, link: str) -> UnitList | None:
    """Return the units listed from word ``i`` on in the place of an object; ``link``: see ``objects.features``."""
    return _read_units(words, i, limit, partial(_object_end, link=link))


_APPLYING = frozenset({"đề nghị", "yêu cầu"})
_ADDRESSEE_ACTS = frozenset(
    {"nộp", "bổ sung", "hoàn thiện", "sửa đổi", "giải trình", "cung cấp"}
)  # "thông báo cho X đề nghị nộp đủ phí"
_CLEAR = frozenset({".", ";", ":", ")", "để", "theo"})  # what ends a name for certain: no model is asked
_SURELY = 0.5


def _object_end(words: Words, i: int, limit: int, link: str) -> int:
    """Return where the unit at ``i`` ends in the place of an object: as the rules see it, as the model does, then where it is told."""
    end = item_end(words, i, limit)
    if end == i:
        return i
    j = i + words.longest(i, QUANTIFIERS, 2)
    count, sort = head_at(words, j)
    known = official_name_at(words.keys, j) > 0 or expand_abbreviation(words.raw(j)) is not None
    if not known and sort == "title" and j + count < end:
        return max(end, _object_end(words, j + count, limit, link))
    plain = count > 0 and sort in {"class", "named"} and not (j + count < limit and words.is_capital(j + count))
    applies = words.phrase(end, 2) in _APPLYING and words.longest(end + 2, _ADDRESSEE_ACTS, 2) > 0
    clear = end >= limit or words.keys[end] in _CLEAR
    if plain and not clear and not known and not applies and "nơi" not in words.keys[j + count : end]:
        place, belief = object_end(words, j, j + count, limit, link)
        end = place if belief >= _SURELY else end
    return told_end(words, end, limit)


def _read_units(words: Words, i: int, stop: int, ends: Callable[[Words, int, int], int]) -> UnitList | None:
    items: list[Item] = []
    position, after = i, ""
    while position < stop:
        end = ends(words, position, stop)
        if end == position:
            break
        end = min(_to_semicolon(words, end, stop), stop)
        items.append(_item(words, position, end, after))
        position = _further_levels(words, end, stop, items)
        if position < stop and words.keys[position] == ":":
            position = _series(words, position, stop, items)
        nxt = _skip_parenthesis(words, position, stop)
        if nxt < stop and words.keys[nxt] in _SEPARATORS:
            k = nxt + 1
            separator = words.keys[nxt]
            while k < stop and words.keys[k] in {"và", "hoặc", "cùng", "với", "kể"}:
                k += 1
            if starts_unit(words, k):
                position, after = k, separator
                continue
        break
    if not items:
        return None
    found = UnitList(names_of(items), i, items[-1].end, all(not item.named for item in items))
    return (
        _without_excepted(words, found, stop) if found.end + 1 < stop and "trừ" in words.keys[found.end : found.end + 3] else found
    )


def _series(words: Words, colon: int, stop: int, items: list[Item]) -> int:
    """Put the units that are named behind a colon ("các Sở: Tài chính, Nội vụ") in the place of their heads; return where they end."""
    opens = (n for n in range(len(items) - 1, -1, -1) if items[n].quantified or items[n].title or names_places(items[n].rest))
    first = next(opens, len(items))
    heads = [item for item in items[first:] if not item.named or names_places(item.rest)]
    named = read_series(words, colon + 1, stop, tuple(f"{item.head} {item.rest}".strip() for item in heads))
    if not named:
        return colon
    title = heads[0].title
    items[first:] = [Item(spell(n.name), "", True, False, title, ",", n.start, n.end) for n in named]
    return named[-1].end


def _without_excepted(words: Words, units: UnitList, stop: int) -> UnitList:
    """Take what a class leaves out, where named units are: "các bộ (trừ Bộ Quốc phòng)", "các bộ, trừ Bộ Công an, ..."."""
    k = units.end + (words.keys[units.end] in {"(", ","})
    k += words.keys[k] == "ngoại"
    left = _read_units(words, k + 1, stop, item_end) if k + 1 < stop and words.keys[k] == "trừ" else None
    if left is None or left.generic or not units.generic:
        return units
    end = left.end + (left.end < stop and words.keys[left.end] in {")", ","})
    suffix = f" (trừ {'; '.join(left.names)})"
    return UnitList(tuple(name + suffix for name in units.names), units.start, end, True)


def _further_levels(words: Words, end: int, stop: int, items: list[Item]) -> int:
    """Add the unit's further levels ("Ủy ban nhân dân cấp tỉnh, cấp xã") to ``items`` and return where the last one ends."""
    while end + 1 < stop and words.keys[end] in _SEPARATORS and (size := level_at(words, end + 1, stop)):
        own = next((n for n in (2, 3) if level_at(words, end - n, end) == n), 0)
        if not own:
            break
        last = items[-1]
        own_text = words.text[words.starts[end - own] : words.ends[end - 1]]
        level = words.text[words.starts[end + 1] : words.ends[end + size]]
        rest = f"{last.rest.removesuffix(own_text)}{level}"
        items.append(replace(last, rest=rest, after=words.keys[end], start=end + 1, end=end + 1 + size))
        end += 1 + size
    return end


_NAME_WORDS = 8  # how far a name with a comma in lower case may go on before the semicolon that ends it


def _to_semicolon(words: Words, end: int, stop: int) -> int:
    """Return where a name with a comma in lower case ends in a list of semicolons ("Cục Thiết bị trường học, đồ chơi trẻ em;")."""
    if end >= stop or words.keys[end] != "," or starts_unit(words, end + 1):
        return end
    for k in range(end + 1, min(stop - 1, end + _NAME_WORDS)):
        if words.keys[k] == ";":
            return k if starts_unit(words, k + 1) else end
        if is_modal(words, k) or is_verb(words, k):
            return end
    return end


def _skip_parenthesis(words: Words, i: int, limit: int) -> int:
    if i < limit and words.keys[i] == "(":
        for j in range(i, min(limit, i + 40)):
            if words.keys[j] == ")":
                return j + 1
    return i


def _item(words: Words, start: int, end: int, after: str) -> Item:
    quantifiers = words.longest(start, QUANTIFIERS, 2)
    j = start + quantifiers
    count, sort = head_at(words, j)
    if expand_abbreviation(words.raw(j)) or official_name_at(words.keys, j):
        count, sort = (official_name_at(words.keys, j) or 1), "fixed"
    title = ""
    if sort == "title" and j + count < end and starts_unit(words, j + count):
        title = words.text[words.starts[j] : words.ends[j + count - 1]]
        j += count
        inner = words.longest(j, QUANTIFIERS, 2)
        quantifiers = max(quantifiers, inner)
        j += inner
        count, sort = head_at(words, j)
        if expand_abbreviation(words.raw(j)) or official_name_at(words.keys, j):
            count, sort = (official_name_at(words.keys, j) or 1), "fixed"
    count = max(count, 1)
    official, name = official_at(words.keys, j)
    head = name if official else words.text[words.starts[j] : words.ends[j + count - 1]]
    rest = words.text[words.starts[j + count] : words.ends[end - 1]] if j + count < end else ""
    named = (
        sort == "fixed" or (sort != "class" and j + count < end and words.is_capital(j + count)) or (sort == "title" and not rest)
    )
    return Item(head, rest, named, bool(quantifiers), title, after, start, end)


def with_attribute(words: Words, units: UnitList, end: int) -> UnitList:
    """Return the list with its last unit's attribute extended to word ``end`` ("... được cấp giấy phép thăm dò")."""
    items, position, after = [], units.start, ""
    if ":" in words.keys[units.start : units.end]:
        return units
    while position < units.end:
        stop = item_end(words, position, units.end)
        if stop == position:
            break
        items.append(_item(words, position, stop, after))
        stop = _further_levels(words, stop, units.end, items)
        position = _skip_parenthesis(words, stop, units.end)
        after = words.keys[position] if position < units.end else ""
        while position < units.end and words.keys[position] in {*_SEPARATORS, "với", "kể"}:
            position += 1
    if not items:
        return units
    cuts = _cuts(words, items[-1].start, units.end, end)
    last, stop = items[-1], cuts[0] if cuts else end
    rest = words.text[words.ends[last.end - 1] : words.ends[stop - 1]].rstrip(" ,")  # "quản lý, vận hành đường sắt"
    items[-1] = replace(last, rest=f"{last.rest}{rest}".strip(" ,"), end=stop)
    for cut, behind in zip(cuts, (*cuts, end)[1:], strict=True):
        items.append(_item(words, cut + 1, behind, words.keys[cut]))
    return UnitList(names_of(items), units.start, end, units.generic)


def _cuts(words: Words, start: int, i: int, end: int) -> list[int]:
    """Return the marks between ``i`` and ``end`` at which another unit of the list begins."""
    cuts: list[int] = []
    for k in range(i, end - 2):
        if next_unit(words, start, k) and not is_verb(words, k + 1):
            cuts.append(k)
            start = k + 1
    return cuts


def item_starts(words: Words, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the units of the list that fills the words from ``start`` to ``stop``, as pairs of first word and end."""
    begins, k = [start], start
    for k in range(start + 1, stop - 1):
        if k > begins[-1] and next_unit(words, begins[-1], k):
            begins.append(k + 1 + (words.keys[k] == "," and words.keys[k + 1] in {"và", "hoặc"}))
    ends = [b - 1 for b in begins[1:]] + [stop]
    return [(b, e) for b, e in zip(begins, ends, strict=True) if e > b]


def units_between(words: Words, start: int, stop: int) -> UnitList:
    """Return the units of the list that fills the words from ``start`` to ``stop``."""
    parts = item_starts(words, start, stop)
    items: list[Item] = []
    for b, e in parts:
        after = words.keys[b - 1] if items else ""
        plain = min(item_end(words, b, e), e)
        items.append(_item(words, b, max(plain, e), after))
    return UnitList(names_of(items), start, stop, all(not item.named for item in items))


def joined(first: UnitList, second: UnitList) -> UnitList:
    """Return one list of both."""
    names = first.names + tuple(name for name in second.names if name not in first.names)
    return UnitList(names, first.start, second.end, first.generic and second.generic)


def is_named(words: Words, i: int) -> bool:
    """Whether the unit at ``i`` is named with a capital letter or an abbreviation."""
    j = i + words.longest(i, QUANTIFIERS, 2)
    return j < len(words) and words.is_capital(j)
