"""The description of the HTTP API, put right where the framework's own says less or other than what is answered.

1. Errors are described as problems and as nothing else; answers that only an address with a key can give stand at no other.
2. Every answer that carries an entity tag says so, with the 304 that it allows; parts of lists say where the next one is told.
3. How to log in is described, and that a server without users needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final, TypeAlias

from app.api.problems import MEDIA

Described: TypeAlias = dict[str, Any]
_OF_A_KEY: Final = ("307", "404")
_TAG: Final = {"description": "Đổi khi kho, chỉ mục hoặc ngày đổi; gửi lại trong If-None-Match", "schema": {"type": "string"}}
_LINK: Final = {"description": 'Địa chỉ của phần sau (rel="next"), nếu còn', "schema": {"type": "string"}}
_LOCATION: Final = {"description": "Địa chỉ hiện nay", "schema": {"type": "string"}, "required": True}
_UNCHANGED: Final = {"description": "Kho chưa đổi từ câu trả lời có ETag đã gửi trong If-None-Match"}
_LOGIN: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "Mã truy cập tạo bằng “cancu users token TÊN”; máy chủ chưa có người dùng thì không cần.",
}


def put_right(describe: Callable[[], Described]) -> Callable[[], Described]:
    """Return ``describe`` with its description put right; it is made once."""
    made: Described = {}

    @wraps(describe)
    def described() -> Described:
        if not made:
            made.update(_put_right(describe()))
        return made

    return described


def _put_right(found: Described) -> Described:
    found.setdefault("components", {})["securitySchemes"] = {"token": _LOGIN}
    found["security"] = [{"token": []}, {}]
    for path, method, operation in _operations(found):
        responses: Described = operation["responses"]
        for status in _OF_A_KEY if "{" not in path else ():
            responses.pop(status, None)
        for response in responses.values():
            content = response.get("content", {})
            if MEDIA in content:
                response["content"] = {MEDIA: content.get("application/json", {})}
        if "307" in responses:
            responses["307"]["headers"] = {"Location": _LOCATION}
        if method == "get":
            parts = any(one["name"] == "offset" for one in operation.get("parameters", ()))
            responses["200"]["headers"] = {"ETag": _TAG, **({"Link": _LINK} if parts else {})}
            responses["304"] = _UNCHANGED
    return found


def _operations(found: Described) -> Iterator[tuple[str, str, Described]]:
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation
