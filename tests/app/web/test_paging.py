from __future__ import annotations

import pytest

from app.web.paging import page_of

ROWS = [
    ("", 250, (1, 3, 1, 100, 100), "no page asked for"),
    ("2", 250, (2, 3, 101, 200, 100), "a page in the middle"),
    ("3", 250, (3, 3, 201, 250, 50), "the last page"),
    ("9", 250, (3, 3, 201, 250, 50), "beyond the last is the last"),
    ("0", 250, (1, 3, 1, 100, 100), "before the first is the first"),
    ("-1", 250, (1, 3, 1, 100, 100), "no number"),
    ("²", 250, (1, 3, 1, 100, 100), "a digit that is no number"),
    ("1", 0, (1, 1, 0, 0, 0), "an empty list"),
    ("1", 100, (1, 1, 1, 100, 100), "exactly one page"),
]


@pytest.mark.parametrize(("wanted", "total", "expected", "reason"), ROWS, ids=[row[3] for row in ROWS])
def test_pages(wanted: str, total: int, expected: tuple[int, ...], reason: str) -> None:
    pages = page_of(wanted, 100, total, str)
    assert (pages.number, pages.last, pages.first, pages.end, len(pages.cut(range(total)))) == expected, reason
