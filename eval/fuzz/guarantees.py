"""How a target says that a guarantee does not hold."""

from __future__ import annotations


class Broken(AssertionError):
    """A guarantee does not hold."""


def must(holds: bool, what: str) -> None:
    """Raise ``Broken`` unless ``holds``; ``what`` names the guarantee."""
    if not holds:
        raise Broken(what)
