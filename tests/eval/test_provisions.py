"""Labels of provisions: what they name, and what counts as found."""

import pytest

from eval.provisions import gold, inside

GOLD = [
    ("khoản 2 Điều 98 LNO: nội dung", "Luật nhà ở 2023.xlsx", "LNHAO-D98-K2", "clause and article"),
    ("điểm đ khoản 1 điều 100", "Luật đất đai 2024_.xlsx", "LDATDAI-D100-K1-đ", "point, clause, article"),
    ("Điều 99. Giá cho thuê", "Luật nhà ở 2023.xlsx", "LNHAO-D99", "an article"),
    ("Nhà ở là công trình ...", "Luật nhà ở 2023.xlsx", None, "no address in front"),
    ("Điều 5", "Luật khác.xlsx", None, "a law that is not there"),
]


@pytest.mark.parametrize(("label", "file", "expected", "reason"), GOLD, ids=[row[3] for row in GOLD])
def test_gold(label: str, file: str, expected: str | None, reason: str) -> None:
    assert gold(label, file) == expected, reason


@pytest.mark.parametrize(
    ("identifier", "wanted", "expected"),
    [("A-D9-K2", "A-D9-K2", True), ("A-D9-K2-a", "A-D9-K2", True), ("A-D9-K21", "A-D9-K2", False), ("A-D9", "A-D9-K2", False)],
)
def test_a_part_of_the_provision_counts(identifier: str, wanted: str, expected: bool) -> None:
    assert inside(identifier, wanted) is expected
