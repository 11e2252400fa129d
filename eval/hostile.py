"""Mutated files thrown at the reader: no crash of the parent, no hang beyond the limit, no file lost from the report.

Seeds are the bundled PDFs, each as it is and with its streams unpacked (so that a flipped byte reaches the structure and not only a
checksum), and, where they are there, the small files of ``../shared/pdfs``. Mutations are those of broken downloads and bad will: cut,
doubled and swapped stretches, other numbers in object references, counts, lengths, boxes and rotations, loops in the page tree.

``python -m eval.hostile 2000`` prints what became of the files and returns 1 when one was lost or the limit was not kept.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.settings import MIB, Limits
from ingest.reading import ReaderPool
from ingest.reading.child import START_SECONDS, Order, read_order

ROOT = Path(__file__).resolve().parents[1]
_SMALL = 400_000  # bytes: larger seeds only make the run slow
LIMITS = Limits(seconds=10.0, memory_bytes=1024 * MIB, pages=500)
# What the parent may need beyond the limit: to start a child anew, to notice, to kill.
_GRACE = START_SECONDS + 5.0
_NUMBERS = re.compile(rb"\d+")
_KEYS = re.compile(
    rb"/(?:Length|Count|Kids|MediaBox|Rotate|W|Index|Size|Prev|Filter|Width|Height|BitsPerComponent|Parent|First|N)\b"
)
_ODD = (b"0", b"-1", b"1", b"2147483647", b"4294967296", b"99999999999999999999", b"0.0000001", b"1e9")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many files ended how (``read`` or an error's code); names of lost files; the longest wait for one file in seconds."""

    ends: tuple[tuple[str, int], ...]
    lost: tuple[str, ...]
    longest: float

    @property
    def kept(self) -> bool:
        """Whether every file is in the report and none was waited for beyond its limit."""
        return not self.lost and self.longest <= LIMITS.seconds + _GRACE


def _flip(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 20)):
        data[dice.randrange(len(data))] = dice.randrange(256)


def _cut(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    del data[at : at + dice.choice((1, 10, 200, 5000))]


def _truncate(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(1, len(data)) :]


def _double(data: bytearray, dice: random.Random) -> None:
    at, size = dice.randrange(len(data)), dice.choice((20, 500, 20_000))
    data[at:at] = data[max(0, at - size) : at]


def _swap(data: bytearray, dice: random.Random) -> None:
    a, b, size = dice.randrange(len(data)), dice.randrange(len(data)), dice.choice((8, 100, 2000))
    data[a : a + size], data[b : b + size] = data[b : b + size], data[a : a + size]


def _number(data: bytearray, dice: random.Random) -> None:
    found = list(_NUMBERS.finditer(data))
    for _ in range(dice.randint(1, 4)):
        match = dice.choice(found)
        data[match.start() : match.end()] = dice.choice((*_ODD, str(dice.randrange(60)).encode()))


def _key(data: bytearray, dice: random.Random) -> None:
    """Another number or name behind a key that readers trust."""
    found = list(_KEYS.finditer(data))
    if found:
        at = dice.choice(found).end()
        number = _NUMBERS.search(data, at, at + 40)
        end = number.end() if number else at
        data[at:end] = b" " + dice.choice((*_ODD, b"[1 0 R 2 0 R 3 0 R]", b"/FlateDecode", b"null", b"<<>>"))


def _loop(data: bytearray, dice: random.Random) -> None:
    """A reference that points back up the page tree."""
    found = list(re.finditer(rb"\d+ 0 R", data))
    if found:
        a, b = dice.choice(found), dice.choice(found)
        data[a.start() : a.end()] = data[b.start() : b.end()]


_MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _cut, _truncate, _double, _swap, _number, _key, _key, _loop, _loop,
)  # fmt: skip


def mutate(data: bytes, dice: random.Random) -> bytes:
    """Return the file with one to three mutations."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 3)):
        if len(out) > 16:
            dice.choice(_MUTATIONS)(out, dice)
    return bytes(out)


def unpacked(data: bytes) -> bytes:
    """Return a PDF with its content streams unpacked."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        content = page.get_contents()
        if content is not None:
            plain = content.get_data()
            content.set_data(plain)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def seeds(folders: Sequence[Path]) -> list[bytes]:
    """Return the small PDFs below ``folders``, as they are and unpacked."""
    out: list[bytes] = []
    for folder in folders:
        for path in sorted(folder.rglob("*.pdf")):
            data = path.read_bytes()
            if len(data) <= _SMALL:
                out += [data, unpacked(data)]
    return out


def _files(kinds: Sequence[bytes], count: int, seed: int, folder: Path) -> Iterator[Path]:
    dice = random.Random(seed)  # noqa: S311 - a fixed sample, no secret
    for number in range(count):
        path = folder / f"{number}.pdf"
        path.write_bytes(mutate(dice.choice(kinds), dice))
        yield path


def torment(kinds: Sequence[bytes], count: int, *, seed: int = 1, jobs: int = 2) -> Outcome:
    """Read ``count`` mutated files in child processes and tell what became of them."""
    ends: Counter[str] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as place:
        missing = {f"{number}.pdf" for number in range(count)}
        orders = (Order(path, LIMITS, ocr=False) for path in _files(kinds, count, seed, Path(place)))
        with ReaderPool(read_order, jobs) as pool:
            before = time.monotonic()
            for order, result in pool.read(orders):
                ends[result.code if isinstance(result, UnreadableFileError) else "read"] += 1
                missing.discard(order.path.name)
                order.path.unlink()
                longest, before = max(longest, time.monotonic() - before), time.monotonic()
    return Outcome(tuple(ends.most_common()), tuple(sorted(missing)), longest)


def main() -> int:
    """Run and print; 1 when the guarantees were broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=2000, help="mutated files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    outcome = torment(seeds([ROOT / "corpus/documents", args.shared / "pdfs"]), args.count, seed=args.seed)
    for end, count in outcome.ends:
        sys.stdout.write(f"{end:20} {count}\n")
    sys.stdout.write(f"lost {len(outcome.lost)}, longest wait {outcome.longest:.1f} s (limit {LIMITS.seconds:.0f})\n")
    return 0 if outcome.kept else 1


if __name__ == "__main__":
    sys.exit(main())
