"""What every response of the site carries, and which of Gradio's own addresses are open.

Gradio brings addresses for uploads, proxies, stored files, its own developer tools and an interface description. The page needs
a handful of them; the others are closed, so that nothing can be left on or fetched from this machine through them.

1. Every response has the security headers; a page may load from this server only.
2. Of Gradio's addresses only what the page itself calls is open; any other address is a page that says so.
3. Gradio's page names no address of another server and is marked with its language; a reader who chose English gets the English one.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web import views
from app.web.language import COOKIE, ENGLISH_PREFIX, FIELD, Language, chosen_language, language_named, speaking

_COMMON: Final = (
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# The plain pages have no inline script and no inline style.
PLAIN_POLICY: Final = _COMMON
# Gradio's page starts from inline scripts and styles, and its HTML component builds functions from templates.
GRADIO_POLICY: Final = f"{_COMMON}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_GRADIO_PAGES: Final = frozenset({"/", ENGLISH_PREFIX, f"{ENGLISH_PREFIX}/"})
# First parts of this site's own addresses.
_PLAIN: Final = frozenset(
    (
        "vb ban hoi nhiem-vu thu-vien tra-nguoc tinh-trang kiem-tra nap goi-y ngon-ngu trang tinh xuat api dang-nhap dang-xuat"
    ).split()
)
_OTHERS: Final = re.compile(r"/mcp/?|/health(?:/live|/ready)?|/metrics")
_OPEN: Final = re.compile(
    r"(?:/en)?/gradio_api/(?:queue/(?:join|data)|run/[\w-]+|heartbeat/[\w-]+|startup-events|theme\.css|info|user|app_id|login_check|cancel|reset)/?"
)
_GRADIO_FILES: Final = re.compile(
    r"(?:/en)?/(?:assets|static)/.+|(?:/en)?/(?:config|theme\.css|favicon\.ico|robots\.txt|manifest\.json)/?"
)


class Guard:
    """ASGI middleware around the whole site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Close what is closed, add headers to the rest, and tidy Gradio's page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        chosen = chosen_language(scope["path"], request.query_params, request.cookies)
        with speaking(chosen):
            await self._answer(scope, receive, send, chosen)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, chosen: Language) -> None:
        path = scope["path"]
        sender = _with_headers(path, send)
        if path == "/" and _wants_english(scope):
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{ENGLISH_PREFIX}/" + (f"?{query}" if query else ""), 303)(scope, receive, sender)
        elif not is_open(path):
            page = views.render("problem.html", title="Không có trang này", message="Hãy mở lại từ trang đầu hoặc từ thư viện.")
            await HTMLResponse(page, 404)(scope, receive, sender)
        elif path in _GRADIO_PAGES:
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, _tidied(sender, chosen))
        else:
            await self._app(scope, receive, sender)


def is_open(path: str) -> bool:
    """Whether an address is this site's own or one of Gradio's that the page calls."""
    return path in _GRADIO_PAGES or is_plain(path) or any(one.fullmatch(path) for one in (_OPEN, _OTHERS, _GRADIO_FILES))


def is_plain(path: str) -> bool:
    """Whether an address is that of a plain page or a file of this site, made without Gradio."""
    return path[1:].partition("/")[0] in _PLAIN


def _with_headers(path: str, send: Send) -> Send:
    policy = PLAIN_POLICY if is_plain(path) else GRADIO_POLICY

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Content-Security-Policy"] = policy
        await send(message)

    return sender


_SOCIAL: Final = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*/>\s*')


def tidy(page: str, chosen: Language = Language.VIETNAMESE) -> str:
    """Return Gradio's page marked with its language, without its cards for social networks, which point to other servers."""
    return _SOCIAL.sub("", page).replace('lang="en"', f'lang="{chosen}"', 1)


def _wants_english(scope: Scope) -> bool:
    request = HTTPConnection(scope)
    return language_named(request.query_params.get(FIELD, "") or request.cookies.get(COOKIE, "")) is Language.ENGLISH


def _tidied(send: Send, chosen: Language) -> Send:
    """Hold a page back until it is whole, then send it tidied."""
    start: Message = {}
    body = bytearray()

    async def sender(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        if message["type"] != "http.response.body":
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        page = bytes(body)
        headers = MutableHeaders(scope=start)
        if headers.get("content-type", "").startswith("text/html"):
            page = tidy(page.decode(), chosen).encode()
            headers["content-length"] = str(len(page))
        await send(start)
        await send({"type": "http.response.body", "body": page})

    return sender
