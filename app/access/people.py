"""Persons and roles: what a page or a route asks about who is using it.

The middleware (``app.access.gate``) writes the person into the request's state and into a context variable; whoever handles the
request reads it from there.

1. A role includes those below it: admin, drafter, reader.
2. Where no middleware runs (a test, the command line) the person is the local one, who may do everything.
3. ``require`` refuses with a sentence that says which role is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from corpus.errors import CancuError


class Role(StrEnum):
    """What a person may do; each includes the ones before it."""

    READER = "reader"  # ask, search, duties, references, documents, pages, exports
    DRAFTER = "drafter"  # and have drafts checked
    ADMIN = "admin"  # and ingest, remove, correct, see the audit log


_RANK: Final = {role: rank for rank, role in enumerate(Role)}
ROLE_WORDS: Final[dict[Role, str]] = {Role.READER: "người đọc", Role.DRAFTER: "người soạn thảo", Role.ADMIN: "quản trị"}


class Forbidden(CancuError):
    """The person's role does not suffice."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who uses the site; ``name`` is empty where nobody logs in."""

    name: str
    role: Role

    @property
    def logged_in(self) -> bool:
        """Whether this is a user of the users file."""
        return bool(self.name)

    def may(self, needed: Role) -> bool:
        """Whether the role suffices."""
        return _RANK[self.role] >= _RANK[needed]


LOCAL: Final = Person("", Role.ADMIN)
VISITOR: Final = Person("", Role.DRAFTER)
_current: ContextVar[Person] = ContextVar("person", default=LOCAL)


def person_of(request: object) -> Person:
    """Return who sent a request: one of Starlette or FastAPI, or Gradio's wrapper around one."""
    inner = getattr(request, "request", None) or request
    found = getattr(getattr(inner, "state", None), "person", None)
    return found if isinstance(found, Person) else LOCAL


def current() -> Person:
    """Return who is being served in this context."""
    return _current.get()


@contextmanager
def acting(who: object) -> Iterator[Person]:
    """Make ``who`` (a person or a request) the one being served within the block."""
    person = who if isinstance(who, Person) else person_of(who)
    token = _current.set(person)
    try:
        yield person
    finally:
        _current.reset(token)


def require(who: object, needed: Role) -> Person:
    """Return the person of a request (or the person given). Raises ``Forbidden`` when the role does not suffice."""
    person = who if isinstance(who, Person) else person_of(who)
    if not person.may(needed):
        raise Forbidden(f"Việc này cần quyền {ROLE_WORDS[needed]}. Hãy nhờ người quản trị, hoặc đăng nhập bằng tài khoản khác.")
    return person
