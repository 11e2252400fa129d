"""Values of the model in the words of Vietnamese administration, for every surface.

Citations follow Nghị định 78/2025/NĐ-CP Điều 68 and Nghị định 30/2020/NĐ-CP: kind, number, date, issuer; laws by name. The
text of a whole screen is made in ``app.forms.render``.

1. ``formal_citation`` leaves out what is not known and never invents a part.
2. Words for enumerations are total: every member has its own.
3. ``deadline_words`` keeps the document's own words where a rule would change their meaning.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from app.duties.deadlines import DURATION, due_date
from app.results import LookUpState
from corpus.addresses import print_address
from corpus.amendment import ClauseChange, Operation
from corpus.dates import make_date, print_date
from corpus.kinds import NAMED_KINDS
from corpus.model import (
    AnswerStatus,
    Deadline,
    DeadlineKind,
    DocumentSummary,
    Modality,
    Obligation,
    Relation,
    Role,
    Status,
)
from corpus.vietnamese import search_key

_WHOLE: Final = print_address("").lower()

MODALITY_WORDS: Final[dict[Modality, str]] = {
    Modality.MUST: "phải",
    Modality.MUST_NOT: "không được",
    Modality.MAY: "được phép",
    Modality.SHOULD: "được đề nghị",
}
ROLE_WORDS: Final[dict[Role, str]] = {Role.CHU_TRI: "chủ trì", Role.PHOI_HOP: "phối hợp", Role.THUC_HIEN: "thực hiện"}
RELATION_WORDS: Final[dict[Relation, str]] = {
    Relation.CAN_CU: "căn cứ",
    Relation.THUC_HIEN: "thực hiện",
    Relation.SUA_DOI: "sửa đổi",
    Relation.BO_SUNG: "bổ sung",
    Relation.THAY_THE: "thay thế",
    Relation.BAI_BO: "bãi bỏ",
    Relation.HUONG_DAN: "hướng dẫn",
    Relation.DINH_CHINH: "đính chính",
    Relation.HOP_NHAT: "hợp nhất",
    Relation.DAN_CHIEU: "dẫn chiếu",
}
OPERATION_WORDS: Final[dict[Operation, str]] = {
    Operation.REPLACE: "sửa đổi",
    Operation.INSERT: "bổ sung",
    Operation.REPEAL: "bãi bỏ",
    Operation.REPLACE_PHRASE: "thay cụm từ",
}
ANSWER_WORDS: Final[dict[AnswerStatus, str]] = {
    AnswerStatus.ANSWERED: "Có căn cứ trong kho",
    AnswerStatus.NO_MATCH: "Không tìm thấy căn cứ trong kho",
    AnswerStatus.UNAVAILABLE: "Chưa tra cứu được",
}
STATE_WORDS: Final[dict[LookUpState, str]] = {
    "found": "tìm thấy",
    "unknown": "không có trong kho",
    "ambiguous": "có nhiều văn bản trùng số",
    "unreadable": "không đọc được số hiệu",
}
_PERIODS: Final = {
    "daily": "hằng ngày",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "half-yearly": "6 tháng một lần",
    "yearly": "hằng năm",
}
_COUNTED: Final = {
    "years": "năm",
    "months": "tháng",
    "weeks": "tuần",
    "working": "ngày làm việc",
    "days": "ngày",
    "hours": "giờ",
    "minutes": "phút",
}
_INNER_LAW: Final = re.compile(r"\bcủa (?P<kind>bộ luật|luật|pháp lệnh) (?P<first>\w)")
_LATEST: Final = re.compile(r"\b(?:chậm|muộn)\s+nhất\b", re.IGNORECASE)
_BEFORE: Final = re.compile(r"\btrước\b", re.IGNORECASE)
_FROM: Final = re.compile(r"(?:^|\W)(?:kể\s+)?từ\s+(?:ngày|tháng|quý|năm)\b", re.IGNORECASE)
_COUNTED_FROM: Final = re.compile(r"(?:kể|tính) từ\b.*", re.IGNORECASE | re.DOTALL)
_FUNCTION_WORD: Final = re.compile(r"(?:sau|khi|ngay|trong|cho|trước|kể|định|hằng|hàng|từ|đến|chậm|tối)\b", re.IGNORECASE)
_OWN_MARKER: Final = {
    Modality.MUST_NOT: re.compile(r"\b(?:không|cấm|chưa được|chớ)\b", re.IGNORECASE),
    Modality.MAY: re.compile(r"\b(?:được|có quyền|có thể)\b", re.IGNORECASE),
    Modality.SHOULD: re.compile(r"\b(?:đề nghị|khuyến khích|nên)\b", re.IGNORECASE),
}


def formal_citation(document: DocumentSummary, label: str = "") -> str:
    """Return a document, or the provision ``label`` of it, as a formal text cites it.

    "điểm đ khoản 2 Điều 5 Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ"; laws by their name.
    """
    label = "" if label.lower() == _WHOLE else label.strip()
    return f"{label} {_name_of(document)}".strip()


def short_citation(document: DocumentSummary, label: str = "") -> str:
    """Return the form of a later mention: kind and number only ("khoản 2 Điều 5 Nghị định số 09/2017/NĐ-CP")."""
    if not document.number:
        return formal_citation(document, label)
    bare = DocumentSummary(document.key, document.kind, document.number, None, None, document.title)
    return formal_citation(bare, label)


def _name_of(document: DocumentSummary) -> str:
    kind = document.kind if document.kind and document.kind != "Khác" else ""
    title = " ".join((document.title or "").split())
    if kind in NAMED_KINDS:
        return _law_name(kind, title, document)
    words = [kind or "văn bản"]
    if document.number:
        words.append(f"số {document.number}")
    elif title:
        words.append(title if re.match(r"(?:về|v/v)\b", title, re.IGNORECASE) else f"“{title}”")
    if document.date:
        words.append(f"ngày {print_date(document.date)}")
    if document.issuer:
        words.append(f"của {document.issuer}")
    return " ".join(words) if len(words) > 1 else f"{words[0]} không rõ số hiệu"


def _law_name(kind: str, title: str, document: DocumentSummary) -> str:
    name = _cased(title)
    if not search_key(name).startswith(search_key(kind)):
        name = f"{kind} {name}".strip()
    if document.number:
        return f"{name} số {document.number}"
    return f"{name} năm {document.date.year}" if document.date else name


def _cased(title: str) -> str:
    """Return a title printed in capitals in normal case; others as they are."""
    if not title.isupper():
        return title
    lower = title.capitalize().replace("việt nam", "Việt Nam")
    return _INNER_LAW.sub(lambda match: f"của {match['kind'].capitalize()} {match['first'].upper()}", lower)


def change_words(change: ClauseChange, path: str) -> str:
    """Return what was done to the clause at ``path`` ("Đã bị bãi bỏ bởi khoản 1 Điều 2 Nghị định số ... từ ngày 01/7/2024").

    A change of something inside the clause, or of all that it lies in, names what was changed.
    """
    where = "" if change.target == path else f"{print_address(change.target)} "
    verb = "bị" if change.operation is Operation.REPEAL else "được"
    done = f"{where}đã {verb} {OPERATION_WORDS[change.operation]} bởi {change.citation} từ ngày {print_date(change.since)}."
    return done[0].upper() + done[1:]


def modality_words(modality: Modality) -> str:
    """Return how a duty binds, as a reader says it ("không được")."""
    return MODALITY_WORDS[modality]


def role_words(role: Role) -> str:
    """Return a bearer's part ("chủ trì")."""
    return ROLE_WORDS[role]


def relation_words(relation: Relation) -> str:
    """Return an edge between documents in words ("sửa đổi")."""
    return RELATION_WORDS[relation]


def status_words(status: Status | None) -> str:
    """Return a document's validity in the national database's words; empty for documents that have none."""
    return status.value if status else ""


def answer_words(status: AnswerStatus) -> str:
    """Return the outcome of a question in words."""
    return ANSWER_WORDS[status]


def state_words(state: LookUpState) -> str:
    """Return the outcome of looking up a number, in words."""
    return STATE_WORDS[state]


def duty_words(obligation: Obligation) -> str:
    """Return the words of a duty; a ban, permission or wish whose marker stands outside them gets it in brackets."""
    quote = " ".join(obligation.quote.split())
    marker = _OWN_MARKER.get(obligation.modality)
    if marker is None or marker.search(quote):
        return quote
    return f"[{MODALITY_WORDS[obligation.modality].capitalize()}] {quote}"


def deadline_words(deadline: Deadline | None, issued: dt.date | None = None) -> str:
    """Return a deadline in words ("trước ngày 25/12 hằng năm", "trong 5 ngày làm việc kể từ ..."); empty when there is none.

    ``issued`` is the document's date: a duration that runs from it also gets its last day.
    """
    if deadline is None:
        return ""
    text = " ".join(deadline.text.split())
    if deadline.kind is DeadlineKind.DATE:
        return _date_words(text, due_date(deadline, issued))
    if deadline.kind is DeadlineKind.RECURRING:
        return _recurring_words(text, deadline.value)
    if deadline.kind is DeadlineKind.WITHIN:
        return _within_words(text, deadline.value, due_date(deadline, issued))
    return _inside_sentence(text or deadline.value)


def _inside_sentence(text: str) -> str:
    return text[0].lower() + text[1:] if _FUNCTION_WORD.match(text) else text


def _date_words(text: str, date: dt.date | None) -> str:
    if date is None or _FROM.search(text):
        return _inside_sentence(text)
    if _LATEST.search(text):
        return f"chậm nhất ngày {print_date(date)}"
    return f"{'trước' if _BEFORE.search(text) else 'đến hết'} ngày {print_date(date)}"


def _recurring_words(text: str, value: str) -> str:
    before = "trước " if _BEFORE.search(text) else "chậm nhất " if _LATEST.search(text) else ""
    parts = [_recurring_part(part.strip(), before) for part in value.split(",")]
    return _inside_sentence(text) if not all(parts) else " và ".join(parts)


def _recurring_part(value: str, before: str) -> str:
    yearly = re.fullmatch(r"--(\d{2})-(\d{2})", value)
    if yearly and make_date(2024, yearly[1], yearly[2]):
        return f"{before}ngày {yearly[2]}/{yearly[1]} hằng năm"
    monthly = re.fullmatch(r"---(\d{2})", value)
    if monthly:
        return f"{before}ngày {monthly[1]} hằng tháng"
    if value.startswith("R/"):
        length = _length_words(value.removeprefix("R/"))
        return f"{length} một lần" if length else ""
    return _PERIODS.get(value, "")


def _within_words(text: str, value: str, last: dt.date | None) -> str:
    length = _length_words(value)
    if not length or _BEFORE.search(text) or _COUNTED_FROM.match(text):
        return _inside_sentence(text)
    start = "sau" if re.match(r"sau\b", text, re.IGNORECASE) else "trong"
    tail = _COUNTED_FROM.search(text)
    words = f"{start} {length} {_inside_sentence(tail[0]) if tail else ''}".rstrip(" ,;")
    return f"{words} (đến hết ngày {print_date(last)})" if last else words


def _length_words(duration: str) -> str:
    match = DURATION.fullmatch(duration)
    if match is None:
        return ""
    return " ".join(f"{int(match[name])} {word}" for name, word in _COUNTED.items() if match[name])
