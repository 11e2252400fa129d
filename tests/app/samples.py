"""Small documents, duties and references of our own invention for the tests of words, JSON and exports."""

import datetime as dt

from app.results import DutyList, LookedUp, Reference
from corpus.model import (
    Citation,
    Deadline,
    DeadlineKind,
    DocumentSummary,
    Duty,
    Hit,
    Level,
    Modality,
    Obligation,
    Provision,
    Quote,
    Relation,
    Resolution,
    Role,
    Status,
)

NOW = dt.datetime(2026, 5, 4, 8, 30, tzinfo=dt.UTC)

DECREE = DocumentSummary(
    "nghi-dinh/12-2020-nd-cp/2020-02-09",
    "Nghị định",
    "12/2020/NĐ-CP",
    dt.date(2020, 2, 9),
    "Chính phủ",
    "Quy định về giữ gìn đường làng",
    Status.IN_FORCE,
)
PLAN = DocumentSummary(
    "ke-hoach/88-kh-sct/2026-03-02/so-cong-thuong-tinh-mau",
    "Kế hoạch",
    "88/KH-SCT",
    dt.date(2026, 3, 2),
    "Sở Công Thương tỉnh Mẫu",
    "Triển khai tuần lễ đường làng",
)
LAW = DocumentSummary("luat/77-2019-qh14/2019-06-14", "Luật", "77/2019/QH14", dt.date(2019, 6, 14), "Quốc hội", "Đường làng")

YEARLY = Deadline("trước ngày 25 tháng 12 hằng năm", DeadlineKind.RECURRING, "--12-25")
SINGLE = Deadline("trước ngày 30 tháng 6 năm 2026", DeadlineKind.DATE, "2026-06-30")
QUARTERLY = Deadline("định kỳ hằng quý", DeadlineKind.RECURRING, "quarterly")
WORKING = Deadline("trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ", DeadlineKind.WITHIN, "P5BD")


def duty(
    words: str = "báo cáo Bộ Công Thương kết quả dọn đường",
    deadline: Deadline | None = None,
    *,
    document: DocumentSummary = DECREE,
    path: str = "dieu-5/khoan-2/diem-dd",
    label: str = "điểm đ khoản 2 Điều 5",
    modality: Modality = Modality.MUST,
    role: Role = Role.CHU_TRI,
    certain: bool = True,
) -> Duty:
    text = f"Sở Công Thương {words};"
    obligation = Obligation(
        start=115,
        end=115 + len(words),
        quote=words,
        modality=modality,
        bearers=("Sở Công Thương",),
        role=role,
        partners=("Sở Xây dựng", "Sở Tài chính"),
        recipients=("Bộ Công Thương",),
        action=words,
        deadline=deadline,
        path=path,
        certain=certain,
    )
    quote = Quote(document, path, label, text, 100, 100 + len(text), page=3, score=0.5)
    return Duty(quote, obligation, "Sở Công Thương tỉnh Mẫu", "thuộc lớp “Sở Công Thương”")


def duties(*listed: Duty, message: str = "") -> DutyList:
    return DutyList("Sở Công Thương tỉnh Mẫu", message, tuple(listed))


def hit(score: float = 0.75) -> Hit:
    provision = Provision(
        DECREE.key,
        "dieu-5/khoan-2",
        "khoản 2 Điều 5",
        "Trách nhiệm của sở",
        "Sở Công Thương báo cáo mỗi năm một lần.",
        40,
        79,
        Level.KHOAN,
        page=2,
        breadcrumb=("Chương II. TỔ CHỨC THỰC HIỆN",),
        key="ngoai-17",
    )
    return Hit(provision, DECREE, score)


def reference() -> Reference:
    text = "Căn cứ điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ;"
    quote = Quote(PLAN, "can-cu", "phần căn cứ", text, 10, 10 + len(text), page=1)
    citation = Citation(
        17,
        79,
        text[7:69],
        "Nghị định",
        "12/2020/NĐ-CP",
        issuer="Chính phủ",
        provisions=("dieu-5/khoan-2/diem-a",),
        relation=Relation.CAN_CU,
        path="can-cu",
    )
    return Reference(quote, citation, DECREE, Resolution(DECREE.key, (DECREE.key,), "khớp số hiệu"))


FOUND = LookedUp("nđ 12/2020", "found", DECREE, references=(reference(),))
AMBIGUOUS = LookedUp("07/CT-TTg", "ambiguous", candidates=(DECREE, PLAN), message="Hãy thêm ngày ban hành.")
UNKNOWN = LookedUp("=1+1", "unknown", message="Kho không có văn bản này.")
