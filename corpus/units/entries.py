"""What the register is made of: provinces, districts, successors, classes, and what a text was understood to name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corpus.vietnamese import search_key, unmarked

MERGED_ON = dt.date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Province:
    """A province: its present kind, and since when it is part of another (``merged_into``)."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    merged_into: str | None = None
    merged: tuple[str, ...] = ()
    kind_before: str | None = None
    kind_from: dt.date | None = None

    @property
    def until(self) -> dt.date | None:
        """The last day of its existence; ``None`` while it exists."""
        return MERGED_ON - dt.timedelta(days=1) if self.merged_into else None

    def title(self, as_of: dt.date | None = None) -> str:
        """Return the name with its kind on a day ("tỉnh Lào Cai", "thành phố Huế")."""
        early = as_of is not None and self.kind_from is not None and as_of < self.kind_from
        return f"{self.kind_before if early else self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class District:
    """A district-level unit of before 1/7/2025 with the province of that day."""

    name: str
    kind: str
    province: str


@dataclass(frozen=True, slots=True)
class Successor:
    """``to`` took over from ``of`` on a day; ``words`` tell the function's topics, empty for the main successor."""

    of: str
    to: str
    on: dt.date
    function: str = ""
    words: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class UnitClass:
    """Names under which many units are addressed at once, and the kinds they cover ("*": any body)."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    generic: bool = False


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What a text was understood to name.

    ``kind`` is a kind of the data files or ``noi_bo``, ``ubnd_tinh``, ``ubnd_xa``, ``bao_chi``, ``lop`` (a class) and the
    like; ``single`` is false for a class or a unit that exists once in every province; with ``candidates`` nothing was chosen.
    """

    text: str
    kind: str
    name: str
    province: str | None = None
    parent: str | None = None
    place: str | None = None
    title: str | None = None
    single: bool = True
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


def place_key(text: str) -> str:
    """Return the key of a place or unit: without marks, hyphens and case."""
    return " ".join(unmarked(search_key(text)).replace("-", " ").replace("–", " ").replace(".", " ").split())
