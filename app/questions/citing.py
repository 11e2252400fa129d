"""Questions about what cites what: "Công văn A dẫn Nghị định B ở những chỗ nào?", "văn bản nào căn cứ vào Quyết định C?".

Order of evidence: a stored document that the question names as the one that cites, narrowed by the other number or the kind
it asks for; else the clauses that cite the document named. A question of what replaces, repeals, amends or guides a document is
answered by the clauses that say so, one of validity by the clauses on the document's own effect and those that end it.

1. Each answer is a clause that holds such a citation or effect; there is none without.
2. A question without a word of citing, or without a document's number, is no such question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final, Protocol

from app.questions.passages import quote_provision
from app.questions.question import Asked
from corpus.catalogue import Catalogue
from corpus.model import Citation, DocumentSummary, Effect, Quote, Relation
from corpus.numbers import number_key
from corpus.vietnamese import search_key

_CITES = re.compile(r"\b(?:viện dẫn|dẫn chiếu|trích dẫn|dẫn|nhắc (?:lại|đến|tới)|căn cứ|dựa (?:vào|trên)|thực hiện theo)\b")
_WHO_CITES = re.compile(
    r"\b(?:văn bản|quyết định|nghị định|thông tư|kế hoạch|điều khoản|chỗ|nơi|tài liệu) nào\b.{0,30}\b(?:dẫn|nhắc|căn cứ|dựa)"
)
_KIND_ASKED = re.compile(
    r"(?:những |các )?(?P<kind>công điện|quyết định|nghị định|nghị quyết|thông tư|luật|chỉ thị|công văn|kế hoạch)\s+(?:\w+ ){0,3}?nào"
)
# What one document does to another, as it is asked for; a replaced document is often only said to end.
_ENDS: Final = frozenset({Relation.THAY_THE, Relation.BAI_BO})
_ACTS: Final[tuple[tuple[re.Pattern[str], frozenset[Relation]], ...]] = (
    (re.compile(r"\b(?:thay thế|thay|bãi bỏ|hủy bỏ|làm hết hiệu lực)\b"), _ENDS),
    (re.compile(r"\b(?:sửa đổi|bổ sung|sửa)\b"), frozenset({Relation.SUA_DOI, Relation.BO_SUNG})),
    (re.compile(r"\b(?:hướng dẫn|quy định chi tiết)\b"), frozenset({Relation.HUONG_DAN})),
    (re.compile(r"\bđính chính\b"), frozenset({Relation.DINH_CHINH})),
)
_ASKED_KIND: Final = r"(?:văn bản|quyết định|nghị định|nghị quyết|thông tư|luật|chỉ thị|công văn|kế hoạch|văn kiện)"
# "Nghị định nào thay ...", "... được thay thế bởi văn bản nào", "... bị bãi bỏ chưa".
_DOING: Final = r"(?:thay|bãi|hủy|sửa|bổ sung|hướng|quy định chi|đính|làm hết)"
_ACTED_UPON: Final = re.compile(rf"\b{_ASKED_KIND}\s+nào\b.{{0,30}}\b{_DOING}|\b(?:được|bị)\s+{_DOING}")
# "Nghị định A thay thế nghị định nào?", "... sửa đổi những gì?"
_ACTS_UPON: Final = re.compile(
    rf"\b{_DOING}(?:\s+\w+)?\s+(?:(?:những|các)\s+)?(?:(?:{_ASKED_KIND}|điều|khoản|quy định)\b.{{0,15}}\b(?:nào|gì)|(?:những )?gì)\b"
)
_VALID: Final = re.compile(
    r"\b(?:còn|hết|có|chưa có|ngưng)\s+hiệu lực\b|\bhiệu lực\s+(?:thi hành|từ|đến|khi|không|chưa)"
    r"|\bcòn (?:áp dụng|dùng được)\b"
)


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        """A document with its status at a date."""


def is_citing(asked: Asked) -> bool:
    """Whether the question asks which clauses or documents cite, and names a document."""
    return bool(asked.mentions) and bool(_CITES.search(search_key(asked.text)))


def citing_clauses(base: Base, asked: Asked, k: int) -> tuple[Quote, ...]:
    """Return at most ``k`` clauses that answer a question about citations, in reading order; empty when there is none."""
    key = search_key(asked.text)
    stored = asked.question.documents
    numbers = tuple(dict.fromkeys(number_key(c.number or "") for c in asked.mentions))
    if stored and not _WHO_CITES.search(key):
        own = {number_key(d.number or "") for s in stored[:1] if (d := base.catalogue.summary(s))}
        wanted = [n for n in numbers if n not in own]
        asked_kind = _KIND_ASKED.search(key)
        kind = asked_kind["kind"] if asked_kind else ""
        found = ((stored[0], c) for c in base.catalogue.citations_of(stored[0]) if _is_wanted(c, wanted, kind))
    else:
        found = (pair for number in numbers for pair in base.catalogue.citations_to(number))
    return _quotes(base, found, asked.question.as_of, k)


def acting_clauses(base: Base, asked: Asked, k: int) -> tuple[Quote, ...]:
    """Return the clauses by which others replace, repeal, amend or guide the document named, or it does so to others.

    Empty for any other question.
    """
    key = search_key(asked.text)
    wanted = next((relations for words, relations in _ACTS if words.search(key)), None)
    numbers = tuple(dict.fromkeys(number_key(m.number) for m in asked.mentions if m.number))
    if wanted is None or len(numbers) != 1:
        return ()
    if _ACTED_UPON.search(key):
        return _quotes(base, _acting(base, numbers[0], wanted), asked.question.as_of, k)
    if asked.question.documents and _ACTS_UPON.search(key):
        return _quotes(base, _acts_of(base, asked.question.documents[0], wanted), asked.question.as_of, k)
    return ()


def _acts_of(base: Base, key: str, wanted: frozenset[Relation]) -> Iterable[tuple[str, Citation]]:
    """Yield the effects and mentions by which the document with this key does what is ``wanted`` to others."""
    yield from (
        (key, _placed(base, key, one)) for one in base.catalogue.effects_of(key) if one.target and one.target.relation in wanted
    )
    yield from ((key, one) for one in base.catalogue.citations_of(key) if one.relation in wanted and not one.self_reference)


def _acting(base: Base, number: str, wanted: frozenset[Relation]) -> Iterable[tuple[str, Citation]]:
    """Yield the mentions and effects by which documents do to one of this number what is ``wanted``."""
    yield from ((key, c) for key, c in base.catalogue.citations_to(number) if c.relation in wanted)
    for key, effect in base.catalogue.effects_on(number, None):
        if effect.target and effect.target.relation in wanted:
            yield key, _placed(base, key, effect)


def is_on_validity(asked: Asked) -> bool:
    """Whether the question asks from when, until when or whether a document holds."""
    return bool(_VALID.search(search_key(asked.text)))


def validity_clauses(base: Base, asked: Asked, k: int) -> tuple[Quote, ...]:
    """Return the clauses on when the named document takes effect and ends: its own, then those of others that end it."""
    key = asked.question.documents[0]
    document = base.catalogue.summary(key)
    effects = ((key, _placed(base, key, one)) for one in base.catalogue.effects_of(key) if one.target is None)
    ending = _acting(base, number_key(document.number), _ENDS) if document and document.number else ()
    return _quotes(base, (*effects, *ending), asked.question.as_of, k)


def _placed(base: Base, key: str, effect: Effect) -> Citation:
    """Return an effect as a mention, with the address of the clause it stands in; of one in a heading that of the first clause below."""
    worded = [p for p in base.catalogue.provisions_of(key) if p.text and effect.start < p.end]
    path = min(worded, key=lambda p: (p.start > effect.start, abs(p.start - effect.start))).path if worded else ""
    return Citation(effect.start, effect.end, effect.quote, self_reference=True, path=path)


def _is_wanted(citation: Citation, numbers: list[str], kind: str) -> bool:
    if citation.self_reference or not citation.number:
        return False
    if numbers:
        return number_key(citation.number) in numbers
    return not kind or search_key(citation.kind or "") == kind


def _quotes(base: Base, found: Iterable[tuple[str, Citation]], as_of: dt.date | None, k: int) -> tuple[Quote, ...]:
    quotes: dict[tuple[str, str], Quote] = {}
    for key, citation in found:
        provision = base.catalogue.nearest_provision(key, citation.path)
        document = base.summary(key, as_of)
        if provision and document and (key, provision.path) not in quotes:
            quotes[key, provision.path] = quote_provision(provision, document, 1.0)
        if len(quotes) == k:
            break
    return tuple(quotes.values())
