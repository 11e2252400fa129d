from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.service import open_knowledge_base
from app.upkeep import quality
from app.upkeep.quality import FoundAgain, Warned
from corpus.catalogue import open_catalogue, open_writer
from corpus.model import Document, Head, Page, PageVerdict, Source
from corpus.numbers import document_key
from corpus.settings import Home

ISSUER = "Ủy ban nhân dân tỉnh Giả Định"


def document(
    serial: int | None, *, kind: str = "Quyết định", year: int = 2026, issuer: str | None = ISSUER, dated: bool = True
) -> Document:
    head = Head(
        "Quyết định", f"{serial:02}/QĐ-UBND" if serial else None, dt.date(year, 3, 1) if dated else None, issuer, "Về việc mẫu"
    )
    return Document(document_key(head, f"{serial}"), head, "x", Source(f"{serial}.pdf", f"{serial}{year}", 1))


def warned(tmp_path: Path, *documents: Document) -> dict[str, tuple[int, tuple[str, ...]]]:
    home = Home(tmp_path)
    with open_writer(home) as writer:
        writer.put(documents, "x")
    catalogue = open_catalogue(home)
    try:
        return {one.code: (one.total, one.notes) for one in quality.warnings_of(catalogue)}
    finally:
        catalogue.close()


SERIES = [
    ([1, 2, 3, 5, 6], (f"Quyết định của {ISSUER} năm 2026: có 5 số từ 1 đến 6, thiếu 4",), "one number of six is missing"),
    ([1, 2, 3, 4, 5], None, "nothing is missing"),
    ([1, 2, 4], None, "too few numbers to speak of a series"),
    ([1, 10, 20, 30, 40], None, "numbers far apart are no series"),
]


@pytest.mark.parametrize(("serials", "expected", "reason"), SERIES, ids=[row[2] for row in SERIES])
def test_gaps_in_numbering(tmp_path: Path, serials: list[int], expected: tuple[str, ...] | None, reason: str) -> None:
    found = warned(tmp_path, *(document(serial) for serial in serials)).get("gaps")
    assert found == ((1, expected) if expected else None), reason


def test_each_issuer_and_year_numbers_by_itself(tmp_path: Path) -> None:
    found = warned(tmp_path, *(document(n) for n in (1, 2, 3)), *(document(n, year=2025) for n in (4, 6, 7)))
    assert "gaps" not in found


LACKING = [
    (document(None), "no-number", "a decision without a number"),
    (document(7, dated=False), "no-date", "a decision without a date"),
    (document(7, issuer=None), "no-issuer", "a decision without an issuer"),
]


@pytest.mark.parametrize(("given", "code", "reason"), LACKING, ids=[row[2] for row in LACKING])
def test_what_a_head_lacks(tmp_path: Path, given: Document, code: str, reason: str) -> None:
    assert warned(tmp_path, given) == {code: (1, ("",))}, reason


def test_a_law_without_a_number_is_known_by_its_name(tmp_path: Path) -> None:
    head = Head("Luật", None, dt.date(2016, 4, 5), "Quốc hội", "Báo chí")
    assert warned(tmp_path, Document(document_key(head), head, "x", Source("a", "b", 1))) == {}


def test_poorly_recognised_pages_are_named(tmp_path: Path) -> None:
    from dataclasses import replace

    pages = tuple(Page(n, 1, 1, 0, 0, PageVerdict.OCR, confidence) for n, confidence in ((1, 0.9), (2, 0.5), (3, 0.6)))
    assert warned(tmp_path, replace(document(7), pages=pages)) == {"doubtful-pages": (1, ("trang 2, 3",))}


def test_nothing_stored_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert warned(tmp_path) == {}


def test_clauses_are_found_again_by_their_headings(tmp_path: Path) -> None:
    from app.upkeep.maintenance import ingest_and_follow

    topics = ("cấp thẻ nhà báo", "họp báo trong nước", "lưu chiểu báo chí", "quảng cáo trên báo")
    for i, topic in enumerate(topics, 1):
        text = f"QUYẾT ĐỊNH\nVề {topic}\nĐiều 1. Quy định việc {topic}\nViệc {topic} thực hiện theo quy chế số {i}.\n"
        (tmp_path / f"{i}.txt").write_text(text, encoding="utf-8")
    home = Home(tmp_path / "kho")
    ingest_and_follow(home, [tmp_path / f"{i}.txt" for i in range(1, 5)], jobs=1)
    base = open_knowledge_base(home)
    assert quality.found_again(base, sample=3) == FoundAgain(3, 3)
    assert {one.code for one in base.warnings()} == {"no-number", "no-date", "no-issuer"}
    assert isinstance(base.warnings()[0], Warned)
    base.close()
