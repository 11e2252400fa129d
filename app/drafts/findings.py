"""What a check found in drafts, for people and for scripts: words, plain text, JSON.

1. Every severity and every code has words of its own.
2. A finding is shown with its place (page, the words there), what is wrong and what to do.
3. A draft without findings says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.forms.jsonform import JsonObject
from app.forms.render import WIDTH, printable, shortened, wrapped
from corpus.model import Page
from ingest.citations.findings import Code, Finding, Severity

SEVERITY_WORDS: Final[dict[Severity, str]] = {
    Severity.ERROR: "lỗi",
    Severity.WARNING: "cảnh báo",
    Severity.NOTE: "lưu ý",
}
CODE_WORDS: Final[dict[Code, str]] = {
    Code.UNKNOWN_DOCUMENT: "Văn bản được dẫn không có trong kho",
    Code.AMBIGUOUS: "Dẫn chiếu có thể chỉ nhiều văn bản",
    Code.WRONG_DATE: "Ngày ban hành mâu thuẫn với văn bản trong kho",
    Code.WRONG_ISSUER: "Cơ quan ban hành mâu thuẫn với văn bản trong kho",
    Code.WRONG_TITLE: "Trích yếu khác văn bản trong kho",
    Code.IMPOSSIBLE_ORDER: "Văn bản được dẫn ban hành sau văn bản này",
    Code.IMPOSSIBLE_NUMBER: "Số hiệu không thể có",
    Code.NUMBER_FORM: "Số hiệu viết sai thể thức",
    Code.MISSING_PROVISION: "Điều, khoản, điểm được dẫn không có",
    Code.NOT_IN_FORCE: "Văn bản được dẫn đã hết hiệu lực",
    Code.NOT_YET_IN_FORCE: "Văn bản được dẫn chưa có hiệu lực",
    Code.PARTLY_ENDED: "Văn bản được dẫn đã hết hiệu lực một phần",
    Code.CLAUSE_REPEALED: "Điều, khoản, điểm được dẫn đã bị bãi bỏ",
    Code.CLAUSE_AMENDED: "Điều, khoản, điểm được dẫn đã được sửa đổi, bổ sung",
    Code.LOWER_RANK_BASIS: "Căn cứ có hiệu lực pháp lý thấp hơn dự thảo",
    Code.UNUSUAL_BASIS: "Căn cứ không phải văn bản quy phạm pháp luật",
    Code.MISSING_BASIS: "Thiếu căn cứ ban hành",
    Code.FIRST_MENTION: "Lần dẫn đầu tiên chưa ghi đủ",
    Code.INCONSISTENT: "Cách viết không thống nhất",
    Code.CONFLICTING_DATES: "Ngày ban hành không thống nhất trong văn bản",
}
_QUOTE: Final = 200  # characters of the words shown


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with its canonical text, its pages if it has any, and what was found; ``name`` is a file name, never a path."""

    name: str
    text: str
    findings: tuple[Finding, ...] = ()
    pages: tuple[Page, ...] = ()


def finding_words(finding: Finding) -> str:
    """Return what is wrong and what to do."""
    return f"{finding.message} {finding.suggestion}".strip()


def page_of(draft: CheckedDraft, finding: Finding) -> int | None:
    """Return the page on which a finding's words begin, or ``None`` for a draft without pages."""
    at = bisect_right([page.start for page in draft.pages], finding.start)
    return draft.pages[max(at - 1, 0)].number if draft.pages else None


def worst(drafts: Sequence[CheckedDraft]) -> Severity | None:
    """Return the gravest severity found, ``None`` when nothing was."""
    found = {finding.severity for draft in drafts for finding in draft.findings}
    return next((severity for severity in Severity if severity in found), None)


def finding_json(draft: CheckedDraft, finding: Finding) -> JsonObject:
    """Return one finding."""
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "suggestion": finding.suggestion or None,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "page": page_of(draft, finding),
        "evidence": list(finding.evidence),
    }


def checked_json(draft: CheckedDraft) -> JsonObject:
    """Return what was found in one draft (``check --format json`` gives a list of these)."""
    counts = Counter(finding.severity for finding in draft.findings)
    return {
        "file": draft.name,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [finding_json(draft, finding) for finding in draft.findings],
    }


def checked_text(drafts: Sequence[CheckedDraft], width: int = WIDTH) -> str:
    """Return what was found in drafts, in the order of their texts (``check --format table``)."""
    return "\n".join(_draft_text(draft, width) for draft in drafts)


def _draft_text(draft: CheckedDraft, width: int) -> str:
    counts = Counter(finding.severity for finding in draft.findings)
    listed = ", ".join(f"{counts[severity]} {words}" for severity, words in SEVERITY_WORDS.items() if counts[severity])
    parts = [wrapped(f"{draft.name}: {listed or 'không có nhận xét nào về dẫn chiếu'}", width)]
    parts += [_finding_text(draft, number, finding, width) for number, finding in enumerate(draft.findings, 1)]
    return "\n\n".join(parts) + "\n"


def _finding_text(draft: CheckedDraft, number: int, finding: Finding, width: int) -> str:
    page = page_of(draft, finding)
    place = f" (trang {page})" if page else ""
    head = f"{number}. "
    lines = [wrapped(f"{SEVERITY_WORDS[finding.severity].upper()}{place}: {finding.message}", width, " " * len(head), head)]
    if finding.quote:
        lines.append(wrapped(f"“{shortened(printable(finding.quote), _QUOTE)}”", width, "    ", "   "))
    if finding.suggestion:
        lines.append(wrapped(f"→ {finding.suggestion}", width, "     ", "   "))
    return "\n".join(lines)
