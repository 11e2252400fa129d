import stat
import subprocess
import sys

from app.access.audit import AuditLog
from tests.app.commands import run


def test_events_come_back_newest_first_and_by_person(tmp_path):
    log = AuditLog(tmp_path)
    log.write("lan", "10.0.0.1", "ask", "Sở Công Thương\nphải làm gì?", status="answered", ms=12)
    log.write("nam", "10.0.0.2", "login", "", status="wrong")
    newest = log.newest()
    assert [(line.person, line.event, line.what, line.status, line.ms) for line in newest] == [
        ("nam", "login", "", "wrong", 0),
        ("lan", "ask", "Sở Công Thương phải làm gì?", "answered", 12),
    ]
    assert [line.person for line in log.newest(person="lan")] == ["lan"]
    assert [line.person for line in log.newest(event="login")] == ["nam"]
    assert len(log.newest(1)) == 1


def test_no_event_can_forge_a_line_or_break_the_log(tmp_path):
    log = AuditLog(tmp_path)
    log.write('x"}\n{"person":"y"', "", "ask", "a\u2028b\x00c\ud800" + "d" * 2000)
    with (tmp_path / "audit.jsonl").open("a") as file:
        file.write("damaged\n")
    log.write("z", "", "ask", "e")
    assert [line.person for line in log.newest()] == ["z", 'x"}\n{"person":"y"']
    assert len(log.newest()[1].what) == 500


def test_full_files_turn_and_the_oldest_goes(tmp_path):
    log = AuditLog(tmp_path, full=300, kept=2)
    for number in range(12):
        log.write("a", "", "ask", f"câu {number}")
    assert sorted(path.name for path in tmp_path.glob("audit*.jsonl")) == ["audit.1.jsonl", "audit.2.jsonl", "audit.jsonl"]
    told = [line.what for line in log.newest()]
    assert told == [f"câu {number}" for number in range(11, 11 - len(told), -1)]
    assert len(told) < 12
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("audit*.jsonl")} == {0o600}


def test_several_processes_write_whole_lines(tmp_path):
    code = (
        "import sys; from pathlib import Path; from app.access.audit import AuditLog\n"
        "log = AuditLog(Path(sys.argv[1]), full=4000, kept=9)\n"
        "for n in range(40): log.write(sys.argv[2], '', 'ask', str(n))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("a", "b")]
    assert [one.wait() for one in running] == [0, 0]
    lines = [(line.person, line.what) for line in AuditLog(tmp_path).read()]
    assert sorted(lines) == sorted((name, str(n)) for name in "ab" for n in range(40))


def test_the_command_shows_the_log(tmp_path):
    log = AuditLog(tmp_path)
    log.write("lan", "10.0.0.1", "ask", "Ai phải \x1b[31mbáo cáo?", status="answered", ms=7)
    shown = run(tmp_path, "audit")
    assert (shown.status, "Ai phải" in shown.out, "\x1b" in shown.out) == (0, True, False)
    assert run(tmp_path, "audit", "--json", "-n", "1").lines[0]["what"] == "Ai phải \x1b[31mbáo cáo?"
    assert run(tmp_path, "audit", "--person", "nam").out == ""
