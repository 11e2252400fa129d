"""Files as jobs: what is sent, in which order, how much at a time. The machines are this process; Ray has tests of its own."""

import pytest

from corpus.errors import UnreadableFileError, UsageError
from corpus.model import Document, Head, Source
from corpus.settings import Limits
from ingest.cluster import flights, reading
from ingest.cluster.fleet import Lost
from ingest.cluster.flights import Flights
from ingest.cluster.jobs import Answer, Step
from ingest.cluster.reading import ClusterReaders
from ingest.jsonl import Part
from ingest.reading.child import Failure
from ingest.workers import FileToRead, ReadTask


class Here:
    """A fleet of this process: jobs are done when they are asked for, the oldest first; ``fails`` says which are lost."""

    def __init__(self, cores=2, room=1000, fails=lambda job, done: False, program="t 1"):
        self.program, self._cores, self._room, self._fails = program, cores, room, fails
        self.waiting, self.done, self.most, self.called_off = {}, [], 0, 0
        self._bytes, self.most_bytes = {}, 0

    def cores(self, *, scans=False):
        return self._cores

    def look(self, *, at_once=False):
        pass

    def room_for_contents(self):
        return self._room

    def put(self, content):
        self._bytes[len(self._bytes)] = content
        return content

    def submit(self, work, *arguments, scans=False):
        self.waiting[len(self.done) + len(self.waiting) + self.called_off] = (work, arguments)
        self.most = max(self.most, len(self.waiting))
        held = {id(a[1]): len(a[1]) for _, a in self.waiting.values() if len(a) > 1 and isinstance(a[1], bytes)}
        self.most_bytes = max(self.most_bytes, sum(held.values()))
        return max(self.waiting)

    def ended(self, references):
        return [min(references)]

    def fetch(self, reference):
        work, arguments = self.waiting.pop(reference)
        self.done.append(arguments[0])
        lost = self._fails(arguments[0], self.done)
        return lost or work(*arguments)

    def call_off(self, reference):
        del self.waiting[reference]
        self.called_off += 1


def document(name):
    return Document(key=name, head=Head(), text="", source=Source(name, "", 0))


def carry_out(job, content, kept):
    """A machine: "quet-7" is a scan of seven pages, "hong" cannot be read, everything else is a text."""
    kind, _, pages = job.name.partition("-")
    if kind == "hong":
        return Answer(failure=Failure("malformed", "hỏng"))
    if kind == "quet" and job.step is Step.ASK:
        return Answer(wanted=tuple(range(1, int(pages) + 1)), seconds=1.0)
    if job.step is Step.PAGES:
        return Answer(kept={f"{page:02}/{page:064}.tsv": b"" for page in job.pages}, seconds=1.0)
    return Answer(document(job.name), kept={}, seconds=1.0)


@pytest.fixture(autouse=True)
def machines(monkeypatch):
    monkeypatch.setattr(reading, "carry_out", carry_out)
    monkeypatch.setattr(flights, "_PAUSE", 0.0)


def read(tmp_path, fleet, *names, size=10, told=lambda *_: None):
    for name in names:
        (tmp_path / name).write_bytes(b"x" * size)
    files = (FileToRead(tmp_path / name, "ab" * 32, size) for name in names)
    return list(ClusterReaders(fleet).read(files, ReadTask(limits=Limits()), told))


def ends(found):
    return {f.path.name: f.result.code if isinstance(f.result, UnreadableFileError) else f.result.key for f in found}


def steps(fleet, name):
    return [(job.step.value, job.pages) for job in fleet.done if job.name == name]


def test_a_text_is_one_job_and_a_scan_is_asked_cut_into_pages_and_read_whole(tmp_path):
    fleet, told = Here(), []
    found = read(tmp_path, fleet, "a", "hong", "quet-7", told=lambda *page: told.append(page))
    assert ends(found) == {"a": "a", "hong": "malformed", "quet-7": "quet-7"}
    assert steps(fleet, "a") == [("ask", ())]
    assert steps(fleet, "quet-7") == [("ask", ()), ("pages", (2, 3, 4)), ("pages", (5, 6, 7)), ("whole", ())]
    assert told == [("quet-7", 3, 7), ("quet-7", 6, 7)], "the first page is read with the whole"
    assert {f.path.name: f.seconds for f in found} == {"a": 1.0, "hong": 0.0, "quet-7": 4.0}


def test_without_tesseract_anywhere_the_whole_file_is_read_at_once_and_tells_it(tmp_path):
    fleet = Here(program="")
    read(tmp_path, fleet, "quet-7")
    assert steps(fleet, "quet-7") == [("ask", ()), ("whole", ())]


def test_two_jobs_per_core_are_on_their_way_and_no_more(tmp_path):
    fleet = Here(cores=3)
    names = [*(f"t{n}" for n in range(20)), "quet-40", *(f"u{n}" for n in range(20))]
    assert len(read(tmp_path, fleet, *names)) == 41
    assert fleet.most == 6


ROOM = [
    (10, 40, "as many as the cores ask for"),
    (40, 80, "two have room"),
    (150, 150, "one that is larger than all the room goes alone"),
]


@pytest.mark.parametrize(("size", "most", "reason"), ROOM)
def test_contents_on_their_way_have_room_in_the_object_store(tmp_path, size, most, reason):
    fleet = Here(cores=2, room=100)
    assert len(read(tmp_path, fleet, *(f"t{n}" for n in range(9)), size=size)) == 9
    assert fleet.most_bytes == most, reason


def test_files_are_asked_for_when_there_is_somebody_to_read_them(tmp_path):
    asked = []

    def files():
        for name in (f"t{n}" for n in range(50)):
            (tmp_path / name).write_bytes(b"x")
            asked.append(name)
            yield FileToRead(tmp_path / name, "", 1)

    run = ClusterReaders(Here(cores=1)).read(files(), ReadTask(), lambda *_: None)
    next(run)
    assert len(asked) == 3, "two on their way, one looked at"
    run.close()


def test_what_is_lost_is_sent_again_and_three_times_at_most(tmp_path):
    once = Here(fails=lambda job, done: Lost() if job.name == "a" and len(done) < 2 else None)
    assert ends(read(tmp_path, once, "a", "b")) == {"a": "a", "b": "b"}
    assert steps(once, "a") == [("ask", ())] * 2
    always = Here(fails=lambda job, done: Lost() if job.name == "a" else None)
    found = read(tmp_path, always, "a", "b")
    assert ends(found) == {"a": "crash", "b": "b"}
    assert steps(always, "a") == [("ask", ())] * flights.TRIES
    assert "bị dừng 3 lần" in str(next(f.result for f in found if f.path.name == "a"))


def test_a_machine_that_was_gone_before_the_job_began_costs_no_try(tmp_path):
    gone = Here(fails=lambda job, done: Lost(begun=False) if len(done) < 10 else None)
    assert ends(read(tmp_path, gone, "a")) == {"a": "a"}


def test_pages_that_are_lost_are_left_to_the_reading_of_the_whole(tmp_path):
    fleet = Here(fails=lambda job, done: Lost() if job.pages == (5, 6, 7) else None)
    assert ends(read(tmp_path, fleet, "quet-7")) == {"quet-7": "quet-7"}
    assert steps(fleet, "quet-7").count(("pages", (5, 6, 7))) == flights.TRIES
    assert steps(fleet, "quet-7")[-1] == ("whole", ())


def test_left_early_everything_is_called_off(tmp_path):
    fleet = Here(cores=2)
    for name in "abcdef":
        (tmp_path / name).write_bytes(b"x")
    run = ClusterReaders(fleet).read((FileToRead(tmp_path / n, "", 1) for n in "abcdef"), ReadTask(), lambda *_: None)
    next(run)
    run.close()
    assert (fleet.waiting, fleet.called_off) == ({}, 3)


def test_a_file_that_is_gone_when_its_turn_comes_is_an_error(tmp_path):
    (tmp_path / "b").write_bytes(b"x")
    files = (FileToRead(tmp_path / name, "", 1) for name in "ab")
    assert ends(ClusterReaders(Here()).read(files, ReadTask(), lambda *_: None)) == {"a": "unreadable", "b": "b"}


def parts(tmp_path, count):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(b"%4d\n" % n for n in range(count)))
    return [Part(path, Source("a.jsonl", "", 0), str(n), "", (5 * n,)) for n in range(count)]


def test_an_import_keeps_its_order_and_its_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "read_batch", lambda batch: tuple(document(lines[0].decode().strip()) for _, lines in batch))
    monkeypatch.setattr(reading, "_BATCH_BYTES", 10)
    fleet = Here(cores=2)
    fleet.ended = lambda references: [max(references)]  # the last comes home first
    assert [d.key for d in ClusterReaders(fleet).documents(parts(tmp_path, 33))] == [str(n) for n in range(33)]
    assert fleet.most == 4
    lost = Here(fails=lambda batch, done: Lost())
    with pytest.raises(UsageError, match="chạy lại cùng lệnh"):
        list(ClusterReaders(lost).documents(parts(tmp_path, 2)))
    assert len(lost.done) == flights.TRIES


def test_no_flight_without_room():
    fleet = Here(cores=1)
    jobs = Flights(fleet)
    jobs.send("a", carry_out)
    assert jobs.room()
    jobs.send("b", carry_out, scans=True)
    assert not jobs.room()
