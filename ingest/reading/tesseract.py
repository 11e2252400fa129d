"""The Tesseract program: called with one thread, its table of words read, its results kept.

1. What was read once is not read again: tables are kept by the hash of the picture, the settings and the program's version.
2. A page of a file that was read before is found without drawing it: ``Results.page`` keeps which picture it was.
3. Results are written aside and moved into place, so that a kill leaves no half of one.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.model import Notice
from ingest.reading.pdfium import clean
from ingest.reading.tables import Rule

INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-vie"
FOLDER = "ocr"  # where results are kept below the cache
# Raised when pictures are prepared or read in another way.
_VERSION = "7"
_LEVEL_WORD = "5"
_BUSY = 10  # times as long as its own work may a page take, where others work on the same cores
# Tesseract's page segmentation modes: a page as it comes, one block of text, one line.
PAGE, BLOCK, ONE_LINE = 3, 6, 7
# Ruling lines and edges of stamps that Tesseract takes for words; a dash of one character may be a real one.
_STROKE = re.compile(r"[|¦‖!\[\]{}_~=]*|[—–_=]{2,}|—")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read: ``line`` is (block, paragraph, line); edges in pixels; confidence in percent."""

    line: tuple[str, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    text: str


def missing_program() -> Notice | None:
    """A notice when Tesseract or its Vietnamese data is absent."""
    program = shutil.which("tesseract")
    if program is None:
        return Notice("ocr-missing", f"Chưa cài Tesseract nên các trang quét chưa được đọc. Cài bằng lệnh: {INSTALL}")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30).stdout
    if "vie" not in listed.split():
        return Notice("ocr-missing", f"Tesseract chưa có dữ liệu tiếng Việt. Cài bằng lệnh: {INSTALL}")
    return None


@cache
def program_version() -> str:
    """Return what the program says of itself; "" where there is none."""
    try:
        told = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False, timeout=30).stdout
    except OSError:
        return ""
    return told.partition("\n")[0]


def run(data: bytes, seconds: float, dpi: int, mode: int, settings: Sequence[str] = ()) -> str:
    """Read a picture with Tesseract and return its table of words (TSV). Raises ``OSError`` or ``SubprocessError``.

    ``seconds`` are those of its own work: on a machine that is busy a page takes longer and is read all the same.
    """
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    variables = [part for setting in settings for part in ("-c", setting)]
    limited = ["/bin/sh", "-c", 'ulimit -t "$0" && exec "$@"', str(math.ceil(seconds))]
    command = [*limited, "tesseract", "stdin", "stdout", "-l", "vie", "--dpi", str(dpi), "--psm", str(mode), *variables, "tsv"]
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=seconds * _BUSY, env=environment)
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise subprocess.TimeoutExpired(command, seconds)
    done.check_returncode()
    return done.stdout.decode("utf-8", "replace")


def words_of(tsv: str) -> list[Word]:
    """Return the words of a table; strokes that are no words are left out."""
    out = []
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _LEVEL_WORD and not _STROKE.fullmatch(cells[11].strip()):
            x, y, w, h = map(float, cells[6:10])
            out.append(Word(tuple(cells[2:5]), x, y, x + w, y + h, float(cells[10]), clean(cells[11])))
    return out


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page that was read: its table, the picture's pixels per point, the degrees it was turned by, and its ruling lines."""

    tsv: str
    scale: float
    degrees: float
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """What was read before, below ``folder``; nothing is kept without one. ``file`` is the SHA-256 of the source.

    ``program`` is the version of Tesseract that read; ``None`` for this machine's.
    """

    folder: Path | None
    file: str = ""
    program: str | None = None

    def _mark(self) -> str:
        return f"{_VERSION} {program_version() if self.program is None else self.program}"

    def _table(self, name: str) -> Path | None:
        return self.folder / FOLDER / name[:2] / f"{name}.tsv" if self.folder else None

    def _page(self, number: int) -> Path | None:
        key = hashlib.sha256(f"{self._mark()} {self.file} {number}".encode()).hexdigest()
        return self.folder / FOLDER / "pages" / key[:2] / f"{key}.json" if self.folder and self.file else None

    def read(self, data: bytes, seconds: float, dpi: int, mode: int, settings: Sequence[str] = ()) -> str:
        """Return Tesseract's table for a picture, from what is kept if it was read before."""
        path = self._table(self._name(data, dpi, mode, settings))
        if path is None:
            return run(data, seconds, dpi, mode, settings)
        if path.is_file():
            return path.read_text(encoding="utf-8")
        tsv = run(data, seconds, dpi, mode, settings)
        write(path, tsv)
        return tsv

    def page(self, number: int) -> KnownPage | None:
        """Return a page of the file that was read before."""
        path = self._page(number)
        if path is None or not path.is_file():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            table = self._table(kept["table"])
            rules = tuple(Rule(*edges) for edges in kept["rules"])
            return KnownPage(table.read_text(encoding="utf-8"), kept["scale"], kept["degrees"], rules) if table else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def kept(self, number: int) -> tuple[Path, ...]:
        """Return the files that ``page`` reads; none when the page was not read before."""
        path = self._page(number)
        if path is None or self.page(number) is None:
            return ()
        table = self._table(json.loads(path.read_text(encoding="utf-8"))["table"])
        return (path, table) if table else ()

    def keep_page(self, number: int, page: KnownPage) -> None:
        """Remember what was read on a page."""
        path, name = self._page(number), hashlib.sha256(f"{self._mark()} page {page.tsv}".encode()).hexdigest()
        table = self._table(name)
        if path is None or table is None:
            return
        rules = [(rule.x0, rule.y0, rule.x1, rule.y1) for rule in page.rules]
        write(table, page.tsv)
        write(path, json.dumps({"table": name, "scale": page.scale, "degrees": page.degrees, "rules": rules}))

    def _name(self, data: bytes, dpi: int, mode: int, settings: Sequence[str]) -> str:
        head = f"{self._mark()} {dpi} {mode} {' '.join(settings)} "
        return hashlib.sha256(head.encode() + data).hexdigest()


def write(path: Path, text: str) -> None:
    """Write a result aside and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two threads may have read the same picture, such as two empty pages.
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
