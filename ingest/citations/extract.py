"""From a text to its citations: find the starts, read each mention on, complete it, and tell the relation.

1. ``text[c.start:c.end] == c.quote`` for every citation; spans are in order and never overlap.
2. One citation per mention of one document, in the shape of the gold guide.
3. Pure and linear in the length of the text; odd input gives fewer citations, never an error.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

from corpus.model import Citation, Relation
from ingest.citations.complete import (
    after_plural_regulations,
    complete_aliases,
    complete_numbers,
    complete_outer,
    is_bare_citation,
    leads_over,
    placed,
)
from ingest.citations.documents import NUMBER, DocumentWords
from ingest.citations.find import find_starts
from ingest.citations.grammar import Mention, read_mention
from ingest.citations.prepare import prepared
from ingest.citations.relation import (
    AMENDING,
    carries_out,
    chain_or_list,
    changes_phrase,
    inherited,
    is_alias,
    is_recital,
    relation_of,
)
from ingest.citations.titles import title_end
from ingest.citations.wording import CAPITALS

_ITEM: Final = r"(?:\d+(?:\.\d+)*[.)]|[a-zđ]\d?\)|[-+•*]|\([ivx]+\)|[IVX]+\.)"
# Where a clause begins: a sentence, a part behind a semicolon, a numbered item, a heading, a recital.
_CLAUSE: Final = re.compile(
    rf"""[.!?…;\n](?:(?<=;)|(?<=\n)(?=[^\S\n]{{0,60}}(?:[“"]?{_ITEM}\s|(?:Điều|Chương|Mục|Căn\ cứ|Theo\ đề\ nghị|Xét)\s))
    |(?<=[.!?…])\s+(?=[“"(]?[{CAPITALS}]))""",
    re.VERBOSE,
)
_ITEM_ONLY: Final = re.compile(rf"\s*(?:{_ITEM})?\s*(?:{_ITEM})?\s*")
_LEAD: Final = re.compile(
    r"(?P<verb>[Bb]ãi\s+bỏ|[Tt]hay\s+thế|(?:sau(?:\s+đây)?\s+)?hết\s+hiệu\s+lực|[Ss]ửa\s+đổi|[Đđ]ính\s+chính)(?!\w)"
    r"(?:[^.;\n]{0,200}?(?:sau(?:\s+đây)?\s*:?|:|văn\s+bản[^\n:]{0,120})|(?<=sau\shết\shiệu\slực)[^\n]{0,120}"
    r"|(?<=sau\sđây\shết\shiệu\slực)[^\n]{0,120})\s*$"
)
_LEAD_RELATIONS: Final = {
    "bãi": Relation.BAI_BO,
    "hết": Relation.BAI_BO,
    "sau": Relation.BAI_BO,
    "thay": Relation.THAY_THE,
    "sửa": Relation.SUA_DOI,
    "đính": Relation.DINH_CHINH,
}
_CONSOLIDATES: Final = re.compile(
    r"[^\n]{0,700}?được\s+sửa\s+đổi(?:,\s*bổ\s+sung)?(?:\s+một\s+số\s+điều)?\s+(?:bởi|theo|tại)\s*:\s*\n"
)
_QUOTE_MARKS: Final = ' \n“”"'
_LOOK_BACK: Final = 16  # code points before a mention that tell what it is
_BARE_CONSTITUTION: Final = frozenset({"Hiến pháp", "HIẾN PHÁP"})
# 'thay cụm từ "điểm b khoản 3"': words of a text, no reference.
_QUOTED_WORDS: Final = re.compile(r"(?:cụm\s+từ|từ|chữ)\s*$")
_QUOTE_SPAN: Final = 160  # code points of quoted words before a mention in them
_LISTED_LINK: Final = re.compile(r"\s*(?:[,;]\s*(?:và\s+)?|\s(?:và|hoặc)\s+)")
_WHITE: Final = re.compile(r"\s+")
_ITEM_LINE: Final = re.compile(r"\s*(?:\d+(?:\.\d+)*[.)]|[a-zđ]\d?\))")
_ABOVE: Final = 2000  # code points above an item in which its lead-in is looked for
_CLAUSE_SPAN: Final = 1500  # code points before a mention that may govern it
_SENTENCE_SPAN: Final = 4000
_OPENING: Final = 80  # code points before the first document of a consolidated text
_BEHIND: Final = 420  # code points read behind a mention and its title


@dataclass(frozen=True, slots=True)
class _Read:
    """A mention with what was found around it."""

    mention: Mention
    title: tuple[int, int] | None
    inner: bool
    relation: Relation = Relation.DAN_CHIEU


def extract_citations(text: str, *, context: str = "") -> tuple[Citation, ...]:
    """Return the citations of ``text`` in order; ``context`` is the lead-in that stands before it (not searched itself)."""
    work = prepared(text)
    found = read_mentions(work)
    if not found:
        return ()
    above = prepared(context)
    mentions = complete_aliases(complete_numbers(complete_outer(work, found), _numbers_of(above)))
    reads = _with_titles(work, mentions)
    told = _with_relations(work, reads, above)
    return tuple(_citation(text, read) for read in told)


def read_mentions(work: str) -> list[Mention]:
    """Return the mentions of a prepared text in order, without overlaps, before anything is completed."""
    mentions: list[Mention] = []
    end = 0
    for start in find_starts(work):
        if start.position < end:
            continue
        last = mentions[-1].document if mentions and _LISTED_LINK.fullmatch(work[end : start.position]) else None
        mention = read_mention(work, start, last.kind if last else None)
        if mention is not None and _is_quoted(work, mention.start):
            end = mention.end
            continue
        if mention is None or mention.start < end or not _is_citation(work, mention):
            continue
        mentions.append(mention)
        end = mention.end
    return mentions


def _is_quoted(work: str, start: int) -> bool:
    """Whether the words at ``start`` are quoted as words of a text ('bỏ cụm từ "quy định tại Điều 59"')."""
    opened = max(work.rfind("“", max(0, start - _QUOTE_SPAN), start), work.rfind('"', max(0, start - len('"')), start))
    if opened < 0 or "”" in work[opened:start]:
        return False
    return _QUOTED_WORDS.search(work[max(0, opened - _LOOK_BACK) : opened]) is not None


def _is_citation(work: str, mention: Mention) -> bool:
    document = mention.document
    if document is None:
        return is_bare_citation(work, mention)
    before = work[max(0, mention.start - _LOOK_BACK) : mention.start]
    if mention.address is None and document.title in _BARE_CONSTITUTION and not document.date:
        return before.rstrip().endswith(("Căn cứ", "CĂN CỨ"))
    if document.listed and mention.address is None:
        return before.rstrip().endswith((",", ";", ":", "và", "hoặc"))
    return True


def _numbers_of(context: str) -> list[tuple[str | None, str]]:
    if not context or not NUMBER.search(context):
        return []
    found = (read_mention(context, start) for start in find_starts(context))
    return [(m.document.kind, m.document.number) for m in found if m and m.document and m.document.number]


def _with_titles(work: str, mentions: list[Mention]) -> list[_Read]:
    """Pair every mention with its title; a mention that begins inside an earlier title is ``inner``."""
    reads: list[_Read] = []
    outer_end = 0
    for index, mention in enumerate(mentions):
        inner = mention.start < outer_end
        title = title_end(work, mention, mentions[index + 1 : index + 12])
        if title is not None and not inner:
            outer_end = title[1]
        if title is not None and not work[title[0] : title[1]].strip(_QUOTE_MARKS):
            title = None
        reads.append(_Read(mention, title, inner))
    return reads


def _with_relations(work: str, reads: list[_Read], context: str) -> list[_Read]:
    if not reads:
        return []
    opened = [(match.end(), match[0] != ";") for match in _CLAUSE.finditer(work)]
    clauses = [0, *(end for end, _ in opened)]
    sentences = [0, *(end for end, whole in opened if whole)]
    consolidated = reads[0].mention.start < _OPENING and _CONSOLIDATES.match(work, reads[0].mention.end) is not None
    told: list[_Read] = []
    outer: _Read | None = None
    plural = False
    for read in reads:
        mention = read.mention
        linked = bool(told) and _link(work, told[-1], mention) == "list"
        plural = after_plural_regulations(work, mention.start) or (plural and linked)
        if read.inner:
            read = _inner(work, read, told[-1] if told else None)
        else:
            clause = max(clauses[bisect_right(clauses, mention.start) - 1], mention.start - _CLAUSE_SPAN)
            sentence = max(sentences[bisect_right(sentences, mention.start) - 1], mention.start - _SENTENCE_SPAN)
            place = _Place(work, clause, sentence, context, told[-1] if told else None, outer)
            read = _told(place, read)
            if consolidated and not (mention.document and mention.document.self_reference):
                read = replace(read, relation=Relation.HOP_NHAT)
            outer = read
        told.append(_carrying(read, plural=plural))
    return told


def _inner(work: str, read: _Read, last: _Read | None) -> _Read:
    """Return a mention inside a title; a bare list of provisions may be of the document named just before it."""
    mention = read.mention
    named = last.mention.document if last else None
    if mention.document is not None or last is None or named is None or named.self_reference:
        return read
    return _of(read, named) if leads_over(work[last.mention.end : mention.start]) else read


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an outer mention stands: its clause and sentence, the mention before it, and the outer one before it."""

    work: str
    clause: int
    sentence: int
    context: str
    last: _Read | None
    outer: _Read | None


def _carrying(read: _Read, *, plural: bool) -> _Read:
    if plural and not read.mention.paths:
        return replace(read, mention=replace(read.mention, paths=("kem-theo",)))
    return read


def _link(work: str, before: _Read, mention: Mention) -> str | None:
    """Return how ``mention`` hangs on the mention before it: as list, as chain, or not."""
    end = before.title[1] if before.title else before.mention.end
    if end > mention.start:
        end = before.mention.end
    return chain_or_list(work[end : mention.start]) if mention.start - end < 160 else None


def _told(place: _Place, read: _Read) -> _Read:
    """Return an outer mention with its relation and, for a bare list of provisions, the document it belongs to."""
    mention, work = read.mention, place.work
    own = _is_own(mention)
    before = work[place.clause : mention.start]
    guided = _guided(place, read)
    if guided is not None and not own:
        return replace(guided, relation=Relation.HUONG_DAN)
    relation = _shared(place, mention) if own else _governed(place, read)
    last = place.last
    antecedent = None if own or mention.document is not None else _antecedent(place, mention)
    if antecedent is not None:
        return replace(_of(read, antecedent), relation=relation or Relation.DAN_CHIEU)
    if relation is None:
        end = read.title[1] if read.title else mention.end
        previous = max(0, last.mention.end - place.clause) if last is not None else 0
        after = work[end : end + _BEHIND]
        relation = relation_of(before, after, previous=previous, self_reference=own, inserted=mention.inserted)
    if relation is Relation.DAN_CHIEU and not own and _ITEM_ONLY.fullmatch(before):
        relation = _lead_relation(work, place.clause, place.context)
    return _placed(replace(read, relation=relation))


def _is_own(mention: Mention) -> bool:
    """Whether a mention is of the citing document by its words ("Nghị định này", "khoản 2 Điều này")."""
    return bool(mention.document and mention.document.self_reference) or bool(mention.address and mention.address.this)


def _shared(place: _Place, mention: Mention) -> Relation | None:
    """Return "carried out" for a self reference that stands in a list with what is carried out."""
    outer = place.outer
    if outer is None or outer.relation is not Relation.THUC_HIEN or _link(place.work, outer, mention) != "list":
        return None
    return Relation.THUC_HIEN


def _antecedent(place: _Place, mention: Mention) -> DocumentWords | None:
    """Return the document named just before in the sentence, if the words between lead over from it to ``mention``."""
    last = place.last
    if last is None or last.mention.document is None or last.mention.end < place.sentence:
        return None
    if last.mention.document.self_reference or not leads_over(place.work[last.mention.end : mention.start]):
        return None
    return last.mention.document


def _governed(place: _Place, read: _Read) -> Relation | None:
    """Return the relation that recital, alias, list or chain give, before the verbs are asked."""
    mention, work, outer = read.mention, place.work, place.outer
    before = work[place.clause : mention.start]
    if is_alias(before):
        return Relation.DAN_CHIEU
    if is_recital(before) or (is_recital(work[place.sentence : mention.start]) and not before.strip()):
        return Relation.CAN_CU
    if place.clause > place.sentence and changes_phrase(work[place.sentence : place.clause], before, bare=mention.document is None):
        return Relation.SUA_DOI
    if outer is not None and (outer.relation is Relation.THUC_HIEN or not _is_own(outer.mention)):
        link = _link(work, outer, mention)
        if link is not None:
            return inherited(outer.relation, link)
    if not before.strip() and place.clause > place.sentence and carries_out(work[place.sentence : mention.start]):
        return Relation.THUC_HIEN
    return None


def _guided(place: _Place, read: _Read) -> _Read | None:
    """Return a mention of the document that this sentence says it details, with that document where it is left out."""
    outer, mention = place.outer, read.mention
    if (
        outer is None
        or outer.relation is not Relation.HUONG_DAN
        or outer.mention.end < place.sentence
        or not outer.mention.document
    ):
        return None
    named = outer.mention.document
    if mention.document is None:
        return _of(read, named)
    same = (mention.document.number, mention.document.title) == (named.number, named.title)
    return read if same else None


def _of(read: _Read, named: DocumentWords) -> _Read:
    """Return a bare list of provisions as one of ``named``."""
    mention = read.mention
    title = named.title if named.number is None else None
    document = DocumentWords(mention.start, mention.end, named.kind, named.number, title=title)
    return replace(read, mention=replace(mention, document=document))


def _placed(read: _Read) -> _Read:
    """Return a bare list of provisions placed in the citing document, unless the clause amends another one."""
    mention = read.mention
    if mention.document is not None or mention.address is None:
        return read
    if read.relation in AMENDING and not mention.address.this:
        return read
    document = DocumentWords(mention.start, mention.end, self_reference=True)
    return replace(read, mention=replace(mention, document=document, paths=placed(mention.paths)))


def _lead_relation(work: str, clause: int, context: str) -> Relation:
    """Return what the line above a bare item says of all its items ("Bãi bỏ các văn bản sau đây:")."""
    above = f"{context.rstrip()}\n{work[max(0, clause - _ABOVE) : clause].rstrip()}"
    for line in reversed(above.split("\n")):
        lead = _LEAD.search(line)
        if lead is not None:
            return _LEAD_RELATIONS[lead["verb"].split()[0].lower()]
        if line.strip() and not _ITEM_LINE.match(line):
            break
    return Relation.DAN_CHIEU


def _citation(text: str, read: _Read) -> Citation:
    mention = read.mention
    document = mention.document or DocumentWords(mention.start, mention.end)
    title = document.title or mention.attached_title
    if title is None and read.title is not None:
        title = _WHITE.sub(" ", text[read.title[0] : read.title[1]]).strip(" ,")
    return Citation(
        start=mention.start,
        end=mention.end,
        quote=text[mention.start : mention.end],
        kind=document.kind,
        number=None if document.self_reference else document.number,
        date=None if document.self_reference else document.date,
        title=title,
        issuer=document.issuer,
        provisions=mention.paths,
        self_reference=document.self_reference,
        relation=read.relation,
    )
