"""Tools of the Model Context Protocol: an assistant asks the knowledge base and cites what it found.

Six tools: search, ask, duties, refs, check, show. Each result holds quotes with their ids and their formal citations, so that an
assistant can say where a sentence stands and a person can open it; ``show`` takes any id again.

1. Results have the shapes of the HTTP API and the same content as the command line's JSON.
2. What cannot be done is an error result with a sentence; no trace and no path of the machine is in it.
3. The tools read only; ``check`` needs a drafter, like everywhere.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar

from pydantic import Field

from app.access import Role, current, require
from app.api.shapes import AnswerShape, CheckedShape, DutiesShape, HitsShape, LookedUpPage, ShownShape
from app.forms import jsonform, referenceform
from app.forms.readingform import reading_json
from app.results import DutyFilters, DutyList, SearchFilters
from app.service import KnowledgeBase
from corpus.errors import CancuError, IndexStateError, UsageError
from corpus.model import AnswerStatus, Modality, Relation

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from starlette.routing import BaseRoute

log = logging.getLogger(__name__)
T = TypeVar("T")
_FAILED: Final = "Có lỗi trong chương trình. Hãy báo người quản trị xem nhật ký máy chủ."
INSTRUCTIONS: Final = (
    "A knowledge base of Vietnamese legal documents. Every result quotes clauses word for word, with an id and a formal citation. "
    "Answer only from the quotes; cite each with its 'citation', and give its 'id' so that it can be opened with the tool show. "
    "An empty result means that nothing was found here, not that no such rule exists. Ask in Vietnamese."
)
_LONGEST: Final = 500
_LONGEST_DRAFT: Final = 200_000
Text = Annotated[str, Field(min_length=1, max_length=_LONGEST)]
Day = Annotated[
    dt.date | None,
    Field(
        description="Judge validity on this day (ISO date); today if not given", ge=dt.date(1900, 1, 1), le=dt.date(2200, 12, 31)
    ),
]
DueBefore = Annotated[
    dt.date | None,
    Field(description="Only duties that are due before this day (ISO date)", ge=dt.date(1900, 1, 1), le=dt.date(2200, 12, 31)),
]
Count = Annotated[int, Field(ge=1, le=50, description="At most so many results")]
Start = Annotated[int, Field(ge=0, le=1_000_000, description="How many results to leave out, to read on where a part ended")]
Unit = Annotated[str, Field(min_length=1, max_length=_LONGEST, description='Full Vietnamese name, e.g. "Sở Công Thương"')]


def make_tools(base: KnowledgeBase) -> MCPServer:
    """Return the server of the tools over ``base``, ready for stdio or HTTP."""
    from mcp.server import MCPServer

    server: MCPServer = MCPServer("cancu", title="Căn Cứ", version=version("cancu"), instructions=INSTRUCTIONS, log_level="WARNING")
    _add_questions(server, base)
    _add_look_ups(server, base)
    return server


def http_routes(server: MCPServer) -> list[BaseRoute]:
    """Return the routes of the tools over HTTP (``/mcp``); ``server.session_manager.run()`` has to be running.

    Every request stands for itself, so that a token that is taken back ends at once. Host names and origins are the gate's business.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    free = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return list(server.streamable_http_app(stateless_http=True, json_response=True, transport_security=free).routes)


async def _told(make: Callable[[], T]) -> T:
    """Run ``make`` in a worker thread. Raises ``ToolError`` with a sentence when it cannot be done."""
    from anyio import to_thread
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return await to_thread.run_sync(make)
    except CancuError as error:
        raise ToolError(str(error)) from None
    except Exception:
        log.exception("tool failed")
        raise ToolError(_FAILED) from None


def _add_questions(server: MCPServer, base: KnowledgeBase) -> None:
    from mcp.types import ToolAnnotations

    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)

    @server.tool(title="Tìm điều khoản", annotations=reads)
    async def search(
        query: Text, k: Count = 10, as_of: Day = None, kind: str | None = None, issuer: str | None = None
    ) -> HitsShape:
        """Find clauses of Vietnamese legal documents by meaning and words. ``kind`` is e.g. "Nghị định", ``issuer`` e.g. "Chính phủ"."""
        filters = SearchFilters(kind, issuer, as_of=as_of)
        hits = await _told(partial(base.search, query, k=k, filters=filters))
        reading = await _told(partial(_reading, base, query))
        return HitsShape.model_validate({**jsonform.search_json(query, hits, reading), "limit": k, "offset": 0, "next": None})

    @server.tool(title="Hỏi", annotations=reads)
    async def ask(question: Text, unit: Unit | None = None, as_of: Day = None, k: Count = 10) -> AnswerShape:
        """Answer a question with duties and clauses, each quoted; ``unit`` is the public body whose duties are asked for."""
        answer = await _told(partial(base.ask, question, unit=unit, as_of=as_of, k=k))
        if answer.status is AnswerStatus.UNAVAILABLE:
            await _told(partial(_unavailable, answer.message))
        return AnswerShape.model_validate(jsonform.answer_json(answer, await _told(partial(_reading, base, question))))

    @server.tool(title="Nhiệm vụ của một đơn vị", annotations=reads)
    async def duties(
        unit: Unit,
        topic: Annotated[str, Field(max_length=_LONGEST, description="Words that a duty must have, in Vietnamese")] = "",
        due_before: DueBefore = None,
        as_of: Day = None,
        modality: Annotated[Modality | None, Field(description="Only duties of this force")] = None,
        limit: Count = 20,
        offset: Start = 0,
    ) -> DutiesShape:
        """List everything that a public body must, must not, may or should do, newest document first, each with the clause it rests on."""
        filters = DutyFilters(topic, due_before, as_of, modality)
        found = await _told(partial(_duties, base, unit, filters, limit, offset))
        part = _part(found.total, limit, offset)
        return DutiesShape.model_validate({**jsonform.duty_list_json(found, filters), **part})


def _part(total: int, limit: int, offset: int) -> jsonform.JsonObject:
    """Return which part of a list this is; ``next`` says how the following one is asked for."""
    following = offset + limit
    return {"total": total, "limit": limit, "offset": offset, "next": f"offset={following}" if following < total else None}


def _reading(base: KnowledgeBase, text: str) -> jsonform.JsonObject:
    return reading_json(base.understood(text), base.addressed(text))


def _unavailable(message: str) -> None:
    raise IndexStateError(message)


def _duties(base: KnowledgeBase, unit: str, filters: DutyFilters, limit: int, offset: int) -> DutyList:
    found = base.duties(unit, filters, limit=limit, offset=offset)
    if found.unit is None:
        raise UsageError(found.message)
    return found


def _add_look_ups(server: MCPServer, base: KnowledgeBase) -> None:
    from mcp.types import ToolAnnotations

    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)

    @server.tool(title="Điều khoản nào dẫn chiếu", annotations=reads)
    async def refs(
        number: Text,
        direction: Literal["in", "out"] = "in",
        relation: Annotated[Relation | None, Field(description="Only citations that stand in this relation")] = None,
        limit: Count = 20,
        offset: Start = 0,
    ) -> LookedUpPage:
        """Find which clauses cite a document or a clause ("in"), or what it cites ("out"); ``number`` is e.g. "09/2017/NĐ-CP"."""
        found = await _told(partial(base.references, number, direction=direction, relation=relation))
        shown = replace(found, references=found.references[offset : offset + limit])
        part = _part(len(found.references), limit, offset)
        return LookedUpPage.model_validate({**referenceform.looked_up_json(shown), **part})

    @server.tool(title="Kiểm tra dự thảo", annotations=reads)
    async def check(text: Annotated[str, Field(min_length=1, max_length=_LONGEST_DRAFT)], as_of: Day = None) -> CheckedShape:
        """Check every citation of a draft: unknown document, wrong date or title, no such clause, ended basis. Stores nothing."""
        return CheckedShape.model_validate(await _told(partial(_checked, base, text, as_of)))

    @server.tool(title="Xem văn bản hoặc điều khoản", annotations=reads)
    async def show(reference: Text, limit: Count = 20, offset: Start = 0) -> ShownShape:
        """Show a document or a clause, by id ("<document key>#<path>") or as people cite it ("khoản 1 Điều 2 09/2017/NĐ-CP")."""
        return ShownShape.model_validate(await _told(partial(_shown, base, reference, limit, offset)))


def _checked(base: KnowledgeBase, text: str, as_of: dt.date | None) -> jsonform.JsonObject:
    from app.drafts.checking import check_text
    from app.drafts.findings import checked_json

    require(current(), Role.DRAFTER)
    return checked_json(check_text(base, text, as_of))


def _shown(base: KnowledgeBase, reference: str, limit: int, offset: int) -> jsonform.JsonObject:
    from app.documents.showing import find_shown, shown_json

    shown = find_shown(base, reference)
    value = shown_json(shown)
    listed = value["provisions"]
    part = listed[offset : offset + limit] if isinstance(listed, list) else []
    if not shown.path:
        del value["text"]  # the whole document; its provisions say the same, in parts
    return {**value, "provisions": part, "total": len(shown.provisions)}
