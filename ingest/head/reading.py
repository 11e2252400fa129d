"""Putting the parts of the head together and checking them against each other."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from corpus.dates import DATE, date_of
from corpus.model import Evidence, Head, Notice, PageVerdict, PdfKind
from corpus.numbers import parse_number
from corpus.vietnamese import search_key
from ingest.head import bodies
from ingest.head.checks import agrees_with_name, disagreements, signed_by_issuer
from ingest.head.closing import Closing, name_of, read_closing
from ingest.head.letterhead import MOTTO, PARTY, STATE, Letterhead, read_authentication, read_letterhead
from ingest.head.lines import HEAD_LINES, HeadLine, key_of, lines_of
from ingest.head.special import OTHER, Special, read_special
from ingest.head.title import Naming, is_enacting_authority, read_naming
from ingest.reading.syllables import is_syllable
from ingest.source import SourceText


@dataclass(frozen=True, slots=True)
class HeadReading:
    """The head, and where the body begins and ends; what follows ``closing_end`` are attachments."""

    head: Head
    body_start: int
    body_end: int
    closing_end: int
    notices: tuple[Notice, ...] = ()


_IN_FORCE = re.compile(
    r"[cC](?i:ó\s+hiệu\s+lực(?:\s+thi\s+hành)?,?\s+(?:kể\s+)?từ\s+(?P<day>ngày)\s+(?:(?P<signed>(?:được\s+)?(?:ký|ban\s+hành)\b)"
    r"|(?P<passed>(?:được\s+)?(?:[^\d.;]{0,50}\s)?thông\s+qua\b)|(?=\d)))"
)
# Of what it is said: of this document, or of its kind alone at the head of a sentence.
_KIND_WORDS = r"(?:luật|bộ luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư(?: liên tịch)?|chỉ thị|quy định|quy chế)"
_SELF = re.compile(
    rf"(?<!các\s)(?<!những\s)(?:(?P<named>{_KIND_WORDS})\s+này|(?:^|\n|\d\.\s|\.\s)(?P<bare>{_KIND_WORDS})),?\s+$", re.IGNORECASE
)
# Kinds that take the name of what they are issued with, or of what they consolidate.
_ANY_NAME = frozenset({None, "Văn bản hợp nhất", "Khác"})
_SELF_REACH = 40  # code points before "có hiệu lực"


def _is_said_of(own: re.Match[str], kind: str | None) -> bool:
    """Whether "quyết định này" is a document of this kind: a law speaks of decisions that others take."""
    word = " ".join((own["named"] or own["bare"]).lower().split())
    return (
        kind in _ANY_NAME
        or word in {"quy định", "quy chế"}
        or (kind or "").lower().startswith(word)
        or word == f"bộ {kind}".lower()
    )


def _effective(text: str, issued: dt.date | None, passed: dt.date | None, kind: str | None) -> dt.date | None:
    """Return the day of effect stated of the whole document; what is quoted as new text of another one is not its own."""
    for match in _IN_FORCE.finditer(text):
        before = text[max(0, match.start() - _SELF_REACH) : match.start()]
        own = _SELF.search(before)
        if own is None or not _is_said_of(own, kind) or text.rfind("“", 0, match.start()) > text.rfind("”", 0, match.start()):
            continue
        if match["passed"]:
            return passed or issued
        if match["signed"]:
            return issued
        found = DATE.match(text, match.end()) or DATE.match(text, match.start("day"))
        if found:
            return date_of(found)
    return None


def _addressees(lines: list[HeadLine], source: SourceText) -> tuple[str, ...]:
    """Whom an official letter is addressed to ("Kính gửi: ...")."""
    for index, line in enumerate(lines):
        if not line.key.startswith("kinh gui"):
            continue
        paragraph = source.paragraphs[line.paragraph]
        first = re.sub(r"^\s*k[íi]nh\s+g[ửu]i\s*:?\s*", "", source.text[paragraph.start : paragraph.end], flags=re.IGNORECASE)
        out = [first] if first else []
        for following in source.paragraphs[line.paragraph + 1 : line.paragraph + 25]:
            text = source.text[following.start : following.end]
            if not out and _is_right_column(text):
                continue
            if not re.match(r"[-–•+]\s", text):
                break
            out.append(re.sub(r"^[-–•+]\s*", "", text))
        del index
        return tuple(item for raw in out if (item := raw.strip(" .;,-")))
    return ()


def _is_right_column(text: str) -> bool:
    """Whether a paragraph is of the head's right column, which comes behind "Kính gửi:" where that stands in the left one."""
    key = key_of(text)
    return bool(STATE.match(key) or PARTY.match(key) or MOTTO.search(key) or (len(text) < _DATE_LINE and "ngay" in key.split()))


_DATE_LINE = 60  # code points


def _evidence(source: SourceText, line: HeadLine | None, scanned: bool) -> Evidence:
    if line is not None and any(line.start <= s.start < line.end for s in source.stamps):
        return Evidence.STAMP
    return Evidence.OCR if scanned else Evidence.TEXT


_ENACTS = re.compile(
    r"(?:(?:Bộ trưởng|Thống đốc|Chủ nhiệm|Tổng Thanh tra|Chánh án|Viện trưởng|Tổng Kiểm toán)\s+)?(?P<who>[A-ZĐ].{3,70}?)\s+ban\s+hành\s+"
    r"(?:Thông tư|Nghị định|Quyết định|Nghị quyết|Pháp lệnh|Luật|Bộ luật)\b"
)
_PASSED = re.compile(
    r"(?:Luật|Bộ luật|Nghị quyết|Pháp lệnh|Hiến pháp)\s+này\s+(?:đã\s+)?được\s+[^.]{5,160}?thông\s+qua\s+(?:vào\s+)?(?=ngày)",
    re.IGNORECASE,
)


def _enacting(lines: list[HeadLine], naming: Naming) -> str | None:
    """The body that the enacting words name ("Bộ trưởng Bộ ... ban hành Thông tư ..."), for texts without a letterhead."""
    if naming.kind is None or naming.line is None:
        return None
    found = next((m for line in lines[naming.end : naming.end + 60] if (m := _ENACTS.match(line.text))), None)
    return bodies.normal_case(found["who"], "") if found else None


def _passed(text: str, kind: str | None) -> dt.date | None:
    """The day on which a law or resolution was passed, by its own closing words."""
    if kind not in {"Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh", "Hiến pháp"}:
        return None
    days = {date_of(found) for match in _PASSED.finditer(text) if (found := DATE.match(text, match.end()))}
    return days.pop() if len(days) == 1 else None


def _sure(letterhead: Letterhead, source: SourceText) -> Letterhead:
    """Drop what OCR could not read surely; take an unread date from the issuer's own signature."""
    codes = {notice.code for notice in source.notices}
    if "number-unsure" in codes and not (letterhead.number and agrees_with_name(letterhead.number, source.source.name)):
        letterhead = replace(letterhead, number=None)
    if "date-unsure" in codes:
        letterhead = replace(letterhead, date=None)
    if letterhead.date is None and letterhead.date_line is not None:
        letterhead = replace(letterhead, date=_signed_date(letterhead, source), signed=True)
    return letterhead


def _signed_date(letterhead: Letterhead, source: SourceText) -> dt.date | None:
    """The day on which the issuer itself signed, when the year printed on the date line agrees."""
    year = re.search(r"(\d{4})\W*$", letterhead.date_line.text) if letterhead.date_line else None
    days = {
        signature.time.date()
        for signature in source.signatures
        if signature.time and letterhead.issuer and signed_by_issuer(signature, letterhead.issuer)
    }
    day = days.pop() if len(days) == 1 else None
    return day if day and year and int(year[1]) == day.year else None


# A title opens with a capital; the Party's titles open with "về".
_SMALL_OPENINGS = ("về ", "ban hành ", "của ")
_LEAST_SYLLABLES = 0.75  # of a title's words


def _is_torn(title: str, *, subject: bool) -> bool:
    """Whether OCR lost a part of a title: its beginning under a stamp, or its letters; a ``subject`` opens with a small letter."""
    words = [word for word in re.findall(r"[^\W\d_]{2,}", title) if not word.isupper()]
    garbled = bool(words) and sum(map(is_syllable, words)) < _LEAST_SYLLABLES * len(words)
    return garbled or (title[:1].islower() and not subject and not title.startswith(_SMALL_OPENINGS))


def _authority(closing: Closing, source: SourceText) -> str | None:
    """In what capacity the first signer signs; nothing where OCR garbled a word of it."""
    words = re.findall(r"[^\W\d_]{3,}", closing.authority or "")
    return closing.authority if all(map(is_syllable, words)) or not _is_scanned(source) else None


def _signing_person(source: SourceText, issuer: str | None) -> tuple[str, ...]:
    """The one person that signed for the issuer, when the page does not say who signed."""
    names = {
        name
        for signature in source.signatures
        if issuer and signature.signer and search_key(signature.organisation or "") == search_key(issuer)
        if (name := name_of(signature.signer))
    }
    return tuple(names) if len(names) == 1 else ()


def _surely_read(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that OCR read; none of them when one cannot be a name as it stands: the list would be wrong or incomplete."""
    return names if all(is_syllable(part) for name in names for part in name.split()) else ()


def _kind(naming: Naming, letterhead: Letterhead) -> str | None:
    number = parse_number(letterhead.number) if letterhead.number else None
    by_number = number.kind.name if number and number.kind else None
    if by_number and (naming.kind in {None, "Công văn"} or by_number == "Văn bản hợp nhất"):
        return by_number
    if naming.kind is None and letterhead.number and number and number.kind is None and not re.search(r"QH\d", letterhead.number):
        return "Công văn"
    return naming.kind


def _body_start(source: SourceText, lines: list[HeadLine], naming: Naming, letterhead: Letterhead) -> int:
    """Where the running text begins: below the title, the enacting authority and the addressees."""
    end = max(naming.end, letterhead.end)
    while end < len(lines) and (re.fullmatch(r"[\W_]*", lines[end].text) or is_enacting_authority(lines[end])):
        end += 1
    greeting = next((i for i in range(end, min(end + 3, len(lines))) if lines[i].key.startswith("kinh gui")), None)
    if greeting is None and any(line.key.strip(" :") == "kinh gui" for line in lines[:end]):
        greeting = end - 1  # the greeting stands in the left column, the addressees below both
    if greeting is not None:
        last = lines[greeting].paragraph
        while last + 1 < len(source.paragraphs) and _is_addressee(source, last + 1):
            last += 1
        end = next((i for i, line in enumerate(lines) if line.paragraph > last), len(lines))
    return lines[end].start if end < len(lines) else len(source.text)


def _is_addressee(source: SourceText, number: int) -> bool:
    """Whether a paragraph below "Kính gửi:" is one more addressee."""
    paragraph = source.paragraphs[number]
    text = source.text[paragraph.start : paragraph.end]
    if len(text) > 250 or re.match(r"(?:căn cứ|thực hiện|xét)\b", text, re.IGNORECASE):
        return False
    return bool(re.match(r"[-–•+]\s|\(", text)) or (len(text) < 120 and text.endswith(";"))


def read_head(source: SourceText) -> HeadReading:
    """Read the head of a source; never raises for odd content."""
    lines = lines_of(source, 0, HEAD_LINES)
    letterhead = _sure(read_letterhead(lines, source.text), source)
    naming = read_naming(lines, letterhead.end)
    authentication = read_authentication(lines_of(source, 0), source.text) if _is_consolidated(source, letterhead) else None
    if authentication is not None:
        letterhead = replace(authentication, end=letterhead.end)
    if letterhead.number is None:
        special = read_special(lines, source.text)
        if special is not None:
            return _of_special(source, lines, special)
    has_head = letterhead.number is not None or letterhead.end > 0 or naming.kind is not None
    start = _body_start(source, lines, naming, letterhead) if has_head else 0
    every = [*lines, *lines_of(source, HEAD_LINES)]
    first = next((i for i, line in enumerate(every) if line.start >= start), len(every))
    closing = read_closing(every, first, len(source.text)) if has_head else Closing(len(source.text), len(source.text), (), ())
    head, notices = _assemble(source, lines, letterhead, naming, closing)
    return HeadReading(head, start, max(start, closing.body_end), max(start, closing.closing_end), notices)


def _is_consolidated(source: SourceText, letterhead: Letterhead) -> bool:
    return letterhead.number is None and re.search(r"văn\s+bản\s+hợp\s+nhất", source.text, re.IGNORECASE) is not None


def _is_scanned(source: SourceText) -> bool:
    """Whether the head was read by OCR, ours or the scanner's own."""
    read_here = bool(source.pages) and source.pages[0].verdict is PageVerdict.OCR
    return read_here or source.source.kind_of_pdf is PdfKind.SCAN_OCR


def _of_special(source: SourceText, lines: list[HeadLine], special: Special) -> HeadReading:
    """The reading of a document without a regular head; everything below its heading is body."""
    end = len(source.text)
    start = lines[special.end].start if special.end < len(lines) else end
    scanned = _is_scanned(source)
    usual = Evidence.OCR if scanned else Evidence.TEXT
    signer = "; ".join(_surely_read(special.signers) if scanned else special.signers) or None
    named = (
        ("number", special.number),
        ("date", special.date),
        ("issuer", special.issuer),
        ("title", special.title),
        ("signer", signer),
    )
    head = Head(
        OTHER,
        special.number,
        special.date,
        special.issuer,
        special.title,
        signer,
        evidence=tuple((name, usual) for name, value in named if value),
    )
    return HeadReading(head, start, end, end)


def _assemble(
    source: SourceText, lines: list[HeadLine], letterhead: Letterhead, naming: Naming, closing: Closing
) -> tuple[Head, tuple[Notice, ...]]:
    passed = _passed(source.text, naming.kind)
    if letterhead.date is None and letterhead.date_line is None:
        letterhead = replace(letterhead, date=passed)
    issuer = _issuer(lines, letterhead, naming)
    read = _surely_read(closing.signers) if _is_scanned(source) else closing.signers
    signers = read or _signing_person(source, issuer)
    torn = naming.title is not None and _is_scanned(source) and _is_torn(naming.title, subject=naming.kind == "Công văn")
    title = None if torn else naming.title
    head = Head(
        kind=_kind(naming, letterhead),
        number=letterhead.number,
        date=letterhead.date,
        issuer=issuer,
        title=title,
        signer="; ".join(signers) or None,
        effective_date=_effective(source.text, letterhead.date, passed, naming.kind),
        recipients=_addressees(lines, source) + closing.recipients,
        authority=_authority(closing, source) if signers else None,
    )
    head = replace(head, evidence=_where_read(source, head, letterhead, by_signature=bool(signers) and not read))
    return head, disagreements(head, letterhead, naming.kind, source)


def _issuer(lines: list[HeadLine], letterhead: Letterhead, naming: Naming) -> str | None:
    named = bodies.of_symbol(letterhead.number)
    issuer = letterhead.issuer or named or _enacting(lines, naming)
    # Exports print the Government's letterhead over the Prime Minister's decisions; the number decides.
    return named if issuer == "Chính phủ" and named == "Thủ tướng Chính phủ" else issuer


def _where_read(source: SourceText, head: Head, letterhead: Letterhead, *, by_signature: bool) -> tuple[tuple[str, Evidence], ...]:
    """Return where each field of ``head`` was read; ``by_signature``: the signer is known from the digital signature alone."""
    scanned = _is_scanned(source)
    usual = Evidence.OCR if scanned else Evidence.TEXT
    where = {
        "number": _evidence(source, letterhead.number_line, scanned),
        "date": Evidence.SIGNATURE if letterhead.signed else _evidence(source, letterhead.date_line, scanned),
    }
    if by_signature:
        where["signer"] = Evidence.SIGNATURE
    fields = ("kind", "number", "date", "issuer", "title", "signer", "authority", "effective_date", "recipients")
    return tuple((name, where.get(name, usual)) for name in fields if getattr(head, name))
