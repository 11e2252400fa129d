"""Deadlines as days: when a duty falls due, once or again and again.

The values are those of ``corpus.model.Deadline``. Order of evidence: the value itself; for a duration, the document's date,
and then only when the deadline says in so many words that it runs from the signing or issue of this very document.

1. ``due_date`` is a day that the document fixes, or ``None``; working days leave out weekends and public holidays
   (``corpus.workdays``), and no duration starts at an event whose day nobody stored.
2. ``recurrences`` gives one rule for every part of a recurring value that can be placed in a calendar.
3. A period without a day ("quarterly") falls on its last day, and the rule says so (``conventional``).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from corpus.dates import make_date, today
from corpus.model import Deadline, DeadlineKind
from corpus.workdays import working_day_after

# ISO 8601 duration, with "BD" for working days (gold guide).
DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<working>\d+)BD)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)
_FROM_ISSUE = re.compile(
    r"(?:kể|tính) từ ngày (?:ký ban hành|ký|ban hành)"
    r"(?: (?:Luật|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư|Kế hoạch|Công văn|Công điện|Thông báo|văn bản) này)?[\s.,;]*",
    re.IGNORECASE,
)
_LAST_SHORT_DAY = 28  # every month has it


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A repeating day: the parts of an iCalendar rule, and a day to start from.

    ``frequency`` is DAILY, WEEKLY, MONTHLY or YEARLY. ``month_days`` are BYMONTHDAY values (-1: the last day); of several
    the last that a month has is meant. ``conventional``: the text gave a period only, and its last day was taken.
    """

    value: str
    frequency: str
    first: dt.date
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    week_days: tuple[str, ...] = ()
    conventional: bool = False


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_date(deadline: Deadline | None, issued: dt.date | None) -> dt.date | None:
    """Return the single day by which a duty is due, or ``None`` when the document fixes none."""
    if deadline is None:
        return None
    if deadline.kind is DeadlineKind.DATE:
        return _iso(deadline.value)
    if deadline.kind is not DeadlineKind.WITHIN or issued is None:
        return None
    found = _FROM_ISSUE.search(deadline.text)
    if found is None or found.end() != len(deadline.text) or re.match(r"\s*sau\b", deadline.text, re.IGNORECASE):
        return None
    return _after(issued, deadline.value)


def _iso(value: str) -> dt.date | None:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)
    return make_date(*match.groups()) if match else None


def _after(start: dt.date, duration: str) -> dt.date | None:
    match = DURATION.fullmatch(duration)
    if match is None or not any(match.groupdict().values()) or match["hours"] or match["minutes"]:
        return None
    if match["working"]:
        mixed = any(match[part] for part in ("years", "months", "weeks", "days"))
        return None if mixed else working_day_after(start, int(match["working"]))
    months = 12 * int(match["years"] or 0) + int(match["months"] or 0)
    days = 7 * int(match["weeks"] or 0) + int(match["days"] or 0)
    try:
        return add_months(start, months) + dt.timedelta(days=days)
    except (OverflowError, ValueError):
        return None


def recurrences(deadline: Deadline | None, issued: dt.date | None, since: dt.date) -> tuple[Recurrence, ...]:
    """Return the rules of a recurring deadline; ``first`` is the first occurrence on ``since`` or later."""
    if deadline is None or deadline.kind is not DeadlineKind.RECURRING:
        return ()
    since = max(since, issued or since)
    found = (_recurrence(part.strip(), issued, since) for part in deadline.value.split(","))
    return tuple(rule for rule in found if rule)


def _recurrence(value: str, issued: dt.date | None, since: dt.date) -> Recurrence | None:
    yearly = re.fullmatch(r"--(\d{2})-(\d{2})", value)
    if yearly:
        return _yearly(value, int(yearly[1]), int(yearly[2]), since)
    monthly = re.fullmatch(r"---(\d{2})", value)
    if monthly and 1 <= int(monthly[1]) <= 31:
        return _monthly(value, int(monthly[1]), since)
    if value.startswith("R/"):
        return _repeated(value, issued, since)
    return _period(value, since)


def _yearly(value: str, month: int, day: int, since: dt.date) -> Recurrence | None:
    if make_date(2024, month, day) is None:  # a leap year: 29 February counts as a day
        return None
    month_days = (-1,) if (month, day) == (2, 29) else (day,)
    rule = Recurrence(value, "YEARLY", since, months=(month,), month_days=month_days)
    return _from_first(rule, since)


def _monthly(value: str, day: int, since: dt.date) -> Recurrence:
    month_days = (day,) if day <= _LAST_SHORT_DAY else tuple(range(_LAST_SHORT_DAY, day + 1))
    return _from_first(Recurrence(value, "MONTHLY", since, month_days=month_days), since)


def _period(value: str, since: dt.date) -> Recurrence | None:
    rules = {
        "daily": Recurrence(value, "DAILY", since, conventional=True),
        "weekly": Recurrence(value, "WEEKLY", since, week_days=("FR",), conventional=True),
        "monthly": Recurrence(value, "MONTHLY", since, month_days=(-1,), conventional=True),
        "quarterly": Recurrence(value, "YEARLY", since, months=(3, 6, 9, 12), month_days=(-1,), conventional=True),
        "half-yearly": Recurrence(value, "YEARLY", since, months=(6, 12), month_days=(-1,), conventional=True),
        "yearly": Recurrence(value, "YEARLY", since, months=(12,), month_days=(-1,), conventional=True),
    }
    return _from_first(rules[value], since) if value in rules else None


def _from_first(rule: Recurrence, since: dt.date) -> Recurrence:
    """Return ``rule`` starting on its first day at or after ``since`` (always within a year)."""
    day = since
    while not _falls_on(rule, day):
        day += dt.timedelta(days=1)
    return Recurrence(
        rule.value, rule.frequency, day, rule.interval, rule.months, rule.month_days, rule.week_days, rule.conventional
    )


def _falls_on(rule: Recurrence, day: dt.date) -> bool:
    if rule.week_days:
        return ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()] in rule.week_days
    if rule.months and day.month not in rule.months:
        return False
    last = calendar.monthrange(day.year, day.month)[1]
    if not rule.month_days:
        return True
    return day.day == (last if rule.month_days == (-1,) else min(max(rule.month_days), last))


def _repeated(value: str, issued: dt.date | None, since: dt.date) -> Recurrence | None:
    """Read "R/P3Y": every three years, counted from the document's date; nothing without that date."""
    match = re.fullmatch(r"R/P(\d{1,3})([YMWD])", value)
    if match is None or issued is None or int(match[1]) == 0:
        return None
    count = int(match[1])
    frequency, days, months = {
        "Y": ("YEARLY", 0, 12 * count),
        "M": ("MONTHLY", 0, count),
        "W": ("WEEKLY", 7 * count, 0),
        "D": ("DAILY", count, 0),
    }[match[2]]
    if days:
        steps = max(1, -(-(since - issued).days // days))
        return Recurrence(value, frequency, issued + dt.timedelta(days=days * steps), count)
    steps = 1
    while add_months(issued, months * steps) < since:
        steps += 1
    return _month_steps(value, frequency, add_months(issued, months * steps), count)


def _month_steps(value: str, frequency: str, first: dt.date, count: int) -> Recurrence:
    if first.day <= _LAST_SHORT_DAY:
        return Recurrence(value, frequency, first, count)
    last = calendar.monthrange(first.year, first.month)[1]
    months = (first.month,) if frequency == "YEARLY" else ()
    return Recurrence(value, frequency, first.replace(day=last), count, months=months, month_days=(-1,))


def is_due(deadline: Deadline | None, before: dt.date, as_of: dt.date | None) -> bool:
    """Whether a dated deadline falls up to ``before``, or a recurring one between ``as_of`` (today) and ``before``."""
    if deadline is None or deadline.kind in {DeadlineKind.EVENT, DeadlineKind.WITHIN}:
        return False
    if deadline.kind is DeadlineKind.DATE:
        return deadline.value <= before.isoformat()
    start = as_of or today()
    dates = [d for value in deadline.value.split(",") if (d := next_date(value, start))]
    return not dates or min(dates) <= before


def next_date(value: str, start: dt.date) -> dt.date | None:
    """Return the first day from ``start`` on which ``--MM-DD`` or ``---DD`` falls; ``None`` for other rhythms."""
    if not value.startswith("--"):
        return None
    numbers = [int(part) for part in value.lstrip("-").split("-")]
    day, month = numbers[-1], numbers[0] if len(numbers) > 1 else None
    for ahead in range(_MONTHS_AHEAD):
        year, offset = divmod(start.month - 1 + ahead, 12)
        if month in {None, offset + 1}:
            found = make_date(start.year + year, offset + 1, day)
            if found and found >= start:
                return found
    return None


_MONTHS_AHEAD = 12 * 8 + 1  # 29 February is at most eight years away
