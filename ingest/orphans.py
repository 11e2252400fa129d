"""A worker process ends when the process that started it has died, also by kill -9, which leaves no time to say so."""

from __future__ import annotations

import os
import threading
import time
from typing import Final

_EVERY: Final = 2.0  # seconds between two looks


def die_with_parent() -> None:
    """Watch the parent from a thread of this process, and end at once when it is gone; for a pool's ``initializer``."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_EVERY)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
