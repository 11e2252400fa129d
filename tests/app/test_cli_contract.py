"""The command line as scripts rely on it: every command and flag of the design, its JSON, its exit status, its two streams."""

import datetime as dt
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from app.cli.main import build_parser
from tests import typeset
from tests.app.commands import Terminal, run, write_decision, write_jsonl
from tests.app.conftest import DOCUMENTS
from tests.app.shapes import ANSWER, CITATION, DOCUMENT, DUTY, FINDING, HIT, INSPECTED, OBLIGATION, REFERENCE, misfits

QUESTION = "Sở Công Thương phải báo cáo gì, khi nào?"
UNIT = "Sở Công Thương"
P, D = Path, dt.date
COMMANDS = [
    ("ingest a b --jobs 3 --no-ocr --json", {"paths": [P("a"), P("b")], "jobs": 3, "no_ocr": True, "json": True}),
    ("inspect a.pdf --no-ocr --json", {"file": P("a.pdf"), "no_ocr": True, "json": True, "password": None}),
    ("inspect a.pdf --password x", {"password": "x"}),
    ("ingest a --password -", {"password": "-"}),
    ("ingest a", {"wait": 3600}),
    ("remove x --wait 0", {"wait": 0}),
    ("extract citations", {"what": "citations", "file": "-"}),
    ("extract obligations -", {"what": "obligations", "file": "-"}),
    ("extract diacritics a.jsonl", {"what": "diacritics", "file": "a.jsonl"}),
    ("search x -k 5 --as-of 2024-05-13 --json", {"text": "x", "k": 5, "as_of": D(2024, 5, 13), "json": True}),
    ("search --batch q.jsonl", {"text": None, "batch": P("q.jsonl"), "k": 10}),
    ("search x --kind Luật --issuer Bộ", {"kind": "Luật", "issuer": "Bộ"}),
    ("ask x --unit u --as-of 13/5/2024 -k 2 --json", {"question": "x", "unit": "u", "as_of": D(2024, 5, 13), "k": 2, "json": True}),
    ("duties --unit u --topic t", {"unit": "u", "topic": "t", "format": "table", "output": None}),
    ("duties --unit u --due-before 2024-01-31 --as-of 2024-01-01", {"due_before": D(2024, 1, 31), "as_of": D(2024, 1, 1)}),
    ("duties --unit u --json", {"format": "json"}),
    *((f"duties --unit u --format {f} -o a.x", {"format": f, "output": P("a.x")}) for f in "table json csv xlsx docx ics".split()),
    ("refs a b --direction in --relation can_cu", {"numbers": ["a", "b"], "direction": "in", "relation": "can_cu"}),
    ("refs --from-file l.txt --direction out", {"numbers": [], "from_file": P("l.txt"), "direction": "out"}),
    *((f"refs a --format {f} -o a.x", {"format": f, "output": P("a.x")}) for f in "table json csv xlsx".split()),
    ("check a b --as-of 2024-05-13", {"files": [P("a"), P("b")], "kb": False, "as_of": D(2024, 5, 13)}),
    ("check --kb", {"files": [], "kb": True}),
    *((f"check a --format {f} -o a.x", {"format": f, "output": P("a.x")}) for f in "table json sarif docx".split()),
    ("show x --json", {"reference": "x", "json": True}),
    *((f"{name} --json", {"json": True}) for name in "list status verify rebuild".split()),
    ("rebuild --model m", {"model": "m"}),
    ("remove x", {"id": "x"}),
    ("serve --host h --port 80", {"host": "h", "port": 80}),
]


@pytest.mark.parametrize(("line", "expected"), COMMANDS, ids=[row[0] for row in COMMANDS])
def test_every_command_and_flag_of_the_design_exists(line, expected):
    args = vars(build_parser().parse_args(["--home", "kho", *line.split()]))
    assert args["home"] == "kho"
    assert {name: args[name] for name in expected} == expected


def test_every_command_reaches_a_function(tmp_path):
    import importlib

    for action in build_parser()._actions:
        for name, parser in (action.choices or {}).items() if action.dest == "command" else ():
            module, _, function = parser.get_default("target").partition(":")
            assert callable(getattr(importlib.import_module(f"app.cli.{module}"), function)), name
            assert run(tmp_path, name, "--help").status == 0


def assert_fits(value, shape):
    assert misfits(value, shape) == []


def test_search(cancu):
    ran = cancu("search", "cung cấp thông tin cho báo chí", "-k", "4", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert_fits(ran.json, {"query": str, "hits": [HIT]})
    hits = ran.json["hits"]
    assert len(hits) == 4
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_search_filters(cancu):
    plans = cancu("search", "truyền thông chính sách", "--kind", "kế hoạch", "--json").json["hits"]
    assert {hit["document"]["kind"] for hit in plans} == {"Kế hoạch"}
    ministry = cancu("search", "truyền thông chính sách", "--issuer", "Bộ Công Thương", "--json").json["hits"]
    assert {hit["document"]["issuer"] for hit in ministry} == {"Bộ Công Thương"}
    assert cancu("search", "truyền thông", "--kind", "Hiến pháp", "--json").json["hits"] == []


def test_search_batch_gives_a_line_a_question_with_outside_keys(cancu, tmp_path):
    batch = write_jsonl(tmp_path / "q.jsonl", {"id": 1, "text": "hồ sơ mật lưu bao lâu"}, {"id": "b", "text": "họp báo hằng quý"})
    ran = cancu("search", "--batch", batch, "-k", "3")
    assert (ran.status, ran.err) == (0, "")
    assert_fits(ran.lines, [{"id": (int, str), "hits": [{"id": str, "key": (str, type(None)), "score": float}]}])
    assert [(line["id"], len(line["hits"])) for line in ran.lines] == [(1, 3), ("b", 3)]
    assert ran.lines[0]["hits"][0]["key"] == "tt.7.1"
    same = cancu("search", "hồ sơ mật lưu bao lâu", "-k", "3", "--json").json["hits"]
    assert [(h["id"], h["key"]) for h in ran.lines[0]["hits"]] == [(h["id"], h["key"]) for h in same]


def test_ask(cancu):
    ran = cancu("ask", QUESTION, "--as-of", "2026-08-01", "-k", "3", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert_fits(ran.json, ANSWER)
    assert ran.json["question"] == QUESTION
    assert ran.json["status"] == "answered"
    assert ran.json["understood"]["unit"] == UNIT
    assert ran.json["understood"]["as_of"] == "2026-08-01"
    assert 0 < len(ran.json["duties"]) <= 3
    assert len(ran.json["clauses"]) <= 3


def test_a_unit_that_is_given_goes_before_one_in_the_question(cancu):
    answer = cancu("ask", "phải báo cáo gì?", "--unit", "Văn phòng Bộ", "--json").json
    assert answer["understood"]["unit"] == "Văn phòng Bộ"
    assert {"Văn phòng Bộ"} <= {bearer for duty in answer["duties"] for bearer in duty["bearers"]}


def test_duties(cancu):
    ran = cancu("duties", "--unit", UNIT, "--topic", "báo cáo", "--as-of", "2026-08-01", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    assert_fits(ran.json, {"unit": str, "total": int, "duties": [DUTY]})
    assert ran.json["total"] == len(ran.json["duties"]) > 0
    assert ran.out == cancu("duties", "--unit", UNIT, "--topic", "báo cáo", "--as-of", "2026-08-01", "--json").out


FILES = [
    ("csv", lambda data: data.startswith("\ufeff".encode()) and "Sở Công Thương" in data.decode("utf-8-sig")),
    ("xlsx", lambda data: "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()),
    ("docx", lambda data: "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()),
    ("ics", lambda data: data.startswith(b"BEGIN:VCALENDAR") and b"RRULE:FREQ=YEARLY" in data),
    ("json", lambda data: json.loads(data)["unit"] == UNIT),
    ("table", lambda data: data.decode().startswith("Sở Công Thương: ")),
]


@pytest.mark.parametrize(("form", "right"), FILES, ids=[row[0] for row in FILES])
def test_duties_as_files_are_the_same_on_stdout_and_written(cancu, tmp_path, form, right):
    path = tmp_path / f"a.{form}"
    command = ("duties", "--unit", UNIT, "--as-of", "2026-08-01", "--format", form)
    written, printed = cancu(*command, "-o", path), cancu(*command)
    assert (written.status, written.out) == (0, "")
    assert "Đã ghi" in written.err
    assert str(tmp_path) not in written.err
    assert right(path.read_bytes())
    assert right(printed.data)


def test_a_binary_form_is_refused_on_a_terminal(base_home):
    ran = run(base_home, "duties", "--unit", UNIT, "--format", "xlsx", stream=Terminal)
    assert (ran.status, ran.out) == (2, "")
    assert "-o TÊN_TỆP.xlsx" in ran.err


def test_refs(cancu, tmp_path):
    ran = cancu("refs", "407/QĐ-TTg", "--json")
    assert (ran.status, ran.err) == (0, "")
    result = {"asked": str, "state": str, "target": ({"key": str, **DOCUMENT}, type(None)), "references": [REFERENCE]}
    assert_fits(ran.json, {"totals": dict, "results": [result]})
    listed = tmp_path / "so.txt"
    listed.write_text("407/QĐ-TTg\n\n9999/QĐ-XYZ\n", encoding="utf-8")
    many = cancu("refs", "--from-file", listed, "1575/QĐ-BCT", "--json")
    assert many.status == 1, "one of them is unknown"
    assert [(one["asked"], one["state"]) for one in many.json["results"]] == [
        ("1575/QĐ-BCT", "found"),
        ("407/QĐ-TTg", "found"),
        ("9999/QĐ-XYZ", "unknown"),
    ]
    for form, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        path = tmp_path / f"refs.{form}"
        assert cancu("refs", "407/QĐ-TTg", "--format", form, "-o", path).status == 0
        assert path.read_bytes().startswith(start)


def test_show_list_status_and_verify(cancu):
    key = "nghi-dinh/09-2017-nd-cp/2017-02-09"
    shown = cancu("show", f"{key}#dieu-5", "--json")
    assert_fits(shown.json, {"id": str, "document": DOCUMENT, "text": str, "provisions": [{"id": str, "path": str, "text": str}]})
    listed = cancu("list", "--json")
    assert_fits(listed.json, [{"key": str, **DOCUMENT}])
    assert len(listed.json) == 10
    status = cancu("status", "--json")
    assert_fits(status.json, {"documents": int, "provisions": int, "index": {"entries": int, "stale": bool}, "model": str})
    assert (status.json["documents"], status.json["index"]["stale"]) == (10, False)
    verified = cancu("verify", "--json")
    assert_fits(verified.json, {"documents": int, "provisions": int, "quotes": int, "findings": list})
    assert verified.json["findings"] == []
    assert {one.status for one in (shown, listed, status, verified)} == {0}


def test_inspect_prints_everything_understood_and_stores_nothing(tmp_path):
    home = tmp_path / "kho"
    ran = run(home, "inspect", DOCUMENTS / "ke-hoach-3163-kh-bct-2024.pdf", "--no-ocr", "--json")
    assert (ran.status, home.exists()) == (0, False)
    assert_fits(ran.json, INSPECTED)
    assert (ran.json["file"], ran.json["pages"], ran.json["kind_of_pdf"]) == ("ke-hoach-3163-kh-bct-2024.pdf", 3, "text")
    assert (ran.json["head"]["number"], ran.json["head"]["evidence"]["number"]) == ("3163/KH-BCT", "text")
    assert all(ran.json[name] for name in ("provisions", "citations", "obligations"))
    assert str(DOCUMENTS) not in ran.out


@pytest.mark.parametrize("given", ["mo-khoa", "-"])
def test_a_locked_file_opens_with_its_password(cancu, tmp_path, monkeypatch, given):
    path = tmp_path / "khoa.pdf"
    path.write_bytes(typeset.pdf([typeset.Put("Điều 1. Phạm vi điều chỉnh", 85, 100)], password="mo-khoa"))  # noqa: S106
    refused = cancu("inspect", path)
    assert (refused.status, "--password" in refused.err) == (2, True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("mo-khoa\n"))
    assert cancu("inspect", path, "--password", given, "--json").json["pages"] == 1


@pytest.mark.parametrize("source", ["file", "stdin", "dash"])
def test_extract(cancu, tmp_path, monkeypatch, source):
    lines = [
        {"id": "a", "text": "Căn cứ Nghị định số 09/2017/NĐ-CP;"},
        {"text": "Trước ngày 15 tháng 4 hằng năm, Cục Mẫu phải báo cáo Bộ Mẫu."},
        {"id": 3, "text": "kết quả gửi về Bộ Mẫu.", "context": "Cục Mẫu có trách nhiệm:"},
    ]
    path = write_jsonl(tmp_path / "doan.jsonl", *lines)
    arguments = {"file": [path], "stdin": [], "dash": ["-"]}[source]
    for what, shape in (("citations", [CITATION]), ("obligations", [OBLIGATION])):
        monkeypatch.setattr(sys, "stdin", io.StringIO(path.read_text("utf-8")))
        ran = cancu("extract", what, *arguments)
        assert (ran.status, ran.err) == (0, "")
        assert_fits(ran.lines, [{"id": (str, int, type(None)), what: shape}])
        assert [line["id"] for line in ran.lines] == ["a", None, 3]
        for given, line in zip(lines, ran.lines, strict=True):
            assert [given["text"][x["start"] : x["end"]] for x in line[what]] == [x["quote"] for x in line[what]]
        assert ran.lines[0 if what == "citations" else 1][what], "each line that has one gives one"


def test_extract_diacritics_restores_marks_and_keeps_marked_text(cancu, tmp_path):
    path = write_jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "bao cao ket qua"}, {"id": 2, "text": "Báo cáo kết quả"})
    assert cancu("extract", "diacritics", path).lines == [
        {"id": 1, "text": "báo cáo kết quả"},
        {"id": 2, "text": "Báo cáo kết quả"},
    ]


def test_check(cancu, tmp_path):
    draft = write_decision(tmp_path / "a.txt", 7, "ký số theo Nghị định số 09/2017/NĐ-CP ngày 09 tháng 02 năm 2018 của Chính phủ")
    ran = cancu("check", draft, "--as-of", "2026-08-01", "--json")
    assert ran.status == 1
    assert_fits(ran.json, [{"file": str, "findings": [FINDING]}])
    assert {"wrong-date", "not-in-force"} <= {finding["code"] for finding in ran.json[0]["findings"]}
    sarif = cancu("check", draft, "--format", "sarif").json
    assert (sarif["version"], len(sarif["runs"][0]["results"])) == (
        "2.1.0",
        len(cancu("check", draft, "--json").json[0]["findings"]),
    )
    assert cancu("check", draft, "--format", "docx", "-o", tmp_path / "b.docx").status == 1
    assert "word/comments.xml" in zipfile.ZipFile(tmp_path / "b.docx").namelist()


def test_the_home_may_come_from_the_environment(base_home, monkeypatch, tmp_path, capsys):
    from app.cli.main import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANCU_HOME", str(base_home))
    assert main(["list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 10
    monkeypatch.delenv("CANCU_HOME")
    assert main(["list"]) == 2
    assert "Chưa có kho dữ liệu" in capsys.readouterr().err


def test_results_go_to_stdout_and_progress_to_stderr(tmp_path):
    home, made = tmp_path / "kho", tmp_path / "van-ban"
    write_decision(made / "a.txt", 1, "ký số")
    (made / "hong.pdf").write_bytes(b"%PDF-1.7\n" + bytes(50))
    ran = run(home, "ingest", made, "--json", "--jobs", "1")
    assert ran.status == 1
    assert_fits(ran.json, {"files": [{"name": str, "status": str, "documents": [str], "code": str, "message": str}], "stored": int})
    assert {f["name"]: f["status"] for f in ran.json["files"]} == {"a.txt": "stored", "hong.pdf": "failed"}
    assert "LỖI hong.pdf: " in ran.err
    again = run(home, "ingest", made, "--json", "--jobs", "1")
    assert {f["name"]: f["status"] for f in again.json["files"]} == {"a.txt": "unchanged", "hong.pdf": "failed"}
    rebuilt = run(home, "rebuild", "--json")
    assert (rebuilt.status, rebuilt.json["model"]) == (0, "cancu-static")
    assert rebuilt.json["entries"] == run(home, "status", "--json").json["index"]["entries"] > 0


TEXT_COMMANDS = [
    ("ask", QUESTION),
    ("search", "báo chí"),
    ("duties", "--unit", UNIT),
    ("refs", "407/QĐ-TTg"),
    ("show", "407/QĐ-TTg"),
    ("list",),
    ("status",),
    ("verify",),
]


@pytest.mark.parametrize("arguments", TEXT_COMMANDS, ids=lambda a: a[0])
def test_text_for_people_is_never_json_and_fits_the_terminal(cancu, arguments):
    ran = cancu(*arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("\n")
    assert max(map(len, ran.out.splitlines())) <= 120
    with pytest.raises(json.JSONDecodeError):
        json.loads(ran.out)
