"""Looking after a knowledge base: ingest and let the index follow, rebuild, remove, verify.

1. The index is derived: whatever happens to it, ``rebuild`` makes it again from the catalogue.
2. ``follow`` brings an index that is older than the catalogue up to it and does nothing when there is nothing to do.
3. ``verify`` reads everything and changes nothing.
4. Two processes that follow or rebuild at once work one after the other; the second finds what the first has done. So do two that
   store or remove, where they are patient; what belongs together is written in one turn.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from corpus.catalogue import AT_ONCE, Catalogue, CatalogueWriter, Patience, open_catalogue, open_writer
from corpus.errors import EngineAwayError, IndexStateError, UsageError
from corpus.model import Document, Provision
from corpus.settings import Home, Limits
from ingest.run import TASK, IngestReport, Progress, ingest
from ingest.workers import Readers

if TYPE_CHECKING:
    from index.stores.snapshot import SnapshotInfo
    from index.tokens.entries import IndexEntry
    from index.training.train import TrainingReport

Ticks: TypeAlias = Callable[[int, str], None]


_WAITING: Final = "đợi tiến trình khác dựng xong chỉ mục"
_STORED: Final = "Kho dữ liệu đã lưu đủ, chỉ mục chưa theo kịp; khi máy chủ trở lại, hãy chạy lại lệnh này hoặc 'cancu rebuild'."


def _silent(_done: int, _what: str) -> None:
    """Tell nobody."""


def _nothing(_writer: CatalogueWriter) -> None:
    """Write nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a knowledge base; ``message`` is Vietnamese and says what mends it."""

    code: str
    message: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What ``verify`` looked at and what it found.

    ``recall`` is the share of the ten clauses nearest in meaning that a search finds, measured against a scan of all on a sample;
    ``None`` where there is no usable index.
    """

    documents: int
    provisions: int
    quotes: int
    findings: tuple[Finding, ...]
    recall: float | None = None


def ingest_and_follow(
    home: Home,
    paths: Sequence[Path],
    *,
    jobs: int,
    ocr: bool = True,
    limits: Limits | None = None,
    progress: Progress | None = None,
    ticks: Ticks = _silent,
    password: str | None = None,
    readers: Readers | None = None,
    first: Callable[[CatalogueWriter], object] = _nothing,
    task: str = TASK,
    patience: Patience = AT_ONCE,
) -> IngestReport:
    """Ingest ``paths``, read by ``readers`` (default: ``jobs`` processes), and bring the index up to the catalogue.

    ``first`` is done before anything is read, in the same turn of writing. Raises ``WriterBusyError`` when another process writes for
    longer than ``patience`` lasts, ``CatalogueError`` when the disk refuses.
    """
    with open_writer(home, task, patience) as writer:
        first(writer)
        report = ingest(
            home, paths, jobs=jobs, ocr=ocr, limits=limits, progress=progress, password=password, readers=readers, writer=writer
        )
        file_bearers(home, writer)
    follow(home, jobs=jobs, ticks=ticks)
    return report


def file_bearers(home: Home, writer: CatalogueWriter) -> int:
    """File the names of bearers that the register of units has not filed yet, so that lists of duties are quick; return how many."""
    from corpus.units import bearer_keys, mark_of, register_of

    register = register_of(home)
    return writer.file_bearers(mark_of(register), lambda name: bearer_keys(register, name))


def follow(home: Home, *, jobs: int, ticks: Ticks = _silent) -> SnapshotInfo | None:
    """Bring the index up to the catalogue; ``None`` when it already is.

    A damaged or missing index, one made by an earlier bundled model, or one of another engine than the home's, is rebuilt. Raises
    ``EngineAwayError`` when the index is on a server that cannot be reached; what is stored is stored.
    """
    from index.stores.choice import chosen_engine
    from index.stores.snapshot import building, open_snapshot

    catalogue = open_catalogue(home)
    try:
        with building(home, lambda: ticks(0, _WAITING)), catalogue.snapshot() as generation:
            try:
                info = open_snapshot(home)[1]
                if info.engine != chosen_engine(home).name:
                    return _build(home, catalogue, generation, None, jobs, ticks)
                if info.generation >= generation:
                    return None
                return _update(home, catalogue, info.generation, generation, jobs, ticks)
            except EngineAwayError:
                raise
            except IndexStateError:
                return _build(home, catalogue, generation, None, jobs, ticks)
    except EngineAwayError as error:
        raise EngineAwayError(f"{_STORED} {error}") from error
    finally:
        catalogue.close()


def _update(home: Home, catalogue: Catalogue, since: int, generation: int, jobs: int, ticks: Ticks) -> SnapshotInfo:
    from index.stores.build import update_index

    changed = catalogue.changed_since(since)
    gone = (*catalogue.removed_since(since), *changed)
    return update_index(home, _entries(catalogue, changed), gone, generation, jobs=jobs, progress=ticks)


def catch_up(home: Home, *, jobs: int = 1, ticks: Ticks = _silent) -> int:
    """Bring an index that is a little older than the catalogue up to it; return how many documents it still lacks.

    At most ``_SMALL_GAP`` documents are taken in here, so that a command starts in seconds; a larger gap, a missing or a damaged
    index is left to ``rebuild`` and told by the search itself, as is a server that cannot be reached.
    """
    from index.stores.snapshot import open_snapshot

    catalogue = open_catalogue(home)
    try:
        generation = open_snapshot(home)[1].generation
        changed = len(catalogue.changed_since(generation)) + len(catalogue.removed_since(generation))
    except IndexStateError:
        return 0
    finally:
        catalogue.close()
    if changed > _SMALL_GAP:
        return changed
    try:
        if changed:
            follow(home, jobs=jobs, ticks=ticks)
    except EngineAwayError:
        return changed
    return 0


_SMALL_GAP = 200


def rebuild(home: Home, *, model: str | None = None, jobs: int, ticks: Ticks = _silent) -> SnapshotInfo:
    """Build the index anew, with another model if one is named, else with the one in use, and on the engine named or in use.

    Raises ``MissingLibraryError`` or ``IndexStateError`` when the model cannot be loaded or the engine's server cannot be reached; the
    old index then stays in use.
    """
    from index.stores.snapshot import building

    with closing(open_catalogue(home)) as catalogue, building(home, lambda: ticks(0, _WAITING)), catalogue.snapshot() as generation:
        return _build(home, catalogue, generation, model, jobs, ticks)


def entries_of(home: Home) -> int:
    """Return about how many entries an index of what is stored has. Raises ``CatalogueError`` when there is no catalogue."""
    with closing(open_catalogue(home)) as catalogue:
        return catalogue.counts().provisions


def choose_reranker(home: Home, name: str) -> str | None:
    """Store which cross-encoder orders the best results from now on, once it could be loaded; ``none`` for none.

    Raises ``MissingLibraryError`` or ``UsageError`` when it cannot be had; what was stored then stays.
    """
    from index.scoring.reranking import NONE, load_reranker, store_reranker

    chosen = None if name == NONE else load_reranker(name).name
    store_reranker(home, chosen)
    return chosen


def _build(home: Home, catalogue: Catalogue, generation: int, model: str | None, jobs: int, ticks: Ticks) -> SnapshotInfo:
    from index.stores.build import build_index
    from index.stores.choice import chosen_engine, store_engine

    in_use = index_in_use(home)
    chosen = model or (in_use.model if in_use else None)
    built = build_index(home, _entries(catalogue, None), generation=generation, model=chosen, jobs=jobs, progress=ticks)
    store_engine(home, chosen_engine(home))
    if in_use and in_use.uri not in ("", built.uri):
        from index.stores.milvus.outlet import leave

        leave(home, in_use)
    return built


def index_in_use(home: Home) -> SnapshotInfo | None:
    """Return what the index in use is, ``None`` where there is none or it cannot be read."""
    from index.stores.snapshot import open_snapshot

    try:
        return open_snapshot(home)[1]
    except IndexStateError:
        return None


def _entries(catalogue: Catalogue, keys: Sequence[str] | None) -> Iterator[IndexEntry]:
    from index.tokens.entries import entry_of

    for provision, document in catalogue.iter_provisions(keys):
        if provision.text or provision.heading:
            yield entry_of(provision, document)


def train_on(home: Home, out: Path, *, base: str | None, seed: int, epochs: int, ticks: Ticks = _silent) -> TrainingReport:
    """Train a model on the stored provisions, going on from ``base`` (default: the bundled model), and write it to ``out``.

    Raises ``UsageError`` when there is too little to learn from, ``MissingLibraryError`` without torch.
    """
    from index.encoding.encoders import BUNDLED, MODELS
    from index.training.sampling import TrainingText
    from index.training.train import train

    with closing(open_catalogue(home)) as catalogue:
        pairs = catalogue.iter_provisions()
        texts = [TrainingText(_heading(p), p.text, d.title or "") for p, d in pairs if p.text]
    start = Path(base) if base else MODELS / BUNDLED

    def progress(step: int, steps: int, loss: float) -> None:
        ticks(step, f"bước trên {steps}, sai số {loss:.3f}")

    return train(texts, out, base=start, seed=seed, epochs=epochs, progress=progress)


def _heading(provision: Provision) -> str:
    return provision.heading or (provision.breadcrumb[-1] if provision.breadcrumb else "")


def remove(home: Home, key: str, *, jobs: int, patience: Patience = AT_ONCE) -> None:
    """Take a document out of catalogue and index.

    Raises ``CatalogueError`` when there is no catalogue, ``WriterBusyError`` when another process writes for longer than ``patience``
    lasts, ``UsageError`` when there is no document of this key.
    """
    open_catalogue(home).close()
    with open_writer(home, "cancu remove", patience) as writer:
        if not writer.remove(key):
            raise UsageError(f"Không có văn bản mã “{key}” trong kho. Xem mã bằng 'cancu list'.")
        writer.drop_unused_sources()
    follow(home, jobs=jobs)


def verify(home: Home, ticks: Ticks = _silent) -> Verification:
    """Check the catalogue's file, every stored span against its text, the kept sources, and the index."""
    findings: list[Finding] = []
    provisions = quotes = 0
    with closing(open_catalogue(home)) as catalogue:
        damage = catalogue.integrity_errors()
        findings += [Finding("catalogue-damaged", f"{error}. Hãy khôi phục kho từ bản sao lưu.") for error in damage]
        keys = [document.key for document in catalogue.summaries()]
        for number, key in enumerate(keys, 1):
            try:
                document = catalogue.document(key)
            except (sqlite3.DatabaseError, zlib.error, ValueError, LookupError):
                message = "Không đọc được văn bản đã lưu. Hãy 'cancu remove' rồi nạp lại, hoặc khôi phục kho từ bản sao lưu."
                findings.append(Finding("document-damaged", message, key))
                continue
            if document:
                provisions += len(document.provisions)
                quotes += len(document.citations) + len(document.obligations)
                findings += _spans(document) + _source(home, document)
            ticks(number, "văn bản")
        findings += _index(home, catalogue)
    recall = None if any(finding.code in _NO_RECALL for finding in findings) else _recall(home)
    if recall is not None and recall < _LEAST_RECALL:
        message = f"Tìm theo nghĩa chỉ thấy {recall:.1%} điều khoản gần nhất (cần {_LEAST_RECALL:.0%}). Hãy chạy 'cancu rebuild'."
        findings.append(Finding("index-recall", message))
    return Verification(len(keys), provisions, quotes, tuple(findings), recall)


_NO_RECALL = frozenset({"index", "index-server"})
_LEAST_RECALL = 0.98  # of the ten nearest, against a scan of everything


def _recall(home: Home) -> float:
    from index.searcher import dense_recall

    return dense_recall(home)


def _spans(document: Document) -> list[Finding]:
    text = document.text
    wrong = sum(text[p.start : p.end] != p.text for p in document.provisions)
    wrong += sum(text[c.start : c.end] != c.quote for c in document.citations)
    wrong += sum(text[o.start : o.end] != o.quote for o in document.obligations)
    if not wrong:
        return []
    message = f"{wrong} trích đoạn không khớp nguyên văn đã lưu. Hãy 'cancu remove' rồi nạp lại văn bản này."
    return [Finding("span-mismatch", message, document.key)]


def _source(home: Home, document: Document) -> list[Finding]:
    if not document.pages or (home.sources / document.source.sha256).exists():
        return []
    return [Finding("source-missing", "Mất tệp gốc nên không xem được ảnh trang. Hãy nạp lại tệp.", document.key)]


def _index(home: Home, catalogue: Catalogue) -> list[Finding]:
    from index.stores.snapshot import open_snapshot

    try:
        folder, info = open_snapshot(home, verify=True)
    except IndexStateError as error:
        return [Finding("index", str(error))]
    if info.generation < catalogue.generation():
        return [Finding("index-stale", "Chỉ mục cũ hơn kho dữ liệu. Hãy chạy 'cancu rebuild'.")]
    expected = sum(1 for _ in _entries(catalogue, None))
    if info.entries != expected:
        message = f"Chỉ mục có {info.entries} mục, kho có {expected}. Hãy chạy 'cancu rebuild'."
        return [Finding("index-count", message)]
    return _on_server(home, folder, info) if info.uri else []


def _on_server(home: Home, folder: Path, info: SnapshotInfo) -> list[Finding]:
    """Compare what the server holds with the index's rows, by serial number."""
    from index.stores.build import row_table
    from index.stores.milvus.outlet import compare

    try:
        found = compare(home, folder, info, row_table(folder, info))
    except IndexStateError as error:
        return [Finding("index-server", str(error))]
    if found.none:
        return []
    message = f"Máy chủ tìm kiếm thiếu {found.missing} mục, thừa {found.foreign}, lặp {found.double}. Hãy chạy 'cancu rebuild'."
    return [Finding("index-server-rows", message)]
