"""Reading in child processes: hostile files cost one error, nothing else is affected."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from corpus.settings import MIB, Limits
from eval.hostile import torment
from ingest.reading import ReaderPool
from ingest.reading.child import Order, read_order
from tests import typeset
from tests.typeset import Put

GOOD = typeset.pdf([Put("Điều 1. Phạm vi điều chỉnh của văn bản thử nghiệm này", 85, 100)])
TEXT = "Điều 1. Phạm vi điều chỉnh của văn bản thử nghiệm này"


def die_on_the_word(order: Order) -> str:
    """What a child does in these tests: die, hang, eat memory or answer, by the file's first word."""
    word = order.path.read_text(encoding="utf-8").split()[0]
    if word == "die":
        os._exit(9)
    if word == "hang":
        time.sleep(60)
    if word == "eat":
        return str(len(bytearray(8 * 1024 * MIB)))
    if word == "fail":
        message = "/secret/path/x.pdf"
        raise ValueError(message)
    return word


def test_files_after_a_killer_are_still_read(tmp_path: Path) -> None:
    words = ["one", "die", "two", "hang", "three", "eat", "four", "fail", "five"]
    for number, word in enumerate(words):
        (tmp_path / f"{number}.txt").write_text(word, encoding="utf-8")
    limits = Limits(seconds=1.0)
    orders = [Order(tmp_path / f"{n}.txt", limits, ocr=False) for n in range(len(words))]
    with ReaderPool(die_on_the_word, jobs=2) as pool:
        found = {o.path.name: r for o, r in pool.read(orders)}
    codes = {name: r.code if isinstance(r, UnreadableFileError) else r for name, r in found.items()}
    assert [codes[f"{n}.txt"] for n in range(len(words))] == [
        "one", "crash", "two", "timeout", "three", "memory", "four", "malformed", "five",
    ]  # fmt: skip
    assert not any("/" in str(r) or "secret" in str(r) for r in found.values())


def test_a_pool_reads_as_the_process_itself_does(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(GOOD)
    direct = read_order(Order(path, Limits(), ocr=False))
    with ReaderPool(read_order) as pool:
        results = [r for _, r in pool.read([Order(path, Limits(), ocr=False)] * 3)]
    assert results == [direct] * 3
    assert direct.text == TEXT


def _tree(pages: bytes) -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages" + pages + b">>endobj\ntrailer<</Root 1 0 R>>\n"
    )


HOSTILE = [
    (b"", "empty", "no bytes at all"),
    (b"   \n", "empty", "white space only"),
    (b"%PDF-1.7\n" + bytes(range(256)) * 20, "malformed", "garbage behind a PDF header"),
    (GOOD[: len(GOOD) // 3], "malformed", "cut off before the pages"),
    (_tree(b"/Count 0/Kids[]"), None, "zero pages"),
    (_tree(b"/Count 3/Kids[2 0 R 2 0 R]"), None, "a page tree that contains itself"),
    (b"PK\x03\x04" + b"\0" * 200, "unknown-format", "an archive that is no Word file"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "malformed", "a broken picture"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "reason"), HOSTILE)
def test_hostile_files_end_as_one_clear_error(tmp_path: Path, data: bytes, code: str | None, reason: str) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        read_order(Order(path, Limits(), ocr=False))
    assert caught.value.code == code or code is None, reason
    assert str(tmp_path) not in str(caught.value)


def test_limits_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(*[[Put("Trang", 85, 100)]] * 4))
    rows = [
        (Limits(pages=3), "too-many-pages"),
        (Limits(characters=10), "too-much-text"),
        (Limits(file_bytes=100), "too-big"),
    ]
    for limits, code in rows:
        with pytest.raises(UnreadableFileError) as caught:
            read_order(Order(path, limits, ocr=False))
        assert caught.value.code == code


def test_an_encrypted_file_asks_for_its_password(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf([Put(TEXT, 85, 100)], password="mo-khoa"))  # noqa: S106
    orders = [Order(path, Limits(), ocr=False), Order(path, Limits(), ocr=False, password="mo-khoa")]  # noqa: S106
    with ReaderPool(read_order) as pool:
        found = {order.password: result for order, result in pool.read(orders)}
    assert found[None].code == "encrypted"
    assert found["mo-khoa"].text == TEXT


def test_mutated_files_lose_nothing_from_the_report() -> None:
    plain = typeset.pdf(typeset.letterhead(["BỘ THỬ"], "Số: 1/TB-BT", "Hà Nội, ngày 01 tháng 3 năm 2026"), compress=False)
    outcome = torment([plain, GOOD], 60, seed=20261123)
    assert (outcome.lost, outcome.kept) == ((), True)
    assert sum(count for _, count in outcome.ends) == 60
    assert {"read", "malformed"} <= {end for end, _ in outcome.ends}
