"""Pages without a usable text layer are read by Tesseract, several at a time, one thread each.

1. A page that was read once is not read again, not even drawn (``tesseract.Results``), so that a scan that was interrupted goes on
   where it stopped.
2. A missing program is a notice with the line that installs it, never a crash.
3. Words come back as fragments in PDF points with their confidence, so that the layout treats scans and text alike; ruled tables
   are read cell by cell, and their rules come back too.
4. Words are repaired by context; what Tesseract read stays beside, line by line, and each repair is told.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.model import Notice
from ingest.reading import confusions, language
from ingest.reading.cells import find_tables, on_the_page
from ingest.reading.columns import fragments_of, without_specks
from ingest.reading.fragments import Fragment
from ingest.reading.pictures import Prepared, Turn, lift_red, prepare
from ingest.reading.repair import Repair, repair_words
from ingest.reading.second_look import Scan, look_again
from ingest.reading.tables import Rule
from ingest.reading.tesseract import BLOCK, PAGE, KnownPage, Results, Word, missing_program, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pages read with less confidence than this are told, with the words that are least sure.
_POOR_PAGE = 80.0
_POOR_WORD = 60.0
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Shot:
    """A page in colour (rows, columns, red green blue) with its pixels per point."""

    pixels: NDArray[np.uint8]
    scale: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be read: its number, its size in points, whether it is the last, and how its picture is drawn.

    ``draw`` is called by one thread at a time.
    """

    page: int
    width: float
    height: float
    draw: Callable[[], Shot]
    last: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """What OCR read on one page; ``confidence`` is the mean over words in percent, ``None`` without words.

    Fragments lie on the levelled page; ``turn`` leads back to the page as shown. ``raw`` are lines that were repaired, as Tesseract
    read them.
    """

    page: int
    fragments: tuple[Fragment, ...]
    confidence: float | None
    notices: tuple[Notice, ...] = ()
    raw: tuple[Fragment, ...] = ()
    turn: Turn | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """What OCR made of the pages it was given, by number; ``notices`` are about all of them."""

    pages: Mapping[int, Recognised]
    notices: tuple[Notice, ...] = ()


# Reads the pages of a file: its sheets, the seconds that one page may take, and what was read before.
Recogniser = Callable[[Sequence[Sheet], float, Results], Recognition]

_drawing = threading.Lock()


class _Canvas:
    """A sheet's picture, drawn at most once and only when somebody asks for it."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._shot: Shot | None = None

    def shot(self) -> Shot:
        if self._shot is None:
            # pdfium serves one thread at a time.
            with _drawing:
                self._shot = self._sheet.draw()
        return self._shot

    def prepared(self) -> Prepared:
        shot = self.shot()
        red, green, blue = (shot.pixels[:, :, i] for i in range(3))
        return prepare(lift_red(red, green, blue), shot.scale)


def _mend(words: Sequence[Word]) -> tuple[list[str], list[Repair]]:
    """Repair the words of each of Tesseract's paragraphs by their context."""
    model, channel = language.load(), confusions.load()
    out: list[str] = []
    repairs: list[Repair] = []
    for _, group in groupby(words, key=lambda word: word.line[:2]):
        written, found = repair_words([(word.text, word.confidence) for word in group], model, channel)
        out += written
        repairs += found
    return out, repairs


def _told(page: int, repairs: Sequence[Repair], words: Sequence[Word], confidence: float | None) -> list[Notice]:
    out = []
    if repairs:
        pairs = "; ".join(f"{r.read} → {r.written}" for r in repairs)
        out.append(Notice("ocr-repaired", f"Trang {page}: đã sửa {len(repairs)} chữ nhận dạng sai theo ngữ cảnh: {pairs}.", page))
    if confidence is not None and confidence < _POOR_PAGE:
        unsure = [word.text for word in sorted(words, key=lambda w: w.confidence) if word.confidence < _POOR_WORD]
        named = f" Chưa chắc nhất: {', '.join(unsure[:_MOST_TOLD])}." if unsure else ""
        message = f"Trang {page} nhận dạng kém (độ tin cậy {confidence:.0f}%); hãy đối chiếu với bản gốc.{named}"
        out.append(Notice("ocr-poor", message, page))
    return out


def _read_page(sheet: Sheet, canvas: _Canvas, seconds: float, results: Results) -> KnownPage:
    """Read the words of a page, those of ruled tables cell by cell."""
    known = results.page(sheet.page)
    if known:
        return known
    picture = canvas.prepared()
    dpi = round(picture.scale * 72)
    tables = find_tables(picture)
    tsv = results.read(tables.page if tables else picture.data, seconds, dpi, PAGE)
    for number, column in enumerate(tables.columns if tables else ()):
        tsv += on_the_page(results.read(column.data, seconds, dpi, BLOCK), column.places, number)
    page = KnownPage(tsv, picture.scale, picture.turn.degrees if picture.turn else 0.0, tables.rules if tables else ())
    results.keep_page(sheet.page, page)
    return page


def _recognise(sheet: Sheet, seconds: float, results: Results) -> Recognised:
    canvas = _Canvas(sheet)
    page = _read_page(sheet, canvas, seconds, results)
    words = without_specks(words_of(page.tsv))
    written, repairs = _mend(words)
    fragments, raw = fragments_of(words, written, page.scale)
    letters = sum(len(w.text) for w in words)
    confidence = sum(w.confidence * len(w.text) for w in words) / letters if letters else None
    notices = _told(sheet.page, repairs, words, confidence)
    if sheet.page == 1:
        scan = Scan(words, page.scale, canvas.prepared, lambda data, *how: results.read(data, seconds, *how))
        fragments, unsure = look_again(fragments, scan)
        notices += unsure
    turn = Turn(page.degrees, sheet.width, sheet.height) if page.degrees else None
    return Recognised(sheet.page, tuple(fragments), confidence, tuple(notices), tuple(raw), turn, page.rules)


def recognise(sheet: Sheet, seconds: float, results: Results) -> Recognised:
    """Read one page; a page that cannot be read gives a notice."""
    page = sheet.page
    try:
        return _recognise(sheet, seconds, results)
    except subprocess.TimeoutExpired:
        notice = Notice("ocr-timeout", f"Trang {page}: nhận dạng chữ quá {seconds:.0f} giây nên đã dừng.", page)
    except (subprocess.CalledProcessError, OSError):
        notice = Notice("ocr-failed", f"Trang {page}: Tesseract không đọc được ảnh trang.", page)
    return Recognised(page, (), None, (notice,))


def keep(sheet: Sheet, seconds: float, results: Results) -> None:
    """Read the words of a page for the sake of its kept result; a page that cannot be read keeps none."""
    with contextlib.suppress(subprocess.SubprocessError, OSError):
        _read_page(sheet, _Canvas(sheet), seconds, results)


def workers() -> int:
    """How many pages are read at a time: one per usable core."""
    return max(1, len(os.sched_getaffinity(0)))


def recognise_all(sheets: Sequence[Sheet], seconds: float, results: Results, *, at_once: int | None = None) -> Recognition:
    """Read pages, ``at_once`` at a time (``None``: as many as there are cores)."""
    missing = missing_program()
    if missing:
        return Recognition({}, (missing,))
    with ThreadPoolExecutor(at_once or workers()) as threads:
        read = threads.map(lambda sheet: recognise(sheet, seconds, results), sheets)
        return Recognition({page.page: page for page in read})
