"""Odd text made of real structure: seeds from our own bundled sources, bent by the mistakes that files really have.

Byte flips seldom reach the readers behind the decoder, so mutations work on letters, words and lines: what scanners, typists,
converters and copied tables do to Vietnamese legal text.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

_SOURCES: Final = Path(__file__).resolve().parents[2] / "corpus/sources"
_ODD: Final = ("\n", "\n\n", "\t", " | ", "\0", "\u00ad", "\u200b", "\ufeff", "\u2028", "\u0301", "9" * 400, "IVXLCDM" * 9)
_TOKENS: Final = (*Path(__file__).with_name("tokens.txt").read_text(encoding="utf-8").splitlines(), *_ODD)


def seeds() -> tuple[str, ...]:
    """Return whole bundled sources, their paragraphs, and the tokens."""
    files = sorted(path for path in _SOURCES.rglob("*") if path.is_file())
    texts = [path.read_text(encoding="utf-8") for path in files]
    paragraphs = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    windows = [text[i : i + 1500] for text in texts for i in range(0, len(text), 1200)]
    return (*windows, *dict.fromkeys(paragraphs), *_TOKENS)


def _delete(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randint(1, 12) :]


def _insert(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text) + 1)
    gap = rng.choice(("", " ", "\n"))
    return text[:place] + gap + rng.choice(_TOKENS) + gap + text[place:]


def _repeat(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text) + 1)
    piece = text[start : start + rng.randint(1, 60)]
    return text[:start] + piece * rng.choice((2, 3, 40)) + text[start + len(piece) :]


def _swap_words(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    if len(words) > 1:
        i, j = rng.randrange(len(words)), rng.randrange(len(words))
        words[i], words[j] = words[j], words[i]
    return " ".join(words)


def _swap_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def _letters(text: str, rng: random.Random) -> str:
    letters = list(text)
    for _ in range(min(len(letters), rng.randint(1, 8))):
        letters[rng.randrange(len(letters))] = chr(
            rng.choice((rng.randint(32, 126), rng.randint(0xC0, 0x1EF9), rng.randint(0, 0x10FFFF)))
        )
    return "".join(letter for letter in letters if not 0xD800 <= ord(letter) <= 0xDFFF)


def _joined(text: str, rng: random.Random) -> str:
    return text.replace(rng.choice((" ", "\n", ". ", ", ")), rng.choice(("", " ", "\n")))


_WAYS: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    _delete, _insert, _insert, _repeat, _swap_words, _swap_lines, _letters, _joined,
    lambda text, _: text.upper(),
    lambda text, _: text.lower(),
    lambda text, _: unicodedata.normalize("NFD", text),
    lambda text, rng: text[: rng.randrange(len(text) + 1)],
    lambda text, rng: text[rng.randrange(len(text) + 1) :],
)  # fmt: skip


def mutate(text: str, rng: random.Random, pool: Sequence[str], longest: int = 6000) -> str:
    """Return ``text`` bent a few times, or spliced with another of the pool."""
    if rng.random() < 0.2:
        other = rng.choice(pool)
        text = text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1) :]
    for _ in range(rng.randint(1, 5)):
        text = rng.choice(_WAYS)(text, rng)
    return text[:longest]


def smaller(text: str, still: Callable[[str], bool]) -> str:
    """Return a shorter text for which ``still`` holds too, by leaving out ever smaller pieces."""
    size = max(len(text) // 2, 1)
    while size:
        start = 0
        while start < len(text):
            shorter = text[:start] + text[start + size :]
            if still(shorter):
                text = shorter
            else:
                start += size
        size //= 2
    return text
