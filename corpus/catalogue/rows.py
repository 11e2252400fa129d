"""Values of the model as rows of the catalogue, and back; the only place that knows both."""

from __future__ import annotations

import datetime as dt
import json
import re
import zlib

from corpus.catalogue.store import Row, Value
from corpus.model import (
    Box,
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    DocumentSummary,
    Effect,
    EffectKind,
    Evidence,
    Furniture,
    Head,
    Level,
    Line,
    Modality,
    Notice,
    Obligation,
    Page,
    PageVerdict,
    PdfKind,
    Provision,
    Relation,
    Role,
    Source,
)
from corpus.numbers import number_key
from corpus.vietnamese import search_key


def pack(text: str) -> bytes:
    """Return ``text`` as stored."""
    return zlib.compress(text.encode(), 1)


def unpack(data: bytes) -> str:
    """Inverse of ``pack``. Raises ``zlib.error`` for damaged data."""
    return zlib.decompress(data).decode()


# One encoder for all values: ``json.dumps`` makes a new one at every call that is not the default.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: object) -> str:
    """Return compact JSON with Vietnamese letters as they are."""
    return _ENCODER.encode(value)


def iso(date: dt.date | None) -> str | None:
    """Return an ISO date or ``None``."""
    return date.isoformat() if date else None


def date_or_none(text: str | None) -> dt.date | None:
    """Inverse of ``iso``."""
    return dt.date.fromisoformat(text) if text else None


def _box_list(box: Box) -> list[float]:
    return [box.page, round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2)]


def _box(values: list[float]) -> Box:
    return Box(int(values[0]), *values[1:])


def _layout(document: Document) -> str:
    lines = [
        [line.start, line.end, line.page, _box_list(line.box) if line.box else None, round(line.size, 1), int(line.bold)]
        for line in document.lines
    ]
    furniture = [[f.text, f.page, f.reason, _box_list(f.box) if f.box else None] for f in document.furniture]
    return to_json({"lines": lines, "furniture": furniture})


def _beside(head: Head, name: str) -> tuple[str, ...]:
    """Return what is kept beside a field's evidence: the authority to sign has no column of its own."""
    return (head.authority,) if name == "authority" and head.authority else ()


def document_row(document: Document, origin: str, generation: int) -> tuple[Value, ...]:
    """Return the row of ``documents`` without its id, in the order of ``DOCUMENT_COLUMNS``."""
    head, source = document.head, document.source
    return (
        document.key,
        head.kind,
        head.number,
        number_key(head.number) if head.number else None,
        iso(head.date),
        head.issuer,
        head.title,
        search_key(head.title) if head.title else None,
        head.signer,
        iso(head.effective_date),
        to_json(head.recipients),
        to_json([[name, str(evidence), *_beside(head, name)] for name, evidence in head.evidence]),
        pack(document.text),
        pack(_layout(document)),
        to_json([[n.code, n.message, n.page] for n in document.notices]),
        source.name,
        source.sha256,
        source.size,
        str(source.kind_of_pdf),
        origin,
        generation,
    )


DOCUMENT_COLUMNS = (
    "key, kind, number, number_key, date, issuer, title, title_key, signer, effective_date, recipients, evidence, text, layout, "
    "notices, source_name, source_sha256, source_size, kind_of_pdf, origin, generation"
)


PROVISION_COLUMNS = 'document, ordinal, path, label, heading, text, start, "end", level, page, context, breadcrumb, key, boxes'
CITATION_COLUMNS = (
    'document, start, "end", quote, kind, number, number_key, date, title, title_key, issuer, provisions, self_reference, '
    "relation, path"
)
EFFECT_COLUMNS = 'document, kind, start, "end", quote, date, until, provisions, exceptions, target, target_number, target_title'
OBLIGATION_COLUMNS = (
    'document, start, "end", quote, modality, bearers, role, partners, recipients, action, deadline_text, deadline_kind, '
    "deadline_value, condition, path, certain"
)
SOURCE_FILE_COLUMNS = "origin, sha256, name, size, state, code, message, time, reader"


def head_of(row: Row) -> Head:
    """Return the head stored in a row of ``documents``."""
    evidence = json.loads(row["evidence"])
    return Head(
        kind=row["kind"],
        number=row["number"],
        date=date_or_none(row["date"]),
        issuer=row["issuer"],
        title=row["title"],
        signer=row["signer"],
        effective_date=date_or_none(row["effective_date"]),
        recipients=tuple(json.loads(row["recipients"])),
        evidence=tuple((name, Evidence(value)) for name, value, *_ in evidence),
        authority=next((beside[0] for _, _, *beside in evidence if beside), None),
    )


def summary_of(row: Row) -> DocumentSummary:
    """Return the summary of a row of ``documents`` (status left open: it depends on the date asked for)."""
    return DocumentSummary(row["key"], row["kind"], row["number"], date_or_none(row["date"]), row["issuer"], row["title"])


def source_of(row: Row) -> Source:
    """Return the source of a row of ``documents``."""
    return Source(row["source_name"], row["source_sha256"], row["source_size"], PdfKind(row["kind_of_pdf"]))


def notices_of(row: Row) -> tuple[Notice, ...]:
    """Return the notices of a row of ``documents``."""
    return tuple(Notice(code, message, page) for code, message, page in json.loads(row["notices"]))


def layout_of(data: bytes, text: str) -> tuple[tuple[Line, ...], tuple[Furniture, ...]]:
    """Return lines and furniture of a stored layout; line texts are cut from the document's text."""
    stored = json.loads(unpack(data))
    lines = tuple(
        Line(text[start:end], start, end, page, _box(box) if box else None, size, bool(bold))
        for start, end, page, box, size, bold in stored["lines"]
    )
    furniture = tuple(
        Furniture(words, page, reason, _box(box) if box else None) for words, page, reason, box in stored["furniture"]
    )
    return lines, furniture


def page_of(row: Row) -> Page:
    """Return the page of a row of ``pages``."""
    verdict = PageVerdict(row["verdict"])
    return Page(row["number"], row["width"], row["height"], row["start"], row["end"], verdict, row["confidence"])


def provision_row(provision: Provision, document: int, ordinal: int) -> tuple[Value, ...]:
    """Return the row of ``provisions`` without its id."""
    return (
        document,
        ordinal,
        provision.path,
        provision.label,
        provision.heading,
        provision.text,
        provision.start,
        provision.end,
        str(provision.level),
        provision.page,
        provision.context,
        to_json(provision.breadcrumb),
        provision.key,
        to_json([_box_list(box) for box in provision.boxes]),
    )


def provision_of(row: Row) -> Provision:
    """Return the provision of a row that joins ``documents.key AS document_key``."""
    return Provision(
        document=row["document_key"],
        path=row["path"],
        label=row["label"],
        heading=row["heading"],
        text=row["text"],
        start=row["start"],
        end=row["end"],
        level=Level(row["level"]),
        page=row["page"],
        context=row["context"],
        breadcrumb=tuple(json.loads(row["breadcrumb"])),
        key=row["key"],
        boxes=tuple(_box(values) for values in json.loads(row["boxes"])),
    )


def citation_row(citation: Citation, document: int) -> tuple[Value, ...]:
    """Return the row of ``citations`` without its id."""
    return (
        document,
        citation.start,
        citation.end,
        citation.quote,
        citation.kind,
        citation.number,
        number_key(citation.number) if citation.number else None,
        citation.date,
        citation.title,
        search_key(citation.title) if citation.title else None,
        citation.issuer,
        to_json(citation.provisions),
        int(citation.self_reference),
        str(citation.relation),
        citation.path,
    )


def citation_of(row: Row) -> Citation:
    """Return the citation of a row of ``citations``."""
    return Citation(
        start=row["start"],
        end=row["end"],
        quote=row["quote"],
        kind=row["kind"],
        number=row["number"],
        date=row["date"],
        title=row["title"],
        issuer=row["issuer"],
        provisions=tuple(json.loads(row["provisions"])),
        self_reference=bool(row["self_reference"]),
        relation=Relation(row["relation"]),
        path=row["path"],
    )


_CITATION_FIELDS = (
    "start",
    "end",
    "quote",
    "kind",
    "number",
    "date",
    "title",
    "issuer",
    "provisions",
    "self_reference",
    "relation",
    "path",
)


def effect_row(effect: Effect, document: int) -> tuple[Value, ...]:
    """Return the row of ``effects`` without its id."""
    target = effect.target
    return (
        document,
        str(effect.kind),
        effect.start,
        effect.end,
        effect.quote,
        iso(effect.date),
        iso(effect.until),
        to_json(effect.provisions),
        to_json(effect.exceptions),
        to_json([getattr(target, name) for name in _CITATION_FIELDS]) if target else None,
        number_key(target.number) if target and target.number else None,
        search_key(target.title) if target and target.title else None,
    )


def effect_of(row: Row) -> Effect:
    """Return the effect of a row of ``effects``."""
    target = None
    if row["target"]:
        values = dict(zip(_CITATION_FIELDS, json.loads(row["target"]), strict=True))
        values |= {"provisions": tuple(values["provisions"]), "relation": Relation(values["relation"])}
        target = Citation(**values)
    return Effect(
        kind=EffectKind(row["kind"]),
        start=row["start"],
        end=row["end"],
        quote=row["quote"],
        date=date_or_none(row["date"]),
        provisions=tuple(json.loads(row["provisions"])),
        target=target,
        exceptions=tuple(json.loads(row["exceptions"])),
        until=date_or_none(row["until"]),
    )


def obligation_row(obligation: Obligation, document: int) -> tuple[Value, ...]:
    """Return the row of ``obligations`` without its id."""
    deadline = obligation.deadline
    return (
        document,
        obligation.start,
        obligation.end,
        obligation.quote,
        str(obligation.modality),
        to_json(obligation.bearers),
        str(obligation.role),
        to_json(obligation.partners),
        to_json(obligation.recipients),
        obligation.action,
        deadline.text if deadline else None,
        str(deadline.kind) if deadline else None,
        deadline.value if deadline else None,
        obligation.condition,
        obligation.path,
        int(obligation.certain),
    )


_EXCEPTION = re.compile(r"\((?:trừ|ngoại trừ|không bao gồm)\s[^()]{3,150}\)")  # behind the bearers: whom they do not mean


def borne_rows(obligation: Obligation, document: int, number: int) -> list[tuple[Value, ...]]:
    """Return the rows of ``bearers`` of the obligation stored as ``number``, names with whom they leave out ("sở (trừ Sở Y tế)")."""
    deadline = obligation.deadline
    due = deadline.value if deadline and deadline.kind in {DeadlineKind.DATE, DeadlineKind.RECURRING} else None
    shared = (number, document, obligation.start, str(obligation.modality), str(obligation.role))
    exception = _EXCEPTION.search(obligation.quote[: max(0, obligation.quote.find(obligation.action))])
    but = f" ({exception[0].strip('()')})" if exception and obligation.action else ""
    return [(f"{name}{but}", *shared, str(deadline.kind) if deadline else None, due) for name in obligation.bearers]


def _names(text: str) -> tuple[str, ...]:
    """Return a stored list of names; most are empty."""
    return () if text == "[]" else tuple(json.loads(text))


def obligation_of(row: Row) -> Obligation:
    """Return the obligation of a row of ``obligations``."""
    deadline = None
    if row["deadline_kind"]:
        deadline = Deadline(row["deadline_text"], DeadlineKind(row["deadline_kind"]), row["deadline_value"])
    return Obligation(
        start=row["start"],
        end=row["end"],
        quote=row["quote"],
        modality=Modality(row["modality"]),
        bearers=_names(row["bearers"]),
        role=Role(row["role"]),
        partners=_names(row["partners"]),
        recipients=_names(row["recipients"]),
        action=row["action"],
        deadline=deadline,
        condition=row["condition"],
        path=row["path"],
        certain=bool(row["certain"]),
    )


def page_count(boxes: str) -> int:
    """Return on how many pages stored boxes lie."""
    return 0 if boxes == "[]" else len({values[0] for values in json.loads(boxes)})
