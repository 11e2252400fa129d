"""Sessions: a signed cookie that says who logged in and when.

1. The cookie is signed with a key that only the server's account may read; it holds no password and nothing secret.
2. It ends after ``SECONDS``, at logout, and when the user's password changes or the user is taken out.
3. It is ``HttpOnly`` and ``SameSite=Lax``, and ``Secure`` where the page came over HTTPS.
"""

from __future__ import annotations

import os
import secrets
from collections import OrderedDict
from pathlib import Path
from typing import Final

from app.access.users import User, UsersFile

COOKIE: Final = "cancu_session"
SECONDS: Final = 12 * 3600  # a working day
KEY_NAME: Final = "session.key"
_ENDED: Final = 10_000  # sessions whose end is remembered; older ones have run out by themselves


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


class Sessions:
    """Makes and reads the cookie."""

    def __init__(self, key: bytes, users: UsersFile) -> None:
        from itsdangerous import URLSafeTimedSerializer

        self._signer = URLSafeTimedSerializer(key, salt="cancu.session")
        self._users = users
        self._ended: OrderedDict[str, None] = OrderedDict()

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
            self._ended[found[2]] = None
            while len(self._ended) > _ENDED:
                self._ended.popitem(last=False)

    def _opened(self, cookie: str) -> tuple[str, str, str] | None:
        from itsdangerous import BadData

        try:
            name, mark, number = self._signer.loads(cookie, max_age=SECONDS)
        except (BadData, ValueError, TypeError):
            return None
        return str(name), str(mark), str(number)
