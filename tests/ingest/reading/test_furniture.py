"""Watermarks and line numbers are set aside with their reasons; what only looks like them stays."""

from __future__ import annotations

import io
from pathlib import Path

from ingest.reading import read_source
from ingest.reading.furniture import LINE_NUMBER, WATERMARK
from ingest.source import SourceText
from tests import typeset
from tests.typeset import Put

LINE = "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành rà soát danh mục hồ sơ và báo cáo kết quả thực hiện về Văn phòng."


def read(tmp_path: Path, data: bytes) -> SourceText:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return read_source(path, ocr=False)


def aside(source: SourceText) -> list[tuple[str, int, str]]:
    return [(f.text, f.page, f.reason) for f in source.furniture]


def test_large_print_at_the_same_place_of_many_pages_is_a_watermark(tmp_path: Path) -> None:
    pages = [[*typeset.flow([f"{LINE} {n}"], 120), Put("BẢN DỰ THẢO", 200, 400, 40)] for n in range(3)]
    pages.append([*typeset.flow([f"{LINE} 3"], 120), Put("PHẦN CUỐI", 200, 500, 40)])
    source = read(tmp_path, typeset.pdf(*pages))
    assert aside(source) == [("BẢN DỰ THẢO", n, WATERMARK) for n in (1, 2, 3)]
    assert "PHẦN CUỐI" in source.text


def test_slanted_text_is_a_watermark(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    stamp = io.BytesIO()
    canvas = Canvas(stamp, pagesize=(typeset.WIDTH, typeset.HEIGHT))
    canvas.translate(150, 300)
    canvas.rotate(40)
    canvas.setFont(typeset.BOLD, 120)
    canvas.drawString(0, 0, "MẬT")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(typeset.pdf(typeset.flow([LINE], 120)))))
    writer.pages[0].merge_page(PdfReader(stamp).pages[0])
    out = io.BytesIO()
    writer.write(out)
    source = read(tmp_path, out.getvalue())
    assert (source.text, {reason for _, _, reason in aside(source)}) == (LINE, {WATERMARK})
    assert "".join(text for text, _, _ in aside(source)) == "MẬT"


def test_a_column_of_even_numbers_left_of_the_text_numbers_its_lines(tmp_path: Path) -> None:
    body = typeset.flow([LINE, LINE, LINE], 120)
    numbers = [Put(str(n), 30, line.y, 9) for n, line in enumerate(body, 1)]
    source = read(tmp_path, typeset.pdf([*body, *numbers]))
    assert [text for text, _, reason in aside(source) if reason == LINE_NUMBER] == [str(n) for n in range(1, len(body) + 1)]
    assert source.text == "\n".join([LINE] * 3)


def test_numbers_that_skip_are_no_line_numbers(tmp_path: Path) -> None:
    body = typeset.flow([LINE, LINE, LINE], 120)
    numbers = [Put(text, 30, line.y, 9) for text, line in zip(("1", "2", "7", "8", "20", "21"), body, strict=False)]
    source = read(tmp_path, typeset.pdf([*body, *numbers]))
    assert [reason for _, _, reason in aside(source)] == []


def test_signs_that_only_their_font_knows_are_told(tmp_path: Path) -> None:
    source = read(tmp_path, typeset.pdf(typeset.flow([LINE], 120)))
    assert "private-glyphs" not in {n.code for n in source.notices}
