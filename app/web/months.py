"""The duties of a unit in a month: what falls due on each day, once or again and again.

Days come from ``app.duties.deadlines``: the day that a document fixes, or every day of a recurring deadline within the month.

1. Weeks begin on Monday; the days before the first and after the last of the month belong to their neighbours and hold nothing.
2. A duty without a day is counted, never placed.
3. Where the month is empty the nearest deadline after it is named, else the nearest before.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.duties.deadlines import add_months, due_date, recurrences
from app.web.language import say
from corpus.model import Deadline, Duty

_SHOWN: Final = 4  # duties of one day; more are counted
_LONGEST: Final = 60  # characters of a duty's words in a day
_AHEAD: Final = 24  # months looked through for the nearest deadline
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
WEEKDAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
SHORT: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(frozen=True, slots=True)
class Due:
    """A duty on a day; ``conventional``: the text gives a period only, whose last day is taken."""

    duty: Duty
    words: str
    conventional: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; ``inside`` is whether it belongs to the month."""

    date: dt.date
    name: str
    inside: bool
    today: bool
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of deadlines; ``nearest`` is the day to go to from an empty month."""

    title: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day, ...], ...]
    total: int
    undated: int
    previous_link: str
    previous_title: str
    next_link: str
    next_title: str
    nearest: dt.date | None = None
    nearest_link: str = ""
    limit: int = _SHOWN


def first_of(text: str, today: dt.date) -> dt.date:
    """Return the first day of the month written as "2026-03"; of this month for anything else."""
    match = _MONTH.fullmatch(text)
    if match and 1 <= int(match[2]) <= 12 and 1900 <= int(match[1]) <= 2199:
        return dt.date(int(match[1]), int(match[2]), 1)
    return today.replace(day=1)


def month_of(duties: Sequence[Duty], first: dt.date, today: dt.date, address: Callable[[str], str]) -> Month:
    """Return the month that begins on ``first``; ``address`` gives the address of another month ("2026-03")."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    placed: dict[dt.date, list[Due]] = {}
    undated = 0
    for duty in duties:
        undated += not is_dated(duty)
        for day, conventional in days_of(duty, first, last):
            placed.setdefault(day, []).append(Due(duty, _short(duty), conventional))
    total = sum(map(len, placed.values()))
    nearest = None if total else _nearest(duties, first)
    before, after = add_months(first, -1), add_months(first, 1)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        title=_title(first),
        weekdays=tuple((say(short), say(name)) for short, name in zip(SHORT, WEEKDAYS, strict=True)),
        weeks=tuple(tuple(_day(date, first, today, placed) for date in week) for week in weeks),
        total=total,
        undated=undated,
        previous_link=address(f"{before:%Y-%m}"),
        previous_title=_title(before),
        next_link=address(f"{after:%Y-%m}"),
        next_title=_title(after),
        nearest=nearest,
        nearest_link=address(f"{nearest:%Y-%m}") if nearest else "",
    )


def _title(first: dt.date) -> str:
    return say("Tháng {month}/{year}", month=first.month, year=first.year)


def _day(date: dt.date, first: dt.date, today: dt.date, placed: dict[dt.date, list[Due]]) -> Day:
    return Day(date, say(WEEKDAYS[date.weekday()]), date.month == first.month, date == today, tuple(placed.get(date, ())))


def is_dated(duty: Duty) -> bool:
    """Whether a duty can stand in a calendar: it has a day, or days that come again."""
    deadline, issued = duty.obligation.deadline, duty.quote.document.date
    return due_date(deadline, issued) is not None or bool(recurrences(deadline, issued, issued or dt.date(2000, 1, 1)))


def days_of(duty: Duty, first: dt.date, last: dt.date) -> tuple[tuple[dt.date, bool], ...]:
    """Return the days from ``first`` to ``last`` on which a duty falls due, each with whether it is the last day of a period."""
    deadline = duty.obligation.deadline
    return _days(deadline, duty.quote.document.date, first, last) if deadline else ()


@lru_cache(maxsize=20_000)
def _days(deadline: Deadline, issued: dt.date | None, first: dt.date, last: dt.date) -> tuple[tuple[dt.date, bool], ...]:
    once = due_date(deadline, issued)
    if once is not None:
        return ((once, False),) if first <= once <= last else ()
    return tuple(sorted(set(_recurring(deadline, issued, first, last))))


def _recurring(deadline: Deadline, issued: dt.date | None, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, bool]]:
    parts = len(recurrences(deadline, issued, first))
    for part in range(parts):
        since = first
        while since <= last:
            rule = recurrences(deadline, issued, since)[part]
            if rule.first > last:
                break
            yield rule.first, rule.conventional
            since = max(rule.first, since) + dt.timedelta(days=1)


def _nearest(duties: Sequence[Duty], first: dt.date) -> dt.date | None:
    """Return the next deadline from ``first`` on, else the last one before it."""
    until = add_months(first, _AHEAD)
    after = [day for duty in duties for day, _ in days_of(duty, first, until)]
    if after:
        return min(after)
    single = [day for duty in duties if (day := due_date(duty.obligation.deadline, duty.quote.document.date))]
    return max(single, default=None)


def _short(duty: Duty) -> str:
    words = " ".join((duty.obligation.action or duty.quote.text).split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"
