"""The lexical index: Tantivy over terms that this project cuts itself, so that index and question are cut the same way.

1. ``LexicalIndex.search`` scores by BM25 (k1 1.2, b 0.75) per field, fields added with their weights; rows in falling score.
2. Rows are the caller's numbers; a removed row is never found.
3. Nothing is stored but the row number: texts stay in the catalogue.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Rows: TypeAlias = npt.NDArray[np.int64]
Scores: TypeAlias = npt.NDArray[np.float32]

_ANALYZER: Final = "cut"
_ROW: Final = "row"
_WRITER_BYTES: Final = 128_000_000
# One writer thread: rows land in few segments, which is what a query's time depends on.
_WRITER_THREADS: Final = 1


class Field(StrEnum):
    """The indexed fields."""

    HEADING = "heading"
    BODY = "body"
    ABOUT = "about"
    SYLLABLES = "syllables"
    PAIRS = "pairs"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class LexicalTerms:
    """The terms of one entry, joined by spaces: words of heading, body and title; all syllables, their pairs, and
    all without marks."""

    heading: str
    body: str
    about: str
    syllables: str
    pairs: str
    plain: str


def _schema() -> Any:  # noqa: ANN401  (tantivy ships no types)
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in Field:
        builder.add_text_field(name.value, stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_unsigned_field(_ROW, stored=False, indexed=True, fast=True)
    return builder.build()


def _open(folder: Path) -> Any:  # noqa: ANN401
    import tantivy

    index = tantivy.Index(_schema(), path=str(folder), reuse=True)
    index.register_tokenizer(_ANALYZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def write_lexical(folder: Path, rows: Iterable[tuple[int, LexicalTerms]], removed: Iterable[int] = ()) -> None:
    """Add ``rows`` to the index in ``folder`` (made if absent) and take ``removed`` out, in one commit."""
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    index = _open(folder)
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=_WRITER_THREADS)
    for row in removed:
        writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, _ROW, row))
    for row, terms in rows:
        document = tantivy.Document()
        document.add_unsigned(_ROW, row)
        for field in fields(terms):
            document.add_text(field.name, getattr(terms, field.name))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def copy_lexical(source: Path, target: Path) -> None:
    """Copy an index for a new snapshot; segment files never change, so a later write does not touch the old one."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.lock"))


class LexicalIndex:
    """A lexical index opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``."""
        import tantivy

        self._index = _open(folder)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._query: Any = tantivy.Query
        self._should = tantivy.Occur.Should

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._searcher.num_docs)

    def search(self, terms: Mapping[Field, Mapping[str, float]], limit: int) -> tuple[Rows, Scores]:
        """Return at most ``limit`` rows and their scores; ``terms`` gives each field's terms with their weights."""
        make = self._query
        parts = [
            (self._should, make.boost_query(make.term_query(self._schema, field.value, term, "freq"), weight))
            for field, weights in terms.items()
            for term, weight in weights.items()
        ]
        if not parts or limit < 1 or not len(self):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        found = self._searcher.search(make.boolean_query(parts), limit=limit, count=False).hits
        rows = self._searcher.fast_field_values(_ROW, [address for _score, address in found])
        return np.array(rows, np.int64), np.array([score for score, _address in found], np.float32)
