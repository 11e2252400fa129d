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
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.access import health, login
from app.access.gate import Gate
from app.access.policy import Access, is_loopback, make_access, open_access
from app.access.rates import REQUESTS
from app.access.watched import watched
from app.api.application import make_api
from app.api.problems import problem_json
from app.api.tools import http_routes, make_tools
from app.upkeep.intake import Desk
from app.web import checking, downloads, intake, routes, sections, versions, views
from app.web.base import Base
from app.web.headers import Guard
from app.web.language import ENGLISH_PREFIX, Language
from app.web.names import UnitNames
from app.web.problems import FAILED, known_problem, not_found, problem
from corpus.errors import CancuError, UsageError
from corpus.settings import Home

if TYPE_CHECKING:
    import gradio as gr

    from app.service import KnowledgeBase

log = logging.getLogger(__name__)
DEFAULT_PORT: Final = 7860
_PORTS_TRIED: Final = 20
# Seconds for which an idle connection is kept: longer than browsers, proxies and libraries keep theirs, so that none of them sends a
# request on a connection that is just being closed here.
_KEPT_ALIVE: Final = 75
# Addresses that programs ask, not people; all others get a page that says what is wrong.
_PROGRAMS: Final = ("/api/", "/mcp", "/metrics", "/health", "/gradio_api/", "/en/gradio_api/", "/config", "/assets/", "/goi-y")


def build_app(knowledge_base: Base, access: Access | None = None, home: Home | None = None) -> FastAPI:
    """Return the site over ``knowledge_base``, ready for any ASGI server.

    Without ``access`` everybody is the local person; without the ``home`` that it is read from nothing can be ingested here.
    """
    rules = access or open_access()
    base = watched(knowledge_base, rules)
    tools = make_tools(cast("KnowledgeBase", base))

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    app = FastAPI(title="Căn Cứ", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    desk = Desk(home) if home else None
    app.include_router(routes.make_router(base))
    app.include_router(sections.make_router(base, UnitNames(base)))
    app.include_router(downloads.make_router(base))
    app.include_router(versions.make_router(base))
    app.include_router(checking.make_router(base, checking.Drafts()))
    app.include_router(intake.make_router(base, desk, rules))
    app.include_router(login.make_router(rules, views.render))
    app.include_router(health.make_router(rules, base))
    app.mount("/api", make_api(base, rules, views.render))
    app.router.routes.extend(http_routes(tools))
    _add_sentences(app)
    _inside_a_loop(lambda: _mount_gradio(app, base, desk))
    app.add_middleware(Gate, access=rules, refuse=_refusal)
    app.add_middleware(Guard)
    return app


def _refusal(scope: Scope, status: int, title: str, sentence: str) -> Response:
    """Return what the gate answers: a page where a page was asked for, else a problem in JSON (RFC 9457)."""
    is_program = scope["path"].startswith(_PROGRAMS)
    return problem_json(status, title, sentence) if is_program else problem(status, title, sentence)


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
        return known_problem(error)

    @app.exception_handler(RequestValidationError)
    def unreadable(_: Request, __: RequestValidationError) -> HTMLResponse:
        return not_found("Địa chỉ này không đúng dạng. Hãy mở lại từ thư viện hoặc từ câu trả lời.")

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> HTMLResponse:
        return problem(error.status_code, "Không mở được trang này", "Địa chỉ không có ở đây. Hãy mở lại từ trang đầu.")

    @app.exception_handler(Exception)
    def unknown(_: Request, error: Exception) -> HTMLResponse:
        log.error("page failed", exc_info=error)
        return problem(500, "Có lỗi", FAILED)


def _mount_gradio(app: FastAPI, base: Base, desk: Desk | None) -> None:
    """Mount the page once for each language, the English one first since the other's address begins every address."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr

    from app.web.page import make_page, page_head
    from app.web.theme import make_theme

    for chosen, path in ((Language.ENGLISH, ENGLISH_PREFIX), (Language.VIETNAMESE, "/")):
        page: gr.Blocks = make_page(base, desk, chosen)
        gr.mount_gradio_app(
            app,
            page,
            path=path,
            theme=make_theme(),
            head=page_head(chosen),
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


@dataclass(frozen=True, slots=True)
class Serving:
    """How a site is served.

    ``requests`` is the limit a minute and person, 0 for none; ``workers`` the number of reader processes
    (``app.serving.readers``), 0 for none.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    open_browser: bool = False
    users: Path | None = None
    open_to_all: bool = False
    audit: bool = True
    requests: int = REQUESTS
    workers: int = 0


def _warm_up(base: Base, *, answers: bool) -> None:
    """Load what the first page needs, and the first question where this process ``answers`` it, so that nobody waits for it."""

    def load() -> None:
        try:
            base.unit_names()
            if answers:
                base.ask("báo cáo")
        except CancuError as error:
            log.warning("not ready: %s", error)

    threading.Thread(target=load, name="warm-up", daemon=True).start()


def serve(home: Home, options: Serving) -> None:
    """Serve the site over the knowledge base of ``home`` until interrupted; prints its address to stderr.

    Raises ``UsageError`` for a port or address that cannot be used, ``CatalogueError`` when there is no knowledge base.
    """
    host, port = options.host, options.port
    import uvicorn

    from app.documents import pages
    from app.service import open_knowledge_base
    from app.serving.presence import answering
    from app.serving.readers import Readers

    pages.prepare()
    base = open_knowledge_base(home)
    access = make_access(
        home, host, users=options.users, open_to_all=options.open_to_all, audit=options.audit, requests=options.requests
    )
    chosen = choose_port(host, port)
    _warm_up(base, answers=not options.workers)
    app = build_app(Readers(base, options.workers) if options.workers else base, access, home)
    address = address_of(host, chosen)
    if chosen != port:
        print(f"Cổng {port} đang được dùng, chuyển sang cổng {chosen}.", file=sys.stderr)  # noqa: T201
    if not is_loopback(host) and not access.is_on:
        print("Lưu ý: máy khác trong mạng mở được trang này mà không đăng nhập.", file=sys.stderr)  # noqa: T201
    print(f"Căn Cứ đang chạy tại {address}", file=sys.stderr, flush=True)  # noqa: T201
    if options.open_browser:
        webbrowser.open(address)
    with answering(home):
        uvicorn.run(
            app, host=host, port=chosen, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=_KEPT_ALIVE
        )
