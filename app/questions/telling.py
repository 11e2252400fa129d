"""What an answer says beside its quotes: of a named document that lays nothing on the unit, or that nobody stored.

An officer who asks "Sở Công Thương phải làm gì theo 3686/UBND-XD?" must learn that the letter is here and charges others, not that
nothing was found.

1. Every sentence names the document as a formal text cites it.
2. Whom a document charges is told by its bearers, those with most duties first, at most ``_BEARERS``.
3. A unit among the recipients ("Nơi nhận") is told to be one; that is no duty.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.duties.bound import Base
from app.forms.words import ROLE_WORDS, formal_citation, status_words
from app.questions.naming import Mention
from app.questions.question import Asked
from app.relations.absent import absent_words, gather
from corpus.dates import print_date
from corpus.model import Duty
from corpus.numbers import number_key
from corpus.vietnamese import search_key

_BEARERS: Final = 4  # bearers that are named of a document that does not charge the unit


def of_unit(base: Base, asked: Asked, duties: Sequence[Duty]) -> str:
    """Return what the documents that the question names do not lay on its unit; empty where they charge it by name or class.

    ``duties`` are those shown; of other documents they are told to be of those that carry the named ones out.
    """
    unit, keys = asked.question.unit, asked.question.documents
    own = [duty for duty in duties if duty.quote.document.key in keys]
    if not unit or not keys or any(not duty.generic for duty in own):
        return ""
    named, others = _listed(base, keys), tuple(dict.fromkeys(d.quote.document.key for d in duties if d not in own))
    if own:
        general = ", ".join(f"“{name}”" for name in list(dict.fromkeys(duty.matched_unit for duty in own))[:_BEARERS])
        parts = [
            f"{named} không nêu đích danh {unit}; nhiệm vụ trong văn bản này giao cho {general}, là tên chung có thể gồm {unit}."
        ]
    else:
        parts = [
            f"Kho có {named}, nhưng trong đó không thấy nhiệm vụ nào của {unit}, kể cả qua tên chung như “các sở, ban, ngành”."
        ]
        charged = _charged(base, keys)
        if charged:
            parts.append(f"Văn bản này giao việc cho: {', '.join(charged)}.")
        if any(_receives(base, key, unit) for key in keys):
            parts.append(f"{unit} có tên ở nơi nhận.")
    if others:
        parts.append(f"{unit} có nhiệm vụ trong văn bản triển khai hoặc dẫn văn bản này: {_listed(base, others)}.")
    return " ".join(parts)


def _listed(base: Base, keys: Sequence[str]) -> str:
    return ", ".join(formal_citation(document) for key in keys if (document := base.summary(key)))


def _charged(base: Base, keys: Sequence[str]) -> tuple[str, ...]:
    names = (name for key in keys for duty in base.catalogue.obligations_of(key) for name in duty.bearers)
    return tuple(name for name, _ in Counter(names).most_common(_BEARERS))


def _receives(base: Base, key: str, unit: str) -> bool:
    """Whether a document's recipients name the unit, alone or in a list that shares its head ("Các Sở: Xây dựng, Công Thương")."""
    head = base.catalogue.head(key)
    wanted = search_key(unit)
    first, _, rest = wanted.partition(" ")
    for recipient in head.recipients if head else ():
        told = search_key(recipient)
        if wanted in told or (f"{first}:" in told and rest and rest in told):
            return True
    return False


def of_conditions(asked: Asked, duties: Sequence[Duty]) -> str:
    """Return which conditions the duties shown were chosen by; empty where the question sets none or asks for a topic as well."""
    conditions, unit = asked.conditions, asked.question.unit
    if not unit or asked.words or not conditions.any:
        return ""
    parts = [f"vai trò {ROLE_WORDS[conditions.role]}"] if conditions.role else []
    if conditions.until:
        since = f"từ ngày {print_date(conditions.since)} " if conditions.since else ""
        parts.append(f"thời hạn {since}đến hết ngày {print_date(conditions.until)}")
    chosen = " và ".join(parts)
    if not duties:
        return f"Không thấy nhiệm vụ nào của {unit} có {chosen} trong các văn bản đã nạp."
    return f"Chỉ gồm nhiệm vụ của {unit} có {chosen}; nhiệm vụ không ghi như vậy không có ở đây."


def of_absent(base: Base, mention: Mention) -> str:
    """Return what is known of a document that the question names and nobody stored."""
    number = mention.number or mention.quote
    others = [document for key in mention.others if (document := base.summary(key))]
    if others:
        listed = "; ".join(formal_citation(document) for document in others[:_BEARERS])
        return f"Kho không có {mention.quote.strip()}. Cùng số này kho có: {listed}. Hãy kiểm tra lại ngày ban hành rồi hỏi lại."
    pairs = base.catalogue.citations_to(number_key(number))
    if not pairs:
        return f"Kho không có văn bản số {number} và không văn bản nào trong kho nhắc đến. Hãy kiểm tra lại số hiệu hoặc nạp văn bản đó."
    return f"Văn bản số {number} chưa có trong kho; câu trả lời lấy từ những nơi nhắc đến. {absent_words(gather(number, pairs))}"


def of_status(base: Base, key: str, as_of: dt.date | None) -> str:
    """Return whether a document holds on a day; empty for what has no validity."""
    day = as_of or dt.datetime.now().astimezone().date()
    document = base.summary(key, day)
    if document is None or document.status is None:
        return ""
    return f"{formal_citation(document)}: {status_words(document.status)} (tính đến ngày {print_date(day)})."
