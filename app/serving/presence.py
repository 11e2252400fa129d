"""Who answers from a home on this machine, so that batch jobs give way to people who wait for an answer.

1. A server is known as long as its process lives; one that was killed is not.
2. A batch job loses nothing where nobody is served: it runs at the priority at which it was started.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from corpus.settings import Home

NICENESS: Final = 10  # of a job beside a server: a tenth of the time where both want all of it


@contextmanager
def answering(home: Home) -> Iterator[None]:
    """Be known, within the block, as one who answers from ``home``; any number may be."""
    try:
        handle = _place(home).open("ab")
    except OSError:  # a home that cannot be written to has no batch jobs either
        yield
        return
    with handle:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield


def is_answered(home: Home) -> bool:
    """Whether a server answers from ``home`` on this machine."""
    try:
        with _place(home).open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def give_way(home: Home) -> None:
    """Lower this process's priority where a server answers from ``home``."""
    if is_answered(home):
        os.nice(max(0, NICENESS - os.getpriority(os.PRIO_PROCESS, 0)))


def _place(home: Home) -> Path:
    return home.root / "serve.lock"
