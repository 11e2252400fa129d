"""From a sentence to its duty: who (orderer, bearer), how it binds (marker), and where the verb phrase begins.

Order of evidence: an order ("Giao X ...", "Y đề nghị X ..."), a unit with a marker ("X có trách nhiệm ..."), a unit with a
verb of duty, a marker alone, a bare verb. What stands before the main clause (conditions, times) is skipped only when it
begins with a word that opens such a clause. It refuses: definitions, force and repeal clauses, passives, facts in the past.
"""

from __future__ import annotations

import re

from corpus.model import Modality
from ingest.obligations import cues
from ingest.obligations.syntax.predicates import (
    MADE,
    PAST,
    WEAK_NEGATIVE,
    Core,
    after_adjuncts,
    before_adverbs,
    key_from,
    long_subject,
    marker_at,
    predicate,
    skip_adverbs,
    verb_here,
)
from ingest.obligations.syntax.subjects import described_subject, further_marker, learned_subject, marked_subject
from ingest.obligations.syntax.telling import CHARGED, telling_attribute
from ingest.obligations.units.heads import hands_in, is_verb, starts_unit
from ingest.obligations.units.names import UnitList, read_units, with_attribute
from ingest.obligations.vocabulary import ADVERBS, BARE_HEADS, ROLE_ATTRIBUTES
from ingest.obligations.words import Words

_SPEECH = re.compile(r"\s*(?:cũng )?(?:nhấn mạnh|nêu rõ|lưu ý|chỉ rõ|khẳng định|quán triệt|đề cập)(?: rằng| việc)?\s*[,:]?\s*")


def read_subject(words: Words, keys: str, p: int, end: int) -> Core | None:
    """Read a unit with its predicate; a verb behind it may still only describe it where a marker follows."""
    units = read_units(words, p, end)
    if units is None:
        return None
    core = _with_predicate(words, keys, p, units, end)
    if core is not None and core.marked and (further := further_marker(words, keys, p, core, end)) is not None:
        return further
    unmarked = core is None or (not core.marked and not core.ordered and core.units is not None)
    found = (marked_subject(words, keys, p, units, end) if unmarked else None) or core
    return described_subject(words, found, p, end) if found is not None else None


def _with_predicate(words: Words, keys: str, p: int, units: UnitList, end: int) -> Core | None:
    """Read what follows the units, or what they report is to be done ("X nhấn mạnh, cần ...")."""
    if speech := _SPEECH.match(keys, words.ends[units.end - 1]):
        inner = read_bare(words, keys, words.at(speech.end()), end) if words.at(speech.end()) < end else None
        return Core(p, inner.verb, inner.modality or Modality.MUST, None, True, ordered=True) if inner else None
    j = after_adjuncts(words, keys, units.end, end)
    if j < end and cues.ORDER.match(keys, words.starts[skip_adverbs(words, j, end - 1)]) and not marker_at(words, keys, j):
        return _asking(words, keys, p, units, j, end)
    attributed = _attributed(words, keys, p, units, j, end)
    if isinstance(attributed, Core):
        return attributed
    if (attributed is None or attributed[0] is units) and (learned := learned_subject(words, keys, p, units, end)):
        return learned
    if attributed is None:
        return None
    units, j = attributed
    core = predicate(words, keys, p, j, end, units) or _thus_after(words, keys, p, units, end)
    if core and not core.marked and j == units.end + 1 and words.keys[units.end] == ",":
        return None  # "khi có yêu cầu của các bộ, trao đổi ...": the list belongs to what stands before
    if core or (j < end and PAST.match(keys, words.starts[j])):
        return core or _done_before(words, keys, p, units, j, end)
    return None if is_verb_of_name(words, units, end) else long_subject(words, keys, p, units, end)


def _asking(words: Words, keys: str, p: int, units: UnitList, j: int, end: int) -> Core | None:
    """Read units behind which "đề nghị" or "yêu cầu" stands: applicants, who send something, or a body that acts by asking."""
    if j == units.end and _applies(words, units):
        act = telling_attribute(words, units, end)  # "tổ chức đề nghị cấp phép gửi hồ sơ"
        return (
            Core(p, act, Modality.MUST, with_attribute(words, units, act), False)
            if act
            else learned_subject(words, keys, p, units, end)
        )
    return Core(p, j, Modality.MUST, units, False) if _acts_by_asking(words, units, j) else None


def _done_before(words: Words, keys: str, p: int, units: UnitList, j: int, end: int) -> Core | None:
    """Read "Tòa án đã ra quyết định có trách nhiệm ...": what was done only tells which one is bound."""
    if j != units.end or words.keys[j] not in {"đã", "đang"}:
        return None
    core = long_subject(words, keys, p, units, end)
    duty = core is not None and words.phrase(core.verb - 3, 3) == "có trách nhiệm" and core.verb - j <= _CLOSE_WORDS
    clear = core is not None and not any(words.keys[k] in {",", ";"} or starts_unit(words, k) for k in range(j, core.verb))
    return core if duty and clear else None


_ASKING_OFFICES = frozenset({"toà án", "viện kiểm", "chấp hành", "thẩm phán", "kiểm sát"})


def _acts_by_asking(words: Words, units: UnitList, j: int) -> bool:
    """Whether asking another is what a body in a procedure does: "Chấp hành viên đề nghị kế toán lập phiếu"; letters ask by name."""
    return j == units.end and words.phrase(units.start, 2) in _ASKING_OFFICES


def is_verb_of_name(words: Words, units: UnitList, end: int) -> bool:
    """Whether a verb stands right behind a named unit: then no attribute goes on to a later marker."""
    return not units.generic and units.end < end and is_verb(words, units.end) > 0


def _attributed(words: Words, keys: str, p: int, units: UnitList, j: int, end: int) -> Core | tuple[UnitList, int] | None:
    """Return the bearer with the attribute behind its head and where its predicate begins, the whole core, or ``None``."""
    last = words.keys[units.end - 1]
    if {last, words.keys[units.start]} & BARE_HEADS and _exempt(words, units.end, end):
        return None
    listed = _lists_acts(words, units, end)
    direct = j == units.end or listed
    if last in BARE_HEADS or listed or (direct and _tells_more(words, units, end)):
        core = long_subject(words, keys, p, units, end)
        if core and (last in BARE_HEADS or _close(words, units, core)):
            return core
    if direct and words.phrase(units.end, 3) == "thuộc đối tượng" and (core := long_subject(words, keys, p, units, end)):
        return core
    if last == "chức" and hands_in(words, p):
        return Core(p, j, Modality.MUST, units, False)
    act = before_adverbs(words, telling_attribute(words, units, end), units.end) if direct else 0
    if act:
        return with_attribute(words, units, act), act
    body = last == "chức" and units.end == p + 2 and direct and verb_here(words, j, end) and not marker_at(words, keys, j)
    if body or last in BARE_HEADS:
        return None  # "Tổ chức cập nhật ...": the verb, not the body
    return units, j


def _exempt(words: Words, i: int, end: int) -> bool:
    """Whether the clause only says what a person need not do: "Người yêu cầu bồi thường không phải nộp ..."."""
    stop = next((k for k in range(i, end) if words.keys[k] in {";", ",", "thì"}), end)
    return any(words.phrase(k, 2) == "không phải" and k + 2 < end and is_verb(words, k + 2) for k in range(i, stop))


_CLOSE_WORDS = 16  # between a class noun and its marker; longer runs hold another clause


def _close(words: Words, units: UnitList, core: Core) -> bool:
    """Whether only an attribute stands between the class noun and its marker."""
    between = words.keys[units.end : core.verb]
    if core.units is not None and words.keys[core.units.end - 1] in {"và", ","}:
        return False  # "cá nhân cam kết và chịu trách nhiệm": two acts
    if (
        core.modality is not Modality.MUST
        or len(between) > _CLOSE_WORDS + 14 * (words.phrase(core.verb - 3, 3) == "có trách nhiệm")
        or {";", "để", "khi", "không"} & set(between)
    ):
        return False
    commas = [k for k in range(units.end, core.verb) if words.keys[k] == ","]
    first = units.end - 2 if commas[:1] == [units.end] else units.end
    if commas and _verbs_listed(words, first, commas):
        return True
    return not any(is_verb(words, k + 1) or starts_unit(words, k + 1) for k in commas) and (
        not commas or words.phrase(core.verb - 3, 3) == "có trách nhiệm"
    )


def _verbs_listed(words: Words, i: int, commas: list[int]) -> bool:
    """Whether the commas only join verbs that share an object: "doanh nghiệp quản lý, vận hành, khai thác đường sắt phải ..."."""
    begins = [i, *(k + 1 for k in commas)]
    sizes = [is_verb(words, k) for k in begins]
    return all(sizes) and all(begin + size == comma for begin, size, comma in zip(begins, sizes, commas, strict=False))


def _lists_acts(words: Words, units: UnitList, end: int) -> bool:
    """Whether the unit's attribute is the first of several verbs: "doanh nghiệp quản lý, vận hành đường sắt phải ..."."""
    i = units.end
    attribute = units.generic and i + 1 < end and words.keys[i] == "," and words.phrase(i - 2, 2) in ROLE_ATTRIBUTES
    return attribute and is_verb(words, i - 2) == 2 and is_verb(words, i + 1) > 0 and not starts_unit(words, i + 1)


def _tells_more(words: Words, units: UnitList, end: int) -> bool:
    """Whether a verb right behind a class noun may tell which body is meant ("Cơ quan giải quyết thủ tục có trách nhiệm")."""
    if not units.generic or units.end >= end:
        return False
    behind = units.end + (words.keys[units.end] == "đang")  # "cơ quan đang thụ lý vụ án có trách nhiệm"
    return behind < end and (is_verb(words, behind) > 0 or words.phrase(units.end, 2) in CHARGED)


def _thus_after(words: Words, keys: str, p: int, units: UnitList, end: int) -> Core | None:
    """Read "X thành lập theo A thì được B": the bearer's case, then what it may or must do."""
    j = next((i for i in range(units.end, end - 2) if words.keys[i] == "thì"), 0)
    if not j:
        return None
    behind = j + 1 + (words.keys[j + 1] in {"vẫn", "cũng", "sẽ"})
    first = _first_verb(words, units.end, j)
    bearer = with_attribute(words, units, first) if first else units
    if marked := marker_at(words, keys, behind):
        return Core(p, marked[0], marked[1], bearer, True)
    entitled = words.keys[behind] == "được" and not MADE.match(keys, words.starts[behind])
    return Core(p, behind + 1, Modality.MAY, bearer, True) if entitled else None


_STAFF = frozenset({"cán bộ", "công chức", "nhân viên", "viên chức"})
_APPLICANTS = (
    ("tổ", "chức"),
    ("cá", "nhân"),
    ("doanh", "nghiệp"),
    ("hộ", "gia"),
    ("công", "dân"),
    ("thương", "nhân"),
    ("cơ", "sở"),
    ("đương", "sự"),
)
_PAPERS = frozenset({"bản", "đơn", "sơ", "giấy"})


def _applies(words: Words, units: UnitList) -> bool:
    """Whether the units are people and bodies that ask an office for something: "tổ chức, cá nhân đề nghị ... gửi hồ sơ"."""
    if not units.generic or words.keys[units.end - 1] in _PAPERS or starts_unit(words, units.end + 2):
        return False
    return words.keys[units.start : units.start + 2] in _APPLICANTS or words.keys[units.start] == "người"


def _orders_nobody(words: Words, orderer: UnitList) -> bool:
    """Whether the "đề nghị" behind a unit is no order: "người ký văn bản đề nghị", "tổ chức, cá nhân đề nghị ... gửi hồ sơ"."""
    if words.phrase(orderer.start, 2) in _ASKING_OFFICES:
        return True  # "Chấp hành viên yêu cầu lực lượng ...": a body in a procedure acts by asking
    applies = orderer.generic and words.keys[orderer.start : orderer.start + 2] in _APPLICANTS
    return applies or words.keys[orderer.end - 1] in _PAPERS


def read_order(words: Words, keys: str, p: int, end: int) -> Core | None:
    """Read an order: "Giao X ...", "Đề nghị X ...", "Bộ Y yêu cầu X ...", "yêu cầu tạm dừng ..."."""
    i = p
    orderer = read_units(words, p, end)
    if orderer is not None:
        i = skip_adverbs(words, orderer.end, end)
        if marker_at(words, keys, orderer.end) or words.phrase(i, 2) == "uỷ quyền":
            return None  # "X có trách nhiệm đề nghị Y": X's own act
        if _orders_nobody(words, orderer):
            return None
    match = cues.ORDER.match(keys, words.starts[i]) if i < end else None
    if match is None:
        return None
    verb = match["verb"].removesuffix(" để")
    modality = cues.ORDER_MODALITY.get(verb)
    if modality is None:
        return None
    j = words.at(match.end())
    if j >= end:
        return None
    if modality is Modality.MUST_NOT:
        return Core(p, j, modality, None, True, agentless=True)
    units = read_units(words, j, end)
    if units is None:
        return _to_nobody(words, i, j, end, verb, modality, orderer)
    if verb == "phân công" and orderer is None and words.phrase(j, 2) in _STAFF:
        return None  # "phân công cán bộ theo dõi": the act itself
    return _ordered(words, keys, p, end, modality, units)


_SPOKEN = frozenset({"yêu cầu", "đề nghị", "kính đề nghị", "trân trọng đề nghị", "khuyến khích"})


def _to_nobody(words: Words, i: int, j: int, end: int, verb: str, modality: Modality, orderer: UnitList | None) -> Core | None:
    """Read an order that names nobody: "yêu cầu tạm dừng ...", "Khuyến khích tách riêng ..." as a sentence of its own."""
    if verb == "giao" or (orderer is None and verb not in _SPOKEN) or (verb == "khuyến khích" and not words.is_capital(i)):
        return None
    start = orderer.start if orderer is not None else i
    return Core(start, j, modality, None, True, ordered=True) if verb_here(words, j, end) else None


def _ordered(words: Words, keys: str, p: int, end: int, modality: Modality, units: UnitList) -> Core | None:
    """Read what the units of an order are to do."""
    k = after_adjuncts(words, keys, units.end, end)
    if k < end and words.keys[k] == ":":
        k += 1
    if k < end and (marked := marker_at(words, keys, k)):
        return Core(p, marked[0], modality if modality is Modality.SHOULD else marked[1], units, True, ordered=True)
    if k < end and verb_here(words, k, end):
        return Core(p, k, modality, units, True, ordered=True)
    if j := (_first_verb(words, units.end, end) if k < end else 0):
        while j > units.end + 1 and (step := next((n for n in (2, 1, 3) if words.phrase(j - n, n) in ADVERBS), 0)):
            j -= step
        return Core(p, j, modality, with_attribute(words, units, j), True, ordered=True)
    return None


def _first_verb(words: Words, i: int, end: int) -> int:
    for j in range(i, min(end, i + 30)):
        if words.is_capital(j) and words.is_capital(j - 1):
            continue  # "Phó Thủ tướng Chính phủ Trần Lưu Bến"
        if is_verb(words, j) > 0 and words.keys[j - 1] not in {
            "được",
            "bị",
            "việc",
            "về",
            "và",
            ",",
            "để",
            "do",
            "trong",
            "đã",
            "không",
        }:
            return j
    return 0


def read_bare(words: Words, keys: str, p: int, end: int) -> Core | None:
    """Read a clause without subject: a marker, a negative, "được", or a bare verb."""
    i = skip_adverbs(words, p, end)
    marked = marker_at(words, keys, p) or (marker_at(words, keys, i) if i < end else None)
    if marked:
        return Core(p, marked[0], marked[1], None, True)
    if i < end and words.keys[i] == "không" and i + 1 < end and not WEAK_NEGATIVE.match(key_from(words, keys, i)):
        return Core(p, i + 1, Modality.MUST_NOT, None, False) if negative_verb(words, i + 1, end) else None
    if p < end and words.keys[p] == "được" and verb_here(words, p + 1, end):
        return Core(p, p + 1, Modality.MAY, None, True)
    if verb_here(words, p, end):
        return Core(p, p, None, None, False)
    return None


def negative_verb(words: Words, i: int, end: int) -> bool:
    """Whether what follows "không" is an act."""
    return (i < end and words.keys[i].isalpha() and words.keys[i] not in {"những", "ai", "gian"}) or words.keys[i : i + 2] == (
        "gian",
        "lận",
    )
