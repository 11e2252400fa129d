"""Kinds of harm that a knowledge base can meet, each with the command that meets it and the way out.

Every harm is done to a copy of one small knowledge base (``eval.faults.scenes``); ``{home}`` and ``{files}`` in a command stand for
its folder and for the folder of its source files. A harm may answer with a replacement for the command's surroundings
(a limit, another user), which the command is then run in.
"""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.settings import Home


class Surroundings(StrEnum):
    """What else is wrong while the command runs."""

    USUAL = ""
    DISK_FULL = "disk full"
    READ_ONLY = "read-only"
    ANOTHER_WRITER = "another writer"
    ANOTHER_PROCESS = "a second process"
    CLOCK_BACK = "clock set back by ten years"
    CLOCK_AHEAD = "clock set ahead by ten years"


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of harm.

    ``command`` must end with ``status`` and say ``says``; ``mend`` is what is done outside of the program, ``mended`` in words;
    ``way_out`` are the commands that mend it, after which ``verify`` must find nothing. No way out means that there is nothing to
    mend. ``needs`` names packages of extras without which it cannot be met.
    """

    name: str
    harm: Callable[[Home, Path], None]
    command: str
    status: int
    says: str
    way_out: tuple[str, ...] = ()
    surroundings: Surroundings = Surroundings.USUAL
    mend: Callable[[Home], None] | None = None
    mended: str = ""
    needs: tuple[str, ...] = ()


def _nothing(home: Home, files: Path) -> None:
    """Do no harm."""


def _no_catalogue(home: Home, files: Path) -> None:
    for path in home.root.glob(home.catalogue.name + "*"):
        path.unlink()


def _overwrite(path: Path, place: int, data: bytes) -> None:
    with path.open("r+b") as stream:
        stream.seek(place)
        stream.write(data)


def _at_rest(home: Home) -> None:
    """Fold what is still in the write-ahead log into the file, so that harm to the file is harm to the data."""
    connection = sqlite3.connect(home.catalogue)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _no_header(home: Home, files: Path) -> None:
    _at_rest(home)
    _overwrite(home.catalogue, 0, b"this is not a database at all, but a note about one")


def _damaged_pages(home: Home, files: Path) -> None:
    _at_rest(home)
    half = home.catalogue.stat().st_size // 2
    _overwrite(home.catalogue, half, b"\xa5" * 8192)


def _half_catalogue(home: Home, files: Path) -> None:
    _at_rest(home)
    with home.catalogue.open("r+b") as stream:
        stream.truncate(home.catalogue.stat().st_size // 2)


def _newer_catalogue(home: Home, files: Path) -> None:
    connection = sqlite3.connect(home.catalogue)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def _altered_text(home: Home, files: Path) -> None:
    connection = sqlite3.connect(home.catalogue)
    first = "SELECT id FROM documents ORDER BY key LIMIT 1"
    connection.execute(f"UPDATE provisions SET start = start + 1 WHERE document = ({first})")  # noqa: S608 - no words of others
    connection.commit()
    connection.close()


def _snapshot(home: Home) -> Path:
    return home.snapshots / (home.snapshots / "current").read_text("utf-8").strip()


def _no_index(home: Home, files: Path) -> None:
    import shutil

    shutil.rmtree(home.snapshots)


def _lost_snapshot(home: Home, files: Path) -> None:
    (home.snapshots / "current").write_text("000999\n", "utf-8")


def _largest(home: Home) -> Path:
    return max((p for p in _snapshot(home).rglob("*") if p.is_file()), key=lambda path: path.stat().st_size)


def _short_index_file(home: Home, files: Path) -> None:
    path = _largest(home)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size // 2)


def _flipped_bits(home: Home, files: Path) -> None:
    path = _largest(home)
    _overwrite(path, path.stat().st_size // 2, b"\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5")


def _broken_record(home: Home, files: Path) -> None:
    (_snapshot(home) / "snapshot.json").write_text('{"number": 1,', "utf-8")


def _changed_record(field: str, value: object) -> Callable[[Home, Path], None]:
    def harm(home: Home, files: Path) -> None:
        path = _snapshot(home) / "snapshot.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {field: value}), "utf-8")

    return harm


def _stale_index(home: Home, files: Path) -> None:
    from ingest.run import ingest

    _new_file(home, files)
    ingest(home, [files], jobs=1)


def _left_partial(home: Home, files: Path) -> None:
    folder = home.snapshots / "000777.partial"
    folder.mkdir()
    (folder / "vectors.npy").write_bytes(b"half")


def _damaged_model(home: Home, files: Path) -> None:
    import shutil

    from index.encoding.encoders import BUNDLED, MODELS

    copy = files.parent / "model"
    shutil.copytree(MODELS / BUNDLED, copy)
    for weights in copy.rglob("*.safetensors"):
        _overwrite(weights, 0, b"\xff" * 64)


def _no_source(home: Home, files: Path) -> None:
    for path in home.sources.glob("*"):
        path.unlink()


def _truncated_pdf(home: Home, files: Path) -> None:
    (files / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")


def _empty_file(home: Home, files: Path) -> None:
    (files / "rong.pdf").write_bytes(b"")


def _wrong_suffix(home: Home, files: Path) -> None:
    (files / "anh.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 200)


def _bad_lines(home: Home, files: Path) -> None:
    with (files / "nhap.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"document": 7}\nnot json\n')


def _new_file(home: Home, files: Path) -> None:
    (files / "moi.txt").write_text((files / "101.txt").read_text("utf-8").replace("101/QĐ", "801/QĐ"), "utf-8")


def _garbage_in_cache(home: Home, files: Path) -> None:
    home.cache.mkdir(exist_ok=True)
    for name in ("ocr", "pages"):
        (home.cache / name).write_bytes(b"\x00garbage")


def _backed_up(home: Home, files: Path) -> Path:
    from app.upkeep.backup import backup

    archive = files.parent / "kho.tar"
    backup(home, archive)
    return archive


def _damaged_backup(home: Home, files: Path) -> None:
    archive = _backed_up(home, files)
    _overwrite(archive, archive.stat().st_size // 2, b"\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5")


def _half_restored(home: Home, files: Path) -> None:
    _backed_up(home, files)
    _no_catalogue(home, files)
    home.restoring.mkdir()


def _catalogue_server_away(home: Home, files: Path) -> None:
    home.catalogue_server.write_text("postgresql://cancu@127.0.0.1:1/kho\n", encoding="utf-8")


def _server_back(home: Home) -> None:
    home.catalogue_server.unlink()


def _on_milvus(home: Home, files: Path, name: str = "milvus.db") -> Path:
    from app.upkeep.maintenance import rebuild
    from index.stores.choice import engine_named, store_engine

    data = files.parent / name
    store_engine(home, engine_named("milvus", str(data)))
    rebuild(home, jobs=1)
    return data


def _on_milvus_lite(home: Home, files: Path) -> None:
    _on_milvus(home, files, "lite.db")  # this process goes on having it open


def _milvus_away(home: Home, files: Path) -> None:
    from index.stores.choice import engine_named, store_engine

    _on_milvus(home, files)
    store_engine(home, engine_named("milvus", AWAY))


def _milvus_emptied(home: Home, files: Path) -> None:
    from index.stores.choice import mark_of
    from index.stores.milvus.server import server_of

    _on_milvus(home, files)
    server = server_of(home)
    for name in server.ask("list_collections"):
        if name.startswith(mark_of(home)):
            server.ask("drop_collection", name)


AWAY = "http://127.0.0.1:1"
INGEST = "ingest {files}"
RESTORE = "restore {files}/../kho.tar"
LOCAL = "rebuild --engine local"
REBUILD = "rebuild"
SEARCH = "search báo-cáo-Bộ-trưởng"
FRESH = ("fresh", INGEST)

ALL: tuple[Fault, ...] = (
    Fault("kho chưa có gì", _no_catalogue, SEARCH, 2, "cancu ingest", FRESH),
    Fault("tệp kho bị ghi đè phần đầu", _no_header, SEARCH, 2, "khôi phục", FRESH),
    Fault("tệp kho hỏng ở giữa", _damaged_pages, "verify", 2, "khôi phục", FRESH),
    Fault("tệp kho chỉ còn một nửa", _half_catalogue, "verify", 2, "khôi phục", FRESH),
    Fault("kho do phiên bản mới hơn ghi", _newer_catalogue, SEARCH, 2, "chương trình mới hơn", FRESH),
    Fault("trích đoạn không khớp nguyên văn", _altered_text, "verify", 1, "nạp lại văn bản này", ("remove {first}", INGEST)),
    Fault("mất thư mục chỉ mục", _no_index, SEARCH, 2, "cancu rebuild", (REBUILD,)),
    Fault("chỉ mục đang dùng không còn", _lost_snapshot, SEARCH, 2, "cancu rebuild", (REBUILD,)),
    Fault("tệp chỉ mục bị cắt ngắn", _short_index_file, SEARCH, 2, "cancu rebuild", (REBUILD,)),
    Fault("tệp chỉ mục sai vài bit", _flipped_bits, "verify", 1, "cancu rebuild", (REBUILD,)),
    Fault("bản ghi của chỉ mục hỏng", _broken_record, SEARCH, 2, "cancu rebuild", (REBUILD,)),
    Fault("chỉ mục thuộc định dạng khác", _changed_record("format", 1), SEARCH, 2, "cancu rebuild", (REBUILD,)),
    Fault("mô hình đã đổi từ khi lập chỉ mục", _changed_record("fingerprint", "0" * 64), SEARCH, 2, "cancu rebuild", (REBUILD,)),
    Fault("chỉ mục cũ hơn kho", _stale_index, "verify", 1, "cancu rebuild", (REBUILD,)),
    Fault("còn chỉ mục dở dang của lần chạy bị ngắt", _left_partial, REBUILD, 0, "Đã dựng chỉ mục"),
    Fault("không có mô hình được nêu", _nothing, "rebuild --model ./khong-co-mo-hinh", 2, "mô hình"),
    Fault("tệp mô hình hỏng", _damaged_model, "rebuild --model {files}/../model", 2, "mô hình"),
    Fault("mất tệp gốc đã giữ", _no_source, INGEST, 0, ""),
    Fault("PDF bị cắt cụt", _truncated_pdf, INGEST, 1, "cut.pdf"),
    Fault("tệp rỗng", _empty_file, INGEST, 1, "rong.pdf"),
    Fault("tệp không đúng loại như tên", _wrong_suffix, INGEST, 1, "anh.docx"),
    Fault("dòng JSON không đọc được", _bad_lines, INGEST, 0, "2 dòng không đọc được"),
    Fault("rác trong bộ nhớ đệm", _garbage_in_cache, INGEST, 0, ""),
    Fault("tiến trình khác đang ghi", _new_file, f"{INGEST} --wait 1", 2, "Đã đợi", (INGEST,), Surroundings.ANOTHER_WRITER),
    Fault("đĩa đầy khi nạp", _new_file, INGEST, 2, "dung lượng", (INGEST,), Surroundings.DISK_FULL),
    Fault("đĩa đầy khi dựng chỉ mục", _nothing, REBUILD, 2, "dung lượng", (REBUILD,), Surroundings.DISK_FULL),
    Fault("thư mục kho chỉ đọc", _new_file, INGEST, 2, "quyền ghi", (INGEST,), Surroundings.READ_ONLY),
    Fault("đồng hồ lùi mười năm", _new_file, INGEST, 0, "", (), Surroundings.CLOCK_BACK),
    Fault("đồng hồ nhanh mười năm", _new_file, INGEST, 0, "", (), Surroundings.CLOCK_AHEAD),
    Fault("bản sao lưu hỏng", _damaged_backup, f"{RESTORE} --replace", 2, "bản sao lưu khác"),
    Fault("khôi phục bị ngắt giữa chừng", _half_restored, SEARCH, 2, "cancu restore", (RESTORE,)),
    Fault(
        "máy chủ PostgreSQL của kho không trả lời",
        _catalogue_server_away,
        SEARCH,
        2,
        "Không nối được máy chủ",
        mend=_server_back,
        mended="bật lại máy chủ",
        needs=("psycopg",),
    ),
    Fault(
        "máy chủ Milvus không trả lời",
        _milvus_away,
        SEARCH,
        2,
        "Không hỏi được máy chủ",
        (LOCAL,),
        needs=("pymilvus", "milvus_lite"),
    ),
    Fault(
        "máy chủ Milvus mất dữ liệu",
        _milvus_emptied,
        SEARCH,
        2,
        "cancu rebuild",
        (REBUILD, LOCAL),
        needs=("pymilvus", "milvus_lite"),
    ),
    Fault(
        "tệp Milvus Lite do tiến trình khác mở",
        _on_milvus_lite,
        SEARCH,
        2,
        "mỗi lúc chỉ một tiến trình",
        (LOCAL,),
        Surroundings.ANOTHER_PROCESS,
        needs=("pymilvus", "milvus_lite"),
    ),
    Fault("cụm Ray không trả lời", _new_file, "ingest {files} --ray 127.0.0.1:1", 2, "cụm Ray", (INGEST,), needs=("ray",)),
)
FAULTS = tuple(fault for fault in ALL if all(importlib.util.find_spec(package) for package in fault.needs))
