"""From what a person typed to a fragment of HTML: questions, a unit's duties, the library, look-ups, the state.

Shared by the Gradio page and the plain pages. Each function takes strings as they come from a form.

1. A date that cannot be read is said, never ignored.
2. Whatever the knowledge base raises becomes a sentence; the page never shows a trace.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Final, ParamSpec

from app.export import DUTY_FORMATS, REFERENCE_FORMATS
from app.results import DutyFilters
from app.web import links, views
from app.web.base import Base
from app.web.words import due_order
from app.words import formal_citation
from corpus.dates import parse_date
from corpus.errors import CancuError
from corpus.model import DocumentSummary, Modality
from corpus.vietnamese import search_key, unmarked

log = logging.getLogger(__name__)
P = ParamSpec("P")

LONGEST_QUESTION: Final = 500  # characters; longer texts are documents, not questions
MOST_NUMBERS: Final = 50  # lines of one look-up on the page; lists belong to the command line
_NEWEST: Final = 5
_ROWS: Final = 300
_LISTED: Final = 100
_REFERENCES: Final = 30
FAILED: Final = "Có lỗi trong chương trình. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị xem nhật ký máy chủ."
ALL_KINDS: Final = "Mọi loại"
ALL_MODALITIES: Final = "Mọi tính chất"


def read_date(text: str) -> tuple[dt.date | None, str]:
    """Return the date written as ``text`` and a complaint: ``(None, "")`` for an empty field."""
    if not text.strip():
        return None, ""
    date = parse_date(text)
    return (date, "") if date else (None, f"Không đọc được ngày “{text.strip()[:40]}”. Hãy ghi như 25/12/2024.")


def sentence_for_errors(function: Callable[P, str]) -> Callable[P, str]:
    """Make a function that returns a fragment return a sentence when something goes wrong."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> str:
        try:
            return function(*args, **kwargs)
        except CancuError as error:
            return views.failure_fragment(str(error))
        except Exception:
            log.exception("page failed: %s", function.__name__)
            return views.failure_fragment(
                "Có lỗi trong chương trình. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị xem nhật ký máy chủ."
            )

    return guarded


@sentence_for_errors
def welcome(base: Base) -> str:
    """Return what stands on the page before the first question: how much is stored, and the newest documents."""
    documents = base.documents()
    newest = [base.summary(document.key) or document for document in documents[:_NEWEST]]
    return views.fragment("welcome.html", total=len(documents), newest=newest)


@sentence_for_errors
def ask(base: Base, question: str, unit: str = "", day: str = "") -> str:
    """Return the answer to a question."""
    question = question.strip()
    if not question:
        return views.failure_fragment("Hãy ghi câu hỏi, ví dụ: “Sở Công Thương phải báo cáo gì, khi nào?”")
    if len(question) > LONGEST_QUESTION:
        return views.failure_fragment(f"Câu hỏi dài quá {LONGEST_QUESTION} chữ cái. Hãy hỏi ngắn hơn, mỗi lần một việc.")
    as_of, complaint = read_date(day)
    if complaint:
        return views.failure_fragment(complaint)
    return views.answer_fragment(base.ask(question, unit=unit.strip() or None, as_of=as_of))


def read_filters(values: Mapping[str, str]) -> tuple[str, DutyFilters, str]:
    """Return unit, filters and a complaint from the fields ``don-vi``, ``noi-dung``, ``den-han``, ``ngay``, ``tinh-chat``."""
    as_of, complaint = read_date(values.get("ngay", ""))
    due_before, other = read_date(values.get("den-han", ""))
    topic = values.get("noi-dung", "").strip()
    filters = DutyFilters(topic, due_before, as_of, _modality(values.get("tinh-chat", "")))
    return values.get("don-vi", "").strip()[:LONGEST_QUESTION], filters, complaint or other


@sentence_for_errors
def duties(base: Base, values: Mapping[str, str]) -> str:
    """Return a unit's duties as a table, dated ones first, with links to files of it; ``values`` as in ``read_filters``."""
    unit, filters, complaint = read_filters(values)
    if complaint or not unit:
        return views.failure_fragment(complaint or "Hãy chọn hoặc ghi tên đơn vị.")
    listed = base.duties(unit, filters)
    files = [(form.upper(), links.export_link("nhiem-vu", form, values)) for form in DUTY_FORMATS]
    ordered = sorted(listed.duties, key=due_order)
    return views.fragment("duties.html", listed=listed, shown=ordered[:_ROWS], exports=files)


def _modality(words: str) -> Modality | None:
    return next((m for m in Modality if views.modality_name(m) == words), None)


def matching(documents: Sequence[DocumentSummary], words: str, kind: str = "") -> list[DocumentSummary]:
    """Return the documents whose citation or title has every word, marks and case aside, and whose kind is ``kind``."""
    wanted = unmarked(search_key(words)).split()
    return [
        document
        for document in documents
        if (kind in {"", ALL_KINDS} or document.kind == kind) and all(word in _searchable(document) for word in wanted)
    ]


@lru_cache(maxsize=20_000)
def _searchable(document: DocumentSummary) -> str:
    return unmarked(search_key(f"{formal_citation(document)} {document.title or ''} {document.issuer or ''}"))


@sentence_for_errors
def library(base: Base, words: str = "", kind: str = "") -> str:
    """Return the documents that match."""
    documents = base.documents()
    found = matching(documents, words, kind)
    shown = [base.summary(document.key) or document for document in found[:_LISTED]]
    return views.fragment("library.html", total=len(documents), found=found, shown=shown)


def read_lines(text: str) -> tuple[list[str], int]:
    """Return the distinct lines of a list, at most ``MOST_NUMBERS``, and how many more there were."""
    lines = list(dict.fromkeys(line.strip()[:LONGEST_QUESTION] for line in text.splitlines() if line.strip()))
    return lines[:MOST_NUMBERS], max(0, len(lines) - MOST_NUMBERS)


@sentence_for_errors
def look_up(base: Base, numbers: str) -> str:
    """Return which clauses reference each of the numbers, one a line."""
    asked, left_out = read_lines(numbers)
    found = [base.references(one) for one in asked]
    files = [(form.upper(), links.export_link("dan-chieu", form, {"so": "\n".join(asked)})) for form in REFERENCE_FORMATS]
    return views.fragment("lookups.html", found=found, limit=_REFERENCES, left_out=left_out, exports=files)


@sentence_for_errors
def state(base: Base) -> str:
    """Return how the knowledge base stands."""
    return views.fragment("state.html", state=base.status())
