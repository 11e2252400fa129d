"""Logging in and out: one page with a form, in Vietnamese or English.

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
_WORDS: Final[dict[str, dict[str, str]]] = {
    "vi": {
        "title": "Đăng nhập",
        "name": "Tên đăng nhập",
        "password": "Mật khẩu",
        "submit": "Đăng nhập",
        "wrong": "Tên hoặc mật khẩu không đúng. Hãy thử lại, hoặc nhờ người quản trị đặt lại mật khẩu.",
        "wait": "Sai quá nhiều lần. Hãy thử lại sau {minutes} phút.",
        "other": "English",
        "lead": "Kho văn bản này chỉ mở cho người của cơ quan.",
    },
    "en": {
        "title": "Log in",
        "name": "User name",
        "password": "Password",
        "submit": "Log in",
        "wrong": "Wrong name or password. Try again, or ask the administrator to reset the password.",
        "wait": "Too many wrong tries. Try again in {minutes} minutes.",
        "other": "Tiếng Việt",
        "lead": "This knowledge base is open to members of the office only.",
    },
}
Render = Callable[..., str]


def local_path(wanted: str) -> str:
    """Return where to go after logging in: an address of this site, ``/`` for anything else."""
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return wanted if is_ours and wanted.isprintable() and "\\" not in wanted else "/"


def make_router(access: Access, render: Render) -> APIRouter:
    """Return the routes; ``render(template, **values)`` makes the page."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    def page(language: str, wanted: str, complaint: str = "", status: int = 200) -> HTMLResponse:
        other = "en" if language == "vi" else "vi"
        values = {"words": _WORDS[language], "lang": language, "other": other, "wanted": wanted, "complaint": complaint}
        return HTMLResponse(render("login.html", **values), status, headers={"Cache-Control": "no-store"})

    @router.get("/dang-nhap")
    def form(request: Request, tiep: str = "/", lang: str = "") -> Response:
        wanted = local_path(tiep)
        if access.users is None or _is_known(request, access):
            return RedirectResponse(wanted, 303)
        return page(_language(request, lang), wanted)

    @router.post("/dang-nhap")
    async def log_in(request: Request) -> Response:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        name, password, wanted, lang = (fields.get(key, [""])[0] for key in ("ten", "mat-khau", "tiep", "lang"))
        words, language, address = _WORDS[_language(request, lang)], _language(request, lang), address_of(request.scope)
        wanted, name = local_path(wanted), name.strip()[:_LONGEST]
        wait = access.rates.wait_for_login(name.casefold(), address)
        if wait:
            _note(access, name, address, "locked")
            answer = page(language, wanted, words["wait"].format(minutes=-(-wait // 60)), 429)
            answer.headers["Retry-After"] = str(wait)
            return answer
        user = await run_in_threadpool(access.users.check, name, password) if access.users else None
        if user is None:
            access.rates.failed_login(name.casefold(), address)
            _note(access, name, address, "wrong")
            await asyncio.sleep(PAUSE)
            return page(language, wanted, words["wrong"], 401)
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


def _language(request: Request, chosen: str) -> str:
    if chosen in _WORDS:
        return chosen
    kept = request.cookies.get("cancu_lang", "")
    return kept if kept in _WORDS else "vi"
