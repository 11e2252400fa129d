"""Small documents of our own words for the tests of the catalogue and of what stands above it."""

import datetime as dt

from corpus.model import (
    Box,
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    Effect,
    EffectKind,
    Evidence,
    Furniture,
    Head,
    Level,
    Line,
    Modality,
    Notice,
    Obligation,
    Page,
    PdfKind,
    Provision,
    Relation,
    Role,
    Source,
)
from corpus.numbers import document_key

TEXT = "Điều 1. Báo cáo\nSở Thí điểm báo cáo Bộ Mẫu trước ngày 25/12/2024 theo Nghị định số 01/2020/NĐ-CP.\n"


def document(number: str = "12/2024/TT-BCT", text: str = TEXT, sha256: str = "ab" * 32) -> Document:
    """One document with one of everything; spans agree with its text."""
    head = Head(
        "Thông tư",
        number,
        dt.date(2024, 5, 13),
        "Bộ Công Thương",
        "Báo cáo thí điểm",
        "Nguyễn Văn A",
        dt.date(2024, 7, 1),
        ("Như trên",),
        (("number", Evidence.STAMP), ("authority", Evidence.TEXT)),
        "KT. BỘ TRƯỞNG, THỨ TRƯỞNG",
    )
    key = document_key(head)
    start, end = text.index("Sở"), text.rindex(".") + 1
    duty_end = text.index(" theo")
    cited = text.index("Nghị định")
    box = Box(1, 72.0, 100.0, 500.0, 112.5)
    return Document(
        key=key,
        head=head,
        text=text,
        source=Source("thong-tu.pdf", sha256, 1234, PdfKind.STAMPED),
        pages=(Page(1, 595.0, 842.0, 0, len(text)),),
        lines=(Line(text[0 : start - 1], 0, start - 1, 1, box, 14.0, True), Line(text[start:end], start, end, 1, box)),
        provisions=(
            Provision(
                key, "dieu-1", "Điều 1", "Báo cáo", text[start:end], start, end, Level.DIEU, 1, "", ("Chương I",), "k1", (box,)
            ),
        ),
        citations=(
            Citation(
                cited,
                end - 1,
                text[cited : end - 1],
                "Nghị định",
                "01/2020/NĐ-CP",
                None,
                None,
                None,
                ("dieu-2",),
                False,
                Relation.THUC_HIEN,
                "dieu-1",
            ),
        ),
        obligations=(
            Obligation(
                start,
                duty_end,
                text[start:duty_end],
                Modality.MUST,
                ("Sở Thí điểm", "Sở Khác"),
                Role.CHU_TRI,
                ("Bộ Khác",),
                ("Bộ Mẫu",),
                "báo cáo Bộ Mẫu",
                Deadline("trước ngày 25/12/2024", DeadlineKind.DATE, "2024-12-25"),
                "khi có yêu cầu",
                "dieu-1",
                False,
            ),
        ),
        effects=(
            Effect(
                EffectKind.REPEALS,
                start,
                end,
                text[start:end],
                dt.date(2024, 7, 1),
                ("dieu-1",),
                Citation(cited, end - 1, text[cited : end - 1], "Nghị định", "01/2020/NĐ-CP", relation=Relation.BAI_BO),
                ("dieu-2",),
                dt.date(2025, 7, 1),
            ),
        ),
        furniture=(Furniture("1", 1, "page-number", box),),
        notices=(Notice("a-code", "Một lời nhắn.", 1),),
    )
