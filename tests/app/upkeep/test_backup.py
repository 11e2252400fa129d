"""A knowledge base in one file: made while others write, read again, restored whole."""

import io
import json
import shutil
import tarfile
import threading

import pytest

from app.service import open_knowledge_base
from app.upkeep import backup as archives
from app.upkeep import maintenance
from corpus.settings import Home
from ingest.run import Progress
from tests.app.commands import run, write_decision

QUESTION = "Sở Công Thương phải báo cáo gì, khi nào?"


def test_what_is_restored_answers_as_before_pages_included(base_home, base, tmp_path):
    file, home = tmp_path / "kho.tar", tmp_path / "moi"
    made = run(base_home, "backup", file, "--json")
    assert (made.status, made.json["documents"], made.json["index"]) == (0, 10, True)
    restored = run(home, "restore", file)
    assert (restored.status, "Đã khôi phục 10 văn bản." in restored.out) == (0, True)
    again = open_knowledge_base(Home(home))
    assert again.ask(QUESTION) == base.ask(QUESTION)
    plan = next(one.key for one in again.documents() if one.number == "3163/KH-BCT")
    assert again.page_image(plan, 1) == base.page_image(plan, 1)
    again.close()
    assert run(home, "verify").status == 0


def test_a_backup_without_index_says_what_to_do_and_rebuild_mends_it(base_home, tmp_path):
    file, home = tmp_path / "kho.tar", tmp_path / "moi"
    assert run(base_home, "backup", file, "--no-index").status == 0
    assert "cancu rebuild" in run(home, "restore", file).err
    assert run(home, "rebuild").status == 0
    assert run(home, "verify").status == 0


def test_users_and_own_units_come_along_keys_and_logs_do_not(own_home, tmp_path):
    for name in ("users.json", "units.toml", "session.key", "audit.jsonl"):
        (own_home / name).write_text("" if name == "units.toml" else "{}")
    archives.backup(Home(own_home), tmp_path / "kho.tar")
    archives.restore(Home(tmp_path / "moi"), tmp_path / "kho.tar")
    kept = {name: (tmp_path / "moi" / name).exists() for name in ("users.json", "units.toml", "session.key", "audit.jsonl")}
    assert kept == {"users.json": True, "units.toml": True, "session.key": False, "audit.jsonl": False}
    assert (tmp_path / "moi" / "users.json").stat().st_mode & 0o777 == 0o600


AT = "http://may-chu:19530"
ON_MILVUS = {"engine": {"name": "milvus", "uri": AT}}
CHOSEN = [
    ({}, (), "", "", "nothing was chosen"),
    ({"reranker": "mo-hinh"}, ("--reranker none",), "", "mo-hinh", "a reranker"),
    (ON_MILVUS, (AT, "cancu rebuild --engine local"), AT, "", "a search server"),
    ({**ON_MILVUS, "reranker": None}, (AT,), AT, "", "a reranker that is no more"),
    ({"engine": {"name": "local", "uri": ""}}, (), "", "", "back from a server"),
]


@pytest.mark.parametrize(("chosen", "said", "server", "reranker", "reason"), CHOSEN, ids=[row[4] for row in CHOSEN])
def test_what_was_chosen_comes_along_and_what_is_to_be_done_is_said(own_home, tmp_path, chosen, said, server, reranker, reason):
    (own_home / "settings.json").write_text(json.dumps({**chosen, "milvus_mark": {"mark": "cancu_1", "place": "7"}}))
    made = run(own_home, "backup", tmp_path / "kho.tar", "--json")
    assert (made.json["search_server"], made.json["reranker"], "máy chủ tìm kiếm" in made.err) == (server, reranker, bool(server))
    restored = run(tmp_path / "moi", "restore", tmp_path / "kho.tar")
    assert restored.status == 0
    assert json.loads((tmp_path / "moi" / "settings.json").read_text()) == chosen, (
        "the name on the server stays with the first home"
    )
    lines = restored.err.splitlines()
    assert [all(word in restored.err for word in said), len(lines)] == [True, bool(server) + bool(reranker) + 1], lines


def test_choices_of_a_home_that_is_replaced_are_kept_beside_but_for_its_name_on_the_server(own_home, base_home, tmp_path):
    own = {"mark": "cancu_1", "place": "7"}
    (own_home / "settings.json").write_text(json.dumps({"reranker": "cu", "milvus_mark": own}))
    archives.backup(Home(base_home), tmp_path / "kho.tar")
    assert archives.restore(Home(own_home), tmp_path / "kho.tar", replace=True).reranker == ""
    assert json.loads((own_home / "settings.json").read_text()) == {"milvus_mark": own}
    (beside,) = own_home.glob("before-restore-*")
    assert json.loads((beside / "settings.json").read_text())["reranker"] == "cu"


def test_a_backup_from_before_choices_were_in_it_leaves_them_as_they_are(own_home, base_home, tmp_path):
    def without(name, data):
        if name == "manifest.json":
            told = json.loads(data)
            return json.dumps({"format": 1, "files": {k: v for k, v in told["files"].items() if k != "settings.json"}}).encode()
        return None if name == "settings.json" else data

    archives.backup(Home(base_home), tmp_path / "kho.tar")
    rewritten(tmp_path / "kho.tar", tmp_path / "cu.tar", without)
    (own_home / "settings.json").write_text('{"reranker": "cu"}')
    assert run(own_home, "restore", tmp_path / "cu.tar", "--replace").status == 0
    assert json.loads((own_home / "settings.json").read_text()) == {"reranker": "cu"}


def test_choices_that_cannot_be_read_are_told_and_nothing_is_backed_up(own_home, tmp_path):
    (own_home / "settings.json").write_text("{")
    refused = run(own_home, "backup", tmp_path / "kho.tar")
    assert (refused.status, "settings.json" in refused.err, list(tmp_path.glob("kho.tar*"))) == (2, True, [])


def test_backups_made_while_documents_are_stored_are_each_whole(own_home, tmp_path):
    incoming, stop = tmp_path / "van-ban", threading.Event()

    def store():
        for number in range(20):
            if stop.is_set():
                return
            path = write_decision(incoming / f"{number}.txt", 200 + number, f"việc số {number}")
            maintenance.ingest_and_follow(Home(own_home), [path], jobs=1, progress=Progress())

    writer = threading.Thread(target=store)
    writer.start()
    seen = []
    for number in range(3):
        file, home = tmp_path / f"{number}.tar", tmp_path / f"moi-{number}"
        archives.backup(Home(own_home), file)
        seen.append(archives.restore(Home(home), file).generation)
        assert maintenance.catch_up(Home(home)) == 0
        assert maintenance.verify(Home(home)).findings == ()
    stop.set()
    writer.join()
    assert seen == sorted(seen)


def test_an_existing_home_is_replaced_only_when_told_and_kept_beside(own_home, base_home, tmp_path):
    archives.backup(Home(base_home), tmp_path / "kho.tar")
    maintenance.remove(Home(own_home), "luat/103-2016-qh13/2016-04-05", jobs=1)
    refused = run(own_home, "restore", tmp_path / "kho.tar")
    assert (refused.status, "--replace" in refused.err) == (2, True)
    assert run(own_home, "status", "--json").json["documents"] == 9
    assert run(own_home, "restore", tmp_path / "kho.tar", "--replace").status == 0
    assert run(own_home, "status", "--json").json["documents"] == 10
    (beside,) = own_home.glob("before-restore-*")
    assert run(beside, "status", "--json").json["documents"] == 9
    assert run(own_home, "verify").status == 0


def test_what_a_killed_backup_left_is_cleared_away_and_two_at_once_wait(base_home, tmp_path):
    left = tmp_path / "kho.tar.partial"
    left.mkdir()
    (left / "catalogue.sqlite3").write_text("half")
    with archives._folder_alone(left):
        refused = run(base_home, "backup", tmp_path / "kho.tar")
    assert (refused.status, "đang chạy ở đây" in refused.err) == (2, True)
    (tmp_path / "kho.tar.partial").write_text("half")
    assert run(base_home, "backup", tmp_path / "kho.tar").status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["kho.tar"]


@pytest.mark.parametrize("killed_at", range(2, 7))
def test_a_restore_killed_half_way_shows_nothing_mixed_and_is_begun_anew(own_home, base_home, tmp_path, monkeypatch, killed_at):
    archives.backup(Home(base_home), tmp_path / "kho.tar")
    real, calls = archives.Path.rename, []

    def rename(path, target):
        calls.append(path)
        if len(calls) == killed_at:
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(archives.Path, "rename", rename)
        patch.setattr(archives.shutil, "rmtree", lambda *_arguments, **_options: None)  # a killed process clears nothing away
        archives.restore(Home(own_home), tmp_path / "kho.tar", replace=True)
    for command in (("search", "báo cáo"), ("rebuild",), ("ingest", tmp_path)):
        refused = run(own_home, *command)
        assert (refused.status, "cancu restore" in refused.err) == (2, True), command
    assert run(own_home, "restore", tmp_path / "kho.tar").status == 0
    assert run(own_home, "verify").status == 0


def rewritten(source, target, change):
    """Copy an archive with ``change(name, data)`` applied to each file; ``None`` leaves it out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            data = change(member.name, old.extractfile(member).read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))


def outside(name, data):
    return json.dumps({"format": 1, "files": {"../x": "0"}}).encode() if name == "manifest.json" else data


DAMAGES = [
    (lambda name, data: data[:-1] + b"x" if name == "catalogue.sqlite3" else data, "one byte of the catalogue"),
    (lambda name, data: None if name == "catalogue.sqlite3" else data, "no catalogue"),
    (lambda name, data: None if name == "manifest.json" else data, "no manifest"),
    (lambda name, data: None if name.startswith("sources/") else data, "no sources"),
    (outside, "another manifest"),
]


@pytest.mark.parametrize(("change", "reason"), DAMAGES, ids=[row[1] for row in DAMAGES])
def test_a_damaged_backup_is_refused_and_nothing_is_put_in_place(base_home, tmp_path, change, reason):
    archives.backup(Home(base_home), tmp_path / "kho.tar")
    rewritten(tmp_path / "kho.tar", tmp_path / "hong.tar", change)
    refused = run(tmp_path / "moi", "restore", tmp_path / "hong.tar")
    assert (refused.status, "bị hỏng" in refused.err) == (2, True), reason
    assert not (tmp_path / "moi" / "catalogue.sqlite3").exists()


def test_a_file_that_would_leave_the_home_is_refused(base_home, tmp_path):
    with tarfile.open(tmp_path / "xau.tar", "w") as archive:
        member = tarfile.TarInfo("index/000001/../../../x")
        archive.addfile(member, io.BytesIO())
    assert run(tmp_path / "moi", "restore", tmp_path / "xau.tar").status == 2
    (tmp_path / "khong.tar").write_text("not a tar")
    assert run(tmp_path / "moi", "restore", tmp_path / "khong.tar").status == 2
    assert run(tmp_path / "moi", "restore", tmp_path / "thieu.tar").status == 2


def test_a_failed_backup_leaves_no_file_and_keeps_the_one_before(base_home, tmp_path, monkeypatch):
    file = tmp_path / "kho.tar"
    file.write_text("before")
    monkeypatch.setattr(archives, "_sums_of", lambda _path: {})
    assert run(base_home, "backup", file).status == 2
    assert ([path.name for path in tmp_path.iterdir()], file.read_text()) == (["kho.tar"], "before")
    assert run(tmp_path / "khong", "backup", file).status == 2


def test_a_snapshot_that_is_replaced_while_it_is_copied_is_begun_anew(own_home, tmp_path, monkeypatch):
    real, calls = shutil.copyfile, []

    def copy(source, target):
        calls.append(source)
        if len(calls) == 3:
            maintenance.rebuild(Home(own_home), jobs=1)
        return real(source, target)

    monkeypatch.setattr(archives.shutil, "copyfile", copy)
    assert archives.backup(Home(own_home), tmp_path / "kho.tar").index
    archives.restore(Home(tmp_path / "moi"), tmp_path / "kho.tar")
    assert maintenance.verify(Home(tmp_path / "moi")).findings == ()
