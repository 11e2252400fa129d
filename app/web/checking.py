"""The check of a draft: a form for a file or pasted text, the findings in the draft's words, and files of them.

A draft is stored nowhere: what was found stays in memory for a while, so that the files of it can be fetched, and only by the
person who brought the draft.

1. Every finding has a number at its words and in the list, and each leads to the other.
2. At most ``KEPT`` drafts are kept, none longer than ``SECONDS``.
3. What cannot be read is a sentence; a file larger than ``LARGEST`` is refused.
"""

from __future__ import annotations

import io
import secrets
import tempfile
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from app.access import Person, Role, person_of, require
from app.drafts.checking import PASTED
from app.drafts.findings import CODE_WORDS, SEVERITY_WORDS, CheckedDraft, page_of
from app.export import export_commented, export_findings
from app.upkeep.storing import safe_name
from app.web import views
from app.web.base import Base
from app.web.fields import read_date
from app.web.language import say
from app.web.problems import known_problem, not_found, sentence_for_errors
from app.web.sections import section
from app.web.words import capitalised
from corpus.dates import today
from corpus.errors import CancuError
from corpus.vietnamese import slug
from ingest.citations.findings import Finding, Severity

LARGEST: Final = 32 * 1024 * 1024  # bytes of a draft
LONGEST: Final = 500_000  # letters of pasted text
KEPT: Final = 40
SECONDS: Final = 1800.0
_SUFFIXES: Final = frozenset({".pdf", ".docx", ".txt"})
_TONES: Final[dict[Severity, str]] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "wait"}
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a draft's text; ``numbers`` are the findings that begin here, ``tone`` the gravest that covers it."""

    text: str
    tone: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A finding in the list."""

    number: int
    tone: str
    severity: str
    title: str
    message: str
    suggestion: str
    quote: str
    page: int | None


@dataclass(frozen=True, slots=True)
class _Kept:
    draft: CheckedDraft
    original: bytes | None
    person: Person
    until: float


class Drafts:
    """The checked drafts whose files can still be fetched."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def keep(self, draft: CheckedDraft, original: bytes | None, person: Person) -> str:
        """Keep a draft for a while and return its secret name."""
        name = secrets.token_urlsafe(18)
        with self._lock:
            self._kept[name] = _Kept(draft, original, person, time.monotonic() + SECONDS)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return name

    def find(self, name: str, person: Person) -> tuple[CheckedDraft, bytes | None] | None:
        """Return a kept draft of this person, ``None`` when there is none or its time is over."""
        with self._lock:
            found = self._kept.get(name)
            if found is None or found.person != person or found.until < time.monotonic():
                return None
            return found.draft, found.original


def form() -> str:
    """Return the form of the check with an empty place for what is found."""
    return views.fragment("check_form.html")


def pieces_of(draft: CheckedDraft) -> Iterator[Piece]:
    """Yield the text of a draft cut wherever a finding begins or ends."""
    edges = sorted({0, len(draft.text), *(f.start for f in draft.findings), *(f.end for f in draft.findings)})
    numbered = list(enumerate(draft.findings, 1))
    for start, end in pairwise(edges):
        over = [finding.severity for finding in draft.findings if finding.start <= start and finding.end >= end]
        gravest = next((severity for severity in Severity if severity in over), None)
        begins = tuple(n for n, finding in numbered if finding.start == start and finding.end > finding.start)
        yield Piece(draft.text[start:end], _TONES[gravest] if gravest else "", begins)


def _note(draft: CheckedDraft, number: int, finding: Finding) -> Note:
    return Note(
        number,
        _TONES[finding.severity],
        say(capitalised(SEVERITY_WORDS[finding.severity])),
        say(CODE_WORDS[finding.code]),
        finding.message,
        finding.suggestion,
        finding.quote,
        page_of(draft, finding),
    )


def result(draft: CheckedDraft, name: str) -> str:
    """Return what was found in a draft; ``name`` is its secret name, under which its files can be fetched."""
    counts = Counter(finding.severity for finding in draft.findings)
    return views.fragment(
        "check_result.html",
        draft=draft,
        notes=[_note(draft, number, finding) for number, finding in enumerate(draft.findings, 1)],
        pieces=tuple(pieces_of(draft)),
        counts=[(say(capitalised(SEVERITY_WORDS[s])), counts[s], _TONES[s]) for s in Severity if counts[s]],
        files=[("DOCX", f"/kiem-tra/{name}/gop-y.docx"), ("SARIF", f"/kiem-tra/{name}/ket-qua.sarif")],
    )


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a person brought to be checked; ``content`` is empty where nothing was given."""

    name: str
    content: bytes
    day: str


@sentence_for_errors
def check(base: Base, drafts: Drafts, brought: _Brought, person: Person) -> str:
    """Return what was found in a draft, or what is missing."""
    as_of, complaint = read_date(brought.day)
    if complaint:
        return views.failure_fragment(complaint)
    if not brought.content.strip():
        return views.failure_fragment(say("Hãy chọn tệp PDF, DOCX hoặc TXT, hoặc dán nội dung dự thảo vào ô."))
    suffix = Path(brought.name).suffix.lower()
    if suffix not in _SUFFIXES:
        return views.failure_fragment(say("Không kiểm tra được tệp “{name}”. Hãy chọn PDF, DOCX hoặc TXT.", name=brought.name))
    if len(brought.content) > LARGEST:
        return views.failure_fragment(say("Tệp lớn hơn {n} MiB. Hãy tách nhỏ tệp.", n=LARGEST // 2**20))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / brought.name
        path.write_bytes(brought.content)
        draft = base.check_draft(path, as_of)
    original = brought.content if suffix == ".docx" else None
    return result(draft, drafts.keep(draft, original, person))


async def _brought(form_data: FormData) -> _Brought:
    file, text, day = form_data.get("tep"), form_data.get("noi-dung"), form_data.get("ngay")
    told = day if isinstance(day, str) else ""
    if isinstance(file, UploadFile) and file.filename:
        return _Brought(safe_name(file.filename), await file.read(LARGEST + 1), told)
    return _Brought(PASTED, text[:LONGEST].encode() if isinstance(text, str) else b"", told)


def make_router(base: Base, drafts: Drafts) -> APIRouter:
    """Return the routes of the check over ``base``."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/kiem-tra")
    def empty(request: Request) -> Response:
        require(request, Role.DRAFTER)
        return section(request, "kiem-tra", form(), {})

    @router.post("/kiem-tra")
    async def checked(request: Request) -> Response:
        person = require(request, Role.DRAFTER)
        async with request.form(max_files=1, max_fields=10, max_part_size=4 * LONGEST) as given:
            brought = await _brought(given)
        found = await run_in_threadpool(check, base, drafts, brought, person)
        return section(request, "kiem-tra", found, {})

    @router.get("/kiem-tra/{name}/{file}", response_class=Response)
    def fetched(request: Request, name: str, file: str) -> Response:
        kept = drafts.find(name, person_of(request))
        if kept is None or file not in _FILES:
            return not_found(say("Kết quả kiểm tra này không còn. Hãy kiểm tra lại dự thảo."))
        draft, original = kept
        out = io.BytesIO()
        try:
            if file.endswith(".docx"):
                export_commented(draft, out, original=original)
            else:
                export_findings([draft], "sarif", out)
        except CancuError as error:
            return known_problem(error)
        day = today().isoformat()
        kind, suffix = _FILES[file], file.partition(".")[2]
        told = f'attachment; filename="gop-y-{slug(Path(draft.name).stem)[:60]}-{day}.{suffix}"'
        return Response(out.getvalue(), media_type=kind, headers={"Content-Disposition": told, "Cache-Control": "no-store"})

    return router


_FILES: Final = {"gop-y.docx": _DOCX, "ket-qua.sarif": "application/sarif+json"}
