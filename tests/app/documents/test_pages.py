from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from app.documents import pages
from app.documents.pages import prune, render_page
from corpus.errors import UnreadableFileError
from corpus.model import Box
from corpus.settings import Limits
from tests.app.web.fake import write_plan_pdf

MARKER, WHITE = (255, 236, 139), (255, 255, 255)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


SIZES = [
    (1000, (1000, 1416), "an ordinary width"),
    (5, (200, 284), "too narrow to read: raised to the least"),
    (99_999, (2400, 3397), "too wide: lowered to the most"),
]


@pytest.mark.parametrize(("width", "size", "reason"), SIZES, ids=[row[2] for row in SIZES])
def test_the_picture_has_the_width_asked_for(tmp_path: Path, width: int, size: tuple[int, int], reason: str) -> None:
    assert picture(render_page(write_plan_pdf(tmp_path), 1, (), width)).size == size, reason


MARKS = [
    (Box(1, 300, 200, 400, 220), (350, 210), MARKER, "inside the box"),
    (Box(1, 300, 200, 400, 220), (350, 240), WHITE, "below the box"),
    (Box(2, 300, 200, 400, 220), (350, 210), WHITE, "a box of another page"),
    (Box(1, -50, -50, 5000, 60), (590, 30), MARKER, "a box larger than the page is cut"),
    (Box(1, 700, 900, 800, 950), (590, 840), WHITE, "a box outside the page"),
    (Box(1, 400, 200, 300, 220), (350, 210), WHITE, "a box turned inside out"),
]


@pytest.mark.parametrize(("box", "point", "colour", "reason"), MARKS, ids=[row[3] for row in MARKS])
def test_boxes_are_marked_where_they_stand(
    tmp_path: Path, box: Box, point: tuple[int, int], colour: tuple[int, int, int], reason: str
) -> None:
    assert picture(render_page(write_plan_pdf(tmp_path), 1, (box,), 595)).getpixel(point) == colour, reason


def test_marking_keeps_the_print_black(tmp_path: Path) -> None:
    box = Box(1, 60, 90, 260, 120)
    marked = picture(render_page(write_plan_pdf(tmp_path), 1, (box,), 1190))
    darkest = min(sum(marked.getpixel((x, y))) for x in range(140, 300) for y in range(190, 230))  # type: ignore[arg-type]
    assert darkest < 60


def test_one_bar_stands_beside_lines_that_follow_each_other_and_another_beside_a_distant_one(tmp_path: Path) -> None:
    lines = (Box(1, 100, 200, 400, 214), Box(1, 80, 216, 400, 230), Box(1, 100, 500, 400, 514))
    marked = picture(render_page(write_plan_pdf(tmp_path), 1, lines, 595))
    edge = (178, 92, 0)
    bars = {x for x in range(60, 110) for y in (205, 215, 225, 507) if marked.getpixel((x, y)) == edge}
    assert bars == {74, 75, 94, 95}


BAD = [
    (0, "plan.pdf", "no-page", "pages count from 1"),
    (3, "plan.pdf", "no-page", "beyond the last page"),
    (1, "absent.pdf", "page-unreadable", "no such file"),
    (1, "text.pdf", "page-unreadable", "no PDF"),
]


@pytest.mark.parametrize(("page", "name", "code", "reason"), BAD, ids=[row[3] for row in BAD])
def test_what_cannot_be_drawn_is_said_without_a_path(tmp_path: Path, page: int, name: str, code: str, reason: str) -> None:
    write_plan_pdf(tmp_path)
    (tmp_path / "text.pdf").write_text("không phải PDF", encoding="utf-8")
    with pytest.raises(UnreadableFileError) as raised:
        render_page(tmp_path / name, page, (), 500)
    assert (raised.value.code, str(tmp_path) in str(raised.value)) == (code, False), reason


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_LIMITS", Limits(seconds=-60.0))
    with pytest.raises(UnreadableFileError) as raised:
        render_page(write_plan_pdf(tmp_path), 1, (), 500)
    assert raised.value.code == "timeout"


def test_a_cached_picture_is_used_and_belongs_to_one_request(tmp_path: Path) -> None:
    source, cache = write_plan_pdf(tmp_path), tmp_path / "cache"
    first = render_page(source, 1, (), 500, cache=cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(b"from the cache")
    again = render_page(source, 1, (), 500, cache=cache)
    others = [
        render_page(source, 2, (), 500, cache=cache),
        render_page(source, 1, (), 501, cache=cache),
        render_page(source, 1, (Box(1, 1, 1, 9, 9),), 500, cache=cache),
    ]
    assert (again, b"from the cache" in others, len(list(cache.iterdir()))) == (b"from the cache", False, 4)
    source.write_bytes(source.read_bytes() + b"\n")
    assert render_page(source, 1, (), 500, cache=cache) == first


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert picture(render_page(write_plan_pdf(tmp_path), 1, (), 500, cache=tmp_path / "cache")).size[0] == 500


def test_pruning_deletes_the_oldest_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new.png", "middle.png", "old.png")):
        (tmp_path / name).write_bytes(b"x" * 10)
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    prune(tmp_path, limit=20)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["middle.png", "new.png"]
