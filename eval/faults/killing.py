"""What every test with kill -9 shares: the process that is killed at a moment, and the tally of what was found afterwards."""

from __future__ import annotations

import multiprocessing
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Protocol

from corpus.settings import Home
from eval.faults.victim import suffer

# A server that has loaded everything once and forks a victim each time: hundreds of kills do not wait for imports.
_FORKS: Final = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["eval.faults.victim", "index.stores.build"])


@dataclass(frozen=True, slots=True)
class Killed:
    """What one kill left; ``moment`` is seconds after the work began."""

    scene: str
    moment: float
    finished: bool
    wrong: tuple[str, ...]


class Scene(Protocol):
    """A piece of work that is killed."""

    @property
    def name(self) -> str:
        """What is done."""

    @property
    def seconds(self) -> float:
        """How long it takes undisturbed."""

    def strike(self, folder: Path, moment: float) -> Killed:
        """Do it below ``folder``, kill it ``moment`` seconds after it began, and look at what is left."""


@dataclass(slots=True)
class Tally:
    """Kills of one scene."""

    kills: int = 0
    finished: int = 0
    wrong: list[str] = field(default_factory=list)


def run_victim(work: str, home: Home, argument: str, moment: float | None) -> tuple[list[str], float]:
    """Run the work, killed ``moment`` seconds after it begins (``None``: to its end); return its lines and its seconds."""
    heard, told = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=suffer, args=(told, work, home, argument))
    process.start()
    told.close()
    heard.recv()
    began = time.monotonic()
    timer = threading.Timer(moment, process.kill) if moment is not None else None
    if timer:
        timer.start()
    lines = list(_lines(heard))
    process.join()
    if timer:
        timer.cancel()
    return lines, time.monotonic() - began


def _lines(heard: Connection) -> Iterator[str]:
    with heard:
        while True:
            try:
                yield heard.recv()
            except (EOFError, OSError):  # killed, in the middle of a line or between two
                return


def strike_all(prepared: Sequence[Scene], runs: int, seed: int, folder: Path) -> dict[str, Tally]:
    """Kill ``runs`` times, the scenes in turn, and return the tally of each."""
    rng = random.Random(seed)  # noqa: S311 - moments, not secrets
    tallies = {scene.name: Tally() for scene in prepared}
    for number in range(runs):
        scene = prepared[number % len(prepared)]
        killed = scene.strike(folder / "struck", rng.uniform(0, scene.seconds * 1.05))
        tally = tallies[scene.name]
        tally.kills += 1
        tally.finished += killed.finished
        tally.wrong += [f"{killed.moment:.3f} s of {scene.seconds:.3f}: {wrong}" for wrong in killed.wrong]
        sys.stderr.write(f"\r{number + 1}/{runs} kills, {sum(len(t.wrong) for t in tallies.values())} wrong")
    sys.stderr.write("\n")
    return tallies
