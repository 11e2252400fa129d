"""From a start to a whole mention: provisions, then the document they belong to.

``read_mention`` reads on from a start by recursive descent::

    mention   := address [insertion] [attached] [document] | attached document | document | listed
    insertion := "vào" ["sau" | "trước"] address
    attached  := ("Quy chế" name | address) ["được"] ["ban hành"] "kèm theo"

1. A mention names one document; two documents behind one list of provisions are two mentions.
2. The span runs from the first word of the provisions ("các" included) to the last word of the document.
3. Regulations and annexes issued with a document belong to the document that carries them (``kem-theo``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.model import Level
from ingest.citations.address_list import RANKS, AddressList, read_address_list
from ingest.citations.documents import DocumentWords, read_alias, read_document, read_listed
from ingest.citations.find import Opening, Start
from ingest.citations.prepare import one_line


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation as read, before its context is known. ``inserted``: the provisions are new ones ("vào sau ...")."""

    start: int
    end: int
    paths: tuple[str, ...] = ()
    document: DocumentWords | None = None
    address: AddressList | None = None
    attached: bool = False
    inserted: bool = False
    attached_title: str | None = None


_PLURAL: Final = re.compile(r"(?:[Cc]ác|[Nn]hững|[Tt]ên|[Tt]iêu\s+đề(?:\s+của)?)\s+$")
_RANGE_PLURAL: Final = re.compile(r"(?:(?:(?:[Cc]ác|[Nn]hững)\s+(?:[đĐ]iều|khoản|điểm|[cC]hương|mục|[pP]hụ\s+lục)\s+từ|Từ)\s+)$")
_LOOK_BACK: Final = 24  # code points: "các khoản từ " and "tiêu đề của " fit
_INSERTION: Final = re.compile(r"\s+(?:vào\s+(?:(?:ngay\s+)?(?:phía\s+)?(?:sau|trước|cuối|đầu)\s+)?|(?:ngay\s+)?sau\s+)")
_OF: Final = re.compile(r"\s*,?\s*(?:(?:của|thuộc|tại|trong|ở)\s+)?(?:các\s+(?=(?:Luật|Nghị|Thông|Quyết)))?")
_WITH: Final = re.compile(r"\s*+,?+\s*+\(?+\s*+(?:được\s++)?(?:ban\s++hành\s++)?(?:đính\s++)?kèm(?:\s++theo)?\s+")
# "Phụ lục III danh mục địa bàn ưu đãi ban hành kèm theo ...": the annex's own name stands between.
_NAMED_WITH: Final = re.compile(
    r"(?!\s*(?:,|và\s|hoặc\s|thì\s|để\s))[^;.:()\n“”\d]{2,140}?\s(?:được\s+)?ban\s+hành\s+kèm(?:\s+theo)?\s+"
)
_NAMED_LEVELS: Final = frozenset({Level.PHU_LUC, Level.MAU})
_ABOUT: Final = re.compile(r"\s+(?:về|quy\s+định\s+về)\s+[^,;:.()\n“”\d]{2,120}?\s+của\s+(?=[A-ZĐ])")
_REGULATION: Final = re.compile(
    r"(?:Quy\s+chế|Quy\s+định|Điều\s+lệ|Nội\s+quy|Thể\s+lệ|Quy\s+chuẩn|Danh\s+mục|Chương\s+trình|Đề\s+án|Chiến\s+lược|Quy\s+trình|Biểu\s+(?:mức|thuế|phí|giá))"
    r"(?P<name>(?:(?!\bnày\b|kèm\s+theo|\bsố\s+\d|Phụ\s+lục|Điều\s+\d|khoản\s+\d)[^;:.\n]|\n(?!\s*(?:\d+\.|[a-zđ]\)|-)))"
    r"{0,220}?)\s*\(?(?:được\s+)?(?:ban\s+hành\s+)?kèm(?:\s+theo)?\s+"
)
_SEVERAL: Final = re.compile(r"(?:[Cc]ác|[Nn]hững)\s+$")
_ONLY_WITH_DOCUMENT: Final = frozenset({Level.MAU})


def read_mention(text: str, start: Start, before: str | None = None) -> Mention | None:
    """Return the mention that begins at ``start``, or ``None``; ``before`` is the kind of the document before it in a list."""
    if start.opening is Opening.ADDRESS:
        return _read_address(text, start.position)
    if start.opening is Opening.LISTED:
        document = read_listed(text, start.position, before)
        return Mention(document.start, document.end, document=document) if document else None
    regulation = _read_regulation(text, start.position)
    if regulation is not None:
        return regulation
    if start.opening is Opening.ATTACHED and not text.startswith(("Quy", "Chương", "Đề"), start.position):
        return None
    document = read_document(text, start.position)
    return Mention(document.start, document.end, document=document) if document else None


def _read_address(text: str, position: int) -> Mention | None:
    address = read_address_list(text, position)
    if address is None:
        return None
    begin = _with_plural(text, position)
    mention = Mention(begin, address.end, address.paths, address=address)
    insertion = _read_insertion(text, address)
    if insertion is not None:
        mention = replace(mention, end=insertion.end, paths=insertion.paths, inserted=True)
    joined = _read_owner(text, mention)
    if joined is not None:
        return joined
    if all(unit.level in _ONLY_WITH_DOCUMENT for unit in address.units) and not insertion:
        return None
    return mention


def _with_plural(text: str, position: int) -> int:
    """Return the start with "các" and its like before it."""
    before = text[max(0, position - _LOOK_BACK) : position]
    for pattern in (_RANGE_PLURAL, _PLURAL):
        match = pattern.search(before)
        if match is not None:
            return position - (len(before) - match.start())
    return position


def _read_insertion(text: str, address: AddressList) -> AddressList | None:
    """ "khoản 3 vào sau khoản 2 Điều 3": the new units below what the place they go to is below."""
    link = _INSERTION.match(text, address.end)
    place = read_address_list(text, link.end()) if link else None
    if place is None:
        return None
    inner = min(RANKS[unit.level] for unit in address.units)
    outer = [unit for unit in place.units if RANKS[unit.level] < inner]
    prefix = "/".join(
        f"{unit.level.value}-{unit.ordinals[0]}" if unit.ordinals[0] else unit.level.value for unit in reversed(outer)
    )
    own = _prefix_of(address)
    paths = address.paths if own else tuple(f"{prefix}/{path}" if prefix else path for path in address.paths)
    return replace(address, paths=paths, end=place.end)


def _prefix_of(address: AddressList) -> bool:
    return any(unit.level is Level.DIEU for unit in address.units)


def _read_owner(text: str, mention: Mention) -> Mention | None:
    """Return the mention with the document behind its provisions, directly or through what is attached to it."""
    named = mention.address is not None and mention.address.units[-1].level in _NAMED_LEVELS
    links = ((_WITH, True), (_OF, False), (_ABOUT, False), *(((_NAMED_WITH, True),) if named else ()))
    for pattern, attached in links:
        link = pattern.match(text, mention.end)
        if link is None:
            continue
        if not attached:
            regulation = _read_regulation(text, link.end())
            if regulation is not None:
                paths = tuple(path if path.startswith("kem-theo") else f"kem-theo/{path}" for path in mention.paths)
                return replace(regulation, start=mention.start, paths=paths, address=mention.address, inserted=mention.inserted)
        document = read_document(text, link.end()) or (None if "," in link[0] else read_alias(text, link.end()))
        if document is None or (document.listed and not attached):
            continue
        if "," in link[0] and (
            (mention.address and mention.address.this) or (document.self_reference is False and document.number is None)
        ):
            continue
        return replace(mention, end=document.end, document=document)
    return None


def _read_regulation(text: str, position: int) -> Mention | None:
    """Return "Quy chế ... ban hành kèm theo Quyết định số ..." as one mention of the document that carries it."""
    match = _REGULATION.match(text, position)
    if match is not None and _SEVERAL.search(text[max(0, position - 8) : position]):
        return None
    document = read_document(text, match.end()) if match else None
    if match is None or document is None:
        return None
    title = one_line(text[position : match.end("name")])
    return Mention(position, document.end, ("kem-theo",), document, attached=True, attached_title=title)
