"""Documents that are cited but not stored: everything that the stored documents say of them, with counts.

1. Nothing is chosen: every stated date, title, issuer and kind stands with the number of documents that state it; a sentence names
   the ``_TOLD`` most stated and says how many more there are.
2. ``settled_date`` is the date that more than half of at least three dated documents agree on, and at least twice as often as
   any other; such a date shows a wrong one in a single document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.dates import parse_date, print_date
from corpus.model import Citation

_TOLD: Final = 3  # values of one kind that a sentence names; the rest is counted
_LEAST: Final = 3  # dated documents below which agreement says nothing
Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """What stored documents say of one that is not stored; each value with how many documents state it, most stated first."""

    number: str
    mentions: int
    documents: int
    kinds: Counted = ()
    dates: Counted = ()
    titles: Counted = ()
    issuers: Counted = ()

    @property
    def settled_date(self) -> str | None:
        """The ISO date that the documents agree on, ``None`` where they do not."""
        if not self.dates or sum(count for _, count in self.dates) < _LEAST:
            return None
        (date, most), *others = self.dates
        return date if most > 1 and all(2 * count <= most for _, count in others) else None


def gather(number: str, citations: Iterable[tuple[str, Citation]]) -> Absent:
    """Return what ``(citing document's key, citation)`` pairs say of the document of this number."""
    pairs = list(citations)
    return Absent(
        number,
        len(pairs),
        len({key for key, _ in pairs}),
        _counted((key, c.kind) for key, c in pairs),
        _counted((key, c.date if c.date and len(c.date) == len("2022-03-30") else None) for key, c in pairs),
        _counted((key, c.title) for key, c in pairs),
        _counted((key, c.issuer) for key, c in pairs),
    )


def _counted(values: Iterable[tuple[str, str | None]]) -> Counted:
    """Count each value once a document, most frequent first."""
    counts = Counter(value for _, value in {(key, value) for key, value in values if value})
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def absent_words(absent: Absent) -> str:
    """Return what is known of an absent document as Vietnamese sentences."""
    parts = [f"{absent.documents} văn bản trong kho nhắc đến {absent.mentions} lần."]
    for label, counted in (("Ngày", _printed(absent.dates)), ("Cơ quan ban hành", absent.issuers), ("Trích yếu", absent.titles)):
        if counted:
            told = "; ".join(f"{value} ({count} văn bản)" for value, count in counted[:_TOLD])
            more = f"; và {len(counted) - _TOLD} cách ghi khác" if len(counted) > _TOLD else ""
            parts.append(f"{label}: {told}{more}.")
    return " ".join(parts)


def _printed(dates: Sequence[tuple[str, int]]) -> Counted:
    return tuple((print_date(date) if (date := parse_date(text)) else text, count) for text, count in dates)
