"""A worker process ends when the process that started it has died, also by kill -9, which leaves no time to say so."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import wait


def die_with_parent() -> None:
    """Watch the parent from a thread of this process, and end at once when it is gone; for a pool's ``initializer``.

    What is watched is the pipe that the parent opened before this process began, so a parent that died earlier is noticed too.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
