"""What an amending document does to another one: replace, insert, repeal, change a phrase.

Evidence: the instruction is a unit's own words (heading or text) that begin with an amending verb, or say that a unit
"được sửa đổi"; the document is named there, in a heading above, or in the sentence that enacts the whole; outer levels of
an address that an instruction leaves out are those of the instruction above it.

1. ``text[start:end]`` is the instruction, ``text[quoted[0]:quoted[1]]`` the new text with its own marker, without the
   quotation marks around the block.
2. An instruction with several targets is one record per target.
3. A target whose new text was not found in the quotation has ``quoted`` ``None``; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from corpus.model import Level, Node
from ingest.outline.targets import addresses_in, common, holder_of, inside

_MARKS: Final = '“”„‟"«»'


class Operation(StrEnum):
    """What is done to the target."""

    REPLACE = "replace"
    INSERT = "insert"
    REPEAL = "repeal"
    REPLACE_PHRASE = "replace_phrase"


class Part(StrEnum):
    """Which part of the target is meant."""

    WHOLE = "whole"
    HEADING = "heading"
    LEAD_IN = "lead-in"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of one provision.

    ``path`` is the instruction's address in the amending document, ``target`` the address in ``target_document`` (its words;
    empty where none are given). ``anchor`` is what a new unit stands behind. ``old`` and ``new`` are the phrases of a change
    of words (an empty ``new`` deletes).
    """

    path: str
    target_document: str
    target: str
    operation: Operation
    start: int
    end: int
    quoted: tuple[int, int] | None = None
    anchor: str = ""
    part: Part = Part.WHOLE
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class _Above:
    """What the units above an instruction have fixed."""

    document: str = ""
    base: str = ""
    verb: str = ""


_KINDS: Final = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định thư|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Hiệp định)"
)
_NUMBERED: Final = re.compile(
    rf"{_KINDS}\s+(?:[^\d“”;:.()]{{0,150}}?\s)?số\s*:?\s*[\dA-ZĐ][\w.]*(?:/[\w.ĐđÀ-ỹ-]+)*(?:-[\w-]+)?", re.IGNORECASE
)
_NAMED: Final = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Hiệp định)\s+(?!này|số)[A-ZĐÀ-Ỹ][^;:.()“”\d]*?"
    r"(?=\s+(?:như sau|được|đã|số|ngày|năm)\b|\s*[;:.(),“]|\s*$)"
)
_SELF: Final = re.compile(rf"{_KINDS}\s+này")
_VERB: Final = re.compile(
    r"(?:(?<=^)|(?<=[,;.] )|(?<=\s))"
    r"(?P<verb>sửa đổi(?:\s*,|\s+và)?\s*bổ sung|sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|thay|bỏ|sửa)(?=[\s,])",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|thay|bỏ|sửa)\s", re.IGNORECASE)
_PASSIVE: Final = re.compile(r"(?P<what>[^“”:;]{2,200}?)\s+(?:được|bị)\s+(?P<verb>sửa đổi|bổ sung|thay thế|bãi bỏ)", re.IGNORECASE)
_HISTORY: Final = re.compile(
    r"\(?\s*(?:đã\s+|mà\s+)?được\s+(?:sửa đổi|bổ sung|thay thế)[^:“”]*?(?=như sau|\)|:|$)\)?", re.IGNORECASE
)
_SEGMENT: Final = re.compile(r"(?<=[;,])\s*(?=(?:cụm từ|từ)\s+[“\"][^“”\"]*[”\"]\s+(?:bằng|tại))")
_PHRASE: Final = re.compile(r"(?:cụm từ|các từ|từ|số hiệu|cụm số|dấu|đoạn)\s*:?\s*(?=[“\"])", re.IGNORECASE)
_QUOTE: Final = re.compile(r"[“\"]([^“”\"]*)[”\"]")
_ANCHOR: Final = re.compile(r"(?:vào\s+)?(?:ngay\s+)?(?:sau|trước|tiếp theo)\s", re.IGNORECASE)
# What an instruction names right behind its verb: a unit, a part of one, or a document.
_NAMES_TARGET: Final = re.compile(
    rf"\s*(?:(?:các|toàn bộ|nội dung|quy định tại|một số|tên|tiêu đề|đoạn(?: mở)? đầu|đoạn(?: thứ)? \w+|câu dẫn|cụm|khái niệm|thứ tự|"
    rf"gạch đầu dòng(?: thứ)? \w+|và|của|thuộc|tại|số|mới)\s+){{0,6}}"
    rf"(?:điểm|khoản|điều|tiết|tiểu mục|mục|chương|phần|phụ lục|mẫu|danh mục|biểu|{_KINDS})\s",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(rf"\s*(?:toàn bộ\s+)?(?:các\s+)?{_KINDS}\s", re.IGNORECASE)
_UNIT_FIRST: Final = re.compile(r"(?:tên\s+)?(?:điểm|khoản|điều|tiết|mục|phụ lục|mẫu)\s+[\dIVXa-zđ]", re.IGNORECASE)
_SOME: Final = re.compile(r"\bmột số\b|\bcác nội dung\b", re.IGNORECASE)
_ENACTS: Final = re.compile(r"(?:sửa đổi|bổ sung|bãi bỏ|thay thế)[^.;]*", re.IGNORECASE)


def document_words(text: str) -> str:
    """Return kind and number (or name) of the first document that ``text`` names; empty if none or only "... này"."""
    numbered, named = _NUMBERED.search(text), _NAMED.search(text)
    if named and (numbered is None or named.start() < numbered.start()):
        return " ".join(named[0].split())
    return _cased(" ".join(numbered[0].split()).rstrip(".-")) if numbered else ""


def _cased(words: str) -> str:
    """Return a name printed in capitals as running text has it ("NGHỊ ĐỊNH SỐ 1/2020/NĐ-CP" -> "Nghị định số 1/2020/NĐ-CP")."""
    name, separator, number = words.rpartition(" ")
    return f"{name.capitalize()}{separator}{number}" if name.isupper() else words


def read_amendments(text: str, roots: Sequence[Node]) -> tuple[Amendment, ...]:
    """Return the changes that the document makes in other documents, in reading order."""
    default = _Above(_enacted(text, roots))
    main = [root for root in roots if root.level not in {Level.PHU_LUC, Level.MAU, Level.KEM_THEO}]
    return tuple(_walk(text, main, default))


def _enacted(text: str, roots: Sequence[Node]) -> str:
    """Return the document that the enacting sentence says is amended."""
    for root in roots[:1]:
        if root.level is Level.CAN_CU:
            last = text[root.start : root.end].rstrip().rsplit("\n", 1)[-1]
            match = _ENACTS.search(last)
            return document_words(match[0]) if match else ""
    return ""


def _walk(text: str, nodes: Sequence[Node], above: _Above) -> Iterator[Amendment]:
    for node in nodes:
        if node.quoted:
            continue
        heading, body = _heading(text, node), _body(text, node)
        known = _known(f"{heading}. {body}", above)
        yield from _read(text, node, known)
        inner = _inner(heading if _STARTS.match(heading) else body, known)
        yield from _walk(text, node.children, inner)


def _heading(text: str, node: Node) -> str:
    return " ".join(text[node.heading_start : node.heading_end].split())


def _body(text: str, node: Node) -> str:
    return " ".join(text[node.body_start : node.body_end].split())


def _known(lead: str, above: _Above) -> _Above:
    words = _HISTORY.sub(" ", _QUOTE.sub(" ", lead))
    if not _VERB.search(words):
        return above
    document = document_words(words)
    return _Above(document, "", above.verb) if document and document != above.document else above


def _inner(lead: str, known: _Above) -> _Above:
    """Return what instructions below this one may leave out: its verb, and what all its targets lie in."""
    match = _STARTS.match(lead)
    if match is None:
        targets = addresses_in(lead) if _UNIT_FIRST.match(lead) else []
        verb = known.verb
    else:
        targets = addresses_in(_HISTORY.sub(" ", lead))
        verb = next(iter(_clauses(lead)), (known.verb, ""))[0]
    shared = common([inside(target, known.base) for target in targets])
    bare = shared.startswith(("phu-luc", "mau")) and "một số" in lead
    return _Above(known.document, shared if shared and not bare else known.base, verb)


def _read(text: str, node: Node, known: _Above) -> Iterator[Amendment]:
    quoted = [child for child in node.children if child.quoted]
    plain, base = _instruction(text, node, known, quoted=bool(quoted))
    if not plain or (_SELF.search(_QUOTE.sub(" ", plain)) and not quoted):
        return
    below = any(not child.quoted and _amends(text, child) for child in node.children)
    if below and not quoted and _SOME.search(plain):
        return
    start = node.heading_start if node.heading_end > node.heading_start else node.body_start
    blank = Amendment(node.path, known.document, "", Operation.REPLACE, start, max(node.body_end, node.heading_end))
    clauses = list(_clauses(plain))
    found: list[Amendment] = []
    for index, (verb, words) in enumerate(clauses):
        for record in _clause(verb, words, blank, _outer(clauses, index, base)):
            changes_text = record.operation in {Operation.REPLACE, Operation.INSERT}
            if record not in found and not (below and not quoted and changes_text):
                found.append(record)
    texts = [record for record in found if record.operation in {Operation.REPLACE, Operation.INSERT}]
    for record in found:
        yield _with_quotation(text, record, quoted, only=len(texts) == 1)


def _instruction(text: str, node: Node, known: _Above, *, quoted: bool) -> tuple[str, str]:
    """Return the instruction's words with a verb in front, and the unit that holds what they name; empty if it is none."""
    heading, body = _heading(text, node), _body(text, node)
    lead, base = heading or body, known.base
    if heading and body and _STARTS.match(body) and not quoted:
        lead = body
        if _STARTS.match(heading):
            base = common([inside(target, base) for target in addresses_in(_HISTORY.sub(" ", heading))]) or base
    elif heading and body and _STARTS.match(heading) and not quoted:
        lead = f"{heading}. {body}"
    plain = _HISTORY.sub(" ", lead)
    if _STARTS.match(plain):
        return plain, base
    passive = _PASSIVE.match(lead)
    if passive and quoted and addresses_in(passive["what"]):
        return f"{passive['verb']} {passive['what']}", base
    if quoted and known.verb and _UNIT_FIRST.match(lead):
        return f"{known.verb} {plain}", base
    return "", base


def _amends(text: str, node: Node) -> bool:
    lead = _heading(text, node) or _body(text, node)
    return _STARTS.match(lead) is not None or (_UNIT_FIRST.match(lead) is not None and any(child.quoted for child in node.children))


def _outer(clauses: Sequence[tuple[str, str]], index: int, base: str) -> str:
    """Return what closes over the units of a clause: "điểm b và bổ sung điểm k1 vào sau điểm k khoản 1" is all of khoản 1."""
    for _, words in clauses[index + 1 :]:
        addresses = addresses_in(words)
        if addresses:
            return inside(addresses[-1], base)
    return base


def _clauses(plain: str) -> Iterator[tuple[str, str]]:
    """Divide an instruction at its verbs, those inside quotation marks apart."""
    masked = _QUOTE.sub(lambda m: "“" + "x" * (len(m[0]) - 2) + "”", plain)
    verbs = list(_VERB.finditer(masked))
    for index, match in enumerate(verbs):
        end = verbs[index + 1].start() if index + 1 < len(verbs) else len(plain)
        yield " ".join(match["verb"].lower().split()), plain[match.end() : end]


def _clause(verb: str, words: str, blank: Amendment, base: str) -> Iterator[Amendment]:
    if _PHRASE.match(words.lstrip()):
        yield from _phrase(verb, words, blank, base)
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
    targets = addresses_in(named)
    if operation is Operation.REPEAL and not targets and _WHOLE.match(words):
        targets = [""]
    for target in targets:
        whole = inside(target, anchor or base) if anchor else inside(target, base)
        yield replace(blank, target=whole, operation=operation, anchor=anchor, part=_part(named))


def _part(words: str) -> Part:
    start = words.lstrip().lower()
    if start.startswith("tên"):
        return Part.HEADING
    if start.startswith(("đoạn mở đầu", "đoạn đầu", "câu dẫn", "phần mở đầu")):
        return Part.LEAD_IN
    return Part.WHOLE


def _phrase(verb: str, words: str, blank: Amendment, base: str) -> Iterator[Amendment]:
    """Read "cụm từ “a” bằng cụm từ “b” tại X; cụm từ “c” ...": one pair of phrases per segment, each with its own places."""
    for segment in _SEGMENT.split(words):
        phrases = _QUOTE.findall(segment)
        rest = _QUOTE.sub(" ", segment)
        targets = addresses_in(rest) or [base]
        for old, new in _pairs(verb, phrases, rest):
            for target in targets:
                yield replace(blank, target=inside(target, base), operation=Operation.REPLACE_PHRASE, old=old, new=new)


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


def _with_quotation(text: str, record: Amendment, quoted: Sequence[Node], *, only: bool) -> Amendment:
    if not quoted or record.operation not in {Operation.REPLACE, Operation.INSERT}:
        return record
    last = record.target.rsplit("/", 1)[-1]
    for index, node in enumerate(quoted):
        found = _find(node, last)
        if found is not None:
            end = found.end
            if found is node:
                end = _run_end(quoted, index)
            return replace(record, quoted=_strip(text, found.start, end))
    if only or quoted[0].level is Level.DOAN:
        return replace(record, quoted=_strip(text, quoted[0].start, quoted[-1].end))
    return record


def _find(node: Node, last: str) -> Node | None:
    if node.path.rsplit("/", 1)[-1].split("~")[0] == last:
        return node
    for child in node.children:
        found = _find(child, last)
        if found is not None:
            return found
    return None


def _run_end(quoted: Sequence[Node], index: int) -> int:
    """Return the end of a quoted unit with the unnumbered paragraphs that follow it."""
    end = quoted[index].end
    for node in quoted[index + 1 :]:
        if node.level is not Level.DOAN:
            break
        end = node.end
    return end


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the quotation marks of the block off a span."""
    while start < end and text[start] in _MARKS + " \n":
        start += 1
    tail = re.search(rf"\s*[{_MARKS}]\s*[.;,]?\s*$", text[start:end])
    opened = sum(text[start:end].count(mark) for mark in "“„«")
    closed = sum(text[start:end].count(mark) for mark in "”»")
    if tail and (closed > opened or text[start + tail.start() : end].strip()[:1] == '"'):
        end = start + tail.start()
    return start, end


def readdress(roots: Sequence[Node], amendments: Sequence[Amendment]) -> tuple[Node, ...]:
    """Return the roots with quoted units addressed in the document that is amended."""
    targets: dict[str, str] = {}
    for record in amendments:
        if record.operation in {Operation.REPLACE, Operation.INSERT}:
            targets.setdefault(record.path, record.target)
    return tuple(_readdressed(root, targets, "") for root in roots)


def _readdressed(node: Node, targets: dict[str, str], target: str) -> Node:
    if node.quoted:
        return _prefixed(node, holder_of(target, node.path)) if target else node
    own = targets.get(node.path, "")
    children = tuple(_readdressed(child, targets, own) for child in node.children)
    return replace(node, children=children) if children != node.children else node


def _prefixed(node: Node, prefix: str) -> Node:
    if not prefix:
        return node
    return replace(node, path=f"{prefix}/{node.path}", children=tuple(_prefixed(child, prefix) for child in node.children))
