"""Addresses that an amending sentence names: "điểm a, b khoản 2 và khoản 4 Điều 7" gives three.

Units are written from the inside out, so a unit of an outer level closes over everything before it that still lacks one.

1. Every combination is one address, in the order of the words, without doubles.
2. Levels above Điều are dropped where an Điều is named; roman Mục, Chương and Phụ lục keep the scheme of the addresses.
3. Quoted words are not looked at.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.addresses import from_roman, parse_step, step
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
    Level.KEM_THEO: 0,
    Level.PHU_LUC: 0,
    Level.MAU: 2,
    Level.PHAN: 3,
    Level.CHUONG: 4,
    Level.MUC: 5,
    Level.TIEU_MUC: 6,
    Level.DIEU: 7,
    Level.KHOAN: 8,
    Level.DIEM: 9,
    Level.TIET: 10,
    Level.GACH: 11,
    Level.DOAN: 12,
    Level.BANG: 12,
    Level.CAN_CU: 12,
}
_LETTER: Final = r"(?:[a-zđ]{1,2}\d{0,2}(?:\.\d+)?|\d{1,2}\.\d{1,2})(?![\wà-ỹ])"
_NUMBER: Final = r"\d{1,3}(?:\.\d{1,2})*[a-zđ]{0,2}\d?(?![\w/à-ỹ]|\.\d)"
_PIECE: Final = rf"(?:[ivx]+(?![\wà-ỹ])|{_NUMBER})"
_ROMAN: Final = r"[IVXLC]+[a-z]?\b"
_JOIN: Final = r"(?:\s*[,;]\s*|\s*,?\s+(?:và|hoặc)\s+)"


def _list(item: str) -> str:
    return rf"{item}(?:{_JOIN}{item})*"


_ORDINAL_WORDS: Final = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_UNIT: Final = re.compile(
    rf"(?:(?P<small>[Gg]ạch đầu dòng|[Đđ]oạn)\s+(?:thứ\s+)?(?P<place>\d{{1,2}}|{'|'.join(_ORDINAL_WORDS)})(?!\w)"
    rf"|(?P<diem>[Đđ]iểm)\s+(?:“)?(?P<letters>{_list(_LETTER)})"
    rf"|(?P<khoan>[Kk]hoản|[Đđ]iều)\s+(?P<numbers>{_list(_NUMBER)})"
    rf"|(?P<tiet>(?<!chi )[Tt]iết)\s+(?P<pieces>{_list(_PIECE)})"
    rf"|(?P<high>[Tt]iểu mục|[Mm]ục|[Cc]hương|[Pp]hần|Phụ lục|phụ lục|PHỤ LỤC|[Mm]ẫu)\s+(?:số\s+)?"
    rf"(?P<marks>{_list('(?:' + _ROMAN + '|' + _NUMBER + ')')})"
    r"|(?P<single>Phụ lục|phụ lục)(?=\s+(?!số)[a-zà-ỹđ]|\s+Danh mục|\s*[;,.:]|\s*$))"
)
_ITEM: Final = re.compile(r"[^\s,;]+")
_QUOTED: Final = re.compile(r"[“\"][^“”\"]*[”\"]")


def addresses_in(text: str) -> list[str]:
    """Return the addresses that ``text`` names, each once, in order."""
    pending: list[list[tuple[Level, str]]] = []
    for match in _UNIT.finditer(_QUOTED.sub(lambda m: " " * len(m[0]), text)):
        level, ordinals = _read(match)
        steps = [(level, ordinal) for ordinal in ordinals]
        open_ones = [chain for chain in pending if _holds(level, chain)]
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


def _holds(level: Level, chain: list[tuple[Level, str]]) -> bool:
    """Whether a unit of ``level`` that is named behind a chain closes over it.

    An Điều does not lie in an appendix by being named before it, nor a roman Mục in a form; a form lies in both.
    """
    first = chain[0][0]
    if first is Level.DIEU and level in {Level.PHU_LUC, Level.MAU, Level.MUC, Level.CHUONG, Level.PHAN, Level.TIEU_MUC}:
        return False
    if first is Level.MUC and level is Level.MAU:
        return False
    return _RANK[first] > _RANK[level] or (first is Level.MAU and level is Level.MUC)


def print_chain(chain: list[tuple[Level, str]]) -> str:
    """Return a chain of units as an address, levels above an Điều left out."""
    levels = [level for level, _ in chain]
    if Level.DIEU in levels:
        chain = chain[levels.index(Level.DIEU) :]
    return "/".join(step(level, ordinal) for level, ordinal in chain)


def _read(match: re.Match[str]) -> tuple[Level, list[str]]:
    if match["small"]:
        place = match["place"]
        ordinal = place if place.isdigit() else str(_ORDINAL_WORDS.index(place) + 1)
        return Level.GACH if match["small"].lower().startswith("gạch") else Level.DOAN, [ordinal]
    if match["diem"]:
        return Level.DIEM, _items(match["letters"])
    if match["khoan"]:
        return _LEVELS[match["khoan"].lower()], [_plain(item) for item in _items(match["numbers"])]
    if match["tiet"]:
        return Level.TIET, _items(match["pieces"])
    if match["single"]:
        return Level.PHU_LUC, [""]
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
    rank = _rank(address.split("/", 1)[0])
    kept: list[str] = []
    for part in base.split("/"):
        if _rank(part) >= rank:
            break
        kept.append(part)
    if rank == _RANK[Level.DIEU] and kept and kept[0] != Level.KEM_THEO.value:
        kept = []
    return "/".join([*kept, address])


def common(addresses: list[str]) -> str:
    """Return the steps that all addresses begin with; empty for none."""
    if not addresses:
        return ""
    shared = addresses[0].split("/")
    for address in addresses[1:]:
        steps = address.split("/")
        count = 0
        while count < min(len(shared), len(steps)) and shared[count] == steps[count]:
            count += 1
        shared = shared[:count]
    return "/".join(shared)


def holder_of(target: str, path: str) -> str:
    """Return the unit of the target document that holds a quoted unit printed as ``path``.

    The new text of Điều 5 may begin with "Điều 5." or, without its heading, with its first khoản.
    """
    rank = _rank(path.split("/", 1)[0])
    first = target.split("/", 1)[0]
    if rank <= _RANK[Level.DIEU]:
        return first if first == Level.KEM_THEO.value else ""
    kept: list[str] = []
    for part in target.split("/"):
        if _rank(part) >= rank:
            break
        kept.append(part)
    return "/".join(kept)


def _rank(part: str) -> int:
    return _RANK[parse_step(part.split("~")[0])[0]]
