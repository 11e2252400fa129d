"""The shapes of the HTTP API's answers, for its description: the JSON of the command line (``app.forms.jsonform``), field by field.

The answers themselves are made by ``app.forms.jsonform`` alone; these models describe them and are held against them by the tests.
Fields may be added to an answer in later versions; none is taken away.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.model import DeadlineKind, Level, Modality, Relation, Role, Status


class Shape(BaseModel):
    """A JSON object; later versions may add fields."""

    model_config = ConfigDict(extra="allow")


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class DocumentShape(Shape):
    """A document as hits and lists show it; ``key`` names it in every address of this API."""

    key: str = Field(examples=["nghi-dinh/09-2017-nd-cp/2017-02-09"])
    kind: str | None
    number: str | None = Field(examples=["09/2017/NĐ-CP"])
    date: dt.date | None
    issuer: str | None
    title: str | None
    status: Status | None = Field(description="Validity in the words of the national database; null for kinds that have none.")


class QuoteShape(Shape):
    """A quoted clause: ``text`` is the document's own words at ``start:end``; ``citation`` is how to cite it."""

    id: str = Field(examples=["nghi-dinh/09-2017-nd-cp/2017-02-09#dieu-2/khoan-1"])
    document: DocumentShape
    path: str
    label: str
    text: str
    page: int | None
    start: int
    end: int
    score: float
    citation: str


class HitShape(QuoteShape):
    """A clause found by a search; ``key`` is the outside id of an imported collection."""

    key: str | None
    heading: str


class DeadlineShape(Shape):
    """``value`` is ISO 8601: a date, ``--12-25`` for every year, a duration, or an event in words."""

    text: str
    kind: DeadlineKind
    value: str


class DutyShape(QuoteShape):
    """A duty of a unit: the clause (``text``), its own words (``quote``), who bears it and why it binds the unit asked for."""

    quote: str
    modality: Modality
    bearers: list[str]
    matched_unit: str
    because: str
    role: Role
    partners: list[str]
    recipients: list[str]
    action: str
    deadline: DeadlineShape | None
    condition: str | None
    certain: bool


class Understood(Shape):
    """What was understood of a question."""

    unit: str | None
    topic: str
    as_of: dt.date | None
    documents: list[str]


class AnswerShape(Shape):
    """The answer to a question: duties and clauses, or an explicit "no match"."""

    question: str
    understood: Understood
    status: Literal["answered", "no_match"]
    message: str
    duties: list[DutyShape]
    clauses: list[QuoteShape]


class PageShape(Shape):
    """One part of a list: ``total`` is the whole, ``next`` the address of the next part."""

    total: int
    limit: int
    offset: int
    next: str | None


class HitsShape(Shape):
    """The hits of a search; ``next`` is the address of the next part."""

    query: str
    hits: list[HitShape]
    limit: int
    offset: int
    next: str | None


class DutiesShape(PageShape):
    """The duties of a unit, newest document first."""

    unit: str | None
    message: str
    duties: list[DutyShape]


class ChangesShape(Shape):
    """Which duties came and went for a unit between two days."""

    unit: str | None
    since: dt.date
    until: dt.date
    message: str
    added: list[DutyShape]
    ended: list[DutyShape]


class CitationShape(Shape):
    """One mention of another document in a text, in the shape of the labels."""

    path: str
    start: int
    end: int
    quote: str
    kind: str | None
    number: str | None
    date: str | None
    title: str | None
    issuer: str | None
    provisions: list[str]
    relation: Relation


class ReferenceShape(QuoteShape):
    """A clause that cites: its words, the mention in it, and the stored document it points to."""

    quote: str
    relation: Relation
    provisions: list[str]
    mention: CitationShape
    target: DocumentShape | None
    via: list[str]


class LookedUpShape(Shape):
    """The references of one number."""

    asked: str
    state: Literal["found", "unknown", "ambiguous", "unreadable"]
    message: str
    target: DocumentShape | None
    candidates: list[DocumentShape]
    total: int
    references: list[ReferenceShape]


class LookedUpPage(LookedUpShape):
    """The references of one number, in parts."""

    limit: int
    offset: int
    next: str | None


class Totals(Shape):
    """How many numbers were looked up and what became of them."""

    looked_up: int
    found: int
    ambiguous: int
    unknown: int
    unreadable: int
    references: int


class LookUpsShape(Shape):
    """The references of several numbers."""

    totals: Totals
    results: list[LookedUpShape]


class FindingShape(Shape):
    """What is wrong with one citation of a draft, and what to do."""

    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    suggestion: str | None
    quote: str
    start: int
    end: int
    page: int | None


class CheckedShape(Shape):
    """The findings on a draft."""

    file: str
    counts: dict[str, int]
    findings: list[FindingShape]


class DocumentsShape(PageShape):
    """Stored documents, newest first."""

    documents: list[DocumentShape]


class HeadShape(Shape):
    """The head of a document, with where each field was read."""

    kind: str | None
    number: str | None
    date: dt.date | None
    issuer: str | None
    title: str | None
    signer: str | None
    effective_date: dt.date | None
    recipients: list[str]
    evidence: dict[str, str]


class Links(Shape):
    """Addresses of what belongs to a document."""

    text: str
    provisions: str
    relations: str
    impact: str
    consolidated: str
    page: str | None = Field(description="The picture of the first page; null for sources without pages.")


class WholeShape(Shape):
    """A stored document without its text."""

    document: DocumentShape
    head: HeadShape
    citation: str
    pages: int
    kind_of_pdf: str
    counts: dict[str, int]
    warnings: list[dict[str, object]]
    links: Links


class ProvisionShape(Shape):
    """A provision; ``text`` is the document's text at ``start:end``, ``breadcrumb`` what stands above it."""

    id: str
    path: str
    label: str
    level: Level
    heading: str
    text: str
    page: int | None
    start: int
    end: int
    context: str
    breadcrumb: list[str]
    key: str | None


class ProvisionsShape(PageShape):
    """The provisions of a document in reading order."""

    provisions: list[ProvisionShape]


class CitedProvision(ProvisionShape):
    """A provision with its document and how to cite it."""

    document: DocumentShape
    citation: str


class ShownShape(Shape):
    """A document or a clause with what stands below it; ``total`` is the number of provisions."""

    id: str
    document: DocumentShape
    head: HeadShape
    citation: str
    provisions: list[ProvisionShape]
    total: int


class Neighbour(Shape):
    """A document that this one cites (``out``) or that cites it (``in``)."""

    direction: Literal["in", "out"]
    relation: Relation
    name: str
    document: DocumentShape | None
    count: int
    places: list[str]


class NeighboursShape(PageShape):
    """The documents around a document."""

    document: DocumentShape
    neighbours: list[Neighbour]


class ImpactShape(Shape):
    """What a document changes among the stored ones."""

    document: DocumentShape
    changes: list[dict[str, object]]
    unknown: list[str]


class ConsolidatedShape(Shape):
    """A document as it stands on a day, clause by clause with its sources; unofficial, as ``note`` says."""

    document: DocumentShape
    at: dt.date
    note: str
    clauses: list[dict[str, object]]


class ComparisonShape(Shape):
    """What differs between a document on two days."""

    document: DocumentShape
    before: dt.date
    after: dt.date
    note: str
    differences: list[dict[str, object]]
    unchanged: int


class StateShape(Shape):
    """How the knowledge base stands."""

    documents: int
    provisions: int
    citations: int
    obligations: int
    failed_files: int
    generation: int
    model: str | None
    index: dict[str, object]
    message: str
