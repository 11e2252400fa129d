"""The site: plain pages and the Gradio page under one FastAPI application, and the server that carries it.

1. Nothing is sent to or loaded from another machine: Gradio's analytics, sharing and server-side rendering are off.
2. A taken default port gives the next free one; a taken port that was asked for is an error that says what to do.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from app.web import asking, downloads, routes
from app.web.base import Base
from app.web.headers import Guard
from app.web.problems import not_found, problem
from corpus.errors import CancuError, UsageError
from corpus.settings import Home

if TYPE_CHECKING:
    import gradio as gr

log = logging.getLogger(__name__)
DEFAULT_PORT: Final = 7860
_PORTS_TRIED: Final = 20
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def build_app(knowledge_base: Base) -> FastAPI:
    """Return the site over ``knowledge_base``, ready for any ASGI server."""
    app = FastAPI(title="Căn Cứ", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes.make_router(knowledge_base))
    app.include_router(downloads.make_router(knowledge_base))
    _add_sentences(app)
    _inside_a_loop(lambda: _mount_gradio(app, knowledge_base))
    app.add_middleware(Guard)
    return app


def _inside_a_loop(function: Callable[[], None]) -> None:
    """Run ``function`` where an event loop is running: elsewhere Gradio opens loops of its own and never closes them."""

    async def run() -> None:
        function()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(run())
    else:
        function()


def _add_sentences(app: FastAPI) -> None:
    """Make every error a page with a sentence."""

    @app.exception_handler(CancuError)
    def known(_: Request, error: CancuError) -> HTMLResponse:
        return problem(503, "Chưa thực hiện được", str(error))

    @app.exception_handler(RequestValidationError)
    def unreadable(_: Request, __: RequestValidationError) -> HTMLResponse:
        return not_found("Địa chỉ này không đúng dạng. Hãy mở lại từ thư viện hoặc từ câu trả lời.")

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> HTMLResponse:
        return problem(error.status_code, "Không mở được trang này", "Địa chỉ không có ở đây. Hãy mở lại từ trang đầu.")

    @app.exception_handler(Exception)
    def unknown(_: Request, error: Exception) -> HTMLResponse:
        log.error("page failed", exc_info=error)
        return problem(500, "Có lỗi", asking.FAILED)


def _mount_gradio(app: FastAPI, knowledge_base: Base) -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr

    from app.web.page import make_page, page_head
    from app.web.theme import make_theme

    page: gr.Blocks = make_page(knowledge_base)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=make_theme(),
        head=page_head(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size="1kb",
    )


def choose_port(host: str, port: int) -> int:
    """Return ``port``, or the next free one when it is the taken default.

    Raises ``UsageError`` when the port asked for is taken or no port near the default is free.
    """
    tried = range(port, port + _PORTS_TRIED) if port == DEFAULT_PORT else (port,)
    for candidate in tried:
        if _is_free(host, candidate):
            return candidate
    raise UsageError(f"Cổng {port} đang được dùng. Hãy chọn cổng khác, ví dụ: cancu serve --port {port + 1}")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise UsageError(f"Không được phép mở cổng {port}. Hãy chọn cổng từ 1024 trở lên: cancu serve --port 7860") from error
        except socket.gaierror as error:
            raise UsageError(f"Không có địa chỉ “{host}” trên máy này. Hãy dùng --host 127.0.0.1 hoặc 0.0.0.0.") from error
        except OSError:
            return False
    return True


def address_of(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - compared
    return f"http://{shown}:{port}"


def _warm_up(base: Base) -> None:
    """Load what the first question needs, so that no reader waits for it."""

    def load() -> None:
        try:
            base.unit_names()
            base.ask("báo cáo")
        except CancuError as error:
            log.warning("not ready: %s", error)

    threading.Thread(target=load, name="warm-up", daemon=True).start()


def serve(home: Home, *, host: str = "127.0.0.1", port: int = DEFAULT_PORT, open_browser: bool = False) -> None:
    """Serve the site over the knowledge base of ``home`` until interrupted; prints its address to stderr.

    Raises ``UsageError`` for a port or address that cannot be used, ``CatalogueError`` when there is no knowledge base.
    """
    import uvicorn

    from app import pages
    from app.service import open_knowledge_base

    pages.prepare()
    base = open_knowledge_base(home)
    chosen = choose_port(host, port)
    _warm_up(base)
    app = build_app(base)
    address = address_of(host, chosen)
    if chosen != port:
        print(f"Cổng {port} đang được dùng, chuyển sang cổng {chosen}.", file=sys.stderr)  # noqa: T201
    if host not in _LOOPBACK:
        print("Lưu ý: máy khác trong mạng mở được trang này, chưa có đăng nhập.", file=sys.stderr)  # noqa: T201
    print(f"Căn Cứ đang chạy tại {address}", file=sys.stderr, flush=True)  # noqa: T201
    if open_browser:
        webbrowser.open(address)
    uvicorn.run(app, host=host, port=chosen, log_level="warning", access_log=False, server_header=False)
