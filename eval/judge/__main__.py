"""``python -m eval.judge --text FILES --pool FILES --labels FILES --out judge.npz``: train the judge of duties from nothing.

1. A vocabulary and an encoder of the running text (JSON Lines with ``text``).
2. The encoder learns what the rules say of the pool (``text``, ``context``, ``doc``), then the labels (the gold guide's shape): one
   for each fold of documents, and one of all labels.
3. The last one reads the pool; a small network learns its chances and is written. Figures of the folds are printed.

A graphics processor is needed for anything but a trial (an H100 takes half an hour in all); libraries: the extra ``models``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(prog="eval.judge", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, words in (("text", "running text"), ("pool", "provisions without labels"), ("labels", "labelled provisions")):
        parser.add_argument(f"--{name}", type=Path, nargs="+", required=True, help=f"JSON Lines: {words}")
    parser.add_argument("--out", type=Path, required=True, help="where the weights are written")
    parser.add_argument("--seconds", type=float, default=400, help="time for learning the running text (400)")
    parser.add_argument("--epochs", type=int, nargs=3, default=(2, 12, 20), metavar="N", help="over pool, labels, chances")
    parser.add_argument(
        "--size", type=int, nargs=4, default=(448, 8, 7, 1216), metavar="N", help="encoder: width, layers, heads, inner"
    )
    parser.add_argument("--batch", type=int, default=256, help="pieces of running text a step (256)")
    args = parser.parse_args(arguments)

    from eval.judge.training import train

    for line in train(args):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
