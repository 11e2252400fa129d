"""Reading a sentence's core, what stands before the main clause included.

``read_core`` tries the clause at the sentence's start, then, when the sentence opens with a condition or a time, the clauses
behind its commas, behind "thì", and markers that follow without a comma; last a thing as subject ("Hồ sơ phải ...").
"""

from __future__ import annotations

import re

from corpus.model import Modality
from ingest.obligations import cues
from ingest.obligations.syntax.clauses import read_bare, read_order, read_subject
from ingest.obligations.syntax.predicates import (
    MADE,
    Core,
    behind_thus,
    clause_starts,
    continues_list,
    in_genitive,
    key_from,
    long_marker,
    marker_at,
    verb_here,
)
from ingest.obligations.units.heads import is_verb, starts_unit
from ingest.obligations.units.names import UnitList, read_units, with_attribute
from ingest.obligations.words import Words


def read_core(words: Words, keys: str, start: int, end: int) -> Core | None:
    """Return the heart of the sentence between words ``start`` and ``end``; ``None`` if it states no duty."""
    place, cores = (start, end), words.cores
    if place not in cores:
        cores[place] = _read_core(words, keys, start, end)
    found: Core | None = cores[place]
    return found


def _read_core(words: Words, keys: str, start: int, end: int) -> Core | None:
    opening = key_from(words, keys, start)
    if cues.NO_DUTY.match(opening) or cues.CATCH_ALL.match(opening):
        return None
    if core := _forbidden(words, keys, start, end):
        return core
    prefixed = cues.PREFIX.match(opening) is not None
    candidates = clause_starts(words, start, end) if prefixed else [start]
    thus = _thus(words, keys, start, end) if prefixed else 0
    if thus:
        candidates = [thus]
    for p in sorted(candidates, key=lambda p: in_genitive(words, p)):
        core = _core_at(words, keys, start, candidates, p, end)
        if core is not None:
            request = None if core.marked or p == start else _order_later(words, keys, start, end)
            core = request if request is not None and request.start < core.start else core
            return core if core.verb < end else None
    told = thus if prefixed and thus else start
    core = _of_writing(words, keys, told, end) or read_bare(words, keys, start, end)
    if core is None and prefixed:
        request = _order_later(words, keys, start, end)
        found = [one for one in (_bare_later(words, keys, start, end), _marker_later(words, keys, start, end)) if one]
        return request or (min(found, key=lambda one: one.verb) if found else None)
    return (
        core
        or _unknown_agent(words, keys, start, end)
        or _agentless(words, keys, start, end)
        or _concluding(words, keys, start, end)
    )


_AGENT_MARKER = re.compile(r"(?:cũng |đều )?(?:có(?: các)? (?:trách nhiệm|nghĩa vụ|quyền|nhiệm vụ)|chịu trách nhiệm)(?!\w)")
_UNKNOWN_WORDS = 7  # a bearer without a known head is short


def _unknown_agent(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A bearer without a known head before a marker that only persons and bodies have ("Hoa tiêu có trách nhiệm ...")."""
    for j in range(start + 1, min(start + _UNKNOWN_WORDS + 2, end - 1)):
        if _AGENT_MARKER.match(keys, words.starts[j]):
            marked = marker_at(words, keys, j) or marker_at(words, keys, j + 1)
            if marked is None or cues.no_marker(keys, words.starts[j], words.ends[min(j + 2, len(words) - 1)]):
                return None
            if words.phrase(start, 2) in _MANNERS:
                return None
            name = words.text[words.starts[start] : words.ends[j - 1]]
            units = UnitList((name[:1].lower() + name[1:],), start, j, True)
            return Core(start, marked[0], marked[1], units, True)
        if not words.keys[j][0].isalpha() or words.keys[j] in _NO_NAME or is_verb(words, j):
            return None
    return None


_MANNERS = frozenset({"nhất thiết", "liên đới", "hoàn toàn", "đương nhiên", "đồng thời", "cùng nhau"})
_NO_NAME = frozenset("được|bị|là|thì|mà|việc|khi|nếu|để|không|đã|đang|đó|này|và|quyền|trách|nghĩa|nhiệm|người".split("|"))


def _concluding(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A request that a statement of facts ends with: "..., do vậy đề nghị X cập nhật"."""
    if not any(word in keys for word in _CONCLUDES):
        return None
    match = _THEREFORE.search(keys, words.starts[start], words.ends[end - 1])
    return read_order(words, keys, words.at(match.start("order")), end) if match else None


_CONCLUDES = ("vậy", "do đó", "vì thế")
_THEREFORE = re.compile(r"(?:do vậy|vì vậy|do đó|vì thế)\s*,?\s+(?:\w+ ){0,8}?(?P<order>đề nghị |yêu cầu )")


def _core_at(words: Words, keys: str, start: int, candidates: list[int], p: int, end: int) -> Core | None:
    """Return the core of the clause that begins at ``p``, if it is the main one."""
    if p == start:
        return read_order(words, keys, p, end) or read_subject(words, keys, p, end)
    if continues_list(words, p) or (cues.PREFIX.match(key_from(words, keys, p)) and not verb_here(words, p, end)):
        return None
    core = read_order(words, keys, p, end) or read_subject(words, keys, p, end)
    if core is not None and not core.marked and _is_partner(words, candidates, p, end):
        return None
    if core is not None and not _outweighs(words, core, candidates, p, end):
        core = None
    return core or _late(words, keys, start, p, end)


def _is_partner(words: Words, candidates: list[int], p: int, end: int) -> bool:
    """Whether the clause's unit goes on the list of partners of an earlier "phối hợp với ..."."""
    for q in candidates:
        if q < p and words.phrase(q, 3) == "phối hợp với":
            partners = read_units(words, q + 3, end)
            if partners is not None and partners.end > p:
                return True
    return False


_CONDITIONAL = re.compile(r"(?:[^,;]{0,90}, )?(?:trường hợp|nếu|khi|trong trường hợp|đối với)(?!\w)")


def _thus(words: Words, keys: str, start: int, end: int) -> int:
    """Return the word behind "thì" when the sentence opens with a condition; 0 if there is none."""
    if not _CONDITIONAL.match(keys, words.starts[start]):
        return 0
    return next((i + 1 for i in range(start + 2, end - 1) if words.keys[i] == "thì"), 0)


_AS_ELSEWHERE = re.compile(r"(?:thực hiện|áp dụng)(?: việc \w+(?: \w+)?)? (?:theo|các) (?:quy định|trình tự|hướng dẫn)")


def _late(words: Words, keys: str, start: int, p: int, end: int) -> Core | None:
    """A main clause without subject after a prefix: "Trường hợp ..., phải ..."; a bare verb only behind "thì"."""
    thus = words.keys[p - 1] == "thì"
    marked = marker_at(words, keys, p)
    if thus and marked is None and words.keys[p] == "được" and not MADE.match(keys, words.starts[p]):
        marked = (p + 1, Modality.MAY)
    if marked:
        units = _conditioned(words, keys, start, p) if thus else None
        passive = thus and units is None and words.keys[p] == "được"
        return None if passive else Core(p, marked[0], marked[1], units, True)
    if thus and not _AS_ELSEWHERE.match(keys, words.starts[p]) and verb_here(words, p, end) and words.keys[p] != "được":
        return Core(p, p, None, None, False)
    return None


_LATER_MARKER = re.compile(r"(?<!\w)(?:phải|không được|có trách nhiệm|cần|được)(?!\w)")


def _marker_later(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A prefix that runs into its marker without a comma: "Trường hợp không gia hạn Giấy phép phải có văn bản"."""
    first = words.starts[start]
    thus = keys.find(" thì ", first, words.ends[end - 1])
    for match in _LATER_MARKER.finditer(keys, first, words.ends[end - 1]):
        if match[0] == "được" and MADE.match(keys, match.start()):
            continue
        if match.start() < max(first, thus) or (match[0] in {"được", "cần"} and match.start() != thus + 5):
            continue
        if cues.no_marker(keys, match.start(), match.end()):
            continue
        i = words.at(match.start())
        marked = (i + 1, Modality.MAY) if match[0] == "được" else marker_at(words, keys, i)
        if marked:
            thus_at = words.at(thus + 1) if thus >= first else 0
            named = behind_thus(words, thus_at, i) if thus_at else None
            units = named or _before(words, start, i) or _adjoining(words, start, i) or _conditioned(words, keys, start, i)
            if units is None and match[0] == "được":
                continue  # "thì được tính kể từ ngày ký": nobody's right
            return Core(units.start if units else i, marked[0], marked[1], units, True)
    return None


def _outweighs(words: Words, core: Core, candidates: list[int], p: int, end: int) -> bool:
    """Whether a clause behind a comma is the main one although a bare verb opens an earlier clause.

    "yêu cầu các đơn vị ..." and an unmarked unit are then parts of that verb's list; a marker or a name of its own is not.
    """
    bare = any(verb_here(words, q, end) and not starts_unit(words, q) for q in candidates if q < p and not _cites(words, q))
    if not bare:
        return True
    if core.ordered:
        return words.phrase(p, 2) != "yêu cầu"
    return core.marked or (core.units is not None and not core.units.generic)


def _cites(words: Words, q: int) -> bool:
    """Whether the verb at ``q`` only carries out a document: "Thực hiện Nghị quyết số ..."."""
    return words.keys[q] in {"thực", "căn", "triển"} and any(words.is_capital(k) for k in range(q + 1, min(q + 5, len(words))))


_NOT_REQUEST_AFTER = frozenset(
    "nhiệm|phải|quyền|việc|người|nhân|chức|và|có|theo|được|do|hồ|sơ|bản|đơn|văn|nhận|khi|của|,|công".split("|")
)


def _order_later(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A request behind a prefix without a comma: "Sau khi được cho thuê đất đề nghị đơn vị sử dụng đất đúng mục đích"."""
    for i in range(start + 3, end - 2):
        if words.keys[i] == "đề" and words.keys[i + 1] == "nghị" and words.keys[i - 1] not in _NOT_REQUEST_AFTER:
            core = read_order(words, keys, i, end)
            if core is not None and (core.units is not None or _in_trouble(words, start, i)):
                return core
    return None


def _in_trouble(words: Words, start: int, i: int) -> bool:
    """Whether the request is for a case of difficulty: "nếu có vướng mắc cần sửa đổi đề nghị phản ánh về ..."."""
    return words.keys[i - 1] == "sinh" or any(words.phrase(k, 2) in {"vướng mắc", "khó khăn"} for k in range(start, i - 1))


def _bare_later(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A bare verb behind a time or a condition: "Hằng năm, tổng hợp ...", "Đối với dự án A, chủ động hướng dẫn"."""
    if not _TIME_OR_CASE.match(keys, words.starts[start]):
        return None
    for p in clause_starts(words, start, end)[1:]:
        if verb_here(words, p, end) and not starts_unit(words, p) and not words.is_capital(p):
            return Core(p, p, None, None, False)
    return None


_TIME_OR_CASE = re.compile(
    r"(?:trường hợp|nếu|khi|h[àằ]ng|định kỳ|trong (?:thời|vòng|quá|năm|quý|tháng)|trước|chậm nhất|"
    r"muộn nhất|đối với|sau|ngay|đến|từ|căn cứ|tối thiểu|ít nhất|mỗi|kể từ|theo định|thông qua|trên cơ sở|"
    r"với|tại|quá trình)"
)


def _before(words: Words, start: int, marker: int) -> UnitList | None:
    """Return the units that stand right before the marker, from the first comma whose list runs up to it."""
    best: UnitList | None = None
    for p in range(marker - 1, max(start, marker - 40), -1):
        if words.keys[p - 1] != "," or not starts_unit(words, p) or continues_list(words, p):
            continue
        units = read_units(words, p, marker)
        if units is None:
            continue
        if units.end == marker:
            best = units
        elif best is None and "," not in words.keys[units.end : marker]:
            best = with_attribute(words, units, marker)
    return best


_ADJOINING_WORDS = 6
_OWNED = frozenset("của|với|cho|do|bởi|từ|được|bị|về|theo|tại|và|hoặc|,".split("|"))


def _adjoining(words: Words, start: int, marker: int) -> UnitList | None:
    """Return the unit right before a marker that a prefix runs into: "ngoài nơi quy định người bệnh phải ..."."""
    for p in range(max(start + 1, marker - _ADJOINING_WORDS), marker):
        if words.keys[p - 1] in _OWNED or not starts_unit(words, p):
            continue
        units = read_units(words, p, marker)
        return units if units is not None and units.end == marker else None
    return None


def _conditioned(words: Words, keys: str, start: int, marker: int) -> UnitList | None:
    """Return X of "Trường hợp X ... thì được ...": who the case is about."""
    match = re.compile(r"(?:trong )?trường hợp ").match(keys, words.starts[start])
    if match is None:
        return None
    units = read_units(words, words.at(match.end()), marker)
    return units if units is not None and len(units.names) <= 3 else None


_AGENTLESS_LEAD_WORDS = 36  # a subject of a thing is short; longer text before the marker is a story
_OBSERVING = frozenset({"tuân thủ", "bảo đảm", "đảm bảo", "chấp hành", "tuân theo"})  # "Việc bán vé cần tuân thủ ..."
_BEYOND = frozenset({"quá", "vượt", "ít", "nhỏ", "lớn", "thấp", "cao", "có", "trái"})  # "không được quá 6%"


def _forbidden(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A thing that is called forbidden: "Tự ý nâng giá vé là hành vi bị nghiêm cấm"."""
    match = cues.FORBIDDEN.search(keys, words.starts[start], words.ends[end - 1])
    told = match and words.at(match.start()) > start + 1 and not {":", ";"} & set(words.keys[start:end])
    return Core(start, start, Modality.MUST_NOT, None, True, agentless=True) if told else None


_WRITINGS = frozenset({"biên bản", "văn bản", "hợp đồng", "quyết định", "thông báo", "báo cáo", "giấy mời", "phiếu thu"})


def _agentless(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A thing as subject: "Hồ sơ phải ...", "Tên không được ...": a duty whose bearer is not said."""
    j = long_marker(words, keys, start, end)
    if not j:
        return None
    marked = marker_at(words, keys, j)
    if marked is None or marked[1] is Modality.MAY:
        return None
    if (units := _before(words, start, j)) is not None:
        return Core(units.start, marked[0], marked[1], units, True)
    deed = words.keys[start] == "việc" and words.keys[j] == "cần" and words.phrase(marked[0], 2) in _OBSERVING
    if not (words.keys[j] in {"phải", "không"} or deed) or j - start > _AGENTLESS_LEAD_WORDS or marked[0] >= end:
        return None
    if words.keys[j] == "không" and not (_verb_or_passive(words, marked[0], end) or words.keys[marked[0]] in _BEYOND):
        return None
    return Core(start, marked[0], marked[1], None, True, agentless=True)


def _of_writing(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A writing whose name is a verb too: "Quyết định phong tỏa phải ghi rõ ..."."""
    if words.phrase(start, 2) not in _WRITINGS:
        return None
    core = _agentless(words, keys, start, end)
    if core is None or not core.agentless:
        return None
    behind = (i + 1 for i in range(start, core.verb) if words.keys[i] == ",")
    return None if any(starts_unit(words, i) or verb_here(words, i, end) for i in behind) else core


def _verb_or_passive(words: Words, i: int, end: int) -> bool:
    return i < end and (verb_here(words, i, end) or (words.keys[i] == "được" and i + 1 < end and words.keys[i + 1].isalpha()))
