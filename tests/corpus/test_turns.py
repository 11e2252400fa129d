"""Whose turn it is to write: told, bounded, and decided by the lock alone."""

import os
import socket

import pytest

from corpus.catalogue import Patience, open_writer, turns
from corpus.catalogue.turns import Holder, Queue, holder_of, note_of
from corpus.errors import WriterBusyError
from corpus.settings import Home

HERE = socket.gethostname().split(".")[0]
NOTES = [
    ("cancu ingest 123 1700000000 may-hai", Holder("cancu ingest", 123, 1700000000, "may-hai"), "a note as it is left"),
    ("cancu ingest 123 1700000000 may-hai\n", Holder("cancu ingest", 123, 1700000000, "may-hai"), "with a line end"),
    ("cancu 5 1700000000 ", Holder("cancu", 5, 1700000000, ""), "a machine without a name"),
    ("", None, "nobody has left one"),
    ("cancu", None, "a connection that writes nothing"),
    ("123 456", None, "half of one"),
    ("cancu ingest x 1700000000 may", None, "no number"),
]


@pytest.mark.parametrize(("note", "holder", "reason"), NOTES, ids=[row[2] for row in NOTES])
def test_a_note_tells_who_writes(note, holder, reason):
    assert holder_of(note) == holder, reason


def test_what_is_noted_can_be_read_and_fits_a_connections_name():
    found = holder_of(note_of("cancu ingest"))
    assert found is not None and (found.task, found.process, found.machine) == ("cancu ingest", os.getpid(), HERE)
    assert len(note_of("cancu " + "x" * 200).encode()) == 63


def test_another_machine_is_named_and_this_one_is_not():
    words = [Holder("cancu ingest", 7, 0, machine).words for machine in (HERE, "may-hai")]
    assert ["trên máy" in one for one in words] == [False, True]
    assert words[1].startswith("“cancu ingest”, tiến trình 7 trên máy may-hai, từ ")


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr(turns.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(turns.time, "sleep", self.sleep)

    def sleep(self, seconds):
        assert seconds > 0
        self.now += seconds


def wait(monkeypatch, frees_after, seconds, notes):
    """Wait for a lock that is free after so many attempts, its note each time the next of ``notes``; return what was told."""
    clock, told, tries = Clock(monkeypatch), [], []

    def take():
        tries.append(clock.now)
        return len(tries) > frees_after

    left = iter(notes)
    queue = Queue(Patience(seconds, told.append))
    try:
        queue.wait(take, lambda: next(left, notes[-1] if notes else ""))
    except WriterBusyError as error:
        return clock.now, told, error
    return clock.now, told, None


FIRST, SECOND = "cancu ingest 1 0 may-hai", "cancu remove 2 0 may-hai"


def test_a_free_lock_is_taken_without_a_word(monkeypatch):
    assert wait(monkeypatch, 0, 0, []) == (0.0, [], None)


def test_who_waits_is_told_once_and_when_the_turn_has_come(monkeypatch):
    waited, told, error = wait(monkeypatch, 10, 600, [FIRST])
    assert (error, 0 < waited < 600, len(told)) == (None, True, 2)
    assert "cancu ingest" in told[0] and "lâu nhất 10 phút" in told[0] and told[1].startswith("Đã đến lượt")


def test_somebody_else_who_came_before_is_told_of(monkeypatch):
    told = wait(monkeypatch, 4, 60, ["", "", FIRST, SECOND])[1]
    assert [next((word for word in ("ingest", "remove", "lượt, bắt đầu") if word in line), "") for line in told] == [
        "",
        "ingest",
        "remove",
        "lượt, bắt đầu",
    ]


def test_patience_ends_when_it_was_said_to(monkeypatch):
    waited, told, error = wait(monkeypatch, 10**6, 30, [FIRST])
    assert waited == pytest.approx(30)
    assert (len(told), str(error).startswith("Đã đợi 30 giây. Một tiến trình khác đang ghi"), "lượt" in error.who) == (
        1,
        True,
        False,
    )
    waited, told, error = wait(monkeypatch, 10**6, 0, [FIRST])
    assert (waited, told, str(error).startswith("Một tiến trình khác đang ghi"), "chạy lại" in str(error)) == (0, [], True, True)


def test_a_note_that_was_left_by_a_killed_process_holds_nobody_up(tmp_path):
    home = Home(tmp_path)
    (tmp_path / "writer.lock").write_text(FIRST, encoding="utf-8")
    with open_writer(home, "cancu remove"):
        assert holder_of((tmp_path / "writer.lock").read_text("utf-8")).task == "cancu remove"
    assert (tmp_path / "writer.lock").read_text("utf-8") == ""


def test_a_note_that_is_damaged_tells_nothing_and_stops_nobody(tmp_path):
    with open_writer(Home(tmp_path)):
        (tmp_path / "writer.lock").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(WriterBusyError, match=r"đang ghi kho dữ liệu này\. Hãy đợi"), open_writer(Home(tmp_path)):
            raise AssertionError


def test_a_wait_that_is_interrupted_changes_nothing(tmp_path, monkeypatch):
    home = Home(tmp_path)

    def interrupted(_seconds):
        raise KeyboardInterrupt

    with open_writer(home, "cancu ingest"):
        note = (tmp_path / "writer.lock").read_text("utf-8")
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(turns.time, "sleep", interrupted)
            with open_writer(home, "x", Patience(60)):
                raise AssertionError
        assert (tmp_path / "writer.lock").read_text("utf-8") == note
        with pytest.raises(WriterBusyError), open_writer(home):
            raise AssertionError
    with open_writer(home):
        pass
