"""What the page of a document and the page of a clause show, as plain values for their templates.

A document's text is shown whole and in order: each provision is a section that others can link to, and what lies between two
provisions (markers, headings, signatures) is shown where it stands.

1. The texts of a document's parts, one after the other, hold every character of the stored text but line breaks and outer spaces.
2. A clause that has clauses below it is shown with them.
3. Long lists of references are cut at ``SHOWN`` and say how many are left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.forms.words import formal_citation
from app.results import LookedUp, Reference
from app.web import links
from app.web.base import Base
from app.web.language import say
from app.web.picture import Picture, draw
from app.web.words import PDF_KIND, document_name
from corpus.addresses import lies_in, print_address
from corpus.amendment import ClauseChange
from corpus.dates import print_date
from corpus.model import Document, DocumentSummary, Duty, Provision, Quote, Relation

SHOWN = 200  # references of one group on a page: more is a job for the table of the look-up
_OUTLINE = 400  # entries of the outline: an outline longer than that is no help
_MARKER = 24  # characters: what stands before a provision on its own line and is longer is a heading
_SECOND, _DEEPEST = 2, 4


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document: lines above (``headings``), the printed marker, the text.

    ``path`` is empty for what stands after the last provision; ``opens_page`` marks the first stretch of a page; ``front``
    are the lines of the document's head, above the first provision's own heading; ``opens`` are the addresses that begin here
    and have no words of their own (an article that only holds clauses).
    """

    path: str
    label: str
    depth: int
    headings: tuple[str, ...]
    marker: str
    text: str
    page: int | None
    opens_page: bool = False
    front: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline."""

    path: str
    label: str
    heading: str
    depth: int


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """One reference: the other document (``link`` empty if it is not stored), and the place of the mention."""

    relation: Relation
    name: str
    link: str
    note: str
    place: str
    place_link: str


@dataclass(frozen=True, slots=True)
class ReferenceGroup:
    """References in one direction."""

    title: str
    total: int
    by_relation: tuple[tuple[Relation, tuple[ReferenceLine, ...]], ...]
    more: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The page of a document."""

    summary: DocumentSummary
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    outline: tuple[OutlineEntry, ...]
    parts: tuple[Part, ...]
    has_pages: bool
    references: tuple[ReferenceGroup, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class ClauseView:
    """The page of a clause."""

    summary: DocumentSummary
    path: str
    label: str
    breadcrumb: tuple[str, ...]
    context: str
    text: str
    start: int
    end: int
    page: int | None
    page_size: tuple[int, int] | None
    formal: str
    duties: tuple[Duty, ...]
    previous: Provision | None
    next: Provision | None
    references: tuple[ReferenceGroup, ...]
    changes: tuple[ClauseChange, ...] = ()


def _depth(path: str) -> int:
    return min(path.count("/") + 1, _DEEPEST)


def parts_of(document: Document) -> tuple[Part, ...]:
    """Return the document's text in its stretches, in reading order."""
    parts: list[Part] = []
    named = {provision.path for provision in document.provisions}
    at = 0
    page = None
    for provision in sorted(document.provisions, key=lambda p: (p.start, p.end)):
        if provision.start < at:
            continue
        headings, marker = _before(document.text[at : provision.start])
        front, headings = (_front(headings, provision.heading)) if not parts else ((), headings)
        text = document.text[provision.start : provision.end]
        opens = provision.page is not None and provision.page != page
        page = provision.page
        places = tuple(place for place in _above(provision.path) if place not in named)
        named.update(places)
        depth = _depth(provision.path)
        parts.append(Part(provision.path, provision.label, depth, headings, marker, text, page, opens, front, places))
        at = provision.end
    rest, marker = _before(document.text[at:])
    rest = (*rest, marker) if marker else rest
    if rest:
        parts.append(Part("", "", 1, rest, "", "", None))
    return tuple(parts)


def _above(path: str) -> list[str]:
    """Return the addresses that hold the one at ``path``, the outermost first."""
    steps = path.split("/")
    return ["/".join(steps[:n]) for n in range(1, len(steps))]


def _front(lines: tuple[str, ...], heading: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split the lines above the first provision into the document's head and the provision's own heading."""
    own = next((i for i, line in enumerate(lines) if heading and heading in line), len(lines))
    return lines[:own], lines[own:]


def _before(gap: str) -> tuple[tuple[str, ...], str]:
    """Split what stands before a provision into whole lines and the marker on the provision's own line."""
    *above, last = gap.split("\n")
    lines = [line.strip() for line in above if line.strip()]
    marker = last.strip()
    if len(marker) > _MARKER:
        return (*lines, marker), ""
    return tuple(lines), marker


def outline_of(document: Document) -> tuple[OutlineEntry, ...]:
    """Return what an outline lists: provisions of the first depth and those with a heading; without headings the first two depths."""
    headed = any(p.heading for p in document.provisions)
    entries = [
        OutlineEntry(p.path, p.label, p.heading, _depth(p.path))
        for p in document.provisions
        if p.heading or _depth(p.path) == 1 or (_depth(p.path) == _SECOND and not headed)
    ]
    return tuple(entries[:_OUTLINE])


def facts_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the facts of a document's head as (name, words), unknown ones left out."""
    head = document.head
    facts = (
        (say("Người ký"), head.signer or ""),
        (say("Ngày có hiệu lực"), print_date(head.effective_date) if head.effective_date else ""),
        (say("Nơi nhận"), "; ".join(head.recipients)),
        (say("Tệp nguồn"), f"{document.source.name} ({say(PDF_KIND[document.source.kind_of_pdf])})"),
        (say("Số trang"), str(len(document.pages)) if document.pages else ""),
    )
    return tuple((name, value) for name, value in facts if value)


def document_view(base: Base, document: Document, summary: DocumentSummary) -> DocumentView:
    """Return what the page of ``document`` shows."""
    outgoing, incoming = _looked_up(base, summary, out=True), _looked_up(base, summary, out=False)
    return DocumentView(
        summary=summary,
        facts=facts_of(document),
        notices=tuple(dict.fromkeys(notice.message for notice in document.notices)),
        outline=outline_of(document),
        parts=parts_of(document),
        has_pages=bool(document.pages),
        references=(
            _group(say("Văn bản này dẫn chiếu tới"), outgoing, summary, out=True),
            _group(say("Văn bản khác dẫn chiếu tới văn bản này"), incoming, summary, out=False),
        ),
        picture=draw(summary, _own(outgoing, summary), _own(incoming, summary)),
    )


def _looked_up(base: Base, summary: DocumentSummary, *, out: bool, path: str = "") -> LookedUp:
    asked = f"{summary.key}#{path}" if path else summary.key
    return base.references(asked, direction="out" if out else "in")


def _own(found: LookedUp, summary: DocumentSummary) -> LookedUp:
    """Return a look-up of this very document; one without references where it met another, since numbers repeat."""
    same = found.target is not None and found.target.key == summary.key
    return found if same else replace(found, references=())


def _group(title: str, found: LookedUp, summary: DocumentSummary, *, out: bool) -> ReferenceGroup:
    """Group references by relation; none where the look-up met another document, since numbers repeat."""
    references = _own(found, summary).references
    shown = [_out_line(r) if out else _in_line(r) for r in references[:SHOWN]]
    order = [relation for relation in Relation if any(line.relation is relation for line in shown)]
    grouped = tuple((relation, tuple(line for line in shown if line.relation is relation)) for relation in order)
    message = "" if references else "Chưa thấy trong các văn bản đã nạp." if not out else "Không thấy dẫn chiếu nào."
    return ReferenceGroup(title, len(references), grouped, len(references) - len(shown), message)


def _out_line(reference: Reference) -> ReferenceLine:
    target = reference.target
    path = reference.citation.provisions[0] if len(reference.citation.provisions) == 1 else ""
    link = links.provision_link(target.key, path) if target else ""
    note = "" if target else "chưa có trong kho" if not reference.resolution.candidates else "có nhiều văn bản trùng số"
    return ReferenceLine(reference.citation.relation, reference.citation.quote, link, note, *_place(reference.quote))


def _in_line(reference: Reference) -> ReferenceLine:
    document = reference.quote.document
    note = f"“{reference.citation.quote}”"
    link = links.document_link(document.key)
    return ReferenceLine(reference.citation.relation, document_name(document), link, note, *_place(reference.quote))


def _place(quote: Quote) -> tuple[str, str]:
    return quote.label if quote.path else "", links.provision_link(quote.document.key, quote.path)


def clause_view(
    base: Base, document: Document, summary: DocumentSummary, path: str, as_of: dt.date | None = None
) -> ClauseView | None:
    """Return what the page of the clause at ``path`` shows, ``None`` when the document has no such clause."""
    ordered = sorted(document.provisions, key=lambda p: (p.start, p.end))
    inside = [i for i, p in enumerate(ordered) if lies_in(p.path, path)]
    if not inside:
        return None
    first, last = ordered[inside[0]], ordered[inside[-1]]
    label = first.label if first.path == path else _label(path)
    start, end = first.start, max(ordered[i].end for i in inside)
    found = _looked_up(base, summary, out=False, path=path)
    return ClauseView(
        summary=summary,
        path=path,
        label=label,
        breadcrumb=_breadcrumb(first, path),
        context=first.context,
        text=document.text[start:end].strip(),
        start=start,
        end=end,
        page=first.page,
        page_size=next(((round(p.width), round(p.height)) for p in document.pages if p.number == first.page), None),
        formal=formal_citation(summary, label),
        duties=_duties(document, summary, start, end, first.page),
        previous=ordered[inside[0] - 1] if inside[0] else None,
        next=ordered[ordered.index(last) + 1] if ordered.index(last) + 1 < len(ordered) else None,
        references=(_group(say("Nơi dẫn chiếu tới {place}", place=label), found, summary, out=False),) if found.references else (),
        changes=base.clause_changes(document.key, path, as_of),
    )


def _label(path: str) -> str:
    try:
        return print_address(path)
    except ValueError:
        return path


def _breadcrumb(provision: Provision, path: str) -> tuple[str, ...]:
    heading = (provision.heading,) if provision.heading and provision.path == path else ()
    return (*provision.breadcrumb, *heading)


def _duties(document: Document, summary: DocumentSummary, start: int, end: int, page: int | None) -> tuple[Duty, ...]:
    found: Iterable[Duty] = (
        Duty(Quote(summary, o.path, _label(o.path), o.quote, o.start, o.end, page), o, because=_borne_by(o.bearers))
        for o in document.obligations
        if start <= o.start < end
    )
    return tuple(found)


def _borne_by(bearers: Sequence[str]) -> str:
    return say("Giao cho {bearers}", bearers="; ".join(bearers)) if bearers else ""


def span_of(document: Document, path: str) -> tuple[int, int] | None:
    """Return the span of the clause at ``path`` with those below it, ``None`` when there is none."""
    found = [p for p in document.provisions if lies_in(p.path, path)]
    return (min(p.start for p in found), max(p.end for p in found)) if found else None


def moved(base: Base, rest: str) -> str | None:
    """Return what names now what ``rest`` of a permalink named before the document's head was put right, ``None`` if it never did."""
    for key, path in links.readings(rest):
        now = base.key_now(key)
        if now:
            return f"{now}/{path}" if path else now
    return None


def find(base: Base, rest: str, as_of: dt.date | None = None) -> tuple[DocumentSummary, str] | None:
    """Return the document and the path that ``rest`` of a permalink names, ``None`` when no such document is stored."""
    for key, path in links.readings(rest):
        summary = base.summary(key, as_of)
        if summary is not None:
            return summary, path
    return None
