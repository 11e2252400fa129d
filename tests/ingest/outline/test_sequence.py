"""How one ordinal follows another."""

import pytest

from ingest.outline.markers import Key
from ingest.outline.sequence import Step, is_first, skipped, step_between


@pytest.mark.parametrize(
    ("before", "after", "expected", "reason"),
    [
        ((3, ()), (4, ()), Step.NEXT, "the next number"),
        ((15, ()), (15, (1,)), Step.NEXT, "15a after 15"),
        ((15, (1,)), (15, (2,)), Step.NEXT, "15b after 15a"),
        ((15, (2,)), (16, ()), Step.NEXT, "16 after 15b"),
        ((3, ()), (3, ()), Step.SAME, "a repeat"),
        ((3, ()), (5, ()), Step.GAP, "a gap"),
        ((15, ()), (15, (2,)), Step.GAP, "15b without 15a"),
        ((5, ()), (1, ()), Step.BACK, "a restart"),
        ((15, (1,)), (15, ()), Step.BACK, "15 after 15a"),
    ],
)
def test_step_between(before: Key, after: Key, expected: Step, reason: str) -> None:
    assert step_between(before, after) is expected, reason


def test_first_and_skipped() -> None:
    assert [is_first((1, ())), is_first((1, (1,))), is_first((2, ()))] == [True, False, False]
    assert [skipped((1, ()), (2, ())), skipped((1, ()), (5, ()))] == [0, 3]
