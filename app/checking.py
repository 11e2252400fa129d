"""The draft check: every citation of a draft, or of the stored documents, against what is stored.

1. A draft is read like any file and stored nowhere; pasted text is a draft without a file.
2. Validity is judged on ``as_of``, else on the draft's own date, else today.
3. Findings stand at spans of the draft's text (``ingest.citations.findings``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from app.findings import CheckedDraft
from app.service import KnowledgeBase
from app.validity import statement_of
from corpus.errors import UnreadableFileError
from corpus.model import Document
from ingest.citations.findings import check_citations
from ingest.workers import ReadTask, read_files


def check_file(base: KnowledgeBase, path: Path, as_of: dt.date | None = None) -> CheckedDraft:
    """Return the findings on a draft. Raises ``UnreadableFileError`` when it cannot be read."""
    ((_, read, _),) = read_files((path,), ReadTask(), jobs=1)
    if isinstance(read, UnreadableFileError):
        raise read
    return check_document(base, read, as_of, name=path.name)


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
    day = as_of or document.head.date or dt.datetime.now().astimezone().date()
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
    return CheckedDraft(name, document.text, findings, document.pages)
