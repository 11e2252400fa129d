"""The whole site without the Gradio page, which takes seconds to make: everything that is not an address of its own answers 200."""

import pytest
from fastapi import FastAPI, Request

from app.access.policy import Access
from app.web import build_app, server
from corpus.settings import Home


def _stand_in(app: FastAPI, *_: object) -> None:
    @app.api_route("/{path:path}", methods=["GET", "POST"])
    async def page(request: Request, path: str):
        await request.body()
        return {"page": path}


def make_site(base: object, access: Access | None = None, home: Home | None = None) -> FastAPI:
    """Return the site over ``base``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "_mount_gradio", _stand_in)
        return build_app(base, access, home)
