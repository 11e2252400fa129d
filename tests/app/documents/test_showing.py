"""One document or one clause, by id or as people cite it; the numbers are those of the module's guarantees."""

import pytest

from app.documents.showing import find_shown
from corpus.errors import UsageError
from tests.app.commands import run

DECREE = "nghi-dinh/09-2017-nd-cp/2017-02-09"
SHOWN = [
    (f"{DECREE}#dieu-5/khoan-2/diem-a", ["dieu-5/khoan-2/diem-a"], "the id of a point"),
    ("điểm a khoản 2 Điều 5 Nghị định số 09/2017/NĐ-CP", ["dieu-5/khoan-2/diem-a"], "as documents cite it"),
    ("điểm a khoản 2 Điều 5 09/2017/NĐ-CP", ["dieu-5/khoan-2/diem-a"], "without the kind"),
    (f" {DECREE}#dieu-4 ", ["dieu-4"], "with spaces around it"),
    (f"{DECREE}#dieu-3", ["dieu-3", *(f"dieu-3/khoan-{n}" for n in (1, 2, 3, 4))], "everything below an article, and it alone"),
]


@pytest.mark.parametrize(("reference", "paths", "reason"), SHOWN, ids=[row[2] for row in SHOWN])
def test_1_a_clause_is_named_by_id_or_citation(base, reference, paths, reason):
    shown = find_shown(base, reference)
    assert shown.summary.key == DECREE
    below = [p.path for p in shown.provisions if p.path.count("/") < 2 or p.path in paths]
    assert below == paths, reason
    assert all(p.path == shown.path or p.path.startswith(f"{shown.path}/") for p in shown.provisions)


@pytest.mark.parametrize("reference", [DECREE, "09/2017/NĐ-CP", "nđ 09/2017", "Nghị định số 09/2017/NĐ-CP"])
def test_1_a_whole_document(base, reference):
    shown = find_shown(base, reference)
    assert (shown.summary.key, shown.path) == (DECREE, "")
    assert shown.text == base.document(DECREE).text
    assert shown.provisions == base.document(DECREE).provisions


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("abc", "Không đọc được số hiệu"),
        ("77/2031/NĐ-CP", "Không thấy"),
        (f"{DECREE}#dieu-99", "không có Điều 99 trong kho"),
        (f"{DECREE}#dieu-1x/khong", "không có “dieu-1x/khong” trong kho"),
        ("Luật Tiếp cận thông tin", "chưa có trong kho"),
    ],
)
def test_1_what_names_nothing_is_refused(base, reference, message):
    with pytest.raises(UsageError, match=message):
        find_shown(base, reference)


def test_2_words_are_those_of_the_stored_text(base):
    shown = find_shown(base, f"{DECREE}#dieu-5")
    document = base.document(DECREE)
    first, last = shown.provisions[0], shown.provisions[-1]
    assert shown.text == document.text[first.start : last.end]
    assert all(provision.text in shown.text for provision in shown.provisions)
    assert "24 giờ" not in shown.text, "that is article 6"


def test_text_and_json_say_the_same(base_home):
    reference = "khoản 2 Điều 8 09/2017/NĐ-CP"
    value = run(base_home, "show", reference, "--json").json
    text = " ".join(run(base_home, "show", reference).out.split())
    assert value["id"] == f"{DECREE}#dieu-8/khoan-2"
    assert value["citation"] == "khoản 2 Điều 8 Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ"
    assert value["citation"] in text
    assert " ".join(value["text"].split()) in text
    assert value["id"] in text


def test_a_heading_that_is_also_the_lead_in_is_printed_once(base_home):
    assert run(base_home, "show", "khoản 1 Điều 2 09/2017/NĐ-CP").out.count("Đối tượng áp dụng") == 1
