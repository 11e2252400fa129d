"""Light rows of obligations as columns: what a list of duties is narrowed, judged and put in order by, a whole list at once.

A unit may be bound by tens of thousands of obligations. Kept as numbers in arrays they take 28 bytes each, and a filter over all
of them takes less than a millisecond.

1. What is coded is told back unchanged (``DUES``, ``MODALITIES``, ``ROLES``, ``DEADLINES``).
2. A code once given means the same in every thread and for as long as the program runs.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import LightDocument, LightDuty
from corpus.model import DeadlineKind, Modality, Role

Rows: TypeAlias = NDArray[np.void]
Numbers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

MODALITIES: Final = {str(one): number for number, one in enumerate(Modality)}
ROLES: Final = {str(one): number for number, one in enumerate(Role)}
DEADLINES: Final[dict[str | None, int]] = {None: 0, **{str(one): number for number, one in enumerate(DeadlineKind, 1)}}
# ``place`` is that of the name among the names of its obligation, where that matters.
ROW: Final = np.dtype(
    [
        ("obligation", "i8"),
        ("document", "i4"),
        ("start", "i4"),
        ("due", "i4"),
        ("place", "i2"),
        ("modality", "i1"),
        ("role", "i1"),
        ("deadline", "i1"),
    ]
)


class Codes:
    """Words as numbers, in the order in which they were first met; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes: dict[str, int] = {}
        self.words: list[str] = []

    def __len__(self) -> int:
        return len(self.words)

    def of(self, word: str) -> int:
        """Return the number of a word, a new one for a new word."""
        code = self._codes.get(word)
        if code is None:
            with self._lock:
                code = self._codes.get(word)
                if code is None:
                    code = len(self.words)
                    self.words.append(word)
                    self._codes[word] = code
        return code

    def all_of(self, words: Iterable[str]) -> set[int]:
        """Return the distinct numbers of words."""
        found = set(words)
        codes = set(map(self._codes.get, found))
        return {self.of(word) for word in found} if None in codes else cast("set[int]", codes)

    def known(self, word: str) -> int | None:
        """Return the number of a word, ``None`` for one that was never met."""
        return self._codes.get(word)


DUES: Final = Codes()
_NONE: Final = DUES.of("")


def rows_by_name(found: Iterable[LightDuty]) -> dict[str, bytes]:
    """Return light rows, packed, by the name that stands in them, in their order."""
    kept: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    place, last = 0, -1
    for name, obligation, document, start, modality, role, deadline, due in found:
        place = place + 1 if obligation == last else 0
        last = obligation
        due_code = DUES.of(due) if due else _NONE
        kept[name].append((obligation, document, start, due_code, place, MODALITIES[modality], ROLES[role], DEADLINES[deadline]))
    return {name: np.array(rows, ROW).tobytes() for name, rows in kept.items()}


def joined(packed: Iterable[bytes]) -> Rows:
    """Return packed rows as one array."""
    return np.frombuffer(b"".join(packed), ROW)


@dataclass(frozen=True, slots=True)
class Documents:
    """What lists need of every document, by its row's number. ``order`` is its place in a list: newest first, then by key.

    ``issuer`` is a place in ``issuers``; ``day`` is the ordinal of its date, 0 for none.
    """

    light: Mapping[int, LightDocument]
    numbers: Mapping[str, int]
    issuers: tuple[str | None, ...]
    issuer: Numbers
    day: Numbers
    order: Numbers

    def mask(self, keys: Iterable[str]) -> Mask:
        """Return which documents are among ``keys``, by number."""
        found = np.zeros(len(self.day), np.bool_)
        found[[self.numbers[key] for key in keys if key in self.numbers]] = True
        return found


def documents_from(light: Mapping[int, LightDocument]) -> Documents:
    """Return the columns of these documents."""
    size = max(light, default=0) + 1
    issuer, day, order = (np.zeros(size, np.int64) for _ in range(3))
    issuers: dict[str | None, int] = {}
    for number, one in light.items():
        issuer[number] = issuers.setdefault(one.issuer, len(issuers))
        day[number] = one.date.toordinal() if one.date else 0
    by_key = sorted(light, key=lambda number: light[number].key)
    newest = sorted(by_key, key=lambda number: -int(day[number]))
    order[newest] = np.arange(len(newest))
    return Documents(light, {one.key: number for number, one in light.items()}, tuple(issuers), issuer, day, order)


def without(rows: Mapping[str, bytes], documents: Collection[int]) -> dict[str, bytes]:
    """Return packed rows by name without those of these documents."""
    left = dict(rows)
    gone = np.array(sorted(documents), np.int64)
    for name, packed in left.items() if documents else ():
        found = joined((packed,))
        left[name] = found[~np.isin(found["document"], gone)].tobytes()
    return left
