"""Readers while documents are stored, and two ingests at once, on both kinds of catalogue."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.service import open_knowledge_base
from app.upkeep.maintenance import ingest_and_follow, verify
from corpus.catalogue import Patience
from corpus.errors import WriterBusyError
from corpus.settings import Home
from eval.faults.scenes import state_of, write_files
from ingest.run import FileStatus, Progress


@pytest.fixture(params=["file", "server"])
def home(request, tmp_path):
    made = Home(tmp_path / "kho")
    made.root.mkdir()
    if request.param == "server":
        made.catalogue_server.write_text(request.getfixturevalue("postgres_server").fresh(), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """What is stored of the first and of the second edition of the same files."""
    folder = tmp_path_factory.mktemp("editions")
    found = []
    for edition in (1, 2):
        made = Home(folder / str(edition))
        ingest_and_follow(made, [write_files(folder / f"files-{edition}", edition)], jobs=1)
        found.append(state_of(made))
    return found


class Paused(Progress):
    """Stops at the first file that is stored until it is told to go on."""

    def __init__(self):
        self.reached, self.go = threading.Event(), threading.Event()

    def file(self, outcome):
        self.reached.set()
        assert self.go.wait(60)


def test_readers_see_whole_documents_of_one_generation_while_others_replace_them(home, editions, tmp_path):
    first, second = editions
    ingest_and_follow(home, [write_files(tmp_path / "files", 1)], jobs=1)
    write_files(tmp_path / "files", 2)
    writer = threading.Thread(target=ingest_and_follow, args=(home, [tmp_path / "files"]), kwargs={"jobs": 1})
    base, seen = open_knowledge_base(home), set()
    writer.start()
    while writer.is_alive() or not seen:
        with base.at_one_moment():
            generation = base.catalogue.generation()
            found = {document.key: base.document(document.key) for document in base.documents()}
            again = {document.key: base.document(document.key) for document in base.documents()}
            assert (again, base.catalogue.generation()) == (found, generation)
        seen.add(generation)
        assert found.keys() == first.keys(), "none is away while it is replaced"
        assert all(document.text in (first[key].text, second[key].text) for key, document in found.items())
    writer.join()
    base.close()
    assert state_of(home) == second
    assert verify(home).findings == ()


def test_of_two_ingests_at_once_the_second_waits_says_for_whom_and_then_does_its_work(home, editions, tmp_path):
    files, progress = write_files(tmp_path / "files", 1), Paused()
    run = threading.Thread(target=ingest_and_follow, args=(home, [files]), kwargs={"jobs": 1, "progress": progress})
    run.start()
    assert progress.reached.wait(60)
    with pytest.raises(WriterBusyError, match=r"đang ghi kho dữ liệu này \(“cancu ingest”, tiến trình"):
        ingest_and_follow(home, [files], jobs=1)
    told, waits = [], threading.Event()

    def hear(message):
        told.append(message)
        waits.set()

    second = write_files(tmp_path / "more", 2)
    with ThreadPoolExecutor() as pool:
        other = pool.submit(ingest_and_follow, home, [second], jobs=1, patience=Patience(120, hear))
        assert waits.wait(60)
        progress.go.set()
        report = other.result()
    run.join()
    assert [("Đang đợi" in line, "Đã đến lượt" in line) for line in told] == [(True, False), (False, True)]
    assert report.count(FileStatus.FAILED) == 0
    assert state_of(home) == editions[1], "the later one is what is stored, whole"
    assert verify(home).findings == ()


def test_two_commands_at_once_both_do_their_work(home, editions, tmp_path):
    write_files(tmp_path / "files", 1)
    halves = [sorted((tmp_path / "files").iterdir())[start::2] for start in range(2)]
    commands = [[sys.executable, "-m", "app.cli.main", "--home", home.root, "ingest", *half, "--jobs", "1"] for half in halves]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for command in commands]
    said = [run.communicate(timeout=240) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert ["0 tệp lỗi" in out for out, _err in said] == [True, True]
    assert state_of(home) == editions[0]
    assert verify(home).findings == ()
