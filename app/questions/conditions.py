"""The conditions that a question sets beside its topic: a deadline before a day or within a month or quarter, a role.

"Bộ Tài chính còn nhiệm vụ nào phải xong trước 31/12/2026?", "Sở Tư pháp chủ trì những việc gì?". They tell duties apart and are no
words to search for.

1. A day without a year is that of the day asked about; a month or a quarter is its first and last day.
2. Only what a question sets on duties is read: a month behind a kind of document ("công điện tháng 7/2026") dates the document.
3. A role counts where the question asks for what the unit leads or takes part in, not where it names a partner.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from corpus.dates import make_date, today
from corpus.model import Role

_DAY: Final = (
    r"(?:ngày\s+)?(?P<day>\d{1,2})\s*(?:[/-]|\s+tháng\s+)\s*(?P<month>\d{1,2})"
    r"(?:\s*(?:[/-]|\s+năm\s+)\s*(?P<year>(?:19|20)\d\d))?(?![\d/])"
)
_UNTIL: Final = re.compile(rf"(?<!\w)(?P<cue>trước|chậm nhất(?:\s+là)?|đến hết|đến trước|đến|tới)\s+{_DAY}", re.IGNORECASE)
_OF_YEAR: Final = r"(?:\s*(?:[/-]|\s+năm\s+)\s*(?P<year>(?:19|20)\d\d))?(?!\w)"
_MONTH: Final = re.compile(rf"(?<!\w)trong\s+tháng\s+(?P<month>1[0-2]|0?[1-9]){_OF_YEAR}", re.IGNORECASE)
_QUARTER: Final = re.compile(rf"(?<!\w)(?:trong\s+)?quý\s+(?P<quarter>IV|III|II|I|[1-4]){_OF_YEAR}", re.IGNORECASE)
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LEFT: Final = re.compile(r"(?<!\w)(?:còn|sắp|từ nay|chưa)(?!\w)", re.IGNORECASE)
_FINISH: Final = re.compile(
    r"(?<!\w)(?:phải\s+|cần\s+)?(?:hoàn thành|hoàn tất|làm xong|xong)(?=\s+(?:trước|trong|đến|chậm|vào|quý))", re.IGNORECASE
)
_WHAT: Final = r"(?=\s+(?:thực hiện\s+)?(?:những\s+|các\s+)?(?:việc|nhiệm vụ|công việc|nội dung|gì))"
_LEADS: Final = re.compile(rf"(?<!\w)chủ trì{_WHAT}", re.IGNORECASE)
_JOINS: Final = re.compile(rf"(?<!\w)phối hợp{_WHAT}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a question sets: deadlines from ``since`` up to ``until`` (both included), a role. ``rest`` is its text without them."""

    rest: str
    since: dt.date | None = None
    until: dt.date | None = None
    role: Role | None = None

    @property
    def any(self) -> bool:
        """Whether the question sets a condition."""
        return self.until is not None or self.role is not None


NO_CONDITIONS: Final = Conditions("")


def conditions_in(text: str, as_of: dt.date | None) -> Conditions:
    """Return the conditions of a question asked on a day."""
    day = as_of or today()
    since, until, rest = _span(_FINISH.sub(" ", text), day)
    if until is None:
        rest = text
    elif since is None and _LEFT.search(text):
        since, rest = day, _LEFT.sub(" ", rest)
    leads, joins = _LEADS.search(rest), _JOINS.search(rest)
    role = Role.CHU_TRI if leads else Role.PHOI_HOP if joins else None
    found = leads or joins
    if found:
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    return Conditions(rest, since, until, role)


def _span(text: str, day: dt.date) -> tuple[dt.date | None, dt.date | None, str]:
    """Return the first and last day that deadlines shall fall on, and the text without these words."""
    if match := _UNTIL.search(text):
        until = make_date(int(match["year"] or day.year), int(match["month"]), int(match["day"]))
        return None, until, _without(text, match) if until else text
    if match := _MONTH.search(text):
        first = dt.date(int(match["year"] or day.year), int(match["month"]), 1)
        return first, _last_day(first, 1), _without(text, match)
    if match := _QUARTER.search(text):
        first = dt.date(int(match["year"] or day.year), 3 * _QUARTERS[match["quarter"].lower()] - 2, 1)
        return first, _last_day(first, 3), _without(text, match)
    return None, None, text


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _last_day(first: dt.date, months: int) -> dt.date:
    """Return the last day of as many months from ``first`` on."""
    index = first.year * 12 + first.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)
