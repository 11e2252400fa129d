"""``python -m eval.fuzz.guided TARGET --minutes 10``: fuzz one reader by coverage; needs the package ``atheris``.

Texts that reach new lines of the readers are bent again, with the same mutations as by chance. The first text of every way in which
the reader breaks is made small and kept, and the search goes on.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path


def guided(name: str, seconds: int, folder: Path) -> None:
    """Fuzz one target until the time is over; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["corpus", "ingest", "index", "app"]):  # before anything of them is loaded
        from eval.fuzz.targets import TARGETS

        target = TARGETS[name]
        from eval.fuzz.campaign import FIRST, crash_of, keep, made_small

        target(FIRST)
    from eval.fuzz.mutation import mutate, seeds

    pool, known = seeds(), set[str]()

    def bend(data: bytes, longest: int, seed: int) -> bytes:
        text = mutate(data.decode("utf-8", "ignore"), random.Random(seed), pool)  # noqa: S311
        return text.encode("utf-8", "ignore")[:longest]

    def once(data: bytes) -> None:
        crash = crash_of(name, target, data.decode("utf-8", "ignore"))
        if crash and crash.place not in known:
            known.add(crash.place)
            path = keep(made_small(crash, target), folder)
            sys.stderr.write(f"{name}: {crash.place}: {path.name}\n")

    begin = Path(tempfile.mkdtemp(prefix="cancu-fuzz-"))
    for number, text in enumerate(pool):
        (begin / str(number)).write_text(text, encoding="utf-8")
    options = [f"-max_total_time={seconds}", "-max_len=6000", "-print_final_stats=1", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(begin)], once, custom_mutator=bend)
    atheris.Fuzz()


def main() -> None:
    """Fuzz the target that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--keep", type=Path, default=Path("tests/eval/fuzz/crashers"))
    args = parser.parse_args()
    guided(args.target, int(args.minutes * 60), args.keep)


if __name__ == "__main__":
    main()
