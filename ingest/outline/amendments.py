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
from typing import Final

from corpus.amendment import Amendment, Operation
from corpus.model import Level, Node
from corpus.vocabulary import ATTACHMENTS
from ingest.outline.instructions import (
    ENACTS,
    HISTORY,
    PASSIVE,
    SELF,
    SOME,
    STARTS,
    UNIT_FIRST,
    VERB,
    WHOLE,
    changes_in,
    clauses_of,
)
from ingest.outline.named import ATTACHED, document_words
from ingest.outline.phrases import QUOTE
from ingest.outline.targets import addresses_in, common, holder_of, inside

__all__ = ["read_amendments", "readdress", "without_quotations"]

_TEXTUAL: Final = frozenset({Operation.REPLACE, Operation.INSERT})
_ISSUED: Final = "kem-theo"
_MARKS: Final = '“”„‟"«»'


@dataclass(frozen=True, slots=True)
class _Above:
    """What the units above an instruction have fixed."""

    document: str = ""
    base: str = ""
    verb: str = ""


def read_amendments(text: str, roots: Sequence[Node]) -> tuple[Amendment, ...]:
    """Return the changes that the document makes in other documents, in reading order."""
    enacts = _enacted(text, roots)
    default = _Above(document_words(enacts), _ISSUED if ATTACHED.search(enacts) else "")
    main = [root for root in roots if root.level not in ATTACHMENTS]
    return tuple(_walk(text, main, default))


def _enacted(text: str, roots: Sequence[Node]) -> str:
    """Return what the enacting sentence says is amended."""
    for root in roots[:1]:
        if root.level is Level.CAN_CU:
            last = text[root.start : root.end].rstrip().rsplit("\n", 1)[-1]
            match = ENACTS.search(last)
            return match[0] if match else ""
    return ""


def _walk(text: str, nodes: Sequence[Node], above: _Above) -> Iterator[Amendment]:
    for node in nodes:
        if node.quoted:
            continue
        heading, body = _heading(text, node), _body(text, node)
        known = _known(f"{heading}. {body}", above)
        yield from _read(text, node, known)
        inner = _inner(heading if STARTS.match(heading) else body, known)
        yield from _walk(text, node.children, inner)


def _heading(text: str, node: Node) -> str:
    return " ".join(text[node.heading_start : node.heading_end].split())


def _body(text: str, node: Node) -> str:
    return " ".join(text[node.body_start : node.body_end].split())


def _known(lead: str, above: _Above) -> _Above:
    if VERB.search(lead) is None:
        return above
    words = HISTORY.sub(" ", QUOTE.sub(" ", lead))
    if not VERB.search(words):
        return above
    document = document_words(words)
    base = _ISSUED if ATTACHED.search(words) else ""
    if (document and document != above.document) or (base and not above.base):
        return _Above(document or above.document, base, above.verb)
    return above


def _inner(lead: str, known: _Above) -> _Above:
    """Return what instructions below this one may leave out: its verb, and what all its targets lie in."""
    match = STARTS.match(lead)
    if match is None:
        targets = addresses_in(lead) if UNIT_FIRST.match(lead) else []
        verb = known.verb
    else:
        targets = addresses_in(HISTORY.sub(" ", lead))
        verb = next(iter(clauses_of(lead)), (known.verb, ""))[0]
    shared = common([inside(target, known.base) for target in targets])
    named = shared and not (shared in {Level.PHU_LUC.value, Level.MAU.value} and SOME.search(lead))
    return _Above(known.document, shared if named else known.base, verb)


def _read(text: str, node: Node, known: _Above) -> Iterator[Amendment]:
    quoted = [child for child in node.children if child.quoted]
    plain, base = _instruction(text, node, known, quoted=bool(quoted))
    if not plain or (SELF.search(QUOTE.sub(" ", plain)) and not quoted):
        return
    below = any(not child.quoted and _amends(text, child) for child in node.children)
    if below and not quoted and SOME.search(plain):
        return
    start = node.heading_start if node.heading_end > node.heading_start else node.body_start
    blank = Amendment(node.path, known.document, "", Operation.REPLACE, start, max(node.body_end, node.heading_end))
    changes = [c for c in changes_in(plain, base) if quoted or not below or c.operation is Operation.REPEAL]
    only = sum(c.operation in _TEXTUAL for c in changes) == 1
    for change in changes:
        record = replace(
            blank,
            target_document=change.document
            or (blank.target_document if change.target else document_words(plain) or blank.target_document),
            target=change.target,
            operation=change.operation,
            anchor=change.anchor,
            part=change.part,
            old=change.old,
            new=change.new,
        )
        yield _with_quotation(text, record, quoted, only=only)


def _instruction(text: str, node: Node, known: _Above, *, quoted: bool) -> tuple[str, str]:
    """Return the instruction's words with a verb in front, and the unit that holds what they name; empty if it is none."""
    heading, body = _heading(text, node), _body(text, node)
    lead, base = heading or body, known.base
    if heading and body and STARTS.match(body) and not quoted:
        lead = body
        if STARTS.match(heading):
            base = common([inside(target, base) for target in addresses_in(HISTORY.sub(" ", heading))]) or base
    elif heading and body and STARTS.match(heading) and not quoted:
        lead = f"{heading}. {body}"
    plain = HISTORY.sub(" ", lead) if "được" in lead else lead
    if STARTS.match(plain):
        return plain, base
    passive = PASSIVE.match(lead)
    if passive and quoted and addresses_in(passive["what"]):
        return f"{passive['verb']} {passive['what']}", base
    if quoted and known.verb and UNIT_FIRST.match(lead):
        return f"{known.verb} {plain}", base
    if known.verb.startswith("bãi") and WHOLE.match(plain) and document_words(plain):
        return f"{known.verb} {document_words(plain)}", ""
    return "", base


def _amends(text: str, node: Node) -> bool:
    lead = _heading(text, node) or _body(text, node)
    return STARTS.match(lead) is not None or (UNIT_FIRST.match(lead) is not None and any(child.quoted for child in node.children))


def _with_quotation(text: str, record: Amendment, quoted: Sequence[Node], *, only: bool) -> Amendment:
    if not quoted or record.operation not in _TEXTUAL:
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


def without_quotations(text: str, roots: Sequence[Node]) -> str:
    """Return ``text`` with blanks for the new text that it quotes: what stands there is said of another document.

    Line feeds stay, so that every offset and every line is that of ``text``.
    """
    parts: list[str] = []
    done = 0
    for start, end in _quoted_spans(roots):
        parts += [text[done:start], "".join(char if char == "\n" else " " for char in text[start:end])]
        done = end
    return "".join((*parts, text[done:])) if parts else text


def _quoted_spans(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    for node in nodes:
        if node.quoted:
            yield node.start, node.end
        else:
            yield from _quoted_spans(node.children)


def readdress(roots: Sequence[Node], amendments: Sequence[Amendment]) -> tuple[Node, ...]:
    """Return the roots with quoted units addressed in the document that is amended."""
    targets: dict[str, str] = {}
    for record in amendments:
        if record.operation in _TEXTUAL:
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
