"""How the knowledge base stands: size, model, index, quality warnings, files that could not be read."""

from __future__ import annotations

from app.web import views
from app.web.base import Base
from app.web.problems import sentence_for_errors


@sentence_for_errors
def state(base: Base) -> str:
    """Return how the knowledge base stands."""
    return views.fragment("state.html", state=base.status())
