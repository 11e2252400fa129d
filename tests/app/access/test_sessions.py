"""What ends a session, and for whom: every process that serves a home, also one that starts later."""

import stat
import subprocess
import sys
import time

import pytest
from fastapi.testclient import TestClient

from app.access import Role, sessions
from app.access.policy import make_access
from app.access.sessions import ENDED_NAME, SECONDS, Ended, Sessions
from corpus.settings import Home
from tests.app.access.conftest import PASSWORD
from tests.app.sites import make_site
from tests.app.web.fake import FakeBase


def test_a_logout_holds_for_every_process_and_after_a_restart(users, tmp_path):
    first, second = (make_access(Home(tmp_path), "127.0.0.1").sessions for _ in range(2))
    cookies = [first.begin(users.find("doc")) for _ in range(2)]
    assert [second.user_of(one).name for one in cookies] == ["doc", "doc"]
    first.end(cookies[0])
    later = make_access(Home(tmp_path), "127.0.0.1").sessions
    told = [[seen.user_of(one) is not None for one in cookies] for seen in (first, second, later)]
    assert told == [[False, True]] * 3
    assert stat.S_IMODE((tmp_path / ENDED_NAME).stat().st_mode) == 0o600
    assert not any(cookie in (tmp_path / ENDED_NAME).read_text() for cookie in cookies)


def test_a_cookie_of_before_the_restart_is_refused_by_the_site(users, tmp_path):
    def enter(**headers):
        app = make_site(FakeBase(), make_access(Home(tmp_path), "127.0.0.1"))
        return TestClient(app, follow_redirects=False, headers=headers)

    client = enter()
    client.post("/dang-nhap", data={"ten": "doc", "mat-khau": PASSWORD})
    cookie = f"cancu_session={client.cookies['cancu_session']}"
    assert enter(Cookie=cookie).get("/config").status_code == 200
    client.post("/dang-xuat")
    assert enter(Cookie=cookie).get("/config").status_code == 401


CHANGES = [
    (lambda users: users.set_password("doc", "một câu khác hẳn trước"), False, "another password"),
    (lambda users: users.set_password("doc", PASSWORD), False, "the same password set anew"),
    (lambda users: users.set_role("doc", Role.DRAFTER), False, "more rights"),
    (lambda users: users.set_role("doc", Role.READER), True, "the role that it already is"),
    (lambda users: users.remove("doc"), False, "taken out"),
    (lambda users: (users.remove("doc"), users.add("doc", Role.READER, PASSWORD)), False, "taken out and added again"),
    (lambda users: users.add_token("doc"), True, "a token is another way in"),
    (lambda users: users.set_role("soan", Role.READER), True, "another user's role"),
]


@pytest.mark.parametrize(("change", "stays", "reason"), CHANGES, ids=[row[2] for row in CHANGES])
def test_which_changes_end_a_users_sessions(users, tmp_path, change, stays, reason):
    made = Sessions(b"k" * 32, users, Ended(tmp_path / ENDED_NAME))
    cookie = made.begin(users.find("doc"))
    change(users)
    assert (made.user_of(cookie) is not None) is stays, reason


def test_the_file_of_ended_sessions_stays_small_and_forgets_none_too_early(tmp_path, monkeypatch):
    ended = Ended(tmp_path / ENDED_NAME, longest=60)
    long_ago = time.time() - SECONDS - 1
    monkeypatch.setattr(sessions.time, "time", lambda: long_ago)
    for number in ("old1", "old2", "old3"):
        ended.add(number)
    monkeypatch.undo()
    for number in ("new1", "new2", "new3", "new4", "new5"):
        ended.add(number)
    lines = [line.partition(":")[0] for line in (tmp_path / ENDED_NAME).read_text().split()]
    assert lines == ["new1", "new2", "new3", "new4", "new5"]
    assert all(number in ended for number in lines)


def test_a_line_cut_off_by_a_crash_still_ends_its_session(tmp_path):
    (tmp_path / ENDED_NAME).write_text("aa11:99999999999\nbb22")
    ended = Ended(tmp_path / ENDED_NAME)
    ended.add("dd44")
    assert [number in ended for number in ("aa11", "bb22", "cc33", "dd44")] == [True, True, False, True]


def test_several_processes_end_sessions_at_once(tmp_path):
    code = (
        "import sys; from pathlib import Path; from app.access.sessions import Ended\n"
        "ended = Ended(Path(sys.argv[1]), longest=2000)\n"
        "for n in range(60): ended.add(sys.argv[2] + str(n))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / ENDED_NAME), name]) for name in ("a", "b")]
    assert [one.wait() for one in running] == [0, 0]
    ended = Ended(tmp_path / ENDED_NAME)
    assert [number for name in "ab" for n in range(60) if (number := f"{name}{n}") not in ended] == []
