"""Pages that say what went wrong: a title, a sentence with what to do next, and the fitting status code."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from app.web import views


def problem(status: int, title: str, message: str) -> HTMLResponse:
    """Return a page that says what went wrong."""
    return HTMLResponse(views.render("problem.html", title=title, message=message), status)


def not_found(message: str) -> HTMLResponse:
    """Return the page for something that is not in the knowledge base."""
    return problem(404, "Không có trong kho", message)
