"""What is stored, over HTTP: documents, their text, provisions, pages, relations, what they change.

A document's key has slashes (``nghi-dinh/09-2017-nd-cp/2017-02-09``) and stands in the address as it is; a provision's id has a
``#``, which an address writes ``%23``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.exceptions import HTTPException

from app.access import Role, person_of
from app.api.problems import not_found
from app.api.questions import LONGEST, InForce, Issuer, Kind
from app.api.replies import EARLIEST, LATEST, AsOf, Day, Limit, Offset, Part, reply, tag_of
from app.api.shapes import (
    CitedProvision,
    ComparisonShape,
    ConsolidatedShape,
    DocumentsShape,
    ImpactShape,
    NeighboursShape,
    ProvisionsShape,
    StateShape,
    WholeShape,
)
from app.documents.pages import WIDTHS
from app.forms import jsonform
from app.forms.words import formal_citation
from app.results import Direction
from app.service import KnowledgeBase
from corpus.addresses import lies_in
from corpus.errors import UnreadableFileError
from corpus.model import Document, DocumentSummary, Provision
from corpus.vietnamese import search_key, unmarked

Key = Annotated[str, Path(max_length=LONGEST, examples=["nghi-dinh/09-2017-nd-cp/2017-02-09"], description="Mã văn bản")]
_MOVED: Final = "Số hiệu hoặc ngày của văn bản đã được sửa, nên mã đã đổi. Hãy theo tiêu đề Location."
_NO_DOCUMENT: Final = "Chưa có văn bản mã này trong kho. Xem mã tại /api/v1/documents"


def make_router(base: KnowledgeBase) -> APIRouter:
    """Return the routes over ``base``; the longest addresses first, as a key may hold any number of slashes."""
    router = APIRouter(tags=["Văn bản"], dependencies=[Depends(_at_its_address(base))])
    _add_list(router, base)
    _add_picture(router, base)
    _add_around(router, base)
    _add_versions(router, base)
    _add_parts(router, base)
    _add_provision(router, base)
    _add_whole(router, base)
    return router


def _at_its_address(base: KnowledgeBase) -> Callable[[Request], None]:
    """Return what leads on a request for a document by the key that it had before its head was put right."""

    def at_its_address(request: Request) -> None:
        key = str(request.path_params.get("key") or request.path_params.get("id", "")).partition("#")[0]
        if not key or base.summary(key) is not None:
            return
        now = base.key_now(key)
        if now:
            there = quote(request.scope["path"].replace(key, now, 1))
            raise HTTPException(307, _MOVED, {"Location": f"{there}?{request.url.query}" if request.url.query else there})

    return at_its_address


def _add_list(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/status", response_model=StateShape, summary="Tình trạng kho và chỉ mục")
    def status(request: Request) -> Response:
        def make() -> jsonform.JsonObject:
            value = jsonform.status_json(base.status())
            # Names of files that failed are for those who look after the knowledge base.
            return value if person_of(request).may(Role.ADMIN) else {**value, "failed": []}

        return reply(request, base, make)

    @router.get("/documents", response_model=DocumentsShape, summary="Các văn bản trong kho, mới nhất trước")
    def documents(
        request: Request,
        q: Annotated[str, Query(max_length=LONGEST, description="Từ trong số hiệu, tên, cơ quan; có thể không dấu")] = "",
        kind: Kind = None,
        issuer: Issuer = None,
        year: Annotated[int | None, Query(ge=1900, le=2200, description="Năm ban hành")] = None,
        status: InForce = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        def make() -> jsonform.JsonObject:
            found = [one for one in base.documents() if _matches(one, q, kind, issuer, year)]
            if status is not None:
                found = [one for one in found if (known := base.summary(one.key)) and known.status is status]
            part = Part(limit, offset)
            shown = [base.summary(one.key) or one for one in found[part.cut(found)]]
            return {"documents": [jsonform.document_json(one) for one in shown], **part.of(request, len(found))}

        return reply(request, base, make)


def _matches(document: DocumentSummary, words: str, kind: str | None, issuer: str | None, year: int | None) -> bool:
    if kind and search_key(document.kind or "") != search_key(kind):
        return False
    if issuer and search_key(issuer) not in search_key(document.issuer or ""):
        return False
    if year and (document.date is None or document.date.year != year):
        return False
    text = unmarked(search_key(f"{formal_citation(document)} {document.title or ''}")) if words else ""
    return all(word in text for word in unmarked(search_key(words)).split())


def _add_picture(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get(
        "/documents/{key:path}/pages/{page}.png",
        response_class=Response,
        responses={200: {"content": {"image/png": {}}}},
        summary="Ảnh một trang, có thể đánh dấu một điều khoản",
    )
    def picture(
        request: Request,
        key: Key,
        page: Annotated[int, Path(ge=1, le=100_000, description="Trang thứ, từ 1")],
        mark: Annotated[
            str | None, Query(max_length=LONGEST, examples=["dieu-2/khoan-1"], description="Điều khoản cần đánh dấu")
        ] = None,
        width: Annotated[int, Query(ge=200, le=2400, description="Chiều rộng, điểm ảnh")] = 1000,
    ) -> Response:
        tag = f'{tag_of(base)[:-1]}.png"'
        headers = {"ETag": tag, "Cache-Control": "private, max-age=600"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        marked = base.provision(f"{key}#{mark}") if mark else None
        boxes = [box for box in marked.boxes if box.page == page] if marked else []
        nearest = min(WIDTHS, key=lambda one: abs(one - width))
        try:
            drawn = base.page_image(key, page, boxes=boxes, width=nearest)
        except UnreadableFileError as error:
            raise not_found(str(error)) from error
        if drawn is None:
            raise not_found("Văn bản này không có trang như vậy, hoặc nguồn của nó không có ảnh trang.")
        return Response(drawn, media_type="image/png", headers=headers)


def _add_around(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/documents/{key:path}/relations", response_model=NeighboursShape, summary="Các văn bản quanh một văn bản")
    def relations(
        request: Request,
        key: Key,
        direction: Annotated[
            Literal["in", "out", "both"], Query(description="Văn bản dẫn nó (in), văn bản nó dẫn (out), hay cả hai")
        ] = "both",
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Response:
        from app.forms.neighbourform import neighbourhood_json
        from app.relations.neighbours import neighbourhood

        def make() -> jsonform.JsonObject:
            known = _known(base, key)
            directions: tuple[Direction, ...] = ("out", "in") if direction == "both" else (direction,)
            around = neighbourhood_json(neighbourhood(base, known.key, directions))
            neighbours, part = around["neighbours"], Part(limit, offset)
            listed = list(neighbours) if isinstance(neighbours, list) else []
            return {**around, "neighbours": listed[part.cut(listed)], **part.of(request, len(listed))}

        return reply(request, base, make)

    @router.get("/documents/{key:path}/impact", response_model=ImpactShape, summary="Văn bản này làm thay đổi những gì trong kho")
    def impact(request: Request, key: Key) -> Response:
        from app.forms.impactform import impact_json
        from app.relations.impact import impact_of

        return reply(request, base, lambda: impact_json(impact_of(base, _known(base, key).key)))


def _add_versions(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get(
        "/documents/{key:path}/consolidated",
        response_model=ConsolidatedShape,
        summary="Bản hợp nhất không chính thức tại một ngày, mỗi điều khoản kèm nguồn",
    )
    def consolidated(
        request: Request, key: Key, at: Annotated[Day, Query(description="Bản tại ngày này (mặc định: hôm nay)")] = None
    ) -> Response:
        from app.forms.consolidatedform import consolidated_json

        def make() -> jsonform.JsonObject:
            found = base.consolidated(_known(base, key).key, at)
            if found is None:
                raise not_found(_NO_DOCUMENT)
            return consolidated_json(found)

        return reply(request, base, make)

    @router.get("/documents/{key:path}/comparison", response_model=ComparisonShape, summary="Điều khoản khác nhau giữa hai ngày")
    def comparison(
        request: Request,
        key: Key,
        before: Annotated[dt.date, Query(ge=EARLIEST, le=LATEST, examples=["2020-01-01"], description="Bản trước")],
        after: Annotated[dt.date, Query(ge=EARLIEST, le=LATEST, examples=["2026-07-01"], description="Bản sau")],
    ) -> Response:
        from app.forms.consolidatedform import comparison_json

        def make() -> jsonform.JsonObject:
            found = base.compare(_known(base, key).key, before, after)
            if found is None:
                raise not_found(_NO_DOCUMENT)
            return comparison_json(found)

        return reply(request, base, make)


def _add_parts(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get(
        "/documents/{key:path}/text",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
        summary="Toàn văn, chữ thường (text/plain)",
    )
    def text(request: Request, key: Key) -> Response:
        tag = tag_of(base)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        document = _stored(base, key)
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(document.text, media_type="text/plain; charset=utf-8", headers=headers)

    @router.get("/documents/{key:path}/provisions", response_model=ProvisionsShape, summary="Các điều khoản theo thứ tự đọc")
    def provisions(
        request: Request,
        key: Key,
        under: Annotated[str, Query(max_length=LONGEST, description="Chỉ ở địa chỉ này và bên dưới", examples=["dieu-2"])] = "",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        def make() -> jsonform.JsonObject:
            _known(base, key)
            found = [one for one in base.catalogue.provisions_of(key) if _is_under(one, under)]
            part = Part(limit, offset)
            shown = [jsonform.provision_json(one) for one in found[part.cut(found)]]
            return {"provisions": shown, **part.of(request, len(found))}

        return reply(request, base, make)


def _add_provision(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/provisions/{id:path}", response_model=CitedProvision, summary="Một điều khoản theo mã (# viết là %23)")
    def provision(
        request: Request,
        id: Annotated[  # noqa: A002
            str,
            Path(
                max_length=LONGEST,
                examples=["nghi-dinh/09-2017-nd-cp/2017-02-09#dieu-2/khoan-1"],
                description="MÃ_VĂN_BẢN#địa-chỉ; trong địa chỉ web viết # là %23",
            ),
        ],
    ) -> Response:
        def make() -> jsonform.JsonObject:
            found = base.provision(id)
            if found is None:
                raise not_found("Không có điều khoản mã này. Mã có dạng MÃ_VĂN_BẢN#địa-chỉ; dấu # viết là %23.")
            document = _known(base, found.document)
            cited: jsonform.JsonObject = {
                "document": jsonform.document_json(document),
                "citation": formal_citation(document, found.label),
            }
            return {**jsonform.provision_json(found), **cited}

        return reply(request, base, make)


def _is_under(provision: Provision, path: str) -> bool:
    return not path or lies_in(provision.path, path)


def _add_whole(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/documents/{key:path}", response_model=WholeShape, summary="Một văn bản: phần đầu, số lượng, cảnh báo, liên kết")
    def document(request: Request, key: Key, as_of: AsOf = None) -> Response:
        return reply(request, base, lambda: _whole_json(_stored(base, key), _known(base, key, as_of)))


def _whole_json(document: Document, summary: DocumentSummary) -> jsonform.JsonObject:
    place = f"/api/v1/documents/{quote(document.key, safe='/')}"
    parts = ("text", "provisions", "relations", "impact", "consolidated")
    links: dict[str, jsonform.JsonValue] = {name: f"{place}/{name}" for name in parts}
    links["page"] = f"{place}/pages/{document.pages[0].number}.png" if document.pages else None
    return {
        "document": jsonform.document_json(summary),
        "head": jsonform.head_json(document.head),
        "citation": formal_citation(summary),
        "pages": len(document.pages),
        "kind_of_pdf": document.source.kind_of_pdf.value,
        "counts": {
            "provisions": len(document.provisions),
            "citations": len(document.citations),
            "obligations": len(document.obligations),
        },
        "warnings": [jsonform.notice_json(notice) for notice in document.notices],
        "links": links,
    }


def _known(base: KnowledgeBase, key: str, as_of: dt.date | None = None) -> DocumentSummary:
    found = base.summary(key, as_of)
    if found is None:
        raise not_found(_NO_DOCUMENT)
    return found


def _stored(base: KnowledgeBase, key: str) -> Document:
    found = base.document(key)
    if found is None:
        raise not_found(_NO_DOCUMENT)
    return found
