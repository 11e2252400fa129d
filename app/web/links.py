"""Addresses of this site: permalinks that survive re-ingestion, because document keys and provision paths do.

``/vb/<document key>`` and ``/vb/<document key>/<path>`` are a document and a clause, ``/trang/<document key>/<page>.png`` a
page's picture, ``/hoi?q=`` a question, ``/xuat`` the download of a table. A document key has three or four parts
(``corpus.numbers.document_key``), so where it ends and the path begins is settled by looking the longer one up first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

_KEY_PARTS = (4, 3)


def document_link(key: str) -> str:
    """Return the permalink of a document."""
    return f"/vb/{quote(key)}"


def provision_link(key: str, path: str) -> str:
    """Return the permalink of a clause; of the document when ``path`` is empty."""
    return f"{document_link(key)}/{quote(path)}" if path else document_link(key)


def page_link(key: str, page: int, *, path: str = "", start: int | None = None, end: int | None = None) -> str:
    """Return the address of a page's picture, with a clause (``path``) or a span of the text highlighted."""
    query: dict[str, str] = {}
    if start is not None and end is not None:
        query = {"tu": str(start), "den": str(end)}
    elif path:
        query = {"dieu": path}
    return f"/trang/{quote(key)}/{page}.png" + _query(query)


def question_link(question: str, unit: str | None = None, as_of: dt.date | None = None) -> str:
    """Return the permalink of a question."""
    return "/hoi" + _query({"q": question, "don-vi": unit or "", "ngay": as_of.isoformat() if as_of else ""})


def unit_link(unit: str, as_of: dt.date | None = None) -> str:
    """Return the address of the table of a unit's duties."""
    return "/" + _query({"the": "nhiem-vu", "don-vi": unit, "ngay": as_of.isoformat() if as_of else ""})


def export_link(what: str, form: str, values: Mapping[str, str]) -> str:
    """Return the address of a download: ``what`` ("nhiem-vu", "dan-chieu") as ``form`` (csv, xlsx, docx, ics)."""
    return f"/xuat/{what}.{form}" + _query(values)


def _query(values: Mapping[str, str]) -> str:
    given = {name: value for name, value in values.items() if value}
    return f"?{urlencode(given)}" if given else ""


def readings(rest: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read ``rest`` as ``(document key, path)``, the longer key first."""
    parts = [part for part in rest.split("/") if part]
    for size in _KEY_PARTS:
        if len(parts) >= size:
            yield "/".join(parts[:size]), "/".join(parts[size:])
