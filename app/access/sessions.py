"""Sessions: a signed cookie that says who logged in and when.

1. The cookie is signed with a key that only the server's account may read; it holds no password and nothing secret.
2. It ends after ``SECONDS``, at logout, when the user's password or role changes, and when the user is taken out.
3. A logout holds for every process that serves the home and after a restart: it is written to a file beside the key.
4. It is ``HttpOnly`` and ``SameSite=Lax``, and ``Secure`` where the page came over HTTPS.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.access.users import User, UsersFile

COOKIE: Final = "cancu_session"
SECONDS: Final = 12 * 3600  # a working day
KEY_NAME: Final = "session.key"
ENDED_NAME: Final = "session.ended"
_LONGEST: Final = 1 << 20  # bytes of the file of ended sessions, some 35,000 logouts; then those that ran out are left out


def read_key(path: Path) -> bytes:
    """Return the signing key kept at ``path``; made when first needed."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii").strip())
    key = secrets.token_bytes(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


class Ended:
    """The sessions that were ended before their time, in a file; safe to use from several threads and processes.

    A line is a session's number and the moment (Unix time) at which it would have run out by itself.
    """

    def __init__(self, path: Path, *, longest: int = _LONGEST) -> None:
        self._path, self._longest = path, longest
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._until: Mapping[str, float] = {}

    def __contains__(self, number: str) -> bool:
        return number in self._read()

    def add(self, number: str) -> None:
        """End a session, on disk before this returns."""
        line = f"\n{number}:{time.time() + SECONDS:.0f}\n".encode()  # the line before may have been cut off
        with self._path.with_name(f"{self._path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self._size() > self._longest:
                self._shorten()
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0

    def _shorten(self) -> None:
        """Leave out what has run out by itself."""
        now = time.time()
        left = "".join(f"{number}:{until:.0f}\n" for number, until in _parse(self._path).items() if until > now)
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}.partial")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(left)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)

    def _read(self) -> Mapping[str, float]:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return {}
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        with self._lock:
            if stamp != self._stamp:
                self._until, self._stamp = _parse(self._path), stamp
            return self._until


def _parse(path: Path) -> dict[str, float]:
    """Return what a file of ended sessions holds; a line that was cut off by a crash still ends its session."""
    found = {}
    for line in path.read_text("ascii", "replace").split():
        number, _, until = line.partition(":")
        found[number] = float(until) if until.isdigit() else time.time() + SECONDS
    return found


class Sessions:
    """Makes and reads the cookie."""

    def __init__(self, key: bytes, users: UsersFile, ended: Ended) -> None:
        from itsdangerous import URLSafeTimedSerializer

        self._signer = URLSafeTimedSerializer(key, salt="cancu.session")
        self._users, self._ended = users, ended

    def begin(self, user: User) -> str:
        """Return the cookie's value for a user who logged in."""
        value = self._signer.dumps([user.name, user.mark, secrets.token_hex(8)])
        return value if isinstance(value, str) else value.decode()

    def user_of(self, cookie: str) -> User | None:
        """Return whose session a cookie is, ``None`` when it is forged, over, or the user has changed."""
        found = self._opened(cookie)
        if found is None:
            return None
        name, mark, number = found
        user = self._users.find(name)
        return user if user and user.mark == mark and number not in self._ended else None

    def end(self, cookie: str) -> None:
        """End a session: the cookie is worth nothing from now on."""
        found = self._opened(cookie)
        if found:
            self._ended.add(found[2])

    def _opened(self, cookie: str) -> tuple[str, str, str] | None:
        from itsdangerous import BadData

        try:
            name, mark, number = self._signer.loads(cookie, max_age=SECONDS)
        except (BadData, ValueError, TypeError):
            return None
        return str(name), str(mark), str(number)
