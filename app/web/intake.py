"""Taking documents in, for administrators: upload, what was understood, putting the head right, storing, log, retry, removal.

The work is done by ``app.upkeep.intake.Desk``; here are its forms and what they show.

1. Every address asks for the role of an administrator, whether it is linked or not.
2. What was read is shown with where it was read (printed text, stamp, recognised scan) before anything is stored.
3. Every change is written into the audit log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from app.access import Person, Role, require
from app.access.policy import Access
from app.upkeep.intake import BUSY, SUFFIXES, Desk, HandedIn, Stage
from app.upkeep.quality import DOUBTFUL
from app.web import links, reading, views
from app.web.base import Base
from app.web.language import say
from app.web.problems import not_found, sentence_for_errors
from app.web.sections import section
from app.web.words import EVIDENCE, PDF_KIND, document_name
from corpus.corrections import FIELDS, written
from corpus.dates import parse_date, print_date
from corpus.errors import CancuError, UsageError
from corpus.model import Document, Head

_MOST_FILES: Final = 50
_LOGGED: Final = 100
_OUTLINED: Final = 60
FIELD_NAMES: Final = {
    "kind": "Loại văn bản",
    "number": "Số, ký hiệu",
    "date": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "title": "Trích yếu",
    "signer": "Người ký",
    "effective_date": "Ngày có hiệu lực",
}
STAGES: Final[dict[Stage, tuple[str, str]]] = {
    Stage.WAITING: ("Chờ đọc", "plain"),
    Stage.READING: ("Đang đọc", "wait"),
    Stage.READ: ("Chờ xem và lưu", "warn"),
    Stage.QUEUED: ("Chờ lưu", "plain"),
    Stage.STORING: ("Đang lưu", "wait"),
    Stage.STORED: ("Đã lưu", "good"),
    Stage.FAILED: ("Không đọc được", "bad"),
}
EVENTS: Final = {"stored": "Đã lưu", "failed": "Không đọc được", "duplicate": "Trùng", "unchanged": "Không đổi"}


@dataclass(frozen=True, slots=True)
class HeadField:
    """A field of the head in the form: its value as typed, and where it was read."""

    name: str
    label: str
    value: str
    evidence: str
    long: bool


def head_fields(head: Head) -> tuple[HeadField, ...]:
    """Return the fields of a head as a form shows them."""
    where = {name: say(EVIDENCE[evidence]) for name, evidence in head.evidence}
    return tuple(
        HeadField(name, say(FIELD_NAMES[name]), _shown(written(head, name)), where.get(name, ""), name == "title")
        for name in FIELDS
    )


def _shown(value: str) -> str:
    date = parse_date(value) if value[:4].isdigit() and value[4:5] == "-" else None
    return print_date(date) if date else value


@sentence_for_errors
def overview(base: Base, desk: Desk | None, person: Person) -> str:
    """Return the form, the files at the desk and the log of ingestion."""
    require(person, Role.ADMIN)
    if desk is None:
        return views.failure_fragment(say("Trang này không nạp được văn bản. Hãy nạp bằng lệnh “cancu ingest THƯ_MỤC”."))
    log = base.log_lines(_LOGGED)
    named = {line.document for line in log}
    return views.fragment(
        "intake.html",
        items=views.as_html(items(desk)),
        log=log,
        names={document.key: document for document in base.documents() if document.key in named},
        events=EVENTS,
        failed=len(base.failed_files()),
        suffixes=",".join(sorted(SUFFIXES)),
    )


def items(desk: Desk) -> str:
    """Return the files at the desk, each that waits with how many come before it; the list asks to be read again meanwhile."""
    found = desk.items()
    busy = any(item.stage in BUSY for item in found)
    return views.fragment("intake_items.html", items=found, stages=STAGES, busy=busy, ahead=ahead(found))


def ahead(found: Sequence[HandedIn]) -> dict[int, int]:
    """Return how many files are done before each: those on the same way that came earlier, with the one being done."""
    reading, storing = (Stage.READING, Stage.WAITING), (Stage.STORING, Stage.QUEUED)
    before = {item.number: 0 for item in found}
    for under_way, waiting in (reading, storing):
        line = [item for item in found if item.stage is waiting]
        for item in line:
            before[item.number] = sum(other.stage is under_way or (other in line and other.number < item.number) for other in found)
    return before


def review(item: HandedIn, complaint: str = "") -> str:
    """Return what was understood of a file, with the form that puts it right."""
    if item.document is None:
        return views.hint_fragment(say("Tệp này chưa đọc xong hoặc đã được lưu"), item.message)
    action = f"/nap/tep/{item.number}"
    return _review(item.document, action, say("Lưu vào kho"), item.name, complaint or item.message)


def _review(document: Document, action: str, button: str, name: str, complaint: str) -> str:
    head = document.head
    return views.fragment(
        "intake_review.html",
        name=name,
        fields=head_fields(head),
        recipients=head.recipients,
        kind_of_pdf=say(PDF_KIND[document.source.kind_of_pdf]),
        pages=len(document.pages),
        doubtful=[page for page in document.pages if page.confidence is not None and page.confidence < DOUBTFUL],
        counts=(len(document.provisions), len(document.citations), len(document.obligations)),
        notices=document.notices,
        outline=reading.outline_of(document)[:_OUTLINED],
        action=action,
        button=button,
        complaint=complaint,
    )


def make_router(base: Base, desk: Desk | None, access: Access) -> APIRouter:
    """Return the routes of the intake; without a desk they say that nothing can be taken in here."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/nap")
    def all_files(request: Request) -> Response:
        return section(request, "nap", overview(base, desk, require(request, Role.ADMIN)), {})

    @router.get("/nap/nhat-ky")
    def audit(request: Request) -> Response:
        require(request, Role.ADMIN)
        return section(request, "nap", views.fragment("audit.html", lines=access.audit_lines(_LOGGED)), {})

    if desk is not None:
        _add_desk(router, base, desk, access)
        _add_stored(router, base, desk, access)
    return router


def _add_desk(router: APIRouter, base: Base, desk: Desk, access: Access) -> None:
    """Add the routes of files on their way in."""

    @router.get("/nap/viec")
    def at_work(request: Request) -> Response:
        require(request, Role.ADMIN)
        return section(request, "nap", items(desk), {})

    @router.post("/nap/tep")
    async def hand_in(request: Request) -> Response:
        person = require(request, Role.ADMIN)
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES) as given:
            files = [file for file in given.getlist("tep") if isinstance(file, UploadFile) and file.filename]
            complaints = [told for file in files if (told := await run_in_threadpool(_taken, desk, file, person, access))]
        missing = say("Hãy chọn ít nhất một tệp.") if not files else ""
        notice = views.failure_fragment(" ".join(complaints) or missing) if complaints or missing else ""
        return section(request, "nap", notice + items(desk), {})

    @router.get("/nap/tep/{number}")
    def understood(request: Request, number: int) -> Response:
        require(request, Role.ADMIN)
        item = desk.item(number)
        if item is None:
            return not_found(say("Tệp này không còn ở danh sách chờ. Hãy nạp lại tệp."))
        return section(request, "nap", review(item), {})

    @router.post("/nap/tep/{number}")
    async def keep(request: Request, number: int) -> Response:
        person = require(request, Role.ADMIN)
        values = await _typed(request)
        try:
            desk.store(number, values, person.name)
        except UsageError as error:
            item = desk.item(number)
            return section(request, "nap", review(item, str(error)) if item else views.failure_fragment(str(error)), {})
        item = desk.item(number)
        access.record(person, "ingest", item.name if item else "")
        return section(request, "nap", items(desk), {})

    @router.post("/nap/tep/{number}/lai")
    def again(request: Request, number: int) -> Response:
        require(request, Role.ADMIN)
        desk.retry(number)
        return section(request, "nap", items(desk), {})


def _add_stored(router: APIRouter, base: Base, desk: Desk, access: Access) -> None:
    """Add the routes of what is stored already: retry of failed files, corrections, removal."""

    @router.post("/nap/loi")
    async def failed_again(request: Request) -> Response:
        person = require(request, Role.ADMIN)
        told = await run_in_threadpool(desk.retry_failed)
        access.record(person, "ingest", "retry")
        return section(request, "nap", views.hint_fragment(say("Đã thử lại"), told) + items(desk), {})

    @router.get("/nap/sua")
    def stored(request: Request, ma: str = "") -> Response:
        require(request, Role.ADMIN)
        return section(request, "nap", _stored(base, ma), {})

    @router.post("/nap/sua")
    async def put_right(request: Request, ma: str = "") -> Response:
        person = require(request, Role.ADMIN)
        values = await _typed(request)
        document = await run_in_threadpool(base.document, ma)
        if document is None:
            return section(request, "nap", _stored(base, ma), {})
        try:
            key = await run_in_threadpool(desk.correct, ma, document.head, values, person.name)
        except CancuError as error:
            return section(request, "nap", _stored(base, ma, str(error)), {})
        access.record(person, "correct", ma)
        return RedirectResponse(links.document_link(key), 303)

    @router.post("/nap/bo")
    async def remove(request: Request) -> Response:
        person = require(request, Role.ADMIN)
        async with request.form(max_files=0, max_fields=5) as given:
            key = str(given.get("ma", ""))
        summary = await run_in_threadpool(base.summary, key)
        await run_in_threadpool(desk.remove, key)
        access.record(person, "remove", key)
        name = document_name(summary) if summary else key
        told = views.hint_fragment(
            say("Đã bỏ khỏi kho"), say("{name} không còn trong kho. Nạp lại tệp thì văn bản có lại.", name=name)
        )
        return section(request, "nap", told, {})


def _stored(base: Base, key: str, complaint: str = "") -> str:
    document = base.document(key)
    if document is None:
        return views.failure_fragment(say("Chưa có văn bản này trong kho. Hãy tìm trong thư viện."))
    return _review(document, f"/nap/sua?{links.query({'ma': key})}", say("Lưu chỗ sửa"), document.source.name, complaint)


async def _typed(request: Request) -> Mapping[str, str]:
    async with request.form(max_files=0, max_fields=20) as given:
        return {name: value for name, value in given.items() if name in FIELDS and isinstance(value, str)}


def _taken(desk: Desk, file: UploadFile, person: Person, access: Access) -> str:
    """Hand a file in; return why it was refused, "" when it was not."""
    try:
        item = desk.hand_in(file.filename or "", file.file, person.name)
    except CancuError as error:
        return str(error)
    access.record(person, "upload", item.name)
    return ""
