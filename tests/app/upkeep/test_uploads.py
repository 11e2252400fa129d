"""How long files wait that were handed in and not stored."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from app.upkeep import uploads
from app.upkeep.intake import Desk
from corpus.errors import UsageError
from corpus.settings import Home

HOUR = 3600
DAY = 24 * HOUR
LIMIT = 100  # bytes of all, in these tests


def put(home: Home, sha256: str, size: int, age: int) -> Path:
    path = uploads.place_of(home, sha256, "a.pdf")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * size)
    moment = time.time() - age
    os.utime(path.parent, (moment, moment))
    return path


# (what waits as (hash, size, age), what is busy, what is left, reason)
A, B, C = ("a" * 64, "b" * 64, "c" * 64)
WAITING = [
    ([(A, 10, 6 * DAY)], (), {A}, "less than a week"),
    ([(A, 10, 8 * DAY), (B, 10, 0)], (), {B}, "more than a week"),
    ([(A, 10, 8 * DAY)], (A,), {A}, "something is being done with it"),
    ([(A, 60, 3 * DAY), (B, 60, 2 * DAY), (C, 30, DAY)], (), {B, C}, "too much together: the oldest goes, no more than needed"),
    ([(A, 60, 3 * DAY), (B, 60, 2 * DAY)], (A,), {A}, "the next one goes where the oldest is busy"),
    ([(A, LIMIT, DAY)], (), {A}, "just enough room"),
    ([(A, LIMIT + 1, 0)], (), set(), "more than there is room for"),
    ([], (), set(), "nothing"),
]


@pytest.mark.parametrize(("waiting", "busy", "left", "reason"), WAITING, ids=[row[3] for row in WAITING])
def test_how_long_files_wait(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    waiting: list[tuple[str, int, int]],
    busy: tuple[str, ...],
    left: set[str],
    reason: str,
) -> None:
    monkeypatch.setattr(uploads, "MOST", LIMIT)
    home = Home(tmp_path)
    files = {sha256: put(home, sha256, size, age) for sha256, size, age in waiting}
    uploads.prune(home, busy)
    assert {sha256 for sha256, path in files.items() if path.exists()} == left, reason


def test_what_an_upload_left_that_broke_off_goes_after_an_hour(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (tmp_path / "uploads").mkdir()
    for name, age in (("1-1.part", 2 * HOUR), ("1-2.part", 0)):
        path = tmp_path / "uploads" / name
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age, time.time() - age))
    uploads.prune(home)
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["1-2.part"]


def test_a_server_that_starts_clears_what_waited_too_long(tmp_path: Path) -> None:
    home = Home(tmp_path)
    old, new = put(home, A, 1, 8 * DAY), put(home, B, 1, DAY)
    Desk(home)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_file_that_is_gone_leaves_the_list(tmp_path: Path) -> None:
    desk = Desk(Home(tmp_path))
    item = desk.hand_in("hong.pdf", io.BytesIO(b"%PDF-1.4 khong phai"))
    until = time.monotonic() + 60
    while (found := desk.item(item.number)) and found.busy and time.monotonic() < until:
        time.sleep(0.02)
    os.utime(uploads.folder_of(Home(tmp_path), item.sha256), (0, 0))
    desk.hand_in("khac.pdf", io.BytesIO(b"%PDF-1.4 khac"))
    assert [one.name for one in desk.items()] == ["khac.pdf"]
    with pytest.raises(UsageError, match="nạp lại tệp"):
        desk.store(item.number, {})
