"""References as people type them: "qđ 407 ttg", "đ b k2 đ5 nđ 09/2017", "chi-thi/07-ct-ttg/2023-03-21#khoan-1".

Order of evidence: (1) a document key with an address behind "#"; (2) a citation as documents write it; (3) short forms: words
without marks, abbreviations of kinds and levels, a number in pieces.

1. ``number`` is canonical where it is whole; else ``partial`` holds what was given of it ("09/2017", "407") with the kind.
2. An address is read whether it stands before or behind the document.
3. What names no document gives ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from corpus.dates import parse_date
from corpus.kinds import kind_named, kind_of_symbol
from corpus.numbers import canonical, parse_number
from corpus.vietnamese import nfc, search_key, unmarked
from ingest.citations.address_list import read_address_list
from ingest.citations.extract import extract_citations


@dataclass(frozen=True, slots=True)
class Reference:
    """What a person asked for. ``body`` is the issuer's symbol of a partial number ("ttg"); ``key`` a whole document key."""

    number: str | None = None
    partial: str | None = None
    kind: str | None = None
    date: str | None = None
    title: str | None = None
    body: str | None = None
    paths: tuple[str, ...] = ()
    key: str | None = None

    @property
    def path(self) -> str:
        """The first address, empty for the whole document."""
        return self.paths[0] if self.paths else ""


_KEY: Final = re.compile(
    r"(?P<key>[a-z-]+/[a-z0-9-]+/(?:\d{4}-\d{2}-\d{2}|khong-ngay)(?:/[a-z0-9-]+)?)(?:#(?P<path>[a-z0-9./~-]+))?"
)
_SHORT_LEVELS: Final = (
    (re.compile(r"(?<!\w)(?:[đd]|[đd]i[eể]m)\s?\.?\s?([a-zđ])(?=\s+k)", re.IGNORECASE), r"điểm \1"),
    (re.compile(r"(?<!\w)k(?:ho[aả]n)?\.?\s?(\d+[a-zđ]?)(?!\w)", re.IGNORECASE), r"khoản \1"),
    (re.compile(r"(?<!\w)(?:[đd]|[đd]i[eề]u)\.?\s?(\d+[a-zđ]{0,2})(?!\w|/)", re.IGNORECASE), r"Điều \1"),
)
# Kinds as they are typed; unmarked, longest first.
_TYPED_KINDS: Final = {
    "thong tu lien tich": "Thông tư liên tịch",
    "quyet dinh": "Quyết định",
    "nghi quyet": "Nghị quyết",
    "nghi dinh": "Nghị định",
    "thong bao": "Thông báo",
    "ke hoach": "Kế hoạch",
    "cong van": "Công văn",
    "cong dien": "Công điện",
    "chi thi": "Chỉ thị",
    "bao cao": "Báo cáo",
    "to trinh": "Tờ trình",
    "thong tu": "Thông tư",
    "phap lenh": "Pháp lệnh",
    "bo luat": "Bộ luật",
    "luat": "Luật",
    "ttlt": "Thông tư liên tịch",
    "ttr": "Tờ trình",
    "nd": "Nghị định",
    "nq": "Nghị quyết",
    "qd": "Quyết định",
    "ct": "Chỉ thị",
    "tt": "Thông tư",
    "kh": "Kế hoạch",
    "cv": "Công văn",
    "tb": "Thông báo",
    "bc": "Báo cáo",
}
_TYPED: Final = re.compile(
    r"(?<!\w)(?P<kind>"
    + "|".join(_TYPED_KINDS)
    + r")?\s*(?:so\s*:?\s*)?(?P<serial>\d{1,5}[a-z]?)(?:\s*[/-]\s*(?P<year>(?:19|20)\d{2}))?"
    r"(?P<symbol>(?:\s*[/-]\s*|\s+)(?!ngay|nam|cua|ve|dieu|khoan|diem|va)[a-z][a-z0-9&]*(?:\s*[-/]\s*[a-z][a-z0-9&]*)*"
    r"|(?:\s+(?!ngay|nam|cua|ve|dieu|khoan|diem|va)[a-z][a-z0-9&]{1,12})+)?(?!\w)"
)
# A short form inside a sentence: a kind that is written out or shortened, and at least the beginning of its number.
_INSIDE: Final = re.compile(
    r"(?<!\w)(?P<kind>"
    + "|".join(_TYPED_KINDS)
    + r")\s*(?:so\s*:?\s*)?(?P<serial>\d{1,5}[a-z]?)(?:\s*[/-]\s*(?P<year>(?:19|20)\d{2}))?"
    r"(?P<symbol>\s*[/-]\s*[a-z][a-z0-9&]*(?:\s*[-/]\s*[a-z][a-z0-9&]*)*|\s+[a-z]{2,8})?(?![\w/])"
)
# Behind a bare serial these make it a count ("quyết định 2 lần", "kế hoạch 5 năm").
_COUNTED: Final = re.compile(
    r"\s*(?:%|(?:ngay|nam|thang|quy|tuan|gio|phut|lan|nguoi|dong|trieu|ty|muc|dieu|khoan|buoc|noi dung|nhiem vu)(?!\w))"
)
_LONGEST_SERIAL: Final = 5  # digits of a number that stands alone
_SMALL_LAW: Final = re.compile(r"(?<!\w)(?:bộ luật|luật|pháp lệnh|nghị định|thông tư|quyết định|nghị quyết|chỉ thị)(?!\w)")
_LONE_YEAR: Final = re.compile(r"(?:19|20)\d{2}")


def read_reference(text: str) -> Reference | None:
    """Return what ``text`` refers to, or ``None`` when it names no document."""
    text = nfc(text).strip()
    key = _KEY.fullmatch(text)
    if key is not None:
        return _from_key(key)
    number = None if " " in text else parse_number(text)
    if number is not None and (number.party or number.kind is not None):
        return Reference(number=str(number), kind=number.kind.name if number.kind else None, body=number.body)
    if text.isdigit() and len(text) <= _LONGEST_SERIAL:
        return Reference(partial=text)
    return _from_citation(text) or _from_citation(_SMALL_LAW.sub(_capital, text)) or _from_short_form(text)


def short_references(text: str) -> Iterator[tuple[int, int, Reference]]:
    """Yield the documents that ``text`` names in short forms with a kind ("NĐ 49/2026", "quyết định 299"), each with its place."""
    plain = unmarked(text.lower())
    if len(plain) != len(text):  # pragma: no cover - letters that change their number with their case
        return
    at = 0
    while (match := _INSIDE.search(plain, at)) is not None:
        symbol = match["symbol"] or ""
        if symbol[:1] == " " and "/" not in symbol and not text[match.start("symbol") : match.end()].strip().isupper():
            match = _INSIDE.fullmatch(plain, match.start(), match.start("symbol")) or match
        at = match.end()
        is_bare = not (match["year"] or match["symbol"])
        if is_bare and (_LONE_YEAR.fullmatch(match["serial"]) or _COUNTED.match(plain, at)):
            continue
        reference = _typed(match)
        if reference is not None:
            yield match.start(), at, reference


def _capital(match: re.Match[str]) -> str:
    return match[0][0].upper() + match[0][1:]


def _from_key(match: re.Match[str]) -> Reference:
    parts = match["key"].split("/")
    kind = kind_named(parts[0].replace("-", " "))
    date = parts[2] if parts[2] != "khong-ngay" else None
    paths = (match["path"],) if match["path"] else ()
    return Reference(kind=kind.name if kind else None, date=date, paths=paths, key=match["key"])


def _from_citation(text: str) -> Reference | None:
    """Read a citation as documents write it; an address may also stand behind the document."""
    found = [c for c in extract_citations(text) if (c.number or c.title) and not c.self_reference]
    if len(found) != 1:
        return None
    cited = found[0]
    whole = cited.number and parse_number(cited.number)
    rest = text[: cited.start] + " " + text[cited.end :]
    paths = cited.provisions or _paths_in(rest)
    reference = Reference(kind=cited.kind, date=cited.date, paths=paths)
    if cited.number:
        return replace(reference, number=cited.number) if whole else replace(reference, partial=cited.number)
    return replace(reference, title=cited.title)


def _paths_in(text: str) -> tuple[str, ...]:
    """Return the addresses in words that may be shortened ("đ b k2 đ5")."""
    for pattern, full in _SHORT_LEVELS:
        text = pattern.sub(full, text)
    match = re.search(r"(?<!\w)(?:các\s+)?(?:điểm|khoản|[Đđ]iều|[Mm]ục|[Cc]hương|[Pp]hụ\s+lục)\s", text)
    address = read_address_list(text, match.start()) if match else None
    return address.paths if address else ()


def _from_short_form(text: str) -> Reference | None:
    paths = _paths_in(text)
    rest = text
    for pattern, _ in _SHORT_LEVELS:
        rest = pattern.sub(" ", rest)
    rest = re.sub(r"(?i)(?<!\w)(?:điểm|diem)\s+[a-zđ](?!\w)", " ", rest)
    date = parse_date(rest)
    plain = unmarked(search_key(re.sub(r"(?i)ngày.*$", " ", rest)))
    for match in _TYPED.finditer(plain):
        if _LONE_YEAR.fullmatch(match["serial"]) and not (match["kind"] or match["symbol"]):
            continue
        reference = _typed(match)
        if reference is not None:
            return replace(reference, date=date.isoformat() if date else None, paths=paths)
    return None


def _typed(match: re.Match[str]) -> Reference | None:
    """Return the reference of kind, serial, year and symbol in pieces; the number is whole if the pieces make one."""
    kind = _TYPED_KINDS.get(match["kind"] or "")
    serial, year = match["serial"].upper(), match["year"]
    symbol = re.sub(r"\s*[-/]\s*|\s+", "-", (match["symbol"] or "").strip(" -/"))
    if symbol:
        first = kind_of_symbol(symbol.split("-")[0])
        found = kind_named(kind) if kind else None
        if first is None and found is not None and found.symbol:
            symbol = f"{found.symbol}-{symbol}"
        middle = f"/{year}" if year else ""
        number = canonical(f"{serial}{middle}/{symbol.upper() if '-' in symbol else symbol}")
        known = parse_number(number) if number else None
        if known is not None:
            named = known.kind.name if known.kind else None
            return Reference(number=number, kind=kind or named, body=known.body)
    if kind is None and year is None:
        return None
    if kind == "Nghị định" and year:
        return Reference(number=canonical(f"{serial}/{year}/NĐ-CP"), kind=kind, body="CP")
    return Reference(partial=f"{serial}/{year}" if year else serial, kind=kind)
