"""Ruled tables of scans: rules on pictures, cells in one column, words back on the page."""

import numpy as np
import pytest

from corpus.model import Notice, PageVerdict, PdfKind, Source
from corpus.settings import Limits
from ingest.reading import ocr
from ingest.reading.cells import Column, Place, find_tables, on_the_page
from ingest.reading.layout import order_page
from ingest.reading.ocr import Recognised, Recognition, Sheet, Shot, recognise
from ingest.reading.pages import Leaf, compose_source, recognise_pages
from ingest.reading.pictures import Prepared, to_pgm
from ingest.reading.ruling import find_rules, without_rules
from ingest.reading.tables import find_grids
from ingest.reading.tesseract import BLOCK, PAGE, Results

SCALE = 300 / 72


def picture(*, rows=(100, 160, 220), columns=(50, 150, 300), skew=0.0, broken=False, thick=1):
    """A page of 400 x 300 points with the lines of a table and a block of print in every cell."""
    grey = np.full((round(300 * SCALE), round(400 * SCALE)), 255, np.uint8)
    x0, x1, y0, y1 = (round(v * SCALE) for v in (columns[0], columns[-1], rows[0], rows[-1]))
    for y in rows:
        for x in range(x0, x1):
            at = round(y * SCALE + (x - x0) * skew)
            grey[at : at + thick, x] = 0
    for x in columns:
        grey[y0:y1, round(x * SCALE) : round(x * SCALE) + thick] = 0
    if broken:
        grey[:, ::27] = 255
    for y in rows[:-1]:
        for x in columns[:-1]:
            top, left = round((y + 20) * SCALE), round((x + 20) * SCALE)
            grey[top : top + 30, left : left + 60 : 4] = 0
    return grey


GRIDS = [
    (picture(), [((100, 160, 220), (50, 150, 300))], "thin lines"),
    (picture(skew=0.003), [((100, 160, 220), (50, 150, 300))], "lines a little askew"),
    (picture(broken=True), [((100, 160, 220), (50, 150, 300))], "lines with gaps"),
    (picture(columns=(50, 100, 160)), [], "the boxes of a stamp are narrower than print"),
    (picture(thick=40), [], "bars are no lines"),
    (picture(columns=(50, 300)), [], "a frame is no table"),
    (picture(rows=(100, 107, 114)), [], "strokes as short as print are no lines"),
    (np.full((900, 900), 255, np.uint8), [], "an empty page"),
    (np.zeros((900, 900), np.uint8), [], "a black page"),
    (np.zeros((2, 2), np.uint8), [], "smaller than any line"),
]


@pytest.mark.parametrize(("grey", "expected", "reason"), GRIDS, ids=[row[2] for row in GRIDS])
def test_rules_of_a_picture(grey, expected, reason):
    found = [(grid.rows, grid.columns) for grid in find_grids(find_rules(grey, SCALE))]
    assert len(found) == len(expected), reason
    for (rows, columns), (wanted_rows, wanted_columns) in zip(found, expected, strict=True):
        assert rows == pytest.approx(wanted_rows, abs=2.5), reason
        assert columns == pytest.approx(wanted_columns, abs=2.5), reason


def test_lines_are_painted_white_and_print_stays():
    grey = picture()
    clean = without_rules(grey, SCALE)
    blocks = np.full_like(grey, 255)
    for y in (100, 160):
        for x in (50, 150):
            top, left = round((y + 20) * SCALE), round((x + 20) * SCALE)
            blocks[top : top + 30, left : left + 60 : 4] = 0
    assert np.array_equal(clean, blocks)


def test_a_page_without_tables_is_handed_on_as_it_is():
    assert find_tables(Prepared(to_pgm(picture(columns=(50, 300))), SCALE)) is None
    assert find_tables(Prepared(b"no picture", SCALE)) is None


def test_every_cell_with_print_is_in_the_column_once():
    grey = picture()
    grey[round(165 * SCALE) : round(218 * SCALE), round(152 * SCALE) : round(298 * SCALE)] = 255  # one cell is empty
    tables = find_tables(Prepared(to_pgm(grey), SCALE))
    assert tables is not None
    (column,) = tables.columns
    tops = [place.top + 11 * SCALE / 2 + place.down for place in column.places]
    lefts = [place.right + round(10 * SCALE) for place in column.places]
    assert [(round(left / SCALE), round(top / SCALE)) for left, top in zip(lefts, tops, strict=True)] == [
        (70, 120),
        (170, 120),
        (70, 180),
    ]
    assert set(np.frombuffer(tables.page.partition(b" 255\n")[2], np.uint8).tolist()) == {255}, "the page is read without its table"


HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(block, left, top, text, level=5):
    return f"{level}\t1\t{block}\t1\t1\t1\t{left}\t{top}\t60\t30\t96\t{text}"


def test_words_come_back_to_their_place_with_a_line_of_their_cell():
    places = (Place(0, 50, 200, 400), Place(50, 100, 700, 350))
    read = "\n".join([HEAD, row(1, 0, 0, "", level=4), row(1, 40, 10, "Sở"), row(1, 40, 60, "2026"), row(1, 40, 130, "vết")])
    assert on_the_page(read, places, 0) == (
        "\n5\t1\tcells0\t0\t1\t1\t240\t410\t60\t30\t96\tSở\n5\t1\tcells0\t1\t1\t1\t740\t410\t60\t30\t96\t2026"
    ), "what lies beside every cell is dirt"


def test_a_page_with_a_table_is_read_in_cells_and_kept_with_its_rules(tmp_path, monkeypatch):
    calls = []

    def run(data, seconds, dpi, mode, settings=()):
        calls.append(mode)
        if mode == PAGE:
            return "\n".join([HEAD, row(1, 200, 100, "Bảng")])
        gap, margin, step = round(11 * SCALE), round(10 * SCALE), 30 + round(11 * SCALE)
        return "\n".join([HEAD, *(row(1, margin, gap + n * step, f"ô{n}") for n in range(4))])

    monkeypatch.setattr("ingest.reading.tesseract.run", run)
    monkeypatch.setattr(ocr, "look_again", lambda fragments, scan: (fragments, []))
    grey = picture()
    sheet = Sheet(2, 400.0, 300.0, lambda: Shot(np.stack([grey] * 3, axis=2), SCALE))
    first = recognise(sheet, 5.0, Results(tmp_path, "ab"))
    again = recognise(sheet, 5.0, Results(tmp_path, "ab"))
    assert calls == [PAGE, BLOCK], "what was read once is not read again"
    assert again == first
    blocks = order_page(first.fragments, first.rules)
    assert [[[f.text for f in cell] for cell in line] for block in blocks for line in block.rows] == [
        [["ô0"], ["ô1"]],
        [["ô2"], ["ô3"]],
    ]
    assert [f.text for f in blocks[0].lines] == ["Bảng"]


def test_columns_are_cut_before_they_grow_too_tall(monkeypatch):
    monkeypatch.setattr("ingest.reading.cells._TALLEST", 200)
    tables = find_tables(Prepared(to_pgm(picture()), SCALE))
    assert tables is not None
    assert [len(column.places) for column in tables.columns] == [2, 2]
    assert all(isinstance(column, Column) for column in tables.columns)


TOLD = [
    ((), "page-blank", "OCR found no words: a blank page"),
    ((Notice("ocr-timeout", "Trang 1: nhận dạng chữ quá 60 giây nên đã dừng.", 1),), "page-unread", "OCR gave up"),
]


@pytest.mark.parametrize(("notices", "code", "reason"), TOLD, ids=[row[2] for row in TOLD])
def test_a_page_without_words_is_told_for_what_it_is(notices, code, reason):
    leaf = Leaf(1, 595.0, 842.0, (), (), PageVerdict.NO_TEXT, False, 1)
    read = Recognition({1: Recognised(1, (), None, notices)})
    leaves, _ = recognise_pages([leaf], lambda _: None, Limits(), Results(None), lambda *_: read)
    assert [n.code for n in compose_source(leaves, Source("a.pdf", "", 0, PdfKind.SCAN), ()).notices] == [code], reason
