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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.passages import nearest, page_of, quote_obligation, quote_provision, rescored
from app.results import DutyFilters, DutyList
from corpus.catalogue import Catalogue
from corpus.kinds import kind_named
from corpus.model import Answer, AnswerStatus, DocumentSummary, Duty, Modality, Question, Quote
from corpus.numbers import number_key
from corpus.vietnamese import search_key, unmarked
from index.entries import Filters, Scored

if TYPE_CHECKING:
    from corpus.units import Register
    from index.searcher import Searcher

_DEPTH = 300  # clauses looked at when duties are ranked: beyond them the search's order says little
_SEARCH_SHARE, _WORDS_SHARE, _CUE_SHARE = 0.55, 0.35, 0.10  # weights of a duty's score, chosen on the development questions
_DUTY_FLOOR = 0.12  # below it a duty does not speak of what was asked
_GENERIC = 0.7  # a duty of "cơ quan liên quan" comes after an equally fitting one that names the unit
_NOTHING = "Không tìm thấy căn cứ trả lời trong các văn bản đã nạp. Hãy thử nêu rõ đơn vị, việc cần hỏi hoặc số hiệu văn bản."

# Words by which a question asks, not what it asks about.
_ASKING = frozenset(
    (
        "phải làm gì nào khi không có là những các của cho và về theo bao nhiêu lâu như thế thì được bị ai đâu sao hay "
        "hoặc trong tại ở với đến từ này đó nhiệm vụ trách nhiệm nghĩa quy định nội dung việc cần giao đối trước ngày "
        "tháng năm hạn thời gian mấy"
    ).split()
)
_ASKING_UNMARKED = frozenset(map(unmarked, _ASKING))
_WORD = re.compile(r"\w+")
_REPORT = re.compile(r"báo cáo|gửi|trình|thông báo")
_WHEN = re.compile(r"khi nào|bao giờ|trước ngày nào|thời hạn|hạn chót|chậm nhất|ngày nào|bao lâu")
_BAN = re.compile(r"không được|cấm|nghiêm cấm")


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    @property
    def register(self) -> Register:
        """The register of units."""

    @property
    def searcher(self) -> Searcher:
        """The search over the snapshot in use."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""

    def duties(self, unit: str, filters: DutyFilters | None = None) -> DutyList:
        """The duties of a unit."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as understood: ``words`` are what it is about, without the unit's name and asking words."""

    question: Question
    text: str
    words: tuple[str, ...]


def filters_of(kind: str | None, issuer: str | None, documents: Iterable[str] = ()) -> Filters | None:
    """Return the index's filters for what a person gave, ``None`` when nothing was given."""
    kinds = frozenset({found.name if (found := kind_named(kind)) else kind}) if kind else frozenset()
    issuers = frozenset({issuer}) if issuer else frozenset()
    named = frozenset(documents)
    if not (kinds or issuers or named):
        return None
    return Filters(kinds=kinds, issuers=issuers, documents=named or None)


def usable(document: DocumentSummary, as_of: dt.date) -> bool:
    """Whether a document existed on ``as_of`` and had not ended by then."""
    from app.binding import ENDED

    return (document.date is None or document.date <= as_of) and document.status not in ENDED


def answer(base: Base, question: str, *, unit: str | None, as_of: dt.date | None, k: int) -> Answer:
    """Return the answer to ``question``. Raises ``CancuError`` when the catalogue or the index cannot be read."""
    asked = _understand(base, question, unit, as_of)
    filters = filters_of(None, None, asked.question.documents)
    hits = base.searcher.search(asked.text, _DEPTH, filters=filters)
    found = {scored.id: scored.score for scored in hits}
    matching = [scored for scored in hits if base.searcher.is_match(scored)]
    clauses = _clauses(base, asked, matching, k)
    duties = _duties(base, asked, found, matching)[:k]
    if not duties and not clauses:
        return Answer(asked.question, AnswerStatus.NO_MATCH, message=_NOTHING)
    return Answer(asked.question, AnswerStatus.ANSWERED, tuple(duties), clauses)


def _understand(base: Base, question: str, unit: str | None, as_of: dt.date | None) -> _Asked:
    from corpus.units import find_unit

    text = base.searcher.understand(question).text
    rest = text
    if unit is None:
        unit = find_unit(text)
        if unit:
            rest = text.replace(unit, " ", 1)
    words = tuple(w for w in _WORD.findall(search_key(rest)) if w not in _ASKING and w not in _ASKING_UNMARKED)
    documents = _named_documents(base, text)
    match = base.register.resolve(unit, as_of) if unit else None
    named = match.name if match and not match.candidates else unit
    return _Asked(Question(question, named, " ".join(words), as_of, documents), text, words)


def _named_documents(base: Base, text: str) -> tuple[str, ...]:
    """Return the stored documents that a question names by number."""
    from ingest.citations import extract_citations

    keys: list[str] = []
    for citation in extract_citations(text):
        if citation.number:
            stored = base.catalogue.by_number(number_key(citation.number))
            keys.extend(d.key for d in stored if not citation.date or not d.date or d.date.isoformat().startswith(citation.date))
    return tuple(dict.fromkeys(keys))


def _clauses(base: Base, asked: _Asked, matching: Sequence[Scored], k: int) -> tuple[Quote, ...]:
    quotes: list[Quote] = []
    day = asked.question.as_of
    for scored in matching:
        if len(quotes) == k:
            break
        provision = base.catalogue.provision(scored.id)
        document = base.summary(provision.document, day) if provision else None
        if provision and document and provision.text and (day is None or usable(document, day)):
            quotes.append(quote_provision(provision, document, scored.score))
    return tuple(quotes)


def _duties(base: Base, asked: _Asked, found: dict[str, float], matching: Sequence[Scored]) -> list[Duty]:
    unit, day = asked.question.unit, asked.question.as_of
    if unit:
        duties: Sequence[Duty] = base.duties(unit, DutyFilters(as_of=day)).duties
        if asked.question.documents:
            duties = [d for d in duties if d.quote.document.key in asked.question.documents]
    else:
        duties = _stated_in(base, [scored.id for scored in matching[:_CLAUSES_READ]], day)
    ranked = [rescored(duty, _score(duty, asked, found)) for duty in duties]
    ranked.sort(key=lambda duty: -duty.quote.score)
    return [duty for duty in ranked if duty.quote.score >= _DUTY_FLOOR or not asked.words]


_CLAUSES_READ = 20  # clauses whose duties are listed for a question that names no unit


def _stated_in(base: Base, identifiers: Sequence[str], day: dt.date | None) -> list[Duty]:
    duties = []
    for identifier in identifiers:
        key, _, path = identifier.partition("#")
        document = base.summary(key, day)
        stored = base.catalogue.document(key)
        if document is None or stored is None or (day and not usable(document, day)):
            continue
        for obligation in stored.obligations:
            if obligation.path == path:
                quote = quote_obligation(obligation, document, page_of(stored.lines, obligation.start))
                duties.append(Duty(quote, obligation, ", ".join(obligation.bearers), "Nêu trong điều khoản tìm thấy."))
    return duties


def _score(duty: Duty, asked: _Asked, found: dict[str, float]) -> float:
    key, path = duty.quote.document.key, duty.quote.path
    place = nearest(path, (i.partition("#")[2] for i in found if i.startswith(f"{key}#")))
    search = found.get(f"{key}#{place}", 0.0) if place else 0.0
    words = _share(asked.words, f"{duty.obligation.quote} {duty.quote.document.title or ''}")
    score = _SEARCH_SHARE * search + _WORDS_SHARE * words + _CUE_SHARE * _cues(duty, asked.text)
    return score * (_GENERIC if duty.generic else 1.0)


def _share(words: Sequence[str], text: str) -> float:
    if not words:
        return 0.0
    own = set(unmarked(search_key(text)).split()) | set(_WORD.findall(unmarked(search_key(text))))
    return sum(unmarked(word) in own for word in words) / len(words)


def _cues(duty: Duty, text: str) -> float:
    asked = search_key(text)
    obligation = duty.obligation
    points = []
    if _WHEN.search(asked):
        points.append(obligation.deadline is not None)
    if _REPORT.search(asked):
        points.append(bool(obligation.recipients) or bool(_REPORT.search(search_key(obligation.action))))
    if _BAN.search(asked):
        points.append(obligation.modality is Modality.MUST_NOT)
    return sum(points) / len(points) if points else 0.0
