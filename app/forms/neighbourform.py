"""The documents around a document, as JSON and as text for a screen."""

from __future__ import annotations

from app.forms.jsonform import JsonObject, document_json
from app.forms.render import document_line, wrapped
from app.forms.words import relation_words
from app.relations.neighbours import Neighbourhood
from corpus.model import Relation


def neighbourhood_json(around: Neighbourhood) -> JsonObject:
    """Return a neighbourhood as JSON."""
    return {
        "document": document_json(around.document),
        "neighbours": [
            {
                "direction": n.direction,
                "relation": n.relation.value,
                "name": n.name,
                "document": document_json(n.document) if n.document else None,
                "count": n.count,
                "places": list(n.places),
            }
            for n in around.neighbours
        ],
    }


def neighbourhood_text(around: Neighbourhood) -> str:
    """Return a neighbourhood for the terminal."""
    lines = [wrapped(document_line(around.document))]
    group: tuple[str, Relation] | None = None
    for neighbour in around.neighbours:
        if (neighbour.direction, neighbour.relation) != group:
            group = (neighbour.direction, neighbour.relation)
            title = "Văn bản này dẫn" if neighbour.direction == "out" else "Dẫn văn bản này"
            lines.append(f"\n{title} · {relation_words(neighbour.relation)}")
        absent = "" if neighbour.document else " (chưa có trong kho)"
        lines.append(wrapped(f"{neighbour.name}{absent} — {', '.join(neighbour.places)}", indent="    ", first="  - "))
    if not around.neighbours:
        lines.append("Không có quan hệ nào với văn bản khác.")
    return "\n".join(lines) + "\n"
