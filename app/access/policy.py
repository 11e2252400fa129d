"""What holds on one site: who is let in, how often, what is written down. Made once when the server starts.

Order of evidence for who sends a request: an API token, a session cookie, then the person that everybody is where no users
file exists.

1. Without a users file the server binds loopback addresses only, unless told to be open to all; there everybody is the
   local person (loopback) or a drafter (open to all), and nobody but the local person is an admin.
2. A users file that is named but absent, empty or without an admin is refused: nobody could look after the site.
3. A refusal says which command mends it.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Final

from app.access.audit import AuditLine, AuditLog
from app.access.metrics import Metrics
from app.access.people import LOCAL, VISITOR, Person, Role
from app.access.rates import REQUESTS, Rates
from app.access.sessions import COOKIE, ENDED_NAME, KEY_NAME, Ended, Sessions, read_key
from app.access.users import FILE_NAME, User, UsersFile
from corpus.errors import UsageError
from corpus.settings import Home

_BEARER: Final = "bearer "


class Access:
    """The rules of one site; ``make_access`` reads them from a home, ``open_access`` makes those of a site without users."""

    def __init__(
        self,
        *,
        users: UsersFile | None = None,
        key: bytes = b"",
        ended: Path | None = None,
        everybody: Person = LOCAL,
        audit: AuditLog | None = None,
        requests: int = REQUESTS,
        local_only: bool = False,
    ) -> None:
        self.users = users
        self.sessions = Sessions(key, users, Ended(ended or users.path.with_name(ENDED_NAME))) if users else None
        self.everybody = None if users else everybody
        self.audit = audit
        self.rates = Rates(requests if users or everybody is VISITOR else 0)
        self.metrics = Metrics()
        self.local_only = local_only and users is None

    @property
    def is_on(self) -> bool:
        """Whether people log in."""
        return self.users is not None

    def identify(self, authorization: str, cookie: str) -> Person | None:
        """Return who sends a request with these headers, ``None`` for somebody who has to log in first."""
        if self.users is None or self.sessions is None:
            return self.everybody
        if authorization[: len(_BEARER)].lower() == _BEARER:
            user = self.users.by_token(authorization[len(_BEARER) :].strip())
        else:
            user = self.sessions.user_of(cookie) if cookie else None
        return person_for(user) if user else None

    def record(self, person: Person, event: str, what: str, *, address: str = "", status: str = "", ms: int = 0) -> None:
        """Write an event into the audit log, if there is one."""
        if self.audit:
            self.audit.write(person.name, address, event, what, status=status, ms=ms)

    def audit_lines(self, newest: int = 200) -> tuple[AuditLine, ...]:
        """Return the newest events, newest first; none where the log is off. For admins: ask for the role before."""
        return self.audit.newest(newest) if self.audit else ()


def person_for(user: User) -> Person:
    """Return the person that a user of the file is."""
    return Person(user.name, user.role)


def open_access(*, everybody: Person = LOCAL) -> Access:
    """Return the rules of a site without users and without a log."""
    return Access(everybody=everybody)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def make_access(
    home: Home,
    host: str,
    *,
    users: Path | None = None,
    open_to_all: bool = False,
    audit: bool = True,
    requests: int = REQUESTS,
) -> Access:
    """Return the rules under which ``home`` is served at ``host``. Raises ``UsageError`` where that would be careless."""
    path = users or home.root / FILE_NAME
    log = AuditLog(home.root) if audit else None
    if users or (path.exists() and not open_to_all):
        file = UsersFile(path)
        _check(file)
        key, ended = read_key(home.root / KEY_NAME), home.root / ENDED_NAME
        return Access(users=file, key=key, ended=ended, audit=log, requests=requests)
    if is_loopback(host) and not open_to_all:
        return Access(everybody=LOCAL, audit=log, local_only=True)
    if not open_to_all:
        raise UsageError(
            f"Chưa có người dùng nên chưa mở được ở {host} cho máy khác. Hãy tạo người quản trị: "
            "cancu users add TÊN --role admin; hoặc, nếu ai trong mạng cũng được xem: cancu serve --open-to-all"
        )
    return Access(everybody=VISITOR, audit=log, requests=requests)


def _check(file: UsersFile) -> None:
    listed = file.users()
    if not any(user.role is Role.ADMIN for user in listed):
        what = "Tệp người dùng không có người quản trị." if listed else "Chưa có tệp người dùng hoặc tệp trống."
        raise UsageError(f"{what} Hãy tạo: cancu users add TÊN --role admin")


__all__ = ["COOKIE", "Access", "is_loopback", "make_access", "open_access", "person_for"]
