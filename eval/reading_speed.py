"""What reading costs on one core: a PDF's whole ingest beside pypdf, each stage beside its own bound, growth on a long document.

All times are CPU seconds of this process, so that what else the machine does counts for neither side. Rows pair what Căn Cứ does
with a bound that any program has to pay; the figures of text per second are absolute and say so.

1. The ingest of a PDF is reading, understanding and storing in a catalogue (its transaction included), without OCR.
2. Growth is shown on one document of ``LONG`` pages and on its first half: twice the pages must not cost much more than twice.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Document, Obligation

LONG = 1000  # pages
_RUNS = 3
_LINES = 38  # a page of Nghị định 30/2020/NĐ-CP


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """One comparison: ours and the bound in ``unit``."""

    name: str
    ours: float
    bound: float
    unit: str


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _pypdf(path: Path) -> object:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(path).pages]


def born_digital(files: Sequence[Path]) -> list[Path]:
    """Return the files whose text is their authors', not that of OCR or of stamps."""
    from corpus.errors import UnreadableFileError
    from corpus.model import PdfKind
    from ingest.reading import read_source

    kept = []
    for path in files:
        try:
            kind = read_source(path, ocr=False).source.kind_of_pdf
        except UnreadableFileError:
            continue
        if kind in {PdfKind.TEXT, PdfKind.STAMPED}:
            kept.append(path)
    return kept


def ingest_ratios(files: Sequence[Path]) -> list[float]:
    """Return for each file the CPU time of its ingest divided by that of pypdf's text extraction."""
    from corpus.catalogue import CatalogueWriter, open_writer
    from corpus.settings import Home
    from ingest.reading import read_source
    from ingest.understand import understand

    def ingest(path: Path, writer: CatalogueWriter) -> None:
        document = understand(read_source(path, ocr=False))
        with writer.transaction():
            writer.put((document,), str(path))
            writer.finish_file(str(path), document.source, (document.key,))

    ratios = []
    with tempfile.TemporaryDirectory() as folder, open_writer(Home(Path(folder))) as writer:
        for path in files[:1]:
            ingest(path, writer)
        for path in files:
            pairs = [(_cpu(lambda p=path: ingest(p, writer)), _cpu(lambda p=path: _pypdf(p))) for _ in range(_RUNS)]  # type: ignore[misc]
            ratios.append(min(a for a, _ in pairs) / min(b for _, b in pairs))
    return ratios


def ingest_rows(files: Sequence[Path]) -> Iterator[SpeedRow]:
    """Compare the ingest of born-digital PDFs with pypdf's text extraction of the same files."""
    ratios = ingest_ratios(born_digital(files))
    if ratios:
        yield SpeedRow(f"ingest of a PDF / pypdf extract_text, median of {len(ratios)} files", statistics.median(ratios), 1.0, "x")
        yield SpeedRow("  the same, slowest file", max(ratios), 1.0, "x")


def stage_rows(files: Sequence[Path]) -> Iterator[SpeedRow]:
    """Measure how much text a second each reader of clauses takes (megabytes of UTF-8 on one core)."""
    from ingest.citations import extract_citations
    from ingest.reading import read_source
    from ingest.understand import understand

    documents = [understand(read_source(path, ocr=False)) for path in born_digital(files)]
    provisions = [(p, d.head) for d in documents for p in d.provisions]
    size = sum(len(p.text.encode()) for p, _ in provisions) / 1e6
    if not size:
        return
    cited = min(_cpu(lambda: [extract_citations(p.text, context=p.context) for p, _ in provisions]) for _ in range(_RUNS))
    owed = min(_cpu(lambda: [_duties(document) for document in documents]) for _ in range(_RUNS))
    yield SpeedRow("obligations, megabytes of text a second (bound: at least)", size / owed, 0.5, "MB/s")
    yield SpeedRow("citations, megabytes of text a second (bound: at least)", size / cited, 0.5, "MB/s")


def _duties(document: Document) -> list[tuple[Obligation, ...]]:
    """Return the duties of a document, its provisions judged together as an ingest does."""
    from ingest.obligations.extract import Setting, judged, read_by_rules, settled

    head = document.head
    read = (read_by_rules(p.text, Setting(p.context, head.date, head.kind)) for p in document.provisions)
    drafts = [draft for draft in read if draft is not None]
    return [settled(draft, scores) for draft, scores in zip(drafts, judged(drafts), strict=True)]


def long_pdf(pages: int) -> bytes:
    """Return a regulation of so many typeset pages: chapters, articles, clauses and points in order."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from corpus.typeset.layout import font_files

    pdfmetrics.registerFont(TTFont("Long", str(font_files()["Serif"])))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    lines = _clauses()
    for _ in range(pages):
        canvas.setFont("Long", 13)
        for row in range(_LINES):
            canvas.drawString(85, 780 - 18 * row, next(lines))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _clauses() -> Iterator[str]:
    article = 0
    while True:
        article += 1
        if article % 20 == 1:
            yield f"Chương {_roman(article // 20 + 1)}"
            yield "QUY ĐỊNH VỀ NỘI DUNG TIẾP THEO"
        yield f"Điều {article}. Nội dung thứ {article}"
        for clause in range(1, 5):
            yield f"{clause}. Cơ quan tiếp nhận hồ sơ theo khoản 2 Điều {article} kiểm tra các"
            yield "giấy tờ sau đây và trả lời người nộp trong thời hạn 05 ngày làm việc"
            yield "kể từ ngày nhận đủ hồ sơ; trường hợp hồ sơ chưa đủ thì hướng dẫn bằng"
            yield "văn bản để người nộp bổ sung trước khi tính lại thời hạn nêu trên:"
            for letter in "abcdđ":
                yield f"{letter}) Bản sao giấy tờ chứng minh nội dung nêu tại phần trên do"
                yield "cơ quan có thẩm quyền cấp, còn giá trị sử dụng đến ngày nộp hồ sơ;"


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += sign * (number // value)
        number %= value
    return out


def _bare_pdfium(data: bytes) -> None:
    import ctypes

    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    for index in range(pdfium.FPDF_GetPageCount(handle)):
        page = pdfium.FPDF_LoadPage(handle, index)
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        pdfium.FPDFText_GetText(text, 0, count, (ctypes.c_ushort * (count + 1))())
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(handle)


def outline_rows(pages: int = LONG) -> Iterator[SpeedRow]:
    """Compare the outline of a long document with pdfium's bare extraction of it, and with the outline of its first half."""
    from ingest.outline import build_outline
    from ingest.outline.provisions import provisions_of
    from ingest.reading import read_source

    def outline(path: Path) -> float:
        source = read_source(path, ocr=False)

        def work() -> None:
            built = build_outline(
                source.text, source.paragraphs, body_start=0, body_end=len(source.text), closing_end=len(source.text)
            )
            provisions_of("long", source.text, built.roots, source.lines)

        return min(_cpu(work) for _ in range(_RUNS))

    with tempfile.TemporaryDirectory() as folder:
        whole, half = Path(folder) / "whole.pdf", Path(folder) / "half.pdf"
        data = long_pdf(pages)
        whole.write_bytes(data)
        half.write_bytes(long_pdf(pages // 2))
        took, took_half = outline(whole), outline(half)
        bare = min(_cpu(lambda: _bare_pdfium(data)) for _ in range(_RUNS))
    yield SpeedRow(f"outline of {pages} pages / pdfium's bare extraction", took / bare, 3.0, "x")
    yield SpeedRow(f"outline of {pages} pages / of {pages // 2} pages (linear: 2)", took / took_half, 2.0, "x")
