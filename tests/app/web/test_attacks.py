"""Attacks, as a table: what documents, questions, names and files may hold must come out as text and stay where it belongs.

1. Whatever words a page is given, it has no element, attribute or address that this site did not write.
2. No header of an answer holds what a name was given.
3. No name of a file leads out of the folder that files wait in.
4. No table makes a spreadsheet calculate, no log line or calendar holds a line that it was not given.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from fastapi.testclient import TestClient

from app.results import DutyFilters, DutyList
from app.web import links
from corpus.model import Answer, Quote
from corpus.settings import Home
from tests.app.sites import make_site
from tests.app.web import fake
from tests.app.web.fake import HOSTILE, PLAN, RULE, FakeBase

WORDS = {
    "an element": "<script>alert(1)</script>",
    "an element that loads": "<img src=x onerror=alert(1)>",
    "out of an attribute": '" onmouseover="alert(1)" x="',
    "out of an attribute in single quotes": "' onfocus='alert(1)' autofocus='",
    "out of a text field": "</textarea><script>alert(1)</script><textarea>",
    "out of a title": "</title><script>alert(1)</script><title>",
    "out of a comment": "--><svg onload=alert(1)><!--",
    "a drawing": "<svg/onload=alert(1)><foreignObject><iframe src=javascript:alert(1)>",
    "an address that runs": "javascript:alert(1)",
    "a page as an address": "data:text/html,<script>alert(1)</script>",
    "references of characters": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "template engines": "{{ 7*7 }}{% raw %}${7*7}<%= 7*7 %>#{7*7}",
    "lines and signs": "a\r\nSet-Cookie: b=c\x00\x1b[31m\u2028\u202e",
    "places of a sentence": "{name} {0} {n!r} %s",
}
ADDRESSES = [
    "/hoi?q={}",
    "/hoi?q=báo cáo&don-vi={}",
    "/hoi?q=báo cáo&ngay={}",
    "/hoi?q=báo cáo&giu={}",
    "/hoi?q=script",
    "/nhiem-vu?don-vi={}",
    "/nhiem-vu?don-vi=Sở&noi-dung={0}&tinh-chat={0}&vai-tro={0}&van-ban={0}&xep={0}&trang={0}",
    "/nhiem-vu?don-vi=Sở&xem=lich&thang={}",
    "/nhiem-vu?don-vi=Sở&xem=mau-thuan",
    "/thu-vien?tim={0}&loai={0}&co-quan={0}",
    "/tra-nguoc?so={}",
    "/vb/{}/b/c",
    f"/vb/{PLAN}/{{}}",
    f"/vb/{PLAN}?ngay={{}}",
    f"/vb/{HOSTILE}",
    f"/vb/{HOSTILE}/dieu-1",
    f"/vb/{RULE}",
    f"/vb/{PLAN}/muc-ii/khoan-2",
    f"/ban/{RULE}?ngay={{0}}&so-voi={{0}}",
    f"/ban/{RULE}?ngay=1/5/2024&so-voi=1/3/2024",
    f"/trang/{PLAN}/{{}}.png",
    "/nap",
    f"/nap/sua?ma={HOSTILE}",
    "/nap/sua?ma={}",
    "/nap/tep/{}",
    "/tinh-trang",
    "/{}",
]
_OWN = re.compile(r"(?:/(?!/)|#|\?|$)")
_TAGS = frozenset({"iframe", "object", "embed", "base", "foreignobject", "style", "template", "math", "animate", "set"})


class _Foreign(HTMLParser):
    """Collects what a page of this site never has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _TAGS or (tag == "script" and given != {"src": "/tinh/cancu.js", "defer": None}):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            addressed = name in {"href", "src", "action", "formaction", "srcset", "xlink:href", "data"}
            if name.startswith("on") or name in {"style", "srcdoc", "autofocus"} or (addressed and not _OWN.match(value or "")):
                self.found.append(f"{tag} {name}={value}")


def foreign(page: str) -> list[str]:
    parser = _Foreign()
    parser.feed(page)
    return parser.found


FOREIGN = [
    ('<a href="/x">a</a><script src="/tinh/cancu.js" defer></script>', [], "what this site writes"),
    ("<script>1</script>", ["<script>"], "a script"),
    ('<p onclick="x">', ["p onclick=x"], "a handler"),
    ('<a href="javascript:x">', ["a href=javascript:x"], "an address that runs"),
    ('<img src="//evil.example/x">', ["img src=//evil.example/x"], "another server"),
    ("&lt;script&gt;", [], "text"),
]


@pytest.mark.parametrize(("page", "expected", "reason"), FOREIGN, ids=[row[2] for row in FOREIGN])
def test_the_look_out_sees(page: str, expected: list[str], reason: str) -> None:
    assert foreign(page) == expected, reason


@pytest.fixture(scope="module", params=WORDS.values(), ids=WORDS)
def words(request: pytest.FixtureRequest) -> Iterator[str]:
    """The words of an attack, which the documents of the small knowledge base hold too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fake, "EVIL", request.param)
        yield request.param


@pytest.fixture(scope="module")
def site(words: str, home: Path, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    app = make_site(Named(home, words), home=Home(tmp_path_factory.mktemp("kho")))
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


class Named(FakeBase):
    """A knowledge base whose units, reasons and labels hold the words of an attack too."""

    def __init__(self, home: Path, words: str) -> None:
        super().__init__(home)
        self._words = words

    def duties(self, unit: str, filters: DutyFilters | None = None) -> DutyList:
        found = super().duties(unit, filters)
        changed = (
            replace(
                duty,
                because=self._words,
                quote=replace(duty.quote, text=f"{self._words} {duty.quote.text}", label=self._words),
                obligation=replace(duty.obligation, bearers=(self._words,), recipients=(self._words,), partners=(self._words,)),
            )
            for duty in found.duties
        )
        return replace(found, duties=tuple(changed), message=self._words)

    def ask(self, question: str, **options: object) -> Answer:  # type: ignore[override]
        found = super().ask(question, **options)  # type: ignore[arg-type]
        return replace(found, message=self._words, clauses=tuple(self._labelled(quote) for quote in found.clauses))

    def _labelled(self, quote: Quote) -> Quote:
        return replace(quote, label=self._words)

    def unit_names(self) -> tuple[str, ...]:
        return (self._words, f"Sở {self._words}")


def test_pages_hold_nothing_foreign(site: TestClient, words: str) -> None:
    found = {}
    for address in ADDRESSES:
        answer = site.get(address.format(quote(words, safe="")))
        shown = answer.text if answer.headers.get("content-type", "").startswith("text/html") else ""
        found[address] = (answer.status_code < 500, foreign(shown), "b=c" in answer.headers.get("set-cookie", ""))
    assert {address: told for address, told in found.items() if told != (True, [], False)} == {}


def test_names_while_typing_are_data(site: TestClient, words: str) -> None:
    answer = site.get("/goi-y", params={"q": "Sở"})
    headers = (answer.headers["content-type"], answer.headers["x-content-type-options"])
    assert (headers, answer.json()) == (("application/json", "nosniff"), [f"Sở {words}"])


def test_a_draft_and_its_name_stay_text_and_out_of_headers(site: TestClient, words: str) -> None:
    name = re.sub(r"[\r\n]", "", words) + ".txt"
    page = site.post("/kiem-tra", files={"tep": (name, f"{words} 99/2099/NĐ-CP".encode(), "text/plain")}).text
    assert foreign(page) == []
    fetched = site.get(re.findall(r'href="(/kiem-tra/[^"]+\.docx)"', page)[0])
    told = fetched.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="gop-y-[a-z0-9-]*-\d{4}-\d\d-\d\d\.docx"', told), told


def test_a_file_handed_in_and_its_name_stay_text(site: TestClient, words: str) -> None:
    name = re.sub(r"[\r\n]", "", words) + ".txt"
    page = site.post("/nap/tep", files={"tep": (name, words.encode() or b"x", "text/plain")}).text
    assert foreign(page) == []


def test_files_to_keep_have_plain_names_and_calculate_nothing(site: TestClient, words: str) -> None:
    for form in ("csv", "xlsx", "docx", "ics"):
        answer = site.get(f"/xuat/nhiem-vu.{form}", params={"don-vi": f"Sở Công Thương {words}"})
        assert answer.status_code == 200, form
        told = answer.headers["content-disposition"]
        assert re.fullmatch(rf'attachment; filename="nhiem-vu-[a-z0-9-]*-\d{{4}}-\d\d-\d\d\.{form}"', told), told
        assert "set-cookie" not in answer.headers


# Every sign that begins a formula is in the tests of the tables; here that they are what is downloaded.
FORMULAS = ["=cmd|' /C calc'!A0", "\t=1", "＠SUM(A1)"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_table_calculates(home: Path, formula: str) -> None:
    site = TestClient(make_site(Named(home, formula)))
    rows = list(csv.reader(io.StringIO(site.get("/xuat/nhiem-vu.csv?don-vi=Sở Công Thương").content.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)] == []
    assert any("'" in cell for cell in cells), "the words are there, as text"
    book = openpyxl.load_workbook(io.BytesIO(site.get("/xuat/nhiem-vu.xlsx?don-vi=Sở Công Thương").content))
    assert [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []


def test_a_calendar_has_no_line_that_it_was_not_given(home: Path) -> None:
    words = "x\r\nATTENDEE:mailto:a@evil.example\r\nEND:VEVENT"
    text = TestClient(make_site(Named(home, words))).get("/xuat/nhiem-vu.ics?don-vi=Sở Công Thương").content.decode()
    names = [re.split("[:;]", line)[0] for line in text.split("\r\n")]
    assert ("ATTENDEE" in names, names.count("END"), names.count("BEGIN")) == (False, names.count("BEGIN"), names.count("END"))


ESCAPES = [
    "../../../ngoai.txt",
    "..\\..\\ngoai.txt",
    "/ngoai.txt",
    "C:\\ngoai.txt",
    "....//....//ngoai.txt",
    "..%2f..%2fngoai.txt",
    "a/../../ngoai.txt",
    "~/ngoai.txt",
    "..txt",
    ".txt",
    "ngoai.txt\x00.pdf",
    "\u202etxt.ngoai.txt",
    "x" * 400 + ".txt",
]


@pytest.mark.parametrize("name", ESCAPES)
def test_no_name_of_a_file_leads_out_of_its_folder(tmp_path: Path, home: Path, name: str) -> None:
    own = tmp_path / "a" / "b" / "kho"
    base = FakeBase(home)
    seen: list[Path] = []
    base.check_draft = lambda path, as_of=None: (seen.append(path), FakeBase.check_draft(base, path, as_of))[1]  # type: ignore[method-assign]
    site = TestClient(make_site(base, home=Home(own)), raise_server_exceptions=False)
    for address in ("/nap/tep", "/kiem-tra"):
        assert site.post(address, files={"tep": (name, b"99/2099", "text/plain")}).status_code == 200
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if not path.is_relative_to(own)] == []
    assert [path for path in written if "uploads" in path.parts and path.parent.parent.name != "uploads"] == []
    assert [path for path in seen if ".." in path.parts or path.parent.parent != Path(tempfile.gettempdir())] == []


REDIRECTS = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/%0d%0aSet-Cookie: a=b",
    "\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "/vb/../../..//evil.example",
]


def test_no_way_back_leads_elsewhere(home: Path) -> None:
    client = TestClient(make_site(FakeBase(home)), follow_redirects=False)
    found = {}
    for wanted in REDIRECTS:
        referer = quote(f"http://testserver{wanted}", safe=":/%")
        answer = client.get("/ngon-ngu?chon=vi", headers={"Referer": referer})
        target = answer.headers["location"]
        found[wanted] = (target.startswith("/"), target.startswith("//"), "a=b" in answer.headers.get("set-cookie", ""))
    assert found == dict.fromkeys(REDIRECTS, (True, False, False))


def test_addresses_are_made_of_safe_signs_only() -> None:
    nasty = "a\"b'<c>\r\n d#e?f&g%h\\i"
    made = [
        links.document_link(nasty),
        links.provision_link(nasty, nasty),
        links.page_link(nasty, 1, path=nasty),
        links.question_link(nasty, nasty),
        links.duties_link({"don-vi": nasty}),
        links.version_link(nasty, {"ngay": nasty}),
        links.export_link("nhiem-vu", "csv", {"don-vi": nasty}),
    ]
    assert [link for link in made if not re.fullmatch(r"/[A-Za-z0-9/_.~%?=&+-]*", link)] == []
