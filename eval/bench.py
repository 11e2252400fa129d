"""Speed and memory, as ratios within one run, so that a slow machine changes nothing.

Each row pairs what Căn Cứ does with the least that any program would have to do for it: a bare interpreter, pypdf's own text
extraction, a bare FAISS scan, a bare Tantivy query and bm25s (``eval.bench_search``). Absolute figures stand beside the ratios for
orientation only.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.settings import Home
from eval.bench_search import FIXED, print_growth, print_search
from eval.scale import questions

ROOT = Path(__file__).resolve().parents[1]
_RUNS = 5
_SIZES = (10_000,)
_LARGE = (10_000, 62_272, 250_000, 1_000_000)
_ASKED = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: medians of both sides in ``unit`` and their ratio."""

    name: str
    ours: float
    theirs: float
    unit: str

    @property
    def ratio(self) -> float:
        """Return ours divided by theirs."""
        return self.ours / self.theirs if self.theirs else float("nan")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class _Process:
    seconds: float
    megabytes: float


_MEASURE = (
    "import resource, subprocess, sys, time; b = time.perf_counter(); "
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
    "print(time.perf_counter() - b, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
)


def _process(command: Sequence[str]) -> _Process:
    """Run a command as a whole process and return its wall seconds and peak memory in MiB."""
    told = subprocess.run([sys.executable, "-c", _MEASURE, *command], capture_output=True, text=True, check=True).stdout.split()
    return _Process(float(told[0]), float(told[1]))


def process_rows(home: Path) -> Iterator[Row]:
    """Compare start-up with that of a bare interpreter."""
    bare = [sys.executable, "-c", "pass"]
    cancu = [sys.executable, "-m", "app.cli.main"]
    for name, command in (
        ("cancu --help", [*cancu, "--help"]),
        ("cancu search, cold process", [*cancu, "--home", str(home), "search", FIXED[0]]),
    ):
        pairs = [(_process(command), _process(bare)) for _ in range(_RUNS)]
        ours, theirs = (statistics.median(p[i].seconds for p in pairs) for i in (0, 1))
        yield Row(f"{name} / bare interpreter", ours, theirs, "s")
        ours, theirs = (statistics.median(p[i].megabytes for p in pairs) for i in (0, 1))
        yield Row(f"{name} / bare interpreter, memory", ours, theirs, "MiB")


def reading_rows(files: Sequence[Path]) -> Iterator[Row]:
    """Compare the ingest of PDFs, and its stages, with what any program would have to do (``eval.reading_speed``)."""
    from eval import reading_speed

    for rows in (reading_speed.ingest_rows(files), reading_speed.stage_rows(files), reading_speed.outline_rows()):
        yield from (Row(row.name, row.ours, row.bound, row.unit) for row in rows)


@contextmanager
def _home(given: Path | None, documents: Path) -> Iterator[Path]:
    from app.upkeep.maintenance import ingest_and_follow

    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        ingest_and_follow(Home(Path(folder)), [documents], jobs=2)
        yield Path(folder)


def main() -> int:
    """Print the table of comparisons; uses ``--home`` if given, else a knowledge base of the bundled documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="knowledge base to measure (default: one of the bundled documents)")
    parser.add_argument("--pdfs", type=Path, default=ROOT / "corpus/documents", help="folder of PDFs to read")
    parser.add_argument("--large", action="store_true", help="growth up to a million clauses (half an hour, 4 GB of disk)")
    parser.add_argument("--rows", type=int, nargs="+", help="growth to these numbers of clauses instead")
    args = parser.parse_args()
    files = sorted(args.pdfs.rglob("*.pdf"))
    with _home(args.home, ROOT / "corpus/documents") as home, tempfile.TemporaryDirectory() as scratch:
        for rows in (process_rows(home), reading_rows(files)):
            for row in rows:
                _say(f"{row.name:75} {row.ours:10.3f} {row.theirs:10.3f} {row.unit:4} ratio {row.ratio:8.2f}")
        print_search(home, (*FIXED, *questions(Home(home), _ASKED)), _say)
        print_growth(home, args.rows or (_LARGE if args.large else _SIZES), Path(scratch), _say)
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
