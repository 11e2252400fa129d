"""In what part a bearer acts and with whom: "chủ trì, phối hợp với X", "phối hợp với X", partners named further on.

1. "chủ trì" before the verb gives ``chu_tri``; "phối hợp" as the leading verb gives ``phoi_hop``; anything else ``thuc_hien``.
2. Partners are the units behind "phối hợp (với)"; a later "phối hợp với" adds partners and leaves the role.
3. ``verb`` is where the action begins: behind the partners when a verb follows, else at "phối hợp" itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Role
from ingest.obligations.syntax.predicates import skip_adverbs
from ingest.obligations.units.heads import is_verb, starts_unit
from ingest.obligations.units.names import UnitList, read_objects, read_units
from ingest.obligations.words import Words

_WITH = {"với", "cùng", "giữa"}
_MANNER = {
    "chặt",
    "chẽ",
    "thường",
    "xuyên",
    "kịp",
    "thời",
    "có",
    "hiệu",
    "quả",
    "đồng",
    "bộ",
    "tốt",
    "chủ",
    "động",
    ",",
    "và",
    "nhịp",
    "nhàng",
    "tích",
    "cực",
}


@dataclass(frozen=True, slots=True)
class Part:
    """The role read at the head of a verb phrase; ``verb`` is the first word of the action."""

    role: Role
    partners: tuple[str, ...]
    verb: int
    end: int


def _partners_at(words: Words, i: int, end: int) -> UnitList | None:
    """Return the units behind "phối hợp" at word ``i``."""
    j = i + 2
    limit = min(end, j + 10)
    while j < limit and words.keys[j] in _MANNER and words.keys[j] not in _WITH and not starts_unit(words, j):
        if words.keys[j] in {"và", ","} and starts_unit(words, j + 1):
            break
        j += 1
    if j < end and words.keys[j] in _WITH:
        return read_objects(words, j + 1, end, "P")
    return read_objects(words, i + 2, end, "P") if j == i + 2 else None


def _action_after(words: Words, i: int, end: int) -> int:
    """Return where a verb follows at ``i`` ("để" skipped); -1 if none does."""
    j = i
    while j < end and (words.keys[j] in {",", "("} or words.keys[j] in {"để"}):
        if words.keys[j] == "(":
            while j < end and words.keys[j] != ")":
                j += 1
        j += 1
    k = skip_adverbs(words, j, end)
    if (k < end and is_verb(words, k)) or (j < end and is_verb(words, j)):
        return j
    return -1


def read_part(words: Words, verb: int, end: int) -> Part:
    """Return role, partners and action of the verb phrase that begins at word ``verb``."""
    i = verb
    if words.phrase(i + 1, 2) == "đầu mối" and words.keys[i] in {"là", "làm"}:
        i += 3 + (words.keys[i + 3 : i + 4] == (",",))  # "Là đầu mối chủ trì, phối hợp với ..."
    while i < end and words.phrase(i, 2) not in {"chủ trì", "phối hợp"}:
        j = skip_adverbs(words, i, min(end, i + 3))
        j += j > i and j < end and words.keys[j] == ","  # "Hằng năm, chủ trì ..."
        if j == i or i - verb > 8:
            break
        i = j
    if words.phrase(i, 2) == "tăng cường" and words.phrase(i + 2, 2) == "phối hợp":
        i += 2
    if words.phrase(i, 2) == "chủ trì":
        return _leading(words, verb, i, end)
    if words.phrase(i, 2) == "phối hợp":
        return _joining(words, verb, i, end)
    partners, last = _later_partners(words, verb, end)
    return Part(Role.THUC_HIEN, partners, verb, last)


def _leading(words: Words, verb: int, i: int, end: int) -> Part:
    j = i + 2
    if words.keys[j : j + 1] in ((",",), ("và",), (";",)):
        j += 1
    if words.phrase(j, 2) == "phối hợp":
        units = _partners_at(words, j, end)
        if units:
            action = _action_after(words, units.end, end)
            return Part(Role.CHU_TRI, units.names, action if action >= 0 else _plain(words, units.end, end, verb), units.end)
        return Part(Role.CHU_TRI, (), max(j + 2, _action_after(words, j + 2, end)), j + 2)
    partners, last = _later_partners(words, j, end)
    action = _action_after(words, j, end)
    return Part(Role.CHU_TRI, partners, action if action >= 0 else verb, last)


def _plain(words: Words, i: int, end: int, verb: int) -> int:
    return (
        i
        if i < end and words.keys[i].isalpha() and not words.is_capital(i) and words.keys[i] not in {"trong", "về", "tại", "có"}
        else verb
    )


def _joining(words: Words, verb: int, i: int, end: int) -> Part:
    units = _partners_at(words, i, end)
    if units is None:
        action = _action_after(words, i + 2, end)
        return Part(Role.PHOI_HOP, (), action if action >= 0 else verb, i + 2)
    names = units.names
    if words.keys[units.end : units.end + 1] == ("với",):
        more = read_units(words, units.end + 1, end)
        if more:
            names, units = names + tuple(n for n in more.names if n not in names), more
    action = _action_after(words, units.end, end)
    return Part(Role.PHOI_HOP, names, action if action >= 0 else verb, units.end)


def _later_partners(words: Words, i: int, end: int) -> tuple[tuple[str, ...], int]:
    for j in range(i, end - 2):
        if words.keys[j] == "phối" and words.keys[j + 1] == "hợp":
            units = _partners_at(words, j, end)
            if units and not _noun(words, j):
                return units.names, units.end
    return (), i


def _noun(words: Words, i: int) -> bool:
    return i > 0 and words.keys[i - 1] in {"đã", "quy", "chế", "việc", "sự", "công", "tác", "trách", "nhiệm", "cơ", "hình", "thức"}
