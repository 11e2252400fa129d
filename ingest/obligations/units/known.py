"""Bearers and bodies that the codified law names, as lists (the files' heads tell how they were counted)."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def known_bearers() -> frozenset[str]:
    """Return class nouns with the words that tell which body or person is meant."""
    return _lines("bearers.txt")


@cache
def known_bodies() -> frozenset[str]:
    """Return names of bodies that go on in lower case behind a comma, "và" or a verb."""
    return _lines("bodies.txt")


def _lines(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
