"""What is fuzzed: one function a reader, which raises ``Broken`` when a guarantee of that reader does not hold.

Any other exception is a finding too: no reader may raise for the text it is given (but for the errors it documents).
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from corpus.addresses import print_address
from corpus.dates import parse_date, print_date
from corpus.errors import UnreadableFileError, UsageError
from corpus.model import Document, Source
from corpus.numbers import number_key, parse_number
from corpus.settings import Limits
from eval.fuzz.answering import asked, checked, stored
from eval.fuzz.guarantees import must
from eval.fuzz.serving import called, handed_in

_ISSUED: Final = dt.date(2024, 5, 13)


def numbers(text: str) -> None:
    """A number that is read prints as itself; the key of a number is the key of its print."""
    number = parse_number(text)
    if number is None:
        return
    printed = str(number)
    must(parse_number(printed) == number, f"{printed!r} is read otherwise")
    must(number_key(printed) == number_key(text), f"{printed!r} has another key")


def dates(text: str) -> None:
    """A date that is read prints as itself."""
    date = parse_date(text)
    must(date is None or parse_date(print_date(date)) == date, "a date is read otherwise when printed")


def addresses(text: str) -> None:
    """An address is printed or refused with the documented error; a unit is found or not."""
    from corpus.units.questions import find_unit

    find_unit(text)
    with suppress(ValueError):
        print_address(text)


def citations(text: str) -> None:
    """Every citation stands where it says, in reading order."""
    from ingest.citations import extract_citations

    found = extract_citations(text)
    for citation in found:
        must(text[citation.start : citation.end] == citation.quote, f"quote and span differ: {citation.quote!r}")
    must([c.start for c in found] == sorted(c.start for c in found), "out of order")


def effects(text: str) -> None:
    """Every effect stands where it says."""
    from ingest.citations.effects import read_effects

    for effect in read_effects(text, _ISSUED):
        must(text[effect.start : effect.end] == effect.quote, "quote and span differ")


def obligations(text: str) -> None:
    """Every obligation stands where it says and has a bearer, and no deadline is an unreadable date."""
    from ingest.obligations import extract_obligations

    for duty in extract_obligations(text, context="", issued=_ISSUED, kind="Quyết định", issuer="Bộ Thí điểm", path="dieu-1"):
        must(text[duty.start : duty.end] == duty.quote, "quote and span differ")


def understood(text: str) -> None:
    """A whole file: every provision, citation and duty stands where it says, the text is not lost, addresses are unique."""
    from ingest.reading.plain import read_plain
    from ingest.understand import understand

    try:
        source = read_plain(text.encode("utf-8", "replace"), Source("x.txt", "0" * 64, len(text)), Limits())
    except UnreadableFileError:
        return
    document = understand(source)
    must(document.text == source.text, "the text was changed")
    _spans(document)
    paths = [provision.path for provision in document.provisions]
    must(len(paths) == len(set(paths)), "an address twice")
    must(not any(notice.code == "clause-unread" for notice in document.notices), "a clause on which a reader fails")


def _spans(document: Document) -> None:
    for part in document.provisions:
        must(document.text[part.start : part.end] == part.text, f"provision {part.path} stands elsewhere")
    spans = [(c.start, c.end, c.quote) for c in document.citations]
    spans += [(duty.start, duty.end, duty.quote) for duty in document.obligations]
    spans += [(effect.start, effect.end, effect.quote) for effect in document.effects]
    for start, end, quote in spans:
        must(document.text[start:end] == quote, "quote and span differ")


def legacy(text: str) -> None:
    """Old encodings become composed Unicode; composed Unicode stays composed."""
    from ingest.reading.legacy import to_unicode

    text = unicodedata.normalize("NFC", text)
    for font in ("", ".VnTime", "VNI-Times"):
        read, _ = to_unicode(text, font)
        must(unicodedata.is_normalized("NFC", read), "not composed")


def bytes_of_text(text: str) -> None:
    """Any bytes are read as text or refused with a documented error."""
    from ingest.reading.plain import decode

    for data in (
        text.encode("utf-8", "surrogatepass"),
        text.encode("utf-16-le", "surrogatepass"),
        text.encode("cp1258", "replace"),
    ):
        try:
            must(unicodedata.is_normalized("NFC", decode(data)), "not composed")
        except UnreadableFileError:
            continue


def questions(text: str) -> None:
    """A question is understood without losing what was typed, and asking again what was understood changes nothing typed."""
    from index.understanding.query import query_terms
    from index.understanding.reading import understand

    found = understand(text)
    must(unicodedata.normalize("NFC", text).startswith(found.typed), "what was typed is lost")
    for change in found.changes:
        must(found.typed[change.start : change.end] == change.written, "a change stands elsewhere")
    query_terms(found.text)


def lines(text: str) -> None:
    """Lines of provisions-JSONL: a document or a refusal, whatever the JSON holds."""
    from app.cli.output import read_record

    read_record(text, "text")
    read_record(json.dumps({"text": text}), "text")


TARGETS: Final[dict[str, Callable[[str], None]]] = {
    target.__name__: target
    for target in (
        numbers,
        dates,
        addresses,
        citations,
        effects,
        obligations,
        understood,
        legacy,
        bytes_of_text,
        questions,
        lines,
        asked,
        checked,
        stored,
        called,
        handed_in,
    )
}
ALLOWED: Final = (UsageError,)
