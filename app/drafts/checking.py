"""The draft check: every citation of a draft, or of the stored documents, against what is stored.

1. A draft is read like any file and stored nowhere; pasted text is a draft without a file.
2. Validity is judged on ``as_of``, else on the draft's own date, else today.
3. Findings stand at spans of the draft's text (``ingest.citations.findings``).
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.drafts.findings import CheckedDraft
from app.forms.words import change_words
from app.relations.absent import gather
from app.relations.validity import statement_of
from app.service import KnowledgeBase
from corpus.addresses import print_address
from corpus.amendment import ClauseChange
from corpus.catalogue import Catalogue
from corpus.dates import parse_date, print_date, today
from corpus.model import Citation, Document
from corpus.numbers import number_key
from ingest.citations.findings import Code, Finding, Severity, check_citations
from ingest.citations.resolve import resolve
from ingest.workers import ReadTask, read_file

_WHOLE_DATE = len("2022-03-30")


def check_file(base: KnowledgeBase, path: Path, as_of: dt.date | None = None) -> CheckedDraft:
    """Return the findings on a draft. Raises ``UnreadableFileError`` when it cannot be read."""
    return check_document(base, read_file(path, ReadTask()), as_of, name=path.name)


def check_text(base: KnowledgeBase, text: str, as_of: dt.date | None = None) -> CheckedDraft:
    """Return the findings on pasted text. Raises ``UnreadableFileError`` when there is nothing to read."""
    with tempfile.TemporaryDirectory() as folder:
        pasted = Path(folder) / PASTED
        pasted.write_text(text, encoding="utf-8")
        return check_file(base, pasted, as_of)


PASTED = "văn bản dán vào.txt"


def check_stored(base: KnowledgeBase, as_of: dt.date | None = None) -> Iterator[CheckedDraft]:
    """Yield the findings on every stored document, newest first."""
    for summary in base.documents():
        document = base.document(summary.key)
        if document:
            yield check_document(base, document, as_of, name=document.source.name, key=summary.key)


def check_document(
    base: KnowledgeBase, document: Document, as_of: dt.date | None, *, name: str, key: str | None = None
) -> CheckedDraft:
    """Return the findings on a document; ``key`` is its own when it is stored."""
    day = as_of or document.head.date or today()
    catalogue = base.catalogue
    with catalogue.snapshot():
        findings = check_citations(
            document.citations,
            catalogue,
            document.head,
            day,
            validity=lambda one, date: statement_of(catalogue, one, date),
            summary=catalogue.summary,
            key=key or document.key,
        )
        findings += tuple(_against_others(catalogue, document, key or document.key))
        findings += tuple(_changed_clauses(base, document, key or document.key, day))
    return CheckedDraft(name, document.text, tuple(sorted(findings, key=lambda f: (f.start, f.end, f.code))), document.pages)


def _against_others(catalogue: Catalogue, document: Document, key: str) -> Iterator[Finding]:
    """Yield the dates of absent documents that contradict what the stored documents agree on."""
    for citation in document.citations:
        if not citation.number or not citation.date or len(citation.date) < _WHOLE_DATE:
            continue
        number = number_key(citation.number)
        if catalogue.by_number(number):
            continue
        others = [(by, c) for by, c in catalogue.citations_to(number) if by != key and c.kind == citation.kind]
        agreed = gather(citation.number, others).settled_date
        if agreed and agreed != citation.date and _is_slip(agreed, citation.date):
            count = dict(gather(citation.number, others).dates)[agreed]
            stated, usual = (print_date(d) if (d := parse_date(text)) else text for text in (citation.date, agreed))
            message = f"Ngày ban hành “{stated}” khác ngày {usual} mà {count} văn bản trong kho ghi cho cùng số {citation.number}."
            advice = f"Kiểm tra lại: nếu là cùng văn bản thì sửa thành {usual}."
            yield Finding(Code.WRONG_DATE, Severity.WARNING, citation.start, citation.end, citation.quote, message, advice)


def _changed_clauses(base: KnowledgeBase, document: Document, key: str, day: dt.date) -> Iterator[Finding]:
    """Yield a finding for each cited clause that another stored document has repealed or amended by ``day``."""
    for citation in document.citations:
        if citation.self_reference or not citation.provisions:
            continue
        target = resolve(citation, base.catalogue, document.head, key=key, context=document.citations).target
        for path in citation.provisions if target else ():
            changes = [change for change in base.clause_changes(target or "", path, day) if change.by != key]
            if changes:
                yield _changed(citation, path, changes)


def _changed(citation: Citation, path: str, changes: Sequence[ClauseChange]) -> Finding:
    gone = next((change for change in changes if change.repeals(path)), None)
    code, severity = (Code.CLAUSE_REPEALED, Severity.WARNING) if gone else (Code.CLAUSE_AMENDED, Severity.NOTE)
    last = gone or changes[-1]
    label = print_address(path)
    message = f"{label[0].upper()}{label[1:]}: {change_words(last, path)}"
    advice = "Bỏ dẫn chiếu này hoặc dẫn điều khoản thay thế." if gone else "Đối chiếu với lời văn mới trước khi dẫn."
    return Finding(code, severity, citation.start, citation.end, citation.quote, message, advice, (last.by,))


def _is_slip(agreed: str, stated: str) -> bool:
    """Whether two ISO dates differ in one part only: numbering restarts each year, so two parts mean another document."""
    return sum(a != b for a, b in zip(agreed.split("-"), stated.split("-"), strict=True)) == 1
