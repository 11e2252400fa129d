"""Addresses of a clause, a question and a unit's duties stay what they are when everything is ingested anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.service import open_knowledge_base
from app.upkeep.maintenance import ingest_and_follow, rebuild
from app.web import build_app
from corpus.settings import Home

TEXT = """BỘ THÍ ĐIỂM
Số: 21/KH-BTĐ
Hà Nội, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Truyền thông chính sách mẫu
1. Văn phòng Bộ gửi báo cáo trước ngày 15 tháng 12 hằng năm.
2. Vụ Mẫu hướng dẫn các đơn vị viết tin.
"""


def shown(client: TestClient, addresses: list[str]) -> list[str]:
    """Return the quotes behind the addresses."""
    pages = [client.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(addresses)
    return [
        words for page in pages for words in re.findall(r"gửi báo cáo trước ngày[^<]*(?:<mark[^>]*>[^<]*</mark>)?[^<]*", page.text)
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    folder = tmp_path_factory.mktemp("van-ban")
    (folder / "ke-hoach.txt").write_text(TEXT, encoding="utf-8")
    return Home(folder / "kho"), folder / "ke-hoach.txt"


def test_addresses_survive_ingesting_everything_anew(home: tuple[Home, Path], tmp_path: Path) -> None:
    place, file = home
    ingest_and_follow(place, [file], jobs=1)
    client = TestClient(build_app(open_knowledge_base(place)))
    answer = client.get("/hoi?q=Văn phòng Bộ phải báo cáo khi nào?").text
    duties = client.get("/nhiem-vu?don-vi=Văn phòng Bộ&ngay=1/4/2026").text
    found = [re.findall(r'class="cc-action" href="(/hoi[^"]+)"', answer), re.findall(r'href="(/nhiem-vu[^"]+)">Liên kết', duties)]
    clause = re.findall(r'href="(/vb/[^"]+/khoan-1)"', answer)
    addresses = [group[0].replace("&amp;", "&") for group in (*found, clause)]
    before = shown(client, addresses)

    other = Home(tmp_path / "kho-moi")  # another home: nothing of the old one is left
    ingest_and_follow(other, [file], jobs=1)
    rebuild(other, jobs=1)
    after = shown(TestClient(build_app(open_knowledge_base(other))), addresses)
    assert (len(before) >= 3, after) == (True, before)
