"""What HTTP asks of the API: problems, entity tags, compression, headers, roles."""

import re

import pytest
from fastapi.testclient import TestClient

from app.access import Person, Role
from app.access.policy import Access
from app.service import open_knowledge_base
from app.upkeep.maintenance import ingest_and_follow
from corpus.settings import Home
from ingest.run import Progress
from tests.app.commands import write_decision
from tests.app.sites import make_site
from tests.app.web.fake import FakeBase

PROBLEMS = [
    ("GET", "/api/v1/search", 422, "q", "a parameter is missing"),
    ("GET", "/api/v1/search?q=a&limit=x", 422, "limit", "a number that is none"),
    ("GET", "/api/v1/search?q=a&limit=1000", 422, "limit", "more than one part holds"),
    ("GET", "/api/v1/search?q=a&as_of=0001-01-01", 422, "as_of", "a day before the calendar"),
    ("GET", "/api/v1/duties?unit=Không có đơn vị này đâu", 422, "Không nhận ra đơn vị", "an unknown unit"),
    ("GET", "/api/v1/duties?unit=Sở&modality=never", 422, "modality", "no such modality"),
    ("GET", "/api/v1/documents/luat/1-2/2020-01-01", 404, "Chưa có văn bản", "an unknown document"),
    ("GET", "/api/v1/documents/luat/1-2/2020-01-01/provisions", 404, "Chưa có văn bản", "provisions of an unknown document"),
    ("GET", "/api/v1/documents/../../etc/passwd", 404, "/api/docs", "a way out"),
    ("GET", "/api/v1/documents/x/pages/1.png", 404, "trang", "a page of an unknown document"),
    ("GET", "/api/v1/provisions/luat", 404, "%23", "no id of a provision"),
    ("GET", "/api/v1/nothing", 404, "/api/docs", "an address that was never there"),
    ("DELETE", "/api/v1/documents", 405, "/api/docs", "a method that is not taken"),
    ("POST", "/api/v1/refs", 422, "body", "no body"),
]


@pytest.mark.parametrize(("method", "address", "status", "told", "reason"), PROBLEMS, ids=[row[4] for row in PROBLEMS])
def test_every_error_is_a_problem(client, method, address, status, told, reason):
    answer = client.request(method, address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), reason
    value = answer.json()
    assert set(value) >= {"type", "title", "status", "detail"}
    assert value["status"] == status
    assert told in answer.text


def test_a_program_error_tells_nothing_of_the_program():
    client = TestClient(make_site(FakeBase(broken="ask")), raise_server_exceptions=False)
    answer = client.get("/api/v1/ask?q=a")
    assert answer.status_code == 500
    assert not re.search(r"secret|Traceback|\.py", answer.text)


def test_a_missing_index_is_unavailable_and_says_what_mends_it(client, own_home):
    (own_home / "index" / "current").unlink()
    base = open_knowledge_base(Home(own_home))
    site = TestClient(make_site(base), raise_server_exceptions=False)
    for address in ("/api/v1/ask?q=báo cáo", "/api/v1/search?q=báo cáo", "/health"):
        answer = site.get(address)
        assert (answer.status_code, "cancu rebuild" in answer.text) == (503, True), address
    assert site.get("/health/live").status_code == 200
    base.close()


def test_who_has_the_answer_gets_304_until_something_is_stored(own_home, tmp_path):
    base = open_knowledge_base(Home(own_home))
    client = TestClient(make_site(base))
    first = client.get("/api/v1/ask?q=báo cáo")
    tag = {"If-None-Match": first.headers["etag"]}
    again = client.get("/api/v1/ask?q=báo cáo", headers=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    write_decision(tmp_path / "moi.txt", 77, "xe đạp điện")
    ingest_and_follow(Home(own_home), [tmp_path / "moi.txt"], jobs=1, progress=Progress())
    changed = client.get("/api/v1/ask?q=thí điểm xe đạp điện", headers=tag)
    assert (changed.status_code, changed.headers["etag"] != first.headers["etag"]) == (200, True)
    assert changed.json()["clauses"][0]["document"]["number"] == "77/QĐ-BTĐ", "the new snapshot is in use without a restart"
    base.close()


def test_large_answers_are_compressed_and_small_ones_are_not(client):
    large, small = (client.get(path, headers={"Accept-Encoding": "gzip"}) for path in ("/api/v1/documents", "/api/v1/search"))
    assert (large.headers.get("content-encoding"), small.headers.get("content-encoding")) == ("gzip", None)


def test_answers_have_the_security_headers_and_may_not_be_kept_by_others(client):
    headers = client.get("/api/v1/documents").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-cache"
    assert "default-src 'self'" in headers["content-security-policy"]


def test_the_page_that_describes_the_interface_loads_nothing_from_elsewhere(client):
    page = client.get("/api/docs").text
    assert re.findall(r"<script|style=|https://", page) == []
    assert re.findall(r'(?:href|src)="([^"]*)"', page) == ["/tinh/can-cu.svg", "/tinh/cancu.css", "/", "/api/openapi.json"]
    described = client.get("/api/openapi.json").json()
    shown = re.findall(r"<h2 class=\"cc-h2\"><code>(\w+) ([^<]*)</code>", page)
    assert shown == [(method.upper(), f"/api{path}") for path, methods in described["paths"].items() for method in methods]


def test_the_examples_of_the_page_work(client):
    """Each example is a curl line; its address and its values are asked."""
    page = client.get("/api/docs").text.replace("&#39;", "'").replace("&amp;", "&")
    lines = re.findall(r"<code>(curl[^<]*)</code>", page)
    asked = {}
    for line in lines:
        if "-X POST" in line:
            continue
        address = re.search(r"http://127\.0\.0\.1:7860(\S+)", line)[1]
        query = dict(re.findall(r"--data-urlencode '(\w+)=([^']*)'", line))
        asked[address] = client.get(address, params=query).status_code
    assert len(asked) > 8
    assert {address: status for address, status in asked.items() if status not in {200, 404}} == {}
    assert sum(status == 200 for status in asked.values()) >= len(asked) - 1


ROLES = [(Role.READER, 403), (Role.DRAFTER, 200), (Role.ADMIN, 200)]
DRAFT = "Căn cứ Nghị định số 09/2017/NĐ-CP ngày 10 tháng 02 năm 2017 của Chính phủ;"


@pytest.mark.parametrize(("role", "status"), ROLES)
def test_drafts_are_checked_for_drafters(base, role, status):
    client = TestClient(make_site(base, Access(everybody=Person("", role))), raise_server_exceptions=False)
    pasted = client.post("/api/v1/check", json={"text": DRAFT})
    sent = client.post("/api/v1/check/file", files={"file": ("../../du thao.txt", DRAFT.encode())})
    assert [pasted.status_code, sent.status_code] == [status] * 2
    if status == 200:
        assert [one["code"] for one in pasted.json()["findings"]][:1] == ["not-in-force"]
        assert (sent.json()["file"], sent.json()["findings"]) == ("du thao.txt", pasted.json()["findings"])


def test_a_draft_of_another_kind_is_refused(client):
    answer = client.post("/api/v1/check/file", files={"file": ("a.exe", b"MZ")})
    assert (answer.status_code, "dạng" in answer.text) == (422, True)


def test_names_of_failed_files_are_for_admins(own_home, tmp_path):
    (tmp_path / "bí mật.pdf").write_bytes(b"not a pdf")
    ingest_and_follow(Home(own_home), [tmp_path / "bí mật.pdf"], jobs=1, progress=Progress())
    base = open_knowledge_base(Home(own_home))
    told = {
        role: TestClient(make_site(base, Access(everybody=Person("", role)))).get("/api/v1/status").text
        for role in (Role.READER, Role.ADMIN)
    }
    assert {role: "bí mật" in text for role, text in told.items()} == {Role.READER: False, Role.ADMIN: True}
    base.close()


def test_an_answer_during_which_something_was_stored_has_no_tag(base, client, monkeypatch):
    generations = iter(range(100, 200))
    monkeypatch.setattr(type(base.catalogue), "generation", lambda _: next(generations))
    assert "etag" not in client.get("/api/v1/documents?limit=1").headers
