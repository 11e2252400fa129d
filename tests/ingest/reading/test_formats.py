"""Formats other than PDF: text in several encodings, Word with automatic numbers, pictures; all by content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from corpus.model import PdfKind
from corpus.settings import Limits
from ingest.reading import read_source
from ingest.reading.sniff import Format, sniff
from ingest.source import SourceText

TEXT = "Điều 1. Phạm vi\nThông tư này quy định sổ mẫu."


def read(tmp_path: Path, data: bytes, name: str, limits: Limits | None = None) -> SourceText:
    path = tmp_path / name
    path.write_bytes(data)
    return read_source(path, ocr=False, limits=limits or Limits())


def paragraphs(source: SourceText) -> list[tuple[str, int | None]]:
    return [(source.text[p.start : p.end], p.table) for p in source.paragraphs]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with a mark"),
        (TEXT.encode("utf-16"), "UTF-16 with a mark"),
        (TEXT.encode("utf-16-le"), "UTF-16 without a mark"),
        (TEXT.replace("\n", "\r\n").encode(), "line ends of Windows"),
        (
            "Ðiê\u0300u 1. Pha\u0323m vi\nThông tư na\u0300y quy đi\u0323nh sô\u0309 mâ\u0303u.".replace("Ð", "Đ").encode("cp1258"),
            "Windows-1258",
        ),
        (TEXT.replace("Điều", "Đie\u0302\u0300u").encode(), "decomposed letters"),
    ],
)
def test_text_files(tmp_path: Path, data: bytes, reason: str) -> None:
    source = read(tmp_path, data, "a.txt")
    assert source.text == TEXT, reason
    assert source.source.kind_of_pdf is PdfKind.NOT_PDF
    assert all(source.text[line.start : line.end] == line.text for line in source.lines)


LAID_OUT = """\
      UBND TỈNH HOA LƯ                            CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG                           Độc lập - Tự do - Hạnh phúc

        Số: 77 /SNNMT-KS                            Hoa Lư, ngày 17 tháng 7 năm 2026
V/v thực hiện quy định về
   lập sổ mẫu

       Kính gửi: Công ty Mẫu và các đơn vị có liên quan trên địa bàn tỉnh

      Sở Nông nghiệp và Môi trường nhận được báo cáo của các đơn vị về việc
lập sổ mẫu theo quy định tại Điều 5 của Quy chế ban hành kèm theo
Điều 2 Quyết định của Ủy ban nhân dân tỉnh; đề nghị các đơn vị thực hiện.
      1. Lập sổ mẫu theo hướng dẫn của cơ quan quản lý và gửi về Sở trước ngày
20 tháng 8 năm 2026 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh theo quy định.
      2. Báo cáo kết quả thực hiện định kỳ hằng quý về Sở Nông nghiệp và Môi
trường bằng văn bản./.

Nơi nhận:                                              KT. GIÁM ĐỐC
- Như trên;                                            PHÓ GIÁM ĐỐC
- Lưu: VT.

                                                       Lê Thị Mẫu
"""


def test_columns_laid_out_with_spaces_and_wrapped_lines(tmp_path: Path) -> None:
    assert [text for text, _ in paragraphs(read(tmp_path, LAID_OUT.encode(), "a.txt"))] == [
        "UBND TỈNH HOA LƯ", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Số: 77 /SNNMT-KS", "V/v thực hiện quy định về lập sổ mẫu",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hoa Lư, ngày 17 tháng 7 năm 2026",
        "Kính gửi: Công ty Mẫu và các đơn vị có liên quan trên địa bàn tỉnh",
        "Sở Nông nghiệp và Môi trường nhận được báo cáo của các đơn vị về việc lập sổ mẫu theo quy định tại Điều 5 của Quy chế "
        "ban hành kèm theo Điều 2 Quyết định của Ủy ban nhân dân tỉnh; đề nghị các đơn vị thực hiện.",
        "1. Lập sổ mẫu theo hướng dẫn của cơ quan quản lý và gửi về Sở trước ngày 20 tháng 8 năm 2026 để tổng hợp, báo cáo Ủy ban "
        "nhân dân tỉnh theo quy định.",
        "2. Báo cáo kết quả thực hiện định kỳ hằng quý về Sở Nông nghiệp và Môi trường bằng văn bản./.",
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Mẫu",
    ]  # fmt: skip


SNIFFED = [
    (b"%PDF-1.7", ".txt", Format.PDF),
    (b"\xef\xbb\xbf%PDF-1.4", ".pdf", Format.PDF),
    (b"PK\x03\x04....word/document.xml", ".bin", Format.DOCX),
    (b"PK\x03\x04....xl/workbook.xml", ".xlsx", None),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", ".doc", Format.DOC),
    (b"\xff\xd8\xff\xe0", ".jpg", Format.IMAGE),
    (b"plain words", ".txt", Format.TEXT),
    (b"plain words", ".pdf", None),
]


@pytest.mark.parametrize(("data", "suffix", "expected"), SNIFFED)
def test_content_decides(data: bytes, suffix: str, expected: Format | None) -> None:
    assert sniff(data, suffix) is expected


def _numbered_docx() -> bytes:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    frame = document.add_table(rows=2, cols=2)
    frame.cell(0, 0).text, frame.cell(0, 1).text = "BỘ THỬ NGHIỆM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    frame.cell(1, 0).text, frame.cell(1, 1).text = "Số: 12/TB-BTN", "Hà Nội, ngày 01 tháng 3 năm 2026"
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
            "</w:abstractNum>"
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in ((0, "Giao Vụ A."), (1, "lập sổ;"), (1, "báo cáo."), (0, "Giao Vụ B."), (1, "rà soát.")):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))
    table = document.add_table(rows=2, cols=2)
    for row, words in enumerate((("STT", "Tên sổ"), ("1", "Sổ mẫu"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.sections[0].header.paragraphs[0].text = "Dự thảo lần 2"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_files_with_automatic_numbers(tmp_path: Path) -> None:
    source = read(tmp_path, _numbered_docx(), "a.bin")
    assert paragraphs(source) == [
        ("BỘ THỬ NGHIỆM", None), ("Số: 12/TB-BTN", None), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
        ("Hà Nội, ngày 01 tháng 3 năm 2026", None), ("1. Giao Vụ A.", None), ("a) lập sổ;", None), ("b) báo cáo.", None),
        ("2. Giao Vụ B.", None), ("a) rà soát.", None), ("STT | Tên sổ", 1), ("1 | Sổ mẫu", 1),
    ]  # fmt: skip
    assert [(f.text, f.reason) for f in source.furniture] == [("Dự thảo lần 2", "đầu trang, chân trang")]


def test_a_decompression_bomb_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 3_000_000)
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, out.getvalue(), "a.docx", Limits(archive_bytes=1_000_000))
    assert caught.value.code == "bomb"


def test_pictures_within_their_limits(tmp_path: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    pages = [Image.new("L", (200, 300), 255) for _ in range(2)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    source = read(tmp_path, out.getvalue(), "a.tif")
    assert (len(source.pages), source.source.kind_of_pdf) == (2, PdfKind.SCAN)
    assert [n.code for n in source.notices] == ["page-unread", "page-unread"]
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, out.getvalue(), "b.tif", Limits(pixels=1_000))
    assert caught.value.code == "too-many-pixels"
