"""Pages with their lines become one source text, whether they come from a text layer or from OCR.

1. Paragraphs run on over page breaks where the lines say so; tables do not.
2. A page that could not be read is a notice, never a silent gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from statistics import median

from corpus.model import Furniture, Notice, PageVerdict, PdfKind, Source
from corpus.settings import Limits
from ingest.reading import ocr as recognition
from ingest.reading.assemble import Builder, PageInfo
from ingest.reading.enumerations import mend_enumerations
from ingest.reading.fragments import Fragment
from ingest.reading.furniture import box_of, set_aside
from ingest.reading.layout import Block, order_page
from ingest.reading.paragraphs import Column, Draft, column_drafts, column_of, drafts_of, is_centered, note_drafts, opens
from ingest.reading.pictures import Turn
from ingest.reading.repair import Repair
from ingest.reading.scans import sort_out
from ingest.reading.tables import Rule
from ingest.reading.tesseract import Results
from ingest.source import READ_BEFORE_REPAIR, Signature, SourceText

_UNREAD = "Trang {} là ảnh, chưa đọc được chữ."
_BLANK = "Trang {} là ảnh và không có chữ nào: trang trắng hoặc mặt sau của dấu. Nếu trang có chữ, hãy quét lại."
_NEEDS_OCR = frozenset({PageVerdict.NO_TEXT, PageVerdict.STAMP_ONLY, PageVerdict.GARBAGE})
# Footnotes are set below this share of the page's usual size.
_FOOTNOTE_SIZE = 0.88


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
    scan: bool = False
    rules: tuple[Rule, ...] = ()
    turn: Turn | None = None
    read: bool = False  # OCR looked for words here and told of no trouble


def recognise_pages(
    leaves: list[Leaf],
    draw: Callable[[int], recognition.Shot],
    limits: Limits,
    results: Results,
    recognise: recognition.Recogniser,
) -> tuple[list[Leaf], list[Notice]]:
    """Read by OCR the pages whose verdict asks for it; ``draw`` gives a page's picture by its number."""
    wanted = [leaf for leaf in leaves if leaf.verdict in _NEEDS_OCR and (leaf.images or leaf.verdict is PageVerdict.GARBAGE)]
    if not wanted:
        return leaves, []
    sheets = [
        recognition.Sheet(leaf.number, leaf.width, leaf.height, partial(draw, leaf.number), last=leaf is leaves[-1])
        for leaf in wanted
    ]
    done = recognise(sheets, limits.ocr_seconds_per_page, results)
    notices = [*done.notices, *(notice for page in done.pages.values() for notice in page.notices)]
    return [_with_ocr(leaf, done.pages[leaf.number]) if leaf.number in done.pages else leaf for leaf in leaves], notices


def _with_ocr(leaf: Leaf, read: recognition.Recognised) -> Leaf:
    kept, dropped = sort_out(read.fragments, leaf.width, first=leaf.number == 1)
    body, aside = set_aside(kept, (), leaf.height, leaf.number, frozenset(), read.turn)
    beside = [*dropped, *((line, READ_BEFORE_REPAIR) for line in read.raw)]
    aside += [Furniture(f.text, leaf.number, reason, box_of(f, leaf.number, read.turn)) for f, reason in beside]
    verdict = PageVerdict.OCR if read.fragments else leaf.verdict
    return replace(
        leaf,
        body=tuple(body),
        aside=leaf.aside + tuple(aside),
        verdict=verdict,
        confidence=read.confidence,
        rules=read.rules,
        turn=read.turn,
        read=not read.notices,
    )


@dataclass(frozen=True, slots=True)
class _Cut:
    """One page cut into paragraphs; footnotes stand apart because they interrupt the running text."""

    drafts: list[Draft]
    footnotes: list[Draft]
    column: Column | None


def _split_footnotes(lines: Sequence[Fragment], height: float) -> tuple[list[Fragment], list[Fragment]]:
    """Split the last block of a page into running text and the small print at its foot."""
    usual = median(f.size for f in lines)
    first = len(lines)
    while first and lines[first - 1].size < _FOOTNOTE_SIZE * usual and lines[first - 1].y0 > 0.4 * height:
        first -= 1
    while first < len(lines) and not re.match(r"[\d⁰¹²³⁴-⁹*\[]", lines[first].text):
        first += 1
    return list(lines[:first]), list(lines[first:])


def _cut_page(leaf: Leaf, tables: int) -> _Cut:
    blocks = order_page(leaf.body, leaf.rules)
    plain = [line for block in blocks if not block.rows and not block.column for line in block.lines]
    notes: list[Fragment] = []
    if blocks and plain and not blocks[-1].rows and not blocks[-1].column:
        last, notes = _split_footnotes(blocks[-1].lines, leaf.height)
        blocks[-1] = Block(tuple(last))
        plain = [line for line in plain if line not in notes]
    main = column_of(plain, leaf.width) if plain else None
    drafts: list[Draft] = []
    for block in blocks:
        if block.rows:
            tables += 1
            drafts += _row_drafts(block, leaf.number, tables)
        elif block.column:
            drafts += column_drafts(block.lines, leaf.number)
        elif block.lines:
            drafts += drafts_of(block.lines, main or column_of(block.lines, leaf.width), leaf.number)
    return _Cut(drafts, note_drafts(notes, leaf.number), main)


def _row_drafts(block: Block, page: int, table: int) -> list[Draft]:
    out: list[Draft] = []
    for row in block.rows:
        lines = [(f, page) for cell in row for f in cell]
        if lines:
            out.append(Draft(lines, 0.0, False, all(f.bold for f, _ in lines), table, row))
    return out


def _runs_on(before: Draft, after: Draft, column: Column | None) -> bool:
    """Whether a paragraph goes on over a page break."""
    if column is None or before.table or after.table or before.centered or after.centered:
        return False
    last, first = before.lines[-1][0], after.lines[0][0]
    if last.x1 - last.x0 < 0.5 * (column.right - column.left) and len(before.lines) == 1 and not is_centered(last, column):
        return False
    return not opens(last, first, column, same_page=False)


def _compose(leaves: Sequence[Leaf]) -> list[Draft]:
    """All paragraphs in reading order; footnotes follow the paragraph that was open above them."""
    out: list[Draft] = []
    waiting: list[Draft] = []
    tables = 0
    open_draft: Draft | None = None
    column: Column | None = None
    for leaf in leaves:
        cut = _cut_page(leaf, tables)
        drafts = cut.drafts
        tables = max((d.table for d in drafts if d.table), default=tables)
        if drafts and open_draft and _runs_on(open_draft, drafts[0], cut.column or column):
            open_draft.lines += drafts.pop(0).lines
        if drafts:
            out += waiting
            waiting = []
            out += drafts
            open_draft = None if drafts[-1].table else drafts[-1]
        column = cut.column or column
        waiting += cut.footnotes
    return _mark_written_tables(out + waiting, tables)


def _mark_written_tables(drafts: list[Draft], tables: int) -> list[Draft]:
    """Rows that a text export writes as "| a | b |" are rows of a table."""
    before: int | None = None
    for draft in drafts:
        if draft.table is None and draft.lines[0][0].text.startswith("|"):
            if before is None:
                tables += 1
                before = tables
            draft.table = before
        else:
            before = None
    return drafts


def kind_of_pdf(leaves: Sequence[Leaf]) -> PdfKind:
    """Return how a PDF's pages carry their text, by the majority of its pages."""
    scanned = sum(leaf.verdict in _NEEDS_OCR or leaf.verdict is PageVerdict.OCR for leaf in leaves)
    if scanned * 2 > len(leaves):
        return PdfKind.SCAN
    if leaves[0].scan:
        return PdfKind.SCAN_OCR
    if any(leaf.stamped for leaf in leaves):
        return PdfKind.STAMPED
    return PdfKind.TEXT


def _not_the_authors(draft: Draft, *, first: bool) -> str | None:
    """Why a paragraph is no text of the document: what web exports add."""
    text = draft.lines[0][0].text
    if first and text.startswith("TIÊU ĐỀ:"):
        return "tiêu đề do trang web thêm"
    return "khung bảng" if re.fullmatch(r"[|\s:-]+", text) and len(draft.lines) == 1 and "|" in text else None


def _told(repaired: Sequence[tuple[int, Repair]]) -> list[Notice]:
    """One notice a page for the marks that were put right."""
    out = []
    for page, group in groupby(repaired, key=itemgetter(0)):
        pairs = "; ".join(f"{repair.read} → {repair.written}" for _, repair in group)
        out.append(Notice("ocr-repaired", f"Trang {page}: đã sửa số thứ tự nhận dạng sai theo trình tự: {pairs}.", page))
    return out


def compose_source(
    leaves: Sequence[Leaf], source: Source, notices: Sequence[Notice], signatures: Sequence[Signature] = ()
) -> SourceText:
    """Return the pages as one source text."""
    unread = [leaf.number for leaf in leaves if leaf.verdict in _NEEDS_OCR and leaf.images]
    blank = {leaf.number for leaf in leaves if leaf.read}
    missing = [
        Notice("page-blank" if n in blank else "page-unread", (_BLANK if n in blank else _UNREAD).format(n), n) for n in unread[:20]
    ]
    builder = Builder({leaf.number: leaf.turn for leaf in leaves if leaf.turn})
    extra: list[Furniture] = []
    drafts = _compose(leaves)
    repaired = mend_enumerations(drafts, frozenset(leaf.number for leaf in leaves if leaf.verdict is PageVerdict.OCR))
    for draft in drafts:
        reason = _not_the_authors(draft, first=not builder.parts)
        if reason:
            extra += [Furniture(f.text, page, reason, box_of(f, page, builder.turns.get(page))) for f, page in draft.lines]
        else:
            builder.add(draft)
    infos = [PageInfo(leaf.number, leaf.width, leaf.height, leaf.verdict, leaf.confidence) for leaf in leaves]
    furniture = [piece for leaf in leaves for piece in leaf.aside] + extra
    return builder.build(source, infos, furniture, signatures, notices=[*notices, *missing, *_told(repaired)])
