"""Reading: one source file, whatever its format, becomes a ``SourceText``.

``read_source`` reads in this process; ``read_in_child`` and ``ReaderPool`` read in child processes with limits, so that a hostile
file costs one error line. Errors are ``UnreadableFileError`` with a stable code and a Vietnamese message without any path.
"""

from __future__ import annotations

from ingest.reading.child import ReaderPool, read_in_child
from ingest.reading.source import read_source

__all__ = ["ReaderPool", "read_in_child", "read_source"]
