"""Lists of provisions: "điểm a, b khoản 2 và khoản 4 Điều 7" names three, "từ Điều 5 đến Điều 8" four.

A small recursive-descent reader: ``read_units`` reads units (level and ordinals) with the separators between them,
``paths_of`` puts each below the units it belongs to. Normal order is from the inside out; "Điều 7 khoản 5 điểm a" is the
other way round. A unit that needs an outer one (khoản, điểm, tiết) finds it across a comma ("khoản 2, Điều 5"), a complete
one (Điều) does not.

1. Ranges are expanded: numbers by one, points by a b c d đ e g.
2. "này" is kept as a step: ``dieu-nay/khoan-2``.
3. What stands in parentheses as an exception ("trừ điểm a khoản 1") is skipped.
4. Reading never goes back: linear in the length of the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.addresses import POINT_LETTERS, ascii_ordinal, from_roman, to_roman
from corpus.model import Level

_LONGEST_RANGE: Final = 400  # units; a longer "range" is two unrelated numbers

# Outer levels have smaller ranks.
RANKS: Final[dict[Level, int]] = {
    Level.KEM_THEO: 0,
    Level.PHU_LUC: 1,
    Level.PHAN: 2,
    Level.CHUONG: 3,
    Level.MUC: 4,
    Level.TIEU_MUC: 5,
    Level.MAU: 5,
    Level.DIEU: 6,
    Level.KHOAN: 7,
    Level.DIEM: 8,
    Level.TIET: 9,
    Level.GACH: 10,
    Level.DOAN: 11,
}
_LEVEL_WORDS: Final[tuple[tuple[Level, str], ...]] = (
    (Level.DIEU, r"[ĐđD]iều|ĐIỀU"),
    (Level.KHOAN, r"[Kk]hoản|KHOẢN"),
    (Level.DIEM, r"[ĐđD]iểm|ĐIỂM"),
    (Level.TIET, r"[Tt]iết"),
    (Level.GACH, r"[Gg]ạch\s+đầu\s+dòng"),
    (Level.DOAN, r"[Đđ]oạn"),
    (Level.CHUONG, r"[Cc]hương|CHƯƠNG"),
    (Level.TIEU_MUC, r"[Tt]iểu\s+mục"),
    (Level.MUC, r"[Mm]ục|MỤC"),
    (Level.PHAN, r"[Pp]hần"),
    (Level.PHU_LUC, r"[Pp]hụ\s+lục|PHỤ\s+LỤC"),
    (Level.MAU, r"(?:[Bb]iểu\s+)?[Mm]ẫu"),
)
_ROMAN: Final = r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})L?"
_NUMBER: Final = r"\d{1,4}(?:\.\d{1,3})*[a-zđ]{0,2}"
_WORDS: Final = r"thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|\d+)|đầu(?:\s+tiên)?"
_ORDINALS: Final[dict[Level, str]] = {
    Level.DIEU: r"\d{1,4}[a-zđ]{0,2}",
    Level.KHOAN: _NUMBER,
    Level.DIEM: r"[a-zđA-ZĐ]{1,2}\d{0,2}(?:\.\d{1,2})*|\d{1,3}(?:\.\d{1,3})*[a-zđ]{0,2}",
    Level.TIET: r"\(?(?:[a-zđ]\.\d{1,2}|[a-zđ]\d{0,2}|[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})*)\)?",
    Level.GACH: rf"{_WORDS}|\d{{1,2}}",
    Level.DOAN: rf"{_WORDS}|\d{{1,2}}",
    Level.CHUONG: rf"{_ROMAN}|\d{{1,2}}",
    Level.TIEU_MUC: rf"{_ROMAN}|\d{{1,2}}",
    Level.MUC: rf"{_ROMAN}|\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?|[A-HĐ]",
    Level.PHAN: rf"{_ROMAN}|\d{{1,2}}|[A-HĐ]|thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)",
    Level.PHU_LUC: rf"(?:số\s+)?(?:(?:{_ROMAN})(?:\.\d{{1,3}})*[A-Za-z]?|\d{{1,3}}(?:\.\d{{1,3}})*[A-Za-z]?|[A-HĐ])"
    r"(?:-[A-Z]\b|\s?/[A-ZĐ][\w-]*\w)?",
    Level.MAU: rf"(?:số\s*)?(?:\d{{1,3}}(?:[.-]\d{{1,2}})*[a-zđA-ZĐ]{{0,2}}(?:\s?[/-][A-ZĐ][\w./-]*\w)?|{_ROMAN})",
}
_END: Final = r"(?:(?![^\W_])|(?=(?:Thông|Nghị|Luật|Quyết|Bộ|Quy)(?!\w)))"  # text layers glue "Điều 19Thông tư"
_ORDINAL_RE: Final = {level: re.compile(rf"(?:{pattern}){_END}") for level, pattern in _ORDINALS.items()}
_UNIT: Final = re.compile(
    r"(?:(?:[Tt]ên|[Tt]iêu\s+đề(?:\s+của)?|đoạn\s+mở\s+đầu(?:\s+của)?)\s+)?"
    r"(?:(?:[Cc]ác|[Nn]hững)\s+)?(?:" + "|".join(f"(?P<{level.name}>{words})" for level, words in _LEVEL_WORDS) + r")(?!\w)"
)
_THIS: Final = re.compile(r"\s+này(?!\w)")
_FROM: Final = re.compile(r"\s+từ(?!\w)")
_TO: Final = re.compile(r"\s+(?:đến|tới)(?:\s+hết)?\s+")
# Possessive: where quoted text was blanked out thousands of spaces may follow.
_AND: Final = re.compile(r"\s*+[,;]\s*+(?P<both>và\s+|hoặc\s+)?|\s++(?P<and>và/hoặc|và|hoặc)\s+|\s*+&\s*")
_LIST_TAIL: Final = re.compile(
    r"\s*(?:$|[,;:.)(”\"\n|]|(?:và|hoặc|đến|của|này|nêu|thì|tại|Luật|Bộ|Nghị|Thông|Quyết|Pháp|Chương|Mục|Phụ|ban\s+hành|kèm|như|được|"
    r"[Tt]iểu|[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Tt]iết|[Pp]hần|[Mm]ục|vào|sau|quy\s+định|trên|ở|Quy|theo|với|hoặc|khi|và/hoặc|trong|thuộc|sửa|bởi|không|là|có)(?!\w))"
)
_OUTER: Final = re.compile(
    r"\s*+(?:,\s*+)?(?:(?:của|thuộc|trong|tại|ở)\s+|quy\s+định\s+tại\s+|(?:được\s+)?(?:ban\s+hành\s+)?kèm(?:\s+theo)?\s+)?"
)
_COMPOSED: Final = re.compile(r"\s*+(?:,\s*+)?(?:bao\s+)?gồm\s+")
_SKIPPED: Final = re.compile(r"\s*+\((?:trừ|ngoại\s+trừ|không\s+bao\s+gồm|bao\s+gồm|kể\s+cả)[^()]{0,200}\)")
_BRACKETED: Final = re.compile(r"\s*\(([ivx]{1,5}|\d{1,2})\)")
_CODED: Final = re.compile(r"(\d+)(-[\w-]+)")  # form 15-DS
_WORD_VALUES: Final = {
    word: value
    for value, words in enumerate(("nhất đầu", "hai", "ba", "tư bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1)
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One level with its ordinals ("các khoản 1, 2 và 3"); ``joined`` tells the separator before it.

    ``joined``: "" directly after the unit before it (and for the first), "," behind a comma, "&" behind "và" or "hoặc".
    """

    level: Level
    ordinals: tuple[str, ...]
    start: int
    end: int
    joined: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class AddressList:
    """A list of provisions at ``start:end``; ``this`` if one of its units is "này"."""

    units: tuple[Unit, ...]
    paths: tuple[str, ...]
    start: int
    end: int

    @property
    def this(self) -> bool:
        """Whether some unit is named by "này" alone."""
        return any("nay" in unit.ordinals for unit in self.units)


def read_address_list(text: str, start: int) -> AddressList | None:
    """Return the list of provisions that begins at ``start``, or ``None``."""
    units = read_units(text, start)
    if not units:
        return None
    return AddressList(units, paths_of(units), start, units[-1].end)


def read_units(text: str, start: int) -> tuple[Unit, ...]:
    """Return the units of the list at ``start``, each with its ordinals and the separator before it."""
    units: list[Unit] = []
    position, joined = start, ""
    while True:
        unit = _read_unit(text, position, joined)
        if unit is None:
            break
        unit = _read_range(text, unit)
        units.append(unit)
        following = _next_start(text, unit.end)
        if following is None:
            break
        position, joined = following
    return tuple(units)


def _next_start(text: str, end: int) -> tuple[int, str] | None:
    skipped = _SKIPPED.match(text, end)
    if skipped is not None:
        end = skipped.end()
    for pattern, joined in ((_COMPOSED, ","), (_AND, ","), (_OUTER, "")):
        gap = pattern.match(text, end)
        if gap is None or gap.end() == end:
            continue
        position = gap.end()
        leading = re.compile(r"(?:(?:các|những)\s+(?:[đĐ]iều|khoản|điểm)\s+)?từ\s+").match(text, position)
        if leading is not None and _UNIT.match(text, leading.end()):
            position = leading.end()
        if _UNIT.match(text, position):
            return position, "&" if pattern is _AND and (gap["and"] or gap["both"]) else joined
    return None


def _read_unit(text: str, start: int, joined: str) -> Unit | None:
    word = _UNIT.match(text, start)
    if word is None:
        return None
    level = next(level for level, _ in _LEVEL_WORDS if word[level.name])
    this = _THIS.match(text, word.end())
    if this is not None:
        return Unit(level, ("nay",), start, this.end(), joined)
    position = word.end()
    leading = _FROM.match(text, position)
    if leading is not None:
        position = leading.end()
        again = _UNIT.match(text, _spaces(text, position))
        if again is not None and again[level.name]:
            return _moved(_read_unit(text, _spaces(text, position), joined), start)
    ordinals, end = _read_ordinals(text, level, position)
    if not ordinals:
        if level is Level.PHU_LUC and leading is None:
            return Unit(level, ("",), start, word.end(), joined)
        return None
    suffix, end = _bracketed(text, level, end)
    return Unit(level, ordinals, start, end, joined, suffix)


def _moved(unit: Unit | None, start: int) -> Unit | None:
    return replace(unit, start=start) if unit else None


def _bracketed(text: str, level: Level, end: int) -> tuple[str, int]:
    """Return the tiết in brackets behind a điểm ("điểm b(ii)") and where it ends."""
    match = _BRACKETED.match(text, end) if level is Level.DIEM else None
    return (match[1], match.end()) if match else ("", end)


def _spaces(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _read_ordinals(text: str, level: Level, start: int) -> tuple[tuple[str, ...], int]:
    """Return the ordinals after a level word: one, a list of bare ones, or a range of bare ones."""
    first = _ORDINAL_RE[level].match(text, _spaces(text, start))
    if first is None or (first.start() == start and text[start - 1 : start].isalpha() and not text[start].isdigit()):
        return (), start
    ordinals, end = [_ordinal(level, first[0])], first.end()
    while True:
        to = _TO.match(text, end)
        last = _ORDINAL_RE[level].match(text, to.end()) if to else None
        if last is not None and _LIST_TAIL.match(text, last.end()):
            ordinals += _between(ordinals[-1], _ordinal(level, last[0]))
            end = last.end()
            continue
        gap = _AND.match(text, end)
        another = _ORDINAL_RE[level].match(text, gap.end()) if gap else None
        if another is None or not _is_bare(text, level, another):
            return tuple(ordinals), end
        ordinals.append(_ordinal(level, another[0]))
        end = another.end()


def _is_bare(text: str, level: Level, match: re.Match[str]) -> bool:
    """Whether a lone ordinal goes on the list before it: the words after it must not make it a number of something else."""
    if level is Level.DIEM and len(match[0]) > 1 and match[0].isalpha():
        return False
    return _LIST_TAIL.match(text, match.end()) is not None and text[match.end() : match.end() + 2] not in {".0", ".1"}


def _read_range(text: str, unit: Unit) -> Unit:
    """Return ``unit`` widened to a range where "đến" and a unit of the same level follow."""
    to = _TO.match(text, unit.end)
    if to is None or unit.ordinals == ("nay",):
        return unit
    last = _read_unit(text, to.end(), "")
    if last is None or last.level is not unit.level:
        return unit
    ordinals = (*unit.ordinals, *_between(unit.ordinals[-1], last.ordinals[0]), *last.ordinals[1:])
    return replace(unit, ordinals=ordinals, end=last.end)


def _ordinal(level: Level, words: str) -> str:
    """Return an ordinal as it stands in a path."""
    words = re.sub(r"^số\s*", "", words.strip("() "))
    if level in {Level.GACH, Level.DOAN} or words.startswith("thứ"):
        last = words.split()[-1] if words.split()[-1] != "tiên" else "đầu"
        return str(_WORD_VALUES.get(last, last))
    if level in {Level.MAU, Level.PHU_LUC} and "/" in words:
        return ascii_ordinal(re.sub(r"\s*/\s*", "-", re.sub(r"^0+(?=\d)", "", words)))
    if level in {Level.CHUONG, Level.PHAN, Level.TIEU_MUC, Level.MAU}:
        return _arabic(words)
    if level is Level.PHU_LUC:
        head, dot, tail = words.partition(".")
        return _arabic(head) + dot + tail
    return ascii_ordinal(re.sub(r"^0+(?=\d)", "", words))


def _arabic(words: str) -> str:
    value = from_roman(words) if words.isupper() else None
    if value is not None:
        return str(value)
    letter = re.fullmatch(r"([IVX]+)([A-Za-z])", words)
    if letter and (value := from_roman(letter[1])) is not None:
        return f"{value}{letter[2].lower()}"
    return ascii_ordinal(re.sub(r"^0+(?=\d)", "", words))


def _between(first: str, last: str) -> list[str]:
    """Return the ordinals after ``first`` up to ``last``; only ``last`` where the two do not span a range."""
    letters = [ascii_ordinal(letter) for letter in POINT_LETTERS]
    if first in letters and last in letters and letters.index(first) < letters.index(last):
        return letters[letters.index(first) + 1 : letters.index(last) + 1]
    if first.isdigit() and last.isdigit() and int(first) < int(last) <= int(first) + _LONGEST_RANGE:
        return [str(n) for n in range(int(first) + 1, int(last) + 1)]
    coded_first, coded_last = _CODED.fullmatch(first), _CODED.fullmatch(last)
    if coded_first and coded_last and coded_first[2] == coded_last[2]:
        return [f"{n}{coded_first[2]}" for n in _between(coded_first[1], coded_last[1])]
    roman_first, roman_last = from_roman(first), from_roman(last)
    if roman_first and roman_last and roman_first < roman_last:
        return [to_roman(n).lower() for n in range(roman_first + 1, roman_last + 1)]
    return [last]


# ---------------------------------------------------------------------------------------------------- from units to paths


def paths_of(units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Return the path of every provision that the units name, in the order of the text."""
    units = _in_order(units)
    if _is_reversed(units):
        return _walk(units)
    return _walk(tuple(reversed(units)))


def _in_order(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return "khoản 2 điểm đ Điều 152" with the point before its clause, as everywhere else: one chain, not two."""
    levels = [unit.level for unit in units]
    if levels != [Level.KHOAN, Level.DIEM, Level.DIEU] or any(unit.joined for unit in units):
        return units
    khoan, diem, dieu = units
    return (replace(diem, start=khoan.start, end=khoan.end), replace(khoan, start=diem.start, end=diem.end), dieu)


def _is_reversed(units: tuple[Unit, ...]) -> bool:
    """Whether the list runs from the outside in: an outer unit directly before an inner one that nothing else closes."""
    for index in range(len(units) - 1):
        here, there = units[index], units[index + 1]
        if not _is_outer(here.level, there.level):
            continue
        if there.joined == "":
            return True
        closed = any(RANKS[unit.level] <= RANKS[here.level] for unit in units[index + 1 :])
        if not closed:
            return here.level in {Level.DIEU, Level.KHOAN} and there.joined != ""
    return False


def _is_outer(left: Level, right: Level) -> bool:
    if {left, right} == {Level.TIET, Level.DIEM} or (left, right) == (Level.MUC, Level.DIEU):
        return False
    return RANKS[left] < RANKS[right]


# Across a comma only these find the unit they stand in; anything finds it directly before it.
_OPEN: Final[dict[Level, frozenset[Level]]] = {
    **dict.fromkeys((Level.KHOAN, Level.DIEM, Level.TIET, Level.GACH, Level.DOAN), frozenset(RANKS)),
    Level.MUC: frozenset({Level.CHUONG, Level.PHAN, Level.PHU_LUC}),
    Level.TIEU_MUC: frozenset({Level.MUC, Level.CHUONG}),
    Level.CHUONG: frozenset({Level.PHAN}),
}


def _attaches(inner: Unit, outer: Unit, separator: str) -> bool:
    """Whether ``inner`` belongs to ``outer``, ``separator`` standing between them; "và" always starts a new one."""
    if {inner.level, outer.level} == {Level.TIET, Level.DIEM}:
        named = inner.level is Level.TIET and inner.start < outer.start and inner.ordinals[0].partition(".")[0] in outer.ordinals
        return separator == "" or (separator == "," and named)  # "tiết g.1, điểm g"
    if (inner.level, outer.level) == (Level.MUC, Level.DIEU):
        return inner.start < outer.start and separator != "&"  # "mục II Điều 1": a section inside an article
    if RANKS[outer.level] >= RANKS[inner.level] or separator == "&":
        return False
    return separator == "" or outer.level in _OPEN.get(inner.level, frozenset())


def _walk(units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Walk from the outermost side; a stack holds the units above. Returns paths in the order of the text."""
    backwards = len(units) > 1 and units[0].start > units[-1].start
    stack: list[int] = []
    chains: list[list[Unit]] = []
    leaves: set[int] = set()
    for index, unit in enumerate(units):
        separator = units[index - 1].joined if backwards and index else unit.joined
        while stack and not _attaches(unit, units[stack[-1]], separator):
            # A sibling found its outer unit; so does this one, whatever stands between the two.
            separator = "" if units[stack.pop()].level is unit.level and stack else ","
        if stack:
            leaves.discard(stack[-1])
        stack.append(index)
        leaves.add(index)
        chains.append([units[held] for held in stack])
    order = sorted(leaves, reverse=backwards)
    return tuple(path for index in order for path in _expand(chains[index]))


def _expand(chain: list[Unit]) -> list[str]:
    """Return the paths of a chain of units, outermost first; outer units of a Điều are left out."""
    levels = [unit.level for unit in chain]
    if Level.DIEU in levels:
        first = levels.index(Level.DIEU)
        chain = [unit for unit in chain[:first] if unit.level in {Level.KEM_THEO, Level.PHU_LUC}] + chain[first:]
    paths = [""]
    for unit in chain:
        steps = [f"{unit.level.value}-{ordinal}" if ordinal else unit.level.value for ordinal in unit.ordinals]
        if unit.suffix:
            steps[-1] += f"/{Level.TIET.value}-{unit.suffix}"
        paths = [f"{path}/{step}" if path else step for path in paths for step in steps]
    return paths
