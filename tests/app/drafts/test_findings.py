"""Findings for people and for scripts, compared whole."""

import io
import json

import pytest

from app.drafts import findings
from app.drafts.findings import CheckedDraft
from app.export import export_findings
from corpus.model import Page
from ingest.citations.findings import Code, Finding, Severity

TEXT = "Căn cứ Nghị định số 1/2020/NĐ-CP\nvà Luật Đường làng;"
WRONG = Finding(Code.NUMBER_FORM, Severity.WARNING, 7, 32, TEXT[7:32], "Số hiệu viết sai.", "Viết là “01/2020/NĐ-CP”.", ("k",))
ENDED = Finding(Code.NOT_IN_FORCE, Severity.ERROR, 36, 51, TEXT[36:51], "Hết hiệu lực \x1b[2J.")
NOWHERE = Finding(Code.MISSING_BASIS, Severity.WARNING, 0, 0, "", "Không có căn cứ.", "Bổ sung.")
DRAFT = CheckedDraft("a.pdf", TEXT, (NOWHERE, WRONG, ENDED), (Page(3, 1, 1, 0, 33), Page(4, 1, 1, 33, 52)))


def test_1_every_member_has_words_of_its_own():
    assert set(findings.CODE_WORDS) == set(Code)
    assert set(findings.SEVERITY_WORDS) == set(Severity)
    assert len(set(findings.CODE_WORDS.values())) == len(Code)


def test_2_and_3_the_screen():
    assert findings.checked_text([DRAFT, CheckedDraft("b.txt", "x")]) == (
        "a.pdf: 1 lỗi, 2 cảnh báo\n"
        "\n"
        "1. CẢNH BÁO (trang 3): Không có căn cứ.\n"
        "   → Bổ sung.\n"
        "\n"
        "2. CẢNH BÁO (trang 3): Số hiệu viết sai.\n"
        "   “Nghị định số 1/2020/NĐ-CP”\n"
        "   → Viết là “01/2020/NĐ-CP”.\n"
        "\n"
        "3. LỖI (trang 4): Hết hiệu lực [2J.\n"
        "   “Luật Đường làng”\n"
        "\n"
        "b.txt: không có nhận xét nào về dẫn chiếu\n"
    )


def test_json():
    out = io.BytesIO()
    done = export_findings([DRAFT, CheckedDraft("b.txt", "x")], "json", out)
    assert (done.written, done.message) == (3, "Đã ghi 3 nhận xét về 2 tệp.")
    first, second = json.loads(out.getvalue())
    assert first["findings"][1] == {
        "code": "number-form",
        "severity": "warning",
        "message": "Số hiệu viết sai.",
        "suggestion": "Viết là “01/2020/NĐ-CP”.",
        "quote": "Nghị định số 1/2020/NĐ-CP",
        "start": 7,
        "end": 32,
        "page": 3,
        "evidence": ["k"],
    }
    assert (first["file"], first["counts"]) == ("a.pdf", {"error": 1, "warning": 2, "note": 0})
    assert second == {"file": "b.txt", "counts": {"error": 0, "warning": 0, "note": 0}, "findings": []}


@pytest.mark.parametrize(
    ("drafts", "expected", "reason"),
    [
        ([DRAFT], Severity.ERROR, "the gravest of several"),
        ([CheckedDraft("a", "", (NOWHERE,)), CheckedDraft("b", "")], Severity.WARNING, "over several drafts"),
        ([CheckedDraft("b", "")], None, "nothing found"),
        ([], None, "nothing checked"),
    ],
)
def test_worst(drafts, expected, reason):
    assert findings.worst(drafts) is expected, reason


def test_a_draft_without_pages_has_no_page():
    assert findings.page_of(CheckedDraft("a.txt", TEXT, (WRONG,)), WRONG) is None
