"""Where a unit begins and ends in running words: heads, proper names, attributes, places; verbs and modal words.

1. Words that only look like a head ("báo cáo", "bộ phận", "trường hợp", "thanh tra, kiểm tra") begin no unit.
2. A name ends before a verb, a modal word, a preposition or an attribute; a comma or "và" before a capital belongs to it
   unless another unit begins there.
"""

from __future__ import annotations

import re

from corpus.units.names import expand_abbreviation, official_name_at
from ingest.obligations.units.attributes import provides
from ingest.obligations.units.known import known_bearers, known_bodies
from ingest.obligations.vocabulary import (
    ACTS,
    ADVERBS,
    ATTRIBUTES,
    BARE_HEADS,
    CLASS_HEADS,
    COMPOUNDS,
    FIELD_HEADS,
    FIXED_NAMES,
    LEVELS,
    NAMED_HEADS,
    NOT_AFTER,
    NOT_UNITS,
    QUANTIFIERS,
    ROLE_ATTRIBUTES,
    SHORT_VERBS,
    TAKES_ROLE,
    TITLES,
    VERBS,
)
from ingest.obligations.words import Words

_MODALS = frozenset(
    (
        "phải|không được|được|có trách nhiệm|có nghĩa vụ|có nhiệm vụ|có quyền|chịu trách nhiệm|cần|bị|không|"
        "sẽ|cân|đã|đang|là|thì|mà|nếu|khi|có thể|nên|vẫn|còn|chưa|cũng|gồm|bao gồm|có"
    ).split("|")
)
_PREPOSITIONS = frozenset(
    (
        "về|theo|trong|để|tại|trước|sau|từ|cho|đến|tới|do|bằng|với|vào|trên|dưới|ngoài|giữa|nhằm|khi|nếu|mà|"
        "nơi|qua|kể|như|đúng|hoặc|lên|ra|này|đó|gần|đang|xem|làm|của|ở|thuộc|trực|cấp|kèm|so|hằng|hàng|định"
    ).split("|")
)
_GEO = frozenset(
    (
        "tỉnh|xã|phường|thị trấn|huyện|quận|thành phố|thị xã|đặc khu|thành phố trực thuộc trung ương|"
        "thành phố trực thuộc tỉnh|thành phố thuộc tỉnh|thành"
    ).split("|")
)


def is_verb(words: Words, i: int) -> int:
    """Return how many words make the verb that begins at ``i``; 0 if none. A capitalised word inside a sentence is none."""
    count = words.longest(i, VERBS, 3)
    if count:
        return 0 if words.phrase(i, 2) == "giúp việc" and words.keys[i + 2 : i + 3] != ("cho",) else count
    if words.keys[i] in SHORT_VERBS:
        before = words.keys[i - 1] if i else ""
        after = words.keys[i + 1] if i + 1 < len(words) else ""
        if words.keys[i] == "cấp" and after in LEVELS:
            return 0
        if before not in NOT_AFTER and after not in COMPOUNDS.get(words.keys[i], ()):
            return 1
    return 0


def is_modal(words: Words, i: int) -> int:
    """Return how many words make the modal word at ``i``; 0 if none."""
    return words.longest(i, _MODALS, 3)


_ACTIVITIES = frozenset({"thanh tra", "kiểm toán", "thuế", "hải quan", "kiểm lâm", "đầu tư"})
_BODIES_AFTER = frozenset("tỉnh|bộ|sở|chính|nhà|thành|huyện|viên|cấp".split("|"))


_DESK_WORDS = 3
_OWNED = frozenset({"trách nhiệm", "nghĩa vụ", "nhiệm vụ", "quyền hạn"})  # "Trách nhiệm của tổ chức cung cấp dịch vụ"


_HANDS_IN = re.compile(r"tổ chức lập (?:\d+|hồ sơ|đơn|văn bản)")


def hands_in(words: Words, i: int) -> bool:
    """Whether "tổ chức" at ``i`` is a body that draws up papers: ", tổ chức lập 01 bộ hồ sơ và gửi"."""
    return i > 0 and words.keys[i - 1] in {",", "thì"} and _HANDS_IN.match(words.key_text, words.starts[i]) is not None


def _looks_like(words: Words, i: int) -> bool:
    """Whether word ``i`` only looks like a unit's head (guarantee 1)."""
    if words.phrase(i, 2) == "bộ phận":
        listed = i > 1 and words.keys[i - 1] in {",", "và"} and words.phrase(i - 3, 2) in {"cá nhân", "đơn vị", "cơ quan"}
        return not listed and words.longest(i, CLASS_HEADS) < _DESK_WORDS  # "bộ phận một cửa" is a body, "bộ phận của máy" is none
    if words.longest(i, NOT_UNITS, 4):
        listed = words.keys[i] == "tổ" and i > 2 and words.keys[i - 1] in {",", "và", "hoặc"}
        owner = words.keys[i] == "tổ" and i > 1 and words.phrase(i - 3, 2) in _OWNED and words.keys[i - 1] == "của"
        return not (owner or hands_in(words, i) or provides(words, i) or (listed and words.phrase(i - 3, 2) in CLASS_HEADS))
    for count in (2, 1):
        if words.phrase(i, count) in _ACTIVITIES:
            j = i + count
            return j >= len(words) or not (words.is_capital(j) or words.keys[j] in _BODIES_AFTER)
    return False


# One table for all heads; where a phrase is of several sorts the first holds.
_SORTS: dict[str, str] = {
    phrase: sort
    for phrases, sort in ((CLASS_HEADS | FIELD_HEADS, "class"), (NAMED_HEADS, "named"), (TITLES, "title"), (FIXED_NAMES, "fixed"))
    for phrase in phrases
}
_ALL_HEADS = frozenset(_SORTS)
_LONGEST_HEAD = max(len(head.split()) for head in _ALL_HEADS)


# Behind "chủ" these make another word than an owner's name.
_NO_OWNER = frozenset(
    "trì động yếu trương nghĩa đề quyền tịch nhật nhiệm quan lực đạo chốt biên ý tâm từ ngữ mưu công sự trị tướng khách và của là".split()
)


def _owns(words: Words, i: int) -> bool:
    """Whether "chủ" before word ``i`` names an owner."""
    return words.keys[i].isalpha() and words.keys[i] not in _NO_OWNER and not words.is_capital(i)


def head_at(words: Words, i: int) -> tuple[int, str]:
    """Return the words of a unit's head at ``i`` and its sort: "fixed", "title", "named", "class" or ""."""
    found = words.heads.get(i)
    if found is None:
        count = words.longest(i, _ALL_HEADS, _LONGEST_HEAD)
        if not count and words.keys[i] == "chủ" and i + 1 < len(words) and _owns(words, i + 1):
            found = words.heads[i] = (2, "class")  # "chủ bến", "chủ vật nuôi"
            return found
        found = words.heads[i] = (0, "") if not count or _looks_like(words, i) else (count, _SORTS[words.phrase(i, count)])
    return found


def starts_unit(words: Words, i: int) -> bool:
    """Whether a unit, its quantifier or its abbreviation begins at word ``i``."""
    if i >= len(words):
        return False
    j = i + words.longest(i, QUANTIFIERS, 2)
    if j >= len(words):
        return False
    return head_at(words, j)[0] > 0 or expand_abbreviation(words.raw(j)) is not None or official_name_at(words.keys, j) > 0


def _continues_name(words: Words, i: int) -> bool:
    """Whether the capitalised word after "và" or a comma belongs to the name before it: it begins no unit of its own."""
    if expand_abbreviation(words.raw(i)) or official_name_at(words.keys, i):
        return False
    return head_at(words, i)[1] in {"", "class"} and words.keys[i] not in {"doanh", "cơ", "tổ", "cá", "các"}


_PLAIN_ATTRIBUTES = frozenset({"có liên quan", "liên quan", "khác", "có thẩm quyền", "các cấp", "cùng cấp", "có chức năng"})


LEADING = frozenset({"chủ trì", "phối hợp"})  # no part of a name, capital or not ("Bộ Công Thương Chủ trì ...")


# "Phòng Đăng ký kinh doanh", "Vụ Dự báo, thống kê": the short verb is the second half of a word.
_WORDS_OF_NAMES = frozenset({"đăng ký", "dự báo", "cảnh báo", "thông báo", "giám định", "quản trị", "đối ngoại", "dân sự"})


def _joint(words: Words, i: int, limit: int, list_ok: bool) -> int:
    """Return how many words a conjunction or a mark inside a name takes with what it joins; 0 if the name ends before it."""
    key, nxt = words.keys[i], i + 1
    if words.phrase(i - 1, 3) == "phòng , chống" and nxt < limit:
        return 2  # "Cục Phòng, chống ma túy"
    if nxt >= limit or not words.is_capital(nxt):
        return 0
    if key == "/":
        return 2 * (words.is_capital(i - 1) and not starts_unit(words, nxt))  # "HIV/AIDS"
    joins = key != "," or (list_ok and not words.longest(nxt, TITLES, 3))
    return 2 * (joins and _continues_name(words, nxt))


def _name_end(words: Words, i: int, limit: int, list_ok: bool) -> int:
    """Return where a proper name that begins at ``i`` ends."""
    while i < limit:
        key = words.keys[i]
        if key in {"và", ",", "-", "–", "/"}:
            step = _joint(words, i, limit, list_ok)
            if step:
                i += step
                continue
            return i
        if not key[0].isalpha() and not key[0].isdigit():
            return i
        if words.is_capital(i):
            if words.phrase(i, 2) in LEADING:
                return i
            i += 1
            continue
        if words.longest(i, _GEO, 1) and words.keys[i + 1 : i + 2] == (",",) and words.longest(i + 2, _GEO, 1):
            return i  # "Cục Thống kê tỉnh, thành phố trực thuộc trung ương"
        if words.phrase(i - 1, 2) in {"hậu cần", "thiết bị"} or (key == "quản" and words.phrase(i - 2, 2) == "cán bộ"):
            i += 1 + (key == "quản")
            continue
        if (
            key in _PREPOSITIONS
            or key in QUANTIFIERS
            or is_modal(words, i)
            or words.phrase(i, 2) == "đối với"
            or (is_verb(words, i) and not (words.is_capital(i - 1) and words.phrase(i - 1, 2) in _WORDS_OF_NAMES))
            or words.longest(i, ADVERBS, 2)
            or words.longest(i, _PLAIN_ATTRIBUTES, 3)
        ):
            return i
        i += 1
    return i


_LEVEL_NAMES = frozenset("i|ii|iii|iv|tỉnh|xã|huyện|trên|dưới|sở|bộ|cao|phường|thành".split("|"))


def level_at(words: Words, i: int, limit: int) -> int:
    """Return the words of a level at ``i`` ("cấp tỉnh", "cấp trung ương"); 0 if there is none."""
    if words.keys[i] != "cấp" or i + 1 >= limit:
        return 0
    after = words.keys[i + 1]
    return 3 if after in {"trung", "cơ", "uỷ"} else 2 if after in _LEVEL_NAMES else 0


_SEAT = re.compile(
    r"nơi (?:gần nhất|(?:\w+ ){0,3}?(?:đặt trụ sở(?: chính| chi nhánh)?|cư trú|thường trú|đăng ký kinh doanh|"
    r"có (?:đất|rừng|mỏ|công trình|dự án|tài sản)))(?!\w)"
)


def _seat(words: Words, i: int, limit: int) -> int:
    """Return the words of "nơi đặt trụ sở chính", "nơi người lao động cư trú" at ``i``; 0 if there are none."""
    match = _SEAT.match(words.key_text, words.starts[i]) if words.keys[i] == "nơi" else None
    return min(words.at(match.end()), limit) - i if match else 0


def _belonging(words: Words, i: int, limit: int) -> int:
    """Return where "thuộc X", "trực thuộc X", "thuộc, trực thuộc X" ends; ``i`` if no unit follows."""
    j = i + (2 if words.phrase(i, 2) == "trực thuộc" else 1)
    if words.keys[i] == "trực" and j == i + 1:
        return i
    if j < limit and words.keys[j] in {"và", ","} and words.phrase(j + 1, 2) == "trực thuộc":
        j += 3
    end = item_end(words, j, limit) if j < limit else j
    return end if end > j else i


def _attributes_end(words: Words, i: int, limit: int, plain: bool = False) -> int:
    """Return where the attributes of a unit that begin at ``i`` end ("có liên quan", "thuộc Bộ", "cấp tỉnh", "khác")."""
    if plain:
        i += words.longest(i, ROLE_ATTRIBUTES, 4) if i < limit else 0
    while i < limit:
        count = words.longest(i, ATTRIBUTES, 4) or level_at(words, i, limit) or _seat(words, i, limit)
        if count:
            i += count
            continue
        end = _belonging(words, i, limit) if words.keys[i] in {"thuộc", "trực"} else _inner_end(words, i, limit)
        if end == i:
            return i
        i = end
    return i


def _inner_end(words: Words, i: int, limit: int) -> int:
    """Return where an attribute with a unit or a place of its own ends; ``i`` if there is none.

    "- Bộ Y tế", "của Hội đồng nhân dân", "trong Công an nhân dân", "trên địa bàn tỉnh".
    """
    key, unit = words.keys[i], i + 1 < limit and head_at(words, i + 1)[0] > 0
    if words.phrase(i, 3) == "trên địa bàn":
        place = i + 3
        return item_end(words, place, limit) if place < limit and head_at(words, place)[0] else place
    if key in {"-", "–"} and i + 1 < limit and words.is_capital(i + 1) and official_name_at(words.keys, i + 1):
        return item_end(words, i + 1, limit)
    if words.phrase(i, 2) == "chi nhánh" and i + 2 < limit and words.is_capital(i + 2):
        return _name_end(words, i + 2, limit, False)  # "Ngân hàng Nhà nước chi nhánh Khu vực 5"
    if unit and (key in {"tại", "của", "ở"} or (key == "trong" and words.is_capital(i + 1))):
        return item_end(words, i + 1, limit)
    return i


_NAMES_WITH_COMMAS = frozenset({"sở", "bộ", "cục", "vụ", "ban", "viện", "trung", "uỷ", "quỹ", "hội"})


def item_end(words: Words, i: int, limit: int) -> int:
    """Return where the single unit that begins at ``i`` ends, attributes included; ``i`` if there is none."""
    if i >= limit:
        return i
    j = i + words.longest(i, QUANTIFIERS, 2)
    if j >= limit:
        return i
    if (official := official_name_at(words.keys, j)) > 0:
        return _attributes_end(words, _geo_end(words, j + official, limit), limit)
    if expand_abbreviation(words.raw(j)):
        j += 1
        return _attributes_end(words, _geo_end(words, j, limit), limit)
    count, sort = head_at(words, j)
    return _headed_end(words, j, j + count, sort, limit) if count else i


_BOARDS = frozenset({"hội đồng", "ban"})
_MINISTERS = frozenset({"bộ trưởng", "thứ trưởng", "thống đốc", "tổng thanh tra"})  # "báo cáo Bộ trưởng tình hình ..."


def _headed_end(words: Words, head: int, j: int, sort: str, limit: int) -> int:
    """Return where the unit with its head from ``head`` to ``j`` ends."""
    phrase = words.phrase(head, j - head)
    if sort == "title":
        inner = item_end(words, j, limit)
        if inner == j and phrase in _MINISTERS and j < limit and not words.is_capital(j):
            return _attributes_end(words, j, limit)
        leads_team = phrase in {"trưởng đoàn", "tổ trưởng", "đội trưởng"}
        return inner if inner > j else _attributes_end(words, _name_end(words, j, limit, False), limit, leads_team)
    if sort == "fixed":
        if phrase.endswith("điều tra") and j < limit and words.is_capital(j) and starts_unit(words, j):
            return item_end(words, j, limit)  # "Cơ quan An ninh điều tra Bộ Công an"
        return _attributes_end(words, _geo_end(words, j, limit), limit)
    if j < limit and words.is_capital(j) and words.phrase(j - 2, 2) != "thẩm quyền":  # "trình cấp có thẩm quyền Kế hoạch ..."
        if sort == "class" and starts_unit(words, j):
            return _attributes_end(words, item_end(words, j, limit), limit)
        name = _name_end(words, j, limit, words.keys[head] in _NAMES_WITH_COMMAS)
        name = max(name, min(limit, head + words.longest(head, known_bodies(), _LONGEST_BEARER)))
        return _attributes_end(words, _geo_end(words, name, limit), limit)
    known = _known_end(words, head, j, limit) if sort == "class" else j
    if known > j:
        return _attributes_end(words, known, limit)
    if sort == "class" and phrase in BARE_HEADS:
        return _attributes_end(words, _telling_end(words, j, limit), limit)
    end = _attributes_end(words, _geo_end(words, head if phrase in _GEO else j, limit), limit, phrase in TAKES_ROLE)
    if phrase in _BOARDS and j < end < limit and words.is_capital(end):
        return max(end, item_end(words, end, limit))  # "Hội đồng quản lý Quỹ"
    return end


_LONGEST_BEARER = 11
_OBJECT_FOLLOWS = frozenset(
    "cho|các|những|với|về|đến|tới|một|mỗi|từng|theo|bằng|như|vào|đối".split("|")
)  # the verb inside is the act


def _known_end(words: Words, head: int, end: int, limit: int) -> int:
    """Return where the longest known bearer from ``head`` ends; ``end`` if none goes on further, or if a verb inside it acts here."""
    stop = head + words.longest(head, known_bearers(), _LONGEST_BEARER)
    if stop <= end or stop > limit:
        return end
    acts = any(is_verb(words, k) for k in range(head + 1, stop))
    return end if acts and stop < limit and words.keys[stop] in _OBJECT_FOLLOWS else stop


_TELLING_WORDS = 4  # "người khai báo y tế", "bên thu hồi nợ"


def _telling_end(words: Words, i: int, limit: int) -> int:
    """Return where the words end that tell who "người ...", "bên ..." is: at a modal word, an act, a preposition or a mark."""
    k = i
    while k < min(limit, i + _TELLING_WORDS):
        key = words.keys[k]
        if not key[0].isalpha() or key in {"và", "hoặc"} or is_modal(words, k) or words.longest(k, ADVERBS, 2):
            break
        if k > i and (key in _PREPOSITIONS or words.longest(k, ACTS, 3)):
            break
        k += 1
    return k


def _geo_end(words: Words, i: int, limit: int) -> int:
    """Return where a place after a unit's head ends ("các tỉnh, thành phố trực thuộc trung ương", "tỉnh Lào Cai")."""
    j = i
    while j < limit:
        k = j + words.longest(j, QUANTIFIERS, 1)
        if words.keys[k : k + 1] == ("cấp",) and k > j:
            k += 1
            return k
        count = words.longest(k, _GEO, 5)
        if count == 0 or (words.keys[k] == "thành" and count == 1 and j == i):
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
        if k < limit and words.keys[k] in {",", "và", "hoặc", "/"} and words.longest(k + 1, _GEO, 5):
            j = k + 1
            continue
        return k
    return j
