"""Where the knowledge base lives and what one file may cost: every limit of the system, in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one source file may cost before it is refused with a clear error.

    Bytes, seconds and counts; the defaults let through every real document seen and stop bombs early.
    """

    file_bytes: int = 512 * MIB
    memory_bytes: int = 2048 * MIB
    seconds: float = 120.0
    pages: int = 5_000
    characters: int = 50_000_000
    pixels: int = 100_000_000
    archive_bytes: int = 1024 * MIB
    ocr_seconds_per_page: float = 60.0


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one knowledge base and the places inside it."""

    root: Path

    @property
    def catalogue(self) -> Path:
        """The SQLite file that is the truth."""
        return self.root / "catalogue.sqlite3"

    @property
    def catalogue_server(self) -> Path:
        """The file that names the PostgreSQL server, where the tables are on one; only its owner may read it."""
        return self.root / "catalogue.url"

    @property
    def sources(self) -> Path:
        """Copies of the ingested files, named by their SHA-256, for page images."""
        return self.root / "sources"

    @property
    def snapshots(self) -> Path:
        """Numbered folders of derived indexes; ``current`` names the one in use."""
        return self.root / "index"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: OCR results, page images, segmented words."""
        return self.root / "cache"

    @property
    def restoring(self) -> Path:
        """Where a backup is unpacked before it is put in place; there only while that goes on, or where it was interrupted."""
        return self.root / "restore.partial"

    @property
    def choices(self) -> Path:
        """What this knowledge base is searched with beside its index: a small JSON file, absent where nothing was chosen."""
        return self.root / "settings.json"

    @property
    def own_units(self) -> Path:
        """The office's own units beside those of the register, absent where it names none."""
        return self.root / "units.toml"

    @property
    def engine_token(self) -> Path:
        """The secret of the search server, where there is one; only its owner should be able to read it."""
        return self.root / "milvus.token"


def find_home(given: str | None) -> Home:
    """Return the home: ``given``, else ``$CANCU_HOME``, else ``./.cancu``."""
    return Home(Path(given or os.environ.get("CANCU_HOME") or ".cancu"))
