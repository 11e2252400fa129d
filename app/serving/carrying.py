"""What remains true of a document when others were stored: what was worked out of it need not be worked out again.

A document's status, and what others changed in it, follow from its own words, from those of documents that name its number or
its title, and from which documents bear that number or title. So a newly stored document touches itself, the documents that it
names, and those of the same number or title as it or as they have.

1. Nothing is carried over for a document that may have been touched.
2. Nothing at all is carried over when a document was taken out or stored anew (what it said before is not known any more), or when
   more than ``_MOST`` were stored.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

from app.duties.ledger import LEDGER, Ledger
from app.serving.current import OfDocument
from corpus.catalogue import Catalogue
from corpus.kinds import KINDS
from corpus.vietnamese import search_key

_MOST: Final = 500
_KINDS: Final = tuple(sorted((search_key(kind.name) for kind in KINDS), key=len, reverse=True))


def carried(catalogue: Catalogue, generation: int, kept: Mapping[Hashable, object]) -> dict[Hashable, object]:
    """Return what of the memory ``kept`` of an older generation holds at the one that ``catalogue`` reads."""
    held = kept.get(LEDGER)
    if not isinstance(held, Ledger):
        return {}
    stored = catalogue.changed_since(generation)
    replaced = [key for key in stored if key in held.documents.numbers]
    if len(stored) > _MOST or replaced or catalogue.removed_since(generation):
        return {}
    numbers, titles = catalogue.named_since(generation)
    touched = {*stored, *catalogue.keys_named(numbers, _written(titles))}
    return {what: value for what, value in list(kept.items()) if isinstance(what, OfDocument) and what.key not in touched}


def _written(titles: frozenset[str]) -> frozenset[str]:
    """Return the titles with and without a kind before them, as laws are cited."""
    bare = {_without_kind(title) for title in titles}
    return titles | bare | {f"{kind} {title}" for kind in _KINDS for title in bare}


def _without_kind(title: str) -> str:
    return next((title.removeprefix(f"{kind} ") for kind in _KINDS if title.startswith(f"{kind} ")), title)
