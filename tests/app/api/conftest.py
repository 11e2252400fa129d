"""The HTTP API over the shared knowledge base of the app tests."""

import pytest
from fastapi.testclient import TestClient

from tests.app.sites import make_site


@pytest.fixture(scope="session")
def site(base):
    return make_site(base)


@pytest.fixture(scope="session")
def client(site):
    with TestClient(site, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def get(client):
    """Ask an address below ``/api/v1`` and return the answer."""
    return lambda path, **query: client.get(f"/api/v1/{path}", params=query)
