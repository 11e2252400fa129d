"""The Gradio page: five tabs of forms, each with one place for the HTML that ``app.web.asking`` makes.

The page holds no logic. ``?q=`` asks at once, ``?the=`` opens a tab, so that other pages can link into it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import gradio as gr

from app.web import asking, views
from app.web.base import Base
from app.web.names import UnitNames
from corpus.errors import CancuError
from corpus.model import Modality

EXAMPLES: Final = (
    "Sở Công Thương phải báo cáo gì, khi nào?",
    "Báo Công Thương có nhiệm vụ gì?",
    "Ai là người phát ngôn của cơ quan hành chính nhà nước?",
)
TABS: Final = ("hoi-dap", "nhiem-vu", "thu-vien", "tra-nguoc", "tinh-trang")
_CONCURRENT: Final = 8  # questions answered at once; each is a read that takes tens of milliseconds
_DUTIES_HINT: Final = views.hint_fragment(
    "Việc của một đơn vị, từ mọi văn bản trong kho",
    "Chọn đơn vị rồi bấm “Liệt kê”. Bảng gồm cả việc giao cho nhóm mà đơn vị thuộc về, có ghi vì sao; tải được ra Excel, Word, lịch.",
)
_LOOK_UP_HINT: Final = views.hint_fragment(
    "Điều khoản nào nhắc tới văn bản này?",
    "Ghi mỗi dòng một số hiệu hoặc một điều khoản, rồi bấm “Tìm nơi dẫn chiếu”. Kết quả tải được ra bảng.",
)
_HEAD: Final = """
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/tinh/can-cu.svg" type="image/svg+xml">
<link rel="stylesheet" href="/tinh/cancu.css">
<script src="/tinh/cancu.js" defer></script>
"""


def page_head() -> str:
    """Return what the Gradio page adds to its ``<head>``: this site's own sheet and script."""
    return _HEAD


def make_page(base: Base) -> gr.Blocks:
    """Return the page over ``base``."""
    names = UnitNames(base)
    with gr.Blocks(title="Căn Cứ", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(views.fragment("hero.html"), apply_default_css=False)
        with gr.Tabs(elem_id="cc-tabs") as tabs:
            load_question = _question_tab(base, names)
            load_duties = _duties_tab(base, names)
            load_library = _library_tab(base)
            _look_up_tab(base)
            load_state = _state_tab(base)
        page.load(_wanted_tab, outputs=tabs, queue=False, api_visibility="private")
        for load in (load_question, load_duties, load_library, load_state):
            load(page)
    return page


Loader = Callable[[gr.Blocks], None]


def _wanted_tab(request: gr.Request) -> Any:  # noqa: ANN401 - a Gradio update
    wanted = request.query_params.get("the", "")
    return gr.Tabs(selected=wanted) if wanted in TABS else gr.skip()


def _out(tab: str, value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_id=f"kq-{tab}", apply_default_css=False)


def _unit_picker(label: str, place: str) -> gr.Dropdown:
    return gr.Dropdown(
        choices=[], value=None, label=label, allow_custom_value=True, filterable=True, scale=2, elem_id=f"don-vi-{place}"
    )


def _offered(names: UnitNames, unit: str) -> Any:  # noqa: ANN401 - a Gradio update
    """Return the picker's first names; a unit only when a link names one, so that nothing typed meanwhile is lost."""
    first = names.offer()
    return gr.Dropdown(choices=first, value=unit) if unit else gr.Dropdown(choices=first)


def _day(label: str) -> gr.Textbox:
    return gr.Textbox(label=label, placeholder="25/12/2024", max_length=30, scale=1)


def _submit(label: str) -> gr.Button:
    return gr.Button(label, variant="primary", scale=1, min_width=120, elem_classes="cc-submit")


def _listen(event: Callable[..., Any], function: Callable[..., Any], inputs: list[Any], output: Any) -> None:  # noqa: ANN401
    event(function, inputs, output, queue=False, show_progress="minimal", api_visibility="private", concurrency_limit=_CONCURRENT)


def _question_tab(base: Base, names: UnitNames) -> Loader:
    def answer(question: str, unit: str | None, day: str) -> str:
        return asking.ask(base, question or "", unit or "", day or "")

    def asked_by_link(request: gr.Request) -> tuple[Any, ...]:
        query = request.query_params
        text, unit, day = query.get("q", ""), query.get("don-vi", ""), query.get("ngay", "")
        if not text:
            # Whoever types before this arrives must not lose a letter.
            return gr.skip(), gr.skip(), gr.skip(), _offered(names, "")
        return text, asking.ask(base, text, unit, day), day, _offered(names, unit)

    with gr.Tab("Hỏi đáp", id="hoi-dap"):
        with gr.Row():
            question = gr.Textbox(
                label="Câu hỏi",
                placeholder="Ví dụ: Sở Công Thương phải báo cáo gì, khi nào?",
                max_length=asking.LONGEST_QUESTION,
                elem_id="cau-hoi",
                autofocus=True,
                scale=6,
                min_width=320,
            )
            button = _submit("Hỏi")
        with gr.Row():
            unit = _unit_picker("Đơn vị (gõ để tìm, có thể để trống)", "hoi")
            day = _day("Xét tại ngày (để trống là hôm nay)")
        with gr.Row(elem_classes="cc-examples"):
            examples = [gr.Button(text, variant="secondary", size="sm") for text in EXAMPLES]
        out = _out("hoi-dap")
        first = _out("chao")
    inputs = [question, unit, day]
    _listen(button.click, answer, inputs, out)
    _listen(question.submit, answer, inputs, out)
    for text, example in zip(EXAMPLES, examples, strict=True):
        _listen(example.click, lambda text=text: (text, None, "", asking.ask(base, text)), [], [question, unit, day, out])

    def load(page: gr.Blocks) -> None:
        _on_load(page, asked_by_link, [question, out, day, unit])
        _on_load(page, lambda: asking.welcome(base), first)

    return load


def _on_load(page: gr.Blocks, function: Callable[..., Any], outputs: Any) -> None:  # noqa: ANN401
    page.load(function, outputs=outputs, queue=False, show_progress="hidden", api_visibility="private")


def _duties_tab(base: Base, names: UnitNames) -> Loader:
    def listed(unit: str | None, topic: str, modality: str | None, before: str, day: str) -> str:
        wanted = "" if modality in {None, asking.ALL_MODALITIES} else modality
        values = {"don-vi": unit, "noi-dung": topic, "den-han": before, "ngay": day, "tinh-chat": wanted}
        return asking.duties(base, {name: value for name, value in values.items() if value})

    def by_link(request: gr.Request) -> tuple[Any, Any]:
        values = dict(request.query_params)
        unit = values.get("don-vi", "")
        wanted = values.pop("the", "") == "nhiem-vu" and unit
        return _offered(names, unit), asking.duties(base, values) if wanted else gr.skip()

    with gr.Tab("Nhiệm vụ theo đơn vị", id="nhiem-vu"):
        with gr.Row():
            unit = _unit_picker("Đơn vị (gõ để tìm)", "nhiem-vu")
            topic = gr.Textbox(label="Nội dung (từ phải có)", placeholder="báo cáo", max_length=200, scale=1)
            modalities = [asking.ALL_MODALITIES, *(views.modality_name(m) for m in Modality)]
            modality = gr.Dropdown(modalities, value=asking.ALL_MODALITIES, label="Tính chất", scale=1)
        with gr.Row():
            before = _day("Đến hạn trước ngày")
            day = _day("Xét tại ngày (để trống là hôm nay)")
            button = _submit("Liệt kê")
        out = _out("nhiem-vu", _DUTIES_HINT)
    inputs = [unit, topic, modality, before, day]
    _listen(button.click, listed, inputs, out)
    for field in (topic, before, day):
        _listen(field.submit, listed, inputs, out)
    return lambda page: _on_load(page, by_link, [unit, out])


def _library_tab(base: Base) -> Loader:
    def kinds() -> Any:  # noqa: ANN401 - a Gradio update
        try:
            found = sorted({document.kind for document in base.documents() if document.kind})
        except CancuError:
            found = []
        return gr.Dropdown(choices=[asking.ALL_KINDS, *found])

    def listed(words: str, kind: str | None) -> str:
        return asking.library(base, words or "", kind or "")

    with gr.Tab("Thư viện", id="thu-vien") as tab:
        with gr.Row():
            words = gr.Textbox(
                label="Tìm văn bản",
                info="số hiệu, tên, cơ quan; có thể gõ không dấu",
                placeholder="07/CT-TTg",
                max_length=200,
                scale=3,
            )
            kind = gr.Dropdown([asking.ALL_KINDS], value=asking.ALL_KINDS, label="Loại văn bản", scale=1)
        out = _out("thu-vien")
    for event in (words.change, kind.change, tab.select):
        _listen(event, listed, [words, kind], out)

    def load(page: gr.Blocks) -> None:
        _on_load(page, kinds, kind)
        page.load(listed, [words, kind], out, queue=False, show_progress="hidden", api_visibility="private")

    return load


def _look_up_tab(base: Base) -> None:
    with gr.Tab("Tra ngược", id="tra-nguoc"):
        numbers = gr.Textbox(
            label="Số hiệu văn bản hoặc điều khoản, mỗi dòng một",
            placeholder="407/QĐ-TTg\nĐiều 5 Nghị định số 09/2017/NĐ-CP",
            lines=5,
            max_lines=15,
            max_length=20_000,
        )
        button = gr.Button("Tìm nơi dẫn chiếu", variant="primary", elem_classes="cc-submit cc-alone")
        out = _out("tra-nguoc", _LOOK_UP_HINT)
    _listen(button.click, lambda text: asking.look_up(base, text or ""), [numbers], out)


def _state_tab(base: Base) -> Loader:
    with gr.Tab("Tình trạng", id="tinh-trang") as tab:
        out = _out("tinh-trang")
    _listen(tab.select, lambda: asking.state(base), [], out)
    return lambda page: _on_load(page, lambda: asking.state(base), out)
