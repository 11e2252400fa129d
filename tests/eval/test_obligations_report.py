"""Scores of duties by kind of document, and the diff of what was missed."""

import pytest

from eval.obligations import evaluate_rows
from eval.obligations_report import by_kind, diff, kind_of_document, table

KINDS = [
    ("30/2025/QĐ-TTg", "Quyết định"),
    ("59/2025/TT-NHNN", "Thông tư"),
    ("117/2025/QH15", "Luật"),
    ("kho/CT-07-cham-lo.docx", "Chỉ thị"),
    ("kho/Quyết định 130-QĐ-MAU.pdf", "Quyết định"),
    ("cong-van-bo-mau.txt", "Công văn"),
    ("kho/ban-do.pdf", "Khác"),
]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_the_kind_of_a_document(name, kind):
    assert kind_of_document(name) == kind


def row(document, text, **label):
    quote = text.rstrip(".")
    duty = {
        "start": 0,
        "end": len(quote),
        "quote": quote,
        "modality": "must",
        "role": "thuc_hien",
        "partners": [],
        "recipients": [],
    }
    labels = [duty | {"action": quote, "deadline": None} | label] if label else []
    return {"id": document, "doc": document, "text": text, "context": "", "obligations": labels}


def test_each_kind_has_its_scores_apart_and_together():
    report = evaluate_rows(
        [
            row("1/2020/NĐ-CP", "Bộ Y tế phải rửa tay.", bearers=["Bộ Y tế"]),
            row("2/2020/NĐ-CP", "Bộ Y tế phải quét sân.", bearers=["Bộ Nội vụ"]),
            row("3/2020/NĐ-CP", "Bể nước là nơi chứa nước."),
            row("4/CT-BTĐ", "Trời hôm nay đẹp.", bearers=["Bộ Y tế"]),
        ]
    )
    rows = {one.kind: one for one in by_kind(report)}
    assert {kind: (one.scores.gold, one.together) for kind, one in rows.items()} == {"Nghị định": (2, 0.5), "Chỉ thị": (1, 0.0)}
    assert rows["Nghị định"].scores.empty == 1 and rows["Nghị định"].scores.detection_f1 == 1.0
    assert "Chỉ thị" in table(by_kind(report)).splitlines()[2]
    told = diff(report.misses)
    assert "2/2020/NĐ-CP (2/2020/NĐ-CP) bearers\n    in   Bộ Y tế phải quét sân\n    - {'bộ nội vụ'}\n    + {'bộ y tế'}" in told
    assert "4/CT-BTĐ (4/CT-BTĐ) missed" in told
