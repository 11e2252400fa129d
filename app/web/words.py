"""Words that only the pages need; those that every surface shares are in ``app.forms.words``. All are in the reader's language.

1. Every status has a tone and every kind of source file its words (the test goes through all of them).
2. A name is never empty.
3. Names and numbers of documents are never translated.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from app.duties.deadlines import due_date
from app.forms.words import deadline_words, modality_words, relation_words, role_words, short_citation, state_words
from app.results import LookUpState
from app.web.language import Language, language, say, told
from corpus.dates import print_date
from corpus.model import DocumentSummary, Duty, Evidence, Modality, PdfKind, Relation, Role, Status

PDF_KIND: Final[dict[PdfKind, str]] = {
    PdfKind.TEXT: "PDF có chữ",
    PdfKind.SCAN: "PDF quét, chữ do máy nhận dạng",
    PdfKind.STAMPED: "PDF ký số, số và ngày ở dấu ký",
    PdfKind.SCAN_OCR: "PDF quét có sẵn lớp chữ",
    PdfKind.NOT_PDF: "không phải PDF, không có ảnh trang",
}
EVIDENCE: Final[dict[Evidence, str]] = {
    Evidence.TEXT: "đọc trong văn bản",
    Evidence.STAMP: "đọc ở dấu ký số",
    Evidence.OCR: "máy nhận dạng từ bản quét",
    Evidence.SIGNATURE: "theo chữ ký số",
    Evidence.IMPORT: "theo dữ liệu nhập",
    Evidence.PERSON: "người sửa",
}
# What the audit log knows of (``app.access``), as people read it.
AUDITED: Final = {
    "ask": "Hỏi đáp",
    "search": "Tìm điều khoản",
    "duties": "Nhiệm vụ theo đơn vị",
    "changes": "Nhiệm vụ thay đổi",
    "refs": "Tra dẫn chiếu",
    "check": "Kiểm tra dự thảo",
    "upload": "Gửi tệp",
    "ingest": "Nạp văn bản",
    "correct": "Sửa phần đầu",
    "remove": "Bỏ khỏi kho",
    "login": "Đăng nhập",
    "logout": "Đăng xuất",
}
OUTCOMES: Final = {
    "answered": "Có kết quả",
    "found": "Có kết quả",
    "no_match": "Không có kết quả",
    "unknown": "Không có trong kho",
    "ambiguous": "Có nhiều văn bản trùng số",
    "unreadable": "Không đọc được số hiệu",
    "unavailable": "Chưa tra cứu được",
    "error": "Có lỗi",
    "right": "Đúng mật khẩu",
    "wrong": "Sai mật khẩu",
    "locked": "Tạm khóa vì sai nhiều lần",
}
# What two duties differ in.
DIFFERENCES: Final = {"deadline": "Khác thời hạn", "modality": "Khác tính chất", "recipients": "Khác nơi nhận"}
# The colour family of a status badge: in force, in part, waiting, ended.
STATUS_TONE: Final[dict[Status, str]] = {
    Status.IN_FORCE: "good",
    Status.NOT_YET: "wait",
    Status.PARTLY_ENDED: "warn",
    Status.ENDED: "bad",
    Status.SUSPENDED: "bad",
    Status.PARTLY_SUSPENDED: "warn",
    Status.NO_LONGER_FITTING: "bad",
}


def capitalised(text: str) -> str:
    """Return ``text`` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def document_name(document: DocumentSummary) -> str:
    """Return the name people use: "Nghị định số 09/2017/NĐ-CP", "Luật Báo chí số 103/2016/QH13"."""
    return capitalised(short_citation(document))


def due_words(duty: Duty) -> str:
    """Return a duty's deadline in few words; empty when it has none."""
    return told(capitalised(deadline_words(duty.obligation.deadline, duty.quote.document.date)))


def modality_name(modality: Modality) -> str:
    """Return a modality as a badge and a choice name it."""
    return say(capitalised(modality_words(modality)))


def role_name(role: Role) -> str:
    """Return a part in a duty as a badge and a choice name it."""
    return say(capitalised(role_words(role)))


def relation_name(relation: Relation) -> str:
    """Return a relation between documents as a heading names it."""
    return say(capitalised(relation_words(relation)))


def state_name(state: LookUpState) -> str:
    """Return the outcome of looking up a number."""
    return say(capitalised(state_words(state)))


def difference_name(differs: str) -> str:
    """Return what two duties differ in, as a badge names it."""
    return say(DIFFERENCES.get(differs, "Khác nhau"))


def event_name(event: str) -> str:
    """Return what was done, as the audit log shows it; an event of another version as it is written."""
    return say(AUDITED[event]) if event in AUDITED else event


def outcome_name(outcome: str) -> str:
    """Return how it ended, likewise."""
    return say(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome


def is_past(duty: Duty, today: dt.date) -> bool:
    """Whether the day that the document fixes for a duty lies before ``today``."""
    date = due_date(duty.obligation.deadline, duty.quote.document.date)
    return date is not None and date < today


def date_words(date: dt.date | None) -> str:
    """Return a date as documents print it, "không rõ ngày" without one."""
    return print_date(date) if date else say("không rõ ngày")


def number_words(value: int) -> str:
    """Return a count with the thousands separator of the language: 62.294 or 62,294."""
    return f"{value:,}" if language() is Language.ENGLISH else f"{value:,}".replace(",", ".")


def moment_words(iso: str) -> str:
    """Return a moment of the log as people read it, in this machine's time: "23/11/2026 10:05"."""
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{moment.astimezone():%d/%m/%Y %H:%M}"
