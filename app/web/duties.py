"""The duties of a unit: as a table that sorts, as a month of deadlines, what others must send it, what has no date, what conflicts.

Each view is an address with the same filters, so that a table at a date can be kept and sent.

1. Dated duties come first; every column sorts the whole list, not only the rows shown.
2. A list of thousands is cut into pages of ``ROWS``.
3. Nothing found says which filter to loosen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.export import DUTY_FORMATS
from app.results import DutyFilters, DutyList
from app.web import links, views, words
from app.web.base import Base
from app.web.fields import DUTY_FIELDS, given, read_filters
from app.web.language import say
from app.web.months import first_of, month_of
from app.web.paging import page_of
from app.web.problems import sentence_for_errors
from corpus.model import Duty, Modality, Role

ROWS: Final = 100
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


_ORDERS: Final[dict[str, tuple[str, Callable[[Duty], str]]]] = {
    "han": ("Thời hạn", words.due_order),
    "viec": ("Nhiệm vụ", lambda duty: duty.quote.text),
    "tinh-chat": ("Tính chất", lambda duty: f"{duty.obligation.modality} {duty.obligation.role}"),
    "vi-sao": ("Vì sao", lambda duty: duty.because),
    "can-cu": ("Căn cứ", lambda duty: f"{duty.quote.document.date or ''} {duty.quote.document.key} {duty.quote.start:09}"),
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
    listed = base.received(unit, filters) if view == "nhan" else base.duties(unit, filters)
    shown = _calendar(listed, filters, fields) if view == "lich" else _table(listed, fields)
    heading = say("{n} nhiệm vụ", n=words.number_words(len(listed.duties)))
    return _rendered(listed, fields, heading=heading, total=len(listed.duties), exports=_files(fields), **shown)


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


def _table(listed: DutyList, fields: Mapping[str, str]) -> dict[str, object]:
    wanted = fields.get("xep", "han")
    column, down = wanted.removeprefix("-"), wanted.startswith("-")
    if column not in _ORDERS:
        column, down = "han", False
    ordered = sorted(listed.duties, key=_ORDERS[column][1], reverse=down)
    pages = page_of(fields.get("trang", ""), ROWS, len(ordered), lambda n: links.duties_link({**fields, "trang": str(n)}))
    return {
        "body": "duties_table.html",
        "columns": list(_columns(fields, column, down)),
        "shown": pages.cut(ordered),
        "pages": pages,
    }


def _columns(fields: Mapping[str, str], sorted_by: str, down: bool) -> Iterable[Column]:
    for name, (title, _) in _ORDERS.items():
        turned = f"-{name}" if name == sorted_by and not down else name
        order = ("descending" if down else "ascending") if name == sorted_by else ""
        yield Column(say(title), links.duties_link({**fields, "xep": turned, "trang": ""}), order)


def _calendar(listed: DutyList, filters: DutyFilters, fields: Mapping[str, str]) -> dict[str, object]:
    today = dt.datetime.now().astimezone().date()
    first = first_of(fields.get("thang", ""), filters.as_of or today)
    month = month_of(listed.duties, first, today, lambda text: links.duties_link({**fields, "thang": text}))
    return {"body": "duties_calendar.html", "month": month}


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
