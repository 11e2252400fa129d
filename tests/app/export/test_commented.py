"""Commented copies of drafts read back with python-docx: the same words, comments at the right ones."""

import io
import unicodedata
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from app.drafts.findings import CheckedDraft
from app.export import export_commented
from app.export.commented import Spot, compared, find_spot
from corpus.errors import UnreadableFileError
from ingest.citations.findings import Code, Finding, Severity
from tests.app.samples import NOW

WORDS = "Nghị định số 1/2020/NĐ-CP"


def finding(start: int, quote: str, suggestion: str = "") -> Finding:
    return Finding(Code.NUMBER_FORM, Severity.ERROR, start, start + len(quote), quote, "Sai.", suggestion)


def copy_of(draft: CheckedDraft, original: bytes | None = None):
    out = io.BytesIO()
    export_commented(draft, out, original=original, now=NOW)
    return docx.Document(io.BytesIO(out.getvalue()))


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def commented_words(document) -> list[tuple[str, str]]:
    """Return, for each comment, the words between its marks and its text."""
    body = document.element.body
    found = []
    for comment in document.comments:
        start = body.xpath(f".//w:commentRangeStart[@w:id='{comment.comment_id}']")[0]
        words = ""
        for element in start.itersiblings():
            if element.tag.endswith("}commentRangeEnd") and element.get(qn("w:id")) == str(comment.comment_id):
                break
            words += Run(element, document).text if element.tag.endswith("}r") else ""
        found.append((words, comment.text))
    return found


def test_a_draft_that_is_no_docx_is_set_out():
    text = f"Căn cứ {WORDS};\nxét {WORDS}\x00;"
    draft = CheckedDraft("a.txt", text, (finding(text.rindex("Nghị"), WORDS, "Viết là “01/2020/NĐ-CP”."),))
    document = copy_of(draft)
    assert [paragraph.text for paragraph in document.paragraphs] == [f"Căn cứ {WORDS};", f"xét {WORDS};"]
    assert commented_words(document) == [(WORDS, "Lỗi: Sai. Viết là “01/2020/NĐ-CP”.")]
    assert document.paragraphs[0]._p.xpath(".//w:commentRangeStart") == []
    (comment,) = document.comments
    assert (comment.author, comment.initials, comment.timestamp) == ("Căn Cứ", "CC", NOW)


def styled() -> bytes:
    """Return a DOCX whose words are cut into runs by their form, in a paragraph and in a table."""
    document = docx.Document()
    paragraph = document.add_paragraph("Căn cứ Nghị ")
    paragraph.add_run("định số").bold = True
    paragraph.add_run(" 1/2020/NĐ-CP").italic = True
    paragraph.add_run("; và ")
    document.add_table(1, 1).cell(0, 0).text = f"theo {WORDS}."
    return saved(document)


def test_1_and_2_a_docx_keeps_its_words_and_form():
    text = f"Căn cứ {WORDS}; và\ntheo {WORDS}."
    draft = CheckedDraft("a.docx", text, (finding(7, WORDS), finding(text.rindex("Nghị"), WORDS), finding(7, "Nghị")))
    document = copy_of(draft, styled())
    paragraph = document.paragraphs[0]
    assert paragraph.text == f"Căn cứ {WORDS}; và "
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs if run.text] == [
        ("Căn cứ ", None, None),
        ("Nghị", None, None),
        (" ", None, None),
        ("định số", True, None),
        (" 1/2020/NĐ-CP", None, True),
        ("; và ", None, None),
    ]
    assert document.tables[0].cell(0, 0).text == f"theo {WORDS}."
    assert commented_words(document) == [(WORDS, "Lỗi: Sai."), (WORDS, "Lỗi: Sai."), ("Nghị", "Lỗi: Sai.")]


def test_1_what_has_no_length_is_kept():
    document = docx.Document()
    run = document.add_paragraph("một hai").runs[0]
    run._r.append(OxmlElement("w:lastRenderedPageBreak"))
    run.add_tab()
    run.add_text("ba")
    copied = copy_of(CheckedDraft("a.docx", "một hai ba", (finding(0, "một"), finding(4, "hai ba"))), saved(document))
    assert copied.paragraphs[0].text == "một hai\tba"
    assert len(copied.element.body.xpath(".//w:lastRenderedPageBreak")) == 1
    assert commented_words(copied) == [("một", "Lỗi: Sai."), ("hai\tba", "Lỗi: Sai.")]


def test_3_what_cannot_be_placed_is_said_on_the_first_words():
    document = docx.Document()
    document.add_paragraph("")
    document.add_paragraph("đầu")
    copied = copy_of(CheckedDraft("a.docx", "đầu\nở chân trang", (finding(4, "ở chân trang"),)), saved(document))
    assert commented_words(copied) == [("đầu", "“ở chân trang”: Lỗi: Sai.")]
    nowhere = Finding(Code.MISSING_BASIS, Severity.WARNING, 0, 0, "", "Thiếu căn cứ.", "Bổ sung.")
    assert commented_words(copy_of(CheckedDraft("a.txt", "đầu", (nowhere,)))) == [("đầu", "Cảnh báo: Thiếu căn cứ. Bổ sung.")]
    empty = copy_of(CheckedDraft("a.docx", "x", (finding(0, "x"),)), saved(docx.Document()))
    assert [text for _, text in commented_words(empty)] == ["“x”: Lỗi: Sai."]


def test_a_draft_without_findings_has_no_comments():
    assert list(copy_of(CheckedDraft("a.txt", "một")).comments) == []


@pytest.mark.parametrize(
    ("paragraphs", "draft", "start", "quote", "expected", "reason"),
    [
        (["một hai"], "một hai", 4, "hai", Spot(0, 4, 7), "plain"),
        (["hai", "hai hai"], "hai\nhai hai", 8, "hai", Spot(1, 4, 7), "the third occurrence"),
        (["một  \t hai!"], "một hai!", 0, "một hai", Spot(0, 0, 10), "white space differs"),
        (
            [unicodedata.normalize("NFD", "là điểm ạ")],
            "là điểm ạ",
            3,
            "điểm",
            Spot(0, 4, 10),
            "letters are taken apart in the file",
        ),
        (["một", "hai"], "một\nhai", 0, "một\nhai", Spot(0, 0, 3), "over two paragraphs: what stands in the first"),
        (["một"], "một hai", 4, "hai", None, "not in the file's body"),
        (["hai"], "hai\nhai", 4, "hai", None, "fewer occurrences than in the text"),
        (["một"], "một", 0, "", None, "no words"),
    ],
)
def test_2_find_spot(paragraphs, draft, start, quote, expected, reason):
    found = find_spot([compared(p) for p in paragraphs], compared(draft), finding(start, quote))
    assert found == expected, reason


def broken() -> bytes:
    """Return a DOCX whose main part is no XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(styled())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "original", [b"no archive", b"PK\x05\x06" + b"\x00" * 18, broken()], ids=["no archive", "an empty archive", "no XML"]
)
def test_a_damaged_original_is_told(original):
    with pytest.raises(UnreadableFileError, match="Word"):
        copy_of(CheckedDraft("a.docx", "x", (finding(0, "x"),)), original)
