"""Fuzzing by coverage: texts that reach new lines of the readers are bent again. Needs the package ``atheris``."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from eval.fuzz.campaign import crash_of, keep
from eval.fuzz.mutation import mutate, seeds
from eval.fuzz.targets import TARGETS


def guided(name: str, seconds: int, folder: Path) -> None:
    """Fuzz one target until the time is over or something breaks, which is kept in ``folder``."""
    import atheris

    with atheris.instrument_imports(include=["corpus", "ingest", "index"]):
        TARGETS[name]("Điều 1. Thử")
    pool, target = seeds(), TARGETS[name]

    def bend(data: bytes, longest: int, seed: int) -> bytes:
        text = mutate(data.decode("utf-8", "ignore"), random.Random(seed), pool)  # noqa: S311
        return text.encode("utf-8", "ignore")[:longest]

    def once(data: bytes) -> None:
        text = data.decode("utf-8", "ignore")
        crash = crash_of(name, target, text)
        if crash:
            keep(crash, folder)
            raise RuntimeError(crash.place)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=6000", "-print_final_stats=1"], once, custom_mutator=bend)
    atheris.Fuzz()
