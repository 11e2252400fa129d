"""One reader under odd text: how many texts it read, in how much processor time, and the first text of every way it broke."""

from __future__ import annotations

import hashlib
import random
import signal
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
_PATIENCE: Final = 10.0  # processor seconds for one text of at most 6,000 letters; the slowest reader needs a hundredth of it
FIRST: Final = "Điều 1. Thử"
_SMALL: Final = 20.0  # seconds spent on making one finding small


class HangError(Exception):
    """A reader took longer than any text deserves."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A text that breaks a reader; ``place`` tells one cause from another."""

    target: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """What came of fuzzing one target; ``seconds`` is processor time."""

    target: str
    texts: int
    seconds: float
    crashes: tuple[Crash, ...]


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise HangError(f"over {seconds:.0f} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def crash_of(name: str, target: Callable[[str], None], text: str, patience: float = _PATIENCE) -> Crash | None:
    """Return what is wrong with ``target`` on ``text``, ``None`` if nothing is."""
    try:
        with _patience(patience):
            target(text)
    except ALLOWED:
        return None
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{Path(frame.filename).name}:{frame.name}" for frame in frames if "eval/fuzz/campaign" not in frame.filename]
        words = str(error).split(":")[0] if type(error).__name__ == "Broken" else ""
        place = "slow" if isinstance(error, HangError) else f"{type(error).__name__} {words} {ours[-1] if ours else ''}"
        return Crash(name, text, place)
    return None


def campaign(name: str, seconds: float, seed: int | None, folder: Path | None = None) -> Campaign:
    """Fuzz one target; return the first crash of every cause, made small, and keep it in ``folder`` as soon as it is found."""
    rng = random.Random(seed)  # noqa: S311 - texts, not secrets
    target, pool = TARGETS[name], seeds()
    target(FIRST)  # loads what it needs outside of any patience
    found: dict[str, Crash] = {}
    tried, end, began = 0, time.monotonic() + seconds, time.process_time()
    while time.monotonic() < end:
        text = mutate(rng.choice(pool), rng, pool)
        crash = crash_of(name, target, text)
        tried += 1
        if crash and crash.place not in found:
            found[crash.place] = made_small(crash, target)
            if folder:
                keep(found[crash.place], folder)
    return Campaign(name, tried, time.process_time() - began, tuple(found.values()))


def made_small(crash: Crash, target: Callable[[str], None]) -> Crash:
    """Return a shorter text that breaks ``target`` in the same way."""
    if crash.place == "slow":
        return crash
    end = time.monotonic() + _SMALL

    def still(text: str) -> bool:
        again = crash_of(crash.target, target, text) if time.monotonic() < end else None
        return again is not None and again.place == crash.place

    return Crash(crash.target, smaller(crash.text, still), crash.place)


def keep(crash: Crash, folder: Path) -> Path:
    """Write a crasher; its name tells the target, its content the text."""
    path = folder / f"{crash.target}-{hashlib.sha256(crash.text.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}.txt"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(crash.text, encoding="utf-8", newline="")
    return path
