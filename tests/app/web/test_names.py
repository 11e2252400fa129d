from __future__ import annotations

import pytest

from app.web import names
from app.web.names import UnitNames, best, key_of
from corpus.errors import CatalogueError
from tests.app.web.fake import FakeBase

ALL = ["đơn vị thuộc Bộ", "Báo Ví Dụ", "Sở Công Thương", "Sở Công Thương tỉnh Mẫu", "Phòng thuộc Sở Công Thương", "Bộ Công an"]
TYPED = [
    ("sở công", ["Sở Công Thương", "Sở Công Thương tỉnh Mẫu", "Phòng thuộc Sở Công Thương"], "beginnings first, short before long"),
    ("so cong", ["Sở Công Thương", "Sở Công Thương tỉnh Mẫu", "Phòng thuộc Sở Công Thương"], "without marks"),
    ("THUỘC", ["đơn vị thuộc Bộ", "Phòng thuộc Sở Công Thương"], "inside, in capitals"),
    ("ông", ["Bộ Công an", "Sở Công Thương", "Sở Công Thương tỉnh Mẫu", "Phòng thuộc Sở Công Thương"], "inside a word"),
    ("xyz", [], "nothing fits"),
]


@pytest.mark.parametrize(("typed", "expected", "reason"), TYPED, ids=[row[2] for row in TYPED])
def test_best(typed: str, expected: list[str], reason: str) -> None:
    assert best([(key_of(name), name) for name in ALL], typed) == expected, reason


def test_before_anything_is_typed_the_shortest_proper_names_are_offered_in_order() -> None:
    assert best([(key_of(name), name) for name in ALL], " ", limit=3) == ["Báo Ví Dụ", "Bộ Công an", "Sở Công Thương"]


def test_names_are_read_once_and_again_when_old(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    base = FakeBase()
    base.unit_names = lambda: (reads.append(1), ("Sở A",))[1]  # type: ignore[method-assign]
    unit_names = UnitNames(base)
    first = (unit_names.suggest(""), unit_names.suggest("sở"), len(reads))
    monkeypatch.setattr(names, "KEPT_SECONDS", -1.0)
    unit_names.suggest("")
    assert (first, len(reads)) == ((["Sở A"], ["Sở A"], 1), 2)


def test_a_base_that_cannot_be_read_offers_nothing_and_is_asked_again() -> None:
    def fail() -> tuple[str, ...]:
        raise CatalogueError("hỏng")

    base = FakeBase()
    base.unit_names = fail  # type: ignore[method-assign]
    unit_names = UnitNames(base)
    before = unit_names.suggest("")
    base.unit_names = lambda: ("Sở A",)  # type: ignore[method-assign]
    assert (before, unit_names.suggest("")) == ([], ["Sở A"])
