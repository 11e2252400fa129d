"""The HTTP API as one application, mounted at ``/api`` of the site: routes, description, problems, compression.

1. The description is OpenAPI 3.1 at ``/api/openapi.json``; ``/api/docs`` shows it as a plain page that loads nothing from
   another server and needs no script.
2. Every address below ``/api/v1`` is read-only but for ``check``, which stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Final, TypeAlias, cast

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware.gzip import GZipMiddleware

from app.access.policy import Access
from app.api import documents, drafts, questions
from app.api.description import put_right
from app.api.problems import MEDIA, add_problems
from app.api.shapes import Problem
from app.service import KnowledgeBase

_SMALLEST: Final = 1000  # bytes; below it compression gains nothing
_ABOUT: Final = """Kho văn bản pháp luật của cơ quan: mỗi câu trả lời kèm điều khoản làm căn cứ.

Đăng nhập: `Authorization: Bearer cancu_...` (tạo bằng `cancu users token TÊN`); máy chủ chưa có người dùng thì không cần.
Danh sách chia phần bằng `limit` và `offset`; `next` và tiêu đề `Link` là phần sau. Lỗi có dạng `application/problem+json`.
Gửi `If-None-Match` với `ETag` đã nhận: 304 khi kho chưa đổi."""
_PROBLEM: Final[dict[str, Any]] = {"model": Problem, "content": {MEDIA: {}}}
_Described: TypeAlias = "dict[int | str, dict[str, Any]]"
_ERRORS: Final[_Described] = {
    401: {**_PROBLEM, "description": "Chưa đăng nhập"},
    422: {**_PROBLEM, "description": "Tham số không đọc được"},
    429: {**_PROBLEM, "description": "Quá nhiều yêu cầu"},
    503: {**_PROBLEM, "description": "Chưa tra cứu được"},
}
_MISSING: Final[_Described] = {
    307: {**_PROBLEM, "description": "Văn bản đã đổi mã vì số hiệu hoặc ngày được sửa; Location là địa chỉ mới"},
    404: {**_PROBLEM, "description": "Không có trong kho"},
}
_REFUSED: Final[_Described] = {
    403: {**_PROBLEM, "description": "Không đủ quyền"},
    413: {**_PROBLEM, "description": "Tệp quá lớn"},
}
Render = Callable[..., str]


def make_api(base: object, access: Access, render: Render) -> FastAPI:
    """Return the application over ``base``; ``render(template, **values)`` makes the page of the description."""
    knowledge = cast("KnowledgeBase", base)
    api = FastAPI(
        title="Căn Cứ",
        version=version("cancu"),
        description=_ABOUT,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        root_path_in_servers=True,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    api.include_router(questions.make_router(knowledge), prefix="/v1", responses=_ERRORS)
    api.include_router(documents.make_router(knowledge), prefix="/v1", responses={**_ERRORS, **_MISSING})
    api.include_router(drafts.make_router(knowledge, access), prefix="/v1", responses={**_ERRORS, **_REFUSED})
    api.openapi = put_right(api.openapi)  # type: ignore[method-assign]
    add_problems(api)
    api.add_middleware(GZipMiddleware, minimum_size=_SMALLEST)

    @api.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(render("api.html", described=_described(api)))

    return api


def _described(api: FastAPI) -> list[dict[str, Any]]:
    """Return the operations with their parameters and one example call each."""
    operations = []
    for path, methods in api.openapi()["paths"].items():
        for method, operation in methods.items():
            parameters = operation.get("parameters", [])
            operations.append(
                {
                    "method": method.upper(),
                    "path": f"/api{path}",
                    "summary": operation.get("summary", ""),
                    "parameters": [_parameter(one) for one in parameters],
                    "body": ", ".join(operation.get("requestBody", {}).get("content", {})),
                    "example": _example(method, f"/api{path}", parameters),
                }
            )
    return operations


def _parameter(parameter: dict[str, Any]) -> dict[str, str]:
    schema = parameter.get("schema", {})
    kinds = [str(one.get("type") or one.get("$ref", "").rpartition("/")[2]) for one in schema.get("anyOf", [schema])]
    return {
        "name": parameter["name"],
        "kind": ", ".join(kind for kind in kinds if kind and kind != "null"),
        "needed": "bắt buộc" if parameter.get("required") else "",
        "about": str(parameter.get("description") or schema.get("description") or ""),
    }


def _example(method: str, path: str, parameters: list[dict[str, Any]]) -> str:
    """Return an example with curl, from the examples of the parameters that are needed."""
    told, options = path, ""
    for one in parameters:
        example = (one.get("schema", {}).get("examples") or ["1"])[0]
        if one["in"] == "path":
            told = told.replace(f"{{{one['name']}}}", str(example).replace("#", "%23"))
        elif one.get("required"):
            options += f" --data-urlencode '{one['name']}={example}'"
    verb = " -G" if method == "get" and options else "" if method == "get" else f" -X {method.upper()}"
    return f"curl{verb} http://127.0.0.1:7860{told}{options}"
