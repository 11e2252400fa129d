"""Ingestion of folders: what is stored, what is skipped, what a crash leaves."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.catalogue import open_catalogue
from corpus.settings import Home
from ingest import run
from ingest.run import FileStatus, find_files, ingest
from ingest.workers import LocalReaders

DECISION = """BỘ THÍ ĐIỂM
Số: {number}/QĐ-BTĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Về việc thí điểm {topic}
Điều 1. Phạm vi
Quyết định này quy định việc thí điểm {topic}.
Điều 2. Trách nhiệm
1. Văn phòng Bộ báo cáo Bộ trưởng trước ngày 25 tháng 12 hằng năm.
2. Các đơn vị thuộc Bộ thực hiện Quyết định này.
"""
HEAD = {"kind": "Thông tư", "date": "2020-01-02", "issuer": "Bộ Thí điểm", "title": None}


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "kho")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "van-ban"
    made.mkdir()
    for number, topic in ((101, "họp không giấy"), (102, "ký số")):
        (made / f"{number}.txt").write_text(DECISION.format(number=number, topic=topic), encoding="utf-8")
    return made


def provisions_file(path: Path, documents: int, articles: int = 3) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        for article in range(1, articles + 1):
            for number in range(1, documents + 1):
                line = {
                    "document": {**HEAD, "number": f"{number}/2020/TT-BTĐ"},
                    "path": f"dieu-{article}",
                    "heading": f"Việc thứ {article}",
                    "text": f"Cục Mẫu phải nộp báo cáo số {number} trước ngày 15 hằng tháng.",
                    "key": f"k{number}.{article}",
                }  # fmt: skip
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def statuses(report):
    return sorted((f.name, f.status.value) for f in report.files)


def stored(home):
    catalogue = open_catalogue(home)
    counts = catalogue.counts()
    catalogue.close()
    return counts


def test_files_are_stored_then_skipped_then_replaced(home, folder):
    assert statuses(ingest(home, [folder], jobs=1)) == [("101.txt", "stored"), ("102.txt", "stored")]
    before = stored(home)
    assert before.documents == 2
    assert before.provisions >= 8
    assert statuses(ingest(home, [folder], jobs=1)) == [("101.txt", "unchanged"), ("102.txt", "unchanged")]
    assert stored(home) == before
    (folder / "101.txt").write_text(DECISION.format(number=109, topic="họp trực tuyến"), encoding="utf-8")
    assert statuses(ingest(home, [folder], jobs=1)) == [("101.txt", "stored"), ("102.txt", "unchanged")]
    catalogue = open_catalogue(home)
    assert sorted(d.number or "" for d in catalogue.summaries()) == ["102/QĐ-BTĐ", "109/QĐ-BTĐ"]
    catalogue.close()


def test_better_readers_read_stored_files_again(home, folder, tmp_path, monkeypatch):
    lines = provisions_file(tmp_path / "lon.jsonl", documents=3)
    ingest(home, [folder, lines], jobs=1)
    before = stored(home)
    monkeypatch.setattr(run, "READER", run.READER + 1)
    assert {f.status.value for f in ingest(home, [folder, lines], jobs=1).files} == {"stored"}
    after = stored(home)
    assert (after.documents, after.provisions) == (before.documents, before.provisions)
    assert after.generation > before.generation
    assert {f.status.value for f in ingest(home, [folder, lines], jobs=1).files} == {"unchanged"}


def test_a_bad_file_is_reported_and_the_rest_go_on(home, folder):
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 50)
    (folder / "la.docx").write_bytes(b"PK\x03\x04 not a zip")
    report = ingest(home, [folder], jobs=1)
    failed = {f.name: f for f in report.files if f.status is FileStatus.FAILED}
    assert set(failed) == {"hong.pdf", "la.docx"}
    assert all(f.code and f.message and str(folder) not in f.message for f in failed.values())
    assert stored(home).documents == 2
    assert stored(home).failed_files == 2


def test_the_same_file_twice_is_one_document(home, folder):
    (folder / "ban-sao.txt").write_bytes((folder / "101.txt").read_bytes())
    report = ingest(home, [folder], jobs=1)
    assert sorted(f.status.value for f in report.files) == ["duplicate", "stored", "stored"]
    assert stored(home).documents == 2


def test_another_text_of_the_same_document_replaces_it_and_says_so(home, folder):
    ingest(home, [folder], jobs=1)
    (folder / "moi.txt").write_text(DECISION.format(number=101, topic="họp từ xa"), encoding="utf-8")
    (outcome,) = (f for f in ingest(home, [folder], jobs=1).files if f.name == "moi.txt")
    assert (outcome.status, outcome.code) == (FileStatus.STORED, "replaced")
    assert "101.txt" in outcome.message
    assert stored(home).documents == 2


class Backwards:
    """Reads as one process does, and gives the last file first."""

    def read(self, files, task, told):
        yield from reversed(list(LocalReaders().read(files, task, told)))


def test_what_is_stored_does_not_depend_on_which_file_is_read_first(home, folder, tmp_path):
    (folder / "102a.txt").write_text(DECISION.format(number=101, topic="họp từ xa"), encoding="utf-8")
    (folder / "103.txt").write_bytes((folder / "102.txt").read_bytes())
    other = Home(tmp_path / "kho khác")
    assert statuses(ingest(home, [folder], jobs=1)) == [
        ("101.txt", "stored"), ("102.txt", "stored"), ("102a.txt", "stored"), ("103.txt", "duplicate"),
    ]  # fmt: skip
    report = ingest(other, [folder], readers=Backwards())
    assert statuses(report) == [("101.txt", "duplicate"), ("102.txt", "stored"), ("102a.txt", "stored"), ("103.txt", "duplicate")]
    assert "102a.txt" in next(f.message for f in report.files if f.name == "101.txt")
    sources = []
    for one in (home, other):
        catalogue = open_catalogue(one)
        sources.append({s.key: catalogue.document(s.key).source.name for s in catalogue.summaries()})
        catalogue.close()
    assert sources[0] == sources[1]
    assert set(sources[0].values()) == {"102.txt", "102a.txt"}


def test_an_import_that_replaces_documents_of_other_files_says_so(home, folder, tmp_path):
    ingest(home, [folder], jobs=1)
    head = {"kind": "Quyết định", "number": "101/QĐ-BTĐ", "date": "2024-03-05", "issuer": "Bộ Thí điểm", "title": None}
    line = {"document": head, "path": "dieu-1", "text": "Cục Mẫu phải nộp báo cáo."}
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (outcome,) = ingest(home, [tmp_path / "a.jsonl"], jobs=1).files
    assert (outcome.status, outcome.code, outcome.message) == (
        FileStatus.STORED,
        "replaced",
        "1 văn bản thay cho bản đã nạp từ tệp khác.",
    )
    assert stored(home).documents == 2


def test_two_files_without_a_number_are_both_kept(home, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ghi-chep.txt").write_text(f"Ghi chép {name}.\nPhòng Một làm việc {name}.", encoding="utf-8")
    ingest(home, [tmp_path / "a", tmp_path / "b"], jobs=1)
    assert stored(home).documents == 2


def test_folders_are_walked_and_hidden_or_unknown_files_left_out(tmp_path):
    for name in ("x/b.pdf", "x/.an/c.pdf", "a.TXT", "d.exe", ".e.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [p.name for p in find_files([tmp_path, tmp_path / "a.TXT"])] == ["a.TXT", "b.pdf"]


def test_provisions_lines_become_documents_with_outside_keys(home, tmp_path):
    path = provisions_file(tmp_path / "phap-dien.jsonl", documents=4)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("not json\n\n" + json.dumps({"document": None, "text": "Không đầu đề.", "path": None}) + "\n")
    (outcome,) = ingest(home, [path], jobs=1).files
    assert (outcome.status, outcome.code, len(outcome.documents)) == (FileStatus.STORED, "bad-lines", 5)
    catalogue = open_catalogue(home)
    key = next(d.key for d in catalogue.summaries() if d.number == "03/2020/TT-BTĐ")
    assert [(p.path, p.key, p.heading) for p in catalogue.provisions_of(key)] == [
        (f"dieu-{n}", f"k3.{n}", f"Việc thứ {n}") for n in (1, 2, 3)
    ]
    document = catalogue.document(key)
    assert [document.text[p.start : p.end] == p.text for p in document.provisions] == [True] * 3
    assert {o.deadline.value for o in document.obligations} == {"---15"}
    catalogue.close()


def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(home, tmp_path):
    path = provisions_file(tmp_path / "lon.jsonl", documents=1500, articles=2)
    code = (
        "import sys; from app.cli.main import main; sys.exit(main(['--home', sys.argv[1], 'ingest', '--jobs', '1', sys.argv[2]]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(home.root), str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    seen = 0
    while process.poll() is None and not seen:  # however slow the machine is
        time.sleep(0.05)
        seen = _documents(home) if home.catalogue.exists() else 0
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    left = _documents(home)
    assert 0 < seen <= left < 1500, "the kill must fall in the middle of the run"
    assert _soundness(home) == ()
    report = ingest(home, [path], jobs=1)
    assert statuses(report) == [("lon.jsonl", "stored")]
    counts = stored(home)
    assert (counts.documents, counts.provisions) == (1500, 3000)
    assert _soundness(home) == ()
    assert statuses(ingest(home, [path], jobs=1)) == [("lon.jsonl", "unchanged")]


def _documents(home):
    try:
        return stored(home).documents
    except Exception:
        return 0


def _soundness(home):
    catalogue = open_catalogue(home)
    try:
        wrong = []
        for summary in catalogue.summaries():
            document = catalogue.document(summary.key)
            wrong += [p.id for p in document.provisions if document.text[p.start : p.end] != p.text]
        return (*catalogue.integrity_errors(), *wrong)
    finally:
        catalogue.close()
