"""Kill -9 while a knowledge base is copied or moved: a backup, a restore over another one, to a PostgreSQL server and back.

After every kill:

1. the knowledge base holds what it held before or what it holds afterwards, whole; a restore half way may show none at all, and then
   the one before stands beside;
2. a backup that has its name is whole;
3. the same work, done again, ends as if nothing had happened, ``verify`` finds nothing, and nothing half is left.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from app.upkeep.backup import backup, restore
from app.upkeep.maintenance import ingest_and_follow, verify
from corpus.catalogue.moving import move_to_server
from corpus.catalogue.opening import server_of
from corpus.errors import CatalogueError, UsageError
from corpus.settings import Home
from eval.faults.killing import Killed, Scene, run_victim
from eval.faults.postgres import programs, running
from eval.faults.scenes import State, copy_home, state_of, write_files
from eval.faults.victim import work

_Answer = TypeVar("_Answer")
_PATIENCE: Final = 20  # times a second: a server notices only after a while that its client is gone


@dataclass(frozen=True, slots=True)
class Moving:
    """One kind of copy or move. ``place`` makes the home to strike, in a folder, and returns it with the work's argument."""

    name: str
    place: Callable[[Path], tuple[Home, str]]
    before: State
    after: State
    seconds: float = 0.0

    def strike(self, folder: Path, moment: float | None) -> Killed:
        """See ``Scene``; ``None`` lets it come to its end."""
        home, argument = self.place(folder)
        lines, seconds = run_victim(self.name, home, argument, moment)
        wrong = [*self._look(home, argument), *self._again(home, argument)]
        return Killed(self.name, seconds if moment is None else moment, "done" in lines, tuple(wrong))

    def _look(self, home: Home, argument: str) -> Iterator[str]:
        found = _patiently(lambda: state_of(home))
        aside = [Home(path) for path in home.root.glob("before-restore-*")]
        if found not in (self.before, self.after) and not (not found and any(state_of(one) == self.before for one in aside)):
            yield f"another state: {len(found)} of {len(self.before)} documents"
        if self.name == "backup" and Path(argument).exists() and _restored(Path(argument)) != self.after:
            yield "a backup that is not whole"

    def _again(self, home: Home, argument: str) -> Iterator[str]:
        try:
            _patiently(lambda: work(self.name, home, argument))
        except UsageError as error:
            if not self._is_moved(home):
                yield f"again: {error}"
        if state_of(home) != self.after:
            yield "again: another state than undisturbed"
        if self.name == "backup" and _restored(Path(argument)) != self.after:
            yield "again: a backup that is not whole"
        yield from (f"verify again: {finding.code}" for finding in verify(home).findings)
        yield from (f"left over: {path.name}" for path in home.root.parent.rglob("*") if ".part" in path.suffix)

    def _is_moved(self, home: Home) -> bool:
        """Whether a move that is refused the second time was done the first time."""
        on_server = server_of(home) is not None
        return (self.name == "server" and on_server and not home.catalogue.exists()) or (self.name == "file" and not on_server)


def _patiently(ask: Callable[[], _Answer]) -> _Answer:
    """Ask again while the server still holds the place of the client that was killed."""
    for _ in range(_PATIENCE):
        try:
            return ask()
        except CatalogueError:
            time.sleep(0.05)
    return ask()


def _restored(archive: Path) -> State:
    home = Home(archive.with_name("again"))
    shutil.rmtree(home.root, ignore_errors=True)
    restore(home, archive)
    return state_of(home)


@contextmanager
def movings(folder: Path) -> Iterator[list[Scene]]:
    """Prepare every copy and move below ``folder``; those to a server where PostgreSQL is installed."""
    full, other, archive = Home(folder / "full"), Home(folder / "other"), folder / "other.tar"
    ingest_and_follow(full, [write_files(folder / "files", 1)], jobs=1)
    ingest_and_follow(other, [write_files(folder / "files", 2)], jobs=1)
    backup(other, archive)
    state, replaced = state_of(full), state_of(other)

    def fresh(struck: Path) -> Home:
        shutil.rmtree(struck, ignore_errors=True)
        struck.mkdir()
        return copy_home(full, struck / "home")

    found = [
        Moving("backup", lambda struck: (fresh(struck), str(struck / "kho.tar")), state, state),
        Moving("restore", lambda struck: (fresh(struck), str(archive)), state, replaced),
    ]
    if programs() is None:
        yield _timed(found, folder)
        return
    with tempfile.TemporaryDirectory(prefix="cancu-postgres-") as data, running(Path(data)) as server:

        def on_server(struck: Path) -> tuple[Home, str]:
            home = fresh(struck)
            move_to_server(home, server.fresh(), lambda _table, _rows: None)
            return home, ""

        found.append(Moving("server", lambda struck: (fresh(struck), server.fresh()), state, state))
        found.append(Moving("file", on_server, state, state))
        yield _timed(found, folder)


def _timed(found: Sequence[Moving], folder: Path) -> list[Scene]:
    """Return the scenes with the seconds that each takes undisturbed."""
    return [replace(one, seconds=one.strike(folder / "struck", None).moment) for one in found]
