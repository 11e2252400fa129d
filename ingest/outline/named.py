"""Documents that an amending sentence names: which words name one, and which units belong to which of several.

1. ``document_words`` returns kind and number, or the name of a law, as running text writes them; "... này" names nothing.
2. What stands in the title of a document ("Nghị định số A sửa đổi một số điều của Nghị định số B") is neither a verb nor a
   document of the sentence.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from ingest.outline.targets import addresses_in

KINDS: Final = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định thư|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Hiệp định)"
)
NUMBERED: Final = re.compile(
    rf"(?:{KINDS}|{KINDS.upper()})\s+(?:[^\d“”;:.()]{{0,150}}?\s)?(?:số|SỐ)\s*:?\s*[\dA-ZĐ][\w.]*"
    r"(?:/[\w.ĐđÀ-ỹ]+)*(?:\s?-\s?[A-ZĐ][\wĐ]*(?:/[\wĐ]+)*)*"
)
_NAMED: Final = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Hiệp định)\s+(?!này|số)[A-ZĐÀ-Ỹ][^;:.()“”\d]*?"
    r"(?=\s+(?:như sau|được|đã|số|ngày|năm)\b|,\s+(?:Bộ luật|Luật|Nghị|Pháp lệnh|được|đã|như|tại)|\s*[;:.(),]*\s*[;:.(“]|\s*,?\s*$)"
)
# "Quy chế ... ban hành kèm theo Quyết định số ...": what is amended is the regulation, not the decision that carries it.
_ISSUED: Final = (
    "(?:Quy chế|Quy định|Điều lệ|Quy trình|Kế hoạch|Chương trình|Đề án|Quy tắc|Nội quy|Bảng|Định mức|Chế độ|Chuẩn mực|Quy chuẩn)"
)
# A name may hold a semicolon ("của Bảng giá đất ở; đất trồng lúa ban hành kèm theo"), unless a unit or a verb stands behind it.
_NAME_GOES_ON: Final = (
    r"(?-i:;(?=\s[a-zđà-ỹ])(?!\s(?:điểm|khoản|mục|tiết|sửa đổi|bổ sung|thay|bãi bỏ|hủy bỏ|huỷ bỏ|bỏ|các|một số|và|quy định)\s))"
)
ATTACHED: Final = re.compile(
    rf"{_ISSUED}\b[^;:“”]{{0,250}}?(?:được )?(?:ban hành(?: kèm)?|kèm) theo\s"
    rf"|\b(?:của|tại) (?-i:{_ISSUED})\b(?:[^;:“”]|{_NAME_GOES_ON}){{0,250}}?(?:được )?ban hành kèm theo\s"
    r"|\b(?:của|tại) (?:Quy chế|Điều lệ|Quy trình)\s(?!này)",
    re.IGNORECASE,
)
# Documents in one sentence from which on each is told with its own units.
_SEVERAL: Final = 2
# How a sentence goes on with another unit or document behind the number (and day) of one.
_NEXT_ONE: Final = re.compile(
    r"(?:\s+ngày\s+(?:\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|[\d/-]+))?(?:\s*,|\s+và)\s+"
    rf"(?=(?:các\s+|tên\s+)?(?:điểm|khoản|Điều|Phụ lục|{KINDS})\s)|\s+(?=(?:điểm|khoản|Điều)\s+[\da-zđ])"
)
# Units behind the title of a document, before the next document.
_UNITS: Final = re.compile(r",\s+(?=(?:phần \w+ )?Phụ lục\s|điểm [a-zđ] khoản \d|khoản \d+ Điều \d)")
_JOINS: Final = re.compile(r"(?:[,;:]|\bvà)\s*$")
_AND: Final = re.compile(r"\svà\s+$")
_LISTS_DOCUMENTS: Final = re.compile(
    r"\b(?:một số|các) (?:điều|nội dung|quy định|văn bản|[Nn]ghị định|[Tt]hông tư|[Qq]uyết định)\b"
)
_KIND: Final = re.compile(KINDS)


def document_words(text: str) -> str:
    """Return kind and number (or name) of the first document that ``text`` names; empty if none or only "... này"."""
    numbered, named = NUMBERED.search(text), _NAMED.search(text)
    if named and (numbered is None or named.start() < numbered.start()):
        return " ".join(named[0].split())
    if numbered is None:
        return ""
    return _cased(re.sub(r"\s*-\s*(?=[A-ZĐ]+$)", "-", " ".join(numbered[0].split()).rstrip(".-")))


def _cased(words: str) -> str:
    """Return a name printed in capitals as running text has it ("NGHỊ ĐỊNH SỐ 1/2020/NĐ-CP" -> "Nghị định số 1/2020/NĐ-CP")."""
    name, separator, number = words.rpartition(" ")
    return f"{name.capitalize()}{separator}{number}" if name.isupper() else words


def in_title(text: str, place: int) -> bool:
    """Whether what stands at ``place`` runs on from the number of a document: "Nghị định số ... sửa đổi một số điều của ..."."""
    start = text.rfind(";", 0, place) + 1
    return NUMBERED.search(text, start, place) is not None and _JOINS.search(text, start, place) is None


def by_document(words: str) -> list[tuple[str, str]]:
    """Divide the words behind a verb by the documents that they name: each part with its document, its title cut off.

    With one document or none the words are one part, and the document is empty.
    """
    if len(NUMBERED.findall(words)) < _SEVERAL:
        return [(words, "")]
    parts: list[tuple[str, str]] = []
    waiting, listed = "", False
    for segment in _segments(words):
        mention = NUMBERED.search(segment)
        if mention is None:
            waiting += f"{segment}; "
            continue
        named = waiting + segment[: mention.end()]
        if not listed or addresses_in(named):
            parts.append((named, document_words(mention[0])))
            listed = False
        waiting, listed = "", listed or _LISTS_DOCUMENTS.search(segment, mention.end()) is not None
    return parts


def _segments(words: str) -> list[str]:
    """Divide at semicolons, and behind a document that is directly followed by another or by units of another."""
    cuts = [match.end() for match in re.finditer(";", words)]
    mentions = list(NUMBERED.finditer(words))
    cuts += [after.end() for match in mentions if (after := _NEXT_ONE.match(words, match.end()))]
    for before, after in pairwise(mentions):
        between = words[before.end() : after.start()]
        units = _UNITS.search(between)
        if units is not None:
            cuts.append(before.end() + units.end())
        elif _AND.search(between) and not _KIND.search(between):
            cuts.append(after.start())
    edges = [0, *sorted(cuts), len(words)]
    return [words[low:high].strip(" ;,") for low, high in pairwise(edges) if words[low:high].strip(" ;,")]
