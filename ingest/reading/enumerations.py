"""Markers that OCR misread ("đ)" for "d)", "9." for "5.", "1," for "1.", "Chương HI", "IL." for "II."), put right by their sequence.

Evidence: the marker before and the marker behind. A marker is changed only when it looks like the one that the sequence asks for, or when
both its neighbours leave a hole of exactly its size; a wrong marker is a wrong address, a guessed one is worse.

1. Only marks at the start of a paragraph are touched, and only their sign, never the words behind them.
2. A number starts anew below each Điều and each roman section, a letter below each number; sequences in quotation marks stand by
   themselves.
3. A mark that fits its sequence is never touched, nor is one that no neighbour speaks for.
4. A roman numeral is put right only when its strokes are exactly those that the sequence asks for and it shows a letter of one, or
   heads capitals, or the section behind goes on from it; or when the last section above capitals tells how many there are. Figures
   ("1.", "11.") only between two sections that leave that hole.
5. A star or a straight sign where quoted text opens ("như sau: *2. ...") is the opening quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from corpus.addresses import POINT_LETTERS
from ingest.reading.paragraphs import Draft
from ingest.reading.repair import Repair

# What Tesseract reads for each letter before a closing parenthesis.
_ALIKE = {
    "a": "àáảạäâ", "b": "h6þ", "c": "©€eo¢éC", "d": "đáä", "đ": "däảở4", "e": "cé©€êẽ", "g": "q9øợ8", "h": "bn",
    "i": "1lïíìỉ¡!j", "k": "R", "l": "1Ii|]!", "m": "", "n": "u", "o": "0ơọcø", "p": "D", "q": "g4", "r": "", "s": "5§$",
    "t": "f1", "u": "ụùưn", "v": "y", "x": "×", "y": "vý",
}  # fmt: skip
_DIGITS = str.maketrans("lI|!oOQSsBqgZz", "11110005589922")
_ROMAN = tuple("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split())

# Strokes of a roman numeral, as Tesseract reads them; a mark with one of _PLAIN can hardly be anything else.
_STROKES = dict.fromkeys("lL1!|ÍÌĨỊÏ", "I") | {"H": "II", "Y": "V"}
_PLAIN = re.compile(r"[IVX]")
_FIGURES = re.compile(r"[1l]{1,3}")

_OPEN = r"(?P<open>[“\"'‘*«]?)"
_LETTER = re.compile(rf"{_OPEN}(?P<mark>[^\s().,\d]{{1,2}}|[014569])(?P<end>\s?[)}}])(?=\s)")
_NUMBER = re.compile(rf"{_OPEN}(?P<mark>\d{{1,2}}|[loOSBqg]\d?)(?P<end>\s?[.,])(?=\s+[A-ZĐÀ-Ỹ])")
_DIEU = re.compile(rf"{_OPEN}Điều\s+(?P<mark>[\dlI|oOSB]{{1,3}})(?P<end>[.,:]?)(?=\s|$)")
_SECTION = re.compile(rf"{_OPEN}(?P<mark>[IVX]{{1,5}}|[IVXYHLl1!|ÍÌĨỊÏ]{{1,6}})(?P<end>\s?[.,])(?=\s+[A-ZĐÀ-Ỹ]|[^\W\d_]{{2}})")
_CHUONG = re.compile(r"(?P<open>)(?:Chương|CHƯƠNG)\s+(?P<mark>[IVXHl1|T!]{1,7})(?P<end>[.,]?)$")
_LEAST_COUNTED = 3  # sections whose number the last of them tells
_QUOTES = re.compile(r"[\"'‘*«](?=\S)")
_ANNOUNCES = re.compile(r"(?:như\s+)?sau\s*[:;.]?$")


class _Level(IntEnum):
    """Levels of marks, outermost first: a mark starts the sequences of all levels inside it anew."""

    CHUONG = 0
    DIEU = 1
    SECTION = 2
    NUMBER = 3
    LETTER = 4


_PATTERNS = (
    (_Level.CHUONG, _CHUONG),
    (_Level.DIEU, _DIEU),
    (_Level.SECTION, _SECTION),
    (_Level.NUMBER, _NUMBER),
    (_Level.LETTER, _LETTER),
)
_ROMANS = frozenset({_Level.CHUONG, _Level.SECTION})


@dataclass(slots=True)
class _Mark:
    """A mark at the start of draft ``at``; ``value`` counts from 1, ``None`` for a sign that counts nothing.

    ``capitals``: the words behind it are capitals throughout, as those of a section's heading.
    """

    at: int
    level: _Level
    read: str
    start: int
    end: int
    value: int | None
    quoted: bool
    capitals: bool


def _value(level: _Level, read: str) -> int | None:
    match level:
        case _Level.LETTER:
            return POINT_LETTERS.find(read) + 1 or None
        case _Level.CHUONG | _Level.SECTION:
            return _ROMAN.index(read) + 1 if read in _ROMAN else None
        case _:
            return int(read) if read.isdigit() else None


def _written(level: _Level, value: int) -> str | None:
    names: Sequence[str] = POINT_LETTERS if level is _Level.LETTER else _ROMAN
    if level is _Level.LETTER or level in _ROMANS:
        return names[value - 1] if 1 <= value <= len(names) else None
    return str(value)


def _strokes(roman: str) -> int:
    return sum({"H": 2, "V": 2, "X": 2}.get(sign, 1) for sign in roman)


def _as_roman(read: str) -> str:
    return "".join(_STROKES.get(sign, sign) for sign in read)


def _looks_like(level: _Level, read: str, written: str) -> bool:
    """Whether ``written`` may have been read as ``read``."""
    match level:
        case _Level.LETTER:
            return read in _ALIKE[written] or (len(read) == 2 and written in read)
        case _Level.SECTION:
            return read not in _ROMAN and _as_roman(read) == written
        case _Level.CHUONG:
            return read not in _ROMAN and abs(_strokes(read) - _strokes(written)) <= 1
        case _:
            return read.translate(_DIGITS) == written


def _mark_of(at: int, text: str) -> _Mark | None:
    for level, pattern in _PATTERNS:
        match = pattern.match(text)
        if match and not (level is _Level.SECTION and _FIGURES.fullmatch(match["mark"])):
            read, capitals = match["mark"], text[match.end() :].isupper()
            return _Mark(
                at, level, read, match.start("mark"), match.end("mark"), _value(level, read), bool(match["open"]), capitals
            )
    return None


def _take_figures(marks: Sequence[_Mark]) -> None:
    """Make sections of figures above capitals ("1." for I, "11." for II) that fill the hole between two sections."""
    for index, mark in enumerate(marks):
        if mark.level is not _Level.NUMBER or not mark.capitals or not _FIGURES.fullmatch(mark.read):
            continue
        before = next((m.value for m in reversed(marks[:index]) if m.level is _Level.SECTION), 0)
        behind = next((at for at in range(index + 1, len(marks)) if marks[at].level is _Level.SECTION), None)
        if before is None or behind is None or marks[behind].value != before + 2 or _as_roman(mark.read) != _ROMAN[before]:
            continue
        above = next((m.value for m in reversed(marks[:index]) if m.level is _Level.NUMBER), None)
        below = next((m.value for m in marks[index + 1 : behind] if m.level is _Level.NUMBER), 1)
        if below == 1 and (mark.value is None or above is None or above + 1 != mark.value):
            mark.level, mark.value = _Level.SECTION, None


def _runs(marks: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """Yield the sequences: marks of one level that no outer mark parts; a quotation mark opens a sequence of its own."""
    for level in _Level:
        run: list[_Mark] = []
        for mark in marks:
            if mark.level < level or (mark.level == level and mark.quoted):
                if run:
                    yield run
                run = []
            if mark.level == level:
                run.append(mark)
        if run:
            yield run


def _expected(run: Sequence[_Mark], index: int) -> int | None:
    """What the sequence asks for at a place, when the mark before or the start of the sequence says so."""
    if index:
        before = run[index - 1].value
        return None if before is None else before + 1
    return None if run[0].quoted or run[0].level < _Level.SECTION else 1


def _is_step(run: Sequence[_Mark], index: int) -> bool:
    """Whether a mark goes on from the one before it or leads to the one behind it."""
    value = run[index].value
    if value is None:
        return False
    return (index > 0 and run[index - 1].value == value - 1) or _spoken_for(run, index, value)


def _spoken_for(run: Sequence[_Mark], index: int, expected: int) -> bool:
    """Whether the mark behind goes on from what is expected."""
    return index + 1 < len(run) and run[index + 1].value == expected + 1


def _is_mark(mark: _Mark) -> bool:
    """Whether a sign that counts nothing is a mark all the same: "H. Mường La" below "I." is a district."""
    return mark.level is not _Level.SECTION or mark.capitals or _PLAIN.search(mark.read) is not None


def _is_near(mark: _Mark, expected: int) -> bool:
    """Whether a section lacks or has one stroke too many ("II." for III)."""
    return mark.level is _Level.SECTION and abs(_strokes(_as_roman(mark.read)) - _strokes(_ROMAN[expected - 1])) <= 1


def _is_counted(run: Sequence[_Mark]) -> bool:
    """Whether sections above capitals are as many as the last of them says, each within a stroke of its place ("IL., I., HI.")."""
    if len(run) < _LEAST_COUNTED or len(run) > len(_ROMAN) or any(m.level is not _Level.SECTION or m.quoted for m in run):
        return False
    near = all(mark.capitals and _is_near(mark, place) for place, mark in enumerate(run, 1))
    return near and _as_roman(run[-1].read) == _ROMAN[len(run) - 1]


def _settle(run: list[_Mark]) -> Iterator[tuple[_Mark, str]]:
    """Yield the marks of a sequence that were misread, with what they must be."""
    if _is_counted(run):
        yield from ((mark, _ROMAN[place]) for place, mark in enumerate(run) if mark.read != _ROMAN[place])
        return
    for index, mark in enumerate(run):
        expected = _expected(run, index)
        if expected is None or mark.value == expected:
            continue
        written = _written(mark.level, expected)
        if written is None:
            continue
        alike = _looks_like(mark.level, mark.read, written)
        behind = _spoken_for(run, index, expected)
        # A mark that counts something may be right where the sequence skips; then both neighbours must speak.
        no_count = mark.value is None and (index > 0 or mark.level in {_Level.LETTER, _Level.CHUONG}) and _is_mark(mark)
        last_letter = mark.level is _Level.LETTER and 0 < index == len(run) - 1
        hole = index > 0 and behind and (mark.level in {_Level.NUMBER, _Level.DIEU} or _is_near(mark, expected))
        if (alike and (behind or no_count or last_letter)) or hole:
            mark.value = expected
            yield mark, written


def mend_enumerations(drafts: Sequence[Draft], pages: frozenset[int]) -> list[tuple[int, Repair]]:
    """Put misread marks right in drafts that begin on one of ``pages`` (those that OCR read); return page and repair of each."""
    out: list[tuple[int, Repair]] = []
    for at, draft in enumerate(drafts):
        if draft.lines[0][1] in pages and not draft.cells and at:
            out += _mend_quote(drafts[at - 1], draft)
    marks = [m for at, d in enumerate(drafts) if not d.cells and (m := _mark_of(at, d.lines[0][0].text))]
    _take_figures(marks)
    runs = list(_runs(marks))
    changes: dict[int, tuple[_Mark, str]] = {mark.at: (mark, written) for run in runs for mark, written in _settle(run)}
    steps = {run[i].at for run in runs for i in range(len(run)) if _is_step(run, i)}
    for mark in marks:
        draft = drafts[mark.at]
        fragment, page = draft.lines[0]
        if page not in pages:
            continue
        sign = changes[mark.at][1] if mark.at in changes else mark.read
        rest = fragment.text[mark.end :]
        text = fragment.text[: mark.start] + sign + (_tidy_end(mark, rest) if mark.at in steps else rest)
        if text != fragment.text:
            draft.lines[0] = (fragment.with_text(text), page)
            out.append((page, Repair(_opening(fragment.text, mark.end), _opening(text, mark.start + len(sign)))))
    return out


def _opening(text: str, end: int) -> str:
    """The mark with the sign behind it, for the record."""
    return text[: end + 1].strip()


def _tidy_end(mark: _Mark, rest: str) -> str:
    """The full stop and the parenthesis behind a mark, where others were read."""
    tidy = rest.lstrip()
    if mark.level is _Level.LETTER and tidy[:1] == "}":
        return ")" + tidy[1:]
    if mark.level in {_Level.NUMBER, _Level.DIEU, _Level.SECTION} and tidy[:1] == ",":
        return "." + tidy[1:]
    return rest


def _mend_quote(before: Draft, draft: Draft) -> list[tuple[int, Repair]]:
    fragment, page = draft.lines[0]
    if not _QUOTES.match(fragment.text) or not _ANNOUNCES.search(before.lines[-1][0].text) or "“" in fragment.text:
        return []
    draft.lines[0] = (fragment.with_text("“" + fragment.text[1:]), page)
    word = fragment.text.split(" ", 1)[0]
    return [(page, Repair(word, "“" + word[1:]))]
