"""Errors that reach people: each message is Vietnamese and says what to do next; none carries a path of the machine."""

from __future__ import annotations


class CancuError(Exception):
    """Base of every error the commands report in one line (exit status 2)."""


class UnreadableFileError(CancuError):
    """A source file could not be read; ``code`` is stable and used in reports (``encrypted``, ``truncated``, ...)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class MissingLibraryError(CancuError):
    """An optional library or program is absent; the message holds the exact line that installs it."""


class CatalogueError(CancuError):
    """The catalogue cannot be opened, is of a newer schema, or another process is writing."""


class WriterBusyError(CatalogueError):
    """Another process is writing, and longer than this one would wait; ``who`` says only that, without what to do."""

    def __init__(self, message: str, who: str) -> None:
        super().__init__(message)
        self.who = who


class IndexStateError(CancuError):
    """The index is missing, damaged or made by another model; the message holds the command that mends it."""


class EngineAwayError(IndexStateError):
    """The server that holds words and vectors does not answer or turns the request away: nobody could look."""


class UsageError(CancuError):
    """The request itself cannot be carried out as written (unknown unit, unreadable number, ...)."""
