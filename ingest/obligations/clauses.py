"""From a sentence to its duty: who (orderer, bearer), how it binds (marker), and where the verb phrase begins.

Order of evidence: an order ("Giao X ...", "Y đề nghị X ..."), a unit with a marker ("X có trách nhiệm ..."), a unit with a
verb of duty, a marker alone, a bare verb. What stands before the main clause (conditions, times) is skipped only when it
begins with a word that opens such a clause. It refuses: definitions, force and repeal clauses, passives, facts in the past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Modality
from ingest.obligations import cues
from ingest.obligations.names import UnitList, is_verb, read_units, starts_unit, with_attribute
from ingest.obligations.vocabulary import ADVERBS
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


_ADJUNCT = re.compile(
    r"\s*,?\s*(?:theo (?:chức năng|thẩm quyền|phạm vi|phân cấp|trách nhiệm|nhiệm vụ|quy định|lĩnh vực)|"
    r"trong phạm vi|trên cơ sở|căn cứ|tùy theo|tuỳ theo|bằng |trong quá trình|khi |sau khi |nếu |"
    r"trước khi |định kỳ|h[àằ]ng |trong thời hạn|chậm nhất|trước ngày|ngoài )"
)
_PAST = re.compile(r"(?:đã|đang|vừa|từng|chưa|vẫn|còn|cũng|mới)(?!\w)")
_FACT = re.compile(
    r"(?:ban hành|công bố|ký) (?:kèm theo )?(?:kế hoạch|quyết định|công văn|chỉ thị|nghị quyết|thông tư|văn bản)(?: số)? \d"
)
_WEAK_NEGATIVE = re.compile(
    r"không (?:có|phải|thuộc|đáp ứng|bảo đảm|đảm bảo|đủ|còn|được|bị|quá|đúng|đạt|kể|cần|duy trì|đang|vượt|"
    r"giới hạn|bao gồm|tính|áp dụng|thu phí|hoàn)(?!\w)"
)


def key_from(words: Words, keys: str, i: int) -> str:
    """Return the key text from word ``i`` on."""
    return keys[words.starts[i] :] if i < len(words) else ""


def skip_adverbs(words: Words, i: int, end: int) -> int:
    """Return the first word at or after ``i`` that is no adverb of a verb phrase."""
    while i < end:
        count = words.longest(i, ADVERBS, 3)
        if count == 0 or (count == 1 and is_verb(words, i) > 1):
            return i
        i += count
        while i < end and words.keys[i] in {",", "và"} and words.longest(i + 1, ADVERBS, 3):
            i += 1
    return i


def _skip_brackets(words: Words, i: int, end: int) -> int:
    if i < end and words.keys[i] in "([":
        for j in range(i, min(end, i + 60)):
            if words.keys[j] in ")]":
                return j + 1
    return i


def _marker(words: Words, keys: str, i: int) -> tuple[int, Modality] | None:
    """Return the word after the marker at ``i`` and its modality."""
    if i >= len(words):
        return None
    match = cues.MARKER.match(keys, words.starts[i])
    if match is None:
        return None
    modality = next(m for n, (_, m) in enumerate(cues.MARKERS) if match[f"m{n}"] is not None)
    return words.at(match.end()), modality


def _verb_here(words: Words, i: int, end: int) -> bool:
    j = skip_adverbs(words, i, end)
    return i < end and ((j < end and is_verb(words, j) > 0) or is_verb(words, i) > 0)


def _after_adjuncts(words: Words, keys: str, i: int, end: int) -> int:
    """Return the word after adjuncts between bearer and verb ("theo chức năng, nhiệm vụ được giao")."""
    i = _skip_brackets(words, i, end)
    if i < end and _ADJUNCT.match(keys, words.ends[i - 1] if i else 0):
        for j in range(i + 1, min(end, i + 60)):
            if words.keys[j] == ",":
                k = j + 1
                if k < end and (_marker(words, keys, k) or (_verb_here(words, k, end) and not starts_unit(words, k))):
                    return k
            elif (_marker(words, keys, j) and not _in_attribute(words, j)) or (
                words.keys[j - 1] in {"giao", "mình", "cấp", "quyền", "luật", "này", "định", "công", "lý"}
                and _verb_here(words, j, end)
            ):
                return j
        return i
    if i < end and words.keys[i] == ",":
        i += 1
    return i


def _in_attribute(words: Words, i: int) -> bool:
    return i > 0 and words.keys[i - 1] in {"người", "những", "khi", "nếu", "mà", "việc", "đã", "chưa", "do", "vì", "hợp"}


def _subject(words: Words, keys: str, p: int, end: int) -> Core | None:
    units = read_units(words, p, end)
    if units is None:
        return None
    j = _after_adjuncts(words, keys, units.end, end)
    core = _predicate(words, keys, p, j, end, units)
    if core:
        return core
    if j < end and _PAST.match(keys, words.starts[j]):
        return None
    return _long_subject(words, keys, p, units, end)


def _predicate(words: Words, keys: str, p: int, j: int, end: int, units: UnitList) -> Core | None:
    """Read what follows a bearer: a marker, a negative, "được" or a verb of duty."""
    if j >= end:
        return None
    rest = key_from(words, keys, j)
    jj = skip_adverbs(words, j, end) if not _marker(words, keys, j) else j
    if (marked := _marker(words, keys, j)) or (marked := _marker(words, keys, jj)):
        return Core(p, marked[0], marked[1], units, True)
    if _PAST.match(rest) or cues.FORCE.match(rest):
        return None
    if words.keys[j] == "được" and words.keys[j + 1 : j + 2] != ("coi",):
        return Core(p, j + 1, Modality.MAY, units, True) if j + 1 < end and not _long_marker(words, keys, j, end) else None
    if (
        words.keys[jj : jj + 1] == ("không",)
        and jj + 1 < end
        and _verb_here(words, jj + 1, end)
        and not _WEAK_NEGATIVE.match(key_from(words, keys, jj))
    ):
        return Core(p, jj + 1, Modality.MUST_NOT, units, False)
    if _verb_here(words, j, end) and not words.is_capital(j) and not _FACT.match(rest):
        return Core(p, j, Modality.MUST, units, False)
    return None


def _long_marker(words: Words, keys: str, i: int, end: int) -> int:
    """Return the word of the first strong marker of the clause after ``i``; 0 if there is none."""
    limit = words.ends[min(end, i + 70) - 1]
    for match in cues.MARKER.finditer(keys, words.starts[i], limit):
        if match["m2"] and not match[0].startswith(("có quyền", "chỉ")):
            continue
        before = keys[words.starts[i] : match.start()]
        if ":" in before or cues.NO_MARKER.search(keys[max(0, match.start() - 26) : match.end()]):
            return 0
        return words.at(match.start())
    return 0


def _long_subject(words: Words, keys: str, p: int, units: UnitList, end: int) -> Core | None:
    """A bearer with a long attribute: everything up to the marker ("Tổ chức được cấp giấy phép ... có trách nhiệm")."""
    j = _long_marker(words, keys, units.end, end) if units.end < end else 0
    if not j:
        return None
    marked = _marker(words, keys, j)
    stop = j
    for k in range(units.end, j):
        if words.keys[k] == "," and _ADJUNCT.match(keys, words.starts[k]):
            stop = k
            break
    return Core(p, marked[0], marked[1], with_attribute(words, units, stop), True) if marked else None


def _order(words: Words, keys: str, p: int, end: int) -> Core | None:
    """Read an order: "Giao X ...", "Đề nghị X ...", "Bộ Y yêu cầu X ...", "yêu cầu tạm dừng ..."."""
    i = p
    orderer = read_units(words, p, end)
    if orderer is not None:
        i = skip_adverbs(words, orderer.end, end)
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
    if units is not None:
        return _ordered(words, keys, p, end, modality, units)
    spoken = orderer is not None or verb in {"yêu cầu", "đề nghị", "kính đề nghị", "trân trọng đề nghị"}
    if spoken and verb != "giao" and _verb_here(words, j, end):
        return Core(p, j, modality, None, True, ordered=True)
    return None


def _ordered(words: Words, keys: str, p: int, end: int, modality: Modality, units: UnitList) -> Core | None:
    """Read what the units of an order are to do."""
    k = _after_adjuncts(words, keys, units.end, end)
    if k < end and words.keys[k] == ":":
        k += 1
    if k < end and (marked := _marker(words, keys, k)):
        return Core(p, marked[0], modality if modality is Modality.SHOULD else marked[1], units, True, ordered=True)
    if k < end and _verb_here(words, k, end):
        return Core(p, k, modality, units, True, ordered=True)
    if j := (_first_verb(words, units.end, end) if k < end else 0):
        return Core(p, j, modality, with_attribute(words, units, j), True, ordered=True)
    return None


def _first_verb(words: Words, i: int, end: int) -> int:
    for j in range(i, min(end, i + 30)):
        if is_verb(words, j) > 0 and words.keys[j - 1] not in {"được", "bị", "việc", "về", "và", ",", "để", "do", "trong", "đã"}:
            return j
    return 0


def _bare(words: Words, keys: str, p: int, end: int) -> Core | None:
    i = skip_adverbs(words, p, end)
    marked = _marker(words, keys, p) or (_marker(words, keys, i) if i < end else None)
    if marked:
        return Core(p, marked[0], marked[1], None, True)
    if i < end and words.keys[i] == "không" and i + 1 < end and not _WEAK_NEGATIVE.match(key_from(words, keys, i)):
        return Core(p, i + 1, Modality.MUST_NOT, None, False) if _negative_verb(words, i + 1, end) else None
    if p < end and words.keys[p] == "được" and _verb_here(words, p + 1, end):
        return Core(p, p + 1, Modality.MAY, None, True)
    if _verb_here(words, p, end):
        return Core(p, p, None, None, False)
    return None


def _negative_verb(words: Words, i: int, end: int) -> bool:
    return (i < end and words.keys[i].isalpha() and words.keys[i] not in {"những", "ai", "gian"}) or words.keys[i : i + 2] == (
        "gian",
        "lận",
    )


def _starts(words: Words, start: int, end: int) -> list[int]:
    """Return the words at which the main clause may begin, after commas, "thì" and colons outside brackets."""
    found, depth = [start], 0
    for i in range(start, end):
        key = words.keys[i]
        if key in "([":
            depth += 1
        elif key in ")]":
            depth -= 1
        elif depth <= 0 and key in {",", "thì", ":"} and i + 1 < end:
            found.append(i + 1)
            if len(found) > 24:
                break
    return found


def read_core(words: Words, keys: str, start: int, end: int) -> Core | None:
    """Return the heart of the sentence between words ``start`` and ``end``; ``None`` if it states no duty."""
    opening = key_from(words, keys, start)
    if cues.NO_DUTY.match(opening):
        return None
    prefixed = cues.PREFIX.match(opening) is not None
    candidates = _starts(words, start, end) if prefixed else [start]
    for p in candidates:
        if p != start and cues.PREFIX.match(key_from(words, keys, p)) and not _verb_here(words, p, end):
            continue
        core = _order(words, keys, p, end) or _subject(words, keys, p, end)
        if core is None and p != start:
            core = _late(words, keys, p, end)
        if core is not None:
            return core
    core = _bare(words, keys, start, end)
    if core is None and prefixed:
        return _marker_later(words, keys, start, end)
    return core or _agentless(words, keys, start, end)


def _late(words: Words, keys: str, p: int, end: int) -> Core | None:
    """A main clause without subject after a prefix: "Trường hợp ..., phải ..."; a bare verb only behind "thì" or an adverb."""
    marked = _marker(words, keys, p)
    if marked:
        return Core(p, marked[0], marked[1], None, True)
    if words.keys[p - 1] == "thì" and _verb_here(words, p, end) and words.keys[p] != "được":
        return Core(p, p, None, None, False)
    return None


def _marker_later(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A prefix that runs into its marker without a comma: "Trường hợp không gia hạn Giấy phép phải có văn bản"."""
    for match in re.finditer(r"(?<!\w)(?:phải|không được|có trách nhiệm)(?!\w)", keys[: words.ends[end - 1]]):
        if match.start() < words.starts[start] or cues.NO_MARKER.search(keys[max(0, match.start() - 20) : match.end()]):
            continue
        i = words.at(match.start())
        marked = _marker(words, keys, i)
        if marked:
            return Core(i, marked[0], marked[1], None, True)
    later = [p for p in _starts(words, start, end)[1:] if _verb_here(words, p, end) and not starts_unit(words, p)]
    return Core(later[0], later[0], None, None, False) if later else None


def _agentless(words: Words, keys: str, start: int, end: int) -> Core | None:
    """A thing as subject: "Hồ sơ phải ...", "Tên không được ...": a duty whose bearer is not said."""
    j = _long_marker(words, keys, start, end)
    if not j:
        return None
    marked = _marker(words, keys, j)
    if marked is None or marked[1] is Modality.MAY or not _verb_here(words, marked[0], end):
        return None
    return Core(start, marked[0], marked[1], None, True, agentless=True)
