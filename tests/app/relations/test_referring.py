"""Who cites what: numbers as people write them, parts of documents, absent documents; the numbers are those of the guarantees."""

import datetime as dt
from dataclasses import replace

import pytest

from app.relations.referring import look_up, parse_parts, stored_documents
from app.service import open_knowledge_base
from corpus.catalogue import open_writer
from corpus.model import Citation, Document, Head, Level, Provision, Relation, Source
from corpus.numbers import document_key
from corpus.settings import Home
from ingest.citations.references import Reference, read_reference

DECREE, LAW = "nghi-dinh/09-2017-nd-cp/2017-02-09", "luat/103-2016-qh13/2016-04-05"
DECISION, PLAN, DIRECTIVE = "quyet-dinh/407-qd-ttg/2022-03-30", "ke-hoach/3163-kh-bct/2024-05-13", "chi-thi/07-ct-ttg/2023-03-21"
FOUND = [
    ("407/QĐ-TTg", DECISION, "the number"),
    ("Quyết định số 407/QĐ-TTg ngày 30 tháng 3 năm 2022", DECISION, "as documents write it"),
    ("qđ 407 ttg", DECISION, "in pieces"),
    ("QD 407/TTG", DECISION, "without marks"),
    ("407/qd-ttg", DECISION, "in lower case"),
    ("407", DECISION, "its serial alone, if there is one such"),
    ("nđ 09/2017", DECREE, "kind and year"),
    ("9/2017/NĐ-CP", DECREE, "without its nought"),
    ("09/2017", DECREE, "serial and year"),
    ("khoản 2 Điều 5 Nghị định số 09/2017/NĐ-CP", DECREE, "with an address"),
    ("k2 đ5 nđ 09/2017", DECREE, "with a short address"),
    (DECREE, DECREE, "its key"),
    (f"{DECREE}#dieu-5", DECREE, "the id of a clause"),
    ("Luật Báo chí", LAW, "a law by its name"),
    ("luật báo chí", LAW, "in lower case"),
    ("Luật số 103/2016/QH13", LAW, "a law by its number"),
    ("chỉ thị 07 ttg ngày 21/3/2023", DIRECTIVE, "with its date"),
]


@pytest.mark.parametrize(("asked", "key", "reason"), FOUND, ids=[row[2] for row in FOUND])
def test_numbers_as_people_write_them(base, asked, key, reason):
    found = base.references(asked)
    assert (found.asked, found.state, found.target.key if found.target else None) == (asked, "found", key), reason


NOT_FOUND = [
    ("407/QĐ-BCT", "unknown", "another body's number"),
    ("407/QĐ-TTg ngày 30/3/2027", "unknown", "another day's number"),
    ("09/2018/NĐ-CP", "unknown", "another year"),
    ("Luật Đường làng", "unknown", "a law nobody mentions"),
    ("thông tư 407", "unknown", "another kind"),
    ("", "unreadable", "nothing"),
    ("???", "unreadable", "signs"),
    ("Sở Công Thương", "unreadable", "a unit is no document"),
]


@pytest.mark.parametrize(("asked", "state", "reason"), NOT_FOUND, ids=[row[2] for row in NOT_FOUND])
def test_what_is_not_there_is_not_found(base, asked, state, reason):
    found = base.references(asked)
    assert (found.state, found.target, found.references) == (state, None, ()), reason
    assert asked in found.message


def places(found):
    return [(r.quote.document.key, r.quote.path, r.citation.relation) for r in found.references]


def test_1_incoming_references_are_those_that_mean_the_document(base):
    assert places(base.references("407/QĐ-TTg")) == [
        (PLAN, "muc-ii/khoan-1/diem-c", Relation.DAN_CHIEU),
        (PLAN, "muc-iii/khoan-1/diem-c", Relation.DAN_CHIEU),
        ("quyet-dinh/1908-qd-bct/2023-07-25", "can-cu", Relation.CAN_CU),
        ("quyet-dinh/1908-qd-bct/2023-07-25", "dieu-1", Relation.DAN_CHIEU),
        ("quyet-dinh/1908-qd-bct/2023-07-25", "kem-theo/doan-1", Relation.THUC_HIEN),
        (DIRECTIVE, "khoan-1/diem-a", Relation.DAN_CHIEU),
    ]


def test_1_a_law_of_the_same_name_and_another_year_is_another_law(base):
    found = base.references("Luật Báo chí")
    assert found.references
    assert LAW not in {r.quote.document.key for r in found.references}, "its own closing clause repeals that of 1989"


def test_1_a_mention_that_means_a_stored_document_is_none_of_an_absent_one(base):
    found = base.references("07/CT-TTg ngày 21/3/2012")
    assert (found.state, found.references, found.absent) == ("unknown", (), None)
    assert base.references("07/CT-TTg").references


def test_2_every_reference_is_a_clause_with_its_words_and_the_mention_in_it(base):
    for asked in ("407/QĐ-TTg", "09/2017/NĐ-CP", "Luật Báo chí", "07/CT-TTg"):
        for reference in base.references(asked).references:
            document = base.document(reference.quote.document.key)
            quote, citation = reference.quote, reference.citation
            assert document.text[quote.start : quote.end] == quote.text
            assert document.text[citation.start : citation.end] == citation.quote
            assert quote.start <= citation.start
            assert citation.end <= base.provision(f"{document.key}#{quote.path}").end
            assert quote.page is not None


def test_3_an_absent_document_has_the_references_of_its_number(base):
    found = base.references("25/2013/QĐ-TTg")
    assert (found.state, found.target) == ("found", None)
    assert places(found) == [(DECREE, "dieu-11/khoan-2", Relation.BAI_BO)]
    assert "chưa có trong kho" in found.message
    by_name = base.references("Luật Tiếp cận thông tin")
    assert (by_name.state, by_name.target) == ("found", None)
    assert {r.quote.document.key for r in by_name.references} == {PLAN, DIRECTIVE}


@pytest.mark.parametrize(
    ("asked", "expected", "reason"),
    [
        ("Điều 38 Luật Báo chí", ["dieu-8/khoan-3"], "clauses inside the article asked for"),
        ("khoản 2 Điều 38 Luật Báo chí", ["dieu-8/khoan-3"], "the very clause"),
        ("điểm a khoản 2 Điều 38 Luật Báo chí", ["dieu-8/khoan-3"], "a clause that contains it"),
        ("khoản 1 Điều 38 Luật Báo chí", [], "its neighbour"),
        ("Điều 3 Luật Báo chí", [], "no part of a number"),
        ("Điều 42 Luật Báo chí", ["kem-theo/dieu-4/khoan-2", "dieu-9/khoan-2"], "several documents"),
    ],
)
def test_references_to_a_part(base, asked, expected, reason):
    assert [r.quote.path for r in base.references(asked).references] == expected, reason


def test_outgoing_references_name_their_targets_and_leave_out_the_document_itself(base):
    found = base.references("3163/KH-BCT", direction="out")
    targets = [(r.quote.path, r.target.key if r.target else None) for r in found.references]
    assert ("muc-ii/khoan-1/diem-b", DECREE) in targets
    assert ("muc-iii/khoan-1/diem-c", "quyet-dinh/1908-qd-bct/2023-07-25") in targets
    assert ("muc-ii/khoan-1/diem-a", None) in targets, "a law that is not stored"
    assert {r.quote.document.key for r in found.references} == {PLAN}
    assert PLAN not in {key for _, key in targets}
    part = base.references("Mục III 3163/KH-BCT", direction="out")
    assert {r.quote.path for r in part.references} == {"muc-iii/khoan-1/diem-c"}


@pytest.mark.parametrize("relation", [Relation.CAN_CU, Relation.THUC_HIEN, Relation.DAN_CHIEU, Relation.THAY_THE])
@pytest.mark.parametrize("direction", ["in", "out"])
def test_one_relation_is_a_part_of_all(base, relation, direction):
    everything = base.references("407/QĐ-TTg", direction=direction).references
    kept = base.references("407/QĐ-TTg", direction=direction, relation=relation)
    assert kept.references == tuple(r for r in everything if r.citation.relation is relation)
    assert kept.state == "found", "the document is stored, whoever cites it"


def letter(number, date, text="Nội dung.", citations=()):
    head = Head("Chỉ thị", number, date, "Thủ tướng Chính phủ", f"Việc của năm {date.year}")
    key = document_key(head)
    provision = Provision(key, "khoan-1", "khoản 1", "", text, 0, len(text), Level.KHOAN)
    return Document(key, head, text, Source(f"{date}.txt", date.isoformat(), 1), provisions=(provision,), citations=citations)


@pytest.fixture
def repeated(tmp_path):
    """Two directives of one number, as there are every year, and one that cites the number alone."""
    text = "Theo Chỉ thị số 07/CT-TTg."
    start, end = text.index("Chỉ"), len(text) - 1
    mention = Citation(start, end, text[start:end], "Chỉ thị", "07/CT-TTg", path="khoan-1")
    documents = [
        letter("07/CT-TTg", dt.date(2012, 3, 2)),
        letter("07/CT-TTg", dt.date(2023, 3, 21)),
        letter("99/CT-TTg", dt.date(2023, 9, 9), text, (mention,)),
    ]
    home = Home(tmp_path / "kho")
    with open_writer(home) as writer:
        writer.put(documents, "/a")
    base = open_knowledge_base(home)
    yield base
    base.close()


def test_a_number_that_repeats_is_ambiguous_until_a_date_is_given(repeated):
    found = repeated.references("07/CT-TTg")
    assert (found.state, found.target, found.references) == ("ambiguous", None, ())
    assert [c.date.year for c in found.candidates] == [2012, 2023]
    assert "ngày ban hành" in found.message
    assert repeated.references("07/CT-TTg ngày 2/3/2012").target.date == dt.date(2012, 3, 2)
    assert repeated.references("07/CT-TTg ngày 21/3/2023").target.date == dt.date(2023, 3, 21)
    assert repeated.references("07/CT-TTg ngày 1/1/2015").target is None


def test_an_ambiguous_mention_counts_for_none_of_its_candidates(repeated):
    for day in ("2/3/2012", "21/3/2023"):
        assert repeated.references(f"07/CT-TTg ngày {day}").references == ()


def test_stored_documents(repeated):
    catalogue = repeated.catalogue
    rows = [
        (Reference(number="07/CT-TTg"), 2, "a number that repeats"),
        (Reference(number="07/CT-TTg", date="2023-03-21"), 1, "with its day"),
        (Reference(number="07/CT-TTg", date="2023-03"), 1, "with its month"),
        (Reference(number="07/CT-TTg", date="2015"), 0, "a year without one"),
        (Reference(number="07/CT-TTg", kind="Quyết định"), 2, "a slip of kind keeps the choice open"),
        (Reference(partial="7"), 2, "the serial without its nought"),
        (Reference(partial="07", body="TTg"), 2, "with its body"),
        (Reference(partial="07", body="BCT"), 0, "of another body"),
        (Reference(partial="07", kind="Chỉ thị", date="2012"), 1, "kind and year"),
        (Reference(partial="99"), 1, "one of its serial"),
        (Reference(partial="9"), 0, "no beginning of a serial"),
        (Reference(key="chi-thi/07-ct-ttg/2012-03-02"), 1, "a key"),
        (Reference(key="chi-thi/07-ct-ttg/2013-03-02"), 0, "a key of nothing"),
        (Reference(title="Việc của năm 2012"), 1, "a title"),
    ]
    for reference, count, reason in rows:
        assert len(stored_documents(catalogue, reference)) == count, reason


@pytest.mark.parametrize(
    ("partial", "parts"), [("407", ["407"]), ("09/2017", ["09", "2017"]), (" 09-2017 ", ["09", "2017"]), ("9/", ["9"])]
)
def test_parts_of_a_number(partial, parts):
    assert parse_parts(partial) == parts


def test_looking_up_reads_one_state_of_the_catalogue(base):
    reference = read_reference("407/QĐ-TTg")
    assert replace(reference, paths=()) == reference
    assert look_up(base, "407/QĐ-TTg", direction="in", relation=None) == base.references("407/QĐ-TTg")
