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

from corpus.units.names import expand_abbreviation, official_at, official_name_at
from ingest.obligations.vocabulary import (
    ADVERBS,
    ATTRIBUTES,
    CLASS_HEADS,
    FIXED_NAMES,
    NAMED_HEADS,
    NOT_AFTER,
    NOT_BEFORE,
    QUANTIFIERS,
    SHORT_VERBS,
    TITLES,
    VERBS,
)
from ingest.obligations.words import Words

_MODALS = frozenset(
    (
        "phải|không được|được|có trách nhiệm|có nghĩa vụ|có nhiệm vụ|có quyền|chịu trách nhiệm|cần|bị|không|"
        "sẽ|đã|đang|là|thì|mà|nếu|khi|có thể|nên|vẫn|còn|chưa|cũng|gồm|bao gồm|có"
    ).split("|")
)
_PREPOSITIONS = frozenset(
    (
        "về|theo|trong|để|tại|trước|sau|từ|cho|đến|tới|do|bằng|với|vào|trên|dưới|ngoài|giữa|nhằm|khi|nếu|mà|"
        "nơi|qua|đối|kể|như|hoặc|lên|ra|này|đó|gần|đang|xem|làm|của|ở|thuộc|trực|cấp|kèm|so|hằng|hàng|định"
    ).split("|")
)
_GEO = frozenset(
    (
        "tỉnh|xã|phường|thị trấn|huyện|quận|thành phố|thị xã|đặc khu|thành phố trực thuộc trung ương|"
        "thành phố trực thuộc tỉnh|thành phố thuộc tỉnh"
    ).split("|")
)
_LEVELS = re.compile(r"cấp$|các$")
_SEPARATORS = {",", ";", "và", "hoặc", "/", "cùng"}
_GENERIC = frozenset(
    (
        "cơ quan ngang bộ|cơ quan thuộc chính phủ|cơ quan|đơn vị|tổ chức|cá nhân|địa phương|doanh nghiệp|"
        "ngành|bộ|sở|ban|phòng|trường|viện|trung tâm|cục|vụ|tổng cục|hội|đoàn thể|hiệp hội|tập đoàn|"
        "tổng công ty|công ty|cán bộ|công chức|viên chức|người lao động|hợp tác xã|hộ gia đình|hộ kinh doanh|"
        "phòng ban|thành viên|đơn vị sự nghiệp|cơ sở|chi cục|lực lượng|đoàn|xã|phường|huyện|tỉnh|quận|"
        "thị trấn|báo|đài|cơ quan báo chí|giám đốc|thủ trưởng|học sinh|sinh viên|giáo viên|người học|"
        "chủ đầu tư|nhà thầu|thị xã|người dân|công dân|học viện|đại học"
    ).split("|")
)


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


def is_verb(words: Words, i: int) -> int:
    """Return how many words make the verb that begins at ``i``; 0 if none. A capitalised word inside a sentence is none."""
    count = words.longest(i, VERBS, 3)
    if count:
        return count
    if words.keys[i] in SHORT_VERBS:
        before = words.keys[i - 1] if i else ""
        after = words.keys[i + 1] if i + 1 < len(words) else ""
        if before not in NOT_AFTER and after not in NOT_BEFORE:
            return 1
    return 0


def is_modal(words: Words, i: int) -> int:
    """Return how many words make the modal word at ``i``; 0 if none."""
    return words.longest(i, _MODALS, 3)


def _head_at(words: Words, i: int) -> tuple[int, str]:
    """Return the words of a unit's head at ``i`` and its sort: "fixed", "title", "named", "class" or ""."""
    if i >= len(words) or not words.keys[i][0].isalpha():
        return 0, ""
    best, sort = 0, ""
    for phrases, name, most in (
        (FIXED_NAMES, "fixed", 10),
        (TITLES, "title", 3),
        (NAMED_HEADS, "named", 3),
        (CLASS_HEADS, "class", 6),
    ):
        count = words.longest(i, phrases, most)
        if count > best:
            best, sort = count, name
    return best, sort


def starts_unit(words: Words, i: int) -> bool:
    """Whether a unit, its quantifier or its abbreviation begins at word ``i``."""
    if i >= len(words):
        return False
    j = i + words.longest(i, QUANTIFIERS, 2)
    if j >= len(words):
        return False
    return _head_at(words, j)[0] > 0 or expand_abbreviation(words.raw(j)) is not None or official_name_at(words.keys, j) > 0


def _continues_name(words: Words, i: int) -> bool:
    """Whether the capitalised word after "và" or a comma belongs to the name before it: it begins no unit of its own."""
    if expand_abbreviation(words.raw(i)) or official_name_at(words.keys, i):
        return False
    return _head_at(words, i)[1] in {"", "class"} and words.keys[i] not in {"doanh", "cơ", "tổ", "cá", "các"}


def _name_end(words: Words, i: int, limit: int, list_ok: bool) -> int:
    """Return where a proper name that begins at ``i`` ends."""
    while i < limit:
        key = words.keys[i]
        if key in {"và", ",", "-", "–"}:
            nxt = i + 1
            if nxt < limit and words.is_capital(nxt) and _continues_name(words, nxt) and (key != "," or list_ok):
                i = nxt + 1
                continue
            return i
        if not key[0].isalpha() and not key[0].isdigit():
            return i
        if words.is_capital(i):
            i += 1
            continue
        if (
            key in _PREPOSITIONS
            or key in QUANTIFIERS
            or key in SHORT_VERBS
            or is_modal(words, i)
            or is_verb(words, i)
            or words.longest(i, ADVERBS, 2)
            or words.longest(i, ATTRIBUTES, 3)
        ):
            return i
        i += 1
    return i


_LEVEL_NAMES = frozenset("tỉnh|xã|huyện|trên|dưới|sở|bộ|cao|phường|thành".split("|"))


def _level(words: Words, i: int, limit: int) -> int:
    """Return the words of a level at ``i`` ("cấp tỉnh", "cấp trung ương"); 0 if there is none."""
    if words.keys[i] != "cấp" or i + 1 >= limit:
        return 0
    after = words.keys[i + 1]
    return 3 if after in {"trung", "cơ", "ủy"} else 2 if after in _LEVEL_NAMES else 0


def _belonging(words: Words, i: int, limit: int) -> int:
    """Return where "thuộc X", "trực thuộc X", "thuộc, trực thuộc X" ends; ``i`` if no unit follows."""
    j = i + (2 if words.phrase(i, 2) == "trực thuộc" else 1)
    if words.keys[i] == "trực" and j == i + 1:
        return i
    if j < limit and words.keys[j] in {"và", ","} and words.phrase(j + 1, 2) == "trực thuộc":
        j += 3
    end = _item_end(words, j, limit) if j < limit else j
    return end if end > j else i


def _attributes_end(words: Words, i: int, limit: int) -> int:
    """Return where the attributes of a unit that begin at ``i`` end ("có liên quan", "thuộc Bộ", "cấp tỉnh", "khác")."""
    while i < limit:
        count = words.longest(i, ATTRIBUTES, 4) or _level(words, i, limit)
        key = words.keys[i]
        if count:
            i += count
        elif key in {"thuộc", "trực"}:
            end = _belonging(words, i, limit)
            if end == i:
                return i
            i = end
        elif key in {"tại", "của", "ở"} and i + 1 < limit and _head_at(words, i + 1)[0]:
            i = _item_end(words, i + 1, limit)
        elif words.phrase(i, 3) == "trên địa bàn":
            i += 3
            if _head_at(words, i)[0]:
                i = _item_end(words, i, limit)
        else:
            return i
    return i


def _item_end(words: Words, i: int, limit: int) -> int:
    """Return where the single unit that begins at ``i`` ends, attributes included; ``i`` if there is none."""
    j = i + words.longest(i, QUANTIFIERS, 2)
    if j >= limit:
        return i
    if (official := official_name_at(words.keys, j)) > 0:
        return _attributes_end(words, _geo_end(words, j + official, limit), limit)
    if expand_abbreviation(words.raw(j)):
        j += 1
        return _attributes_end(words, _geo_end(words, j, limit), limit)
    count, sort = _head_at(words, j)
    if not count:
        return i
    j += count
    if sort == "title":
        inner = _item_end(words, j, limit)
        return inner if inner > j else _attributes_end(words, _name_end(words, j, limit, False), limit)
    if sort == "fixed":
        j = _geo_end(words, j, limit)
    elif j < limit and words.is_capital(j) and sort == "class" and starts_unit(words, j):
        j = _item_end(words, j, limit)
    elif j < limit and (words.is_capital(j) and sort != "fixed"):
        j = _name_end(
            words, j, limit, words.keys[i] in {"sở", "bộ", "cục", "vụ"} or words.keys[j - count] in {"sở", "bộ", "cục", "vụ", "ban"}
        )
        j = _geo_end(words, j, limit)
    else:
        j = _geo_end(words, j, limit)
    return _attributes_end(words, j, limit)


def _geo_end(words: Words, i: int, limit: int) -> int:
    """Return where a place after a unit's head ends ("các tỉnh, thành phố trực thuộc trung ương", "tỉnh Lào Cai")."""
    j = i
    while j < limit:
        k = j + words.longest(j, QUANTIFIERS, 1)
        if words.keys[k : k + 1] == ("cấp",) and k > j:
            k += 1
            return k
        count = words.longest(k, _GEO, 5)
        if count == 0:
            return j
        k += count
        if k < limit and words.is_capital(k) and not starts_unit(words, k):
            while k < limit and words.is_capital(k):
                k += 1
        if words.phrase(k, 4) == "trực thuộc trung ương":
            k += 4
        elif words.phrase(k, 3) == "thuộc trung ương":
            k += 3
        j = k
        if (
            k < limit
            and words.keys[k] in {",", "và", "hoặc", "/"}
            and words.longest(k + 1, _GEO, 5)
            and not (words.keys[k + 1] in {"thành"} and k + 3 < limit and False)
        ):
            j = k + 1
            continue
        return k
    return j


def read_units(words: Words, i: int, limit: int | None = None) -> UnitList | None:
    """Return the units listed from word ``i`` on; ``None`` if none begins there."""
    stop = len(words) if limit is None else limit
    items: list[Item] = []
    position, after = i, ""
    while position < stop:
        end = _item_end(words, position, stop)
        if end == position:
            break
        items.append(_item(words, position, end, after))
        position = end
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
    return UnitList(names_of(items), i, items[-1].end)


def _skip_parenthesis(words: Words, i: int, limit: int) -> int:
    if i < limit and words.keys[i] == "(":
        for j in range(i, min(limit, i + 40)):
            if words.keys[j] == ")":
                return j + 1
    return i


def _item(words: Words, start: int, end: int, after: str) -> Item:
    quantifiers = words.longest(start, QUANTIFIERS, 2)
    j = start + quantifiers
    count, sort = _head_at(words, j)
    if expand_abbreviation(words.raw(j)) or official_name_at(words.keys, j):
        count, sort = (official_name_at(words.keys, j) or 1), "fixed"
    title = ""
    if sort == "title" and j + count < end and starts_unit(words, j + count):
        title = words.text[words.starts[j] : words.ends[j + count - 1]]
        j += count
        inner = words.longest(j, QUANTIFIERS, 2)
        quantifiers = max(quantifiers, inner)
        j += inner
        count, sort = _head_at(words, j)
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
    while position < units.end:
        stop = _item_end(words, position, units.end)
        if stop == position:
            break
        items.append(_item(words, position, stop, after))
        position = _skip_parenthesis(words, stop, units.end)
        after = words.keys[position] if position < units.end else ""
        while position < units.end and words.keys[position] in {*_SEPARATORS, "với", "kể"}:
            position += 1
    if not items:
        return units
    last = items[-1]
    rest = words.text[words.ends[units.end - 1] : words.ends[end - 1]].strip(" ,")
    items[-1] = replace(last, rest=f"{last.rest} {rest}".strip(), end=end)
    return UnitList(names_of(items), units.start, end)


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


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s*\([^)]*\)?", "", text)).strip(" ,;")


def _spell(text: str) -> str:
    """Write abbreviations out and use one spelling of Ủy ban."""
    words = [expand_abbreviation(word) or word for word in text.split(" ")]
    return re.sub(r"\b([Uu])ỷ\b", lambda m: "Ủy" if m[1] == "U" else "ủy", " ".join(words)).replace("Uỷ", "Ủy").replace("uỷ", "ủy")


def _single(item: Item, title: str, attribute: str) -> list[str]:
    head, rest = _spell(_clean(item.head)), _spell(_OF_PROVINCE.sub("", _clean(item.rest)))
    if not item.named and head.lower() in _GENERIC | CLASS_HEADS and head.lower() not in {"ủy ban nhân dân"}:
        head = head[:1].lower() + head[1:]
    if attribute and not rest:
        rest = attribute
    name = f"{head} {rest}".strip()
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
    return [f"{title} {one}".strip() if title else one for one in names]


def names_of(items: list[Item]) -> tuple[str, ...]:
    """Return the full names of a list: titles distributed forwards, attributes backwards (guarantee 2)."""
    titles: list[str] = []
    current = ""
    for item in items:
        if item.title:
            current = item.title
        elif item.quantified or item.named or item.after == ";" or item.head.lower() not in _GENERIC:
            current = ""
        titles.append(current)
    attributes = [""] * len(items)
    attribute = ""
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        bare = not item.rest and not item.named and item.head.lower() in _GENERIC
        attributes[index] = attribute if bare else ""
        if not bare:
            attribute = item.rest if not item.named and item.head.lower() in _GENERIC else ""
        if item.quantified or item.after == ";":
            attribute = ""
    names: list[str] = []
    for item, title, shared in zip(items, titles, attributes, strict=True):
        for name in _single(item, title, shared):
            if name and name not in names:
                names.append(name)
    return tuple(names)


def is_named(words: Words, i: int) -> bool:
    """Whether the unit at ``i`` is named with a capital letter or an abbreviation."""
    j = i + words.longest(i, QUANTIFIERS, 2)
    return j < len(words) and words.is_capital(j)
