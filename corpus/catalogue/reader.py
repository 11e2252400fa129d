"""Readers of a catalogue: any number of them, in any thread or process, while the writer works.

Every method reads committed data only and changes nothing, so a crash of a reader loses nothing. Several reads that must
agree with each other go inside ``snapshot``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.amendment import Amendment
from corpus.catalogue import rows, structure_rows
from corpus.catalogue.bearing import Bearing
from corpus.catalogue.opening import store_to_read
from corpus.catalogue.store import Row, Store, marks, parts
from corpus.corrections import Correction
from corpus.model import Citation, Document, DocumentSummary, Effect, Head, Node, Obligation, Provision
from corpus.settings import Home

_SUMMARY = "key, kind, number, date, issuer, title"
_PROVISION = "SELECT p.*, d.key AS document_key FROM provisions p JOIN documents d ON d.id = p.document"
_STRUCTURED = 4  # the schema version from which outlines and amendment records are stored
_CORRECTED_SINCE = 5  # version of the schema


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the catalogue holds."""

    documents: int
    provisions: int
    citations: int
    obligations: int
    failed_files: int
    generation: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What is known of a file that was looked at; ``state`` is ``stored`` or ``failed``, ``reader`` the readers' version."""

    name: str
    sha256: str
    state: str
    code: str
    message: str
    time: str
    reader: int = 0


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event of the ingestion log."""

    time: str
    name: str
    event: str
    document: str
    code: str
    message: str
    seconds: float


class Catalogue:
    """Reads the catalogue; made by ``open_catalogue``. Use one per thread."""

    def __init__(self, store: Store) -> None:
        self._db = store
        version = store.version()
        self._structured = version >= _STRUCTURED
        self._corrected = version >= _CORRECTED_SINCE
        self.bearing = Bearing(store, version)

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Make all reads of the block see one generation, which is yielded; within another such block, that one's."""
        if self._db.in_transaction:
            yield self.generation()
            return
        self._db.begin(writing=False)
        try:
            yield self.generation()
        finally:
            self._db.commit()

    def generation(self) -> int:
        """Return the number of the last committed change."""
        return self._number("SELECT value FROM meta WHERE name = 'generation'")

    def _number(self, sql: str) -> int:
        row = self._db.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def counts(self) -> Counts:
        """Return how much is stored."""
        tables = ("documents", "provisions", "citations", "obligations")
        documents, provisions, citations, obligations = (
            self._number(f"SELECT count(*) FROM {table}")  # noqa: S608
            for table in tables
        )
        failed = self._number("SELECT count(*) FROM source_files WHERE state = 'failed'")
        return Counts(documents, provisions, citations, obligations, failed, self.generation())

    # documents

    def document(self, key: str) -> Document | None:
        """Return the whole document, or ``None``, without its outline (``outline_of``)."""
        row = self._db.execute("SELECT * FROM documents WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        text = rows.unpack(row["text"])
        lines, furniture = rows.layout_of(row["layout"], text)
        pages = self._db.execute("SELECT * FROM pages WHERE document = ? ORDER BY number", (row["id"],))
        return Document(
            key=key,
            head=rows.head_of(row),
            text=text,
            source=rows.source_of(row),
            pages=tuple(rows.page_of(page) for page in pages),
            lines=lines,
            provisions=self.provisions_of(key),
            citations=self.citations_of(key),
            obligations=self.obligations_of(key),
            effects=self.effects_of(key),
            amendments=self.amendments_of(key),
            furniture=furniture,
            notices=rows.notices_of(row),
        )

    def summary(self, key: str) -> DocumentSummary | None:
        """Return a document's summary, or ``None``."""
        row = self._db.execute(f"SELECT {_SUMMARY} FROM documents WHERE key = ?", (key,)).fetchone()  # noqa: S608
        return rows.summary_of(row) if row else None

    def head(self, key: str) -> Head | None:
        """Return a document's head, or ``None``."""
        sql = f"SELECT {_SUMMARY}, signer, effective_date, recipients, evidence FROM documents WHERE key = ?"  # noqa: S608
        row = self._db.execute(sql, (key,)).fetchone()
        return rows.head_of(row) if row else None

    def summaries(self) -> tuple[DocumentSummary, ...]:
        """Return all documents, newest first, undated ones last."""
        sql = f"SELECT {_SUMMARY} FROM documents ORDER BY date DESC NULLS LAST, key"  # noqa: S608
        return tuple(rows.summary_of(row) for row in self._db.execute(sql))

    def by_number(self, number_key: str) -> tuple[DocumentSummary, ...]:
        """Return the documents whose number has this key (``corpus.numbers.number_key``), oldest first."""
        sql = f"SELECT {_SUMMARY} FROM documents WHERE number_key = ? ORDER BY date NULLS FIRST, key"  # noqa: S608
        return tuple(rows.summary_of(row) for row in self._db.execute(sql, (number_key,)))

    def by_title(self, title_key: str) -> tuple[DocumentSummary, ...]:
        """Return the documents whose title has this key (``corpus.vietnamese.search_key``), oldest first."""
        sql = f"SELECT {_SUMMARY} FROM documents WHERE title_key = ? ORDER BY date NULLS FIRST, key"  # noqa: S608
        return tuple(rows.summary_of(row) for row in self._db.execute(sql, (title_key,)))

    def numbered_from(self, serial: str) -> tuple[DocumentSummary, ...]:
        """Return the documents whose number begins with this serial (without leading zeros), oldest first."""
        sql = f"SELECT {_SUMMARY} FROM documents WHERE number_key > ? AND number_key < ? ORDER BY date NULLS FIRST, key"  # noqa: S608
        return tuple(rows.summary_of(row) for row in self._db.execute(sql, (f"{serial}-", f"{serial}.")))  # "." follows "-"

    # provisions

    def provisions_of(self, key: str) -> tuple[Provision, ...]:
        """Return a document's provisions in reading order."""
        found = self._db.execute(f"{_PROVISION} WHERE d.key = ? ORDER BY p.ordinal", (key,))
        return tuple(rows.provision_of(row) for row in found)

    def provision(self, identifier: str) -> Provision | None:
        """Return the provision of an id ``<document key>#<path>``, or ``None``."""
        key, _, path = identifier.partition("#")
        row = self._db.execute(f"{_PROVISION} WHERE d.key = ? AND p.path = ?", (key, path)).fetchone()
        return rows.provision_of(row) if row else None

    def nearest_provision(self, document: str, path: str) -> Provision | None:
        """Return the provision at ``path`` of a document, or the closest one above it, or ``None``."""
        while path:
            found = self.provision(f"{document}#{path}")
            if found:
                return found
            path = path.rpartition("/")[0]
        return None

    def has_provision(self, document: str, path: str) -> bool:
        """Whether the document has this address, itself or through provisions below it."""
        sql = "SELECT 1 FROM provisions p JOIN documents d ON d.id = p.document WHERE d.key = ? AND (p.path = ? OR p.path LIKE ?)"
        return self._db.execute(f"{sql} LIMIT 1", (document, path, f"{path}/%")).fetchone() is not None

    def iter_provisions(self, keys: Collection[str] | None = None) -> Iterator[tuple[Provision, DocumentSummary]]:
        """Yield provisions with their documents, of all documents or of those named."""
        wanted = [row[0] for row in self._db.execute("SELECT key FROM documents ORDER BY id")] if keys is None else list(keys)
        for key in wanted:
            summary = self.summary(key)
            if summary:
                for provision in self.provisions_of(key):
                    yield provision, summary

    # what cites and what binds

    def citations_of(self, key: str) -> tuple[Citation, ...]:
        """Return a document's citations in reading order."""
        sql = "SELECT c.* FROM citations c JOIN documents d ON d.id = c.document WHERE d.key = ? ORDER BY c.start"
        return tuple(rows.citation_of(row) for row in self._db.execute(sql, (key,)))

    def citations_to(self, number_key: str, title_keys: Sequence[str] = ()) -> tuple[tuple[str, Citation], ...]:
        """Return ``(citing document's key, citation)`` of every citation with this number or one of these titles."""
        named = f" OR (c.number_key IS NULL AND c.title_key IN ({marks(len(title_keys))}))" if title_keys else ""
        sql = f"SELECT c.*, d.key AS document_key FROM citations c JOIN documents d ON d.id = c.document WHERE c.number_key = ?{named}"  # noqa: S608
        found = self._db.execute(f"{sql} ORDER BY d.date DESC NULLS LAST, d.key, c.start", (number_key, *title_keys))
        return tuple((row["document_key"], rows.citation_of(row)) for row in found)

    def obligations_of(self, key: str) -> tuple[Obligation, ...]:
        """Return a document's obligations in reading order."""
        sql = "SELECT o.* FROM obligations o JOIN documents d ON d.id = o.document WHERE d.key = ? ORDER BY o.start, o.id"
        return tuple(rows.obligation_of(row) for row in self._db.execute(sql, (key,)))

    def effects_of(self, key: str) -> tuple[Effect, ...]:
        """Return what a document says about time and change, in reading order."""
        sql = "SELECT e.* FROM effects e JOIN documents d ON d.id = e.document WHERE d.key = ? ORDER BY e.start, e.id"
        return tuple(rows.effect_of(row) for row in self._db.execute(sql, (key,)))

    def effects_on(self, number_key: str | None, title_key: str | None) -> tuple[tuple[str, Effect], ...]:
        """Return ``(changing document's key, effect)`` of every effect on a document of this number or title."""
        sql = (
            "SELECT e.*, d.key AS document_key FROM effects e JOIN documents d ON d.id = e.document "
            "WHERE e.target_number = ? OR (e.target_number IS NULL AND e.target_title = ?) ORDER BY d.date NULLS FIRST, e.start"
        )
        return tuple((row["document_key"], rows.effect_of(row)) for row in self._db.execute(sql, (number_key, title_key)))

    def outline_of(self, key: str) -> tuple[Node, ...]:
        """Return a document's outline; empty for collections that came split and documents read by an older program."""
        if not self._structured:
            return ()
        row = self._db.execute("SELECT outline FROM documents WHERE key = ?", (key,)).fetchone()
        return structure_rows.unpack_outline(row["outline"]) if row else ()

    def text_of(self, key: str) -> str | None:
        """Return a document's canonical text, or ``None``."""
        row = self._db.execute("SELECT text FROM documents WHERE key = ?", (key,)).fetchone()
        return rows.unpack(row["text"]) if row else None

    def amendments_of(self, key: str) -> tuple[Amendment, ...]:
        """Return what a document changes in others, in reading order."""
        if not self._structured:
            return ()
        sql = "SELECT a.* FROM amendments a JOIN documents d ON d.id = a.document WHERE d.key = ? ORDER BY a.id"
        return tuple(structure_rows.amendment_of(row) for row in self._db.execute(sql, (key,)))

    def amendments_on(self, number_key: str | None, title_keys: Sequence[str] = ()) -> tuple[tuple[str, Amendment], ...]:
        """Return ``(amending document's key, record)`` of every change of a document of this number or one of these titles."""
        if not self._structured:
            return ()
        sql = (
            "SELECT a.*, d.key AS document_key FROM amendments a JOIN documents d ON d.id = a.document "  # noqa: S608
            f"WHERE a.target_number = ? OR a.target_title IN ({marks(len(title_keys))}) ORDER BY d.date NULLS FIRST, d.key, a.id"
        )
        found = self._db.execute(sql, (number_key, *title_keys))
        return tuple((row["document_key"], structure_rows.amendment_of(row)) for row in found)

    def bearers(self) -> tuple[str, ...]:
        """Return every distinct bearer's name."""
        return self.bearing.names()

    # following and looking after

    def changed_since(self, generation: int) -> tuple[str, ...]:
        """Return the keys of documents stored after ``generation``."""
        found = self._db.execute("SELECT key FROM documents WHERE generation > ? ORDER BY id", (generation,))
        return tuple(row[0] for row in found)

    def removed_since(self, generation: int) -> tuple[str, ...]:
        """Return the keys of documents taken out after ``generation`` and not stored again."""
        sql = "SELECT DISTINCT key FROM removals WHERE generation > ? AND key NOT IN (SELECT key FROM documents)"
        return tuple(row[0] for row in self._db.execute(sql, (generation,)))

    def named_since(self, generation: int) -> tuple[frozenset[str], frozenset[str]]:
        """Return the keys of numbers and of titles that documents stored after ``generation`` bear, or say something about."""
        tables = ("effects", "amendments") if self._structured else ("effects",)
        fresh = "IN (SELECT id FROM documents WHERE generation > ?)"
        found = [*self._db.execute("SELECT number_key, title_key FROM documents WHERE generation > ?", (generation,))]
        for table in tables:
            sql = f"SELECT target_number, target_title FROM {table} WHERE document {fresh}"  # noqa: S608
            found += self._db.execute(sql, (generation,))
        return frozenset(row[0] for row in found if row[0]), frozenset(row[1] for row in found if row[1])

    def keys_named(self, numbers: Collection[str], titles: Collection[str]) -> frozenset[str]:
        """Return the keys of the documents that bear one of these numbers or titles (as ``named_since`` gives them)."""
        found: set[str] = set()
        for column, names in (("number_key", sorted(numbers)), ("title_key", sorted(titles))):
            for part in parts(names):
                sql = f"SELECT key FROM documents WHERE {column} IN ({marks(len(part))})"  # noqa: S608
                found.update(row[0] for row in self._db.execute(sql, part))
        return frozenset(found)

    def source_file(self, origin: str) -> SourceFile | None:
        """Return what is known of the file that came from ``origin``, or ``None``."""
        row = self._db.execute("SELECT * FROM source_files WHERE origin = ?", (origin,)).fetchone()
        return _source_file(row) if row else None

    def failed_files(self) -> tuple[SourceFile, ...]:
        """Return the files whose last reading failed."""
        found = self._db.execute("SELECT * FROM source_files WHERE state = 'failed' ORDER BY name")
        return tuple(_source_file(row) for row in found)

    def kept_sources(self) -> frozenset[str]:
        """Return the checksums of the files from which the stored documents were read."""
        return frozenset(row[0] for row in self._db.execute("SELECT DISTINCT source_sha256 FROM documents"))

    def origin_of(self, key: str) -> tuple[str, str] | None:
        """Return ``(origin, sha256)`` of a stored document, for the ingest run only; never shown to people."""
        row = self._db.execute("SELECT origin, source_sha256 FROM documents WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1]) if row else None

    def stored_from(self, origin: str, sha256: str) -> frozenset[str]:
        """Return the keys of documents stored from this very content of ``origin`` (to go on after an interruption)."""
        found = self._db.execute("SELECT key FROM documents WHERE origin = ? AND source_sha256 = ?", (origin, sha256))
        return frozenset(row[0] for row in found)

    def doubtful_pages(self, below: float) -> tuple[tuple[str, int], ...]:
        """Return ``(document key, page)`` of every recognised page whose confidence lies below, in order."""
        sql = "SELECT d.key, p.number FROM pages p JOIN documents d ON d.id = p.document WHERE p.confidence < ? ORDER BY d.key, p.number"
        return tuple((row[0], row[1]) for row in self._db.execute(sql, (below,)))

    def corrections(self) -> dict[str, Correction]:
        """Return what people put right in heads, by the content of the file."""
        if not self._corrected:
            return {}
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self._db.execute("SELECT sha256, field, value FROM corrections ORDER BY sha256, field"):
            found.setdefault(row["sha256"], []).append((row["field"], row["value"]))
        return {sha256: Correction(tuple(values)) for sha256, values in found.items()}

    def log_lines(self, limit: int = 100) -> tuple[LogLine, ...]:
        """Return the newest lines of the ingestion log, newest first."""
        columns = "time, name, event, document, code, message, seconds"
        found = self._db.execute(f"SELECT {columns} FROM ingestion_log ORDER BY id DESC LIMIT ?", (limit,))  # noqa: S608
        return tuple(LogLine(*row) for row in found)

    def key_now(self, key: str) -> str | None:
        """Return the key under which a document is stored now that was stored under ``key`` before its head was put right.

        What tells is the file: its content is the same, the log of ingestion says what it became each time. ``None`` where ``key`` was
        never that of a file, or the file is no longer stored.
        """
        sql = "SELECT sha256 FROM ingestion_log WHERE document = ? AND event = 'stored' ORDER BY id DESC LIMIT 1"
        row = self._db.execute(sql, (key,)).fetchone()
        if row is None:
            return None
        sql = "SELECT DISTINCT d.key FROM source_files s JOIN documents d ON d.origin = s.origin WHERE s.sha256 = ? LIMIT 2"
        keys = [found[0] for found in self._db.execute(sql, tuple(row))]
        return keys[0] if len(keys) == 1 else None

    def integrity_errors(self) -> tuple[str, ...]:
        """Return what the engine finds wrong with its files and references; empty when sound."""
        return self._db.integrity_errors()


def _source_file(row: Row) -> SourceFile:
    return SourceFile(row["name"], row["sha256"], row["state"], row["code"], row["message"], row["time"], row["reader"])


def open_catalogue(home: Home) -> Catalogue:
    """Open the catalogue of ``home`` for reading.

    Raises ``CatalogueError`` when there is none, it cannot be reached or is damaged, or its schema is not this program's.
    """
    return Catalogue(store_to_read(home))
