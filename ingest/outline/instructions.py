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
from itertools import pairwise
from typing import Final

from corpus.amendment import Operation, Part
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


KINDS: Final = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định thư|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Hiệp định)"
)
_NUMBERED: Final = re.compile(
    rf"(?:{KINDS}|{KINDS.upper()})\s+(?:[^\d“”;:.()]{{0,150}}?\s)?(?:số|SỐ)\s*:?\s*[\dA-ZĐ][\w.]*"
    r"(?:/[\w.ĐđÀ-ỹ]+)*(?:\s?-\s?[A-ZĐ][\wĐ]*(?:/[\wĐ]+)*)*"
)
_NAMED: Final = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Hiệp định)\s+(?!này|số)[A-ZĐÀ-Ỹ][^;:.()“”\d]*?"
    r"(?=\s+(?:như sau|được|đã|số|ngày|năm)\b|,\s+(?:Bộ luật|Luật|Nghị|Pháp lệnh|được|đã|như|tại)|\s*[;:.(),]*\s*[;:.(“]|\s*,?\s*$)"
)
SELF: Final = re.compile(rf"{KINDS}\s+này")
VERB: Final = re.compile(
    r"(?:(?<=^)|(?<=[,;.] )|(?<=\s))"
    r"(?P<verb>sửa đổi(?:\s*,|\s+và)?\s*bổ sung|sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|thay|bỏ|sửa)(?=[\s,])",
    re.IGNORECASE,
)
STARTS: Final = re.compile(r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|thay|bỏ|sửa)\s", re.IGNORECASE)
PASSIVE: Final = re.compile(r"(?P<what>[^“”:;]{2,200}?)\s+(?:được|bị)\s+(?P<verb>sửa đổi|bổ sung|thay thế|bãi bỏ)", re.IGNORECASE)
HISTORY: Final = re.compile(
    r"\(?\s*(?:đã\s+|mà\s+)?được\s+(?:sửa đổi|bổ sung|thay thế)[^:“”]*?(?=như sau|\)|:|$)\)?", re.IGNORECASE
)
_SEGMENT: Final = re.compile(r"(?<=[;,])\s*(?=(?:cụm từ|từ)\s+[“\"][^“”\"]*[”\"]\s+(?:bằng|tại))")
_PHRASE_WORDS: Final = re.compile(r"cụm từ|các từ|từ|bằng|thành|và|toàn bộ|toàn văn|trong|[\s,.;:]", re.IGNORECASE)
_PHRASE: Final = re.compile(r"(?:cụm từ|các từ|từ|số hiệu|cụm số|dấu|đoạn)\s*:?\s*(?=[“\"])", re.IGNORECASE)
QUOTE: Final = re.compile(r"[“\"]([^“”\"]*)[”\"]")
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
# "Quy chế ... ban hành kèm theo Quyết định số ...": what is amended is the regulation, not the decision that carries it.
ATTACHED: Final = re.compile(
    r"(?:Quy chế|Quy định|Điều lệ|Quy trình|Kế hoạch|Chương trình|Đề án|Quy tắc|Nội quy)\b[^;:“”]{0,250}?"
    r"(?:được )?(?:ban hành(?: kèm)?|kèm) theo\s|\b(?:của|tại) (?:Quy chế|Điều lệ|Quy trình)\s(?!này)",
    re.IGNORECASE,
)
_ISSUED: Final = "kem-theo"
# Documents in one sentence from which on each is told with its own units.
_SEVERAL: Final = 2
# How a sentence goes on with another unit or document behind the number (and day) of one.
_NEXT_ONE: Final = re.compile(
    r"(?:\s+ngày\s+(?:\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|[\d/-]+))?(?:\s*,|\s+và)\s+"
    rf"(?=(?:các\s+)?(?:điểm|khoản|Điều|Phụ lục|{KINDS})\s)"
)
_JOINS: Final = re.compile(r"(?:[,;:]|\bvà)\s*$")
_LISTS_DOCUMENTS: Final = re.compile(
    r"\b(?:một số|các) (?:điều|nội dung|quy định|văn bản|[Nn]ghị định|[Tt]hông tư|[Qq]uyết định)\b"
)
_EXCEPT: Final = re.compile(r"\btrừ\b", re.IGNORECASE)
SOME: Final = re.compile(r"\bmột số\b|\bcác nội dung\b", re.IGNORECASE)
ENACTS: Final = re.compile(r"(?:sửa đổi|bổ sung|bãi bỏ|thay thế)[^.;]*", re.IGNORECASE)


def document_words(text: str) -> str:
    """Return kind and number (or name) of the first document that ``text`` names; empty if none or only "... này"."""
    numbered, named = _NUMBERED.search(text), _NAMED.search(text)
    if named and (numbered is None or named.start() < numbered.start()):
        return " ".join(named[0].split())
    if numbered is None:
        return ""
    return _cased(re.sub(r"\s*-\s*(?=[A-ZĐ]+$)", "-", " ".join(numbered[0].split()).rstrip(".-")))


def _cased(words: str) -> str:
    """Return a name printed in capitals as running text has it ("NGHỊ ĐỊNH SỐ 1/2020/NĐ-CP" -> "Nghị định số 1/2020/NĐ-CP")."""
    name, separator, number = words.rpartition(" ")
    return f"{name.capitalize()}{separator}{number}" if name.isupper() else words


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
    verbs = [verb for verb in VERB.finditer(masked) if not _in_title(masked, verb.start())]
    for index, match in enumerate(verbs):
        end = verbs[index + 1].start() if index + 1 < len(verbs) else len(plain)
        yield " ".join(match["verb"].lower().split()), plain[match.end() : end]


def _in_title(text: str, place: int) -> bool:
    """Whether what stands at ``place`` runs on from the number of a document: "Nghị định số ... sửa đổi một số điều của ..."."""
    start = text.rfind(";", 0, place) + 1
    return _NUMBERED.search(text, start, place) is not None and _JOINS.search(text, start, place) is None


def _by_document(words: str) -> list[tuple[str, str]]:
    """Divide the words behind a verb by the documents that they name: each part with its document, its title cut off.

    A document that stands in the title of the one before it ("sửa đổi một số điều của Nghị định số A; Nghị định số B") is none.
    """
    if len(_NUMBERED.findall(words)) < _SEVERAL:
        return [(words, "")]
    parts: list[tuple[str, str]] = []
    waiting, listed = "", False
    for segment in _segments(words):
        mention = _NUMBERED.search(segment)
        if mention is None:
            waiting += f"{segment}; "
            continue
        named = waiting + segment[: mention.end()]
        if not listed or addresses_in(named):
            parts.append((named, document_words(mention[0])))
            listed = False
        waiting, listed = "", listed or _LISTS_DOCUMENTS.search(segment, mention.end()) is not None
    return parts


def _segments(words: str) -> list[str]:
    """Divide at semicolons, and behind a document that is directly followed by another or by units of another."""
    cuts = [match.end() for match in re.finditer(";", words)]
    mentions = list(_NUMBERED.finditer(words))
    cuts += [after.end() for match in mentions if (after := _NEXT_ONE.match(words, match.end()))]
    for before, after in pairwise(mentions):
        between = words[before.end() : after.start()]
        if re.search(r"\svà\s+$", between) and not re.search(KINDS, between):
            cuts.append(after.start())
    edges = [0, *sorted(cuts), len(words)]
    return [words[low:high].strip(" ;,") for low, high in pairwise(edges) if words[low:high].strip(" ;,")]


def _clause(verb: str, words: str, base: str, shared: Sequence[str]) -> Iterator[Change]:
    if _PHRASE.match(words.lstrip()):
        yield from _phrase(verb, words, base, shared)
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
    for part, document in _by_document(words):
        if _EXCEPT.search(part):
            continue
        phrase = _PHRASE.search(part)
        if phrase is not None:
            changed = list(_phrase("bỏ", part[phrase.start() :], base, ()))
            yield from changed
            part, base = part[: phrase.start()], changed[-1].target if changed else base
        targets = addresses_in(part)
        if not targets and WHOLE.match(part) and document_words(part):
            targets = [""]
        inner = f"{_ISSUED}" if document and ATTACHED.search(part) else "" if document else base
        for target in targets:
            yield Change(Operation.REPEAL, inside(target, inner), part=_part(part), document=document)


def _part(words: str) -> Part:
    start = words.lstrip().lower()
    if start.startswith("tên"):
        return Part.HEADING
    if start.startswith(("đoạn mở đầu", "đoạn đầu", "câu dẫn", "phần mở đầu")):
        return Part.LEAD_IN
    return Part.WHOLE


def _phrase(verb: str, words: str, base: str, shared: Sequence[str]) -> Iterator[Change]:
    """Read "cụm từ “a” bằng cụm từ “b” tại X; cụm từ “c” ...": one pair of phrases per segment, each with its own places."""
    for segment in _SEGMENT.split(words):
        phrases = QUOTE.findall(segment)
        rest = QUOTE.sub(" ", segment)
        targets = addresses_in(rest) or shared or ([base] if base or not _PHRASE_WORDS.sub("", rest) else [])
        for old, new in _pairs(verb, phrases, rest):
            for target in targets:
                yield Change(Operation.REPLACE_PHRASE, inside(target, base), old=old, new=new)


def _pairs(verb: str, phrases: Sequence[str], rest: str) -> list[tuple[str, str]]:
    if verb.startswith(("bỏ", "bãi", "hủy", "huỷ")):
        return [(phrase, "") for phrase in phrases]
    if len(phrases) < 2:
        return []
    *olds, last = phrases
    if verb == "bổ sung":
        before = re.search(r"trước\s+(?:cụm\s+)?từ", rest) is not None
        first = olds[0]
        return [(last, f"{first} {last}" if before else f"{last} {first}")]
    return [(old, last) for old in olds]
