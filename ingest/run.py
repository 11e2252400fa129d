"""Ingestion of files and folders into a catalogue.

1. Unchanged files are skipped by hash; a changed file replaces what it gave before in one transaction.
2. A bad file is reported with its reason and never stops the run; what it gave before stays.
3. Killed at any moment and started again, the run goes on where it was: nothing is lost, nothing is doubled.
4. Two files that claim to be the same document never silently overwrite each other: a text wins over a scan of it, the loser
   is reported as a duplicate; of equals the later one is stored and reported as a replacement; files without a number are
   kept apart. Later is later in the list of files, whichever was read first; of files of one content the first is stored.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from corpus.catalogue import Catalogue, CatalogueWriter, open_catalogue, open_writer
from corpus.errors import UnreadableFileError
from corpus.model import Document, PdfKind, Source
from corpus.settings import Home, Limits
from ingest.jsonl import BadLine, group_lines, keys_of, parts_of
from ingest.workers import FileRead, FileToRead, LocalReaders, Readers, ReadTask

SUFFIXES = frozenset({".pdf", ".docx", ".doc", ".txt", ".jsonl", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
# Raised when the readers read more, or read otherwise: files that an older version read are read again by the next ingest.
READER = 4
TASK = "cancu ingest"  # what others are told who want to write meanwhile
_BATCH = 64  # imported documents in one transaction: large enough to be fast, small enough to lose little when killed


class FileStatus(StrEnum):
    """What became of one file."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; ``documents`` are keys, ``message`` is Vietnamese."""

    name: str
    status: FileStatus
    documents: tuple[str, ...] = ()
    code: str = ""
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every file of a run, in the order in which they ended."""

    files: tuple[FileOutcome, ...]

    def count(self, status: FileStatus) -> int:
        """Return how many files ended so."""
        return sum(f.status is status for f in self.files)


class Progress:
    """What a run tells while it works; this one keeps silent."""

    def total(self, files: int) -> None:
        """Tell how many files there are."""

    def file(self, outcome: FileOutcome) -> None:
        """Tell that one file has ended."""

    def part(self, name: str, done: int, total: int) -> None:
        """Tell how far a large file is (documents stored of documents in it)."""

    def pages(self, name: str, done: int, total: int) -> None:
        """Tell how far a large scan is (pages read of pages to be read)."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path
    origin: str
    source: Source


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files of ``paths``, folders walked, each once, sorted; hidden files and unknown suffixes in folders left out."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            found.update((p, None) for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts))
        else:
            found[path] = None
    return tuple(found)


def ingest(
    home: Home,
    paths: Sequence[Path],
    *,
    jobs: int = 2,
    ocr: bool = True,
    limits: Limits | None = None,
    progress: Progress | None = None,
    password: str | None = None,
    readers: Readers | None = None,
    writer: CatalogueWriter | None = None,
) -> IngestReport:
    """Add or update the documents of ``paths``; ``password`` opens those that are locked.

    ``readers`` read them, by default ``jobs`` processes of this machine; what is stored is the same, whoever reads. ``writer`` is the
    open one of ``home``, where there is more to write than this run.

    Raises ``CatalogueError`` when the catalogue cannot be written; everything that concerns one file is in the report.
    """
    progress = progress or Progress()
    outcomes: list[FileOutcome] = []

    def tell(outcome: FileOutcome) -> None:
        outcomes.append(outcome)
        progress.file(outcome)

    files = find_files(paths)
    progress.total(len(files))
    with nullcontext(writer) if writer else open_writer(home, TASK) as opened, closing(open_catalogue(home)) as catalogue:
        task = ReadTask(ocr, home.cache, limits or Limits(), password, catalogue.corrections())
        run = _Run(home, opened, catalogue, tell, progress, task, readers or LocalReaders(jobs))
        run.go(files)
    return IngestReport(tuple(outcomes))


@dataclass(frozen=True, slots=True)
class _Run:
    home: Home
    writer: CatalogueWriter
    catalogue: Catalogue
    tell: Callable[[FileOutcome], None]
    progress: Progress
    task: ReadTask
    readers: Readers
    places: dict[str, int] = field(default_factory=dict)

    def go(self, files: Sequence[Path]) -> None:
        self.places.update((str(path.absolute()), place) for place, path in enumerate(files))
        for path in files:
            if _is_import(path) and (candidate := self._candidate(path)):
                self._import(candidate)
        twins: list[_Candidate] = []
        self._read(self._first_of_each(files, twins))
        self._read(iter(twins))

    def _first_of_each(self, files: Sequence[Path], twins: list[_Candidate]) -> Iterator[_Candidate]:
        """Yield the files that there is anything to do for; those with the content of an earlier one wait in ``twins``."""
        seen: set[str] = set()
        for path in files:
            if not _is_import(path) and (candidate := self._candidate(path)):
                if candidate.source.sha256 in seen:
                    twins.append(candidate)
                else:
                    seen.add(candidate.source.sha256)
                    yield candidate

    def _read(self, candidates: Iterator[_Candidate]) -> None:
        """Have files read and store what comes of them; each is looked at when a reader asks for it."""
        waiting: dict[Path, _Candidate] = {}

        def asked() -> Iterator[FileToRead]:
            for candidate in candidates:
                waiting[candidate.path] = candidate
                yield FileToRead(candidate.path, candidate.source.sha256, candidate.source.size)

        with closing(self.readers.read(asked(), self.task, self.progress.pages)) as ended:
            for read in ended:
                self._end(waiting.pop(read.path), read)

    def _end(self, candidate: _Candidate, read: FileRead) -> None:
        if isinstance(read.result, UnreadableFileError):
            self._fail(candidate, read.result.code, str(read.result), read.seconds)
        else:
            self._store(candidate, read.result, read.seconds)

    def _candidate(self, path: Path) -> _Candidate | None:
        """Return the file if there is anything to do for it."""
        origin = str(path.absolute())
        try:
            source = _source(path, self.task.limits)
        except UnreadableFileError as error:
            self._fail(_Candidate(path, origin, Source(path.name, "", 0)), error.code, str(error), 0.0)
            return None
        known = self.catalogue.source_file(origin)
        if known and known.state == "stored" and known.sha256 == source.sha256 and known.reader == READER:
            self._keep_again(path, origin, source)
            self.tell(FileOutcome(path.name, FileStatus.UNCHANGED))
            return None
        return _Candidate(path, origin, source)

    def _keep_again(self, path: Path, origin: str, source: Source) -> None:
        """Keep the source file again where the kept copy was lost."""
        lost = not _is_import(path) and not (self.home.sources / source.sha256).exists()
        if lost and self.catalogue.stored_from(origin, source.sha256):
            self.writer.keep_source(path, source.sha256)

    def _fail(self, candidate: _Candidate, code: str, message: str, seconds: float) -> None:
        with self.writer.transaction():
            self.writer.fail_file(candidate.origin, candidate.source, code, message)
            self.writer.log(candidate.source, "failed", code=code, message=message, seconds=seconds)
        self.tell(FileOutcome(candidate.path.name, FileStatus.FAILED, code=code, message=message, seconds=seconds))

    def _store(self, candidate: _Candidate, document: Document, seconds: float) -> None:
        origin, source = candidate.origin, document.source
        document, rival, note = self._settle(document, origin)
        code = "replaced" if note else ""
        self.writer.keep_source(candidate.path, source.sha256)
        with self.writer.transaction():
            if rival:
                self.writer.finish_file(origin, source, (), READER)
                self.writer.log(source, "duplicate", document=document.key, message=rival, seconds=seconds)
            else:
                self.writer.put((document,), origin)
                self.writer.finish_file(origin, source, (document.key,), READER)
                self.writer.log(source, "stored", document=document.key, code=code, message=note, seconds=seconds)
        status = FileStatus.DUPLICATE if rival else FileStatus.STORED
        self.tell(FileOutcome(candidate.path.name, status, (document.key,), code, rival or note, seconds))

    def _settle(self, document: Document, origin: str) -> tuple[Document, str, str]:
        """Return the document under the key it may have, why it is a duplicate, and whom it replaces ("" if not so)."""
        holder = self.catalogue.origin_of(document.key)
        if holder is None or holder[0] == origin:
            return document, "", ""
        if holder[1] == document.source.sha256:
            return document, "Tệp trùng hoàn toàn với một tệp đã nạp.", ""
        if document.head.number is None or document.head.date is None:
            return rename_key(document, f"{document.key}~{document.source.sha256[:8]}"), "", ""
        stored = self.catalogue.document(document.key)
        if stored and _quality(stored.source.kind_of_pdf) > _quality(document.source.kind_of_pdf):
            return document, "Văn bản này đã có bản đọc tốt hơn trong kho; bản này không thay thế.", ""
        before = stored.source.name if stored else "một tệp khác"
        if self.places.get(holder[0], -1) > self.places.get(origin, -1):
            return document, f"Văn bản này đã có bản đọc từ {before}, tệp đứng sau trong danh sách; bản này không thay thế.", ""
        return document, "", f"Thay cho bản đọc từ {before} của cùng văn bản này; hãy bỏ bớt một tệp nếu đó là nhầm lẫn."

    def _import(self, candidate: _Candidate) -> None:
        began = time.monotonic()
        try:
            grouped = group_lines(candidate.path)
        except OSError:
            self._fail(candidate, "unreadable", "Không mở được tệp. Hãy kiểm tra quyền đọc.", 0.0)
            return
        keys = keys_of(grouped, candidate.source)
        finished = self.catalogue.source_file(candidate.origin)
        read_before = finished is None or finished.state != "stored"
        done = self.catalogue.stored_from(candidate.origin, candidate.source.sha256) & set(keys) if read_before else frozenset()
        count, replaced = len(done), 0
        parts = parts_of(candidate.path, grouped, candidate.source, skip=done)
        with closing(self.readers.documents(parts)) as documents:
            for batch in _batches(documents):
                replaced += sum(self._held_by_another(document.key, candidate.origin) for document in batch)
                self.writer.put(batch, candidate.origin)
                count += len(batch)
                self.progress.part(candidate.path.name, count, len(keys))
        code, message = _told(grouped.bad, replaced)
        seconds = time.monotonic() - began
        if not keys:
            self._fail(candidate, "no-provision", message or "Tệp không có điều khoản nào.", seconds)
            return
        with self.writer.transaction():
            self.writer.finish_file(candidate.origin, candidate.source, keys, READER)
            self.writer.log(candidate.source, "stored", code=code, message=message, seconds=seconds)
        self.tell(FileOutcome(candidate.path.name, FileStatus.STORED, keys, code, message, seconds))

    def _held_by_another(self, key: str, origin: str) -> bool:
        holder = self.catalogue.origin_of(key)
        return holder is not None and holder[0] != origin


def _told(bad: Sequence[BadLine], replaced: int) -> tuple[str, str]:
    """Return code and message of an import: lines that were left out, documents of other files that it replaced."""
    messages = [f"{len(bad)} dòng không đọc được: {bad[0].message}"] if bad else []
    if replaced:
        messages.append(f"{replaced} văn bản thay cho bản đã nạp từ tệp khác.")
    code = "bad-lines" if bad else "replaced" if replaced else ""
    return code, " ".join(messages)


def _quality(kind: PdfKind) -> int:
    return {PdfKind.SCAN: 0, PdfKind.SCAN_OCR: 1}.get(kind, 2)


def rename_key(document: Document, key: str) -> Document:
    """Return the document under another key, its provisions with it."""
    provisions = tuple(replace(p, document=key) for p in document.provisions)
    return replace(document, key=key, provisions=provisions)


def _is_import(path: Path) -> bool:
    return path.suffix.lower() == ".jsonl"


def _source(path: Path, limits: Limits) -> Source:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes and not _is_import(path):
            raise UnreadableFileError("too-large", f"Tệp lớn hơn giới hạn {limits.file_bytes // 2**20} MiB. Hãy tách nhỏ tệp.")
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFileError("unreadable", "Không mở được tệp. Hãy kiểm tra tên tệp và quyền đọc.") from error
    return Source(path.name, digest, size)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
