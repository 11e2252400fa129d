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
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from app.duties.binding import narrowed, page_of_stored, read_whole
from app.duties.bound import Base as DutyBase
from app.duties.bound import ledger
from app.duties.columns import DEADLINES, MODALITIES
from app.duties.wording import wording_of
from app.questions import telling
from app.questions.addressed import Addressed, addressed
from app.questions.citing import acting_clauses, citing_clauses, is_citing, is_on_validity, validity_clauses
from app.questions.focus import speaks_of_it, weighed
from app.questions.naming import Mention
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
from corpus.numbers import number_key
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
    cited = acting_clauses(base, asked, k) or (citing_clauses(base, asked, k) if is_citing(asked) else ())
    if cited:
        return Answer(asked.question, AnswerStatus.ANSWERED, (), cited)
    absent = next((m for m in asked.mentions if m.absent), None) if not asked.question.documents else None
    places = _places(base, absent) if absent else None
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
    said = telling.of_absent(base, absent) if absent else telling.of_unit(base, asked, found.duties)
    if not _speak_of_it(base, asked, found) or (said and not found.duties and not asked.words):
        return Answer(asked.question, AnswerStatus.NO_MATCH, message=named.note if named else said or _NOTHING)
    # Of a document that does not charge the unit, asked about as a whole, any other clause would be taken for a duty.
    clauses = () if said and not absent and not asked.words else found.clauses
    return Answer(asked.question, AnswerStatus.ANSWERED, () if is_on_validity(asked) else found.duties, clauses, said)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was looked up for a question: the duties and the clauses, each best first."""

    duties: tuple[Duty, ...]
    clauses: tuple[Quote, ...]


_Places: TypeAlias = frozenset[tuple[str, str]]  # clauses by document key and address


def _places(base: Base, absent: Mention) -> _Places:
    """Return the clauses that cite a document that is not stored; none if it is stored with another day."""
    pairs = () if absent.others else base.catalogue.citations_to(number_key(absent.number or ""))
    near = ((key, base.catalogue.nearest_provision(key, one.path)) for key, one in pairs)
    return frozenset((key, provision.path) for key, provision in near if provision)


def _looked_up(base: Base, asked: Asked, places: _Places | None, k: int, keep: Collection[Kept]) -> _Found:
    """Return what answers, of ``places`` alone if there are any."""
    documents = {key for key, _ in places} if places else asked.question.documents
    hits = base.searcher.search(asked.text, _DEPTH, filters=filters_of(None, None, documents), keep=keep)
    if places:
        hits = tuple(scored for scored in hits if _is_within(scored.id, places))
    matching = [scored for scored in hits if places or base.searcher.is_match(scored)]
    duties = _duties(base, asked, hits, matching, k)
    if places:
        duties = [duty for duty in duties if _is_within(f"{duty.quote.document.key}#{duty.quote.path}", places)]
    clauses = _clauses(base, asked, matching, k)
    return _Found(_near(asked, duties, clauses, hits), clauses)


_NEAR = 0.4  # of the best item: what says less of the question stands in the way of it


def _near(asked: Asked, duties: Sequence[Duty], clauses: Sequence[Quote], hits: Sequence[Scored]) -> tuple[Duty, ...]:
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
    best_clause = float(scores(asked, candidates, _by_document(hits)).max(initial=0.0)) if told else 0.0
    least = _NEAR * max(best_clause, duties[0].quote.score)
    return tuple(duty for duty in duties if duty.quote.score >= least)


_HEARD = 3  # first clauses that duties are held against


def _is_within(identifier: str, places: _Places) -> bool:
    """Whether a clause is one of ``places`` or stands below one."""
    key, _, path = identifier.partition("#")
    return any(key == held and (path == place or path.startswith(f"{place}/")) for held, place in places)


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
    rest = asked.rest
    for mention in asked.mentions:
        rest = rest.replace(mention.quote, " ")
    weights = [(word, weight) for word, weight in weighed(rest, base.searcher.weigh) if base.register.resolve(word) is None]
    strength = max((quote.score for quote in found.clauses), default=1.0)
    return bool(items) and speaks_of_it(asked.text, weights, items, weak=strength < _WEAK * base.searcher.threshold)


_WEAK = 1.2  # times the score below which nothing answers: under it the words themselves must be there
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


_CLAUSES_READ = 10  # clauses whose duties are listed for a question that names no unit


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
