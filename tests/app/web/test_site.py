from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from app.web.headers import GRADIO_POLICY, HEADERS, PLAIN_POLICY, is_open, tidy
from tests.app.sites import make_site
from tests.app.web.fake import HOSTILE, PLAN, RULE, FakeBase

PAGES = [
    ("/", 200, "the Gradio page"),
    (f"/vb/{PLAN}", 200, "a document with three parts in its key"),
    (f"/vb/{HOSTILE}", 200, "a document with four parts in its key"),
    (f"/vb/{PLAN}/muc-ii/khoan-2", 200, "a clause"),
    (f"/vb/{RULE}/dieu-2", 200, "an article that has only clauses below it"),
    (f"/vb/{HOSTILE}/dieu-1", 200, "a clause of a document with four parts"),
    (f"/ban/{RULE}", 200, "a document at a date"),
    (f"/ban/{RULE}?ngay=1/5/2024&so-voi=1/3/2024", 200, "two dates compared"),
    (f"/ban/{RULE}?ngay=mai", 400, "a version at a date that cannot be read"),
    ("/ban/luat/1-2/2020-01-01", 404, "a version of no document"),
    ("/nhiem-vu?don-vi=Sở Công Thương", 200, "a unit's duties"),
    ("/nhiem-vu?don-vi=Sở Công Thương&xem=lich&thang=9999-99", 200, "a month that does not exist"),
    ("/thu-vien?trang=99", 200, "the library, beyond its last page"),
    ("/tra-nguoc?so=1/A", 200, "a look-up"),
    ("/kiem-tra", 200, "the check"),
    ("/kiem-tra/abc/gop-y.docx", 404, "a check that is gone"),
    ("/nap", 200, "the intake"),
    ("/nap/tep/1", 404, "a file at a desk that is not there"),
    ("/tinh-trang", 200, "the state"),
    ("/goi-y?q=cong thuong", 200, "names while typing"),
    ("/en/", 200, "the English page"),
    ("/en/gradio_api/upload", 404, "uploads are closed there too"),
    ("/hoi", 200, "the question page without a question"),
    ("/hoi?q=báo cáo", 200, "a question by link"),
    ("/tinh/cancu.css", 200, "the site's own sheet"),
    (f"/trang/{PLAN}/2.png", 200, "a page picture"),
    (f"/vb/{PLAN}?ngay=1/2/2024", 200, "a document at a date"),
    (f"/vb/{PLAN}?ngay=mai", 400, "a date that cannot be read"),
    (f"/vb/{PLAN}/muc-ix", 404, "no such clause"),
    ("/vb/luat/1-2/2020-01-01", 404, "no such document"),
    ("/vb/luat", 404, "no document key at all"),
    (f"/trang/{PLAN}/3.png", 404, "no such page"),
    (f"/trang/{PLAN}/x.png", 404, "a page that is no number"),
    (f"/trang/{RULE}/1.png", 404, "a document without pages"),
    ("/trang/luat/1-2/2020-01-01/1.png", 404, "a page of no document"),
    ("/tinh/../server.py", 404, "a way out of the folder of files"),
    ("/tinh/server.py", 404, "a file that is not meant for readers"),
    ("/gradio_api/upload", 404, "uploads are closed"),
    ("/gradio_api/file=/etc/passwd", 404, "files of the machine are closed"),
    ("/gradio_api/proxy=https://example.org/", 404, "fetching from elsewhere is closed"),
    ("/monitoring", 404, "Gradio's monitoring is closed"),
    ("/nothing", 404, "an address that was never there"),
]


@pytest.mark.parametrize(("address", "status", "reason"), PAGES, ids=[row[2] for row in PAGES])
def test_every_address_has_its_status_and_the_headers(client: TestClient, address: str, status: int, reason: str) -> None:
    answer = client.get(address)
    gradio = address.startswith(("/en/", "/gradio", "/config", "/monitoring", "/nothing")) or address == "/"
    policy = GRADIO_POLICY if gradio else PLAIN_POLICY
    assert (answer.status_code, {name: answer.headers.get(name) for name in HEADERS}) == (status, HEADERS), reason
    if "/../" not in address:
        assert answer.headers["Content-Security-Policy"] == policy


GRADIOS = [
    ("/gradio_api/queue/join", True, "events"),
    ("/gradio_api/run/predict", True, "events without a queue"),
    ("/assets/index-1.js", True, "the page's own script"),
    ("/config", True, "the page's own settings"),
    ("/gradio_api/upload", False, "uploads"),
    ("/gradio_api/upload_progress", False, "uploads"),
    ("/gradio_api/file=x", False, "files"),
    ("/gradio_api/deep_link", False, "stored states"),
    ("/gradio_api/openapi.json", False, "the description of an interface that is not offered"),
    ("/gradio_api/vibe-edit", False, "developers' tools"),
    ("/gradio_api/queue/join/../upload", False, "a way round"),
    ("/login", False, "no login here"),
    ("/vbx", False, "nearly an own address"),
]


@pytest.mark.parametrize(("path", "expected", "reason"), GRADIOS, ids=[f"{row[2]}: {row[0]}" for row in GRADIOS])
def test_which_addresses_are_open(path: str, expected: bool, reason: str) -> None:
    assert is_open(path) is expected, reason


HOSTILE_PAGES = [
    (f"/vb/{HOSTILE}", "title, issuer, signer, heading and text of a document"),
    (f"/vb/{HOSTILE}/dieu-1", "a clause"),
    ("/hoi?q=<script>alert(1)</script>", "a question, and an answer that quotes markup"),
    ("/hoi?q=x&don-vi=<script>alert(1)</script>", "a unit"),
    ("/hoi?q=x&ngay=<script>alert(1)</script>", "a date"),
    ("/vb/<script>alert(1)</script>/b/c", "an address"),
    (f"/ban/{RULE}?ngay=1/5/2024&so-voi=1/3/2024", "the citation and the words of a version"),
    ("/nhiem-vu?don-vi=Sở <script>alert(1)</script>", "a unit of duties"),
    ("/thu-vien?tim=<script>alert(1)</script>", "words of the library"),
    ("/tra-nguoc?so=<script>alert(1)</script>", "a number"),
    ("/nap", "the name of a file in the log"),
    (f"/nap/sua?ma={HOSTILE}", "the head of a stored document"),
    ("/tinh-trang", "the name of a file that failed"),
]


@pytest.mark.parametrize(("address", "reason"), HOSTILE_PAGES, ids=[row[1] for row in HOSTILE_PAGES])
def test_markup_of_documents_and_questions_stays_text(client: TestClient, address: str, reason: str) -> None:
    page = client.get(address).text
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/tinh/cancu.js" defer>'], reason


def test_the_hostile_title_is_shown_as_text(client: TestClient) -> None:
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in client.get(f"/vb/{HOSTILE}").text


def test_a_page_picture_is_a_png_with_the_clause_marked(client: TestClient) -> None:
    plain = client.get(f"/trang/{PLAN}/1.png?rong=700")
    marked = client.get(f"/trang/{PLAN}/1.png?rong=700&dieu=muc-ii/khoan-2")
    image = Image.open(io.BytesIO(marked.content))
    assert (marked.headers["content-type"], image.format, image.size) == ("image/png", "PNG", (700, 991))
    middle = (round(390 / 595 * 700), round(107 / 595 * 700))
    before = Image.open(io.BytesIO(plain.content)).getpixel(middle)
    assert (before, image.getpixel(middle)) == ((255, 255, 255), (255, 236, 139))


def test_a_picture_that_the_reader_has_is_not_sent_again(client: TestClient) -> None:
    address = f"/trang/{PLAN}/1.png"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_clause_page_has_quote_citation_and_picture(client: TestClient) -> None:
    page = client.get(f"/vb/{PLAN}/muc-ii/khoan-2").text
    quote = "Sở Công Thương các tỉnh báo cáo Bộ trưởng kết quả thực hiện qua Văn phòng Bộ trước ngày 25 tháng 12 hằng năm."
    picture = f"/trang/{PLAN}/1.png?dieu=muc-ii%2Fkhoan-2"
    assert [part in page for part in (quote, "khoản 2 Mục II Kế hoạch số 15/KH-BVD ngày 01/02/2024 của Bộ Ví Dụ", picture)] == [
        True
    ] * 3


BROKEN = [
    ("ask", "/hoi?q=báo cáo", 200, "the answer's place holds the sentence"),
    ("document", f"/vb/{PLAN}", 500, "a document that cannot be read"),
    ("references", f"/vb/{PLAN}", 500, "references that cannot be read"),
]


@pytest.mark.parametrize(("method", "address", "status", "reason"), BROKEN, ids=[row[3] for row in BROKEN])
def test_a_program_error_is_a_sentence_without_trace_or_path(method: str, address: str, status: int, reason: str) -> None:
    answer = TestClient(make_site(FakeBase(broken=method)), raise_server_exceptions=False).get(address)
    assert (answer.status_code, "hãy báo người quản trị" in answer.text) == (status, True), reason
    assert not re.search(r"Traceback|RuntimeError|secret|\.py", answer.text)
    assert str(Path(__file__).parent) not in answer.text


def test_a_closed_index_says_which_command_mends_it() -> None:
    answer = TestClient(make_site(FakeBase(unindexed=True))).get("/hoi?q=báo cáo")
    assert "Chưa có chỉ mục; chạy &#39;cancu rebuild&#39;." in answer.text


def test_gradios_page_is_vietnamese_and_names_no_other_server(client: TestClient) -> None:
    page = client.get("/", headers={"Accept-Encoding": "br, gzip"}).text
    assert '<html\n\tlang="vi"' in page
    loaded = re.findall(r'(?:src|href|content)="(https?:)?//[^"]*"', page)
    assert loaded == []


def test_no_place_of_the_machine_is_told(client: TestClient, home: Path) -> None:
    told = client.get("/").text + client.get("/config").text + client.get(f"/vb/{PLAN}").text
    assert [place for place in (str(Path.cwd()), str(Path.home()), str(home)) if len(place) > 1 and place in told] == []


def test_tidy_changes_only_language_and_social_cards() -> None:
    page = (
        '<html lang="en"><meta property="og:image" content="https://a.example/b.png" />\n<meta charset="utf-8" /><b lang="en"></b>'
    )
    assert tidy(page) == '<html lang="vi"><meta charset="utf-8" /><b lang="en"></b>'
