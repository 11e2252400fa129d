"""A lead-in that first tells of a document and then orders passes its bearers down."""

import pytest

from ingest.obligations import extract_obligations

CONTEXTS = [
    (
        "Ngày 03/4/2024 UBND tỉnh đã ban hành Công văn về thực hiện Nghị định số 01/2024/NĐ-CP, theo đó giao các sở, "
        "UBND các huyện triển khai một số nội dung sau:",
        ("sở", "Ủy ban nhân dân huyện"),
        "news, then the order",
    ),
    ("giao các sở, UBND các huyện triển khai một số nội dung sau:", ("sở", "Ủy ban nhân dân huyện"), "the order alone"),
    (
        "Ngày 03/4/2024 UBND tỉnh đã ban hành Công văn về thực hiện Nghị định, theo đó có một số nội dung sau:",
        None,
        "news without an order",
    ),
]


@pytest.mark.parametrize(("context", "bearers", "why"), CONTEXTS, ids=[row[2] for row in CONTEXTS])
def test_bearers_come_from_the_order(context, bearers, why):
    found = extract_obligations("Bố trí cán bộ phụ trách truyền thông.", context=context)
    if bearers is None:
        assert all(not duty.bearers or duty.bearers != ("sở",) for duty in found), why
    else:
        assert [duty.bearers for duty in found] == [bearers], why
