import json
import stat
import threading

import pytest

from app.access import Role
from app.access.users import UsersFile
from corpus.errors import UsageError
from tests.app.access.conftest import PASSWORD

CHECKS = [
    ("doc", PASSWORD, "doc", "the right password"),
    (" DOC ", PASSWORD, "doc", "case and blanks of a name do not count"),
    ("doc", "một câu dài dễ nhơ", None, "one mark is wrong"),
    ("doc", "", None, "no password"),
    ("doc", "x" * 10_000, None, "a text that is no password"),
    ("ai-do", PASSWORD, None, "no such user"),
    ("", PASSWORD, None, "no name"),
]


@pytest.mark.parametrize(("name", "password", "expected", "reason"), CHECKS, ids=[row[3] for row in CHECKS])
def test_only_the_right_password_lets_in(users, name, password, expected, reason):
    found = users.check(name, password)
    assert (found.name if found else None) == expected, reason


def test_a_password_is_compared_as_composed_letters(users):
    import unicodedata

    assert users.check("doc", unicodedata.normalize("NFD", PASSWORD)) is not None


REFUSED = [
    ("", PASSWORD, "no name"),
    ("a b", PASSWORD, "a blank in a name"),
    ("../x", PASSWORD, "a name like a path"),
    ("mới", "ngắn", "a short password"),
    ("mới", "x" * 300, "a password that nobody types"),
    ("nguyen.van.a", "nguyen.van.a1", "the name as password"),
    ("doc", PASSWORD, "a name that is taken"),
]


@pytest.mark.parametrize(("name", "password", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_careless_is_refused_and_nothing_changes(users, name, password, reason):
    before = users.path.read_bytes()
    with pytest.raises(UsageError):
        users.add(name, Role.READER, password)
    assert users.path.read_bytes() == before, reason


def test_the_file_holds_no_password_and_no_token_and_is_for_its_owner_only(users):
    _, token = users.add_token("soan", "báo cáo tuần")
    text = users.path.read_text("utf-8")
    assert PASSWORD not in text
    assert token not in text
    assert [one["password"].split("$")[1] for one in json.loads(text)["users"]] == ["argon2id"] * 3
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600


def test_a_token_finds_its_user_until_it_is_taken_out(users):
    kept, token = users.add_token("soan")
    assert users.by_token(token).name == "soan"
    assert users.by_token(token + "x") is None
    assert users.by_token(token.removeprefix("cancu_")) is None
    users.remove_token("soan", kept.id)
    assert users.by_token(token) is None
    with pytest.raises(UsageError, match="không có mã truy cập"):
        users.remove_token("soan", kept.id)


def test_another_process_changes_the_file_and_it_is_seen(users):
    other = UsersFile(users.path)
    assert other.find("doc").role is Role.READER
    users.set_role("doc", Role.ADMIN)
    assert other.find("doc").role is Role.ADMIN
    users.remove("doc")
    assert other.find("doc") is None


def test_changes_at_once_are_all_kept(users):
    names = [f"nguoi{number}" for number in range(8)]
    threads = [threading.Thread(target=UsersFile(users.path).add, args=(name, Role.READER, PASSWORD)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {user.name for user in users.users()} >= set(names)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"users": [{"name": "a"}]}', '{"users": [{"name":"a","role":"god","password":"","tokens":[]}]}']
)
def test_a_file_that_cannot_be_read_is_an_error_never_an_open_door(users, content):
    users.path.write_text(content)
    with pytest.raises(UsageError, match="tệp người dùng"):
        users.find("doc")
