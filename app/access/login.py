"""Logging in and out: one page with a form, in the reader's language.

1. A wrong password and an unknown name get the same sentence after the same time (argon2 and a pause), and are logged.
2. Too many wrong ones are refused for a while, before the password is looked at.
3. After logging in one goes on to where one wanted to go, never to another site.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from app.access.people import Person, Role, person_of
from app.access.policy import Access, person_for
from app.access.remote import address_of
from app.access.sessions import COOKIE, SECONDS
from app.access.users import User

PAUSE: Final = 1.0  # seconds after a wrong password
_LONGEST: Final = 300  # characters of a name or a password
_WRONG: Final = "Tên hoặc mật khẩu không đúng. Hãy thử lại, hoặc nhờ người quản trị đặt lại mật khẩu."
Render = Callable[..., str]


def local_path(wanted: str) -> str:
    """Return where to go after logging in: an address of this site, ``/`` for anything else."""
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return wanted if is_ours and wanted.isprintable() and "\\" not in wanted else "/"


def make_router(access: Access, render: Render) -> APIRouter:
    """Return the routes; ``render(template, **values)`` makes the page."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    def page(wanted: str, complaint: str = "", status: int = 200, name: str = "") -> HTMLResponse:
        made = render("login.html", wanted=wanted, complaint=complaint, name=name)
        return HTMLResponse(made, status, headers={"Cache-Control": "no-store"})

    @router.get("/dang-nhap")
    def form(request: Request, tiep: str = "/") -> Response:
        wanted = local_path(tiep)
        if access.users is None or _is_known(request, access):
            return RedirectResponse(wanted, 303)
        return page(wanted)

    @router.post("/dang-nhap")
    async def log_in(request: Request) -> Response:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        name, password, wanted = (fields.get(key, [""])[0] for key in ("ten", "mat-khau", "tiep"))
        wanted, name, address = local_path(wanted), name.strip()[:_LONGEST], address_of(request.scope)
        wait = access.rates.wait_for_login(name.casefold(), address)
        if wait:
            _note(access, name, address, "locked")
            answer = page(wanted, f"Sai quá nhiều lần. Hãy thử lại sau {-(-wait // 60)} phút.", 429, name)
            answer.headers["Retry-After"] = str(wait)
            return answer
        user = await run_in_threadpool(access.users.check, name, password) if access.users else None
        if user is None:
            access.rates.failed_login(name.casefold(), address)
            _note(access, name, address, "wrong")
            await _pause()
            return page(wanted, _WRONG, 401, name)
        return _welcome(access, request, user, wanted)

    @router.post("/dang-xuat")
    def log_out(request: Request) -> Response:
        person = person_of(request)
        if access.sessions:
            access.sessions.end(request.cookies.get(COOKIE, ""))
            access.record(person, "logout", "", address=address_of(request.scope))
        answer = RedirectResponse("/dang-nhap" if access.is_on else "/", 303)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=request.url.scheme == "https")
        return answer

    return router


async def _pause() -> None:
    """Wait after a wrong password, so that guessing is slow."""
    await asyncio.sleep(PAUSE)


def _welcome(access: Access, request: Request, user: User, wanted: str) -> Response:
    address = address_of(request.scope)
    access.rates.forget_failures(user.name, address)
    access.metrics.logins.labels("right").inc()
    access.record(person_for(user), "login", "", address=address, status="right")
    answer = RedirectResponse(wanted, 303)
    if access.sessions:
        cookie, secure = access.sessions.begin(user), request.url.scheme == "https"
        answer.set_cookie(COOKIE, cookie, max_age=SECONDS, path="/", httponly=True, samesite="lax", secure=secure)
    return answer


def _note(access: Access, name: str, address: str, result: str) -> None:
    """Count and log a login that failed; the name as typed, never the password."""
    access.metrics.logins.labels(result).inc()
    access.record(Person(name, Role.READER), "login", "", address=address, status=result)


def _is_known(request: Request, access: Access) -> bool:
    return access.identify("", request.cookies.get(COOKIE, "")) is not None
