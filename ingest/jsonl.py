"""Collections that are already split: one provision a line.

``{"document": {"kind", "number", "date", "issuer", "title"}, "path", "heading", "text", "key"}``; fields of ``document`` may be
null, ``key`` is any outside id and comes back in hits. Lines of one document may stand anywhere in the file.

1. Every line that can be read becomes one provision, in the file's order within its document.
2. A line that cannot be read is reported with its number and the rest go on.
3. An address that repeats within a document gets ``~2``, ``~3`` ...: no line is lost.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.addresses import parse_step, print_address
from corpus.dates import parse_date
from corpus.kinds import kind_named
from corpus.model import Document, Evidence, Head, Level, Notice, Provision, Source
from corpus.numbers import canonical, document_key
from corpus.vietnamese import nfc
from ingest.citations.effects import read_effects
from ingest.outline import build_outline, paragraphs_of
from ingest.outline.provisions import provisions_of
from ingest.understand import read_provisions

_HALF_LETTER = b"\\ud"  # JSON writes letters beyond the first 65,536 in two halves, "\\ud83d\\ude00"
_HEAD_FIELDS = ("kind", "number", "date", "issuer", "title")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read; ``number`` counts from 1."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """Where the lines of each document stand: byte offsets by the document's head as written."""

    offsets: tuple[tuple[str, tuple[int, ...]], ...]
    bad: tuple[BadLine, ...]


def group_lines(path: Path) -> Grouped:
    """Read the file once and group its lines by document, in order of first appearance.

    Memory is a few bytes a line. Raises ``OSError`` when the file cannot be read.
    """
    offsets: dict[str, list[int]] = {}
    bad: list[BadLine] = []
    position = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                try:
                    offsets.setdefault(_head_text(line), []).append(position)
                except (ValueError, AttributeError, TypeError, RecursionError):
                    bad.append(BadLine(number, f"Dòng {number} không đúng khuôn JSONL của điều khoản; dòng này bị bỏ qua."))
            position += len(line)
    return Grouped(tuple((head, tuple(places)) for head, places in offsets.items()), tuple(bad))


def _head_text(line: bytes) -> str:
    value = json.loads(line)
    if not isinstance(value.get("text"), str):
        raise ValueError("no text")
    if _HALF_LETTER in line.lower():
        json.dumps(value, ensure_ascii=False).encode()  # halves of a letter cannot be stored: UnicodeEncodeError, a ValueError
    head = value.get("document") or {}
    return json.dumps([head.get(name) for name in _HEAD_FIELDS], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a grouped file: its key, its head as written, and where its lines stand."""

    path: Path
    source: Source
    key: str
    head: str
    places: tuple[int, ...]


def parts_of(path: Path, grouped: Grouped, source: Source, *, skip: Collection[str] = ()) -> tuple[Part, ...]:
    """Return the documents of a grouped file in its order, unread; those whose key is in ``skip`` are left out."""
    pairs = zip(keys_of(grouped, source), grouped.offsets, strict=True)
    return tuple(Part(path, source, key, head, places) for key, (head, places) in pairs if key not in skip)


def lines_of(part: Part) -> tuple[bytes, ...]:
    """Return the lines of a document as they stand in its file. Raises ``OSError``."""
    lines = []
    with part.path.open("rb") as stream:
        for place in part.places:
            stream.seek(place)
            lines.append(stream.readline())
    return tuple(lines)


def read_part(part: Part) -> Document:
    """Return a document of a grouped file. Raises ``OSError``."""
    return read_lines(part, lines_of(part))


def read_lines(part: Part, lines: Sequence[bytes]) -> Document:
    """Return a document from its lines, without its file."""
    return _document(part.key, _head(part.head), [json.loads(line) for line in lines], part.source)


def keys_of(grouped: Grouped, source: Source) -> tuple[str, ...]:
    """Return the keys of the documents, in the order of ``parts_of``."""
    taken: set[str] = set()
    return tuple(_free(document_key(_head(head), source.name), taken) for head, _ in grouped.offsets)


def _head(head_text: str) -> Head:
    kind, number, date, issuer, title = (
        nfc(v).strip() if isinstance(v, str) and v.strip() else None for v in json.loads(head_text)
    )
    found = kind_named(kind) if kind else None
    evidence = tuple(
        (name, Evidence.IMPORT) for name, value in zip(_HEAD_FIELDS, (kind, number, date, issuer, title), strict=True) if value
    )
    return Head(
        kind=found.name if found else kind,
        number=(canonical(number) or number) if number else None,
        date=parse_date(date),
        issuer=issuer,
        title=title,
        evidence=evidence,
    )


def _free(name: str, taken: set[str]) -> str:
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name}~{count}"
    taken.add(candidate)
    return candidate


def _document(key: str, head: Head, lines: list[dict[str, object]], source: Source) -> Document:
    parts: list[str] = []
    provisions: list[Provision] = []
    inner: list[Provision] = []
    taken: set[str] = set()
    position = 0
    for line in lines:
        heading, text = nfc(str(line.get("heading") or "")).strip(), nfc(str(line["text"])).strip()
        path = _free(_path(line.get("path"), len(taken) + 1), taken)
        label = print_address(path)
        opening = f"{label}. {heading}\n" if heading else f"{label}\n"
        start = position + len(opening)
        outside = line.get("key")
        provision = Provision(
            document=key,
            path=path,
            label=label,
            heading=heading,
            text=text,
            start=start,
            end=start + len(text),
            level=parse_step(path.rsplit("/", 1)[-1])[0],
            key=None if outside is None else str(outside),
        )
        provisions.append(provision)
        inner.extend(_inside(provision))
        parts.append(f"{opening}{text}\n")
        position += len(parts[-1])
    text = "".join(parts)
    readings = read_provisions(inner, head)
    known = bool(head.number or head.title)
    unknown = () if known else (Notice("head-incomplete", "Dòng nhập không có số hiệu và tên văn bản."),)
    return Document(
        key=key,
        head=head,
        text=text,
        source=source,
        provisions=tuple(provisions),
        citations=readings.citations,
        obligations=readings.obligations,
        effects=read_effects(text, head.date),
        notices=(*readings.notices, *unknown),
    )


def _path(value: object, count: int) -> str:
    text = str(value or "").strip().lower()
    try:
        for part in text.split("/"):
            parse_step(part)
    except ValueError:
        return f"{Level.DOAN.value}-{count}"
    return text


def _inside(provision: Provision) -> Iterator[Provision]:
    """Yield the clauses inside an imported provision, for reading duties and citations; the provision itself stays whole."""
    reading = build_outline(provision.text, paragraphs_of(provision.text))
    for part in provisions_of(provision.document, provision.text, reading.roots, ()):
        below = "" if part.path.startswith(Level.DOAN.value) else f"/{part.path}"
        context = "\n".join(c for c in (provision.heading, part.context) if c)
        start = part.start + provision.start
        yield replace(part, path=provision.path + below, start=start, end=part.end + provision.start, context=context)
