"""The sections of the site as plain pages: each tab of the Gradio page has one, whose form is a link and whose state an address.

The page's script asks them for the fragment alone (header ``X-Fragment``) and puts it where the old one stood; without the script
they are whole pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.web import asking, duties, library, links, lookups, state, views
from app.web.base import Base
from app.web.names import UnitNames

FRAGMENT: Final = "x-fragment"


def section(request: Request, tab: str, fragment: str, fields: Mapping[str, str], choices: object = None) -> HTMLResponse:
    """Return a section: the fragment alone where the script asks for it, else the page with its form."""
    headers = {"Cache-Control": "no-store", "Vary": "X-Fragment, Cookie"}
    if request.headers.get(FRAGMENT):
        return HTMLResponse(fragment, headers=headers)
    title = next((one.title for one in links.tabs() if one.id == tab), "")
    values = {"tab": tab, "title": title, "fields": fields, "choices": choices, "fragment": views.as_html(fragment)}
    return HTMLResponse(views.render("tab.html", **values), headers=headers)


def make_router(base: Base, names: UnitNames) -> APIRouter:
    """Return the routes of the sections over ``base``."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/hoi")
    def question(request: Request) -> Response:
        values = request.query_params
        fragment = asking.answer(base, asking.asked_by(values)) if values.get("q") else asking.welcome(base)
        return section(request, "hoi-dap", fragment, values)

    @router.get("/nhiem-vu")
    def unit_duties(request: Request) -> Response:
        values = request.query_params
        fragment = duties.duties(base, values) if values.get("don-vi") else duties.hint()
        return section(request, "nhiem-vu", fragment, values, duties.choices())

    @router.get("/thu-vien")
    def documents(request: Request) -> Response:
        values = request.query_params
        return section(request, "thu-vien", library.library(base, values), values, library.choices_of(base.documents()))

    @router.get("/tra-nguoc")
    def references(request: Request) -> Response:
        values = request.query_params
        fragment = lookups.look_up(base, values["so"]) if values.get("so") else lookups.hint()
        return section(request, "tra-nguoc", fragment, values)

    @router.get("/tinh-trang")
    def standing(request: Request, thu: str = "") -> Response:
        return section(request, "tinh-trang", state.state(base, tried=thu == "1"), {})

    @router.get("/goi-y", response_class=JSONResponse)
    def suggested(q: str = "") -> JSONResponse:
        return JSONResponse(names.matching(q), headers={"Cache-Control": "private, max-age=60"})

    return router
