"""The engine over a Milvus server: the answers of the embedded one, asked over the network.

Two questions go to the server, one for words and one for vectors. What a snapshot is made of stays with it: which rows live, which pass
a filter, how rare a term is, and the vectors themselves, so that the products of the candidates are exact and cost no third question.

1. Rows that the snapshot does not hold, or that do not pass, are dropped here, whatever the server gives; so a search sees one
   generation, also while rows are added to the collection.
2. Reads are bound to the moment at which the snapshot's rows were all there: nothing of it is missed, and nothing newer is waited for.
3. A filter goes to the server as an expression (documents, kinds, issuers, dates). Where too few rows come back all the same, the search
   goes deeper, then through every list of the inverted file, then through the admitted documents share by share.
4. A phrase is found by the rarest pair of its syllables and read in the forward index, on this machine.
5. On a server without sparse vectors words are searched in the snapshot's own lexical index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from index.encoding.static_model import Vectors
from index.stores.blocks import Rows, Scores
from index.stores.build import SEGMENTS
from index.stores.forward import Forward
from index.stores.leases import Lease, take
from index.stores.lexical import Field
from index.stores.milvus.collection import LISTS, SERIAL, VECTOR, WORDS, day_number, document_id, folded, when_loaded
from index.stores.milvus.phrases import holding, rarest_pair
from index.stores.milvus.server import Server, server_of
from index.stores.rows import Admitted, RowTable
from index.stores.segments import FORWARD
from index.stores.snapshot import SnapshotInfo, home_of
from index.stores.vectors import DenseIndex, best_of
from index.stores.weights import Statistics, statistics_of

if TYPE_CHECKING:
    from index.stores.engine import LocalWords

Found: TypeAlias = tuple[Rows, Scores]
# Finds serial numbers and scores: at most so many, of those that an expression admits.
Search: TypeAlias = Callable[[int, str], Found]

# The most that a server gives for one question.
_MOST: Final = 16_384
_DEEPER: Final = 8
# Numbers named in one expression.
_LISTED: Final = 2_000
# Lists of the inverted file that are looked at: see `python -m eval.engines`.
_LOOKED: Final = 128


class MilvusEngine:
    """Words and vectors on a server; a snapshot's other files here."""

    def __init__(
        self, server: Server, folder: Path, info: SnapshotInfo, table: RowTable, vectors: DenseIndex, words: LocalWords | None
    ) -> None:
        """Take what is opened; ``words`` is the lexical index where the server has none. Nothing is asked yet."""
        self._server, self._info, self._table, self._vectors, self._own_words = server, info, table, vectors, words
        self._forwards = [folder / SEGMENTS / name / FORWARD for name in info.segments]
        self._statistics = statistics_of(folder) if words is None else Statistics([])
        self.lease: Lease | None = None

    @cached_property
    def _forward(self) -> Forward:
        return Forward(self._forwards)

    def lexical(
        self, terms: Mapping[Field, Mapping[str, float]], wanted: int, admitted: Admitted, phrases: Sequence[Sequence[str]] = ()
    ) -> Rows:
        """Return the ``wanted`` best admitted rows by BM25; phrases are of two syllables or more."""
        if self._own_words is not None:
            return self._own_words.lexical(terms, wanted, admitted, phrases)
        asked = self._statistics.query_vector(terms)
        if not asked or wanted < 1 or not admitted.count:
            return np.empty(0, np.int64)
        if phrases:
            return self._phrased(asked, wanted, admitted, phrases)
        return self._found(lambda limit, admitting: self._search(WORDS, asked, limit, admitting, {}), wanted, admitted)[0]

    def dense(self, query: Vectors, wanted: int, admitted: Admitted) -> Rows:
        """Return the nearest admitted rows."""
        return self._nearest(query, wanted, admitted)[0] if query.any() and admitted.count else np.empty(0, np.int64)

    def products(self, rows: Rows, query: Vectors) -> Scores:
        """Return the exact inner products."""
        return self._vectors.products(rows, query)

    def recall(self, admitted: Admitted) -> float:
        """Return the share of the ten nearest rows that the server finds, against a scan of all; measured on a sample."""

        def nearest(query: Vectors) -> Scores:
            found = self.dense(query, 10, admitted)
            return -np.sort(-self.products(found, query))

        return self._vectors.recall_of(nearest, admitted.mask)

    def _nearest(self, query: Vectors, wanted: int, admitted: Admitted) -> Found:
        def looking(lists: int) -> Search:
            return lambda limit, admitting: self._search(VECTOR, query, limit, admitting, {"nprobe": lists})

        found = self._found(looking(_LOOKED), wanted, admitted)
        return found if len(found[0]) >= min(wanted, admitted.count) else self._found(looking(LISTS), wanted, admitted, full=True)

    def _found(self, search: Search, wanted: int, admitted: Admitted, *, full: bool = False) -> Found:
        """Return the best admitted rows of a search. ``full``: there are ``wanted`` of them if that many are admitted."""
        admitting, limit = expression_of(admitted), min(wanted, _MOST)
        while True:
            serials, scores = search(limit, admitting)
            rows, kept = self._admitted(serials, scores, admitted)
            if len(rows) >= wanted or len(serials) < limit:
                return best_of(rows, kept, wanted)
            if limit == _MOST:
                break
            limit = min(limit * _DEEPER, _MOST)
        named = admitted.documents
        if named is None or (not full and len(named) <= _LISTED):
            return best_of(rows, kept, wanted)
        return self._by_share(search, wanted, admitted, named)

    def _by_share(self, search: Search, wanted: int, admitted: Admitted, named: Sequence[str]) -> Found:
        """Return the best rows of all shares of the admitted documents."""
        rows, scores = np.empty(0, np.int64), np.empty(0, np.float32)
        for start in range(0, len(named), _LISTED):
            share = _listed("document", [document_id(key) for key in named[start : start + _LISTED]])
            more = self._admitted(*search(_MOST, share), admitted)
            rows, scores = best_of(np.concatenate([rows, more[0]]), np.concatenate([scores, more[1]]), wanted)
        return rows, scores

    def _admitted(self, serials: Rows, scores: Scores, admitted: Admitted) -> Found:
        rows, known = self._table.places_of(serials)
        passing = known & admitted.mask[rows] if len(rows) else known
        return rows[passing], scores[passing]

    def _phrased(self, asked: dict[int, float], wanted: int, admitted: Admitted, phrases: Sequence[Sequence[str]]) -> Rows:
        rarest, stand = rarest_pair(self._statistics, phrases)
        if not stand:
            return np.empty(0, np.int64)
        admitting = expression_of(admitted)
        # A pair that stands in more rows than a server gives: those best for the question.
        pair = asked if stand > _MOST else {rarest: 1.0}
        near = self._admitted(*self._search(WORDS, pair, _MOST, admitting, {}), admitted)[0]
        rows = holding(self._forward, np.sort(near), phrases)
        if not len(rows):
            return rows
        mask = np.zeros_like(admitted.mask)
        mask[rows] = True
        among = _listed(SERIAL, self._table.serials[rows].tolist()) if len(rows) <= _LISTED else admitting
        serials, scores = self._search(WORDS, asked, _MOST, among, {})
        return best_of(*self._admitted(serials, scores, Admitted(mask, len(rows))), wanted)[0]

    def _search(self, field: str, asked: object, limit: int, admitting: str, options: Mapping[str, int]) -> Found:
        def search() -> list[object]:
            found: list[object] = self._server.ask(
                "search",
                self._info.collection,
                data=[asked],
                anns_field=field,
                limit=limit,
                filter=admitting,
                output_fields=[SERIAL],
                search_params={"metric_type": "IP", "params": dict(options)},
                consistency_level="Customized",
                guarantee_timestamp=self._info.moment,
            )
            return found

        found = when_loaded(self._server, self._info.collection, search)
        hits = found[0] if found else []
        return np.array(getattr(hits, "ids", []), np.int64), np.array(getattr(hits, "distances", []), np.float32)


def _listed(field: str, numbers: Sequence[int], *, among: bool = True) -> str:
    return f"{field} {'in' if among else 'not in'} [{', '.join(map(str, numbers))}]"


def _quoted(names: Sequence[str]) -> str:
    escaped = (name.replace("\\", "\\\\").replace('"', '\\"') for name in names)
    return ", ".join(f'"{name}"' for name in escaped)


def expression_of(admitted: Admitted) -> str:
    """Return what the server is told of the filters: it admits every row that passes them, and few others."""
    named, asked = admitted.documents, admitted.filters
    if named is None or asked is None:
        return ""
    if len(named) <= _LISTED:
        return _listed("document", [document_id(key) for key in named])
    parts = [
        f"{field} in [{_quoted(sorted({folded(name) for name in names}))}]"
        for field, names in (("kind", asked.kinds), ("issuer", asked.issuers))
        if names
    ]
    if asked.date_from is not None or asked.date_to is not None:
        parts.append(f"date >= {day_number(asked.date_from.isoformat()) if asked.date_from else 1}")
    if asked.date_to is not None:
        parts.append(f"date <= {day_number(asked.date_to.isoformat())}")
    if 0 < len(asked.without) <= _LISTED:
        parts.append(_listed("document", [document_id(key) for key in sorted(asked.without)], among=False))
    return " and ".join(parts)


def open_milvus(folder: Path, info: SnapshotInfo, table: RowTable, vectors: DenseIndex, words: LocalWords | None) -> MilvusEngine:
    """Open the engine of a snapshot whose words and vectors are on a server; the server is asked at the first search.

    Raises ``IndexStateError`` if the snapshot has been replaced meanwhile.
    """
    home = home_of(folder)
    engine = MilvusEngine(server_of(home, info.uri), folder, info, table, vectors, words)
    engine.lease = take(home, info.number, info.collection)
    return engine
