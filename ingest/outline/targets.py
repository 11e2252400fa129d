"""Addresses that an amending sentence names: "điểm a, b khoản 2 và khoản 4 Điều 7" gives three.

Units are written from the inside out, so a unit of an outer level closes over everything before it that still lacks one.

1. Every combination is one address, in the order of the words, without doubles.
2. Levels above Điều are dropped where an Điều is named; roman Mục, Chương and Phụ lục keep the scheme of the addresses.
3. Quoted words are not looked at.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.addresses import from_roman, step
from corpus.model import Level

_LEVELS: Final = {
    "điểm": Level.DIEM,
    "khoản": Level.KHOAN,
    "điều": Level.DIEU,
    "tiết": Level.TIET,
    "mục": Level.MUC,
    "tiểu mục": Level.TIEU_MUC,
    "chương": Level.CHUONG,
    "phần": Level.PHAN,
    "phụ lục": Level.PHU_LUC,
    "mẫu": Level.MAU,
}
_RANK: Final = {
    Level.MAU: 0,
    Level.PHU_LUC: 0,
    Level.PHAN: 1,
    Level.CHUONG: 2,
    Level.MUC: 3,
    Level.TIEU_MUC: 4,
    Level.DIEU: 5,
    Level.KHOAN: 6,
    Level.DIEM: 7,
    Level.TIET: 8,
}
_LETTER: Final = r"[a-zđ]{1,2}\d{0,2}(?:\.\d+)?(?![\wà-ỹ])"
_NUMBER: Final = r"\d{1,3}(?:\.\d{1,2})*[a-zđ]{0,2}\d?(?![\w/à-ỹ]|\.\d)"
_ROMAN: Final = r"[IVXLC]+[a-z]?\b"
_JOIN: Final = r"(?:\s*[,;]\s*|\s*,?\s+(?:và|hoặc)\s+)"


def _list(item: str) -> str:
    return rf"{item}(?:{_JOIN}{item})*"


_UNIT: Final = re.compile(
    rf"(?:(?P<diem>[Đđ]iểm)\s+(?:“)?(?P<letters>{_list(_LETTER)})"
    rf"|(?P<khoan>[Kk]hoản|[Đđ]iều)\s+(?P<numbers>{_list(_NUMBER)})"
    rf"|(?P<tiet>[Tt]iết)\s+(?P<pieces>{_list(r'(?:[ivx]+|' + _NUMBER + ')')})"
    rf"|(?P<high>[Tt]iểu mục|[Mm]ục|[Cc]hương|[Pp]hần|Phụ lục|phụ lục|PHỤ LỤC|[Mm]ẫu)\s+(?:số\s+)?"
    rf"(?P<marks>{_list('(?:' + _ROMAN + '|' + _NUMBER + ')')}))"
)
_ITEM: Final = re.compile(r"[^\s,;]+")
_QUOTED: Final = re.compile(r"[“\"][^“”\"]*[”\"]")


def addresses_in(text: str) -> list[str]:
    """Return the addresses that ``text`` names, each once, in order."""
    pending: list[list[tuple[Level, str]]] = []
    for match in _UNIT.finditer(_QUOTED.sub(lambda m: " " * len(m[0]), text)):
        level, ordinals = _read(match)
        steps = [(level, ordinal) for ordinal in ordinals]
        open_ones = [chain for chain in pending if _RANK[chain[0][0]] > _RANK[level] and _adjoins(chain, level)]
        if not open_ones:
            pending.extend([one] for one in steps)
            continue
        kept = [chain for chain in pending if not any(chain is other for other in open_ones)]
        pending = kept + [[one, *chain] for one in steps for chain in open_ones]
    found: list[str] = []
    for chain in pending:
        address = print_chain(chain)
        if address not in found:
            found.append(address)
    return found


def _adjoins(chain: list[tuple[Level, str]], level: Level) -> bool:
    """An Điều does not lie in another document's appendix by being named before it."""
    return not (
        chain[0][0] is Level.DIEU and level in {Level.PHU_LUC, Level.MAU, Level.MUC, Level.CHUONG, Level.PHAN, Level.TIEU_MUC}
    )


def print_chain(chain: list[tuple[Level, str]]) -> str:
    """Return a chain of units as an address, levels above an Điều left out."""
    levels = [level for level, _ in chain]
    if Level.DIEU in levels:
        chain = chain[levels.index(Level.DIEU) :]
    return "/".join(step(level, ordinal) for level, ordinal in chain)


def _read(match: re.Match[str]) -> tuple[Level, list[str]]:
    if match["diem"]:
        return Level.DIEM, _items(match["letters"])
    if match["khoan"]:
        return _LEVELS[match["khoan"].lower()], [_plain(item) for item in _items(match["numbers"])]
    if match["tiet"]:
        return Level.TIET, _items(match["pieces"])
    level = _LEVELS[match["high"].lower()]
    return level, [_mark(level, item) for item in _items(match["marks"])]


def _items(text: str) -> list[str]:
    return [item for item in _ITEM.findall(text) if item not in {"và", "hoặc"}]


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _mark(level: Level, item: str) -> str:
    if item[0].isdigit():
        return _plain(item)
    if level is Level.MUC:
        return item.lower()
    core = item.rstrip("abcdefgh")
    value = from_roman(core)
    return f"{value}{item[len(core) :]}" if value else item.lower()


def inside(address: str, base: str) -> str:
    """Return ``address`` as one below ``base``: outer steps that it leaves out are taken from ``base``."""
    if not base or not address:
        return address or base
    first = address.split("/", 1)[0]
    rank = _RANK[_level(first)]
    kept: list[str] = []
    for part in base.split("/"):
        if _RANK[_level(part)] >= rank:
            break
        kept.append(part)
    if rank <= _RANK[Level.DIEU] and not (kept and _level(kept[0]) in {Level.PHU_LUC, Level.MAU}):
        kept = []
    return "/".join([*kept, address])


def parent(address: str) -> str:
    """Return the address of what holds ``address``; empty at the top."""
    return address.rpartition("/")[0]


def _level(part: str) -> Level:
    for level in sorted(_RANK, key=lambda known: -len(known.value)):
        if part == level.value or part.startswith(f"{level.value}-"):
            return level
    return Level.DIEU
