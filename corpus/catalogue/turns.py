"""Whose turn it is to write: one process at a time; the others wait for it, or are told who it is.

1. What decides is the lock alone, which goes with the process that holds it, however that ends; the note beside it, who writes and
   since when, is only for people.
2. Who waits is told at once whom for, again when somebody else has come before, and when the turn has come; nobody waits longer than
   was said.
3. Waiting changes nothing and may be interrupted at any moment.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from corpus.errors import WriterBusyError

_PAUSE: Final = 0.2  # seconds between two attempts
_LONGEST: Final = 63  # bytes of a note: what PostgreSQL keeps of the name of a connection
_NOTE: Final = re.compile(r"(?P<task>.*) (?P<process>\d+) (?P<since>\d+) (?P<machine>\S*)\n?")
_BUSY: Final = "Một tiến trình khác đang ghi kho dữ liệu này"


def _nobody(_message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait while another process writes, and who is told of it in Vietnamese."""

    seconds: float = 0.0
    told: Callable[[str], None] = _nobody


AT_ONCE: Final = Patience()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes: what it was started for, its number, its machine, and since when (seconds of the epoch)."""

    task: str
    process: int
    since: int
    machine: str

    @property
    def words(self) -> str:
        """What people are told of it."""
        where = "" if self.machine == _machine() else f" trên máy {self.machine}"
        moment = dt.datetime.fromtimestamp(self.since).astimezone()
        return f"“{self.task}”, tiến trình {self.process}{where}, từ {moment:%H:%M:%S %d/%m/%Y}"


def _machine() -> str:
    return socket.gethostname().split(".")[0]


def note_of(task: str) -> str:
    """Return the note of this process, which begins to write now."""
    return f"{task} {os.getpid()} {int(time.time())} {_machine()}"[:_LONGEST]


def holder_of(note: str) -> Holder | None:
    """Return who left a note, ``None`` for one that is not ours."""
    found = _NOTE.fullmatch(note)
    return Holder(found["task"], int(found["process"]), int(found["since"]), found["machine"]) if found else None


class Queue:
    """The wait of one who wants to write, at one lock or at several one after the other."""

    def __init__(self, patience: Patience) -> None:
        """Begin to be patient."""
        self._patience = patience
        self._until = time.monotonic() + patience.seconds
        self._told: Holder | None = None
        self._waited = False

    def wait(self, take: Callable[[], bool], note: Callable[[], str]) -> None:
        """Return when ``take`` has the lock; ``note`` is what its holder left. Raises ``WriterBusyError`` when patience ends."""
        while not take():
            holder = holder_of(note())
            left = self._until - time.monotonic()
            if left <= 0:
                raise WriterBusyError(self._refusal(holder), f"{_busy(holder)}.")
            if not self._waited or (holder and holder != self._told):
                self._patience.told(self._promise(holder))
            self._told, self._waited = holder, True
            time.sleep(min(_PAUSE, left))
        if self._waited:
            self._patience.told("Đã đến lượt, bắt đầu ghi.")
            self._waited = False

    def _promise(self, holder: Holder | None) -> str:
        return f"{_busy(holder)}. Đang đợi đến lượt, lâu nhất {_duration(self._patience.seconds)}; nhấn Ctrl+C để thôi."

    def _refusal(self, holder: Holder | None) -> str:
        waited = f"Đã đợi {_duration(self._patience.seconds)}. " if self._patience.seconds else ""
        return f"{waited}{_busy(holder)}. Hãy đợi tiến trình đó xong rồi chạy lại."


def _busy(holder: Holder | None) -> str:
    return f"{_BUSY} ({holder.words})" if holder else _BUSY


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} giây" if seconds < 120 else f"{seconds / 60:.0f} phút"
