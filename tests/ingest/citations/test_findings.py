"""The draft check: ``(draft, codes and quotes found, reason)``."""

import datetime as dt

import pytest

from corpus.model import DocumentSummary, Head, Status
from corpus.numbers import number_key
from corpus.vietnamese import search_key
from ingest.citations import extract_citations
from ingest.citations.findings import Severity, check_citations
from ingest.citations.validity import ValidityStatement

DECISION = DocumentSummary(
    "qd/407/2022", "Quyết định", "407/QĐ-TTg", dt.date(2022, 3, 30), "Thủ tướng Chính phủ", "Phê duyệt Đề án A"
)
DECREE = DocumentSummary("nd/9/2017", "Nghị định", "09/2017/NĐ-CP", dt.date(2017, 2, 9), "Chính phủ", "Quy định về phát ngôn")
ENDING = DocumentSummary("nd/244/2026", "Nghị định", "244/2026/NĐ-CP", dt.date(2026, 6, 26), "Chính phủ", "Quy định về phát ngôn")
LAW = DocumentSummary("luat/103/2016", "Luật", "103/2016/QH13", dt.date(2016, 4, 5), "Quốc hội", "Báo chí")
STORED = {d.key: d for d in (DECISION, DECREE, ENDING, LAW)}


class Targets:
    def by_number(self, key):
        return [d for d in STORED.values() if number_key(d.number) == key]

    def by_title(self, key):
        return [d for d in STORED.values() if search_key(d.title) == key]

    def has_provision(self, document_key, path):
        return path in {"dieu-1", "dieu-2"}


def validity(key, day):
    if key == "nd/9/2017" and day >= dt.date(2026, 7, 1):
        return ValidityStatement(Status.ENDED, "Đã bị bãi bỏ.", None, "nd/244/2026", dt.date(2026, 7, 1))
    return ValidityStatement(Status.IN_FORCE, "Đã có hiệu lực.")


def check(text, head, day):
    return check_citations(extract_citations(text), Targets(), head, day, validity=validity, summary=STORED.get)


PLAN = Head(kind="Kế hoạch", number="1/KH-SCT", date=dt.date(2024, 5, 13))
CIRCULAR = Head(kind="Thông tư", number="1/2024/TT-BCT", date=dt.date(2024, 5, 13))
THEN, NOW = dt.date(2024, 5, 13), dt.date(2026, 8, 1)
CASES = [
    ("theo Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ", PLAN, THEN, [], "all is well"),
    ("theo Quyết định số 407/QĐ-TTg ngày 30/3/2027", PLAN, THEN, ["wrong-date"], "wrong year"),
    ("theo Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Bộ Tài chính", PLAN, THEN, ["wrong-issuer"], "wrong issuer"),
    ("theo Điều 1 và Điều 99 Nghị định số 09/2017/NĐ-CP ngày 09/02/2017", PLAN, THEN, ["missing-provision"], "no such article"),
    ("theo Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ", PLAN, NOW, ["not-in-force"], "ended since"),
    ("theo Nghị định số 9/2017/NĐ-CP ngày 09/02/2017", PLAN, THEN, ["number-form"], "form of the number"),
    (
        "Bãi bỏ Điều 1 Nghị định số 244/2026/NĐ-CP ngày 26/6/2026 của Chính phủ.",
        PLAN,
        THEN,
        ["impossible-order"],
        "an act of 2024 repeals nothing of 2026",
    ),
    ("theo Nghị định số 77/2019/NĐ-CP ngày 1/1/2019", PLAN, THEN, ["unknown-document"], "not stored"),
    (
        "theo Luật số 32/2013/QH15 ngày 1/1/2013",
        PLAN,
        THEN,
        ["impossible-number", "unknown-document"],
        "term and year do not agree",
    ),
    (
        "theo Quyết định số 407/QĐ-TTg ngày 30/3/2022 và Quyết định số 407/QĐ-TTg ngày 30/3/2021",
        PLAN,
        THEN,
        ["conflicting-dates", "wrong-date"],
        "two dates in one draft",
    ),
    ("theo Quyết định số 407/QĐ-TTg.", PLAN, THEN, ["first-mention"], "a first mention gives more"),
    (
        "theo Nghị định số 09/2017/NĐ-CP ngày 09/02/2017; Nghị định số 09/2017/NĐ-CP; Nghị định 09/2017/NĐ-CP",
        PLAN,
        THEN,
        ["inconsistent-forms"],
        "one document in two forms",
    ),
    ("Căn cứ Quyết định số 407/QĐ-TTg ngày 30/3/2022;", CIRCULAR, THEN, ["unusual-basis"], "an individual decision as basis"),
    ("Căn cứ Luật Báo chí;", CIRCULAR, THEN, [], "a law as basis"),
    ("Thông tư này quy định việc A.", CIRCULAR, THEN, ["missing-basis"], "no basis at all"),
]


@pytest.mark.parametrize(("text", "head", "day", "expected", "reason"), CASES, ids=[row[4] for row in CASES])
def test_findings(text, head, day, expected, reason):
    found = check(text, head, day)
    assert sorted(f.code.value for f in found) == sorted(expected), [f.message for f in found]
    assert all(text[f.start : f.end] == f.quote for f in found), reason
    assert all(f.message for f in found)


def test_lower_rank_is_no_basis_of_a_decree():
    head = Head(kind="Nghị định", number="1/2024/NĐ-CP", date=THEN)
    found = check("Căn cứ Thông tư số 5/2020/TT-BTC ngày 1/1/2020 của Bộ Tài chính;", head, THEN)
    assert "lower-rank-basis" in {f.code.value for f in found}


def test_a_contradiction_names_both_sides_and_its_evidence():
    (found,) = check("theo Quyết định số 407/QĐ-TTg ngày 30 tháng 3 năm 2027", PLAN, THEN)
    assert found.severity is Severity.ERROR
    assert "30/3/2027" in found.message
    assert "30/3/2022" in found.message
    assert found.evidence == ("qd/407/2022",)


def test_an_ended_basis_says_by_what_and_since_when():
    (found,) = check("Căn cứ Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ;", PLAN, NOW)
    assert "01/7/2026" in found.message
    assert "244/2026/NĐ-CP" in found.suggestion
    assert found.evidence == ("nd/9/2017", "nd/244/2026")
