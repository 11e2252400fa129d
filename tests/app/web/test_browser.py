"""The page in a real browser: the main path of every tab, on a desk, on a phone, by keyboard, in English."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.access import Person, Role
from app.web.views import FRAMEWORK
from tests.app.web.browsing import fits, picture
from tests.app.web.conftest import Served
from tests.app.web.fake import EVIL, HOSTILE, PLAN, RULE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
QUESTION = "#cau-hoi textarea"
DRAFT = "Căn cứ Nghị định số 99/2099/NĐ-CP;\nĐiều 1. Thực hiện."


@pytest.mark.parametrize("page", ["desk", "phone", "dark"], indirect=True)
def test_a_question_is_answered_with_a_quote_its_page_and_its_citation(page: Page, request: pytest.FixtureRequest) -> None:
    page.goto("/")
    page.fill(QUESTION, "Sở Công Thương phải báo cáo gì, khi nào?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-entry .cc-quote")
    picture(page, f"hoi-dap-{request.node.callspec.params['page']}")
    assert page.locator("#kq-chao .cc-doclist").is_hidden()
    quote = page.locator(".cc-quote", has_text="trước ngày 25 tháng 12 hằng năm").first
    assert (quote.is_visible(), fits(page), page.evaluate("document.documentElement.lang")) == (True, True, "vi")
    page.locator("a[data-page-image]").first.click()
    page.wait_for_selector("dialog[open] img")
    assert page.evaluate("document.querySelector('dialog img').naturalWidth") == 1400
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    page.get_by_role("button", name="Sao chép trích dẫn").first.click()
    page.wait_for_selector(".cc-toast.cc-on")
    assert "Kế hoạch số 15/KH-BVD ngày 01/02/2024 của Bộ Ví Dụ" in page.inner_text(".cc-toast")


def test_what_was_understood_can_be_taken_away_and_brought_back(page: Page) -> None:
    page.goto("/?q=bao cao")
    page.wait_for_selector(".cc-chip")
    page.get_by_role("link", name="Giữ “bao cao” như đã gõ").click()
    page.wait_for_selector(".cc-chip-off")
    assert "giữ “bao cao” như đã gõ" in page.inner_text(".cc-chip-off")
    picture(page, "hoi-dap-giu-nhu-da-go")
    page.get_by_role("link", name="Đọc lại như máy hiểu").click()
    page.wait_for_selector(".cc-chip-off", state="detached")
    page.get_by_role("link", name="Bỏ: không xét riêng đơn vị Sở Công Thương").click()
    page.get_by_text("không xét riêng đơn vị nào").wait_for()


def test_nothing_found_says_what_to_try(page: Page) -> None:
    page.goto("/?q=thời tiết ngày mai")
    page.wait_for_selector(".cc-notice")
    picture(page, "hoi-dap-khong-thay")
    assert "Không tìm thấy" in page.inner_text(".cc-notice")


def test_markup_in_documents_stays_text(page: Page) -> None:
    raised: list[str] = []
    page.on("dialog", lambda d: (raised.append(d.message), d.dismiss()))
    page.goto("/?q=script")
    page.wait_for_selector(".cc-quote")
    assert (page.inner_text(".cc-quote"), raised) == (f"Nội dung {EVIL}", [])
    page.goto(f"/vb/{HOSTILE}")
    assert (EVIL in page.inner_text("main"), raised) == (True, [])


@pytest.mark.parametrize(("address", "field"), [("/?the=nhiem-vu", "#don-vi-nhiem-vu input"), ("/nhiem-vu", "#f-don-vi")])
def test_a_unit_is_found_by_typing_without_marks(page: Page, address: str, field: str) -> None:
    page.goto(address)
    page.locator(field).click()
    page.keyboard.type("cong th", delay=30)
    page.get_by_role("option", name="Sở Công Thương").wait_for()
    picture(page, f"don-vi-{field.strip('#').split()[0]}", whole=False)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert (page.locator(field).input_value(), page.locator(".cc-options").is_hidden()) == ("Sở Công Thương", True)
    page.get_by_role("button", name="Liệt kê").click()
    page.wait_for_selector(".cc-table")
    assert "Sở Công Thương" in page.inner_text(".cc-tablehead")


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_duties_are_a_table_that_sorts_and_a_calendar(page: Page, request: pytest.FixtureRequest) -> None:
    page.goto("/?the=nhiem-vu&don-vi=Sở Công Thương&thang=2024-12")
    page.wait_for_selector(".cc-table tbody tr")
    picture(page, f"nhiem-vu-{request.node.callspec.params['page']}")
    assert ("báo cáo Bộ trưởng" in page.locator(".cc-table tbody tr").first.inner_text(), fits(page)) == (True, True)
    if page.viewport_size and page.viewport_size["width"] > 1000:
        page.locator(".cc-table th a").first.click()
        page.wait_for_function("document.querySelector('.cc-table tbody tr').innerText.includes('lập danh mục')")
        assert page.get_attribute(".cc-table th", "aria-sort") == "descending"
    page.locator(".cc-views a", has_text="Lịch").click()
    page.wait_for_selector(".cc-calendar")
    page.locator(".cc-note a[data-again]").click()
    page.wait_for_selector(".cc-calendar li")
    picture(page, f"lich-{request.node.callspec.params['page']}")
    assert ("báo cáo" in page.inner_text(".cc-calendar li"), fits(page)) == (True, True)


def test_the_library_filters_and_leads_to_the_document(page: Page) -> None:
    page.goto("/?the=thu-vien")
    page.wait_for_selector("#kq-thu-vien .cc-doclist li")
    page.get_by_label("Tìm văn bản").fill("truyen thong")
    page.wait_for_function("document.querySelectorAll('#kq-thu-vien .cc-doclist li').length === 1")
    picture(page, "thu-vien")
    page.locator("#kq-thu-vien .cc-doc-name a").click()
    page.wait_for_url(f"**/vb/{PLAN}")
    picture(page, "van-ban")
    assert (page.inner_text("h1"), fits(page)) == ("Kế hoạch số 15/KH-BVD", True)


def test_a_document_shows_its_relations_and_versions(page: Page) -> None:
    page.goto(f"/vb/{RULE}")
    assert page.locator(".cc-graph a").count() == 1
    page.get_by_role("link", name="Bản theo ngày và so sánh").click()
    page.wait_for_url(f"**/ban/{RULE}")
    picture(page, "ban-theo-ngay")
    page.get_by_role("link", name="thay đổi gì").click()
    page.wait_for_selector(".cc-compared ins")
    picture(page, "so-sanh")
    assert page.inner_text(".cc-compared del").strip() == "cũ"


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_a_draft_is_checked_and_its_files_fetched(page: Page, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    draft = tmp_path / "du-thao.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    page.goto("/?the=kiem-tra")
    page.set_input_files("#kt-tep", draft)
    assert page.inner_text(".cc-file-name") == "du-thao.txt"
    page.get_by_role("button", name="Kiểm tra").click()
    page.wait_for_selector(".cc-notes li")
    picture(page, f"kiem-tra-{request.node.callspec.params['page']}")
    assert (page.inner_text(".cc-finding"), fits(page)) == ("99/2099/NĐ-CP", True)
    page.get_by_role("link", name="Tới chỗ này trong dự thảo").click()
    assert page.evaluate("document.activeElement.id") == "cho-1"
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải bản góp ý DOCX").click()
    assert fetched.value.suggested_filename.endswith(".docx")


def test_numbers_are_looked_up(page: Page) -> None:
    page.goto("/?the=tra-nguoc")
    page.get_by_label("Số hiệu văn bản hoặc điều khoản").fill("01/2023/NĐ-CP\n9/9")
    page.get_by_role("button", name="Tìm nơi dẫn chiếu").click()
    page.wait_for_selector("#kq-tra-nguoc .cc-entry")
    picture(page, "tra-nguoc")
    assert page.locator("#kq-tra-nguoc .cc-group").count() == 2


def test_a_file_is_handed_in_and_shown_before_it_is_stored(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "quyet-dinh.txt"
    file.write_text("QUYẾT ĐỊNH\nVề việc mẫu\nĐiều 1. Thành lập Tổ mẫu.\n", encoding="utf-8")
    page.goto("/?the=nap")
    page.set_input_files("#nap-tep", file)
    page.get_by_role("button", name="Gửi và đọc").click()
    page.get_by_role("link", name="Xem và lưu").click(timeout=60_000)
    page.wait_for_selector(".cc-head-form")
    assert page.evaluate("document.querySelector('#nap-tep').files.length") == 0, "another press does not send it again"
    picture(page, "nap-xem")
    page.fill("#h-date", "mai")
    page.get_by_role("button", name="Lưu vào kho").click()
    page.wait_for_selector(".cc-notice-bad")
    assert "Không đọc được ngày “mai”" in page.inner_text(".cc-notice-bad")


def test_the_state_is_shown(page: Page) -> None:
    page.goto("/?the=tinh-trang")
    page.wait_for_selector("#kq-tinh-trang .cc-counts")
    picture(page, "tinh-trang")
    assert "static-256" in page.inner_text("#kq-tinh-trang")


def test_the_page_speaks_english_and_keeps_to_it(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/")
    page.get_by_role("tab", name="Library").click()
    page.wait_for_selector("#kq-thu-vien .cc-doclist li")
    assert ("3 of 3 documents" in page.inner_text("#kq-thu-vien"), page.evaluate("document.documentElement.lang")) == (True, "en")
    picture(page, "english")
    page.locator("#kq-thu-vien .cc-doc-name a").first.click()
    page.wait_for_selector(".cc-outline")
    assert (page.inner_text(".cc-outline summary"), page.evaluate("document.documentElement.lang")) == ("Outline", "en")
    page.goto("/")
    page.wait_for_url("**/en/")
    page.get_by_role("link", name="Tiếng Việt").click()
    page.get_by_role("tab", name="Thư viện").wait_for()
    assert page.url.endswith("/")


# A message of the framework as it puts it into the page: made empty, then given its words.
MESSAGE = """() => {
  const text = document.createTextNode("");
  const message = document.createElement("div");
  message.className = "toast-wrap thu";
  message.innerHTML = '<button aria-label="Close"></button><p>Error </p>';
  message.append(text);
  document.body.append(message);
  text.data = "Connection to the server was lost. Attempting reconnection...";
}"""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "Đóng|Có lỗi|Mất liên lạc với máy chủ. Trang đang tự nối lại…"),
        ("/en/", "Close|Something went wrong|The connection to"),
    ],
)
def test_what_the_framework_says_by_itself_is_in_the_reader_s_language(page: Page, address: str, said: str) -> None:
    page.goto(f"{address}?the=thu-vien")
    page.wait_for_selector("#kq-thu-vien .cc-doclist li")
    page.evaluate(MESSAGE)
    button, *texts = said.split("|")
    page.wait_for_selector(f'.thu [aria-label="{button}"]', state="attached")
    shown = page.evaluate("document.querySelector('.thu').textContent")
    assert all(text in shown for text in texts), shown
    named = set(page.evaluate("[...document.querySelectorAll('[aria-label]')].map(one => one.getAttribute('aria-label'))"))
    states = set(page.evaluate("[...document.querySelectorAll('.sr-only')].map(one => one.textContent.trim())"))
    assert (named | states) & {theirs for theirs, ours in FRAMEWORK.items() if theirs not in {button, ours}} == set()


OFFERED = [
    ("phone", Role.READER, ["Hỏi đáp", "Nhiệm vụ theo đơn vị", "Thư viện", "Tra ngược", "Tình trạng"]),
    ("desk", Role.DRAFTER, ["Hỏi đáp", "Nhiệm vụ theo đơn vị", "Thư viện", "Kiểm tra dự thảo", "Tra ngược", "Tình trạng"]),
]


@pytest.mark.parametrize(("page", "role", "tabs"), OFFERED, indirect=["page"])
def test_people_are_offered_what_they_may_open(
    page: Page, site: Served, monkeypatch: pytest.MonkeyPatch, role: Role, tabs: list[str]
) -> None:
    monkeypatch.setattr(site.rules, "everybody", Person("", role))
    page.goto("/")
    page.wait_for_selector("#kq-chao .cc-doclist")
    page.get_by_role("tab", name="Nạp văn bản").wait_for(state="hidden")
    assert [tab.inner_text() for tab in page.get_by_role("tab").all()] == tabs
    assert page.locator(".overflow-menu").is_hidden(), "no menu holds what is hidden"
    picture(page, f"quyen-{role}", whole=False)


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_on_a_phone_every_tab_is_in_the_row_and_the_answer_comes_to_the_reader(page: Page) -> None:
    page.goto("/?the=tinh-trang")
    page.wait_for_selector("#kq-tinh-trang .cc-counts")
    row = page.locator('[role="tablist"]')
    page.wait_for_function("document.querySelector('[role=tablist]').scrollLeft > 100")
    last = page.get_by_role("tab", name="Tình trạng").bounding_box()
    assert last is not None and last["x"] + last["width"] <= 380
    row.evaluate("row => row.scrollTo(0, 0)")
    page.get_by_role("tab", name="Hỏi đáp").click()
    page.fill(QUESTION, "Sở Công Thương phải báo cáo gì, khi nào?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#kq-hoi-dap .cc-entry")
    page.wait_for_function("document.querySelector('#kq-hoi-dap').getBoundingClientRect().top < 60")
    assert (fits(page), page.evaluate("document.activeElement.tagName")) == (True, "BODY")


PLACES = [
    ("dieu-2", ["dieu-2/khoan-1", "dieu-2/khoan-2/diem-dd"], "an article that has only clauses"),
    ("dieu-2/khoan-2", ["dieu-2/khoan-2/diem-dd"], "a clause that has only points"),
    ("dieu-1", ["dieu-1"], "an article with words of its own"),
    ("dieu-2/khoan-1/diem-z", ["dieu-2/khoan-1"], "a point that is gone: the clause that held it"),
    ("dieu-99", [], "nothing of it is left"),
    ("", [], "no place"),
]


def test_an_address_leads_to_its_clause_and_marks_it(page: Page) -> None:
    found = []
    for place, _, _ in PLACES:
        page.goto("/thu-vien")
        page.goto(f"/vb/{RULE}#{place}")
        page.wait_for_selector(".cc-outline")
        marked = "[...document.querySelectorAll('.cc-here, .cc-part:target')].map(part => part.id)"
        found.append((place, page.evaluate(marked)))
    assert found == [(place, marked) for place, marked, _ in PLACES]
    page.goto(f"/vb/{PLAN}")
    page.locator(".cc-outline a").last.click()
    page.wait_for_function("document.querySelector('.cc-here').getBoundingClientRect().top >= 0")
    picture(page, "van-ban-neo", whole=False)


def test_a_link_is_copied_whole_and_a_page_enlarged(page: Page, site: Served) -> None:
    page.goto("/hoi?q=báo cáo")
    page.get_by_role("button", name="Sao chép liên kết").first.click()
    page.wait_for_selector(".cc-toast.cc-on")
    assert f"{site.address}/vb/{PLAN}/muc-ii/khoan-1" in page.inner_text(".cc-toast")
    page.locator("a[data-page-image]").first.click()
    page.wait_for_selector("dialog[open] img")
    before = page.evaluate("document.querySelector('dialog img').clientWidth")
    page.get_by_role("button", name="Phóng to").click()
    assert page.evaluate("document.querySelector('dialog img').clientWidth") > 1.5 * before
    assert page.get_attribute("dialog [data-zoom]", "aria-pressed") == "true"


def test_the_main_path_needs_no_mouse(page: Page) -> None:
    page.goto("/hoi")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "cc-skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.keyboard.type("bao cao")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-entry")
    page.locator(".cc-chip-x").first.focus()
    shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-chip-off")
    active = page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
    assert (shown, "giu=marks" in page.url, "cc-slot" in active) == ("solid", True, True), active


@pytest.mark.parametrize("page", ["phone"], indirect=True)
@pytest.mark.parametrize(
    "address",
    [
        f"/vb/{PLAN}/muc-ii/khoan-2",
        f"/vb/{HOSTILE}",
        "/hoi?q=báo cáo",
        "/vb/khong/co/gi",
        "/nhiem-vu",
        "/tra-nguoc?so=01/2023/NĐ-CP%0A9/9",
        "/nap/nhat-ky",
    ],
)
def test_plain_pages_fit_the_screen_without_a_word_of_complaint(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None and answer.status in {200, 404}
    assert fits(page)
