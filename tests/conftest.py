"""What tests of several packages share."""

import tempfile
from pathlib import Path

import pytest

from eval.faults.postgres import programs, running


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server; its folder is below the system's, because its owner cannot enter pytest's."""
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed; 'make system' installs one")
    with tempfile.TemporaryDirectory(prefix="cancu-postgres-") as folder, running(Path(folder)) as server:
        yield server
