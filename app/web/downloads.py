"""Downloads of what a page shows: a unit's duties and the look-ups of numbers, made by ``app.export`` in memory.

The query of a download is that of the page it stands on, so a link to a file can be kept and opened again.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.export import DUTY_FORMATS, REFERENCE_FORMATS, export_duties, export_references
from app.web.base import Base
from app.web.fields import read_filters, read_lines
from app.web.problems import not_found, problem
from corpus.dates import today
from corpus.errors import CancuError
from corpus.vietnamese import slug

_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
}


def make_router(base: Base) -> APIRouter:
    """Return the routes of the downloads over ``base``."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/xuat/nhiem-vu.{form}", response_class=Response)
    def duties(request: Request, form: str) -> Response:
        found = next((known for known in DUTY_FORMATS if known == form), None)
        if found is None:
            return not_found(f"Nhiệm vụ tải được ở các dạng: {', '.join(DUTY_FORMATS)}.")
        unit, filters, complaint = read_filters(base, request.query_params)
        if complaint or not unit:
            return problem(400, "Chưa tải được", complaint or "Hãy chọn đơn vị rồi tải lại.")
        out = io.BytesIO()
        try:
            received = request.query_params.get("xem") == "nhan"
            listed = base.received(unit, filters) if received else base.duties(unit, filters)
            export_duties(listed, found, out, base_url=str(request.base_url))
        except CancuError as error:
            return problem(503, "Chưa tải được", str(error))
        return _file(out.getvalue(), form, f"nhiem-vu-{slug(unit)[:60]}")

    @router.get("/xuat/dan-chieu.{form}", response_class=Response)
    def references(request: Request, form: str, so: str = "") -> Response:
        found = next((known for known in REFERENCE_FORMATS if known == form), None)
        if found is None:
            return not_found(f"Dẫn chiếu tải được ở các dạng: {', '.join(REFERENCE_FORMATS)}.")
        asked, _ = read_lines(so)
        if not asked:
            return problem(400, "Chưa tải được", "Hãy ghi ít nhất một số hiệu rồi tải lại.")
        out = io.BytesIO()
        try:
            export_references([base.references(one) for one in asked], found, out, base_url=str(request.base_url))
        except CancuError as error:
            return problem(503, "Chưa tải được", str(error))
        return _file(out.getvalue(), form, "dan-chieu")

    return router


def _file(content: bytes, form: str, name: str) -> Response:
    day = today().isoformat()
    headers: Mapping[str, str] = {
        "Content-Disposition": f'attachment; filename="{name}-{day}.{form}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=_MEDIA[form], headers=headers)
