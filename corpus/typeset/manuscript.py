"""Reading a source of the bundled corpus: front matter ``key: value``, a line ``---``, then one paragraph a line.

Body lines are typeset by their first characters, so that a source reads like the document it becomes:

=========  =====================================================
``# ``     centred, bold (chapter, QUYẾT ĐỊNH:)
``#~ ``    centred, italic ((Ban hành kèm theo ...))
``! ``     bold paragraph (headings I., II.; Điều with a title)
``~ ``     italic paragraph (căn cứ)
``| ``     table row, cells parted by ``|``; the first is its head
``@page``  new page (attached regulation, appendix)
``@sign``  where the closing block stands; else it is the last
=========  =====================================================

1. A source that lacks a required key, or has an unknown one, is refused with its name and the line.
2. What is not known is left out of the front matter (no signer, no number, only the year) and stays blank in print.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import CancuError

Form = Literal["plain", "stamped", "scan"]
REQUIRED = ("kind", "issuer", "title", "demonstration")
OPTIONAL = ("number", "date", "parent", "place", "authority", "position", "signer", "effective", "form", "invented")
LISTS = ("to", "recipient", "demonstration")
FORMS: dict[str, Form] = {"plain": "plain", "stamped": "stamped", "scan": "scan"}


class ManuscriptError(CancuError):
    """A source of the bundled corpus cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One source. ``number`` beginning with ``/`` and ``date`` of a bare year are what the public record leaves open."""

    name: str
    kind: str
    issuer: str
    title: str
    number: str
    date: str
    parent: str
    place: str
    authority: str
    position: str
    signer: str
    effective: str
    form: Form
    invented: bool
    to: tuple[str, ...]
    recipients: tuple[str, ...]
    demonstration: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def is_letter(self) -> bool:
        """A công văn: no kind in print, its title under the number."""
        return self.kind == "Công văn"

    @property
    def known_number(self) -> str | None:
        """The number, ``None`` where only its symbol is known."""
        return None if not self.number or self.number.startswith("/") else self.number

    @property
    def known_date(self) -> dt.date | None:
        """The date of issue, ``None`` where only the year is known."""
        return dt.date.fromisoformat(self.date) if len(self.date) == 10 else None


def _front_matter(path: Path, lines: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for position, line in enumerate(lines, 1):
        key, colon, value = line.partition(":")
        if not colon or key not in {*REQUIRED, *OPTIONAL, *LISTS}:
            raise ManuscriptError(f"{path.name}, dòng {position}: không hiểu “{line}”; hãy viết “khóa: giá trị”.")
        if key in values and key not in LISTS:
            raise ManuscriptError(f"{path.name}, dòng {position}: khóa “{key}” lặp lại; hãy giữ một dòng.")
        values.setdefault(key, []).append(value.strip())
    for key in REQUIRED:
        if key not in values:
            raise ManuscriptError(f"{path.name}: thiếu khóa “{key}”; hãy thêm vào phần đầu.")
    return values


def read_manuscript(path: Path) -> Manuscript:
    """Return the source at ``path``. Raises ``ManuscriptError`` with what to mend."""
    head, rule, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not rule:
        raise ManuscriptError(f"{path.name}: thiếu dòng “---” giữa phần đầu và nội dung.")
    values = _front_matter(path, head.splitlines())

    def one(key: str) -> str:
        return values.get(key, [""])[0]

    form = FORMS.get(one("form") or "plain")
    if form is None:
        raise ManuscriptError(f"{path.name}: form “{one('form')}” không có; hãy dùng {', '.join(FORMS)}.")
    return Manuscript(
        name=path.stem,
        kind=one("kind"),
        issuer=one("issuer"),
        title=one("title"),
        number=one("number"),
        date=one("date"),
        parent=one("parent"),
        place=one("place"),
        authority=one("authority"),
        position=one("position"),
        signer=one("signer"),
        effective=one("effective"),
        form=form,
        invented=one("invented") == "yes",
        to=tuple(values.get("to", ())),
        recipients=tuple(values.get("recipient", ())),
        demonstration=tuple(values["demonstration"]),
        body=tuple(line.rstrip() for line in body.splitlines() if line.strip()),
    )
