"""The embedded engine and a Milvus server side by side: the same rows, the same questions, one table.

    python -m eval.engines --source HOME --folder SCRATCH --rows 1000000 --uri http://127.0.0.1:19530 [--server-process PID]

Collections are grown as in ``eval.scale``. Each engine is built in one process and searched in another, so that memory is told for each;
the server's own is that of the process named, where it runs on this machine.

1. What was built in the scratch folder is used again and its times are kept with it.
2. Recall is that of the search by meaning against a scan of every row; agreement is the share of the embedded engine's ten answers that
   the other gives too, over all questions.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from corpus.settings import Home
from eval.scale import Grown, grow, measure, peak, questions
from index.searcher import open_searcher
from index.stores.choice import EMBEDDED, EngineChoice, engine_named, store_engine

_TOP: Final = 10
_HEADINGS: Final = (
    "engine", "rows", "build s", "build MiB", "search MiB", "server MiB", "disk MiB", "p50 ms", "p95 ms", "own CPU ms", "server CPU ms",
    "recall@10", "agreement",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took: seconds, and peak memory in MiB of the process and of the server."""

    seconds: float
    memory: float
    server: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One engine, measured; ``answers`` are the ids of the ten best of each question, ``server`` its processor's milliseconds for one."""

    engine: str
    built: Built
    grown: Grown
    server: float
    answers: tuple[tuple[str, ...], ...]


def build(source: Home, target: Home, rows: int, server: int | None) -> Built:
    """Build in this process."""
    seconds = grow(source, target, rows)
    return Built(seconds, peak(), peak(server) if server else 0.0)


def processor(process: int | None) -> float:
    """Return the milliseconds that a process has computed so far."""
    if not process:
        return 0.0
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def ask(home: Home, asked: Sequence[str], server: int | None) -> tuple[Grown, float, tuple[tuple[str, ...], ...]]:
    """Measure in this process."""
    grown = measure(home, asked)
    searcher, before = open_searcher(home), processor(server)
    answers = tuple(tuple(scored.id for scored in searcher.search(question, _TOP)) for question in asked)
    return grown, (processor(server) - before) / max(len(asked), 1), answers


def compared(source: Home, folder: Path, rows: int, engine: EngineChoice, server: int | None, count: int) -> Compared:
    """Build one engine in ``folder``, if it is not there, and measure it; each in a process of its own."""
    home = Home(folder / f"{rows}-{engine.name}")
    told = home.root / "built.json"
    if not told.exists():
        store_engine(home, engine)
        home.root.mkdir(parents=True, exist_ok=True)
        told.write_text(_run("build", str(source.root), str(home.root), str(rows), str(server or 0)), "utf-8")
    built = Built(**json.loads(told.read_text("utf-8")))
    found = json.loads(_run("ask", str(source.root), str(home.root), str(server or 0), str(count)))
    return Compared(engine.name, built, Grown(**found["grown"]), found["server"], tuple(tuple(ids) for ids in found["answers"]))


def _run(*what: str) -> str:
    return subprocess.run([sys.executable, "-m", "eval.engines", *what], stdout=subprocess.PIPE, text=True, check=True).stdout


def agreement(left: Compared, right: Compared) -> float:
    """Return the share of the first one's answers that the second gives too."""
    both = sum(len(set(a) & set(b)) for a, b in zip(left.answers, right.answers, strict=True))
    return both / max(sum(len(answers) for answers in left.answers), 1)


def table(engines: Sequence[Compared]) -> str:
    """Return the engines as a table; the first is what the others are compared with."""
    lines = ["| " + " | ".join(_HEADINGS) + " |", "|" + " --- |" * len(_HEADINGS)]
    for one in engines:
        built, grown = one.built, one.grown
        numbers = (grown.rows, built.seconds, built.memory, grown.memory, built.server, grown.disk)
        shares = (grown.recall, agreement(engines[0], one))
        times = (grown.p50, grown.p95, grown.processor_p50, one.server)
        cells = [f"{n:,.0f}" for n in numbers] + [f"{n:.1f}" for n in times] + [f"{n:.4f}" for n in shares]
        lines.append(f"| {one.engine} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str], say: Callable[[str], object] = sys.stdout.write) -> None:
    """Run one of the parts, or the whole comparison."""
    if arguments[0] == "build":
        given, target, rows, server = arguments[1:]
        say(json.dumps(asdict(build(Home(Path(given)), Home(Path(target)), int(rows), int(server) or None))))
        return
    if arguments[0] == "ask":
        given, target, server, count = arguments[1:]
        grown, took, answers = ask(Home(Path(target)), questions(Home(Path(given)), int(count)), int(server) or None)
        say(json.dumps({"grown": asdict(grown), "server": took, "answers": answers}))
        return
    parser = argparse.ArgumentParser(prog="python -m eval.engines")
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--uri", required=True)
    parser.add_argument("--server-process", type=int)
    parser.add_argument("--questions", type=int, default=200)
    args = parser.parse_args(arguments)
    source = Home(args.source)
    engines = [compared(source, args.folder, args.rows, EMBEDDED, None, args.questions)]
    other = engine_named("milvus", args.uri)
    engines.append(compared(source, args.folder, args.rows, other, args.server_process, args.questions))
    say(table(engines))


if __name__ == "__main__":
    main(sys.argv[1:])
