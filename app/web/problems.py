"""What went wrong, in a sentence with what to do next: as a page with the fitting status code, or in place of a fragment.

1. Whatever the knowledge base raises becomes a sentence; the page never shows a trace.
2. A refusal for lack of a role is a 403, a known fault a 503, an unknown one a 500 that is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from fastapi.responses import HTMLResponse

from app.access import Forbidden
from app.web import views
from app.web.language import say
from corpus.errors import CancuError

log = logging.getLogger(__name__)
P = ParamSpec("P")
FAILED: Final = "Có lỗi trong chương trình. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị xem nhật ký máy chủ."


def problem(status: int, title: str, message: str) -> HTMLResponse:
    """Return a page that says what went wrong."""
    return HTMLResponse(views.render("problem.html", title=title, message=message), status)


def not_found(message: str) -> HTMLResponse:
    """Return the page for something that is not in the knowledge base."""
    return problem(404, "Không có trong kho", message)


def known_problem(error: CancuError) -> HTMLResponse:
    """Return the page for an error that says itself what to do."""
    return problem(403 if isinstance(error, Forbidden) else 503, "Chưa thực hiện được", str(error))


def sentence_for_errors(function: Callable[P, str]) -> Callable[P, str]:
    """Make a function that returns a fragment return a sentence when something goes wrong."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> str:
        try:
            return function(*args, **kwargs)
        except CancuError as error:
            return views.failure_fragment(str(error))
        except Exception:
            log.exception("page failed: %s", function.__name__)
            return views.failure_fragment(say(FAILED))

    return guarded
