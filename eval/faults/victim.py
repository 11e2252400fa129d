"""The process that is killed: does one piece of work and tells, line by line and at once, what it reported as stored.

``python -m eval.faults.victim WORK HOME [PATH]``; the line ``ready`` says that everything is loaded and the work begins.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.upkeep.backup import backup, restore
from app.upkeep.maintenance import follow, ingest_and_follow, rebuild, remove
from corpus.catalogue.moving import move_to_file, move_to_server
from corpus.settings import Home
from ingest.run import FileOutcome, FileStatus, Progress


class _Lines(Progress):
    """Writes the keys of every file that was reported as stored."""

    def file(self, outcome: FileOutcome) -> None:
        """See ``Progress``."""
        if outcome.status is FileStatus.STORED:
            for key in outcome.documents:
                sys.stdout.write(f"stored {key}\n")
            sys.stdout.flush()


def _unheard(_table: str, _rows: int) -> None:
    """Tell nobody of a table that was moved."""


def work(name: str, home: Home, argument: str, progress: Progress | None = None) -> None:
    """Do one piece of work to its end; ``progress`` is told of files."""
    if name in {"ingest", "change", "upgrade"}:
        ingest_and_follow(home, [Path(argument)], jobs=2, progress=progress)
    elif name == "rebuild":
        rebuild(home, jobs=1)
    elif name == "remove":
        remove(home, argument, jobs=1)
    elif name == "follow":
        follow(home, jobs=1)
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


if __name__ == "__main__":
    import index.stores.build  # noqa: F401 - loaded before the clock of the kill starts

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    work(sys.argv[1], Home(Path(sys.argv[2])), sys.argv[3] if len(sys.argv) > 3 else "", _Lines())
    sys.stdout.write("done\n")
