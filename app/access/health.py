"""Health for a supervisor and figures for Prometheus.

1. ``/health/live``: the process answers. ``/health/ready`` (and ``/health``): a question can be answered; else 503 with the reason.
2. Health tells states, never names, paths or counts of anything that is stored.
3. ``/metrics`` is for admins, and for a collector on this machine that no proxy passed on.
"""

from __future__ import annotations

from typing import Final, Protocol

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app.access.people import Role, person_of
from app.access.policy import Access, is_loopback
from app.access.remote import address_of, is_forwarded
from app.results import BaseStatus
from corpus.errors import CancuError

_CONTENT: Final = "text/plain; version=0.0.4; charset=utf-8"


class HasStatus(Protocol):
    """What is needed of the knowledge base here."""

    def status(self) -> BaseStatus:
        """How the knowledge base stands."""


def make_router(access: Access, base: HasStatus) -> APIRouter:
    """Return the routes over ``base``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live")
    def live() -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    @router.get("/health/ready")
    @router.get("/health")
    def ready() -> JSONResponse:
        status, reason = _state(base)
        value = {"status": "unavailable", "reason": reason} if status is None else {"status": "ok", "stale": status.stale}
        return JSONResponse(value, 503 if status is None else 200, headers={"Cache-Control": "no-store"})

    @router.get("/metrics")
    def metrics(request: Request) -> Response:
        near = is_loopback(address_of(request.scope)) and not is_forwarded(request.headers)
        if not (near or person_of(request).may(Role.ADMIN)):
            return JSONResponse({"status": "forbidden"}, 403)
        return Response(access.metrics.text(_state(base)[0]), media_type=_CONTENT, headers={"Cache-Control": "no-store"})

    return router


def _state(base: HasStatus) -> tuple[BaseStatus | None, str]:
    """Return how the knowledge base stands, or ``None`` and why no question can be answered."""
    try:
        status = base.status()
    except CancuError as error:
        return None, str(error)
    return (status, "") if status.index_generation is not None else (None, status.message)
