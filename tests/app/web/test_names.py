from __future__ import annotations

import pytest

from app.web import names
from app.web.names import UnitNames, offered
from corpus.errors import CatalogueError
from tests.app.web.fake import FakeBase

ALL = ["đơn vị thuộc Bộ", "Ủy ban Mẫu", "Sở A", "Sở A thuộc tỉnh Mẫu", "Đài B", "Sở A"]
OFFERS = [
    (10, ["Đài B", "Sở A", "Sở A thuộc tỉnh Mẫu", "Ủy ban Mẫu", "đơn vị thuộc Bộ"], "all: in order, classes last, none twice"),
    (3, ["Đài B", "Sở A", "Ủy ban Mẫu"], "too many: the shortest proper names"),
    (0, [], "none"),
]


@pytest.mark.parametrize(("limit", "expected", "reason"), OFFERS, ids=[row[2] for row in OFFERS])
def test_offered(limit: int, expected: list[str], reason: str) -> None:
    assert offered(ALL, limit) == expected, reason


def test_names_are_read_once_and_again_when_old(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    base = FakeBase()
    base.unit_names = lambda: (reads.append(1), ("Sở A",))[1]  # type: ignore[method-assign]
    unit_names = UnitNames(base)
    first = (unit_names.offer(), unit_names.offer(), len(reads))
    monkeypatch.setattr(names, "KEPT_SECONDS", -1.0)
    unit_names.offer()
    assert (first, len(reads)) == ((["Sở A"], ["Sở A"], 1), 2)


def test_a_base_that_cannot_be_read_offers_nothing_and_is_asked_again() -> None:
    def fail() -> tuple[str, ...]:
        raise CatalogueError("hỏng")

    base = FakeBase()
    base.unit_names = fail  # type: ignore[method-assign]
    unit_names = UnitNames(base)
    before = unit_names.offer()
    base.unit_names = lambda: ("Sở A",)  # type: ignore[method-assign]
    assert (before, unit_names.offer()) == ([], ["Sở A"])
