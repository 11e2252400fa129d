"""Addresses of this site: permalinks that survive re-ingestion, because document keys and provision paths do.

``/vb/<document key>`` and ``/vb/<document key>/<path>`` are a document and a clause, ``/trang/<document key>/<page>.png`` a
page's picture, ``/hoi?q=`` a question, ``/xuat`` the download of a table. A document key has three or four parts
(``corpus.numbers.document_key``), so where it ends and the path begins is settled by looking the longer one up first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from app.access import Role, current
from app.web.language import Language, language, say

_KEY_PARTS = (4, 3)


def document_link(key: str) -> str:
    """Return the permalink of a document."""
    return f"/vb/{quote(key)}"


def provision_link(key: str, path: str) -> str:
    """Return the permalink of a clause; of the document when ``path`` is empty."""
    return f"{document_link(key)}/{quote(path)}" if path else document_link(key)


def page_link(
    key: str, page: int, *, path: str = "", start: int | None = None, end: int | None = None, width: int | None = None
) -> str:
    """Return the address of a page's picture, with a clause (``path``) or a span of the text highlighted; ``width`` in pixels."""
    place: dict[str, str] = {}
    if start is not None and end is not None:
        place = {"tu": str(start), "den": str(end)}
    elif path:
        place = {"dieu": path}
    return f"/trang/{quote(key)}/{page}.png" + _query(place | {"rong": str(width) if width else ""})


def question_link(
    question: str, unit: str | None = None, as_of: dt.date | None = None, *, keep: Iterable[str] = (), no_unit: bool = False
) -> str:
    """Return the permalink of a question; ``keep`` names what is read as it was typed, ``no_unit`` drops the unit it names."""
    values = {"q": question, "don-vi": unit or "", "ngay": as_of.isoformat() if as_of else ""}
    return "/hoi" + _query(values | {"giu": "|".join(sorted(keep)), "khong-don-vi": "1" if no_unit else ""})


def unit_link(unit: str, as_of: dt.date | None = None) -> str:
    """Return the permalink of a unit's duties at a date."""
    return duties_link({"don-vi": unit, "ngay": as_of.isoformat() if as_of else ""})


def duties_link(values: Mapping[str, str]) -> str:
    """Return the address of a unit's duties, seen as ``values`` say."""
    return "/nhiem-vu" + _query(values)


def library_link(values: Mapping[str, str]) -> str:
    """Return the address of the library, narrowed as ``values`` say."""
    return "/thu-vien" + _query(values)


def look_up_link(numbers: Iterable[str]) -> str:
    """Return the address of a look-up of numbers."""
    return "/tra-nguoc" + _query({"so": "\n".join(numbers)})


def version_link(key: str, values: Mapping[str, str] | None = None) -> str:
    """Return the address of a document's text at a date, or of two dates compared."""
    return "/ban/" + quote(key) + _query(values or {})


def language_link() -> str:
    """Return the address that changes the language and comes back."""
    other = Language.VIETNAMESE if language() is Language.ENGLISH else Language.ENGLISH
    return f"/ngon-ngu?chon={other}"


def export_link(what: str, form: str, values: Mapping[str, str]) -> str:
    """Return the address of a download: ``what`` ("nhiem-vu", "dan-chieu") as ``form`` (csv, xlsx, docx, ics)."""
    return f"/xuat/{what}.{form}" + _query(values)


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the site: its name in the Gradio page, the plain page of the same, its title in the reader's language."""

    id: str
    link: str
    title: str


def tabs() -> tuple[Tab, ...]:
    """Return the parts of the site that the person served may open."""
    person = current()
    found = [
        Tab("hoi-dap", "/", say("Hỏi đáp")),
        Tab("nhiem-vu", "/nhiem-vu", say("Nhiệm vụ theo đơn vị")),
        Tab("thu-vien", "/thu-vien", say("Thư viện")),
        Tab("kiem-tra", "/kiem-tra", say("Kiểm tra dự thảo")),
        Tab("tra-nguoc", "/tra-nguoc", say("Tra ngược")),
        Tab("nap", "/nap", say("Nạp văn bản")),
        Tab("tinh-trang", "/tinh-trang", say("Tình trạng")),
    ]
    needed = {"kiem-tra": Role.DRAFTER, "nap": Role.ADMIN}
    return tuple(tab for tab in found if person.may(needed.get(tab.id, Role.READER)))


def _query(values: Mapping[str, str]) -> str:
    written = query(values)
    return f"?{written}" if written else ""


def query(values: Mapping[str, str]) -> str:
    """Return fields as an address carries them, empty ones left out."""
    return urlencode({name: value for name, value in values.items() if value})


def readings(rest: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read ``rest`` as ``(document key, path)``, the longer key first."""
    parts = [part for part in rest.split("/") if part]
    for size in _KEY_PARTS:
        if len(parts) >= size:
            yield "/".join(parts[:size]), "/".join(parts[size:])
