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


SPOKEN = [
    ("Sở Y tế có ý kiến tham gia như sau:", "Đề nghị chủ đầu tư lập hồ sơ.", [("should", ("chủ đầu tư",))], "who gives an opinion"),
    ("Bộ Y tế báo cáo như sau:", "Đề nghị Bộ Tài chính bố trí kinh phí.", [("should", ("Bộ Tài chính",))], "who reports"),
    (
        "Phó Thủ tướng Chính phủ có ý kiến như sau:",
        "Rà soát, bổ sung hồ sơ.",
        [("must", ())],
        "an opinion may order, but not who gives it",
    ),
    ("UBND tỉnh có ý kiến, yêu cầu các Sở thực hiện như sau:", "Rà soát hồ sơ.", [("must", ("sở",))], "others are asked"),
    ("Theo nhiệm vụ được giao, Sở Y tế có ý kiến như sau:", "Rà soát hồ sơ.", [("must", ())], "tasks that were given ask nobody"),
    ("I. ĐÁNH GIÁ CHUNG", "Tăng cường phối hợp giữa các ngành.", [], "how things stand"),
    ("II. ĐÁNH GIÁ TÁC ĐỘNG", "Tăng cường phối hợp giữa các ngành.", [("must", ())], "an act has the same word"),
    ("Sở Y tế có trách nhiệm báo cáo như sau:", "Rà soát hồ sơ.", [("must", ("Sở Y tế",))], "a duty to report binds who reports"),
]


@pytest.mark.parametrize(("lead", "text", "expected", "reason"), SPOKEN, ids=[row[3] for row in SPOKEN])
def test_who_speaks_is_not_bound_by_what_is_said(lead, text, expected, reason):
    assert [(o.modality.value, o.bearers) for o in extract_obligations(text, context=lead, judge=False)] == expected, reason
