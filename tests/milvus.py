"""Milvus servers for tests, each in a process and a folder of its own: Milvus Lite, and the full server where its package is installed."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_START = 90.0  # seconds
_HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind((_HOST, 0))
        return int(listening.getsockname()[1])


class LiteServer:
    """Milvus Lite as a server, which can be killed and started again on what it had."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.uri = f"http://{_HOST}:{self._port}"

    def start(self) -> None:
        """Start and wait until it listens."""
        program = Path(sys.executable).with_name("milvus-lite")
        command = [program, "server", "--host", _HOST, "--port", str(self._port), "--data-dir", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + _START
        while True:
            try:
                socket.create_connection((_HOST, self._port), 1).close()
                return
            except OSError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        """End at once, as by a power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def lite(folder: Path) -> Iterator[LiteServer]:
    """Run Milvus Lite in ``folder``."""
    server = LiteServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def full(folder: Path) -> Iterator[str]:
    """Run the full server in ``folder``; give its address."""
    from milvus import MilvusServer, MilvusServerConfig

    place = Path.cwd()
    server = MilvusServer(MilvusServerConfig(data_dir=str(folder)))
    try:
        server.start()
        yield f"http://{_HOST}:{server.listen_port}"
    finally:
        os.chdir(place)
        server.stop()


def missing(package: str) -> str:
    """Return why a test cannot run without ``package``, "" if it is installed."""
    return "" if importlib.util.find_spec(package) else f"the package {package} is not installed; 'make test' installs it"
