"""What a mention leaves unsaid: the document of a bare "Điều 21", the rest of "Nghị định 49", the place of "khoản 4".

Order of evidence for a list of provisions without a document: (1) "này" and, outside amending clauses, everything else is the
citing document; (2) a document named before in the same sentence, where the words between lead over to it ("..., gồm Điều 8",
"(trong đó có quy định tại điểm c)"); (3) in an amending clause, the document that the lead-in amends.

1. A partial number is completed only by its kind (a Nghị định with a year is the Government's) or by a full number of the same
   kind, serial and year in the passage or its context.
2. What cannot be told stays open: number ``None``, nothing made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from corpus.model import Level
from ingest.citations.documents import DocumentWords
from ingest.citations.grammar import Mention

_LEADS_OVER: Final = re.compile(
    r"^[^.;]{0,200}?(?:\((?:[^()]{0,40}\s)?(?:quy\s+định\s+)?tại\s+|,?\s*(?:bao\s+)?gồm\s*:?\s*(?:các\s+)?|,?\s*(?:được\s+)?quy\s+định\s+(?:cụ\s+thể\s+|chi\s+tiết\s+)?(?:tại|từ)\s+"
    r"|,\s*cụ\s+thể\s+(?:là\s+)?(?:tại\s+)?)(?:các\s+)?$"
)
_PLURAL_REGULATIONS: Final = re.compile(
    r"(?:[Cc]ác|[Nn]hững)\s+(?:Quy|Điều\s+lệ|Danh\s+mục|Chương\s+trình|Nội\s+quy|Biểu|Mẫu)[^;.]{0,200}?\s(?:được\s+)?(?:ban\s+hành\s+)?kèm(?:\s+theo)?\s*(?:các\s+)?$"
)
# What a bare lower unit stands in, if the text says no more.
_WITHIN: Final[dict[str, str]] = {
    "khoan": "dieu-nay",
    "diem": "khoan-nay",
    "tiet": "diem-nay",
    "gach": "khoan-nay",
    "doan": "khoan-nay",
}
_PLACED: Final = re.compile(r"(?:tại|theo|thuộc|của|trong|nêu|ở)\s+(?:các\s+)?$")
_LOOK_BACK: Final = 40
_MEASURE: Final = re.compile(r"\s+(?:triệu|tỷ|đồng|nghìn|ngàn|người|điểm|ngày|tháng|lần|phần|%|đến\s+[A-ZĐ])")
# Clauses of what is no document of ours: standards, treaties, contracts, a company's articles ("Điều 5 của Công ước Chicago").
_OF_ANOTHER: Final = re.compile(
    r"(?:\s*(?:,|và|hoặc)\s*[IVX]+)*\s+(?:(?:của|trong|tại)\s+)?(?:CITES|Tiêu\s+chuẩn|TCVN|QCVN|Công\s+ước|Hiệp\s+định|Nghị\s+định\s+thư|[Hh]ợp\s+đồng|Điều\s+ước|Quy\s+tắc|Điều\s+lệ)(?!\w)"
    r"(?!(?:\s+[^\W\d_]+){0,4}\s+này(?!\w))"
)
_OUTER_LEVELS: Final = frozenset({Level.CHUONG, Level.MUC, Level.TIEU_MUC, Level.PHAN, Level.PHU_LUC})


_NEXT_CHANGE: Final = re.compile(
    r"\s*(?:[,;]\s*(?:và\s+)?|\s+và\s+)(?:sửa\s+đổi(?:,\s*bổ\s+sung)?|bổ\s+sung|bãi\s+bỏ|thay\s+thế)\s+(?:các\s+)?"
)


def is_bare_citation(text: str, mention: Mention) -> bool:
    """Whether a list of provisions without any document is a citation at all."""
    address = mention.address
    if address is None or address.this:
        return True
    unit = address.units[0]
    if _MEASURE.match(text, mention.end) or _OF_ANOTHER.match(text, mention.end):
        return False
    outermost = {path.split("/")[0].split("-")[0] for path in mention.paths}
    if "dieu" in outermost:
        return True
    if unit.level in _OUTER_LEVELS:
        return bool(unit.ordinals[0]) and _PLACED.search(text[max(0, mention.start - _LOOK_BACK) : mention.start]) is not None
    if unit.level is Level.DIEM and len(address.units) == 1:
        letters = text[unit.start : unit.end].split()[-1]
        return letters[0].islower() and not letters.isdigit()
    return not (unit.level is Level.DOAN and len(address.units) == 1)


def leads_over(between: str) -> bool:
    """Whether the words between a document and a bare list of provisions say that the list is of that document."""
    return _LEADS_OVER.match(between) is not None


def placed(paths: Iterable[str]) -> tuple[str, ...]:
    """Return bare paths of the citing document with what they stand in ("khoan-4" -> "dieu-nay/khoan-4")."""
    return tuple(_placed(path) for path in paths)


def _placed(path: str) -> str:
    first = path.split("/")[0]
    if first.endswith("-nay"):
        return path
    outer = _WITHIN.get(first.partition("-")[0])
    return f"{outer}/{path}" if outer else path


def after_plural_regulations(text: str, start: int) -> bool:
    """Whether the document at ``start`` carries the regulations that a plural before it names ("các Quy chuẩn ... kèm theo")."""
    return _PLURAL_REGULATIONS.search(text[max(0, start - 260) : start]) is not None


def complete_numbers(mentions: Sequence[Mention], known: Iterable[tuple[str | None, str]]) -> list[Mention]:
    """Return ``mentions`` with partial numbers completed from each other and from ``known`` (kind, number) pairs."""
    full = [(m.document.kind, m.document.number) for m in mentions if m.document and m.document.number and not m.document.partial]
    full += [(kind, number) for kind, number in known if number]
    return [
        replace(m, document=_completed(m.document, full)) if m.document is not None and m.document.partial else m for m in mentions
    ]


def _completed(document: DocumentWords, full: Sequence[tuple[str | None, str | None]]) -> DocumentWords:
    partial = (document.number or "").lstrip("0")
    for kind, number in full:
        if number and kind in {document.kind, None} and number.lstrip("0").startswith((f"{partial}/", f"{partial}-")):
            return replace(document, number=number, partial=False)
    if document.kind == "Nghị định" and re.fullmatch(r"\d+/\d{4}", document.number or ""):
        serial = document.number or ""
        return replace(document, number=f"{serial.zfill(7)}/NĐ-CP", partial=False)
    return document


def complete_outer(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return ``mentions`` with "sửa đổi điểm c, bổ sung điểm c1 sau điểm c khoản 1 Điều 6": what the next names holds both."""
    told = list(mentions)
    for index in range(len(told) - 2, -1, -1):
        mention, following = told[index], told[index + 1]
        if (
            mention.document is None
            and mention.paths
            and following.paths
            and _NEXT_CHANGE.fullmatch(text, mention.end, following.start)
        ):
            outer = _above(following.paths[0], mention.paths[0].split("-")[0])
            if outer:
                paths = tuple(f"{outer}/{path}" for path in mention.paths)
                told[index] = replace(mention, paths=paths, document=following.document)
    return told


def _above(path: str, level: str) -> str:
    """Return the steps of ``path`` above its step of ``level``; empty where it has none."""
    steps = path.split("/")
    place = next((n for n, step in enumerate(steps) if step.split("-")[0] == level), 0)
    return "/".join(steps[:place])


def complete_aliases(mentions: Sequence[Mention]) -> list[Mention]:
    """Return ``mentions`` with "Điều 11 của Luật" given the last law cited before it, as aliases mean it."""
    told: list[Mention] = []
    last: dict[str, DocumentWords] = {}
    for mention in mentions:
        document = mention.document
        if document is not None and not document.self_reference and document.kind is not None:
            if document.number or document.title:
                last[document.kind] = document
            elif mention.address is not None and (named := last.get(document.kind)) is not None:
                title = named.title if named.number is None else None
                mention = replace(mention, document=replace(document, number=named.number, title=title))
        told.append(mention)
    return told
