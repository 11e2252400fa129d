"""``python -m eval.fuzz.run [TARGET ...] --minutes 10``: fuzz the readers and keep what breaks them.

Each finding is made small and written to ``--keep`` (default: the folder of crashers whose test runs them for ever). With
``--guided`` and the package ``atheris`` installed, one target is fuzzed by coverage, with the same mutations.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from eval.fuzz.mutation import mutate, seeds, smaller
from eval.fuzz.targets import ALLOWED, TARGETS

CRASHERS: Final = Path(__file__).resolve().parents[2] / "tests/eval/fuzz/crashers"
_PATIENCE: Final = 10.0  # seconds for one text of at most 6,000 letters; the slowest reader needs a hundredth of it


class HangError(Exception):
    """A reader took longer than any text deserves."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A text that breaks a reader; ``place`` tells one cause from another."""

    target: str
    text: str
    place: str


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise HangError(f"over {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def crash_of(name: str, target: Callable[[str], None], text: str, patience: float = _PATIENCE) -> Crash | None:
    """Return what is wrong with ``target`` on ``text``, ``None`` if nothing is."""
    try:
        with _patience(patience):
            target(text)
    except ALLOWED:
        return None
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{Path(frame.filename).name}:{frame.name}" for frame in frames if "eval/fuzz/run" not in frame.filename]
        words = str(error).split(":")[0] if type(error).__name__ == "Broken" else ""
        place = "slow" if isinstance(error, HangError) else f"{type(error).__name__} {words} {ours[-1] if ours else ''}"
        return Crash(name, text, place)
    return None


def campaign(name: str, seconds: float, rng: random.Random) -> tuple[int, list[Crash]]:
    """Fuzz one target; return how many texts were tried and the first crash of every cause, made small."""
    target, pool = TARGETS[name], seeds()
    found: dict[str, Crash] = {}
    tried, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        text = mutate(rng.choice(pool), rng, pool)
        crash = crash_of(name, target, text)
        tried += 1
        if crash and crash.place not in found:
            found[crash.place] = _small(crash, target)
            sys.stderr.write(f"{name}: {crash.place}\n")
    return tried, list(found.values())


def _small(crash: Crash, target: Callable[[str], None]) -> Crash:
    if crash.place == "slow":
        return crash

    def still(text: str) -> bool:
        again = crash_of(crash.target, target, text)
        return again is not None and again.place == crash.place

    return Crash(crash.target, smaller(crash.text, still), crash.place)


def keep(crash: Crash, folder: Path) -> Path:
    """Write a crasher; its name tells the target, its content the text."""
    path = folder / f"{crash.target}-{hashlib.sha256(crash.text.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}.txt"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(crash.text, encoding="utf-8", newline="")
    return path


def guided(name: str, seconds: int) -> None:
    """Fuzz one target by coverage until the time is over or something breaks. Needs ``atheris``."""
    import atheris

    with atheris.instrument_imports(include=["corpus", "ingest", "index"]):
        TARGETS[name]("Điều 1. Thử")
    pool, target = seeds(), TARGETS[name]

    def bend(data: bytes, longest: int, seed: int) -> bytes:
        text = mutate(data.decode("utf-8", "ignore"), random.Random(seed), pool)  # noqa: S311
        return text.encode()[:longest]

    def once(data: bytes) -> None:
        text = data.decode("utf-8", "ignore")
        crash = crash_of(name, target, text)
        if crash:
            keep(crash, CRASHERS)
            raise RuntimeError(crash.place)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=6000", "-print_final_stats=1"], once, custom_mutator=bend)
    atheris.Fuzz()


def main() -> int:
    """Print a line a target; exit status 1 when something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10.0, help="for all targets together")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=CRASHERS)
    parser.add_argument("--guided", action="store_true", help="by coverage; one target")
    args = parser.parse_args()
    names = args.targets or list(TARGETS)
    if args.guided:
        guided(names[0], int(args.minutes * 60))
        return 0
    rng = random.Random(args.seed)  # noqa: S311 - texts, not secrets
    broken = 0
    for name in names:
        tried, crashes = campaign(name, args.minutes * 60 / len(names), rng)
        broken += len(crashes)
        sys.stdout.write(f"{name:14} {tried:7} texts, {len(crashes)} broken\n")
        sys.stdout.writelines(f"  {crash.place}: {keep(crash, args.keep).name}\n" for crash in crashes)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
