"""The rank of documents, and of the rows that belong to them."""

from pathlib import Path

import numpy as np
import pytest

from corpus.settings import Home
from index.searcher import open_searcher
from index.stores.build import build_index
from index.stores.levels import LOWEST, level_of
from index.tokens.entries import IndexEntry


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Hiến pháp", 0),
        ("Luật", 1),
        ("Bộ luật", 1),
        ("nghị định", 4),
        ("Thông tư liên tịch", 6),
        ("Công văn", LOWEST),
        (None, LOWEST),
    ],
)
def test_level_of(kind: str | None, expected: int) -> None:
    assert level_of(kind) == expected


def test_rows_have_the_level_of_their_document(tmp_path: Path) -> None:
    kinds = ("Thông tư", "Luật", None)
    entries = [IndexEntry(f"{n}", f"d{n}", "Điều 1", f"Nội dung số {n}", kind=kind) for n, kind in enumerate(kinds)]
    build_index(Home(tmp_path), entries, generation=1)
    table = open_searcher(Home(tmp_path))._rows
    order = [[table.id_of(row) for row in range(3)].index(name) for name in ("2", "0", "1")]
    assert table.levels_of(np.array(order)).tolist() == [LOWEST, 6, 1]
    assert table.levels_of(np.empty(0, np.int64)).tolist() == []
