"""Which stored document is meant: ``(citation, target, candidates, contradicted fields, reason)``."""

import datetime as dt

import pytest

from corpus.model import Citation, DocumentSummary, Head, Relation
from corpus.numbers import number_key
from corpus.vietnamese import search_key
from ingest.citations.resolve import absolute_paths, match_citation, resolve

DECISION = DocumentSummary(
    "qd/407/2022", "Quyết định", "407/QĐ-TTg", dt.date(2022, 3, 30), "Thủ tướng Chính phủ", "Phê duyệt Đề án truyền thông"
)
OLD = DocumentSummary("ct/7/2012", "Chỉ thị", "07/CT-TTg", dt.date(2012, 3, 2), "Thủ tướng Chính phủ", "Chấn chỉnh khu công nghiệp")
NEW = DocumentSummary(
    "ct/7/2023", "Chỉ thị", "07/CT-TTg", dt.date(2023, 3, 21), "Thủ tướng Chính phủ", "Tăng cường truyền thông chính sách"
)
DECREE = DocumentSummary("nd/9/2017", "Nghị định", "09/2017/NĐ-CP", dt.date(2017, 2, 9), "Chính phủ", "Quy định về phát ngôn")
LAW_13 = DocumentSummary("luat/45/2013", "Luật", "45/2013/QH13", dt.date(2013, 11, 29), "Quốc hội", "Đất đai")
LAW_24 = DocumentSummary("luat/31/2024", "Luật", "31/2024/QH15", dt.date(2024, 1, 18), "Quốc hội", "Luật Đất đai")
LATER = DocumentSummary("nd/62/2026", "Nghị định", "62/2026/NĐ-CP", dt.date(2026, 2, 13), "Chính phủ", "Quy định về kho")
STORED = (DECISION, OLD, NEW, DECREE, LATER, LAW_13, LAW_24)
PROVISIONS = {("nd/9/2017", "dieu-5"), ("nd/9/2017", "dieu-5/khoan-2")}


class Stored:
    def by_number(self, key):
        return [d for d in STORED if number_key(d.number) == key]

    def by_title(self, key):
        return [d for d in STORED if search_key(d.title) == key]

    def has_provision(self, document_key, path):
        return (document_key, path) in PROVISIONS


def cite(**fields):
    return Citation(0, 1, "x", **fields)


CITING = Head(kind="Kế hoạch", number="3163/KH-BCT", date=dt.date(2024, 5, 13))
CASES = [
    (cite(kind="Chỉ thị", number="07/CT-TTg", date="2023-03-21"), "ct/7/2023", ("ct/7/2023",), (), "number and date"),
    (cite(kind="Chỉ thị", number="7/CT-TTg"), None, ("ct/7/2012", "ct/7/2023"), (), "two of the number, no date: ambiguous"),
    (
        cite(kind="Chỉ thị", number="07/CT-TTg", title="về tăng cường truyền thông chính sách"),
        "ct/7/2023",
        ("ct/7/2023",),
        (),
        "the title tells them apart",
    ),
    (
        cite(kind="Chỉ thị", number="07/CT-TTg", date="2015-01-05"),
        None,
        ("ct/7/2012", "ct/7/2023"),
        (),
        "another document of the number, no slip",
    ),
    (
        cite(kind="Quyết định", number="407/QĐ-TTg", date="2027-03-30"),
        None,
        ("qd/407/2022",),
        ("date",),
        "day and month right, year wrong",
    ),
    (
        cite(kind="Quyết định", number="407/QĐ-TTg", date="2019-08-01", title="phê duyệt Đề án truyền thông"),
        None,
        ("qd/407/2022",),
        ("date",),
        "the title is the same",
    ),
    (cite(kind="Quyết định", number="407/QĐ-TTg", date="2019-08-01"), None, ("qd/407/2022",), (), "nothing but the number fits"),
    (
        cite(kind="Nghị định", number="09/2017/NĐ-CP", date="2017-02-08"),
        None,
        ("nd/9/2017",),
        ("date",),
        "a number with its year is unique",
    ),
    (
        cite(kind="Nghị định", number="09/2017/NĐ-CP", date="2017-02-09", issuer="Bộ Tài chính"),
        "nd/9/2017",
        ("nd/9/2017",),
        ("issuer",),
        "number and date fix it, the issuer is wrong",
    ),
    (cite(kind="Thông tư", number="09/2017/NĐ-CP"), None, (), (), "another kind"),
    (cite(kind="Nghị định", number="99/2099/NĐ-CP"), None, (), (), "unknown"),
    (cite(kind="Luật", title="Luật Đất đai", date="2013"), "luat/45/2013", ("luat/45/2013",), (), "name and year"),
    (cite(kind="Luật", title="Luật Đất đai", date="2024-01-18"), "luat/31/2024", ("luat/31/2024",), (), "name and date"),
    (cite(kind="Luật", title="Luật Đất đai"), None, ("luat/45/2013", "luat/31/2024"), (), "the new law may not be in force yet"),
    (cite(kind="Luật", title="Luật Đất đai", date="2003"), None, ("luat/31/2024", "luat/45/2013"), (), "no law of that year"),
    (
        cite(kind="Nghị định", number="62/2026/NĐ-CP", relation=Relation.BAI_BO),
        None,
        ("nd/62/2026",),
        ("order",),
        "nobody repeals what is issued later",
    ),
    (
        cite(kind="Nghị định", number="62/2026/NĐ-CP", date="2026-02-13", relation=Relation.CAN_CU),
        None,
        ("nd/62/2026",),
        ("order",),
        "nor rests on it",
    ),
    (cite(kind="Nghị định", number="62/2026/NĐ-CP"), "nd/62/2026", ("nd/62/2026",), (), "a text as amended may refer to it"),
    (
        cite(kind="Quyết định", number="407/QĐ-TTg", relation=Relation.THAY_THE),
        "qd/407/2022",
        ("qd/407/2022",),
        (),
        "an older one is replaced",
    ),
    (cite(kind="Luật", title="Luật Xuyên không"), None, (), (), "unknown name"),
    (cite(provisions=("dieu-5",)), None, (), (), "names no document"),
]


@pytest.mark.parametrize(("citation", "target", "candidates", "fields", "reason"), CASES, ids=[row[4] for row in CASES])
def test_match(citation, target, candidates, fields, reason):
    match = match_citation(citation, Stored(), CITING)
    assert (match.resolution.target, set(match.resolution.candidates)) == (target, set(candidates)), match.resolution.reason
    assert tuple(c.field for c in match.contradictions) == fields, reason
    assert match.resolution.reason, "every resolution says why"


def test_a_wrong_date_says_both_dates():
    match = match_citation(cite(kind="Quyết định", number="407/QĐ-TTg", date="2027-03-30"), Stored(), CITING)
    assert (match.contradictions[0].cited, match.contradictions[0].stored) == ("30/3/2027", "30/3/2022")


def test_a_law_in_force_for_years_is_the_one_meant():
    later = Head(kind="Kế hoạch", date=dt.date(2026, 6, 1))
    assert resolve(cite(kind="Luật", title="Luật Đất đai"), Stored(), later).target == "luat/31/2024"
    earlier = Head(kind="Kế hoạch", date=dt.date(2020, 6, 1))
    assert resolve(cite(kind="Luật", title="Luật Đất đai"), Stored(), earlier).target == "luat/45/2013"


def test_a_law_named_in_a_title_was_there_when_the_title_was_made():
    later = Head(kind="Kế hoạch", date=dt.date(2026, 6, 1))
    carrier = Citation(0, 5, "carrier", kind="Nghị định", number="43/2014/NĐ-CP", title="quy định chi tiết Luật Đất đai")
    law = Citation(20, 32, "Luật Đất đai", kind="Luật", title="Luật Đất đai")
    assert resolve(law, Stored(), later, context=(carrier, law)).target == "luat/45/2013"


def test_a_law_of_last_month_is_not_yet_the_one_meant():
    soon = Head(kind="Kế hoạch", date=dt.date(2013, 12, 20))
    assert resolve(cite(kind="Luật", title="Luật Đất đai"), Stored(), soon).target is None


def test_context_dates_a_later_mention():
    first = cite(kind="Chỉ thị", number="07/CT-TTg", date="2023-03-21")
    assert resolve(cite(kind="Chỉ thị", number="07/CT-TTg"), Stored(), CITING, context=(first,)).target == "ct/7/2023"


def test_missing_provisions_are_listed():
    match = match_citation(
        cite(kind="Nghị định", number="09/2017/NĐ-CP", provisions=("dieu-5/khoan-2", "dieu-50")), Stored(), CITING
    )
    assert (match.resolution.target, match.missing) == ("nd/9/2017", ("dieu-50",))


OWN = [
    (("dieu-nay/khoan-2",), "dieu-5/khoan-1/diem-a", ("dieu-5/khoan-2",), "this Điều"),
    (("khoan-nay/diem-b",), "dieu-5/khoan-1/diem-a", ("dieu-5/khoan-1/diem-b",), "this khoản"),
    (("khoan-nay",), "dieu-5", (), "no khoản here"),
    (("dieu-7",), "dieu-5", ("dieu-7",), "absolute already"),
]


@pytest.mark.parametrize(("given", "here", "expected", "reason"), OWN, ids=[row[3] for row in OWN])
def test_absolute_paths(given, here, expected, reason):
    assert absolute_paths(cite(provisions=given, self_reference=True), here) == expected, reason


def test_a_self_reference_is_the_citing_document():
    own = cite(kind="Nghị định", self_reference=True, provisions=("dieu-nay/khoan-2",), path="dieu-5/khoan-1")
    match = match_citation(own, Stored(), key="nd/9/2017")
    assert (match.resolution.target, match.missing) == ("nd/9/2017", ())
    assert resolve(own, Stored()).target is None
