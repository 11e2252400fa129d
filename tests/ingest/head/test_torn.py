"""What OCR tore is no value: titles whose beginning a stamp covers, names and offices with letters that no syllable has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Head, PdfKind
from ingest.head import read_head
from ingest.reading import read_source
from tests import typeset
from tests.typeset import BOLD, Put

DAY = "Hà Nội, ngày 05 tháng 3 năm 2026"


def scanned(tmp_path: Path, kind: str, title: str, office: str, name: str) -> Head:
    """Return the head of a page as a scanner's own text layer would give it."""
    items = [*typeset.letterhead(["BỘ CÔNG THƯƠNG"], "Số: 7/2026/TT-BCT", DAY), Put(kind, 297, 150, 14, BOLD, centered=True)]
    items += [Put(title, 297, 168, 14, BOLD, centered=True), *typeset.flow(["Căn cứ Luật Kho mẫu số 900/2025/QH15;"], 200)]
    items += typeset.closing(["Như trên;"], ["KT. BỘ TRƯỞNG", office], name, 400)
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(items))
    source = read_source(path, ocr=False)
    return read_head(replace(source, source=replace(source.source, kind_of_pdf=PdfKind.SCAN_OCR))).head


TITLES = [
    ("Quy định về kho mẫu", "Quy định về kho mẫu", "whole"),
    ("về việc lập kho mẫu", "về việc lập kho mẫu", "a title that opens small"),
    ("việc nhập khẩu hàng mẫu", None, "its beginning is under a stamp"),
    ("Quy đjnh vẽẽ kbo mẫưx", None, "letters that no syllable has"),
]


@pytest.mark.parametrize(("title", "expected", "reason"), TITLES)
def test_titles(tmp_path: Path, title: str, expected: str | None, reason: str) -> None:
    assert scanned(tmp_path, "THÔNG TƯ", title, "THỨ TRƯỞNG", "Trần Văn Thử").title == expected, reason


SIGNED = [
    ("THỨ TRƯỞNG", "Trần Văn Thử", ("Trần Văn Thử", "KT. BỘ TRƯỞNG, THỨ TRƯỞNG"), "whole"),
    ("THỨ TRƯỞNG", "“Trần Văn Thử", ("Trần Văn Thử", "KT. BỘ TRƯỞNG, THỨ TRƯỞNG"), "dirt before the name"),
    ("TBỨ TRXỞNG", "Trần Văn Thử", ("Trần Văn Thử", None), "a torn office"),
    ("THỨ TRƯỞNG", "Trxần Văn Thử", (None, None), "a torn name"),
]


@pytest.mark.parametrize(("office", "name", "expected", "reason"), SIGNED)
def test_signers(tmp_path: Path, office: str, name: str, expected: tuple[str | None, str | None], reason: str) -> None:
    head = scanned(tmp_path, "THÔNG TƯ", "Quy định về kho mẫu", office, name)
    assert (head.signer, head.authority) == expected, reason
