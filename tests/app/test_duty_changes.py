"""What changed for a unit between two days, who must report to it, and the filters of its duties."""

import datetime as dt

import pytest

from app.results import DutyFilters
from corpus.model import Modality

DECREE, NEW_DECREE = "nghi-dinh/09-2017-nd-cp/2017-02-09", "nghi-dinh/244-2026-nd-cp/2026-06-26"
PLAN = "ke-hoach/3163-kh-bct/2024-05-13"
UNIT = "Sở Công Thương"


def keys(duties):
    return {duty.quote.document.key for duty in duties}


def test_a_new_decree_adds_its_duties_and_ends_those_of_the_old_one(base):
    found = base.changes(UNIT, dt.date(2026, 6, 1), dt.date(2026, 8, 1))
    assert keys(found.added) == {NEW_DECREE}
    assert keys(found.ended) == {DECREE}


def test_nothing_changes_where_nothing_was_issued(base):
    found = base.changes(UNIT, dt.date(2025, 1, 1), dt.date(2025, 2, 1))
    assert (found.added, found.ended) == ((), ())
    assert found.message == "Không có nhiệm vụ nào thay đổi giữa hai ngày này."


def test_who_must_report_to_a_unit(base):
    found = base.received("Văn phòng Bộ")
    assert found.unit == "Văn phòng Bộ"
    assert any(
        d.quote.document.key == PLAN and d.obligation.deadline.value == "--12-25" for d in found.duties if d.obligation.deadline
    )
    assert all("Văn phòng Bộ" in duty.obligation.recipients for duty in found.duties)
    assert base.received("Tòa án nhân dân tối cao").duties == ()


FILTERS = [
    (DutyFilters(undated=True), lambda o: o.deadline is None, "without a deadline"),
    (DutyFilters(modality=Modality.MUST), lambda o: o.modality is Modality.MUST, "of one modality"),
]


@pytest.mark.parametrize(("filters", "passes", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_a_filter_keeps_exactly_what_it_names(base, filters, passes, why):
    every, kept = base.duties(UNIT).duties, base.duties(UNIT, filters).duties
    assert kept == tuple(duty for duty in every if passes(duty.obligation)), why


def test_one_document_only(base):
    every, kept = base.duties(UNIT).duties, base.duties(UNIT, DutyFilters(document=PLAN)).duties
    assert kept == tuple(duty for duty in every if duty.quote.document.key == PLAN)


def test_the_commands(cancu):
    told = cancu("changes", "--unit", UNIT, "--since", "2026-06-01", "--as-of", "2026-08-01", "--json")
    assert {duty["document"]["number"] for duty in told.json["added"]} == {"244/2026/NĐ-CP"}
    assert cancu("changes", "--unit", UNIT, "--since", "2026-06-01", "--as-of", "2026-08-01").out.startswith(
        f"{UNIT}: từ 01/06/2026"
    )
    undated = cancu("duties", "--unit", UNIT, "--undated", "--modality", "must", "--document", PLAN, "--json").json
    assert undated["total"] > 0
    assert all(duty["deadline"] is None for duty in undated["duties"])
    assert cancu("duties", "--unit", "Văn phòng Bộ", "--received", "--json").json["total"] >= 1
