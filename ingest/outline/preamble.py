"""The block of legal bases: what stands before the first unit and says on what the document rests.

1. In a document with Điều everything before the first unit is the block, bases printed with a dash too.
2. In others it is the leading run of bases that end with ";" or stand in a list; the sentence that opens the text
   ("Căn cứ Nghị định ..., Sở ... đề nghị") is an unnumbered paragraph like any other.
3. "Kính gửi: ..." and the list below it belong to the head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.model import Level
from ingest.outline.draft import Draft
from ingest.outline.pieces import Piece

# An official letter goes to a handful of bodies; more lines than this are the letter itself.
_ADDRESSEES: Final = 25
# Characters in which "Kính gửi:" stands before a body that begins with its list.
_ADDRESSED_REACH: Final = 60
# Characters; the names of two bodies fit, a sentence of the letter seldom does.
_LONGEST_ADDRESSEE: Final = 120
_BODY_NAME: Final = re.compile(
    r"(?:Các |Ông |Bà )?(?:[Bb]ộ|[Ss]ở|Ủy ban|Uỷ ban|UBND|HĐND|Hội|Ban|Văn phòng|Cục|Chi cục|Vụ|Viện|Công an|Tòa án|Tập đoàn|Tổng|Công ty|"
    r"Trường|Đài|Kho bạc|Ngân hàng|Liên đoàn|Mặt trận|Thanh tra|Kiểm toán|Chủ tịch|Bộ trưởng|Giám đốc|Thủ trưởng|[Cc]ơ quan|[Đđ]ơn vị)\b"
)
_ADDRESSED: Final = re.compile(r"Kính gửi\b|(?:THỦ TƯỚNG CHÍNH PHỦ|[A-ZĐÀ-Ỹ ]{8,60})\s*[Đđ]iện\s*:\s*$", re.IGNORECASE)
# "Kính gửi:" whose list a reader of two columns put behind the rest of the letterhead.
_UNADDRESSED: Final = re.compile(r"^Kính gửi\s*:?\W*$", re.MULTILINE)
_ITEM_SIGNS: Final = "-–—•+*("
_BASIS: Final = re.compile(r"[-–+\s]*(?:Căn cứ|Thực hiện|Theo|Xét|Thi hành|Sau khi|Trên cơ sở)\s", re.IGNORECASE)
# Longer ones say what is to be done.
_LONGEST_BASIS: Final = 60


def take_preamble(text: str, root: Draft, *, has_dieu: bool) -> None:
    """Put the leading bases of ``root`` under one draft of level CAN_CU, if there are any."""
    count = 0
    _lift_from_dashes(text, root)
    for child in root.children:
        words = text[child.start : child.line_end].rstrip()
        dashed = child.style is not None
        bases = not dashed or _is_basis(words, dashed=child.level is Level.GACH) if has_dieu else _is_basis(words, dashed=dashed)
        if not bases or child.quoted:
            break
        count += 1
    if count and not has_dieu and count < len(root.children):
        count += _last_basis(text, root.children[count])
    if not count:
        return
    taken = root.children[:count]
    block = Draft(Level.CAN_CU, None, "", (0, ()), taken[0].start, taken[0].start, taken[-1].end)
    block.line, block.page = taken[0].line, taken[0].page
    block.body_start, block.body_end = block.start, block.line_end
    root.children[:count] = [block]


def _lift_from_dashes(text: str, root: Draft) -> None:
    """Give the document the paragraphs that follow a basis printed with a dash: they are no part of the list."""
    for index, child in enumerate(root.children):
        if child.style is None:
            continue
        if child.level is Level.GACH and _BASIS.match(text[child.start : child.line_end]):
            root.children[index + 1 : index + 1] = child.children
            child.children = []
        else:
            return


def _is_basis(words: str, *, dashed: bool) -> bool:
    """Whether a paragraph is one of several bases: it ends as an item of a list, or is printed as one."""
    return _BASIS.match(words) is not None and (words.endswith((";", ",")) or dashed)


def _last_basis(text: str, child: Draft) -> bool:
    """Whether a paragraph behind the bases is their last one: short, and ended with a full stop."""
    words = text[child.start : child.line_end].rstrip()
    return _BASIS.match(words) is not None and words.endswith((".", ";")) and len(words.split()) < _LONGEST_BASIS


def skip_addressees(text: str, pieces: Sequence[Piece]) -> int:
    """Return how many leading pieces name those to whom the document goes ("Kính gửi: ...", "... điện:" and their list)."""
    count = 0
    below = bool(pieces) and _ADDRESSED.search(text, max(pieces[0].start - _ADDRESSED_REACH, 0), pieces[0].start) is not None
    open_list = bool(pieces) and _UNADDRESSED.search(text, 0, pieces[0].start) is not None
    below = below or open_list
    for index, piece in enumerate(pieces[:_ADDRESSEES]):
        words = text[piece.start : piece.end]
        if _ADDRESSED.match(words):
            count, open_list = index + 1, words.rstrip().endswith((":", ";"))
        elif count != index or not (index or below):
            if count:
                break
        elif words[0] in _ITEM_SIGNS or (open_list and _is_addressee(words)):
            count, open_list = index + 1, words.endswith(";")
        else:
            break
    return count


def _is_addressee(words: str) -> bool:
    """Whether a short line without a dash names a body, as the lines of the list do."""
    return len(words) < _LONGEST_ADDRESSEE and words.endswith((";", ".")) and _BODY_NAME.match(words) is not None
