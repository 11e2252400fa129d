"""Documents without the head of Nghị định 30/2020/NĐ-CP: what is attached to another document, treaties, case law.

Evidence: the line "(Kèm theo Nghị định số ... của ...)" below an appendix's heading, "GIỮA ... VÀ ..." of a treaty with its closing
"Làm tại ... ngày ...", "ÁN LỆ SỐ ..." with the words on its adoption. Number and date of the carrying document are never taken for
the attachment's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.dates import DATE, date_of
from corpus.numbers import canonical
from corpus.vietnamese import unmarked
from ingest.head import bodies
from ingest.head.closing import name_of
from ingest.head.lines import HeadLine, is_capitals, joined

OTHER = "Khác"


@dataclass(frozen=True, slots=True)
class Special:
    """What such a document states; ``end`` is the index of the first line below its heading."""

    number: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    signers: tuple[str, ...] = ()
    end: int = 0


_CARRIER = re.compile(
    r"kem\s+theo\s+(?:cong\s+van|nghi\s+dinh|nghi\s+quyet|thong\s+tu|quyet\s+dinh|ke\s+hoach|chi\s+thi|luat|van\s+ban|to\s+trinh|bao\s+cao)\b"
)
_OWNER = re.compile(r"\bcua\s+(?P<who>[^()]{4,120}?)\s*[)\]]")
_APPENDIX = re.compile(r"(?:p\w{1,2}\s*luc|mau(?:\s+so)?)\b", re.IGNORECASE)
_HEADING_REACH = 16


def _plain(text: str) -> str:
    return unmarked(text).lower()


def _owner(text: str, number: str | None) -> str | None:
    match = _OWNER.search(_plain(text))
    if match:
        who = text[match.start("who") : match.end("who")].strip(" .,;")
        who = re.sub(r"^bộ trưởng\s+(?=bộ)", "", who, flags=re.IGNORECASE)
        who = re.sub(r"^(?:Tổng Giám đốc|Giám đốc|Cục trưởng|Thống đốc)\s+", "", who)
        return bodies.normal_case(who, "")
    return bodies.of_symbol(number)


def _carrier_number(text: str) -> str | None:
    match = re.search(r"s[ốo]\s*:?\s*(\d+/[\w/Đđ-]+(?:\s?-\s?[\wĐđ]+)*)", text)
    return canonical(match[1]) if match else None


def _is_noisy(heading: Sequence[HeadLine]) -> bool:
    """Whether a heading in capitals opens with what is none: specks and seal edges that OCR took for letters."""
    return bool(heading) and is_capitals(heading[0].text[4:]) and not is_capitals(heading[0].text[:4])


def attached(lines: Sequence[HeadLine], text: str) -> Special | None:
    """Read the heading of an appendix or of a text issued with another document."""
    at = next((i for i, line in enumerate(lines[:_HEADING_REACH]) if _CARRIER.search(_plain(line.text))), None)
    if at is None or not re.match(r"\W{0,12}(?:ban\s+hanh\s+)?\w{0,3}", _plain(lines[at].text)):
        return None
    above = lines[:at]
    opens = next((i for i, line in enumerate(above) if _APPENDIX.match(line.key)), None)
    if opens is None and not (above and all(is_capitals(line.text) for line in above if len(line.text) > 3)):
        return None
    heading = [line for line in above[(opens + 1 if opens is not None else 0) :] if len(re.findall(r"\w", line.text)) > 3]
    if opens is None and len(heading) > 1 and bodies.is_name(heading[0].text):
        heading = heading[1:]
    note = joined(lines[at : at + 3])
    stop = at + 1 + next((i for i, line in enumerate(lines[at : at + 4]) if ")" in line.text), 0)
    title = (
        re.sub(r"^(?:\S{1,3}\s+){1,3}(?=[^\W\d_a-z]{3})", "", joined(heading).strip(" ."))
        if _is_noisy(heading)
        else joined(heading).strip(" .")
    )
    return Special(issuer=_owner(note, _carrier_number(note)), title=title or None, end=stop)


_TREATY = re.compile(r"(?:hiep dinh|nghi dinh thu|thoa thuan|hiep uoc|cong uoc|ban ghi nho|ban thoa thuan)\b")
_PARTIES = re.compile(
    r"(?P<a>Chính phủ nước .{5,80}?) và (?P<b>Chính\W?phủ nước .{5,80}?)\s*(?:\(|,?\s*(?:sau|dưới) đây|;|,\s*trên)", re.DOTALL
)
_DONE_AT = re.compile(r"(?:làm|k\s?ý|ký kết)\s+tại\s+[^.\n]{2,40}?,?\s*(?:vào\s+)?(?=ngày)", re.IGNORECASE)


def treaty(lines: Sequence[HeadLine], text: str) -> Special | None:
    """Read an agreement between governments."""
    if not lines or not _TREATY.match(lines[0].key) or not is_capitals(lines[0].text):
        return None
    heading: list[HeadLine] = []
    for line in lines[:20]:
        letters = len(re.findall(r"\w", line.text))
        if letters < 2:
            continue
        if not is_capitals(line.text) or (heading and heading[0].page != line.page):
            break
        heading.append(line)
    if not any(re.fullmatch(r"g[iì]\w?[ưu]?\w?a|giua", line.key) or " giua " in f" {line.key} " for line in heading):
        return None
    flat = text.replace("\n", " ")
    parties = _PARTIES.search(flat[:4000])
    issuer = f"{parties['a']}; {parties['b'].replace('Chính-phủ', 'Chính phủ')}" if parties else None
    return Special(None, _done(flat), issuer, joined(heading).strip(" ."), _signed_names(text), lines.index(heading[-1]) + 1)


def _done(flat: str) -> dt.date | None:
    for match in _DONE_AT.finditer(flat):
        found = DATE.match(flat, match.end())
        if found:
            return date_of(found)
    return None


def _signed_names(text: str) -> tuple[str, ...]:
    found = re.findall(r"[ĐD]ã ký\s*:\s*([^\n:]{4,40}?)(?=\s+[ĐD]ã ký|\n|$)", text)
    return tuple(name for raw in found if (name := name_of(raw)))


_CASE = re.compile(r"an le so\s*:?\s*(?P<number>\d{1,3}\s*/\s*\d{4}\s*/\s*al)")
_ADOPTED = re.compile(r"Được\s+(?P<who>[^.;]{5,90}?)\s+thông qua\s+(?:vào\s+)?(?=ngày)", re.IGNORECASE)


def case_law(lines: Sequence[HeadLine], text: str) -> Special | None:
    """Read an án lệ: its number, subject, and the body and day of its adoption."""
    at = next((i for i, line in enumerate(lines[:6]) if _CASE.match(line.key)), None)
    if at is None:
        return None
    match = _CASE.match(lines[at].key)
    number = canonical(match["number"].upper()) if match else None
    end = next((i for i in range(at + 1, min(len(lines), at + 12)) if lines[i].key.startswith("duoc ")), at + 1)
    flat = text[:3000].replace("\n", " ")
    adopted = _ADOPTED.search(flat)
    date = DATE.match(flat, adopted.end()) if adopted else None
    issuer = bodies.normal_case(adopted["who"], flat) if adopted else None
    return Special(number, date_of(date) if date else None, issuer, joined(lines[at + 1 : end]).strip(" .") or None, (), end)


_READERS: tuple[Callable[[Sequence[HeadLine], str], Special | None], ...] = (case_law, treaty, attached)


def read_special(lines: Sequence[HeadLine], text: str) -> Special | None:
    """Return what a document without a regular head states, or ``None``."""
    return next((found for reader in _READERS if (found := reader(lines, text))), None)
