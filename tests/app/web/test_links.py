from __future__ import annotations

import datetime as dt

import pytest

from app.web import links

MADE = [
    (links.document_link("nghi-dinh/1-cp/2020-01-01"), "/vb/nghi-dinh/1-cp/2020-01-01", "a document"),
    (links.provision_link("a/b/c", "dieu-1/khoan-2"), "/vb/a/b/c/dieu-1/khoan-2", "a clause"),
    (links.provision_link("a/b/c", ""), "/vb/a/b/c", "no path is the document"),
    (links.document_link('a/b"><script>/c'), "/vb/a/b%22%3E%3Cscript%3E/c", "nothing leaves the attribute"),
    (links.page_link("a/b/c", 2), "/trang/a/b/c/2.png", "a page"),
    (links.page_link("a/b/c", 2, path="dieu-1/khoan-2"), "/trang/a/b/c/2.png?dieu=dieu-1%2Fkhoan-2", "a clause on its page"),
    (links.page_link("a/b/c", 2, start=0, end=9), "/trang/a/b/c/2.png?tu=0&den=9", "a span that begins at 0"),
    (links.question_link("Ai & gì?"), "/hoi?q=Ai+%26+g%C3%AC%3F", "a question"),
    (links.question_link("x", "Sở A", dt.date(2024, 1, 2)), "/hoi?q=x&don-vi=S%E1%BB%9F+A&ngay=2024-01-02", "with unit and day"),
    (links.export_link("nhiem-vu", "ics", {"don-vi": "A", "ngay": ""}), "/xuat/nhiem-vu.ics?don-vi=A", "empty fields are left out"),
]


@pytest.mark.parametrize(("made", "expected", "reason"), MADE, ids=[row[2] for row in MADE])
def test_links(made: str, expected: str, reason: str) -> None:
    assert made == expected, reason


READ = [
    ("a/b/c", [("a/b/c", "")], "a key of three parts"),
    ("a/b/c/dieu-1", [("a/b/c/dieu-1", ""), ("a/b/c", "dieu-1")], "four parts: a key with issuer, or a clause"),
    ("a/b/c/d/dieu-1/khoan-2", [("a/b/c/d", "dieu-1/khoan-2"), ("a/b/c", "d/dieu-1/khoan-2")], "the longer key first"),
    ("a/b/c/", [("a/b/c", "")], "a closing slash"),
    ("a/b", [], "no key"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("rest", "expected", "reason"), READ, ids=[row[2] for row in READ])
def test_readings(rest: str, expected: list[tuple[str, str]], reason: str) -> None:
    assert list(links.readings(rest)) == expected, reason
