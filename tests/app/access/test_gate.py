"""Who gets where: the rules of the gate over the whole site, Gradio's own addresses included."""

import re
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from app.access import Person, Role, login, person_of, require
from app.access.gate import Gate
from app.access.people import LOCAL, VISITOR, Forbidden
from app.access.policy import Access, is_loopback, make_access
from app.access.rates import Rates
from app.web import build_app
from corpus.errors import UsageError
from corpus.settings import Home
from tests.app.access.conftest import PASSWORD
from tests.app.sites import make_site
from tests.app.web.fake import PLAN, FakeBase

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
UNKNOWN = [
    ("/", 303, "the page asks to log in"),
    (f"/vb/{PLAN}", 303, "a permalink too"),
    ("/hoi?q=báo cáo", 303, "a question by link"),
    (f"/trang/{PLAN}/1.png", 303, "a picture"),
    ("/xuat/nhiem-vu.csv?don-vi=Sở", 303, "a download"),
    ("/config", 401, "Gradio's settings"),
    ("/gradio_api/info", 401, "Gradio's description"),
    ("/gradio_api/queue/data?session_hash=x", 401, "Gradio's events"),
    ("/assets/index.js", 401, "Gradio's own files"),
    ("/api/v1/search?q=x", 401, "the interface"),
    ("/mcp", 401, "the tools"),
    ("/metrics", 401, "figures"),
    ("/nothing", 404, "an address that is closed for everybody"),
    ("/tinh/cancu.css", 200, "the sheet of the login page"),
    ("/dang-nhap", 200, "the login page"),
    ("/health/live", 200, "the process lives"),
    ("/health", 200, "questions can be answered"),
]


@pytest.mark.parametrize(("address", "status", "reason"), UNKNOWN, ids=[row[2] for row in UNKNOWN])
def test_nobody_unknown_gets_in(site, address, status, reason):
    answer = site().get(address)
    assert answer.status_code == status, reason
    if status == 401:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_one_goes_on_to_where_one_wanted_to_go(site):
    client = site()
    turned = client.get(f"/vb/{PLAN}?ngay=1/2/2024").headers["location"]
    assert turned.startswith("/dang-nhap?tiep=")
    wanted = re.search(r'name="tiep" value="([^"]*)"', client.get(turned).text)[1]
    entered = client.post("/dang-nhap", data={"ten": "doc", "mat-khau": PASSWORD, "tiep": wanted})
    assert (entered.status_code, entered.headers["location"]) == (303, f"/vb/{PLAN}?ngay=1/2/2024")
    assert client.get(entered.headers["location"]).status_code == 200


ELSEWHERE = ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nb", "evil", ""]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_logging_in_never_leads_to_another_site(site, wanted):
    answer = site().post("/dang-nhap", data={"ten": "doc", "mat-khau": PASSWORD, "tiep": wanted})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site):
    plain = site().post("/dang-nhap", data={"ten": "doc", "mat-khau": PASSWORD}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Max-Age=43200", "Path=/"} <= set(plain.split("; "))
    assert "Secure" not in plain
    secure = site().post("https://testserver/dang-nhap", data={"ten": "doc", "mat-khau": PASSWORD}).headers["set-cookie"]
    assert "Secure" in secure.split("; ")


def test_a_forged_an_old_and_an_ended_session_are_worth_nothing(site, users, access, monkeypatch):
    client = site("doc")
    cookie = client.cookies["cancu_session"]
    assert client.get("/config").status_code == 200
    assert site(Cookie=f"cancu_session={cookie[:-2]}xx").get("/config").status_code == 401
    users.set_password("doc", "một câu khác hẳn trước")
    assert client.get("/config").status_code == 401, "the password changed"
    other = site("soan")
    assert other.post("/dang-xuat").headers["location"] == "/dang-nhap"
    kept = site("soan")
    stolen = kept.cookies["cancu_session"]
    kept.post("/dang-xuat")
    assert site(Cookie=f"cancu_session={stolen}").get("/config").status_code == 401, "logged out"
    raised = site("soan")
    users.set_role("soan", Role.ADMIN)
    assert raised.get("/config").status_code == 401, "the role changed"
    late = site("soan")
    monkeypatch.setattr("app.access.sessions.SECONDS", -1)
    assert late.get("/config").status_code == 401, "too old"


def test_a_user_who_is_taken_out_is_out_at_once(site, users):
    client = site("doc")
    users.remove("doc")
    assert client.get("/config").status_code == 401


def test_wrong_passwords_are_told_alike_logged_and_locked_out(site, access):
    client = site()
    sentences = set()
    for name, password in (("doc", "sai mật khẩu rồi"), ("khong.co", PASSWORD)):
        answer = client.post("/dang-nhap", data={"ten": name, "mat-khau": password})
        sentences.add((answer.status_code, re.search(r'role="alert">([^<]*)<', answer.text)[1]))
    assert [status for status, _ in sentences] == [401], "one answer for both"
    for _ in range(4):
        client.post("/dang-nhap", data={"ten": "doc", "mat-khau": "sai mật khẩu rồi"})
    locked = client.post("/dang-nhap", data={"ten": "doc", "mat-khau": PASSWORD})
    assert locked.status_code == 429, "even with the right password"
    assert 0 < int(locked.headers["retry-after"]) <= 15 * 60
    assert site("soan").get("/config").status_code == 200, "others are not locked out"
    events = [(line.person, line.event, line.status) for line in reversed(access.audit_lines())]
    assert events == [
        ("doc", "login", "wrong"),
        ("khong.co", "login", "wrong"),
        *[("doc", "login", "wrong")] * 4,
        ("doc", "login", "locked"),
        ("soan", "login", "right"),
    ]
    assert not any(PASSWORD in line.what or "sai mật khẩu" in line.what for line in access.audit_lines())


def test_the_pause_after_a_wrong_password(site, monkeypatch):
    paused = []

    async def pause(seconds):
        paused.append(seconds)

    monkeypatch.setattr(login, "asyncio", SimpleNamespace(sleep=pause))  # only its own: other loops of the process sleep too
    monkeypatch.setattr(login, "PAUSE", 1.0)
    site().post("/dang-nhap", data={"ten": "doc", "mat-khau": "sai mật khẩu rồi"})
    assert paused == [1.0]
    site("doc")
    assert paused == [1.0], "none after the right one"


CROSS = [
    ({"Origin": "https://evil.example"}, 403, "another site's page"),
    ({"Origin": "null"}, 403, "a page without an origin"),
    ({"Sec-Fetch-Site": "cross-site"}, 403, "as the browser says"),
    ({"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, 403, "a neighbour under the same domain"),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 303, "this site's page"),
    ({"Origin": "http://testserver"}, 303, "an older browser"),
    ({}, 303, "a program"),
]


@pytest.mark.parametrize(("headers", "status", "reason"), CROSS, ids=[row[2] for row in CROSS])
def test_another_sites_page_cannot_act_for_a_user(site, headers, status, reason):
    assert site("doc").post("/dang-xuat", headers=headers).status_code == status, reason


REBINDING = [
    ("127.0.0.1:7860", {}, 200, "this machine"),
    ("localhost", {}, 200, "by name"),
    ("[::1]:7860", {}, 200, "by its newer address"),
    ("evil.example", {}, 403, "a name that was bent to this machine"),
    ("127.0.0.1.evil.example", {}, 403, "a name that looks like this machine"),
    ("127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}, 403, "a proxy before a site without users"),
    ("", {}, 403, "no name"),
]


@pytest.mark.parametrize(("host", "headers", "status", "reason"), REBINDING, ids=[row[3] for row in REBINDING])
def test_without_users_only_this_machine_is_served(host, headers, status, reason):
    client = TestClient(make_site(FakeBase(), Access(local_only=True)), raise_server_exceptions=False)
    assert client.get("/config", headers={"Host": host, **headers}).status_code == status, reason


def test_a_token_opens_the_interface_for_programs(site, users):
    _, token = users.add_token("doc")
    assert site(Authorization=f"Bearer {token}").get("/config").status_code == 200
    assert site(Authorization="Bearer cancu_x").get("/config").status_code == 401
    assert site(Authorization=f"Basic {token}").get("/config").status_code == 401


def test_a_reader_sends_no_files_even_by_hand(site):
    assert site("doc").post("/gradio_api/upload", content=b"x").status_code in {403, 404}


UPLOADING = [(Role.READER, 403), (Role.DRAFTER, 200), (Role.ADMIN, 200)]


@pytest.mark.parametrize(("role", "status"), UPLOADING)
def test_which_roles_upload(role, status):
    async def inner(scope, receive, send):
        await PlainTextResponse("taken")(scope, receive, send)

    gate = Gate(
        inner, Access(everybody=Person("", role)), lambda _scope, status, title, _sentence: PlainTextResponse(title, status)
    )
    assert TestClient(gate).post("/gradio_api/upload", content=b"x").status_code == status


def test_bodies_that_are_too_large_are_refused_announced_or_not(site):
    client = site("doc")
    large = b"x" * (1024 * 1024 + 1)
    announced = client.post("/gradio_api/run/predict", content=large)
    streamed = client.post("/gradio_api/run/predict", content=(large[i : i + 65536] for i in range(0, len(large), 65536)))
    assert [(a.status_code, a.json()["title"]) for a in (announced, streamed)] == [(413, "Tệp quá lớn")] * 2


def test_who_asks_too_often_waits_and_others_do_not(users, tmp_path):
    access = Access(users=users, key=b"k" * 32, requests=3)
    app = make_site(FakeBase(), access)
    tokens = {name: users.add_token(name)[1] for name in ("doc", "soan")}

    def ask(name):
        headers = {"Authorization": f"Bearer {tokens[name]}"}
        return TestClient(app, raise_server_exceptions=False).get("/hoi?q=báo cáo", headers=headers)

    assert [ask("doc").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert 0 < int(ask("doc").headers["retry-after"]) <= 60
    assert ask("soan").status_code == 200


METRICS = [("doc", 403), ("soan", 403), ("quan.tri", 200)]


@pytest.mark.parametrize(("name", "status"), METRICS)
def test_figures_are_for_admins(site, name, status):
    client = site(name)
    client.get("/hoi?q=báo cáo")
    answer = client.get("/metrics")
    assert answer.status_code == status
    if status == 200:
        assert 'cancu_requests_total{group="hoi",status="200"} 1.0' in answer.text
        assert 'cancu_question_seconds_count{kind="ask",status="answered"} 1.0' in answer.text
        assert 'cancu_logins_total{result="right"} 1.0' in answer.text


def test_who_asked_what_is_written_down(site, access):
    site("doc").get("/hoi?q=báo cáo gì&don-vi=Sở Công Thương")
    asked = [line for line in access.audit_lines() if line.event == "ask"]
    assert [(line.person, line.what, line.status) for line in asked] == [("doc", "báo cáo gì [Sở Công Thương]", "answered")]


RIGHTS = [
    (Person("a", Role.READER), Role.READER, True),
    (Person("a", Role.READER), Role.DRAFTER, False),
    (Person("a", Role.DRAFTER), Role.READER, True),
    (Person("a", Role.DRAFTER), Role.ADMIN, False),
    (Person("a", Role.ADMIN), Role.DRAFTER, True),
    (LOCAL, Role.ADMIN, True),
    (VISITOR, Role.ADMIN, False),
]


@pytest.mark.parametrize(("person", "needed", "expected"), RIGHTS)
def test_what_a_role_may(person, needed, expected):
    assert person.may(needed) is expected
    if expected:
        assert require(person, needed) is person
    else:
        with pytest.raises(Forbidden, match="cần quyền"):
            require(person, needed)


def test_without_a_gate_it_is_the_local_person():
    assert person_of(object()) == LOCAL


BINDING = [
    ("127.0.0.1", False, False, LOCAL, "this machine only: nobody logs in"),
    ("127.0.0.1", True, False, None, "a users file is there: one logs in, also behind a proxy"),
    (EVERYWHERE, True, False, None, "other machines log in"),
    (EVERYWHERE, False, True, VISITOR, "open to all when told so"),
]


@pytest.mark.parametrize(("host", "with_users", "open_to_all", "everybody", "reason"), BINDING, ids=[row[4] for row in BINDING])
def test_who_everybody_is(users, tmp_path, host, with_users, open_to_all, everybody, reason):
    if not with_users:
        users.path.unlink()
    made = make_access(Home(tmp_path), host, open_to_all=open_to_all)
    assert (made.is_on, made.everybody) == (everybody is None, everybody), reason


CARELESS = [
    (EVERYWHERE, (), "--open-to-all", "other machines without users"),
    ("192.168.1.5", (), "cancu users add", "other machines without users"),
    ("van-phong.local", (), "cancu users add", "a name is not taken for this machine"),
    ("127.0.0.1", ("doc",), "người quản trị", "users without an admin"),
]


@pytest.mark.parametrize(("host", "kept", "told", "reason"), CARELESS, ids=[f"{row[0]}: {row[3]}" for row in CARELESS])
def test_what_would_be_careless_is_refused(users, tmp_path, host, kept, told, reason):
    for user in users.users():
        if user.name not in kept:
            users.remove(user.name)
    if not kept:
        users.path.unlink()
    with pytest.raises(UsageError, match=told):
        make_access(Home(tmp_path), host)


def test_a_users_file_that_is_named_must_be_there(tmp_path):
    with pytest.raises(UsageError, match="cancu users add"):
        make_access(Home(tmp_path), "127.0.0.1", users=tmp_path / "khong-co.json")


LOOPBACK = [
    ("127.0.0.1", True),
    ("127.8.0.1", True),
    ("::1", True),
    ("localhost", True),
    (EVERYWHERE, False),
    ("10.0.0.1", False),
    ("x", False),
]


@pytest.mark.parametrize(("host", "expected"), LOOPBACK)
def test_what_only_this_machine_reaches(host, expected):
    assert is_loopback(host) is expected


def test_a_request_of_another_name_does_not_use_up_a_persons_tries():
    rates = Rates()
    for _ in range(5):
        rates.failed_login("a", "10.0.0.1")
    assert rates.wait_for_login("a", "10.0.0.1") > 0
    assert rates.wait_for_login("a", "10.0.0.2") == 0
    assert rates.wait_for_login("b", "10.0.0.1") == 0
    rates.forget_failures("a", "10.0.0.1")
    assert rates.wait_for_login("a", "10.0.0.1") == 0


def test_the_real_page_is_closed_and_opened_too(users):
    _, token = users.add_token("doc")
    client = TestClient(build_app(FakeBase(), Access(users=users, key=b"k" * 32)))
    statuses = [client.get("/config", headers=headers).status_code for headers in ({}, {"Authorization": f"Bearer {token}"})]
    assert statuses == [401, 200]
