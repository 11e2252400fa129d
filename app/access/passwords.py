"""Passwords: how they are kept and compared.

1. Only argon2id hashes are kept (RFC 9106, the second recommended setting: 3 passes over 64 MiB).
2. An unknown user costs as long as a wrong password: a hash that nothing fits is compared with.
3. A password has at least ``SHORTEST`` characters and is not the user's name (NIST SP 800-63B: length, no composition rules).
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from corpus.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 10  # characters
LONGEST: Final = 256  # characters; more is an attack on the processor
_AT_ONCE: Final = 2  # comparisons at a time: each takes 64 MiB
_turns = threading.BoundedSemaphore(_AT_ONCE)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, Type

    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4, type=Type.ID)


@cache
def _nothing_fits() -> str:
    import secrets

    return _hasher().hash(secrets.token_hex(16))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def hash_password(password: str, name: str) -> str:
    """Return the hash that is kept. Raises ``UsageError`` for a password that is too easy."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise UsageError(f"Mật khẩu cần ít nhất {SHORTEST} ký tự. Một câu ngắn dễ nhớ là tốt nhất.")
    if len(normal) > LONGEST:
        raise UsageError(f"Mật khẩu dài quá {LONGEST} ký tự.")
    if name.casefold() in normal.casefold() and len(normal) < len(name) + SHORTEST:
        raise UsageError("Mật khẩu không được chứa tên đăng nhập. Hãy chọn mật khẩu khác.")
    with _turns:
        return _hasher().hash(normal)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one whose hash is kept; ``None`` (no such user) takes as long and is never."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    with _turns:
        try:
            return _hasher().verify(kept or _nothing_fits(), _normal(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False
