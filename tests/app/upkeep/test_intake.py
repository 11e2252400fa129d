"""The desk: files come in, are read, put right, stored, and can be taken out again."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.service import KnowledgeBase, open_knowledge_base
from app.upkeep import uploads
from app.upkeep.intake import LARGEST, Desk, HandedIn, Stage
from app.upkeep.storing import safe_name
from corpus.catalogue import open_writer
from corpus.errors import UsageError, WriterBusyError
from corpus.settings import Home

TEXT = """ỦY BAN NHÂN DÂN TỈNH GIẢ ĐỊNH
Số: 12/QĐ-UBND
Giả Định, ngày 02 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc thành lập Tổ giúp việc mẫu
Điều 1. Thành lập Tổ giúp việc mẫu.
Điều 2. Chánh Văn phòng gửi báo cáo trước ngày 15 tháng 12 hằng năm.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("kho"))


@pytest.fixture(scope="module")
def desk(home: Home) -> Desk:
    return Desk(home, patience=0.1)


def until(desk: Desk, number: int, holds: Callable[[HandedIn], bool]) -> HandedIn:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        item = desk.item(number)
        assert item is not None
        if holds(item):
            return item
        time.sleep(0.05)
    raise AssertionError("the desk did not finish")


def settled(desk: Desk, number: int) -> HandedIn:
    return until(desk, number, lambda item: not item.busy)


def hand_in(desk: Desk, name: str, content: bytes) -> HandedIn:
    return settled(desk, desk.hand_in(name, io.BytesIO(content), "an").number)


@pytest.fixture(scope="module")
def stored(desk: Desk) -> HandedIn:
    item = hand_in(desk, "quyet-dinh.txt", TEXT.encode())
    assert (item.stage, item.document is not None and item.document.head.number) == (Stage.READ, "12/QĐ-UBND")
    desk.store(item.number, {"number": "21/QĐ-UBND", "kind": "Quyết định"}, "an")
    return settled(desk, item.number)


@pytest.fixture
def base(home: Home, stored: HandedIn) -> Iterator[KnowledgeBase]:
    opened = open_knowledge_base(home)
    yield opened
    opened.close()


def test_a_file_is_stored_as_it_was_put_right(base: KnowledgeBase, stored: HandedIn) -> None:
    assert (stored.stage, stored.message, stored.document) == (Stage.STORED, "", None)
    document = base.document(stored.key)
    assert document is not None
    assert (document.head.number, dict(document.head.evidence)["number"], document.source.name) == (
        "21/QĐ-UBND",
        "person",
        "quyet-dinh.txt",
    )
    assert base.search("báo cáo hằng năm")[0].document.key == stored.key


def test_what_was_stored_is_kept_once(home: Home, stored: HandedIn) -> None:
    kept = [path.name for path in home.sources.iterdir()]
    assert (kept, uploads.folder_of(home, stored.sha256).exists()) == ([stored.sha256], False)


def test_what_was_put_right_holds_when_the_same_file_comes_again(desk: Desk, base: KnowledgeBase, stored: HandedIn) -> None:
    item = hand_in(desk, "ban-sao.txt", TEXT.encode())
    assert item.document is not None
    assert item.document.head.number == "21/QĐ-UBND"


def test_a_stored_document_is_put_right(desk: Desk, base: KnowledgeBase, stored: HandedIn) -> None:
    document = base.document(stored.key)
    assert document is not None
    assert desk.correct(stored.key, document.head, {"signer": "Nguyễn Văn Mẫu", "number": "21/QĐ-UBND"}, "an") == stored.key
    after = base.document(stored.key)
    assert after is not None and (after.head.signer, after.head.number) == ("Nguyễn Văn Mẫu", "21/QĐ-UBND")


def test_a_document_is_taken_out(desk: Desk, base: KnowledgeBase, home: Home) -> None:
    item = hand_in(desk, "khac.txt", TEXT.replace("12/QĐ-UBND", "55/QĐ-UBND").encode())
    desk.store(item.number, {}, "an")
    key = settled(desk, item.number).key
    assert base.document(key) is not None
    desk.remove(key)
    assert base.document(key) is None
    with pytest.raises(UsageError, match="Không có văn bản mã"):
        desk.remove(key)


def test_a_bad_file_says_why_and_can_be_tried_again(desk: Desk) -> None:
    item = hand_in(desk, "hong.pdf", b"%PDF-1.4 khong phai")
    assert (item.stage, bool(item.message), item.document) == (Stage.FAILED, True, None)
    desk.retry(item.number)
    again = settled(desk, item.number)
    assert (again.stage, again.message) == (Stage.FAILED, item.message)


REFUSED = [
    ("a.exe", b"MZ", "Không nhận tệp “a.exe”", "a kind that is not read"),
    ("a.jsonl", b"{}", "Không nhận tệp", "a collection is imported by command"),
    ("a.txt", b"", "rỗng", "an empty file"),
]


@pytest.mark.parametrize(("name", "content", "message", "reason"), REFUSED, ids=[row[3] for row in REFUSED])
def test_what_is_refused_at_once(desk: Desk, name: str, content: bytes, message: str, reason: str) -> None:
    with pytest.raises(UsageError, match=message):
        desk.hand_in(name, io.BytesIO(content))


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.upkeep.intake.LARGEST", 10)
    desk = Desk(Home(tmp_path))
    with pytest.raises(UsageError, match="cancu ingest"):
        desk.hand_in("a.txt", io.BytesIO(b"x" * 11))
    assert (list((tmp_path / "uploads").iterdir()), LARGEST > 10) == ([], True)


def test_files_wait_in_line_while_another_process_writes_and_others_are_read(home: Home, desk: Desk, stored: HandedIn) -> None:
    first = hand_in(desk, "cho.txt", TEXT.replace("12/QĐ-UBND", "77/QĐ-UBND").encode())
    with open_writer(home, "cancu ingest"):
        desk.store(first.number, {}, "an")
        told = until(desk, first.number, lambda item: bool(item.message))
        assert (told.stage, "“cancu ingest”" in told.message, "xếp hàng" in told.message) == (Stage.STORING, True, True)
        second = hand_in(desk, "khac.txt", TEXT.replace("12/QĐ-UBND", "78/QĐ-UBND").encode())
        assert second.stage is Stage.READ
        with pytest.raises(WriterBusyError, match="cancu ingest"):
            desk.remove(stored.key)
    done = settled(desk, first.number)
    assert (done.stage, done.message, bool(done.key)) == (Stage.STORED, "", True)


def test_a_wrong_value_stores_nothing(desk: Desk) -> None:
    item = hand_in(desk, "thu.txt", TEXT.replace("12/QĐ-UBND", "66/QĐ-UBND").encode())
    with pytest.raises(UsageError, match="Không đọc được ngày"):
        desk.store(item.number, {"date": "mai"})
    left = desk.item(item.number)
    assert left is not None and left.stage is Stage.READ


NAMES = [
    ("van-ban.pdf", "van-ban.pdf", "a plain name"),
    ("../../etc/passwd.txt", "passwd.txt", "a path"),
    ("C:\\tep\\a.pdf", "a.pdf", "a path of another system"),
    ("a\x00b\n.txt", "a_b_.txt", "signs that no name has"),
    ("...", "tep", "nothing but dots"),
    ("hoa-don\u202efdp.exe.pdf", "hoa-don_fdp.exe.pdf", "a name that would read backwards"),
    ("Công văn “về việc” <b>.pdf", "Công văn “về việc” _b_.pdf", "markup"),
    ("x" * 300 + ".pdf", "x" * 120 + ".pdf", "a long name keeps its suffix"),
]


@pytest.mark.parametrize(("name", "expected", "reason"), NAMES, ids=[row[2] for row in NAMES])
def test_safe_name(name: str, expected: str, reason: str) -> None:
    assert safe_name(name) == expected, reason
