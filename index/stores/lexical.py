"""The lexical index: Tantivy over terms that this project cuts itself, so that index and question are cut the same way.

1. ``LexicalIndex.search`` scores by BM25 (k1 1.2, b 0.75) per field, fields added with their weights; rows in falling score.
2. Rows are the caller's serial numbers; a row of a removed document is never found.
3. ``documents`` limits a search to the rows of these documents inside the engine, so that a narrow filter costs no more.
4. ``phrases`` are found word for word, in their order, in the syllables of the entry.
5. Nothing is stored but numbers: texts stay in the catalogue.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from index.stores.blocks import Rows, Scores

_ANALYZER: Final = "cut"
_ROW: Final = "row"
_DOCUMENT: Final = "document"
_WRITER_BYTES: Final = 256_000_000
# One writer thread: rows land in few segments, which is what a query's time depends on.
_WRITER_THREADS: Final = 1
# Files that Tantivy writes again at each commit; all others never change once written.
_REWRITTEN: Final = frozenset({"meta.json", ".managed.json"})
_LOCKS: Final = ".lock"
_KEY_BYTES: Final = 8


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


def document_number(key: str) -> int:
    """Return the number under which a document's rows are found."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=_KEY_BYTES).digest())


def _schema() -> Any:  # noqa: ANN401  (tantivy ships no types)
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in Field:
        option = "position" if name is Field.SYLLABLES else "freq"
        builder.add_text_field(name.value, stored=False, tokenizer_name=_ANALYZER, index_option=option)
    builder.add_unsigned_field(_ROW, stored=False, indexed=False, fast=True)
    builder.add_unsigned_field(_DOCUMENT, stored=False, indexed=True, fast=False)
    return builder.build()


def _open(folder: Path) -> Any:  # noqa: ANN401
    import tantivy

    index = tantivy.Index(_schema(), path=str(folder), reuse=True)
    index.register_tokenizer(_ANALYZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class LexicalWriter:
    """Changes the index in a folder (made if absent) in one commit; a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open the index for writing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._index = _open(folder)
        self._writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=_WRITER_THREADS)

    def remove(self, documents: Iterable[str]) -> None:
        """Take the rows of these documents out."""
        import tantivy

        for key in documents:
            query = tantivy.Query.term_query(self._index.schema, _DOCUMENT, document_number(key))
            self._writer.delete_documents_by_query(query)

    def add(self, row: int, document: str, terms: LexicalTerms) -> None:
        """Add a row."""
        import tantivy

        made = tantivy.Document()
        made.add_unsigned(_ROW, row)
        made.add_unsigned(_DOCUMENT, document_number(document))
        for field in fields(terms):
            made.add_text(field.name, getattr(terms, field.name))
        self._writer.add_document(made)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._writer.commit()
            self._writer.wait_merging_threads()


def link_tree(source: Path, target: Path) -> None:
    """Give a new snapshot the files of an old one: the same files under a second name where the disk allows it, else copies."""
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir() or path.suffix == _LOCKS:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.name in _REWRITTEN:
            shutil.copy2(path, place)
            continue
        try:
            os.link(path, place)
        except OSError:
            shutil.copy2(path, place)


class LexicalIndex:
    """A lexical index opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``."""
        import tantivy

        self._index = _open(folder)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._query: Any = tantivy.Query
        self._should, self._must = tantivy.Occur.Should, tantivy.Occur.Must

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._searcher.num_docs)

    def search(
        self,
        terms: Mapping[Field, Mapping[str, float]],
        limit: int,
        *,
        documents: Collection[str] | None = None,
        phrases: Sequence[Sequence[str]] = (),
    ) -> tuple[Rows, Scores]:
        """Return at most ``limit`` rows and their scores; ``terms`` gives each field's terms with their weights.

        Each of ``phrases`` (syllables) must stand in the entry.
        """
        make = self._query
        parts = [
            (self._should, self._term(field, term, weight)) for field, weights in terms.items() for term, weight in weights.items()
        ]
        if not parts or limit < 1 or not len(self):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        query = make.boolean_query(parts)
        required = [self._phrase(phrase) for phrase in phrases if phrase]
        if documents is not None:
            required.append(make.term_set_query(self._schema, _DOCUMENT, [document_number(key) for key in documents]))
        if required:
            unscored = [(self._must, make.const_score_query(part, 0.0)) for part in required]
            query = make.boolean_query([(self._must, query), *unscored])
        found = self._searcher.search(query, limit=limit, count=False).hits
        rows = self._searcher.fast_field_values(_ROW, [address for _score, address in found])
        return np.array(rows, np.int64), np.array([score for score, _address in found], np.float32)

    def _term(self, field: Field, term: str, weight: float) -> Any:  # noqa: ANN401
        query = self._query.term_query(self._schema, field.value, term, "freq")
        return query if weight == 1.0 else self._query.boost_query(query, weight)

    def _phrase(self, phrase: Sequence[str]) -> Any:  # noqa: ANN401
        if len(phrase) == 1:
            return self._query.term_query(self._schema, Field.SYLLABLES.value, phrase[0])
        return self._query.phrase_query(self._schema, Field.SYLLABLES.value, list(phrase))
