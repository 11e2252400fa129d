"""What an amending document does to another one: records of replace, insert, repeal and change of phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Node


class Operation(StrEnum):
    """What is done to the target."""

    REPLACE = "replace"
    INSERT = "insert"
    REPEAL = "repeal"
    REPLACE_PHRASE = "replace_phrase"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of one provision: ``start:end`` is the instruction, ``quoted`` the span of the new text (if any)."""

    path: str
    target_document: str
    target: str
    operation: Operation
    start: int
    end: int
    quoted: tuple[int, int] | None = None


def read_amendments(text: str, roots: Sequence[Node]) -> tuple[Amendment, ...]:
    """Return the changes that the document makes in other documents."""
    return ()
