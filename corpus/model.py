"""What flows through the system: frozen values with their place in the source.

Order of the flow::

    file -> Page -> Line -> Node tree -> Provision -> {Citation -> Resolution, Obligation} -> catalogue
    Question -> Hit -> Answer(Quote, ...)

Guarantees, each with a test of its number in ``tests/corpus/test_model.py``:

1. Every value is immutable and hashable; collections are tuples.
2. What was read says where: ``start:end`` count code points of ``Document.text`` (NFC, the author's spelling) and show that text.
3. Pages count from 1; boxes are in PDF points with the origin at the top left of the page.

It refuses to guess: a fact that was not read is ``None``, a reference with two targets is resolved to none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from corpus.amendment import Amendment, ClauseChange
from corpus.vocabulary import (
    AnswerStatus,
    DeadlineKind,
    EffectKind,
    Evidence,
    Level,
    Modality,
    PageVerdict,
    PdfKind,
    Relation,
    Role,
    Status,
)

__all__ = [
    "Answer",
    "AnswerStatus",
    "Box",
    "Citation",
    "Deadline",
    "DeadlineKind",
    "Document",
    "DocumentSummary",
    "Duty",
    "Effect",
    "EffectKind",
    "Evidence",
    "Furniture",
    "Head",
    "Hit",
    "Level",
    "Line",
    "Modality",
    "Node",
    "Notice",
    "Obligation",
    "Page",
    "PageVerdict",
    "PdfKind",
    "Provision",
    "Question",
    "Quote",
    "Relation",
    "Resolution",
    "Role",
    "Source",
    "Status",
    "Unit",
]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points, origin at the top left, ``x0 <= x1`` and ``y0 <= y1``."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of the result must know: a stable code, the page (1-based) if any, and a Vietnamese message."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the source; ``start:end`` is its share of the document's text."""

    number: int
    width: float
    height: float
    start: int
    end: int
    verdict: PageVerdict = PageVerdict.GOOD
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``box`` is ``None`` for sources without geometry (DOCX, TXT, JSONL)."""

    text: str
    start: int
    end: int
    page: int
    box: Box | None = field(default=None, compare=False)
    size: float = field(default=0.0, compare=False)
    bold: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of page that is not the author's running text, kept with the reason it was set aside."""

    text: str
    page: int
    reason: str
    box: Box | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document (Nghị định 30/2020/NĐ-CP, annex I). Unread fields are ``None``.

    ``kind`` is a name of ``corpus.kinds.KINDS``; ``number`` is canonical (``corpus.numbers``); ``evidence``: where a field was read."""

    kind: str | None = None
    number: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    signer: str | None = None
    effective_date: dt.date | None = None
    recipients: tuple[str, ...] = ()
    evidence: tuple[tuple[str, Evidence], ...] = ()
    authority: str | None = None  # the capacity in which the first signer signs, as printed: "KT. BỘ TRƯỞNG, THỨ TRƯỞNG"


@dataclass(frozen=True, slots=True)
class Node:
    """A unit of the outline. ``start:end`` covers marker, heading, own text and children.

    ``marker_end`` ends the printed marker ("Điều 5.", "a)"); ``heading`` spans the title on the marker's line or below it (empty
    span if none); ``body_end`` ends the node's own text, before its first child. ``quoted``: new text in an amending document, no
    provision of it.
    """

    level: Level
    path: str
    marker: str
    start: int
    marker_end: int
    heading_start: int
    heading_end: int
    body_start: int
    body_end: int
    end: int
    quoted: bool = False
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """A citable unit: the own text of one node, without its marker and heading.

    ``text`` equals ``document.text[start:end]``; a parent's text stops where its first child begins, so that the provisions of
    a document never overlap. ``context`` is the lead-in that a reader needs (the own texts of the parents that end with ":" and
    headings of units), outermost first. ``label`` is the address as people cite it ("điểm đ khoản 2 Điều 5"). ``breadcrumb``
    are the headings above it, outermost first. ``key`` is an outside id.
    """

    document: str
    path: str
    label: str
    heading: str
    text: str
    start: int
    end: int
    level: Level
    page: int | None = None
    context: str = ""
    breadcrumb: tuple[str, ...] = ()
    key: str | None = None
    boxes: tuple[Box, ...] = field(default=(), compare=False)

    @property
    def id(self) -> str:
        """``<document key>#<path>``, stable over re-ingestion of the same document."""
        return f"{self.document}#{self.path}"


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of one target document (or of provisions of it) at ``start:end`` of the text it was read from."""

    start: int
    end: int
    quote: str
    kind: str | None = None
    number: str | None = None
    date: str | None = None
    title: str | None = None
    issuer: str | None = None
    provisions: tuple[str, ...] = ()
    self_reference: bool = False
    relation: Relation = Relation.DAN_CHIEU
    path: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect stated at ``start:end``. ``date``: first day (starts and changes) or last day (ends).

    ``provisions`` are the document's own (staggered dates); ``target`` names what is changed; ``exceptions`` are own provisions
    that take effect at another time; ``until`` is the last day of a suspension.
    """

    kind: EffectKind
    start: int
    end: int
    quote: str
    date: dt.date | None = None
    provisions: tuple[str, ...] = ()
    target: Citation | None = None
    exceptions: tuple[str, ...] = ()
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation points to. ``target`` is ``None`` unless exactly one candidate remains; ``reason`` says why."""

    target: str | None
    candidates: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """``value``: an ISO date, ``--MM-DD``/``---DD``/word for recurring ones, an ISO 8601 duration (``P5BD`` for
    working days), or the words of the event."""

    text: str
    kind: DeadlineKind
    value: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty that a bearer could tick off, at ``start:end`` of the text it was read from.

    ``certain`` is false where the reading rests on weak cues; such duties are shown as uncertain.
    """

    start: int
    end: int
    quote: str
    modality: Modality
    bearers: tuple[str, ...] = ()
    role: Role = Role.THUC_HIEN
    partners: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    action: str = ""
    deadline: Deadline | None = None
    condition: str | None = None
    path: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """A body or a class of bodies of the register (``corpus.units``); dates bound its existence, ``None`` is open."""

    id: str
    name: str
    kind: str
    abbreviations: tuple[str, ...] = ()
    parent: str | None = None
    classes: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file a document was read from; ``name`` is its file name, never a path of the machine."""

    name: str
    sha256: str
    size: int
    kind_of_pdf: PdfKind = PdfKind.NOT_PDF


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. ``key`` is ``corpus.numbers.document_key(head)``; spans of every part refer to ``text``."""

    key: str
    head: Head
    text: str
    source: Source
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    outline: tuple[Node, ...] = ()
    provisions: tuple[Provision, ...] = ()
    citations: tuple[Citation, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    effects: tuple[Effect, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What an answer shows of a document."""

    key: str
    kind: str | None
    number: str | None
    date: dt.date | None
    issuer: str | None
    title: str | None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found by a search, best first; ``score`` compares within one list, ``reranked`` is a cross-encoder's, if read by one."""

    provision: Provision
    document: DocumentSummary
    score: float
    reranked: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood; whatever was not in it is ``None`` or empty."""

    text: str
    unit: str | None = None
    topic: str = ""
    as_of: dt.date | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a stored document with their place: ``text`` is its text at ``start:end``; ``changes`` are those by others."""

    document: DocumentSummary
    path: str
    label: str
    text: str
    start: int
    end: int
    page: int | None = None
    score: float = 0.0
    changes: tuple[ClauseChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation in an answer: its quote, and why it binds the unit asked for (``because``).

    ``how`` is ``named``, ``class``, ``parent``, ``successor`` or ``one_of``, empty where no unit was asked for; ``generic`` marks a
    class so wide ("cơ quan liên quan") that the unit only may belong to it.
    """

    quote: Quote
    obligation: Obligation
    matched_unit: str = ""
    because: str = ""
    how: str = ""
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of quotes; empty unless ``status`` is ``ANSWERED``. ``message`` says what to do next.

    ``follow_ups`` are whole questions to ask next.
    """

    question: Question
    status: AnswerStatus
    duties: tuple[Duty, ...] = ()
    clauses: tuple[Quote, ...] = ()
    message: str = ""
    follow_ups: tuple[str, ...] = ()
