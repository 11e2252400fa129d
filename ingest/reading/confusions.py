"""What Tesseract reads for what is printed, as probabilities: the channel that repair weighs against the language model.

Counts of single letters come from ``data/confusions.tsv`` (printed, read, times), learned by ``python -m eval.ocr --learn`` from pages
set in known text and made worse; the first lines of the file say from what. Marks that were never seen confused keep a small
probability of their own, other letters none.

1. ``cost`` is the negative logarithm of the probability that ``read`` was printed as ``printed``; ``None`` when it cannot be.
2. Words of different lengths are never confused with each other here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

from corpus.vietnamese import unmarked

# Added to the count of every pair of letters that differ in marks alone.
_MARK_PRIOR = 0.3
# Share of words read wrongly, by Tesseract's confidence in percent (upper edges), relative to the share over all words.
_FACTORS = ((50.0, 2.5), (75.0, 2.5), (88.0, 2.3), (94.0, 1.25), (96.0, 0.65), (101.0, -1.05))


@dataclass(frozen=True, slots=True)
class Confusions:
    """Counts: ``printed`` by letter, ``read`` by pair; ``origins``: the letters that were read as this one."""

    printed: dict[str, int]
    read: dict[tuple[str, str], int]
    origins: dict[str, tuple[str, ...]]

    def _letter(self, printed: str, read: str) -> float | None:
        times = float(self.read.get((printed, read), 0))
        if unmarked(printed) == unmarked(read):
            times += _MARK_PRIOR
        return -log(times / (self.printed.get(printed, 0) + 100)) if times else None

    def cost(self, printed: str, read: str, confidence: float) -> float | None:
        """Return -ln P(read | printed) for two words in lower case; ``None`` when they differ otherwise than by confusions."""
        if len(printed) != len(read):
            return None
        total = 0.0
        for a, b in zip(printed, read, strict=True):
            if a != b:
                one = self._letter(a, b)
                if one is None:
                    return None
                total += one
        return total - next(factor for edge, factor in _FACTORS if confidence < edge)


@cache
def load() -> Confusions:
    """Return the bundled counts."""
    printed: dict[str, int] = {}
    read: dict[tuple[str, str], int] = {}
    origins: dict[str, list[str]] = {}
    text = (files("ingest.reading") / "data" / "confusions.tsv").read_text("utf-8")
    for row in text.splitlines():
        if not row or row.startswith("#"):
            continue
        a, b, times = row.split("\t")
        if a == b:
            printed[a] = int(times)
        else:
            read[a, b] = int(times)
            origins.setdefault(b, []).append(a)
    return Confusions(printed, read, {letter: tuple(found) for letter, found in origins.items()})
