"""The page in a real browser: the main path of every tab, on a desk, on a phone, in the dark.

Needs Chromium on the machine and Playwright; skipped with the reason where either is absent. Pictures of the pages are left in
pytest's temporary folder for a person to look at.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.web import build_app
from tests.app.web.fake import HOSTILE, PLAN, FakeBase

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWS = {
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 380, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
NOT_FOUND = "status of 404"  # a browser reports each on its console; one page below is meant to be missing
QUESTION = "#cau-hoi textarea"


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[str]:
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(build_app(FakeBase(home)), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    waited_until = time.monotonic() + 30
    while not server.started and time.monotonic() < waited_until:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    settings: dict[str, Any] = VIEWS[getattr(request, "param", "desk")]
    context = browser.new_context(locale="vi-VN", base_url=site, **settings)
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    asked_elsewhere: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda r: None if r.url.startswith((site, "data:", "blob:")) else asked_elsewhere.append(r.url))
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" and NOT_FOUND not in m.text else None)
    opened.on("pageerror", lambda e: complaints.append(str(e)))
    yield opened
    context.close()
    assert (asked_elsewhere, complaints) == ([], [])


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("page", list(VIEWS), indirect=True)
def test_a_question_is_answered_with_a_quote_its_page_and_its_citation(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.fill(QUESTION, "Sở Công Thương phải báo cáo gì, khi nào?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-entry .cc-quote")
    page.screenshot(path=tmp_path / "answer.png", full_page=True)
    assert page.locator("#kq-chao .cc-doclist").is_hidden()
    quote = page.locator(".cc-quote", has_text="trước ngày 25 tháng 12 hằng năm").first
    assert (quote.is_visible(), fits(page), page.evaluate("document.documentElement.lang")) == (True, True, "vi")
    page.locator("a[data-page-image]").first.click()
    page.wait_for_selector("dialog[open] img")
    assert page.evaluate("document.querySelector('dialog img').naturalWidth") == 1400
    page.screenshot(path=tmp_path / "page.png")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    page.get_by_role("button", name="Sao chép trích dẫn").first.click()
    page.wait_for_selector(".cc-toast.cc-on")
    assert "Kế hoạch số 15/KH-BVD ngày 01/02/2024 của Bộ Ví Dụ" in page.inner_text(".cc-toast")


def test_nothing_found_says_what_to_try(page: Page) -> None:
    page.goto("/?q=thời tiết ngày mai")
    page.wait_for_selector(".cc-notice")
    assert "Không tìm thấy" in page.inner_text(".cc-notice")


def test_markup_in_documents_stays_text(page: Page) -> None:
    raised: list[str] = []
    page.on("dialog", lambda d: (raised.append(d.message), d.dismiss()))
    page.goto("/?q=script")
    page.wait_for_selector(".cc-quote")
    assert (page.inner_text(".cc-quote"), raised) == ('Nội dung <script>alert("x")</script>{{ value }}${1+1}', [])


def test_a_unit_is_found_by_typing(page: Page) -> None:
    page.goto("/?the=nhiem-vu")
    field = page.locator("#don-vi-nhiem-vu input")
    field.click()
    page.keyboard.type("sở c", delay=50)
    page.get_by_role("option", name="Sở Công Thương").click()
    page.get_by_role("button", name="Liệt kê").click()
    page.wait_for_selector("#kq-nhiem-vu .cc-table")
    assert field.input_value() == "Sở Công Thương"


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_duties_of_a_unit_are_a_table_that_sorts(page: Page, tmp_path: Path) -> None:
    page.goto("/?the=nhiem-vu&don-vi=Sở Công Thương")
    page.wait_for_selector(".cc-table tbody tr")
    page.screenshot(path=tmp_path / "duties.png", full_page=True)
    first = page.locator(".cc-table tbody tr").first
    assert ("báo cáo Bộ trưởng" in first.inner_text(), fits(page)) == (True, True)
    if page.viewport_size and page.viewport_size["width"] > 1000:
        page.locator(".cc-table th button").first.click()
        assert "lập danh mục" in first.inner_text()


def test_the_library_filters_and_leads_to_the_document(page: Page, tmp_path: Path) -> None:
    page.goto("/?the=thu-vien")
    page.wait_for_selector("#kq-thu-vien .cc-doclist li")
    page.get_by_label("Tìm văn bản").fill("truyen thong")
    page.wait_for_function("document.querySelectorAll('#kq-thu-vien .cc-doclist li').length === 1")
    page.locator("#kq-thu-vien .cc-doc-name a").click()
    page.wait_for_url(f"**/vb/{PLAN}")
    page.screenshot(path=tmp_path / "document.png", full_page=True)
    assert (page.inner_text("h1"), fits(page)) == ("Kế hoạch số 15/KH-BVD", True)


def test_numbers_are_looked_up(page: Page) -> None:
    page.goto("/?the=tra-nguoc")
    page.get_by_label("Số hiệu văn bản hoặc điều khoản").fill("01/2023/NĐ-CP\n9/9")
    page.get_by_role("button", name="Tìm nơi dẫn chiếu").click()
    page.wait_for_selector("#kq-tra-nguoc .cc-entry")
    assert page.locator("#kq-tra-nguoc .cc-group").count() == 2


def test_the_state_is_shown(page: Page) -> None:
    page.goto("/?the=tinh-trang")
    page.wait_for_selector("#kq-tinh-trang .cc-counts")
    assert "static-256" in page.inner_text("#kq-tinh-trang")


@pytest.mark.parametrize("page", ["phone"], indirect=True)
@pytest.mark.parametrize("address", [f"/vb/{PLAN}/muc-ii/khoan-2", f"/vb/{HOSTILE}", "/hoi?q=báo cáo", "/vb/khong/co/gi"])
def test_plain_pages_fit_the_screen_without_a_word_of_complaint(page: Page, address: str, tmp_path: Path) -> None:
    answer = page.goto(address)
    page.screenshot(path=tmp_path / "plain.png", full_page=True)
    assert answer is not None and answer.status in {200, 404}
    assert fits(page)
