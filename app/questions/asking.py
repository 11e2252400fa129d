"""From a question to an answer made of quotes.

Order of evidence: the unit and the documents that the question names; duties that bind the unit, ranked by how well their clause
and their own words meet the question; then the clauses that the search finds. Without a unit, the duties stated in the
clauses found.

1. Nothing is said that is not a quote; no duty is shown for a unit that it does not bind.
2. Where neither duties nor clauses meet the question well enough the answer is "nothing found", with what to try.
3. A question typed without marks is answered as the same question with marks.
4. A document named by a number that nobody stored is answered for only by the clauses that cite it, and this is said.
5. Of a stored document that lays no duty on the unit asked about this is said, with whom it charges (``app.questions.telling``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.questions import telling
from app.questions.addressed import Addressed, addressed
from app.questions.charging import Base, duties_for, holds, near
from app.questions.citing import acting_clauses, citing_clauses, is_citing, is_on_validity, validity_clauses
from app.questions.focus import speaks_of_it, weighed
from app.questions.lacking import Places, carried_out, is_within, places_citing
from app.questions.narrowing import filters_of
from app.questions.passages import quote_provision
from app.questions.question import Asked, understand
from corpus.model import Answer, AnswerStatus, Duty, Quote
from index.tokens.entries import Scored

if TYPE_CHECKING:
    from index.understanding.query import Kept

_DEPTH = 300  # clauses looked at when duties are ranked: beyond them the search's order says little
_NOTHING = "Không tìm thấy căn cứ trả lời trong các văn bản đã nạp. Hãy thử nêu rõ đơn vị, việc cần hỏi hoặc số hiệu văn bản."


def answer(base: Base, question: str, *, unit: str | None, as_of: dt.date | None, k: int, keep: Collection[Kept] = ()) -> Answer:
    """Return the answer to ``question``; ``keep`` as in ``understand``.

    Raises ``CancuError`` when the catalogue or the index cannot be read."""
    asked = understand(base, question, unit, as_of, keep)
    cited = acting_clauses(base, asked, k) or (citing_clauses(base, asked, k) if is_citing(asked) else ())
    if cited:
        return Answer(asked.question, AnswerStatus.ANSWERED, (), cited)
    absent = next((m for m in asked.mentions if m.absent), None) if not asked.question.documents else None
    places = places_citing(base, absent) if absent else None
    if absent and not places:
        return Answer(asked.question, AnswerStatus.NO_MATCH, message=telling.of_absent(base, absent))
    named = None if "address" in keep else addressed(base, question, asked.text)
    found = _looked_up(base, asked, places, k, keep)
    if named is not None and named.provisions:
        clauses = _first(base, asked, named, found.clauses)[:k]
        return Answer(asked.question, AnswerStatus.ANSWERED, found.duties, clauses, named.note)
    one = asked.question.documents[:1] if len(asked.question.documents) == 1 else ()
    if one and is_on_validity(asked) and (effects := validity_clauses(base, asked, k)):
        clauses = (*effects, *(one for one in found.clauses if one.path not in {e.path for e in effects}))[:k]
        return Answer(
            asked.question, AnswerStatus.ANSWERED, (), clauses, telling.of_status(base, asked.question.documents[0], as_of)
        )
    if asked.question.unit and asked.question.documents and all(duty.generic for duty in found.duties):
        found = replace(found, duties=(*found.duties, *carried_out(base, asked, k))[:k])
    of_conditions = telling.of_conditions(asked, found.duties)
    said = telling.of_absent(base, absent) if absent else telling.of_unit(base, asked, found.duties) or of_conditions
    lacks_duties = bool(said and asked.question.unit) and not found.duties and not asked.has_topic
    if not _speak_of_it(base, asked, found) or lacks_duties:
        return Answer(asked.question, AnswerStatus.NO_MATCH, message=named.note if named else said or _NOTHING)
    # Of a document that does not charge the unit, asked about as a whole, any other clause would be taken for a duty.
    clauses = () if said and not absent and not asked.has_topic else found.clauses
    return Answer(asked.question, AnswerStatus.ANSWERED, () if is_on_validity(asked) else found.duties, clauses, said)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was looked up for a question: the duties and the clauses, each best first."""

    duties: tuple[Duty, ...]
    clauses: tuple[Quote, ...]


def _looked_up(base: Base, asked: Asked, places: Places | None, k: int, keep: Collection[Kept]) -> _Found:
    """Return what answers, of ``places`` alone if there are any."""
    documents = {key for key, _ in places} if places else asked.question.documents
    hits = base.searcher.search(asked.text, _DEPTH, filters=filters_of(None, None, documents), keep=keep)
    if places:
        hits = tuple(scored for scored in hits if is_within(scored.id, places))
    # Of a document that is named a weaker clause may answer, if it has the words (``_WEAK``).
    least = base.searcher.threshold * (_WITHIN if documents else 1.0)
    matching = [scored for scored in hits if places or scored.score >= least] or list(hits[: _FIRST if documents else 0])
    duties = duties_for(base, asked, hits, matching, k)
    if places:
        duties = [duty for duty in duties if is_within(f"{duty.quote.document.key}#{duty.quote.path}", places)]
    clauses = _clauses(base, asked, matching, k)
    return _Found(near(asked, duties, clauses, hits), clauses)


def _first(base: Base, asked: Asked, named: Addressed, clauses: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the clauses with those that the question names by address before all others."""
    found = [(p, base.summary(p.document, asked.question.as_of)) for p in named.provisions]
    quotes = [quote_provision(provision, document, 1.0) for provision, document in found if document]
    own = {(quote.document.key, quote.path) for quote in quotes}
    return (*quotes, *(quote for quote in clauses if (quote.document.key, quote.path) not in own))


def _speak_of_it(base: Base, asked: Asked, found: _Found) -> bool:
    """Whether one of the first items says something of what was asked; false when there are none."""
    items = [f"{d.quote.text} {' '.join(d.obligation.recipients)} {d.quote.document.title or ''}" for d in found.duties[:_READ]]
    for quote in found.clauses[:_READ]:
        provision = base.catalogue.provision(f"{quote.document.key}#{quote.path}")
        above = (provision.heading, provision.context, *provision.breadcrumb) if provision else ()
        items.append(" ".join((quote.text, *above, quote.document.title or "")))
    weights = [(word, weight) for word, weight in weighed(asked.rest, base.searcher.weigh) if base.register.resolve(word) is None]
    strength = max((quote.score for quote in found.clauses), default=1.0)
    return bool(items) and speaks_of_it(asked.text, weights, items, weak=strength < _WEAK * base.searcher.threshold)


_FIRST = 5  # clauses of a document that the question names, when all are weak
_WITHIN = 0.4  # of the score below which nothing answers, inside a document that the question names
_WEAK = 1.2  # times the score below which nothing answers: under it the words themselves must be there
_READ = 10  # items of each list that are held against the question: what an officer reads


def _clauses(base: Base, asked: Asked, matching: Sequence[Scored], k: int) -> tuple[Quote, ...]:
    quotes: list[Quote] = []
    day = asked.question.as_of
    for scored in matching:
        if len(quotes) == k:
            break
        provision = base.catalogue.provision(scored.id)
        document = base.summary(provision.document, day) if provision else None
        if provision and document and provision.text and holds(document, asked):
            quotes.append(quote_provision(provision, document, scored.score))
    return tuple(quotes)
