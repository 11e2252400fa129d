"""A small knowledge base of our own words: two documents, one of them with markup where a title should be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from app.drafts.findings import CheckedDraft
from app.relations.consolidated import ClauseDifference, ClauseSource, Comparison, Consolidated, ConsolidatedClause, Piece
from app.results import BaseStatus, Conflict, ConflictList, DutyFilters, DutyList, LookedUp, Reference
from app.upkeep.quality import FoundAgain, Warned
from corpus.addresses import print_address
from corpus.amendment import ClauseChange, Operation
from corpus.catalogue.reader import Counts, LogLine, SourceFile
from corpus.errors import IndexStateError
from corpus.model import (
    Answer,
    AnswerStatus,
    Box,
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    DocumentSummary,
    Duty,
    Head,
    Level,
    Modality,
    Obligation,
    Page,
    PdfKind,
    Provision,
    Question,
    Quote,
    Relation,
    Resolution,
    Role,
    Source,
    Status,
)
from index.understanding.query import Change, Understood
from ingest.citations.findings import Code, Finding, Severity
from tests.app.orders import KEYS

PLAN = "ke-hoach/15-kh-bvd/2024-02-01"
RULE = "nghi-dinh/01-2023-nd-cp/2023-01-05"
HOSTILE = "quyet-dinh/02-qd-bvd/2024-03-01/bo-vi-du"
EVIL = '<script>alert("x")</script>{{ value }}${1+1}'

_PLAN_LINES = (
    ("", "KẾ HOẠCH\nTruyền thông chính sách của ngành ví dụ năm 2024"),
    ("muc-i", "I. MỤC ĐÍCH\n", "Để người dân và doanh nghiệp được biết chính sách từ sớm."),
    ("muc-ii/khoan-1", "II. NHIỆM VỤ\n1. ", "Sở Công Thương các tỉnh lập danh mục chính sách cần truyền thông, gửi Vụ Pháp chế."),
    (
        "muc-ii/khoan-2",
        "2. ",
        "Sở Công Thương các tỉnh báo cáo Bộ trưởng kết quả thực hiện qua Văn phòng Bộ trước ngày 25 tháng 12 hằng năm.",
    ),
    ("muc-ii/khoan-3", "3. ", "Báo Ví Dụ mở chuyên mục về chính sách mới, chậm nhất ngày 30 tháng 6 năm 2024."),
)
_RULE_LINES = (
    ("", "NGHỊ ĐỊNH\nVề cung cấp thông tin mẫu"),
    ("dieu-1", "Điều 1. Phạm vi\n", "Nghị định này quy định việc cung cấp thông tin cho báo chí của cơ quan ví dụ."),
    ("dieu-2/khoan-1", "Điều 2. Người phát ngôn\n1. ", "Người đứng đầu là người phát ngôn hoặc giao cho cấp phó."),
    ("dieu-2/khoan-2/diem-dd", "2. Khi vắng mặt:\nđ) ", "Không được cung cấp tin chưa kiểm chứng."),
)


def _document(key: str, head: Head, lines: Sequence[tuple[str, ...]], kind: PdfKind, pages: int) -> Document:
    text = ""
    provisions = []
    for path, *pieces in lines:
        text += "\n" if text else ""
        text += pieces[0]
        if path:
            start = len(text)
            text += pieces[1]
            heading = pieces[0].split("\n")[0].partition(". ")[2] if "\n" in pieces[0] else ""
            provisions.append(
                Provision(key, path, print_address(path), heading, pieces[1], start, len(text), Level.KHOAN, 1 if pages else None)
            )
    return Document(
        key,
        head,
        text,
        Source(f"{head.number}.pdf".replace("/", "-"), "0" * 64, 1000, kind),
        pages=tuple(Page(n, 595, 842, 0, len(text)) for n in range(1, pages + 1)),
        provisions=tuple(provisions),
    )


def make_documents() -> dict[str, Document]:
    plan = _document(
        PLAN,
        Head("Kế hoạch", "15/KH-BVD", dt.date(2024, 2, 1), "Bộ Ví Dụ", "Truyền thông chính sách của ngành ví dụ", "Nguyễn Văn Mẫu"),
        _PLAN_LINES,
        PdfKind.TEXT,
        2,
    )
    rule = _document(
        RULE,
        Head("Nghị định", "01/2023/NĐ-CP", dt.date(2023, 1, 5), "Chính phủ", "Về cung cấp thông tin mẫu"),
        _RULE_LINES,
        PdfKind.NOT_PDF,
        0,
    )
    hostile = _document(
        HOSTILE,
        Head("Quyết định", "02/QĐ-BVD", dt.date(2024, 3, 1), EVIL, EVIL, EVIL),
        (("dieu-1", f"Điều 1. {EVIL}\n", f"Nội dung {EVIL}"),),
        PdfKind.NOT_PDF,
        0,
    )
    return {PLAN: replace(plan, obligations=tuple(_obligations(plan))), RULE: rule, HOSTILE: hostile}


def _obligations(plan: Document) -> list[Obligation]:
    by_path = {p.path: p for p in plan.provisions}
    yearly = Deadline("trước ngày 25 tháng 12 hằng năm", DeadlineKind.RECURRING, "--12-25")
    once = Deadline("chậm nhất ngày 30 tháng 6 năm 2024", DeadlineKind.DATE, "2024-06-30")
    rows = (
        ("muc-ii/khoan-1", ("Sở Công Thương",), None, ("Vụ Pháp chế",), False),
        ("muc-ii/khoan-2", ("Sở Công Thương",), yearly, ("Bộ trưởng", "Văn phòng Bộ"), True),
        ("muc-ii/khoan-3", ("Báo Ví Dụ",), once, (), True),
    )
    return [
        Obligation(
            by_path[path].start,
            by_path[path].end,
            by_path[path].text,
            Modality.MUST,
            bearers,
            Role.CHU_TRI if deadline else Role.THUC_HIEN,
            recipients=recipients,
            deadline=deadline,
            path=path,
            certain=certain,
        )
        for path, bearers, deadline, recipients, certain in rows
    ]


_STATUS = {PLAN: None, RULE: Status.IN_FORCE, HOSTILE: Status.ENDED}


@dataclass
class FakeBase:
    """Answers from three documents, each duty ``copies`` times; ``broken`` names a method that fails like a program error."""

    home: Path | None = None
    broken: str = ""
    unindexed: bool = False
    copies: int = 1
    asked: list[tuple[str, str | None, dt.date | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._documents = make_documents()

    def _check(self, name: str) -> None:
        if self.broken == name:
            raise RuntimeError(f"secret {Path(__file__).parent}")

    def summary(self, key: str, as_of: dt.date | None = None) -> DocumentSummary | None:
        document = self._documents.get(key)
        if document is None:
            return None
        head = document.head
        return DocumentSummary(key, head.kind, head.number, head.date, head.issuer, head.title, _STATUS[key])

    def key_now(self, key: str) -> str | None:
        return None

    def documents(self) -> tuple[DocumentSummary, ...]:
        self._check("documents")
        return tuple(found for key in self._documents if (found := self.summary(key)))

    def document(self, key: str) -> Document | None:
        self._check("document")
        return self._documents.get(key)

    def quote(self, key: str, path: str) -> Quote:
        provision = next(p for p in self._documents[key].provisions if p.path == path)
        summary = self.summary(key)
        assert summary is not None
        return Quote(summary, path, provision.label, provision.text, provision.start, provision.end, provision.page)

    def duties(self, unit: str, filters: DutyFilters | None = None, *, limit: int | None = None, offset: int = 0) -> DutyList:
        self._check("duties")
        filters = filters or DutyFilters()
        if "Sở" not in unit and "Báo" not in unit:
            return DutyList(None, f"Không nhận ra đơn vị “{unit}”.")
        found = [
            Duty(self.quote(PLAN, o.path), o, o.bearers[0], f"Nêu đích danh: {o.bearers[0]}")
            for o in self._documents[PLAN].obligations
            if o.bearers[0] in unit and filters.topic in o.quote
        ]
        if filters.order:
            found = sorted(found, key=KEYS[filters.order], reverse=filters.descending)
        every = tuple(found) * self.copies
        return DutyList(unit, "", every[offset : None if limit is None else offset + limit], len(every), offset)

    def understood(self, question: str, keep: Collection[str] = ()) -> Understood:
        if self.unindexed:
            raise IndexStateError("Chưa có chỉ mục; chạy 'cancu rebuild'.")
        if "bao cao" not in question or any(one.startswith("marks") for one in keep):
            return Understood(question, question)
        start = question.index("bao cao")
        change = Change("marks", start, start + 7, "bao cao", "báo cáo")
        return Understood(question, question.replace("bao cao", "báo cáo"), True, (), (change,))

    def ask(
        self,
        question: str,
        *,
        unit: str | None = None,
        as_of: dt.date | None = None,
        k: int = 10,
        keep: Collection[str] = (),
    ) -> Answer:
        self._check("ask")
        self.asked.append((question, unit, as_of))
        understood = Question(question, "Sở Công Thương" if unit is None else unit or None, "báo cáo", as_of)
        if self.unindexed:
            message = "Chưa có chỉ mục; chạy 'cancu rebuild'."
            return Answer(understood, AnswerStatus.UNAVAILABLE, message=message)
        if "thời tiết" in question:
            return Answer(Question(question), AnswerStatus.NO_MATCH, message="Không có điều khoản nào nói về việc này.")
        if "script" in question:
            return Answer(understood, AnswerStatus.ANSWERED, clauses=(self.quote(HOSTILE, "dieu-1"),))
        clauses = (self.quote(PLAN, "muc-ii/khoan-2"), self.quote(RULE, "dieu-2/khoan-2/diem-dd"))
        follow_ups = (f"{EVIL} báo cáo gì?",)
        return Answer(understood, AnswerStatus.ANSWERED, self.duties("Sở Công Thương").duties, clauses, follow_ups=follow_ups)

    def conflicts(self, unit: str, filters: DutyFilters | None = None) -> ConflictList:
        if "Báo" in unit:
            return ConflictList(unit)
        first, second = self.duties(unit).duties[:2]
        return ConflictList(unit, "", (Conflict(first, second, "deadline", "Hai văn bản ghi hai thời hạn khác nhau."),))

    def received(self, unit: str, filters: DutyFilters | None = None, *, limit: int | None = None, offset: int = 0) -> DutyList:
        duty = self.duties("Sở Công Thương").duties[0]
        return DutyList(unit, "", (replace(duty, because=f"Gửi tới {unit}"),), 1)

    def check_draft(self, path: Path, as_of: dt.date | None = None) -> CheckedDraft:
        self._check("check_draft")
        text = path.read_text(encoding="utf-8")
        place = text.find("99/2099/NĐ-CP")
        finding = Finding(
            Code.UNKNOWN_DOCUMENT,
            Severity.WARNING,
            place,
            place + 13,
            "99/2099/NĐ-CP",
            f"Không có {EVIL}.",
            "Kiểm tra lại số hiệu.",
        )
        return CheckedDraft(path.name, text, (finding,) if place >= 0 else ())

    def warnings(self) -> tuple[Warned, ...]:
        hostile = self.summary(HOSTILE)
        assert hostile is not None
        return (
            Warned("no-date", "Văn bản chưa rõ ngày ban hành", 3, (hostile,), (EVIL,)),
            Warned("gaps", "Dãy số", 1, (), (EVIL,)),
        )

    def found_again(self) -> FoundAgain:
        return FoundAgain(38, 40)

    def log_lines(self, limit: int = 100) -> tuple[LogLine, ...]:
        return (
            LogLine("2026-01-02T03:04:05+00:00", EVIL, "failed", "", "truncated", "Tệp bị cụt; hãy xin lại tệp.", 0.5),
            LogLine("2026-01-02T03:00:00+00:00", "ke-hoach.pdf", "stored", PLAN, "", "", 1.25),
        )

    def failed_files(self) -> tuple[SourceFile, ...]:
        return self.status().failed

    def references(self, asked: str, *, direction: Literal["in", "out"] = "in", relation: Relation | None = None) -> LookedUp:
        self._check("references")
        if "01/2023" not in asked and not asked.startswith(RULE):
            return LookedUp(asked, "unknown", message="Không có văn bản này trong kho.")
        target = self.summary(RULE)
        if direction == "out":
            return LookedUp(asked, "found", target)
        mention = Citation(0, 10, "báo cáo Bộ trưởng", number="01/2023/NĐ-CP", relation=Relation.CAN_CU)
        quote = self.quote(PLAN, "muc-ii/khoan-2")
        return LookedUp(asked, "found", target, references=(Reference(quote, mention, target, Resolution(RULE)),))

    def clause_changes(self, key: str, path: str, as_of: dt.date | None = None) -> tuple[ClauseChange, ...]:
        if (key, path) != (RULE, "dieu-1"):
            return ()
        return (ClauseChange(Operation.REPLACE, HOSTILE, "dieu-1", "dieu-1", dt.date(2024, 4, 1), f"Điều 1 {EVIL}"),)

    def consolidated(self, key: str, at: dt.date | None = None) -> Consolidated | None:
        summary = self.summary(key)
        if summary is None:
            return None
        document = self._documents[key]
        base = ClauseSource(summary, "", "", None, summary.date, "")
        changed = ClauseSource(summary, "dieu-1", "Điều 1", Operation.REPLACE, dt.date(2024, 4, 1), f"Điều 1 {EVIL}")
        clauses = tuple(
            ConsolidatedClause(
                p.path,
                p.label,
                p.level,
                f"{p.label}.",
                p.heading,
                p.text,
                "replaced" if i == 0 else "base",
                (base, changed) if i == 0 else (base,),
            )
            for i, p in enumerate(document.provisions)
        )
        return Consolidated(summary, at or dt.date(2026, 1, 1), clauses, (summary,), (), "Bản này không có giá trị pháp lý.")

    def compare(self, key: str, before: dt.date, after: dt.date) -> Comparison | None:
        text = self.consolidated(key, after)
        if text is None:
            return None
        first = text.clauses[0]
        pieces = (Piece("same", "Lời "), Piece("removed", "cũ"), Piece("added", f"mới {EVIL}"))
        difference = ClauseDifference(first.path, first.label, "changed", first, first, pieces, first.sources)
        return Comparison(text.document, before, after, (difference,), len(text.clauses) - 1, (), text.note)

    def boxes(self, key: str, start: int, end: int) -> tuple[Box, ...]:
        return (Box(1, 72, 100, 400, 114), Box(2, 72, 100, 400, 114))

    def page_image(self, key: str, page: int, *, boxes: Sequence[Box] = (), width: int = 1000) -> bytes | None:
        from app.documents.pages import render_page

        if key != PLAN or self.home is None or page > 2:
            return None
        return render_page(self.home / "plan.pdf", page, boxes, width)

    def unit_names(self) -> tuple[str, ...]:
        return ("Báo Ví Dụ", "Sở Công Thương", "Vụ Pháp chế")

    def status(self) -> BaseStatus:
        self._check("status")
        if self.unindexed:
            raise IndexStateError("Chưa có chỉ mục; chạy 'cancu rebuild'.")
        failed = (
            SourceFile("<b>hong</b>.pdf", "1" * 64, "failed", "truncated", "Tệp bị cụt; hãy xin lại tệp.", "2026-01-02 03:04"),
        )
        return BaseStatus(Counts(3, 8, 1, 3, 1, 1234), "static-256", 1234, 8, stale=False, failed=failed)


def write_plan_pdf(folder: Path) -> Path:
    """Write the two pages of the plan as a PDF without any library: enough for drawing."""
    pages = ("BT /F1 14 Tf 72 730 Td (Ke hoach mau, trang 1) Tj ET", "BT /F1 14 Tf 72 730 Td (Trang 2) Tj ET")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>",
        *(
            body
            for number, content in ((4, pages[0]), (6, pages[1]))
            for body in (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number} 0 R "
                "/Resources << /Font << /F1 7 0 R >> >> >>",
                f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            )
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    file = folder / "plan.pdf"
    file.write_text(f"{out}{end}startxref\n{len(out)}\n%%EOF\n", encoding="ascii")
    return file
