"""Who still searches which snapshot: readers say so, so that what lies on a server is not taken away under them.

Files of a snapshot stay readable for those who have them open, whatever is removed; rows on a server do not. So a reader of such a
snapshot holds a shared lock on a small file of its own, which the system releases with the process, however that ends.

1. ``take`` fails if the snapshot has been replaced meanwhile: whoever holds a lease was seen by every later ``held``.
2. ``held`` returns the older snapshots that somebody still searches, with what each lies under, and forgets the others.
3. A reader that may not write into the home takes none; a writer there has rights that it lacks.
"""

from __future__ import annotations

import fcntl
import os
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Final

from corpus.errors import IndexStateError
from corpus.settings import Home
from index.stores.snapshot import current_number

_FOLDER: Final = "readers"
_REPLACED: Final = "Chỉ mục vừa được thay bằng bản mới hơn. Hãy thử lại."


class Lease:
    """Held as long as the object lives."""

    def __init__(self, path: Path) -> None:
        """Take it, waiting for a writer that is just looking."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o664)
        weakref.finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)


def take(home: Home, number: int, under: str) -> Lease | None:
    """Say that a snapshot, which lies ``under`` that name, is searched. Raises ``IndexStateError`` if it was replaced meanwhile."""
    folder, lease = home.snapshots / _FOLDER, None
    with suppress(PermissionError):
        folder.mkdir(parents=True, exist_ok=True)
        lease = Lease(folder / f"{number}.{under}")
    if current_number(home) != number:
        raise IndexStateError(_REPLACED)
    return lease


def held(home: Home, before: int) -> dict[int, str]:
    """Return the snapshots older than ``before`` that are searched, with what each lies under."""
    folder, out = home.snapshots / _FOLDER, {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        number, _, under = path.name.partition(".")
        if not number.isdigit() or int(number) >= before:
            continue
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                out[int(number)] = under
            else:
                path.unlink(missing_ok=True)
    return out
