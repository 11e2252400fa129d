"""The Gradio page: a tab for each section of the site, each a form and one place for the HTML that the section's module makes.

The page is made once for each language. It holds no logic: what a form says goes to the section's module as the same fields that
a plain page's address carries. ``?q=`` asks at once, ``?the=`` opens a tab, so that other pages can link into it. Tabs that a person
may not open are hidden by the sheet (the head of the page says which); what is behind them asks for the role itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import gradio as gr

from app.access import person_of
from app.upkeep.intake import Desk
from app.web import asking, checking, duties, intake, library, lookups, state, views
from app.web.base import Base
from app.web.fields import LONGEST_QUESTION
from app.web.language import Language, say, speaking
from app.web.library import LibraryChoices, Option
from corpus.errors import CancuError

EXAMPLES: Final = (
    "Sở Công Thương phải báo cáo gì, khi nào?",
    "Báo Công Thương có nhiệm vụ gì?",
    "Ai là người phát ngôn của cơ quan hành chính nhà nước?",
)
TABS: Final = ("hoi-dap", "nhiem-vu", "thu-vien", "kiem-tra", "tra-nguoc", "nap", "tinh-trang")
_CONCURRENT: Final = 8  # questions answered at once; each is a read that takes tens of milliseconds
Update: TypeAlias = Any  # what Gradio takes as the new state of a component
Handler: TypeAlias = Callable[..., Any]


def page_head(chosen: Language) -> str:
    """Return what the Gradio page adds to its ``<head>``: its language, this site's own sheet and script."""
    with speaking(chosen):
        return views.render("head.html")


def make_page(base: Base, desk: Desk | None, chosen: Language) -> gr.Blocks:
    """Return the page over ``base`` in a language; without a ``desk`` nothing can be ingested here."""
    with speaking(chosen), gr.Blocks(title="Căn Cứ", analytics_enabled=False, fill_width=True) as blocks:
        return _Page(blocks, base, desk, chosen).made()


class _Page:
    """The page while it is made: what every tab needs, and how a handler is bound to an event."""

    def __init__(self, blocks: gr.Blocks, base: Base, desk: Desk | None, chosen: Language) -> None:
        self._blocks, self._base, self._desk, self._chosen = blocks, base, desk, chosen

    def made(self) -> gr.Blocks:
        """Lay the tabs out and return the page."""
        hero = gr.HTML(views.fragment("hero.html"), apply_default_css=False)
        with gr.Tabs(elem_id="cc-tabs") as tabs:
            self._question_tab()
            self._duties_tab()
            self._library_tab()
            self._check_tab()
            self._look_up_tab()
            self._intake_tab()
            self._state_tab()
        self._on_load(lambda: views.fragment("hero.html"), hero)
        self._on_load(_wanted_tab, tabs, asks=True)
        return self._blocks

    # binding

    def _spoken(self, function: Handler) -> Handler:
        """Make a handler speak the page's language; its fragments get a place of their own."""

        def answer(*values: Any) -> Any:  # noqa: ANN401 - what the form holds
            with speaking(self._chosen):
                made = function(*values)
                return views.slot(made) if isinstance(made, str) else made

        return answer

    def _listen(self, events: Iterable[Callable[..., Any]], function: Handler, inputs: list[Any], output: Any) -> None:  # noqa: ANN401
        for event in events:
            event(
                self._spoken(function),
                inputs,
                output,
                queue=False,
                show_progress="minimal",
                api_visibility="private",
                concurrency_limit=_CONCURRENT,
            )

    def _on_load(self, function: Handler, outputs: Any, *, asks: bool = False) -> None:  # noqa: ANN401
        """Run a handler when the page is opened; with ``asks`` it gets the request, so that it can read the address."""
        spoken = self._spoken(function)

        def with_request(request: gr.Request) -> Any:  # noqa: ANN401
            return spoken(request)

        chosen = with_request if asks else lambda: spoken()
        self._blocks.load(chosen, outputs=outputs, queue=False, show_progress="hidden", api_visibility="private")

    def _out(self, tab: str, value: str = "") -> gr.HTML:
        return gr.HTML(views.slot(value) if value else "", elem_id=f"kq-{tab}", apply_default_css=False)

    # fields

    def _unit_picker(self, label: str, place: str) -> gr.Textbox:
        """Return a field whose names are found while they are typed (the page's script)."""
        return gr.Textbox(
            label=label,
            max_length=200,
            lines=1,
            max_lines=1,
            scale=2,
            min_width=150,
            elem_id=f"don-vi-{place}",
            elem_classes="cc-units",
        )

    # tabs

    def _question_tab(self) -> None:
        with gr.Tab(say("Hỏi đáp"), id="hoi-dap"):
            with gr.Row():
                question = gr.Textbox(
                    label=say("Câu hỏi"),
                    placeholder=say("Ví dụ: Sở Công Thương phải báo cáo gì, khi nào?"),
                    max_length=LONGEST_QUESTION,
                    elem_id="cau-hoi",
                    autofocus=True,
                    scale=6,
                    min_width=320,
                )
                button = _submit(say("Hỏi"))
            with gr.Row():
                unit = self._unit_picker(say("Đơn vị (gõ để tìm, có thể để trống)"), "hoi")
                day = _day(say("Xét tại ngày (để trống là hôm nay)"))
            with gr.Row(elem_classes="cc-examples"):
                examples = [gr.Button(text, variant="secondary", size="sm") for text in EXAMPLES]
            out, first = self._out("hoi-dap"), self._out("chao")
        events = (button.click, question.submit, day.submit)
        self._listen(events, lambda *given: asking.ask(self._base, *(one or "" for one in given)), [question, unit, day], out)
        for text, example in zip(EXAMPLES, examples, strict=True):
            self._listen(
                [example.click],
                lambda text=text: (text, None, "", views.slot(asking.ask(self._base, text))),
                [],
                [question, unit, day, out],
            )
        self._on_load(self._asked_by_link, [question, out, day, unit], asks=True)
        self._on_load(lambda: asking.welcome(self._base), first)

    def _asked_by_link(self, request: gr.Request) -> tuple[Update, ...]:
        asked = asking.asked_by(request.query_params)
        if not asked.question:
            # Whoever types before this arrives must not lose a letter.
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return asked.question, views.slot(asking.answer(self._base, asked)), asked.day, asked.unit

    def _duties_tab(self) -> None:
        offered = duties.choices()
        with gr.Tab(say("Nhiệm vụ theo đơn vị"), id="nhiem-vu"):
            with gr.Row():
                unit = self._unit_picker(say("Đơn vị (gõ để tìm)"), "nhiem-vu")
                topic = gr.Textbox(
                    label=say("Nội dung (từ phải có)"), placeholder="báo cáo", max_length=200, scale=1, min_width=140
                )
                modality = _choice(say("Tính chất"), offered.modalities)
                role = _choice(say("Vai trò"), offered.roles)
            with gr.Row():
                before = _day(say("Đến hạn trước ngày"))
                day = _day(say("Xét tại ngày (để trống là hôm nay)"))
                document = gr.Textbox(
                    label=say("Trong văn bản (số hiệu)"), placeholder="3163/KH-BCT", max_length=200, scale=1, min_width=140
                )
                button = _submit(say("Liệt kê"))
            out = self._out("nhiem-vu", duties.hint())
        fields = {
            "don-vi": unit,
            "noi-dung": topic,
            "tinh-chat": modality,
            "vai-tro": role,
            "den-han": before,
            "ngay": day,
            "van-ban": document,
        }

        def listed(*values: str | None) -> str:
            return duties.duties(self._base, {name: value or "" for name, value in zip(fields, values, strict=True)})

        def by_link(request: gr.Request) -> tuple[Update, Update]:
            values = dict(request.query_params)
            wanted = values.pop("the", "") == "nhiem-vu" and values.get("don-vi", "")
            return (wanted, views.slot(duties.duties(self._base, values))) if wanted else (gr.skip(), gr.skip())

        self._listen(
            [button.click, *(field.submit for field in (unit, topic, before, day, document))], listed, list(fields.values()), out
        )
        self._on_load(by_link, [unit, out], asks=True)

    def _library_tab(self) -> None:
        with gr.Tab(say("Thư viện"), id="thu-vien") as tab:
            with gr.Row():
                words = gr.Textbox(
                    label=say("Tìm văn bản"),
                    placeholder=say("số hiệu, tên, cơ quan; có thể gõ không dấu"),
                    max_length=200,
                    scale=3,
                )
                kind = _choice(say("Loại văn bản"), [("", say("Mọi loại"))])
                issuer = _choice(say("Cơ quan ban hành"), [("", say("Mọi cơ quan"))])
                year = _choice(say("Năm"), [("", say("Mọi năm"))])
                status = _choice(say("Hiệu lực"), [("", say("Mọi trạng thái"))])
            out = self._out("thu-vien")
        fields = {"tim": words, "loai": kind, "co-quan": issuer, "nam": year, "hieu-luc": status}

        def listed(*values: str | None) -> str:
            return library.library(self._base, {name: value or "" for name, value in zip(fields, values, strict=True)})

        inputs = list(fields.values())
        self._listen([words.change, *(field.input for field in (kind, issuer, year, status)), tab.select], listed, inputs, out)
        self._on_load(self._library_choices, [kind, issuer, year, status])
        self._on_load(lambda: library.library(self._base, {}), out)

    def _library_choices(self) -> tuple[Update, ...]:
        try:
            found = library.choices_of(self._base.documents())
        except CancuError:
            found = LibraryChoices((), (), (), ())
        return tuple(
            gr.Dropdown(choices=_labelled(one)) if one else gr.skip()
            for one in (found.kinds, found.issuers, found.years, found.statuses)
        )

    def _check_tab(self) -> None:
        with gr.Tab(say("Kiểm tra dự thảo"), id="kiem-tra", elem_id="the-kiem-tra"):
            self._out("kiem-tra", checking.form())

    def _look_up_tab(self) -> None:
        with gr.Tab(say("Tra ngược"), id="tra-nguoc"):
            numbers = gr.Textbox(
                label=say("Số hiệu văn bản hoặc điều khoản, mỗi dòng một"),
                placeholder="407/QĐ-TTg\nĐiều 5 Nghị định số 09/2017/NĐ-CP",
                lines=5,
                max_lines=15,
                max_length=20_000,
            )
            button = gr.Button(say("Tìm nơi dẫn chiếu"), variant="primary", elem_classes="cc-submit cc-alone")
            out = self._out("tra-nguoc", lookups.hint())
        self._listen([button.click], lambda text: lookups.look_up(self._base, text or ""), [numbers], out)

    def _intake_tab(self) -> None:
        with gr.Tab(say("Nạp văn bản"), id="nap", elem_id="the-nap") as tab:
            out = self._out("nap")

        def overview(request: gr.Request) -> str:
            with speaking(self._chosen):
                return views.slot(intake.overview(self._base, self._desk, person_of(request)))

        tab.select(overview, None, out, queue=False, show_progress="hidden", api_visibility="private")
        self._blocks.load(overview, None, out, queue=False, show_progress="hidden", api_visibility="private")

    def _state_tab(self) -> None:
        with gr.Tab(say("Tình trạng"), id="tinh-trang") as tab:
            out = self._out("tinh-trang")
        self._listen([tab.select], lambda: state.state(self._base), [], out)
        self._on_load(lambda: state.state(self._base), out)


def _wanted_tab(request: gr.Request) -> Update:
    wanted = request.query_params.get("the", "")
    return gr.Tabs(selected=wanted) if wanted in TABS else gr.skip()


def _labelled(options: Iterable[Option]) -> list[Option]:
    """Return (value, words) pairs as Gradio wants them: (words, value)."""
    return [(words, value) for value, words in options]


def _choice(label: str, options: Iterable[Option]) -> gr.Dropdown:
    return gr.Dropdown(_labelled(options), value="", label=label, scale=1, min_width=140)


def _day(label: str) -> gr.Textbox:
    return gr.Textbox(label=label, placeholder="25/12/2024", max_length=30, scale=1, min_width=140)


def _submit(label: str) -> gr.Button:
    return gr.Button(label, variant="primary", scale=1, min_width=120, elem_classes="cc-submit")
