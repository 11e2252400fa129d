"""Dates as Vietnamese documents write them; a date that does not exist is ``None``, never a neighbour of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_LONG = r"ngày\s+(?P<d1>\d{1,2})\s+tháng\s+(?P<m1>\d{1,2})\s+năm\s+(?P<y1>\d{4})"
_SHORT = r"(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4})"
_ISO = r"(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
DATE = re.compile(rf"(?<!\d)(?:{_LONG}|{_ISO}|{_SHORT})(?!\d)", re.IGNORECASE)


def make_date(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    """Return the date, or ``None`` when there is no such day."""
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def date_of(match: re.Match[str]) -> dt.date | None:
    """Return the date of a match of ``DATE``."""
    for n in "132":
        if match[f"d{n}"]:
            return make_date(match[f"y{n}"], match[f"m{n}"], match[f"d{n}"])
    return None


def parse_date(text: str | None) -> dt.date | None:
    """Return the first date written in ``text`` (21/3/2023, 21-3-2023, 2023-03-21, "ngày 21 tháng 3 năm 2023")."""
    match = DATE.search(unicodedata.normalize("NFC", text)) if text else None
    return date_of(match) if match else None


def today() -> dt.date:
    """Return the day where this program runs."""
    return dt.datetime.now().astimezone().date()


def print_date(date: dt.date) -> str:
    """Return the date as documents print it: 09/02/2017."""
    return f"{date.day:02d}/{date.month:02d}/{date.year:04d}"
