"""Questions answered in processes of their own: the same answers, the same errors, and a lost process is replaced."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from app import maintenance
from app.readers import Readers
from app.results import DutyFilters
from app.service import open_knowledge_base
from corpus.errors import CatalogueError, IndexStateError
from corpus.settings import Home
from ingest.run import Progress
from tests.app.commands import write_decision


@pytest.fixture(scope="module")
def readers(base):
    made = Readers(base, 2)
    yield made
    for reader in made._all:
        reader.end()


ASKED = [
    ("ask", ("Sở Công Thương phải báo cáo gì?",), {}),
    ("ask", ("phải làm gì",), {"unit": "Văn phòng Bộ", "k": 3}),
    ("search", ("báo chí",), {"k": 3}),
    ("duties", ("Sở Công Thương", DutyFilters(topic="báo cáo")), {}),
    ("references", ("09/2017/NĐ-CP",), {"direction": "in"}),
]


@pytest.mark.parametrize(("name", "args", "options"), ASKED, ids=[f"{row[0]} {row[1][0]}" for row in ASKED])
def test_1_the_answers_are_the_same(readers, base, name, args, options):
    assert getattr(readers, name)(*args, **options) == getattr(base, name)(*args, **options)


def test_1_what_is_no_question_is_read_here(readers, base):
    assert readers.documents() == base.documents()
    assert readers.catalogue is base.catalogue


def test_1_errors_are_the_same_errors(own_home):
    base = open_knowledge_base(Home(own_home))
    (own_home / "index" / "current").unlink()
    readers = Readers(base, 1)
    with pytest.raises(IndexStateError, match="cancu rebuild"):
        readers.search("báo chí")
    readers.close()


def test_2_a_lost_reader_is_replaced_and_the_question_answered(readers, base):
    for reader in readers._all:
        os.kill(reader._process.pid, signal.SIGKILL)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(readers.ask("báo chí"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [base.ask("báo chí")] * 4


def test_2_a_reader_that_does_not_answer_is_given_up(base):
    readers = Readers(base, 1, seconds=0.0)
    with pytest.raises(CatalogueError, match="Hãy hỏi ngắn hơn"):
        readers.ask("báo chí")
    for reader in readers._all:
        reader.end()


def test_3_readers_end_with_the_process_that_started_them(base_home):
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom app.readers import Readers\nfrom app.service import open_knowledge_base\n"
        "from corpus.settings import Home\n"
        "if __name__ == '__main__':\n"
        "    readers = Readers(open_knowledge_base(Home(Path(sys.argv[1]))), 1)\n"
        "    print(readers._all[0]._process.pid, flush=True)\n    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(base_home)], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(600):
        if not is_running(child):
            return
        time.sleep(0.05)
    pytest.fail("the reader went on")


def is_running(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:  # noqa: PTH123 - of the kernel
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_4_a_newer_snapshot_is_noticed(own_home, tmp_path):
    base = open_knowledge_base(Home(own_home))
    readers = Readers(base, 1)
    assert "71/QĐ-BTĐ" not in {quote.document.number for quote in readers.ask("thí điểm trồng cây ban công").clauses}
    path = write_decision(tmp_path / "moi.txt", 71, "trồng cây ban công")
    maintenance.ingest_and_follow(Home(own_home), [path], jobs=1, progress=Progress())
    assert "71/QĐ-BTĐ" in {quote.document.number for quote in readers.ask("thí điểm trồng cây ban công").clauses}
    readers.close()
