"""A decree of our own and what two later ones do to it: stored, consolidated at a date, compared, and marked wherever it is shown.

The numbers are those of the guarantees of ``app.relations.amending`` and ``app.relations.consolidated``.
"""

import datetime as dt
import hashlib

import pytest

from app.drafts.checking import check_document
from app.relations.amending import amendments_to, clause_changes
from app.relations.consolidated import Piece, difference, words_of
from app.service import KnowledgeBase, open_knowledge_base
from app.upkeep.maintenance import rebuild
from corpus.amendment import ClauseChange, Operation
from corpus.catalogue import open_writer
from corpus.model import Document, Source, Status
from corpus.settings import Home, Limits
from ingest.citations.findings import Code
from ingest.reading.plain import read_plain
from ingest.understand import understand
from tests.app.commands import run

BASE = "nghi-dinh/15-2020-nd-cp/2020-02-03"
FIRST = "nghi-dinh/20-2024-nd-cp/2024-01-05"
SECOND = "nghi-dinh/31-2025-nd-cp/2025-02-03"
HEAD = (
    "CHÍNH PHỦ\nSố: {number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Hà Nội, ngày {day}\nNGHỊ ĐỊNH\n{title}\nCăn cứ Luật Tổ chức Chính phủ;\n"
)
OLD = HEAD.format(number="15/2020/NĐ-CP", day="03 tháng 02 năm 2020", title="Quy định về sổ của phường") + (
    "Chính phủ ban hành Nghị định quy định về sổ của phường.\n"
    "Điều 1. Phạm vi\n1. Phường lập sổ giấy.\n2. Sổ giấy lưu 5 năm.\n"
    "Điều 2. Trách nhiệm\n1. Sở Nội vụ phải kiểm tra sổ hằng năm.\n2. Phường phải gửi sổ cho Sở Nội vụ.\n"
    "Điều 3. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 3 năm 2020.\n"
)
NEW = HEAD.format(number="20/2024/NĐ-CP", day="05 tháng 01 năm 2024", title="Sửa đổi Nghị định số 15/2020/NĐ-CP") + (
    "Chính phủ ban hành Nghị định sửa đổi, bổ sung một số điều của Nghị định số 15/2020/NĐ-CP.\n"
    "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 15/2020/NĐ-CP\n"
    "1. Sửa đổi khoản 2 Điều 1 như sau:\n“2. Sổ giấy lưu 10 năm.”.\n2. Bãi bỏ khoản 2 Điều 2.\n"
    "Điều 2. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày 01 tháng 3 năm 2024.\n"
    "2. Khoản 2 Điều 1 Nghị định này có hiệu lực từ ngày 01 tháng 9 năm 2024.\n"
)
LAST = HEAD.format(number="31/2025/NĐ-CP", day="03 tháng 02 năm 2025", title="Sửa đổi Nghị định số 15/2020/NĐ-CP") + (
    "Chính phủ ban hành Nghị định sửa đổi Nghị định số 15/2020/NĐ-CP.\n"
    "Điều 1. Thay thế cụm từ “sổ giấy” bằng cụm từ “sổ điện tử” tại khoản 1 Điều 1 Nghị định số 15/2020/NĐ-CP.\n"
    "Điều 2. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 4 năm 2025.\n"
)


def document(name: str, text: str) -> Document:
    """Read one of the texts in this process."""
    data = text.encode()
    return understand(read_plain(data, Source(f"{name}.txt", hashlib.sha256(data).hexdigest(), len(data)), Limits()))


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    made = Home(tmp_path_factory.mktemp("hop-nhat") / "kho")
    with open_writer(made) as writer:
        writer.put([document("cu", OLD), document("moi", NEW), document("sau", LAST)], "/cu")
    rebuild(made, jobs=1)
    return made


@pytest.fixture(scope="module")
def base(home):
    opened = open_knowledge_base(home)
    yield opened
    opened.close()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_records_come_from_the_pipeline_with_the_day_of_each(base: KnowledgeBase) -> None:
    found = [(a.by, a.record.path, a.record.target, a.record.operation, a.since) for a in amendments_to(base, BASE)]
    assert found == [
        (FIRST, "dieu-1/khoan-1", "dieu-1/khoan-2", Operation.REPLACE, day("2024-03-01")),
        (FIRST, "dieu-1/khoan-2", "dieu-2/khoan-2", Operation.REPEAL, day("2024-09-01")),
        (SECOND, "dieu-1", "dieu-1/khoan-1", Operation.REPLACE_PHRASE, day("2025-04-01")),
    ]
    assert amendments_to(base, FIRST) == (), "nobody amends the amending document"


VERSIONS = [
    ("2024-02-29", {}, "before any of them"),
    ("2024-03-01", {"dieu-1/khoan-2": ("replaced", "Sổ giấy lưu 10 năm.")}, "the first day of the first"),
    ("2024-09-01", {"dieu-1/khoan-2": ("replaced", "Sổ giấy lưu 10 năm."), "dieu-2/khoan-2": ("repealed", "")}, "a later clause"),
]


@pytest.mark.parametrize(("at", "changed", "reason"), VERSIONS)
def test_1_the_text_at_a_date_with_its_sources(base: KnowledgeBase, at: str, changed: dict, reason: str) -> None:
    text = base.consolidated(BASE, day(at))
    assert text is not None
    assert {c.path: (c.state, c.text) for c in text.clauses if c.state != "base"} == changed, reason
    assert [d.key for d in text.amending] == ([FIRST] if changed else [])
    assert all(c.sources[0].document.key == BASE for c in text.clauses)


def test_1_each_source_is_cited(base: KnowledgeBase) -> None:
    text = base.consolidated(BASE, day("2026-01-01"))
    assert text is not None
    changed = {c.path: [(s.operation, s.label, s.since) for s in c.sources[1:]] for c in text.clauses if c.sources[1:]}
    assert changed == {
        "dieu-1/khoan-1": [(Operation.REPLACE_PHRASE, "Điều 1", day("2025-04-01"))],
        "dieu-1/khoan-2": [(Operation.REPLACE, "khoản 1 Điều 1", day("2024-03-01"))],
        "dieu-2/khoan-2": [(Operation.REPEAL, "khoản 2 Điều 1", day("2024-09-01"))],
    }
    assert [c.text for c in text.clauses if c.path == "dieu-1/khoan-1"] == ["Phường lập sổ điện tử."]
    assert text.notices == ()


def test_2_every_form_says_that_it_is_unofficial(home: Home, base: KnowledgeBase) -> None:
    text = base.consolidated(BASE)
    assert text is not None and "không có giá trị pháp lý" in text.note
    value = run(home.root, "show", BASE, "--consolidated", "--json").json
    assert (value["official"], value["note"]) == (False, text.note)
    assert text.note in " ".join(run(home.root, "show", BASE, "--at", "2024-03-01").out.split())
    compared = run(home.root, "show", BASE, "--compare", "2024-01-01", "2025-01-01", "--json").json
    assert (compared["official"], compared["note"]) == (False, text.note)


def test_3_two_versions_differ_in_what_was_amended(base: KnowledgeBase) -> None:
    comparison = base.compare(BASE, day("2024-01-01"), day("2024-12-31"))
    assert comparison is not None
    assert [(d.path, d.kind, [s.path for s in d.sources]) for d in comparison.differences] == [
        ("dieu-1/khoan-2", "changed", ["dieu-1/khoan-1"]),
        ("dieu-2/khoan-2", "removed", ["dieu-1/khoan-2"]),
    ]
    assert comparison.differences[0].pieces == (
        Piece("same", "Sổ giấy lưu"),
        Piece("removed", " 5"),
        Piece("added", " 10"),
        Piece("same", " năm."),
    )
    for one in comparison.differences:
        assert "".join(p.text for p in one.pieces if p.kind != "added") == words_of(one.before)
        assert "".join(p.text for p in one.pieces if p.kind != "removed") == words_of(one.after)
    same = base.compare(BASE, day("2022-01-01"), day("2023-01-01"))
    assert same is not None
    assert (same.differences, same.unchanged) == ((), comparison.unchanged + 2)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ()),
        ("a b", "a b", (Piece("same", "a b"),)),
        ("", "a b", (Piece("added", "a b"),)),
        ("a b", "", (Piece("removed", "a b"),)),
        ("a b c", "a c", (Piece("same", "a"), Piece("removed", " b"), Piece("same", " c"))),
    ],
)
def test_3_pieces(before: str, after: str, expected: tuple[Piece, ...]) -> None:
    assert difference(before, after) == expected


def test_unknown_documents_have_no_versions(home: Home, base: KnowledgeBase) -> None:
    assert base.consolidated("nghi-dinh/1-1999-nd-cp/1999-01-01") is None
    assert base.compare("nghi-dinh/1-1999-nd-cp/1999-01-01", day("2020-01-01"), day("2021-01-01")) is None
    refused = run(home.root, "show", f"{BASE}#dieu-77", "--at", "2024-03-01")
    assert (refused.status, "không có Điều 77 vào ngày 01/03/2024" in refused.err) == (2, True)


REPEALED = ClauseChange(
    Operation.REPEAL,
    FIRST,
    "dieu-1/khoan-2",
    "dieu-2/khoan-2",
    dt.date(2024, 9, 1),
    "khoản 2 Điều 1 Nghị định số 20/2024/NĐ-CP ngày 05/01/2024 của Chính phủ",
)


@pytest.mark.parametrize(
    ("path", "at", "expected", "reason"),
    [
        ("dieu-2/khoan-2", "2024-08-31", (), "not yet"),
        ("dieu-2/khoan-2", "2024-09-01", (REPEALED,), "the clause itself"),
        ("dieu-2", "2024-09-01", (REPEALED,), "something inside it"),
        ("dieu-2/khoan-2/diem-a", "2024-09-01", (REPEALED,), "what it lies in"),
        ("dieu-2/khoan-1", "2024-09-01", (), "its neighbour"),
        ("dieu-2/khoan-21", "2024-09-01", (), "an address that only begins alike"),
    ],
)
def test_changes_of_a_clause(base: KnowledgeBase, path: str, at: str, expected: tuple[ClauseChange, ...], reason: str) -> None:
    assert clause_changes(base, BASE, path, day(at)) == expected, reason


def test_show_marks_what_others_changed(home: Home) -> None:
    value = run(home.root, "show", f"{BASE}#dieu-2", "--json").json
    assert {p["path"]: [c["operation"] for c in p["changes"]] for p in value["provisions"]} == {
        "dieu-2": ["repeal"],
        "dieu-2/khoan-1": [],
        "dieu-2/khoan-2": ["repeal"],
    }
    words = " ".join(run(home.root, "show", f"{BASE}#dieu-2/khoan-2").out.split())
    assert "Đã bị bãi bỏ bởi khoản 2 Điều 1 Nghị định số 20/2024/NĐ-CP" in words
    assert f"cancu show {BASE} --consolidated" in " ".join(run(home.root, "show", BASE).out.split())


def test_a_repealed_clause_binds_nobody(base: KnowledgeBase) -> None:
    def paths(as_of: str) -> set[str]:
        answer = base.ask("Sở Nội vụ phải kiểm tra sổ, phường phải gửi sổ cho ai?", as_of=day(as_of), unit="")
        return {quote.path for quote in answer.clauses if quote.document.key == BASE}

    assert {"dieu-2/khoan-1", "dieu-2/khoan-2"} <= paths("2023-01-01")
    assert "dieu-2/khoan-1" in paths("2025-01-01")
    assert "dieu-2/khoan-2" not in paths("2025-01-01")


def test_the_check_tells_of_changed_clauses(base: KnowledgeBase) -> None:
    text = "".join(
        f"{n}. Thực hiện {words} Nghị định số 15/2020/NĐ-CP, phường lập sổ.\n"
        for n, words in enumerate(("khoản 2 Điều 2", "khoản 2 Điều 1", "khoản 1 Điều 2"), 1)
    )
    draft = check_document(base, document("nhap", text), day("2025-01-01"), name="nhap.txt")
    codes = (Code.CLAUSE_REPEALED, Code.CLAUSE_AMENDED)
    assert [(f.code, f.quote[:14], f.evidence) for f in draft.findings if f.code in codes] == [
        (Code.CLAUSE_REPEALED, "khoản 2 Điều 2", (FIRST,)),
        (Code.CLAUSE_AMENDED, "khoản 2 Điều 1", (FIRST,)),
    ]


def test_the_document_has_ended_in_part(base: KnowledgeBase) -> None:
    assert base.status_of(BASE, day("2023-01-01")) is Status.IN_FORCE
    assert base.status_of(BASE, day("2024-03-01")) is Status.PARTLY_ENDED
