"""Files inside PDFs: a portfolio of one is that one, of several a clear error, attachments are named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from corpus.settings import Limits
from ingest.reading import read_source
from ingest.reading.portfolio import bare_name
from tests import typeset
from tests.typeset import Put

COVER = "Hãy mở bằng trình đọc khác"
INNER = "Điều 1. Phạm vi điều chỉnh của văn bản bên trong"


def _pdf(text: str) -> bytes:
    return typeset.pdf([Put(text, 85, 100)])


def _holding(files: dict[str, bytes], *, portfolio: bool = True) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pdf(COVER))))
    for name, data in files.items():
        writer.add_attachment(name, data)
    if portfolio:
        writer._root_object[NameObject("/Collection")] = DictionaryObject({NameObject("/View"): NameObject("/D")})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _read(tmp_path: Path, data: bytes, limits: Limits | None = None):
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return read_source(path, ocr=False, limits=limits or Limits())


def test_a_portfolio_of_one_document_is_that_document(tmp_path: Path) -> None:
    source = _read(tmp_path, _holding({"van-ban.pdf": _pdf(INNER), "chu-ky.p7s": b"\x30\x03"}))
    assert (source.text, source.source.name, source.notices) == (INNER, "a.pdf", ())


def test_a_portfolio_of_several_is_refused_with_their_bare_names(tmp_path: Path) -> None:
    data = _holding({"../../etc/mot.pdf": _pdf(INNER), "hai.pdf": _pdf(INNER + " hai")})
    with pytest.raises(UnreadableFileError) as caught:
        _read(tmp_path, data)
    assert caught.value.code == "portfolio"
    assert "2 văn bản (mot.pdf, hai.pdf)" in str(caught.value)
    assert ".." not in str(caught.value)


def test_attachments_of_an_ordinary_pdf_are_named(tmp_path: Path) -> None:
    source = _read(tmp_path, _holding({"phu-luc.xlsx": b"PK\x03\x04xl/workbook.xml"}, portfolio=False))
    assert source.text == COVER
    assert [n.code for n in source.notices] == ["attachments"]
    assert "phu-luc.xlsx" in source.notices[0].message


def test_attachments_beyond_the_limit_are_not_unpacked(tmp_path: Path) -> None:
    data = _holding({"bom.pdf": _pdf(INNER) + b"\0" * 2_000_000})
    source = _read(tmp_path, data, Limits(archive_bytes=1_000_000))
    assert (source.text, [n.code for n in source.notices]) == (COVER, ["attachments"])


def test_portfolios_in_portfolios_end(tmp_path: Path) -> None:
    data = _pdf(INNER)
    for _ in range(3):
        data = _holding({"trong.pdf": data})
    assert _read(tmp_path, data).text == INNER
    with pytest.raises(UnreadableFileError) as caught:
        _read(tmp_path, _holding({"trong.pdf": data}))
    assert caught.value.code == "nested"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.pdf", "a.pdf"),
        ("a\x00\x1b[31m.pdf", "a[31m.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("/", "không tên"),
    ],
)
def test_names_carry_no_path_and_no_control_characters(name: str, expected: str) -> None:
    assert bare_name(name) == expected


def test_paths_in_an_archive_are_never_written(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(INNER)
    plain = io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain, "a") as archive:
        archive.writestr("../../thoat.txt", "x")
        archive.writestr("/tmp/thoat.txt", "x")  # noqa: S108 - a name inside an archive
    path = tmp_path / "in" / "a.docx"
    path.parent.mkdir()
    path.write_bytes(plain.getvalue())
    assert read_source(path, ocr=False).text == INNER
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["a.docx"]
