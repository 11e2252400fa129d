"""Working days: weekends, public holidays of the sun and of the moon, days off moved by the Government."""

import datetime as dt

import pytest

from corpus.workdays import working_day_after

DAYS = [
    ("2026-03-02", 1, "2026-03-03", "the day of the start is not counted"),
    ("2026-03-06", 1, "2026-03-09", "a weekend"),
    ("2026-02-13", 1, "2026-02-23", "Tết Bính Ngọ"),
    ("2025-04-04", 1, "2025-04-08", "Giỗ Tổ, tenth day of the third lunar month"),
    ("2026-04-24", 1, "2026-04-28", "Giỗ Tổ on a Sunday: the Monday is off"),
    ("2024-04-26", 1, "2024-05-02", "30/4 and 1/5, and the Monday before given free"),
    ("2024-05-03", 1, "2024-05-04", "the Saturday worked instead"),
    ("2025-08-29", 2, "2025-09-04", "two days for 2/9"),
    ("2023-12-29", 1, "2024-01-02", "the first of January"),
    ("2026-03-02", 0, None, "no day to count"),
    ("1990-03-02", 5, None, "before the Labour Code"),
    ("2150-03-02", 5, None, "lunar dates that nobody reckoned"),
]


@pytest.mark.parametrize(("start", "count", "expected", "reason"), DAYS, ids=[row[3] for row in DAYS])
def test_working_day_after(start, count, expected, reason):
    found = working_day_after(dt.date.fromisoformat(start), count)
    assert found == (dt.date.fromisoformat(expected) if expected else None), reason
