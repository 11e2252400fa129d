"""How the knowledge base stands: size, model, index, what should be looked at, files that could not be read.

The search is tried on request only: it asks some forty questions.
"""

from __future__ import annotations

from app.web import views
from app.web.base import Base
from app.web.problems import sentence_for_errors


@sentence_for_errors
def state(base: Base, *, tried: bool = False) -> str:
    """Return how the knowledge base stands; with ``tried`` the search is tried on clauses of its own."""
    again = base.found_again() if tried else None
    return views.fragment("state.html", state=base.status(), warnings=base.warnings(), again=again, tried_link="/tinh-trang?thu=1")
