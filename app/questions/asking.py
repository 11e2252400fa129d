"""From a question to an answer made of quotes.

Order of evidence: the unit and the documents that the question names; duties that bind the unit, ranked by how well their clause
and their own words meet the question; then the clauses that the search finds. Without a unit, the duties stated in the
clauses found.

1. Nothing is said that is not a quote; no duty is shown for a unit that it does not bind.
2. Where neither duties nor clauses meet the question well enough the answer is "nothing found", with what to try.
3. A question typed without marks is answered as the same question with marks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from app.duties.binding import narrowed, page_of_stored, read_whole
from app.duties.bound import Base as DutyBase
from app.duties.bound import ledger
from app.duties.columns import DEADLINES, MODALITIES
from app.duties.wording import wording_of
from app.questions.addressed import Addressed, addressed
from app.questions.citing import citing_clauses, is_citing
from app.questions.focus import speaks_of_it
from app.questions.narrowing import filters_of, usable
from app.questions.passages import quote_obligation, quote_provision, rescored
from app.questions.question import Asked, understand
from app.questions.question import Base as QuestionBase
from app.questions.weighing import Candidates, best, scores, weight_of
from app.relations.amending import marked_duties
from app.results import DutyFilters
from corpus.catalogue import Words
from corpus.dates import today
from corpus.model import Answer, AnswerStatus, DocumentSummary, Duty, Modality, Quote
from index.tokens.entries import Scored

if TYPE_CHECKING:
    from index.understanding.query import Kept

_DEPTH = 300  # clauses looked at when duties are ranked: beyond them the search's order says little
_NOTHING = "Không tìm thấy căn cứ trả lời trong các văn bản đã nạp. Hãy thử nêu rõ đơn vị, việc cần hỏi hoặc số hiệu văn bản."


class Base(QuestionBase, DutyBase, Protocol):
    """What is needed of the knowledge base here: what understanding a question needs, and what lists of duties need."""


def answer(base: Base, question: str, *, unit: str | None, as_of: dt.date | None, k: int, keep: Collection[Kept] = ()) -> Answer:
    """Return the answer to ``question``; ``keep`` as in ``understand``.

    Raises ``CancuError`` when the catalogue or the index cannot be read."""
    asked = understand(base, question, unit, as_of, keep)
    if is_citing(asked):
        cited = citing_clauses(base, asked, k)
        if cited:
            return Answer(asked.question, AnswerStatus.ANSWERED, (), cited)
    named = None if "address" in keep else addressed(base, question, asked.text)
    filters = filters_of(None, None, asked.question.documents)
    hits = base.searcher.search(asked.text, _DEPTH, filters=filters, keep=keep)
    matching = [scored for scored in hits if base.searcher.is_match(scored)]
    clauses = _clauses(base, asked, matching, k)
    duties = _duties(base, asked, hits, matching, k)
    if named is not None and named.provisions:
        return Answer(asked.question, AnswerStatus.ANSWERED, tuple(duties), _first(base, asked, named, clauses)[:k], named.note)
    if not _speak_of_it(base, asked, duties, clauses):
        return Answer(asked.question, AnswerStatus.NO_MATCH, message=named.note if named else _NOTHING)
    return Answer(asked.question, AnswerStatus.ANSWERED, tuple(duties), clauses)


def _first(base: Base, asked: Asked, named: Addressed, clauses: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the clauses with those that the question names by address before all others."""
    found = [(p, base.summary(p.document, asked.question.as_of)) for p in named.provisions]
    quotes = [quote_provision(provision, document, 1.0) for provision, document in found if document]
    own = {(quote.document.key, quote.path) for quote in quotes}
    return (*quotes, *(quote for quote in clauses if (quote.document.key, quote.path) not in own))


def _speak_of_it(base: Base, asked: Asked, duties: Sequence[Duty], clauses: Sequence[Quote]) -> bool:
    """Whether one of the first items says something of what was asked; false when there are none."""
    items = [f"{d.quote.text} {' '.join(d.obligation.recipients)} {d.quote.document.title or ''}" for d in duties[:_READ]]
    for quote in clauses[:_READ]:
        provision = base.catalogue.provision(f"{quote.document.key}#{quote.path}")
        above = (provision.heading, provision.context, *provision.breadcrumb) if provision else ()
        items.append(" ".join((quote.text, *above, quote.document.title or "")))
    rest = asked.rest
    for mention in asked.mentions:
        rest = rest.replace(mention.quote, " ")
    weights = [(word, weight) for word, weight in base.searcher.weigh(rest) if base.register.resolve(word) is None]
    return bool(items) and speaks_of_it(asked.text, weights, items)


_READ = 10  # items of each list that are held against the question: what an officer reads


def _holds(document: DocumentSummary, asked: Asked) -> bool:
    """Whether a document's clauses answer on the day asked about; one that the question names is shown even when it has ended."""
    named = document.key in asked.question.documents
    return named or usable(document, asked.question.as_of or today())


def _clauses(base: Base, asked: Asked, matching: Sequence[Scored], k: int) -> tuple[Quote, ...]:
    quotes: list[Quote] = []
    day = asked.question.as_of
    for scored in matching:
        if len(quotes) == k:
            break
        provision = base.catalogue.provision(scored.id)
        document = base.summary(provision.document, day) if provision else None
        if provision and document and provision.text and _holds(document, asked):
            quotes.append(quote_provision(provision, document, scored.score))
    return tuple(quotes)


def _duties(base: Base, asked: Asked, hits: Sequence[Scored], matching: Sequence[Scored], k: int) -> list[Duty]:
    found = _by_document(hits)
    if asked.question.unit:
        return _of_unit(base, asked, asked.question.unit, found, k)
    duties = _stated_in(base, [scored.id for scored in matching[:_CLAUSES_READ]], asked)
    score = scores(asked, _candidates(duties), found)
    return [rescored(duties[place], float(score[place])) for place in best(asked, score, k)]


def _of_unit(base: Base, asked: Asked, unit: str, found: Mapping[str, Mapping[str, float]], k: int) -> list[Duty]:
    """Return the best duties of a unit; all are weighed by their rows, only the best are read."""
    day = asked.question.as_of
    rows, held = narrowed(base, unit, DutyFilters(as_of=day), found), ledger(base)
    if asked.question.documents:
        rows = rows.where(held.documents.mask(asked.question.documents)[rows.rows["document"]])
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
    score = scores(asked, candidates, found)
    places = best(asked, score, k)
    duties = read_whole(base, rows.where(np.array(places, np.int64)), day)
    scored = (rescored(duty, float(score[place])) for duty, place in zip(duties, places, strict=True))
    return list(marked_duties(base, scored, day or today()))


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


def _by_document(hits: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Return the scores of the clauses found by document and address."""
    found: dict[str, dict[str, float]] = {}
    for scored in hits:
        key, _, path = scored.id.partition("#")
        found.setdefault(key, {})[path] = scored.score
    return found


_CLAUSES_READ = 20  # clauses whose duties are listed for a question that names no unit


def _stated_in(base: Base, identifiers: Sequence[str], asked: Asked) -> list[Duty]:
    duties = []
    for identifier in identifiers:
        key, _, path = identifier.partition("#")
        document = base.summary(key, asked.question.as_of)
        if document is None or not _holds(document, asked):
            continue
        for stated in base.catalogue.bearing.stated_at(key, path):
            obligation = stated.obligation
            quote = quote_obligation(obligation, document, page_of_stored(base.catalogue, stated))
            duties.append(Duty(quote, obligation, ", ".join(obligation.bearers), "Nêu trong điều khoản tìm thấy."))
    return duties
