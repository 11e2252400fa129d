"""Reading a sentence's core, what stands before the main clause included.

``read_core`` tries the clause at the sentence's start, then, when the sentence opens with a condition or a time, the clauses
behind its commas, behind "thì", and markers that follow without a comma; last a thing as subject ("Hồ sơ phải ...").
"""

from __future__ import annotations

import re

from corpus.model import Modality
from ingest.obligations import cues
from ingest.obligations.clauses import read_bare, read_order, read_subject
from ingest.obligations.heads import starts_unit
from ingest.obligations.names import UnitList, read_units, with_attribute
from ingest.obligations.predicates import Core, clause_starts, continues_list, key_from, long_marker, marker_at, verb_here
from ingest.obligations.words import Words


def read_core(words: Words, keys: str, start: int, end: int) -> Core | None:
    """Return the heart of the sentence between words ``start`` and ``end``; ``None`` if it states no duty."""
    opening = key_from(words, keys, start)
    if cues.NO_DUTY.match(opening):
        return None
    prefixed = cues.PREFIX.match(opening) is not None
    candidates = clause_starts(words, start, end) if prefixed else [start]
    for p in candidates:
        if p != start and continues_list(words, p):
            continue
        if p != start and cues.PREFIX.match(key_from(words, keys, p)) and not verb_here(words, p, end):
            continue
        core = read_order(words, keys, p, end) or read_subject(words, keys, p, end)
        if core is None and p != start:
            core = _late(words, keys, p, end)
        if core is not None:
            return core if core.verb < end else None
    core = read_bare(words, keys, start, end)
    if core is None and prefixed:
        found = [
            one
            for one in (
                _bare_later(words, keys, start, end),
                _marker_later(words, keys, start, end),
                _order_later(words, keys, start, end),
            )
            if one
        ]
        return min(found, key=lambda one: one.start) if found else None
    return core or _agentless(words, keys, start, end)


def _late(words: Words, keys: str, p: int, end: int) -> Core | None:
    """A main clause without subject after a prefix: "Trường hợp ..., phải ..."; a bare verb only behind "thì" or an adverb."""
    marked = marker_at(words, keys, p)
    if marked:
        return Core(p, marked[0], marked[1], None, True)
    if words.keys[p - 1] == "thì" and verb_here(words, p, end) and words.keys[p] != "được":
        return Core(p, p, None, None, False)
    return None


def _marker_later(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A prefix that runs into its marker without a comma: "Trường hợp không gia hạn Giấy phép phải có văn bản"."""
    first = words.starts[start]
    thus = keys.find(" thì ", first, words.ends[end - 1])
    for match in re.finditer(r"(?<!\w)(?:phải|không được|có trách nhiệm|cần|được)(?!\w)", keys[: words.ends[end - 1]]):
        if match.start() < max(first, thus) or (match[0] in {"được", "cần"} and match.start() != thus + 5):
            continue
        if cues.no_marker(keys, match.start(), match.end()):
            continue
        i = words.at(match.start())
        marked = (i + 1, Modality.MAY) if match[0] == "được" else marker_at(words, keys, i)
        if marked:
            units = _before(words, start, i) or _conditioned(words, keys, start, i)
            return Core(units.start if units else i, marked[0], marked[1], units, True)
    return None


def _order_later(words: Words, keys: str, start: int, end: int) -> Core | None:
    """An order behind a prefix without a comma: "Sau khi được cho thuê đất đề nghị đơn vị sử dụng đất đúng mục đích"."""
    for i in range(start + 3, end - 2):
        if words.phrase(i, 2) in {"đề nghị", "yêu cầu"} and words.keys[i - 1] not in {
            "có",
            "theo",
            "được",
            "do",
            "hồ",
            "sơ",
            "bản",
            "đơn",
            "văn",
            "nhận",
            "khi",
            "của",
            ",",
        }:
            core = read_order(words, keys, i, end)
            if core is not None and core.units is not None:
                return core
    return None


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
    """Return the units that stand right before the marker, behind the last comma that begins them."""
    for p in range(marker - 1, max(start, marker - 40), -1):
        if words.keys[p - 1] != "," or not starts_unit(words, p):
            continue
        units = read_units(words, p, marker)
        if units is not None and units.end == marker and not continues_list(words, p):
            return units
        if (
            units is not None
            and units.end < marker
            and not any(k == "," for k in words.keys[units.end : marker])
            and not continues_list(words, p)
        ):
            return with_attribute(words, units, marker)
    return None


def _conditioned(words: Words, keys: str, start: int, marker: int) -> UnitList | None:
    """Return X of "Trường hợp X ... thì được ...": who the case is about."""
    match = re.compile(r"(?:trong )?trường hợp ").match(keys, words.starts[start])
    if match is None:
        return None
    units = read_units(words, words.at(match.end()), marker)
    return units if units is not None and len(units.names) <= 3 else None


_AGENTLESS_LEAD_WORDS = 28  # a subject of a thing is short; longer text before the marker is a story


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
    if words.keys[j] not in {"phải", "không"} or j - start > _AGENTLESS_LEAD_WORDS or not _verb_or_passive(words, marked[0], end):
        return None
    return Core(start, marked[0], marked[1], None, True, agentless=True)


def _verb_or_passive(words: Words, i: int, end: int) -> bool:
    return i < end and (verb_here(words, i, end) or (words.keys[i] == "được" and verb_here(words, i + 1, end)))
