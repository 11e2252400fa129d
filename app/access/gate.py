"""The gate: ASGI middleware around the whole site, Gradio's own addresses included.

In this order, cheapest first: is the name of this server right, does the request come from this site, who sends it, may they,
how often, how large.

1. Where nobody logs in and only this machine may use the site, a foreign ``Host`` and forwarded requests are refused: another
   site's page in the same browser cannot reach it by name (DNS rebinding), and a proxy does not open it by accident.
2. A request that changes something is refused when the browser says that another site sent it (``Sec-Fetch-Site``, else
   ``Origin``); one with an API token is not a browser's.
3. Nobody unknown gets further than the login page: pages are redirected there, other addresses are refused with 401.
4. A body over the limit is refused, by its announced length or as soon as that much has come.
5. What is refused is counted; the person is in the request's state and in the context for everything inside.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access.metrics import group_of
from app.access.people import ROLE_WORDS, Person, Role, acting
from app.access.policy import COOKIE, Access, is_loopback
from app.access.remote import address_of, is_forwarded

LOGIN: Final = "/dang-nhap"
MIB: Final = 1024 * 1024
_SMALL, _UPLOAD = 1 * MIB, 64 * MIB
_UPLOADS: Final = ("/gradio_api/upload", "/api/v1/check", "/kiem-tra", "/nap")
_OPEN: Final = ("/tinh/", "/health", "/ngon-ngu")
_PAGES: Final = re.compile(
    r"/(?:en/?)?|/(?:vb|ban|trang|xuat)/.*|/(?:hoi|nhiem-vu|thu-vien|tra-nguoc|kiem-tra|nap|tinh-trang)(?:[/.].*)?"
)
# Own files, Gradio's assets and health do not count against a person's rate.
_UNCOUNTED: Final = ("/tinh/", "/assets/", "/static/", "/health", "/metrics", "/gradio_api/heartbeat/", "/theme.css", "/config")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# What is sent to these needs a role; the handlers behind them ask for it again.
_NEEDED: Final = (
    ("/gradio_api/upload", Role.DRAFTER),
    ("/api/v1/check", Role.DRAFTER),
    ("/kiem-tra", Role.DRAFTER),
    ("/nap", Role.ADMIN),
)

Refuse = Callable[[Scope, int, str, str], Response]


class Gate:
    """ASGI middleware; ``refuse`` makes the answer of a refusal from scope, status, title and sentence."""

    def __init__(self, app: ASGIApp, access: Access, refuse: Refuse) -> None:
        self._app, self._access, self._refuse = app, access, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def sender(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._admit(scope, receive, sender)
        finally:
            group = group_of(scope["path"])
            self._access.metrics.requests.labels(group, str(status)).inc()
            self._access.metrics.seconds.labels(group).observe(time.perf_counter() - began)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        answer = self._suspicious(scope, headers)
        person = self._access.identify(headers.get("authorization", ""), cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))
        if answer is None:
            answer = self._unwelcome(scope, headers, person)
        if answer is not None:
            await answer(scope, receive, send)
            return
        who = person or Person("", Role.READER)
        scope.setdefault("state", {})["person"] = who
        body = _Counted(receive, _limit(scope["path"]))
        with acting(who):
            try:
                await self._app(scope, body, body.watching(send, cached=scope["path"].startswith(_UNCOUNTED)))
            finally:
                if body.is_over and not body.has_begun:
                    await self._too_large(scope)(scope, receive, send)

    def _suspicious(self, scope: Scope, headers: Headers) -> Response | None:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if self._access.local_only and (is_forwarded(headers) or not is_loopback(host)):
            sentence = "Máy chủ này chỉ phục vụ trên chính máy đang chạy. Để mở cho máy khác: cancu users add TÊN --role admin"
            return self._refused(scope, "host", 403, "Không mở được", sentence)
        if scope["method"] not in _SAFE and "authorization" not in headers and not _same_site(headers):
            return self._refused(scope, "cross-site", 403, "Không nhận", "Yêu cầu đến từ trang khác. Hãy mở lại từ trang đầu.")
        announced = headers.get("content-length", "")
        if announced.isdigit() and int(announced) > _limit(scope["path"]):
            return self._too_large(scope)
        return None

    def _unwelcome(self, scope: Scope, headers: Headers, person: Person | None) -> Response | None:
        path = scope["path"]
        if path == LOGIN or path.startswith(_OPEN):
            return None
        if person is None:
            self._access.metrics.refused.labels("unknown").inc()
            return self._to_login(scope, headers)
        sends = scope["method"] not in _SAFE
        needed = next((role for prefix, role in _NEEDED if sends and path.startswith(prefix)), Role.READER)
        if not person.may(needed):
            return self._refused(scope, "role", 403, "Không đủ quyền", f"Việc này cần quyền {ROLE_WORDS[needed]}.")
        wait = 0 if path.startswith(_UNCOUNTED) else self._access.rates.wait_for_request(person.name or address_of(scope))
        if wait:
            answer = self._refused(scope, "rate", 429, "Quá nhiều yêu cầu", f"Hãy thử lại sau {wait} giây.")
            answer.headers["Retry-After"] = str(wait)
            return answer
        return None

    def _to_login(self, scope: Scope, headers: Headers) -> Response:
        path = scope["path"]
        if _PAGES.fullmatch(path) and scope["method"] == "GET" and "authorization" not in headers:
            query = scope.get("query_string", b"").decode("latin-1")
            wanted = quote(path, safe="/") + (f"?{query}" if query else "")
            return RedirectResponse(f"{LOGIN}?tiep={quote(wanted, safe='/')}", 303)
        sentence = "Hãy đăng nhập tại /dang-nhap, hoặc gửi mã truy cập: Authorization: Bearer cancu_..."
        answer = self._refuse(scope, 401, "Chưa đăng nhập", sentence)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="cancu"'
        return answer

    def _refused(self, scope: Scope, reason: str, status: int, title: str, sentence: str) -> Response:
        self._access.metrics.refused.labels(reason).inc()
        return self._refuse(scope, status, title, sentence)

    def _too_large(self, scope: Scope) -> Response:
        limit = _limit(scope["path"]) // MIB
        return self._refused(scope, "size", 413, "Tệp quá lớn", f"Mỗi lần gửi tối đa {limit} MB. Hãy tách tệp rồi gửi lại.")


def _limit(path: str) -> int:
    return _UPLOAD if path.startswith(_UPLOADS) else _SMALL


def _same_site(headers: Headers) -> bool:
    """Whether a browser says that this site's own page sent the request; a program that is no browser says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


class _Counted:
    """The body of a request, cut off at a limit; whatever the site answers to a cut one is not sent."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit
        self.is_over = self.has_begun = False

    async def __call__(self) -> Message:
        """Receive one message; the reader of a body that is too large is told that the client is gone."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self.is_over = True
                return {"type": "http.disconnect"}
        return message

    def watching(self, send: Send, *, cached: bool) -> Send:
        """Return ``send`` that notes when the answer begins; what is not ``cached`` on purpose is not kept by browsers."""

        async def sender(message: Message) -> None:
            if self.is_over and not self.has_begun:
                return
            if message["type"] == "http.response.start":
                self.has_begun = True
                if not cached:
                    MutableHeaders(scope=message).setdefault("Cache-Control", "private, no-cache")
            await send(message)

        return sender
