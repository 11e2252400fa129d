"""Speed of the search beside the least that any program would have to do, its stages, and its growth with size.

A bare FAISS scan, a bare Tantivy query and bm25s answer the same questions over the same clauses in the same run, one thread each.
Times are of the processor: what others do on the machine counts little, and a question waits for nothing else once its pages are read.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.catalogue import open_catalogue
from corpus.settings import Home
from index.scoring.candidates import DEPTH, Candidates, lexical_terms
from index.scoring.ranking import first_step, head_features, settled
from index.searcher import Searcher
from index.tokens.words import syllables
from index.understanding.query import query_terms, understand

FIXED: Final = (
    "Sở Công Thương phải báo cáo gì, khi nào?",
    "trách nhiệm của người phát ngôn khi cung cấp thông tin cho báo chí",
    "thời hạn giải quyết yêu cầu cung cấp thông tin của công dân",
    "thanh nien la gi",
)
_FOUND: Final = 100
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds over all questions."""

    p50: float
    p95: float


def times_of(asked: Sequence[str], work: Callable[[str], object]) -> Times:
    """Ask all questions, the first round to warm up, and return the median and the 95th percentile of the others."""
    spent: list[float] = []
    for round_number in range(_ROUNDS):
        for question in asked:
            began = time.thread_time()
            work(question)
            if round_number:
                spent.append(1000 * (time.thread_time() - began))
    return Times(statistics.median(spent), float(np.percentile(spent, 95)))


def stage_times(searcher: Searcher, asked: Sequence[str]) -> dict[str, Times]:
    """Return the time of each stage of a search, and of the whole."""
    engine, forward, trees, rows = searcher._engine, searcher._forward, searcher._trees, searcher._rows
    everything = rows.admitted(None)
    spent: dict[str, list[float]] = {}

    def timed(stage: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401  (each stage returns its own)
        began = time.thread_time()
        made = work()
        spent.setdefault(stage, []).append(1000 * (time.thread_time() - began))
        return made

    def ask(question: str) -> None:
        text = timed("understanding", lambda: understand(question).text)
        vector = timed("embedding", lambda: searcher._encoder.encode_queries([text])[0])
        terms = timed("words and syllables", lambda: query_terms(text))
        near = timed("lexical candidates (Tantivy)", lambda: engine.lexical(lexical_terms(terms), DEPTH, everything))
        dense = timed("dense candidates (FAISS)", lambda: engine.dense(vector, DEPTH, everything))
        both = timed("exact products", lambda: _candidates(engine, np.union1d(near, dense), vector))
        first = timed("first step (forward index)", lambda: first_step(forward, terms, both))
        features = timed("features", lambda: head_features(forward, terms, first, searcher._rows.levels_of))
        scores = timed("trees", lambda: trees.scores(features) if trees is not None else first.ranked.scores)
        timed("order", lambda: settled(first.ranked, scores))

    for _ in range(_ROUNDS):
        for question in asked:
            ask(question)
    warm = len(asked)
    out = {stage: Times(statistics.median(t[warm:]), float(np.percentile(t[warm:], 95))) for stage, t in spent.items()}
    return {**out, "search in all": times_of(asked, searcher.search)}


def _candidates(engine: Any, rows: Any, vector: Any) -> Candidates:  # noqa: ANN401
    return Candidates(rows, engine.products(rows, vector))


def bare_faiss(rows: int, dimension: int) -> Callable[[str], object]:
    """Return a scan of so many random rows by FAISS alone."""
    import faiss

    faiss.omp_set_num_threads(1)
    flat, rng = faiss.IndexFlatIP(dimension), np.random.default_rng(1)
    for start in range(0, rows, 100_000):
        flat.add(rng.standard_normal((min(100_000, rows - start), dimension), dtype=np.float32))
    query = rng.standard_normal((1, dimension), dtype=np.float32)
    return lambda _question: flat.search(query, _FOUND)


def bare_tantivy(texts: Iterator[str]) -> Callable[[str], object]:
    """Return a query of Tantivy alone over the texts, cut as Tantivy cuts them."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body")
    made = tantivy.Index(builder.build())
    writer = made.writer(num_threads=1)
    for text in texts:
        writer.add_document(tantivy.Document(body=text))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    searcher = made.searcher()

    def ask(question: str) -> object:
        words = " ".join(syllables(question))
        return searcher.search(made.parse_query(words, ["body"]), _FOUND).hits

    return ask


def bare_bm25s(texts: Iterator[str]) -> Callable[[str], object]:
    """Return a query of bm25s over the syllables of the texts."""
    import bm25s

    made = bm25s.BM25()
    made.index([syllables(text) for text in texts], show_progress=False)
    count = min(_FOUND, int(made.scores["num_docs"]))
    return lambda question: made.retrieve([syllables(question)], k=count, show_progress=False, n_threads=1)


def texts_of(home: Home) -> Iterator[str]:
    """Yield the stored clauses."""
    with closing(open_catalogue(home)) as catalogue:
        for provision, _ in catalogue.iter_provisions():
            if provision.text:
                yield provision.text


def print_search(home: Path, asked: Sequence[str], say: Callable[[str], None]) -> None:
    """Tell the times of the search, of each of its stages and of the bare libraries, and their ratios."""
    from index.searcher import open_searcher

    searcher = open_searcher(Home(home))
    stages = stage_times(searcher, asked)
    say(
        f"\nsearch of {searcher.info.entries} entries, {len(asked)} questions, milliseconds of one processor: median, 95th percentile"
    )
    whole = stages["search in all"]
    for stage, took in stages.items():
        say(f"  {stage:40} {took.p50:9.2f} {took.p95:9.2f}   {took.p50 / whole.p50:6.0%}")
    bare = {
        "bare FAISS scan": times_of(asked, bare_faiss(searcher.info.rows, searcher.info.dimension)),
        "bare Tantivy query": times_of(asked, bare_tantivy(texts_of(Home(home)))),
        "bm25s": times_of(asked, bare_bm25s(texts_of(Home(home)))),
    }
    for name, took in bare.items():
        say(f"  {name:40} {took.p50:9.2f} {took.p95:9.2f}   search / this: {whole.p50 / took.p50:6.2f}")
    least = bare["bare FAISS scan"].p50 + bare["bare Tantivy query"].p50
    say(f"  search / (bare FAISS scan + bare Tantivy query): {whole.p50 / least:.2f}")


def print_growth(source: Path, sizes: Sequence[int], folder: Path, say: Callable[[str], None]) -> None:
    """Tell how time, memory, disk and recall grow with the number of clauses."""
    from eval.scale import grown

    say("\ngrowth: clauses, build s, disk MiB, median ms, 95th percentile ms, the same of one processor, memory MiB, recall@10")
    first = None
    for rows in sizes:
        took = grown(source, folder, rows)
        first = first or took
        say(
            f"  {took.rows:9} {took.build_seconds:8.0f} {took.disk:8.0f} {took.p50:8.2f} {took.p95:8.2f} {took.processor_p50:8.2f} "
            f"{took.processor_p95:8.2f} {took.memory:8.0f} {took.recall:8.4f}   rows x{took.rows / first.rows:.0f}, "
            f"time x{took.processor_p50 / first.processor_p50:.1f}"
        )
