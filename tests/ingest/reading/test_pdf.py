"""Born-digital PDFs: reading order, stamps, furniture, paragraphs, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import PageVerdict, PdfKind
from ingest.reading import read_source
from ingest.source import SourceText
from tests import typeset
from tests.typeset import Put, Widget

BODY = (
    "Căn cứ kế hoạch năm, Ủy ban nhân dân tỉnh yêu cầu các sở, ngành rà soát danh mục hồ sơ và báo cáo kết quả thực hiện về Văn phòng "
    "trước ngày 20 hằng tháng để tổng hợp chung."
)


def read(tmp_path: Path, data: bytes) -> SourceText:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return read_source(path, ocr=False)


def paragraphs(source: SourceText) -> list[str]:
    return [source.text[p.start : p.end] for p in source.paragraphs]


def test_columns_of_the_head_are_read_one_after_the_other(tmp_path: Path) -> None:
    head = typeset.letterhead(["ỦY BAN NHÂN DÂN", "TỈNH HOA LƯ"], "Số: 12/UBND-VX", "Hoa Lư, ngày 05 tháng 3 năm 2026")
    source = read(tmp_path, typeset.pdf([*head, *typeset.flow([BODY], 180)]))
    text = source.text
    order = ["ỦY BAN NHÂN DÂN", "TỈNH HOA LƯ", "Số: 12/UBND-VX", "CỘNG HÒA", "Độc lập", "Hoa Lư, ngày 05", "Căn cứ kế hoạch"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert paragraphs(source)[-1] == BODY


@pytest.mark.parametrize(
    ("blank", "widgets", "expected", "covered", "reason"),
    [
        ("Số:          /QĐ-UBND", [("9012", 30)], "Số: 9012/QĐ-UBND", [""], "a blank before the slash is filled"),
        ("ngày      tháng 4 năm 2026", [("15", 31)], "ngày 15 tháng 4 năm 2026", [""], "a blank inside the date is filled"),
        ("ngày ..... tháng 4 năm 2026", [("15", 31)], "ngày 15 tháng 4 năm 2026", ["....."], "dots are covered"),
        ("Điều khoản chung", [("77", 400)], "Điều khoản chung", None, "a stamp far beside the line is not written into it"),
    ],
)
def test_stamps_are_written_where_they_stand(
    tmp_path: Path, blank: str, widgets: list[tuple[str, float]], expected: str, covered: list[str] | None, reason: str
) -> None:
    y = 100.0
    items = [Put(blank, 85, y), *typeset.flow([BODY], 180)]
    stamps = [Widget(text, 85 + dx, y, size=12) for text, dx in widgets]
    source = read(tmp_path, typeset.with_widgets(typeset.pdf(items), stamps))
    assert paragraphs(source)[0] == expected, reason
    if covered is None:
        assert [f.text for f in source.furniture] == [text for text, _ in widgets]
        assert source.stamps == ()
        return
    assert [(s.text, s.covered) for s in source.stamps] == [(t, c) for (t, _), c in zip(widgets, covered, strict=True)]
    assert [source.text[s.start : s.end] for s in source.stamps] == [text for text, _ in widgets]
    assert source.source.kind_of_pdf is PdfKind.STAMPED


def test_a_stamped_month_overrides_the_drafts(tmp_path: Path) -> None:
    line = "Hoa Lư, ngày       tháng 4 năm 2026"
    at = 85 + typeset.width_of("Hoa Lư, ngày       tháng ")
    day = 85 + typeset.width_of("Hoa Lư, ngày  ")
    data = typeset.with_widgets(
        typeset.pdf([Put(line, 85, 100), *typeset.flow([BODY], 180)]), [Widget("5", at - 1, 100), Widget("15", day, 100)]
    )
    source = read(tmp_path, data)
    assert paragraphs(source)[0] == "Hoa Lư, ngày 15 tháng 5 năm 2026"
    assert [(s.text, s.covered) for s in source.stamps] == [("15", ""), ("5", "4")]


def test_page_numbers_running_heads_and_banners_are_furniture(tmp_path: Path) -> None:
    pages = [
        [Put("CÔNG BÁO/Số 11", 250, 20, 10), Put(str(n), 295, 800, 12), *typeset.flow([f"{n}. {BODY}"], 100)] for n in range(1, 5)
    ]
    pages[0].append(Put("Người ký: Nguyễn Thị Thử", 400, 60, 8))
    source = read(tmp_path, typeset.pdf(*pages))
    assert paragraphs(source) == [f"{n}. {BODY}" for n in range(1, 5)]
    reasons = {f.reason for f in source.furniture}
    assert reasons == {"số trang", "đầu trang, chân trang lặp lại", "khối chữ ký số"}
    assert len(source.furniture) == 9


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ([BODY, BODY], "an indent opens a paragraph"),
        (["1. Ngắn.", "2. Cũng ngắn.", "a) " + BODY], "markers after closed lines"),
        (
            ["Theo quy định tại khoản 2 và khoản 3 của luật hiện hành về thẩm quyền quyết định thì " * 2 + "Điều 5 áp dụng."],
            "inner reference",
        ),
    ],
)
def test_lines_become_paragraphs(tmp_path: Path, texts: list[str], reason: str) -> None:
    source = read(tmp_path, typeset.pdf(typeset.flow(texts, 80)))
    assert paragraphs(source) == [" ".join(t.split()) for t in texts], reason


def test_a_paragraph_runs_on_over_the_page_break(tmp_path: Path) -> None:
    lines = typeset.justified(BODY, 0)
    assert len(lines) == 3
    first = [*typeset.flow([BODY], 100), Put(lines[0].text, lines[0].x, 700)]
    second = [Put(lines[1].text, lines[1].x, 60), Put(lines[2].text, lines[2].x, 77), *typeset.flow([BODY], 120)]
    source = read(tmp_path, typeset.pdf(first, second))
    assert paragraphs(source) == [BODY, BODY, BODY]
    assert [line.page for line in source.lines] == [1, 1, 1, 1, 2, 2, 2, 2, 2]


def test_spans_guarantees(tmp_path: Path) -> None:
    head = typeset.letterhead(["BỘ THỬ NGHIỆM"], "Số: 12/2026/TT-BTN", "Hà Nội, ngày 05 tháng 3 năm 2026")
    source = read(tmp_path, typeset.pdf([*head, *typeset.flow([BODY, BODY], 180)], typeset.flow([BODY], 60)))
    assert all(source.text[line.start : line.end] == line.text for line in source.lines)
    ends = [p.end for p in source.paragraphs]
    starts = [p.start for p in source.paragraphs]
    assert all(source.text[end:start] == "\n" for end, start in zip(ends, starts[1:], strict=False))
    assert (starts[0], ends[-1]) == (0, len(source.text))
    assert [p.verdict for p in source.pages] == [PageVerdict.GOOD, PageVerdict.GOOD]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(tmp_path: Path, turn: int) -> None:
    items = [Put("Dòng một của trang xoay", 85, 100), Put("Dòng hai", 300, 400)]
    upright, turned = read(tmp_path, typeset.pdf(items)), read(tmp_path, typeset.pdf(items, rotate=turn))
    assert turned.text == upright.text == "Dòng một của trang xoay\nDòng hai"
    assert [(p.width, p.height) for p in turned.pages] == [(p.width, p.height) for p in upright.pages]
    for a, b in zip(upright.lines, turned.lines, strict=True):
        assert a.box is not None
        assert b.box is not None
        assert (b.box.x0, b.box.y0, b.box.x1, b.box.y1) == pytest.approx((a.box.x0, a.box.y0, a.box.x1, a.box.y1), abs=0.2)
