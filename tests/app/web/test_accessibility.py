"""axe-core over every section and page, light and dark, on a desk and on a phone: nothing serious, nothing critical."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.web import build_app
from corpus.settings import Home
from tests.app.web.browsing import browsing, looking, serving, violations
from tests.app.web.fake import HOSTILE, PLAN, RULE, FakeBase

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
# An address and what is there when it is complete.
STATES = [
    ("/", "#kq-chao .cc-doclist"),
    ("/?q=bao cao", "#kq-hoi-dap .cc-entry"),
    ("/?q=thời tiết", "#kq-hoi-dap .cc-notice"),
    ("/?the=nhiem-vu&don-vi=Sở Công Thương", "#kq-nhiem-vu .cc-table"),
    ("/?the=thu-vien", "#kq-thu-vien .cc-doclist"),
    ("/?the=kiem-tra", "#kt-tep"),
    ("/?the=tra-nguoc", "#kq-tra-nguoc .cc-notice"),
    ("/?the=nap", "#nap-tep"),
    ("/?the=tinh-trang", "#kq-tinh-trang .cc-counts"),
    ("/en/?the=nhiem-vu&don-vi=Sở Công Thương", "#kq-nhiem-vu .cc-table"),
    ("/hoi?q=bao cao", ".cc-entry"),
    ("/nhiem-vu?don-vi=Sở Công Thương&xem=lich&thang=2024-12", ".cc-calendar li"),
    ("/nhiem-vu?don-vi=Sở Công Thương&xem=nhan", ".cc-table"),
    ("/nhiem-vu?don-vi=Sở Công Thương&xem=mau-thuan", ".cc-conflict"),
    ("/thu-vien", ".cc-doclist"),
    ("/tra-nguoc?so=01/2023/NĐ-CP%0A9/9", ".cc-entry"),
    ("/kiem-tra", "#kt-tep"),
    ("/nap", "#nap-tep"),
    ("/tinh-trang", ".cc-counts"),
    (f"/nap/sua?ma={PLAN}", ".cc-head-form"),
    (f"/vb/{PLAN}", ".cc-text"),
    (f"/vb/{RULE}", ".cc-graph"),
    (f"/vb/{HOSTILE}", ".cc-text"),
    (f"/vb/{PLAN}/muc-ii/khoan-2", ".cc-quote"),
    (f"/ban/{RULE}", ".cc-version"),
    (f"/ban/{RULE}?ngay=2/4/2024&so-voi=1/1/2024", ".cc-compared"),
    ("/vb/khong/co/gi", ".cc-h1"),
]


@pytest.fixture(scope="module")
def site(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(build_app(FakeBase(home), home=Home(tmp_path_factory.mktemp("desk")))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    pytest.importorskip("axe_playwright_python", reason="axe-core is not installed (pip install axe-playwright-python)")
    with browsing() as opened:
        yield opened


@pytest.mark.parametrize("view", ["desk", "dark", "phone"])
def test_no_serious_or_critical_violation(browser: Browser, site: str, view: str) -> None:
    found = {}
    with looking(browser, site, view, bypass_csp=True) as page:  # the scanner is put into the page as a script
        for address, complete in STATES:
            page.goto(address)
            page.wait_for_selector(complete)
            if problems := violations(page):
                found[address] = problems
    assert found == {}


def test_a_checked_draft_too(browser: Browser, site: str) -> None:
    for view in ("desk", "dark"):
        with looking(browser, site, view, bypass_csp=True) as page:
            page.goto("/kiem-tra")
            page.fill("#kt-chu", "Căn cứ Nghị định số 99/2099/NĐ-CP;")
            page.get_by_role("button", name="Kiểm tra").click()
            page.wait_for_selector(".cc-notes li")
            assert violations(page) == []


def test_the_scan_sees_what_is_wrong(browser: Browser, site: str) -> None:
    with looking(browser, site, "desk", bypass_csp=True) as page:
        page.goto("/thu-vien")
        page.evaluate(
            "document.querySelector('label[for=f-tim]').remove(); document.querySelector('#f-tim').removeAttribute('placeholder')"
        )
        assert [(impact, rule) for impact, rule, _ in violations(page)] == [("critical", "label")]
