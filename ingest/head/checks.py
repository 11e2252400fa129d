"""Number and date of a head against everything else that states them: stamps, the signing time, the symbol, the file's name.

A wrong number or date is a wrong citation, so that every disagreement is told, and none is settled silently: the page's own value
stays (a stamp over the print is the page's value), the other one is in the notice.

1. A file's name is no evidence of its own: it confirms an unsure reading or contradicts one, and never gives a value.
2. A digital signature counts only if the issuer made it; receiving offices sign what they pass on.
3. Without a second statement there is nothing to tell.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath

from corpus.dates import make_date, print_date
from corpus.model import Head, Notice
from corpus.numbers import parse_number
from corpus.vietnamese import search_key, unmarked
from ingest.head.letterhead import Letterhead
from ingest.head.lines import HeadLine
from ingest.source import Signature, SourceText, Stamp

# Documents are signed on their day of issue or within some days of it.
_SIGNING_SPAN = dt.timedelta(days=10)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NAMED_DAY = re.compile(r"(?<!\d)(\d{1,2})[-._](\d{1,2})[-._]((?:19|20)\d{2})(?!\d)")
# Kinds whose own name stands above a number of another symbol: laws have none, consolidated texts keep the law's name.
_NO_SYMBOL = frozenset({"Luật", "Bộ luật", "Hiến pháp", "Pháp lệnh", "Công văn", "Văn bản hợp nhất", "Khác"})


def impossible_order(head: Head) -> tuple[Notice, ...]:
    """Return a notice where the day of effect stands before the day of issue: one of both is a slip, or the act looks back."""
    if head.date is None or head.effective_date is None or head.effective_date >= head.date:
        return ()
    message = (
        f"Ngày có hiệu lực {print_date(head.effective_date)} đứng trước ngày ban hành {print_date(head.date)}; "
        "hãy đối chiếu với bản gốc (ghi nhầm ngày, hoặc văn bản có hiệu lực trở về trước)."
    )
    return (Notice("effect-before-issue", message, 1),)


def signed_by_issuer(signature: Signature, issuer: str) -> bool:
    """Whether the issuer itself made a digital signature."""
    names = (signature.signer or "", signature.organisation or "")
    return any(search_key(name) == search_key(issuer) for name in names)


def disagreements(head: Head, letterhead: Letterhead, named: str | None, source: SourceText) -> tuple[Notice, ...]:
    """Return a notice for every statement of number, date or kind that contradicts the head; ``named`` is the kind in words."""
    found = (
        _signing_time(head, source),
        *_stamped(letterhead, source),
        _symbol(head, named),
        _year(head),
        _file_number(head, source.source.name),
        _file_date(head, source.source.name),
    )
    return tuple(notice for notice in found if notice is not None)


def _signing_time(head: Head, source: SourceText) -> Notice | None:
    if head.date is None or head.issuer is None:
        return None
    days = {s.time.date() for s in source.signatures if s.time and signed_by_issuer(s, head.issuer)}
    if not days or min(abs(day - head.date) for day in days) <= _SIGNING_SPAN:
        return None
    signed = ", ".join(print_date(day) for day in sorted(days))
    message = f"Ngày ban hành đọc được là {print_date(head.date)} nhưng chữ ký số ghi {signed}; hãy đối chiếu với bản gốc."
    return Notice("date-disagrees", message, 1)


def _stamped(letterhead: Letterhead, source: SourceText) -> list[Notice]:
    """Tell where a stamp was put over other digits that were already printed ("tháng 5" over "4")."""
    out = []
    for what, line in (("số, ký hiệu", letterhead.number_line), ("ngày ban hành", letterhead.date_line)):
        for stamp in _on(line, source.stamps):
            before = re.sub(r"\D", "", stamp.covered)
            if before and before.lstrip("0") != re.sub(r"\D", "", stamp.text).lstrip("0"):
                message = f"Ở {what}, bản in sẵn ghi “{before}”, chữ đóng khi ký ghi “{stamp.text}”; lấy theo chữ đóng khi ký."
                out.append(Notice("stamp-overrides", message, stamp.page))
    return out


def _on(line: HeadLine | None, stamps: tuple[Stamp, ...]) -> list[Stamp]:
    return [stamp for stamp in stamps if line is not None and line.start <= stamp.start < line.end]


def _symbol(head: Head, named: str | None) -> Notice | None:
    number = parse_number(head.number) if head.number else None
    by_number = number.kind.name if number and number.kind else None
    if (
        by_number is None
        or named is None
        or by_number == named
        or {by_number, named} & _NO_SYMBOL
        or number is None
        or number.party
    ):
        return None
    if by_number.removesuffix(" liên tịch") == named.removesuffix(" liên tịch"):
        return None
    message = f"Văn bản là {named} nhưng số {head.number} mang ký hiệu của {by_number}; hãy đối chiếu với bản gốc."
    return Notice("kind-disagrees", message, 1)


def _year(head: Head) -> Notice | None:
    number = parse_number(head.number) if head.number else None
    if number is None or not number.year or head.date is None or int(number.year) == head.date.year:
        return None
    message = f"Số {head.number} mang năm {number.year} nhưng ngày ban hành là {print_date(head.date)}; hãy đối chiếu với bản gốc."
    return Notice("year-disagrees", message, 1)


def _serials_named(number: str, name: str) -> set[int]:
    """Return the serial numbers that a file's name states of this number's symbol ("163-tb-vpcp.signed.pdf": 163)."""
    parsed = parse_number(number)
    if parsed is None:
        return set()
    symbol = set(re.split(r"[^0-9a-z]+", unmarked(parsed.symbol or "").lower())) - {""}
    parts = re.split(r"[^0-9a-z]+", unmarked(PurePath(name).stem).lower())
    found = set()
    for index, part in enumerate(parts):
        after = parts[index + 1 : index + 3]
        if after and _YEAR.fullmatch(after[0]):
            after = after[1:]
        is_year = _YEAR.fullmatch(part) is not None and index > 0 and parts[index - 1].isdigit()
        if part.isdigit() and not is_year and after and after[0] in symbol:
            found.add(int(part))
    return found


def agrees_with_name(number: str, name: str) -> bool:
    """Whether a file's name states this very serial number beside this number's symbol."""
    parsed = parse_number(number)
    return parsed is not None and _serials_named(number, name) == {int(re.sub(r"\D", "", parsed.serial))}


def _file_number(head: Head, name: str) -> Notice | None:
    if head.number is None or not (named := _serials_named(head.number, name)) or agrees_with_name(head.number, name):
        return None
    serials = ", ".join(map(str, sorted(named)))
    message = f"Số đọc được là {head.number} nhưng tên tệp ghi {serials}; hãy đối chiếu với bản gốc."
    return Notice("number-disagrees", message, 1)


def _file_date(head: Head, name: str) -> Notice | None:
    match = _NAMED_DAY.search(PurePath(name).stem)
    day = make_date(match[3], match[2], match[1]) if match else None
    if day is None or head.date is None or day == head.date:
        return None
    message = f"Ngày ban hành đọc được là {print_date(head.date)} nhưng tên tệp ghi {print_date(day)}; hãy đối chiếu với bản gốc."
    return Notice("date-disagrees", message, 1)
