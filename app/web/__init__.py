"""The web site: questions, duties, library, look-ups, state, and permalinks of documents and clauses.

``serve`` runs it, ``build_app`` gives the ASGI application. Importing this package is light; Gradio is loaded by ``build_app``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.web.base import Base
    from corpus.settings import Home

__all__ = ["build_app", "serve"]


def build_app(knowledge_base: Base) -> FastAPI:
    """Return the site over a knowledge base, ready for any ASGI server."""
    from app.web import server

    return server.build_app(knowledge_base)


def serve(home: Home, *, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = False) -> None:
    """Serve the knowledge base of ``home`` until interrupted (see ``app.web.server.serve``)."""
    from app.web import server

    server.serve(home, host=host, port=port, open_browser=open_browser)
