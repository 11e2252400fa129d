"""What a paragraph may begin with: the printed markers of Vietnamese drafting, read without deciding.

A marker says nothing by itself: "i)" is a letter or a roman numeral, "1." a clause or an item of a list, "Điều 5" a
heading or the rest of a reference that a line break cut. ``candidates`` therefore returns every reading, and
``ingest.outline.sequence`` and ``ingest.outline.tree`` choose by what stands before.

1. ``text[:marker.end]`` holds the printed marker and the white space behind it, nothing of the words.
2. All 23 point letters are markers, with inserted ones (a1, 2đ, 15a); numbers of tables and money (104.042) are none.
3. A line that goes on as a reference ("Điều 5 của Luật này", "Chương II Nghị định này") is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from corpus.addresses import POINT_LETTERS, from_roman, to_roman
from corpus.model import Level


class Style(IntEnum):
    """How a marker is printed, outermost first; a list keeps one style."""

    PHAN = 1
    CHUONG = 2
    MUC = 3
    TIEU_MUC = 4
    DIEU = 5
    CAPITAL = 6
    ROMAN = 7
    ARABIC = 8
    DECIMAL = 9
    BRACKET_ARABIC = 10
    LETTER = 11
    SUB_LETTER = 12
    TIET = 13
    DASH = 14
    PLUS = 15
    STAR = 16


HEADING_STYLES: Final = frozenset({Style.PHAN, Style.CHUONG, Style.MUC, Style.TIEU_MUC})
BULLETS: Final = frozenset({Style.DASH, Style.PLUS, Style.STAR})

LEVEL_OF: Final[dict[Style, Level]] = {
    Style.PHAN: Level.PHAN,
    Style.CHUONG: Level.CHUONG,
    Style.MUC: Level.MUC,
    Style.TIEU_MUC: Level.TIEU_MUC,
    Style.DIEU: Level.DIEU,
    Style.CAPITAL: Level.PHAN,
    Style.ROMAN: Level.MUC,
    Style.ARABIC: Level.KHOAN,
    Style.DECIMAL: Level.KHOAN,
    Style.BRACKET_ARABIC: Level.KHOAN,
    Style.LETTER: Level.DIEM,
    Style.SUB_LETTER: Level.DIEM,
    Style.TIET: Level.TIET,
    Style.DASH: Level.GACH,
    Style.PLUS: Level.GACH,
    Style.STAR: Level.GACH,
}

# Key of an ordinal inside its list: its number and what was inserted behind it ("15a" -> (15, (1,)), "a1" -> (1, (1,))).
Key = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of a paragraph's beginning. ``ordinal`` is as an address wants it, ``end`` where the words begin.

    ``weak`` readings (no full stop behind the number, unusual letters) need a sequence that they continue; ``bare`` ones
    ("3 Thuật ngữ") also a text whose headings are numbered so.
    """

    style: Style
    ordinal: str
    key: Key
    end: int
    weak: bool = False
    bare: bool = False


_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ORDINAL_WORDS: Final = {
    "nhất": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
}
# Words that go on after the number of a unit that is only referred to.
_REFERENCE: Final = re.compile(
    r"\s*(?:[,;)”\"]|(?:của|và|hoặc|này|tại|thuộc|trong|theo|được|đến|là|nêu|quy định|ban hành|kèm|nói|trên|thì|có|về|như|để)\b"
    r"|(?:khoản|điểm|Điều)\s+[\da-zđ]|(?:Luật|Bộ luật|Nghị định|Thông tư|Nghị quyết|Pháp lệnh)\s"
    r"|(?:Quyết định|Quy chế|Quy định|Hiến pháp|Phụ lục|Điều lệ)\s+(?:này|số|ban hành|kèm|\d))",
)
_SEPARATOR: Final = r"(?P<sep>\s?[.:](?!\d)|\s?[-–](?=\s)|(?=\s|$))\s*"
_DIEU: Final = re.compile(r"(?:Đ\s?i\s?ề\s?u|ĐIỀU)\s{0,2}(?P<n>\d{1,3})(?P<suffix>(?:[a-zđA-ZĐ]{1,2}\d?)?)" + _SEPARATOR)
# As text recognition reads it: marks lost or wrong, letters apart, a comma for the full stop.
_SCANNED_DIEU: Final = re.compile(
    r"[ĐÐD]\s?[iíìĩỉịïl]\s?[ềêểễèẽếeéệẻ]\s?[uùúủũ]\s{0,2}(?P<n>\d{1,3}|[lI](?=\s?[.:,]))(?P<suffix>(?:[a-zđ]\d?)?)(?P<sep>\s?[.:,](?!\d)|(?=\s*$))\s*"
)
_HEADING_WORD: Final = re.compile(
    r"(?P<word>Ph\s?ần|PHẦN|Ch\s?ương|CHƯƠNG|M\s?ục|MỤC|Tiểu mục|TIỂU MỤC|Tiểu Mục)\s+(?:(?P<thu>thứ|THỨ)\s+)?"
    r"(?P<n>[IVXLCHivxlc]+|\d{1,3}|[A-ZĐ]|[a-zA-Zà-ỹÀ-Ỹ]+(?:\s(?:một|hai|MỘT|HAI))?)(?P<suffix>[a-zđ]?)"
    r"(?P<sep>\s?[.:](?!\d)|\s?[-–](?=\s)|(?=\s|$))\s*"
)
_HEADING_STYLE: Final = {"phần": Style.PHAN, "chương": Style.CHUONG, "mục": Style.MUC, "tiểumục": Style.TIEU_MUC}
_KHOAN_WORD: Final = re.compile(r"Khoản\s+(?P<n>\d{1,3})(?P<suffix>[a-zđ]?)\s?[.:](?!\d)\s*")
_DECIMAL: Final = re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,4}[a-zđ]?)(?P<sep>[.:)](?!\d)|(?=\s|$))\s*")
_ARABIC: Final = re.compile(r"(?P<n>\d{1,3})(?P<suffix>(?:[a-zđ]{1,2}\d?)?)(?P<sep>\s?[.](?![\d.])|\s?[)/](?!\d))\s*(?P<rest>\S?)")
_BARE_ARABIC: Final = re.compile(r"(?P<n>\d{1,2})\s+(?=[A-ZĐÀ-Ỹ])")
_ROMAN: Final = re.compile(r"(?P<n>[IVXLC]{1,7})(?P<sep>\s?[./)](?!\d)|\s?[-–:](?=\s))\s*(?=[^\s])")
# As text recognition reads roman numerals above a heading in capitals: "Í." for I, "H." for II, "IH." for III.
_SCANNED_ROMAN: Final = re.compile(r"(?P<n>[IÍÌĨĬLVXHl1]{1,5})\s?[.,]\s*(?=[A-ZĐÀ-Ỹ])")
_SCANNED_LETTERS: Final = str.maketrans({"Í": "I", "Ì": "I", "Ĩ": "I", "Ĭ": "I", "l": "I", "1": "I", "L": "I", "H": "II"})
_ROMAN_LIKE: Final = re.compile(r"[IVXLCHl]+|[ivxlc]+")
# Roman headings run to XXXIX at most; L and C are misread letters more often than fifty and a hundred.
_LARGEST_HEADING: Final = 39
_SCANNED_ARABIC: Final = re.compile(r"(?P<n>\d{1,2})\s?,\s+(?=[A-ZĐÀ-Ỹ])(?!Điều|Khoản|Mục)")
_CAPITAL: Final = re.compile(r"(?P<n>[A-EGHIKLMNĐ])(?P<sep>\.(?![A-ZĐ]\.)|\s?[-–:](?=\s)|/)\s*(?=\S)")
_LETTER: Final = re.compile(r"(?P<n>[a-zđ])(?P<suffix>\d{0,2})(?P<sep>\s?\)|\s?[.](?=\s)|/(?=\s))\s*")
_TWO_LETTERS: Final = re.compile(r"(?P<n>[a-zđ]{2})(?P<sep>\s?\))\s*")
_SUB_LETTER: Final = re.compile(r"(?P<n>[a-zđ]\.\d{1,2}(?:\.\d{1,2})?)(?P<sep>[).](?!\d)|(?=\s))\s*")
_TIET: Final = re.compile(r"\(?(?P<n>[ivx]{1,5})\)[.:]?\s*")
_BRACKETED: Final = re.compile(r"\((?P<n>\d{1,2}|[a-zđ])\)[.:]?\s*(?=\S)")
_BULLET: Final = re.compile(r"(?P<n>[-–−—•●▪*+]|)\s*(?=[^\s\d_.*+–-])|(?P<m>[-–−+])\s+(?=\S)")


def _letter_index(letter: str) -> int:
    found = POINT_LETTERS.find(letter)
    return found + 1 if found >= 0 else 0


def _letter_key(letter: str) -> tuple[int, tuple[int, ...]]:
    """Return the place of a letter; f, j, w and z, which drafting rules leave out, stand behind the letter before them."""
    index = _letter_index(letter)
    if index:
        return index, ()
    before = _LATIN.find(letter) - 1
    return _letter_index(_LATIN[before]), (1,)


def _suffix_key(suffix: str) -> tuple[int, ...]:
    return tuple([int(c) if c.isdigit() else _letter_index(c.lower()) for c in suffix]) if suffix else ()


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if _ROMAN_LIKE.fullmatch(word):
        return roman_value(word) or from_roman(word.translate(_SCANNED_LETTERS))
    return _ORDINAL_WORDS.get(word.lower())


def _dieu(text: str) -> list[Marker]:
    match = _DIEU.match(text) or _SCANNED_DIEU.match(text)
    if match is None:
        return []
    rest = text[match.end() :]
    dotted = bool(match["sep"].strip())
    if not dotted and (_REFERENCE.match(rest) or rest[:1].islower()):
        return []
    if (rest[:1].islower() or "," in match["sep"]) and _REFERENCE.match(rest):
        return []
    suffix = match["suffix"].lower()
    number = "1" if match["n"] in "lI" else match["n"]  # as text recognition reads a one
    return [Marker(Style.DIEU, number.lstrip("0") + suffix, (int(number), _suffix_key(suffix)), match.end(), weak=not dotted)]


def _heading(text: str) -> list[Marker]:
    match = _HEADING_WORD.match(text)
    if match is None:
        return []
    word = "".join(match["word"].split()).lower()
    style = _HEADING_STYLE[word]
    raw = match["n"]
    if raw.islower() and not match["thu"] and not raw.isdigit():
        return []
    value = _number(raw)
    if value is None:
        if len(raw) != 1 or not raw.isupper():
            return []
        value = _LATIN.find(raw.lower()) + 1
        return [Marker(style, raw.lower(), (value, ()), match.end(), weak=True)] if value else []
    rest = text[match.end() :]
    dotted = bool(match["sep"].strip())
    if (not dotted and _REFERENCE.match(rest)) or rest[:1].islower() or rest.startswith((",", ";", ")", "=", "+")):
        return []
    suffix = match["suffix"].lower()
    return [Marker(style, f"{value}{suffix}", (value, _suffix_key(suffix)), match.end())]


def _arabic(text: str) -> list[Marker]:
    found: list[Marker] = []
    match = _DECIMAL.match(text)
    if match is not None:
        dotted = bool(match["sep"])
        last = match["n"].rstrip("abcdđeghik").rsplit(".", 1)[-1]
        ordinal = ".".join(part.lstrip("0") or "0" for part in match["n"].split("."))
        words = dotted or text[match.end() : match.end() + 1].isupper()
        if last != "0" and words and not _is_quantity(match["n"], text, match.end()):
            found.append(Marker(Style.DECIMAL, ordinal, (int(last), ()), match.end(), weak=not dotted))
        return found
    match = _ARABIC.match(text)
    if match is not None:
        suffix = match["suffix"]
        number = int(match["n"])
        end = match.start("rest") if match["rest"] else match.end()
        style = Style.BRACKET_ARABIC if ")" in match["sep"] else Style.ARABIC
        if number and not match["rest"].islower():
            found.append(Marker(style, f"{number}{suffix}", (number, _suffix_key(suffix)), end))
        elif number:
            found.append(Marker(style, f"{number}{suffix}", (number, _suffix_key(suffix)), end, weak=True))
        return found
    match = _SCANNED_ARABIC.match(text)
    if match is not None and int(match["n"]):
        found.append(Marker(Style.ARABIC, str(int(match["n"])), (int(match["n"]), ()), match.end(), weak=True))
        return found
    match = _BARE_ARABIC.match(text)
    if match is not None and int(match["n"]):
        found.append(Marker(Style.ARABIC, str(int(match["n"])), (int(match["n"]), ()), match.end(), weak=True, bare=True))
    return found


def _is_quantity(number: str, text: str, end: int) -> bool:
    """Whether "1.5" is an amount: a unit or more digits follow."""
    return number.count(".") == 1 and text[end : end + 1] in {"%", "°", "º"}


def roman_value(text: str) -> int | None:
    """Return the value of a capital roman numeral, letters repaired that text recognition confuses ("IH" for III)."""
    value = from_roman(text)
    if value is not None and value <= _LARGEST_HEADING:
        return value
    repaired = from_roman(text.translate(_SCANNED_LETTERS)) if len(text) > 1 else None
    return repaired or value


def _capital(text: str) -> list[Marker]:
    found: list[Marker] = []
    match = _ROMAN.match(text)
    if match is not None:
        value = from_roman(match["n"])
        if value is not None and not text[match.end() : match.end() + 1].islower():
            found.append(Marker(Style.ROMAN, match["n"].lower(), (value, ()), match.end()))
    if (not found or found[0].key[0] > _LARGEST_HEADING) and (match := _SCANNED_ROMAN.match(text)) is not None:
        value = from_roman(match["n"].translate(_SCANNED_LETTERS))
        if value is not None and text[match.end() :].isupper():
            found.append(Marker(Style.ROMAN, to_roman(value).lower(), (value, ()), match.end(), weak=True))
    match = _CAPITAL.match(text)
    if match is not None and not text[match.end() : match.end() + 1].islower():
        found.append(Marker(Style.CAPITAL, match["n"].lower(), (_letter_index(match["n"].lower()), ()), match.end()))
    return found


def _lower(text: str) -> list[Marker]:
    found: list[Marker] = []
    match = _SUB_LETTER.match(text)
    if match is not None:
        last = int(match["n"].rsplit(".", 1)[-1])
        found.append(Marker(Style.SUB_LETTER, match["n"], (last, ()), match.end()))
        return found
    match = _LETTER.match(text)
    if match is not None:
        index, foreign = _letter_key(match["n"])
        key = (index, foreign or _suffix_key(match["suffix"]))
        found.append(
            Marker(Style.LETTER, match["n"] + match["suffix"], key, match.end(), weak=bool(foreign) or "." in match["sep"])
        )
    match = _TIET.match(text)
    if match is not None:
        value = from_roman(match["n"])
        if value:
            found.append(Marker(Style.TIET, match["n"], (value, ()), match.end()))
    match = _TWO_LETTERS.match(text)
    if match is not None and not found and all(_letter_index(c) for c in match["n"]):
        first, second = (_letter_index(c) for c in match["n"])
        found.append(Marker(Style.LETTER, match["n"], (len(POINT_LETTERS) * first + second, ()), match.end(), weak=True))
    return found


def _bracket(text: str) -> list[Marker]:
    match = _TIET.match(text)
    if match is not None:
        value = from_roman(match["n"])
        return [Marker(Style.TIET, match["n"], (value, ()), match.end())] if value else []
    match = _BRACKETED.match(text)
    if match is None:
        return []
    index = int(match["n"]) if match["n"].isdigit() else _letter_index(match["n"])
    return [Marker(Style.TIET, match["n"], (index, ()), match.end(), weak=True)] if index else []


def _bullet(text: str) -> list[Marker]:
    match = _BULLET.match(text)
    if match is None:
        return []
    sign = match["n"] or match["m"]
    style = Style.PLUS if sign == "+" else Style.STAR if sign == "*" else Style.DASH
    return [Marker(style, "", (0, ()), match.end())]


def candidates(text: str) -> list[Marker]:
    """Return every marker that ``text`` may begin with, the most usual reading first; empty for plain words."""
    first = text[:1]
    if not first:
        return []
    if first.isdigit():
        return _arabic(text)
    if first in "ĐÐD" and (found := _dieu(text)):
        return found
    if first in "PCMTpcmt" and (found := _heading(text)):
        return found
    if first == "K" and (match := _KHOAN_WORD.match(text)):
        return [Marker(Style.ARABIC, match["n"] + match["suffix"], (int(match["n"]), _suffix_key(match["suffix"])), match.end())]
    if first == "(":
        return _bracket(text)
    if first in "-–−—•●▪*+":
        return _bullet(text)
    return _capital(text) if first.isupper() else _lower(text)
