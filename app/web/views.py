"""From values to HTML: every page and every fragment is made here, by templates that escape whatever they are given.

1. Nothing from a document, a question or an error reaches HTML unescaped: Jinja2 escapes every value, and the only ``Markup``
   made by hand is ``emphasised``, which escapes each piece itself.
2. A fragment for the Gradio page holds no ``{`` and no ``$``: its HTML component is a template engine, and the words of a
   document must not be read as its instructions.
3. A name that a template does not know is an error, never an empty place.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from app.access import current
from app.forms.words import formal_citation
from app.results import Reference
from app.web import links, words
from app.web.language import language, say, told
from corpus.addresses import print_address
from corpus.dates import today
from corpus.model import AnswerStatus, DocumentSummary, Duty


def emphasised(text: str, part: str, name: str) -> Markup:
    """Return ``text`` escaped, with its only occurrence of ``part`` inside ``<mark class=name>``; unmarked if not unique."""
    if not part or text.count(part) != 1:
        return escape(text)
    before, _, after = text.partition(part)
    return Markup('{}<mark class="{}">{}</mark>{}').format(before, name, part, after)


_MARKER: Final = re.compile(r"(?:[a-zđ]{1,2}[).]|\d+(?:\.\d+)*[.)]|[-–+*•])\s")
_ENDINGS: Final = frozenset(".:;!?…/")


def flowing(text: str) -> str:
    """Return the words of a document with the line breaks turned into blanks that lie within a sentence; no character moves."""
    line, *rest = text.split("\n")
    made = [line]
    for following in rest:
        on = _goes_on(line, following)
        made += (" " if on else "\n", following)
        line = f"{line} {following}" if on else following
    return "".join(made)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line is continued by the next: that begins small and is no point ("a)"), or a bracket is still open."""
    if not line.strip() or line.rstrip()[-1] in _ENDINGS or _MARKER.match(following):
        return False
    return following[:1].islower() or line.count("(") > line.count(")")


def duty_words(duty: Duty) -> Markup:
    """Return a duty's quote with its deadline marked."""
    deadline = duty.obligation.deadline
    return emphasised(flowing(duty.quote.text), flowing(deadline.text) if deadline else "", "cc-when")


def by_document(duties: Iterable[Duty]) -> list[tuple[DocumentSummary, list[Duty]]]:
    """Return duties grouped by document, in the order in which the documents first appear."""
    order: dict[str, list[Duty]] = {}
    for duty in duties:
        order.setdefault(duty.quote.document.key, []).append(duty)
    return [(group[0].quote.document, group) for group in order.values()]


def mention_words(reference: Reference) -> Markup:
    """Return a citing clause's words with the mention marked."""
    return emphasised(flowing(reference.quote.text), flowing(reference.citation.quote), "cc-mention")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("app.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        ngay=words.date_words,
        ten=words.document_name,
        hoa=words.capitalised,
        han=words.due_words,
        so=words.number_words,
        noi=told,
        luc=words.moment_words,
        dia_chi=print_address,
        theo_van_ban=by_document,
        lien=flowing,
        loi_nghia_vu=duty_words,
        loi_dan_chieu=mention_words,
        tinh_chat=words.modality_name,
        vai_tro=words.role_name,
        quan_he=words.relation_name,
        trang_thai=words.state_name,
        khac_ve=words.difference_name,
        viec=words.event_name,
        ket_cuc=words.outcome_name,
    )
    environment.globals.update(
        _=say,
        STATUS_TONE=words.STATUS_TONE,
        AnswerStatus=AnswerStatus,
        citation=formal_citation,
        document_link=links.document_link,
        provision_link=links.provision_link,
        page_link=links.page_link,
        unit_link=links.unit_link,
        version_link=links.version_link,
        language_link=links.language_link,
        is_past=words.is_past,
        today=today,
        language=language,
        person=current,
        script_words=script_words,
        tabs=links.tabs,
    )
    return environment


# What the page's script says, by the names it knows.
SCRIPT: Final = {
    "copied": "Đã sao chép:",
    "notcopied": "Trình duyệt không cho sao chép; hãy chọn chữ rồi bấm Ctrl+C.",
    "previous": "Trang trước",
    "next": "Trang sau",
    "zoom": "Phóng to",
    "apart": "Mở riêng",
    "close": "Đóng",
    "first": "Đây là trang đầu.",
    "last": "Không còn trang nào nữa.",
    "opening": "Đang mở trang…",
    "nopicture": "Không mở được ảnh trang này. Tệp nguồn có thể đã bị gỡ; hãy nạp lại văn bản.",
    "names": "Tên đơn vị",
    "nearest": "Điều khoản này không còn ở đây; đây là phần gần nhất còn lại.",
    "offline": "Không liên lạc được với máy chủ. Hãy thử lại sau.",
}


# What the framework says by itself, in English whatever the page's language is: the script says it in the reader's.
FRAMEWORK: Final = {
    "More tabs": "Các phần khác",
    "Loading": "Đang tải…",
    "common.loading": "Đang tải…",
    "common.complete": "Đã xong",
    "common.error": "Có lỗi",
    "Error": "Có lỗi",
    "Warning": "Cảnh báo",
    "Info": "Lưu ý",
    "Close": "Đóng",
    "Connection to the server was lost. Attempting reconnection...": "Mất liên lạc với máy chủ. Trang đang tự nối lại…",
}


def script_words() -> str:
    """Return what the page's script says, and in whose place, in the reader's language, as JSON."""
    own = {name: say(text) for name, text in SCRIPT.items()}
    return json.dumps({**own, "framework": {theirs: say(text) for theirs, text in FRAMEWORK.items()}}, ensure_ascii=False)


def render(template: str, **values: Any) -> str:  # noqa: ANN401 - each template names its own values
    """Return the HTML of a template under ``templates/``."""
    return _environment().get_template(template).render(**values)


def as_html(fragment_html: str) -> Markup:
    """Return a fragment made here for use inside a page made here."""
    return Markup(fragment_html)  # noqa: S704 - made by a template of this package, escaped there


def inert(html: str) -> str:
    """Return a fragment whose braces and dollar signs are character references: no template engine finds anything in it."""
    return html.replace("{", "&#123;").replace("}", "&#125;").replace("$", "&#36;")


def fragment(template: str, **values: Any) -> str:  # noqa: ANN401 - each template names its own values
    """Return the HTML of a template for a place inside the Gradio page."""
    return inert(render(template, **values))


_made = itertools.count(1)


def slot(fragment_html: str) -> str:
    """Return a fragment in a place of its own, which the page's script may fill anew; no two are the same text."""
    return render("slot.html", fragment=as_html(fragment_html), made=next(_made))


def hint_fragment(title: str, message: str) -> str:
    """Return what stands in an empty place: what will come there and what to do for it."""
    return fragment("hint.html", title=title, message=message)


def failure_fragment(message: str) -> str:
    """Return a sentence about what went wrong and what to do."""
    return fragment("failure.html", message=message)
