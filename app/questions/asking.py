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
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from app.questions.addressed import Addressed, addressed
from app.questions.citing import citing_clauses, is_citing
from app.questions.focus import speaks_of_it
from app.questions.narrowing import filters_of, usable
from app.questions.passages import nearest, page_of, quote_obligation, quote_provision, rescored
from app.questions.question import WORD, Asked, understand
from app.questions.question import Base as QuestionBase
from app.results import DutyFilters, DutyList
from corpus.catalogue.bearing import Stored
from corpus.model import Answer, AnswerStatus, DocumentSummary, Duty, Modality, Quote
from corpus.vietnamese import search_key, unmarked
from index.tokens.entries import Scored

if TYPE_CHECKING:
    from index.understanding.query import Kept

_DEPTH = 300  # clauses looked at when duties are ranked: beyond them the search's order says little
_SEARCH_SHARE, _WORDS_SHARE, _CUE_SHARE = 0.55, 0.35, 0.10  # weights of a duty's score, chosen on the development questions
_DUTY_FLOOR = 0.12  # below it a duty does not speak of what was asked
# A duty that names the unit comes before an equally fitting one of a class, that before one of "cơ quan liên quan".
_WEIGHTS = {"named": 1.0, "successor": 0.95, "class": 0.75, "parent": 0.75, "one_of": 0.7}
_GENERIC = 0.6
_HINT = 1.3  # for each hint (kind, time of the document) that the question gives and the document meets
_NOTHING = "Không tìm thấy căn cứ trả lời trong các văn bản đã nạp. Hãy thử nêu rõ đơn vị, việc cần hỏi hoặc số hiệu văn bản."

_REPORT = re.compile(r"báo cáo|gửi|trình|thông báo")
_WHEN = re.compile(r"khi nào|bao giờ|trước ngày nào|thời hạn|hạn chót|chậm nhất|ngày nào|bao lâu")
_BAN = re.compile(r"không được|cấm|nghiêm cấm")


class Base(QuestionBase, Protocol):
    """What is needed of the knowledge base here, beside what understanding a question needs."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""

    def duties(self, unit: str, filters: DutyFilters | None = None, wide_in: Collection[str] | None = None) -> DutyList:
        """The duties of a unit."""


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
    return named or usable(document, asked.question.as_of or dt.datetime.now().astimezone().date())


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
    unit, day = asked.question.unit, asked.question.as_of
    if unit:
        wide_in = dict.fromkeys(scored.id.partition("#")[0] for scored in hits)
        duties: Sequence[Duty] = base.duties(unit, DutyFilters(as_of=day), wide_in).duties
        if asked.question.documents:
            duties = [d for d in duties if d.quote.document.key in asked.question.documents]
    else:
        duties = _stated_in(base, [scored.id for scored in matching[:_CLAUSES_READ]], asked)
    found = _by_document(hits)
    ranked = [(_score(duty, asked, found.get(duty.quote.document.key, {})), duty) for duty in duties]
    kept = sorted((one for one in ranked if one[0] >= _DUTY_FLOOR or not asked.words), key=lambda one: -one[0])
    return [rescored(duty, score) for score, duty in kept[:k]]


def _by_document(hits: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Return the scores of the clauses found by document and address."""
    found: dict[str, dict[str, float]] = {}
    for scored in hits:
        key, _, path = scored.id.partition("#")
        found.setdefault(key, {})[path] = scored.score
    return found


_QUESTIONS = 256  # questions of which what a score needs is kept while it is made
_TEXTS = 8192  # duties whose words are kept: those of a few units, some 20 MB
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
            quote = quote_obligation(obligation, document, _page(base, stated) if stated.several else stated.page)
            duties.append(Duty(quote, obligation, ", ".join(obligation.bearers), "Nêu trong điều khoản tìm thấy."))
    return duties


def _page(base: Base, stated: Stored) -> int | None:
    """Return on which page of a clause that has several an obligation begins."""
    document = base.catalogue.document(stated.document)
    return page_of(document.lines, stated.obligation.start) if document else stated.page


def _score(duty: Duty, asked: Asked, found: dict[str, float]) -> float:
    place = nearest(duty.quote.path, found)
    search = found[place] if place else 0.0
    words = _share(asked.words, duty.obligation.quote, duty.quote.document.title or "")
    score = _SEARCH_SHARE * search + _WORDS_SHARE * words + _CUE_SHARE * _cues(duty, asked.text)
    weight = _GENERIC if duty.generic else _WEIGHTS.get(duty.how, 1.0)
    return score * weight * _HINT ** asked.hinted(duty.quote.document)


def _share(words: tuple[str, ...], quote: str, title: str) -> float:
    """Return which share of ``words`` stands in a quote or its document's title, marks and case aside."""
    if not words:
        return 0.0
    own, named = _words_of(quote), _words_of(title)
    return sum(word in own or word in named for word in _unmarked(words)) / len(words)


@lru_cache(maxsize=_QUESTIONS)
def _unmarked(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(unmarked, words))


@lru_cache(maxsize=_QUESTIONS)
def _asked_for(text: str) -> tuple[bool, bool, bool]:
    """Return whether a question asks for a time, for a report, for what is forbidden."""
    asked = search_key(text)
    return bool(_WHEN.search(asked)), bool(_REPORT.search(asked)), bool(_BAN.search(asked))


@lru_cache(maxsize=_TEXTS)
def _reports(action: str) -> bool:
    return bool(_REPORT.search(search_key(action)))


@lru_cache(maxsize=_TEXTS)
def _words_of(text: str) -> frozenset[str]:
    key = unmarked(search_key(text))
    return frozenset((*key.split(), *WORD.findall(key)))


def _cues(duty: Duty, text: str) -> float:
    when, report, ban = _asked_for(text)
    obligation = duty.obligation
    points = []
    if when:
        points.append(obligation.deadline is not None)
    if report:
        points.append(bool(obligation.recipients) or _reports(obligation.action))
    if ban:
        points.append(obligation.modality is Modality.MUST_NOT)
    return sum(points) / len(points) if points else 0.0
