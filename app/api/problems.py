"""Errors of the HTTP API as problem details (RFC 9457): a title, the status, and a Vietnamese sentence that says what to do next.

1. Every error of the API has this shape, also those of the framework; no trace and no path of the machine is in it.
2. What the caller wrote wrong is 4xx; what cannot be looked up now (no index, no catalogue) is 503; nothing else is 5xx.
"""

from __future__ import annotations

import logging
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.access.people import Forbidden
from corpus.errors import CancuError, UnreadableFileError, UsageError

log = logging.getLogger(__name__)
MEDIA: Final = "application/problem+json"
_TITLES: Final = {
    307: "Văn bản đã đổi mã",
    400: "Yêu cầu không đọc được",
    401: "Chưa đăng nhập",
    403: "Không đủ quyền",
    404: "Không có trong kho",
    405: "Địa chỉ này không nhận cách gọi như vậy",
    413: "Quá lớn",
    415: "Không nhận dạng dữ liệu này",
    422: "Yêu cầu không thực hiện được",
    429: "Quá nhiều yêu cầu",
    503: "Chưa tra cứu được",
}
_FAILED: Final = "Có lỗi trong chương trình. Hãy báo người quản trị xem nhật ký máy chủ."
_ABSENT: Final = "Không có địa chỉ này. Xem các địa chỉ tại /api/docs"


def problem_json(status: int, title: str, detail: str, **more: object) -> JSONResponse:
    """Return a problem; ``more`` are its further members."""
    value = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(value, status, media_type=MEDIA)


def _problem(status: int, detail: str, **more: object) -> JSONResponse:
    return problem_json(status, _TITLES.get(status, "Lỗi"), detail, **more)


def not_found(detail: str) -> HTTPException:
    """Return what to raise for something that is not stored."""
    return HTTPException(404, detail)


def add_problems(app: FastAPI) -> None:
    """Make every error of ``app`` a problem."""

    @app.exception_handler(CancuError)
    def known(_: Request, error: CancuError) -> JSONResponse:
        if isinstance(error, Forbidden):
            return _problem(403, str(error))
        return _problem(422 if isinstance(error, UsageError | UnreadableFileError) else 503, str(error))

    @app.exception_handler(RequestValidationError)
    def unreadable(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = [{"at": "/".join(map(str, one["loc"])), "message": one["msg"]} for one in error.errors()]
        return _problem(422, "Một số tham số không đọc được; xem 'errors'.", errors=errors)

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> JSONResponse:
        told = error.detail if error.detail and not error.detail.isascii() else _ABSENT
        answer = _problem(error.status_code, told)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def unknown(_: Request, error: Exception) -> JSONResponse:
        log.error("interface failed", exc_info=error)
        return problem_json(500, "Có lỗi", _FAILED)
