"""What narrows a search: kind, issuer, named documents, and whether a document still holds on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from corpus.kinds import kind_named
from corpus.model import DocumentSummary, Status
from index.tokens.entries import Filters

ENDED: Final = frozenset({Status.ENDED, Status.NO_LONGER_FITTING, Status.SUSPENDED})


def filters_of(
    kind: str | None,
    issuer: str | None,
    documents: Iterable[str] = (),
    *,
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
) -> Filters | None:
    """Return the index's filters for what a person gave, ``None`` when nothing was given."""
    kinds = frozenset({found.name if (found := kind_named(kind)) else kind}) if kind else frozenset()
    issuers = frozenset({issuer}) if issuer else frozenset()
    named = frozenset(documents)
    if not (kinds or issuers or named or date_from or date_to):
        return None
    return Filters(kinds=kinds, issuers=issuers, date_from=date_from, date_to=date_to, documents=named or None)


def usable(document: DocumentSummary, as_of: dt.date) -> bool:
    """Whether a document existed on ``as_of`` and had not ended by then."""
    return (document.date is None or document.date <= as_of) and document.status not in ENDED
