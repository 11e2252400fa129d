"""Small knowledge bases to do harm to, and a fingerprint of what they hold.

The documents are of our own invention and cheap to read, so that hundreds of runs take minutes.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.catalogue import has_catalogue, open_catalogue
from corpus.catalogue.schema import MIGRATIONS
from corpus.model import Document
from corpus.settings import Home

_DECISION: Final = """BỘ THÍ ĐIỂM
Số: {number}/QĐ-BTĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Về việc thí điểm việc thứ {number}
Căn cứ Quyết định số {before}/QĐ-BTĐ ngày 05/3/2024 của Bộ Thí điểm;
Điều 1. Phạm vi
Quyết định này quy định việc thí điểm việc thứ {number}, lần {edition}.
Điều 2. Trách nhiệm
1. Văn phòng Bộ báo cáo Bộ trưởng trước ngày {day} tháng 12 hằng năm.
2. Các đơn vị thuộc Bộ thực hiện Quyết định này.
Điều 3. Hiệu lực
Quyết định này có hiệu lực kể từ ngày ký.
"""
FILES: Final = 6
IMPORTED: Final = 70  # more than one batch of an import, so that a kill can fall between two


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is stored of one document: its text and how many parts were understood."""

    text: str
    provisions: int
    citations: int
    obligations: int


State = Mapping[str, Fingerprint]


def write_files(folder: Path, edition: int) -> Path:
    """Write the source files of an edition into ``folder``; every second file differs from one edition to the next."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(101, 101 + FILES):
        told = edition if n % 2 else 1
        text = _DECISION.format(number=n, before=n - 1, edition=told, day=10 + told)
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    with (folder / "nhap.jsonl").open("w", encoding="utf-8") as stream:
        for n in range(1, IMPORTED + 1):
            head = {
                "kind": "Thông tư",
                "number": f"{n}/2020/TT-BTĐ",
                "date": "2020-01-02",
                "issuer": "Bộ Thí điểm",
                "title": f"Việc {n}",
            }
            for article in (1, 2):
                text = f"Cục Mẫu nộp báo cáo số {n}, lần {edition if n % 2 else 1}, trước ngày 15 hằng tháng."
                line = {
                    "document": head,
                    "path": f"dieu-{article}",
                    "heading": f"Việc thứ {article}",
                    "text": text,
                    "key": f"{n}.{article}",
                }
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return folder


def state_of(home: Home) -> dict[str, Fingerprint]:
    """Return the fingerprint of every stored document; empty where nothing was ever stored."""
    if not has_catalogue(home):
        return {}
    with closing(open_catalogue(home)) as catalogue:
        found = (catalogue.document(summary.key) for summary in catalogue.summaries())
        return {document.key: _fingerprint(document) for document in found if document}


def _fingerprint(document: Document) -> Fingerprint:
    return Fingerprint(document.text, len(document.provisions), len(document.citations), len(document.obligations))


def copy_home(home: Home, target: Path) -> Home:
    """Copy a whole knowledge base to do harm to the copy."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(home.root, target)
    return Home(target)


def age(home: Home) -> None:
    """Turn the catalogue of ``home`` into one that the first version of the program wrote, with the documents that it could hold."""
    old = home.root / "old.sqlite"
    connection = sqlite3.connect(old, isolation_level=None)
    try:
        connection.executescript(f"BEGIN;\n{MIGRATIONS[0]}\nPRAGMA user_version = 1;\nCOMMIT;")
        connection.execute("ATTACH ? AS new", (str(home.catalogue),))
        tables = [row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in tables:
            _copy_rows(connection, table)
        connection.execute("DETACH new")
    finally:
        connection.close()
    for suffix in ("-wal", "-shm"):
        home.catalogue.with_name(home.catalogue.name + suffix).unlink(missing_ok=True)
    old.replace(home.catalogue)


def _copy_rows(connection: sqlite3.Connection, table: str) -> None:
    ours = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
    theirs = {row[1] for row in connection.execute(f"PRAGMA new.table_info({table})")}
    shared = ", ".join(f'"{name}"' for name in ours if name in theirs)
    if shared:
        connection.execute(f"INSERT OR REPLACE INTO main.{table} ({shared}) SELECT {shared} FROM new.{table}")  # noqa: S608
