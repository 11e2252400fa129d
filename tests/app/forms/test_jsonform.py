"""The JSON contract: whole objects compared with the shapes that scripts rely on."""

import datetime as dt
import json

import pytest

from app.forms import jsonform, referenceform
from app.results import BaseStatus, DutyFilters
from corpus.catalogue.reader import Counts, SourceFile
from corpus.model import (
    Answer,
    AnswerStatus,
    Citation,
    Document,
    Evidence,
    Furniture,
    Head,
    Modality,
    Notice,
    Page,
    PageVerdict,
    PdfKind,
    Question,
    Relation,
    Role,
    Source,
)
from ingest.source import READ_BEFORE_REPAIR
from tests.app.samples import AMBIGUOUS, DECREE, FOUND, UNKNOWN, YEARLY, duties, duty, hit, reference

DECREE_JSON = {
    "key": "nghi-dinh/12-2020-nd-cp/2020-02-09",
    "kind": "Nghị định",
    "number": "12/2020/NĐ-CP",
    "date": "2020-02-09",
    "issuer": "Chính phủ",
    "title": "Quy định về giữ gìn đường làng",
    "status": "Còn hiệu lực",
}
HIT_JSON = {
    "id": "nghi-dinh/12-2020-nd-cp/2020-02-09#dieu-5/khoan-2",
    "key": "ngoai-17",
    "document": DECREE_JSON,
    "path": "dieu-5/khoan-2",
    "label": "khoản 2 Điều 5",
    "heading": "Trách nhiệm của sở",
    "text": "Sở Công Thương báo cáo mỗi năm một lần.",
    "page": 2,
    "start": 40,
    "end": 79,
    "score": 0.75,
    "citation": "khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ",
}
DEADLINE_JSON = {"text": "trước ngày 25 tháng 12 hằng năm", "kind": "recurring", "value": "--12-25"}
DUTY_JSON = {
    "id": "nghi-dinh/12-2020-nd-cp/2020-02-09#dieu-5/khoan-2/diem-dd",
    "document": DECREE_JSON,
    "path": "dieu-5/khoan-2/diem-dd",
    "label": "điểm đ khoản 2 Điều 5",
    "text": "Sở Công Thương báo cáo Bộ Công Thương kết quả dọn đường;",
    "page": 3,
    "start": 100,
    "end": 156,
    "score": 0.5,
    "citation": "điểm đ khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ",
    "quote": "báo cáo Bộ Công Thương kết quả dọn đường",
    "modality": "must",
    "bearers": ["Sở Công Thương"],
    "matched_unit": "Sở Công Thương tỉnh Mẫu",
    "because": "thuộc lớp “Sở Công Thương”",
    "role": "chu_tri",
    "partners": ["Sở Xây dựng", "Sở Tài chính"],
    "recipients": ["Bộ Công Thương"],
    "action": "báo cáo Bộ Công Thương kết quả dọn đường",
    "deadline": DEADLINE_JSON,
    "condition": None,
    "certain": True,
    "changes": [],
}
OBLIGATION_JSON = {
    "path": "dieu-5/khoan-2/diem-dd",
    "start": 115,
    "end": 155,
    "quote": "báo cáo Bộ Công Thương kết quả dọn đường",
    "modality": "must",
    "bearers": ["Sở Công Thương"],
    "role": "chu_tri",
    "partners": ["Sở Xây dựng", "Sở Tài chính"],
    "recipients": ["Bộ Công Thương"],
    "action": "báo cáo Bộ Công Thương kết quả dọn đường",
    "deadline": DEADLINE_JSON,
    "condition": None,
    "certain": True,
}
CITATION_JSON = {
    "path": "can-cu",
    "start": 17,
    "end": 79,
    "quote": "điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ",
    "kind": "Nghị định",
    "number": "12/2020/NĐ-CP",
    "date": None,
    "title": None,
    "issuer": "Chính phủ",
    "provisions": ["dieu-5/khoan-2/diem-a"],
    "self": False,
    "relation": "can_cu",
}
SELF = Citation(0, 8, "Điều này", provisions=("dieu-nay",), self_reference=True, relation=Relation.DAN_CHIEU)
SELF_JSON = {
    "path": "",
    "start": 0,
    "end": 8,
    "quote": "Điều này",
    "kind": None,
    "number": None,
    "date": None,
    "title": None,
    "issuer": None,
    "provisions": ["dieu-nay"],
    "self": True,
    "relation": "dan_chieu",
}
UNDERSTOOD = Question("Sở phải làm gì?", "Sở Công Thương", "đường", dt.date(2026, 5, 4), ("k",))
ANSWERED = Answer(UNDERSTOOD, AnswerStatus.ANSWERED, (duty(deadline=YEARLY),), (reference().quote,), "Xong.")
CLAUSE_JSON = {
    "id": "ke-hoach/88-kh-sct/2026-03-02/so-cong-thuong-tinh-mau#can-cu",
    "document": {
        "key": "ke-hoach/88-kh-sct/2026-03-02/so-cong-thuong-tinh-mau",
        "kind": "Kế hoạch",
        "number": "88/KH-SCT",
        "date": "2026-03-02",
        "issuer": "Sở Công Thương tỉnh Mẫu",
        "title": "Triển khai tuần lễ đường làng",
        "status": None,
    },
    "path": "can-cu",
    "label": "phần căn cứ",
    "text": "Căn cứ điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ;",
    "page": 1,
    "start": 10,
    "end": 80,
    "score": 0.0,
    "citation": "phần căn cứ Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu",
    "changes": [],
}
REFERENCE_JSON = {
    **CLAUSE_JSON,
    "relation": "can_cu",
    "quote": CITATION_JSON["quote"],
    "provisions": ["dieu-5/khoan-2/diem-a"],
    "mention": CITATION_JSON,
    "target": DECREE_JSON,
    "resolution": {"target": DECREE.key, "candidates": [DECREE.key], "reason": "khớp số hiệu"},
    "via": [],
}
NOTHING = Answer(Question("?"), AnswerStatus.NO_MATCH, message="Không có.")

SHAPES = [
    (jsonform.document_json(DECREE), DECREE_JSON, "document"),
    (jsonform.search_json("đường", [hit()]), {"query": "đường", "hits": [HIT_JSON]}, "search"),
    (
        jsonform.batch_hits_json("q1", [hit()]),
        {"id": "q1", "hits": [{"id": HIT_JSON["id"], "key": "ngoai-17", "score": 0.75}]},
        "search --batch",
    ),
    (jsonform.batch_hits_json(7, []), {"id": 7, "hits": []}, "a batch line without hits, with a number as id"),
    (
        jsonform.answer_json(ANSWERED),
        {
            "question": "Sở phải làm gì?",
            "understood": {"unit": "Sở Công Thương", "topic": "đường", "as_of": "2026-05-04", "documents": ["k"]},
            "status": "answered",
            "message": "Xong.",
            "duties": [DUTY_JSON],
            "clauses": [CLAUSE_JSON],
            "follow_ups": [],
        },
        "ask",
    ),
    (
        jsonform.answer_json(NOTHING),
        {
            "question": "?",
            "understood": {"unit": None, "topic": "", "as_of": None, "documents": []},
            "status": "no_match",
            "message": "Không có.",
            "duties": [],
            "clauses": [],
            "follow_ups": [],
        },
        "ask without an answer",
    ),
    (
        jsonform.duty_list_json(duties(duty(deadline=YEARLY)), DutyFilters("đường", role=Role.CHU_TRI, modality=Modality.MUST)),
        {
            "unit": "Sở Công Thương tỉnh Mẫu",
            "filters": {
                "topic": "đường",
                "due_before": None,
                "as_of": None,
                "modality": "must",
                "role": "chu_tri",
                "document": None,
                "undated": False,
            },
            "message": "",
            "total": 1,
            "offset": 0,
            "duties": [DUTY_JSON],
        },
        "duties",
    ),
    (
        referenceform.look_ups_json([FOUND, UNKNOWN]),
        {
            "totals": {"looked_up": 2, "found": 1, "ambiguous": 0, "unknown": 1, "unreadable": 0, "references": 1},
            "results": [
                {
                    "asked": "nđ 12/2020",
                    "state": "found",
                    "message": "",
                    "target": DECREE_JSON,
                    "candidates": [],
                    "absent": None,
                    "total": 1,
                    "references": [REFERENCE_JSON],
                },
                {
                    "asked": "=1+1",
                    "state": "unknown",
                    "message": "Kho không có văn bản này.",
                    "target": None,
                    "candidates": [],
                    "absent": None,
                    "total": 0,
                    "references": [],
                },
            ],
        },
        "refs",
    ),
    (jsonform.citation_json(SELF), SELF_JSON, "a citation"),
    (jsonform.obligation_json(duty(deadline=YEARLY).obligation), OBLIGATION_JSON, "an obligation"),
]


@pytest.mark.parametrize(("made", "expected", "reason"), SHAPES, ids=[row[2] for row in SHAPES])
def test_1_shapes(made, expected, reason):
    assert made == expected, reason
    assert json.loads(jsonform.json_line(made)) == expected


def test_1_inspect():
    head = Head("Kế hoạch", "88/KH-SCT", dt.date(2026, 3, 2), recipients=("Như trên",), evidence=(("number", Evidence.STAMP),))
    document = Document(
        "k",
        head,
        "",
        Source("a.pdf", "00ff", 9, PdfKind.STAMPED),
        pages=(Page(1, 595, 842, 0, 0), Page(2, 595, 842, 0, 0, PageVerdict.OCR, 91.5)),
        furniture=(Furniture("bố sung", 2, READ_BEFORE_REPAIR), Furniture("- 2 -", 2, "số trang")),
        provisions=(hit().provision,),
        citations=(reference().citation,),
        obligations=(duty(deadline=YEARLY).obligation,),
        notices=(Notice("no-text", "Trang không có chữ.", 1),),
    )
    assert jsonform.inspect_json(document) == {
        "file": "a.pdf",
        "sha256": "00ff",
        "pages": 2,
        "kind_of_pdf": "text+stamped-number",
        "key": "k",
        "head": {
            "kind": "Kế hoạch",
            "number": "88/KH-SCT",
            "date": "2026-03-02",
            "issuer": None,
            "title": None,
            "signer": None,
            "authority": None,
            "effective_date": None,
            "recipients": ["Như trên"],
            "evidence": {"number": "stamp"},
        },
        "provisions": [
            {
                "id": HIT_JSON["id"],
                "path": "dieu-5/khoan-2",
                "label": "khoản 2 Điều 5",
                "level": "khoan",
                "heading": "Trách nhiệm của sở",
                "text": "Sở Công Thương báo cáo mỗi năm một lần.",
                "page": 2,
                "start": 40,
                "end": 79,
                "context": "",
                "breadcrumb": ["Chương II. TỔ CHỨC THỰC HIỆN"],
                "key": "ngoai-17",
            }
        ],
        "citations": [CITATION_JSON],
        "obligations": [OBLIGATION_JSON],
        "ocr": [{"page": 2, "confidence": 91.5, "read": ["bố sung"]}],
        "warnings": [{"code": "no-text", "page": 1, "message": "Trang không có chữ."}],
    }


def test_1_ambiguous_keeps_its_candidates():
    made = referenceform.looked_up_json(AMBIGUOUS)
    assert [made["state"], made["target"], made["candidates"][0]] == ["ambiguous", None, DECREE_JSON]


def test_1_status():
    failed = SourceFile("x.pdf", "0", "failed", "encrypted", "Có mật khẩu.", "2026-05-04T00:00:00Z")
    assert jsonform.status_json(BaseStatus(Counts(2, 30, 4, 5, 1, 7), "static", 6, 30, stale=True, failed=(failed,))) == {
        "documents": 2,
        "provisions": 30,
        "citations": 4,
        "obligations": 5,
        "failed_files": 1,
        "generation": 7,
        "model": "static",
        "index": {"generation": 6, "entries": 30, "stale": True, "engine": "local"},
        "failed": [{"file": "x.pdf", "code": "encrypted", "message": "Có mật khẩu.", "time": "2026-05-04T00:00:00Z"}],
        "message": "",
    }


@pytest.mark.parametrize(
    ("value", "expected", "reason"),
    [
        ({"text": "điểm đ"}, '{"text": "điểm đ"}', "letters as they are"),
        ({"text": "a\nb\u2028c\u2029"}, '{"text": "a\\nb\\u2028c\\u2029"}', "one value, one line, for every reader"),
        ([1.5, None, True], "[1.5, null, true]", "plain values"),
    ],
)
def test_json_line(value, expected, reason):
    assert jsonform.json_line(value) == f"{expected}\n", reason
    assert json.loads(jsonform.json_line(value)) == value
    assert json.loads(jsonform.json_text(value)) == value


def test_json_line_refuses_what_is_no_json():
    with pytest.raises(ValueError, match="Out of range"):
        jsonform.json_line(float("nan"))
