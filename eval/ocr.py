"""How well and how fast scans are read, against bare Tesseract on the same pictures in the same run.

Pages with known text: documents of ``../shared/data/vbpl`` (none of them among what the repair learned from) set and made worse by
``eval.ocr_pages``. Real scans: those of ``../shared/pdfs`` whose articles are in ``../shared/data/phapdien``. What is compared is the text
that the reader gives in the end, white space made single.

``python -m eval.ocr --learn`` counts anew what Tesseract confuses (``ingest/reading/data/confusions.tsv``).
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from corpus.settings import Limits
from corpus.vietnamese import unmarked
from eval.ocr_pages import CONDITIONS, Condition, degrade, draw
from ingest.reading import read_source
from ingest.reading.ocr import workers
from ingest.reading.tesseract import PAGE, Results, words_of

ROOT = Path(__file__).resolve().parents[1]
_SECONDS = 300.0
_CONFUSIONS = ROOT / "ingest/reading/data/confusions.tsv"


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Character errors of one condition over all its pages: of bare Tesseract and of the reader."""

    condition: str
    characters: int
    bare: int
    ours: int

    @property
    def rate(self) -> float:
        """Errors of the reader per character."""
        return self.ours / max(1, self.characters)


@dataclass(frozen=True, slots=True)
class OcrReport:
    """Error counts by condition and on real scans; ``absent`` says why there are none."""

    rates: tuple[ErrorRate, ...] = ()
    scans: ErrorRate | None = None
    absent: str | None = None

    def share(self, *, clean: bool) -> float:
        """Errors of the reader as a share of bare Tesseract's, over the clean or the worse conditions."""
        names = {c.name for c in CONDITIONS if c.clean is clean}
        rates = [r for r in self.rates if r.condition in names]
        return sum(r.ours for r in rates) / max(1, sum(r.bare for r in rates))


def edit_distance(a: str, b: str, *, inside: bool = False) -> int:
    """Return the Levenshtein distance; ``inside``: of ``a`` to the nearest stretch of ``b``."""
    import numpy as np

    letters = np.frombuffer(b.encode("utf-32-le"), np.uint32)
    steps = np.arange(len(b) + 1)
    row = np.zeros(len(b) + 1, np.int64) if inside else steps.copy()
    for number, char in enumerate(a, 1):
        best = np.minimum(row[:-1] + (letters != ord(char)), row[1:] + 1)
        row = np.minimum.accumulate(np.concatenate(([number], best)) - steps) + steps
    return int(row.min() if inside else row[-1])


def _paragraphs(text: str, dice: random.Random) -> list[str]:
    """A stretch of a document that fills a page; tables are left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and "|" not in line]
    return lines[dice.randrange(max(1, len(lines) - 25)) :]


def _pages(shared: Path, pages: int) -> Iterator[tuple[Condition, bytes, str]]:
    """Yield pages of every condition as PNG files with their text."""
    with gzip.open(shared / "data" / "vbpl" / "documents_vi.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = [text for row in file if len(text := json.loads(row)["text"]) > 6000]
    for number, text in enumerate(random.Random(5).sample(documents, pages)):  # noqa: S311 - a fixed sample
        paragraphs = _paragraphs(text, random.Random(number))  # noqa: S311
        for condition in CONDITIONS:
            page, truth = draw(paragraphs, condition.dpi)
            yield condition, degrade(page, condition, number), truth


def _single(text: str) -> str:
    return " ".join(text.split())


def _bare(picture: bytes, dpi: int, cache: Path | None) -> str:
    """Return the words that Tesseract reads on a picture as it is."""
    return " ".join(w.text for w in words_of(Results(cache).read(picture, _SECONDS, dpi, PAGE)))


def _ours(picture: bytes, cache: Path | None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        path.write_bytes(picture)
        return _single(read_source(path, cache=cache, limits=Limits(ocr_seconds_per_page=_SECONDS)).text)


def _drawn_rates(shared: Path, pages: int, cache: Path | None) -> tuple[ErrorRate, ...]:
    counts: dict[str, list[int]] = {condition.name: [0, 0, 0] for condition in CONDITIONS}
    for condition, picture, truth in _pages(shared, pages):
        count = counts[condition.name]
        count[0] += len(truth)
        count[1] += edit_distance(_bare(picture, condition.dpi, cache), truth)
        count[2] += edit_distance(_ours(picture, cache), truth)
    return tuple(ErrorRate(name, *count) for name, count in counts.items())


def _pictures(path: Path) -> list[bytes]:
    """Every page of a PDF as it looks at 300 dpi."""
    import pypdfium2

    out = []
    for page in pypdfium2.PdfDocument(path):
        file = io.BytesIO()
        page.render(scale=300 / 72, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB").save(file, "PPM")
        out.append(file.getvalue())
    return out


def _articles(shared: Path, number: str) -> list[str]:
    with gzip.open(shared / "data" / "phapdien" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [row["text"] for line in file if (row := json.loads(line)).get("src_number") == number]
    # The closing block is no article.
    return [_single(text.partition("Nơi nhận:")[0]) for text in texts]


def _real_rate(shared: Path, cache: Path | None) -> ErrorRate | None:
    """Errors on real scans whose articles the codified law holds; an amended or shortened article is left out (a quarter wrong)."""
    labels = shared / "gold" / "heads_dev.jsonl"
    characters = bare = ours = 0
    for line in labels.read_text("utf-8").splitlines():
        label = json.loads(line)
        if label["kind_of_pdf"] != "scan" or not label["number"] or not (articles := _articles(shared, label["number"])):
            continue
        path = shared / "pdfs" / label["file"]
        read = _single(read_source(path, cache=cache).text)
        plain = _single(" ".join(_bare(picture, 300, cache) for picture in _pictures(path)))
        for article in articles:
            errors = edit_distance(article, plain, inside=True), edit_distance(article, read, inside=True)
            if min(errors) < len(article) / 4:
                characters, bare, ours = characters + len(article), bare + errors[0], ours + errors[1]
    return ErrorRate("real scans", characters, bare, ours) if characters else None


def evaluate(shared: Path, *, pages: int = 4, cache: Path | None = None) -> OcrReport:
    """Read ``pages`` drawn pages under every condition, and the real scans whose text is known."""
    if not (shared / "data" / "vbpl" / "documents_vi.jsonl.gz").is_file():
        return OcrReport(absent="vbpl is not there")
    if shutil.which("tesseract") is None:
        return OcrReport(absent="tesseract is not installed")
    return OcrReport(_drawn_rates(shared, pages, cache), _real_rate(shared, cache))


def _grey(picture: bytes) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("L").save(out, "PPM")
    return out.getvalue()


def figures_of(report: OcrReport) -> list[tuple[str, float, float | None]]:
    """Return name, value and the most it may be (``None``: for orientation) of every figure of a report."""
    clean = {condition.name for condition in CONDITIONS if condition.clean}
    out: list[tuple[str, float, float | None]] = [
        (f"errors per letter, {r.condition}", r.rate, 0.02 if r.condition in clean else None) for r in report.rates
    ]
    out.append(("errors as a share of bare Tesseract's, worse pages", report.share(clean=False), 0.5))
    out.append(("errors as a share of bare Tesseract's, clean pages", report.share(clean=True), 0.5))
    if report.scans:
        share = report.scans.ours / max(1, report.scans.bare)
        out += [
            ("errors per letter, real scans", report.scans.rate, 0.02),
            ("errors as a share of bare Tesseract's, real scans", share, 0.5),
        ]
    return out


def overhead(shared: Path, pages: int = 4) -> float:
    """Return the time of reading a scan as a share of the time that Tesseract alone takes for its pages, both on all cores."""
    from PIL import Image

    clean = [Image.open(io.BytesIO(picture)).convert("RGB") for c, picture, _ in _pages(shared, pages) if c.name == "clean 200 dpi"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        clean[0].save(path, save_all=True, append_images=clean[1:], resolution=200)
        pictures = [_grey(picture) for picture in _pictures(path)]
        ratios = []
        for _ in range(3):
            began = time.perf_counter()
            with ThreadPoolExecutor(workers()) as threads:
                list(threads.map(lambda picture: Results(None).read(picture, _SECONDS, 300, PAGE), pictures))
            bare = time.perf_counter() - began
            began = time.perf_counter()
            read_source(path)
            ratios.append((time.perf_counter() - began) / bare)
    return sorted(ratios)[1]


_WORSE = (
    Condition("bitonal 200 dpi", 200, 0.8, 25, bitonal=True, specks=0.0005),
    Condition("bitonal 150 dpi", 150, 0.6, 15, bitonal=True),
    Condition("grey 120 dpi", 120, 0.6, 12, jpeg=50),
    Condition("grey 100 dpi", 100, 0.5, 8, jpeg=60),
)


def _training_pages(shared: Path, pages: int) -> Iterator[tuple[bytes, int, str]]:
    with gzip.open(shared / "data" / "phapdien" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(row)["text"] for number, row in enumerate(file) if number % 97 == 5]
    lines = [line for text in texts for line in text.splitlines() if "|" not in line]
    for number in range(pages):
        for condition in _WORSE:
            page, truth = draw(lines[number * 60 : number * 60 + 60], condition.dpi)
            yield degrade(page, condition, number), condition.dpi, truth


def _count_letters(read: Sequence[str], truth: Sequence[str], counts: Counter[tuple[str, str]]) -> None:
    """Count printed and read letters of words that stand at the same place and are of one length."""
    for _, i, j, k, m in SequenceMatcher(None, read, truth, autojunk=False).get_opcodes():
        if j - i != m - k:
            continue
        for word, right in zip(read[i:j], truth[k:m], strict=True):
            if len(word) == len(right):
                counts.update(zip(right.lower(), word.lower(), strict=True))


def learn(shared: Path, *, pages: int = 24, cache: Path | None = None) -> str:
    """Return the table of confusions (``confusions.tsv``) counted on pages of the codified law, cut at single chance pairs."""
    counts: Counter[tuple[str, str]] = Counter()
    made = 0
    for picture, dpi, truth in _training_pages(shared, pages):
        _count_letters(_bare(picture, dpi, cache).split(), truth.split(), counts)
        made += 1
    rows = [
        f"{a}\t{b}\t{n}"
        for (a, b), n in sorted(counts.items())
        if a.isalpha() and (n > 1 or unmarked(a) == unmarked(b)) and len(a) == len(b) == 1
    ]
    head = (
        "# Letters printed, read by Tesseract 5 (model vie), and how often; a letter beside itself: read rightly.\n"
        f"# Learned from {made} pages of the Bộ pháp điển set in Liberation Serif at 100 to 200 dpi, grey and bitonal, blurred, speckled.\n"
    )
    return head + "\n".join(rows) + "\n"


def main() -> int:
    """Print the table of error rates and the overhead; ``--learn`` writes the confusions instead."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the labels and corpora")
    parser.add_argument("--pages", type=int, default=4, help="pages a condition")
    parser.add_argument("--learn", action="store_true", help="count anew what Tesseract confuses")
    parser.add_argument("--overhead", action="store_true", help="measure speed only")
    args = parser.parse_args()
    if args.learn:
        _CONFUSIONS.write_text(learn(args.shared, cache=ROOT / ".cache"), "utf-8")
        return 0
    if args.overhead:
        sys.stdout.write(f"reading a scan / bare Tesseract: {overhead(args.shared):.3f}\n")
        return 0
    report = evaluate(args.shared, pages=args.pages, cache=ROOT / ".cache")
    if report.absent:
        sys.stdout.write(f"ABSENT: {report.absent}\n")
        return 1
    for r in (*report.rates, *([report.scans] if report.scans else [])):
        share = r.ours / max(1, r.bare)
        sys.stdout.write(
            f"{r.condition:30} {r.characters:7} letters, bare {r.bare / r.characters:.4f}, read {r.rate:.4f}, share {share:.2f}\n"
        )
    sys.stdout.write(
        f"worse pages: errors {report.share(clean=False):.2f} of bare Tesseract's; clean: {report.share(clean=True):.2f}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
