"""The documents that a question names, and whether they are stored: "theo 3686/UBND-XD", "NĐ 49/2026", "kế hoạch triển khai Chỉ thị 07".

Order of evidence: citations as documents write them; numbers that stand alone; a kind with the beginning of a number; a law by its
title where the question says "theo". A stored document of the same serial and symbol is taken when only signs differ
("3163/KHBCT"), one without a number when its file's name bears the number.

1. Every mention keeps its words, so that they are not searched for as a topic.
2. A whole number that no stored document bears is ``absent``; what is only the beginning of a number is never said to be.
3. A number with another day is no match; the stored ones are told as ``others``.
4. Of "kế hoạch triển khai Chỉ thị 07/CT-TTg" the plans that cite the directive are meant; what describes a document that is named
   itself ("Kế hoạch 3163/KH-BCT triển khai Chỉ thị 07/CT-TTg") names no further one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from app.relations.referring import stored_documents
from corpus.catalogue import Catalogue
from corpus.kinds import KINDS, kind_named
from corpus.model import DocumentSummary
from corpus.numbers import Number, canonical, number_key, parse_number
from corpus.vietnamese import search_key, slug, unmarked
from ingest.citations import extract_citations
from ingest.citations.references import Reference, short_references

_MOST: Final = 5  # stored documents that the beginning of a number may mean
_BARE: Final = re.compile(r"(?<![\w/.:-])\d{1,5}[A-Za-z]?(?:/(?:19|20)\d\d)?/[A-Za-zĐđ][\w&]*(?:[-/][\w&]+)*")
_BY: Final = re.compile(r"(?:theo|tại|trong|của)\s+(?:(?:quy định|nội dung|điều|khoản|điểm)\s+(?:\w+\s+){0,3}?)?$")
_YEAR: Final = re.compile(r"\s*,?\s*(?:ban hành\s+)?năm\s+(?P<year>(?:19|20)\d\d)(?!\w)")
_KIND_NAMES: Final = "|".join(sorted((search_key(k.name) for k in KINDS if k.name != "Khác"), key=len, reverse=True))
_CARRIES: Final = (
    r"(?:triển khai|thực hiện|hướng dẫn|thi hành|cụ thể hóa|phổ biến|quán triệt)(?:\s+(?:thực hiện|thi hành|nội dung|việc))*\s*$"
)
_CARRIER: Final = re.compile(rf"\b(?P<kind>{_KIND_NAMES})(?:\s+[^\W\d]+){{0,8}}?\s+{_CARRIES}")
_DESCRIBES: Final = re.compile(rf"^[\s,]*(?:(?:về )?việc\s+)?{_CARRIES}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that a question names: its words, its number where it is whole, the stored documents that it may be.

    ``others`` are stored documents of the number with another day; ``through`` says that documents citing the named one are meant.
    """

    quote: str
    number: str | None
    documents: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    through: bool = False

    @property
    def absent(self) -> bool:
        """Whether the number is whole and no stored document bears it."""
        return bool(self.number) and not self.documents


_Place = tuple[int, int, Reference]


def mentions_in(catalogue: Catalogue, text: str) -> tuple[Mention, ...]:
    """Return the documents that ``text`` names, in order."""
    found: list[Mention] = []
    last = 0
    for start, end, reference in sorted(_places(text), key=lambda place: place[:2]):
        if start < last:
            continue
        between = search_key(text[last:start])
        if found and not found[-1].through and _DESCRIBES.match(between):
            found.append(Mention(text[start:end], None))
        else:
            found += _mention(catalogue, text, start, end, reference)
        last = end
    return tuple(found)


def _places(text: str) -> Iterator[_Place]:
    """Yield what names a document, the surest reading of a place first."""
    taken: list[tuple[int, int]] = []
    for start, end, reference in (*_cited(text), *_bare(text), *short_references(text)):
        if all(end <= begun or start >= ended for begun, ended in taken):
            taken.append((start, end))
            yield start, end, reference


def _cited(text: str) -> Iterator[_Place]:
    for one in extract_citations(text):
        if one.self_reference or not (one.number or one.title):
            continue
        if one.number is None:
            if _BY.search(search_key(text[: one.start])):
                yield one.start, one.end, Reference(title=one.title, date=one.date, kind=one.kind)
        elif parse_number(one.number):
            yield one.start, one.end, Reference(number=one.number, date=one.date, kind=one.kind)


def _bare(text: str) -> Iterator[_Place]:
    for match in _BARE.finditer(text):
        number = parse_number(match.group())
        if number is not None:
            yield match.start(), match.end(), Reference(number=str(number), kind=number.kind.name if number.kind else None)


def _mention(catalogue: Catalogue, text: str, start: int, end: int, reference: Reference) -> list[Mention]:
    number = reference.number
    carrier = _CARRIER.search(text[:start].lower())
    if carrier and number and (carrying := _carrying(catalogue, number, carrier["kind"])):
        return [Mention(text[carrier.start() : end], None, carrying, through=True)]
    year = _YEAR.match(text[end:].lower())
    if year and not reference.date:
        reference, end = replace(reference, date=year["year"]), end + year.end()
    quote = text[start:end]
    stored = _kept(stored_documents(catalogue, reference), reference)
    if number and not stored and not catalogue.by_number(number_key(number)):
        stored = _kept(_alike(catalogue, number), reference) or _filed(catalogue, number)
    keys = tuple(document.key for document in stored)
    if number is None:
        whole = stored[0].number if len(stored) == 1 else None
        return [Mention(quote, whole, keys)] if 0 < len(keys) <= _MOST else []
    others = () if keys else tuple(document.key for document in catalogue.by_number(number_key(number)))
    return [Mention(quote, canonical(number) or number, keys, others)]


def _kept(documents: Sequence[DocumentSummary], reference: Reference) -> tuple[DocumentSummary, ...]:
    """Return the documents of the day that the question gives, if it gives one."""
    day = reference.date
    return tuple(d for d in documents if not day or d.date is None or d.date.isoformat().startswith(day))


def _filed(catalogue: Catalogue, number: str) -> tuple[DocumentSummary, ...]:
    """Return the documents whose number could not be read and whose file is named by this one ("CV-2265-BCT-ATMT.pdf")."""
    wanted = set(slug(number).split("-"))
    found = []
    for document in catalogue.summaries():
        if document.number is None and (origin := catalogue.origin_of(document.key)):
            found += [document] if wanted <= set(slug(PurePath(origin[0]).stem).split("-")) else []
    return tuple(found)


def _carrying(catalogue: Catalogue, number: str, kind: str) -> tuple[str, ...]:
    """Return the stored documents of a kind that cite a number."""
    keys = dict.fromkeys(key for key, _ in catalogue.citations_to(number_key(number)))
    wanted = kind_named(kind)
    summaries = (catalogue.summary(key) for key in keys)
    return tuple(d.key for d in summaries if d and wanted and kind_named(d.kind or "") == wanted)


def _alike(catalogue: Catalogue, number: str) -> tuple[DocumentSummary, ...]:
    """Return the stored documents of the same serial and letters, the year left out on one side at most."""
    asked = parse_number(number)
    if asked is None:
        return ()
    serial = number_key(number).partition("-")[0]
    return tuple(d for d in catalogue.numbered_from(serial) if (own := parse_number(d.number or "")) and _is_alike(own, asked))


def _is_alike(own: Number, asked: Number) -> bool:
    years = own.year is None or asked.year is None or own.year == asked.year
    return years and _letters(own.symbol) == _letters(asked.symbol)


def _letters(symbol: str) -> str:
    return re.sub(r"\W", "", unmarked(symbol)).upper()
