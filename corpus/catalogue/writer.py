"""The single writer of a catalogue.

One process writes at a time (an exclusive lock on a file beside the catalogue; a second writer waits as long as it is told to, and says
so, or is refused: ``corpus.catalogue.turns``). After a crash at any moment:

1. What a finished ``transaction`` wrote is there, whole; what an unfinished one wrote is not there at all.
2. A document is never seen half: its text, provisions, citations and obligations come and go in one transaction.
3. The generation rises with every committed change, so that indexes notice what they have not seen.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.catalogue import rows, structure_rows
from corpus.catalogue.opening import store_to_write
from corpus.catalogue.store import Store, writing
from corpus.catalogue.turns import AT_ONCE, Patience
from corpus.corrections import Correction
from corpus.model import Document, Source
from corpus.settings import Home

_PLACES = {n: ", ".join("?" * n) for n in (8, 9, 12, 14, 15, 16, 22)}


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class CatalogueWriter:
    """Writes documents; made by ``open_writer``."""

    def __init__(self, home: Home, store: Store) -> None:
        self._home = home
        self._db = store
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[int]:
        """Run the block as one transaction and yield the generation it will have; nested uses join the outer one.

        After a crash inside it nothing of the block is stored. What the disk refuses ends the block of ``open_writer`` as a
        ``CatalogueError``.
        """
        if self._depth:
            yield self._generation()
            return
        with writing(self._db):
            self._depth += 1
            try:
                self._db.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
                yield self._generation()
            finally:
                self._depth -= 1

    def _generation(self) -> int:
        row = self._db.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
        return int(row[0]) if row else 0

    def put(self, documents: Iterable[Document], origin: str) -> None:
        """Store ``documents`` read from ``origin``; each replaces the one of its key. One transaction."""
        with self.transaction() as generation:
            for document in documents:
                self._delete(document.key)
                self._insert(document, origin, generation)

    def finish_file(self, origin: str, source: Source, kept: Sequence[str], reader: int = 0) -> None:
        """Record that all of ``origin`` is stored and drop what it gave before but not now. One transaction.

        ``reader`` is the version of the readers that read it.
        """
        with self.transaction() as generation:
            before = [row[0] for row in self._db.execute("SELECT key FROM documents WHERE origin = ?", (origin,))]
            for key in set(before) - set(kept):
                self._remove(key, generation)
            self._source_file(origin, source, "stored", "", "", reader)

    def fail_file(self, origin: str, source: Source, code: str, message: str) -> None:
        """Record that ``origin`` could not be read; what it gave before stays. One transaction."""
        with self.transaction():
            self._source_file(origin, source, "failed", code, message, 0)

    def remove(self, key: str) -> bool:
        """Take a document out; ``False``, and nothing changed, when there is none of this key. One transaction.

        Its source file and every copy of it count as unseen afterwards, so that ingesting one again stores it again.
        """
        row = self._db.execute("SELECT origin, source_sha256 FROM documents WHERE key = ?", (key,)).fetchone()
        if row is None:
            return False
        with self.transaction() as generation:
            self._remove(key, generation)
            self._db.execute("DELETE FROM source_files WHERE origin = ? OR sha256 = ?", tuple(row))
            return True

    def correct(self, sha256: str, correction: Correction, person: str = "") -> None:
        """Keep what a person put right in the head of the file of this content, and have it read again. One transaction."""
        with self.transaction():
            kept = [(sha256, field, value, person, _now()) for field, value in correction.values]
            sql = (
                "INSERT INTO corrections (sha256, field, value, person, time) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256, field) "
                "DO UPDATE SET value = excluded.value, person = excluded.person, time = excluded.time"
            )
            self._db.executemany(sql, kept)
            self._db.execute("UPDATE source_files SET reader = 0 WHERE sha256 = ?", (sha256,))

    def failed_origins(self) -> tuple[str, ...]:
        """Return where the files came from whose last reading failed; for an ingest run only, never shown to people."""
        return tuple(row[0] for row in self._db.execute("SELECT origin FROM source_files WHERE state = 'failed' ORDER BY origin"))

    def log(
        self, source: Source, event: str, *, document: str = "", code: str = "", message: str = "", seconds: float = 0.0
    ) -> None:
        """Append one line to the ingestion log; part of the running transaction, else one of its own."""
        values = (_now(), source.name, source.sha256, event, document, code, message, seconds)
        with self.transaction():
            columns = "time, name, sha256, event, document, code, message, seconds"
            self._db.execute(f"INSERT INTO ingestion_log ({columns}) VALUES ({_PLACES[8]})", values)  # noqa: S608

    def keep_source(self, path: Path, sha256: str) -> None:
        """Copy a source file into the home under its hash; done by rename, so that a crash leaves no half copy."""
        self._home.sources.mkdir(parents=True, exist_ok=True)
        target = self._home.sources / sha256
        if target.exists():
            return
        partial = target.with_suffix(".part")
        shutil.copyfile(path, partial)
        partial.replace(target)

    def drop_unused_sources(self) -> int:
        """Delete kept sources that no document needs (left by removals and crashes); return how many."""
        used = {row[0] for row in self._db.execute("SELECT source_sha256 FROM documents")}
        dropped = 0
        for path in self._home.sources.glob("*"):
            if path.name not in used:
                path.unlink()
                dropped += 1
        return dropped

    def _source_file(self, origin: str, source: Source, state: str, code: str, message: str, reader: int) -> None:
        values = (origin, source.sha256, source.name, source.size, state, code, message, _now(), reader)
        self._db.execute("DELETE FROM source_files WHERE origin = ?", (origin,))
        self._db.execute(f"INSERT INTO source_files ({rows.SOURCE_FILE_COLUMNS}) VALUES ({_PLACES[9]})", values)  # noqa: S608

    def _remove(self, key: str, generation: int) -> None:
        self._delete(key)
        self._db.execute("INSERT INTO removals VALUES (?, ?) ON CONFLICT DO NOTHING", (key, generation))

    def _delete(self, key: str) -> None:
        self._db.execute("DELETE FROM documents WHERE key = ?", (key,))

    def _insert(self, document: Document, origin: str, generation: int) -> None:
        db = self._db
        sql = f"INSERT INTO documents ({rows.DOCUMENT_COLUMNS}, outline) VALUES ({_PLACES[22]})"  # noqa: S608
        outline = structure_rows.pack_outline(document.outline)
        number = db.insert(sql, (*rows.document_row(document, origin, generation), outline))
        pages = [(number, p.number, p.width, p.height, p.start, p.end, str(p.verdict), p.confidence) for p in document.pages]
        db.executemany(f"INSERT INTO pages VALUES ({_PLACES[8]})", pages)  # noqa: S608
        provisions = (rows.provision_row(p, number, i) for i, p in enumerate(document.provisions))
        db.executemany(f"INSERT INTO provisions ({rows.PROVISION_COLUMNS}) VALUES ({_PLACES[14]})", provisions)  # noqa: S608
        citations = (rows.citation_row(c, number) for c in document.citations)
        db.executemany(f"INSERT INTO citations ({rows.CITATION_COLUMNS}) VALUES ({_PLACES[15]})", citations)  # noqa: S608
        effects = (rows.effect_row(effect, number) for effect in document.effects)
        db.executemany(f"INSERT INTO effects ({rows.EFFECT_COLUMNS}) VALUES ({_PLACES[12]})", effects)  # noqa: S608
        amendments = (structure_rows.amendment_row(record, number) for record in document.amendments)
        db.executemany(f"INSERT INTO amendments ({structure_rows.AMENDMENT_COLUMNS}) VALUES ({_PLACES[15]})", amendments)  # noqa: S608
        for obligation in document.obligations:
            values = rows.obligation_row(obligation, number)
            row = db.insert(f"INSERT INTO obligations ({rows.OBLIGATION_COLUMNS}) VALUES ({_PLACES[16]})", values)  # noqa: S608
            borne = rows.borne_rows(obligation, number, row)
            db.executemany(f"INSERT INTO bearers VALUES ({_PLACES[8]}) ON CONFLICT DO NOTHING", borne)  # noqa: S608
            db.executemany("INSERT INTO bearer_names (name) VALUES (?) ON CONFLICT DO NOTHING", [(one[0],) for one in borne])

    def file_bearers(self, mark: int, keys_of: Callable[[str], Iterable[str]]) -> int:
        """File every bearer's name that ``mark`` has not filed under the keys that ``keys_of`` gives; return how many. One transaction.

        Names that no obligation bears any more are dropped. The generation stays: nothing that is read differs, only how fast.
        """
        db = self._db
        if not db.execute("SELECT 1 FROM bearer_names WHERE filed != ? LIMIT 1", (mark,)).fetchone():
            return 0
        with writing(db):
            db.execute("DELETE FROM bearer_names WHERE NOT EXISTS (SELECT 1 FROM bearers b WHERE b.name = bearer_names.name)")
            names = [row[0] for row in db.execute("SELECT name FROM bearer_names WHERE filed != ?", (mark,)).fetchall()]
            stale = (
                "name NOT IN (SELECT name FROM bearer_names) OR name IN (SELECT name FROM bearer_names WHERE filed NOT IN (0, ?))"
            )
            db.execute(f"DELETE FROM bearer_keys WHERE {stale}", (mark,))  # noqa: S608
            pairs = ((key, name) for name in names for key in keys_of(name))
            db.executemany("INSERT INTO bearer_keys VALUES (?, ?) ON CONFLICT DO NOTHING", pairs)
            db.execute("UPDATE bearer_names SET filed = ? WHERE filed != ?", (mark, mark))
        return len(names)


@contextmanager
def open_writer(home: Home, task: str = "cancu", patience: Patience = AT_ONCE) -> Iterator[CatalogueWriter]:
    """Open the catalogue of ``home`` for writing, creating or upgrading it; ``task`` is what others are told who want to write too.

    Raises ``WriterBusyError`` when another process writes for longer than ``patience`` lasts, ``CatalogueError`` when the folder cannot
    be written, or the file is damaged or newer.
    """
    with store_to_write(home, task, patience) as store:
        yield CatalogueWriter(home, store)
