"""The process that is killed: does one piece of work and tells, line by line and at once, what it reported as stored.

The line ``ready`` says that everything is loaded and the work begins, ``done`` that it has ended.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from pathlib import Path

from app.upkeep.backup import backup, restore
from app.upkeep.maintenance import ingest_and_follow, rebuild, remove
from corpus.catalogue.moving import move_to_file, move_to_server
from corpus.settings import Home
from ingest.run import FileOutcome, FileStatus, Progress


class _Lines(Progress):
    """Sends the keys of every file that was reported as stored."""

    def __init__(self, told: Connection) -> None:
        self._told = told

    def file(self, outcome: FileOutcome) -> None:
        """See ``Progress``."""
        if outcome.status is FileStatus.STORED:
            for key in outcome.documents:
                self._told.send(f"stored {key}")


def _unheard(_table: str, _rows: int) -> None:
    """Tell nobody of a table that was moved."""


def work(name: str, home: Home, argument: str, progress: Progress | None = None, jobs: int = 1) -> None:
    """Do one piece of work to its end; ``progress`` is told of files."""
    if name in {"ingest", "change", "upgrade"}:
        ingest_and_follow(home, [Path(argument)], jobs=jobs, progress=progress)
    elif name == "rebuild":
        rebuild(home, jobs=1)
    elif name == "remove":
        remove(home, argument, jobs=1)
    elif name == "backup":
        backup(home, Path(argument))
    elif name == "restore":
        restore(home, Path(argument), replace=True)
    elif name == "server":
        move_to_server(home, argument, _unheard)
    elif name == "file":
        move_to_file(home, _unheard)
    else:
        raise ValueError(f"no such work: {name}")


def suffer(told: Connection, name: str, home: Home, argument: str) -> None:
    """Be the victim: two processes at work where the work has them."""
    import index.stores.build  # noqa: F401 - loaded before the clock of the kill starts

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a process says that loses its files is nobody's business
    told.send("ready")
    work(name, home, argument, _Lines(told), jobs=2)
    told.send("done")
