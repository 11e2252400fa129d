"""The audit log: who asked what and when, who logged in or failed to, who changed what. JSON Lines in the home folder.

1. One event is one line, written whole, also when several processes write at once.
2. A full file is kept under a number (``audit.1.jsonl`` is the newest of the full ones); the oldest goes.
3. What was asked is cut to ``_LONGEST`` characters; control characters are escaped by JSON, so no event can forge a line.
4. Only the server's account may read the files.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

FILE_NAME: Final = "audit.jsonl"
LOCK_NAME: Final = "audit.lock"
_FULL: Final = 10 * 1024 * 1024  # bytes of one file: some 40,000 questions
_KEPT: Final = 10  # full files
_LONGEST: Final = 500  # characters of what was asked


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event: ``event`` is ``ask``, ``login``, ``ingest``, ...; ``what`` the question or the name of what was changed."""

    time: str
    person: str
    address: str
    event: str
    what: str
    status: str = ""
    ms: int = 0


class AuditLog:
    """Writes and reads the log of one home; safe to use from several threads and processes."""

    def __init__(self, folder: Path, *, full: int = _FULL, kept: int = _KEPT) -> None:
        self._folder, self._full, self._kept = folder, full, kept

    def write(self, person: str, address: str, event: str, what: str, *, status: str = "", ms: int = 0) -> None:
        """Add one event."""
        time = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        line = AuditLine(time, person, address, event, " ".join(what.split())[:_LONGEST], status, ms)
        data = (json.dumps(asdict(line), ensure_ascii=True) + "\n").encode()
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LOCK_NAME).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            path = self._folder / FILE_NAME
            if path.exists() and path.stat().st_size + len(data) > self._full:
                self._turn()
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, data)
            finally:
                os.close(descriptor)

    def _turn(self) -> None:
        self._numbered(self._kept).unlink(missing_ok=True)
        for number in range(self._kept - 1, 0, -1):
            if self._numbered(number).exists():
                self._numbered(number).replace(self._numbered(number + 1))
        (self._folder / FILE_NAME).replace(self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self._folder / f"audit.{number}.jsonl"

    def read(self) -> Iterator[AuditLine]:
        """Yield all kept events, oldest first; a line that cannot be read is left out."""
        for path in (*(self._numbered(n) for n in range(self._kept, 0, -1)), self._folder / FILE_NAME):
            if path.exists():
                with path.open(encoding="utf-8") as file:
                    yield from (line for text in file if (line := _line(text)))

    def newest(self, count: int = 200, *, person: str = "", event: str = "") -> tuple[AuditLine, ...]:
        """Return the last events (of one person, of one kind), newest first."""
        wanted = (line for line in self.read() if (not person or line.person == person) and (not event or line.event == event))
        return tuple(reversed(deque(wanted, maxlen=count)))


def _line(text: str) -> AuditLine | None:
    try:
        return AuditLine(**json.loads(text))
    except (ValueError, TypeError):
        return None
