"""The question's page: what was understood as chips that can be taken away, the answer, what to ask next.

A chip is undone by a link that asks the same question otherwise, so that every reading of a question has its address.

1. Restored marks, written-out abbreviations, the unit, the topic and the date each have a chip; what the reader changed has one
   that leads back.
2. Whatever goes wrong is a sentence in the answer's place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.web import links, views
from app.web.base import Base
from app.web.fields import LONGEST_QUESTION, read_date
from app.web.language import say
from app.web.problems import sentence_for_errors
from app.web.words import date_words, document_name
from corpus.dates import parse_date
from corpus.model import Answer, AnswerStatus, DocumentSummary, Quote

if TYPE_CHECKING:
    from index.understanding.query import Understood

_NEWEST: Final = 5
_SEPARATOR: Final = "|"  # between what is kept, in an address
CHANGES: Final = {
    "marks": "Thêm dấu",
    "abbreviations": "Viết đầy đủ",
    "typos": "Sửa lỗi gõ",
    "english": "Dịch từ tiếng Anh",
    "address": "Điều khoản",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its form or its link gives it; ``keep`` names what is read as it was typed (``index.understanding.query``)."""

    question: str
    unit: str = ""
    day: str = ""
    keep: frozenset[str] = frozenset()
    no_unit: bool = False

    @property
    def link(self) -> str:
        """The permalink of this reading."""
        return links.question_link(self.question, self.unit, parse_date(self.day), keep=self.keep, no_unit=self.no_unit)


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood; ``link`` takes it away, or back where it is ``undone``. ``quoted``: the value is a document's.

    ``opens`` is the page of what the value names.
    """

    name: str
    value: str
    link: str = ""
    action: str = ""
    undone: bool = False
    quoted: bool = True
    opens: str = ""


def asked_by(values: Mapping[str, str]) -> Asked:
    """Return the question of an address's query."""
    return Asked(
        values.get("q", "").strip(),
        values.get("don-vi", "").strip()[:LONGEST_QUESTION],
        values.get("ngay", "").strip(),
        frozenset(one for one in values.get("giu", "")[:LONGEST_QUESTION].split(_SEPARATOR) if one.partition(":")[0] in CHANGES),
        values.get("khong-don-vi", "") == "1",
    )


@sentence_for_errors
def welcome(base: Base) -> str:
    """Return what stands on the page before the first question: how much is stored, and the newest documents."""
    documents = base.documents()
    newest = [base.summary(document.key) or document for document in documents[:_NEWEST]]
    return views.fragment("welcome.html", total=len(documents), newest=newest)


def ask(base: Base, question: str, unit: str = "", day: str = "") -> str:
    """Return the answer to a question as typed into the page."""
    return answer(base, Asked(question.strip(), unit.strip(), day.strip()))


@sentence_for_errors
def answer(base: Base, asked: Asked) -> str:
    """Return the answer to a question."""
    if not asked.question:
        return views.failure_fragment(say("Hãy ghi câu hỏi, ví dụ: “Sở Công Thương phải báo cáo gì, khi nào?”"))
    if len(asked.question) > LONGEST_QUESTION:
        return views.failure_fragment(say("Câu hỏi dài quá {n} chữ cái. Hãy hỏi ngắn hơn, mỗi lần một việc.", n=LONGEST_QUESTION))
    as_of, complaint = read_date(asked.day)
    if complaint:
        return views.failure_fragment(complaint)
    unit = "" if asked.no_unit else asked.unit or None
    found = base.ask(asked.question, unit=unit, as_of=as_of, keep=asked.keep)
    able = found.status is not AnswerStatus.UNAVAILABLE
    named = [summary for key in found.question.documents if (summary := base.summary(key))]
    return answered(asked, found, base.understood(asked.question, asked.keep) if able else None, named)


def answered(asked: Asked, found: Answer, understood: Understood | None = None, named: Sequence[DocumentSummary] = ()) -> str:
    """Return an answer as cards: what was understood, duties by document, clauses; or why there is none.

    ``named`` are the stored documents that the question names.
    """
    return views.fragment(
        "answer.html",
        answer=found,
        clauses=_others(found),
        chips=tuple(chips(asked, found, understood, named)),
        permalink=asked.link,
        follow_ups=[(text, Asked(text, asked.unit, asked.day).link) for text in found.follow_ups],
    )


def _others(found: Answer) -> list[Quote]:
    """Return the clauses of an answer but for those whose words stand above as duties."""
    shown = {(duty.quote.document.key, duty.quote.path) for duty in found.duties}
    return [clause for clause in found.clauses if (clause.document.key, clause.path) not in shown]


def chips(asked: Asked, found: Answer, understood: Understood | None, named: Sequence[DocumentSummary] = ()) -> Iterator[Chip]:
    """Yield what was understood, in the order in which it was read."""
    yield from _reading_chips(asked, understood)
    question = found.question
    if question.unit:
        link = replace(asked, unit="", no_unit=True).link
        yield Chip(say("Đơn vị"), question.unit, link, say("Bỏ: không xét riêng đơn vị {unit}", unit=question.unit))
    elif asked.no_unit:
        link, value = replace(asked, no_unit=False).link, say("không xét riêng đơn vị nào")
        yield Chip(
            say("Đơn vị"),
            value,
            link,
            say("Xét lại đơn vị nêu trong câu hỏi"),
            undone=True,
            quoted=False,
        )
    if question.topic:
        link = replace(asked, question=question.unit).link if question.unit and question.unit != asked.question else ""
        yield Chip(say("Nội dung"), question.topic, link, say("Bỏ nội dung, xem mọi nhiệm vụ của đơn vị") if link else "")
    for document in named:
        yield Chip(say("Văn bản"), document_name(document), opens=links.document_link(document.key))
    day = date_words(question.as_of) if question.as_of else say("hôm nay")
    link = replace(asked, day="").link if question.as_of else ""
    yield Chip(say("Xét tại ngày"), day, link, say("Bỏ ngày, xét tại hôm nay") if link else "", quoted=False)


def _reading_chips(asked: Asked, understood: Understood | None) -> Iterator[Chip]:
    """Yield what was read otherwise than typed, and what the reader wants read as typed."""
    for kept in sorted(asked.keep):
        kind, _, written = kept.partition(":")
        link = replace(asked, keep=asked.keep - {kept}).link
        value = say("giữ “{words}” như đã gõ", words=written) if written else say("giữ như đã gõ")
        yield Chip(say(CHANGES.get(kind, "Cách đọc")), value, link, say("Đọc lại như máy hiểu"), undone=True, quoted=False)
    for change in understood.changes if understood else ():
        link = replace(asked, keep=asked.keep | {change.undo}).link
        value = f"{change.written} → {change.read}"
        yield Chip(say(CHANGES[change.kind]), value, link, say("Giữ “{words}” như đã gõ", words=change.written))
