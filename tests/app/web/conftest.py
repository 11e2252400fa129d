from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.web import build_app
from corpus.settings import Home
from tests.app.web.fake import FakeBase, write_plan_pdf


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan_pdf(tmp_path_factory.mktemp("home")).parent


@pytest.fixture(scope="session")
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(build_app(FakeBase(home), home=Home(home / "kho")), raise_server_exceptions=False) as made:
        yield made
