"""Files become jobs of a cluster, and answers become Documents: ``Readers`` whose hands are on other machines.

A file is first read as it is. A scan answers with the pages it wants; those that were not read before are read in jobs of a few pages
each, wherever there is a core, and the file is read again with the results of its pages at hand. Its first page is left to that last
job, which looks at the picture itself (``ingest.reading.second_look``) and would draw it a second time.

1. The catalogue is not touched here: the process that runs the ingestion is the only one that writes.
2. At most two jobs per core are on their way; files are begun only while their contents have room in the object store.
3. Results of pages come home at once and are kept in the cache of this home, so that a run that was stopped goes on where it was.
4. A file whose process dies each time it is tried is an ``UnreadableFileError`` of code ``crash``, as with one machine alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from corpus.errors import UnreadableFileError, UsageError
from corpus.model import Document
from ingest.cluster.fleet import Fleet, Lost
from ingest.cluster.flights import TRIES, Flights
from ingest.cluster.jobs import Answer, Batch, FileJob, Step
from ingest.cluster.node import carry_out, read_batch
from ingest.jsonl import Part, lines_of
from ingest.reading.apart import known, unpack
from ingest.reading.child import Failure
from ingest.reading.tesseract import Results
from ingest.workers import FileRead, FileToRead, PagesTold, ReadTask, only_of

_FIRST: Final = 1
_MOST_PAGES: Final = 4  # pages in one job: reading one takes seconds, opening the file and coming home a tenth of one
_BATCH_BYTES: Final = 256 * 1024  # of an import's lines in one job
_CRASHED: Final = (
    f"Tiến trình đọc tệp này bị dừng {TRIES} lần nên tệp bị bỏ qua. Hãy xem các máy còn đủ bộ nhớ không; nếu đủ, "
    "hãy mở tệp và lưu lại, rồi nạp lại."
)
_STOPPED: Final = (
    f"Tiến trình đọc trên cụm Ray bị dừng {TRIES} lần khi nạp tệp JSONL. Những văn bản đã nạp vẫn còn trong kho; "
    "hãy xem các máy rồi chạy lại cùng lệnh."
)


@dataclass(slots=True)
class _Open:
    """A file that was begun: its content where it travels, results of its pages, pages that are not home yet."""

    file: FileToRead
    content: object
    kept: dict[str, bytes] = field(default_factory=dict)
    pages: int = 0
    left: int = 0
    first: int = 0  # 1 when the first page is still to be read
    seconds: float = 0.0


_Job: TypeAlias = tuple[_Open, FileJob]


@dataclass(frozen=True, slots=True)
class ClusterReaders:
    """The machines of a cluster as ``Readers``; with ``by_path`` they open the files themselves, on a disk that all of them share."""

    fleet: Fleet
    by_path: bool = False

    def read(self, files: Iterable[FileToRead], task: ReadTask, told: PagesTold) -> Generator[FileRead]:
        """See ``Readers``."""
        run = _Run(self.fleet, iter(files), task, told, self.by_path)
        try:
            yield from run.go()
        finally:
            run.flights.drop()

    def documents(self, parts: Sequence[Part]) -> Generator[Document]:
        """See ``Readers``. Raises ``UsageError`` when the cluster cannot read them, ``OSError`` when the file cannot be read."""
        flights: Flights[int] = Flights(self.fleet)
        batches = enumerate(_batches(parts))
        home: dict[int, tuple[Document, ...]] = {}
        sent = given = 0
        try:
            while True:
                # What is home and waits for its turn counts as well: a slow batch must not let the others pile up.
                while flights.room() and len(flights) + len(home) < flights.most() and (batch := next(batches, None)):
                    flights.send(batch[0], read_batch, batch[1])
                    sent += 1
                if given == sent:
                    return
                for number, answer in flights.landed():
                    if isinstance(answer, Lost):
                        raise UsageError(_STOPPED)
                    home[number] = answer
                while given in home:
                    yield from home.pop(given)
                    given += 1
        finally:
            flights.drop()


def _batches(parts: Sequence[Part]) -> Iterator[Batch]:
    batch: list[tuple[Part, tuple[bytes, ...]]] = []
    size = 0
    for part in parts:
        lines = lines_of(part)
        batch.append((part, lines))
        size += sum(map(len, lines))
        if size >= _BATCH_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


class _Run:
    """The files of one run: those that are begun, the jobs that are ready to be sent, and those on their way."""

    def __init__(self, fleet: Fleet, files: Iterator[FileToRead], task: ReadTask, told: PagesTold, by_path: bool) -> None:
        self.flights: Flights[_Job] = Flights(fleet)
        self._fleet = fleet
        self._files = files
        self._task = task
        self._told = told
        self._by_path = by_path
        self._ready: deque[_Job] = deque()
        self._next: FileToRead | None = next(files, None)
        self._room = 0 if by_path else fleet.room_for_contents()
        self._begun = 0
        self._bytes = 0

    def go(self) -> Iterator[FileRead]:
        """Yield what became of the files."""
        while True:
            yield from self._fill()
            if not self.flights:
                return
            for (opened, job), answer in self.flights.landed():
                yield from self._take(opened, job, answer)

    def _fill(self) -> Iterator[FileRead]:
        """Send what is ready, then begin files; yield those that cannot be begun."""
        while self._ready and self.flights.room(scans=True):
            opened, job = self._ready.popleft()
            self.flights.send(
                (opened, job), carry_out, job, opened.content, opened.kept if job.step is Step.WHOLE else {}, scans=True
            )
        while self._next and self.flights.room() and self._may_begin(self._next):
            file, self._next = self._next, next(self._files, None)
            try:
                content = None if self._by_path else self._fleet.put(file.path.read_bytes())
            except OSError:
                error = UnreadableFileError("unreadable", "Không mở được tệp. Hãy kiểm tra tên tệp và quyền đọc.")
                yield FileRead(file.path, error)
                continue
            self._begun += 1
            self._bytes += file.size
            opened = _Open(file, content)
            job = self._job(file, Step.ASK)
            self.flights.send((opened, job), carry_out, job, content, {})

    def _may_begin(self, file: FileToRead) -> bool:
        """Whether there is room for one more file; one that is larger than all the room goes alone."""
        if not self._begun:
            return True
        return self._begun < self.flights.most() * 2 and (self._by_path or self._bytes + file.size <= self._room)

    def _job(self, file: FileToRead, step: Step, pages: tuple[int, ...] = ()) -> FileJob:
        task = self._task
        path = file.path.absolute() if self._by_path else None
        corrections = only_of(file.sha256, task.corrections)
        return FileJob(step, file.path.name, file.sha256, task.limits, task.ocr, task.password, path, pages, corrections)

    def _take(self, opened: _Open, job: FileJob, answer: Answer | Lost) -> Iterator[FileRead]:
        """Take an answer home; yield the file that ends with it."""
        if job.step is Step.PAGES:
            self._take_pages(opened, job, answer)
        elif isinstance(answer, Lost):
            yield self._end(opened, UnreadableFileError("crash", _CRASHED))
        elif answer.wanted:
            opened.seconds += answer.seconds
            self._want(opened, answer.wanted)
        elif answer.document:
            opened.seconds += answer.seconds
            self._keep(answer)
            yield self._end(opened, answer.document)
        else:
            failure = answer.failure or Failure("crash", _CRASHED)
            yield self._end(opened, UnreadableFileError(failure.code, failure.message))

    def _want(self, opened: _Open, pages: tuple[int, ...]) -> None:
        """Make jobs of the pages that were not read before."""
        results = Results(self._task.cache, opened.file.sha256, self._fleet.program)
        before = known(results, pages) if self._task.cache else {}
        for kept in before.values():
            opened.kept |= kept
        unread = tuple(page for page in pages if page not in before and page != _FIRST) if self._fleet.program else ()
        opened.pages, opened.left, opened.first = len(pages), len(unread), int(_FIRST in pages and _FIRST not in before)
        step = max(1, min(_MOST_PAGES, len(unread) // self._fleet.cores(scans=True)))
        for at in range(0, len(unread), step):
            self._ready.append((opened, self._job(opened.file, Step.PAGES, unread[at : at + step])))
        if not unread:
            self._ready.append((opened, self._job(opened.file, Step.WHOLE)))

    def _take_pages(self, opened: _Open, job: FileJob, answer: Answer | Lost) -> None:
        """Keep what was read of some pages; what was not is left to the reading of the whole file, which tells why."""
        if isinstance(answer, Answer):
            opened.seconds += answer.seconds
            opened.kept |= answer.kept
            self._keep(answer)
        opened.left -= len(job.pages)
        self._told(opened.file.path.name, opened.pages - opened.left - opened.first, opened.pages)
        if not opened.left:
            self._ready.appendleft((opened, self._job(opened.file, Step.WHOLE)))

    def _keep(self, answer: Answer) -> None:
        if self._task.cache:
            unpack(self._task.cache, answer.kept)

    def _end(self, opened: _Open, result: Document | UnreadableFileError) -> FileRead:
        self._begun -= 1
        self._bytes -= opened.file.size
        return FileRead(opened.file.path, result, opened.seconds)
