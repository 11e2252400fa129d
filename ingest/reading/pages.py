"""Pages with their lines become one source text, whether they come from a text layer or from OCR.

1. Paragraphs run on over page breaks where the lines say so; tables do not.
2. A page that could not be read is a notice, never a silent gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.model import Furniture, Notice, PageVerdict, PdfKind, Source
from corpus.settings import Limits
from ingest.reading import ocr as recognition
from ingest.reading.assemble import Builder, PageInfo
from ingest.reading.fragments import Fragment
from ingest.reading.furniture import box_of, set_aside
from ingest.reading.layout import order_page
from ingest.reading.paragraphs import Column, Draft, column_of, drafts_of, is_centered, opens
from ingest.reading.scans import sort_out
from ingest.source import Signature, SourceText

_NEEDS_OCR = frozenset({PageVerdict.NO_TEXT, PageVerdict.STAMP_ONLY, PageVerdict.GARBAGE})
_FOOTNOTE_SIZE = 0.86


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page on its way: its running text, furniture and verdict."""

    number: int
    width: float
    height: float
    body: tuple[Fragment, ...]
    aside: tuple[Furniture, ...]
    verdict: PageVerdict
    stamped: bool
    images: int
    confidence: float | None = None


def recognise_pages(
    leaves: list[Leaf], picture_of: Callable[[int], tuple[bytes, float]], limits: Limits, cache: Path | None
) -> tuple[list[Leaf], list[Notice]]:
    """Read by OCR the pages whose verdict asks for it; ``picture_of`` gives a page's picture and pixels per point."""
    wanted = [leaf for leaf in leaves if leaf.verdict in _NEEDS_OCR and (leaf.images or leaf.verdict is PageVerdict.GARBAGE)]
    if not wanted:
        return leaves, []
    missing = recognition.missing_program()
    if missing:
        return leaves, [missing]
    done: dict[int, recognition.Recognised] = {}
    with recognition.pool() as threads:
        waiting: list[Future[recognition.Recognised]] = []
        for leaf in wanted:
            while len(waiting) >= 2 * recognition.workers():
                result = waiting.pop(0).result()
                done[result.page] = result
            data, scale = picture_of(leaf.number)
            picture = recognition.Picture(leaf.number, data, scale)
            waiting.append(threads.submit(recognition.recognise, picture, limits.ocr_seconds_per_page, cache))
        done.update({f.result().page: f.result() for f in waiting})
    notices = [notice for r in done.values() for notice in r.notices]
    return [_with_ocr(leaf, done[leaf.number]) if leaf.number in done else leaf for leaf in leaves], notices


def _with_ocr(leaf: Leaf, read: recognition.Recognised) -> Leaf:
    kept, dropped = sort_out(read.fragments, leaf.width, first=leaf.number == 1)
    body, aside = set_aside(kept, (), leaf.height, leaf.number, frozenset())
    aside += [Furniture(f.text, leaf.number, reason, box_of(f, leaf.number)) for f, reason in dropped]
    verdict = PageVerdict.OCR if read.fragments else leaf.verdict
    return replace(leaf, body=tuple(body), aside=leaf.aside + tuple(aside), verdict=verdict, confidence=read.confidence)


def _page_drafts(leaf: Leaf, tables: int) -> tuple[list[Draft], Column | None]:
    """The paragraphs of one page and the column of its running text."""
    out: list[Draft] = []
    main: Column | None = None
    blocks = order_page(leaf.body)
    plain = [line for block in blocks if not block.rows and not block.column for line in block.lines]
    if plain:
        main = column_of(plain, leaf.width)
    for block in blocks:
        if block.rows:
            tables += 1
            for row in block.rows:
                lines = [(f, leaf.number) for cell in row for f in cell]
                if lines:
                    out.append(Draft(lines, 0.0, False, all(f.bold for f, _ in lines), tables, row))
        elif block.column:
            out += drafts_of(block.lines, column_of(block.lines, leaf.width / 2), leaf.number)
        else:
            out += drafts_of(block.lines, main or column_of(block.lines, leaf.width), leaf.number)
    return out, main


def _runs_on(before: Draft, after: Draft, column: Column | None) -> bool:
    """Whether a paragraph goes on over a page break."""
    if column is None or before.table or after.table or before.centered or after.centered:
        return False
    last, first = before.lines[-1][0], after.lines[0][0]
    if last.x1 - last.x0 < 0.5 * (column.right - column.left) and len(before.lines) == 1 and not is_centered(last, column):
        return False
    return not opens(last, first, column, same_page=False)


def _is_footnote(draft: Draft, size: float) -> bool:
    first = draft.lines[0][0]
    return not draft.table and first.size < _FOOTNOTE_SIZE * size and first.text[:1].isdigit()


def _compose(leaves: Sequence[Leaf]) -> list[Draft]:
    out: list[Draft] = []
    tables = 0
    open_draft: Draft | None = None
    column: Column | None = None
    for leaf in leaves:
        drafts, own = _page_drafts(leaf, tables)
        tables = max([d.table or 0 for d in drafts], default=tables) or tables
        if not drafts:
            continue
        if open_draft and _runs_on(open_draft, drafts[0], own or column):
            open_draft.lines += drafts.pop(0).lines
        column = own or column
        out += drafts
        body = [d for d in drafts if not d.table]
        if body:
            open_draft = body[-1] if drafts[-1] is body[-1] else None
    return out


def kind_of_pdf(leaves: Sequence[Leaf]) -> PdfKind:
    """Return how a PDF's pages carry their text, by the majority of its pages."""
    scanned = sum(leaf.verdict in _NEEDS_OCR or leaf.verdict is PageVerdict.OCR for leaf in leaves)
    if scanned * 2 > len(leaves):
        return PdfKind.SCAN
    if any(leaf.stamped for leaf in leaves):
        return PdfKind.STAMPED
    return PdfKind.TEXT


def compose_source(
    leaves: Sequence[Leaf], source: Source, notices: Sequence[Notice], signatures: Sequence[Signature] = ()
) -> SourceText:
    """Return the pages as one source text."""
    unread = [leaf.number for leaf in leaves if leaf.verdict in _NEEDS_OCR and leaf.images]
    missing = [Notice("page-unread", f"Trang {n} là ảnh, chưa đọc được chữ.", n) for n in unread[:20]]
    builder = Builder()
    for draft in _compose(leaves):
        builder.add(draft)
    infos = [PageInfo(leaf.number, leaf.width, leaf.height, leaf.verdict, leaf.confidence) for leaf in leaves]
    furniture = [piece for leaf in leaves for piece in leaf.aside]
    return builder.build(source, infos, furniture, signatures, notices=[*notices, *missing])
