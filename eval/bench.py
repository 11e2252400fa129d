"""Speed and memory, as ratios within one run, so that a slow machine changes nothing.

Each row pairs what Căn Cứ does with the least that any program would have to do for it: a bare interpreter, pypdf's own text
extraction, a bare FAISS scan and a bare Tantivy query. Absolute figures stand beside the ratios for orientation only.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_RUNS = 5
_QUESTIONS = (
    "Sở Công Thương phải báo cáo gì, khi nào?",
    "trách nhiệm của người phát ngôn khi cung cấp thông tin cho báo chí",
    "thời hạn giải quyết yêu cầu cung cấp thông tin của công dân",
    "thanh nien la gi",
)


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


def _paired(ours: Callable[[], float], theirs: Callable[[], float], runs: int = _RUNS) -> tuple[float, float]:
    """Run both sides in turn and return the medians, so that drift of the machine meets both."""
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


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
        ("cancu search, cold process", [*cancu, "--home", str(home), "search", _QUESTIONS[0]]),
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


def search_rows(home: Path) -> Iterator[Row]:
    """Compare a query in process with a bare FAISS scan plus a bare Tantivy query over the same entries."""
    from corpus.settings import Home
    from index.searcher import open_searcher

    searcher = open_searcher(Home(home))
    dimension, entries = searcher.info.dimension, searcher.info.rows
    scan, lexical = _bare_faiss(entries, dimension), _bare_tantivy(Home(home))
    for question in _QUESTIONS:
        searcher.search(question)
    ours, theirs = _paired(
        lambda: sum(_seconds(lambda q=q: searcher.search(q)) for q in _QUESTIONS) / len(_QUESTIONS),  # type: ignore[misc]
        lambda: sum(scan() + lexical(q) for q in _QUESTIONS) / len(_QUESTIONS),
    )
    yield Row(f"search of {entries} entries / bare FAISS scan + bare Tantivy query", ours * 1000, theirs * 1000, "ms")


_UNIT = "Sở Công Thương tỉnh Lào Cai"  # bound through classes: the longest lists


def duty_rows(home: Path) -> Iterator[Row]:
    """Compare the first fifty duties of a unit, met for the first time and again, with a bare SQL scan of the same rows."""
    import sqlite3

    from app.service import open_knowledge_base
    from corpus.settings import Home

    catalogue = sqlite3.connect(f"file:{Home(home).catalogue}?mode=ro", uri=True)
    scan = "SELECT count(*) FROM obligations WHERE quote LIKE '%sở công thương%' OR bearers LIKE '%sở công thương%'"
    base = open_knowledge_base(Home(home))
    total = base.duties(_UNIT, limit=50).total

    def bare() -> float:
        return _seconds(lambda: catalogue.execute(scan).fetchone())

    again, theirs = _paired(lambda: _seconds(lambda: base.duties(_UNIT, limit=50)), bare)
    yield Row(f"50 of {total} duties of a unit, again / bare SQL scan", again * 1000, theirs * 1000, "ms")
    first, theirs = _paired(lambda: _seconds(lambda: open_knowledge_base(Home(home)).duties(_UNIT, limit=50)), bare)
    yield Row(f"50 of {total} duties of a unit, first time / bare SQL scan", first * 1000, theirs * 1000, "ms")


def _bare_faiss(entries: int, dimension: int) -> Callable[[], float]:
    import faiss
    import numpy as np

    faiss.omp_set_num_threads(1)
    vectors = np.random.default_rng(1).standard_normal((entries, dimension), dtype=np.float32)
    flat = faiss.IndexFlatIP(dimension)
    flat.add(vectors)
    return lambda: _seconds(lambda: flat.search(vectors[:1], 100))


def _bare_tantivy(home: object) -> Callable[[str], float]:
    import tantivy

    from corpus.catalogue import open_catalogue
    from corpus.settings import Home

    assert isinstance(home, Home)  # noqa: S101
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body")
    made = tantivy.Index(builder.build())
    writer = made.writer()
    catalogue = open_catalogue(home)
    for provision, _ in catalogue.iter_provisions():
        writer.add_document(tantivy.Document(body=provision.text))
    catalogue.close()
    writer.commit()
    made.reload()
    searcher = made.searcher()

    def ask(question: str) -> float:
        words = question.replace("?", "").replace(",", "")
        return _seconds(lambda: searcher.search(made.parse_query(words, ["body"]), 100))

    return ask


@contextmanager
def _home(given: Path | None, documents: Path) -> Iterator[Path]:
    from app.maintenance import ingest_and_follow
    from corpus.settings import Home

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
    args = parser.parse_args()
    files = sorted(args.pdfs.rglob("*.pdf"))
    with _home(args.home, ROOT / "corpus/documents") as home:
        for rows in (process_rows(home), reading_rows(files), search_rows(home), duty_rows(home)):
            for row in rows:
                print(f"{row.name:75} {row.ours:10.3f} {row.theirs:10.3f} {row.unit:4} ratio {row.ratio:8.2f}", flush=True)
    print(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
