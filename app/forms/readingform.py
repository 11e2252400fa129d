"""How a question was read, in the JSON of the command line and the HTTP API.

1. ``typed[start:end]`` of a change is what it says was ``written``; ``undo`` is what ``--keep`` takes to leave it so.
2. ``address`` is the clause that the question names, ``null`` when it names none of a stored document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.jsonform import JsonObject, JsonValue

if TYPE_CHECKING:
    from app.questions.addressed import Addressed
    from index.understanding.reading import Understood


def reading_json(understood: Understood, named: Addressed | None) -> JsonObject:
    """Return how a question was read, each change with what undoes it, and the clause that it names by address."""
    changes: list[JsonValue] = [
        {"kind": c.kind, "start": c.start, "end": c.end, "written": c.written, "read": c.read, "undo": c.undo}
        for c in understood.changes
    ]
    address: JsonObject | None = None
    if named is not None:
        ids = [provision.id for provision in named.provisions]
        address = {"written": named.written, "label": named.label, "ids": ids, "note": named.note}
    return {
        "typed": understood.typed,
        "text": understood.text,
        "language": understood.language,
        "changes": changes,
        "address": address,
    }
