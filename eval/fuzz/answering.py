"""What is fuzzed of a whole knowledge base: it is asked, drafts are checked against it, odd documents are stored in it.

The base is small, of our own invention (``eval.faults.scenes``), and made once in every process that fuzzes.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.catalogue import open_writer
from corpus.errors import UnreadableFileError
from corpus.model import AnswerStatus, Document, Source
from corpus.settings import Home, Limits
from eval.faults.scenes import write_files
from eval.fuzz.guarantees import must

if TYPE_CHECKING:
    from app.service import KnowledgeBase

_UNIT = "Văn phòng Bộ"


@cache
def _home() -> Home:
    from app.upkeep.maintenance import follow

    folder = Path(tempfile.mkdtemp(prefix="cancu-base-"))
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=1)
    home = Home(folder / "home")
    texts = [path.read_text(encoding="utf-8") for path in sorted(write_files(folder / "files", 1).glob("*.txt"))]
    with open_writer(home) as writer:
        writer.put([document for text in texts if (document := _understood(text))], "/files")
    follow(home, jobs=1)
    return home


@cache
def small_base() -> KnowledgeBase:
    """Return the knowledge base, open."""
    from app.service import open_knowledge_base

    return open_knowledge_base(_home())


def _understood(text: str) -> Document | None:
    from ingest.reading.plain import read_plain
    from ingest.understand import understand

    try:
        return understand(read_plain(text.encode("utf-8", "replace"), Source("x.txt", "0" * 64, len(text)), Limits()))
    except UnreadableFileError:
        return None


def asked(text: str) -> None:
    """Any question has an answer that can be shown, and everything quoted stands in the clause it is quoted from."""
    from app.forms.jsonform import answer_json, json_text, search_json
    from app.forms.referenceform import looked_up_json

    base = small_base()
    answer = base.ask(text)
    must(answer.status is not AnswerStatus.UNAVAILABLE, "no answer at all")
    json_text(answer_json(answer))
    json_text(search_json(text, base.search(text)))
    json_text(looked_up_json(base.references(text)))


def checked(text: str) -> None:
    """Any draft is checked, every finding stands where it says, and the findings can be written in every format."""
    from app.drafts.checking import check_document
    from app.export import export_commented, export_findings

    document = _understood(text)
    if document is None:
        return
    draft = check_document(small_base(), document, None, name="x.txt")
    for finding in draft.findings:
        must(0 <= finding.start <= finding.end <= len(draft.text), "a finding outside the draft")
    export_findings([draft], "sarif", io.BytesIO())
    export_findings([draft], "json", io.BytesIO())
    export_commented(draft, io.BytesIO())


def stored(text: str) -> None:
    """Any document is stored and read back as it was, and its duties can be written in every format."""
    from app.export import export_duties

    document = _understood(text)
    if document is None:
        return
    base = small_base()
    with open_writer(_home()) as writer:
        writer.put([document], "/x.txt")
    try:
        must(base.document(document.key) == replace(document, outline=()), "read back otherwise")
        must(base.catalogue.outline_of(document.key) == document.outline, "the outline is read back otherwise")
        bearers = dict.fromkeys(bearer for duty in document.obligations for bearer in duty.bearers)
        for bearer in (*list(bearers)[:1], _UNIT):
            listed = base.duties(bearer)
            for kind in ("csv", "xlsx", "docx", "ics"):
                export_duties(listed, kind, io.BytesIO())
    finally:
        with open_writer(_home()) as writer:
            writer.remove(document.key)
