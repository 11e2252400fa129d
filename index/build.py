"""Building and updating the index: entries become a snapshot.

1. ``build_index`` writes a whole new snapshot; ``update_index`` reuses what did not change (vectors, terms, lexical segments) and
   works only on the entries of changed documents. Both end in one atomic swap; a crash before it changes nothing.
2. The snapshot records the catalogue's generation, the model, its dimension and normalisation, counts and checksums.
3. An update with another model than the snapshot's is refused; ``cancu rebuild --model`` is the way.

The slow steps are cutting words (in ``jobs`` processes) and embedding; both run share by share, so memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from corpus.errors import IndexStateError
from corpus.settings import Home
from index.cutting import Part, cut_all
from index.encoders import BUNDLED, Encoder, load_encoder
from index.entries import IndexEntry, passage
from index.forward import Hashes, forward_arrays, joined, read_arrays, read_sequences, sequences, write_field, write_sequences
from index.lexical import LexicalTerms, copy_lexical, write_lexical
from index.rows import DocumentRow, RowContents, RowTable, write_rows
from index.snapshot import SnapshotInfo, begin, discard, open_snapshot, publish
from index.static_model import Vectors
from index.vectors import VectorIndex, write_vectors

Progress = Callable[[int, str], None]
LEXICAL = "lexical"
FORWARD = "forward"
VECTORS = "vectors"
ROWS = "rows"


@dataclass(slots=True)
class _Fresh:
    """What a build gathers of the new entries."""

    entries: list[DocumentRow] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    terms: list[list[Hashes]] = field(default_factory=lambda: [[] for _ in Part])
    vectors: list[Vectors] = field(default_factory=list)


def _silent(_done: int, _what: str) -> None:
    """Report nothing."""


def _document_row(entry: IndexEntry) -> DocumentRow:
    return DocumentRow(entry.document, entry.kind, entry.issuer, entry.date.isoformat() if entry.date else None)


def _gather(
    folder: Path,
    entries: Iterable[IndexEntry],
    encoder: Encoder,
    first_row: int,
    removed: Iterable[int],
    jobs: int,
    progress: Progress,
) -> _Fresh:
    """Cut and embed the entries, writing the lexical index on the way."""
    fresh = _Fresh()

    def lexical_rows() -> Iterable[tuple[int, LexicalTerms]]:
        for share, cuts in cut_all(entries, jobs):
            fresh.vectors.append(encoder.encode_passages([passage(entry) for entry in share]))
            for entry, cut in zip(share, cuts, strict=True):
                row = first_row + len(fresh.ids)
                fresh.ids.append(entry.id)
                fresh.entries.append(_document_row(entry))
                for gathered, terms in zip(fresh.terms, cut.forward, strict=True):
                    gathered.append(terms)
                yield row, cut.lexical
            progress(len(fresh.ids), "index")

    write_lexical(folder / LEXICAL, lexical_rows(), removed)
    return fresh


def _contents(old: RowContents, dead: Collection[int], fresh: _Fresh) -> RowContents:
    documents = list(old.documents)
    place = {document: number for number, document in enumerate(documents)}
    owners = list(old.owners)
    for document in fresh.entries:
        if document not in place:
            place[document] = len(documents)
            documents.append(document)
        owners.append(place[document])
    alive = [flag and row not in dead for row, flag in enumerate(old.alive)] + [True] * len(fresh.ids)
    return RowContents((*old.ids, *fresh.ids), tuple(owners), tuple(documents), tuple(alive))


def _write(
    home: Home,
    entries: Iterable[IndexEntry],
    replaced: Collection[str] | None,
    generation: int,
    encoder: Encoder,
    jobs: int,
    progress: Progress,
) -> SnapshotInfo:
    """Write a snapshot from the entries; with ``replaced`` given, on top of the one in use, without these documents."""
    old_folder = None if replaced is None else open_snapshot(home)[0]
    number, folder = begin(home)
    try:
        old, dead = RowContents((), (), (), ()), frozenset[int]()
        if old_folder is not None and replaced is not None:
            old = RowTable(old_folder / ROWS).contents()
            gone = {place for place, document in enumerate(old.documents) if document.key in replaced}
            dead = frozenset(row for row, owner in enumerate(old.owners) if owner in gone)
            copy_lexical(old_folder / LEXICAL, folder / LEXICAL)
        fresh = _gather(folder, entries, encoder, len(old.ids), dead, jobs, progress)
        _write_arrays(folder, old_folder, dead, fresh, encoder.dimension)
        contents = _contents(old, dead, fresh)
        write_rows(folder / ROWS, contents)
        used = {owner for owner, flag in zip(contents.owners, contents.alive, strict=True) if flag}
        info = SnapshotInfo(
            number=number,
            generation=generation,
            model=encoder.name,
            dimension=encoder.dimension,
            entries=sum(contents.alive),
            documents=len(used),
            rows=len(contents.ids),
            fingerprint=encoder.fingerprint,
        )
        return publish(home, folder, info)
    except BaseException:
        discard(folder)
        raise


def _write_arrays(folder: Path, old_folder: Path | None, dead: Collection[int], fresh: _Fresh, dimension: int) -> None:
    gone = np.array(sorted(dead), np.int64)
    vectors = np.concatenate(fresh.vectors) if fresh.vectors else np.empty((0, dimension), np.float32)
    if old_folder is not None:
        stored = VectorIndex(old_folder / VECTORS)
        kept = stored.rows(np.arange(len(stored)))
        kept[gone] = 0.0
        vectors = np.concatenate([kept, vectors])
    write_vectors(folder / VECTORS, vectors)
    for part, terms in zip(Part, fresh.terms, strict=True):
        arrays = forward_arrays(terms)
        if old_folder is not None:
            arrays = joined(read_arrays(old_folder / FORWARD, part.value).without(gone), arrays)
        write_field(folder / FORWARD, part.value, arrays)
        if part is Part.BODY:
            order = sequences(terms)
            if old_folder is not None:
                order = read_sequences(old_folder / FORWARD, part.value).without(gone).then(order)
            write_sequences(folder / FORWARD, part.value, order)
        terms.clear()


def encoder_of(info: SnapshotInfo) -> Encoder:
    """Return the encoder that a snapshot was made with.

    Raises ``IndexStateError`` if the model of that name is another one now.
    """
    encoder = load_encoder(None if info.model == BUNDLED else info.model)
    if (encoder.dimension, encoder.fingerprint) != (info.dimension, info.fingerprint):
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
    return _write(home, entries, None, generation, load_encoder(model), jobs, progress)


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
    info = open_snapshot(home)[1]
    encoder = encoder_of(info)
    replaced = frozenset(removed_documents) | {entry.document for entry in fresh}
    return _write(home, fresh, replaced, generation, encoder, jobs, progress)
