"""The pieces of a main clause: adverbs, markers, verbs, adjuncts, and what follows a bearer.

``Core`` is the heart of a sentence as read. A predicate is a marker ("có trách nhiệm"), a bare negative ("không giải ngân"),
"được", or a verb of duty; past, future and passive forms are facts and give none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Modality
from ingest.obligations import cues
from ingest.obligations.syntax.telling import CHARGED
from ingest.obligations.units.heads import LEADING, head_at, is_modal, is_verb, starts_unit
from ingest.obligations.units.names import UnitList, joined, read_units, with_attribute
from ingest.obligations.vocabulary import ADVERBS, QUANTIFIERS, SHORT_VERBS
from ingest.obligations.words import Words


@dataclass(frozen=True, slots=True)
class Core:
    """The heart of a sentence. ``start``: its first word after the prefix; ``verb``: first word of the verb phrase."""

    start: int
    verb: int
    modality: Modality | None
    units: UnitList | None
    marked: bool
    ordered: bool = False
    agentless: bool = False


PAST = re.compile(r"(?:nhận được|nhận thấy|sẽ|đã|đang|vừa|từng|chưa|vẫn|còn|cũng|mới)(?!\w)")
_FACT = re.compile(
    r"quy định (?!đúng|rõ trong)|"
    r"(?:ban hành|công bố|ký) (?:kèm theo )?(?:kế hoạch|quyết định|công văn|chỉ thị|nghị quyết|thông tư|văn bản)(?: số)? \d"
)
WEAK_NEGATIVE = re.compile(
    r"không (?:có|phải|thuộc|đáp ứng|bảo đảm|đảm bảo|đủ|còn|được|bị|quá|đúng|đạt|kể|cần|duy trì|đang|vượt|"
    r"giới hạn|bao gồm|tính|áp dụng|thu phí|hoàn)(?!\w)"
)


_LOOK_AHEAD = 400  # characters: longer than any opening that is matched


def key_from(words: Words, keys: str, i: int) -> str:
    """Return the key text from word ``i`` on."""
    return keys[words.starts[i] : words.starts[i] + _LOOK_AHEAD] if i < len(words) else ""


def skip_adverbs(words: Words, i: int, end: int) -> int:
    """Return the first word at or after ``i`` that is no adverb of a verb phrase."""
    while i < end:
        count = words.longest(i, ADVERBS, 3)
        if count == 0 or (count == 1 and is_verb(words, i) > 1):
            return i
        i += count
        while (
            i < end
            and words.keys[i] in {",", "và"}
            and (words.longest(i + 1, ADVERBS, 3) or (i + 1 < end and is_verb(words, i + 1)))
        ):
            i += 1
    return min(i, end)


def skip_brackets(words: Words, i: int, end: int) -> int:
    """Return the word after the brackets that open at ``i``; ``i`` if none do."""
    if i < end and words.keys[i] in "([":
        for j in range(i, min(end, i + 60)):
            if words.keys[j] in ")]":
                return j + 1
    return i


def marker_at(words: Words, keys: str, i: int) -> tuple[int, Modality] | None:
    """Return the word after the marker at ``i`` and its modality."""
    if i >= len(words):
        return None
    match = cues.MARKER.match(keys, words.starts[i])
    if match is None:
        return None
    modality = next(m for n, (_, m) in enumerate(cues.MARKERS) if match[f"m{n}"] is not None)
    behind = words.at(match.end())
    answers = "chịu" in match[0] and "phải" not in match[0] and behind < len(words) and not verb_here(words, behind, len(words))
    return (i if answers else behind), modality  # "chịu trách nhiệm trước pháp luật" is the act itself


def verb_here(words: Words, i: int, end: int) -> bool:
    """Whether a verb of duty begins at ``i``, adverbs before it or not."""
    j = skip_adverbs(words, i, end)
    return i < end and ((j < end and is_verb(words, j) > 0) or is_verb(words, i) > 0)


def after_adjuncts(words: Words, keys: str, i: int, end: int) -> int:
    """Return the word after adjuncts between bearer and verb ("theo chức năng, nhiệm vụ được giao")."""
    i = skip_brackets(words, i, end)
    if i < end and cues.ADJUNCT.match(keys, words.ends[i - 1] if i else 0):
        for j in range(i + 1, min(end, i + 60)):
            if words.keys[j] == ",":
                k = j + 1
                if k < end and (marker_at(words, keys, k) or (verb_here(words, k, end) and not starts_unit(words, k))):
                    return k
            elif words.keys[j] == "để" and words.keys[i : i + 1] == ("căn",) and verb_here(words, j + 1, end):
                return j + 1  # "căn cứ vào các quy định này để xây dựng"
            elif (marker_at(words, keys, j) and not in_attribute(words, j)) or (
                words.keys[j - 1] in {"giao", "mình", "cấp", "quyền", "luật", "này", "định", "công", "lý"}
                and verb_here(words, j, end)
            ):
                return j
        return i
    if i < end and words.keys[i] == ",":
        i += 1
    return i


def in_attribute(words: Words, i: int) -> bool:
    """Whether the marker at ``i`` stands in a relative clause or a condition."""
    return i > 0 and words.keys[i - 1] in {"người", "những", "khi", "nếu", "mà", "việc", "đã", "chưa", "do", "vì", "hợp"}


def predicate(words: Words, keys: str, p: int, j: int, end: int, units: UnitList) -> Core | None:
    """Read what follows a bearer: a marker, a negative, "được" or a verb of duty."""
    if j >= end:
        return None
    rest = key_from(words, keys, j)
    jj = skip_adverbs(words, j, end) if not marker_at(words, keys, j) else j
    if (marked := marker_at(words, keys, j)) or (marked := marker_at(words, keys, jj)):
        return Core(p, marked[0], marked[1], units, True)
    if words.keys[j] in _STILL and (marked := marker_at(words, keys, j + 1)):
        return Core(p, marked[0], marked[1], units, True)
    power = not units.generic and words.phrase(j - 3, 3) == "có thẩm quyền"  # "Ủy ban nhân dân tỉnh có thẩm quyền quyết định ..."
    if power or PAST.match(rest) or cues.FORCE.match(rest):
        return None
    if words.keys[j] == "được" and words.keys[j + 1 : j + 2] != ("coi",) and words.phrase(j, 2) not in CHARGED:
        if units.generic and MADE.match(keys, words.starts[j]):
            return None
        own = words.phrase(j + 1, 2) in _ENTITLED or not long_marker(words, keys, j, end)
        return Core(p, j + 1, Modality.MAY, units, True) if j + 1 < end and own else None
    if (
        words.keys[jj : jj + 1] == ("không",)
        and jj + 1 < end
        and verb_here(words, jj + 1, end)
        and not WEAK_NEGATIVE.match(key_from(words, keys, jj))
        and not (units.generic and _obliges_later(words, keys, jj, end))
    ):
        return Core(p, jj + 1, Modality.MUST_NOT, units, False)
    if units.generic and _COMPOSED.match(keys, words.starts[min(j + max(is_verb(words, j), 1), len(words) - 1)]):
        return None  # "Hội đồng đánh giá có từ 07 đến 09 thành viên"
    if (
        verb_here(words, j, end)
        and (not words.is_capital(j) or words.phrase(j, 2) in LEADING)
        and not _FACT.match(rest)
        and not _is_equation(words, j, end, units)
    ):
        return _conditional(words, keys, p, j, end, units) or Core(p, j, Modality.MUST, units, False)
    return _contact(words, keys, p, j, end, units)


def _contact(words: Words, keys: str, p: int, j: int, end: int, units: UnitList) -> Core | None:
    """Read "Vụ A là cơ quan đầu mối tổng hợp ...": a named unit's task, though "là" tells what it is."""
    match = None if units.generic else cues.KEEPS_CONTACT.match(keys, words.starts[j])
    tasked = match is not None and verb_here(words, words.at(match.end()), end)
    return Core(p, j, Modality.MUST, units, False) if tasked else None


def _obliges_later(words: Words, keys: str, j: int, end: int) -> bool:
    """Whether "không V ... phải W" only tells who must W: the marker follows in the same clause."""
    k = long_marker(words, keys, j, end)
    if not k or words.keys[k] != "phải" or {";", "mà"} & set(words.keys[j:k]):
        return False
    commas = (i + 1 for i in range(j, k) if words.keys[i] == ",")
    return not any(
        verb_here(words, i, end) or starts_unit(words, i) or words.keys[i] in {"nếu", "trường", "khi", "phải"} for i in commas
    )


_STILL = frozenset({"vẫn", "luôn", "đều", "còn", "mới", "sẽ"})  # "vẫn phải", "mới được phép"
# "được hình thành", "được tính là", "được in": what happens to somebody or something, no right.
MADE = re.compile(r"được (?:tính|xác định|hình thành|in|gửi|quy định|coi|xem là|hiểu|gọi|ghi|thể hiện)(?!\w)")
_ENTITLED = frozenset({"đề nghị", "yêu cầu", "lựa chọn", "từ chối"})  # "được V": a right, whatever is owed behind it
_COMPOSED = re.compile(r"(?:có (?:từ|số|tối|ít|không quá)|bao gồm|gồm|do|làm việc theo) ")
_EQUATED_WORDS = 8  # how far behind the verb "là" makes a named unit's clause a definition
_NOT_EQUATING = frozenset("hiểu|coi|xem|nghĩa|gọi|tức|chính|nhất|hạn|gian|mức|xuyên|hay".split("|"))


def _is_equation(words: Words, j: int, end: int, units: UnitList) -> bool:
    """Whether "là" makes the clause a definition ("Cơ quan xác nhận việc ... là cơ quan nơi gần nhất")."""
    if "là" in words.keys[j : j + _EQUATED_WORDS]:
        return True
    first = units.generic and not words.longest(j, ADVERBS, 2)
    return first and any(
        words.keys[k] == "là" and words.keys[k - 1] not in _NOT_EQUATING and starts_unit(words, k + 1)
        for k in range(j + _EQUATED_WORDS, min(end - 1, j + 25))
    )


def _conditional(words: Words, keys: str, p: int, j: int, end: int, units: UnitList) -> Core | None:
    """Read "X làm A ... thì phải B": the duty is behind "thì", X its bearer."""
    for k in range(j, end - 2):
        if words.keys[k] == "," and (words.phrase(k + 1, 2) == "trường hợp" or words.keys[k + 1] == "nếu"):
            break  # a case of its own: the duty before it stands
        if words.keys[k] == "thì":
            if marked := marker_at(words, keys, k + 1):
                return Core(p, marked[0], marked[1], units, True)
            if words.keys[k + 1] == "được" and not MADE.match(keys, words.starts[k + 1]):
                return Core(p, k + 2, Modality.MAY, units, True)
            if words.phrase(k + 1, 2) == "không phải":
                return Core(p, end, None, units, False)
    if units.generic and (k := _relative(words, j, end)):
        return Core(p, k + 1, Modality.MAY, with_attribute(words, units, k), True)
    return None


_BY_WHOM = (("tại",), ("theo",), ("bởi",), ("trong",))


def _relative(words: Words, j: int, end: int) -> int:
    """Return the "được" of "tổ chức thực hiện nhiệm vụ A được làm B": the first verb only tells which organisation is meant."""
    if words.longest(j, ADVERBS, 2):
        return 0
    for k in range(j + 2, min(end - 1, j + 25)):
        if (
            words.keys[k] == "được"
            and words.keys[k + 2 : k + 3] not in _BY_WHOM
            and (verb_here(words, k + 1, end) or words.keys[k + 1] in SHORT_VERBS)
            and words.keys[k - 1] not in {"đã", "chưa", "không", "khi"}
        ):
            return k
        if words.keys[k] in {"để", "theo", "có", "đã", "mà", "khi", "nếu", ":", "đang", "trong"}:
            return 0
    return 0


def long_marker(words: Words, keys: str, i: int, end: int) -> int:
    """Return the word of the first strong marker of the clause after ``i``; 0 if there is none."""
    limit = words.ends[min(end, i + 70) - 1]
    for match in cues.MARKER.finditer(keys, words.starts[i], limit):
        if match["m2"] and not match[0].startswith(("có quyền", "chỉ")):
            continue
        before = keys[words.starts[i] : match.start()]
        if ":" in before or cues.no_marker(keys, match.start(), match.end()):
            return 0
        return words.at(match.start())
    return 0


_NAME_WORDS = 8  # a bearer without a known head is short


def behind_thus(words: Words, thus: int, marker: int) -> UnitList | None:
    """Return the bearer between "thì" and the marker: a known unit, else short words without a verb ("khoa dược của bệnh viện")."""
    units = read_units(words, thus + 1, marker)
    if units is not None or not 1 < marker - thus - 1 <= _NAME_WORDS:
        return units
    span = range(thus + 1, marker)
    if any(is_verb(words, k) or is_modal(words, k) or not words.keys[k][0].isalpha() for k in span):
        return None
    return UnitList((words.text[words.starts[thus + 1] : words.ends[marker - 1]],), thus + 1, marker, True)


def long_subject(words: Words, keys: str, p: int, units: UnitList, end: int) -> Core | None:
    """A bearer with a long attribute: everything up to the marker ("Tổ chức được cấp giấy phép ... có trách nhiệm")."""
    j = long_marker(words, keys, units.end, end) if units.end < end else 0
    marked = marker_at(words, keys, j) if j else None
    if marked is None:
        return None
    thus = next((k for k in range(j - 1, units.end, -1) if words.keys[k] == "thì"), 0)
    units = (behind_thus(words, thus, j) if thus else None) or units  # "X có hợp đồng ... thì bên A có trách nhiệm"
    found = go_on(words, units, j)
    stop = next((k for k in range(found.end, j) if adjunct_at(words, keys, k)), j)
    while stop > found.end and words.keys[stop - 1] in {"vẫn", "cũng", "đều"}:
        stop -= 1
    return Core(p, marked[0], marked[1], described(words, units, found, stop), True)


def before_adverbs(words: Words, act: int, least: int) -> int:
    """Return the first of the adverbs before the act, none before word ``least``: "Hội đồng thi | tự giải thể"."""
    while act > least and (step := next((n for n in (2, 1) if words.phrase(act - n, n) in ADVERBS and act - n >= least), 0)):
        act -= step
    return act


def described(words: Words, units: UnitList, found: UnitList, stop: int) -> UnitList:
    """Return the units, or the longer list ``found`` that they begin, with the attribute up to word ``stop``."""
    return with_attribute(words, found, stop) if found is units else _extended(words, found, stop)


_OFF = frozenset({"bù", "khấu", "loại", "diệt"})  # "bù trừ chứng khoán"
_WHEN = frozenset({"trong khi", "sau khi", "trước khi"})
_WITHIN = frozenset({"trong phạm vi", "theo chức năng", "theo thẩm quyền", "theo phân cấp", "trong thời hạn"})


def adjunct_at(words: Words, keys: str, k: int) -> bool:
    """Whether words between bearer and verb begin at ``k`` that belong to the act: behind a comma, or "trong phạm vi ..."."""
    behind = k + (words.keys[k] in {",", "("})
    if words.keys[behind : behind + 1] == ("trừ",) and words.keys[behind - 1] not in _OFF:
        return True  # "các bộ, trừ trường hợp khẩn cấp, phải ..."
    if words.keys[k] == "khi" or words.phrase(k, 2) in _WHEN:
        return True
    return words.phrase(k, 3) in _WITHIN or (words.keys[k] == "," and cues.ADJUNCT.match(keys, words.starts[k]) is not None)


def _extended(words: Words, units: UnitList, stop: int) -> UnitList:
    """Return a list joined of several parts, its last part up to ``stop``."""
    return UnitList(units.names, units.start, stop, units.generic) if stop > units.end else units


def go_on(words: Words, units: UnitList, marker: int) -> UnitList:
    """Read on behind an attribute: "người đứng đầu tổ chức do Chính phủ thành lập, Chủ tịch UBND tỉnh và các cơ quan liên quan"."""
    last, found = units, units
    first_comma = words.keys[units.end] == "do" if units.end < marker else False
    for k in range(units.end, marker - 1):
        if k < last.end or words.keys[k] not in {",", ";", "và", "hoặc"} or not starts_unit(words, k + 1):
            continue
        if first_comma:
            first_comma = False
            continue
        if not (words.is_capital(k + 1) or words.longest(k + 1, QUANTIFIERS, 2)):
            continue
        more = read_units(words, k + 1, marker)
        if more is not None:
            before = with_attribute(words, last, k) if k > last.end else last
            found = joined(before, more) if found is last else joined(joined(found, before), more)
            last = more
    return found


_CLAUSE_MARKS = frozenset({"(", "[", ")", "]", ",", "thì", ":"})


def clause_starts(words: Words, start: int, end: int) -> list[int]:
    """Return the words at which the main clause may begin, after commas, "thì" and colons outside brackets."""
    found, depth = [start], 0
    for i, key in enumerate(words.keys[start:end], start):
        if key not in _CLAUSE_MARKS:
            continue
        if key in "([":
            depth += 1
        elif key in ")]":
            depth -= 1
        elif depth <= 0 and i + 1 < end:
            found.append(i + 1)
            if len(found) > 24:
                break
    return found


def in_genitive(words: Words, p: int) -> bool:
    """Whether the class noun at ``p`` seems to go on a list behind "của": "của bộ, ngành quản lý hàng dự trữ, Bộ Tài chính có ..."."""
    if p < 3 or words.keys[p - 1] != "," or words.is_capital(p) or words.longest(p, QUANTIFIERS, 2) or not head_at(words, p)[0]:
        return False
    size = next((n for n in (3, 2, 1) if p - 2 - n >= 0 and head_at(words, p - 1 - n)[0] == n), 0)
    return bool(size) and words.keys[p - 2 - size] == "của"


def continues_list(words: Words, p: int) -> bool:
    """Whether the unit after the comma before ``p`` goes on a list of the prefix.

    "Công an các đơn vị, địa phương, Thủ trưởng Công an ..." goes on with "địa phương"; "được các cấp, các ngành quan tâm" too.
    """
    size = next((n for n in (5, 4, 3, 2, 1) if p - 1 - n > 0 and head_at(words, p - 1 - n)[0] == n), 0)
    if words.keys[p - 1] != "," or not size:
        return False
    before = words.keys[p - 2 - size] if p - 2 - size >= 0 else ""
    quantified = before in QUANTIFIERS
    if (words.keys[p - 3 - size] if quantified and p - 3 - size >= 0 else before) in {"được", "bị", "bởi"}:
        return True
    if words.longest(p, QUANTIFIERS, 2) or words.is_capital(p):
        return False
    if before == "của" and (own := head_at(words, p)[0]) and words.keys[p + own : p + own + 1] == (",",):
        return starts_unit(words, p + own + 1)  # "của tổ chức, cá nhân, Cơ quan chứng nhận có trách nhiệm"
    units = read_units(words, p)
    return units is not None and len(units.names) > 1 and quantified
