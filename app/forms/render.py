"""Answers as plain text for a terminal of 80 to 120 columns, without any library of screens.

The words for single values are made in ``app.forms.words``.

1. No line is longer than ``width`` (a single word that is longer stands alone).
2. Control characters and direction marks of documents never reach the terminal.
3. Every quote stands under its formal citation, with its page and the status of its document.
4. An empty result says so and carries the message of what to do next.
5. Every screen (``..._text``) ends with one line feed.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from app.forms.words import (
    STATE_WORDS,
    answer_words,
    change_words,
    deadline_words,
    duty_words,
    formal_citation,
    modality_words,
    relation_words,
    role_words,
    state_words,
    status_words,
)
from app.results import BaseStatus, DutyChanges, DutyList, LookedUp, Reference
from corpus.amendment import ClauseChange
from corpus.dates import print_date
from corpus.kinds import NAMED_KINDS
from corpus.model import Answer, AnswerStatus, Document, DocumentSummary, Duty, Hit, Provision, Quote

WIDTH: Final = 100
_INDENT: Final = "   "
# C0 and C1 controls (escape sequences of terminals among them), zero-width and direction marks.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
LONGEST_QUOTE: Final = 600  # characters of a clause on the screen; the whole one is in --json and `cancu show`


def printable(text: str) -> str:
    """Return ``text`` on one line, without anything that a terminal would act on."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def wrapped(text: str, width: int = WIDTH, indent: str = "", first: str | None = None) -> str:
    """Return ``text`` in lines of at most ``width``; ``first`` replaces the indent of the first one."""
    start = indent if first is None else first
    return textwrap.fill(
        printable(text), width, initial_indent=start, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def shortened(text: str, length: int = LONGEST_QUOTE) -> str:
    """Return ``text`` cut at a word to ``length`` characters, with "…" where something was left out."""
    text = printable(text)
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rsplit(' ', 1)[0].rstrip(',;:. ')}…"


def _facts(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)


def _page_words(page: int | None) -> str:
    return f"trang {page}" if page else ""


def _block(number: int, title: str, facts: Sequence[str], quote: str, width: int) -> str:
    head = f"{number}. "
    lines = [wrapped(title, width, " " * len(head), head)]
    lines += [wrapped(fact, width, _INDENT + "  ", _INDENT) for fact in facts if fact]
    if quote:
        lines.append(wrapped(f"“{shortened(quote)}”", width, _INDENT + " ", _INDENT))
    return "\n".join(lines)


def _blocks(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _screen(*parts: str) -> str:
    return f"{_blocks(parts)}\n"


# search


def hits_text(hits: Sequence[Hit], width: int = WIDTH) -> str:
    """Return found provisions, best first."""
    if not hits:
        return _screen(wrapped("Không tìm thấy điều khoản nào. Thử từ khóa khác, hoặc bỏ bớt điều kiện lọc.", width))
    return _screen(*(_hit_text(i, hit, width) for i, hit in enumerate(hits, 1)))


def _hit_text(number: int, hit: Hit, width: int) -> str:
    provision = hit.provision
    facts = _facts(status_words(hit.document.status), _page_words(provision.page), f"điểm số {hit.score:.3f}", provision.heading)
    return _block(number, formal_citation(hit.document, provision.label), (facts, provision.id), provision.text, width)


# duties and answers


def duty_facts(duty: Duty) -> tuple[str, ...]:
    """Return what is known of a duty beside its words, a fact a line."""
    obligation = duty.obligation
    deadline = deadline_words(obligation.deadline, duty.quote.document.date)
    return (
        f"Thời hạn: {deadline}" if deadline else "",
        _facts(
            f"Tính chất: {modality_words(obligation.modality)}",
            f"vai trò: {role_words(obligation.role)}",
            "" if obligation.certain else "chưa chắc chắn, cần đối chiếu nguyên văn",
        ),
        f"Phối hợp với: {', '.join(obligation.partners)}" if obligation.partners else "",
        f"Báo cáo, gửi: {', '.join(obligation.recipients)}" if obligation.recipients else "",
        f"Điều kiện: {obligation.condition}" if obligation.condition else "",
        f"Áp dụng vì: {duty.because}" if duty.because else "",
        _place(duty.quote),
        *(change_words(change, duty.quote.path) for change in duty.quote.changes),
    )


def _place(quote: Quote) -> str:
    where = _facts(_page_words(quote.page), status_words(quote.document.status))
    return f"Căn cứ: {formal_citation(quote.document, quote.label)}{f' ({where})' if where else ''}"


def _duty_text(number: int, duty: Duty, width: int) -> str:
    return _block(number, f"“{duty_words(duty.obligation)}”", duty_facts(duty), "", width)


def _by_document(duties: Sequence[Duty], width: int) -> str:
    """Return duties under their documents; documents in the order of their first duty, numbers running through."""
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(duty.quote.document.key, []).append(duty)
    parts: list[str] = []
    number = 0
    for group in groups.values():
        parts.append(wrapped(document_line(group[0].quote.document), width))
        for duty in group:
            number += 1
            parts.append(_duty_text(number, duty, width))
    return _blocks(parts)


def document_line(document: DocumentSummary) -> str:
    """Return a document on one line: citation, title, status."""
    name = formal_citation(document)
    title = document.title if document.title and document.title not in name and document.number else ""
    if document.kind in NAMED_KINDS:
        title = ""
    return _facts(name[0].upper() + name[1:], title or "", status_words(document.status))


def duties_text(listed: DutyList, width: int = WIDTH) -> str:
    """Return a unit's duties, grouped by document (``duties --format table``)."""
    if listed.unit is None:
        return _screen(wrapped(listed.message or "Không nhận ra đơn vị. Hãy ghi đầy đủ tên đơn vị.", width))
    count = max(listed.total, len(listed.duties))
    part = f", đang xem {listed.offset + 1}-{listed.offset + len(listed.duties)}" if len(listed.duties) < count else ""
    head = f"{listed.unit}: {count} nhiệm vụ{part}" if count else f"{listed.unit}: không có nhiệm vụ nào phù hợp trong kho"
    message = wrapped(listed.message, width) if listed.message else ""
    return _screen(wrapped(head, width), _by_document(listed.duties, width), message)


def changes_text(changes: DutyChanges, width: int = WIDTH) -> str:
    """Return what changed for a unit between two days."""
    head = f"{changes.unit}: từ {print_date(changes.since)} đến {print_date(changes.until)}"
    parts = [wrapped(head, width)]
    for title, duties in (("THÊM", changes.added), ("KHÔNG CÒN", changes.ended)):
        if duties:
            parts += [f"{title} ({len(duties)})", _by_document(duties, width)]
    if changes.message:
        parts.append(wrapped(changes.message, width))
    return _screen(*parts)


def answer_text(answer: Answer, width: int = WIDTH) -> str:
    """Return an answer: what was understood, the outcome, duties by document, further clauses."""
    question = answer.question
    understood = _facts(
        f"đơn vị: {question.unit}" if question.unit else "",
        f"chủ đề: {question.topic}" if question.topic else "",
        f"tại ngày: {print_date(question.as_of)}" if question.as_of else "",
        f"văn bản: {', '.join(question.documents)}" if question.documents else "",
    )
    parts = [wrapped(f"Hiểu câu hỏi: {understood}", width) if understood else "", wrapped(answer_words(answer.status), width)]
    if answer.message:
        parts.append(wrapped(answer.message, width))
    if answer.status is AnswerStatus.ANSWERED:
        if answer.duties:
            parts += [f"NHIỆM VỤ ({len(answer.duties)})", _by_document(answer.duties, width)]
        if answer.clauses:
            parts.append(f"ĐIỀU KHOẢN ({len(answer.clauses)})")
            parts += [_clause_text(i, clause, width) for i, clause in enumerate(answer.clauses, 1)]
    if answer.follow_ups:
        parts.append("\n".join(("Hỏi tiếp:", *(wrapped(one, width, _INDENT + "  ", _INDENT + "- ") for one in answer.follow_ups))))
    return _screen(*parts)


def _clause_text(number: int, quote: Quote, width: int) -> str:
    facts = _facts(status_words(quote.document.status), _page_words(quote.page))
    changes = (change_words(change, quote.path) for change in quote.changes)
    return _block(number, formal_citation(quote.document, quote.label), (facts, *changes), quote.text, width)


# references


def _looked_up(found: LookedUp, width: int) -> str:
    target = f" — {document_line(found.target)}" if found.target else ""
    head = f"{found.asked}: {state_words(found.state)}{target}"
    parts = [wrapped(head, width)]
    if found.candidates:
        listed = (wrapped(document_line(candidate), width, _INDENT + "  ", _INDENT + "- ") for candidate in found.candidates)
        parts.append("\n".join(("Có thể là:", *listed)))
    if found.state == "found" and not found.references:
        parts.append(wrapped("Chưa có văn bản nào trong kho dẫn chiếu.", width))
    parts += [_reference_text(i, reference, width) for i, reference in enumerate(found.references, 1)]
    if found.message:
        parts.append(wrapped(found.message, width))
    return _blocks(parts)


def _reference_text(number: int, reference: Reference, width: int) -> str:
    quote = reference.quote
    mention = f"{relation_words(reference.citation.relation)}: “{printable(reference.citation.quote)}”"
    facts = _facts(status_words(quote.document.status), _page_words(quote.page))
    return _block(number, formal_citation(quote.document, quote.label), (mention, facts), quote.text, width)


def look_ups_text(found: Sequence[LookedUp], width: int = WIDTH) -> str:
    """Return the references of several numbers with their totals."""
    parts = [_looked_up(one, width) for one in found]
    if len(found) > 1:
        states = [one.state for one in found]
        counted = ", ".join(f"{states.count(state)} {words}" for state, words in STATE_WORDS.items() if state in states)
        total = sum(len(one.references) for one in found)
        parts.append(wrapped(f"Đã tra {len(found)} số hiệu: {counted}; tổng cộng {total} lượt dẫn chiếu.", width))
    return _screen(*parts)


# the knowledge base


def documents_text(documents: Sequence[DocumentSummary], width: int = WIDTH) -> str:
    """Return the stored documents, one a paragraph with its key."""
    if not documents:
        return _screen(wrapped("Kho chưa có văn bản nào. Hãy nạp văn bản bằng 'cancu ingest THƯ_MỤC'.", width))
    lines = (f"{wrapped(document_line(d), width, _INDENT, '')}\n{wrapped(d.key, width, _INDENT)}" for d in documents)
    return _screen("\n".join(lines))


def status_text(status: BaseStatus, width: int = WIDTH) -> str:
    """Return how the knowledge base stands."""
    counts = status.counts
    engine = "" if status.engine == "local" else f", engine {status.engine}"
    index = f"{status.index_entries} mục, mô hình {status.model or 'không có'}{engine}"
    lines = [
        f"Văn bản: {counts.documents} · điều khoản: {counts.provisions}",
        f"Dẫn chiếu: {counts.citations} · nhiệm vụ: {counts.obligations}",
        f"Chỉ mục: {index}{' (cũ hơn kho dữ liệu, hãy chạy cancu rebuild)' if status.stale else ''}",
        *(f"Tệp lỗi: {failed.name}: {failed.message}" for failed in status.failed),
        status.message,
    ]
    return _screen("\n".join(wrapped(line, width, _INDENT, "") for line in lines if line))


def document_text(document: Document, width: int = WIDTH) -> str:
    """Return what was understood of one file (``inspect``): head, outline, counts, warnings."""
    head = document.head
    evidence = {name: value.value for name, value in head.evidence}
    fields = (
        ("kind", "Loại văn bản", head.kind),
        ("number", "Số, ký hiệu", head.number),
        ("date", "Ngày ban hành", print_date(head.date) if head.date else None),
        ("issuer", "Cơ quan ban hành", head.issuer),
        ("title", "Trích yếu", head.title),
        ("signer", "Người ký", f"{head.signer} ({head.authority})" if head.signer and head.authority else head.signer),
        ("effective_date", "Ngày có hiệu lực", print_date(head.effective_date) if head.effective_date else None),
        ("recipients", "Nơi nhận", "; ".join(head.recipients) or None),
    )
    source = document.source
    lines = [wrapped(f"{source.name} · {len(document.pages)} trang · {source.kind_of_pdf.value} · {document.key}", width)]
    for name, label, value in fields:
        origin = f" [{evidence[name]}]" if name in evidence else ""
        lines.append(wrapped(f"{label}: {value or 'không đọc được'}{origin}", width, _INDENT, ""))
    outline = "\n".join(_outline_line(provision, width) for provision in document.provisions)
    counts = f"{len(document.provisions)} điều khoản, {len(document.citations)} dẫn chiếu, {len(document.obligations)} nhiệm vụ"
    warnings = "\n".join(
        wrapped(f"{notice.message}{f' (trang {notice.page})' if notice.page else ''}", width, _INDENT, "! ")
        for notice in document.notices
    )
    return _screen("\n".join(lines), outline, counts, warnings)


def _outline_line(provision: Provision, width: int) -> str:
    depth = "  " * provision.path.count("/")
    words = shortened(f"{provision.label}. {provision.heading or provision.text}", max(width - len(depth) - 1, 20))
    return f"{depth}{words}"


def provision_text(
    provision: Provision, document: DocumentSummary, width: int = WIDTH, changes: Sequence[ClauseChange] = ()
) -> str:
    """Return one provision in full (``show``): citation, headings above it, lead-in, words, page, status, changes by others."""
    parts = [wrapped(formal_citation(document, provision.label), width)]
    headings = [heading for heading in (*provision.breadcrumb, provision.heading) if heading]
    parts += [wrapped(heading, width, _INDENT) for heading in headings]
    lead_in = [line for line in provision.context.split("\n") if line not in headings]
    body = "\n".join(wrapped(line, width, _INDENT) for line in (*lead_in, *provision.text.split("\n")) if line)
    facts = _facts(status_words(document.status), _page_words(provision.page), provision.id)
    changed = [wrapped(change_words(change, provision.path), width, _INDENT, "! ") for change in changes]
    return _screen(*parts, body, wrapped(facts, width), "\n".join(changed))
