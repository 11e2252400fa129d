"""A collection on a Milvus server: its schema, filling it, taking rows out, and looking whether all are there.

Rows lie under their serial numbers (``index.stores.rows``). Vectors have an inverted file without compression: it is made in minutes,
products are exact, and a search of all its lists is a scan, so that a narrow filter can be answered in full. Words are sparse vectors
(``index.stores.weights``), searched exactly.

1. ``fill`` may be repeated: a row that is there already is replaced.
2. ``settle`` returns when every row is searchable for everybody, and refuses a collection that does not hold the number expected.
3. ``differences`` compares serial numbers, not only counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np

from corpus.errors import IndexStateError
from corpus.vietnamese import search_key
from index.stores.blocks import Rows
from index.stores.lexical import document_number
from index.stores.milvus.server import WRITING, NotLoadedError, Server
from index.stores.rows import DocumentRow

Record: TypeAlias = dict[str, Any]
Answer = TypeVar("Answer")

SERIAL: Final = "serial"
VECTOR: Final = "vector"
WORDS: Final = "words"
LISTS: Final = 1024  # of the inverted file of one segment of the server
_NAME: Final = 500  # letters of a kind or an issuer
_NAME_BYTES: Final = 2000
_SHARE: Final = 2_000  # rows sent at a time
_NUMBERS: Final = 10_000  # serial numbers asked for or deleted at a time; servers give at most 16,384
_WAIT: Final = 0.5
_INDEXING: Final = 4 * 3600.0  # seconds, for sealing, indexing and taking up a whole collection
_SPARSE_SINCE: Final = (2, 4)
_COUNT: Final = "count(*)"
_SHORT: Final = "Máy chủ Milvus có {found} mục thay vì {expected}. Hãy chạy: cancu rebuild"


def folded(name: str | None) -> str:
    """Return a kind or an issuer as it is stored and asked for; "" for none."""
    return search_key(name)[:_NAME] if name else ""


def day_number(date: str | None) -> int:
    """Return a day (ISO) as a number that rises with it; 0 for none."""
    return int(date.replace("-", "")) if date else 0


def signed(number: int) -> int:
    """Return an unsigned 64-bit number as the signed one of the same bits."""
    return number - (1 << 64) if number >= 1 << 63 else number


def document_id(key: str) -> int:
    """Return the number under which a document's rows are asked for."""
    return signed(document_number(key))


def holds_words(server: Server) -> bool:
    """Whether the server has sparse vectors; one that tells no version is taken to be new."""
    version = server.version()
    return version is None or version >= _SPARSE_SINCE


def create(server: Server, name: str, dimension: int, *, words: bool) -> None:
    """Make an empty collection, in the place of one that an interrupted build has left."""
    from pymilvus import DataType, MilvusClient

    drop(server, name)
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(SERIAL, DataType.INT64, is_primary=True)
    schema.add_field("document", DataType.INT64)
    schema.add_field("kind", DataType.VARCHAR, max_length=_NAME_BYTES)
    schema.add_field("issuer", DataType.VARCHAR, max_length=_NAME_BYTES)
    schema.add_field("date", DataType.INT32)
    schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dimension)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index(VECTOR, index_type="IVF_FLAT", metric_type="IP", params={"nlist": LISTS})
    if words:
        schema.add_field(WORDS, DataType.SPARSE_FLOAT_VECTOR)
        indexes.add_index(WORDS, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    server.ask("create_collection", name, schema=schema, seconds=WRITING)
    server.ask("create_index", name, indexes, seconds=WRITING)


def record(serial: int, document: DocumentRow, vector: object, words: dict[int, float] | None) -> Record:
    """Return one row as it is sent."""
    made: Record = {
        SERIAL: serial,
        "document": document_id(document.key),
        "kind": folded(document.kind),
        "issuer": folded(document.issuer),
        "date": day_number(document.date),
        VECTOR: vector,
    }
    return made if words is None else {**made, WORDS: words}


def fill(server: Server, name: str, records: Iterable[Record], told: Callable[[int], None], *, fresh: bool) -> int:
    """Send rows; return how many. ``fresh``: nothing of them can be there yet, which costs the server less."""
    rest, done = iter(records), 0
    while share := list(islice(rest, _SHARE)):
        server.ask("insert" if fresh else "upsert", name, share, seconds=WRITING)
        done += len(share)
        told(done)
    return done


def take_out(server: Server, name: str, serials: Rows) -> None:
    """Delete rows; those that are not there are none the worse."""
    for start in range(0, len(serials), _NUMBERS):
        server.ask("delete", name, ids=serials[start : start + _NUMBERS].tolist(), seconds=WRITING)


def take_out_from(server: Server, name: str, first: int) -> None:
    """Delete the rows from this serial number on: what an interrupted update has left."""
    when_loaded(server, name, lambda: server.ask("delete", name, filter=f"{SERIAL} >= {first}", seconds=WRITING))


def settle(server: Server, name: str, expected: int, *, seal: bool) -> int:
    """Wait until every row can be found; return the moment to bind reads to. ``seal`` also waits for the server's indexes.

    Raises ``IndexStateError`` where the collection does not hold the number expected.
    """
    if seal:
        server.ask("flush", name, seconds=_INDEXING)
        _indexed(server, name, VECTOR)
    server.ask("load_collection", name, seconds=_INDEXING)
    found = count(server, name)
    if found != expected:
        raise IndexStateError(_SHORT.format(found=found, expected=expected))
    return server.moment()


def _indexed(server: Server, name: str, field: str) -> None:
    until = time.monotonic() + _INDEXING
    while time.monotonic() < until:
        told = server.ask("describe_index", name, field)
        if not told or not int(told.get("pending_index_rows", 0)):
            return
        time.sleep(_WAIT)


def count(server: Server, name: str) -> int:
    """Return how many rows there are, all writes so far included."""
    return int(_query(server, name, "", [_COUNT])[0][_COUNT])


def _query(server: Server, name: str, expression: str, fields: Sequence[str]) -> list[dict[str, Any]]:
    asked: Record = {"filter": expression, "output_fields": list(fields), "consistency_level": "Strong"}
    return list(when_loaded(server, name, lambda: server.ask("query", name, seconds=WRITING, **asked)))


def when_loaded(server: Server, name: str, ask: Callable[[], Answer]) -> Answer:
    """Return what ``ask`` gives; a server that was started anew and has not taken the collection up since does so first."""
    try:
        return ask()
    except NotLoadedError:
        server.ask("load_collection", name, seconds=_INDEXING)
        return ask()


def _stored(server: Server, name: str, issued: int) -> Iterator[Rows]:
    for start in range(0, issued, _NUMBERS):
        found = _query(server, name, f"{SERIAL} >= {start} and {SERIAL} < {min(start + _NUMBERS, issued)}", [SERIAL])
        yield np.sort(np.fromiter((row[SERIAL] for row in found), np.int64, len(found)))


@dataclass(frozen=True, slots=True)
class Differences:
    """How a collection differs from what it should hold: serial numbers missing, those of nobody, and those there twice."""

    missing: int
    foreign: int
    double: int

    @property
    def none(self) -> bool:
        """Whether it does not."""
        return not (self.missing or self.foreign or self.double)


def differences(server: Server, name: str, living: Rows, struck: Rows, issued: int) -> Differences:
    """Compare a collection with the serial numbers that it must hold, and those ``struck`` off that it may still hold.

    Numbers from ``issued`` on belong to an update that is going on or was interrupted; the next one takes them out.
    """
    held = np.concatenate([np.empty(0, np.int64), *_stored(server, name, issued)])
    once = np.unique(held)
    missing = len(np.setdiff1d(living, once, assume_unique=True))
    foreign = len(np.setdiff1d(once, np.union1d(living, struck), assume_unique=True))
    return Differences(missing, foreign, len(held) - len(once))


def drop(server: Server, name: str) -> None:
    """Take a collection away, with what it is also called."""
    if not server.ask("has_collection", name):
        return
    told = server.has("list_aliases", name)
    for alias in told.get("aliases", ()) if told else ():
        server.ask("drop_alias", alias)
    server.ask("drop_collection", name, seconds=WRITING)


def name_it(server: Server, name: str, alias: str) -> None:
    """Call a collection ``alias`` from now on; a server that knows no second names has none."""
    known = server.has("describe_alias", alias)
    if known and known.get("collection_name") != name:
        server.has("alter_alias", name, alias)
    elif not known:
        server.has("create_alias", name, alias)


def named(server: Server, alias: str) -> str | None:
    """Return the collection called ``alias``; ``None`` where the server knows no second names or not this one."""
    known = server.has("describe_alias", alias)
    return str(known["collection_name"]) if known else None


def collections_of(server: Server, mark: str) -> list[str]:
    """Return the collections of one home."""
    return sorted(name for name in server.ask("list_collections") if name.startswith(f"{mark}_"))
