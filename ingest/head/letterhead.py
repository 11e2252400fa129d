"""Number, date and issuer of the two-column head (Nghị định 30/2020/NĐ-CP, boxes 1-4).

Anchors: the national name and motto (or the Party's name), the line "Số: ...", the line "..., ngày ... tháng ... năm ...". The issuer
stands above the number in the left column: the superior body first, the body in whose name it is issued last.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.dates import make_date
from corpus.numbers import canonical, parse_number
from corpus.vietnamese import unmarked
from ingest.head import bodies
from ingest.head.lines import HeadLine, is_capitals, key_of
from ingest.head.title import kind_of_line

STATE = re.compile(r"(?:\w{1,4}\W+)?(?:c\wng h\wa x\w h\wi|cong hoa xa)")
PARTY = re.compile(r"(?:\w{1,4}\W+)?dang cong san viet nam")
MOTTO = re.compile(r"doc lap\b.{0,5}tu do|hanh phuc$")
_NUMBER = re.compile(r"^(?:lu[âa]t|bo luat|nghi quyet|phap lenh)?\s*so\s*(?:[:;.,]\s*(?=\S)|(?=\d))", re.IGNORECASE)
# Text layers break the words of the date line ("th áng").
_BROKEN = ((re.compile(r"n\s?g\s?[àa]\s?y", re.IGNORECASE), "ngày"), (re.compile(r"t\s?h\s?[áa]\s?n\s?g", re.IGNORECASE), "tháng"),
           (re.compile(r"n\s?[ăa]\s?m(?=\s*\d)", re.IGNORECASE), "năm"))  # fmt: skip
_DATE = re.compile(
    r"ng[aà]y\s*(?P<day>[\d .]{0,4}?)\s*th[aá]ng\s*(?P<month>[\d .]{0,4}?)\s*n[aă]m\s*(?P<year>\d[\d ]{3,4})", re.IGNORECASE
)
_GAP_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\d)")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the document's name; ``end`` is the index of the first line below it; ``signed``: the date is the signature's."""

    number: str | None
    number_line: HeadLine | None
    date: dt.date | None
    date_line: HeadLine | None
    issuer: str | None
    superior: str | None
    end: int
    signed: bool = False


def read_number(text: str) -> str | None:
    """Return the canonical number of a "Số: ..." line without its first words; blanks inside are closed."""
    tidy = _GAP_IN_NUMBER.sub("", text.strip())
    tidy = re.split(r"\s+(?=V/v)|\s{2,}|,\s|;\s", tidy)[0]
    found = canonical(tidy)
    if found:
        return found
    match = re.match(r"\d{1,5}[a-zA-Z]?\s*/\s*(?:\d{4}\s*/\s*)?[\wĐđƯư]+(?:\s*[-–—&.]\s*[\wĐđƯư]+)*", tidy)
    return canonical(match[0]) if match else None


def _find_number(lines: Sequence[HeadLine]) -> tuple[int, str] | None:
    for index, line in enumerate(lines):
        match = _NUMBER.match(line.key)
        if not match:
            continue
        rest = line.text[match.end() + len(line.text) - len(line.key) :]
        number = read_number(rest)
        if number and index + 1 < len(lines) and re.search(r"[-–/]\s*$", rest):
            number = read_number(rest + lines[index + 1].text) or number
        if number and parse_number(number):
            return index, number
    return None


def _whole(text: str) -> str:
    for pattern, word in _BROKEN:
        text = pattern.sub(word, text)
    return text


def read_date(text: str) -> dt.date | None:
    """Return the date of a line "..., ngày ... tháng ... năm ..."; ``None`` when a part is missing."""
    match = _DATE.search(_whole(text))
    if not match:
        return None
    day, month, year = (re.sub(r"\D", "", match[name]) for name in ("day", "month", "year"))
    return make_date(year[:4], month, day) if day and month and len(year) == 4 else None


# "Hà Nội, ngày ... tháng ... năm 2024" and nothing else on the line; OCR may garble what stands between.
_PLACE_LINE = re.compile(r"\W*[^\d,:;()]{2,32}[,.]?\s*ng[aà]y.{0,10}?th[aáăâ]\w{0,2}ng?.{0,8}?n[aăâ]m\s*\d{4}\W*$", re.IGNORECASE)


def _is_place_line(line: HeadLine) -> bool:
    return bool(_PLACE_LINE.match(_whole(line.text))) and not line.key.startswith(("can cu", "ngay"))


def _find_date(lines: Sequence[HeadLine]) -> int | None:
    return next((i for i, line in enumerate(lines) if _is_place_line(line)), None)


# "UBND TỈNH HOA LƯ SỞ TƯ PHÁP": exports write the two lines of a letterhead as one.
_STACKED = re.compile(r"(?<=\S)\s+(?=(?:SỞ|CHI CỤC|CỤC|TỔNG CỤC|BAN QUẢN LÝ)\s)")


def _stacked(line: HeadLine) -> list[HeadLine]:
    """Return a letterhead line, cut where it goes on from a superior body with its own words to the issuer."""
    cut = _STACKED.search(line.text)
    if cut is None or not bodies.begins_body(line.key, "") or len(line.text[: cut.start()].split()) < _LEAST_SUPERIOR:
        return [line]
    above, own = line.text[: cut.start()], line.text[cut.end() :]
    return [replace(line, text=above, key=key_of(above)), replace(line, text=own, key=key_of(own))]


_LEAST_SUPERIOR = 3  # words of "BỘ NỘI VỤ", the shortest superior body


def _bodies_above(lines: Sequence[HeadLine]) -> list[str]:
    """The bodies named by the letterhead's lines, superior first."""
    names: list[str] = []
    before = ""
    for line in [piece for whole in lines for piece in _stacked(whole)]:
        text = line.text.strip(" *_-–—.|:;")
        key = line.key.strip(" *_-.|:;")
        if not key:
            continue
        if not names or bodies.begins_body(key, before):
            names.append(text)
        else:
            names[-1] = f"{names[-1]} {text}"
        before = line.key.strip()
    return names


_LONGEST_NAME = 90  # code points of one body's line; several bodies joined by dashes may stand on one line


def _is_letterhead_line(line: HeadLine) -> bool:
    if STATE.match(line.key) or PARTY.match(line.key) or MOTTO.search(line.key) or _is_place_line(line) or _NUMBER.match(line.key):
        return False
    return is_capitals(line.text) and (len(line.text) < _LONGEST_NAME or _joint([line]) != [])


def _joint(lines: Sequence[HeadLine]) -> list[str]:
    """Bodies of a joint document stand in one letterhead, divided by dashes; empty for one body."""
    whole = " ".join(line.text.strip() for line in lines)
    if not re.search(r"\s[-–—](?:\s|$)", whole):
        return []
    parts = [part.strip(" *_.") for part in re.split(r"\s+[-–—](?:\s+|$)", whole)]
    parts = [part for part in parts if part]
    return parts if len(parts) > 1 and all(bodies.begins_body(key_of(part), "") for part in parts) else []


def _place(superior: str) -> str | None:
    """The territory that a superior body's name ends with ("UBND TỈNH LÀO CAI" -> "tỉnh Lào Cai")."""
    match = re.search(r"(?:tỉnh|thành phố|huyện|quận|xã|phường|đặc khu)\s+.+$", superior, re.IGNORECASE)
    return match[0] if match else None


def issuer_of(lines: Sequence[HeadLine], text: str) -> tuple[str | None, str | None]:
    """Return issuer and superior body in normal case from the lines of a letterhead."""
    joint = _joint(lines)
    if joint:
        return "; ".join(bodies.normal_case(name, text) for name in joint), None
    names = _bodies_above(lines)
    while names and not bodies.begins_body(key_of(names[0]), ""):
        names.pop(0)
    if not names:
        return None, None
    issuer = bodies.normal_case(names[-1], text)
    superior = bodies.normal_case(names[-2], text) if len(names) > 1 else None
    place = _place(superior) if superior else None
    if place and re.match(r"(?:Sở|Chi cục|Ban|Thanh tra|Văn phòng)\b", issuer) and place.lower() not in issuer.lower():
        issuer = f"{issuer} {place}"
    return issuer, superior


_AUTHENTICATED = re.compile(r"xac thuc van ban hop nhat")
_AUTHENTICATION_REACH = 6  # lines around the words in which number, day and body of a consolidated text stand


def read_authentication(lines: Sequence[HeadLine], text: str) -> Letterhead | None:
    """Read number, day and issuer of a consolidated text where they stand with its authentication below the last clause.

    Its head is that of the act that was consolidated (Pháp lệnh 01/2012/UBTVQH13), whose number is not its own.
    """
    at = next((i for i in range(len(lines) - 1, -1, -1) if _AUTHENTICATED.search(unmarked(lines[i].text).lower())), None)
    if at is None:
        return None
    first = max(0, at - _AUTHENTICATION_REACH)
    near = lines[first : at + _AUTHENTICATION_REACH]
    found = _find_number(near)
    number = parse_number(found[1]) if found else None
    if found is None or number is None or number.kind is None or number.kind.name != "Văn bản hợp nhất":
        return None
    place = _find_date(near)
    date_line = near[place] if place is not None else None
    above = [line for line in near[: found[0]] if _is_letterhead_line(line)][-_LEAST_SUPERIOR:]
    issuer, superior = issuer_of(above, text)
    date = read_date(date_line.text) if date_line else None
    return Letterhead(found[1], near[found[0]], date, date_line, issuer, superior, 0)


def read_letterhead(lines: Sequence[HeadLine], text: str) -> Letterhead:
    """Read number, date and issuer from the first lines of a document."""
    found = _find_number(lines)
    date_index = _find_date(lines[: (found[0] + 25) if found else 40])
    flag = next((i for i, line in enumerate(lines[:40]) if STATE.match(line.key) or PARTY.match(line.key)), None)
    named = next((i for i, line in enumerate(lines[:40]) if kind_of_line(line)), None)
    stop = min(found[0], named) if found and named else found[0] if found else flag
    if stop is None:
        return Letterhead(None, None, None, None, None, None, 0)
    number_line = lines[found[0]] if found else None
    head = [line for line in lines[:stop] if _is_letterhead_line(line)]
    if number_line is not None and number_line.left:
        head = [line for line in head if line.left is not False]
    elif flag is not None and lines[flag].left is not None:
        head = [line for line in head if line.x1 <= lines[flag].x0 + 20]
    issuer, superior = issuer_of(head, text)
    date_line = lines[date_index] if date_index is not None else None
    date = read_date(date_line.text) if date_line else None
    end = 1 + max(i for i in (found[0] if found else None, date_index, flag) if i is not None)
    return Letterhead(found[1] if found else None, number_line, date, date_line, issuer, superior, end)
