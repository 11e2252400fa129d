"""Pages without a usable text layer are read by Tesseract, several at a time, one thread each.

1. A page that was read once is not read again: results are cached by the hash of its picture and the settings.
2. A missing program is a notice with the line that installs it, never a crash.
3. Words come back as fragments in PDF points with their confidence, so that the layout treats scans and text alike.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from corpus.model import Notice
from ingest.reading.fragments import Fragment
from ingest.reading.language import load
from ingest.reading.pdfium import clean
from ingest.reading.repair import Repair, repair_line
from ingest.reading.second_look import look_again

INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-vie"
_VERSION = "4"
_LEVEL_WORD = "5"
# Tesseract's page segmentation modes: a page as it comes, one line.
_PAGE, _ONE_LINE = 3, 7
# A gap of this many line heights between two words of one Tesseract line separates columns.
_CUT = 1.35
# Ruling lines and edges of stamps that Tesseract takes for words; a dash of one character may be a real one.
_STROKE = re.compile(r"[|¦‖!\[\]{}_~=]*|[—–_=]{2,}|—")
# Words that open the right column of a head, whatever the gap before them.
_RIGHT_COLUMN = re.compile(r"(?:C[ỘO]NG\s+H[ÒO]|C[ỘO]NG\s+H[OÒ][AÀ]|Đ[ẢA]NG\s+C[ỘO]NG|Đ[ộo]c\s+l[ậa]p\s*-)")


# Line (block, paragraph, line), left, top, right, bottom in pixels, confidence in percent, text.
_Word = tuple[tuple[str, ...], float, float, float, float, float, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a PNM or PNG picture; ``scale`` is pixels per point."""

    page: int
    data: bytes
    scale: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """What OCR read on one page; ``confidence`` is the mean over words in percent, ``None`` without words."""

    page: int
    fragments: tuple[Fragment, ...]
    confidence: float | None
    notices: tuple[Notice, ...] = ()


def missing_program() -> Notice | None:
    """A notice when Tesseract or its Vietnamese data is absent."""
    program = shutil.which("tesseract")
    if program is None:
        return Notice("ocr-missing", f"Chưa cài Tesseract nên các trang quét chưa được đọc. Cài bằng lệnh: {INSTALL}")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30).stdout
    if "vie" not in listed.split():
        return Notice("ocr-missing", f"Tesseract chưa có dữ liệu tiếng Việt. Cài bằng lệnh: {INSTALL}")
    return None


def _run(data: bytes, seconds: float, dpi: int, mode: int) -> str:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--dpi", str(dpi), "--psm", str(mode), "tsv"]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=seconds, env=environment)
    return done.stdout.decode("utf-8", "replace")


def _words(tsv: str) -> list[_Word]:
    out = []
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _LEVEL_WORD and not _STROKE.fullmatch(cells[11].strip()):
            x, y, w, h = map(float, cells[6:10])
            out.append((tuple(cells[2:5]), x, y, x + w, y + h, float(cells[10]), clean(cells[11])))
    return out


def _mend(words: list[_Word]) -> tuple[list[_Word], list[Repair]]:
    """Repair each line of words by its context."""
    language = load()
    out: list[_Word] = []
    repairs: list[Repair] = []
    for _, group in groupby(words, key=lambda word: word[0]):
        line = list(group)
        written, found = repair_line([(word[6], word[5]) for word in line], language)
        out += [(*word[:6], text) for word, text in zip(line, written, strict=True)]
        repairs += found
    return out, repairs


def _repair_notice(page: int, repairs: Sequence[Repair]) -> list[Notice]:
    if not repairs:
        return []
    pairs = "; ".join(f"{r.read} → {r.written}" for r in repairs)
    return [Notice("ocr-repaired", f"Trang {page}: đã sửa {len(repairs)} chữ nhận dạng sai theo ngữ cảnh: {pairs}.", page)]


def _fragments(words: list[_Word], scale: float) -> list[Fragment]:
    out: list[Fragment] = []
    line: tuple[str, ...] = ()
    run: list[tuple[float, float, float, float, float, str]] = []
    for index, (key, x0, y0, x1, y1, confidence, text) in enumerate(words):
        height = sorted(r[3] - r[1] for r in run)[len(run) // 2] if run else 0.0
        right = bool(run) and bool(_RIGHT_COLUMN.match(" ".join(w[6] for w in words[index : index + 2])))
        if run and (key != line or right or x0 - run[-1][2] > _CUT * max(height, min(y1 - y0, 2 * height))):
            out.append(_piece(run, scale))
            run = []
        line = key
        run.append((x0, y0, x1, y1, confidence, text))
    if run:
        out.append(_piece(run, scale))
    return [f for f in out if f.text]


def _piece(run: Sequence[tuple[float, float, float, float, float, str]], scale: float) -> Fragment:
    heights = sorted(r[3] - r[1] for r in run)
    size = heights[len(heights) // 2] / scale
    text = clean(" ".join(r[5] for r in run))
    confidence = sum(r[4] * len(r[5]) for r in run) / sum(len(r[5]) for r in run)
    x0, y0 = min(r[0] for r in run) / scale, min(r[1] for r in run) / scale
    x1, y1 = max(r[2] for r in run) / scale, max(r[3] for r in run) / scale
    return Fragment(text, x0, y0, x1, y1, size, confidence=confidence, weakest=min(r[4] for r in run))


def _line(tsv: str) -> str:
    return " ".join(word[6] for word in _words(tsv))


def _cached(data: bytes, dpi: int, mode: int, seconds: float, cache: Path | None) -> str:
    if cache is None:
        return _run(data, seconds, dpi, mode)
    name = hashlib.sha256(f"{_VERSION} {dpi} {mode} ".encode() + data).hexdigest()
    kept = cache / "ocr" / name[:2] / f"{name}.tsv"
    if kept.is_file():
        return kept.read_text(encoding="utf-8")
    tsv = _run(data, seconds, dpi, mode)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    part.write_text(tsv, encoding="utf-8")
    part.replace(kept)
    return tsv


def recognise(picture: Picture, seconds: float, cache: Path | None) -> Recognised:
    """Read one picture; a page that cannot be read gives a notice."""
    dpi = round(picture.scale * 72)
    try:
        tsv = _cached(picture.data, dpi, _PAGE, seconds, cache)
        words, repairs = _mend(_words(tsv))
        fragments = _fragments(words, picture.scale)
        notices = _repair_notice(picture.page, repairs)
        if picture.page == 1:
            fragments, unsure = look_again(
                fragments, picture.data, picture.scale, lambda data: _line(_cached(data, dpi, _ONE_LINE, seconds, cache))
            )
            notices += unsure
    except subprocess.TimeoutExpired:
        notice = Notice("ocr-timeout", f"Trang {picture.page}: nhận dạng chữ quá {seconds:.0f} giây nên đã dừng.", picture.page)
        return Recognised(picture.page, (), None, (notice,))
    except (subprocess.CalledProcessError, OSError):
        notice = Notice("ocr-failed", f"Trang {picture.page}: Tesseract không đọc được ảnh trang.", picture.page)
        return Recognised(picture.page, (), None, (notice,))
    letters = sum(len(f.text) for f in fragments)
    confidence = sum((f.confidence or 0.0) * len(f.text) for f in fragments) / letters if letters else None
    return Recognised(picture.page, tuple(fragments), confidence, tuple(notices))


def read_words(data: bytes, dpi: int, cache: Path | None) -> tuple[str, str]:
    """Return the words of a picture as Tesseract read them and as repaired, in its order (for measurement)."""
    words = _words(_cached(data, dpi, _PAGE, 120.0, cache))
    return " ".join(w[6] for w in words), " ".join(w[6] for w in _mend(words)[0])


def workers() -> int:
    """How many pages are read at a time: one per usable core."""
    return max(1, len(os.sched_getaffinity(0)))


def pool() -> ThreadPoolExecutor:
    """Threads that wait for one Tesseract process each."""
    return ThreadPoolExecutor(workers())
