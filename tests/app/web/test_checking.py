from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.access import Person, Role
from app.drafts.findings import CheckedDraft
from app.web import checking
from app.web.checking import Piece
from corpus.errors import UnreadableFileError
from ingest.citations.findings import Code, Finding, Severity
from tests.app.sites import make_site
from tests.app.web.fake import EVIL, FakeBase

TEXT = "Căn cứ Nghị định số 99/2099/NĐ-CP;"


def finding(start: int, end: int, severity: Severity) -> Finding:
    return Finding(Code.UNKNOWN_DOCUMENT, severity, start, end, "x", "m")


CUTS = [
    ((), [Piece("abcdef")], "no finding"),
    (((1, 3, Severity.ERROR),), [Piece("a"), Piece("bc", "bad", (1,)), Piece("def")], "one"),
    (
        ((0, 4, Severity.NOTE), (2, 6, Severity.ERROR)),
        [Piece("ab", "wait", (1,)), Piece("cd", "bad", (2,)), Piece("ef", "bad")],
        "two that overlap: the graver colours what they share",
    ),
    (((0, 6, Severity.WARNING), (0, 6, Severity.NOTE)), [Piece("abcdef", "warn", (1, 2))], "two on the same words"),
    (((0, 0, Severity.WARNING),), [Piece("abcdef")], "one about the draft as a whole has no place"),
]


@pytest.mark.parametrize(("given", "expected", "reason"), CUTS, ids=[row[2] for row in CUTS])
def test_pieces(given: tuple[tuple[int, int, Severity], ...], expected: list[Piece], reason: str) -> None:
    draft = CheckedDraft("a.txt", "abcdef", tuple(finding(*one) for one in given))
    assert list(checking.pieces_of(draft)) == expected, reason


POSTS = [
    ({"data": {"noi-dung": TEXT}}, ["Cited", "99/2099/NĐ-CP", "1"], "pasted text"),
    ({"files": {"tep": ("du-thao.txt", TEXT.encode(), "text/plain")}}, ["du-thao.txt", "Kiểm tra lại số hiệu."], "a file"),
    ({"data": {"noi-dung": "không có gì"}}, ["Không có nhận xét nào"], "nothing to remark"),
    ({"data": {"noi-dung": " "}}, ["Hãy chọn tệp PDF, DOCX hoặc TXT"], "nothing given"),
    ({"data": {"noi-dung": TEXT, "ngay": "mai"}}, ["Không đọc được ngày"], "a date that cannot be read"),
    ({"files": {"tep": ("a.exe", b"MZ", "text/plain")}}, ["Không kiểm tra được tệp “a.exe”"], "another kind of file"),
    ({"files": {"tep": ("../../a.txt", TEXT.encode(), "text/plain")}}, ["<h2", "a.txt"], "a name with a path"),
]


@pytest.mark.parametrize(("sent", "expected", "reason"), POSTS, ids=[row[2] for row in POSTS])
def test_a_draft_is_checked(client: TestClient, sent: dict[str, object], expected: list[str], reason: str) -> None:
    answer = client.post("/kiem-tra", headers={"X-Fragment": "1"}, **sent)  # type: ignore[arg-type]
    wanted = [part for part in expected if part != "Cited"]
    assert (answer.status_code, [part for part in wanted if part not in answer.text]) == (200, []), reason


def test_messages_about_a_draft_stay_text(client: TestClient) -> None:
    name = '<img src=x onerror="alert(1)">.txt'
    page = client.post("/kiem-tra", files={"tep": (name, TEXT.encode(), "text/plain")}).text
    assert (EVIL in page, "<img" in page, re.findall(r"<script[^>]*>", page)) == (
        False,
        False,
        ['<script src="/tinh/cancu.js" defer>'],
    )


def test_the_files_of_a_check_can_be_fetched(client: TestClient) -> None:
    page = client.post("/kiem-tra", data={"noi-dung": TEXT}).text
    links = re.findall(r'href="(/kiem-tra/[^"]+)"', page)
    docx, sarif = (client.get(link) for link in links)
    assert (docx.content[:2], docx.headers["content-disposition"].startswith("attachment")) == (b"PK", True)
    assert sarif.json()["runs"][0]["results"][0]["ruleId"]


def test_a_check_is_fetched_by_the_person_who_brought_it_only() -> None:
    drafts, draft = checking.Drafts(), CheckedDraft("a.txt", "x")
    name = drafts.keep(draft, None, Person("an", Role.DRAFTER))
    assert drafts.find(name, Person("an", Role.DRAFTER)) == (draft, None)
    assert (drafts.find(name, Person("binh", Role.ADMIN)), drafts.find("lạ", Person("an", Role.DRAFTER))) == (None, None)


def test_old_checks_give_way() -> None:
    drafts, person = checking.Drafts(), Person("an", Role.DRAFTER)
    names = [drafts.keep(CheckedDraft(str(n), "x"), None, person) for n in range(checking.KEPT + 1)]
    assert [drafts.find(name, person) is None for name in names] == [True] + [False] * checking.KEPT


def test_a_draft_that_cannot_be_read_is_a_sentence(home: Path) -> None:
    class Unreadable(FakeBase):
        def check_draft(self, path: Path, as_of: object = None) -> CheckedDraft:
            raise UnreadableFileError("truncated", "Tệp bị cụt; hãy xin lại tệp.")

    client = TestClient(make_site(Unreadable(home)))
    assert "Tệp bị cụt; hãy xin lại tệp." in client.post("/kiem-tra", data={"noi-dung": "x"}).text
