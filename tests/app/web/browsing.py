"""Chromium for the tests of the page: how it is started, how a page is looked at, where pictures of it are left.

Needs Chromium on the machine and Playwright; the tests are skipped with the reason where either is absent. Pictures are left under
``build/screenshots``, which git ignores, for a person to look at.

A page is kept for each view, so that the framework's scripts are fetched and compiled once a view; a test finds it empty and without
cookies.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PICTURES: Final = Path(__file__).resolve().parents[3] / "build" / "screenshots"
_ARGUMENTS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWS: Final[dict[str, dict[str, Any]]] = {
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 380, "height": 800}, "color_scheme": "light", "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "dark-phone": {"viewport": {"width": 380, "height": 800}, "color_scheme": "dark"},
}
_NOT_FOUND: Final = "status of 404"  # a browser reports each on its console; some pages of the tests are meant to be missing
# Colours that fade are halfway through not what is read.
_STILL: Final = "*, *::before, *::after { transition: none !important; animation: none !important; }"
_STEADY: Final = "!document.querySelector('.pending, [aria-busy=true], .generating')"


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve ``app`` on a free port and yield its address."""
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    waited_until = time.monotonic() + 60
    while not server.started and time.monotonic() < waited_until:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Yield a browser, or skip the test with the reason why there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield opened
        opened.close()


class Window:
    """A browser over one site; ``looking`` gives its pages."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self._site = browser, site
        self._pages: dict[tuple[str, bool], Page] = {}

    @contextmanager
    def looking(self, view: str, *, scanned: bool = False) -> Iterator[Page]:
        """Yield a page in a view; ``scanned`` lets a scanner be put into it as a script.

        Afterwards nothing may have been asked of another server and the console may hold no complaint.
        """
        page = self._page(view, scanned)
        asked_elsewhere: list[str] = []
        complaints: list[str] = []
        listeners: dict[Any, Callable[[Any], None]] = {
            "request": lambda r: None if r.url.startswith((self._site, "data:", "blob:")) else asked_elsewhere.append(r.url),
            "console": lambda m: complaints.append(m.text) if m.type == "error" and _NOT_FOUND not in m.text else None,
            "pageerror": lambda e: complaints.append(str(e)),
        }
        for event, listener in listeners.items():
            page.on(event, listener)
        try:
            yield page
        finally:
            for event, listener in listeners.items():
                page.remove_listener(event, listener)
            page.goto("about:blank")
            page.context.clear_cookies()
        assert not asked_elsewhere and not complaints, (asked_elsewhere, complaints)

    def _page(self, view: str, scanned: bool) -> Page:
        key = (view, scanned)
        if key not in self._pages:
            settings = VIEWS[view] | {"bypass_csp": scanned}
            self._pages[key] = self._browser.new_context(locale="vi-VN", base_url=self._site, **settings).new_page()
            self._pages[key].set_default_timeout(30_000)
        return self._pages[key]


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Leave a picture of the page among the build's artefacts."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


def fits(page: Page) -> bool:
    """Whether the page is no wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def violations(page: Page) -> list[tuple[str, str, str]]:
    """Return what axe-core finds serious or critical, light and dark: (impact, rule, first element)."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page.wait_for_function(_STEADY)
    page.add_style_tag(content=_STILL)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    page.emulate_media(color_scheme="dark")
    found += page.evaluate("axe.run(document, { resultTypes: ['violations'], runOnly: ['color-contrast'] })")["violations"]
    page.emulate_media(color_scheme="light")
    return [(one["impact"], one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in {"serious", "critical"}]
