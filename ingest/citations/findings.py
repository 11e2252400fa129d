"""What is wrong with the citations of a draft: the core of the draft check, without files or formats.

Each citation is matched against what is stored (``resolve``), its target's validity is asked for the draft's date, its form is
compared with the rules (Nghị định 30/2020/NĐ-CP; Nghị định 78/2025/NĐ-CP Điều 62 and 68) and with the other mentions.

1. Every finding stands at a span of the text and quotes it; messages are Vietnamese and say what to do.
2. A document that is not stored is a note, never an error: it may exist. A contradiction is only stated with its evidence.
3. Pure: the same citations, targets and dates give the same findings, in the order of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from corpus.addresses import print_address
from corpus.dates import parse_date
from corpus.kinds import is_normative
from corpus.model import Citation, DocumentSummary, Head, Relation, Status
from corpus.numbers import canonical, number_key
from ingest.citations.prepare import one_line, written_date
from ingest.citations.resolve import Contradiction, Match, Targets, match_citation, rank_of
from ingest.citations.validity import ValidityStatement


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """What was found; stable names for machines."""

    UNKNOWN_DOCUMENT = "unknown-document"
    AMBIGUOUS = "ambiguous-document"
    WRONG_DATE = "wrong-date"
    WRONG_ISSUER = "wrong-issuer"
    WRONG_TITLE = "wrong-title"
    IMPOSSIBLE_ORDER = "impossible-order"
    IMPOSSIBLE_NUMBER = "impossible-number"
    NUMBER_FORM = "number-form"
    MISSING_PROVISION = "missing-provision"
    NOT_IN_FORCE = "not-in-force"
    NOT_YET_IN_FORCE = "not-yet-in-force"
    PARTLY_ENDED = "partly-ended"
    CLAUSE_REPEALED = "clause-repealed"
    CLAUSE_AMENDED = "clause-amended"
    LOWER_RANK_BASIS = "lower-rank-basis"
    UNUSUAL_BASIS = "unusual-basis"
    MISSING_BASIS = "missing-basis"
    FIRST_MENTION = "first-mention"
    INCONSISTENT = "inconsistent-forms"
    CONFLICTING_DATES = "conflicting-dates"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark at ``start:end`` of the draft; ``evidence`` are keys of stored documents that it rests on."""

    code: Code
    severity: Severity
    start: int
    end: int
    quote: str
    message: str
    suggestion: str = ""
    evidence: tuple[str, ...] = ()


Validity = Callable[[str, dt.date], ValidityStatement]
Summary = Callable[[str], DocumentSummary | None]

_CONTRADICTED: Final = {
    "date": Code.WRONG_DATE,
    "issuer": Code.WRONG_ISSUER,
    "title": Code.WRONG_TITLE,
    "order": Code.IMPOSSIBLE_ORDER,
}
_NAMES: Final = {"date": "Ngày ban hành", "issuer": "Cơ quan ban hành", "title": "Trích yếu"}
# National Assemblies and the years of their terms; laws are numbered by term (Hiến pháp Điều 71: five years each).
_TERMS: Final = {
    9: (1992, 1997),
    10: (1997, 2002),
    11: (2002, 2007),
    12: (2007, 2011),
    13: (2011, 2016),
    14: (2016, 2021),
    15: (2021, 2026),
}
_ASSEMBLY: Final = re.compile(r"\d+/(?P<year>\d{2,4})/(?:PL-)?(?:UBTV)?QH(?P<term>\d{1,2})")
_ENDED: Final = frozenset({Status.ENDED, Status.SUSPENDED, Status.NO_LONGER_FITTING})
_BASIS_KINDS: Final = frozenset({"Công văn", "Công điện", "Báo cáo", "Thông báo"})
_NEEDS_BASIS: Final = frozenset({"Nghị định", "Quyết định", "Thông tư", "Thông tư liên tịch", "Nghị quyết"})


def check_citations(
    citations: Sequence[Citation],
    targets: Targets,
    head: Head,
    as_of: dt.date,
    *,
    validity: Validity | None = None,
    summary: Summary | None = None,
    key: str | None = None,
) -> tuple[Finding, ...]:
    """Return the findings on a draft's ``citations``, in the order of the text.

    ``head`` is the draft's, ``as_of`` the day to judge by; ``validity`` and ``summary`` ask for a stored document by its key.
    """
    found: list[Finding] = []
    for citation in citations:
        match = match_citation(citation, targets, head, key=key, context=citations)
        found += _of_match(citation, match, summary)
        if match.resolution.candidates and not citation.self_reference:
            found += _of_validity(citation, match, as_of, validity, summary)
        found += _of_form(citation)
        found += _of_basis(citation, head)
    found += [
        *_conflicting_dates(citations),
        *_first_mentions(citations),
        *_inconsistent(citations),
        *_missing_basis(citations, head),
    ]
    return tuple(sorted(set(found), key=lambda f: (f.start, f.end, f.code)))


def _finding(
    citation: Citation, code: Code, severity: Severity, message: str, suggestion: str = "", evidence: Sequence[str] = ()
) -> Finding:
    return Finding(code, severity, citation.start, citation.end, citation.quote, message, suggestion, tuple(evidence))


# ------------------------------------------------------------------------------------------------- against what is stored


def _of_match(citation: Citation, match: Match, summary: Summary | None) -> Iterator[Finding]:
    resolution = match.resolution
    for against in match.contradictions:
        yield _contradicted(citation, against)
    if match.contradictions or (citation.number is None and not citation.title):
        pass
    elif resolution.target is None and len(resolution.candidates) > 1:
        yield _finding(
            citation,
            Code.AMBIGUOUS,
            Severity.WARNING,
            resolution.reason,
            "Ghi thêm ngày ban hành và cơ quan ban hành.",
            resolution.candidates,
        )
    elif resolution.target is None:
        suggestion = "Kiểm tra lại số, ký hiệu; nếu đúng, hãy nạp văn bản này vào kho."
        yield _finding(citation, Code.UNKNOWN_DOCUMENT, Severity.NOTE, resolution.reason, suggestion, resolution.candidates)
    for path in match.missing:
        yield _missing(citation, path, resolution.target, summary)


def _contradicted(citation: Citation, against: Contradiction) -> Finding:
    if against.field == "order":
        message = f"Văn bản này ngày {against.cited} không thể căn cứ hay làm thay đổi văn bản ban hành ngày {against.stored}."
        suggestion = "Kiểm tra lại số và năm của văn bản được dẫn."
        return _finding(citation, Code.IMPOSSIBLE_ORDER, Severity.ERROR, message, suggestion, (against.document,))
    name = _NAMES[against.field]
    message = f"{name} “{against.cited}” mâu thuẫn với “{against.stored}” của văn bản trong kho."
    severity = Severity.WARNING if against.field == "title" else Severity.ERROR
    suggestion = f"Sửa thành “{against.stored}” hoặc kiểm tra lại số văn bản."
    return _finding(citation, _CONTRADICTED[against.field], severity, message, suggestion, (against.document,))


def _missing(citation: Citation, path: str, target: str | None, summary: Summary | None) -> Finding:
    document = summary(target) if summary and target else None
    name = f"{document.kind or 'Văn bản'} {document.number or document.title or ''}".strip() if document else "văn bản được dẫn"
    try:
        address = print_address(path)
    except ValueError:
        address = path
    message = f"{name} trong kho không có {address}."
    return _finding(
        citation, Code.MISSING_PROVISION, Severity.ERROR, message, "Kiểm tra lại số điều, khoản, điểm.", (target,) if target else ()
    )


def _of_validity(
    citation: Citation, match: Match, as_of: dt.date, validity: Validity | None, summary: Summary | None
) -> Iterator[Finding]:
    keys = match.resolution.candidates
    if validity is None or len(keys) != 1:
        return
    statement = validity(keys[0], as_of)
    by = summary(statement.by) if summary and statement.by else None
    evidence = (keys[0], statement.by) if statement.by else (keys[0],)
    when = f" từ ngày {written_date(statement.date)}" if statement.date else ""
    who = f" bởi {by.kind or 'văn bản'} {by.number or by.title or ''}".rstrip() if by else ""
    basis = citation.relation is Relation.CAN_CU
    if statement.status in _ENDED:
        severity = Severity.ERROR if basis or citation.relation is Relation.THUC_HIEN else Severity.WARNING
        message = f"Văn bản được dẫn {statement.status.value.lower()}{when}{who}. {statement.reason}"
        suggestion = (
            f"Thay bằng {by.kind or 'văn bản'} số {by.number}."
            if by and by.number
            else "Tìm văn bản thay thế hoặc bỏ dẫn chiếu này."
        )
        yield _finding(citation, Code.NOT_IN_FORCE, severity, message, suggestion, evidence)
    elif statement.status is Status.NOT_YET:
        severity = Severity.WARNING if basis else Severity.NOTE
        message = f"Văn bản được dẫn chưa có hiệu lực vào ngày {written_date(as_of)}; có hiệu lực{when}."
        suggestion = "Bảo đảm văn bản này có hiệu lực trước hoặc cùng lúc với dự thảo."
        yield _finding(citation, Code.NOT_YET_IN_FORCE, severity, message, suggestion, evidence)
    elif statement.status in {Status.PARTLY_ENDED, Status.PARTLY_SUSPENDED}:
        message = f"Văn bản được dẫn {statement.status.value.lower()}{when}{who}."
        suggestion = (
            f"Ghi thêm “được sửa đổi, bổ sung bởi {by.kind} số {by.number}” nếu phần dẫn đến bị ảnh hưởng."
            if by and by.number
            else ""
        )
        yield _finding(citation, Code.PARTLY_ENDED, Severity.NOTE, message, suggestion, evidence)


# ------------------------------------------------------------------------------------------------------ form and rank


def _of_form(citation: Citation) -> Iterator[Finding]:
    if citation.number is None:
        return
    term = _ASSEMBLY.fullmatch(citation.number)
    if term is not None:
        years = _TERMS.get(int(term["term"]))
        if len(term["year"]) != 4 or (years and not years[0] <= int(term["year"]) <= years[1]):
            message = f"Số {citation.number}: năm {term['year']} không thuộc nhiệm kỳ Quốc hội khóa {term['term']}."
            yield _finding(citation, Code.IMPOSSIBLE_NUMBER, Severity.ERROR, message, "Kiểm tra lại năm hoặc khóa Quốc hội.")
    written = _written(citation)
    if written is not None and written != citation.number:
        message = f"Số hiệu viết “{written}” không đúng thể thức."
        yield _finding(citation, Code.NUMBER_FORM, Severity.WARNING, message, f"Viết là “{citation.number}”.")
    if canonical(citation.number) is None:
        message = f"Số hiệu “{citation.number}” thiếu ký hiệu văn bản."
        yield _finding(citation, Code.NUMBER_FORM, Severity.WARNING, message, "Ghi đủ số, năm và ký hiệu, ví dụ “09/2017/NĐ-CP”.")


def _written(citation: Citation) -> str | None:
    """Return the number as the text writes it (line breaks undone), if it stands in the quote."""
    quote = one_line(citation.quote)
    for match in re.finditer(r"\d{1,5}[A-Za-z]?\s?[/-][^,;()]*?(?=\s+(?:ngày|của|năm|về)\b|[,;()]|$)", quote):
        if canonical(match[0]) == citation.number:
            return re.sub(r"(?<=[-/])\s(?=\S)", "", match[0].strip()) if "\n" in citation.quote else match[0].strip()
    return None


def _of_basis(citation: Citation, head: Head) -> Iterator[Finding]:
    if citation.relation is not Relation.CAN_CU or citation.kind is None:
        return
    own, cited = rank_of(head.kind), rank_of(citation.kind)
    individual = not is_normative(citation.kind, citation.number) and citation.kind in {"Quyết định", "Nghị quyết"}
    if own is not None and cited is not None and is_normative(head.kind, head.number) and cited > own:
        message = f"{citation.kind} có hiệu lực pháp lý thấp hơn {head.kind}, không dùng làm căn cứ ban hành."
        yield _finding(
            citation,
            Code.LOWER_RANK_BASIS,
            Severity.ERROR,
            message,
            "Chỉ căn cứ văn bản có hiệu lực pháp lý cao hơn (Nghị định 78/2025/NĐ-CP Điều 62).",
        )
    elif is_normative(head.kind, head.number) and (citation.kind in _BASIS_KINDS or individual):
        message = f"{citation.kind} số {citation.number} không phải văn bản quy phạm pháp luật."
        yield _finding(citation, Code.UNUSUAL_BASIS, Severity.NOTE, message, "Cân nhắc chuyển xuống phần “Theo đề nghị” hoặc bỏ.")


def _missing_basis(citations: Sequence[Citation], head: Head) -> Iterator[Finding]:
    if head.kind in _NEEDS_BASIS and not any(c.relation is Relation.CAN_CU for c in citations):
        yield Finding(
            Code.MISSING_BASIS,
            Severity.WARNING,
            0,
            0,
            "",
            f"Dự thảo {head.kind} không có phần căn cứ ban hành.",
            "Bổ sung căn cứ pháp lý.",
        )


# ------------------------------------------------------------------------------------------- mentions among each other


def _by_document(citations: Sequence[Citation]) -> dict[tuple[str, str], list[Citation]]:
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        if citation.number and not citation.self_reference and canonical(citation.number):
            groups.setdefault((number_key(citation.number), citation.kind or ""), []).append(citation)
    return groups


def _conflicting_dates(citations: Sequence[Citation]) -> Iterator[Finding]:
    """Two mentions of one number with different dates: at least one is wrong, or two documents are meant."""
    for group in _by_document(citations).values():
        counts = Counter(c.date for c in group if c.date)
        if len(counts) < 2:
            continue
        usual = counts.most_common(1)[0][0]
        for citation in group:
            day, other = parse_date(citation.date), parse_date(usual)
            if citation.date and citation.date != usual and day and other:
                message = f"Số {citation.number} ở đây ghi ngày {written_date(day)}, nơi khác trong văn bản ghi ngày {written_date(other)}."
                yield _finding(citation, Code.CONFLICTING_DATES, Severity.WARNING, message, "Thống nhất ngày ban hành.")


def _first_mentions(citations: Sequence[Citation]) -> Iterator[Finding]:
    """The first mention gives kind, number, date, issuer and title (laws: number or year)."""
    for group in _by_document(citations).values():
        first = min(group, key=lambda c: c.start)
        if first.kind in {"Luật", "Bộ luật", "Pháp lệnh"} or first.kind is None:
            continue
        lacking = [
            name
            for name, value in (("ngày ban hành", first.date), ("cơ quan ban hành", first.issuer), ("trích yếu", first.title))
            if not value
        ]
        if lacking and len(lacking) == len(("date", "issuer", "title")):
            message = f"Lần đầu dẫn {first.kind} số {first.number} chưa ghi {', '.join(lacking)}."
            yield _finding(
                first,
                Code.FIRST_MENTION,
                Severity.NOTE,
                message,
                "Lần dẫn đầu tiên ghi đủ loại, số, ngày, cơ quan ban hành và trích yếu.",
            )


def _inconsistent(citations: Sequence[Citation]) -> Iterator[Finding]:
    """One document written in several forms ("Nghị định số 9/2017/NĐ-CP" beside "Nghị định 09/2017/NĐ-CP")."""
    for group in _by_document(citations).values():
        forms = Counter(form for c in group if (form := _form(c)))
        if len(forms) < 2:
            continue
        usual = forms.most_common(1)[0][0]
        for citation in group:
            form = _form(citation)
            if form and form != usual:
                message = f"Cách viết “{form}” khác với “{usual}” dùng nơi khác trong văn bản."
                yield _finding(citation, Code.INCONSISTENT, Severity.NOTE, message, f"Thống nhất viết “{usual}”.")


def _form(citation: Citation) -> str | None:
    """Return kind word, "số" and number as written, without address, date and issuer."""
    match = re.search(
        r"(?P<kind>[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)\s+(?P<so>[Ss]ố\s+)?(?P<number>\d+[A-Za-z]?\s?[/-]\s?\S+)",
        one_line(citation.quote),
    )
    if match is None or match["kind"].lower().endswith("số"):
        return None
    kind = citation.kind if citation.kind and match["kind"].lower().endswith(citation.kind.lower()) else match["kind"]
    return f"{kind} {'số ' if match['so'] else ''}{match['number']}"
