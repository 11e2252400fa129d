"""The bundled corpus: manifest, files and sources in step; every document says on its face that it is a demonstration."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from corpus.bundled import DOCUMENTS, MANIFEST, SOURCES, BundledCorpusError, BundledDocument, bundled_documents
from corpus.numbers import parse_number
from corpus.typeset.manuscript import Manuscript, ManuscriptError, read_manuscript

MARK = "VĂN BẢN MINH HỌA - không thay thế văn bản gốc"
MOST_BYTES = 2_500_000  # of all PDFs together: they stay in the history for ever
MOST_SCAN_BYTES = 150_000

HEAD = "kind: Chỉ thị\nissuer: Bộ Thử\ntitle: Về việc thử\ndemonstration: Toàn bộ\n"


def pages_of(path: Path) -> list[str]:
    """The text of each page."""
    document = pdfium.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def manuscript(text: str, folder: Path) -> Manuscript:
    """``text`` read as the source ``thu.txt``."""
    path = folder / "thu.txt"
    path.write_text(text, encoding="utf-8")
    return read_manuscript(path)


def ids(document: BundledDocument) -> str:
    return document.path.stem


def test_manifest_names_every_file_and_every_source() -> None:
    documents = bundled_documents()
    assert {document.path for document in documents} == set(DOCUMENTS.glob("*.pdf"))
    assert {document.source for document in documents} == set(SOURCES.glob("*.txt"))
    assert len(documents) >= 20


def test_all_pdfs_together_stay_small() -> None:
    sizes = {document.path.name: document.path.stat().st_size for document in bundled_documents()}
    assert sum(sizes.values()) < MOST_BYTES
    assert [name for name, size in sizes.items() if name.endswith("quet.pdf") and size > MOST_SCAN_BYTES] == []


@pytest.mark.parametrize("document", bundled_documents(), ids=ids)
def test_manifest_says_what_the_source_says(document: BundledDocument) -> None:
    source = read_manuscript(document.source)
    assert (document.kind, document.number, document.date) == (source.kind, source.known_number, source.known_date)
    assert (document.form, document.invented, document.signer or "") == (source.form, source.invented, source.signer)
    assert document.demonstration[1:] == source.demonstration


@pytest.mark.parametrize("document", bundled_documents(), ids=ids)
def test_every_page_bears_the_mark_and_the_scan_has_no_text(document: BundledDocument) -> None:
    texts = pages_of(document.path)
    if document.form == "scan":
        assert [text.strip() for text in texts] == [""] * len(texts)
    else:
        assert [MARK in text for text in texts] == [True] * len(texts)
    assert 1 <= len(texts) <= 4


@pytest.mark.parametrize("document", [d for d in bundled_documents() if d.number], ids=ids)
def test_numbers_are_canonical(document: BundledDocument) -> None:
    number = parse_number(document.number or "")
    assert number is not None
    assert str(number) == document.number


def test_invented_documents_say_so_on_their_face() -> None:
    invented = [document for document in bundled_documents() if document.invented]
    assert len(invented) == 5
    for document in invented:
        assert "ví dụ giả định" in document.title
        assert document.issuer == "Ủy ban nhân dân tỉnh Giả Định"


# (number, date, reason)
TRUE_DATES = [
    ("07/CT-TTg", "2023-03-21", "the directive"),
    ("3163/KH-BCT", "2024-05-13", "the plan"),
    ("09/2017/NĐ-CP", "2017-02-09", "decree it rests on"),
    ("407/QĐ-TTg", "2022-03-30", "press accounts of the plan have 2027, which is wrong"),
    ("1575/QĐ-BCT", "2021-06-15", "with the attached Quy chế"),
    ("1908/QĐ-BCT", "2023-07-25", "carries out 407/QĐ-TTg"),
    ("244/2026/NĐ-CP", "2026-06-26", "ends 09/2017/NĐ-CP"),
]


@pytest.mark.parametrize(("number", "date", "reason"), TRUE_DATES)
def test_true_numbers_and_dates(number: str, date: str, reason: str) -> None:
    assert [str(d.date) for d in bundled_documents() if d.number == number] == [date], reason


def test_no_source_repeats_the_wrong_year_of_407() -> None:
    wrong = [path.name for path in SOURCES.glob("*.txt") if "30 tháng 3 năm 2027" in path.read_text(encoding="utf-8")]
    assert wrong == []


def test_stamped_document_has_blanks_in_its_text_and_the_stamps_in_widgets() -> None:
    [document] = [d for d in bundled_documents() if d.form == "stamped"]
    plain = pages_of(document.path)[0]
    assert "9904" not in plain
    assert "15 tháng" not in plain
    opened = pdfium.PdfDocument(document.path)
    opened.init_forms()
    page = opened[0]
    page.flatten()
    flattened = opened[0].get_textpage().get_text_range()
    opened.close()
    assert [stamp in flattened for stamp in ("9904", "15", "4")] == [True, True, True]


# (what happens to the copy, words of the message)
DAMAGE = [("missing", "thiếu hoặc đã bị sửa"), ("changed", "thiếu hoặc đã bị sửa"), ("no manifest", "Thiếu danh mục")]


@pytest.mark.parametrize(("damage", "message"), DAMAGE)
def test_a_missing_or_changed_file_is_refused(damage: str, message: str, tmp_path: Path) -> None:
    for path in DOCUMENTS.iterdir():
        shutil.copy(path, tmp_path / path.name)
    first = sorted(tmp_path.glob("*.pdf"))[0]
    if damage == "missing":
        first.unlink()
    elif damage == "changed":
        first.write_bytes(first.read_bytes() + b"\n")
    else:
        (tmp_path / MANIFEST.name).unlink()
    with pytest.raises(BundledCorpusError, match=message):
        bundled_documents(tmp_path)


def test_typesetting_again_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    from corpus.typeset.__main__ import tools, write_all

    try:
        here = tools()
    except ManuscriptError as error:
        pytest.skip(str(error))
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    if here != manifest["tools"]:
        pytest.skip("other versions of the libraries or the font than the documents were typeset with")
    write_all(tmp_path)
    assert {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in tmp_path.iterdir()} == {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in DOCUMENTS.iterdir()
    }


# (source, words of the message, reason)
BAD_SOURCES = [
    (HEAD, "thiếu dòng", "no rule after the front matter"),
    (HEAD + "colour: red\n---\nx\n", "dòng 5", "unknown key, with its line"),
    (HEAD + "kind: Luật\n---\nx\n", "lặp lại", "a key twice"),
    ("kind: Luật\n---\nx\n", "thiếu khóa “issuer”", "required key absent"),
    (HEAD + "form: fax\n---\nx\n", "form “fax”", "unknown form"),
]


@pytest.mark.parametrize(("text", "message", "reason"), BAD_SOURCES)
def test_bad_sources_are_refused(text: str, message: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ManuscriptError, match=message):
        manuscript(text, tmp_path)


def test_what_the_record_leaves_open_is_none(tmp_path: Path) -> None:
    source = manuscript(HEAD + "number: /BTTTT\ndate: 2022\n---\nMột đoạn.\n\nHai đoạn.\n", tmp_path)
    assert (source.known_number, source.known_date, source.body) == (None, None, ("Một đoạn.", "Hai đoạn."))
