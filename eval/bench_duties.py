"""Lists of duties against a bare SQL scan of the same rows: the first fifty of a unit, met for the first time and again."""

from __future__ import annotations

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_UNIT = "Sở Công Thương tỉnh Lào Cai"  # bound through classes: the longest lists
_PAGE, _RUNS = 50, 5
_SCAN = "SELECT count(*) FROM obligations WHERE quote LIKE '%sở công thương%' OR bearers LIKE '%sở công thương%'"


def compared(home: Path) -> Iterator[tuple[str, float, float]]:
    """Yield ``(what, ours, bare scan)`` in milliseconds, medians of runs in turn."""
    from app.service import open_knowledge_base
    from corpus.settings import Home

    catalogue = sqlite3.connect(f"file:{Home(home).catalogue}?mode=ro", uri=True)
    base = open_knowledge_base(Home(home))
    total = base.duties(_UNIT, limit=_PAGE).total
    sides: tuple[tuple[str, Callable[[], object]], ...] = (
        ("again", lambda: base.duties(_UNIT, limit=_PAGE)),
        ("first time", lambda: open_knowledge_base(Home(home)).duties(_UNIT, limit=_PAGE)),
    )
    for name, work in sides:
        pairs = [(_milliseconds(work), _milliseconds(lambda: catalogue.execute(_SCAN).fetchone())) for _ in range(_RUNS)]
        yield f"{_PAGE} of {total} duties, {name}", *(statistics.median(side) for side in zip(*pairs, strict=True))
    catalogue.close()
    base.close()


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main() -> int:
    """Print the comparison for the knowledge base named on the command line."""
    for name, ours, bare in compared(Path(sys.argv[1])):
        sys.stdout.write(f"{name:45} {ours:9.1f} ms  bare SQL scan {bare:9.1f} ms  ratio {ours / bare:6.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
