"""Questions over HTTP: search, ask, duties, changes, references."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, Field

from app.api.replies import EARLIEST, FARTHEST_HIT, LATEST, MOST, MOST_HITS, AsOf, Day, Limit, Offset, Part, reply
from app.api.shapes import AnswerShape, ChangesShape, DutiesShape, HitsShape, LookedUpPage, LookUpsShape
from app.forms import jsonform, referenceform
from app.forms.readingform import reading_json
from app.results import DutyFilters, LookedUp, SearchFilters
from app.service import KnowledgeBase
from corpus.dates import today
from corpus.errors import IndexStateError, UsageError
from corpus.model import AnswerStatus, Modality, Relation, Role, Status

LONGEST: Final = 500  # characters of a question
_LONGEST_TEXT: Final = 5_000  # characters of a text that clauses are searched for
_NUMBERS: Final = 100  # numbers looked up at once
Unit = Annotated[str, Query(min_length=1, max_length=LONGEST, examples=["Sở Công Thương"], description="Tên đơn vị")]
Kind = Annotated[str | None, Query(max_length=LONGEST, examples=["Nghị định"], description="Loại văn bản")]
Issuer = Annotated[str | None, Query(max_length=LONGEST, examples=["Chính phủ"], description="Cơ quan ban hành")]
InForce = Annotated[Status | None, Query(description="Trạng thái hiệu lực")]
Direction = Annotated[Literal["in", "out"], Query(description="Nơi dẫn chiếu nó (in) hay nó dẫn chiếu gì (out)")]
Related = Annotated[Relation | None, Query(description="Chỉ quan hệ này")]
Number = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Numbers(BaseModel):
    """Numbers or provisions to look up; ``limit`` is the number of references listed of each."""

    numbers: list[Number] = Field(min_length=1, max_length=_NUMBERS, examples=[["407/QĐ-TTg", "Điều 5 09/2017/NĐ-CP"]])
    direction: Literal["in", "out"] = "in"
    relation: Relation | None = None
    limit: int = Field(default=20, ge=1, le=MOST)


def make_router(base: KnowledgeBase) -> APIRouter:
    """Return the routes over ``base``."""
    router = APIRouter(tags=["Hỏi"])
    _add_search(router, base)
    _add_ask(router, base)
    _add_duties(router, base)
    _add_references(router, base)
    return router


def _add_search(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/search", response_model=HitsShape, summary="Tìm điều khoản theo nội dung")
    def search(
        request: Request,
        q: Annotated[
            str,
            Query(
                min_length=1,
                max_length=_LONGEST_TEXT,
                examples=["cung cấp thông tin cho báo chí"],
                description="Nội dung cần tìm; không dấu hay viết tắt cũng được",
            ),
        ],
        as_of: AsOf = None,
        kind: Kind = None,
        issuer: Issuer = None,
        status: InForce = None,
        issued_from: Annotated[Day, Query(description="Ban hành từ ngày")] = None,
        issued_to: Annotated[Day, Query(description="Ban hành đến hết ngày")] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_HITS, description="Số điều khoản mỗi lần")] = 10,
        offset: Annotated[int, Query(ge=0, le=FARTHEST_HIT, description="Bắt đầu từ điều khoản thứ")] = 0,
    ) -> Response:
        part = Part(limit, offset)

        def make() -> jsonform.JsonObject:
            filters = SearchFilters(kind, issuer, status, issued_from, issued_to, as_of)
            hits = base.search(q, k=offset + limit + 1, filters=filters)
            reading = reading_json(base.understood(q), base.addressed(q))
            return {
                **jsonform.search_json(q, hits[part.cut(hits)], reading),
                **part.without_total(request, more=len(hits) > offset + limit),
            }

        return reply(request, base, make)


def _add_ask(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/ask", response_model=AnswerShape, summary="Hỏi; trả lời bằng nghĩa vụ và điều khoản có trích dẫn")
    def ask(
        request: Request,
        q: Annotated[
            str,
            Query(min_length=1, max_length=LONGEST, examples=["Sở Công Thương phải báo cáo gì, khi nào?"], description="Câu hỏi"),
        ],
        unit: Annotated[
            str | None,
            Query(
                max_length=LONGEST, examples=["Sở Công Thương"], description="Đơn vị được hỏi (mặc định: đơn vị nêu trong câu hỏi)"
            ),
        ] = None,
        as_of: AsOf = None,
        k: Annotated[int, Query(ge=1, le=MOST_HITS, description="Nhiều nhất bấy nhiêu nhiệm vụ và bấy nhiêu điều khoản")] = 10,
    ) -> Response:
        def make() -> jsonform.JsonObject:
            answer = base.ask(q, unit=unit, as_of=as_of, k=k)
            if answer.status is AnswerStatus.UNAVAILABLE:
                raise IndexStateError(answer.message)
            return jsonform.answer_json(answer, reading_json(base.understood(q), base.addressed(q)))

        return reply(request, base, make)


def _add_duties(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/duties", response_model=DutiesShape, summary="Mọi việc một đơn vị phải, không được, được hoặc nên làm")
    def duties(
        request: Request,
        unit: Unit,
        topic: Annotated[str, Query(max_length=LONGEST, description="Từ phải có trong nhiệm vụ")] = "",
        due_before: Annotated[Day, Query(description="Đến hạn trước ngày này")] = None,
        as_of: AsOf = None,
        modality: Annotated[Modality | None, Query(description="Tính chất: phải, không được, được, nên")] = None,
        role: Annotated[Role | None, Query(description="Vai trò của đơn vị: chủ trì, phối hợp, thực hiện")] = None,
        document: Annotated[str | None, Query(max_length=LONGEST, description="Mã văn bản")] = None,
        undated: Annotated[bool, Query(description="Chỉ nhiệm vụ không nêu thời hạn")] = False,
        received: Annotated[bool, Query(description="Ngược lại: ai phải báo cáo, gửi, trình đơn vị này")] = False,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        filters = DutyFilters(topic, due_before, as_of, modality, role, document, undated)

        def make() -> jsonform.JsonObject:
            part = Part(limit, offset)
            if received:
                whole = base.received(unit, filters)
                found = replace(whole, duties=whole.duties[part.cut(whole.duties)], total=len(whole.duties), offset=offset)
            else:
                found = base.duties(unit, filters, limit=limit, offset=offset)
            if found.unit is None:
                raise UsageError(found.message)
            return {**jsonform.duty_list_json(found, filters), **part.of(request, found.total)}

        return reply(request, base, make)

    @router.get("/changes", response_model=ChangesShape, summary="Nhiệm vụ của đơn vị thay đổi giữa hai ngày")
    def changes(
        request: Request,
        unit: Unit,
        since: Annotated[dt.date, Query(ge=EARLIEST, le=LATEST, examples=["2025-01-01"], description="Từ ngày")],
        until: Annotated[Day, Query(description="Đến ngày (mặc định: hôm nay)")] = None,
    ) -> Response:
        def make() -> jsonform.JsonObject:
            found = base.changes(unit, since, until or today())
            if found.unit is None:
                raise UsageError(found.message)
            return jsonform.changes_json(found)

        return reply(request, base, make)


def _add_references(router: APIRouter, base: KnowledgeBase) -> None:
    @router.get("/refs", response_model=LookedUpPage, summary="Điều khoản nào dẫn chiếu văn bản này")
    def references(
        request: Request,
        number: Annotated[
            str,
            Query(
                min_length=1,
                max_length=LONGEST,
                examples=["407/QĐ-TTg"],
                description="Số hiệu, mã văn bản, hoặc điều khoản (“Điều 5 09/2017/NĐ-CP”)",
            ),
        ],
        direction: Direction = "in",
        relation: Related = None,
        chain: Annotated[bool, Query(description="Cả những gì dựa vào các văn bản dựa vào nó")] = False,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        def make() -> jsonform.JsonObject:
            found = base.references(number, direction=direction, relation=relation, chain=chain)
            part = Part(limit, offset)
            shown = referenceform.looked_up_json(_cut(found, part))
            return {**shown, **part.of(request, len(found.references))}

        return reply(request, base, make)

    @router.post("/refs", response_model=LookUpsShape, summary="Tra nhiều số hiệu một lần")
    def references_of_many(request: Request, asked: Annotated[Numbers, Body()]) -> Response:
        def make() -> jsonform.JsonObject:
            found = [base.references(one, direction=asked.direction, relation=asked.relation) for one in asked.numbers]
            results = [
                {**referenceform.looked_up_json(_cut(one, Part(asked.limit, 0))), "total": len(one.references)} for one in found
            ]
            return {"totals": referenceform.look_up_totals(found), "results": results}

        return reply(request, base, make)


def _cut(found: LookedUp, part: Part) -> LookedUp:
    return replace(found, references=found.references[part.cut(found.references)])
