"""What contradicts number and date of a head is told, with its code; what agrees is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.model import Head
from ingest.head import read_head
from ingest.head.checks import agrees_with_name, impossible_order
from ingest.reading import read_source
from tests import typeset
from tests.typeset import BOLD, Put, Widget

DAY = "Hà Nội, ngày 05 tháng 3 năm 2026"
TOLD = [
    ("a.txt", "THÔNG TƯ", "Số: 7/2026/TT-BCT", [], "nothing else is stated"),
    ("7-2026-tt-bct.txt", "THÔNG TƯ", "Số: 7/2026/TT-BCT", [], "the file's name agrees"),
    ("9-tt-bct.signed.txt", "THÔNG TƯ", "Số: 7/2026/TT-BCT", ["number-disagrees"], "the file's name states another number"),
    ("phu-luc-9-trang.txt", "THÔNG TƯ", "Số: 7/2026/TT-BCT", [], "a number of another thing"),
    ("a 06-3-2026.txt", "THÔNG TƯ", "Số: 7/2026/TT-BCT", ["date-disagrees"], "the file's name states another day"),
    ("a.txt", "NGHỊ ĐỊNH", "Số: 7/2026/TT-BCT", ["kind-disagrees"], "the symbol is another kind's"),
    ("a.txt", "LUẬT", "Số: 7/VBHN-VPQH", [], "a consolidated text keeps the name of its law"),
    ("a.txt", "THÔNG TƯ", "Số: 7/2025/TT-BCT", ["year-disagrees"], "the year is another one"),
]


@pytest.mark.parametrize(("name", "kind", "number", "codes", "reason"), TOLD)
def test_disagreements_are_told(tmp_path: Path, name: str, kind: str, number: str, codes: list[str], reason: str) -> None:
    path = tmp_path / name
    path.write_text("\n".join(["BỘ CÔNG THƯƠNG", number, DAY, kind, "Về kho mẫu", "Căn cứ Luật Kho mẫu;"]), encoding="utf-8")
    assert [notice.code for notice in read_head(read_source(path, ocr=False)).notices] == codes, reason


@pytest.mark.parametrize(
    ("printed", "codes", "reason"),
    [
        ("    ", [], "a blank is filled"),
        (" 4 ", ["stamp-overrides"], "a draft's day is overridden"),
        (" 9 ", [], "the same day again"),
    ],
)
def test_stamps_over_other_digits(tmp_path: Path, printed: str, codes: list[str], reason: str) -> None:
    line = f"Hoa Lư, ngày{printed}tháng 3 năm 2026"
    items = [*typeset.letterhead(["BỘ CÔNG THƯƠNG"], "Số: 7/QĐ-BCT", line), Put("QUYẾT ĐỊNH", 297, 150, 14, BOLD, centered=True)]
    items += [Put("Về kho mẫu", 297, 168, 14, BOLD, centered=True), *typeset.flow(["Căn cứ Luật Kho mẫu số 900/2025/QH15;"], 200)]
    day = 410 - typeset.width_of(line) / 2 + typeset.width_of("Hoa Lư, ngày ")
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.with_widgets(typeset.pdf(items), [Widget("9", day - 1, 88)]))
    reading = read_head(read_source(path, ocr=False))
    assert (reading.head.date, [notice.code for notice in reading.notices]) == (dt.date(2026, 3, 9), codes), reason


ORDERS = [
    (dt.date(2025, 12, 11), dt.date(2025, 2, 1), ["effect-before-issue"], "a slip of the year"),
    (dt.date(2026, 1, 12), dt.date(2026, 1, 1), ["effect-before-issue"], "an act that looks back, told all the same"),
    (dt.date(2026, 1, 12), dt.date(2026, 1, 12), [], "in force on the day of issue"),
    (dt.date(2026, 1, 12), None, [], "no day of effect is known"),
    (None, dt.date(2026, 1, 1), [], "no day of issue is known"),
]


@pytest.mark.parametrize(("issued", "effective", "codes", "reason"), ORDERS)
def test_an_effect_before_the_issue_is_told(
    issued: dt.date | None, effective: dt.date | None, codes: list[str], reason: str
) -> None:
    assert [notice.code for notice in impossible_order(Head(date=issued, effective_date=effective))] == codes, reason


NAMES = [
    ("163/TB-VPCP", "163-tb-vpcp.signed.pdf", True, "number and symbol"),
    ("288/QĐ-TTg", "288-ttg.signed.pdf", True, "number and body"),
    ("06/2024/TT-BCT", "TT 6_2024_TT_BCT.pdf", True, "leading zero and year"),
    ("188/QĐ-TTg", "288-ttg.signed.pdf", False, "another number"),
    ("288/QĐ-TTg", "288.pdf", False, "a bare number says nothing"),
]


@pytest.mark.parametrize(("number", "name", "agrees", "reason"), NAMES)
def test_names_of_files(number: str, name: str, agrees: bool, reason: str) -> None:
    assert agrees_with_name(number, name) is agrees, reason
