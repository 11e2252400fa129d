"""One amending sentence: its verbs, what they name, and what they do to it.

"Sửa đổi, bổ sung điểm b, c và bổ sung điểm k1 vào sau điểm k khoản 1" has two clauses, three targets and one anchor. Nothing
here knows where the sentence stands; units that it leaves out come as ``base``.

1. A clause is read only if its verb is followed by a unit, a phrase in quotation marks, or (repeal) a document.
2. Quoted words are never read as units or verbs.
3. A target without an outer level takes it from the clause behind it, then from ``base``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.amendment import Operation, Part
from corpus.model import Level
from ingest.outline.named import ATTACHED, KINDS, by_document, document_words, in_title
from ingest.outline.phrases import PHRASE, QUOTE, phrases_in
from ingest.outline.targets import addresses_in, inside


@dataclass(frozen=True, slots=True)
class Change:
    """What one clause does to one target; ``anchor`` is what a new unit stands behind, ``old`` and ``new`` are phrases.

    ``document`` is the one that this clause names for this target, where one sentence names several; else empty.
    """

    operation: Operation
    target: str
    anchor: str = ""
    part: Part = Part.WHOLE
    old: str = ""
    new: str = ""
    document: str = ""


SELF: Final = re.compile(rf"{KINDS}\s+này")
VERB: Final = re.compile(
    r"(?:(?<=^)|(?<=[,;.] )|(?<=\s))"
    r"(?P<verb>sửa đổi(?:\s*,|\s+và)?\s*bổ sung|sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|thay|bỏ|sửa)(?=[\s,])",
    re.IGNORECASE,
)
STARTS: Final = re.compile(r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|thay|bỏ|sửa)\s", re.IGNORECASE)
PASSIVE: Final = re.compile(r"(?P<what>[^“”:;]{2,200}?)\s+(?:được|bị)\s+(?P<verb>sửa đổi|bổ sung|thay thế|bãi bỏ)", re.IGNORECASE)
HISTORY: Final = re.compile(
    r"\(?\s*(?:đã\s+|mà\s+)?được\s+(?:sửa đổi|bổ sung|thay thế)[^:“”]*?(?=như sau|\)|:|;\s*tại\s|$)\)?", re.IGNORECASE
)
_ANCHOR: Final = re.compile(r"(?:vào\s+)?(?:ngay\s+)?(?:sau|trước|tiếp theo)\s", re.IGNORECASE)
# What an instruction names right behind its verb: a unit, a part of one, or a document.
_NAMES_TARGET: Final = re.compile(
    rf"\s*(?:(?:các|toàn bộ|nội dung|quy định tại|một số|tên|tiêu đề|đoạn(?: mở)? đầu|đoạn(?: thứ)? \w+|câu dẫn|cụm|khái niệm|thứ tự|"
    rf"gạch đầu dòng(?: thứ)? \w+|và|của|thuộc|tại|số|mới)\s+){{0,6}}"
    rf"(?:điểm|khoản|điều|tiết|tiểu mục|mục|chương|phần|phụ lục|mẫu|danh mục|biểu|{KINDS})\s",
    re.IGNORECASE,
)
WHOLE: Final = re.compile(rf"\s*(?:toàn bộ\s+)?(?:các\s+)?{KINDS}\s", re.IGNORECASE)
UNIT_FIRST: Final = re.compile(r"(?:tên\s+)?(?:điểm|khoản|điều|tiết|mục|phụ lục|mẫu)\s+[\dIVXa-zđ]", re.IGNORECASE)
_EXCEPT: Final = re.compile(r"\btrừ\b", re.IGNORECASE)
SOME: Final = re.compile(r"\bmột số\b|\bcác nội dung\b", re.IGNORECASE)
ENACTS: Final = re.compile(r"(?:sửa đổi|bổ sung|bãi bỏ|thay thế)[^.;]*", re.IGNORECASE)


def changes_in(plain: str, base: str) -> list[Change]:
    """Return what the instruction ``plain`` (its history taken out) does, each change once, in order."""
    clauses = list(clauses_of(plain))
    found: list[Change] = []
    for index, (verb, words) in enumerate(clauses):
        for change in _clause(verb, words, _outer(clauses, index, base), _shared(clauses, index, base)):
            if change not in found:
                found.append(change)
    return found


def _outer(clauses: Sequence[tuple[str, str]], index: int, base: str) -> str:
    """Return what closes over the units of a clause: "điểm b và bổ sung điểm k1 vào sau điểm k khoản 1" is all of khoản 1."""
    for _, words in clauses[index + 1 :]:
        addresses = addresses_in(words)
        if addresses:
            return inside(addresses[-1], base)
    return base


def _shared(clauses: Sequence[tuple[str, str]], index: int, base: str) -> list[str]:
    """Return where a phrase is changed that names no place: "thay cụm từ A bằng B, thay cụm từ C bằng D tại X và Y"."""
    for _, words in clauses[index + 1 :]:
        addresses = addresses_in(words)
        if addresses:
            return [inside(address, base) for address in addresses]
    return [base] if base else []


def clauses_of(plain: str) -> Iterator[tuple[str, str]]:
    """Divide an instruction at its verbs, those inside quotation marks and in the titles of documents apart."""
    masked = QUOTE.sub(lambda m: "“" + "x" * (len(m[0]) - 2) + "”", plain)
    verbs = [verb for verb in VERB.finditer(masked) if not in_title(masked, verb.start())]
    for index, match in enumerate(verbs):
        end = verbs[index + 1].start() if index + 1 < len(verbs) else len(plain)
        yield " ".join(match["verb"].lower().split()), plain[match.end() : end]


def _clause(verb: str, words: str, base: str, shared: Sequence[str]) -> Iterator[Change]:
    if PHRASE.match(words.lstrip()):
        yield from (
            Change(Operation.REPLACE_PHRASE, one.place, old=one.old, new=one.new, document=one.document)
            for one in phrases_in(verb, words, base, shared)
        )
        return
    if not _NAMES_TARGET.match(words):
        return
    if verb.startswith(("bãi", "hủy", "huỷ", "bỏ")):
        operation = Operation.REPEAL
    elif verb == "bổ sung":
        operation = Operation.INSERT
    else:
        operation = Operation.REPLACE
    anchor = ""
    split = _ANCHOR.search(words) if operation is Operation.INSERT else None
    named = words
    if split is not None:
        anchors = addresses_in(words[split.end() :])
        anchor = inside(anchors[0], base) if anchors else ""
        named = words[: split.start()]
    elif operation is Operation.REPLACE and verb.startswith("thay"):
        named = re.split(r"\sbằng\s", words, maxsplit=1)[0]
    if operation is Operation.REPEAL:
        yield from _repeals(words, base)
        return
    for target in addresses_in(named):
        yield Change(operation, inside(target, anchor or base), anchor, _part(named))


def _repeals(words: str, base: str) -> Iterator[Change]:
    """Yield what a clause repeals. One with exceptions says by units elsewhere what goes; nothing is made up for it."""
    for part, document in by_document(words):
        if _EXCEPT.search(part):
            continue
        phrase = PHRASE.search(part)
        if phrase is not None:
            changed = list(phrases_in("bỏ", part[phrase.start() :], base, ()))
            yield from (Change(Operation.REPLACE_PHRASE, one.place, old=one.old, document=one.document) for one in changed)
            part, base = part[: phrase.start()], changed[-1].place if changed else base
        targets = addresses_in(part)
        if not targets and WHOLE.match(part) and document_words(part):
            targets = [""]
        inner = Level.KEM_THEO.value if document and ATTACHED.search(part) else "" if document else base
        for target in targets:
            yield Change(Operation.REPEAL, inside(target, inner), part=_part(part), document=document)


def _part(words: str) -> Part:
    start = words.lstrip().lower()
    if start.startswith("tên"):
        return Part.HEADING
    if start.startswith(("đoạn mở đầu", "đoạn đầu", "câu dẫn", "phần mở đầu")):
        return Part.LEAD_IN
    return Part.WHOLE
