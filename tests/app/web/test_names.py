from __future__ import annotations

import pytest

from app.web.names import KEPT_SECONDS, UnitNames
from corpus.errors import CatalogueError
from tests.app.web.fake import FakeBase

NAMES = ("các Sở Công Thương", "Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "Báo Công Thương", "Vụ Pháp chế", "Sở Công Thương")


class Named(FakeBase):
    reads = 0
    names: tuple[str, ...] = NAMES

    def unit_names(self) -> tuple[str, ...]:
        self.reads += 1
        if self.broken:
            raise CatalogueError("hỏng")
        return self.names


FOUND = [
    (
        "so cong",
        ["Sở Công Thương", "Sở Công Thương tỉnh Lào Cai", "các Sở Công Thương"],
        "without marks; what begins so comes first",
    ),
    (
        "thương công",
        ["Sở Công Thương", "Báo Công Thương", "các Sở Công Thương", "Sở Công Thương tỉnh Lào Cai"],
        "words in any order",
    ),
    ("VỤ", ["Vụ Pháp chế"], "in capitals"),
    ("", [], "nothing typed"),
    ("xyz", [], "no such name"),
    ("công xyz", [], "every word must be there"),
]


@pytest.mark.parametrize(("typed", "expected", "reason"), FOUND, ids=[row[2] for row in FOUND])
def test_matching(typed: str, expected: list[str], reason: str) -> None:
    assert UnitNames(Named()).matching(typed) == expected, reason


def test_no_more_than_asked_for() -> None:
    assert len(UnitNames(Named()).matching("công", 2)) == 2


def test_names_are_kept_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("app.web.names.time.monotonic", lambda: now)
    base = Named()
    names = UnitNames(base)
    names.matching("a"), names.matching("b")
    now += KEPT_SECONDS + 1
    names.matching("a")
    assert base.reads == 2


def test_a_base_that_cannot_be_read_offers_nothing_and_is_asked_again() -> None:
    base = Named(broken="unit_names")
    names = UnitNames(base)
    assert (names.matching("so"), names.matching("so"), base.reads) == ([], [], 2)
