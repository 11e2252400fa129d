"""``python -m eval.faults.crashes``: kill -9 at random moments, again and again, and see what is left.

After every kill of a process that writes (of one that copies or moves: ``eval.faults.movings``):

1. every document is stored whole, as it was before the work or as it is after it, and is never half or double;
2. what the process reported as stored is stored;
3. ``verify`` finds at most that the index is behind;
4. the same work, done again, ends in the same state as if nothing had happened, and ``verify`` finds nothing;
5. no half file is left in the home.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.upkeep.maintenance import follow, ingest_and_follow, verify
from corpus.catalogue import open_writer
from corpus.settings import Home
from eval.faults.killing import Killed, run_victim, strike_all
from eval.faults.movings import movings
from eval.faults.scenes import State, age, copy_home, state_of, write_files
from eval.faults.victim import work

_BEHIND = frozenset({"index", "index-stale", "index-count"})


@dataclass(frozen=True, slots=True)
class Writing:
    """Work that writes to a knowledge base: what was there before, what is there after, how long it takes undisturbed."""

    name: str
    home: Home
    argument: str
    before: State
    after: State
    seconds: float

    def strike(self, folder: Path, moment: float) -> Killed:
        """See ``Scene``."""
        home = copy_home(self.home, folder)
        lines, _ = run_victim(self.name, home, self.argument, moment)
        wrong = [*_look(self, home, lines), *_again(self, home)]
        return Killed(self.name, moment, "done" in lines, tuple(wrong))


def writings(folder: Path) -> Iterator[Writing]:
    """Prepare every work that writes below ``folder``."""
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
        _, seconds = run_victim(name, copy, argument, None)
        yield Writing(name, home, argument, before, state_of(copy), seconds)


def _look(scene: Writing, home: Home, lines: list[str]) -> Iterator[str]:
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


def _again(scene: Writing, home: Home) -> Iterator[str]:
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


def main() -> int:
    """Print a line a scene; exit status 1 when a kill cost something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moves", action="store_true", help="backup, restore and moves to a server and back instead of writing")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cancu-crashes-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # a database server, which is another user, works below it
        if args.moves:
            with movings(folder) as prepared:
                tallies = strike_all(prepared, args.runs, args.seed, folder)
        else:
            tallies = strike_all(list(writings(folder)), args.runs, args.seed, folder)
    for scene, tally in tallies.items():
        sys.stdout.write(f"{scene:8} {tally.kills:4} kills, {tally.finished:3} after the end, {len(tally.wrong)} wrong\n")
        sys.stdout.writelines(f"  {line}\n" for line in tally.wrong)
    return 1 if any(tally.wrong for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
