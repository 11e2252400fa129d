"""Where the document that a question names does not answer: the clauses of others that cite it, and what carries it out.

"Sở Công Thương phải làm gì theo 2265/BCT-ATMT?": the ministry's letter charges the provinces; a province's letter that rests on it
charges the department. An officer needs the second one.

1. Of a document that nobody stored only the clauses that cite it count, and those below them.
2. What others lay on a unit counts only where they name it or a class of it, in a document that carries the named one out or in the
   very clause that cites it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeAlias

from app.questions.charging import Base, by_document, of_unit
from app.questions.naming import Mention
from app.questions.narrowing import filters_of
from app.questions.question import Asked
from corpus.model import Citation, Duty, Relation
from corpus.numbers import number_key
from corpus.vietnamese import search_key

Places: TypeAlias = frozenset[tuple[str, str]]  # clauses by document key and address
_DEPTH: Final = 300  # clauses looked at when duties are ranked
_CARRYING: Final = frozenset({Relation.THUC_HIEN, Relation.HUONG_DAN})


def places_citing(base: Base, absent: Mention) -> Places:
    """Return the clauses that cite a document that is not stored; none if it is stored with another day."""
    return _near_places(base, () if absent.others else base.catalogue.citations_to(number_key(absent.number or "")))


def _near_places(base: Base, pairs: Iterable[tuple[str, Citation]]) -> Places:
    """Return the clauses that hold these citations, by their documents' keys."""
    near = ((key, base.catalogue.nearest_provision(key, one.path)) for key, one in pairs)
    return frozenset((key, provision.path) for key, provision in near if provision)


def is_within(identifier: str, places: Places) -> bool:
    """Whether a clause is one of ``places`` or stands below one."""
    key, _, path = identifier.partition("#")
    return any(key == held and (path == place or path.startswith(f"{place}/")) for held, place in places)


def carried_out(base: Base, asked: Asked, k: int) -> list[Duty]:
    """Return what others lay on the unit by name or class to carry out the named documents, which lay nothing of their own on it.

    These are the duties of documents that carry them out, and those of single clauses that cite them."""
    numbers = {number_key(mention.number) for mention in asked.mentions if mention.number and mention.documents}
    pairs = [pair for number in numbers for pair in base.catalogue.citations_to(number) if pair[0] not in asked.question.documents]
    unit, keys = asked.question.unit, tuple(dict.fromkeys(key for key, _ in pairs))
    if not keys or not unit:
        return []
    carrying = {key for key, one in pairs if one.relation in _CARRYING or _is_titled(base, key, one)}
    places = _near_places(base, pairs)
    hits = base.searcher.search(asked.text, _DEPTH, filters=filters_of(None, None, keys))
    there = replace(asked, question=replace(asked.question, documents=keys))
    duties = [duty for duty in of_unit(base, there, unit, by_document(hits), k) if not duty.generic]
    return [d for d in duties if d.quote.document.key in carrying or is_within(f"{d.quote.document.key}#{d.quote.path}", places)]


def _is_titled(base: Base, key: str, cited: Citation) -> bool:
    """Whether a document's title names what it cites ("Kế hoạch triển khai thực hiện Chỉ thị số 07/CT-TTg ...")."""
    document = base.catalogue.summary(key)
    return bool(document and cited.number and search_key(cited.number) in search_key(document.title or ""))
