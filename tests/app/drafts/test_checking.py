"""The draft check over stored documents: a date that cannot be, a basis that has ended, clauses that do not exist."""

import datetime as dt
import json

import pytest

from app.drafts.checking import PASTED, check_file, check_stored, check_text
from corpus.errors import UnreadableFileError
from ingest.citations.findings import Code
from tests.app.commands import run

DRAFT = """BỘ THÍ ĐIỂM
Số: 15/QĐ-BTĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 05 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc phát ngôn của Bộ
{basis}
Điều 1. Nội dung
{body}
Điều 2. Thi hành
Quyết định này có hiệu lực kể từ ngày ký.
"""
RIGHT = (
    "Căn cứ Quyết định số 407/QĐ-TTg ngày 30 tháng 3 năm 2022 của Thủ tướng Chính phủ phê duyệt Đề án “Tổ chức truyền thông chính "
    "sách có tác động lớn đến xã hội trong quá trình xây dựng văn bản quy phạm pháp luật giai đoạn 2022 - 2027”;"
)
DECREE = "Nghị định số 09/2017/NĐ-CP ngày 09 tháng 02 năm 2017 của Chính phủ"
D = dt.date
BEFORE, AFTER = D(2026, 6, 1), D(2026, 8, 1)


@pytest.fixture
def check(base, tmp_path):
    def checked(basis=RIGHT, body="Văn phòng Bộ phải báo cáo Bộ trưởng.", as_of=None):
        path = tmp_path / "du-thao.txt"
        path.write_text(DRAFT.format(basis=basis, body=body), encoding="utf-8")
        draft = check_file(base, path, as_of)
        assert [draft.text[f.start : f.end] for f in draft.findings] == [f.quote for f in draft.findings]
        return {(f.code.value, f.severity.value) for f in draft.findings}

    return checked


CHECKS = [
    ({}, set(), {"wrong-date", "not-in-force", "unknown-document", "missing-provision"}, "nothing is wrong with the date"),
    ({"basis": RIGHT.replace("2022 của", "2027 của")}, {("wrong-date", "error")}, {"unknown-document"}, "30/3/2027 for 30/3/2022"),
    ({"basis": f"Căn cứ {DECREE};", "as_of": BEFORE}, set(), {"not-in-force"}, "a basis in force on that day"),
    ({"basis": f"Căn cứ {DECREE};", "as_of": AFTER}, {("not-in-force", "error")}, set(), "a basis that has ended"),
    ({"basis": f"Căn cứ {DECREE};"}, set(), {"not-in-force"}, "the draft's own day counts where none is given"),
    ({"body": f"Theo {DECREE}.", "as_of": AFTER}, {("not-in-force", "warning")}, set(), "a mention matters less than a basis"),
    ({"body": f"Theo khoản 2 Điều 5 {DECREE}.", "as_of": BEFORE}, set(), {"missing-provision"}, "a clause that exists"),
    (
        {"body": f"Theo khoản 9 Điều 5 {DECREE}.", "as_of": BEFORE},
        {("missing-provision", "error")},
        set(),
        "a clause that does not",
    ),
    ({"body": f"Theo Điều 99 {DECREE}.", "as_of": BEFORE}, {("missing-provision", "error")}, set(), "an article that does not"),
    ({"body": "Theo Nghị định số 77/2019/NĐ-CP."}, {("unknown-document", "note")}, {"wrong-date"}, "not stored is no error"),
    ({"body": "Theo Nghị định số 244/2026/NĐ-CP.", "as_of": BEFORE}, {("not-yet-in-force", "note")}, set(), "not yet in force"),
    ({"body": "Theo Luật số 103/2012/QH13."}, {("unknown-document", "note")}, {"impossible-number"}, "a year of that term"),
    ({"body": "Theo Luật số 103/2019/QH13."}, {("impossible-number", "error")}, set(), "a year beyond the term"),
    ({"basis": "Theo đề nghị của Chánh Văn phòng Bộ;"}, {("missing-basis", "warning")}, set(), "no basis at all"),
]


@pytest.mark.parametrize(("given", "present", "absent", "reason"), CHECKS, ids=[row[3] for row in CHECKS])
def test_findings(check, given, present, absent, reason):
    found = check(**given)
    assert present <= found, reason
    assert absent.isdisjoint({code for code, _ in found}), reason


def test_findings_say_what_is_right_and_who_ended_a_document(base, tmp_path):
    path = tmp_path / "du-thao.txt"
    path.write_text(DRAFT.format(basis=RIGHT.replace("2022 của", "2027 của"), body=f"Theo {DECREE}."), encoding="utf-8")
    findings = {f.code.value: f for f in check_file(base, path, AFTER).findings}
    date = findings["wrong-date"]
    assert "30/3/2022" in date.suggestion
    assert date.evidence == ("quyet-dinh/407-qd-ttg/2022-03-30",)
    ended = findings["not-in-force"]
    assert "244/2026/NĐ-CP" in ended.message
    assert ended.suggestion == "Thay bằng Nghị định số 244/2026/NĐ-CP."
    assert ended.evidence == ("nghi-dinh/09-2017-nd-cp/2017-02-09", "nghi-dinh/244-2026-nd-cp/2026-06-26")


def test_a_draft_is_stored_nowhere(base, base_home, tmp_path):
    path = tmp_path / "du-thao.txt"
    path.write_text(DRAFT.format(basis=RIGHT, body="Cục Mẫu báo cáo."), encoding="utf-8")
    before = base.status()
    assert run(base_home, "check", path).status in {0, 1}
    assert base.status() == before


def test_the_exit_status_tells_whether_something_is_wrong(base_home, tmp_path):
    good, bad = tmp_path / "tot.txt", tmp_path / "xau.txt"
    good.write_text(DRAFT.format(basis=RIGHT, body="Cục Mẫu báo cáo."), encoding="utf-8")
    bad.write_text(DRAFT.format(basis=RIGHT.replace("2022 của", "2027 của"), body="Cục Mẫu báo cáo."), encoding="utf-8")
    clean = run(base_home, "check", good, "--json")
    assert {f["severity"] for f in clean.json[0]["findings"]} <= {"note"}
    assert clean.status == 0
    assert run(base_home, "check", bad).status == 1
    assert run(base_home, "check", good, bad).status == 1


def test_what_cannot_be_read_is_an_error(base, tmp_path):
    (tmp_path / "xau.pdf").write_bytes(b"%PDF-1.7\n" + bytes(40))
    with pytest.raises(UnreadableFileError):
        check_file(base, tmp_path / "xau.pdf")


def test_the_stored_documents_are_checked_each_by_its_own_day(base, base_home):
    drafts = {draft.name: draft for draft in check_stored(base)}
    assert len(drafts) == 10
    plan = drafts["ke-hoach-3163-kh-bct-2024.pdf"]
    assert "not-in-force" not in {f.code.value for f in plan.findings}, "the decree was in force when the plan was issued"
    later = {draft.name: draft for draft in check_stored(base, AFTER)}["ke-hoach-3163-kh-bct-2024.pdf"]
    assert "not-in-force" in {f.code.value for f in later.findings}
    ran = run(base_home, "check", "--kb", "--format", "sarif")
    assert len(json.loads(ran.data)["runs"][0]["artifacts"]) == 10


def test_pasted_text_is_a_draft_without_a_file(base):
    draft = check_text(base, "Căn cứ Quyết định số 407/QĐ-TTg ngày 30 tháng 3 năm 2027 của Thủ tướng Chính phủ;")
    assert draft.name == PASTED
    assert Code.WRONG_DATE in {finding.code for finding in draft.findings}
    assert all(draft.text[f.start : f.end] == f.quote for f in draft.findings)
