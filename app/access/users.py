"""The users file: names, roles, password hashes and API tokens (their hashes), as JSON that only its owner may read.

1. Every change is written to a new file that replaces the old one; two changes at once wait for each other.
2. A change is seen by a running server at the next request, without a restart.
3. No password and no token stands in the file: argon2 for passwords, SHA-256 for tokens (which are 256 random bits).
4. A file that cannot be read is an error, never an empty list of users.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from app.access import passwords
from app.access.people import Role
from corpus.errors import UsageError

FILE_NAME: Final = "users.json"
TOKEN_PREFIX: Final = "cancu_"  # noqa: S105 - so that a leaked token is recognised for what it is
_NAME: Final = re.compile(r"[\w][\w.@-]{0,63}")
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as it is kept; ``id`` names it to people."""

    id: str
    note: str
    sha256: str
    created: str


@dataclass(frozen=True, slots=True)
class User:
    """One user of the file."""

    name: str
    role: Role
    password: str
    tokens: tuple[Token, ...] = ()

    @property
    def mark(self) -> str:
        """A short print of the role and the password hash, by which sessions end when either changes."""
        return hashlib.sha256(f"{self.role} {self.password}".encode()).hexdigest()[:16]


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def user_key(name: str) -> str:
    """Return a name as it is compared: composed letters, lower case. Raises ``UsageError`` for what is no name."""
    key = unicodedata.normalize("NFC", name).strip().casefold()
    if not _NAME.fullmatch(key):
        raise UsageError("Tên đăng nhập gồm chữ, số, dấu chấm, gạch, @, dài tối đa 64 ký tự, ví dụ: lan.nguyen")
    return key


class UsersFile:
    """The users of one file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._users: dict[str, User] = {}

    def users(self) -> tuple[User, ...]:
        """Return all users by name. Raises ``UsageError`` when the file cannot be read."""
        return tuple(self._read().values())

    def find(self, name: str) -> User | None:
        """Return the user of this name, or ``None``."""
        return self._read().get(unicodedata.normalize("NFC", name).strip().casefold())

    def check(self, name: str, password: str) -> User | None:
        """Return the user if the password is theirs; takes as long for a name that does not exist."""
        user = self.find(name)
        return user if passwords.fits(password, user.password if user else None) else None

    def by_token(self, token: str) -> User | None:
        """Return whose API token this is, or ``None``."""
        if not token.startswith(TOKEN_PREFIX):
            return None
        given = _token_hash(token)
        found = None
        for user in self._read().values():
            for kept in user.tokens:
                if hmac.compare_digest(kept.sha256, given):
                    found = user
        return found

    # changes

    def add(self, name: str, role: Role, password: str) -> User:
        """Add a user. Raises ``UsageError`` for a name that is taken or not one, or a password that is too easy."""
        key = user_key(name)
        user = User(key, role, passwords.hash_password(password, key))
        with self._changing() as users:
            if key in users:
                raise UsageError(f"Đã có người dùng “{key}”. Đổi mật khẩu bằng: cancu users passwd {key}")
            users[key] = user
        return user

    def remove(self, name: str) -> None:
        """Take a user out. Raises ``UsageError`` when there is none of this name."""
        with self._changing() as users:
            del users[_known(users, name).name]

    def set_password(self, name: str, password: str) -> None:
        """Change a password; sessions with the old one end."""
        with self._changing() as users:
            user = _known(users, name)
            users[user.name] = replace(user, password=passwords.hash_password(password, user.name))

    def set_role(self, name: str, role: Role) -> None:
        """Change a role; sessions with the old one end."""
        with self._changing() as users:
            user = _known(users, name)
            users[user.name] = replace(user, role=role)

    def add_token(self, name: str, note: str = "") -> tuple[Token, str]:
        """Make an API token; return what is kept and the token itself, which is never shown again."""
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        kept = Token(secrets.token_hex(4), note[:100], _token_hash(token), _now())
        with self._changing() as users:
            user = _known(users, name)
            users[user.name] = replace(user, tokens=(*user.tokens, kept))
        return kept, token

    def remove_token(self, name: str, identifier: str) -> None:
        """Take an API token out. Raises ``UsageError`` when the user has none of this id."""
        with self._changing() as users:
            user = _known(users, name)
            left = tuple(token for token in user.tokens if token.id != identifier)
            if len(left) == len(user.tokens):
                raise UsageError(f"{user.name} không có mã truy cập “{identifier}”. Xem: cancu users list")
            users[user.name] = replace(user, tokens=left)

    # the file

    def _read(self) -> dict[str, User]:
        try:
            found = self.path.stat()
        except OSError:
            return {}
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        with self._lock:
            if stamp != self._stamp:
                self._users = _parse(self.path)
                self._stamp = stamp
            return self._users

    @contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            users = dict(self._read())
            yield users
            _write(self.path, users)


def _known(users: dict[str, User], name: str) -> User:
    user = users.get(user_key(name))
    if user is None:
        raise UsageError(f"Không có người dùng “{name}”. Xem: cancu users list")
    return user


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _parse(path: Path) -> dict[str, User]:
    try:
        stored = json.loads(path.read_text("utf-8"))
        users = [
            User(one["name"], Role(one["role"]), one["password"], tuple(Token(**token) for token in one["tokens"]))
            for one in stored["users"]
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError("Không đọc được tệp người dùng. Hãy sửa lại hoặc khôi phục từ bản sao lưu.") from error
    return {user.name: user for user in sorted(users, key=lambda user: user.name)}


def _write(path: Path, users: dict[str, User]) -> None:
    value = {"format": _FORMAT, "users": [asdict(users[name]) for name in sorted(users)]}
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
