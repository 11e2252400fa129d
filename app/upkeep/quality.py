"""How good what is stored is: what was not read of heads, pages recognised poorly, gaps in numbering, and whether clauses are found.

Everything here is a hint for the person who looks after the knowledge base, with the documents to look at.

1. A gap is told only where most numbers of a series are there: a kind of an issuer in a year, at least ``_LEAST`` numbers, at most
   a quarter of those between the first and the last missing.
2. ``found_again`` measures the search with the knowledge base itself: a clause is asked for by its own heading and should be among
   the first ten. It is a check of health, not a figure of quality.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Protocol

from corpus.catalogue import Catalogue
from corpus.kinds import NAMED_KINDS
from corpus.model import DocumentSummary, Hit, Provision
from corpus.numbers import parse_number

DOUBTFUL: Final = 0.75  # confidence of a recognised page below which its words should be compared with the original
_SHOWN: Final = 20  # documents named in one warning
_LEAST: Final = 5  # numbers of a series below which nothing can be said
_MOST_GAPS: Final = 0.25
_SAMPLE: Final = 40
_FIRST: Final = 10
_LONG_ENOUGH: Final = 4  # words of a heading that says something ("Hiệu lực thi hành" is everywhere)


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    def search(self, text: str, *, k: int = 10) -> tuple[Hit, ...]:
        """Provisions by relevance."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One kind of doubt: ``total`` documents have it, the first are named; ``notes`` say more of each, "" if there is no more."""

    code: str
    message: str
    total: int
    documents: tuple[DocumentSummary, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """How many sampled clauses were among the first ten when asked for by their own heading."""

    found: int
    asked: int


def warnings_of(catalogue: Catalogue) -> tuple[Warned, ...]:
    """Return what should be looked at, the gravest first; empty when nothing is."""
    documents = catalogue.summaries()
    found = (
        _lacking("no-number", "Văn bản chưa rõ số, ký hiệu", [d for d in documents if not d.number and d.kind not in NAMED_KINDS]),
        _lacking("no-date", "Văn bản chưa rõ ngày ban hành", [d for d in documents if d.date is None]),
        _lacking("no-issuer", "Văn bản chưa rõ cơ quan ban hành", [d for d in documents if not d.issuer]),
        _doubtful(catalogue, documents),
        _gaps(documents),
    )
    return tuple(warned for warned in found if warned.total)


def _lacking(code: str, message: str, documents: Sequence[DocumentSummary]) -> Warned:
    return Warned(code, message, len(documents), tuple(documents[:_SHOWN]), ("",) * min(len(documents), _SHOWN))


def _doubtful(catalogue: Catalogue, documents: Iterable[DocumentSummary]) -> Warned:
    pages: dict[str, list[int]] = {}
    for key, number in catalogue.doubtful_pages(DOUBTFUL):
        pages.setdefault(key, []).append(number)
    named = [document for document in documents if document.key in pages][:_SHOWN]
    notes = tuple(f"trang {', '.join(map(str, pages[document.key]))}" for document in named)
    return Warned("doubtful-pages", "Văn bản có trang nhận dạng kém", len(pages), tuple(named), notes)


def _gaps(documents: Iterable[DocumentSummary]) -> Warned:
    series: dict[tuple[str, str, int], dict[int, DocumentSummary]] = {}
    for document in documents:
        number = parse_number(document.number) if document.number else None
        if number and number.serial.isdigit() and document.date and document.kind and document.issuer:
            series.setdefault((document.kind, document.issuer, document.date.year), {})[int(number.serial)] = document
    gaps = sorted(_gap(name, numbers) for name, numbers in series.items() if _missing(numbers))
    return Warned("gaps", "Dãy số có chỗ thiếu", len(gaps), (), tuple(gaps[:_SHOWN]))


def _missing(numbers: Iterable[int]) -> list[int]:
    known = set(numbers)
    missing = [n for n in range(min(known), max(known)) if n not in known]
    dense = len(known) >= _LEAST and len(missing) <= _MOST_GAPS * (len(known) + len(missing))
    return missing if dense else []


def _gap(name: tuple[str, str, int], numbers: dict[int, DocumentSummary]) -> str:
    kind, issuer, year = name
    missing = _missing(numbers)
    listed = ", ".join(map(str, missing[:_SHOWN])) + (", …" if len(missing) > _SHOWN else "")
    return f"{kind} của {issuer} năm {year}: có {len(numbers)} số từ {min(numbers)} đến {max(numbers)}, thiếu {listed}"


def found_again(base: Base, *, sample: int = _SAMPLE, seed: int = 0) -> FoundAgain:
    """Ask for a sample of clauses by their own headings. Raises ``IndexStateError`` when there is no usable index."""
    asked = list(_sampled(base.catalogue, sample, Random(seed)))  # noqa: S311 - a sample, no secret
    found = sum(any(hit.provision.heading == one.heading for hit in base.search(one.heading, k=_FIRST)) for one in asked)
    return FoundAgain(found, len(asked))


def _sampled(catalogue: Catalogue, count: int, random: Random) -> Iterator[Provision]:
    keys = [document.key for document in catalogue.summaries()]
    random.shuffle(keys)
    for key in keys:
        headed = [p for p in catalogue.provisions_of(key) if p.text and len(p.heading.split()) >= _LONG_ENOUGH]
        if headed:
            yield random.choice(headed)
            count -= 1
        if not count:
            return
