"""A site with three users over the small knowledge base of the web tests; argon2 with the least work, no pause after a failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from app.access import Role, login, passwords
from app.access.audit import AuditLog
from app.access.policy import Access
from app.access.users import UsersFile
from tests.app.sites import make_site
from tests.app.web.fake import FakeBase

PASSWORD = "một câu dài dễ nhớ"  # noqa: S105 - of the tests
NAMES = {"doc": Role.READER, "soan": Role.DRAFTER, "quan.tri": Role.ADMIN}
Enter = Callable[..., TestClient]


@pytest.fixture(scope="session", autouse=True)
def light_hashes():
    patch = pytest.MonkeyPatch()
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "_hasher", lambda: light)
    patch.setattr(login, "PAUSE", 0.0)
    yield
    patch.undo()


@pytest.fixture
def users(tmp_path: Path) -> UsersFile:
    file = UsersFile(tmp_path / "users.json")
    for name, role in NAMES.items():
        file.add(name, role, PASSWORD)
    return file


@pytest.fixture
def access(users: UsersFile, tmp_path: Path) -> Access:
    return Access(users=users, key=b"k" * 32, audit=AuditLog(tmp_path))


@pytest.fixture
def site(access: Access) -> Enter:
    """Return a function that gives a client of the site, logged in as the user named."""
    app = make_site(FakeBase(), access)

    def enter(name: str = "", **headers: str) -> TestClient:
        client = TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers=headers)
        if name:
            answer = client.post("/dang-nhap", data={"ten": name, "mat-khau": PASSWORD})
            assert answer.status_code == 303, answer.text
        return client

    return enter
