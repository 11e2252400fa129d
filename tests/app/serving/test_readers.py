"""Questions answered in processes of their own: the same answers, the same errors, and a lost process is replaced."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from app.results import DutyFilters
from app.service import open_knowledge_base
from app.serving.readers import Readers, _Lately
from app.upkeep import maintenance
from corpus.errors import CatalogueError, IndexStateError
from corpus.settings import Home
from ingest.run import Progress
from tests.app.commands import write_decision
from tests.app.sites import make_site


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
        "import sys, time\nfrom pathlib import Path\nfrom app.serving.readers import Readers\nfrom app.service import open_knowledge_base\n"
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


def test_4_readers_go_on_to_what_is_stored_one_after_the_other(own_home, tmp_path):
    base = open_knowledge_base(Home(own_home))
    readers = Readers(base, 2, fresh=0.1)
    question = "thí điểm trồng cây ban công"
    assert "71/QĐ-BTĐ" not in numbers(readers.ask(question))
    path = write_decision(tmp_path / "moi.txt", 71, "trồng cây ban công")
    maintenance.ingest_and_follow(Home(own_home), [path], jobs=1, progress=Progress())
    for _ in range(600):
        if readers.is_settled:
            break
        time.sleep(0.05)
    assert ["71/QĐ-BTĐ" in numbers(readers.ask(question)) for _ in range(4)] == [True] * 4
    readers.close()


def test_4_until_then_they_answer_from_where_they_are(own_home, tmp_path):
    base = open_knowledge_base(Home(own_home))
    readers = Readers(base, 1, fresh=3600)
    before = readers.ask("Cục Mẫu phải làm gì?")
    assert (readers.is_settled, before.duties != ()) == (True, True)
    maintenance.remove(Home(own_home), before.duties[0].quote.document.key, jobs=1)
    assert (readers.ask("Cục Mẫu phải làm gì?"), readers.is_settled) == (before, False)
    readers._renew_all()
    assert readers.ask("Cục Mẫu phải làm gì?") == base.ask("Cục Mẫu phải làm gì?") != before
    readers.close()


def test_4_what_was_asked_again_and_again_is_worked_out_before_it_is_asked_for(own_home, tmp_path, monkeypatch):
    """After a renewal the units and the repeated questions are there; what was asked once, or in another way, is not."""
    base, lately, asked = open_knowledge_base(Home(own_home)), _Lately(), []
    plain, other = {"unit": None, "as_of": None, "k": 10}, {"unit": "Cục Mẫu", "as_of": None, "k": 10}
    for question, options in [("rượu?", plain), ("một lần?", plain), ("rượu?", plain), ("khác?", other), ("khác?", other)]:
        lately.note("ask", (question,), options, base.ask(question, **options))
    lately.note("duties", ("Sở Công Thương",), {}, base.duties("Sở Công Thương"))
    monkeypatch.setattr(base, "ask", lambda question, **options: asked.append((question, options)))
    monkeypatch.setattr(base, "duties", lambda unit, limit: asked.append((unit, limit)))
    lately.renew(base)
    assert asked == [("báo cáo", {}), ("Cục Mẫu", 1), ("Sở Công Thương", 1), ("rượu?", plain)]
    base.close()


LONG = [
    ("conflicts", (), {}, True, "made of a whole list"),
    ("changes", (), {}, True, "made of two"),
    ("duties", ("Sở Công Thương",), {}, True, "a list without end"),
    ("received", ("Sở Công Thương",), {"limit": None}, True, "a list without end"),
    ("duties", ("Sở Công Thương",), {"limit": 50}, False, "a page"),
    ("ask", ("gì?",), {}, False, "a question"),
    ("search", ("gì",), {}, False, "a search"),
]


@pytest.mark.parametrize(("name", "args", "options", "is_long", "reason"), LONG, ids=[f"{row[0]}: {row[4]}" for row in LONG])
def test_5_long_lists_leave_one_reader_free(monkeypatch, name, args, options, is_long, reason):
    """Of two readers one is busy with a long list: another long one waits, everything else is answered."""
    busy, go_on, done = threading.Event(), threading.Event(), threading.Event()

    class Reader:
        def __init__(self, root):
            pass

        def ask(self, asked, args, options, seconds):
            if asked == "conflicts" and not busy.is_set():
                busy.set()
                assert go_on.wait(30)
            return True, asked

        def end(self):
            pass

    monkeypatch.setattr("app.serving.readers._Reader", Reader)
    readers = Readers(Stub(), 2, fresh=3600)
    first = threading.Thread(target=readers.conflicts, args=("Sở Công Thương",))
    second = threading.Thread(target=lambda: (getattr(readers, name)(*args, **options), done.set()))
    first.start()
    assert busy.wait(30)
    second.start()
    assert done.wait(0.2 if is_long else 30) is not is_long, reason
    go_on.set()
    first.join()
    second.join()
    assert done.is_set()


class Stub:
    """As much of a knowledge base as readers need that are none."""

    home = Home(Path("khong-co"))
    ask = search = duties = received = changes = references = conflicts = close = staticmethod(lambda: None)
    catalogue = SimpleNamespace(generation=lambda: 1)


def test_6_an_answer_of_readers_that_are_behind_is_not_kept(own_home, tmp_path):
    base = open_knowledge_base(Home(own_home))
    readers = Readers(base, 1, fresh=3600)
    client = TestClient(make_site(readers))
    asked = {"params": {"q": "Cục Mẫu phải làm gì?"}}
    tag = client.get("/api/v1/ask", **asked).headers["etag"]
    assert client.get("/api/v1/ask", headers={"If-None-Match": tag}, **asked).status_code == 304
    path = write_decision(tmp_path / "moi.txt", 72, "trồng cây")
    maintenance.ingest_and_follow(Home(own_home), [path], jobs=1, progress=Progress())
    behind = client.get("/api/v1/ask", headers={"If-None-Match": tag}, **asked)
    assert (behind.status_code, "etag" in behind.headers) == (200, False)
    readers.close()


def numbers(answer):
    return {quote.document.number for quote in answer.clauses}
