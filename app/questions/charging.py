"""The duties that answer a question: those that bind its unit, or, where it names none, those that the clauses found state.

Each is weighed by what the search says of its clause and by its own words (``app.questions.weighing``).

1. Duties of a unit are weighed by their rows; only the best are read.
2. What says much less of the question than the best duty or clause does is left out: it would stand before what answers. A question
   that has no topic keeps all.
3. Where a question sets only conditions (a deadline, a role) nothing else is shown; beside a topic they rank.
4. Only documents that hold on the day, and those that the question names, give duties.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import numpy as np

from app.duties.binding import fitting, narrowed, page_of_stored, read_whole
from app.duties.bound import Base as DutyBase
from app.duties.bound import ledger
from app.duties.columns import DEADLINES, MODALITIES, Mask, Rows
from app.duties.wording import wording_of
from app.questions.conditions import Conditions
from app.questions.narrowing import usable
from app.questions.passages import quote_obligation, rescored
from app.questions.question import Asked
from app.questions.question import Base as QuestionBase
from app.questions.weighing import Candidates, best, scores, weight_of
from app.relations.amending import marked_duties
from app.results import DutyFilters
from corpus.catalogue import Words
from corpus.dates import today
from corpus.model import DeadlineKind, DocumentSummary, Duty, Modality, Quote
from index.tokens.entries import Scored

_CLAUSES_READ: Final = 10  # clauses whose duties are listed for a question that names no unit
_STATED: Final = 3  # duties shown for a question that names no unit: what it asks for stands in clauses as often
_MET: Final = 1.2  # times the score of a duty that meets the question's conditions, where it has a topic beside them
_HEARD: Final = 3  # first clauses that duties are held against
_NEAR: Final = 0.4  # of the best item's score; chosen on our own questions (.3 to .6 differ by one in a hundred)


class Base(QuestionBase, DutyBase, Protocol):
    """What is needed of the knowledge base here: what understanding a question needs, and what lists of duties need."""


def holds(document: DocumentSummary, asked: Asked) -> bool:
    """Whether a document's clauses answer on the day asked about; one that the question names is shown even when it has ended."""
    named = document.key in asked.question.documents
    return named or usable(document, asked.question.as_of or today())


def duties_for(base: Base, asked: Asked, hits: Sequence[Scored], matching: Sequence[Scored], k: int) -> list[Duty]:
    """Return at most ``k`` duties, best first; ``matching`` are the hits that are near enough to answer."""
    found = by_document(hits)
    if asked.question.unit:
        return of_unit(base, asked, asked.question.unit, found, k)
    duties = _stated_in(base, [scored.id for scored in matching[:_CLAUSES_READ]], asked)
    score = scores(asked, _candidates(duties), found)
    return [rescored(duties[place], float(score[place])) for place in best(asked, score, min(k, _STATED))]


def of_unit(base: Base, asked: Asked, unit: str, found: Mapping[str, Mapping[str, float]], k: int) -> list[Duty]:
    """Return the best duties of a unit; all are weighed by their rows, only the best are read."""
    day = asked.question.as_of
    rows, held = narrowed(base, unit, DutyFilters(as_of=day), found), ledger(base)
    if asked.question.documents:
        rows = rows.where(held.documents.mask(asked.question.documents)[rows.rows["document"]])
    meeting = _meeting(rows.rows, asked.conditions, day)
    if not asked.words:
        rows, meeting = rows.where(meeting), meeting[meeting]
    wordings = held.wordings(base.catalogue, rows.rows["obligation"].tolist())
    numbers, document = np.unique(rows.rows["document"], return_inverse=True)
    weights = np.array([weight_of(one.how, generic=one.generic) for one in rows.coverages])
    candidates = Candidates(
        wordings,
        [held.documents.light[number] for number in numbers.tolist()],
        document,
        rows.rows["deadline"] != DEADLINES[None],
        rows.rows["modality"] == MODALITIES[Modality.MUST_NOT],
        weights[rows.coverage],
    )
    score = scores(asked, candidates, found) * np.where(meeting & asked.conditions.any, _MET, 1.0)
    places = best(asked, score, k)
    duties = read_whole(base, rows.where(np.array(places, np.int64)), day)
    scored = (rescored(duty, float(score[place])) for duty, place in zip(duties, places, strict=True))
    return list(marked_duties(base, scored, day or today()))


def _meeting(rows: Rows, conditions: Conditions, day: dt.date | None) -> Mask:
    """Return which rows meet the conditions that a question sets."""
    since, until = conditions.since, conditions.until
    kept = fitting(rows, DutyFilters(role=conditions.role, due_before=until, as_of=since or day))
    if since is not None:
        early = fitting(rows, DutyFilters(due_before=since - dt.timedelta(days=1), as_of=day))
        kept &= ~(early & (rows["deadline"] == DEADLINES[DeadlineKind.DATE]))
    return kept


def _candidates(duties: Sequence[Duty]) -> Candidates:
    """Return duties that were read whole as what is weighed."""
    stated = [duty.obligation for duty in duties]
    documents = list({duty.quote.document.key: duty.quote.document for duty in duties}.values())
    places = {document.key: place for place, document in enumerate(documents)}
    return Candidates(
        [wording_of(Words(0, one.path, one.quote, one.action, bool(one.recipients))) for one in stated],
        documents,
        np.array([places[duty.quote.document.key] for duty in duties], np.int64),
        np.array([one.deadline is not None for one in stated], np.bool_),
        np.array([one.modality is Modality.MUST_NOT for one in stated], np.bool_),
        np.array([weight_of(duty.how, generic=duty.generic) for duty in duties]),
    )


def by_document(hits: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Return the scores of the clauses found by document and address."""
    found: dict[str, dict[str, float]] = {}
    for scored in hits:
        key, _, path = scored.id.partition("#")
        found.setdefault(key, {})[path] = scored.score
    return found


def _stated_in(base: Base, identifiers: Sequence[str], asked: Asked) -> list[Duty]:
    duties = []
    for identifier in identifiers:
        key, _, path = identifier.partition("#")
        document = base.summary(key, asked.question.as_of)
        if document is None or not holds(document, asked):
            continue
        for stated in base.catalogue.bearing.stated_at(key, path):
            obligation = stated.obligation
            quote = quote_obligation(obligation, document, page_of_stored(base.catalogue, stated))
            duties.append(Duty(quote, obligation, ", ".join(obligation.bearers), "Nêu trong điều khoản tìm thấy."))
    return duties


def near(asked: Asked, duties: Sequence[Duty], clauses: Sequence[Quote], hits: Sequence[Scored]) -> tuple[Duty, ...]:
    """Return the duties without those that say much less of what was asked than the best item does."""
    if not asked.words or not duties:
        return tuple(duties)
    told = list(clauses[:_HEARD])
    documents = list({quote.document.key: quote.document for quote in told}.values())
    places = {document.key: place for place, document in enumerate(documents)}
    candidates = Candidates(
        [wording_of(Words(0, quote.path, quote.text, "", False)) for quote in told],
        documents,
        np.array([places[quote.document.key] for quote in told], np.int64),
        np.zeros(len(told), np.bool_),
        np.zeros(len(told), np.bool_),
        np.ones(len(told)),
    )
    best_clause = float(scores(asked, candidates, by_document(hits)).max(initial=0.0)) if told else 0.0
    least = _NEAR * max(best_clause, duties[0].quote.score)
    return tuple(duty for duty in duties if duty.quote.score >= least)
