"""``python -m eval.faults.crashes``: kill -9 at random moments, again and again, and see what is left.

After every kill:

1. every document is stored whole, as it was before the work or as it is after it, and is never half or double;
2. what the process reported as stored is stored;
3. ``verify`` finds at most that the index is behind;
4. the same work, done again, ends in the same state as if nothing had happened, and ``verify`` finds nothing;
5. no half file is left in the home.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.upkeep.maintenance import follow, ingest_and_follow, verify
from corpus.catalogue import open_writer
from corpus.settings import Home
from eval.faults.scenes import State, age, copy_home, state_of, write_files
from eval.faults.victim import work

ROOT = Path(__file__).resolve().parents[2]
_BEHIND = frozenset({"index", "index-stale", "index-count"})


@dataclass(frozen=True, slots=True)
class Scene:
    """A piece of work on a knowledge base: what was there before, what is there after, how long it takes undisturbed."""

    name: str
    home: Home
    argument: str
    before: State
    after: State
    seconds: float


@dataclass(frozen=True, slots=True)
class Killed:
    """What one kill left; ``moment`` is seconds after the work began."""

    scene: str
    moment: float
    finished: bool
    wrong: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Kills of one scene."""

    kills: int = 0
    finished: int = 0
    wrong: list[str] = field(default_factory=list)


def _victim(scene: str, home: Home, argument: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "eval.faults.victim", scene, str(home.root), argument]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _run(scene: str, home: Home, argument: str, moment: float | None) -> tuple[list[str], float]:
    """Run the work, killed ``moment`` seconds after it begins (``None``: to its end); return its lines and its seconds."""
    with _victim(scene, home, argument) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        process.stdout.readline()
        began = time.monotonic()
        timer = threading.Timer(moment, process.kill) if moment is not None else None
        if timer:
            timer.start()
        lines = process.stdout.read().splitlines()
        process.wait()
        if timer:
            timer.cancel()
    return lines, time.monotonic() - began


def scenes(folder: Path) -> Iterator[Scene]:
    """Prepare every scene below ``folder``."""
    first, second = write_files(folder / "first", 1), write_files(folder / "second", 1)
    empty, full = Home(folder / "empty"), Home(folder / "full")
    empty.root.mkdir()
    ingest_and_follow(full, [second], jobs=2)
    write_files(second, 2)
    old = copy_home(full, folder / "old")
    age(old)
    key = min(state_of(full))
    for name, home, argument in (
        ("ingest", empty, str(first)),
        ("change", full, str(second)),
        ("rebuild", full, ""),
        ("remove", full, key),
        ("upgrade", old, str(second)),
    ):
        copy = copy_home(home, folder / "dry")
        before = state_of(full if home is old else copy)
        _, seconds = _run(name, copy, argument, None)
        yield Scene(name, home, argument, before, state_of(copy), seconds)


def kill_once(scene: Scene, folder: Path, moment: float) -> Killed:
    """Run the scene on a copy of its home, kill it, and look at what is left."""
    home = copy_home(scene.home, folder)
    lines, _ = _run(scene.name, home, scene.argument, moment)
    wrong = [*_look(scene, home, lines), *_again(scene, home)]
    return Killed(scene.name, moment, "done" in lines, tuple(wrong))


def _look(scene: Scene, home: Home, lines: list[str]) -> Iterator[str]:
    if not home.catalogue.exists():
        yield from (f"lost: {line}" for line in lines if line.startswith("stored "))
        return
    with open_writer(home):
        pass  # upgrades what is of an older version, as the next command that writes would
    found = state_of(home)
    for key, fingerprint in found.items():
        if fingerprint not in (scene.before.get(key), scene.after.get(key)):
            yield f"half or foreign: {key}"
    yield from (f"lost: {key}" for key in scene.before if key in scene.after and key not in found)
    reported = [line.removeprefix("stored ") for line in lines if line.startswith("stored ")]
    yield from (f"reported, not stored: {key}" for key in reported if found.get(key) != scene.after.get(key))
    yield from (f"verify: {finding.code}" for finding in verify(home).findings if finding.code not in _BEHIND)


def _again(scene: Scene, home: Home) -> Iterator[str]:
    try:
        if scene.name == "remove" and scene.argument not in state_of(home):
            follow(home, jobs=1)
        else:
            work(scene.name, home, scene.argument)
    except Exception as error:
        yield f"again: {type(error).__name__}: {error}"
        return
    if state_of(home) != scene.after:
        yield "again: another state than undisturbed"
    yield from (f"verify again: {finding.code}" for finding in verify(home).findings)
    yield from (f"left over: {path.name}" for path in home.root.rglob("*") if ".part" in path.suffix)


def run(runs: int, seed: int, folder: Path) -> dict[str, Tally]:
    """Kill ``runs`` times, the scenes in turn, and return the tally of each."""
    rng = random.Random(seed)  # noqa: S311 - moments, not secrets
    prepared = list(scenes(folder))
    tallies = {scene.name: Tally() for scene in prepared}
    for number in range(runs):
        scene = prepared[number % len(prepared)]
        killed = kill_once(scene, folder / "struck", rng.uniform(0, scene.seconds * 1.05))
        tally = tallies[scene.name]
        tally.kills += 1
        tally.finished += killed.finished
        tally.wrong += [f"{killed.moment:.3f} s of {scene.seconds:.3f}: {wrong}" for wrong in killed.wrong]
        sys.stderr.write(f"\r{number + 1}/{runs} kills, {sum(len(t.wrong) for t in tallies.values())} wrong")
    sys.stderr.write("\n")
    return tallies


def main() -> int:
    """Print a line a scene; exit status 1 when a kill cost something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cancu-crashes-") as folder:
        tallies = run(args.runs, args.seed, Path(folder))
    for name, tally in tallies.items():
        sys.stdout.write(f"{name:8} {tally.kills:4} kills, {tally.finished:3} after the end, {len(tally.wrong)} wrong\n")
        sys.stdout.writelines(f"  {line}\n" for line in tally.wrong)
    return 1 if any(tally.wrong for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
