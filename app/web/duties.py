"""The duties of a unit: as a table that sorts, as a month of deadlines, what others must send it, what has no date, what conflicts.

Each view is an address with the same filters, so that a table at a date can be kept and sent.

1. Dated duties come first; every column sorts the whole list, not only the rows shown.
2. A list of thousands is cut into pages of ``ROWS``.
3. Nothing found says which filter to loosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from app.export import DUTY_FORMATS
from app.results import DutyFilters, DutyList, DutyOrder
from app.web import links, views, words
from app.web.base import Base, ReadDuties
from app.web.fields import DUTY_FIELDS, given, read_filters
from app.web.language import say
from app.web.months import first_of, month_of
from app.web.paging import page_of
from app.web.problems import sentence_for_errors
from corpus.dates import today
from corpus.model import Modality, Role

ROWS: Final = 100
_MOST_PAGES: Final = 10_000
VIEWS: Final = {
    "": "Bảng",
    "lich": "Lịch",
    "nhan": "Nơi khác gửi tới",
    "khong-han": "Không nêu thời hạn",
    "mau-thuan": "Mâu thuẫn",
}
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DutyChoices:
    """What the form offers: (value, words) pairs, the first of each choosing nothing."""

    modalities: tuple[Option, ...]
    roles: tuple[Option, ...]
    views: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One way to see the duties."""

    title: str
    link: str
    current: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its link sorts by it, or turns the order; ``sorted`` is the value of ``aria-sort``."""

    title: str
    link: str
    sorted: str


def choices() -> DutyChoices:
    """Return what the form offers."""
    return DutyChoices(
        modalities=(("", say("Mọi tính chất")), *((m.value, words.modality_name(m)) for m in Modality)),
        roles=(("", say("Mọi vai trò")), *((r.value, words.role_name(r)) for r in Role)),
        views=tuple((view, say(title)) for view, title in VIEWS.items()),
    )


_ORDERS: Final[dict[str, tuple[str, DutyOrder]]] = {
    "han": ("Thời hạn", "deadline"),
    "viec": ("Nhiệm vụ", "act"),
    "tinh-chat": ("Tính chất", "force"),
    "vi-sao": ("Vì sao", "reason"),
    "can-cu": ("Căn cứ", "source"),
}


def hint() -> str:
    """Return what stands here before a unit is chosen."""
    return views.hint_fragment(
        say("Việc của một đơn vị, từ mọi văn bản trong kho"),
        say(
            "Chọn đơn vị rồi bấm “Liệt kê”. Bảng gồm cả việc giao cho nhóm mà đơn vị thuộc về, có ghi vì sao; "
            "tải được ra Excel, Word, lịch."
        ),
    )


@sentence_for_errors
def duties(base: Base, values: Mapping[str, str]) -> str:
    """Return a unit's duties as the fields ``DUTY_FIELDS`` say."""
    fields = given(values, DUTY_FIELDS)
    unit, filters, complaint = read_filters(base, fields)
    if complaint or not unit:
        return views.failure_fragment(complaint or say("Hãy chọn hoặc ghi tên đơn vị."))
    view = fields.get("xem", "") if fields.get("xem", "") in VIEWS else ""
    if view == "mau-thuan":
        return _conflicts(base, unit, filters, fields)
    if view == "lich":
        listed = base.duties(unit, filters, limit=0)
        shown = _calendar(base.duties(unit, replace(filters, dated=True)), listed.total, filters, fields)
    else:
        listed, shown = _table(base.received if view == "nhan" else base.duties, unit, filters, fields)
    total = listed.total
    heading = say("{n} nhiệm vụ", n=words.number_words(total))
    return _rendered(listed, fields, heading=heading, total=total, exports=_files(fields), **shown)


def _rendered(listed: object, fields: Mapping[str, str], **values: Any) -> str:  # noqa: ANN401 - of the template
    current = fields.get("xem", "")
    rest = {name: value for name, value in fields.items() if name not in {"xem", "trang", "thang", "xep"}}
    ways = [View(say(title), links.duties_link(rest | {"xem": view}), view == current) for view, title in VIEWS.items()]
    empty = say("Hãy bớt điều kiện lọc, hoặc xem văn bản đã được nạp chưa ở thẻ “Thư viện”.")
    return views.fragment(
        "duties.html",
        listed=listed,
        views=ways,
        permalink=links.duties_link(fields),
        **{"empty": empty, "nothing": say("Không có nhiệm vụ nào khớp")} | values,
    )


def _table(read: ReadDuties, unit: str, filters: DutyFilters, fields: Mapping[str, str]) -> tuple[DutyList, dict[str, object]]:
    """Return the rows of one page of the list, all of which is put in order, and what shows them."""
    wanted = fields.get("xep", "han")
    column, down = wanted.removeprefix("-"), wanted.startswith("-")
    if column not in _ORDERS:
        column, down = "han", False
    asked = replace(filters, order=_ORDERS[column][1], descending=down)

    def address(number: int) -> str:
        return links.duties_link({**fields, "trang": str(number)})

    pages = page_of(fields.get("trang", ""), ROWS, ROWS * _MOST_PAGES, address)
    listed = read(unit, asked, limit=ROWS, offset=pages.start)
    if listed.total <= pages.start:  # the last page, for what is too high
        pages = page_of(str(pages.number), ROWS, listed.total, address)
        listed = read(unit, asked, limit=ROWS, offset=pages.start)
    pages = replace(pages, total=listed.total)
    shown = {"body": "duties_table.html", "columns": list(_columns(fields, column, down)), "shown": listed.duties, "pages": pages}
    return listed, shown


def _columns(fields: Mapping[str, str], sorted_by: str, down: bool) -> Iterable[Column]:
    for name, (title, _) in _ORDERS.items():
        turned = f"-{name}" if name == sorted_by and not down else name
        order = ("descending" if down else "ascending") if name == sorted_by else ""
        yield Column(say(title), links.duties_link({**fields, "xep": turned, "trang": ""}), order)


def _calendar(dated: DutyList, total: int, filters: DutyFilters, fields: Mapping[str, str]) -> dict[str, object]:
    """Return the month of the duties that have a deadline; those of all ``total`` that have no day are counted."""
    day = today()
    first = first_of(fields.get("thang", ""), filters.as_of or day)
    month = month_of(dated.duties, first, day, lambda text: links.duties_link({**fields, "thang": text}))
    return {"body": "duties_calendar.html", "month": replace(month, undated=month.undated + total - len(dated.duties))}


def _conflicts(base: Base, unit: str, filters: DutyFilters, fields: Mapping[str, str]) -> str:
    found = base.conflicts(unit, filters)
    empty = say("Không thấy hai nhiệm vụ nào của đơn vị này nói khác nhau về cùng một việc.")
    heading = say("{n} chỗ mâu thuẫn", n=words.number_words(len(found.conflicts)))
    return _rendered(
        found,
        fields,
        heading=heading,
        total=len(found.conflicts),
        exports=(),
        nothing=say("Không có mâu thuẫn nào"),
        empty=empty,
        body="duties_conflicts.html",
        conflicts=found.conflicts,
    )


def _files(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    kept = {name: value for name, value in fields.items() if name not in {"trang", "thang", "xep"}}
    return [(form.upper(), links.export_link("nhiem-vu", form, kept)) for form in DUTY_FORMATS]
