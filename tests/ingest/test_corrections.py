"""A head that a person put right stays right, however often the file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalogue import open_catalogue, open_writer
from corpus.corrections import Correction
from corpus.model import Evidence
from corpus.settings import Home
from ingest.run import FileStatus, ingest

TEXT = """ỦY BAN NHÂN DÂN TỈNH GIẢ ĐỊNH
Số: 12/QĐ-UBND
Giả Định, ngày 02 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc thành lập Tổ giúp việc mẫu
Điều 1. Thành lập Tổ giúp việc mẫu.
Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này.
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "quyet-dinh.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def keys(home: Home) -> list[str]:
    catalogue = open_catalogue(home)
    try:
        return [document.key for document in catalogue.summaries()]
    finally:
        catalogue.close()


def correct(home: Home, file: Path, **values: str) -> None:
    catalogue = open_catalogue(home)
    known = catalogue.source_file(str(file.absolute()))
    catalogue.close()
    assert known is not None
    with open_writer(home) as writer:
        writer.correct(known.sha256, Correction(tuple(values.items())), "an")


def test_a_corrected_number_moves_the_document_to_its_own_key(home: Home, file: Path) -> None:
    ingest(home, [file], jobs=1)
    before = keys(home)
    correct(home, file, number="21/QĐ-UBND")
    report = ingest(home, [file], jobs=1)
    after = keys(home)
    assert (report.count(FileStatus.STORED), len(after)) == (1, 1)
    assert (before[0].split("/")[1], after[0].split("/")[1]) == ("12-qd-ubnd", "21-qd-ubnd")


def test_a_correction_survives_reading_the_same_content_again(home: Home, file: Path, tmp_path: Path) -> None:
    ingest(home, [file], jobs=1)
    correct(home, file, title="Về việc thành lập Tổ mẫu", signer="")
    ingest(home, [file], jobs=1)
    copy = tmp_path / "ban-sao" / "ten-khac.txt"
    copy.parent.mkdir()
    copy.write_bytes(file.read_bytes())
    with open_writer(home) as writer:
        assert writer.remove(keys(home)[0])
    ingest(home, [copy], jobs=1)
    catalogue = open_catalogue(home)
    head = catalogue.head(keys(home)[0])
    catalogue.close()
    assert head is not None
    assert (head.title, ("title", Evidence.PERSON) in head.evidence) == ("Về việc thành lập Tổ mẫu", True)


def test_without_a_new_correction_the_file_is_unchanged(home: Home, file: Path) -> None:
    ingest(home, [file], jobs=1)
    correct(home, file, number="21/QĐ-UBND")
    ingest(home, [file], jobs=1)
    assert ingest(home, [file], jobs=1).count(FileStatus.UNCHANGED) == 1
