"""``python -m eval.cost [--pdfs DIR] [--lines FILE]``: what reading, storing, indexing and asking cost, the figures of ``docs/scale.md``.

Times are of processors, summed over a command and all processes it waited for, so that other work on the machine changes them little;
what a command costs that has nothing to do is taken off. Each command is the real one, run on a knowledge base of its own.

1. Born-digital pages and provisions come from ``--pdfs`` and ``--lines`` (provisions-JSONL), by default from the bundled documents.
2. Scans are bundled texts set on pages and made worse as a scanner does (``eval.ocr_pages``).
3. Questions are asked in one process, after as many to warm up; each is composed anew, so that no kept answer is measured.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from corpus.catalogue import open_catalogue
from corpus.settings import Home

ROOT: Final = Path(__file__).resolve().parents[1]
_SCANS: Final = 8
_ASKED: Final = 40
_MEASURE: Final = (
    "import contextlib, ctypes, json, os, resource, subprocess, sys\n"
    "ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)\n"  # processes that lose their parent become ours, and are counted
    "done = subprocess.run(sys.argv[1:], capture_output=True)\n"
    "with contextlib.suppress(ChildProcessError):\n"
    "    while True: os.wait()\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.returncode]))"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What so many of one thing took: processor seconds, MiB of the largest process, bytes of disk beside the files themselves."""

    name: str
    count: int
    seconds: float
    memory: float
    disk: int

    def line(self, unit: int, word: str) -> str:
        """Return one line for ``unit`` of ``word``."""
        share = unit / max(self.count, 1)
        disk = self.disk * share / (1 << 20)
        seconds = self.seconds * share
        return (
            f"{self.name:36} {self.count:6} -> {unit} {word}: {seconds:7.0f} s {disk:7.0f} MiB disk {self.memory:5.0f} MiB memory"
        )


@dataclass(frozen=True, slots=True)
class _Spent:
    seconds: float
    memory: float


def _command(home: Home, *words: str) -> _Spent:
    """Run a command of ours. Raises ``RuntimeError`` when it could not do its work."""
    command = [sys.executable, "-c", _MEASURE, sys.executable, "-m", "app.cli.main", "--home", str(home.root), *words]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    seconds, memory, status = json.loads(told)
    if status > 1:
        raise RuntimeError(f"{' '.join(words)} ended with {status}")
    return _Spent(seconds, memory)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _ingested(name: str, home: Home, files: Path, count: Callable[[Home], int]) -> Cost:
    """Ingest ``files`` into a new knowledge base and say what it cost beyond a command with nothing to do."""
    empty = files.parent / "nothing"
    empty.mkdir(exist_ok=True)
    idle = _command(Home(home.root.with_suffix(".idle")), "ingest", str(empty))
    spent = _command(home, "ingest", str(files))
    added = _size(home.root) - _size(home.sources)
    return Cost(name, count(home), spent.seconds - idle.seconds, spent.memory, added)


def _pages(home: Home) -> int:
    with closing(open_catalogue(home)) as catalogue:
        return sum(len(document.pages) for summary in catalogue.summaries() if (document := catalogue.document(summary.key)))


def _provisions(home: Home) -> int:
    with closing(open_catalogue(home)) as catalogue:
        return catalogue.counts().provisions


def scans(folder: Path, texts: Sequence[str]) -> Path:
    """Draw pages of the texts as a scanner sees them into ``folder``."""
    from eval.ocr_pages import CONDITIONS, degrade, draw

    folder.mkdir()
    for number in range(_SCANS):
        page, _ = draw(texts[number * 25 :], CONDITIONS[2].dpi)
        (folder / f"{number}.png").write_bytes(degrade(page, CONDITIONS[2], number))
    return folder


def lines_of(folder: Path, given: Path | None, articles: int) -> Path:
    """Write the first articles of ``given``, or those of the bundled documents again and again under other numbers."""
    folder.mkdir()
    target = folder / "dieu-khoan.jsonl"
    with target.open("w", encoding="utf-8") as out:
        if given:
            with given.open(encoding="utf-8") as stream:
                out.writelines(islice(stream, articles))
            return target
        out.writelines(islice(_copies(), articles))
    return target


def _bundled() -> list[str]:
    texts = sorted((ROOT / "corpus/sources").rglob("*.txt"))
    return [line for path in texts for line in path.read_text("utf-8").splitlines() if len(line) > 40]


def _copies() -> Iterator[str]:
    texts, number = _bundled(), 0
    while True:
        for place in range(0, len(texts) - 3, 3):
            number += 1
            head = {"kind": "Quyết định", "number": f"{number}/2024/QĐ-BTĐ", "date": "2024-01-02", "issuer": "Bộ Thí điểm"}
            heading = " ".join(texts[place].split()[:8])
            said = {"path": "dieu-1", "heading": heading, "text": "\n".join(texts[place : place + 3]), "key": str(number)}
            yield json.dumps({"document": head | {"title": heading}, **said}, ensure_ascii=False) + "\n"


def asked(home: Home) -> Iterator[str]:
    """Ask, search and list in this process; yield a line for each with processor milliseconds and the peak of memory."""
    from app.service import open_knowledge_base
    from eval.scale import peak, questions

    base = open_knowledge_base(home)
    with closing(open_catalogue(home)) as catalogue:
        rows = catalogue.counts().provisions
    composed = questions(home, 2 * _ASKED)
    for name, ask in (("search", base.search), ("ask", base.ask)):
        for question in composed[:_ASKED]:
            ask(question)
        times = []
        for question in composed[_ASKED:]:
            began = time.process_time()
            ask(question)
            times.append(1000 * (time.process_time() - began))
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        yield f"{name:34} {rows:7} provisions: p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  {peak():6.0f} MiB"
    base.close()


def main() -> int:
    """Print one line for every kind of work."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdfs", type=Path, default=ROOT / "corpus/documents", help="born-digital PDFs")
    parser.add_argument("--lines", type=Path, help="provisions-JSONL")
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--home", type=Path, help="a knowledge base to ask besides the one of the articles")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _say(_ingested("read born-digital PDFs, store, index", Home(folder / "pdf"), args.pdfs, _pages).line(1000, "pages"))
        drawn = scans(folder / "scans", _bundled())
        _say(_ingested("read scans (OCR), store, index", Home(folder / "ocr"), drawn, _pages).line(1000, "pages"))
        home = Home(folder / "lines")
        file = lines_of(folder / "articles", args.lines, args.articles)
        _say(_ingested("provisions: understand, store, index", home, file.parent, _provisions).line(1_000_000, "provisions"))
        spent, count = _command(home, "rebuild"), _provisions(home)
        _say(Cost("of these: index", count, spent.seconds, spent.memory, _size(home.snapshots)).line(1_000_000, "provisions"))
        for one in (home, *([Home(args.home)] if args.home else [])):
            for line in asked(one):
                _say(line)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
