import io

import pytest

from tests.app.access.conftest import PASSWORD
from tests.app.commands import run


@pytest.fixture
def typed(monkeypatch):
    """Give commands a line on standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_life_of_a_user(tmp_path, typed):
    typed(f"{PASSWORD}\n")
    assert run(tmp_path, "users", "add", "lan", "--role", "admin").status == 0
    token = run(tmp_path, "users", "token", "lan", "--note", "báo cáo")
    assert token.out.startswith("cancu_")
    listed = run(tmp_path, "users", "list", "--json").json
    assert [(u["name"], u["role"], [t["note"] for t in u["tokens"]]) for u in listed] == [("lan", "admin", ["báo cáo"])]
    shown = run(tmp_path, "users", "list").out
    assert (token.out.strip() in shown, "quản trị" in shown) == (False, True)
    assert run(tmp_path, "users", "untoken", "lan", listed[0]["tokens"][0]["id"]).status == 0
    assert run(tmp_path, "users", "role", "lan", "--role", "reader").status == 0
    typed("một câu khác hẳn\n")
    assert run(tmp_path, "users", "passwd", "lan").status == 0
    assert run(tmp_path, "users", "remove", "lan").status == 0
    assert run(tmp_path, "users", "list", "--json").json == []


WRONG = [
    (("users", "add", "lan"), "ngắn\n", "Mật khẩu cần ít nhất 10 ký tự", "a short password"),
    (("users", "add", "lan"), "", "Chưa nhận được mật khẩu", "no password at all"),
    (("users", "add", "la n"), f"{PASSWORD}\n", "Tên đăng nhập gồm", "no name"),
    (("users", "passwd", "nam"), f"{PASSWORD}\n", "Không có người dùng", "an unknown user"),
    (("users", "remove", "nam"), "", "Không có người dùng", "an unknown user"),
    (("users", "role", "nam", "--role", "admin"), "", "Không có người dùng", "an unknown user"),
    (("users", "token", "nam"), "", "Không có người dùng", "an unknown user"),
    (("users",), "", "VIỆC", "nothing to do"),
    (("users", "add", "lan", "--password", "x"), "", "không hiểu", "a password on the command line"),
]


@pytest.mark.parametrize(("command", "text", "told", "reason"), WRONG, ids=[f"{' '.join(row[0])}: {row[3]}" for row in WRONG])
def test_what_cannot_be_done_is_said(tmp_path, typed, command, text, told, reason):
    typed(text)
    done = run(tmp_path, *command)
    assert (done.status, told in done.err) == (2, True), done.err
