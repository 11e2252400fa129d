"""A document as it stood at a date, and what differs between two dates: pages of ``app.relations.consolidated``.

1. The mark that the text is unofficial stands above every such text.
2. Every clause that an amendment touched names it, with the day from which it holds, and leads to it.
3. The days on which something changed are links, so that a version is found without knowing its date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.forms.consolidatedform import STATE_WORDS
from app.forms.words import OPERATION_WORDS
from app.relations.consolidated import Consolidated
from app.web import links, views
from app.web.base import Base
from app.web.fields import read_date
from app.web.language import say
from app.web.problems import not_found, problem
from app.web.routes import moved_on
from app.web.words import capitalised, date_words

DIFFERENCES = {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa"}


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which something changed: links to the text of that day, and to what it changed."""

    date: dt.date
    link: str
    difference: str


def milestones(text: Consolidated, all_time: Consolidated) -> tuple[Milestone, ...]:
    """Return the days on which the document changed, oldest first; ``all_time`` is its text with every known change."""
    days = {source.since for clause in all_time.clauses for source in clause.sources if source.operation and source.since}
    return tuple(_milestone(text.document.key, day) for day in sorted(days))


def _milestone(key: str, day: dt.date) -> Milestone:
    before = day - dt.timedelta(days=1)
    both = {"ngay": day.isoformat(), "so-voi": before.isoformat()}
    return Milestone(day, links.version_link(key, {"ngay": day.isoformat()}), links.version_link(key, both))


def make_router(base: Base) -> APIRouter:
    """Return the route of versions over ``base``."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/ban/{key:path}")
    def version(request: Request, key: str) -> Response:
        at, complaint = read_date(request.query_params.get("ngay", ""))
        before, other = read_date(request.query_params.get("so-voi", ""))
        if complaint or other:
            return problem(400, "Không đọc được ngày", complaint or other)
        if there := moved_on(request, base, "/ban/", key):
            return there
        text = base.consolidated(key, at)
        latest = base.consolidated(key, dt.date.max)
        if text is None or latest is None:
            return not_found("Chưa có văn bản này. Hãy tìm trong thư viện, hoặc nạp văn bản rồi mở lại liên kết.")
        earlier, later = sorted((before, text.at)) if before else (None, text.at)
        compared = base.compare(key, earlier, later) if earlier else None
        return HTMLResponse(
            views.render(
                "version.html",
                text=text,
                compared=compared,
                milestones=milestones(text, latest),
                states=_translated(STATE_WORDS.items()),
                differences=_translated(DIFFERENCES.items()),
                operations=_translated((operation.value, words) for operation, words in OPERATION_WORDS.items()),
                at=date_words(text.at),
                before=date_words(before) if before else "",
            )
        )

    return router


def _translated(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: say(capitalised(words)) for name, words in pairs}
