"""The web site: questions, duties, library, look-ups, state, and permalinks of documents and clauses.

``serve`` runs it, ``build_app`` gives the ASGI application. Importing this package is light; Gradio is loaded by ``build_app``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.access.policy import Access
    from app.web.base import Base
    from app.web.server import Serving
    from corpus.settings import Home

__all__ = ["build_app", "serve"]


def build_app(knowledge_base: Base, access: Access | None = None, home: Home | None = None) -> FastAPI:
    """Return the site over a knowledge base, ready for any ASGI server."""
    from app.web import server

    return server.build_app(knowledge_base, access, home)


def serve(home: Home, options: Serving) -> None:
    """Serve the knowledge base of ``home`` until interrupted (see ``app.web.server.serve``)."""
    from app.web import server

    server.serve(home, options)
