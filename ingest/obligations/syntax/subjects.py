"""Class bearers whose act no modal word opens, or whose description holds verbs: where the description ends and the act begins.

"Cơ quan được giao nhiệm vụ tổ chức bán đấu giá phát phiếu ...": the rules read the first verb, the model of ``attributes`` says which
one is the act. ``learned_subject`` reads a clause without a modal word, ``marked_subject`` one whose bearers fill all words up to the
modal word, ``described_subject`` mends what the rules took for the act. ``find_subject`` is asked where the judge saw a duty in words
that no rule could read: the likeliest unit that opens a clause (at the start, behind a comma, "thì" or a colon).

1. Where the model is not sure the rules stand.
2. What stands inside a condition ("trường hợp X ..., Y ...") is no subject where a later clause has one.
3. A list of units is one subject; units that an earlier list holds open no clause.
"""

from __future__ import annotations

from corpus.model import Modality
from ingest.obligations import cues
from ingest.obligations.syntax.predicates import (
    PAST,
    Core,
    adjunct_at,
    after_adjuncts,
    before_adverbs,
    clause_starts,
    described,
    go_on,
    key_from,
    long_marker,
    marker_at,
    verb_here,
)
from ingest.obligations.syntax.telling import CHARGED
from ingest.obligations.units.attributes import act_begins, act_place
from ingest.obligations.units.heads import head_at, is_modal, is_verb, item_end, starts_unit
from ingest.obligations.units.names import UnitList, item_starts, read_units, units_between, with_attribute
from ingest.obligations.vocabulary import ACTS, ADVERBS, BARE_HEADS, QUANTIFIERS, SHORT_VERBS
from ingest.obligations.words import Words

# What tells at once that the act begins, or that nobody is bound.
_ACTS_AT_ONCE = frozenset(
    (
        "chủ trì|phối hợp|chỉ|có văn|có ý|có báo|có thông|có đơn|có công|có biện|có kế|có quyền|có nghĩa|có thể|đã|sẽ|vẫn|cũng|là|"
        "trong phạm|theo chức|căn cứ|theo quy|chủ động|kịp thời|trực tiếp|tự|không"
    ).split("|")
)
_NO_ACT_BEHIND = frozenset(", được bị do với về khi hoặc và của cho để việc nào mỗi bởi tại theo trong các từ".split())
_NEAR = 8
_TIMED = frozenset({"định kỳ", "hằng năm", "hàng năm", "hằng tháng", "hằng quý"})  # what comes again is an act
_MAKES_NOUN = (("khác",), ("là",), ("này",), ("đó",), ("được",))  # behind a verb: it names a thing
_OWN_CLAUSE = frozenset({"là", "mà", "thì", "vẫn", "nhưng", "sẽ", "nếu", "cũng"})


def _own_clause(words: Words, start: int, end: int) -> bool:
    """Whether the words between head and act are no attribute but say something themselves."""
    keys = words.keys[start:end]
    near = words.keys[start : end + _NEAR]
    defined = next((k for k in range(end, min(len(words), end + 2 * _NEAR)) if words.keys[k] in {"là", ",", ";", "."}), 0)
    if (defined and words.keys[defined] == "là") or "do" in keys[-_NEAR:]:
        return True  # "Đối tượng nộp phí là ...", "cơ quan do Chủ tịch tỉnh giao nhiệm vụ"
    if any(
        near[k] == "được" and (near[k + 1] in SHORT_VERBS or verb_here(words, start + k + 1, len(words)))
        for k in range(1, len(near) - 1)
    ):
        return True  # "tổ chức thực hiện nhiệm vụ A, B được thuê ...": the right is what the clause says
    return not _OWN_CLAUSE.isdisjoint(keys) or any(keys[k : k + 2] == ("trường", "hợp") for k in range(len(keys)))


_CASE_WORDS = 30
_BELIEF_AT_ONCE = 0.6  # in the place where the act begins
_BELIEF_LATER = 0.7  # behind a comma, where the bearer may belong to another list
_STRONG_BELIEF = 0.9  # enough for a verb that no list knows


def _is_marked(words: Words, keys: str, start: int, act: int, end: int) -> bool:
    """Whether a modal word stands before the act or is taken for it, or the act is past."""
    marker = long_marker(words, keys, start, end)
    if cues.MARKER.search(keys, words.starts[start], words.starts[act]) or (marker and marker <= act):
        return True
    return is_modal(words, act) > 0 or PAST.match(keys, words.starts[act]) is not None


def _draws_up(words: Words, verb: int) -> bool:
    """Whether the verb draws up a paper that goes out: "tổ chức lập 01 bộ hồ sơ đề nghị ... và gửi"."""
    return words.keys[verb] == "lập" and (words.keys[verb + 1].isdigit() or words.phrase(verb + 1, 2) == "hồ sơ")


_SENDS = frozenset({"gửi", "nộp"})


def _acts_already(words: Words, verb: int, place: int) -> bool:
    """Whether the words from ``verb`` act themselves for all that the model says of ``place``: "xem xét ... theo Mẫu số 01 ban hành"."""
    between = words.keys[verb:place]
    if words.longest(verb, _ACTS_AT_ONCE, 2) or words.keys[verb] in _SENDS or _draws_up(words, verb):
        return True
    if words.keys[place - 1] in _NO_ACT_BEHIND or _own_clause(words, verb, place):
        return True
    sends = any(words.keys[k] in _SENDS and words.keys[k + 1] in {"cho", "đến", "tới", "về"} for k in range(verb, place))
    return sends or not {"theo", "kèm"}.isdisjoint(between) or "trường hợp" in " ".join(between)


def learned_subject(words: Words, keys: str, p: int, units: UnitList, end: int) -> Core | None:
    """Read a class bearer with a long attribute and an act without modal word; ``None`` when nothing is between them or it is unsure."""
    if not units.generic or units.end >= end or "(trừ " in units.names[0] or words.longest(units.end, _ACTS_AT_ONCE, 2):
        return None
    if words.keys[units.end] == "được" and words.phrase(units.end, 2) not in CHARGED:
        return None
    head = p + words.longest(p, QUANTIFIERS, 2)
    act, belief = act_begins(words, head, head + head_at(words, head)[0], end)
    if words.phrase(act, 2) == "báo cáo" and words.longest(act + 2, ACTS, 3):
        act += 2  # "đơn vị nhận và duyệt báo cáo chấp hành ...": what is received
    if belief < (_BELIEF_AT_ONCE if p == 0 or words.keys[p - 1] not in {",", "và"} else _BELIEF_LATER) or act <= units.end:
        return None
    if "thì" in words.keys[act : min(end, act + _CASE_WORDS)] or _acts_already(words, units.end, act):
        return None  # "Tổ chức thành lập theo A thì được B": the case
    if _is_marked(words, keys, units.end, act, end):
        return None
    behind = act + max(is_verb(words, act), 1)
    if words.phrase(units.end, 2) == "nhận được" or words.keys[behind : behind + 1] in _MAKES_NOUN:
        return None
    known = verb_here(words, act, end) or words.phrase(act, 2) in _TIMED
    if not known and (belief < _STRONG_BELIEF or words.keys[act] in SHORT_VERBS):
        return None
    act = before_adverbs(words, act, units.end)
    return Core(p, act, Modality.MUST, described(words, units, go_on(words, units, act), act), False)


_PLACES = frozenset("tỉnh thành xã phường huyện quận thị".split())
_BELIEF = 0.5
_WITHIN_WORDS = 24  # between a bearer and its modal word


def find_subject(words: Words, keys: str, start: int, end: int, modality: Modality) -> tuple[UnitList, int] | None:
    """Return the subject of the clause between words ``start`` and ``end``, and the word at which its act begins."""
    thus = next((i + 1 for i in range(start + 2, end - 1) if words.keys[i] == "thì"), 0)
    places = [p for p in clause_starts(words, start, end) if p >= thus and starts_unit(words, p) and words.keys[p] not in _PLACES]
    conditional = cues.PREFIX.match(key_from(words, keys, start)) is not None
    read, behind = [], 0
    for p in places:
        if p < behind or (conditional and p == start):
            continue
        found = _subject_at(words, keys, p, end, modality)
        if found is not None:
            read.append(found)
            behind = found[1]
    return read[0] if read else None


_LONGEST = 70  # words from a list's beginning to its marker


def marked_subject(words: Words, keys: str, p: int, units: UnitList, end: int) -> Core | None:
    """Read bearers that fill all words up to a marker, whatever verbs their descriptions hold; ``None`` if one of them may act itself."""
    marker = long_marker(words, keys, units.end, end) if units.end < end else 0
    if not marker or marker - p > _LONGEST or not _STOPS.isdisjoint(words.keys[p:marker]):
        return None
    marked = marker_at(words, keys, marker)
    if marked is None or marked[1] is Modality.MAY:
        return None
    stop = next((k for k in range(units.end, marker) if adjunct_at(words, keys, k)), marker)
    while stop > units.end and words.keys[stop - 1] in _BEFORE_MARKER:
        stop -= 1
    behind = (
        words.keys[marked[0] : marked[0] + _ACT_WORDS] if marked[0] > marker else words.keys[marker + 3 : marker + 3 + _ACT_WORDS]
    )
    for first, last in item_starts(words, p, stop):
        if not _describes(words, first, last, behind):
            return None
    return Core(p, marked[0], marked[1], units_between(words, p, stop), True)


_BEFORE_MARKER = frozenset({"vẫn", "cũng", "đều", "sẽ", "còn", "mới"})
_STOPS = frozenset({";", ":", "thì", "là", "mà", "nếu", "không"})
_ACT_WORDS = 8


def _describes(words: Words, first: int, last: int, behind: tuple[str, ...]) -> bool:
    """Whether the words of one bearer only tell which one it is, and the act begins behind them."""
    end = item_end(words, first, last)
    if end >= last:
        return True
    q = first + words.longest(first, QUANTIFIERS, 2)
    count, sort = head_at(words, q)
    if not count or words.is_capital(q + count):
        return False
    if sort == "title":
        return _describes(words, q + count, last, behind)
    keys = _without_brackets(words.keys[q:last])
    place, belief = act_place(keys + behind, 0, count, len(keys) + len(behind))
    return place == len(keys) and belief >= _BELIEF


def _without_brackets(keys: tuple[str, ...]) -> tuple[str, ...]:
    if "(" not in keys:
        return keys
    i = keys.index("(")
    return keys[:i] + (keys[keys.index(")", i) + 1 :] if ")" in keys[i:] else ())


_CERTAIN = 0.9  # enough to say that it begins the act although the rules took it in
_HELD = (("có", "nhiệm", "vụ"), ("có", "trách", "nhiệm"), ("có", "quyền"))
_HELD_WORDS = 8


def further_marker(words: Words, keys: str, p: int, core: Core, end: int) -> Core | None:
    """Read "người có nhiệm vụ áp giải có trách nhiệm ...": what the bearer holds only tells which one it is, a second marker binds."""
    units = core.units
    if units is None or units.start != p or not any(words.keys[units.end : units.end + len(held)] == held for held in _HELD):
        return None
    for k in range(core.verb, min(end, core.verb + _HELD_WORDS)):
        if not words.keys[k].isalpha() or words.keys[k] in {"và", "hoặc", "thì"}:
            return None
        marked = marker_at(words, keys, k) if words.keys[k] in {"có", "phải", "không", "chịu"} else None
        if marked and k > core.verb:
            return Core(p, marked[0], marked[1], units_between(words, p, k), True)
    return None


_SURE = 0.6  # enough to say that the verb behind a class noun only describes it


def described_subject(words: Words, core: Core, p: int, end: int) -> Core:
    """Return the core with a class bearer's description as the model sees it, where it is sure."""
    units = core.units
    if units is None or not units.generic or core.marked or core.ordered or units.start != p:
        return core
    first = item_starts(words, p, units.end)[-1][0]
    q = first + words.longest(first, QUANTIFIERS, 2)
    count, sort = head_at(words, q)
    if not count or sort == "title" or words.is_capital(min(q + count, end - 1)):
        return core
    place, belief = act_place(words.keys, q, q + count, end)
    place += 2 * (
        words.phrase(place, 2) == "báo cáo" and words.longest(place + 2, ACTS, 3) > 0
    )  # "nhận và duyệt báo cáo chấp hành"
    if belief < _SURE or place == core.verb or not verb_here(words, place, end) or "thì" in words.keys[p : max(place, core.verb)]:
        return core
    place = before_adverbs(words, place, core.verb)
    longer = place > units.end
    if longer and _acts_already(words, core.verb, place):
        return core
    if not longer and (belief < _CERTAIN or "được" in words.keys[p : units.end]):
        return core
    named = with_attribute(words, units, place) if longer else units_between(words, p, place)
    return Core(p, place, core.modality, named, False) if longer or place < core.verb else core


def _subject_at(words: Words, keys: str, p: int, end: int, modality: Modality) -> tuple[UnitList, int] | None:
    units = read_units(words, p, end)
    if units is None or units.end >= end:
        return None
    j = after_adjuncts(words, keys, units.end, end)
    alone = words.keys[units.end - 1] in BARE_HEADS  # "người chịu trách nhiệm chuyên môn": no marker yet
    if j < end and not alone and (marker_at(words, keys, j) or words.longest(j, ADVERBS, 3)):
        return units, j
    if not units.generic:
        return (units, j) if j < end and verb_here(words, j, end) else None
    q = p + words.longest(p, QUANTIFIERS, 2)
    head = q + head_at(words, q)[0]
    marker = long_marker(words, keys, j + 3 * alone, end) if j + 3 * alone < end else 0
    if modality is Modality.MAY and not marker:
        near = range(units.end, min(end, units.end + _WITHIN_WORDS))
        marker = next((k for k in near if words.keys[k] == "được" or words.phrase(k, 2) == "có thể"), 0)
        if marker:
            return (with_attribute(words, go_on(words, units, marker), marker) if marker > units.end else units), marker + 1
    if marker and marker - units.end <= _WITHIN_WORDS and (marked := marker_at(words, keys, marker)):
        behind = marked[0] if marked[0] > marker else marker + 1
        without = words.keys[:marker] + words.keys[behind:]
        place, belief = act_place(without, q, head, end - (behind - marker))
        if belief >= _BELIEF and place <= marker:
            return with_attribute(words, go_on(words, units, place), place), place
    place, belief = act_place(words.keys, q, head, end)
    if belief < _BELIEF or not place:
        return None
    return (with_attribute(words, go_on(words, units, place), place) if place > units.end else units), place
