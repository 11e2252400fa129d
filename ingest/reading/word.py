"""Word files: paragraphs with the numbers that Word draws itself, tables as rows, headers and footers as furniture."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFileError
from corpus.model import Furniture, PageVerdict, Source
from corpus.settings import Limits
from ingest.reading.assemble import CELL_JOINT, Builder, PageInfo
from ingest.reading.numbering import Numbering
from ingest.source import SourceText

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def check_archive(data: bytes, limits: Limits) -> None:
    """Refuse archives that unpack to more than the limit or are damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFileError("malformed", "Tệp Word bị hỏng. Hãy mở bằng Word rồi lưu lại.") from error
    if total > limits.archive_bytes:
        raise UnreadableFileError("bomb", "Tệp Word giải nén ra quá lớn nên bị từ chối. Hãy kiểm tra nguồn của tệp.")


def _paragraph_text(element: Any) -> str:  # noqa: ANN401
    out: list[str] = []
    for node in element.iter():
        if node.tag == f"{_W}t" and not any(p.tag == f"{_W}del" for p in node.iterancestors()):
            out.append(node.text or "")
        elif node.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            out.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            out.append("-")
    return "".join(out)


def _cells(row: Any) -> Iterator[str]:  # noqa: ANN401
    for cell in row.iterchildren(f"{_W}tc"):
        yield " ".join(" ".join(_paragraph_text(p) for p in cell.iter(f"{_W}p")).split())


_HEAD_WORDS = ("cộng hòa xã hội", "cộng hoà xã hội", "đảng cộng sản", "nơi nhận", "độc lập - tự do")


def _is_frame(table: Any) -> bool:  # noqa: ANN401
    """Whether a table only lays out the head or the closing block (read column by column, not as rows)."""
    text = " ".join(_paragraph_text(p) for p in table.iter(f"{_W}p")).lower()
    return any(word in text for word in _HEAD_WORDS) and len(text) < 3000


def _frame_paragraphs(table: Any) -> Iterator[Any]:  # noqa: ANN401
    """Paragraphs of a layout table, column by column."""
    rows = [list(row.iterchildren(f"{_W}tc")) for row in table.iter(f"{_W}tr")]
    for column in range(max((len(row) for row in rows), default=0)):
        for row in rows:
            if column < len(row):
                yield from row[column].iter(f"{_W}p")


def _is_bold(element: Any) -> bool:  # noqa: ANN401
    runs = [r for r in element.iter(f"{_W}r") if any((t.text or "").strip() for t in r.iter(f"{_W}t"))]
    return bool(runs) and all(r.find(f"{_W}rPr/{_W}b") is not None for r in runs)


def _is_centered(element: Any) -> bool:  # noqa: ANN401
    alignment = element.find(f"{_W}pPr/{_W}jc")
    return alignment is not None and alignment.get(f"{_W}val") == "center"


def read_docx(data: bytes, source: Source, limits: Limits) -> SourceText:
    """Read a DOCX given as bytes. Raises ``UnreadableFileError``."""
    import docx

    check_archive(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        raise UnreadableFileError("malformed", "Tệp Word bị hỏng hoặc không phải DOCX. Hãy mở bằng Word rồi lưu lại.") from error
    builder = Builder()
    _add_body(document, builder, limits)
    return builder.build(source, [PageInfo(1, 0.0, 0.0, PageVerdict.GOOD)], _headers(document))


def _add_body(document: Any, builder: Builder, limits: Limits) -> None:  # noqa: ANN401
    numbering = Numbering(document)
    tables = 0
    for child in document.element.body.iterchildren():
        if child.tag == f"{_W}p" or (child.tag == f"{_W}tbl" and _is_frame(child)):
            for element in [child] if child.tag == f"{_W}p" else _frame_paragraphs(child):
                text = numbering.label(element) + _paragraph_text(element)
                builder.add_text(text, bold=_is_bold(element), centered=_is_centered(element))
        elif child.tag == f"{_W}tbl":
            tables += 1
            for row in child.iter(f"{_W}tr"):
                cells = list(_cells(row))
                if any(cells):
                    builder.add_text(CELL_JOINT.join(cells), table=tables)
        if builder.length > limits.characters:
            raise UnreadableFileError("too-much-text", f"Tệp có quá {limits.characters} ký tự. Hãy tách tệp rồi nạp lại.")


def _headers(document: Any) -> list[Furniture]:  # noqa: ANN401
    return [
        Furniture(p.text.strip(), 1, "đầu trang, chân trang")
        for section in document.sections
        for part in (section.header, section.footer)
        for p in part.paragraphs
        if p.text.strip()
    ]


def convert_doc(data: bytes, limits: Limits) -> bytes:
    """Turn an old Word file into DOCX by LibreOffice. Raises ``UnreadableFileError`` when that is not installed or fails."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = (
            "Tệp .doc cũ cần LibreOffice để đọc. Cài bằng lệnh: sudo apt-get install libreoffice-writer, hoặc lưu lại thành DOCX."
        )
        raise UnreadableFileError("needs-libreoffice", message)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=limits.seconds)
            return (Path(folder) / "source.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise UnreadableFileError("malformed", "LibreOffice không đọc được tệp .doc này. Hãy lưu lại thành DOCX.") from error
