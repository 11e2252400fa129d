"""Where the document's parts begin: body, closing part, appendices, attached regulations, forms.

Evidence, in order: the boundaries that the head reader gives; headings that stand alone ("Phụ lục II", "Mẫu số 01",
"QUY CHẾ" with "(Ban hành kèm theo ...)" below); for text without boundaries, the words that open a closing part.

1. Regions are in order, do not overlap, and cover every piece from the body's start on except the closing part.
2. A repeated heading of the region that is open (a running head) opens no new one.
3. A sentence that only names an appendix opens none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.model import Level
from ingest.outline.markers import Style, candidates, roman_value
from ingest.outline.pieces import Piece

_APPENDIX: Final = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|PHỤ LỤ C|Phụ Lục)(?:\s+(?:SỐ|số|Số)\s*:?)?"
    r"(?:\s+(?P<n>(?:[IVXLCH]+|\d{1,3}|[A-ZĐ])(?:\.\d{1,2})*)(?P<suffix>[a-zđA-ZĐ]?\d?)(?![\wÀ-ỹ]))?"
    r"(?P<sep>\s*[.:)\-–/]|\s*$|(?=\s))\s*(?P<rest>.*)",
    re.DOTALL,
)
_FORM: Final = re.compile(
    r"(?:Mẫu|MẪU|Biểu mẫu|BIỂU MẪU|Biểu|BIỂU|Mẫu biểu)\s+(?:số|SỐ|Số)?\s*:?\s*"
    r"(?P<n>\d[\w.\-/]*|[A-ZĐ]{1,4}[.\-]?\d[\w.\-/]*)(?P<sep>\s*[.:)]|\s*$|(?=\s))\s*(?P<rest>.*)",
    re.DOTALL,
)
_KEM_THEO: Final = re.compile(r"\(?\s*(?:(?:Được\s+)?ban\s+hành\s+|Phê\s+duyệt\s+)?kèm\s+theo\s", re.IGNORECASE)
_TITLES: Final = (
    "QUY CHẾ",
    "QUY ĐỊNH",
    "ĐIỀU LỆ",
    "KẾ HOẠCH",
    "CHƯƠNG TRÌNH",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "DỰ ÁN",
    "CHIẾN LƯỢC",
    "HƯỚNG DẪN",
    "NỘI QUY",
    "QUY TRÌNH",
    "QUY CHUẨN",
    "QUY TẮC",
    "TIÊU CHUẨN",
    "TIÊU CHÍ",
    "ĐỊNH MỨC",
    "DANH MỤC",
    "DANH SÁCH",
    "BẢNG GIÁ",
    "BỘ TIÊU CHÍ",
    "HỆ THỐNG",
    "CHẾ ĐỘ",
    "CHUẨN MỰC",
)
_RECIPIENTS: Final = re.compile(r"\W*Nơi nhận\s*:?", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"(?:\|\s*)?(?:TM|KT|TL|TUQ|Q|T\.M|K\.T)\s?\.\s?[A-ZĐÀ-Ỹ]")
_OFFICE: Final = re.compile(
    r"\|?\s*(?:QUYỀN )?(?:PHÓ )?(?:CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|CỤC TRƯỞNG|THỐNG ĐỐC|CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG)\b"
    r"[A-ZĐÀ-Ỹ ]*\|?\s*$"
)
_SIGNING: Final = re.compile(
    r"(?:^|[\W\d])(?:PHÓ )?(?:CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|CỤC TRƯỞNG|CHỦ NHIỆM|CHÁNH VĂN PHÒNG|THỐNG ĐỐC)\s*(?:$|\n)"
)
_DIEU: Final = re.compile(r"Điều\s+(\d+)\s?[.:]")
_HEADING_LENGTH: Final = 160
# A running title or a recognised stamp may stand above the heading of an appendix.
_FIRST_LINES: Final = 3
_TITLE_REACH: Final = 8
_BESIDE: Final = 2  # lines beside a form's heading: it neither opens nor ends the attachments
# Capitals that name a kind of act ("QUY CHẾ"); shorter ones are abbreviations.
_SHORTEST_TITLE: Final = 6


@dataclass(frozen=True, slots=True)
class Region:
    """A run of pieces with a root of its own; the body has level ``None``. ``heading`` pieces form marker and title."""

    level: Level | None
    ordinal: str
    first: int
    last: int
    marker_end: int = 0
    titles: int = 0


def names_office(words: str) -> bool:
    """Whether a line of a closing part names the office of who signs, whatever a reader made of the abbreviation before it."""
    return _SIGNING.search(words) is not None


def find_closing(text: str, pieces: Sequence[Piece], body_start: int) -> int:
    """Return where recipients and signature begin in text without given boundaries (its end if nothing opens them).

    An Điều that goes on with the numbering shows that an earlier line ("Nơi nhận" as a column's name) opened nothing.
    """
    found: int | None = None
    article = 0
    for piece in pieces:
        if piece.start < body_start:
            continue
        words = text[piece.start : piece.end]
        dieu = _DIEU.match(words)
        if found is not None and dieu and int(dieu[1]) == 1:
            return found
        if dieu and int(dieu[1]) == article + 1:
            article, found = article + 1, None
        elif found is None and (_RECIPIENTS.match(words) or _AUTHORITY.match(words) or _OFFICE.match(words)):
            found = piece.start
    return len(text) if found is None else found


def find_attachments(text: str, pieces: Sequence[Piece], closing_start: int) -> int:
    """Return where the attachments begin behind a closing part (the text's end if there are none)."""
    for index, piece in enumerate(pieces):
        if piece.start > closing_start and _opening(text, pieces, index) is not None:
            return piece.start
    return len(text)


def heading_before(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the heading pieces of a file that is an appendix or a form by itself: its heading opens the text."""
    for index in range(min(len(pieces), _FIRST_LINES)):
        begin = _opening(text, pieces, index)
        if begin is not None and begin.level in {Level.PHU_LUC, Level.MAU}:
            return list(pieces[index : index + max(begin.titles, 1)])
    return []


def split_regions(text: str, pieces: Sequence[Piece], *, attached: bool) -> list[Region]:
    """Cut the pieces into regions. ``attached``: they stand behind the signature, so the first is no body."""
    found: list[Region] = []
    level: Level | None = None
    opened = Region(None, "", 0, 0)
    restarts = _restarts(text, pieces)
    for index, piece in enumerate(pieces):
        if piece.quote is not None or opened.first < index < opened.first + opened.titles:
            continue
        begin = _opening(text, pieces, index, attached=attached)
        if begin is None and index in restarts and level in {None, Level.KEM_THEO} and index > opened.first:
            begin = Region(Level.KEM_THEO, "", index, index, piece.words, _titles(text, pieces, index))
            level = None
        if begin is None or (begin.level is level and begin.ordinal == opened.ordinal and begin.ordinal):
            continue
        if begin.level is Level.KEM_THEO and level is not None and not attached:
            continue
        if index > opened.first:
            found.append(_closed(opened, index))
        opened, level = begin, begin.level
    if pieces:
        found.append(_closed(opened, len(pieces)))
    if attached and found and found[0].level is None:
        first = found[0]
        words = pieces[first.first].text(text)
        titles = _titles(text, pieces, first.first) if words.startswith(_TITLES) and words.isupper() else 0
        found[0] = _closed(Region(Level.KEM_THEO, "", first.first, 0, pieces[first.first].words, titles), first.last)
    return found


def _restarts(text: str, pieces: Sequence[Piece]) -> set[int]:
    """Return where an act begins that starts its Điều at 1 again: the indexes of the first line of its title."""
    found: set[int] = set()
    article = 0
    for index, piece in enumerate(pieces):
        if piece.quote is not None or piece.table is not None:
            continue
        dieu = [m for m in candidates(piece.text(text)[:60]) if m.style is Style.DIEU]
        if not dieu:
            continue
        number = dieu[0].key[0]
        if number == 1 and article > 1 and not dieu[0].key[1]:
            title = _title_above(text, pieces, index)
            if title < index:
                found.add(title)
                article = 1
        elif article < number <= article + 3 or article == 0:
            article = number
    return found


def _title_above(text: str, pieces: Sequence[Piece], index: int) -> int:
    """Return the index of the first line of the title that stands above an Điều 1; ``index`` itself if none does."""
    title = index
    for place in range(index - 1, max(index - _TITLE_REACH * 2, -1), -1):
        words = pieces[place].text(text)
        if pieces[place].quote is not None or pieces[place].table is not None:
            break
        if words.isupper() and len(words) > _SHORTEST_TITLE and not _OPENING_MARK.match(words):
            title = place
        elif title < index and not (words.startswith("(") or pieces[place].centered):
            break
    return title


def _closed(region: Region, end: int) -> Region:
    return Region(region.level, region.ordinal, region.first, end, region.marker_end, min(region.titles, end - region.first))


def _opening(text: str, pieces: Sequence[Piece], index: int, *, attached: bool = True) -> Region | None:
    piece = pieces[index]
    words = piece.text(text)
    first = words[:1]
    if first not in "PMBQĐKCDHNTpmb" or piece.table is not None:
        return None
    if (match := _APPENDIX.match(words)) and _stands_alone(text, pieces, index, match["rest"], match["sep"]):
        ordinal = _ordinal(match["n"] or "", match["suffix"] or "")
        return Region(Level.PHU_LUC, ordinal, index, index, piece.words + match.start("rest"), _titles(text, pieces, index))
    if (
        (match := _FORM.match(words))
        and len(words) < _HEADING_LENGTH
        and _form_alone(
            text, pieces, index, match["rest"], titled=attached and (match["n"] + match["sep"].strip()).endswith((".", ":"))
        )
    ):
        return Region(
            Level.MAU, _form_ordinal(match["n"]), index, index, piece.words + match.start("rest"), _titles(text, pieces, index)
        )
    if words.startswith(_TITLES) and words.isupper() and _issued_with(text, pieces, index, attached=attached):
        return Region(Level.KEM_THEO, "", index, index, piece.words, _titles(text, pieces, index))
    return None


def _stands_alone(text: str, pieces: Sequence[Piece], index: int, rest: str, separator: str) -> bool:
    if len(rest) > _HEADING_LENGTH or rest[:1].islower() or rest.startswith((",", ";")):
        return False
    if not rest:
        return True
    return rest.isupper() or rest.startswith("(") or (bool(separator.strip()) and not rest.rstrip().endswith((".", ";")))


def _form_alone(text: str, pieces: Sequence[Piece], index: int, rest: str, *, titled: bool) -> bool:
    """Whether a form's number heads it; ``titled``: a stop and its title may stand behind ("Mẫu số 02. Sổ trực")."""
    if not rest or rest.isupper() or rest.startswith("("):
        return True
    following = pieces[index + 1].text(text) if index + 1 < len(pieces) else ""
    if not rest[0].isupper():
        return False
    return _KEM_THEO.match(following) is not None or (titled and not _in_list_of_forms(text, pieces, index))


def _in_list_of_forms(text: str, pieces: Sequence[Piece], index: int) -> bool:
    """Whether "Mẫu số 02. Sổ trực" is a line of the list of forms: another such line stands beside it, or it ends as an item."""
    beside = [pieces[place].text(text) for place in (index - 1, index + 1) if 0 <= place < len(pieces)]
    last = pieces[index].text(text)[-1]
    return last in ".;:," or len(beside) < _BESIDE or any(_FORM.match(words) for words in beside)


def _is_issued(words: str) -> bool:
    """Whether a piece says with what the text is issued: alone in brackets, or behind its title in capitals."""
    if _KEM_THEO.match(words):
        return True
    bracket = words.find("(")
    return bracket > 0 and words[:bracket].isupper() and _KEM_THEO.match(words, bracket) is not None


def _issued_with(text: str, pieces: Sequence[Piece], index: int, *, attached: bool) -> bool:
    for piece in pieces[index + 1 : index + _TITLE_REACH]:
        words = piece.text(text)
        if _is_issued(words):
            return True
        if piece.table is not None or not (words.isupper() or piece.centered or len(words) < _HEADING_LENGTH):
            return False
    return False


def _titles(text: str, pieces: Sequence[Piece], index: int) -> int:
    """Return how many pieces from ``index`` on are the heading: the marker's, its title, and what stands in brackets.

    Behind a title and "(Kèm theo ...)" the heading is over.
    """
    count = 1
    open_bracket = False
    titled = False
    for place in range(index + 1, min(index + _TITLE_REACH, len(pieces))):
        piece, words = pieces[place], pieces[place].text(text)
        if piece.table is not None or piece.quote is not None:
            break
        bracketed = _KEM_THEO.match(words) is not None or words.startswith("(")
        if open_bracket:
            open_bracket = not words.endswith(")")
        elif titled and place > index + 1 and _is_issued(pieces[place - 1].text(text)):
            break
        elif bracketed:
            open_bracket = _KEM_THEO.match(words) is not None and not words.endswith(")")
            if not (open_bracket or words.endswith(")")):
                break
        elif _OPENING_MARK.match(words) or not (words.isupper() or _is_issued(words) or _is_title(text, pieces, place)):
            break
        else:
            titled = True
        count += 1
    return count


def _is_title(text: str, pieces: Sequence[Piece], place: int) -> bool:
    """Whether a line that is not in capitals belongs to the heading: centred, or above "(Kèm theo ...)"."""
    words = pieces[place].text(text)
    if len(words) > _HEADING_LENGTH or words[-1] in ".;:":
        return False
    following = pieces[place + 1].text(text) if place + 1 < len(pieces) else ""
    return pieces[place].centered or _KEM_THEO.match(following) is not None


_OPENING_MARK: Final = re.compile(r"(?:[IVX]+|[A-HK]|\d+|[a-zđ])\s?[.)]|(?:CHƯƠNG|PHẦN|MỤC|ĐIỀU)\s+[IVX\d]", re.IGNORECASE)


def _ordinal(number: str, suffix: str) -> str:
    if not number:
        return ""
    first, dot, rest = number.partition(".")
    value = int(first) if first.isdigit() else roman_value(first)
    return f"{value if value is not None else first.lower()}{dot}{rest}{suffix.lower()}"


def _form_ordinal(number: str) -> str:
    parts = re.split(r"[/\-]", number.rstrip("./-"))
    return "-".join(part.lstrip("0").lower() or "0" for part in parts if part)


_NATION: Final = re.compile(r"CỘNG H[ÒO][ÀA]? XÃ HỘI CHỦ NGH[ĨI]A VI[ỆE]T NAM|Đ[ộo]c l[ậa]p\s*[-–]\s*T[ựu] do", re.IGNORECASE)
_LETTERHEAD: Final = re.compile(r"(?:S[ốo]\s*:|Kính gửi\b|\(|[\W\d_]+$)|.*\b[Nn]gày\s*[\s.…_]*\s*tháng")
# Pieces of a form's own letterhead: name of the body, number, national title, place and day, title, addressees.
_LETTERHEAD_REACH: Final = 14
_LETTERHEAD_LINE: Final = 100


def nested_letterhead(text: str, pieces: Sequence[Piece]) -> int:
    """Return how many leading pieces are a form's own letterhead; 0 where no national title stands among them."""
    count, national = 0, False
    for index, piece in enumerate(pieces[:_LETTERHEAD_REACH]):
        words = piece.text(text)
        nation = _NATION.search(words) is not None
        national = national or nation
        if piece.table is None and any(m.style is not Style.CAPITAL for m in candidates(words[:40])):
            break
        if nation or _LETTERHEAD.match(words) or (words.isupper() and len(words) < _LETTERHEAD_LINE):
            count = index + 1
        elif len(words) >= _LETTERHEAD_LINE:
            break
    return count if national else 0
