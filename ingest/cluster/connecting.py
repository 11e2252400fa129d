"""Finding a Ray cluster and taking leave of it.

Ray is imported here and nowhere else, and only when a cluster is asked for.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from corpus.errors import MissingLibraryError, UsageError
from corpus.settings import MIB
from ingest.cluster.fleet import Fleet
from ingest.cluster.reading import ClusterReaders

LOCAL: Final = "local"
_AUTO: Final = "auto"
_ANSWER: Final = 5.0  # seconds in which a cluster must answer; Ray itself asks for two minutes and says so in English
_STORE: Final = 256 * MIB  # object store of a cluster of this machine alone
_MISSING: Final = "Chưa cài Ray để nạp bằng nhiều máy. Cài bằng lệnh: pip install ray"
_CLIENT: Final = (
    "Địa chỉ ray:// không dùng được ở đây. Hãy chạy 'ray start --address=MÁY_CHÍNH:6379 --num-cpus=0' trên máy này "
    "rồi dùng --ray auto."
)
_CLOSED: Final = (
    "Cụm Ray này đòi mã truy cập. Hãy chép tệp ~/.ray/auth_token của máy chính về cùng chỗ trên máy này (hoặc đặt RAY_AUTH_TOKEN), "
    "rồi chạy lại cùng lệnh."
)
_AWAY: Final = (
    "Không nối được cụm Ray ở “{address}”. Hãy chạy 'ray start --head' trên máy chính và 'ray start --address=MÁY_CHÍNH:6379' trên các "
    "máy khác, kể cả máy này, rồi chạy lại; 'ray status' cho biết cụm có những máy nào."
)


@contextmanager
def cluster_readers(
    address: str, *, by_path: bool = False, jobs: int = 1, tell: Callable[[str], None] = lambda _message: None
) -> Iterator[ClusterReaders]:
    """Connect to the cluster at ``address`` ("HOST:PORT", "auto"; "local" starts one of this machine with ``jobs`` cores).

    Raises ``MissingLibraryError`` without Ray, ``UsageError`` when there is no cluster or its machines must not read.
    """
    ray = _library()
    connected = bool(ray.is_initialized())
    if not connected:
        _connect(ray, address, jobs)
    try:
        yield ClusterReaders(Fleet(ray, tell), by_path)
    finally:
        if not connected:
            ray.shutdown()


def _library() -> Any:  # noqa: ANN401
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to anybody
    if "ray" not in sys.modules and _has_token():
        os.environ.setdefault("RAY_AUTH_MODE", "token")  # as `ray start` does where there is one
    try:
        import ray
    except ImportError as error:
        raise MissingLibraryError(_MISSING) from error
    # Ray prints, in English and into standard output, that a process was killed; the run tells itself what became of its files.
    ray._private.worker._worker_logs_enabled = False
    return ray


def _connect(ray: Any, address: str, jobs: int) -> None:  # noqa: ANN401
    if address.startswith("ray://"):
        raise UsageError(_CLIENT)
    if not _answers(os.environ.get("RAY_ADDRESS", address) if address == _AUTO else address):
        raise UsageError(_AWAY.format(address=address))
    own = {"num_cpus": jobs, "include_dashboard": False, "object_store_memory": _STORE} if address == LOCAL else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        asked = isinstance(error, ray.exceptions.AuthenticationError) or "AuthenticationError" in str(error.__cause__)
        raise UsageError(_CLOSED if asked else _AWAY.format(address=address)) from error


def _has_token() -> bool:
    given = any(os.environ.get(name) for name in ("RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"))
    return given or (Path.home() / ".ray" / "auth_token").is_file()


def _answers(address: str) -> bool:
    """Whether somebody listens at HOST:PORT; names that Ray resolves itself are left to it."""
    if address in {LOCAL, _AUTO}:
        return True
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), _ANSWER).close()
    except (OSError, ValueError):
        return False
    return True
