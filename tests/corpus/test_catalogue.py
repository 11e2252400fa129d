"""The catalogue gives back what was stored, follows its generation, and keeps one writer."""

import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from corpus.catalogue import open_catalogue, open_writer
from corpus.catalogue.moving import TABLES
from corpus.catalogue.schema import MIGRATIONS, SCHEMA_VERSION
from corpus.errors import CatalogueError
from corpus.settings import Home
from tests.corpus.samples import TEXT, document


@pytest.fixture(params=["sqlite", "postgres"])
def home(request, tmp_path):
    home = Home(tmp_path / "kho")
    if request.param == "postgres":
        if "sqlite_only" in request.keywords:
            pytest.skip("of the file")
        home.root.mkdir()
        home.catalogue_server.write_text(request.getfixturevalue("postgres_server").fresh(), encoding="utf-8")
    return home


@pytest.fixture
def reader(home):
    with open_writer(home):
        pass
    catalogue = open_catalogue(home)
    yield catalogue
    catalogue.close()


def test_a_document_comes_back_whole(home, reader):
    stored = document()
    with open_writer(home) as writer:
        writer.put([stored], "/a/thong-tu.pdf")
    assert reader.document(stored.key) == stored
    assert reader.document(stored.key).lines[0].box == stored.lines[0].box
    assert reader.provisions_of(stored.key)[0].boxes == stored.provisions[0].boxes


def test_storing_again_replaces_and_doubles_nothing(home, reader):
    with open_writer(home) as writer:
        writer.put([document()], "/a")
        writer.put([document()], "/a")
    counts = reader.counts()
    assert (counts.documents, counts.provisions, counts.citations, counts.obligations) == (1, 1, 1, 1)
    light = list(reader.bearing.light(["Sở Thí điểm", "Sở Khác"]))
    assert [one.bearer for one in light] == ["Sở Khác", "Sở Thí điểm"]
    (whole,) = reader.bearing.whole({one.obligation for one in light}).values()
    assert (whole.document, whole.page, whole.several) == (document().key, 1, False)
    assert {one.issuer for one in reader.bearing.documents().values()} == {"Bộ Công Thương"}


def test_names_are_filed_once_for_a_register_and_dropped_with_their_last_obligation(home, reader):
    with open_writer(home) as writer:
        writer.put([document()], "/a")
    assert reader.bearing.filed_under(["x"], mark=7) == ("Sở Khác", "Sở Thí điểm"), "names not filed may bind"
    with open_writer(home) as writer:
        assert writer.file_bearers(7, lambda name: ["x"] if name == "Sở Khác" else ["y"]) == 2
        assert writer.file_bearers(7, lambda name: ["z"]) == 0
    assert reader.bearing.filed_under(["x", "z"], mark=7) == ("Sở Khác",)
    assert reader.bearing.filed_under(["x"], mark=8) == ("Sở Khác", "Sở Thí điểm"), "filed by another register"
    with open_writer(home) as writer:
        assert writer.file_bearers(8, lambda name: ["z"]) == 2
    assert reader.bearing.filed_under(["x", "y"], mark=8) == ()
    with open_writer(home) as writer:
        writer.remove(document().key)
        writer.put([document()], "/b")
        assert writer.file_bearers(8, lambda name: ["w"]) == 0
        writer.remove(document().key)
    assert reader.bearing.light(["Sở Khác"]) is not None and list(reader.bearing.light(["Sở Khác"])) == []


def test_a_failing_transaction_leaves_nothing(home, reader):
    with open_writer(home) as writer, pytest.raises(RuntimeError), writer.transaction():
        writer.put([document()], "/a")
        raise RuntimeError
    assert reader.counts().documents == 0
    assert reader.generation() == 0


def test_what_a_file_no_longer_gives_is_removed_and_told_to_the_index(home, reader):
    first, second = document("01/2024/TT-BCT"), document("02/2024/TT-BCT")
    with open_writer(home) as writer:
        writer.put([first, second], "/a")
        before = reader.generation()
        writer.put([first], "/a")
        writer.finish_file("/a", first.source, [first.key])
    assert [d.key for d in reader.summaries()] == [first.key]
    assert reader.removed_since(before) == (second.key,)
    assert reader.changed_since(before) == (first.key,)
    assert reader.changed_since(reader.generation()) == ()


def test_a_failed_file_keeps_what_it_gave_before(home, reader):
    stored = document()
    with open_writer(home) as writer:
        writer.put([stored], "/a")
        writer.finish_file("/a", stored.source, [stored.key])
        writer.fail_file("/a", replace(stored.source, sha256="cd" * 32), "truncated", "Tệp bị cụt.")
    assert reader.counts().documents == 1
    assert [(f.name, f.code, f.message) for f in reader.failed_files()] == [("thong-tu.pdf", "truncated", "Tệp bị cụt.")]


def test_removing_forgets_the_source_file(home, reader):
    stored = document()
    with open_writer(home) as writer:
        writer.put([stored], "/a")
        writer.finish_file("/a", stored.source, [stored.key])
        assert writer.remove(stored.key)
        generation = reader.generation()
        assert not writer.remove(stored.key)
    assert reader.generation() == generation, "nothing changed, so no index is behind"
    assert reader.source_file("/a") is None


def test_lookups_by_number_title_address_and_citation(home, reader):
    stored = document()
    with open_writer(home) as writer:
        writer.put([stored], "/a")
    assert [d.key for d in reader.by_number("12-2024-tt-bct")] == [stored.key]
    assert [d.key for d in reader.by_title("báo cáo thí điểm")] == [stored.key]
    assert reader.by_number("13-2024-tt-bct") == ()
    assert reader.has_provision(stored.key, "dieu-1")
    assert not reader.has_provision(stored.key, "dieu")
    assert reader.citations_to("1-2020-nd-cp") == ((stored.key, stored.citations[0]),)
    assert reader.effects_on("1-2020-nd-cp", None) == ((stored.key, stored.effects[0]),)
    assert reader.effects_on("2-2020-nd-cp", None) == ()
    assert reader.head(stored.key) == stored.head
    assert reader.provision(f"{stored.key}#dieu-1") == stored.provisions[0]
    assert reader.provision(f"{stored.key}#dieu-9") is None


def test_a_second_writer_is_refused_with_a_message(home):
    code = (
        "import sys; from pathlib import Path; from corpus.catalogue import open_writer; from corpus.settings import Home\n"
        "with open_writer(Home(Path(sys.argv[1]))): print('in')"
    )
    with open_writer(home):
        second = subprocess.run([sys.executable, "-c", code, str(home.root)], capture_output=True, text=True)
    assert second.returncode != 0
    assert "Một tiến trình khác đang ghi" in second.stderr
    assert subprocess.run([sys.executable, "-c", code, str(home.root)], capture_output=True).stdout == b"in\n"


@pytest.mark.sqlite_only
def test_no_catalogue_and_a_newer_one_are_refused_with_what_to_do(home):
    with pytest.raises(CatalogueError, match="cancu ingest"):
        open_catalogue(home)
    with open_writer(home):
        pass
    with sqlite3.connect(home.catalogue) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(CatalogueError, match="mới hơn"):
        open_catalogue(home)
    with pytest.raises(CatalogueError, match="mới hơn"), open_writer(home):
        pass


@pytest.mark.sqlite_only
def test_a_damaged_file_is_an_error_not_a_trace(home):
    home.root.mkdir()
    home.catalogue.write_bytes(b"not a database" * 100)
    with pytest.raises(CatalogueError, match="hỏng"):
        open_catalogue(home)


def test_readers_see_one_generation_inside_a_snapshot(home, reader):
    with open_writer(home) as writer, reader.snapshot() as seen:
        writer.put([document()], "/a")
        assert (reader.generation(), reader.counts().documents) == (seen, 0)
    assert reader.counts().documents == 1


def test_kept_sources_are_whole_copies_and_unused_ones_go(home, tmp_path):
    original = tmp_path / "x.pdf"
    original.write_bytes(b"%PDF")
    with open_writer(home) as writer:
        writer.keep_source(original, "ab" * 32)
        writer.keep_source(original, "ef" * 32)
        writer.put([document(text=TEXT)], "/a")
        assert writer.drop_unused_sources() == 1
    assert [p.name for p in home.sources.iterdir()] == ["ab" * 32]


@pytest.mark.sqlite_only
def test_a_catalogue_of_the_first_version_is_brought_up_to_the_current_one(home):
    home.root.mkdir()
    with sqlite3.connect(home.catalogue) as connection:
        connection.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1;")
    connection.close()
    with pytest.raises(CatalogueError, match="nâng cấp khi chạy 'cancu ingest'"):
        open_catalogue(home)
    with open_writer(home) as writer:
        writer.put([document()], "/a")
    catalogue = open_catalogue(home)
    assert catalogue.document(document().key) == document()
    catalogue.close()
    with sqlite3.connect(home.catalogue) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert tables >= set(TABLES)
    assert not tables & {"units", "borne", "relations"}, "what was never read is gone"


FIRST, SECOND, THIRD = (document(number) for number in ("12/2024/TT-BCT", "21/2024/TT-BCT", "31/2024/TT-BCT"))
OTHER = document("99/2024/TT-BCT", sha256="cd" * 32)
HISTORIES = [
    ([("/a", FIRST), ("/a", SECOND)], {FIRST.key: SECOND.key}, "put right once"),
    ([("/a", FIRST), ("/a", SECOND), ("/a", THIRD)], {FIRST.key: THIRD.key, SECOND.key: THIRD.key}, "put right twice"),
    ([("/a", FIRST), ("/b", SECOND)], {FIRST.key: SECOND.key}, "put right from the kept copy, which lies elsewhere"),
    ([("/a", FIRST), ("/a", OTHER)], {FIRST.key: None}, "another content at the same place is another document"),
    ([("/a", FIRST), ("/a", SECOND), ("/a", None)], {FIRST.key: None, SECOND.key: None}, "no longer stored"),
    ([("/a", FIRST)], {OTHER.key: None, "": None}, "never stored"),
]


@pytest.mark.parametrize(("stored", "expected", "reason"), HISTORIES, ids=[row[2] for row in HISTORIES])
def test_a_key_of_old_leads_to_the_key_of_today(home, reader, stored, expected, reason):
    with open_writer(home) as writer:
        held = None
        for origin, one in stored:
            if (held and held[0] != origin) or one is None:
                writer.remove(held[1].key)
            if one is None:
                continue
            writer.put([one], origin)
            writer.finish_file(origin, one.source, (one.key,))
            writer.log(one.source, "stored", document=one.key)
            held = (origin, one)
    assert {key: reader.key_now(key) for key in expected} == expected
