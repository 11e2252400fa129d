"""Heads of documents, from pages typeset in the test and from plain text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from corpus.model import Head
from ingest.head import read_head
from ingest.reading import read_source
from tests import typeset
from tests.typeset import Put, Widget

BODY = (
    "Ủy ban nhân dân tỉnh nhận được báo cáo của các sở, ngành về việc rà soát danh mục hồ sơ; sau khi xem xét, có ý kiến như sau để "
    "các đơn vị thực hiện."
)


def head_of(tmp_path: Path, data: bytes, name: str = "a.pdf") -> Head:
    path = tmp_path / name
    path.write_bytes(data)
    return read_head(read_source(path, ocr=False)).head


def test_an_official_letter_with_stamped_number(tmp_path: Path) -> None:
    items = [
        *typeset.letterhead(["ỦY BAN NHÂN DÂN", "TỈNH HOA LƯ"], "Số:            /UBND-VX", "Hoa Lư, ngày      tháng 3 năm 2026"),
        Put("V/v rà soát danh mục hồ sơ", 150, 115, 12, centered=True),
        Put("lưu trữ năm 2026", 150, 131, 12, centered=True),
        Put("Kính gửi: Các sở, ban, ngành.", 220, 170),
        *typeset.flow([BODY], 210),
        *typeset.closing(
            ["Như trên;", "Chủ tịch UBND tỉnh;", "Lưu: VT."], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Trần Văn Thử", 330
        ),
    ]
    blank = 150 - typeset.width_of("Số:            /UBND-VX") / 2 + typeset.width_of("Số: ")
    day = 410 - typeset.width_of("Hoa Lư, ngày      tháng 3 năm 2026") / 2 + typeset.width_of("Hoa Lư, ngày ")
    data = typeset.with_widgets(typeset.pdf(items), [Widget("8801", blank, 88), Widget("09", day, 88)])
    head = head_of(tmp_path, data)
    assert (head.kind, head.number, head.date) == ("Công văn", "8801/UBND-VX", dt.date(2026, 3, 9))
    assert (head.issuer, head.title) == ("Ủy ban nhân dân tỉnh Hoa Lư", "rà soát danh mục hồ sơ lưu trữ năm 2026")
    assert (head.signer, head.recipients) == ("Trần Văn Thử", ("Các sở, ban, ngành", "Chủ tịch UBND tỉnh"))
    assert [f"{n}:{e}" for n, e in head.evidence] == [
        "kind:text",
        "number:stamp",
        "date:stamp",
        "issuer:text",
        "title:text",
        "signer:text",
    ]


def test_press_text_without_a_head_gives_nothing(tmp_path: Path) -> None:
    text = f"Tỉnh rà soát hồ sơ\n{BODY}\nCác sở báo cáo trước ngày 20 hằng tháng.\n"
    head = head_of(tmp_path, text.encode(), "tin.txt")
    assert head == Head()
