"""Dated duties as an iCalendar file (RFC 5545) that Outlook, Google Calendar and Thunderbird take.

1. A single day is an all-day event; a recurring deadline an event with a rule; a list of rhythms one event for each.
2. Reminders come a week before (a day before for weekly duties, none for daily ones).
3. The description holds the duty's own words, its formal citation and its page; what is a convention (the last day of a
   period that the text names without a day) is said.
4. ``UID`` depends on provision, words and rhythm alone, so that a later export updates the events of an earlier one.
5. Duties without a day are left out and counted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from app.duties.deadlines import Recurrence, due_date, recurrences
from app.export.rows import identifier, permalink, plain
from app.forms.words import deadline_words, duty_words, formal_citation, role_words, status_words
from app.results import DutyList
from corpus.model import Duty

if TYPE_CHECKING:
    from icalendar import Event

RuleValue: TypeAlias = "str | int | list[int] | list[str]"
_REMINDER_DAYS: Final = {"DAILY": 0, "WEEKLY": 1}
_DEFAULT_REMINDER: Final = 7
_SUMMARY: Final = 100  # characters of a title that calendars show


@dataclass(frozen=True, slots=True)
class Calendar:
    """The file's bytes, how many events it holds, and how many duties had no day and are not in it."""

    data: bytes
    events: int
    left_out: int


def calendar_of(listed: DutyList, now: dt.datetime, base_url: str = "") -> Calendar:
    """Return the duties as a calendar; recurring ones start from the day of ``now``."""
    from icalendar import Calendar as Ical

    ical = Ical()
    ical.add("prodid", "-//Can Cu//cancu//VI")
    ical.add("version", "2.0")
    ical.add("method", "PUBLISH")
    ical.add("x-wr-calname", " ".join(plain(f"Nhiệm vụ của {listed.unit or 'đơn vị'}").split()))
    seen: Counter[str] = Counter()
    events = left_out = 0
    for duty in listed.duties:
        made = _events_of(duty, now, base_url, seen)
        events += len(made)
        left_out += not made
        for event in made:
            ical.add_component(event)
    return Calendar(ical.to_ical(), events, left_out)


def _events_of(duty: Duty, now: dt.datetime, base_url: str, seen: Counter[str]) -> Sequence[Event]:
    deadline, issued = duty.obligation.deadline, duty.quote.document.date
    day = due_date(deadline, issued)
    if day:
        return (_event(duty, day, None, now, base_url, seen),)
    rules = recurrences(deadline, issued, now.date())
    return [_event(duty, rule.first, rule, now, base_url, seen) for rule in rules]


def _event(duty: Duty, day: dt.date, rule: Recurrence | None, now: dt.datetime, base_url: str, seen: Counter[str]) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _uid(duty, rule.value if rule else day.isoformat(), seen))
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(duty))
    event.add("description", _description(duty, rule))
    event.add("categories", [role_words(duty.obligation.role)])
    link = permalink(base_url, duty.quote.document.key, duty.quote.path)
    if link:
        event.add("url", link)
    if rule:
        event.add("rrule", rule_parts(rule))
    _add_reminder(event, rule, duty)
    return event


def rule_parts(rule: Recurrence) -> dict[str, RuleValue]:
    """Return the parts of an RRULE."""
    parts: dict[str, RuleValue] = {"freq": rule.frequency}
    if rule.interval > 1:
        parts["interval"] = rule.interval
    if rule.months:
        parts["bymonth"] = list(rule.months)
    if rule.month_days:
        parts["bymonthday"] = list(rule.month_days)
    if len(rule.month_days) > 1:
        parts["bysetpos"] = -1
    if rule.week_days:
        parts["byday"] = list(rule.week_days)
    return parts


def _add_reminder(event: Event, rule: Recurrence | None, duty: Duty) -> None:
    from icalendar import Alarm

    days = _REMINDER_DAYS.get(rule.frequency, _DEFAULT_REMINDER) if rule else _DEFAULT_REMINDER
    if days:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _summary(duty))
        alarm.add("trigger", dt.timedelta(days=-days))
        event.add_component(alarm)


def _uid(duty: Duty, when: str, seen: Counter[str]) -> str:
    words = "\n".join((identifier(duty), duty.obligation.quote, when))
    name = hashlib.sha256(words.encode()).hexdigest()[:32]
    seen[name] += 1
    twin = f"-{seen[name]}" if seen[name] > 1 else ""
    return f"{name}{twin}@cancu"


def _summary(duty: Duty) -> str:
    words = plain(duty_words(duty.obligation))
    return words if len(words) <= _SUMMARY else f"{words[: _SUMMARY - 1].rsplit(' ', 1)[0].rstrip(',;:. ')}…"


def _description(duty: Duty, rule: Recurrence | None) -> str:
    obligation, quote = duty.obligation, duty.quote
    status = status_words(quote.document.status)
    page = f", trang {quote.page}" if quote.page else ""
    lines = [
        f"“{duty_words(obligation)}”",
        f"Căn cứ: {formal_citation(quote.document, quote.label)}{page}{f' ({status})' if status else ''}",
        f"Thời hạn: {deadline_words(obligation.deadline, quote.document.date)}",
        f"Vai trò: {role_words(obligation.role)}",
        f"Phối hợp với: {'; '.join(obligation.partners)}" if obligation.partners else "",
        f"Nơi nhận báo cáo: {'; '.join(obligation.recipients)}" if obligation.recipients else "",
        f"Áp dụng vì: {duty.because}" if duty.because else "",
        "" if obligation.certain else "Chưa chắc chắn: cần đối chiếu nguyên văn.",
        "Văn bản chỉ nêu kỳ, không nêu ngày: lịch lấy ngày cuối kỳ." if rule and rule.conventional else "",
    ]
    return plain("\n".join(line for line in lines if line))
