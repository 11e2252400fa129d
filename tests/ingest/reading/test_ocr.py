"""Scans: words become fragments, results are kept, stamps and specks set aside, unsure numbers read again."""

from __future__ import annotations

import io
import shutil
import subprocess
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from corpus.model import PageVerdict, PdfKind
from ingest.reading import read_source, tesseract
from ingest.reading.columns import fragments_of
from ingest.reading.digits import read_digits
from ingest.reading.fragments import Fragment
from ingest.reading.ocr import Sheet, Shot, recognise
from ingest.reading.pictures import Prepared, lift_red, prepare, skew_of
from ingest.reading.scans import INCOMING, SPECK, sort_out
from ingest.reading.second_look import UNSURE_DATE, UNSURE_NUMBER, Scan, look_again
from ingest.reading.tesseract import Results
from tests import typeset

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def tsv(words: Iterable[tuple[int, int, int, int, float, str]], height: int = 40) -> str:
    """Tesseract's table for words given as (line, left, top, width, confidence, text)."""
    rows = [
        f"5\t1\t1\t1\t{line}\t{n}\t{left}\t{top}\t{width}\t{height}\t{conf}\t{text}"
        for n, (line, left, top, width, conf, text) in enumerate(words)
    ]
    return "\n".join([HEADER, *rows])


PAGE = tsv(
    [
        (1, 100, 100, 200, 95, "BỘ"), (1, 320, 100, 300, 95, "THỬ"), (1, 660, 100, 250, 96, "CỘNG"), (1, 930, 100, 200, 96, "HÒA"),
        (2, 100, 200, 100, 90, "bố"), (2, 220, 200, 150, 92, "sung"), (2, 390, 200, 100, 92, "một"), (2, 500, 200, 60, 91, "số"),
        (2, 580, 200, 150, 93, "điều"), (2, 1400, 200, 60, 30, "|"),
    ]
)  # fmt: skip


def _sheet(page: int, shade: int = 255, drawn: list[int] | None = None) -> Sheet:
    """A page of one colour, 40 by 60 pixels at 300 dpi; drawing it is noted in ``drawn``."""
    import numpy as np

    def draw() -> Shot:
        if drawn is not None:
            drawn.append(page)
        return Shot(np.full((60, 40, 3), shade, np.uint8), 300 / 72)

    return Sheet(page, 9.6, 14.4, draw)


def test_words_become_fragments_in_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "run", lambda *_: PAGE)
    read = recognise(_sheet(2), 5.0, Results(None))
    assert [f.text for f in read.fragments] == ["BỘ THỬ", "CỘNG HÒA", "bổ sung một số điều"]
    assert read.fragments[0].x0 == pytest.approx(24.0)
    assert [n.code for n in read.notices] == ["ocr-repaired"]
    assert "bố → bổ" in read.notices[0].message
    assert read.fragments[2].weakest == 90
    assert [(f.text, f.x0) for f in read.raw] == [("bố sung một số điều", 24.0)], "what was read stays beside"


def test_results_are_kept_and_an_interrupted_scan_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    drawn: list[int] = []

    def run(data: bytes, *_: object) -> str:
        read.append(data[-1])
        if len(read) == 3:
            raise KeyboardInterrupt
        return PAGE

    monkeypatch.setattr(tesseract, "run", run)
    sheets = [_sheet(n, shade, drawn) for n, shade in ((2, 250), (3, 251), (4, 252))]
    results = Results(tmp_path, "ab12")
    with pytest.raises(KeyboardInterrupt):
        _ = [recognise(s, 5.0, results) for s in sheets]
    again = [recognise(s, 5.0, results) for s in sheets]
    assert read == [250, 251, 252, 252], "pages read before are not read again"
    assert drawn == [2, 3, 4, 4], "nor drawn"
    assert [len(r.fragments) for r in again] == [3, 3, 3]
    assert not list(tmp_path.rglob("*.part"))
    same_picture = recognise(_sheet(9, 250, drawn), 5.0, Results(tmp_path, "another file"))
    assert (len(same_picture.fragments), len(read)) == (3, 4), "the same picture in another file is known by its hash"


def test_two_threads_may_read_the_same_picture_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together = threading.Barrier(2, timeout=10)
    moved = Path.replace

    def run(*_: object) -> str:
        together.wait()  # both have found that nothing is kept
        return PAGE

    def replace_(path: Path, target: Path) -> Path:
        together.wait()  # both have written aside
        return moved(path, target)

    monkeypatch.setattr(tesseract, "run", run)
    monkeypatch.setattr(Path, "replace", replace_)
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda _: Results(tmp_path).read(b"empty page", 5.0, 300, 3), range(2))) == [PAGE, PAGE]
    assert [path.suffix for path in tmp_path.rglob("*.*")] == [".tsv"]


@pytest.mark.parametrize(
    ("error", "code"),
    [(subprocess.TimeoutExpired("tesseract", 5), "ocr-timeout"), (subprocess.CalledProcessError(1, "tesseract"), "ocr-failed")],
)
def test_a_page_that_cannot_be_read_is_a_notice(monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    def run(*_: object) -> str:
        raise error

    monkeypatch.setattr(tesseract, "run", run)
    read = recognise(_sheet(7), 5.0, Results(None))
    assert (read.fragments, [(n.code, n.page) for n in read.notices]) == ((), [(code, 7)])


SLOW = [
    ("sleep 1.5; echo read", "read", "others were at work meanwhile"),
    ("while :; do :; done", None, "it works and does not end"),
    ("exit 3", 3, "it cannot read the picture"),
]


@pytest.mark.parametrize(("work", "found", "reason"), SLOW)
def test_a_page_may_take_as_long_as_its_own_work_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str, found: str | int | None, reason: str
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\ncat > /dev/null\n{work}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    if isinstance(found, str):
        assert tesseract.run(b"picture", 1.0, 300, 3).strip() == found, reason
        return
    with pytest.raises(subprocess.SubprocessError) as caught:
        tesseract.run(b"picture", 1.0, 300, 3)
    assert isinstance(caught.value, subprocess.TimeoutExpired) == (found is None), reason
    assert getattr(caught.value, "returncode", None) == found, reason


def test_a_poor_page_is_told_with_its_unsure_words(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [
        (1, 100, 100, 90, 95, "tổ"),
        (1, 200, 100, 90, 40, "chỨe"),
        (1, 300, 100, 90, 55, "hIên"),
        (1, 400, 100, 90, 90, "hành"),
    ]
    monkeypatch.setattr(tesseract, "run", lambda *_: tsv(words))
    read = recognise(_sheet(3), 5.0, Results(None))
    assert [(n.code, n.page) for n in read.notices if n.code == "ocr-poor"] == [("ocr-poor", 3)]
    assert "Chưa chắc nhất: chỨe, hIên." in read.notices[-1].message


def _scan(text: str) -> bytes:
    """A PDF whose only content is a picture of a page."""
    import pypdfium2

    page = pypdfium2.PdfDocument(typeset.pdf(typeset.flow([text], 100)))[0]
    out = io.BytesIO()
    page.render(scale=200 / 72).to_pil().convert("L").save(out, "PNG")
    return typeset.pdf([typeset.Picture(out.getvalue(), 0, 0, typeset.WIDTH, typeset.HEIGHT)])


SENTENCE = "Ủy ban nhân dân tỉnh yêu cầu các sở báo cáo kết quả thực hiện trước ngày 20 tháng 4 năm 2026."


def test_without_tesseract_a_scan_is_reported_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    path = tmp_path / "a.pdf"
    path.write_bytes(_scan(SENTENCE))
    source = read_source(path)
    assert (source.text, source.source.kind_of_pdf) == ("", PdfKind.SCAN)
    assert [n.code for n in source.notices] == ["ocr-missing", "page-unread"]
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in source.notices[0].message


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs the program tesseract")
def test_a_scan_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_scan(SENTENCE))
    source = read_source(path, cache=tmp_path / "cache")
    assert source.text == SENTENCE
    assert source.pages[0].verdict is PageVerdict.OCR
    assert (source.pages[0].confidence or 0) > 80
    assert source == read_source(path, cache=tmp_path / "cache")


def _piece(text: str, x0: float, y0: float, confidence: float = 90.0, width: float = 100.0) -> Fragment:
    return Fragment(text, x0, y0, x0 + width, y0 + 12, 12, confidence=confidence, weakest=confidence)


def test_incoming_stamps_and_specks_are_set_aside() -> None:
    text = [
        _piece("Số: 12/TB-BTN", 90, 100),
        _piece("THÔNG BÁO", 270, 150),
        _piece("Về sổ mẫu", 250, 168),
        _piece("- Như trên;", 90, 700),
    ]
    stamp = [_piece("CÔNG VĂN ĐẾN", 40, 150), _piece("Giờ: .... Ngày 12", 40, 170, 60), _piece("Kính chuyển: TH", 40, 186, 50)]
    specks = [_piece("|", 20, 300), _piece("~ '", 500, 20, 20), _piece("7Ư", 540, 15, 25)]
    kept, aside = sort_out([*text, *stamp, *specks], 595, first=True)
    assert kept == text
    assert [(f.text, r) for f, r in aside] == [(f.text, INCOMING) for f in stamp] + [(f.text, SPECK) for f in specks]
    later, _ = sort_out([*text, *stamp], 595, first=False)
    assert later == [*text, *stamp]


NUMBER_LINE = [(1, 20, 20, 40, 96, "Số:"), (1, 70, 20, 30, 40, "{}"), (1, 110, 20, 90, 90, "/QĐ-TTg")]
DATE_LINE = [
    (1, 20, 20, 40, 96, "Nội,"), (1, 70, 20, 60, 96, "ngày"), (1, 140, 20, 30, 40, "{}"), (1, 180, 20, 70, 96, "tháng"),
    (1, 260, 20, 20, 96, "4"), (1, 290, 20, 50, 96, "năm"), (1, 350, 20, 70, 96, "2024"),
]  # fmt: skip
# The line, what stands in its blank, what the line's further readings say, the blank by Tesseract, the blank by the network.
LOOKS = [
    (NUMBER_LINE, "88", "288", "288", None, "288", [], "most readings agree"),
    (NUMBER_LINE, "88", "283", "8", None, "88", [UNSURE_NUMBER], "no agreement"),
    (NUMBER_LINE, "88", "88", "88", "288", "88", [UNSURE_NUMBER], "the network denies what Tesseract says twice"),
    (NUMBER_LINE, "2#", "2#", "", "24", "24", [], "the digit that was read agrees with the network"),
    (NUMBER_LINE, "2#", "2#", "", "34", "2#", [UNSURE_NUMBER], "and here it does not"),
    (NUMBER_LINE, "?", "?", "", "34", "?", [UNSURE_NUMBER], "one reading is none"),
    (DATE_LINE, "O5", "05", "05", None, "05", [], "letters for digits"),
    (DATE_LINE, "0", "0", "0", "08", "08", [], "a zero alone is half a day"),
    (DATE_LINE, "35", "35", "35", "35", "35", [UNSURE_DATE], "no month has that day"),
    (DATE_LINE, "Ø", "Ø", "0", None, "Ø", [UNSURE_DATE], "handwriting that nobody reads"),
]  # fmt: skip


def _scan_of(line: list[Any], first: str, again: str, blank: str, monkeypatch: pytest.MonkeyPatch, drawn: str | None) -> Scan:
    """A scan of one line whose readings are known; the month 4 is beyond doubt."""
    filled = [(*word[:5], word[5].format(first)) for word in line]
    answers = {"": tsv([(*word[:4], 90, word[5].format(again)) for word in line])}
    blanks = iter([blank, "4"])

    def read(_data: bytes, _dpi: int, _mode: int, settings: tuple[str, ...]) -> str:
        return tsv([(1, 0, 0, 30, 90, next(blanks))]) if settings else answers[""]

    values = iter([drawn, "4"])
    monkeypatch.setattr("ingest.reading.second_look.read_digits", lambda *_: next(values))
    picture = b"P5 500 100 255\n" + b"\xff" * 50_000
    return Scan(tesseract.words_of(tsv(filled)), 1.0, lambda: Prepared(picture, 1.0), read)


@pytest.mark.parametrize(("line", "first", "again", "blank", "drawn", "expected", "codes", "reason"), LOOKS)
def test_unsure_numbers_and_dates_are_read_again(
    line: list[Any], first: str, again: str, blank: str, drawn: str | None, expected: str, codes: list[str], reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    scan = _scan_of(line, first, again, blank, monkeypatch, drawn)
    pieces, _ = fragments_of(scan.words, [w.text for w in scan.words], 1.0)
    joined = [_piece(" ".join(p.text for p in pieces), 20, 20, 40.0, width=480)]
    joined = [replace(joined[0], y1=60.0)]
    out, notices = look_again(joined, scan)
    text = " ".join(word[5].format(expected) for word in line).replace(
        f"{expected} /", f"{expected}/" if not codes else f"{expected} /"
    )
    assert ([f.text for f in out], [n.code for n in notices]) == ([text], codes), reason


def test_sure_lines_are_not_read_again() -> None:
    def refuse(*_: object) -> str:
        raise AssertionError

    sure = [_piece("Số: 88/QĐ-TTg", 20, 20, 95.0), _piece("Hà Nội, ngày 05 tháng 4 năm 2024", 20, 50, 95.0)]
    assert look_again(sure, Scan([], 1.0, refuse, refuse)) == (sure, [])  # type: ignore[arg-type]


def test_a_number_in_running_text_is_no_number_line() -> None:
    body = [_piece("điều của Thông tư số 38/2025/TT-BCT của Bộ", 20, 20, 40.0)]
    assert look_again(body, Scan([], 1.0, lambda: Prepared(b"", 1.0), lambda *_: "")) == (body, [])


@pytest.mark.parametrize("digits", ["06", "1234", "299", "5780"])
def test_digits_are_read_one_by_one(digits: str) -> None:
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(Path(str(files("font_source_serif_pro"))) / "files" / "SourceSerifPro-Regular.ttf"), 46)
    picture = Image.new("L", (40 + 34 * len(digits), 70), 255)
    for at, digit in enumerate(digits):
        ImageDraw.Draw(picture).text((20 + 34 * at, 35), digit, fill=20, font=font, anchor="mm")
    assert read_digits(np.asarray(picture), 46.0) == digits


@pytest.mark.parametrize("signs", ["A", "///", "mm"])
def test_what_is_no_digit_gives_no_reading(signs: str) -> None:
    import numpy as np
    from PIL import Image, ImageDraw

    picture = Image.new("L", (120, 70), 255)
    pen = ImageDraw.Draw(picture)
    if signs == "A":
        pen.rectangle((10, 10, 110, 60), fill=0)
    elif signs == "mm":
        pen.line((10, 35, 110, 35), fill=0, width=3)
    else:
        pen.rectangle((10, 30, 14, 34), fill=0)
    assert read_digits(np.asarray(picture), 46.0) is None


def test_red_ink_becomes_paper_and_print_under_it_stays() -> None:
    import numpy as np

    # Black print, red ink, paper, blue ink, black print under red ink.
    red, green, blue = (
        np.array([row], np.uint8) for row in ((10, 225, 255, 40, 30), (10, 30, 255, 60, 10), (10, 40, 255, 200, 10))
    )
    assert lift_red(red, green, blue).tolist() == [[10, 225, 255, 69, 30]]


def _lines(degrees: float) -> Any:
    """A page of dashes in level lines, turned."""
    import numpy as np
    from PIL import Image

    page = np.full((1100, 850), 255, np.uint8)
    for top in range(120, 980, 40):
        for left in range(100, 740, 24):
            page[top : top + 12, left : left + 16] = 0
    return np.asarray(Image.fromarray(page).rotate(degrees, fillcolor=255))


@pytest.mark.parametrize(("turned", "expected"), [(0.0, 0.0), (1.2, -1.2), (-3.0, 3.0), (0.05, 0.0)])
def test_the_skew_of_a_page_is_measured(turned: float, expected: float) -> None:
    assert skew_of(_lines(turned), 100) == pytest.approx(expected, abs=0.11)


def test_a_page_without_lines_is_not_turned() -> None:
    import numpy as np

    blank = np.full((300, 200), 255, np.uint8)
    assert prepare(blank, 300 / 72).turn is None


def test_a_skewed_page_is_levelled_and_its_boxes_lead_back() -> None:
    import numpy as np

    prepared = prepare(_lines(2.0), 100 / 72)
    assert prepared.turn is not None
    assert prepared.scale == pytest.approx(300 / 72), "small pictures are enlarged"
    header, _, pixels = prepared.data.partition(b" 255\n")
    width, height = map(int, header.split()[1:])
    levelled = np.frombuffer(pixels, np.uint8).reshape(height, width)
    dark = (levelled < 128).sum(axis=1)
    assert (dark[360:2900:3] == 0).sum() > 200, "white shows between the lines again"
    x0, y0, x1, y1 = prepared.turn.back(100.0, 100.0, 500.0, 110.0)
    assert (x1 - x0, y1 - y0) == pytest.approx((399.7, 24.0), abs=0.6), "the box of a slanting line holds both its ends"


def test_second_looks_at_turned_pages_and_boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line read on a levelled page is shown where it stands on the page as it is."""
    from PIL import Image

    monkeypatch.setattr(tesseract, "run", lambda *_: tsv([(1, 300, 1500, 970, 95, "Kế"), (1, 1300, 1500, 900, 95, "hoạch")]))
    path = tmp_path / "a.png"
    Image.fromarray(_lines(2.0)).save(path, dpi=(100, 100))
    monkeypatch.setattr(tesseract, "missing_program", lambda: None)
    monkeypatch.setattr("ingest.reading.ocr.missing_program", lambda: None)
    line = read_source(path).lines[0]
    assert line.box is not None
    assert (line.text, line.box.y1 - line.box.y0 > 9.6) == ("Kế hoạch", True)
