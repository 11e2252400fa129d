from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.access import Person, Role
from app.access.policy import make_access, open_access
from app.upkeep.intake import Desk, HandedIn, Stage
from app.web import intake
from corpus.settings import Home
from tests.app.sites import make_site
from tests.app.web.fake import EVIL, HOSTILE, PLAN, FakeBase, make_documents

DOCUMENTS = make_documents()


class Full(Desk):
    """A desk with one file in every stage, each with a name and a message that look like markup."""

    def items(self) -> tuple[HandedIn, ...]:
        return tuple(
            HandedIn(
                i, f"{EVIL}.pdf", "0" * 64, 1, stage, "an", DOCUMENTS[HOSTILE] if stage is Stage.READ else None, PLAN, "x", EVIL
            )
            for i, stage in enumerate(Stage, 1)
        )

    def item(self, number: int) -> HandedIn | None:
        return next((one for one in self.items() if one.number == number), None)


def test_every_stage_and_event_has_its_words() -> None:
    assert (set(intake.STAGES), set(intake.EVENTS)) == (set(Stage), {"stored", "failed", "duplicate", "unchanged"})


W, R, Q, S, D = Stage.WAITING, Stage.READING, Stage.QUEUED, Stage.STORING, Stage.STORED
LINES = [
    ((W,), {1: 0}, "alone"),
    ((R, W, W), {1: 0, 2: 1, 3: 2}, "one is being read, two wait"),
    ((D, S, R, Q, W, Q), {1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 6: 2}, "reading and storing are two lines"),
]


@pytest.mark.parametrize(("stages", "expected", "reason"), LINES, ids=[row[2] for row in LINES])
def test_who_waits_is_told_how_many_come_before(stages: tuple[Stage, ...], expected: dict[int, int], reason: str) -> None:
    found = [HandedIn(number, "a.pdf", "0" * 64, 1, stage) for number, stage in enumerate(stages, 1)]
    assert intake.ahead(found[::-1]) == expected


def test_names_and_messages_of_files_stay_text(tmp_path: Path) -> None:
    desk = Full(Home(tmp_path))
    read = next(item for item in desk.items() if item.stage is Stage.READ)
    made = intake.items(desk) + intake.review(read) + intake.overview(FakeBase(), desk, Person("", Role.ADMIN))
    assert (re.findall(r"<script", made), "&lt;script&gt;" in made, "{" in made) == ([], True, False)


def test_the_list_asks_to_be_read_again_only_while_something_is_done(tmp_path: Path) -> None:
    class Done(Full):
        def items(self) -> tuple[HandedIn, ...]:
            return tuple(one for one in super().items() if not one.busy)

    home = Home(tmp_path)
    assert ("data-poll" in intake.items(Full(home)), "data-poll" in intake.items(Done(home))) == (True, False)


def test_what_was_understood_is_shown_with_where_it_was_read(tmp_path: Path) -> None:
    from dataclasses import replace

    from corpus.model import Evidence, Notice

    document = DOCUMENTS[PLAN]
    head = replace(document.head, evidence=(("number", Evidence.STAMP), ("date", Evidence.OCR)))
    given = replace(document, head=head, notices=(Notice("x", "Số bị mờ.", 2),))
    made = intake.review(HandedIn(1, "a.pdf", "0" * 64, 1, Stage.READ, document=given))
    expected = ('value="15/KH-BVD"', "đọc ở dấu ký số", 'value="01/02/2024"', "máy nhận dạng từ bản quét", "Số bị mờ.", "trang 2")
    assert [part for part in expected if part not in made] == []


ADDRESSES = [
    ("GET", "/nap"),
    ("GET", "/nap/viec"),
    ("GET", "/nap/nhat-ky"),
    ("GET", "/nap/tep/1"),
    ("GET", f"/nap/sua?ma={PLAN}"),
    ("POST", "/nap/tep"),
    ("POST", "/nap/tep/1"),
    ("POST", "/nap/tep/1/lai"),
    ("POST", "/nap/loi"),
    ("POST", f"/nap/sua?ma={PLAN}"),
    ("POST", "/nap/bo"),
]


Site = tuple[Role, TestClient, Path]


@pytest.fixture(scope="module", params=[Role.READER, Role.DRAFTER])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    place = tmp_path_factory.mktemp("desk")
    app = make_site(FakeBase(), open_access(everybody=Person("", request.param)), Home(place))
    return request.param, TestClient(app, raise_server_exceptions=False), place


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_only_administrators_take_in(site: Site, method: str, address: str) -> None:
    _, client, place = site
    answer = client.request(method, address, headers={"Origin": "http://testserver"})
    assert (answer.status_code, (place / "uploads").exists()) == (403, False)


def test_drafts_are_for_drafters(site: Site) -> None:
    role, client, _ = site
    status = 200 if role is Role.DRAFTER else 403
    assert [client.get("/kiem-tra").status_code, client.post("/kiem-tra", data={"noi-dung": "x"}).status_code] == [status] * 2
    page = client.get("/thu-vien").text
    assert ('href="/nap"' in page, 'href="/kiem-tra"' in page) == (False, role is Role.DRAFTER)


def test_a_refused_file_is_said_and_the_others_are_taken(tmp_path: Path) -> None:
    client = TestClient(make_site(FakeBase(), home=Home(tmp_path)))
    files = [("tep", ("<b>.exe", io.BytesIO(b"MZ"), "x/y")), ("tep", ("van-ban.txt", io.BytesIO(b"QUYET DINH"), "text/plain"))]
    page = client.post("/nap/tep", files=files, headers={"X-Fragment": "1"}).text
    assert ("Không nhận tệp “_b_.exe”" in page, page.count("cc-item-name")) == (True, 1)


def test_without_a_desk_the_page_says_how_to_ingest() -> None:
    assert "cancu ingest" in TestClient(make_site(FakeBase())).get("/nap").text


def test_the_audit_log_shows_questions_as_text(tmp_path: Path) -> None:
    access = make_access(Home(tmp_path), "127.0.0.1")
    client = TestClient(make_site(FakeBase(), access), base_url="http://127.0.0.1")
    client.get("/hoi", params={"q": f"báo cáo {EVIL}"})
    page = client.get("/nap/nhat-ky").text
    assert ("báo cáo &lt;script&gt;" in page, re.findall(r"<script[^>]*>", page)) == (True, ['<script src="/tinh/cancu.js" defer>'])
