from __future__ import annotations

import pytest

from app.web import reading
from app.web.reading import OutlineEntry, Part
from corpus.model import Document, Head, Level, Provision, Source
from tests.app.web.fake import HOSTILE, PLAN, RULE, FakeBase, make_documents

RULE_PARTS = (
    Part(
        "dieu-1",
        "Điều 1",
        1,
        ("Điều 1. Phạm vi",),
        "",
        "Nghị định này quy định việc cung cấp thông tin cho báo chí của cơ quan ví dụ.",
        None,
        front=("NGHỊ ĐỊNH", "Về cung cấp thông tin mẫu"),
    ),
    Part(
        "dieu-2/khoan-1",
        "khoản 1 Điều 2",
        2,
        ("Điều 2. Người phát ngôn",),
        "1.",
        "Người đứng đầu là người phát ngôn hoặc giao cho cấp phó.",
        None,
        opens=("dieu-2",),
    ),
    Part(
        "dieu-2/khoan-2/diem-dd",
        "điểm đ khoản 2 Điều 2",
        3,
        ("2. Khi vắng mặt:",),
        "đ)",
        "Không được cung cấp tin chưa kiểm chứng.",
        None,
        opens=("dieu-2/khoan-2",),
    ),
)


def test_parts_of_a_document() -> None:
    assert reading.parts_of(make_documents()[RULE]) == RULE_PARTS


def words(parts: tuple[Part, ...]) -> list[str]:
    pieces = [piece for part in parts for piece in (*part.front, *part.headings, part.marker, part.text)]
    return " ".join(pieces).split()


@pytest.mark.parametrize("key", [PLAN, RULE, HOSTILE])
def test_no_word_of_a_document_is_lost(key: str) -> None:
    document = make_documents()[key]
    assert words(reading.parts_of(document)) == document.text.split()


EDGES = [
    ("", (), (), "an empty document"),
    ("Chỉ có chữ.\nHai dòng.", (), (Part("", "", 1, ("Chỉ có chữ.", "Hai dòng."), "", "", None),), "no provision at all"),
    ("a b", ((0, 3), (0, 1)), None, "a provision inside another is not shown twice"),
    ("1. a\nNơi nhận:", ((3, 4),), None, "what follows the last provision is kept"),
    ("Một dòng dẫn rất dài đứng trước a", ((32, 33),), None, "a long line before a provision is no marker"),
]


@pytest.mark.parametrize(("text", "spans", "expected", "reason"), EDGES, ids=[row[3] for row in EDGES])
def test_parts_at_the_edges(text: str, spans: tuple[tuple[int, int], ...], expected: tuple[Part, ...] | None, reason: str) -> None:
    provisions = tuple(
        Provision("k", f"khoan-{i}", f"khoản {i}", "", text[a:b], a, b, Level.KHOAN) for i, (a, b) in enumerate(spans)
    )
    parts = reading.parts_of(Document("k", Head(), text, Source("a.txt", "", 0), provisions=provisions))
    assert words(parts) == text.split(), reason
    if expected is not None:
        assert parts == expected, reason


def test_outline() -> None:
    assert reading.outline_of(make_documents()[RULE]) == (
        OutlineEntry("dieu-1", "Điều 1", "Phạm vi", 1),
        OutlineEntry("dieu-2/khoan-1", "khoản 1 Điều 2", "Người phát ngôn", 2),
        OutlineEntry("dieu-2/khoan-2/diem-dd", "điểm đ khoản 2 Điều 2", "Khi vắng mặt:", 3),
    )


CLAUSES = [
    (PLAN, "muc-ii/khoan-1", ("khoản 1 Mục II", "muc-i", "muc-ii/khoan-2", 1), "between two others"),
    (PLAN, "muc-i", ("Mục I", None, "muc-ii/khoan-1", 0), "the first"),
    (PLAN, "muc-ii/khoan-3", ("khoản 3 Mục II", "muc-ii/khoan-2", None, 1), "the last"),
    (PLAN, "muc-ii", ("Mục II", "muc-i", None, 3), "a heading with clauses below it"),
    (RULE, "dieu-2", ("Điều 2", "dieu-1", None, 0), "an article with clauses below it"),
]


@pytest.mark.parametrize(("key", "path", "expected", "reason"), CLAUSES, ids=[row[3] for row in CLAUSES])
def test_clause_view(key: str, path: str, expected: tuple[str, str | None, str | None, int], reason: str) -> None:
    base = FakeBase()
    document, summary = base.document(key), base.summary(key)
    assert document is not None and summary is not None
    view = reading.clause_view(base, document, summary, path)
    assert view is not None
    found = (view.label, view.previous and view.previous.path, view.next and view.next.path, len(view.duties))
    assert (found, view.text) == (expected, document.text[view.start : view.end].strip()), reason


@pytest.mark.parametrize("path", ["muc-iii", "muc", "muc-ii/khoan", "", "../x"])
def test_an_address_that_is_not_there_has_no_view(path: str) -> None:
    base = FakeBase()
    document, summary = base.document(PLAN), base.summary(PLAN)
    assert document is not None and summary is not None
    assert reading.clause_view(base, document, summary, path) is None
    assert reading.span_of(document, path) is None


def test_references_of_a_document_lead_to_the_citing_clause() -> None:
    base = FakeBase()
    document, summary = base.document(RULE), base.summary(RULE)
    assert document is not None and summary is not None
    out, back = reading.document_view(base, document, summary).references
    (relation, (line,)) = back.by_relation[0]
    assert (out.total, back.total, relation.value, line.name, line.place_link) == (
        0,
        1,
        "can_cu",
        "Kế hoạch số 15/KH-BVD",
        f"/vb/{PLAN}/muc-ii/khoan-2",
    )


def test_references_to_another_document_of_the_same_number_are_not_shown() -> None:
    base = FakeBase()
    document, summary = base.document(PLAN), base.summary(PLAN)
    assert document is not None and summary is not None
    base.references = lambda asked, *, direction="in", relation=None: FakeBase().references("01/2023/NĐ-CP")  # type: ignore[method-assign]
    assert [group.total for group in reading.document_view(base, document, summary).references] == [0, 0]
