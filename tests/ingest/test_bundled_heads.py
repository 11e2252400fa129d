"""The heads of the bundled documents are read as their manifest says (the scan apart: it needs text recognition)."""

import pytest

from corpus.bundled import bundled_documents
from ingest.head import read_head
from ingest.reading import read_source

DOCUMENTS = [document for document in bundled_documents() if document.form != "scan" and "quet" not in document.path.name]
# The manifest's own words: the letter prints no date of its own, and a law's "ngày được thông qua" is no printed date.
OPEN = {("cong-van-ubnd-tinh-2023.pdf", "date"), ("nghi-quyet-202-2025-qh15.pdf", "effective_date")}
FIELDS = ("kind", "number", "date", "issuer", "title", "signer", "effective_date")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.path.stem)
def test_the_head_is_what_was_typeset(document):
    source = read_source(document.path, ocr=False)
    head = read_head(source).head
    wrong = [
        (field, getattr(document, field), getattr(head, field))
        for field in FIELDS
        if (document.path.name, field) not in OPEN and _plain(getattr(document, field)) != _plain(getattr(head, field))
    ]
    assert wrong == []
    assert "VĂN BẢN MINH HỌA" not in source.text, "the mark at the foot is furniture"


def _plain(value):
    return value.lower() if isinstance(value, str) else value
