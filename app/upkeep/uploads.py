"""The files handed in by a page: where they wait in the home until they are stored, and how long.

A file lies under the hash of its content, so that its name can be its own and two files of one name do not meet.

1. What was stored is kept by the catalogue (``sources``): the file handed in goes at once.
2. What nobody stored goes after ``DAYS`` days; before that, the oldest go as soon as all take more than ``MOST`` bytes together.
3. A file that something is being done with stays, whatever its age.
4. What an upload left that broke off goes after an hour.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection
from pathlib import Path
from typing import Final

from corpus.settings import Home

FOLDER: Final = "uploads"
PARTIAL: Final = ".part"
DAYS: Final = 7
MOST: Final = 2 << 30  # bytes
_DAY: Final = 24 * 3600
_HOUR: Final = 3600
_PREFIX: Final = 16  # characters of the hash that name a folder


def folder_of(home: Home, sha256: str) -> Path:
    """Return the folder in which a content waits."""
    return home.root / FOLDER / sha256[:_PREFIX]


def place_of(home: Home, sha256: str, name: str) -> Path:
    """Return where a file handed in waits."""
    return folder_of(home, sha256) / name


def discard(home: Home, sha256: str) -> None:
    """Delete what waits of a content, under whatever names."""
    shutil.rmtree(folder_of(home, sha256), ignore_errors=True)


def prune(home: Home, busy: Collection[str] = ()) -> None:
    """Delete what has waited too long or takes too much room, but for the contents (hashes) that are ``busy``."""
    root, now = home.root / FOLDER, time.time()
    for partial in root.glob(f"*{PARTIAL}"):
        if _moment(partial) < now - _HOUR:
            partial.unlink(missing_ok=True)
    kept = {sha256[:_PREFIX] for sha256 in busy}
    waiting = sorted((path for path in root.glob("*") if path.is_dir() and path.name not in kept), key=_moment)
    sizes = {path: _size(path) for path in waiting}
    total = sum(sizes.values()) + sum(_size(root / name) for name in kept)
    for path in waiting:
        if _moment(path) < now - DAYS * _DAY or total > MOST:
            shutil.rmtree(path, ignore_errors=True)
            total -= sizes[path]


def _moment(path: Path) -> float:
    """Return when something was last put into a folder, 0 where it is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
