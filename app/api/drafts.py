"""Checking drafts over HTTP, for drafters: pasted text as JSON, or a file.

1. A draft is read like any file, in a child process with limits, and stored nowhere.
2. Of a file's name only the last part is used, and only in the answer.
3. Few drafts are checked at once; further ones wait.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from pathlib import Path, PurePosixPath
from typing import Annotated, Final

from fastapi import APIRouter, Body, File, Request, Response, UploadFile
from pydantic import BaseModel, Field

from app.access import Role, require
from app.access.policy import Access
from app.access.remote import address_of
from app.api.replies import EARLIEST, LATEST, AsOf, reply
from app.api.shapes import CheckedShape
from app.drafts.findings import checked_json
from app.service import KnowledgeBase
from corpus.errors import UnreadableFileError

_LONGEST: Final = 1_000_000  # characters of pasted text
_KINDS: Final = frozenset({".pdf", ".docx", ".txt"})
_AT_ONCE: Final = 2
_turns = threading.BoundedSemaphore(_AT_ONCE)


class Draft(BaseModel):
    """Pasted text of a draft."""

    text: str = Field(
        min_length=1, max_length=_LONGEST, examples=["Căn cứ Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ;"]
    )
    as_of: dt.date | None = Field(default=None, ge=EARLIEST, le=LATEST)


def make_router(base: KnowledgeBase, access: Access) -> APIRouter:
    """Return the routes over ``base``."""
    router = APIRouter(tags=["Dự thảo"])

    def note(request: Request, name: str) -> None:
        access.record(require(request, Role.DRAFTER), "check", name, address=address_of(request.scope))

    @router.post("/check", response_model=CheckedShape, summary="Kiểm tra dẫn chiếu của đoạn văn dán vào (người soạn thảo)")
    def check(request: Request, draft: Annotated[Draft, Body()]) -> Response:
        from app.drafts.checking import check_text

        require(request, Role.DRAFTER)
        note(request, "văn bản dán vào")
        with _turns:
            return reply(request, base, lambda: checked_json(check_text(base, draft.text, draft.as_of)))

    @router.post("/check/file", response_model=CheckedShape, summary="Kiểm tra dẫn chiếu của một tệp dự thảo (người soạn thảo)")
    def check_upload(request: Request, file: Annotated[UploadFile, File()], as_of: AsOf = None) -> Response:
        from app.drafts.checking import check_file

        name = _name(file.filename or "")
        note(request, name)
        with _turns, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"du-thao{PurePosixPath(name).suffix.lower()}"
            path.write_bytes(file.file.read())
            return reply(request, base, lambda: {**checked_json(check_file(base, path, as_of)), "file": name})

    return router


def _name(given: str) -> str:
    """Return the last part of a file's name. Raises ``UnreadableFileError`` for a kind that is not read."""
    name = given.replace("\\", "/").rpartition("/")[2][-200:]
    if PurePosixPath(name).suffix.lower() not in _KINDS:
        raise UnreadableFileError("unsupported", f"Dự thảo phải là một trong các dạng: {', '.join(sorted(_KINDS))}.")
    return name
