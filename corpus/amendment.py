"""What an amending document does to another one, and what that makes of a clause.

An amending document changes single provisions of another: it replaces, inserts, repeals, or changes a phrase. Each such
change is one ``Amendment``, read by ``ingest.outline.amendments``; a ``ClauseChange`` is the same seen from the changed clause,
once the target document is found among the stored ones and the day of effect is known.

1. Addresses are those of the target document; spans are spans of the amending document's text.
2. Nothing is made up: a target document that is not named is empty, new text that was not found is ``None``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from corpus.addresses import lies_in


class Operation(StrEnum):
    """What is done to the target."""

    REPLACE = "replace"
    INSERT = "insert"
    REPEAL = "repeal"
    REPLACE_PHRASE = "replace_phrase"


class Part(StrEnum):
    """Which part of the target is meant."""

    WHOLE = "whole"
    HEADING = "heading"
    LEAD_IN = "lead-in"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of one provision.

    ``path`` is the instruction's address in the amending document and ``start:end`` its span; ``target`` is the address in
    ``target_document`` (its words; empty where none are given, an empty ``target`` is the whole document). ``quoted`` is the
    span of the new text, ``anchor`` what a new unit stands behind. ``old`` and ``new`` are the phrases of a change of words
    (an empty ``new`` deletes).
    """

    path: str
    target_document: str
    target: str
    operation: Operation
    start: int
    end: int
    quoted: tuple[int, int] | None = None
    anchor: str = ""
    part: Part = Part.WHOLE
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What the stored document ``by`` did to a clause: ``path`` is the instruction in it, ``citation`` its formal words.

    ``target`` is the address that was changed: the clause's own, one above it, or one below it. ``since`` is the day from
    which the change holds.
    """

    operation: Operation
    by: str
    path: str
    target: str
    since: dt.date
    citation: str

    def repeals(self, path: str) -> bool:
        """Whether the clause at ``path`` is gone since then: it was repealed itself, or with what it lies in."""
        return self.operation is Operation.REPEAL and (not self.target or lies_in(path, self.target))
