"""What a document changes: the documents it ends or amends, the clauses elsewhere that rest on them, the duties that fall away.

1. Only what the document itself states counts, each change with the quote it follows from.
2. A clause rests on an ended document when it cites it and its own document has not ended.
3. Duties fall away with the whole document, or with the provisions that are named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from app.questions.narrowing import ENDED
from app.questions.passages import quote_obligation
from app.results import Reference
from app.service import KnowledgeBase
from corpus.addresses import overlap
from corpus.errors import UsageError
from corpus.model import DocumentSummary, Duty, Effect, EffectKind
from ingest.citations.resolve import match_citation

_CHANGES = frozenset(
    {
        EffectKind.REPLACES,
        EffectKind.REPEALS,
        EffectKind.AMENDS,
        EffectKind.ADDS,
        EffectKind.CORRECTS,
        EffectKind.SUSPENDS,
    }
)
_ENDS = frozenset({EffectKind.REPLACES, EffectKind.REPEALS})


@dataclass(frozen=True, slots=True)
class Changed:
    """One changed document: by which statement, from when, which clauses rest on it, which duties fall away."""

    document: DocumentSummary
    effect: Effect
    since: dt.date | None
    resting: tuple[Reference, ...] = ()
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything a stored document changes among the stored ones; ``unknown`` are targets that are not stored, as written."""

    document: DocumentSummary
    changes: tuple[Changed, ...] = ()
    unknown: tuple[str, ...] = ()


def impact_of(base: KnowledgeBase, asked: str) -> Impact:
    """Return what the document named changes. Raises ``UsageError`` when it is not stored or not clear."""
    found = base.references(asked, direction="out")
    if found.target is None:
        raise UsageError(found.message or f"Không có “{asked}” trong kho. Xem mã bằng 'cancu list'.")
    key = found.target.key
    catalogue = base.catalogue
    head, context = catalogue.head(key), catalogue.citations_of(key)
    changes: dict[str, Changed] = {}
    unknown: list[str] = []
    for effect in catalogue.effects_of(key):
        if effect.target is None or effect.kind not in _CHANGES:
            continue
        target = match_citation(effect.target, catalogue, head, key=key, context=context).resolution.target
        document = base.summary(target) if target and target != key else None
        if document is None:
            unknown += [effect.target.quote] if target != key else []
        elif target and (target not in changes or effect.kind in _ENDS):
            since = effect.date or (head.effective_date if head else None)
            changes[target] = Changed(
                document, effect, since, _resting(base, target, key, effect), _falling(base, document, effect)
            )
    return Impact(found.target, tuple(changes.values()), tuple(dict.fromkeys(unknown)))


def changing(base: KnowledgeBase, keys: Iterable[str]) -> tuple[Impact, ...]:
    """Return the impacts of those among ``keys`` that change stored documents (what to look at after an ingest)."""
    stating = [key for key in keys if any(effect.target for effect in base.catalogue.effects_of(key))]
    return tuple(impact for key in stating if (impact := impact_of(base, key)).changes)


def _resting(base: KnowledgeBase, target: str, by: str, effect: Effect) -> tuple[Reference, ...]:
    named = effect.target.provisions if effect.target else ()
    return tuple(
        reference
        for reference in base.references(target).references
        if reference.quote.document.key not in {by, target}
        and reference.quote.document.status not in ENDED
        and (not named or not reference.citation.provisions or overlap(reference.citation.provisions, named))
    )


def _falling(base: KnowledgeBase, document: DocumentSummary, effect: Effect) -> tuple[Duty, ...]:
    if effect.kind not in _ENDS or effect.target is None:
        return ()
    named = effect.target.provisions
    return tuple(
        Duty(quote_obligation(o, document, None), o, ", ".join(o.bearers))
        for o in base.catalogue.obligations_of(document.key)
        if not named or overlap((o.path,), named)
    )
