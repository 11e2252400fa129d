"""Growth with size: the same questions asked of 10 thousand, 62 thousand, 250 thousand and a million provisions.

Larger collections are grown from a real one: its clauses, one a row, again and again with noise (a share of the words left out, the
vectors shaken), so that the vocabulary, the lengths and the neighbourhoods of meaning stay as they are and no two rows are the same.

1. Every size is searched in a process of its own, after as many questions as are measured, so that its memory is its own.
2. Times are of one thread's processor and of the clock, recall is against a scan of every row, both from the shipped searcher.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from corpus.catalogue import open_catalogue
from corpus.settings import Home
from index.encoding.encoders import Encoder, load_encoder
from index.encoding.static_model import Vectors, normalised
from index.searcher import dense_recall, open_searcher
from index.stores.build import ALIVE, SEGMENTS, row_table
from index.stores.lexical import LexicalTerms
from index.stores.outlets import WordWriter, Written, outlet_of
from index.stores.rows import document_row
from index.stores.segments import SegmentWriter
from index.stores.snapshot import SnapshotInfo, begin, publish
from index.tokens.cutting import Cut, cut_all
from index.tokens.entries import IndexEntry, entry_of, passage

_SEED: Final = 17
_DROPPED: Final = 0.15  # share of the words left out of a copy
_SHAKEN: Final = 0.45  # length of the noise added to a vector of length 1: a cosine of about .9
_LEAST: Final = 30  # letters below which a clause is no row of its own
_ASKED: Final = 200
_ORIGINALS: Final = 125_000  # rows that are not copies, at most


@dataclass(frozen=True, slots=True)
class Grown:
    """One size, measured. Times in milliseconds, memory in MiB."""

    rows: int
    build_seconds: float
    disk: float
    p50: float
    p95: float
    processor_p50: float
    processor_p95: float
    memory: float
    recall: float


def clauses(home: Home) -> Iterator[IndexEntry]:
    """Yield the paragraphs of the stored provisions as rows."""
    with closing(open_catalogue(home)) as catalogue:
        for provision, document in catalogue.iter_provisions():
            whole = entry_of(provision, document)
            for number, text in enumerate(whole.text.split("\n")):
                if len(text) >= _LEAST:
                    yield replace(whole, id=f"{whole.id}/{number}", text=text, context="")


def _copy(cut: Cut, vectors: Vectors, rng: np.random.Generator) -> tuple[Cut, Vectors]:
    def thinned(terms: str) -> str:
        held = terms.split(" ")
        return " ".join(term for term, kept in zip(held, rng.random(len(held)) >= _DROPPED, strict=True) if kept)

    lexical = tuple(
        LexicalTerms(t.heading, thinned(t.body), t.about, thinned(t.syllables), thinned(t.pairs), thinned(t.plain))
        for t in cut.lexical
    )
    noise = normalised(rng.standard_normal(vectors.shape, np.float32)) * np.float32(_SHAKEN)
    return Cut(lexical, cut.block), normalised(vectors + noise)


def grow(source: Home, target: Home, rows: int, jobs: int = 2) -> float:
    """Build an index of so many rows in ``target`` from the clauses of ``source``; return the seconds it took.

    It goes to the engine that ``target`` has chosen.
    """
    began, encoder, outlet = time.perf_counter(), load_encoder(), outlet_of(target, None)
    entries = list(islice(clauses(source), min(rows, _ORIGINALS)))
    number, folder = begin(target)
    segment = folder / SEGMENTS / folder.stem
    outlet.begin(folder, lambda _done, _what: None)
    with outlet.words() as lexical, SegmentWriter(segment, encoder.dimension, codes=outlet.codes) as writer:
        done = _copied(entries, rows, jobs, encoder, lexical, writer)
    np.ones(done, np.bool_).tofile(folder / ALIVE)
    info = SnapshotInfo(
        number, 0, encoder.name, encoder.dimension, done, 0, done, encoder.fingerprint, segments=(folder.stem,), issued=done
    )
    info = replace(info, documents=row_table(folder, info).document_count())
    info = outlet.load(Written(folder, info, segment, done, np.empty(0, np.int64)))
    outlet.published(publish(target, folder, info))
    return time.perf_counter() - began


def _copied(
    entries: Sequence[IndexEntry], rows: int, jobs: int, encoder: Encoder, lexical: WordWriter, writer: SegmentWriter
) -> int:
    """Write each share of the entries as often as it takes to have so many rows; return how many there are."""
    rng, copies, done = np.random.default_rng(_SEED), -(-rows // len(entries)), 0
    for share, cut in cut_all(entries, jobs):
        vectors = encoder.encode_passages([passage(entry) for entry in share])
        for copy in range(min(copies, -(-(rows - done) // len(share)))):
            own, shaken = (cut, vectors) if copy == 0 else _copy(cut, vectors, rng)
            serials = np.arange(done, done + len(share), dtype=np.int64)
            ids = [f"{entry.id}~{copy}" for entry in share]
            writer.add(ids, [document_row(entry) for entry in share], serials, own.block, shaken)
            for serial, entry, terms in zip(serials.tolist(), share, own.lexical, strict=True):
                lexical.add(serial, entry.document, terms)
            done += len(share)
    return done


def questions(source: Home, count: int = _ASKED) -> list[str]:
    """Return headings of the source as questions, with every second word of another heading between: none is found verbatim."""
    headings = sorted({entry.heading for entry in islice(clauses(source), 50_000) if len(entry.heading.split()) >= 4})
    rng = np.random.default_rng(_SEED)
    chosen = [headings[place] for place in rng.integers(0, len(headings), 2 * count).tolist()]
    return [f"{left} {' '.join(right.split()[:4])}" for left, right in zip(chosen[::2], chosen[1::2], strict=True)]


def measure(home: Home, asked: Sequence[str], build_seconds: float = 0.0) -> Grown:
    """Ask the questions in this process and return what it took."""
    searcher = open_searcher(home)
    wall, processor = [], []
    for question in asked:
        searcher.search(question)
    for question in asked:
        began, spent = time.perf_counter(), time.thread_time()
        searcher.search(question)
        wall.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.thread_time() - spent))
    memory = peak()
    disk = sum(path.stat().st_size for path in home.snapshots.rglob("*") if path.is_file()) / (1 << 20)
    low, high = (np.percentile(wall, q) for q in (50, 95))
    own, most = (np.percentile(processor, q) for q in (50, 95))
    recall = dense_recall(home)
    return Grown(searcher.info.rows, build_seconds, disk, float(low), float(high), float(own), float(most), memory, recall)


def peak(process: int | None = None) -> float:
    """Return the peak memory of a process, this one if none is named, in MiB (what the kernel gives for it alone, where it does)."""
    status = Path(f"/proc/{process or 'self'}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peak = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    return (peak if peak is not None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def grown(source: Path, folder: Path, rows: int) -> Grown:
    """Build one size in ``folder`` (used again if it is there) and measure it in a process of its own."""
    home, seconds = Home(folder / str(rows)), 0.0
    if not home.snapshots.exists():
        seconds = grow(Home(source), home, rows)
    command = [sys.executable, "-m", "eval.scale", str(home.root), str(seconds)]
    asked = json.dumps(questions(Home(source)))
    return Grown(**json.loads(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure(Home(Path(sys.argv[1])), json.load(sys.stdin), float(sys.argv[2])))))
