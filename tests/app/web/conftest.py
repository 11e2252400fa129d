from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from app.access.policy import Access, open_access
from app.web import build_app
from corpus.settings import Home
from tests.app.web.browsing import Window, browsing, serving
from tests.app.web.fake import FakeBase, write_plan_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan_pdf(tmp_path_factory.mktemp("home")).parent


@pytest.fixture(scope="session")
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(build_app(FakeBase(home), home=Home(home / "kho")), raise_server_exceptions=False) as made:
        yield made


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is served, with its rules, which a test may bend while it runs."""

    address: str
    rules: Access


@pytest.fixture(scope="session")
def site(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    rules = open_access()
    with serving(build_app(FakeBase(home), rules, Home(tmp_path_factory.mktemp("desk")))) as address:
        yield Served(address, rules)


@pytest.fixture(scope="session")
def window(site: Served) -> Iterator[Window]:
    with browsing() as opened:
        yield Window(opened, site.address)


@pytest.fixture
def page(request: pytest.FixtureRequest, window: Window) -> Iterator[Page]:
    """A page on a desk, or in the view that the test asks for."""
    with window.looking(getattr(request, "param", "desk")) as opened:
        yield opened
