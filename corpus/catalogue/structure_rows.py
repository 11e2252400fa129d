"""Outline and amendment records as rows of the catalogue, and back.

The outline is one packed list per document, each node with its children behind it, so that it comes back as it was; nothing
asks for single nodes of it. Amendment records are rows, because they are looked up by the document that they change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from corpus.amendment import Amendment, Operation, Part
from corpus.catalogue.rows import pack, to_json, unpack
from corpus.catalogue.store import Row, Value
from corpus.model import Level, Node
from corpus.numbers import number_key, parse_number
from corpus.vietnamese import search_key

_SPANS = ("start", "marker_end", "heading_start", "heading_end", "body_start", "body_end", "end")


def pack_outline(roots: Sequence[Node]) -> bytes | None:
    """Return a forest as stored, ``None`` for none."""
    return pack(to_json([_listed(node) for node in roots])) if roots else None


def unpack_outline(data: bytes | None) -> tuple[Node, ...]:
    """Inverse of ``pack_outline``."""
    return tuple(_node(values) for values in json.loads(unpack(data))) if data else ()


def _listed(node: Node) -> list[Any]:
    spans = [getattr(node, name) for name in _SPANS]
    return [str(node.level), node.path, node.marker, spans, int(node.quoted), [_listed(child) for child in node.children]]


def _node(values: list[Any]) -> Node:
    level, path, marker, spans, quoted, children = values
    placed = dict(zip(_SPANS, spans, strict=True))
    return Node(Level(level), path, marker, **placed, quoted=bool(quoted), children=tuple(_node(child) for child in children))


def target_keys(words: str) -> tuple[str | None, str | None]:
    """Return the number key and the title key by which the words of a target ("Nghị định số 1/2020/NĐ-CP") are looked up."""
    last = words.rpartition(" ")[2]
    if parse_number(last):
        return number_key(last), None
    return None, search_key(words) or None


AMENDMENT_COLUMNS = (
    'document, path, target_document, target_number, target_title, target, operation, start, "end", quoted_start, quoted_end, anchor, '
    "part, old, new"
)


def amendment_row(amendment: Amendment, document: int) -> tuple[Value, ...]:
    """Return the row of ``amendments`` without its id."""
    start, end = amendment.quoted or (None, None)
    return (
        document,
        amendment.path,
        amendment.target_document,
        *target_keys(amendment.target_document),
        amendment.target,
        str(amendment.operation),
        amendment.start,
        amendment.end,
        start,
        end,
        amendment.anchor,
        str(amendment.part),
        amendment.old,
        amendment.new,
    )


def amendment_of(row: Row) -> Amendment:
    """Return the record of a row of ``amendments``."""
    return Amendment(
        path=row["path"],
        target_document=row["target_document"],
        target=row["target"],
        operation=Operation(row["operation"]),
        start=row["start"],
        end=row["end"],
        quoted=None if row["quoted_start"] is None else (row["quoted_start"], row["quoted_end"]),
        anchor=row["anchor"],
        part=Part(row["part"]),
        old=row["old"],
        new=row["new"],
    )
