"""Bearers, partners and recipients: reading a list of units off running words.

A unit is a head ("Sở", "cơ quan", "Chủ tịch") with a name ("Công Thương") or an attribute ("có liên quan"). Lists share
heads and attributes: "Thủ trưởng các sở, ban" are two officers, "các cơ quan, đơn vị liên quan" two classes.

Guarantees, each with a test of its number in ``tests/ingest/obligations/test_names.py``:

1. A list ends where a verb, a modal word or any word begins that belongs to no unit.
2. Quantifiers are dropped, abbreviations written out, class nouns lower case, names as in the text.
3. A comma or "và" inside an official name does not split it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.units.names import expand_abbreviation, official_at, official_name_at
from ingest.obligations.heads import head_at, is_modal, is_verb, item_end, level_at, starts_unit
from ingest.obligations.series import names_places, read_series
from ingest.obligations.vocabulary import BARE_HEADS, CLASS_HEADS, FIELD_HEADS, GENERIC, QUANTIFIERS, ROLE_ATTRIBUTES, TITLES
from ingest.obligations.words import Words

_SEPARATORS = {",", ";", "và", "hoặc", "/", "cùng"}


@dataclass(frozen=True, slots=True)
class Item:
    """One unit of a list: its head and the rest as printed, and how it stands in the list."""

    head: str
    rest: str
    named: bool
    quantified: bool
    title: str = ""
    after: str = ""
    start: int = 0
    end: int = 0


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
        lists[place] = _read_units(words, i, stop)
    found: UnitList | None = lists[place]
    return found


def _read_units(words: Words, i: int, stop: int) -> UnitList | None:
    items: list[Item] = []
    position, after = i, ""
    while position < stop:
        end = item_end(words, position, stop)
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
    items[first:] = [Item(_spell(n.name), "", True, False, title, ",", n.start, n.end) for n in named]
    return named[-1].end


def _without_excepted(words: Words, units: UnitList, stop: int) -> UnitList:
    """Take what a class leaves out, where named units are: "các bộ (trừ Bộ Quốc phòng)", "các bộ, trừ Bộ Công an, ..."."""
    k = units.end + (words.keys[units.end] in {"(", ","})
    k += words.keys[k] == "ngoại"
    left = _read_units(words, k + 1, stop) if k + 1 < stop and words.keys[k] == "trừ" else None
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
    last = items[-1]
    rest = words.text[words.ends[units.end - 1] : words.ends[end - 1]].strip(" ,")
    listed = words.keys[units.end] == "," and units.end + 1 < end  # "quản lý, vận hành đường sắt"
    items[-1] = replace(last, rest=f"{last.rest}{',' if listed else ''} {rest}".strip(), end=end)
    return UnitList(names_of(items), units.start, end, units.generic)


_GEO_TAIL = re.compile(
    r"(?:các\s+)?(?:tỉnh|thành phố|xã|phường|huyện|quận|thị trấn|thị xã|đặc khu)(?:\s*(?:,|và|hoặc|"
    r"/)\s*(?:các\s+)?(?:tỉnh|thành phố|xã|phường|huyện|quận|thị trấn|thị xã|"
    r"đặc khu)(?:\s+(?:trực\s+)?thuộc\s+(?:trung ương|tỉnh))?)*(?:\s+trực\s+thuộc\s+trung ương)?",
    re.IGNORECASE,
)
_GEO_ITEM = re.compile(
    r"(tỉnh|thành phố|xã|phường|huyện|quận|thị trấn|thị xã|đặc khu)(\s+(?:trực\s+)?thuộc\s+(?:trung ương|tỉnh))?", re.IGNORECASE
)
_OF_PROVINCE = re.compile(r"^của (?:tỉnh|thành phố)$", re.IGNORECASE)
_PLURAL_PLACES = re.compile(r"^(?:các|những|mỗi|từng|mọi)\s|,|\svà\s|\shoặc\s|/")
_BASES_WITH_PLACES = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân|công an|đoàn thể|đảng ủy|ủy ban mặt trận tổ quốc(?: việt nam)?|"
    r"mặt trận tổ quốc(?: việt nam)?|tỉnh đoàn|bộ chỉ huy quân sự|tòa án nhân dân|viện kiểm sát nhân dân)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s*\([^)]*\)?", "", text)).strip(" ,;")


@lru_cache(maxsize=8192)
def _spell(text: str) -> str:
    """Write abbreviations out and use one spelling of Ủy ban."""
    words = [expand_abbreviation(word) or word for word in text.split(" ")]
    return re.sub(r"\b([Uu])ỷ\b", lambda m: "Ủy" if m[1] == "U" else "ủy", " ".join(words)).replace("Uỷ", "Ủy").replace("uỷ", "ủy")


_FULL = {"Thủ tướng": "Thủ tướng Chính phủ", "Phó Thủ tướng": "Phó Thủ tướng Chính phủ", "Ủy ban": "Ủy ban nhân dân"}
# What qualifies a bearer without saying who it is.
_TAIL = re.compile(
    r",?\s+(?:nêu tại .*|năm \d{4}|do (?!.*(?:thành lập|quản lý|cấp|cử|bầu)).*|theo quy định.*|"
    r"trên địa bàn(?: toàn| cả)?(?: tỉnh| thành phố)?|"
    r"nêu trên|sau đây|nói trên|theo quy định của pháp luật.*)$",
    re.IGNORECASE,
)


_LOWER = GENERIC | CLASS_HEADS | FIELD_HEADS  # class nouns are written in lower case
_PAIRS = (("bộ", "ngành"), ("ban", "ngành"), ("tổ chức", "cá nhân"))  # written without a comma
_PROVINCES = re.compile(r"^tỉnh,?(?: và)? thành(?: phố)?(?: trực thuộc trung ương)?$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def _single(head: str, rest: str, named: bool, quantified: bool, title: str, attribute: str) -> tuple[str, ...]:
    """Return the names of one item of a list: the same units are met again and again."""
    head, rest = _spell(_clean(head)), _spell(_OF_PROVINCE.sub("", _clean(rest)))
    if not named and head.lower() in _LOWER and head.lower() not in {"ủy ban nhân dân"}:
        keep = head == "Bộ" and title and not quantified
        head = head if keep else head[:1].lower() + head[1:]
    if attribute and not rest:
        rest = _OF_PROVINCE.sub("", attribute)
    name = _FULL.get(f"{head} {rest}".strip(), _TAIL.sub("", f"{head} {rest}".strip()))
    known, _, place = name.partition(" quy định tại ")
    if place and known.lower() not in _LOWER:
        name = known  # "người lập danh mục quy định tại khoản 2"; "đối tượng quy định tại Điều 4" says nothing without it
    if (pair := next((p for p in _PAIRS if name.startswith(" ".join(p))), None)) is not None:
        return tuple(f"{title} {one}{name[len(' '.join(pair)) :]}".strip() for one in pair)
    if _PROVINCES.match(name):
        return "tỉnh", "thành phố" + (" trực thuộc trung ương" if "trung ương" in name.lower() else "")
    geo = _GEO_TAIL.search(name)
    names = [name]
    if geo and geo.start() > 0 and geo.end() == len(name) and _PLURAL_PLACES.search(geo[0]):
        base = name[: geo.start()].strip()
        if _BASES_WITH_PLACES.search(base):
            whole = geo[0].lower()
            names = []
            for match in _GEO_ITEM.finditer(geo[0]):
                tail = (
                    " trực thuộc trung ương"
                    if match[1].lower() == "thành phố" and ("trung ương" in whole or "tỉnh" in whole)
                    else (match[2] or "")
                )
                names.append(f"{base} {match[1].lower()}{tail}".replace("  ", " "))
        else:
            names = [base]
    return tuple(f"{title} {one}".strip() if title else one for one in names)


def _is_person(head: str) -> bool:
    """Whether nobody heads what ``head`` names."""
    return head.lower() in {"cá nhân", "công dân", "hộ gia đình"} or head.lower().startswith("người")


_ANY_BODY = frozenset({"cơ quan", "tổ chức", "đơn vị"})


_OF_EACH = frozenset({"thành viên của", "thân nhân của"})


def names_of(items: list[Item]) -> tuple[str, ...]:
    """Return the full names of a list: titles distributed forwards, attributes backwards (guarantee 2)."""
    titles: list[str] = []
    current, of_named = "", False
    for item in items:
        if item.title:
            current, of_named = item.title, item.named
        elif current.lower() in _OF_EACH and item.after in {",", "và"}:
            pass  # "thành viên của Hội đồng Dân tộc, Ủy ban của Quốc hội"
        elif of_named and item.head.lower() in _ANY_BODY:
            current = ""  # "Chủ tịch Ủy ban nhân dân tỉnh và cơ quan, tổ chức liên quan"
        elif (
            item.head.lower() in TITLES
            or _is_person(item.head)
            or item.quantified
            or item.named
            or item.after == ";"
            or item.head.lower() not in GENERIC
        ):
            current = ""
        titles.append(current)
    if len(items) == 1 and items[0].head == "Bộ" and not (items[0].rest or items[0].quantified or items[0].title):
        return ("Bộ",)
    names: list[str] = []
    for item, title, shared in zip(items, titles, _shared_attributes(items), strict=True):
        one = _single(item.head, item.rest, item.named, item.quantified, title, shared)
        names.extend(name for name in one if name and name not in names)
    return tuple(names)


_BELONGS = re.compile(r"(?:trực )?thuộc ", re.IGNORECASE)


def _shared_attributes(items: list[Item]) -> list[str]:
    """Return for each item the attribute that the end of its run says once for all ("các cơ quan, đơn vị liên quan")."""
    attributes = [""] * len(items)
    attribute = ""
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        bare = not item.rest and not item.named and item.head.lower() in GENERIC
        bare = bare and not (item.head.endswith("viên") and attribute in ROLE_ATTRIBUTES)  # "Điều tra viên, cán bộ điều tra"
        bare = bare and not (" ngang " in item.head and _BELONGS.match(attribute))  # "cơ quan ngang bộ, cơ quan thuộc Chính phủ"
        attributes[index] = attribute if bare else ""
        if not bare:
            shares = not item.named and item.head.lower() in GENERIC and item.head.lower() not in BARE_HEADS
            attribute = item.rest if shares else ""
        if item.quantified or item.title or item.after == ";":
            attribute = ""
    return attributes


def joined(first: UnitList, second: UnitList) -> UnitList:
    """Return one list of both."""
    names = first.names + tuple(name for name in second.names if name not in first.names)
    return UnitList(names, first.start, second.end, first.generic and second.generic)


def is_named(words: Words, i: int) -> bool:
    """Whether the unit at ``i`` is named with a capital letter or an abbreviation."""
    j = i + words.longest(i, QUANTIFIERS, 2)
    return j < len(words) and words.is_capital(j)
