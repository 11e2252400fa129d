"""Looking after a knowledge base: the index follows, damage is found and mended; the numbers are those of the guarantees."""

import shutil
import sqlite3
import threading
import time
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from app.service import open_knowledge_base
from app.upkeep.maintenance import follow, rebuild, remove, verify
from corpus.catalogue import open_catalogue, open_writer
from corpus.errors import CatalogueError, UsageError
from corpus.settings import Home
from index.stores.snapshot import building, current, open_snapshot
from ingest.run import ingest
from tests.app.commands import run, write_decision

DECREE = "nghi-dinh/09-2017-nd-cp/2017-02-09"
PLAN = "ke-hoach/3163-kh-bct/2024-05-13"


@pytest.fixture
def home(own_home) -> Home:
    return Home(own_home)


def texts(home, question, k=5):
    base = open_knowledge_base(home)
    with closing(base):
        return [hit.provision.text for hit in base.search(question, k=k)]


def change(home: Home, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(home.catalogue)) as connection:
        assert connection.execute(sql, values).rowcount > 0
        connection.commit()


def codes(home):
    return [(finding.code, finding.document) for finding in verify(home).findings]


def test_2_an_index_that_is_behind_is_brought_up_and_one_that_is_not_stays(home, tmp_path):
    before = open_snapshot(home)[1]
    assert follow(home, jobs=1) is None
    assert open_snapshot(home)[1] == before
    report = ingest(home, [write_decision(tmp_path / "van-ban" / "ong.txt", 333, "nuôi ong lấy mật")], jobs=1)
    (key,) = report.files[0].documents
    status = open_knowledge_base(home).status()
    assert (status.stale, "cancu rebuild" in status.message) == (True, True)
    assert codes(home) == [("index-stale", "")]
    assert not [text for text in texts(home, "nuôi ong lấy mật") if "nuôi ong" in text]
    after = follow(home, jobs=1)
    assert after is not None
    assert (after.number, after.documents) == (before.number + 1, before.documents + 1)
    assert "nuôi ong" in texts(home, "nuôi ong lấy mật")[0]
    assert codes(home) == []
    remove(home, key, jobs=1)
    assert not [text for text in texts(home, "nuôi ong lấy mật") if "nuôi ong" in text]
    assert open_snapshot(home)[1].entries == before.entries


def test_2_a_document_that_changed_is_found_by_its_new_words_only(home, tmp_path):
    path = write_decision(tmp_path / "van-ban" / "a.txt", 334, "nuôi ong lấy mật")
    for topic in ("nuôi ong lấy mật", "trồng dâu nuôi tằm"):
        write_decision(path, 334, topic)
        assert run(home.root, "ingest", path, "--jobs", "1").status == 0
    assert "trồng dâu" in texts(home, "trồng dâu nuôi tằm")[0]
    assert not [text for text in texts(home, "nuôi ong lấy mật", k=50) if "nuôi ong" in text]
    assert codes(home) == []


def damage_none(home):
    shutil.rmtree(home.snapshots)


def damage_pointer(home):
    (home.snapshots / "current").write_text("999999\n", "utf-8")


def damage_record(home):
    (current(home) / "snapshot.json").write_text("{}", "utf-8")


def damage_file(home):
    path = max((p for p in current(home).rglob("*") if p.is_file() and p.name != "snapshot.json"), key=lambda p: p.stat().st_size)
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [damage_none, damage_pointer, damage_record, damage_file], ids=lambda f: f.__name__)
def test_2_a_damaged_index_is_told_and_made_again(home, damage):
    expected = texts(home, "họp báo hằng quý")
    damage(home)
    assert [code for code, _ in codes(home)] == ["index"]
    assert run(home.root, "search", "họp báo").status == 2
    assert follow(home, jobs=1) is not None
    assert codes(home) == []
    assert texts(home, "họp báo hằng quý") == expected


def test_3_a_byte_that_turned_over_is_found_by_its_checksum(home):
    path = max((p for p in current(home).rglob("*") if p.is_file() and p.name != "snapshot.json"), key=lambda p: p.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (finding,) = verify(home).findings
    assert (finding.code, "cancu rebuild" in finding.message) == ("index", True)
    rebuild(home, jobs=1)
    assert codes(home) == []


def test_1_rebuilding_gives_the_same_answers(home):
    questions = ("họp báo hằng quý", "hồ sơ mật", "báo cáo kết quả truyền thông")
    before = [texts(home, question) for question in questions]
    info = rebuild(home, jobs=1)
    assert [texts(home, question) for question in questions] == before
    assert (info.entries, info.documents) == (open_snapshot(home)[1].entries, 10)


TAMPERED = [
    ("UPDATE provisions SET text = text || ' thêm' WHERE id = (SELECT min(id) FROM provisions WHERE text <> '')", "span-mismatch"),
    ('UPDATE provisions SET start = start + 1, "end" = "end" + 1 WHERE id = (SELECT max(id) FROM provisions)', "span-mismatch"),
    ("UPDATE citations SET quote = 'Nghị định số 1/2000/NĐ-CP' WHERE id = (SELECT min(id) FROM citations)", "span-mismatch"),
    ("UPDATE obligations SET quote = 'được nghỉ' WHERE id = (SELECT min(id) FROM obligations)", "span-mismatch"),
    ("UPDATE documents SET text = x'00' WHERE key = 'ke-hoach/3163-kh-bct/2024-05-13'", "document-damaged"),
    ("UPDATE documents SET layout = x'78' WHERE key = 'ke-hoach/3163-kh-bct/2024-05-13'", "document-damaged"),
]


@pytest.mark.parametrize(("sql", "code"), TAMPERED, ids=lambda value: value[:40])
def test_3_what_was_tampered_with_is_found(home, sql, code):
    change(home, sql)
    findings = verify(home).findings
    assert [finding.code for finding in findings] == [code]
    assert findings[0].document
    assert "cancu remove" in findings[0].message


def test_3_a_text_that_was_exchanged_is_found(home):
    with closing(sqlite3.connect(home.catalogue)) as connection:
        text = zlib.decompress(connection.execute("SELECT text FROM documents WHERE key = ?", (PLAN,)).fetchone()[0]).decode()
    change(
        home,
        "UPDATE documents SET text = ? WHERE key = ?",
        zlib.compress(text.replace("25 tháng 12", "26 tháng 12").encode()),
        PLAN,
    )
    assert codes(home) == [("span-mismatch", PLAN)]
    ran = run(home.root, "verify")
    assert ran.status == 1
    assert "span-mismatch: 2 trích đoạn không khớp nguyên văn đã lưu" in ran.out
    assert PLAN in ran.out


def test_3_a_missing_source_and_a_dangling_row_are_found(home):
    catalogue = open_catalogue(home)
    with closing(catalogue):
        sha256 = catalogue.document(PLAN).source.sha256
    (home.sources / sha256).unlink()
    assert codes(home) == [("source-missing", PLAN)]
    with closing(sqlite3.connect(home.catalogue)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO bearers VALUES ('Cục Ma', 999999, 1, 0, 'must', 'chu_tri', NULL, NULL)")
        connection.commit()
    assert codes(home) == [("catalogue-damaged", ""), ("source-missing", PLAN)]


def test_3_an_index_that_lacks_entries_is_found(home):
    change(home, "DELETE FROM provisions WHERE id = (SELECT max(id) FROM provisions)")
    (finding,) = verify(home).findings
    assert (finding.code, "cancu rebuild" in finding.message) == ("index-count", True)


@pytest.mark.parametrize(("recall", "expected"), [(0.98, []), (0.979, ["index-recall"])])
def test_3_an_index_that_finds_too_little_by_meaning_is_told(home, recall, expected, monkeypatch):
    monkeypatch.setattr("index.searcher.dense_recall", lambda _home: recall)
    found = verify(home)
    assert ([finding.code for finding in found.findings], found.recall) == (expected, recall)
    assert all("cancu rebuild" in finding.message for finding in found.findings)


def test_3_verify_prints_the_measured_recall(home):
    assert "recall@10 = 1.000" in run(home.root, "verify").out
    assert run(home.root, "verify", "--json").json["recall"] == 1.0


def test_3_verifying_changes_nothing(home):
    def state():
        files = [p for p in home.root.rglob("*") if p.is_file() and not p.name.endswith(("-shm", "-wal"))]
        return {p: p.read_bytes() for p in files}

    before = state()
    found = verify(home)
    assert state() == before
    assert (found.documents, found.findings) == (10, ())
    assert found.provisions > 200
    assert found.quotes > 100


def test_a_document_that_was_removed_is_gone_everywhere(home):
    ran = run(home.root, "remove", DECREE, "--json")
    assert (ran.status, ran.json) == (0, {"removed": DECREE})
    assert DECREE not in [one["key"] for one in run(home.root, "list", "--json").json]
    assert run(home.root, "show", DECREE).status == 2
    hits = run(home.root, "search", "người phát ngôn", "-k", "100", "--json").json["hits"]
    assert hits
    assert DECREE not in {hit["document"]["key"] for hit in hits}
    found = run(home.root, "refs", "09/2017/NĐ-CP", "--json").json["results"][0]
    assert (found["state"], found["target"]) == ("found", None), "others still cite it"
    assert run(home.root, "verify", "--json").json["findings"] == []
    assert run(home.root, "remove", DECREE).status == 2


def test_removing_frees_the_copy_of_the_source_and_the_same_file_comes_back(home, tmp_path):
    path = write_decision(tmp_path / "van-ban" / "a.txt", 335, "họp không giấy")
    first = run(home.root, "ingest", path, "--jobs", "1", "--json").json["files"][0]
    (key,) = first["documents"]
    kept = set(home.sources.iterdir())
    assert run(home.root, "remove", key).status == 0
    assert len(kept - set(home.sources.iterdir())) == 1
    again = run(home.root, "ingest", path, "--jobs", "1", "--json").json["files"][0]
    assert (again["status"], again["documents"]) == ("stored", [key])
    assert set(home.sources.iterdir()) == kept


def test_ingesting_twice_changes_nothing(home, base_home):
    def counts():
        status = run(home.root, "status", "--json").json
        return {name: status[name] for name in ("documents", "provisions", "citations", "obligations", "generation", "index")}

    before = counts()
    files = sorted((Path(base_home).parent / "van-ban").iterdir())
    ran = run(home.root, "ingest", *files, "--no-ocr", "--json", "--jobs", "1")
    assert (ran.status, ran.json["unchanged"], len(ran.json["files"])) == (0, 10, 10)
    assert counts() == before


def test_removing_where_nothing_is_makes_nothing(tmp_path):
    home = Home(tmp_path / "kho")
    with pytest.raises(CatalogueError, match="Chưa có kho dữ liệu"):
        remove(home, DECREE, jobs=1)
    assert not home.root.exists()


def test_a_writer_at_work_is_not_disturbed_and_readers_go_on(home):
    with open_writer(home, "cancu ingest"):
        ran = run(home.root, "remove", DECREE, "--wait", "0")
        assert (ran.status, ran.out) == (2, "")
        assert "Một tiến trình khác đang ghi kho dữ liệu này (“cancu ingest”, tiến trình" in ran.err
        assert run(home.root, "show", DECREE).status == 0
    with pytest.raises(UsageError, match="khong/co"):
        remove(home, "khong/co", jobs=1)


def test_a_wait_for_another_writer_is_told_and_can_be_interrupted(home, tmp_path, monkeypatch):
    def interrupted(_seconds):
        raise KeyboardInterrupt

    file = write_decision(tmp_path / "moi.txt", 334, "trồng rừng")
    monkeypatch.setattr("corpus.catalogue.turns.time.sleep", interrupted)
    with open_writer(home, "cancu ingest"):
        ran = run(home.root, "ingest", file, "--json")
    assert (ran.status, ran.out) == (130, "")
    assert "lâu nhất 60 phút; nhấn Ctrl+C để thôi" in ran.err and "đã dừng" in ran.err


def test_progress_is_told(home):
    told = []
    rebuild(home, jobs=1, ticks=lambda done, what: told.append((done, what)))
    entries = open_snapshot(home)[1].entries
    assert told[-1][0] == entries
    told.clear()
    verify(home, ticks=lambda done, what: told.append(done))
    assert told == list(range(1, 11))


def test_rebuilding_without_a_name_keeps_the_model_in_use(own_home, monkeypatch):
    from index.stores import build

    asked = []

    def built(home, entries, *, model, **_):
        asked.append(model)
        return open_snapshot(home)[1]

    home = Home(own_home)
    monkeypatch.setattr(build, "build_index", built)
    rebuild(home, jobs=1)
    rebuild(home, model="another/model", jobs=1)
    (home.snapshots / "current").unlink()
    monkeypatch.setattr(build, "build_index", lambda home, entries, *, model, **_: asked.append(model))
    rebuild(home, jobs=1)
    assert asked == ["cancu-static", "another/model", None]


def test_builds_at_once_work_one_after_the_other(home):
    told = []
    with building(home, lambda: told.append("first waits")):
        second = threading.Thread(target=lambda: rebuild(home, jobs=1, ticks=lambda done, what: told.append(what)))
        second.start()
        while not told:
            time.sleep(0.01)
        number = open_snapshot(home)[1].number
    second.join()
    assert told[0] == "đợi tiến trình khác dựng xong chỉ mục"
    assert open_snapshot(home, verify=True)[1].number == number + 1


def test_many_builds_at_once_leave_one_whole_index(home):
    failed = []

    def build():
        try:
            rebuild(home, jobs=1)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert verify(home).findings == ()
