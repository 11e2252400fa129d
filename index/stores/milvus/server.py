"""The line to a Milvus server: one connection a process, a limit on every wait, and errors in our own words.

1. A server that does not answer, or turns us away, is an ``EngineAwayError``: nobody could look. Data that is not there is an
   ``IndexStateError`` with the command that makes it again.
2. No call waits longer than the seconds it is given; after one that failed for want of a server the next ones fail at once for
   ``_AWAY`` seconds, so that a page does not hang once for each of its parts.
3. Neither the secret nor the server's own words reach a user; the latter go to the log.

pymilvus is loaded with the first connection and never without one.
"""

from __future__ import annotations

import importlib
import logging
import os
import threading
import time
from functools import lru_cache
from typing import Any, Final

from corpus.errors import EngineAwayError, IndexStateError, MissingLibraryError
from corpus.settings import Home
from index.stores.choice import TOKEN_VARIABLE, address_of, is_file, token_of

log = logging.getLogger(__name__)

LOOKING: Final = 10.0  # seconds for a question
WRITING: Final = 120.0  # seconds for a share of rows, or a change of what there is
_CONNECTING: Final = 5.0
_AWAY: Final = 2.0
# The servers' own numbers: of collections and aliases; of collections that are not, or not yet, loaded.
_NOT_FOUND: Final = frozenset({100, 1600})
_NOT_LOADED: Final = frozenset({101, 103, 106, 503})
_NO_ANSWER: Final = frozenset({"UNAVAILABLE", "DEADLINE_EXCEEDED", 2})
_REFUSED: Final = ("auth check failure", "unauthenticated", "permission_denied", "privilege")

_SILENT: Final = (
    "Không hỏi được máy chủ tìm kiếm Milvus nên chưa tìm được gì. Hãy kiểm tra máy chủ và đường mạng rồi thử lại; "
    "nếu máy chủ đã đổi địa chỉ, thêm --uri ĐỊA_CHỈ; nếu không dùng máy chủ nữa: cancu rebuild --engine local."
)
_HELD: Final = (
    "Không mở được tệp Milvus Lite của kho: mỗi lúc chỉ một tiến trình mở được tệp này. Hãy dừng tiến trình kia (như 'cancu serve') rồi "
    "chạy lại; để nhiều tiến trình dùng chung, hãy chuyển sang máy chủ Milvus hoặc: cancu rebuild --engine local."
)
_TURNED_AWAY: Final = (
    f"Máy chủ tìm kiếm Milvus không nhận mã truy cập. Hãy đặt mã đúng trong biến {TOKEN_VARIABLE} hoặc tệp milvus.token của kho."
)
_GONE: Final = "Máy chủ tìm kiếm Milvus không có dữ liệu của chỉ mục này. Hãy chạy: cancu rebuild"
_INSTALL: Final = "Engine milvus cần gói pymilvus. Hãy chạy: pip install 'cancu[milvus]'"


class Server:
    """One server, reached when first asked."""

    def __init__(self, uri: str, token: str) -> None:
        """Remember the address."""
        self.uri, self._token = uri, token
        self._lock = threading.Lock()
        self._client: Any = None
        self._away_until = 0.0

    def ask(self, method: str, *args: Any, seconds: float = LOOKING, **options: Any) -> Any:  # noqa: ANN401  (pymilvus has no types)
        """Return what the client's ``method`` gives. Raises ``EngineAwayError`` or ``IndexStateError``."""
        return self._asked(method, seconds, lambda client: getattr(client, method)(*args, timeout=seconds, **options))

    def moment(self) -> int:
        """Return the server's time now, as reads may be bound to it; 1, which binds to nothing, where it tells none."""
        try:
            # The client's own methods do not give it.
            return int(self._asked("alloc_timestamp", LOOKING, lambda client: client._get_connection().alloc_timestamp())) or 1
        except UnknownMethodError:
            return 1

    def version(self) -> tuple[int, int] | None:
        """Return the server's version, ``None`` where it tells none (Milvus Lite does not count like the servers)."""
        try:
            told = str(self.ask("get_server_version")).removeprefix("v")
        except UnknownMethodError:
            return None
        major, minor, *_ = (*told.split("."), "")
        return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else None

    def has(self, method: str, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """Return what ``ask`` gives, ``None`` from a server that does not know the method or what is asked for."""
        try:
            return self.ask(method, *args, **options)
        except UnknownMethodError:
            return None
        except EngineAwayError:
            raise
        except IndexStateError:
            return None

    def _asked(self, method: str, seconds: float, use: Any) -> Any:  # noqa: ANN401
        pymilvus = _library()
        grpc = importlib.import_module("grpc")
        if time.monotonic() < self._away_until:
            raise EngineAwayError(_SILENT)
        try:
            return use(self._connected(pymilvus))
        except (pymilvus.MilvusException, grpc.RpcError, OSError, ValueError) as error:
            raise self._told(method, error) from None

    def _connected(self, pymilvus: Any) -> Any:  # noqa: ANN401
        with self._lock:
            if self._client is None:
                self._client = pymilvus.MilvusClient(self.uri, token=self._token, timeout=_CONNECTING)
            return self._client

    def _told(self, method: str, error: Exception) -> IndexStateError:
        """Return what an error means to us."""
        code, words = getattr(error, "code", None), str(getattr(error, "message", "") or error)
        status = getattr(code() if callable(code) else code, "name", code)
        if status == "UNIMPLEMENTED":
            return UnknownMethodError(_SILENT)
        if status in _NOT_FOUND:
            return IndexStateError(_GONE)
        if self._client is None and is_file(self.uri):
            self._away_until = time.monotonic() + _AWAY
            return EngineAwayError(_HELD)
        log.info("Milvus: %s: %s", method, words.replace(self._token, "***") if self._token else words)
        if status in {"UNAUTHENTICATED", "PERMISSION_DENIED"} or any(mark in words.lower() for mark in _REFUSED):
            return EngineAwayError(_TURNED_AWAY)
        if status in _NOT_LOADED or "not loaded" in words:
            return NotLoadedError(_SILENT)
        if status in _NO_ANSWER:
            self._away_until = time.monotonic() + _AWAY
        return EngineAwayError(_SILENT)


class UnknownMethodError(EngineAwayError):
    """The server is one that does not know the method."""


class NotLoadedError(EngineAwayError):
    """The server has the data and has not taken it up since it was started."""


def _library() -> Any:  # noqa: ANN401
    # The transport writes its own notes to the screen.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        import pymilvus
    except ImportError as error:
        raise MissingLibraryError(_INSTALL) from error
    # They write a stack trace for each refusal; ours are told by ``_told``.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return pymilvus


@lru_cache(maxsize=8)
def _server(uri: str, token: str) -> Server:
    return Server(uri, token)


def server_of(home: Home, built_at: str = "") -> Server:
    """Return the home's server: the one chosen, else the one that its index was ``built_at``."""
    return _server(address_of(home, built_at), token_of(home))
