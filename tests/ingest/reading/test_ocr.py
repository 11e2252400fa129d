"""Scans: words become fragments, results are kept, stamps and specks set aside, unsure numbers read again."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.model import PageVerdict, PdfKind
from ingest.reading import ocr, read_source
from ingest.reading.fragments import Fragment
from ingest.reading.ocr import Picture, recognise
from ingest.reading.scans import INCOMING, SPECK, sort_out
from ingest.reading.second_look import UNSURE_DATE, UNSURE_NUMBER, look_again
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
        (2, 100, 200, 100, 90, "bồ"), (2, 220, 200, 150, 92, "sung"), (2, 390, 200, 100, 92, "một"), (2, 500, 200, 60, 91, "số"),
        (2, 580, 200, 150, 93, "điều"), (2, 1400, 200, 60, 30, "|"),
    ]
)  # fmt: skip


def test_words_become_fragments_in_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_run", lambda *_: PAGE)
    read = recognise(Picture(2, b"P5 1 1 255\n\0", 300 / 72), 5.0, None)
    assert [f.text for f in read.fragments] == ["BỘ THỬ", "CỘNG HÒA", "bổ sung một số điều"]
    assert read.fragments[0].x0 == pytest.approx(24.0)
    assert [n.code for n in read.notices] == ["ocr-repaired"]
    assert "bồ → bổ" in read.notices[0].message
    assert read.fragments[2].weakest == 90


def test_results_are_kept_and_an_interrupted_scan_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def run(data: bytes, *_: object) -> str:
        if data == b"three" and len(read) < 3:
            read.append(b"interrupted")
            raise KeyboardInterrupt
        read.append(data)
        return PAGE

    monkeypatch.setattr(ocr, "_run", run)
    pictures = [Picture(n, data, 4.0) for n, data in ((2, b"one"), (3, b"two"), (4, b"three"))]
    with pytest.raises(KeyboardInterrupt):
        _ = [recognise(p, 5.0, tmp_path) for p in pictures]
    again = [recognise(p, 5.0, tmp_path) for p in pictures]
    assert read == [b"one", b"two", b"interrupted", b"three"]
    assert [len(r.fragments) for r in again] == [3, 3, 3]
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(
    ("error", "code"),
    [(subprocess.TimeoutExpired("tesseract", 5), "ocr-timeout"), (subprocess.CalledProcessError(1, "tesseract"), "ocr-failed")],
)
def test_a_page_that_cannot_be_read_is_a_notice(monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    def run(*_: object) -> str:
        raise error

    monkeypatch.setattr(ocr, "_run", run)
    read = recognise(Picture(7, b"x", 4.0), 5.0, None)
    assert (read.fragments, [(n.code, n.page) for n in read.notices]) == ((), [(code, 7)])


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


LOOKS = [
    ("Số: 88/QĐ-TTg", 40.0, ["Số: 288/QĐ-TTg"] * 3, "Số: 288/QĐ-TTg", [], "most readings agree"),
    ("Số: 88/QĐ-TTg", 40.0, ["Số: #88/QĐ-TTg", "Số: 283/QĐ-TTg", "Số: 8/QĐ-TTg"], "Số: 88/QĐ-TTg", [UNSURE_NUMBER], "no agreement"),
    ("Số: 88/QĐ-TTg", 95.0, ["Số: 77/QĐ-TTg"] * 3, "Số: 88/QĐ-TTg", [], "a sure reading is not read again"),
    ("Hà Nội, ngàyO5 tháng 4 năm 2024", 50.0, ["Hà Nội, ngày 05 tháng 4 năm 2024"] * 3, "Hà Nội, ngàyO5 tháng 4 năm 2024", [],
     "the same digits"),
    ("Hà Nội, ngày Ø tháng h năm 2024", 30.0, ["Hà Nội, ngày 0 tháng Ù năm 2024"] * 3, "Hà Nội, ngày Ø tháng h năm 2024", [UNSURE_DATE],
     "handwriting that nobody reads"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "confidence", "readings", "expected", "codes", "reason"), LOOKS)
def test_unsure_numbers_and_dates_are_read_again(
    line: str, confidence: float, readings: list[str], expected: str, codes: list[str], reason: str
) -> None:
    answers = iter(readings)
    blank = b"P5 400 400 255\n" + b"\xff" * 160_000
    out, notices = look_again([_piece(line, 20, 20, confidence)], blank, 1.0, lambda _: next(answers))
    assert ([f.text for f in out], [n.code for n in notices]) == ([expected], codes), reason


def test_red_seals_do_not_reach_the_picture() -> None:
    import numpy as np

    from ingest.reading.pdf import _grey_without_red

    pixels = np.array([[[0, 0, 0, 255], [40, 30, 200, 255], [255, 255, 255, 255], [200, 60, 40, 255]]], np.uint8)
    assert list(_grey_without_red(pixels.tobytes(), 4, 1, 16)) == [0, 255, 255, 69]
