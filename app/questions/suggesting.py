"""What to ask next: whole questions that an answer leads to, each of which can be asked as it stands.

From what was found, never from a list: a deadline is suggested where a duty of the answer has one that was not asked for, a
report where the unit reports, the rest of a document where several duties come from it, a bearer where the question named none.

1. Every suggestion names a unit or document of the answer, or of the base where nothing was found, and differs from the question.
2. At most ``_MOST`` are given, no two alike, in the order of use: deadlines, reports, bans, documents, units.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from app.duties.bound import Base, bound_to, ledger, standing
from app.duties.columns import DEADLINES
from corpus.model import Answer, AnswerStatus, Duty, Modality
from corpus.vietnamese import search_key, unmarked

_MOST: Final = 4
_ACT_WORDS: Final = 9  # of an action are enough to ask about it
_FEWEST_WORDS: Final = 5  # "trả lời cơ quan" asks nothing by itself
_ASKS_TIME = re.compile(r"khi nào|bao giờ|ngày nào|thời hạn|hạn chót|bao lâu|chậm nhất")
_ASKS_REPORT = re.compile(r"báo cáo|gửi (?:ai|về đâu)|nơi nhận")
_ASKS_BAN = re.compile(r"không được|cấm")


def with_follow_ups(base: Base, answer: Answer) -> tuple[str, ...]:
    """Return what to ask after ``answer``; empty where it could not look."""
    if answer.status is AnswerStatus.UNAVAILABLE:
        return ()
    found = _of_answer(answer) if answer.status is AnswerStatus.ANSWERED else _of_unit(base, answer)
    kept: dict[str, str] = {_key(answer.question.text): ""}
    for question in found:
        kept.setdefault(_key(question), question[:1].upper() + question[1:])
    return tuple(question for question in kept.values() if question)[:_MOST]


def _key(question: str) -> str:
    return " ".join(re.findall(r"\w+", unmarked(search_key(question))))


def _of_answer(answer: Answer) -> Iterator[str]:
    asked, unit = search_key(answer.question.text), answer.question.unit
    duties = [duty for duty in answer.duties if not duty.generic]
    if unit is None:
        yield from _of_bearers(duties)
        return
    if not _ASKS_TIME.search(asked):
        yield from (f"Khi nào {unit} phải {_act(duty)}?" for duty in duties[:3] if _is_dated(duty))
    if not _ASKS_REPORT.search(asked) and any(duty.obligation.recipients for duty in duties):
        yield f"{unit} phải báo cáo những gì, gửi cơ quan nào?"
    if not _ASKS_BAN.search(asked) and any(duty.obligation.modality is Modality.MUST_NOT for duty in duties):
        yield f"{unit} không được làm gì?"
    yield from _of_documents(unit, [_number(duty) for duty in duties], answer.question.documents)


def _of_documents(unit: str, numbers: Sequence[str], named: Sequence[str]) -> Iterator[str]:
    if named:
        return
    for number, _ in Counter(number for number in numbers if number).most_common(2):
        yield f"{unit} phải làm gì theo {number}?"


def _of_bearers(duties: Sequence[Duty]) -> Iterator[str]:
    for bearer, _ in Counter(name for duty in duties for name in duty.obligation.bearers if name[:1].isupper()).most_common(2):
        duty = next(d for d in duties if bearer in d.obligation.bearers)
        yield f"{bearer} phải làm gì theo {_number(duty)}?" if _number(duty) else f"{bearer} phải {_act(duty)} khi nào?"


def _of_unit(base: Base, answer: Answer) -> Iterator[str]:
    """Where nothing was found: what the unit asked for does have to do here, by the documents with most of it."""
    unit, day = answer.question.unit, answer.question.as_of
    if not unit:
        return
    bound = bound_to(base, unit, day)
    own = bound.where(standing(base, day)[bound.rows["document"]])
    own = own.where(own.binding(lambda one: not one.generic)) if len(own) else own
    documents = ledger(base).documents.light
    for number, _ in Counter(own.rows["document"].tolist()).most_common(2):
        summary = base.summary(documents[number].key, day)
        if summary and summary.number:
            yield f"{unit} phải làm gì theo {' '.join(part for part in (summary.kind, summary.number) if part)}?"
    if (own.rows["deadline"] != DEADLINES[None]).any():
        yield f"{unit} phải báo cáo những gì, gửi cơ quan nào?"


def _act(duty: Duty) -> str:
    """Return the first words of an action, ended before a clause mark."""
    words = re.split(r"[,;:(]", duty.obligation.action or duty.obligation.quote)[0].split()
    text = " ".join(words[:_ACT_WORDS])
    return text[:1].lower() + text[1:]


def _is_dated(duty: Duty) -> bool:
    return duty.obligation.deadline is not None and len(_act(duty).split()) >= _FEWEST_WORDS


def _number(duty: Duty) -> str:
    document = duty.quote.document
    return f"{document.kind or 'văn bản'} {document.number}" if document.number else ""
