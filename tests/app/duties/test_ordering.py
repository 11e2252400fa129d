"""Lists in another order: that of the duties read whole, and of a page no more is read than is shown."""

import datetime as dt

import pytest

from app.results import DutyFilters
from app.web import duties
from app.web.months import month_of
from tests.app.orders import KEYS

UNITS = ("Sở Công Thương", "Ủy ban nhân dân cấp xã", "Văn phòng Bộ", "Vụ Tổ chức cán bộ")


@pytest.mark.parametrize("descending", [False, True], ids=["upwards", "downwards"])
@pytest.mark.parametrize("order", list(KEYS))
def test_1_the_order_is_that_of_the_duties_read_whole(base, order, descending):
    for unit in UNITS:
        expected = sorted(base.duties(unit).duties, key=KEYS[order], reverse=descending)
        asked = DutyFilters(order=order, descending=descending)
        assert list(base.duties(unit, asked).duties) == expected, unit
        page = base.duties(unit, asked, limit=5, offset=3)
        assert (list(page.duties), page.total) == (expected[3:8], len(expected)), unit
    assert len({KEYS[order](duty) for unit in UNITS for duty in base.duties(unit).duties}) > 1, "there is something to order"


def test_a_list_parts_into_duties_with_and_without_a_deadline(base):
    for unit in UNITS:
        every = base.duties(unit).duties
        dated, undated = (base.duties(unit, DutyFilters(**{which: True})).duties for which in ("dated", "undated"))
        assert dated == tuple(duty for duty in every if duty.obligation.deadline), unit
        assert len(dated) + len(undated) == len(every), unit
    assert (base.duties(UNITS[0], limit=0).duties, base.duties(UNITS[0], limit=0).total) == ((), len(base.duties(UNITS[0]).duties))


def test_the_month_of_dated_duties_counts_all(base):
    unit = UNITS[0]
    every = base.duties(unit).duties
    month = month_of(every, dt.date(2024, 12, 1), dt.date(2024, 12, 1), str)
    assert 0 < month.undated < len(every)
    shown = duties.duties(base, {"don-vi": unit, "xem": "lich", "thang": "2024-12"})
    assert f"{month.undated} nhiệm vụ" in shown


def test_what_others_report_comes_in_order_too(base):
    received = base.received("Văn phòng Bộ").duties
    found = base.received("Văn phòng Bộ", DutyFilters(order="act"), limit=2)
    assert (list(found.duties), found.total) == (sorted(received, key=lambda duty: duty.quote.text)[:2], len(received))
