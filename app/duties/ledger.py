"""The light rows of a knowledge base by bearer, carried from one generation of the catalogue to the next.

A list of a unit's duties reads the rows of some thousand names. They are read when first needed and kept; when something was
stored, only the rows of the documents that changed are read again. So the first list after an ingest costs as little as the next.

1. A ledger is the same whether it was carried or made anew from its generation.
2. A ledger never changes what it says: readers of the generation before go on with theirs.
3. What changes more than ``_MOST`` documents at once begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.duties.columns import Documents, documents_from, rows_by_name, without
from app.duties.wording import Wording, wording_of
from corpus.catalogue import Catalogue, LightDuty

LEDGER: Final = "ledger"  # under which a knowledge base remembers it
_MOST: Final = 500  # documents; beyond them reading anew what is asked for is cheaper
_WORDINGS: Final = 60_000  # obligations whose words are kept; some 20 MB


@dataclass(slots=True)
class _Kept:
    """What was read so far."""

    borne: dict[str, bytes]
    received: dict[str, bytes] | None
    wordings: dict[int, Wording]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows at one generation; make it with ``ledger_of`` and ask it within that generation's snapshot."""

    generation: int
    documents: Documents
    _kept: _Kept = field(repr=False)

    def borne(self, catalogue: Catalogue, names: Collection[str]) -> list[bytes]:
        """Return the packed rows of each name, in the order of the names."""
        kept = self._kept.borne
        missing = [name for name in names if name not in kept]
        if missing:
            found = rows_by_name(catalogue.bearing.light(missing))
            kept.update({name: found.get(name, b"") for name in missing})
        return [kept[name] for name in names]

    def received(self, catalogue: Catalogue) -> Mapping[str, bytes]:
        """Return the packed rows of every name to whom one is to report."""
        if self._kept.received is None:
            self._kept.received = rows_by_name(catalogue.bearing.received())
        return self._kept.received

    def wordings(self, catalogue: Catalogue, obligations: Iterable[int]) -> list[Wording]:
        """Return the words of each of these obligations."""
        kept, wanted = self._kept.wordings, list(obligations)
        missing = [number for number in wanted if number not in kept]
        if missing:
            if len(kept) + len(missing) > _WORDINGS:
                kept = self._kept.wordings = {number: kept[number] for number in wanted if number in kept}
            kept.update({one.obligation: wording_of(one) for one in catalogue.bearing.words(missing)})
        return [kept[number] for number in wanted]


def ledger_of(catalogue: Catalogue, generation: int, before: Ledger | None) -> Ledger:
    """Return the ledger of ``generation``, carried on from ``before`` where that is less work."""
    if before is not None and before.generation <= generation:
        carried = _carried(catalogue, generation, before)
        if carried is not None:
            return carried
    return Ledger(generation, documents_from(catalogue.bearing.documents()), _Kept({}, None, {}))


def _carried(catalogue: Catalogue, generation: int, before: Ledger) -> Ledger | None:
    fresh = catalogue.bearing.documents(before.generation)
    removed = catalogue.removed_since(before.generation)
    if len(fresh) + len(removed) > _MOST:
        return None
    replaced = (*removed, *(one.key for one in fresh.values()))
    gone = {before.documents.numbers[key] for key in replaced if key in before.documents.numbers}
    light = {number: one for number, one in before.documents.light.items() if number not in gone} | fresh
    bearing, kept = catalogue.bearing, before._kept
    borne = _followed(kept.borne, gone, lambda: bearing.light_in(fresh), only_known=True)
    received = None
    if kept.received is not None:
        received = _followed(kept.received, gone, lambda: bearing.received(fresh), only_known=False)
    wordings = {} if gone else dict(kept.wordings)
    return Ledger(generation, documents_from(light), _Kept(borne, received, wordings))


def _followed(
    rows: Mapping[str, bytes], gone: Collection[int], read: Callable[[], Iterable[LightDuty]], *, only_known: bool
) -> dict[str, bytes]:
    """Return rows by name without those of documents that are gone and with those that ``read`` gives."""
    left = without(rows, gone)
    for name, found in rows_by_name(read()).items():
        if name in left:
            left[name] += found
        elif not only_known:
            left[name] = found
    return left
