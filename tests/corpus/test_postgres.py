"""The catalogue on a PostgreSQL server: the same answers, moved whole, and a server that goes away is told."""

import stat
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.service import open_knowledge_base
from app.upkeep.backup import backup, restore
from app.upkeep.maintenance import ingest_and_follow, verify
from corpus.catalogue import Patience, moving, open_catalogue, open_writer
from corpus.catalogue.moving import TABLES, move_to_file, move_to_server
from corpus.catalogue.opening import server_of
from corpus.catalogue.postgres import schema_of
from corpus.catalogue.schema import MIGRATIONS
from corpus.errors import CatalogueError, UsageError, WriterBusyError
from corpus.settings import Home
from eval.faults.postgres import running
from eval.faults.scenes import state_of, write_files
from tests.app.commands import run
from tests.corpus.samples import document


def silent(_table, _rows):
    pass


@pytest.fixture
def on_server(postgres_server, tmp_path):
    home = Home(tmp_path / "kho")
    home.root.mkdir()
    home.catalogue_server.write_text(postgres_server.fresh(), encoding="utf-8")
    return home


def answers(home):
    base = open_knowledge_base(home)
    try:
        asked = [base.ask("Văn phòng Bộ phải báo cáo gì?"), base.duties("Văn phòng Bộ"), base.references("103/QĐ-BTĐ")]
        return [*asked, base.documents(), [base.document(summary.key) for summary in base.documents()]]
    finally:
        base.close()


def test_the_same_files_give_the_same_answers_on_both(on_server, tmp_path):
    files = write_files(tmp_path / "files", 1)
    in_file = Home(tmp_path / "tep")
    for home in (in_file, on_server):
        report = ingest_and_follow(home, [files], jobs=1)
        assert {outcome.status.value for outcome in report.files} == {"stored"}
    assert not on_server.catalogue.exists()
    assert answers(on_server) == answers(in_file)
    assert verify(on_server) == verify(in_file)


def test_a_catalogue_is_moved_whole_and_back(postgres_server, tmp_path):
    home = Home(tmp_path / "kho")
    ingest_and_follow(home, [write_files(tmp_path / "files", 1)], jobs=1)
    before, told = state_of(home), answers(home)
    counts = move_to_server(home, postgres_server.fresh(), silent)
    assert (tuple(counts), counts["documents"]) == (TABLES, len(before))
    assert server_of(home) is not None and stat.S_IMODE(home.catalogue_server.stat().st_mode) == 0o600
    assert not home.catalogue.exists() and home.catalogue.with_name("catalogue.sqlite3.moved").exists()
    assert (state_of(home), answers(home), verify(home).findings) == (before, told, ())
    with open_writer(home) as writer:
        writer.put([document()], "/moi")
    assert move_to_file(home, silent)["documents"] == len(before) + 1
    assert server_of(home) is None
    assert state_of(home).keys() == {*before, document().key}


def test_a_move_interrupted_after_the_copy_is_taken_up_again(postgres_server, tmp_path, monkeypatch):
    home, address = Home(tmp_path / "kho"), postgres_server.fresh()
    with open_writer(home) as writer:
        writer.put([document()], "/a")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(moving, "_name_server", interrupted)
        move_to_server(home, address, silent)
    assert (server_of(home), state_of(home).keys()) == (None, {document().key}), "it stays where it was"
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(moving, "_set_aside", interrupted)
        move_to_server(home, address, silent)
    assert (server_of(home), home.catalogue.exists()) == (address, True)
    with pytest.raises(UsageError, match="đã ở trên máy chủ"):
        move_to_server(home, address, silent)
    assert not home.catalogue.exists(), "nobody reads the file by mistake"
    assert state_of(home).keys() == {document().key}


def interrupted(*_arguments):
    raise KeyboardInterrupt


def test_a_log_left_by_another_file_is_not_read_with_the_one_that_comes_back(on_server):
    with open_writer(on_server) as writer:
        writer.put([document()], "/a")
    for suffix in ("", "-wal", ".part-wal"):
        on_server.catalogue.with_name(on_server.catalogue.name + suffix).write_bytes(b"left by a move that was interrupted")
    move_to_file(on_server, silent)
    assert (server_of(on_server), state_of(on_server).keys()) == (None, {document().key})
    assert on_server.catalogue.with_name("catalogue.sqlite3-wal.moved").exists()


def test_a_backup_of_a_catalogue_on_a_server_is_a_file_like_every_other(on_server, tmp_path):
    ingest_and_follow(on_server, [write_files(tmp_path / "files", 1)], jobs=1)
    assert backup(on_server, tmp_path / "kho.tar").on_server
    restored = Home(tmp_path / "moi")
    told = run(restored.root, "restore", tmp_path / "kho.tar")
    assert (told.status, "cancu catalogue server" in told.err) == (0, True)
    assert (server_of(restored), state_of(restored)) == (None, state_of(on_server))
    assert verify(restored).findings == ()
    with pytest.raises(UsageError, match="ở trên máy chủ"):
        restore(on_server, tmp_path / "kho.tar", replace=True)


def test_every_table_is_moved():
    made = {line.split()[2] for script in MIGRATIONS for line in script.splitlines() if line.startswith("CREATE TABLE")}
    assert made - {"meta", "units", "borne", "relations"} == set(TABLES)


def test_a_server_with_another_catalogue_is_refused_and_nothing_moves(on_server, tmp_path):
    with open_writer(on_server) as writer:
        writer.put([document()], "/a")
    home = Home(tmp_path / "tep")
    with open_writer(home) as writer:
        writer.put([document()], "/b")
    with pytest.raises(UsageError, match="đã có một kho dữ liệu khác"):
        move_to_server(home, server_of(on_server), silent)
    assert (server_of(home), state_of(home).keys()) == (None, {document().key})
    with pytest.raises(UsageError, match="đã ở trên máy chủ"):
        move_to_server(on_server, server_of(on_server), silent)
    with pytest.raises(UsageError, match="đã ở trong tệp"):
        move_to_file(home, silent)


def test_one_writer_at_a_time_also_from_another_machine(on_server, tmp_path):
    elsewhere = Home(tmp_path / "may-khac")
    elsewhere.root.mkdir()
    elsewhere.catalogue_server.write_text(server_of(on_server), encoding="utf-8")
    with open_writer(on_server, "cancu ingest"), pytest.raises(WriterBusyError, match="“cancu ingest”"), open_writer(elsewhere):
        pass
    told = []
    second = open_writer(elsewhere, "cancu ingest", Patience(0.3, told.append))
    with open_writer(on_server, "cancu remove"), pytest.raises(WriterBusyError, match="Đã đợi"), second:
        pass
    assert ["“cancu remove”" in line for line in told] == [True]
    with open_writer(elsewhere) as writer:
        writer.put([document()], "/a")
    assert state_of(on_server).keys() == {document().key}


def test_a_server_that_goes_away_is_told_and_found_again(tmp_path_factory):
    with tempfile.TemporaryDirectory(prefix="cancu-postgres-") as folder, running(Path(folder)) as server:
        home = Home(tmp_path_factory.mktemp("kho"))
        home.catalogue_server.write_text(server.fresh(), encoding="utf-8")
        with open_writer(home) as writer:
            writer.put([document()], "/a")
        reader = open_catalogue(home)
        server.stop()
        with pytest.raises(CatalogueError, match="Không nối được máy chủ"):
            reader.counts()
        with pytest.raises(CatalogueError, match="Không nối được máy chủ"):
            open_catalogue(home)
        server.start()
        assert reader.counts().documents == 1, "the same reader goes on"
        with pytest.raises(CatalogueError, match="không được lưu"), open_writer(home) as writer, writer.transaction():
            writer.remove(document().key)
            server.stop()
            writer.remove("x")
        server.start()
        assert reader.counts().documents == 1, "what was not finished is not there"
        reader.close()


def test_what_postgres_cannot_hold_keeps_its_place(on_server):
    odd = replace(document(), provisions=tuple(replace(p, heading="a\0b") for p in document().provisions))
    with open_writer(on_server) as writer:
        writer.put([odd], "/a")
    with closing(open_catalogue(on_server)) as reader:
        assert reader.provisions_of(odd.key)[0].heading == "a\ufffdb"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("id INTEGER PRIMARY KEY,", "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"),
        ("size INTEGER NOT NULL", "size BIGINT NOT NULL"),
        ("text BLOB NOT NULL", "text BYTEA NOT NULL"),
        ("seconds REAL) WITHOUT ROWID;", "seconds DOUBLE PRECISION);"),
        ("name TEXT", 'name TEXT COLLATE "C"'),
        ("-- the order of text", "-- the order of text"),
    ],
)
def test_the_words_of_the_schema(ours, theirs):
    assert schema_of(ours) == theirs
