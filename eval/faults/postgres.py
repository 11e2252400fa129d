"""A real PostgreSQL server to do harm to, started from the system's programs in a folder of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NUMBERS = itertools.count()


def programs() -> Path | None:
    """Return the folder of the newest server's programs, ``None`` where there is no server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _as_owner() -> dict[str, Any]:
    """Return how to run a program of the server, which refuses the administrator."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server on loopback; ``address`` names one of its databases."""

    def __init__(self, folder: Path) -> None:
        """Nothing runs yet. Raises ``RuntimeError`` where the system has no server."""
        found = programs()
        if found is None:
            raise RuntimeError("no PostgreSQL server is installed")
        self._folder, self._port, self._programs = folder, _free_port(), found

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([self._programs / program, *arguments], check=True, capture_output=True, cwd="/", **_as_owner())

    def start(self) -> None:
        """Start it, its files made the first time."""
        data = self._folder / "data"
        if not data.exists():
            if os.geteuid() == 0:
                shutil.chown(self._folder, "postgres", "postgres")
            self._run("initdb", "--auth=trust", "--encoding=UTF8", "--no-sync", "--username=cancu", "-D", str(data))
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(self._folder / "log"), "start")

    def stop(self) -> None:
        """Stop at once, as a server that goes away."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def address(self, name: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://cancu@127.0.0.1:{self._port}/{name}"

    def fresh(self) -> str:
        """Make an empty database and return its address."""
        import psycopg

        name = f"kho{next(_NUMBERS)}"
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Run a server in ``folder``, which its owner must be able to reach."""
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
