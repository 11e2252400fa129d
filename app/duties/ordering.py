"""The order of a list of duties: as documents have them, or by deadline, act, force, reason or source, either way round.

A list of thousands is put in order by its rows; only what an order needs beside them is read.

1. The order is that of the duties read whole; of two alike the list's own order stays, whichever way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import numpy as np

from app.duties.bound import Base, Bound, ledger
from app.duties.columns import DEADLINES
from app.duties.deadlines import due_date
from app.results import DutyFilters, DutyOrder
from corpus.model import Deadline, Modality, Role


def due_order(deadline: Deadline | None, issued: dt.date | None) -> str:
    """Return what sorts duties by deadline: dated ones by day, then the others by value, those without last."""
    if deadline is None:
        return "9"
    date = due_date(deadline, issued)
    return f"1{date.isoformat()}" if date else f"2{deadline.value}"


def source_order(day: dt.date | None, key: str, start: int) -> str:
    """Return what sorts duties by their place: by the day and the key of the document, then in reading order."""
    return f"{day or ''} {key} {start:09}"


def ordered(base: Base, found: Bound, filters: DutyFilters) -> Bound:
    """Return the rows in the order that ``filters`` ask for."""
    if not filters.order:
        return found
    keys = _OF_ROWS[filters.order](base, found)
    places = sorted(range(len(found)), key=keys.__getitem__, reverse=filters.descending)
    return found.where(np.array(places, np.int64))


def _deadlines(base: Base, found: Bound) -> list[str]:
    keys = ["9"] * len(found)
    dated = np.flatnonzero(found.rows["deadline"] != DEADLINES[None])
    obligations, documents = (found.rows[column][dated].tolist() for column in ("obligation", "document"))
    stated, light = base.catalogue.bearing.deadlines(obligations), ledger(base).documents.light
    for place, obligation, document in zip(dated.tolist(), obligations, documents, strict=True):
        keys[place] = due_order(stated[obligation], light[document].date)
    return keys


def _acts(base: Base, found: Bound) -> list[str]:
    obligations = found.rows["obligation"].tolist()
    words = {one.obligation: one.quote for one in base.catalogue.bearing.words(obligations)}
    return [words[number] for number in obligations]


def _forces(_: Base, found: Bound) -> list[str]:
    modalities, roles = tuple(Modality), tuple(Role)
    coded = zip(found.rows["modality"].tolist(), found.rows["role"].tolist(), strict=True)
    return [f"{modalities[modality]} {roles[role]}" for modality, role in coded]


def _reasons(_: Base, found: Bound) -> list[str]:
    return [found.coverages[place].because for place in found.coverage.tolist()]


def _sources(base: Base, found: Bound) -> list[str]:
    light = ledger(base).documents.light
    placed = zip(found.rows["document"].tolist(), found.rows["start"].tolist(), strict=True)
    return [source_order(light[document].date, light[document].key, start) for document, start in placed]


_OF_ROWS: Final[dict[DutyOrder, Callable[[Base, Bound], list[str]]]] = {
    "deadline": _deadlines,
    "act": _acts,
    "force": _forces,
    "reason": _reasons,
    "source": _sources,
}
