"""How an answer goes out: JSON as ``app.forms.jsonform`` makes it, an entity tag, a part of a list with the address of the next.

1. The entity tag changes with the catalogue, the index, the day and the program: the same tag is the same answer, and a caller
   who has it gets 304 before anything is looked up.
2. An answer during which something new was stored carries no tag, nor one of reader processes that are not yet there.
3. ``next`` and the ``Link`` header hold the address of the next part, with the same filters, relative to this server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Final
from urllib.parse import urlencode

import orjson
from fastapi import Query, Request, Response

from app.forms.jsonform import JsonObject
from app.service import KnowledgeBase
from corpus.dates import today
from corpus.errors import IndexStateError

MOST: Final = 200  # items of one part
FARTHEST: Final = 1_000_000  # offset; beyond it there is nothing
MOST_HITS: Final = 100  # hits of one part
FARTHEST_HIT: Final = 900  # a search ranks this deep
Limit = Annotated[int, Query(ge=1, le=MOST, description="Số mục mỗi lần")]
Offset = Annotated[int, Query(ge=0, le=FARTHEST, description="Bắt đầu từ mục thứ")]
# A year that no document has would only meet the ends of the calendar.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
Day = Annotated[dt.date | None, Query(ge=EARLIEST, le=LATEST, examples=["2025-03-01"])]
AsOf = Annotated[dt.date | None, Query(ge=EARLIEST, le=LATEST, description="Xét hiệu lực tại ngày này (mặc định: hôm nay)")]
_VERSION: Final = version("cancu")


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is asked for."""

    limit: int
    offset: int

    def of(self, request: Request, total: int) -> JsonObject:
        """Return ``total``, ``limit``, ``offset`` and ``next``."""
        following = self.offset + self.limit
        return {"total": total, **self.without_total(request, more=following < total)}

    def without_total(self, request: Request, *, more: bool) -> JsonObject:
        """Return ``limit``, ``offset`` and ``next`` for a list whose end is not known beforehand."""
        following = self.offset + self.limit
        return {"limit": self.limit, "offset": self.offset, "next": _next(request, following) if more else None}

    def cut(self, items: Sequence[object]) -> slice:
        """Return the part of ``items`` as a slice."""
        return slice(self.offset, min(self.offset + self.limit, len(items)))


def _next(request: Request, offset: int) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    return f"{request.url.path}?{urlencode([*kept, ('offset', offset)])}"


def tag_of(base: KnowledgeBase) -> str:
    """Return the entity tag of every answer as things stand."""
    try:
        index = f"{base.in_use.snapshot or 0}.{base.in_use.chosen:x}"
    except IndexStateError:
        index = "0.0"
    return f'W/"{base.catalogue.generation()}.{index}.{today():%Y%m%d}.{_VERSION}"'


def reply(request: Request, base: KnowledgeBase, make: Callable[[], JsonObject]) -> Response:
    """Return what ``make`` gives as JSON, or 304 where the caller has it."""
    tag = tag_of(base)
    settled = bool(getattr(base, "is_settled", True))
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie, Authorization"}
    if settled and tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    value = make()
    if not settled or tag_of(base) != tag:
        del headers["ETag"]
    following = value.get("next")
    if isinstance(following, str):
        headers["Link"] = f'<{following}>; rel="next"'
    return Response(orjson.dumps(value), media_type="application/json", headers=headers)
