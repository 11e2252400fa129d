from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.web import server
from corpus.errors import CatalogueError, UsageError
from corpus.settings import Home


def taken(port: int = 0) -> socket.socket:
    held = socket.socket()
    held.bind(("127.0.0.1", port))
    held.listen()
    return held


def test_a_taken_port_that_was_asked_for_is_refused_with_advice() -> None:
    with taken() as held:
        port = held.getsockname()[1]
        with pytest.raises(
            UsageError, match=f"Cổng {port} đang được dùng. Hãy chọn cổng khác, ví dụ: cancu serve --port {port + 1}"
        ):
            server.choose_port("127.0.0.1", port)


def test_a_taken_default_port_gives_the_next_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with taken() as held:
        port = held.getsockname()[1]
        monkeypatch.setattr(server, "DEFAULT_PORT", port)
        assert server.choose_port("127.0.0.1", port) in range(port + 1, port + 20)


def test_an_address_that_is_not_ours_is_refused_with_advice() -> None:
    with pytest.raises(UsageError, match=r"--host 127\.0\.0\.1"):
        server.choose_port("khong-co.invalid", 7861)


def test_no_knowledge_base_is_said_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cancu ingest"):
        server.serve(Home(tmp_path / "nothing"), server.Serving())


ADDRESSES = [
    ("127.0.0.1", "http://127.0.0.1:7860"),
    ("0.0.0.0", "http://127.0.0.1:7860"),  # noqa: S104 - only printed
    ("::1", "http://[::1]:7860"),
    ("van-phong.local", "http://van-phong.local:7860"),
]


@pytest.mark.parametrize(("host", "expected"), ADDRESSES)
def test_the_printed_address_can_be_opened(host: str, expected: str) -> None:
    assert server.address_of(host, 7860) == expected


def test_importing_the_package_loads_neither_gradio_nor_fastapi() -> None:
    code = "import sys, app.web; print([m for m in ('gradio', 'fastapi', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
