"""Building and updating the index: entries become a snapshot.

1. ``build_index`` writes a whole new snapshot; ``update_index`` works only on the entries of changed documents and shares all else
   with the snapshot before it (``index.stores.segments``). Both end in one atomic swap; a crash before it changes nothing.
2. The snapshot records the catalogue's generation, the model, its dimension and normalisation, counts and checksums.
3. An update with another model than the snapshot's is refused; ``cancu rebuild --model`` is the way.
4. A build with a slow model that was interrupted goes on where it stopped (``index.encoding.embedding``).

The slow steps are cutting words (in ``jobs`` processes) and embedding; both run share by share, so memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.errors import IndexStateError
from corpus.settings import Home
from index.encoding.embedding import forget, kept
from index.encoding.encoders import BUNDLED, Encoder, load_encoder, same_model
from index.stores.lexical import link_tree
from index.stores.outlets import Outlet, Progress, WordWriter, Written, outlet_of
from index.stores.rows import Mask, RowTable, SegmentRows, document_row
from index.stores.segments import ROWS, SegmentSize, SegmentWriter, plan
from index.stores.snapshot import SnapshotInfo, begin, discard, open_snapshot, publish
from index.tokens.cutting import cut_all
from index.tokens.entries import IndexEntry, passage

SEGMENTS = "segments"
ALIVE = "alive.bin"


def _silent(_done: int, _what: str) -> None:
    """Report nothing."""


def read_alive(folder: Path) -> Mask:
    """Return for each row of a snapshot whether it is alive."""
    return np.fromfile(folder / ALIVE, np.bool_)


@dataclass(frozen=True, slots=True)
class _Base:
    """The snapshot that an update starts from; ``alive`` is what it leaves of the rows."""

    folder: Path
    info: SnapshotInfo
    table: RowTable
    alive: Mask

    def part(self, number: int) -> Mask:
        """Return what is alive in one segment."""
        first = sum(len(segment) for segment in self.table.segments[:number])
        return self.alive[first : first + len(self.table.segments[number])]


def row_table(folder: Path, info: SnapshotInfo) -> RowTable:
    """Open the rows of a snapshot."""
    return RowTable([folder / SEGMENTS / name / ROWS for name in info.segments], read_alive(folder))


def _base(home: Home, removed: Collection[str]) -> _Base:
    folder, info = open_snapshot(home)
    table = row_table(folder, info)
    alive = table.alive.copy()
    alive[table.of_documents(removed)] = False
    return _Base(folder, info, table, alive)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a build is made with, and where it goes."""

    outlet: Outlet
    entries: Iterable[IndexEntry]
    encoder: Encoder
    jobs: int
    progress: Progress


def _write_fresh(writer: SegmentWriter, lexical: WordWriter, work: _Work, first: int) -> int:
    """Cut and embed the entries into both indexes; return how many there were."""
    done = 0
    for share, cut in cut_all(work.entries, work.jobs):
        serials = np.arange(first + done, first + done + len(share), dtype=np.int64)
        vectors = work.encoder.encode_passages([passage(entry) for entry in share])
        writer.add([entry.id for entry in share], [document_row(entry) for entry in share], serials, cut.block, vectors)
        for serial, entry, terms in zip(serials.tolist(), share, cut.lexical, strict=True):
            lexical.add(serial, entry.document, terms)
        done += len(share)
        work.progress(done, "index")
    return done


def _write_segments(folder: Path, base: _Base | None, lexical: WordWriter, work: _Work, fresh: int) -> tuple[list[str], int]:
    """Write the segments of a snapshot; return their names in order, and how many new rows there are."""
    dimension, issued, codes = work.encoder.dimension, base.info.issued if base else 0, work.outlet.codes
    old = base.info.segments if base else ()
    sizes = [SegmentSize(len(base.part(number)), int(base.part(number).sum())) for number in range(len(old))] if base else []
    todo, names = plan(sizes, fresh), []
    for number, name in enumerate(old):
        if base and number in todo.kept:
            link_tree(base.folder / SEGMENTS / name, folder / SEGMENTS / name)
            names.append(name)
        elif base and number in todo.renewed and sizes[number].alive:
            names.append(f"{folder.stem}-{number}")
            with SegmentWriter(folder / SEGMENTS / names[-1], dimension, codes=codes) as renewed:
                renewed.copy(base.folder / SEGMENTS / name, dimension, base.part(number))
    if names and not fresh and not todo.joined:
        return names, 0
    with SegmentWriter(folder / SEGMENTS / folder.stem, dimension, codes=codes) as writer:
        for number in todo.joined:
            if base:
                writer.copy(base.folder / SEGMENTS / old[number], dimension, base.part(number))
        added = _write_fresh(writer, lexical, work, issued)
    return [*names, folder.stem], added


def _alive_of(folder: Path, names: Collection[str], base: _Base | None) -> Mask:
    """Return what is alive in the new segments: all but what is struck off in those that were kept."""
    kept = {name: base.part(number) for number, name in enumerate(base.info.segments)} if base else {}
    rows = (kept[name] if name in kept else np.ones(len(SegmentRows(folder / SEGMENTS / name / ROWS)), np.bool_) for name in names)
    return np.concatenate([np.empty(0, np.bool_), *rows])


def _write(home: Home, work: _Work, base: _Base | None, removed: Collection[str], generation: int, fresh: int) -> SnapshotInfo:
    """Write a snapshot from the entries, on top of ``base`` if there is one, without the ``removed`` documents' old rows."""
    number, folder = begin(home)
    try:
        work.outlet.begin(folder, work.progress)
        with work.outlet.words() as lexical:
            lexical.remove(removed)
            names, added = _write_segments(folder, base, lexical, work, fresh)
        alive = _alive_of(folder, names, base)
        alive.tofile(folder / ALIVE)
        encoder = work.encoder
        info = SnapshotInfo(
            number=number,
            generation=generation,
            model=encoder.name,
            dimension=encoder.dimension,
            entries=int(alive.sum()),
            documents=0,
            rows=len(alive),
            fingerprint=encoder.fingerprint,
            segments=tuple(names),
            issued=(base.info.issued if base else 0) + added,
        )
        info = replace(info, documents=row_table(folder, info).document_count())
        struck = base.table.serials[base.table.alive & ~base.alive] if base else np.empty(0, np.int64)
        info = work.outlet.load(Written(folder, info, folder / SEGMENTS / folder.stem, added, struck))
        published = publish(home, folder, info, base.folder if base else None)
    except BaseException:
        discard(folder)
        work.outlet.abandon()
        raise
    work.outlet.published(published)
    forget(work.encoder)
    return published


def encoder_of(info: SnapshotInfo) -> Encoder:
    """Return the encoder that a snapshot was made with.

    Raises ``IndexStateError`` if the model of that name is another one now.
    """
    encoder = load_encoder(None if info.model == BUNDLED else info.model)
    if encoder.dimension != info.dimension or not same_model(info.fingerprint, encoder.fingerprint) or not info.normalised:
        message = f"Mô hình “{info.model}” đã đổi từ khi lập chỉ mục. Hãy chạy: cancu rebuild"
        raise IndexStateError(message)
    return encoder


def build_index(
    home: Home,
    entries: Iterable[IndexEntry],
    *,
    generation: int,
    model: str | None = None,
    jobs: int = 2,
    progress: Progress = _silent,
) -> SnapshotInfo:
    """Make a whole new snapshot of the entries and put it in use.

    ``model`` is a name or path for ``load_encoder``; ``progress`` is told the number of entries done.
    """
    work = _Work(outlet_of(home, None), entries, kept(load_encoder(model), home), jobs, progress)
    return _write(home, work, None, (), generation, 0)


def update_index(
    home: Home,
    changed: Iterable[IndexEntry],
    removed_documents: Collection[str],
    generation: int,
    *,
    jobs: int = 1,
    progress: Progress = _silent,
) -> SnapshotInfo:
    """Make a snapshot in which the documents of ``changed`` are replaced and ``removed_documents`` are gone; put it in use.

    Raises ``IndexStateError`` if there is no usable snapshot to start from.
    """
    fresh = list(changed)
    replaced = frozenset(removed_documents) | {entry.document for entry in fresh}
    base = _base(home, replaced)
    work = _Work(outlet_of(home, (base.folder, base.info)), fresh, kept(encoder_of(base.info), home), jobs, progress)
    return _write(home, work, base, replaced, generation, len(fresh))
