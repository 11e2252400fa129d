"""``python -m eval.fuzz.run [TARGET ...] --minutes 10 --jobs 2``: fuzz the readers and keep what breaks them.

Each finding is made small and written to ``--keep`` (default: the folder of crashers whose test runs them for ever).
``eval.fuzz.guided`` does the same by coverage.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from eval.fuzz.campaign import CRASHERS, Campaign, campaign
from eval.fuzz.targets import TARGETS


def campaigns(names: list[str], minutes: float, jobs: int, seed: int | None, folder: Path) -> Iterator[Campaign]:
    """Fuzz every target in every one of ``jobs`` processes, each with a seed of its own, ``minutes`` on the clock in all."""
    rng = random.Random(seed)  # noqa: S311 - texts, not secrets
    with ProcessPoolExecutor(jobs) as pool:
        seconds = minutes * 60 / len(names)
        waiting = [pool.submit(campaign, name, seconds, rng.getrandbits(32), folder) for name in names for _ in range(jobs)]
        for done in as_completed(waiting):
            yield done.result()


def report(name: str, found: list[Campaign]) -> str:
    """Return the lines of one target: texts, processor time, and one line for every cause."""
    causes = {crash.place: crash for one in found for crash in one.crashes}
    texts, seconds = sum(one.texts for one in found), sum(one.seconds for one in found)
    head = f"{name:14} {texts:9} texts {seconds / 3600:7.3f} processor hours, {len(causes)} broken\n"
    return head + "".join(f"  {place}: {crash.text[:60]!r}\n" for place, crash in causes.items())


def main() -> int:
    """Print a line a target as its processes end; exit status 1 when something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10.0, help="on the clock, for all targets together")
    parser.add_argument("--jobs", type=int, default=1, help="processes, each with its own seed")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=CRASHERS)
    args = parser.parse_args()
    names = args.targets or list(TARGETS)
    found: dict[str, list[Campaign]] = {name: [] for name in names}
    for one in campaigns(names, args.minutes, args.jobs, args.seed, args.keep):
        found[one.target].append(one)
        if len(found[one.target]) == args.jobs:
            sys.stdout.write(report(one.target, found[one.target]))
            sys.stdout.flush()
    return 1 if any(one.crashes for done in found.values() for one in done) else 0


if __name__ == "__main__":
    sys.exit(main())
