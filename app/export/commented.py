"""A copy of a draft as DOCX with a comment at every spot that a check found.

A DOCX draft keeps its own form; of other drafts (PDF, TXT, pasted text) the words alone are set out.

1. Not a word of the draft is changed; runs are only divided so that a comment covers exactly the words it speaks of.
2. A spot is found again by its words and by which occurrence of them it is, without regard to white space and to how letters
   are composed; offsets of the read text mean nothing inside the file.
3. No finding is lost: what cannot be placed is a comment on the first paragraph that quotes its words.
"""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from app.drafts.findings import SEVERITY_WORDS, CheckedDraft, finding_words
from app.export.output import settled
from app.export.rows import plain
from corpus.errors import UnreadableFileError
from ingest.citations.findings import Finding

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.text.paragraph import CT_P
    from docx.oxml.text.run import CT_R

_AUTHOR: Final = "Căn Cứ"
_INITIALS: Final = "CC"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ONE_CHARACTER: Final = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"})
_RUNS: Final = "./w:r | ./w:hyperlink/w:r | ./w:ins/w:r | ./w:smartTag//w:r | ./w:sdt//w:r"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand: a paragraph (its place in the file) and a range of the characters of its runs."""

    paragraph: int
    start: int
    end: int


def commented_bytes(draft: CheckedDraft, original: bytes | None, now: dt.datetime) -> bytes:
    """Return the commented copy; ``original`` is the draft's own DOCX, ``None`` where it is another kind of file.

    Raises ``UnreadableFileError`` when ``original`` is no DOCX.
    """
    document = _opened(original) if original else _set_out(draft.text)
    paragraphs: list[CT_P] = document.element.body.xpath(".//w:p")
    texts = [compared("".join(_text_of(run) for run in _runs_of(paragraph))) for paragraph in paragraphs]
    whole = compared(draft.text)
    placed = [(find_spot(texts, whole, finding), finding) for finding in draft.findings]
    for spot, finding in placed:
        runs = _cut_out(paragraphs[spot.paragraph], spot) if spot else []
        _comment(document, runs or _first_runs(document, paragraphs), finding, now, quoted=not runs)
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue(), now)


def _opened(original: bytes) -> WordDocument:
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        return Document(io.BytesIO(original))
    except (BadZipFile, KeyError, OpcError, SyntaxError, ValueError) as error:  # lxml's XML errors are SyntaxErrors
        message = "Không mở được tệp DOCX để ghi nhận xét. Hãy mở tệp bằng Word, lưu lại rồi kiểm tra lần nữa."
        raise UnreadableFileError("malformed", message) from error


def _set_out(text: str) -> WordDocument:
    from docx import Document

    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(plain(line))
    return document


# finding the words again


@dataclass(frozen=True, slots=True)
class Compared:
    """A text composed and with single spaces; for each of its characters the place it came from, and the length it had."""

    text: str
    places: tuple[int, ...]
    length: int


def compared(text: str) -> Compared:
    """Return the form of ``text`` under which words are found again."""
    made: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", text[at:end])
        if piece.isspace():
            piece = "" if made and made[-1] == " " else " "
        made += piece
        places += [at] * len(piece)
        at = end
    return Compared("".join(made), tuple(places), len(text))


def find_spot(paragraphs: Sequence[Compared], draft: Compared, finding: Finding) -> Spot | None:
    """Return where the words of a finding stand, or ``None``; of words over several paragraphs, those in the first."""
    words = compared(finding.quote.split("\n", 1)[0]).text.strip()
    if not words:
        return None
    limit = bisect_left(draft.places, finding.start)
    before = sum(1 for at in _occurrences(draft.text, words) if at < limit)
    for number, paragraph in enumerate(paragraphs):
        for at in _occurrences(paragraph.text, words):
            if before == 0:
                after = at + len(words)
                end = paragraph.places[after] if after < len(paragraph.places) else paragraph.length
                return Spot(number, paragraph.places[at], end)
            before -= 1
    return None


def _occurrences(text: str, words: str) -> Iterator[int]:
    """Yield where ``words`` begin in ``text``, without overlaps."""
    at = text.find(words)
    while at != -1:
        yield at
        at = text.find(words, at + len(words))


# cutting runs


def _runs_of(paragraph: CT_P) -> list[CT_R]:
    return list(paragraph.xpath(_RUNS))


def _length(element: CT_R) -> int:
    if element.tag == f"{_W}t":
        return len(element.text or "")
    return 1 if element.tag in _ONE_CHARACTER else 0


def _text_of(run: CT_R) -> str:
    return "".join((child.text or "") if child.tag == f"{_W}t" else " " * _length(child) for child in run)


def _cut_out(paragraph: CT_P, spot: Spot) -> list[CT_R]:
    """Divide runs at the ends of a spot and return those that lie inside it."""
    for edge in (spot.start, spot.end):
        _divide_at(paragraph, edge)
    inside: list[CT_R] = []
    at = 0
    for run in _runs_of(paragraph):
        length = len(_text_of(run))
        if length and spot.start <= at and at + length <= spot.end:
            inside.append(run)
        at += length
    return inside


def _divide_at(paragraph: CT_P, edge: int) -> None:
    at = 0
    for run in _runs_of(paragraph):
        length = len(_text_of(run))
        if at < edge < at + length:
            _divide(run, edge - at)
            return
        at += length


def _divide(run: CT_R, offset: int) -> None:
    """Make two runs of one, the second beginning at ``offset``; both keep the form of the first."""
    second = deepcopy(run)
    run.addnext(second)
    _keep(run, 0, offset)
    _keep(second, offset, len(_text_of(second)) + 1)  # what has no length may stand behind the last character


def _keep(run: CT_R, start: int, end: int) -> None:
    """Take out of a run everything but its form and the characters ``start:end``."""
    at = 0
    for child in list(run):
        length = _length(child)
        if child.tag == f"{_W}rPr":
            continue
        low, high = max(start - at, 0), min(end - at, length)
        inside = low < high or (length == 0 and start <= at < end)
        if not inside:
            run.remove(child)
        elif child.tag == f"{_W}t":
            child.text = (child.text or "")[low:high]
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += length


# writing comments


def _first_runs(document: WordDocument, paragraphs: Iterable[CT_P]) -> list[CT_R]:
    for paragraph in paragraphs:
        runs = [run for run in _runs_of(paragraph) if _text_of(run).strip()]
        if runs:
            return runs
    return [document.add_paragraph().add_run(" ")._r]


def _comment(document: WordDocument, runs: Sequence[CT_R], finding: Finding, now: dt.datetime, *, quoted: bool) -> None:
    from docx.text.run import Run

    words = f"{SEVERITY_WORDS[finding.severity].capitalize()}: {finding_words(finding)}"
    text = f"“{finding.quote}”: {words}" if quoted and finding.quote else words
    first, last = Run(runs[0], document), Run(runs[-1], document)
    comment = document.add_comment([first, last], text=plain(text), author=_AUTHOR, initials=_INITIALS)
    comment._comment_elm.set(f"{_W}date", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
