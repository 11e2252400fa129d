"""Reading: one source file, whatever its format, becomes a ``SourceText``.

``read_source`` reads in this process; ``ReaderPool`` reads in child processes with limits, so that a hostile file costs one error
line. Errors are ``UnreadableFileError`` with a stable code and a Vietnamese message without any path.
"""

from __future__ import annotations

from ingest.reading.child import ReaderPool
from ingest.reading.source import read_source

__all__ = ["ReaderPool", "read_source"]
