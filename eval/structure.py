"""How well the outline is read: articles, clauses and points against counts that do not use the parser.

Three views of ``../shared``: (1) full texts of vbpl.vn, whose site counts the Điều of each document itself; (2) the same
texts against a line count by regular expressions that know nothing of sequence (Điều, khoản and điểm by place); (3) the
hand-made labels of real PDFs (first unit, last unit, last numbered unit, number of Điều).

What is not there is reported as absent (``None``), never as a pass. A document without a result counts as wrong.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.model import Level, Node
from corpus.vietnamese import search_key
from corpus.vocabulary import ATTACHMENTS
from ingest.outline import build_outline, paragraphs_of

BODY: Final = re.compile(r"^(?:Căn cứ|Điều 1|Chương I|Theo )", re.MULTILINE)
_LINE_DIEU: Final = re.compile(r"^[“\"”]?Điều \d+[a-zđ]{0,2}\s?[.:]", re.MULTILINE)
_LINE_KHOAN: Final = re.compile(r"^[“\"]?\d{1,3}[a-zđ]?\.\s?[A-ZĐÀ-Ỹ]", re.MULTILINE)
_LINE_DIEM: Final = re.compile(r"^[“\"]?[a-zđ]\d?\)\s?[A-ZĐÀ-Ỹ]", re.MULTILINE)
_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Score:
    """Found and expected units with those in both."""

    both: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        """Share of the found units that were expected; 0 when nothing was found."""
        return self.both / self.found if self.found else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 when nothing was expected or found."""
        return 2 * self.both / (self.found + self.expected) if self.found + self.expected else 0.0

    def plus(self, other: Score) -> Score:
        """Return the sum over two documents."""
        return Score(self.both + other.both, self.found + other.found, self.expected + other.expected)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One labelled field that was read otherwise."""

    document: str
    field: str
    expected: str
    read: str


@dataclass(frozen=True, slots=True)
class TextReport:
    """Results on the full texts of vbpl.vn."""

    documents: int
    same_number_of_dieu: int
    dieu: Score
    khoan: Score
    diem: Score
    characters_per_second: float
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class LabelReport:
    """Results on the labelled PDFs: fields of first, last and last numbered unit, and the number of Điều."""

    files: int
    fields: int
    right: int
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class StructureReport:
    """Both views; ``None`` for data that is not there."""

    texts: TextReport | None
    labels: LabelReport | None


def every_node(nodes: Sequence[Node]) -> Iterator[Node]:
    """Walk a forest in reading order."""
    for node in nodes:
        yield node
        yield from every_node(node.children)


def evaluate(shared: Path, *, cache: Path | None = None) -> StructureReport:
    """Measure on the data below ``shared``; recognised pages are kept in ``cache``."""
    texts = shared / "data" / "vbpl" / "documents_vi.jsonl.gz"
    labels = shared / "gold" / "heads_dev.jsonl"
    return StructureReport(
        evaluate_texts(texts) if texts.exists() else None,
        evaluate_labels(labels, shared / "pdfs", cache=cache) if labels.exists() and (shared / "pdfs").exists() else None,
    )


# Full texts -------------------------------------------------------------------------------------------------------------


def evaluate_texts(path: Path) -> TextReport:
    """Compare the outline of each text with the site's count and with plain line counts."""
    totals = {Level.DIEU: Score(0, 0, 0), Level.KHOAN: Score(0, 0, 0), Level.DIEM: Score(0, 0, 0)}
    wrong: list[Disagreement] = []
    documents = same = characters = 0
    seconds = 0.0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = record["text"]
            body = BODY.search(text)
            begun = time.process_time()
            roots = build_outline(text, paragraphs_of(text), body_start=body.start() if body else 0).roots
            seconds += time.process_time() - begun
            characters += len(text)
            documents += 1
            scores, articles = _score(text, roots)
            totals = {level: totals[level].plus(scores[level]) for level in totals}
            same += articles == record["n_dieu"]
            if articles != record["n_dieu"]:
                wrong.append(Disagreement(record["number"], "n_dieu", str(record["n_dieu"]), str(articles)))
    rate = characters / seconds if seconds else 0.0
    return TextReport(documents, same, totals[Level.DIEU], totals[Level.KHOAN], totals[Level.DIEM], rate, tuple(wrong))


def _score(text: str, roots: Sequence[Node]) -> tuple[dict[Level, Score], int]:
    nodes = list(every_node(roots))
    rows = [(n.start, n.end) for n in nodes if n.level is Level.BANG]
    first, last = (roots[0].start, max(n.end for n in roots)) if roots else (0, 0)
    scores: dict[Level, Score] = {}
    for level, pattern in ((Level.DIEU, _LINE_DIEU), (Level.KHOAN, _LINE_KHOAN), (Level.DIEM, _LINE_DIEM)):
        lines = {m.start() for m in pattern.finditer(text) if first <= m.start() < last and not _inside(rows, m.start())}
        found = {n.start for n in nodes if n.level is level and pattern.match(text, n.start)}
        scores[level] = Score(len(lines & found), len(found), len(lines))
    unquoted_lines = sum(1 for n in nodes if n.level is Level.DIEU and text[n.start] not in '“"”')
    return scores, unquoted_lines


def _inside(spans: Sequence[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


# Labelled PDFs ----------------------------------------------------------------------------------------------------------


def evaluate_labels(path: Path, folder: Path, *, cache: Path | None = None) -> LabelReport:
    """Compare the outline of each labelled file with its labels."""
    wrong: list[Disagreement] = []
    files = fields = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        file = folder / label["file"]
        if not file.exists():
            continue
        files += 1
        read = read_units(file, cache=cache)
        for name, expected in _expected(label):
            fields += 1
            got = read.get(name, "")
            if not _same(expected, got):
                wrong.append(Disagreement(label["file"], name, expected, got))
    return LabelReport(files, fields, fields - len(wrong), tuple(wrong))


def _expected(label: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("first_lines_of_body", "last_provision", "last_numbered"):
        unit = label.get(name)
        if unit and unit["path"]:
            yield f"{name}.path", unit["path"]
            yield f"{name}.text", unit["text"]
    if label.get("n_dieu") is not None:
        yield "n_dieu", str(label["n_dieu"])


def _same(expected: str, got: str) -> bool:
    return search_key(expected) == search_key(got)


def read_units(file: Path, *, cache: Path | None = None) -> dict[str, str]:
    """Return path and first words of the first, the last and the last numbered unit of a file, and its number of Điều."""
    from ingest.head import read_head
    from ingest.reading import read_source

    source = read_source(file, cache=cache)
    head = read_head(source)
    roots = build_outline(
        source.text,
        source.paragraphs,
        kind=head.head.kind,
        body_start=head.body_start,
        body_end=head.body_end,
        closing_end=head.closing_end,
    ).roots
    return units_of(source.text, roots)


def units_of(text: str, roots: Sequence[Node]) -> dict[str, str]:
    """Return the labelled fields as the outline has them."""
    main = [n for n in roots if n.level not in ATTACHMENTS]
    scope = main if any(n.level is not Level.CAN_CU for n in main) else [c for root in roots[:1] for c in root.children]
    units = [n for n in every_node(scope) if not n.quoted and n.level is not Level.CAN_CU]
    articles = [n for n in units if n.level is Level.DIEU]
    tops = articles or [n for n in scope if n.level not in {Level.CAN_CU, Level.BANG}]
    numbered = [n for n in units if n.level not in {Level.DOAN, Level.GACH, Level.BANG} and not _only_heading(text, n)]
    fields: dict[str, str] = {"n_dieu": str(len(articles))}
    for name, chosen in (
        ("first_lines_of_body", tops[:1]),
        ("last_provision", tops[-1:]),
        ("last_numbered", numbered[-1:]),
    ):
        for node in chosen:
            fields[f"{name}.path"] = node.path
            fields[f"{name}.text"] = first_words(text, node)
    return fields


def _only_heading(text: str, node: Node) -> bool:
    return node.level in {Level.PHAN, Level.CHUONG, Level.TIEU_MUC}


def first_words(text: str, node: Node) -> str:
    """Return the first eight words of a unit, heading and body run on, labels left out."""
    words: list[str] = []
    for part in every_node([node]):
        for start, end in ((part.heading_start, part.heading_end), (part.body_start, part.body_end)):
            words.extend(text[start:end].split())
        if len(words) >= _WORDS:
            break
    return " ".join(words[:_WORDS])
