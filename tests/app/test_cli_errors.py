"""Guarantee 4 of the command line: whatever is wrong is told in one Vietnamese line on stderr, without a trace and without a path."""

import errno
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.cli import main as cli
from app.cli.parser import in_vietnamese
from tests.app.commands import run, write_decision, write_jsonl

NO_BASE = "cancu: Chưa có kho dữ liệu ở đây. Hãy nạp văn bản bằng 'cancu ingest THƯ_MỤC', hoặc chỉ đúng nơi bằng --home."
KEY = "nghi-dinh/09-2017-nd-cp/2017-02-09"


def assert_one_line(ran, *forbidden: str):
    assert ran.err.endswith("\n")
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("cancu: ")
    for word in ("Traceback", "error:", "usage", str(Path.cwd()), *forbidden):
        assert word not in ran.err


WITHOUT_A_BASE = [
    ("search", "báo cáo"),
    ("ask", "Sở Công Thương phải làm gì?"),
    ("duties", "--unit", "Sở Công Thương"),
    ("refs", "407/QĐ-TTg"),
    ("check", "du-thao.docx"),
    ("check", "--kb"),
    ("show", "407/QĐ-TTg"),
    ("list",),
    ("status",),
    ("verify",),
    ("rebuild",),
    ("remove", KEY),
]


@pytest.mark.parametrize("arguments", WITHOUT_A_BASE, ids=lambda a: a[0])
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_without_a_knowledge_base_nothing_runs_and_nothing_is_made(tmp_path, arguments, form):
    home = tmp_path / "khong-co"
    ran = run(home, *arguments, *form)
    assert (ran.status, ran.out, ran.err) == (2, "", f"{NO_BASE}\n")
    assert not home.exists()


WRONG_USAGE = [
    ((), "thiếu LỆNH", "no command"),
    (("hoi",), "LỆNH: không có 'hoi'; chọn một trong 'ingest', 'inspect'", "no such command"),
    (("duties",), "thiếu --unit", "a flag that is needed"),
    (("ask",), "thiếu CÂU_HỎI", "an argument that is needed"),
    (("ask", "a", "--as-of", "mai"), "--as-of: 'mai' không phải ngày; hãy viết như 2024-05-13 hoặc 13/5/2024", "no date"),
    (("ask", "a", "--as-of", "31/2/2024"), "--as-of: '31/2/2024' không phải ngày", "a day that does not exist"),
    (("duties", "--unit", "a", "--due-before", "x"), "--due-before: 'x' không phải ngày", "no date either"),
    (("search", "a", "-k", "abc"), "-k: 'abc' không phải số nguyên từ 1 trở lên", "no number"),
    (("search", "a", "-k", "0"), "-k: '0' không phải số nguyên từ 1 trở lên", "too small a number"),
    (("search", "a", "-k"), "-k: cần một giá trị", "a value that is missing"),
    (("ingest",), "thiếu TỆP", "nothing to ingest"),
    (("duties", "--unit", "a", "--format", "pdf"), "--format: không có 'pdf'; chọn một trong 'table', 'json'", "no such format"),
    (("refs", "a", "--direction", "len"), "--direction: không có 'len'; chọn một trong 'in', 'out'", "no such direction"),
    (
        ("extract", "names"),
        "what: không có 'names'; chọn một trong 'citations', 'obligations', 'diacritics'",
        "nothing of that kind",
    ),
    (("list", "--xa"), "không hiểu --xa", "no such flag"),
    (("list", "--json=1"), "--json: không nhận giá trị '1'", "a flag without a value"),
]


@pytest.mark.parametrize(("arguments", "expected", "reason"), WRONG_USAGE, ids=[row[2] for row in WRONG_USAGE])
def test_wrong_usage_is_one_vietnamese_line(tmp_path, arguments, expected, reason):
    ran = run(tmp_path, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert_one_line(ran)
    assert expected in ran.err, reason
    assert ran.err.rstrip().endswith("--help")


def test_a_message_that_is_not_known_stays_as_it_is():
    assert in_vietnamese("something new") == "something new"


REFUSED = [
    (("search", ""), "Thiếu câu tìm", "an empty search"),
    (("duties", "--unit", "Đơn vị Không Có Thật"), "Không nhận ra đơn vị “Đơn vị Không Có Thật”", "an unknown unit"),
    (("refs",), "Thiếu số hiệu", "no number at all"),
    (("refs", "407/QĐ-TTg", "--relation", "yeu"), "Không có quan hệ 'yeu'. Chọn một trong: can_cu", "an unknown relation"),
    (("refs", "--from-file", "mat/so.txt"), "Không đọc được tệp so.txt", "a missing list"),
    (("search", "--batch", "mat/cau.jsonl"), "Không đọc được tệp cau.jsonl", "a missing batch"),
    (("extract", "citations", "mat/doan.jsonl"), "Không đọc được tệp doan.jsonl", "a missing file of lines"),
    (("check",), "Thiếu tệp dự thảo", "no draft"),
    (("check", "a.docx", "b.docx", "--format", "docx"), "Dạng docx nhận đúng một tệp", "two drafts in one DOCX"),
    (("check", "mat/du-thao.docx"), "du-thao.docx: Không có tệp này", "a missing draft"),
    (("inspect", "mat/cong-van.pdf"), "cong-van.pdf: Không có tệp này", "a missing file"),
    (("ingest", "mat/cong-van.pdf"), "Không thấy cong-van.pdf", "nothing there to ingest"),
    (("show", "abc"), "Không đọc được số hiệu “abc”", "nothing that could be shown"),
    (("show", "77/2031/NĐ-CP"), "Không thấy “77/2031/NĐ-CP” trong kho", "a number that is not stored"),
    (("show", f"{KEY}#dieu-99"), "không có Điều 99 trong kho", "an address that is not there"),
    (("show", f"{KEY}#linh-tinh"), "không có “linh-tinh” trong kho", "an address that is none"),
    (("show", "Điều 99 Nghị định số 09/2017/NĐ-CP"), "không có Điều 99 trong kho", "the same as people cite it"),
    (("remove", "khong/co"), "Không có văn bản mã “khong/co” trong kho", "removing what is not stored"),
    (("duties", "--unit", "Sở Công Thương", "-o", "mat/a.txt"), "Không ghi được tệp a.txt", "a folder that is not there"),
    (("duties", "--unit", "Sở Công Thương", "--format", "xlsx", "-o", "mat/a.xlsx"), "Không ghi được tệp a.xlsx", "the same"),
]


@pytest.mark.parametrize(("arguments", "expected", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_run_says_so_in_one_line_and_ends_with_2(cancu, tmp_path, monkeypatch, arguments, expected, reason):
    monkeypatch.chdir(tmp_path)
    ran = cancu(*arguments)
    assert (ran.status, ran.out) == (2, ""), reason
    assert_one_line(ran, "mat/")
    assert expected in ran.err, reason


BROKEN_LINES = [
    "khong phai json",
    "[1, 2]",
    "7",
    "null",
    '{"id": "thieu"}',
    '{"id": "so", "text": 5}',
    '{"id": "rong", "text": null}',
    '{"id": "nua chu", "text": "a \\ud800 b"}',
    "[" * 100_000,
]


@pytest.mark.parametrize(
    "command", [("extract", "citations"), ("extract", "obligations"), ("extract", "diacritics"), ("search", "--batch")]
)
def test_broken_lines_are_told_by_number_and_the_rest_go_on(cancu, tmp_path, command):
    whole = {"id": "x", "text": "Cục Mẫu phải thực hiện Nghị định số 09/2017/NĐ-CP."}
    path = write_jsonl(tmp_path / "dong.jsonl", whole, "", *BROKEN_LINES, {**whole, "id": 9})
    ran = cancu(*command, path)
    assert ran.status == 1
    assert [line["id"] for line in ran.lines] == ["x", 9]
    told = ran.err.splitlines()
    assert [line.split(" không phải JSON")[0] for line in told] == [f"cancu: dòng {n}" for n in range(3, 3 + len(BROKEN_LINES))]


def test_a_context_that_is_no_text_is_a_broken_line_and_a_batch_line_needs_an_id(cancu, tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "a", "context": 7}, {"text": "không có mã"})
    assert cancu("extract", "citations", path).lines == [{"id": None, "citations": []}]
    searched = cancu("search", "--batch", path)
    assert ([line["id"] for line in searched.lines], searched.status) == ([1], 1)
    assert "dòng 2" in searched.err


def test_lists_written_on_windows_are_read(cancu, tmp_path):
    path = tmp_path / "so.txt"
    path.write_bytes("\ufeff407/QĐ-TTg\r\n\r\n09/2017/NĐ-CP\r\n".encode())
    found = cancu("refs", "--from-file", path, "--json")
    assert found.status == 0
    assert [one["asked"] for one in found.json["results"]] == ["407/QĐ-TTg", "09/2017/NĐ-CP"]


def test_a_bad_draft_does_not_stop_the_others(cancu, tmp_path):
    good, bad = write_decision(tmp_path / "tot.txt", 7, "ký số"), tmp_path / "xau.docx"
    bad.write_bytes(b"PK\x03\x04 not a zip")
    ran = cancu("check", bad, good, "--json")
    assert ran.status == 1
    assert [draft["file"] for draft in ran.json] == ["tot.txt"]
    assert ran.err.startswith("cancu: xau.docx: ")


def test_files_that_are_missing_among_others_are_failed_files(tmp_path):
    home = tmp_path / "kho"
    ran = run(home, "ingest", write_decision(tmp_path / "a.txt", 1, "ký số"), tmp_path / "mat.pdf", "--json", "--jobs", "1")
    assert ran.status == 1
    assert {f["name"]: f["status"] for f in ran.json["files"]} == {"a.txt": "stored", "mat.pdf": "failed"}
    assert (ran.json["stored"], ran.json["failed"]) == (1, 1)
    failed = run(home, "status", "--json").json["failed"]
    assert [f["file"] for f in failed] == ["mat.pdf"]


def test_an_empty_knowledge_base_answers_that_there_is_nothing(tmp_path):
    (tmp_path / "rong").mkdir()
    home = tmp_path / "kho"
    assert run(home, "ingest", tmp_path / "rong").status == 0
    assert run(home, "list", "--json").json == []
    assert run(home, "ask", "Sở Công Thương phải báo cáo gì?", "--json").json["status"] == "no_match"
    found = run(home, "search", "báo cáo", "--json").json
    assert (found["query"], found["hits"]) == ("báo cáo", [])
    assert run(home, "duties", "--unit", "Sở Công Thương", "--json").json["duties"] == []
    assert run(home, "verify", "--json").json == {"documents": 0, "provisions": 0, "quotes": 0, "findings": [], "recall": 1.0}
    assert run(home, "check", "--kb", "--json").json == []
    status = run(home, "status", "--json").json
    assert (status["documents"], status["index"]["stale"]) == (0, False)


def test_without_an_index_ask_says_that_it_could_not_look(own_home):
    shutil.rmtree(own_home / "index")
    ran = run(own_home, "ask", "Sở Công Thương phải báo cáo gì?", "--json")
    answer = ran.json
    assert (ran.status, answer["status"], answer["duties"], answer["clauses"]) == (2, "unavailable", [], [])
    assert "cancu rebuild" in answer["message"]
    assert "cancu rebuild" in run(own_home, "ask", "báo cáo gì?").out
    search = run(own_home, "search", "báo cáo")
    assert (search.status, search.out) == (2, "")
    assert_one_line(search)
    status = run(own_home, "status", "--json").json
    assert (status["index"], status["model"]) == ({"generation": None, "entries": 0, "stale": True, "engine": "local"}, None)
    assert run(own_home, "duties", "--unit", "Sở Công Thương").status == 0, "duties need no index"


def test_a_damaged_catalogue_is_told_without_a_trace(own_home):
    path = own_home / "catalogue.sqlite3"
    data = bytearray(path.read_bytes())
    data[8192:] = bytes(len(data) - 8192)
    path.write_bytes(data)
    for command in (("list",), ("status",), ("verify",), ("ask", "báo cáo gì?"), ("show", KEY)):
        ran = run(own_home, *command)
        assert ran.status in {1, 2}, command
        assert "Traceback" not in ran.err + ran.out
        assert "cancu" in ran.err + ran.out
    path.write_bytes(b"khong phai sqlite" * 1000)
    ran = run(own_home, "list")
    assert ran.status == 2
    assert_one_line(ran)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RuntimeError("bên trong"), "Lỗi ngoài dự kiến (RuntimeError)"),
        (sqlite3.OperationalError("disk I/O error"), "Không đọc hoặc ghi được kho dữ liệu"),
        (OSError(errno.ENOSPC, "No space left on device"), "Đĩa đã đầy"),
    ],
)
def test_errors_that_nobody_foresaw_are_one_line_unless_asked_for(tmp_path, monkeypatch, error, expected):
    def fail(_args):
        raise error

    monkeypatch.setattr(cli, "_target", lambda _name: fail)
    ran = run(tmp_path, "list")
    assert ran.status == 2
    assert_one_line(ran)
    assert expected in ran.err
    monkeypatch.setenv("CANCU_DEBUG", "1")
    with pytest.raises(type(error)):
        run(tmp_path, "list")


def test_an_interrupted_run_says_that_it_can_be_started_again(tmp_path, monkeypatch):
    def stop(_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_target", lambda _name: stop)
    ran = run(tmp_path, "list")
    assert (ran.status, ran.err) == (130, "cancu: đã dừng; chạy lại cùng lệnh để làm tiếp phần còn lại.\n")


def test_help_is_vietnamese_and_names_every_command(tmp_path):
    ran = run(tmp_path, "--help")
    assert ran.status == 0
    assert ran.out.startswith("cách dùng: cancu")
    assert "tùy chọn:" in ran.out
    assert "options:" not in ran.out
    assert json.dumps("ingest") not in ran.out
