"""What the codified law names, as lists: bearers, bodies (the heads of the files in ``data`` tell how they were counted)."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def known_bearers() -> frozenset[str]:
    """Return class nouns with the words that tell which body or person is meant."""
    return frozenset(data_lines("bearers.txt"))


@cache
def known_bodies() -> frozenset[str]:
    """Return names of bodies that go on in lower case behind a comma, "và" or a verb."""
    return frozenset(data_lines("bodies.txt"))


def data_lines(name: str) -> list[str]:
    """Return the lines of a file in ``data`` without those of its head."""
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
