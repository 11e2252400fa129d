"""The tables of the catalogue and how an older file becomes a current one.

``MIGRATIONS[n]`` leads from schema version ``n`` to ``n + 1``; a new catalogue runs them all, so that there is one way to
every table. Each step is one transaction, so a crash leaves the old version. The words are SQLite's; ``corpus.catalogue.postgres``
translates them.
"""

from __future__ import annotations

from typing import Final

from corpus.catalogue.store import Store
from corpus.errors import CatalogueError

_FIRST: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 0);

-- One row a file that was looked at, by where it came from; `state` is 'stored' or 'failed'.
CREATE TABLE source_files (
    origin TEXT PRIMARY KEY, sha256 TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
    state TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '', time TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX source_files_sha256 ON source_files (sha256);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT, number TEXT, number_key TEXT, date TEXT, issuer TEXT,
    title TEXT, title_key TEXT, signer TEXT, effective_date TEXT, recipients TEXT NOT NULL, evidence TEXT NOT NULL,
    text BLOB NOT NULL,      -- UTF-8, zlib
    layout BLOB NOT NULL,    -- lines and furniture as JSON, zlib
    notices TEXT NOT NULL, source_name TEXT NOT NULL, source_sha256 TEXT NOT NULL, source_size INTEGER NOT NULL,
    kind_of_pdf TEXT NOT NULL, origin TEXT NOT NULL, generation INTEGER NOT NULL
);
CREATE INDEX documents_number ON documents (number_key);
CREATE INDEX documents_title ON documents (title_key);
CREATE INDEX documents_generation ON documents (generation);
CREATE INDEX documents_origin ON documents (origin);

CREATE TABLE pages (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, number INTEGER NOT NULL, width REAL NOT NULL,
    height REAL NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, verdict TEXT NOT NULL, confidence REAL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

CREATE TABLE provisions (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, ordinal INTEGER NOT NULL,
    path TEXT NOT NULL, label TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, level TEXT NOT NULL, page INTEGER, context TEXT NOT NULL, breadcrumb TEXT NOT NULL, key TEXT,
    boxes TEXT NOT NULL, UNIQUE (document, path)
);
CREATE INDEX provisions_key ON provisions (key) WHERE key IS NOT NULL;

CREATE TABLE citations (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, quote TEXT NOT NULL, kind TEXT, number TEXT, number_key TEXT, date TEXT, title TEXT,
    title_key TEXT, issuer TEXT, provisions TEXT NOT NULL, self_reference INTEGER NOT NULL, relation TEXT NOT NULL, path TEXT NOT NULL
);
CREATE INDEX citations_document ON citations (document);
CREATE INDEX citations_number ON citations (number_key) WHERE number_key IS NOT NULL;
CREATE INDEX citations_title ON citations (title_key) WHERE title_key IS NOT NULL;

CREATE TABLE obligations (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, quote TEXT NOT NULL, modality TEXT NOT NULL, bearers TEXT NOT NULL, role TEXT NOT NULL,
    partners TEXT NOT NULL, recipients TEXT NOT NULL, action TEXT NOT NULL, deadline_text TEXT, deadline_kind TEXT,
    deadline_value TEXT, condition TEXT, path TEXT NOT NULL, certain INTEGER NOT NULL
);
CREATE INDEX obligations_document ON obligations (document);

-- Who bears an obligation, one row a name, so that the duties of a unit start from the few distinct names.
CREATE TABLE bearers (
    name TEXT NOT NULL, obligation INTEGER NOT NULL REFERENCES obligations ON DELETE CASCADE, PRIMARY KEY (name, obligation)
) WITHOUT ROWID;
CREATE INDEX bearers_obligation ON bearers (obligation);

-- Edges between documents, one row a distinct edge, with how often it is stated.
CREATE TABLE relations (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, relation TEXT NOT NULL, target_key TEXT NOT NULL,
    target_date TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (document, relation, target_key, target_date)
) WITHOUT ROWID;
CREATE INDEX relations_target ON relations (target_key);

-- Units that an office adds to the register.
CREATE TABLE units (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;

-- Documents taken out, for indexes that follow.
CREATE TABLE removals (key TEXT NOT NULL, generation INTEGER NOT NULL, PRIMARY KEY (key, generation)) WITHOUT ROWID;

CREATE TABLE ingestion_log (
    id INTEGER PRIMARY KEY, time TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, event TEXT NOT NULL,
    document TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, seconds REAL NOT NULL
);
"""

_EFFECTS: Final = """
-- What documents say about their own time and about other documents; `target` is a citation as JSON.
CREATE TABLE effects (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, kind TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL, date TEXT, until TEXT, provisions TEXT NOT NULL,
    exceptions TEXT NOT NULL, target TEXT, target_number TEXT, target_title TEXT
);
CREATE INDEX effects_document ON effects (document);
CREATE INDEX effects_number ON effects (target_number) WHERE target_number IS NOT NULL;
CREATE INDEX effects_title ON effects (target_title) WHERE target_title IS NOT NULL;
"""

_READER: Final = """
-- By which version of the readers a file was read, so that better readers read it again.
ALTER TABLE source_files ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;
"""

_STRUCTURE: Final = """
-- The tree of the document (NULL for collections that came split), and what it changes in other documents.
ALTER TABLE documents ADD COLUMN outline BLOB;
CREATE TABLE amendments (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, path TEXT NOT NULL,
    target_document TEXT NOT NULL, target_number TEXT, target_title TEXT, target TEXT NOT NULL, operation TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quoted_start INTEGER, quoted_end INTEGER, anchor TEXT NOT NULL,
    part TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL
);
CREATE INDEX amendments_document ON amendments (document);
CREATE INDEX amendments_number ON amendments (target_number) WHERE target_number IS NOT NULL;
CREATE INDEX amendments_title ON amendments (target_title) WHERE target_title IS NOT NULL;
"""

_CORRECTIONS: Final = """
-- What a person put right in the head of a file, by the file's content; an empty value says that there is none.
CREATE TABLE corrections (
    sha256 TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, person TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (sha256, field)
) WITHOUT ROWID;
"""

_BEARING: Final = """
-- An office's own units live in a file beside the catalogue; this table was never used.
DROP TABLE units;

-- Who bears an obligation with what narrows a list of duties, in the order of a bearer's name: a list is read from here alone.
-- `due` is the deadline's value where it is a date or a rhythm.
CREATE TABLE borne (
    name TEXT NOT NULL, obligation INTEGER NOT NULL REFERENCES obligations ON DELETE CASCADE, document INTEGER NOT NULL,
    start INTEGER NOT NULL, modality TEXT NOT NULL, role TEXT NOT NULL, deadline TEXT, due TEXT, PRIMARY KEY (name, obligation)
) WITHOUT ROWID;
INSERT INTO borne SELECT b.name, b.obligation, o.document, o.start, o.modality, o.role, o.deadline_kind,
    CASE WHEN o.deadline_kind IN ('date', 'recurring') THEN o.deadline_value END
    FROM bearers b JOIN obligations o ON o.id = b.obligation;
DROP TABLE bearers;
ALTER TABLE borne RENAME TO bearers;
CREATE INDEX bearers_obligation ON bearers (obligation);

-- Every bearer's name with the keys it is filed under (`corpus.units.keys`); `filed` is the mark of the register that gave them.
CREATE TABLE bearer_names (name TEXT PRIMARY KEY, filed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO bearer_names SELECT DISTINCT name, 0 FROM bearers;
CREATE TABLE bearer_keys (key TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (key, name)) WITHOUT ROWID;
"""

_EDGES: Final = """
-- Edges between documents are read from their citations; this table was written and never read.
DROP TABLE relations;
"""

MIGRATIONS: Final[tuple[str, ...]] = (_FIRST, _EFFECTS, _READER, _STRUCTURE, _CORRECTIONS, _BEARING, _EDGES)
# A catalogue of this version or later can be read without an upgrade: only what later versions add is missing in it.
READABLE: Final = 3
SCHEMA_VERSION: Final = len(MIGRATIONS)


def refuse_newer(version: int) -> None:
    """Raise ``CatalogueError`` when the tables were written by a newer program."""
    if version > SCHEMA_VERSION:
        message = (
            f"Kho dữ liệu thuộc phiên bản {version}, mới hơn chương trình này ({SCHEMA_VERSION}). "
            "Hãy nâng cấp chương trình rồi chạy lại."
        )
        raise CatalogueError(message)


def migrate(store: Store) -> int:
    """Bring the tables to the current version and return it; each step is one transaction."""
    version = store.version()
    refuse_newer(version)
    for number in range(version, SCHEMA_VERSION):
        store.upgrade(number + 1, MIGRATIONS[number])
    return SCHEMA_VERSION
