"""What is kept open and in mind: one moment per answer, a newer snapshot without a restart, one worker per thing."""

import threading
import time

import numpy as np
import pytest

from app.api.replies import tag_of
from app.service import open_knowledge_base
from app.serving import current
from app.serving.current import CurrentIndex, Memory, Recent
from app.upkeep import maintenance
from corpus.errors import IndexStateError, UsageError
from corpus.settings import Home
from index.scoring import reranking
from ingest.run import Progress
from tests.app.commands import write_decision


def store(home, folder, number, topic):
    path = write_decision(folder / f"{number}.txt", number, topic)
    maintenance.ingest_and_follow(Home(home), [path], jobs=1, progress=Progress())


def test_1_a_newer_snapshot_is_in_use_without_a_restart(own_home, tmp_path):
    index = CurrentIndex(Home(own_home))
    before = index.searcher()
    assert index.searcher() is before
    store(own_home, tmp_path, 81, "xe điện")
    after = index.searcher()
    assert after.info.number > before.info.number
    assert index.searcher() is after
    assert after._encoder is before._encoder, "the same model is not read again"


def test_1_others_go_on_with_the_snapshot_before_while_a_newer_one_is_opened(own_home, monkeypatch):
    home = Home(own_home)
    index = CurrentIndex(home)
    before = index.searcher()
    opening, go_on = threading.Event(), threading.Event()
    real = index._open

    def slow():
        opening.set()
        assert go_on.wait(30)
        return real()

    monkeypatch.setattr(index, "_open", slow)
    maintenance.rebuild(home, jobs=1)
    first = threading.Thread(target=index.searcher)
    first.start()
    assert opening.wait(30)
    assert index.searcher() is before, "nobody else waits"
    go_on.set()
    first.join()
    assert index.searcher().info.number > before.info.number


class Backwards:
    """A reranker that turns round what was found."""

    def __init__(self, name):
        self.name = name

    def scores(self, question, passages):
        return np.linspace(0, 1, len(passages), dtype=np.float32)


WORDS = "cung cấp thông tin cho báo chí"
# What is chosen while the page runs, one after the other; the rerankers read since then; whether they order the hits.
CHOSEN = [
    ("a", ["a"], True, "chosen"),
    ("a", ["a"], True, "chosen again under the same name: it may have been trained anew"),
    ("khong-co", ["khong-co"], True, "one that cannot be had here: the search stays as it was, and is not tried again and again"),
    (None, [], False, "none any more"),
]


def test_1_another_reranker_is_in_use_without_a_restart(own_home, tmp_path, monkeypatch, caplog):
    read = []

    def load(name):
        read.append(name)
        if name == "khong-co":
            raise UsageError("Không có mô hình này.")
        return Backwards(name)

    monkeypatch.setattr(reranking, "load_reranker", load)
    base = open_knowledge_base(Home(own_home))
    plain = base.search(WORDS, k=30)
    tags = [tag_of(base)]
    for name, expected, is_turned, reason in CHOSEN:
        read.clear()
        reranking.store_reranker(Home(own_home), name)
        found = [base.search(WORDS, k=30) for _ in range(2)]
        assert (read, found[0] != plain, found[0]) == (expected, is_turned, found[1]), reason
        tags.append(tag_of(base))
    assert [tags[i] == tags[i + 1] for i in range(len(CHOSEN))] == [False, False, True, False], (
        "nobody is told that nothing changed"
    )
    assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == ["Không có mô hình này."]
    reranking.store_reranker(Home(own_home), "a")
    before = base.in_use
    store(own_home, tmp_path, 82, "xe điện")
    assert (base.in_use.snapshot, read) == (before.snapshot + 1, ["a"]), "it is not read again for a newer snapshot"
    base.close()


def test_2_a_snapshot_that_vanishes_while_it_is_opened_gives_way_to_the_newer_one(own_home, monkeypatch):
    home = Home(own_home)
    import index.searcher as module

    real, tries = module.open_searcher, []

    def vanishing(*given):
        tries.append(1)
        if len(tries) == 1:
            maintenance.rebuild(home, jobs=1)
            raise IndexStateError("mất")
        return real(*given)

    monkeypatch.setattr(module, "open_searcher", vanishing)
    assert CurrentIndex(home).searcher().info.entries > 0
    assert len(tries) == 2


def test_2_a_damaged_snapshot_stays_an_error(own_home):
    (own_home / "index" / "current").write_text("999999\n")
    with pytest.raises(IndexStateError):
        CurrentIndex(Home(own_home)).searcher()


def test_3_two_generations_are_kept_apart_and_older_ones_go():
    memory, made = Memory(), []

    def make(value):
        made.append(value)
        return value

    assert [memory.get(n, "a", lambda n=n: make(n)) for n in (1, 2, 1, 2)] == [1, 2, 1, 2]
    assert made == [1, 2]
    memory.get(3, "a", lambda: make(3))
    assert memory.get(1, "a", lambda: make(10)) == 10, "forgotten, so made anew"


def test_4_the_answers_given_last_are_kept(monkeypatch):
    monkeypatch.setattr(current, "_ANSWERS", 2)
    recent, made = Recent(), []
    for what in ("a", "b", "a", "c", "b", "a"):
        recent.get(what, lambda what=what: made.append(what))
    assert made == ["a", "b", "c", "b", "a"]


def test_5_of_several_threads_one_works_it_out(barrier=4):
    memory, made, gate = Memory(), [], threading.Barrier(barrier)

    def make():
        made.append(1)
        time.sleep(0.05)
        return "worked out"

    def ask(found):
        gate.wait()
        found.append(memory.get(1, "a", make))

    found = []
    threads = [threading.Thread(target=ask, args=(found,)) for _ in range(barrier)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, made) == (["worked out"] * barrier, [1])


def test_5_what_fails_is_tried_again():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.get(1, "a", lambda: 1 // 0)
    assert memory.get(1, "a", lambda: "right") == "right"


def test_one_answer_sees_one_moment_whatever_is_stored_meanwhile(own_home, tmp_path, monkeypatch):
    """While a question is answered a document is taken out and another stored: the answer is the one of before, whole."""
    base = open_knowledge_base(Home(own_home))
    store(own_home, tmp_path, 91, "đo độ ồn ban đêm")
    question = "thí điểm đo độ ồn ban đêm"
    expected = base.ask(question)
    assert expected.clauses
    base._recent = Recent()
    real = base.searcher.search

    def search_then_change(*args, **kwargs):
        hits = real(*args, **kwargs)
        changer = threading.Thread(target=change)
        changer.start()
        changer.join()
        return hits

    def change():
        maintenance.remove(Home(own_home), expected.clauses[0].document.key, jobs=1)
        store(own_home, tmp_path, 92, "đo độ ồn ban ngày")

    monkeypatch.setattr(base.searcher, "search", search_then_change)
    assert base.ask(question) == expected, "read from the generation and the snapshot with which it began"
    later = base.ask(question)
    assert expected.clauses[0].document.key not in {quote.document.key for quote in later.clauses}
    assert "92/QĐ-BTĐ" in {quote.document.number for quote in later.clauses}
    base.close()


def test_readers_never_wait_for_a_writer_and_never_see_half_a_document(own_home, tmp_path):
    """Four readers ask while documents are stored one after the other; each answer is whole and none fails."""
    base = open_knowledge_base(Home(own_home))
    stop, wrong, asked = threading.Event(), [], []

    def read():
        while not stop.is_set():
            answer = base.ask("Văn phòng Bộ báo cáo kết quả thí điểm gì?")
            asked.append(answer.status)
            for quote in (*answer.clauses, *(duty.quote for duty in answer.duties)):
                stored = base.document(quote.document.key)
                if stored is None or stored.text[quote.start : quote.end] != quote.text:
                    wrong.append(quote)
        base.close()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(4):
        store(own_home, tmp_path, 60 + number, f"việc thứ {number}")
    stop.set()
    for reader in readers:
        reader.join()
    assert {status.value for status in asked} == {"answered"}
    assert wrong == []
    base.close()
