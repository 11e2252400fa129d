"""How a question is read before it is searched: abbreviations written out, slips mended, missing marks restored, English translated.

1. What was typed is kept (``Understood.typed``); ``text`` is what is searched with, and is what the UI shows.
2. Every difference is a ``Change`` with its place in what was typed, and can be undone: ``keep`` takes kinds of changes ("marks") and
   single ones (``Change.undo``); what is kept stays as typed.
3. A question written in full is read as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from corpus.vietnamese import nfc, search_key, unmarked
from index.understanding.abbreviations import occurrences
from index.understanding.marks import restorer
from index.understanding.typos import speller

ChangeKind: TypeAlias = Literal["abbreviations", "typos", "marks", "english", "address"]
Language: TypeAlias = Literal["vi", "en"]
# What ``keep`` holds: kinds, and single changes as ``Change.undo`` names them.
Kept: TypeAlias = str

# A question longer than this is searched by its beginning (letters; some five hundred syllables).
_MOST_LETTERS: Final = 2_000
_SYLLABLE: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing read otherwise than typed: ``typed[start:end]`` is ``written``, searched with as ``read``."""

    kind: ChangeKind
    start: int
    end: int
    written: str
    read: str

    @property
    def undo(self) -> str:
        """What to add to ``keep`` so that this one stays as typed."""
        return f"{self.kind}:{self.written}"


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as searched with.

    ``restored`` says whether marks were added, ``expanded`` which abbreviations were read; ``changes`` tell all of it, in order of
    their places.
    """

    typed: str
    text: str
    restored: bool = False
    expanded: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()
    language: Language = "vi"


Edit: TypeAlias = tuple[int, int, str]


class _Draft:
    """A question on its way: the text so far, and for each letter of it the place in what was typed."""

    def __init__(self, typed: str, keep: Collection[Kept]) -> None:
        self.typed, self.text, self.changes = typed, typed, list[Change]()
        self._keep = frozenset(keep)
        self._places = [(at, at + 1) for at in range(len(typed))]

    def edit(self, kind: ChangeKind, edits: Iterable[Edit]) -> None:
        """Apply edits of one kind, in order and apart from each other, except those that are kept as typed."""
        if kind in self._keep:
            return
        text, places, last = list[str](), list[tuple[int, int]](), 0
        for start, end, read in edits:
            span = self._places[start][0], self._places[end - 1][1]
            change = Change(kind, *span, self.typed[slice(*span)], read)
            if change.undo in self._keep:
                continue
            text += [self.text[last:start], read]
            places += self._places[last:start]
            # Equally long readings keep their letters' own places: marks change no lengths.
            places += self._places[start:end] if len(read) == end - start else [span] * len(read)
            last = end
            self.changes.append(change)
        self.text, self._places = "".join([*text, self.text[last:]]), places + self._places[last:]


# What questions ask with and laws hardly write: the model of legal texts reads "may ngay" as a machine.
_ASKED_WITH: Final = tuple(
    "mấy ngày|mấy giờ|mấy tháng|mấy năm|mấy lần|mấy người|mấy quý|mấy tuần|ngày mấy|tháng mấy|bao lâu|bao nhiêu|bao giờ|khi nào|"
    "thế nào|ra sao|ở đâu|là gì|làm gì|tại sao|vì sao|hạn chót".split("|")
)
_ASKED_PLAIN: Final = {unmarked(phrase): phrase for phrase in _ASKED_WITH}
_ASKED: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_ASKED_PLAIN)})(?!\w)")


def _asking_kept(text: str, new: str) -> str:
    """Return ``new`` with the phrases of asking that stand in ``text``, with or without marks, as questions write them."""
    plain = unmarked(search_key(text))
    if len(plain) != len(text):
        return new
    for match in _ASKED.finditer(plain):
        typed, phrase = text[slice(*match.span())], _ASKED_PLAIN[match.group()]
        if typed.lower() in (match.group(), phrase):
            cased = "".join(new.upper() if old.isupper() else new for new, old in zip(phrase, typed, strict=True))
            new = new[: match.start()] + cased + new[match.end() :]
    return new


def _restored(text: str, *, whole: bool) -> list[Edit]:
    """Return the runs of syllables that get marks, from the first to the last as one if ``whole``."""
    new = _asking_kept(text, restorer().restore(text))
    if new == text:
        return []
    changed = [match.span() for match in _SYLLABLE.finditer(text) if new[slice(*match.span())] != match.group()]
    if whole:
        return [(changed[0][0], changed[-1][1], new[changed[0][0] : changed[-1][1]])]
    return [(start, end, new[start:end]) for start, end in _runs(text, changed)]


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for start, end in spans:
        if runs and text[runs[-1][1] : start] == " ":
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _translated(typed: str, keep: Collection[Kept]) -> Understood | None:
    """Return an English question read in Vietnamese; ``None`` for any other."""
    from index.understanding.english import is_english, translator

    if "english" in keep or not is_english(typed):
        return None
    changes, parts = list[Change](), list[str]()
    for piece in translator().pieces(typed):
        change = Change("english", piece.start, piece.end, typed[piece.start : piece.end], piece.read)
        if change.undo in keep or change.read == change.written.lower():
            parts.append(change.written)
        elif change.read:
            parts.append(change.read)
            changes.append(change)
    changes.sort(key=lambda change: change.start)
    return Understood(typed, " ".join(parts), changes=tuple(changes), language="en")


def understand(text: str, keep: Collection[Kept] = ()) -> Understood:
    """Return the question as it will be searched with; what ``keep`` names stays as it was typed."""
    typed = nfc(text)[:_MOST_LETTERS]
    translated = _translated(typed, keep)
    if translated is not None:
        return translated
    draft = _Draft(typed, keep)
    draft.edit("abbreviations", occurrences(draft.text))
    expanded = tuple((change.written, change.read) for change in draft.changes)
    draft.edit("typos", [(slip.start, slip.end, slip.read) for slip in speller().slips(draft.text)])
    draft.edit("marks", _restored(draft.text, whole=unmarked(draft.typed) == draft.typed and not expanded))
    changes = tuple(sorted(draft.changes, key=lambda change: (change.start, change.end)))
    restored = any(change.kind == "marks" and search_key(change.read) != search_key(change.written) for change in changes)
    return Understood(draft.typed, draft.text.strip(), restored, expanded, changes)
