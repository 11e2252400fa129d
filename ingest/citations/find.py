"""Where a citation may begin: the cheap first look over a text.

One pattern finds the words that open a citation (a level with its ordinal, a kind with its number or "này", a law, a lone
"số" with a number, an attached regulation). Whether a citation is there, and how far it goes, is the grammar's business.

1. Starts are found in order, and every citation of the grammar begins at one of them.
2. What cannot open a citation is left out here already: "điều kiện", "tài khoản", "điểm đến", the heading "Điều 5. ...".
3. Linear in the length of the text; the pattern is tried only where one of its first words stands (``OPENERS``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from ingest.citations.kind_words import KIND_OPENERS, KIND_WORDS
from ingest.citations.wording import CAPITALS, phrases


class Opening(Enum):
    """What kind of words open a citation."""

    ADDRESS = auto()
    DOCUMENT = auto()
    LISTED = auto()
    ATTACHED = auto()


@dataclass(frozen=True, slots=True)
class Start:
    """A place where a citation may begin."""

    position: int
    opening: Opening


_ROMAN: Final = r"(?:[IVXL]+)(?![^\W_])"
_WORD_ORDINAL: Final = r"thứ\s|đầu"
# A level and the first sign of its ordinal; "này" and "từ" may stand instead.
_ADDRESS: Final = rf"""
    (?:[ĐđD]iều|ĐIỀU)(?=\s*\d|\s+này\b|\s+từ\s)
  | (?:[Kk]hoản|KHOẢN)(?=\s+\d|\s+này\b|\s+từ\s)
  | [ĐđD]iểm(?=\s+(?:[a-zđA-ZĐ]\d{{0,2}}(?:\.\d+)*[\s,;.)(]|\d+(?:\.\d+)*[a-z]?,?\s+(?:[Kk]hoản|[Mm]ục|[Pp]hần|[ĐđD]iều|[Pp]hụ)|này\b|từ\s))
  | [Tt]iết(?=\s+(?:\(?[a-zđivx]{{1,4}}(?:\.?\d{{1,2}})?\)?|\d+(?:\.\d+)*)[\s,;]|\s+này\b)
  | [Gg]ạch\s+đầu\s+dòng(?=\s+(?:{_WORD_ORDINAL}|\d))
  | [Đđ]oạn(?=\s+(?:{_WORD_ORDINAL}|\d)[^\W_]*\s)
  | (?:[Cc]hương|[Pp]hần)(?=\s+(?:{_ROMAN}|\d|này\b|thứ\s))
  | (?:[Tt]iểu\s+mục|[Mm]ục)(?=\s+(?:{_ROMAN}|\d|này\b|[A-HĐ]\b))
  | [Pp]hụ\s+lục(?=\s+(?:số\s+\d|{_ROMAN}|[IVX]+[A-Z.]|\d|[A-H]\b|này\b|(?:được\s+)?(?:ban\s+hành\s+)?kèm\s+theo|của\s+[A-Z]))
  | [Mm]ẫu(?=\s+(?:số\s*)?(?:\d|{_ROMAN}))
"""
_DOCUMENT: Final = rf"(?:{KIND_WORDS})(?=\s+(?:[Ss]ố(?![^\W\d_])|SỐ\s|\d|này\b)|\s+(?:[^\W\d_]+\s+){{1,4}}[Ss]ố\s*\d|\s+của\s)"
_LAW: Final = r"(?:Bộ\s+[Ll]uật|Luật|Pháp\s+lệnh)(?=\s+[^\W\d_])|Hiến\s+pháp|BLT?T?[HDL][SĐ](?!\w)"
_LISTED: Final = r"số(?=\s*\d{1,5}[A-Za-z]?\s?[/-])"
# Regulations that are issued with a document and cited together with it.
_REGULATIONS: Final = (
    "Quy chế|Quy định|Điều lệ|Nội quy|Thể lệ|Quy chuẩn|Danh mục|Chương trình|Đề án|Chiến lược|Quy trình"
    "|Biểu mức|Biểu thuế|Biểu phí|Biểu giá"
)
_ATTACHED: Final = phrases(_REGULATIONS) + r"(?=\s)"
_START: Final = re.compile(
    rf"(?:(?P<address>{_ADDRESS})|(?P<document>{_DOCUMENT})|(?P<law>{_LAW})|(?P<listed>{_LISTED})|(?P<attached>{_ATTACHED}))(?!\w)",
    re.VERBOSE,
)
_ADDRESS_OPENERS: Final = (
    "Điều|điều|Diều|ĐIỀU|Khoản|khoản|KHOẢN|Điểm|điểm|Diểm|Tiết|tiết|Gạch|gạch|Đoạn|đoạn|Chương|chương|Phần|phần|Tiểu|tiểu"
    "|Mục|mục|Phụ|phụ|Mẫu|mẫu"
)
_LAW_OPENERS: Final = "Bộ|Luật|Pháp|Hiến|BL"
# The first word of every opening, as patterns that open with a letter (such sets are found fast) and match that word alone.
OPENERS: Final = frozenset(
    (
        *_ADDRESS_OPENERS.split("|"),
        *_LAW_OPENERS.split("|"),
        *KIND_OPENERS,
        *(name.split()[0] for name in _REGULATIONS.split("|")),
        r"số(?=\s*\d)",
    )
)
OPENER: Final = re.compile("|".join(sorted(OPENERS)))
# Words that text layers glue to the next one ("tạikhoản 1").
_GLUED: Final = ("tại", "theo", "sung", "của")
_HEADING: Final = re.compile(
    r"(?:[ĐđD]iều|ĐIỀU|[Cc]hương|[Mm]ục|[Pp]hần|[Pp]hụ\s+lục|[Tt]iểu\s+mục)\s*(?:\d+[a-zđ]{0,2}|[IVXL]+)\s*(?:[.:](?!\d)|\n|$|-\s)"
)
# A heading whose full stop was lost: "Điều 4 Phương pháp xác định".
_TITLED: Final = re.compile(
    r"[ĐđD]iều\s+\d+[a-zđ]?\s+(?=["
    + CAPITALS
    + r"])(?!Luật|Bộ\s+luật|Pháp|Nghị|Thông\s+tư|Quyết|Chỉ|Quy\s|Điều|Hiến|Hiệp|Công\s+ước|Chương|Mục|Phụ|BL)"
)
# Copied pages write a heading behind the words that lead to it, blanks between: "theo khoản 2 Điều 135    Điều 135. Nguyên tắc".
_LEADS_IN: Final = ("  ", '"', "“")
_HEADING_INSIDE: Final = re.compile(r"[ĐđD]iều\s+\d+[a-zđ]?\.\s+(?=[" + CAPITALS + r"])")
_UNFINISHED: Final = re.compile(r"(?:\b(?:tại|theo|của|và|hoặc|khoản|điểm|[Đđ]iều|đến|từ|các|trong|với|định|kèm|\d)|,)\s*$")
# "một số điều, phụ lục của Thông tư ..." names no annex; "tại phụ lục của" does.
_SOME_ANNEX: Final = re.compile(r"phụ\s+lục\s+(?:của|ban|được|kèm)")
_PLACED: Final = re.compile(r"(?:tại|theo|trong|thuộc)\s+$")
_ACCOUNT: Final = re.compile(r"(?:[Tt]ài|bưu|nhiều|một|hai|từng|mỗi|số)\s*$")


def find_starts(text: str) -> Iterator[Start]:
    """Yield the places of a prepared text where a citation may begin, in order."""
    end = 0
    for opener in OPENER.finditer(text):
        position = opener.start()
        match = _START.match(text, position) if position >= end else None
        if match is None:
            continue
        end = match.end()
        if position and (text[position - 1].isalnum() or text[position - 1] == "_") and not text.endswith(_GLUED, 0, position):
            continue
        opening = _opening(match)
        if opening is Opening.ADDRESS and _is_no_address(text, position):
            continue
        yield Start(position, opening)


def _opening(match: re.Match[str]) -> Opening:
    if match["address"]:
        return Opening.ADDRESS
    if match["listed"]:
        return Opening.LISTED
    return Opening.ATTACHED if match["attached"] else Opening.DOCUMENT


def _is_no_address(text: str, position: int) -> bool:
    """Whether a level word is none: "tài khoản 111", or the heading of a provision itself at the start of a line."""
    before = text[max(0, position - 12) : position]
    if text[position] in "kK" and _ACCOUNT.search(before):
        return True
    if text[position] == "p" and _SOME_ANNEX.match(text, position) and not _PLACED.search(before):
        return True
    return is_heading(text, position)


def is_heading(text: str, position: int) -> bool:
    """Whether "Điều 5. ..." at ``position`` heads a provision: alone at the start of a line that nothing led into."""
    if _HEADING.match(text, position) is None and _TITLED.match(text, position) is None:
        return False
    line = text.rfind("\n", 0, position) + 1
    lead = text[line:position]
    if lead.strip(" \t“\"*#'") and not (lead.endswith(_LEADS_IN) and _HEADING_INSIDE.match(text, position)):
        return False
    return _UNFINISHED.search(text[max(0, line - 20) : line].rstrip()) is None
