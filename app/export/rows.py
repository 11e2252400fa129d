"""Duties and references as rows of a table, before any file format.

1. Every duty gives one row; every number looked up gives at least one, so that a batch shows what was not found.
2. Cells are the words that people read; dates stay dates.
3. ``plain`` removes what no office file may hold (control characters) and nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote as percent

from app.duties.deadlines import due_date, next_date
from app.forms.words import (
    deadline_words,
    duty_words,
    formal_citation,
    modality_words,
    relation_words,
    role_words,
    state_words,
    status_words,
)
from app.results import LookedUp, Reference
from corpus.addresses import print_address
from corpus.dates import parse_date
from corpus.model import Citation, DeadlineKind, DocumentSummary, Duty

Cell: TypeAlias = "str | int | dt.date | None"
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in characters, and whether cells are wrapped."""

    title: str
    width: int
    wrap: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; ``link`` opens the clause, empty without an address of a server."""

    cells: tuple[Cell, ...]
    link: str = ""


DUTY_COLUMNS: Final = (
    Column("TT", 5, wrap=False),
    Column("Nhiệm vụ", 60),
    Column("Căn cứ", 40),
    Column("Tình trạng văn bản", 14),
    Column("Trang", 7, wrap=False),
    Column("Tính chất", 13),
    Column("Vai trò", 11),
    Column("Đơn vị được giao", 28),
    Column("Đơn vị phối hợp", 28),
    Column("Nơi nhận báo cáo", 24),
    Column("Thời hạn", 26),
    Column("Hạn (ngày)", 12, wrap=False),
    Column("Điều kiện", 28),
    Column("Áp dụng vì", 32),
    Column("Độ tin cậy", 13),
    Column("Mã điều khoản", 34),
    Column("Phân công", 24),
)
REFERENCE_COLUMNS: Final = (
    Column("TT", 5, wrap=False),
    Column("Số hiệu tra cứu", 24),
    Column("Kết quả", 18),
    Column("Văn bản được dẫn", 40),
    Column("Phần được dẫn", 24),
    Column("Quan hệ", 12),
    Column("Nơi dẫn", 44),
    Column("Tình trạng văn bản dẫn", 16),
    Column("Trang", 7, wrap=False),
    Column("Lời dẫn", 40),
    Column("Trích điều khoản", 60),
    Column("Mã điều khoản", 34),
    Column("Ghi chú", 32),
)


def plain(text: str) -> str:
    """Return ``text`` without control characters other than tab and line breaks."""
    return _ILLEGAL.sub("", text)


def permalink(base_url: str, document: str, path: str = "") -> str:
    """Return the address of a clause on the web page (``<base>/vb/<document>/<address>``); empty without a base.

    Only ``http`` and ``https`` bases give a link.
    """
    if not re.match(r"https?://\S+$", base_url):
        return ""
    return f"{base_url.rstrip('/')}/vb/{percent(document)}{f'/{percent(path)}' if path else ''}"


def identifier(duty: Duty) -> str:
    """Return the id of the provision that a duty stands in."""
    return f"{duty.quote.document.key}#{duty.quote.path}"


def duty_rows(duties: Sequence[Duty], base_url: str = "", today: dt.date | None = None) -> tuple[Row, ...]:
    """Return one row for each duty, in the order given; the last cell is left empty for the office to fill in.

    A deadline that comes again is dated by its next day from ``today`` on, so that a sheet can be sorted by what is due.
    """
    return tuple(_duty_row(number, duty, base_url, today) for number, duty in enumerate(duties, 1))


def _due(duty: Duty, today: dt.date | None) -> dt.date | None:
    deadline = duty.obligation.deadline
    day = due_date(deadline, duty.quote.document.date)
    if day is not None or today is None or deadline is None or deadline.kind is not DeadlineKind.RECURRING:
        return day
    return min((found for value in deadline.value.split(",") if (found := next_date(value, today))), default=None)


def _duty_row(number: int, duty: Duty, base_url: str, today: dt.date | None) -> Row:
    obligation, quote = duty.obligation, duty.quote
    issued = quote.document.date
    cells: tuple[Cell, ...] = (
        number,
        duty_words(obligation),
        formal_citation(quote.document, quote.label),
        status_words(quote.document.status),
        quote.page,
        modality_words(obligation.modality),
        role_words(obligation.role),
        "; ".join(obligation.bearers),
        "; ".join(obligation.partners),
        "; ".join(obligation.recipients),
        deadline_words(obligation.deadline, issued),
        _due(duty, today),
        obligation.condition,
        duty.because,
        certainty_words(certain=obligation.certain),
        identifier(duty),
        None,
    )
    return Row(cells, permalink(base_url, quote.document.key, quote.path))


def certainty_words(*, certain: bool) -> str:
    """Return how far a reading can be relied on."""
    return "rõ" if certain else "cần đối chiếu"


def reference_rows(found: Sequence[LookedUp], base_url: str = "") -> tuple[Row, ...]:
    """Return one row for each reference, and one for each number without any."""
    rows: list[Row] = []
    for one in found:
        for cells, link in _looked_up_cells(one, base_url):
            rows.append(Row((len(rows) + 1, *cells), link))
    return tuple(rows)


def _looked_up_cells(found: LookedUp, base_url: str) -> Iterator[tuple[tuple[Cell, ...], str]]:
    if not found.references:
        target = formal_citation(found.target) if found.target else ""
        note = "; ".join((*(formal_citation(candidate) for candidate in found.candidates), found.message)).strip("; ")
        yield (found.asked, state_words(found.state), target, "", "", "", "", None, "", "", "", note), ""
    for reference in found.references:
        yield _reference_cells(found, reference), permalink(base_url, reference.quote.document.key, reference.quote.path)


def _reference_cells(found: LookedUp, reference: Reference) -> tuple[Cell, ...]:
    quote, citation = reference.quote, reference.citation
    return (
        found.asked,
        state_words(found.state),
        cited_words(reference),
        cited_parts(citation),
        relation_words(citation.relation),
        formal_citation(quote.document, quote.label),
        status_words(quote.document.status),
        quote.page,
        citation.quote,
        quote.text,
        f"{quote.document.key}#{quote.path}",
        reference.resolution.reason,
    )


def cited_words(reference: Reference) -> str:
    """Return the document that a clause cites; of one that is not in the knowledge base, what the clause says of it."""
    if reference.target:
        return formal_citation(reference.target)
    said = reference.citation
    if said.self_reference:
        return formal_citation(reference.quote.document)
    words = formal_citation(DocumentSummary("", said.kind, said.number, parse_date(said.date), said.issuer, said.title))
    year = said.date if said.date and said.date.isdigit() and not said.number else None
    return f"{words} năm {year}" if year else words


def cited_parts(citation: Citation) -> str:
    """Return the provisions that a mention names, in words; empty when it means the whole document."""
    return "; ".join(_address(path) for path in citation.provisions)


def _address(path: str) -> str:
    """Return an address in words; relative ones ("dieu-nay/khoan-2") as "khoản 2 Điều này", unknown ones as they are."""
    try:
        return re.sub(r"\bnay\b", "này", print_address(path))
    except ValueError:
        return path
