"""Working days of Vietnamese state bodies: Monday to Friday without public holidays, with the Saturdays worked instead.

The days are those of the Labour Code (Điều 112: Tết, Giỗ Tổ, 30/4, 1/5, 2/9, and what later acts add) and of the swaps that
the Government announces; the ``holidays`` package keeps both, lunar dates among them. Years whose swaps are not announced yet
follow the rule alone.

1. ``working_day_after`` counts from the day after the start, as Bộ luật Dân sự Điều 147 does; the last day is a working day.
2. Beyond the years for which lunar dates are known there is no answer.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR: Final = 1995  # the Labour Code of 1994 is in force
LAST_YEAR: Final = 2098  # the last year but one with known lunar dates
_MOST: Final = 1000  # working days; no duty runs longer in them, and five years hold more


@cache
def _calendar(first: int) -> HolidayBase:
    """Return the whole calendar of the years from ``first`` on: complete before anybody sees it, for several threads read it."""
    from holidays import country_holidays

    return country_holidays("VN", years=range(first, first + _MOST // 200), expand=False)


def working_day_after(start: dt.date, count: int) -> dt.date | None:
    """Return the ``count``-th working day after ``start``; ``None`` outside the years whose holidays are known."""
    if not 0 < count <= _MOST or not FIRST_YEAR <= start.year <= LAST_YEAR - _MOST // 200:
        return None
    return _calendar(start.year).get_nth_working_day(start, count)
