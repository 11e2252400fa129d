"""References in the JSON of the command line and the HTTP API: who cites what, and what is known of documents that are not stored."""

from __future__ import annotations

from collections.abc import Sequence

from app.forms.jsonform import JsonObject, citation_json, document_json, quote_json
from app.relations.absent import Absent
from app.results import LookedUp, Reference
from corpus.model import Resolution


def resolution_json(resolution: Resolution) -> JsonObject:
    """Return what a mention points to."""
    return {"target": resolution.target, "candidates": list(resolution.candidates), "reason": resolution.reason}


def reference_json(reference: Reference) -> JsonObject:
    """Return one citing clause in the shape of a hit, with the mention and its target."""
    return {
        **quote_json(reference.quote),
        "relation": reference.citation.relation.value,
        "quote": reference.citation.quote,
        "provisions": list(reference.citation.provisions),
        "mention": citation_json(reference.citation),
        "target": document_json(reference.target) if reference.target else None,
        "resolution": resolution_json(reference.resolution),
        "via": list(reference.via),
    }


def looked_up_json(found: LookedUp) -> JsonObject:
    """Return the references of one number or address."""
    return {
        "asked": found.asked,
        "state": found.state,
        "message": found.message,
        "target": document_json(found.target) if found.target else None,
        "candidates": [document_json(candidate) for candidate in found.candidates],
        "absent": absent_json(found.absent) if found.absent else None,
        "total": len(found.references),
        "references": [reference_json(reference) for reference in found.references],
    }


def absent_json(absent: Absent) -> JsonObject:
    """Return what is known of a document that is cited but not stored."""
    fields = (("kinds", absent.kinds), ("dates", absent.dates), ("titles", absent.titles), ("issuers", absent.issuers))
    counted: JsonObject = {name: [{"value": value, "documents": count} for value, count in values] for name, values in fields}
    return {"number": absent.number, "mentions": absent.mentions, "documents": absent.documents, **counted}


def look_up_totals(found: Sequence[LookedUp]) -> JsonObject:
    """Return how many numbers were looked up, found, ambiguous, unknown and unreadable, and how many references."""
    states = [one.state for one in found]
    return {
        "looked_up": len(states),
        "found": states.count("found"),
        "ambiguous": states.count("ambiguous"),
        "unknown": states.count("unknown"),
        "unreadable": states.count("unreadable"),
        "references": sum(len(one.references) for one in found),
    }


def look_ups_json(found: Sequence[LookedUp]) -> JsonObject:
    """Return the references of several numbers with their totals (``refs --format json``)."""
    return {"totals": look_up_totals(found), "results": [looked_up_json(one) for one in found]}
