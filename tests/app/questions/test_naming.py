"""The documents that a question names: stored ones, those that nobody stored, those that carry a named one out."""

import pytest

from app.questions.naming import Mention, mentions_in

DIRECTIVE = "chi-thi/07-ct-ttg/2023-03-21"
PLAN = "ke-hoach/3163-kh-bct/2024-05-13"
OLD, NEW = "nghi-dinh/09-2017-nd-cp/2017-02-09", "nghi-dinh/244-2026-nd-cp/2026-06-26"
RULES, PROJECT = "quyet-dinh/1575-qd-bct/2021-06-15", "quyet-dinh/407-qd-ttg/2022-03-30"

NAMED = [
    ("Báo chí làm gì theo 07/CT-TTg?", (Mention("07/CT-TTg", "07/CT-TTg", (DIRECTIVE,)),), "a number that stands alone"),
    ("Trong Kế hoạch số 3163/KH-BCT?", (Mention("Kế hoạch số 3163/KH-BCT", "3163/KH-BCT", (PLAN,)),), "a whole citation"),
    ("theo KH 3163", (Mention("KH 3163", "3163/KH-BCT", (PLAN,)),), "a shortened kind and a serial"),
    ("NĐ 244/2026 nói gì", (Mention("NĐ 244/2026", "244/2026/NĐ-CP", (NEW,)),), "a decree's symbol follows from its kind"),
    ("nghị định 09/2017", (Mention("nghị định 09/2017", "09/2017/NĐ-CP", (OLD,)),), "small letters"),
    ("quyết định 407 giao gì", (Mention("quyết định 407", "407/QĐ-TTg", (PROJECT,)),), "the only decision of this serial"),
    ("theo 3163/KHBCT", (Mention("3163/KHBCT", "3163/KHBCT", (PLAN,)),), "a sign left out"),
    ("Nghị định 09/NĐ-CP", (Mention("Nghị định 09/NĐ-CP", "09/NĐ-CP", (OLD,)),), "the year left out"),
    ("theo 1575/qd-bct", (Mention("1575/qd-bct", "1575/QĐ-BCT", (RULES,)),), "without marks and capitals"),
    (
        "Chỉ thị 07/CT-TTg năm 2023 giao gì?",
        (Mention("Chỉ thị 07/CT-TTg năm 2023", "07/CT-TTg", (DIRECTIVE,)),),
        "the year behind a number is that of the document",
    ),
    (
        "Chỉ thị 07/CT-TTg năm 2012 giao gì?",
        (Mention("Chỉ thị 07/CT-TTg năm 2012", "07/CT-TTg", (), (DIRECTIVE,)),),
        "another year: not stored, and the stored one is told",
    ),
    ("theo Nghị định 999/2031/NĐ-CP", (Mention("Nghị định 999/2031/NĐ-CP", "999/2031/NĐ-CP"),), "nobody stored it"),
    (
        "Theo kế hoạch triển khai Chỉ thị 07/CT-TTg thì sao?",
        (Mention("kế hoạch triển khai Chỉ thị 07/CT-TTg", None, (PLAN,), through=True),),
        "the plan that carries it out is meant",
    ),
    (
        "Kế hoạch 3163/KH-BCT triển khai Chỉ thị 07/CT-TTg giao gì?",
        (Mention("Kế hoạch 3163/KH-BCT", "3163/KH-BCT", (PLAN,)), Mention("Chỉ thị 07/CT-TTg", None)),
        "what only describes the plan names no further place to look in",
    ),
]
UNNAMED = [
    ("báo cáo trước 15/6/2026", "a date"),
    ("công điện tháng 7/2026", "a month"),
    ("kế hoạch 5 năm", "a span of years"),
    ("quyết định 2 lần", "a count"),
    ("luật 2025", "a year is no serial"),
    ("kế hoạch 4444", "the beginning of a number is never said to be absent"),
    ("QCVN 40:2011/BTNMT", "a standard"),
    ("văn bản hướng dẫn Luật Báo chí", "a law that is not where to look"),
]


@pytest.mark.parametrize(("question", "expected", "reason"), NAMED, ids=[row[2] for row in NAMED])
def test_what_a_question_names(base, question, expected, reason):
    assert mentions_in(base.catalogue, question) == expected, reason


@pytest.mark.parametrize(("question", "reason"), UNNAMED, ids=[row[1] for row in UNNAMED])
def test_what_names_no_document(base, question, reason):
    assert mentions_in(base.catalogue, question) == (), reason


def test_absent_means_a_whole_number_that_nobody_stored():
    assert [Mention("a", "1/QĐ-X").absent, Mention("a", None).absent, Mention("a", "1/QĐ-X", ("k",)).absent] == [True, False, False]
