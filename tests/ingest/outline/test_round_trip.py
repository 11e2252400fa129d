"""Tree to text and back: random documents are read at the addresses they were written at; nothing is ever lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, seed, settings

from corpus.model import Node
from ingest.outline import OutlineReading, build_outline, paragraphs_of
from ingest.outline.pieces import BLANK
from ingest.outline.provisions import one_line, provisions_of
from tests.ingest.outline.writing import Written, acts, broken_acts, codes, decisions, plans, rubble
from tests.work import calls_of


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from walk(node.children)


def read(text: str) -> OutlineReading:
    return build_outline(text, paragraphs_of(text), body_end=len(text))


def rows(text: str, nodes: Sequence[Node]) -> list[tuple[str, str, str, bool]]:
    return [(n.path, text[n.heading_start : n.heading_end], text[n.body_start : n.body_end], n.quoted) for n in walk(nodes)]


def uncovered(text: str, nodes: Sequence[Node], start: int) -> str:
    """Return the characters from ``start`` on that lie in no node's own marker, heading or text (bars by themselves draw a table)."""
    covered = bytearray(len(text))
    for node in walk(nodes):
        for low, high in (
            (node.start, node.marker_end),
            (node.heading_start, node.heading_end),
            (node.body_start, node.body_end),
        ):
            assert not any(covered[low:high]), f"{node.path} overlaps another unit"
            covered[low:high] = b"\1" * (high - low)
    return "".join(char for place, char in enumerate(text) if place >= start and not covered[place] and char not in BLANK + "|")


@seed(20260801)
@settings(max_examples=120, deadline=None)
@given(acts())
def test_acts_are_read_as_written(written: Written) -> None:
    assert rows(written.text, read(written.text).roots) == written.rows


@seed(20260802)
@settings(max_examples=120, deadline=None)
@given(plans())
def test_plans_are_read_as_written(written: Written) -> None:
    assert rows(written.text, read(written.text).roots) == written.rows


@seed(20260805)
@settings(max_examples=100, deadline=None)
@given(codes())
def test_codes_are_read_as_written(written: Written) -> None:
    assert rows(written.text, read(written.text).roots) == written.rows


@seed(20260806)
@settings(max_examples=100, deadline=None)
@given(decisions())
def test_decisions_with_attachments_are_read_as_written(written: Written) -> None:
    text = written.text
    assert rows(text, build_outline(text, paragraphs_of(text)).roots) == written.rows


@seed(20260807)
@settings(max_examples=120, deadline=None)
@given(broken_acts())
def test_broken_lines_and_pages_change_nothing(drawn: tuple[Written, str]) -> None:
    """Lines that a reader cut are joined, and pages that turn inside a unit give it the page on which it begins."""
    written, text = drawn
    paragraphs = [replace(p, page=1 + n // 7) for n, p in enumerate(paragraphs_of(text))]
    found = build_outline(text, paragraphs).roots
    assert [(path, one_line(h), one_line(b), q) for path, h, b, q in rows(text, found)] == [
        (path, one_line(h), one_line(b), q) for path, h, b, q in written.rows
    ]


@seed(20260803)
@settings(max_examples=300, deadline=None)
@given(rubble)
def test_nothing_is_lost_whatever_the_lines(text: str) -> None:
    roots = read(text).roots
    assert uncovered(text, roots, 0) == ""
    own = [n.path for n in walk(roots) if not n.quoted]
    assert [path for path, times in Counter(own).items() if times > 1] == []
    for parent in walk(roots):
        spans = [(child.start, child.end) for child in parent.children]
        assert spans == sorted(spans)
        assert all(parent.start <= low <= high <= parent.end for low, high in spans)


@seed(20260804)
@settings(max_examples=150, deadline=None)
@given(rubble)
def test_provisions_are_spans_and_never_overlap(text: str) -> None:
    provisions = provisions_of("thong-tu/1/2026", text, read(text).roots)
    assert all(text[p.start : p.end] == p.text for p in provisions)
    spans = [(p.start, p.end) for p in provisions if p.text]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def _calls(lines: int) -> int:
    unit = [f"Điều {n}. Phạm vi\n1. Hồ sơ gồm:\na) Đơn;\nb) Bản sao.\n2. Thời hạn là 5 ngày." for n in range(1, lines // 5)]
    text = "\n".join(unit)
    return calls_of(lambda: read(text))


def test_work_grows_with_the_length_only() -> None:
    """Ten times the text makes about ten times the calls (a quadratic reading would make a hundred times)."""
    assert _calls(5_000) < 12 * _calls(500)
