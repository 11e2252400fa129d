"""The pages of documents and clauses, page pictures, the choice of a language, and this site's own files.

They are made on the server and need no script. Whatever goes wrong becomes a page with a Vietnamese sentence and the fitting
status code; no trace and no path of the machine is shown. An address from before a document's number or date was put right leads on
to the address of today.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib import resources
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.documents.pages import WIDTHS
from app.web import reading, views
from app.web.base import Base
from app.web.fields import read_date
from app.web.language import COOKIE, ENGLISH_PREFIX, FIELD, Language, language_named, say
from app.web.links import document_link
from app.web.problems import not_found, problem
from app.web.words import document_name
from corpus.errors import CancuError
from corpus.model import Document, DocumentSummary

_FILES: Final = {"cancu.css": "text/css", "cancu.js": "text/javascript", "can-cu.svg": "image/svg+xml"}
_A_YEAR: Final = 365 * 24 * 3600  # seconds that a reader's language is remembered


def cached(request: Request, content: bytes, media_type: str, seconds: int) -> Response:
    """Return ``content`` with an entity tag, or 304 where the reader already has it."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={seconds}"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def make_router(base: Base) -> APIRouter:
    """Return the routes of the plain pages over ``base``."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/vb/{rest:path}")
    def document_or_clause(request: Request, rest: str, ngay: str = "") -> Response:
        as_of, complaint = read_date(ngay)
        if complaint:
            return problem(400, "Không đọc được ngày", complaint)
        return moved_on(request, base, "/vb/", rest) or HTMLResponse(*_document_or_clause(base, rest, as_of))

    @router.get("/ngon-ngu", response_class=RedirectResponse)
    def choose_language(request: Request, chon: str = "") -> RedirectResponse:
        return _with_language(language_named(chon) or Language.VIETNAMESE, request.headers.get("referer", ""), request.url.netloc)

    @router.get("/trang/{key:path}/{page}.png", response_class=Response)
    def page_picture(request: Request, key: str, page: int) -> Response:
        return moved_on(request, base, "/trang/", key, f"/{page}.png") or _picture(base, request, key, page)

    @router.get("/tinh/{name}", response_class=Response)
    def own_file(request: Request, name: str) -> Response:
        if name not in _FILES:
            return not_found("Trang này không có tệp như vậy.")
        content = resources.files("app.web").joinpath("static", name).read_bytes()
        return cached(request, content, _FILES[name], 3600)

    return router


def _with_language(chosen: Language, referer: str, host: str) -> RedirectResponse:
    """Return to the page that the reader came from, if it was one of this site, in the language chosen."""
    came = urlsplit(referer)
    path = came.path if came.netloc == host and came.path.startswith("/") and not came.path.startswith("//") else "/"
    bare = path.removeprefix(ENGLISH_PREFIX) if path in {ENGLISH_PREFIX, f"{ENGLISH_PREFIX}/"} else path
    target = f"{ENGLISH_PREFIX}/" if chosen is Language.ENGLISH and bare in {"", "/"} else bare or "/"
    query = urlencode([pair for pair in parse_qsl(came.query) if pair[0] != FIELD]) if came.netloc == host else ""
    answer = RedirectResponse(f"{target}?{query}" if query else target, 303)
    answer.set_cookie(COOKIE, chosen, max_age=_A_YEAR, httponly=True, samesite="lax")
    return answer


def moved_on(request: Request, base: Base, above: str, rest: str, below: str = "") -> Response | None:
    """Return the way to where what ``rest`` names stands today, ``None`` where it stands there or never did.

    It is no lasting one: the number of old may be given to the document that really bears it.
    """
    now = None if reading.find(base, rest) else reading.moved(base, rest)
    if now is None:
        return None
    query = request.url.query
    return RedirectResponse(f"{above}{quote(now)}{below}" + (f"?{query}" if query else ""), 307)


def _document_or_clause(base: Base, rest: str, as_of: dt.date | None) -> tuple[str, int]:
    found = reading.find(base, rest, as_of)
    document = base.document(found[0].key) if found else None
    if found is None or document is None:
        words = "Chưa có văn bản này. Hãy tìm trong thư viện, hoặc nạp văn bản rồi mở lại liên kết."
        return views.render("problem.html", title="Không có trong kho", message=words), 404
    summary, path = found
    if not path:
        return views.render("document.html", view=reading.document_view(base, document, summary)), 200
    return _clause(base, document, summary, path, as_of)


def _clause(base: Base, document: Document, summary: DocumentSummary, path: str, as_of: dt.date | None) -> tuple[str, int]:
    view = reading.clause_view(base, document, summary, path, as_of)
    if view is None:
        name = document_name(summary)
        words = say("{name} có trong kho nhưng không có điều khoản ở địa chỉ này. Hãy mở toàn văn để tìm.", name=name)
        nearest = f"{document_link(summary.key)}#{path}"
        return views.render("problem.html", title="Không có điều khoản này", message=words, nearest=nearest), 404
    return views.render("clause.html", view=view), 200


def _picture(base: Base, request: Request, key: str, page: int) -> Response:
    document = base.document(key)
    if document is None:
        return not_found("Chưa có văn bản này trong kho.")
    query = request.query_params
    start, end = query.get("tu", ""), query.get("den", "")
    span = (int(start), int(end)) if _is_place(start) and _is_place(end) else reading.span_of(document, query.get("dieu", ""))
    boxes = [box for box in base.boxes(key, *span) if box.page == page] if span else []
    wanted = query.get("rong", "")
    width = min(WIDTHS, key=lambda w: abs(w - int(wanted))) if _is_place(wanted) else 1400
    try:
        picture = base.page_image(key, page, boxes=boxes, width=width)
    except CancuError as error:
        return problem(404, "Không mở được trang", str(error))
    if picture is None:
        return not_found("Văn bản này không có trang như vậy, hoặc nguồn của nó không có ảnh trang.")
    answer = cached(request, picture, "image/png", 600)
    height = next((p.height for p in document.pages if p.number == page), 0.0)
    if boxes and height > 0:
        answer.headers["X-Marked-At"] = f"{min(box.y0 for box in boxes) / height:.3f}"
    return answer


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
