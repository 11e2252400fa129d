"""Addresses of a clause, a question and a unit's duties stay what they are when everything is ingested anew."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.service import open_knowledge_base
from app.upkeep.maintenance import ingest_and_follow, rebuild
from corpus.corrections import Correction
from corpus.settings import Home
from ingest.run import ingest
from tests.app.sites import make_site

TEXT = """BỘ THÍ ĐIỂM
Số: 21/KH-BTĐ
Hà Nội, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Truyền thông chính sách mẫu
1. Văn phòng Bộ gửi báo cáo trước ngày 15 tháng 12 hằng năm.
2. Vụ Mẫu hướng dẫn các đơn vị viết tin.
"""


def shown(client: TestClient, addresses: list[str]) -> list[list[str]]:
    """Return the quotes behind each address."""
    pages = [client.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(addresses)
    quote = re.compile(r'<(?:blockquote|q)[^>]*>([^"]*?(?:báo cáo|Văn phòng).*?)</(?:blockquote|q)>', re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", words) for words in quote.findall(page.text)] for page in pages]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    folder = tmp_path_factory.mktemp("van-ban")
    (folder / "ke-hoach.txt").write_text(TEXT, encoding="utf-8")
    return Home(folder / "kho"), folder / "ke-hoach.txt"


def links_of(client: TestClient) -> list[str]:
    """Return the addresses of a question, of a unit's duties at a date and of a clause, as the pages name them."""
    answer = client.get("/hoi?q=Văn phòng Bộ phải báo cáo khi nào?").text
    duties = client.get("/nhiem-vu?don-vi=Văn phòng Bộ&ngay=1/4/2026").text
    found = [
        re.findall(r'class="cc-action" href="(/hoi[^"]+)"', answer),
        re.findall(r'href="(/nhiem-vu[^"]+)">Liên kết', duties),
        re.findall(r'href="(/vb/[^"]+/khoan-1)"', answer),
    ]
    return [group[0].replace("&amp;", "&") for group in found]


def test_addresses_survive_ingesting_everything_anew(home: tuple[Home, Path], tmp_path: Path) -> None:
    place, file = home
    ingest_and_follow(place, [file], jobs=1)
    client = TestClient(make_site(open_knowledge_base(place)))
    addresses = links_of(client)
    before = shown(client, addresses)
    assert [bool(quotes) for quotes in before] == [True, True, True]

    other = Home(tmp_path / "kho-moi")  # another home: nothing of the old one is left
    ingest_and_follow(other, [file], jobs=1)
    rebuild(other, jobs=1)
    assert shown(TestClient(make_site(open_knowledge_base(other))), addresses) == before


def test_clauses_and_duties_are_there_while_the_index_is_behind_or_gone(home: tuple[Home, Path], tmp_path: Path) -> None:
    place, file = home
    ingest_and_follow(place, [file], jobs=1)
    own = Home(shutil.copytree(place.root, tmp_path / "kho"))
    question, duties, clause = links_of(TestClient(make_site(open_knowledge_base(own))))
    later = tmp_path / "cong-van.txt"
    later.write_text(TEXT.replace("21/KH-BTĐ", "22/KH-BTĐ").replace("hướng dẫn", "giúp"), encoding="utf-8")
    ingest(own, [later], jobs=1)  # the index does not follow
    behind = TestClient(make_site(open_knowledge_base(own)))
    assert [bool(quotes) for quotes in shown(behind, [question, duties, clause, clause.replace("21-", "22-")])] == [True] * 4
    shutil.rmtree(own.root / "index")
    gone = TestClient(make_site(open_knowledge_base(own)))
    assert [bool(quotes) for quotes in shown(gone, [duties, clause, clause.replace("21-", "22-")])] == [True] * 3
    told = gone.get(question).text
    assert ("Chưa tra cứu được" in told, "cancu rebuild" in told) == (True, True)


def test_a_clause_that_is_gone_leads_to_its_document(home: tuple[Home, Path]) -> None:
    place, file = home
    ingest_and_follow(place, [file], jobs=1)
    client = TestClient(make_site(open_knowledge_base(place)))
    clause = links_of(client)[2]
    answer = client.get(f"{clause}/diem-z")
    document = clause.removesuffix("/khoan-1")
    assert (answer.status_code, f'href="{document}#khoan-1/diem-z"' in answer.text) == (404, True)


@pytest.fixture(scope="module")
def put_right(home: tuple[Home, Path], tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The site after the number of its only document was put right: 21/KH-BTĐ is 12/KH-BTĐ now."""
    place, folder = Home(tmp_path_factory.mktemp("sua") / "kho"), home[1]
    ingest_and_follow(place, [folder], jobs=1)
    sha256 = hashlib.sha256(folder.read_bytes()).hexdigest()
    ingest_and_follow(
        place, [folder], jobs=1, first=lambda writer: writer.correct(sha256, Correction((("number", "12/KH-BTĐ"),)), "an")
    )
    return TestClient(make_site(open_knowledge_base(place)))


OLD, NOW = "ke-hoach/21-kh-btd/2026-03-02/bo-thi-diem", "ke-hoach/12-kh-btd/2026-03-02/bo-thi-diem"
MOVED = [
    ("/vb/{}", 200, "a document"),
    ("/vb/{}/khoan-1?ngay=2026-04-01", 200, "a clause, on a day"),
    ("/vb/{}/khoan-9", 404, "a clause that is not there, told by the page of today"),
    ("/ban/{}?ngay=2026-04-01&so-voi=2026-03-01", 200, "versions"),
    ("/trang/{}/1.png?rong=700", 404, "a page's picture; a text has none"),
    ("/api/v1/documents/{}", 200, "the document over HTTP"),
    ("/api/v1/documents/{}/provisions?limit=1", 200, "what belongs to it"),
    ("/api/v1/provisions/{}%23khoan-1", 200, "a provision by its id"),
]


@pytest.mark.parametrize(("address", "status", "reason"), MOVED, ids=[row[2] for row in MOVED])
def test_addresses_from_before_a_number_was_put_right_lead_on(
    put_right: TestClient, address: str, status: int, reason: str
) -> None:
    first = put_right.get(address.format(OLD), follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (307, address.format(NOW))
    assert put_right.get(address.format(OLD)).status_code == status
    stranger = put_right.get(address.format(OLD.replace("21-", "77-")), follow_redirects=False)
    assert (stranger.status_code, "location" in stranger.headers) == (404, False)


def test_ids_from_before_a_number_was_put_right_are_shown_and_looked_up(put_right: TestClient) -> None:
    shown = put_right.get("/api/v1/refs", params={"number": f"{OLD}#khoan-1"}).json()
    assert (shown["state"], shown["target"]["key"]) == ("found", NOW)
