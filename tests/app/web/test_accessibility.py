"""axe-core over every section and page, light and dark, on a desk and on a phone: nothing serious, nothing critical."""

from __future__ import annotations

import pytest

from tests.app.web.browsing import Window, violations
from tests.app.web.fake import HOSTILE, PLAN, RULE

pytestmark = pytest.mark.browser
# The tabs of the Gradio page, and what is there when each is complete.
TABS = [
    ("Hỏi đáp", "#kq-hoi-dap .cc-entry"),
    ("Thư viện", "#kq-thu-vien .cc-doclist"),
    ("Kiểm tra dự thảo", "#kt-tep"),
    ("Tra ngược", "#kq-tra-nguoc .cc-notice"),
    ("Nạp văn bản", "#nap-tep"),
    ("Tình trạng", "#kq-tinh-trang .cc-counts"),
]
# The plain pages: an address, and what is there when it is complete.
PAGES = [
    ("/hoi", ".cc-doclist"),
    ("/hoi?q=bao cao", ".cc-entry"),
    ("/hoi?q=thời tiết", ".cc-notice"),
    ("/nhiem-vu?don-vi=Sở Công Thương", ".cc-table"),
    ("/nhiem-vu?don-vi=Sở Công Thương&xem=lich&thang=2024-12", ".cc-calendar li"),
    ("/nhiem-vu?don-vi=Sở Công Thương&xem=mau-thuan", ".cc-conflict"),
    ("/thu-vien", ".cc-doclist"),
    ("/tra-nguoc?so=01/2023/NĐ-CP%0A9/9", ".cc-entry"),
    ("/nap", "#nap-tep"),
    ("/nap/nhat-ky", ".cc-answer"),
    ("/tinh-trang?ngon-ngu=en", ".cc-counts"),
    (f"/nap/sua?ma={PLAN}", ".cc-head-form"),
    (f"/vb/{RULE}", ".cc-graph"),
    (f"/vb/{HOSTILE}", ".cc-text"),
    (f"/vb/{PLAN}/muc-ii/khoan-2", ".cc-quote"),
    (f"/ban/{RULE}", ".cc-version"),
    (f"/ban/{RULE}?ngay=2/4/2024&so-voi=1/1/2024", ".cc-compared"),
    ("/vb/khong/co/gi", ".cc-h1"),
]
ON_A_PHONE = ("/hoi?q=bao cao", "/nhiem-vu?don-vi=Sở Công Thương", f"/vb/{RULE}", "/nap")


pytest.importorskip("axe_playwright_python", reason="axe-core is not installed (pip install axe-playwright-python)")


def test_every_tab(window: Window) -> None:
    found = {}
    with window.looking("desk", scanned=True) as page:
        page.goto("/?q=bao cao")
        for name, complete in TABS:
            page.get_by_role("tab", name=name).click()
            page.wait_for_selector(complete)
            found[name] = violations(page)
        page.goto("/en/?the=nhiem-vu&don-vi=Sở Công Thương")
        page.wait_for_selector("#kq-nhiem-vu .cc-table")
        found["Nhiệm vụ theo đơn vị"] = violations(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_every_plain_page(window: Window) -> None:
    found = {}
    with window.looking("desk", scanned=True) as page:
        for address, complete in PAGES:
            page.goto(address)
            page.wait_for_selector(complete)
            found[address] = violations(page)
    assert {address: problems for address, problems in found.items() if problems} == {}


def test_on_a_phone(window: Window) -> None:
    found = {}
    with window.looking("phone", scanned=True) as page:
        for address, complete in (row for row in PAGES if row[0] in ON_A_PHONE):
            page.goto(address)
            page.wait_for_selector(complete)
            found[address] = violations(page)
    assert (len(found), {address: problems for address, problems in found.items() if problems}) == (len(ON_A_PHONE), {})


def test_a_checked_draft(window: Window) -> None:
    with window.looking("desk", scanned=True) as page:
        page.goto("/kiem-tra")
        page.fill("#kt-chu", "Căn cứ Nghị định số 99/2099/NĐ-CP;")
        page.get_by_role("button", name="Kiểm tra").click()
        page.wait_for_selector(".cc-notes li")
        assert violations(page) == []


def test_the_scan_sees_what_is_wrong_in_the_light_and_in_the_dark(window: Window) -> None:
    with window.looking("desk", scanned=True) as page:
        page.goto("/thu-vien")
        page.evaluate("document.querySelector('label[for=f-tim]').remove()")
        page.evaluate("document.querySelector('#f-tim').removeAttribute('placeholder')")
        page.evaluate("document.querySelector('h1').style.color = '#17212b'")  # legible in the light only
        assert [(impact, rule) for impact, rule, _ in violations(page)] == [("critical", "label"), ("serious", "color-contrast")]
