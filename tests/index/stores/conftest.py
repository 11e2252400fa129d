"""Search servers, each started once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.milvus import full, lite, missing


@pytest.fixture(scope="session")
def lite_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Milvus Lite, which has words and vectors."""
    if reason := missing("milvus_lite"):
        pytest.skip(reason)
    with lite(tmp_path_factory.mktemp("lite")) as server:
        yield server.uri


@pytest.fixture(scope="session")
def server_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a full server, which has vectors."""
    if reason := missing("milvus"):
        pytest.skip(reason)
    folder: Path = tmp_path_factory.mktemp("milvus")
    with full(folder) as uri:
        yield uri
